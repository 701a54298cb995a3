"""Rules of reserved capacity and of holds, by hand and by chance: numbers, times, shares, sheets, alternatives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.slots import TODAY
from tests.capabilities.referrals.slots import bed
from tests.capabilities.referrals.slots import exam
from tests.capabilities.referrals.slots import on
from tests.capabilities.referrals.slots import published
from tests.capabilities.referrals.slots import slot
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model import capacity_moves
from yigongti_desktop.capabilities.referrals.model import capacity_share
from yigongti_desktop.capabilities.referrals.model import capacity_table
from yigongti_desktop.capabilities.referrals.model import holds
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import Why
from yigongti_desktop.capabilities.referrals.model.states import State as Case
from yigongti_desktop.capabilities.referrals.ui import capacity_rows as rows
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling

pytestmark = pytest.mark.policy("REF-09")


def hub(institution: str = CLINIC, register: Register | None = None, record: str = "r-1") -> Ruling:
    """Return what the hub's judge knows."""
    return replace(ruling(institution, register=register, record=record), final=True)


def world(*lines: CapacityLine) -> Register:
    """Return 天门 with one case that awaits its patient, and these lines."""
    register = tianmen()
    register.put("referral", replace(sent(register=register), id="case"))
    for line in lines:
        register.put(capacity.KIND, line)
    return register


def ask(register: Register, line: CapacityLine, *, final: bool = True, instead_of: str = "") -> SlotHold:
    record = holds.hold_id("case", line.kind)
    judge = replace(ruling(register=register, record=record), final=final)
    made = holds.ask(register.get(holds.KIND, record), "case", line.id, instead_of, judge)
    register.put(holds.KIND, made)
    return made


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("8:00-11:30", "08:00-11:30"),
        ("08：00 — 11：30", "08:00-11:30"),
        ("14:00到17:30", "14:00-17:30"),
        ("9:05", "09:05"),
        ("", ""),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, tidy: str) -> None:
    assert capacity.tidy_time(typed) == tidy


@pytest.mark.parametrize("typed", ["下午", "25:00", "11:30-08:00", "8", "08:60-09:00"])
def test_what_is_no_time_is_said(typed: str) -> None:
    with refused("capacity_time", typed=typed):
        capacity.tidy_time(typed)


