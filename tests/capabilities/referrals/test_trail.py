"""The trail of a referral as people read it: what is done, where it stands, what is ahead, what stopped it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import entry
from tests.capabilities.referrals.cases import in_state
from tests.fakes.time import NOON
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.referrals.model.road import steps
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Mark

pytestmark = pytest.mark.policy("REF-16")
SIGNS = {Mark.DONE: "✓", Mark.NOW: "●", Mark.AHEAD: "○", Mark.STOPPED: "✗"}
TO_THE_END = "○县院已收 ○已接收 ○已到诊 ○已回转 ○随访完成 ○已关闭"


def trail(*acts: str, waiting: str = "") -> list[TrailEntry]:
    """Return the steps of these acts, one minute apart; from `waiting` on the hub has not confirmed them."""
    confirmed = acts.index(waiting) if waiting else len(acts)
    return [
        entry(f"referral.{act}", NOON + timedelta(minutes=place), confirmed=place < confirmed)
        for place, act in enumerate(acts)
    ]


def read(state: State, entries: list[TrailEntry]) -> str:
    """Return the trail in words with a sign before each."""
    shown = steps(in_state(state), entries)
    return " ".join(SIGNS[step.mark] + VOCABULARY.name(step.code) for step in shown)


def test_a_slip_that_waits_is_saved_and_no_more() -> None:
    assert read(State.SENT, trail("sent", waiting="sent")) == f"●已存本机 ○已送达 {TO_THE_END}"


def test_a_slip_that_the_hub_has_is_delivered_but_not_yet_at_the_hospital() -> None:
    assert read(State.SENT, trail("sent")) == f"✓已存本机 ●已送达 {TO_THE_END}"


def test_a_slip_that_the_hospital_s_desk_has_is_there() -> None:
    told = read(State.SENT, trail("sent", "reached"))
    assert told == "✓已存本机 ✓已送达 ●县院已收 ○已接收 ○已到诊 ○已回转 ○随访完成 ○已关闭"


def test_the_whole_road() -> None:
    acts = ("sent", "reached", "accepted", "arrived", "returned", "followed_up", "closed")
    told = read(State.CLOSED, trail(*acts))
    assert told == "✓已存本机 ✓已送达 ✓县院已收 ✓已接收 ✓已到诊 ✓已回转 ✓随访完成 ✓已关闭"


def test_the_next_step_stands_where_it_waits_to_be_sent() -> None:
    told = read(State.FOLLOWED_UP, trail("sent", "reached", "accepted", "arrived", "returned", "followed_up"))
    assert told.endswith("✓已回转 ●随访完成 ○已关闭")


def test_a_draft_has_all_of_the_road_ahead() -> None:
    assert read(State.DRAFT, trail("draft_saved", waiting="draft_saved")) == f"✓存草稿 ○已存本机 ○已送达 {TO_THE_END}"


def test_remarks_stand_beside_the_road_and_move_nothing() -> None:
    told = read(State.ACCEPTED, trail("sent", "printed", "reached", "accepted", "contact_logged", "completed"))
    assert told == ("✓已存本机 ✓已送达 ✓打印 ✓县院已收 ●已接收 ✓登记联系 ✓补全转出单 ○已到诊 ○已回转 ○随访完成 ○已关闭")


@pytest.mark.parametrize(
    ("act", "state", "word"), [("declined", State.DECLINED, "已拒绝"), ("expired", State.EXPIRED, "已过期")]
)
def test_a_case_that_was_stopped_stands_nowhere_else_and_has_nothing_ahead(act: str, state: State, word: str) -> None:
    assert read(state, trail("sent", "reached", act)) == f"✓已存本机 ✓已送达 ✓县院已收 ✗{word}"


def test_a_withdrawn_case_ends_there() -> None:
    assert read(State.WITHDRAWN, trail("sent", "withdrawn")) == "✓已存本机 ✓已送达 ✗已撤销"


def test_a_declined_case_that_goes_elsewhere_has_the_road_ahead_again() -> None:
    told = read(State.SENT, trail("sent", "reached", "declined", "retargeted"))
    assert told == f"✓已存本机 ✓已送达 ✓县院已收 ✗已拒绝 ●再次转出 {TO_THE_END}"


def test_a_case_that_is_passed_on_has_to_be_received_and_accepted_again() -> None:
    told = read(State.REDIRECTED, trail("sent", "reached", "accepted", "redirected"))
    assert told == f"✓已存本机 ✓已送达 ✓县院已收 ✓已接收 ●改转 {TO_THE_END}"
    told = read(State.ACCEPTED, trail("sent", "reached", "redirected", "reached", "accepted"))
    assert told.endswith("✓改转 ✓县院已收 ●已接收 ○已到诊 ○已回转 ○随访完成 ○已关闭")


def test_a_declined_case_that_is_closed_has_ended() -> None:
    assert read(State.CLOSED, trail("sent", "reached", "declined", "closed")).endswith("✗已拒绝 ✓已关闭")


def test_a_step_that_the_hub_refused_is_told_and_moves_nothing() -> None:
    entries = [*trail("sent", "reached"), entry("referral.withdrawn", NOON + timedelta(hours=1), code="wrong_state")]
    told = read(State.SENT, entries)
    assert told == "✓已存本机 ✓已送达 ●县院已收 ✗已撤销 ○已接收 ○已到诊 ○已回转 ○随访完成 ○已关闭"
    assert [step.refused for step in steps(in_state(State.SENT), entries) if step.refused] == ["wrong_state"]


def test_a_sending_that_the_hub_refused_was_never_delivered() -> None:
    entries = [*trail("draft_saved"), entry("referral.sent", NOON + timedelta(hours=1), code="diagnosis_unknown")]
    assert read(State.DRAFT, entries) == f"✓存草稿 ✗已存本机 ○已存本机 ○已送达 {TO_THE_END}"


def test_each_step_tells_who_when_and_where() -> None:
    later = NOON + timedelta(hours=30)
    sent = replace(
        entry("referral.sent", state="sent"),
        hub_at=later,
        person="周建国",
        institution="tianmen.yuekou",
        place="岳口",
        letter="B",
        note="神经内科",
    )
    saved, delivered = steps(in_state(State.SENT), [sent])[:2]
    assert (saved.at, saved.hub_at, delivered.at) == (NOON, later, later)
    assert (saved.person, saved.institution, saved.place, saved.letter) == ("周建国", "tianmen.yuekou", "岳口", "B")
    assert (saved.note, saved.state) == ("神经内科", "sent")
    assert delivered.receipt == "R-20261123-0001"


def test_a_step_told_late_leads_nobody_back() -> None:
    """Two steps of one moment may stand either way round."""
    told = read(State.ACCEPTED, trail("sent", "accepted", "reached"))
    assert told.endswith("○已到诊 ○已回转 ○随访完成 ○已关闭")
    assert "○已接收" not in told


def test_no_trail_yet_is_the_whole_road_ahead() -> None:
    assert read(State.SENT, []) == f"○已存本机 ○已送达 {TO_THE_END}"
