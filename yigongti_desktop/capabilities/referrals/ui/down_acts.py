"""What somebody may do with a case that a hospital began, on either side; and the few fields each act needs."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.model.listed import Listed
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.model.trackers import TRACKERS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.store import Seat

_SENDERS = frozenset({Role.DOCTOR, Role.DIRECTOR, Role.REFERRAL_OFFICE})
_PRINT = Act(name="print_return", text="打印", key="Ctrl+P", icon="printer")


def offers(referral: Referral, actor: Actor) -> list[Act]:
    """Return what this person may do with the case, the main act first."""
    if referral.origin == actor.institution:
        return _of_hospital(referral, actor)
    return _of_unit(referral, actor) if referral.target == actor.institution else []


def _of_hospital(referral: Referral, actor: Actor) -> list[Act]:
    found: list[Act] = []
    if actor.may(_SENDERS):
        if referral.state in {State.DECLINED, State.EXPIRED}:
            found.append(Act(name="retarget", text="改转他处", key="F7", icon="referral", style=PRIMARY))
            found.append(Act(name="close", text="关闭", icon="lock", style=PLAIN))
        if referral.state in {State.SENT, State.ACCEPTED}:
            found.append(Act(name="withdraw", text="撤销", icon="undo", style=LINK))
    return [*found[:1], _PRINT, *found[1:]]


def _of_unit(referral: Referral, actor: Actor) -> list[Act]:
    state = referral.state
    if not actor.may(TRACKERS):
        return [_PRINT]
    if state is State.SENT:
        return [
            Act(name="take_on", text="接收", key="F7", icon="check", style=PRIMARY),
            Act(name="turn_down", text="不接", icon="close", style=DANGER),
            _PRINT,
        ]
    found = {
        State.ACCEPTED: [
            Act(name="receive", text="登记接到", key="F7", icon="person", style=PRIMARY),
            Act(name="visit", text="登记随访", icon="stethoscope"),
        ],
        State.ARRIVED: [Act(name="visit", text="登记随访", key="F7", icon="stethoscope", style=PRIMARY)],
        State.FOLLOWED_UP: [Act(name="close", text="关闭", key="F7", icon="lock", style=PRIMARY)],
    }
    return [*found.get(state, []), _PRINT]


def ask(act: str, referral: Referral, seat: Seat, reasons: Sequence[Listed], units: Sequence[Option]) -> Ask | None:
    """Return what an act asks for; None when it needs nothing of its own here."""
    makers: dict[str, Callable[[], Ask]] = {
        "take_on": lambda: _take_on(referral, seat),
        "turn_down": lambda: _turn_down(referral, reasons),
        "retarget": lambda: _elsewhere(referral, units),
    }
    maker = makers.get(act)
    return maker() if maker else None


def _take_on(referral: Referral, seat: Seat) -> Ask:
    people = [Option(one.id, one.name, detail=one.department) for one in seat.people if TRACKERS & set(one.roles)]
    return Ask(
        title="接收下转患者",
        verb="接收",
        sections=only(
            Field(name="tracker", label="谁跟踪", kind=PICK, options=people, is_needed=True),
            Field(name="reception", label="怎么接", placeholder="何时上门或来院，如 周三上门"),
        ),
        command=lambda values: d.TakeOnPatient(
            referral=referral.id, tracker=values["tracker"], reception=values["reception"]
        ),
    )


def _turn_down(referral: Referral, reasons: Sequence[Listed]) -> Ask:
    codes = {one.code for one in reasons}

    def command(chosen: str) -> d.TurnDownPatient:
        if chosen in codes:
            return d.TurnDownPatient(referral=referral.id, code=chosen)
        return d.TurnDownPatient(referral=referral.id, reason=chosen)

    return Ask(
        title="不接这位患者",
        verb="不接",
        sections=only(why(reasons)),
        command=lambda values: command(values["reason"]),
        is_danger=True,
    )


def why(reasons: Sequence[Listed]) -> Field:
    """Return the field of a reason: one of the county's, or in the person's own words."""
    return Field(
        name="reason",
        label="原因",
        kind=PICK,
        options=[Option(one.code, one.name) for one in reasons],
        is_free=True,
        is_needed=True,
        placeholder="选一条，或自己写",
    )


def _elsewhere(referral: Referral, units: Sequence[Option]) -> Ask:
    fit = [one for one in units if one.key != referral.target]
    return Ask(
        title="改转他处",
        verb="改转",
        sections=only(Field(name="institution", label="接收单位", kind=PICK, options=fit, is_needed=True)),
        command=lambda values: m.RetargetReferral(
            referral=referral.id, target=Target(institution=values["institution"])
        ),
    )
