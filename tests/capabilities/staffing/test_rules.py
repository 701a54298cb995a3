"""Rules are data: read from a file, replaced by id, and refused where they do not fit."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.clinic import DUTIES
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import may
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.rules import read_rules
from yigongti_desktop.capabilities.staffing.model.rules import replaced
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.kernel.published import built_in

_RUN = """
[[rules]]
id = "work_run"
name = "连续上班"
kind = "work_run"
level = "must"
most = 2
says = "{name} 连上超过 {most} 天"
source = "本院规定"
"""


def test_every_national_rule_has_a_name_a_sentence_and_a_source() -> None:
    assert all(rule.name and rule.says and rule.source for rule in national())
    assert {rule.level for rule in national()} == set(Strength)


def test_a_unit_replaces_a_rule_by_its_id_and_leaves_others_out() -> None:
    rules = replaced(national(), read_rules(_RUN), frozenset({"cover"}))
    assert len(rules) == len(national()) - 1
    question = asked(may(doctor(), days=4), DUTIES, rules, built_in())
    must = [one.text for one in sentences(question, ((1, 1, 1, 0),)) if one.is_must]
    assert must == ["赵某 连上超过 2 天"]


@pytest.mark.parametrize(
    "wrong",
    [
        _RUN.replace('level = "must"', 'level = "should"'),
        _RUN.replace("most = 2", "most = 2\nweight = 5"),
        _RUN.replace("{most}", "{nobody}"),
        _RUN.replace("most = 2\n", ""),
        _RUN.replace('kind = "work_run"', 'kind = "unheard_of"'),
        _RUN + _RUN,
        "rules = 3",
        "no file",
    ],
)
def test_rules_that_do_not_fit_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_rules(wrong)


def test_cover_is_never_a_must_since_a_gap_is_named_and_not_refused() -> None:
    cover = next(rule for rule in national() if rule.id == "cover")
    with pytest.raises(ValueError, match="must"):
        replace(cover, level=Strength.MUST, weight=0)


def test_rules_survive_being_written_and_read() -> None:
    assert msgspec.json.decode(msgspec.json.encode(national()), type=tuple[AnyRule, ...]) == national()
