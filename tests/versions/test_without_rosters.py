"""Desks and hubs of the version before rosters: what they do not know waits for them, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.sync.county import County
from tests.sync.kinds import upgrade
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store.duties import DUTY
from yigongti_desktop.capabilities.staffing.store.duties import duties_of
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.store.rosters import register
from yigongti_desktop.capabilities.staffing.store.rosters import rosters
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.tables import set_aside

pytestmark = pytest.mark.sync

TOWN, OTHER, UNIT = "岳口", "岳口二", "tianmen.yuekou"
OURS = {DUTY.name, ROSTER.name}


def before() -> Catalogue:
    """Return what a program of the version before knows."""
    return replace(
        CATALOGUE,
        records={name: kind for name, kind in CATALOGUE.records.items() if name not in OURS},
        events={name: kind for name, kind in CATALOGUE.events.items() if kind.of.name not in OURS},
    )


def drawn(county: County) -> str:
    """Set up duties and begin a roster; return its id."""
    county.do(TOWN, SetUpDuties(duties=starting()))
    begun: str = county.do(TOWN, BeginRoster(first=day(county.clock.now()), days=7)).id
    return begun


def asides(bench: Workbench) -> set[str]:
    """Return the kinds of which a desk has set rows aside."""
    return bench.read(lambda connection: set(connection.scalars(select(set_aside.c.kind))))


def test_a_desk_of_before_sets_rosters_aside_and_has_them_whole_once_it_is_upgraded(county: County) -> None:
    other = county.desks[OTHER]
    other.catalogue = before()
    begun = drawn(county)
    county.sync(TOWN, OTHER)
    assert asides(other) == OURS
    other.catalogue = CATALOGUE
    county.sync(OTHER)
    assert asides(other) == set()
    assert [row.roster.id for row in other.read(rosters)] == [begun]
    assert len(other.read(duties_of, UNIT)) == len(starting())
    found = other.read(lambda connection: register(connection).posted(f"duty.of.{UNIT}"))
    assert len(found) == len(starting())  # rules find them too


def test_a_hub_of_before_keeps_what_is_drawn_until_it_is_upgraded(county: County) -> None:
    upgrade(county, before())
    begun = drawn(county)
    county.sync(TOWN)
    acts = county.desks[TOWN].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert {act.code for act in acts} == {"event_unknown"}
    upgrade(county, CATALOGUE, program="")
    county.sync(TOWN, TOWN, OTHER)
    assert county.desks[TOWN].read(outbox.in_states, outbox.NEEDS_PERSON) == []
    assert [row.roster.id for row in county.desks[OTHER].read(rosters)] == [begun]


def test_a_duty_and_a_roster_are_named_alike_by_every_version() -> None:
    """Ids are made anew at each desk: whoever changes how, lets two desks draw one month twice."""
    assert duty_id(UNIT, "夜") == "1856b931-82f0-5168-87e8-22e2e8a2b37c"
    assert roster_id(UNIT, "", date(2026, 12, 1)) == "0f203481-7672-5c00-8bdc-4b62934cb8a7"
    assert roster_id(UNIT, "护理", date(2026, 12, 1), 1) == "2d484ca1-e8d0-5f56-bafa-f7c25130bdc5"
