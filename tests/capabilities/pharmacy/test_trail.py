"""The trail of a drug request as people read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.capabilities.judging import entry
from tests.capabilities.pharmacy.requests import in_state
from tests.fakes.time import NOON
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Mark

pytestmark = pytest.mark.policy("REF-16")
LATER = NOON + timedelta(hours=2)
SIGNS = {Mark.DONE: "✓", Mark.NOW: "●", Mark.AHEAD: "○", Mark.STOPPED: "✗"}


def trail(*acts: str) -> list[TrailEntry]:
    """Return the confirmed steps of these acts, one minute apart; `act=state` gives the state after it."""
    return [
        entry(
            f"drug_request.{act.partition('=')[0]}",
            NOON + timedelta(minutes=place),
            state=act.partition("=")[2],
        )
        for place, act in enumerate(acts)
    ]


def read(state: State, entries: list[TrailEntry]) -> str:
    return " ".join(SIGNS[step.mark] + VOCABULARY.name(step.code) for step in steps(in_state(state), entries))


@pytest.mark.parametrize(
    ("state", "acts", "told"),
    [
        (State.DRAFT, ("draft_saved",), "✓存草稿 ○已存本机 ○已送达 ○县院已收 ○已审 ○已发 ○已收"),
        (State.SUBMITTED, ("submitted",), "✓已存本机 ●已送达 ○县院已收 ○已审 ○已发 ○已收"),
        (State.SUBMITTED, ("submitted", "reached"), "✓已存本机 ✓已送达 ●县院已收 ○已审 ○已发 ○已收"),
        (
            State.REVIEWED,
            ("submitted", "reached", "printed", "reviewed=reviewed"),
            "✓已存本机 ✓已送达 ✓县院已收 ✓打印 ●已审 ○已发 ○已收",
        ),
        (
            State.RECEIVED,
            ("submitted", "reached", "reviewed=reviewed", "dispatched", "received"),
            "✓已存本机 ✓已送达 ✓县院已收 ✓已审 ✓已发 ✓已收",
        ),
        (State.REJECTED, ("submitted", "reached", "reviewed=rejected"), "✓已存本机 ✓已送达 ✓县院已收 ✗已审"),
        (State.SENT_BACK, ("submitted", "reached", "sent_back"), "✓已存本机 ✓已送达 ✓县院已收 ✗已退回"),
        (State.WITHDRAWN, ("submitted", "withdrawn"), "✓已存本机 ✓已送达 ✗已撤回"),
        (
            State.SUBMITTED,
            ("submitted", "reached", "sent_back", "submitted"),
            "✓已存本机 ✓已送达 ✓县院已收 ✗已退回 ✓已存本机 ●已送达 ○县院已收 ○已审 ○已发 ○已收",
        ),
        (
            State.REVIEWED,
            ("submitted", "reached", "sent_back", "submitted", "reached", "reviewed=reviewed"),
            "✓已存本机 ✓已送达 ✓县院已收 ✗已退回 ✓已存本机 ✓已送达 ✓县院已收 ●已审 ○已发 ○已收",
        ),
        (
            State.WITHDRAWN,
            ("submitted", "sent_back", "withdrawn"),
            "✓已存本机 ✓已送达 ✗已退回 ✗已撤回",
        ),
    ],
)
def test_the_trail_reads_as_it_went(state: State, acts: tuple[str, ...], told: str) -> None:
    assert read(state, trail(*acts)) == told


def test_a_request_that_waits_is_saved_and_no_more() -> None:
    waiting = [entry("drug_request.submitted", confirmed=False)]
    assert read(State.SUBMITTED, waiting) == "●已存本机 ○已送达 ○县院已收 ○已审 ○已发 ○已收"


def test_a_request_that_is_asked_again_is_saved_and_no_more_until_the_hub_has_it() -> None:
    entries = [*trail("submitted", "reached", "sent_back"), entry("drug_request.submitted", LATER, confirmed=False)]
    assert read(State.SUBMITTED, entries).endswith("✗已退回 ●已存本机 ○已送达 ○县院已收 ○已审 ○已发 ○已收")


def test_a_refused_receipt_leaves_the_delivery_where_it_is() -> None:
    entries = trail("submitted", "reached", "reviewed=reviewed", "dispatched")
    entries.append(entry("drug_request.received", LATER, code="difference_needed"))
    assert read(State.DISPATCHED, entries).endswith("✓已审 ●已发 ✗已收 ○已收")