@pytest.mark.parametrize(
    ("which", "numbers", "code"),
    [
        (slot(-1), Numbers(total=5, reserved=1), "capacity_past"),
        (slot(400), Numbers(total=5, reserved=1), "capacity_far"),
        (slot(), Numbers(total=0, reserved=0), "capacity_total"),
        (slot(), Numbers(total=5, reserved=6), "capacity_reserved"),
        (slot(name=" "), Numbers(total=5, reserved=1), "field_empty"),
        (slot(name="王" * 50), Numbers(total=5, reserved=1), "field_long"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(which: Slot, numbers: Numbers, code: str) -> None:
    with refused(code):
        capacity_moves.publish(None, which, numbers, Source.TYPED, ruling(HOSPITAL))


def test_only_a_hospital_publishes_and_only_its_own_lines() -> None:
    with refused("capacity_no_hospital"):
        capacity_moves.publish(None, slot(), Numbers(total=5, reserved=1), Source.TYPED, ruling(CLINIC))
    for institution in (OTHER_HOSPITAL, CLINIC):
        with refused("not_holder"):
            capacity_moves.close(published(), "停诊", ruling(institution))
    with refused("not_found"):
        capacity_moves.publish(
            None, slot(), Numbers(total=5, reserved=1), Source.TYPED, ruling(HOSPITAL, record="other")
        )


def test_of_two_desks_that_move_and_publish_at_one_time_the_second_is_refused_in_words() -> None:
    noon, numbers = "14:00-17:00", Numbers(total=10, reserved=2)
    first, there = published(), published(slot(time="14:00-17:00"))
    moved = replace(first, time=noon)
    with refused("capacity_stands") as said:  # published at the one desk, moved there at the other
        judge = ruling(HOSPITAL, register=world(moved), record=there.id)
        capacity_moves.publish(None, slot(time=noon), numbers, Source.TYPED, judge)
    assert "11月26日 14:00-17:00　门诊 3 诊室 已经放了号：预留 2" in said[0]
    with refused("capacity_stands"):
        capacity_moves.change(first, numbers, noon, "", ruling(HOSPITAL, register=world(first, there), record=first.id))
    with refused("capacity_moved", slot="神经内科　王建平 主任医师　11月26日 14:00-17:00　门诊 3 诊室"):
        judge = ruling(HOSPITAL, register=world(moved), record=first.id)
        capacity_moves.publish(moved, slot(), numbers, Source.TYPED, judge)
    alone = ruling(HOSPITAL, register=world(first), record=first.id)
    assert capacity_moves.change(first, numbers, noon, "", alone).time == noon
    nothing = replace(first, time=noon, reserved=0)  # beside one that reserves something it may stand with nothing
    with refused("capacity_stands"):
        judge = ruling(HOSPITAL, register=world(nothing, there), record=nothing.id)
        capacity_moves.change(nothing, numbers, noon, "", judge)


@pytest.mark.parametrize("serial", [-1, capacity.MOST_MOVED])
def test_a_line_is_published_under_an_id_of_its_slot_only(serial: int) -> None:
    judge = ruling(HOSPITAL, record=capacity.line_id(HOSPITAL, slot(), serial))
    with refused("not_found"):
        capacity_moves.publish(None, slot(), Numbers(total=5, reserved=1), Source.TYPED, judge)


def test_a_hold_is_asked_on_the_desk_and_given_at_the_hub() -> None:
    line = published(reserved=1)
    register = world(line)
    assert ask(register, line, final=False).state is State.ASKED
    assert ask(register, line).state is State.HELD
    assert register.total(capacity.taken_account(line.id)) == 1
    assert ask(register, line) == register.need(holds.KIND, holds.hold_id("case", line.kind))


@pytest.mark.parametrize("side", [HOSPITAL, STRANGER])
def test_nobody_holds_for_a_case_of_others(side: str) -> None:
    line = published()
    register = world(line)
    with refused("not_holder"):
        holds.ask(None, "case", line.id, "", hub(side, register, holds.hold_id("case", line.kind)))


def test_what_cannot_be_given_is_answered_with_why_and_never_refused() -> None:
    wrong = {
        Why.FULL: published(reserved=0),
        Why.NOT_FITTING: published(slot(department="骨科")),
        Why.CLOSED: replace(published(), state=capacity.State.CLOSED),
        Why.RETURNED: replace(published(), state=capacity.State.RETURNED),
        Why.PAST: replace(published(), day=TODAY - timedelta(days=1)),
    }
    for why, line in wrong.items():
        other = published(slot(6))
        made = ask(world(line, other), line)
        assert (made.state, made.why) == (State.ANSWERED, why.value)
        assert [one.line for one in made.alternatives] == [other.id]


def test_what_a_case_holds_already_is_no_alternative_however_much_is_left_in_it() -> None:
    mine, full, other = published(reserved=2), published(slot(4), reserved=0), published(slot(6))
    register = world(mine, full, other)
    assert ask(register, mine).state is State.HELD
    made = ask(register, full, instead_of=mine.id)
    assert (made.state, made.line, made.missed) == (State.HELD, mine.id, slot(4))
    assert [one.line for one in made.alternatives] == [other.id]


def test_a_case_that_is_not_there_or_over_holds_nothing() -> None:
    line = published()
    register = world(line)
    record = holds.hold_id("none", line.kind)
    with refused("slot_no_referral"):
        holds.ask(None, "none", line.id, "", hub(register=register, record=record))
    register.put("referral", replace(register.need("referral", "case"), state=Case.WITHDRAWN))
    with refused("slot_not_awaiting"):
        ask(register, line)


_LINES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["王建平", "熊卫东", "韩立"]),
        st.sampled_from(["08:00-11:30", "14:00-17:00"]),
        st.sampled_from(["神经内科", "神经内科", "骨科"]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[:4],
)


@given(drawn=_LINES)
@settings(max_examples=60, deadline=None)
def test_the_alternatives_are_what_is_free_next_in_the_department(
    drawn: list[tuple[int, str, str, str, int]],
) -> None:
    lines = [
        published(slot(after, name=name, time=time, department=department), reserved=reserved)
        for after, name, time, department, reserved in drawn
    ]
    register = world(published(slot(7), reserved=0), *lines)
    made = ask(register, published(slot(7), reserved=0))
    fitting = [one for one in lines if one.department == "神经内科" and one.reserved and one.returns_at > NOON]
    expected = sorted((one.day, one.time) for one in fitting)[: holds.ALTERNATIVES]
    assert [(one.slot.day, one.slot.time) for one in made.alternatives] == expected
    assert all(one.free > 0 for one in made.alternatives)


@given(reserved=st.integers(0, 999), total=st.integers(1, 999), percent=st.integers(0, 100))
def test_a_share_is_lacking_by_the_least_number_that_reaches_the_mark(reserved: int, total: int, percent: int) -> None:
    share = capacity_share.Share(total=total, reserved=min(reserved, total))
    lacking = share.lacking(percent)
    assert (share.reserved + lacking) * 100 >= total * percent
    assert not lacking or (share.reserved + lacking - 1) * 100 < total * percent


@given(total=st.integers(1, 999), reserved=st.integers(0, 999), percent=st.integers(0, 100))
def test_a_cell_says_what_was_typed_and_fills_in_the_share(total: int, reserved: int, percent: int) -> None:
    alone = rows.read_cell(f" {total} ", percent)
    assert alone == Numbers(total=total, reserved=capacity_share.reserve(total, percent))
    both = rows.read_cell(f"{reserved}/{total}", percent)
    assert both == (Numbers(total=total, reserved=reserved) if reserved <= total else None)


@given(text=st.text("0123456789/ 占停a-", max_size=12))
def test_whatever_is_typed_into_a_cell_is_numbers_or_nothing(text: str) -> None:
    numbers = rows.read_cell(text, 20)
    assert numbers is None or 0 <= numbers.reserved <= numbers.total <= capacity.MOST


def test_a_week_as_it_stands_changes_nothing_and_a_cleared_cell_closes() -> None:
    monday = capacity_share.monday(on(7))
    lines = [published(slot(7)), published(bed(8)), published(exam(9))]
    shown = rows.rows_of(lines, monday)
    assert rows.command_of(shown, monday, TODAY, 20, "") is None
    shown[0][rows.DAYS[(lines[0].day - monday).days]] = ""
    command = rows.command_of(shown, monday, TODAY, 20, "停诊")
    assert command is not None
    assert (command.closed, command.opened, command.changed) == ((lines[0].id,), (), ())
    shown[1]["place"] = "新病区"
    command = rows.command_of(shown, monday, TODAY, 20, "停诊")
    assert command is not None
    assert [one.place for one in command.changed] == ["新病区"]


def test_a_row_gets_another_room_in_the_running_week_on_the_days_that_may_still_be_changed() -> None:
    monday = capacity_share.monday(TODAY)
    past, back, ahead = published(slot(0)), published(slot(1)), published(slot(2))
    today = TODAY + timedelta(days=1)
    returned = replace(back, state=capacity.State.RETURNED)
    shown = rows.rows_of([past, returned, ahead], monday)
    assert len(shown) == 1
    shown[0] |= {"time": "14:00-17:00", "place": "门诊 5 诊室"}
    command = rows.command_of(shown, monday, today, 20, "")
    assert command is not None
    assert (command.opened, command.closed) == ((), ())
    assert [(one.line, one.time, one.place) for one in command.changed] == [(ahead.id, "14:00-17:00", "门诊 5 诊室")]
    (change,) = command.changed
    judge = ruling(HOSPITAL, record=ahead.id, at=NOON + timedelta(days=1))
    assert capacity_moves.change(ahead, change.numbers, change.time, change.place, judge).place == "门诊 5 诊室"


def test_a_row_of_which_every_day_is_over_changes_nothing() -> None:
    monday = capacity_share.monday(TODAY)
    shown = rows.rows_of([published(slot(0))], monday)
    shown[0]["place"] = "门诊 5 诊室"
    assert rows.command_of(shown, monday, TODAY, 20, "") is not None
    assert rows.command_of(shown, monday, TODAY + timedelta(days=1), 20, "") is None


def test_the_week_before_is_copied_where_nothing_stands() -> None:
    monday = capacity_share.monday(on(7))
    former = [published(slot(1)), published(slot(2)), published(bed(3))]
    here = rows.rows_of([published(slot(8), reserved=9)], monday)
    found = rows.copied(here, former, monday, TODAY)
    command = rows.command_of(found, monday, TODAY, 20, "")
    assert command is not None
    assert {(one.slot.day, one.slot.kind.value, one.numbers.reserved) for one in command.opened} == {
        (on(9), "expert", 2),
        (on(10), "bed", 2),
    }


_CELLS = st.one_of(st.none(), st.integers(), st.text("专家检查0123-/年", max_size=8))
_HEADS = ("类别", "科室", "名称", "日期", "总数", "预留")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("手术", "骨科", "韩立", "2026-12-01", 5, 1), "capacity_kind"),
        (("专家", "骨科", "韩立", "12月", 5, 1), "capacity_day"),
        (("专家", "骨科", "韩立", "2026-12-01", "五", 1), "capacity_number"),
        (("专家", "骨科", "韩立", "2026-11-01", 5, 1), "capacity_past"),
        (("专家", "骨科", "韩立", "2062-12-01", 5, 1), "capacity_far"),
        (("专家", "骨科", "韩立", "2026-12-01", "1234567890123", 1), "capacity_total"),
        (("专家", "骨科", "韩立", "2026-12-01", "9" * 9_000, 1), "capacity_digits"),
        (("专家", "骨科", "", "2026-12-01", 5, 1), "field_empty"),
        (("专家", "骨科", "韩立", "2026-12-01", 5, 6), "capacity_reserved"),
    ],
)
def test_a_wrong_row_of_a_sheet_is_told_and_the_others_are_read(row: tuple[object, ...], code: str) -> None:
    good = ("病床", "骨科", "普通床", "2026年12月1日", "10", None)
    found = capacity_table.read([("号源表",), _HEADS, row, good, good], TODAY, 20)
    assert [(one.row, one.code) for one in found.faults] == [(3, code), (5, "capacity_row_twice")]
    assert [(one.slot.kind.value, one.numbers.reserved) for one in found.entries] == [("bed", 2)]


