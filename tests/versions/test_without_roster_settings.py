"""Desks of the version before settings: what they do not know waits for them, and ids are made alike for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import TOWN_ID
from tests.capabilities.staffing.unit import Unit
from tests.screens import Staffed
from tests.sync.county import County
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.staffing.messages.settings import SettlePerson
from yigongti_desktop.capabilities.staffing.messages.unit_rules import SetRosterRule
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.settings import setting_id
from yigongti_desktop.capabilities.staffing.model.unit_rules import unit_rule_id
from yigongti_desktop.capabilities.staffing.store.rule_list import rules
from yigongti_desktop.capabilities.staffing.store.settings import SETTING
from yigongti_desktop.capabilities.staffing.store.settings import settings_of
from yigongti_desktop.capabilities.staffing.store.unit_rules import UNIT_RULE
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.tables import set_aside

pytestmark = pytest.mark.sync

OURS = {SETTING.name, UNIT_RULE.name}


def before() -> Catalogue:
    """Return what a program of the version before knows."""
    return replace(
        CATALOGUE,
        records={name: kind for name, kind in CATALOGUE.records.items() if name not in OURS},
        events={name: kind for name, kind in CATALOGUE.events.items() if kind.of.name not in OURS},
    )


def asides(bench: Workbench) -> set[str]:
    """Return the kinds of which a desk has set rows aside."""
    return bench.read(lambda connection: set(connection.scalars(select(set_aside.c.kind))))


def test_a_desk_of_before_sets_them_aside_and_has_them_whole_once_it_is_upgraded(
    town: County, staffed: Staffed
) -> None:
    unit = Unit(town, staffed)
    other = town.desks[OTHER]
    other.catalogue = before()
    town.do(TOWN, SettlePerson(person=unit.zhou, changes={"group": ("", "医生")}))
    change = RuleChange(figures={"most": 6}, reason="人手不够")
    town.do(TOWN, SetRosterRule(rule="work_run", changes={unit.first.isoformat(): (None, change)}))
    town.sync(TOWN, OTHER)
    assert asides(other) == OURS
    other.catalogue = CATALOGUE
    town.sync(OTHER)
    assert asides(other) == set()
    assert other.read(settings_of, TOWN_ID)[unit.zhou].group == "医生"
    assert [row.id for row in other.read(rules, TOWN_ID, unit.first) if row.is_changed] == ["work_run"]


def test_what_is_settled_is_named_alike_by_every_version() -> None:
    """Ids are made anew at each desk: whoever changes how, lets two desks settle one person twice."""
    assert setting_id(TOWN_ID, "s1") == "fd167d5c-a251-5bd5-87bb-752729f38b19"
    assert unit_rule_id(TOWN_ID, "work_run") == "fd75cb96-d741-5dd9-8ea5-2fa9ec3ea5ef"
