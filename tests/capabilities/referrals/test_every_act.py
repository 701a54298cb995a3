"""Every act in every state by every side and every role, as the table says: allowed to one state, or refused."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cache

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.referrals import table
from tests.capabilities.referrals.cases import ELSEWHERE
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import slip
from tests.capabilities.referrals.downs import HERE
from tests.capabilities.referrals.downs import THERE
from tests.capabilities.referrals.downs import by
from tests.capabilities.referrals.downs import colleague
from tests.capabilities.referrals.downs import down_in_state
from tests.capabilities.referrals.downs import down_slip
from tests.capabilities.referrals.downs import follower
from tests.capabilities.referrals.downs import sent_down
from tests.capabilities.referrals.downs import with_people
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.messages import approvals as a
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.messages.capacity import ReferralBooked
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import down
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model import tracking
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import DOWN
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.service.cases import SLICE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind

TABLE = table.read()
#: Judged by what the paper says, not by who holds the case: `test_every_paper`.
PAPERS = {"presented", "return_presented"}
EVENTS = {kind.name.removeprefix("referral."): kind for kind in SLICE.events if kind.of is REFERRAL}
STATES = dict(
    zip(
        table.ORDER,
        (
            State.DRAFT,
            State.SENT,
            State.REDIRECTED,
            State.REDIRECTED,
            State.ACCEPTED,
            State.DECLINED,
            State.ARRIVED,
            State.RETURNED,
            State.FOLLOWED_UP,
            State.CLOSED,
            State.WITHDRAWN,
            State.EXPIRED,
        ),
        strict=True,
    )
)
#: A hospital that nobody has asked yet.
THIRD = "tianmen.kangfu"
ROOMS = "康复医学科"
BODIES: dict[str, Callable[[bool, str], msgspec.Struct]] = {
    "draft_saved": lambda _down, _at: m.DraftSaved(slip=slip()),
    "sent": lambda _down, _at: m.ReferralSent(number=NUMBER, slip=slip()),
    "completed": lambda _down, _at: m.ReferralCompleted(slip=slip()),
    "retargeted": lambda is_down, _at: m.ReferralRetargeted(target=THERE if is_down else ELSEWHERE),
    "withdrawn": lambda _down, _at: m.ReferralWithdrawn(reason="患者不去了"),
    "accepted": lambda _down, _at: m.ReferralAccepted(reception="3 床"),
    "declined": lambda _down, _at: m.ReferralDeclined(reason="", code="no_bed"),
    "approved": lambda _down, _at: a.ReferralApproved(number="转审 7"),
    "denied": lambda _down, _at: a.ReferralDenied(reason="可以在本县治"),
    "redirected": lambda _down, _at: m.ReferralRedirected(
        target=Target(institution=HOSPITAL, department=ROOMS), reason="转康复"
    ),
    "arrived": lambda _down, _at: m.PatientArrived(),
    "returned": lambda _down, _at: m.ReferralReturned(slip=back()),
    "taken_over": lambda _down, _at: t.ReferralTakenOver(),
    "turned_up": lambda _down, _at: t.PatientTurnedUp(institution=THIRD, reason="患者自行去了"),
    "rebooked": lambda _down, _at: t.ReferralRebooked(on=date(2026, 12, 1)),
    "renewed": lambda _down, _at: t.ReferralRenewed(on=date(2026, 12, 1)),
    "contact_logged": lambda _down, _at: m.ContactLogged(said="明天来"),
    "tracking_handed_over": lambda _down, at: t.TrackingHandedOver(tracker=colleague(at)),
    "died": lambda _down, _at: t.PatientDied(),
    "closed": lambda _down, _at: m.ReferralClosed(outcome=Outcome.DIED),
    "reopened": lambda _down, _at: t.ReferralReopened(reason="关错了"),
    "printed": lambda _down, _at: m.SlipPrinted(paper="transfer_out", copy=1),
    "printed_return": lambda _down, _at: m.SlipPrinted(paper="return", copy=1),
    "expired": lambda _down, _at: m.ReferralExpired(),
    "followed_up": lambda _down, _at: m.ReferralFollowedUp(),
    "death_noted": lambda _down, _at: t.DeathNoted(),
    "death_put_right": lambda _down, _at: t.DeathPutRight(),
    "contract_noted": lambda _down, _at: t.ContractNoted(unit=CLINIC, number="岳口-20260101-A-001"),
    "reached": lambda _down, _at: m.ReferralReached(),
    "limit_passed": lambda _down, _at: t.LimitPassed(limit=Limit.ANSWER),
    "booked": lambda _down, _at: ReferralBooked(booked="神经内科　11月26日 08:00"),
    "mended": lambda _down, _at: t.ReferralMended(),
    "sent_down": lambda _down, _at: d.ReferralSentDown(
        number=NUMBER, slip=down_slip(), back=back(), down_class="chronic"
    ),
    "taken_on": lambda _down, at: d.PatientTakenOn(tracker=follower(at)),
    "turned_down": lambda _down, _at: d.PatientTurnedDown(code="not_ours"),
    "received": lambda _down, _at: d.PatientReceived(),
}
#: When an act is tried that only the time allows, or that is taken of a case that lapsed if it was done in time.
_LATE = NOON + timedelta(days=30)
AT: dict[str, datetime] = {
    "limit_passed": NOON + timedelta(hours=80),
    **dict.fromkeys(("expired", "accepted", "declined", "redirected", "taken_on", "turned_down"), _LATE),
}
REGISTER = with_people()
REGISTER.put("institution", Institution(id=THIRD, name="市康复医院", place="康复", kind=InstitutionKind.HOSPITAL))
LINES = {f"{line.direction}-{line.act}": line for line in TABLE.lines if line.side != "former"}
#: What an act comes to by the side that was asked before, where that has a line of its own.
OF_FORMER = {f"{line.direction}-{line.act}": line for line in TABLE.lines if line.side == "former"}


def judge(name: str, case: Referral | None, role: Role | None, at: str, *, is_down: bool) -> Referral:
    """Judge an act as desk and hub do: the role first, unless it follows from another act."""
    kind = EVENTS["printed" if name == "printed_return" else name]
    roles = frozenset({role} if role else ())
    by_them: Ruling = ruling(at, AT.get(name, NOON), register=REGISTER, roles=roles)
    if role is not None:
        by_them.actor.need(kind.roles)
    after = kind.decide(case, BODIES[name](is_down, at), by_them)
    assert isinstance(after, Referral)
    return after


@cache
def case_in(direction: str, letter: str) -> Referral:
    """Return a case in a state that an institution was asked for before the one that has it."""
    if direction == "down":
        return down_in_state(STATES[letter], begun=_down_a_second_time)
    if letter == "T":
        elsewhere = clinic.send(
            None, NUMBER, slip(target=replace(TARGET, institution=OTHER_HOSPITAL, reason="患者家近")), by(CLINIC)
        )
        return tracking.turn_up(elsewhere, HOSPITAL, "患者自行来了", by(CLINIC))
    found = in_state(STATES[letter])
    return found if letter == "D" else replace(found, asked=(OTHER_HOSPITAL, *found.asked))


def _down_a_second_time() -> Referral:
    declined = down.turn_down(sent_down(target=THERE), "not_ours", "", by(STRANGER))
    return clinic.retarget(declined, HERE, by(HOSPITAL))


def sides(direction: str, role: Role) -> dict[str, str]:
    """Return the sides from which somebody with a role acts: the hub's role is the hub's alone."""
    if role is Role.HUB:
        return {"hub": ""}
    if direction == "down":
        return {"origin": HOSPITAL, "target": CLINIC, "former": STRANGER, "stranger": OTHER_HOSPITAL}
    return {"origin": CLINIC, "target": HOSPITAL, "former": OTHER_HOSPITAL, "stranger": STRANGER}


def expected(line: table.Line, letter: str, side: str, role: Role | None) -> str:
    """Return what the table says: a state's letter, "~", or a code."""
    cell = line.cells[letter]
    if role is not None and role not in line.roles:
        return "role_may_not"
    if cell in {"s", "u", "d"}:
        return table.CODES[cell]
    of_the_clock = role is Role.HUB and line.act == "expired"
    if (side not in TABLE.of(line, letter) or cell == "h") and not of_the_clock:
        return "not_holder"
    return table.CODES.get(cell, cell)


