"""What somebody may do with a case, by its state, their side and their work; and the few fields each needs."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.approval import is_open
from yigongti_desktop.capabilities.referrals.model.carried import lacks_return
from yigongti_desktop.capabilities.referrals.model.listed import Listed
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import has_turned_up
from yigongti_desktop.capabilities.referrals.model.referral import is_completable
from yigongti_desktop.capabilities.referrals.model.sides import may_come_back
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import STOPPED
from yigongti_desktop.capabilities.referrals.model.states import WITHOUT_CARE
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.ui import approval_acts
from yigongti_desktop.capabilities.referrals.ui import down_acts
from yigongti_desktop.capabilities.referrals.ui import further
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.store import Seat

_CLINIC = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_OFFICE = frozenset({Role.REFERRAL_OFFICE})
_WARD = _OFFICE | {Role.DOCTOR}
_GATE = _WARD | {Role.NURSE}

_WITHDRAW_REASONS = ("患者不愿转诊", "病情好转，留院治疗", "已自行去别处就诊", "填写有误，另开")


def offers(referral: Referral, actor: Actor) -> list[Act]:
    """Return what this person may do with the case, the main act first."""
    if referral.is_down:
        return down_acts.offers(referral, actor)
    if referral.origin == actor.institution:
        return _clinic_offers(referral, actor)
    if referral.target == actor.institution:
        return _hospital_offers(referral, actor)
    return [_COME_HERE] if may_come_back(referral, actor.institution) and actor.may(_GATE) else []


def rest(referral: Referral, actor: Actor, hidden: Sequence[Act]) -> list[Option]:
    """Return what 更多 offers: the acts that have no button for want of room, and what may further be done."""
    offered = {act.name for act in offers(referral, actor)}
    others = [name for name in further.further(referral, actor) if name not in offered]
    return [*(Option(act.name, act.text) for act in hidden), *(Option(name, further.FURTHER[name]) for name in others)]


def _clinic_offers(referral: Referral, actor: Actor) -> list[Act]:
    state = referral.state
    found: list[Act] = []
    if state is State.DRAFT:
        return [Act(name="edit", text="接着写", key="F7", icon="pencil", style=PRIMARY)]
    if not actor.may(_CLINIC):
        return [_PRINT]
    if is_completable(referral):
        found.append(Act(name="complete", text="补全转出单", key="F7", icon="pencil", style=PRIMARY))
    if state is State.DECLINED:
        found.append(Act(name="retarget", text="改转他处", key="F7", icon="referral", style=PRIMARY))
    if state is State.RETURNED:
        is_first = not found  # what is missing of the slip is overdue by then
        style = PRIMARY if is_first else PLAIN
        found.append(Act(name="visit", text="登记随访", key="F7" if is_first else "", icon="stethoscope", style=style))
        found.append(Act(name="print_return", text="打印回转单", icon="printer"))
    if state in {State.FOLLOWED_UP, State.DECLINED, State.EXPIRED}:
        main = not found
        found.append(
            Act(name="close", text="关闭", key="F7" if main else "", icon="lock", style=PRIMARY if main else PLAIN)
        )
    found.append(_PRINT)
    if state in OFFERED | {State.ACCEPTED, State.ARRIVED}:
        found.append(Act(name="contact", text="登记联系", key="" if found[0].key == "F7" else "F7", icon="phone"))
    if state in OFFERED | {State.ACCEPTED} and not referral.incomplete:
        found.append(_ENCLOSED)
    if state in OFFERED | {State.ACCEPTED}:
        found.append(Act(name="withdraw", text="撤销", icon="undo", style=LINK))
    return found


def _hospital_offers(referral: Referral, actor: Actor) -> list[Act]:
    state = referral.state
    if state in OFFERED and actor.may(_OFFICE) and is_open(referral.approval):
        return approval_acts.OFFERS
    if has_turned_up(referral, actor.institution) and actor.may(_GATE):
        return [Act(name="take_over", text="接管并登记到诊", key="F7", icon="person", style=PRIMARY)]
    if state in OFFERED and actor.may(_OFFICE):
        return [
            Act(name="accept", text="接收", key="F7", icon="check", style=PRIMARY),
            Act(name="redirect", text="改转", icon="referral"),
            Act(name="decline", text="拒绝", icon="close", style=DANGER),
        ]
    if state is State.ACCEPTED and actor.may(_GATE):
        found = [Act(name="arrive", text="登记到诊", key="F7", icon="person", style=PRIMARY)]
        if actor.may(_OFFICE):
            found.append(Act(name="redirect", text="改转", icon="referral"))
            found.append(Act(name="contact", text="登记联系", icon="phone"))
        return found
    if state in STOPPED and actor.may(_GATE) and not is_open(referral.approval):
        return [_come_anyway(state)]
    if state is State.ARRIVED and actor.may(_WARD):
        return [Act(name="return", text="写回转单", key="F7", icon="pencil", style=PRIMARY)]
    return _after_return(referral, actor) if referral.return_slip is not None else []


def _after_return(referral: Referral, actor: Actor) -> list[Act]:
    printed = Act(name="print_return", text="打印回转单", key="Ctrl+P", icon="printer")
    if lacks_return(referral) and actor.may(_WARD):
        return [Act(name="return", text="补写回转单", key="F7", icon="pencil", style=PRIMARY), printed]
    return [printed]


def _come_anyway(state: State) -> Act:
    """Return what registers a patient who has come though the slip has lapsed, was declined or taken back."""
    if state is not State.EXPIRED:
        return Act(name="arrive", text="患者还是来了", icon="person")
    return Act(name="arrive", text="登记到诊", key="F7", icon="person", style=PRIMARY)


#: The patient came here after all, though the case has gone elsewhere since.
_COME_HERE = Act(name="arrive", text="患者来了本院", icon="person")
_CASE_NUMBER = Field(name="case_number", label="门诊号", placeholder="可以先空着")
_PRINT = Act(name="print", text="打印", key="Ctrl+P", icon="printer")
#: 转诊知情同意书, 病历资料交接清单: until the patient has arrived.
_ENCLOSED = Act(name="enclosed", text="附单", icon="copy", style=LINK)


def ask(
    act: str, referral: Referral, seat: Seat, reasons: Sequence[Listed] = (), units: Sequence[Option] = ()
) -> Ask | None:
    """Return what an act asks for; None when it needs nothing or has a form of its own."""
    if referral.is_down and (asked := down_acts.ask(act, referral, seat, reasons, units)) is not None:
        return asked
    makers: dict[str, Callable[[], Ask]] = {
        "take_over": lambda: _take_over(referral, seat),
        "accept": lambda: _accept(referral),
        "decline": lambda: _decline(referral, reasons),
        "redirect": lambda: _elsewhere(referral, seat, redirect=True),
        "retarget": lambda: _elsewhere(referral, seat, redirect=False),
        "arrive": lambda: _arrive(referral, seat),
        "withdraw": lambda: _withdraw(referral),
        "close": lambda: _close(referral),
        "approve": lambda: approval_acts.approve(referral),
        "deny": lambda: approval_acts.deny(referral),
    }
    maker = makers.get(act)
    return maker() if maker else further.ask(act, referral, seat)


def _accept(referral: Referral) -> Ask:
    field = Field(name="reception", label="接诊安排", placeholder="科室、床位、医生、时间，如 神经内科 3 床 熊卫东")
    return Ask(
        title="接收这位患者",
        verb="接收",
        sections=only(field),
        command=lambda values: m.AcceptReferral(referral=referral.id, reception=values["reception"]),
    )


def _decline(referral: Referral, reasons: Sequence[Listed]) -> Ask:
    codes = {one.code for one in reasons}

    def command(chosen: str) -> m.DeclineReferral:
        if chosen in codes:
            return m.DeclineReferral(referral=referral.id, code=chosen)
        return m.DeclineReferral(referral=referral.id, reason=chosen)

    return Ask(
        title="拒绝接收",
        verb="拒绝",
        sections=only(down_acts.why(reasons)),
        command=lambda values: command(values["reason"]),
        is_danger=True,
    )


def _elsewhere(referral: Referral, seat: Seat, *, redirect: bool) -> Ask:
    hospitals = [*((seat.own,) if redirect else ()), *seat.hospitals]
    options = [Option(one.id, one.name) for one in hospitals]
    departments = _departments([one.id for one in hospitals], referral.target, seat)
    fields = [
        Field(name="institution", label="接收单位", kind=PICK, options=options, is_needed=True),
        Field(name="department", label="科室", kind=PICK, options=departments, is_free=True, is_needed=True),
    ]
    if redirect:
        fields.append(reason(("更适合专科诊治", "床位已满，转别的科室", "建议转上级医院")))

    def command(values: Mapping[str, Any]) -> msgspec.Struct:
        target = Target(institution=values["institution"], department=values["department"])
        if redirect:
            return m.RedirectReferral(referral=referral.id, target=target, reason=values["reason"])
        return m.RetargetReferral(referral=referral.id, target=target)

    return Ask(title="改转" if redirect else "改转他处", verb="改转", sections=only(*fields), command=command)


def _departments(hospitals: Sequence[str], first: str, seat: Seat) -> list[Option]:
    """Return the departments of all hospitals that may be chosen, those of one hospital first, each with whose it is.

    What every hospital has needs no such word.
    """
    names = {one.id: one.name for one in (seat.own, *seat.hospitals)}
    whose: dict[str, list[str]] = {}
    for hospital in sorted(hospitals, key=lambda one: one != first):
        for department in seat.departments_of(hospital):
            whose.setdefault(department, []).append(names[hospital])
    return [
        Option(name, name, detail="" if len(its) == len(hospitals) else "、".join(its)) for name, its in whose.items()
    ]


def _received_here(seat: Seat) -> tuple[Field, Field]:
    """Return what is asked where the slip names another hospital: its department is not this one's."""
    options = _departments([seat.own.id], seat.own.id, seat)
    hint = "收在哪个科；空着照原单"
    return (
        _CASE_NUMBER,
        Field(name="department", label="科室", kind=PICK, options=options, is_free=True, placeholder=hint),
    )


