"""Desks and hubs of the version before notices work on with present ones; an upgraded desk has what it missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.sync.county import County
from tests.sync.practice import A
from tests.sync.practice import B
from tests.sync.practice import Practice
from tests.versions.old_desk import OldDesk
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.contracts.store.contracts import of_resident
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.tables import set_aside

pytestmark = [pytest.mark.sync, pytest.mark.policy("FDC-16")]


def _react(*told: Any) -> Iterable[Reaction]:
    return (one for one in CATALOGUE.react(*told) if not one.kind.startswith("notice."))


def before() -> Catalogue:
    """Return what a program of the version before knows."""
    return replace(
        CATALOGUE,
        records={name: kind for name, kind in CATALOGUE.records.items() if name != NOTICE.name},
        events={
            name: replace(kind, tells=None) for name, kind in CATALOGUE.events.items() if not name.startswith("notice.")
        },
        react=_react,
    )


@pytest.fixture
def practice(county: County) -> Practice:
    return Practice(county)


def sign_twice(practice: Practice) -> None:
    practice.sign(A, practice.residents[4])
    practice.sign(B, practice.residents[4], team=practice.other)
    practice.talk()


def asides(bench: Workbench) -> set[str]:
    """Return the kinds of which a desk has set rows aside."""
    return bench.read(lambda connection: set(connection.scalars(select(set_aside.c.kind))))


def test_the_first_desk_of_before_sets_the_notice_aside_and_shows_it_once_it_is_upgraded(practice: Practice) -> None:
    first = practice.county.desks[A]
    first.catalogue = before()
    sign_twice(practice)
    assert asides(first) == {NOTICE.name}
    assert first.read(of_resident, practice.residents[4]) is not None
    (act,) = practice.asked(B)
    practice.county.do(B, SettleRefusal(event=act.event))
    practice.talk()
    assert practice.asked(A) == []
    first.catalogue = CATALOGUE
    practice.talk()
    (notice,) = first.read(registry.everything, NOTICE)
    assert notice.state is State.WITHDRAWN
    assert asides(first) == set()


def test_the_second_desk_of_before_answers_as_it_did_and_the_first_is_told_all_the_same(practice: Practice) -> None:
    second = practice.county.desks[B]
    second.catalogue = before()
    sign_twice(practice)
    (act,) = practice.asked(B)
    assert act.code == "contract_there"
    second.write(outbox.settle, act.event)
    practice.talk()
    (notice,) = practice.county.desks[A].read(registry.everything, NOTICE)
    assert notice.state is State.ASKED  # the hub does not hear of what a desk of before has settled


def test_a_hub_of_before_refuses_without_a_notice_and_a_present_desk_settles_as_ever(practice: Practice) -> None:
    practice.county.hub.counter._court = replace(practice.county.hub.counter._court, catalogue=before())
    sign_twice(practice)
    (act,) = practice.asked(B)
    assert "told" not in act.facts
    practice.county.do(B, SettleRefusal(event=act.event))
    practice.talk()
    assert practice.asked(B) == []
    assert practice.county.journal("notice.answered") == []


def test_a_desk_of_the_first_version_keeps_a_notice_aside(practice: Practice, old: OldDesk) -> None:
    sign_twice(practice)
    old.talk()
    assert NOTICE.name in {kind for kind, _ in old.aside}
