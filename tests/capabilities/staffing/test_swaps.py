"""Swaps: a duty is offered, the colleague agrees, clerk or director approve; what changed meanwhile stops it."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.judges import UNIT
from tests.capabilities.staffing.judges import XU
from tests.capabilities.staffing.judges import ZHOU
from tests.capabilities.staffing.judges import Unit
from tests.capabilities.staffing.judges import person
from tests.capabilities.staffing.judges import refusal
from tests.capabilities.staffing.judges import ruling
from yigongti_desktop.capabilities.staffing.model import swaps
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State as RosterState
from yigongti_desktop.capabilities.staffing.model.swap_plan import moved_lines
from yigongti_desktop.capabilities.staffing.model.swap_plan import new_findings
from yigongti_desktop.capabilities.staffing.model.swap_plan import plan
from yigongti_desktop.capabilities.staffing.model.swaps import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.model.swaps import Written
from yigongti_desktop.capabilities.staffing.service.swaps import follow
from yigongti_desktop.kernel.errors import Refused

FIRST = date(2026, 12, 1)
NIGHT = Duty(
    code="夜", name="夜班", begin=time(17), end=time(8), minutes=480, is_night=True, needs=(Need(least=1, most=1),)
)
DAY = Duty(code="白", name="白班", begin=time(8), end=time(17), minutes=480)
LU = person("s-lu", "鲁学平")


def on(day: int) -> date:
    return FIRST + timedelta(day - 1)


def roster(xu: str = "夜.白.", zhou: str = "白夜.夜", lu: str = "....", **others: Any) -> Roster:
    """Return a published roster of four days; a point is a day off."""
    rows = ((XU, xu), (ZHOU, zhou), (LU, lu))
    lines = tuple(
        Line(person=one.id, name=one.name, codes=tuple("" if code == "." else code for code in row))
        for one, row in rows
    )
    usual: dict[str, Any] = {"state": RosterState.PUBLISHED, "duties": (NIGHT, DAY)}
    return Roster(id="r-1", unit=UNIT, first=FIRST, days=len(xu), lines=lines, **(usual | others))


def unit(made: Roster | None = None) -> Unit:
    return Unit(LU, made or roster())


def offer(known: Unit, who: str = "许", **others: Any) -> Swap:
    usual: dict[str, Any] = {"roster": "r-1", "giver": XU.id, "taker": ZHOU.id, "day": on(1), "back": on(2)}
    written = Written(**(usual | others))
    return swaps.offer(None, written, ruling(who, register=known, record="w-1"))


def cells(made: Roster, day: int, back: int | None, taker: str = ZHOU.id) -> list[tuple[str, int, str, str]]:
    found = plan(made, XU.id, taker, on(day), on(back) if back else None)
    return [(one.name, one.day.day, one.before, one.after) for one in found]


def test_an_exchange_changes_the_places_of_two_people_on_both_days() -> None:
    assert cells(roster(), 1, 2) == [
        ("许小兰", 1, "夜", "白"),
        ("周建国", 1, "白", "夜"),
        ("许小兰", 2, "", "夜"),
        ("周建国", 2, "夜", ""),
    ]
    assert cells(roster(), 1, 1) == [("许小兰", 1, "夜", "白"), ("周建国", 1, "白", "夜")]


def test_who_takes_a_duty_over_has_to_be_free_that_day() -> None:
    assert cells(roster(), 1, None, LU.id) == [("许小兰", 1, "夜", ""), ("鲁学平", 1, "", "夜")]
    assert refusal(lambda: cells(roster(), 1, None)).code == "swap_taker_busy"


@pytest.mark.parametrize(
    ("made", "days", "code"),
    [
        (roster(state=RosterState.DRAFT), (1, 2), "swap_not_published"),
        (roster(), (2, 2), "swap_no_duty"),
        (roster(), (1, 3), "swap_no_duty"),
        (roster(), (1, 31), "swap_other_roster"),
        (roster(zhou="夜..."), (1, 1), "swap_nothing"),
    ],
)
def test_what_cannot_be_swapped_is_refused(made: Roster, days: tuple[int, int], code: str) -> None:
    assert refusal(lambda: cells(made, *days)).code == code


def test_nobody_swaps_with_themselves_or_with_who_is_not_on_the_roster() -> None:
    assert refusal(lambda: cells(roster(), 1, 2, XU.id)).code == "swap_same_person"
    assert refusal(lambda: cells(roster(), 1, 2, "s-tian")).code == "swap_not_on_roster"


def test_both_agree_and_the_approval_amends_the_roster_with_what_was_agreed() -> None:
    known = unit()
    swap = offer(known, reason="孩子发热")
    assert (swap.state, swap.duty_name, swap.back_name, swap.taker_account) == (State.OFFERED, "夜班", "夜班", "zhou")
    assert refusal(lambda: swaps.agree(swap, ruling("许", register=known))).code == "swap_not_taker"
    agreed = swaps.agree(swap, ruling("周", register=known))
    approved = swaps.approve(agreed, "人手不够", ruling("院长", register=known))
    assert (approved.state, approved.agreed_by, approved.decided_by) == (State.APPROVED, "周建国", "孙立新")
    (reaction,) = follow("swap.approved", approved, approved, known)
    body: Any = reaction.body
    assert (reaction.kind, reaction.record, body.reason, body.told) == (
        "roster.amended",
        "r-1",
        "孩子发热",
        ("许小兰", "周建国"),
    )
    assert {one: "".join(code or "." for code in wanted.codes) for one, (_, wanted) in body.changes.items()} == {
        XU.id: "白夜白.",
        ZHOU.id: "夜..夜",
    }
    assert list(follow("swap.agreed", agreed, agreed, known)) == []


def test_a_colleague_without_a_log_in_agrees_by_the_clerk() -> None:
    known = unit()
    swap = offer(known, taker=LU.id, back=None)
    assert refusal(lambda: swaps.agree(swap, ruling("周", register=known))).code == "swap_not_taker"
    assert swaps.agree(swap, ruling("排班", register=known)).agreed_by == "潘立群"


def test_a_swap_whose_cells_were_changed_meanwhile_is_refused_at_every_step() -> None:
    known = unit()
    agreed = swaps.agree(offer(known), ruling("周", register=known))
    known.keep(roster(zhou="白.夜夜"))
    fault = refusal(lambda: swaps.approve(agreed, "", ruling("院长", register=known)))
    assert (fault.code, fault.facts["name"], fault.facts["now"]) == ("swap_cells_changed", "周建国", "")
    assert refusal(lambda: swaps.agree(offer(unit()), ruling("周", register=known))).code == "swap_cells_changed"


def test_what_a_swap_newly_breaks_is_told_and_needs_a_reason_on_the_desk() -> None:
    """After a night comes no day duty: 许 would have 夜 on the second day and 白 on the third."""
    known = unit()
    agreed = swaps.agree(offer(known), ruling("周", register=known))
    found = [one.text for one in new_findings(roster(), agreed.cells, known) if one.is_must]
    assert found
    fault = refusal(lambda: swaps.approve(agreed, "", ruling("院长", register=known)))
    assert (fault.code, fault.facts["count"]) == ("swap_breaks", len(found))
    judge = replace(ruling("院长", register=known), final=True)
    assert swaps.approve(agreed, "", judge).state is State.APPROVED


def test_days_that_are_past_are_not_swapped() -> None:
    late = datetime(2026, 12, 2, 4, tzinfo=UTC)
    written = Written(roster="r-1", giver=XU.id, taker=ZHOU.id, day=on(1), back=on(2))
    known = unit()
    assert refusal(lambda: swaps.offer(None, written, ruling("许", on=late, register=known))).code == "swap_past"


def test_a_swap_belongs_to_its_people_and_its_unit() -> None:
    known = unit()
    swap = offer(known)
    assert refusal(lambda: offer(known, "周")).code == "person_not_self"
    assert refusal(lambda: swaps.withdraw(swap, ruling("周"))).code == "person_not_self"
    assert refusal(lambda: swaps.decline(swap, "不行", ruling("多宝院长"))).code == "not_holder"
    assert swaps.withdraw(swap, ruling("许")).state is State.WITHDRAWN
    assert swaps.reject(swap, "那天有事", ruling("周")).state is State.REJECTED
    assert refusal(lambda: swaps.decline(swap, " ", ruling("院长"))).code == "field_empty"
    assert refusal(lambda: offer(known, roster="r-2")).code == "not_found"


@given(st.lists(st.sampled_from(sorted(LIFECYCLE.acts)), max_size=6))
def test_whatever_is_done_to_a_swap_only_one_that_both_wanted_is_carried_out(acts: list[str]) -> None:
    known = unit()
    swap, agreed, carried = offer(known), False, 0
    for act in acts:
        before, swap = swap, tried(known, swap, act)
        agreed = agreed or (swap is not before and act == "agree")
        carried += swap is not before and bool(list(follow(f"swap.{act}d", swap, swap, known)))
    assert carried <= 1
    assert (swap.state is State.APPROVED) == bool(carried)
    assert agreed or not carried


def tried(known: Unit, swap: Swap, act: str) -> Swap:
    """Return a swap after an act, itself where it was refused."""
    judge = ruling("院长", register=known)
    acts = {
        "agree": lambda: swaps.agree(swap, ruling("周", register=known)),
        "reject": lambda: swaps.reject(swap, "", ruling("周", register=known)),
        "withdraw": lambda: swaps.withdraw(swap, ruling("许", register=known)),
        "approve": lambda: swaps.approve(swap, "人手不够", judge),
        "decline": lambda: swaps.decline(swap, "不行", judge),
    }
    try:
        return acts[act]()
    except Refused:
        return swap


@given(st.lists(st.text("夜白.", min_size=4, max_size=4), min_size=3, max_size=3), st.integers(1, 4), st.integers(0, 4))
def test_a_swap_takes_no_duty_away_and_adds_none(rows: list[str], day: int, back: int) -> None:
    made = roster(*rows)
    try:
        found = plan(made, XU.id, ZHOU.id, on(day), on(back) if back else None)
    except Refused:
        return
    moved = moved_lines(made, found)
    for place in range(4):
        before = sorted(line.codes[place] or "" for line in made.lines if line.person in moved)
        after = sorted(wanted.codes[place] or "" for _, wanted in moved.values() if wanted is not None)
        assert before == after
