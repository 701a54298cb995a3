"""Words of states and acts belong to their kind of record: no document is told in the words of another."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import pairwise
from typing import Any

import pytest

import yigongti_desktop.capabilities
from yigongti_desktop.app import words
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.followups.model import visit
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kit.words import Vocabulary

PARTS = words._ALL  # the rooms whose words are put together


def lifecycles() -> list[Lifecycle[Any]]:
    """Return the lifecycle of every kind of record, wherever a capability keeps it."""
    found: dict[int, Lifecycle[Any]] = {}
    package = yigongti_desktop.capabilities
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".model." in module.name:
            known = getattr(importlib.import_module(module.name), "LIFECYCLE", None)
            if known is not None:
                found[id(known)] = known
    return list(found.values())


@pytest.mark.parametrize("table", ["SENTENCES", "NAMES"])
def test_no_two_rooms_mean_another_thing_by_one_code_that_they_share(table: str) -> None:
    said: dict[str, set[object]] = {}
    for part in PARTS:
        for code, word in getattr(part, table).items():
            said.setdefault(code, set()).add(word)
    assert {code: meant for code, meant in said.items() if len(meant) > 1} == {}


def test_the_words_of_a_kind_are_written_in_one_room_only() -> None:
    kinds = sorted(kind for part in PARTS for kind in getattr(part, "NAMES_OF", {}))
    assert all(before != after for before, after in pairwise(kinds))


def test_every_room_with_words_of_a_kind_is_put_into_the_vocabulary() -> None:
    assert {part for part in PARTS if hasattr(part, "NAMES_OF")} == set(words._WITH_KINDS)
    assert {part for part in PARTS if hasattr(part, "KIND")} == set(words._OF_ONE_KIND)


def test_every_lifecycle_names_its_kind_and_every_state_and_act_of_it_has_words_there() -> None:
    found = lifecycles()
    assert len(found) == 19
    for known in found:
        own = VOCABULARY._names_of[known.kind]
        assert (known.states | known.acts) - own.keys() == set(), known.kind


def test_a_visit_that_is_owed_is_told_in_the_words_of_visits() -> None:
    fault = visit.LIFECYCLE.refusal("drop", visit.State.OPEN)
    assert VOCABULARY.say(fault.code, fault.facts) == "这张单子已经是「待访」，不能再免访。"
    assert VOCABULARY.name("open", "stock_count") == "进行中"


def test_why_a_drug_may_not_be_given_for_long_is_told_in_the_words_of_long_prescriptions() -> None:
    fault = Refused("drug_barred", name="胰岛素", why="storage")
    assert VOCABULARY.say(fault.code, fault.facts) == "胰岛素不能开长处方：要冷藏等特殊贮存。请开普通处方。"


def test_a_kind_that_says_nothing_of_a_code_tells_it_in_the_words_of_all() -> None:
    told = Vocabulary({"no": "不能{act}{what}"}, {"go": "走", "it": "它"}, {"road": {"go": "上路"}})
    assert told.name("go", "road") == "上路"
    assert (told.name("go"), told.name("it", "road"), told.name("?", "road")) == ("走", "它", "?")
    assert told.say("no", {"act": "go", "what": "it"}, "road") == "不能上路它"
    assert told.say("no", {"act": "go", "what": "it", "kind": "road"}) == "不能上路它"
    assert told.say("no", {"act": "go", "what": "it"}) == "不能走它"


def test_a_code_that_only_kinds_have_is_told_as_the_first_of_them_tells_it() -> None:
    told = Vocabulary({}, {}, {"one": {"open": "开着"}, "other": {"open": "待办", "shut": "关了"}})
    assert (told.name("open"), told.name("open", "other"), told.name("shut")) == ("开着", "待办", "关了")