def tried(line: table.Line) -> Iterator[tuple[Role | None, str, str]]:
    """Return every role at every side; and without a role what follows from another act."""
    for role in Role:
        for side, place in sides(line.direction, role).items():
            yield role, side, place
    if line.follows:
        for side, place in sides(line.direction, Role.DOCTOR).items():
            yield None, side, place


@pytest.mark.policy("REF-16")
@pytest.mark.parametrize("name", LINES)
def test_each_act_in_each_state_by_each_side_and_role(name: str) -> None:
    line = LINES[name]
    wrong: list[str] = []
    for letter in (one for one in table.ORDER if line.cells[one] != "."):
        case = case_in(line.direction, letter)
        for role, side, place in tried(line):
            told = OF_FORMER.get(name, line) if side == "former" else line
            wanted = expected(told, letter, side, role)
            try:
                after = judge(line.act, case, role, place, is_down=line.direction == "down")
            except Refused as fault:
                said(fault)
                came = fault.code
            else:
                came = "~" if wanted == "~" and after.state is case.state else _letter(after, wanted)
            if came != wanted:
                wrong.append(f"{letter} {side} {role}: {wanted}, but {came}")
    assert wrong == []


def _letter(after: Referral, wanted: str) -> str:
    """Return the letter of the state, in the case of two that the table tells apart the one it means."""
    letters = [letter for letter, state in STATES.items() if state is after.state]
    return wanted if wanted in letters else letters[0]


