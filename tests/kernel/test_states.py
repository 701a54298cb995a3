"""Lifecycles as tables."""

from __future__ import annotations

from enum import StrEnum

import pytest

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.states import Lifecycle


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    WALLED = "walled"


LIFE = Lifecycle[Door](
    {
        "shut": (frozenset({Door.OPEN}), Door.SHUT),
        "open": (frozenset({Door.SHUT}), Door.OPEN),
        "wall": (frozenset({Door.OPEN, Door.SHUT}), Door.WALLED),
    }
)


def test_an_act_leads_from_one_state_to_the_next() -> None:
    assert LIFE.after("shut", Door.OPEN) is Door.SHUT
    assert LIFE.after("wall", Door.SHUT) is Door.WALLED


def test_an_act_in_another_state_is_refused_with_both_names() -> None:
    with pytest.raises(Refused) as caught:
        LIFE.after("open", Door.WALLED)
    assert caught.value.code == "wrong_state"
    assert caught.value.facts == {"act": "open", "state": "walled"}


def test_what_may_be_done_is_what_is_not_refused() -> None:
    for act in LIFE.acts:
        for state in Door:
            try:
                LIFE.after(act, state)
            except Refused:
                assert not LIFE.may(act, state)
            else:
                assert LIFE.may(act, state)


def test_a_state_that_no_act_leaves_is_an_end() -> None:
    assert LIFE.ends() == {Door.WALLED}
    assert LIFE.acts == {"shut", "open", "wall"}