def test_a_number_is_told_back_as_it_was_typed_and_naughts_before_it_count_for_nothing() -> None:
    rows = [("专家", "骨科", "韩立", "2026-12-01", number, "01") for number in ("1234567890123", "00000000020")]
    found = capacity_table.read([_HEADS, *rows], TODAY, 20)
    assert [one.facts["total"] for one in found.faults] == [1_234_567_890_123]
    assert [(one.numbers.total, one.numbers.reserved) for one in found.entries] == [(20, 1)]


def test_a_sheet_without_its_heads_is_refused() -> None:
    with refused("capacity_heads") as said:
        capacity_table.read([("姓名", "日期")] * 20, TODAY, 20)
    assert "类别、科室、名称、日期、总数" in said[0]


@given(
    sheet=st.lists(
        st.lists(st.one_of(st.none(), st.integers(), st.text("专家检查0123-/年", max_size=8)), max_size=7), max_size=6
    )
)
@settings(deadline=None)
def test_whatever_a_sheet_holds_it_is_read_or_told(sheet: list[list[object]]) -> None:
    found = capacity_table.read([_HEADS, *sheet], TODAY, 20)
    assert all(one.numbers.reserved <= one.numbers.total for one in found.entries)


def test_figures_are_a_recount_of_lines_and_holds() -> None:
    lines = [
        published(slot(1), reserved=1),
        replace(published(slot(8), reserved=4), used=2, held=1),
        replace(published(bed(1)), state=capacity.State.CLOSED),
        replace(published(exam(1), reserved=3), state=capacity.State.RETURNED, returned=3),
    ]
    weeks = capacity_share.by_kind(lines)
    assert [(one.name, one.total, one.reserved, one.used, one.returned) for one in weeks] == [
        ("expert", 10, 1, 0, 0),
        ("exam", 10, 3, 0, 3),
        ("expert", 10, 4, 2, 0),
    ]
    assert weeks[0].lacking(20) == 1
    assert [(one.name, one.reserved) for one in capacity_share.by_department(lines)] == [("影像科", 3), ("神经内科", 5)]
    register = world(lines[1])
    held = ask(register, lines[1])
    assert [(one.asked, one.held) for one in capacity_share.by_unit([held])] == [(1, 1)]


@pytest.mark.parametrize("act", ["release", "use", "drop", "move", "lapse"])
def test_a_hold_that_is_over_is_moved_no_more(act: str) -> None:
    line = published()
    over = replace(ask(world(line), line), state=State.RELEASED)
    judge = hub()
    moves = {
        "release": lambda: holds.release(over, Why.BY_CLINIC, judge),
        "use": lambda: holds.use(over),
        "drop": lambda: holds.drop(over, judge),
        "move": lambda: holds.move(over, slot(), judge),
        "lapse": lambda: holds.lapse(over, judge),
    }
    with refused("wrong_state") as said:
        moves[act]()
    assert "已退号" in said[0]


def test_a_hold_lapses_by_the_countys_hours_and_not_before() -> None:
    line = published()
    held = ask(world(line), line)
    assert held.lapses_at == capacity.begins(line.day, line.time) + timedelta(hours=24)
    with refused("slot_early"):
        holds.lapse(held, hub())
    assert holds.lapse(held, replace(hub(), at=held.lapses_at)).why == "not_come"
    with pytest.raises(Refused, match="capacity_early"):
        capacity_moves.give_back(line, hub())