def test_the_table_has_every_act_in_both_directions() -> None:
    every = set(EVENTS) - PAPERS | {"printed_return"}
    assert {line.act for line in TABLE.lines if line.direction == "up"} == every
    assert {line.act for line in TABLE.lines if line.direction == "down"} == every
    assert set(BODIES) == every


def test_a_case_whose_act_leads_on_is_always_open_with_all_it_needs_or_at_its_end() -> None:
    """Whatever the table allows: a next contact and a tracker while it is open, none after."""
    for line in TABLE.lines:
        for letter in (one for one in table.ORDER if line.cells[one] in table.ORDER):
            side = min(TABLE.of(line, letter) - {"hub", "stranger"} - ({"former"} if line.side == "any" else set()))
            place = sides(line.direction, Role.DOCTOR)[side]
            after = judge(line.act, case_in(line.direction, letter), None, place, is_down=line.direction == "down")
            is_open = after.state not in ENDED
            assert (after.next_contact is not None) is is_open, (line.act, letter)
            assert after.tracker or not is_open


@pytest.mark.parametrize("act", sorted(set(BODIES) - {"draft_saved", "sent", "sent_down"}))
def test_nothing_can_be_done_to_a_case_that_is_not_here(act: str) -> None:
    with refused("not_found"):
        judge(act, None, None, CLINIC, is_down=False)


def test_nothing_moves_a_case_that_has_ended_but_what_opens_it_again() -> None:
    assert set(DOWN.ends()) == set(ENDED) == {State.CLOSED, State.WITHDRAWN}
    assert set(LIFECYCLE.ends()) == {State.CLOSED}
    assert [act for act in LIFECYCLE.acts if LIFECYCLE.may(act, State.WITHDRAWN)] == ["arrive"]


@pytest.mark.policy("REF-16")
@pytest.mark.parametrize(("act", "letter"), [("accepted", "A"), ("declined", "X"), ("redirected", "R")])
def test_what_a_hospital_did_in_time_is_taken_though_the_slip_has_lapsed_when_it_is_told(act: str, letter: str) -> None:
    lapsed = case_in("up", "E")
    assert lapsed.valid_until is not None
    until = datetime.combine(lapsed.valid_until, NOON.timetz())
    assert _by_the_office(act, lapsed, until).state is STATES[letter]
    with refused("wrong_state"):
        _by_the_office(act, lapsed, until + timedelta(days=1))


def _by_the_office(act: str, case: Referral, at: datetime) -> Referral:
    by_them = ruling(HOSPITAL, at, register=REGISTER, roles=frozenset({Role.REFERRAL_OFFICE}))
    after = EVENTS[act].decide(case, BODIES[act](case.is_down, HOSPITAL), by_them)
    assert isinstance(after, Referral)
    return after


@pytest.mark.parametrize("state", State)
def test_the_first_fetch_of_a_case_is_noted_and_stays(state: State) -> None:
    first = both.reach(in_state(state), ruling("", NOON))
    again = both.reach(first, ruling("", NOON + timedelta(days=8)))
    assert again.reached_at == first.reached_at == NOON
    assert again.state is state


def test_a_refusal_says_which_act_and_which_state() -> None:
    with pytest.raises(Refused) as caught:
        hospital.arrive(in_state(State.RETURNED), "", ruling(HOSPITAL))
    assert caught.value.facts == {"act": "arrive", "state": "returned", "kind": "referral"}