def _arrive(referral: Referral, seat: Seat) -> Ask:
    if seat.own.id != referral.target:
        return Ask(
            title=f"患者来了本院，不再等{referral.target_name}",
            verb="登记到诊",
            sections=only(*_received_here(seat)),
            command=lambda values: m.RegisterArrival(
                referral=referral.id, case_number=values["case_number"], department=values["department"]
            ),
        )
    anyway = {State.WITHDRAWN: "原单位已撤销，患者还是来了", State.DECLINED: "本院拒绝过，患者还是来了"}
    return Ask(
        title=anyway.get(referral.state, "登记到诊"),
        verb="登记到诊",
        sections=only(_CASE_NUMBER),
        command=lambda values: m.RegisterArrival(referral=referral.id, case_number=values["case_number"]),
    )


def _take_over(referral: Referral, seat: Seat) -> Ask:
    return Ask(
        title="接管这位患者，登记到诊",
        verb="接管",
        sections=only(*_received_here(seat)),
        command=lambda values: t.TakeOverReferral(
            referral=referral.id, case_number=values["case_number"], department=values["department"]
        ),
    )


def _withdraw(referral: Referral) -> Ask:
    return Ask(
        title="撤销这张转出单",
        verb="撤销转诊",
        sections=only(reason(_WITHDRAW_REASONS)),
        command=lambda values: m.WithdrawReferral(referral=referral.id, reason=values["reason"]),
        is_danger=True,
    )


def _close(referral: Referral) -> Ask:
    seen = referral.state in {State.FOLLOWED_UP, State.ARRIVED, State.RETURNED} or (
        referral.return_slip is not None and not referral.is_down
    )
    fit = [outcome for outcome in Outcome if seen or outcome in WITHOUT_CARE]
    options = [Option(outcome.value, NAMES[outcome.value]) for outcome in fit]
    fields = [Field(name="outcome", label="结局", kind=PICK, options=options, is_needed=True)]
    if not seen:
        fields.append(Field(name="gone_to", label="去了哪里", placeholder="去了别处的，写哪家医院"))
    return Ask(
        title="关闭转诊",
        verb="关闭",
        sections=only(*fields),
        command=lambda values: m.CloseReferral(
            referral=referral.id, outcome=Outcome(values["outcome"]), gone_to=values.get("gone_to", "")
        ),
    )
