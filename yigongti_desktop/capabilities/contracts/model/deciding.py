"""What follows from a follow-up of a chronic disease, the same for all of them (分类干预, CHR-04).

国家基本公共卫生服务规范（第三版）: in danger — treat and refer at once; satisfied — the next of the plan; for the first
time unsatisfied or an adverse reaction — adjust and see again within two weeks; twice in a row, or a complication that
is new or worse — refer. Whoever was referred is asked after within two weeks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from yigongti_desktop.capabilities.contracts.model.months import months_after
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

_ONE = timedelta(days=1)
_TWICE = 2


class Act(StrEnum):
    """What is to be done."""

    GO_ON = "go_on"
    ADJUST = "adjust"
    REFER = "refer"
    REFER_NOW = "refer_now"


class Reason(StrEnum):
    """Why somebody is referred, in the words of the standard."""

    #: 危急情况.
    EMERGENCY = "emergency"
    #: 连续两次出现血压（血糖）控制不满意.
    UNSATISFIED_TWICE = "unsatisfied_twice"
    #: 药物不良反应难以控制.
    REACTION_UNCONTROLLED = "reaction_uncontrolled"
    #: 出现新的并发症.
    NEW_COMPLICATION = "new_complication"
    #: 原有并发症加重.
    WORSE_COMPLICATION = "worse_complication"


class Reaction(StrEnum):
    """Whether drugs did harm (药物不良反应)."""

    NONE = "none"
    PRESENT = "present"
    #: The doctor says that it cannot be controlled, at whichever follow-up.
    UNCONTROLLED = "uncontrolled"


class Class(StrEnum):
    """The class of a follow-up on its form (此次随访分类)."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    REACTION = "reaction"
    COMPLICATION = "complication"


class NextKind(StrEnum):
    """What the resident is seen for next."""

    PLAN = "plan"
    #: After the treatment was adjusted.
    CHECK = "check"
    #: After a referral: what became of it.
    REFERRAL = "referral"


class Next(msgspec.Struct, frozen=True, kw_only=True):
    """When the resident is seen next."""

    kind: NextKind
    since: date
    #: The last day.
    until: date


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fact a decision rests on: its code, what was found, and the limit that it met."""

    code: str
    value: int | str = ""
    limit: int | None = None


class Former(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of the last follow-up that had values; of a first follow-up nothing did."""

    #: How many in a row were unsatisfied, that one included.
    unsatisfied: int = 0
    #: How many in a row had an adverse reaction, that one included.
    reactions: int = 0


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What a clinician judges at a follow-up beside what is measured."""

    reaction: Reaction = Reaction.NONE
    has_new_complication: bool = False
    has_worse_complication: bool = False
    #: Another illness that cannot be dealt with here (存在不能处理的其他疾病).
    is_beyond_us: bool = False
    #: 处于妊娠期或哺乳期.
    is_pregnant_or_nursing: bool = False


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How soon somebody is seen again."""

    #: The plan's longest step, in months.
    months: int = 3
    check_days: int = 14
    referral_days: int = 14


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a follow-up comes to."""

    act: Act
    #: Why somebody is referred, the gravest first; empty when nobody is.
    reasons: tuple[Reason, ...]
    #: What it rests on: dangers first, then what is above the target.
    findings: tuple[Finding, ...]
    is_emergency: bool
    is_satisfied: bool
    #: What the next follow-up needs to know of this one.
    leaves: Former
    #: All classes that fit; the form takes the first.
    classes: tuple[Class, ...]
    next: Next

    @property
    def between(self) -> date | None:
        """Return the day by which a task comes between those of the plan; None where the plan will do."""
        return None if self.next.kind is NextKind.PLAN else self.next.until


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a disease, before it is decided what follows."""

    dangers: tuple[Finding, ...]
    above: tuple[Finding, ...]
    #: Facts that decide nothing but are told.
    told: tuple[Finding, ...] = ()


