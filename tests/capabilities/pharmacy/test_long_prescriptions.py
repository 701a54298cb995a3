"""A long prescription lays drugs aside, and frees them when they are fetched, not wanted, or never fetched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import consumes
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import entry
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import long_prescription as model
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.model.long_road import steps
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import LongRow
from yigongti_desktop.capabilities.pharmacy.ui import long_state as state
from yigongti_desktop.kernel.access import hub_actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.trail import Mark

TODAY = day(NOON)
AMLODIPINE = tianmen().drug("苯磺酸氨氯地平片")
PLAN = Plan(
    name="邱传富",
    phone="13900000001",
    disease="高血压",
    is_contracted=True,
    drug=AMLODIPINE,
    dose=Dose(units=2, per=2),
    days=56,
    is_signed=True,
    doctor="周建国",
    next_date=TODAY + timedelta(days=10),
)
ACCOUNT = model.reserved_account(CLINIC, AMLODIPINE)


def reserved(**changes: object) -> LongPrescription:
    return model.reserve(None, "岳口-1", replace(PLAN, **changes), ruling())


@pytest.mark.policy("PHA-12")
def test_drugs_are_laid_aside_until_the_day() -> None:
    known = reserved()
    assert (known.state, known.packs, known.per_pack, known.piece, known.dose) == (
        LongState.RESERVED,
        2,
        28,
        "片",
        Dose(units=1),
    )
    assert known.keep_until == TODAY + timedelta(days=24)
    assert dict(model.postings(known)) == {ACCOUNT: 2}
    assert model.streams(known) == {f"unit:{CLINIC}"}
    with refused("prescription_there"):
        model.reserve(known, "岳口-1", PLAN, ruling())


def test_the_same_rule_that_the_form_asks_judges_here() -> None:
    with refused("contract_needed"):
        reserved(is_contracted=False)
    with refused("signature_needed"):
        reserved(is_signed=False)
    with refused("drug_barred", why="antimicrobial"):
        reserved(drug=tianmen().drug("阿莫西林胶囊"))
    with refused("drug_unknown"):
        reserved(drug="none")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "field_empty", "name"),
        ({"doctor": ""}, "field_empty", "doctor"),
        ({"phone": ""}, "field_empty", "phone"),
        ({"name": "名" * 51}, "field_long", "name"),
        ({"remark": "字" * 201}, "field_long", "remark"),
    ],
)
def test_what_is_missing_or_too_long_is_said(changes: dict[str, object], code: str, field: str) -> None:
    with refused(code, field=field):
        reserved(**changes)


def test_somebody_of_the_register_needs_no_telephone() -> None:
    assert reserved(resident="r-7", phone="").phone == ""
    with refused("mobile_length"):
        reserved(phone="139")


def test_the_day_is_not_in_the_past_and_not_beyond_twelve_weeks() -> None:
    with refused("next_date_past"):
        reserved(next_date=TODAY - timedelta(days=1))
    assert reserved(next_date=TODAY).next_date == TODAY
    with refused("next_date_far", most=84):
        reserved(next_date=TODAY + timedelta(days=85))


def test_fetched_cancelled_or_left_lying_it_is_free_again() -> None:
    fetched = model.fetch(reserved(), (), ruling())
    assert (fetched.state, fetched.fetcher, dict(model.postings(fetched))) == (LongState.FETCHED, "周建国", {})
    with refused("field_empty", field="reason"):
        model.cancel(reserved(), " ", ruling())
    assert dict(model.postings(model.cancel(reserved(), "换药", ruling()))) == {}
    with refused("still_kept"):
        model.expire(reserved(), ruling(at=NOON + timedelta(days=24)))
    expired = model.expire(reserved(), ruling(at=NOON + timedelta(days=25)))
    assert (expired.state, dict(model.postings(expired))) == (LongState.EXPIRED, {})


def test_what_is_over_stays_over_and_strangers_touch_nothing() -> None:
    for over in (model.fetch(reserved(), (), ruling()), model.cancel(reserved(), "换药", ruling())):
        with refused("wrong_state"):
            model.fetch(over, (), ruling())
        with refused("wrong_state"):
            model.expire(over, ruling())
        with refused("wrong_state"):
            model.cancel(over, "换药", ruling())
    with refused("not_holder"):
        model.fetch(reserved(), (), ruling(STRANGER))
    with refused("not_found"):
        model.fetch(None, (), ruling())


def test_a_desk_lets_nothing_be_fetched_that_has_lapsed_and_the_hub_takes_what_was_handed_out() -> None:
    kept, late = ruling(at=NOON + timedelta(days=24)), ruling(at=NOON + timedelta(days=25))
    assert model.fetch(reserved(), (), kept).state is LongState.FETCHED
    with refused("long_lapsed", day="2026-12-17") as sentence:
        model.fetch(reserved(), (), late)
    assert "续方" in sentence[0]
    assert model.fetch(reserved(), (), replace(late, final=True)).state is LongState.FETCHED


def test_one_that_the_hub_freed_is_fetched_after_all_when_it_was_handed_out_in_time() -> None:
    kept, late = ruling(at=NOON + timedelta(days=24)), ruling(at=NOON + timedelta(days=25))
    freed = model.expire(reserved(), late)
    assert model.fetch(freed, (), replace(kept, final=True)).state is LongState.FETCHED
    for final in (False, True):
        with refused("wrong_state"):
            model.fetch(freed, (), replace(late, final=final))


def test_the_hub_itself_frees_what_nobody_fetched_of_any_unit() -> None:
    actor = hub_actor("")
    by_hub = replace(ruling(at=NOON + timedelta(days=25)), actor=actor)
    assert model.expire(reserved(), by_hub).state is LongState.EXPIRED
    with refused("still_kept"):
        model.expire(reserved(), replace(ruling(at=NOON + timedelta(days=24)), actor=actor))


def test_it_is_due_soon_then_today_then_late_then_may_be_freed() -> None:
    row = LongRow(prescription=reserved(), is_waiting=False)
    shown = [state.badge(row, TODAY + timedelta(days=days)).text for days in (0, 3, 10, 11)]
    assert shown == ["已留药", "7 天后取", "今天取药", "逾期 1 天"]
    soon = [days for days in range(30) if state.is_soon(row.prescription, TODAY + timedelta(days=days))]
    assert soon == list(range(3, 11))
    free = [days for days in range(30) if state.may_expire(row.prescription, TODAY + timedelta(days=days))]
    assert free == list(range(25, 30))


def test_the_trail_ends_with_what_became_of_it() -> None:
    first = steps(reserved(), [entry("long_prescription.reserved")])
    assert [(step.code, step.mark) for step in first][-1] == ("long_prescription.fetched", Mark.AHEAD)
    taken = [entry("long_prescription.reserved"), entry("long_prescription.cancelled")]
    last = steps(model.cancel(reserved(), "换药", ruling()), taken)
    assert [(step.code, step.mark) for step in last][-1] == ("long_prescription.cancelled", Mark.STOPPED)


class Shelf(RuleBasedStateMachine):
    """What is laid aside is the sum of what is neither fetched nor freed, whatever happens in whatever order."""

    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.all: dict[int, LongPrescription] = {}
        self.expected = 0

    @rule(target=held, days=st.integers(1, 84), units=st.integers(1, 9))
    def reserve(self, days: int, units: int) -> int:
        known = reserved(days=days, dose=Dose(units=units))
        self.all[len(self.all)] = known
        self.expected += known.packs
        return len(self.all) - 1

    @rule(place=consumes(held), way=st.sampled_from(["fetch", "cancel", "expire"]))
    def end(self, place: int, way: str) -> None:
        known = self.all[place]
        late = ruling(at=NOON + timedelta(days=60))
        ends = {
            "fetch": lambda: model.fetch(known, (), ruling()),
            "cancel": lambda: model.cancel(known, "换药", late),
            "expire": lambda: model.expire(known, late),
        }
        self.all[place] = ends[way]()
        self.expected -= known.packs

    @invariant()
    def adds_up(self) -> None:
        assert sum(amount for one in self.all.values() for _, amount in model.postings(one)) == self.expected


TestShelf = Shelf.TestCase
