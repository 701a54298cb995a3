"""Cases that a hospital begins, for tests: brought by their real moves to any state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import slip
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import down
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

DOWN_NUMBER = "市一医-20261123-A-001"
HERE, THERE = Target(institution=CLINIC), Target(institution=STRANGER)


def follower(institution: str) -> str:
    """Return the account of the person of an institution who follows patients."""
    return f"follower-of-{institution}"


def colleague(institution: str) -> str:
    """Return the account of another one who could."""
    return f"colleague-of-{institution}"


def with_people() -> Register:
    """Return 天门 with a doctor in each institution who follows patients, one who left and one who is no clinician."""
    register = tianmen()
    for place in (CLINIC, HOSPITAL, STRANGER):
        roles = (Role.REFERRAL_OFFICE,) if place == HOSPITAL else (Role.DOCTOR,)
        for account in (follower(place), colleague(place)):
            register.put("account", _account(account, place, roles))
    register.put("account", replace(_account("left", CLINIC, (Role.DOCTOR,)), active=False))
    register.put("account", _account("clerk", CLINIC, (Role.SCHEDULER,)))
    return register


def with_rule(register: Register, name: str, value: Any) -> Register:
    """Put a county's own rule into a register."""
    register.put("rule", Rule(id=name, versions=(RuleVersion(value=value, since=date(2026, 1, 1)),)))
    return register


def by(institution: str, at: datetime = NOON, **changes: Any) -> Ruling:
    """Return a ruling among people."""
    return ruling(institution, at, **({"register": with_people()} | changes))


def down_slip(**changes: Any) -> Slip:
    """Return what a hospital writes of a patient beside the paper."""
    return slip(**({"target": HERE, "tracker": follower(HOSPITAL), "tracker_name": "杨志勇"} | changes))


def sent_down(at: datetime = NOON, **changes: Any) -> Referral:
    """Return a case that the hospital has sent down."""
    return down.send_down(None, DOWN_NUMBER, down_slip(**changes), back(), (), "after_surgery", by(HOSPITAL, at))


def down_in_state(state: State, at: datetime = NOON, begun: Callable[[], Referral] = sent_down) -> Referral:
    """Return a case of the hospital and the unit in a state."""
    ours, theirs = by(HOSPITAL, at), by(CLINIC, at)
    steps: dict[State, Callable[[], Referral]] = {
        State.SENT: begun,
        State.ACCEPTED: lambda: down.take_on(begun(), follower(CLINIC), "周三上门", theirs),
        State.DECLINED: lambda: down.turn_down(begun(), "not_ours", "", theirs),
        State.ARRIVED: lambda: down.receive(down_in_state(State.ACCEPTED, at, begun), theirs),
        State.FOLLOWED_UP: lambda: clinic.follow_up(down_in_state(State.ARRIVED, at, begun), theirs),
        State.CLOSED: lambda: clinic.close(down_in_state(State.FOLLOWED_UP, at, begun), Outcome.IMPROVED, theirs),
        State.WITHDRAWN: lambda: clinic.withdraw(begun(), "患者不回去", ours),
        State.EXPIRED: lambda: both.expire(begun(), by(HOSPITAL, at + timedelta(days=15))),
    }
    return steps[state]()


def _account(account: str, institution: str, roles: tuple[Role, ...]) -> Account:
    return Account(
        id=account, login=account, name=f"某{account[-2:]}", institution=institution, roles=roles, verifier="x"
    )