def decide(on: date, judged: Judged, assessed: Assessment, former: Former, pace: Pace) -> Decision:
    """Return what follows from a follow-up on a day."""
    is_satisfied = not judged.above
    leaves = Former(
        unsatisfied=0 if is_satisfied else former.unsatisfied + 1,
        reactions=0 if assessed.reaction is Reaction.NONE else former.reactions + 1,
    )
    is_emergency = bool(judged.dangers)
    reasons = tuple(_reasons(is_emergency=is_emergency, assessed=assessed, leaves=leaves))
    act = _act(reasons, is_calm=is_satisfied and assessed.reaction is Reaction.NONE)
    return Decision(
        act=act,
        reasons=reasons,
        findings=(*judged.dangers, *judged.above, *judged.told),
        is_emergency=is_emergency,
        is_satisfied=is_satisfied,
        leaves=leaves,
        classes=tuple(_classes(assessed, is_satisfied=is_satisfied)),
        next=_next(on, act, pace),
    )


def dangers_of(symptoms: Iterable[str], signs: Iterable[str], assessed: Assessment) -> tuple[Finding, ...]:
    """Return the signs of danger among symptoms, in the order of the standard, and an illness beyond us."""
    present = set(symptoms)
    found = [Finding(code="sign", value=str(sign)) for sign in signs if sign in present]
    if assessed.is_beyond_us:
        found.append(Finding(code="beyond_us"))
    return tuple(found)


T = TypeVar("T", bound=msgspec.Struct)


def county_limits(standard: T, name: str, register: Lookup, on: date) -> T:
    """Return limits in which each value is the county's own, where it has a rule named after the field.

    Args:
        standard: the national values.
        name: what the rules begin with: "hypertension" for "hypertension.emergency_sbp".
        register: where rules are looked up.
        on: the day.
    """
    found = {}
    for field, value in msgspec.structs.asdict(standard).items():
        is_list = isinstance(value, tuple)
        own = rule(register, f"{name}.{field}", on, list(value) if is_list else value)
        found[field] = tuple(str(one) for one in own) if is_list else own
    return msgspec.structs.replace(standard, **found)


def _reasons(*, is_emergency: bool, assessed: Assessment, leaves: Former) -> Iterable[Reason]:
    if is_emergency:
        yield Reason.EMERGENCY
    if leaves.unsatisfied >= _TWICE:
        yield Reason.UNSATISFIED_TWICE
    if assessed.reaction is Reaction.UNCONTROLLED or leaves.reactions >= _TWICE:
        yield Reason.REACTION_UNCONTROLLED
    if assessed.has_new_complication:
        yield Reason.NEW_COMPLICATION
    if assessed.has_worse_complication:
        yield Reason.WORSE_COMPLICATION


def _act(reasons: tuple[Reason, ...], *, is_calm: bool) -> Act:
    if Reason.EMERGENCY in reasons:
        return Act.REFER_NOW
    if reasons:
        return Act.REFER
    return Act.GO_ON if is_calm else Act.ADJUST


def _classes(assessed: Assessment, *, is_satisfied: bool) -> Iterable[Class]:
    if assessed.has_new_complication or assessed.has_worse_complication:
        yield Class.COMPLICATION
    if not is_satisfied:
        yield Class.UNSATISFIED
    if assessed.reaction is not Reaction.NONE:
        yield Class.REACTION
    elif is_satisfied and not (assessed.has_new_complication or assessed.has_worse_complication):
        yield Class.SATISFIED


def _next(on: date, act: Act, pace: Pace) -> Next:
    if act is Act.GO_ON:
        return Next(kind=NextKind.PLAN, since=on + _ONE, until=months_after(on, pace.months))
    is_check = act is Act.ADJUST
    days = pace.check_days if is_check else pace.referral_days
    kind = NextKind.CHECK if is_check else NextKind.REFERRAL
    return Next(kind=kind, since=on + _ONE, until=on + timedelta(days=days))
