"""What may further be done with a case so that it is not lost, behind 更多; and the few fields each needs."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import DOWN
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import LIFECYCLE
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.model.trackers import TRACKERS
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.store import Seat

MORE = Act(name="more", text="更多", key="F10", icon="list")
#: Whoever explains the deductible to a patient (REF-06).
_RECKONERS = CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE}
_SENDERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR, Role.REFERRAL_OFFICE})
FURTHER = {
    "contact": "登记联系",
    "rebook": "约新日期",
    "hand_over": "换人跟踪",
    "turned_up": "患者在别的医院",
    "died": "患者死亡",
    "reopen": "重新打开",
    "timeline": "居民经过",
    "deductible": "算起付线",
    "fhir": "导出 FHIR 文件",
}


def further(referral: Referral, actor: Actor) -> list[str]:
    """Return the acts that this person may do beside those that are offered as buttons."""
    has_time = bool(referral.slip.patient.resident) and actor.may(TRACKERS)
    has_left = referral.state is not State.DRAFT and actor.may(_RECKONERS)
    return [
        *_acts(referral, actor),
        *(["timeline"] if has_time else []),
        *(["deductible"] if has_left else []),
        *(["fhir"] if has_left else []),
    ]


def _acts(referral: Referral, actor: Actor) -> list[str]:
    own, state = actor.institution, referral.state
    moves = DOWN if referral.is_down else LIFECYCLE
    if own not in {referral.origin, referral.target} or not actor.may(TRACKERS):
        return []
    if state in ENDED:
        closed_here = own == (referral.target if referral.is_down else referral.origin)
        return ["reopen"] if state is State.CLOSED and closed_here and actor.may(_SENDERS) else []
    if state is State.DRAFT:
        return ["hand_over"]
    found = ["contact"]
    if actor.may(_SENDERS) and (moves.may("rebook", state) or (state is State.EXPIRED and own == referral.origin)):
        found.append("rebook")
    if own == tracked_by(referral):
        found.append("hand_over")
    if actor.may(_SENDERS) and not referral.is_down and moves.may("turn_up", state):
        found.append("turned_up")
    return [*found, "died"]


def choose(options: Sequence[Option]) -> tuple[Field, ...]:
    """Return the field in which one act is chosen."""
    return (Field(name="what", label="办什么", kind=PICK, options=options, is_needed=True),)


def ask(act: str, referral: Referral, seat: Seat) -> Ask | None:
    """Return what such an act asks for; None for another one."""
    makers: dict[str, Callable[[], Ask]] = {
        "contact": lambda: _contact(referral),
        "rebook": lambda: _rebook(referral),
        "hand_over": lambda: _hand_over(referral, seat),
        "turned_up": lambda: _turned_up(referral, seat),
        "died": lambda: _died(referral),
        "reopen": lambda: _reopen(referral),
    }
    maker = makers.get(act)
    return maker() if maker else None


def first_values(act: str, actor: Actor | None) -> Mapping[str, Any]:
    """Return what stands in the fields of an act when it is asked for."""
    if act == "take_on" and actor is not None:
        return {"tracker": actor.account}
    return {"result": ContactResult.REACHED.value} if act == "contact" else {}


def _contact(referral: Referral) -> Ask:
    results = [Option(result.value, NAMES[result.value]) for result in ContactResult]
    words = "和谁联系、说了什么、怎么约定"
    return Ask(
        title="登记联系",
        verb="登记联系",
        sections=only(
            Field(name="said", label="联系情况", kind=TEXT, lines=2, is_needed=True, placeholder=words),
            Field(name="result", label="结果", kind=PICK, options=results, is_needed=True),
            Field(name="next_on", label="下次联系", kind=DATE, placeholder="空着按县里规定"),
        ),
        command=lambda values: m.LogContact(
            referral=referral.id,
            said=values["said"],
            result=ContactResult(values["result"]),
            next_on=values["next_on"] or None,
        ),
    )


def _rebook(referral: Referral) -> Ask:
    def command(values: Mapping[str, Any]) -> t.RebookReferral:
        on: date = values["on"]
        return t.RebookReferral(referral=referral.id, on=on)

    lapsed = referral.state is State.EXPIRED
    return Ask(
        title="约新日期，再次转出" if lapsed else "约新日期",
        verb="再次转出" if lapsed else "约好了",
        sections=only(Field(name="on", label="哪天去", kind=DATE, is_needed=True)),
        command=command,
    )


def _hand_over(referral: Referral, seat: Seat) -> Ask:
    now, _ = tracker_of(referral)
    people = [one for one in seat.people if one.id != now and TRACKERS.intersection(one.roles)]
    options = [Option(one.id, one.name, detail=one.department) for one in people]
    return Ask(
        title="换人跟踪",
        verb="交接",
        sections=only(Field(name="tracker", label="交给", kind=PICK, options=options, is_needed=True)),
        command=lambda values: t.HandOverTracking(referral=referral.id, tracker=values["tracker"]),
    )


def _turned_up(referral: Referral, seat: Seat) -> Ask:
    out = {referral.origin} if referral.state is State.DECLINED else {referral.origin, referral.target}
    hospitals = [one for one in (seat.own, *seat.hospitals) if one.id not in out]
    return Ask(
        title="患者在别的医院",
        verb="转给那家医院",
        sections=only(
            Field(
                name="institution",
                label="哪家医院",
                kind=PICK,
                options=[Option(one.id, one.name) for one in hospitals],
                is_needed=True,
            ),
            reason(("患者自行去了", "120 送去", "路上病情变化，就近就诊")),
        ),
        command=lambda values: t.NoteTurnUp(
            referral=referral.id, institution=values["institution"], reason=values["reason"]
        ),
    )


def _died(referral: Referral) -> Ask:
    return Ask(
        title="患者死亡，关闭转诊",
        verb="关闭",
        sections=only(Field(name="sure", label="核实", kind=CHECK, is_needed=True, placeholder="已向家属或医院核实")),
        command=lambda _values: t.EndByDeath(referral=referral.id),
        is_danger=True,
    )


def _reopen(referral: Referral) -> Ask:
    return Ask(
        title="重新打开",
        verb="重新打开",
        sections=only(reason(("关错了", "患者又来了", "结局填错"))),
        command=lambda values: t.ReopenReferral(referral=referral.id, reason=values["reason"]),
    )
