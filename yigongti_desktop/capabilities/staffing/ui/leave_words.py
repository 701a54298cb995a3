"""Words and sentences of leave, and leave in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.staffing.model.falls import Fall
from yigongti_desktop.capabilities.staffing.model.leave import HALF
from yigongti_desktop.capabilities.staffing.model.leave import NAMES as KINDS
from yigongti_desktop.capabilities.staffing.model.leave import WHOLE
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.leave_days import MATERNITY_DAYS
from yigongti_desktop.capabilities.staffing.model.leave_days import Annual
from yigongti_desktop.capabilities.staffing.model.leave_days import entitled_days
from yigongti_desktop.capabilities.staffing.store.leave import Preview
from yigongti_desktop.capabilities.staffing.ui.falling_words import say_sessions
from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "leave"
#: Duties that fall and are named one by one.
_SHOWN = 5

SENTENCES: dict[str, Sentence] = {
    "leave_there": "这张请假单已经有了。",
    "leave_empty": "从中午到中午，一天也没有请。请改起止时间。",
    "leave_long": "请假最多 {most} 天。请核对年份。",
    "leave_begun": "这次假 {first} 已经开始，不能撤销。请用「销假」写明最后一天。",
    "leave_end": "最后一天要在 {first} 到 {last} 之间，而且比原来早。请改日期。",
    "person_unknown": "人员登记里找不到这个人。请重新选；还没有登记的，请排班员先登记。",
    "person_not_here": "{name} {on} 不在本单位工作，不能在这里办。请核对人和日期。",
    "person_not_self": "这是别人的事。请本人、排班员或院长来办；本人办不了的，请排班员在「人员」里关联账号。",
}

NAMES: dict[str, str] = {
    "leave": "请假",
    "leave.asked": "申请请假",
    "leave.approved": "准假",
    "leave.declined": "不准假",
    "leave.withdrawn": "撤销请假",
    "leave.ended": "销假",
}
#: What a slip's state is called.
STATES: dict[str, str] = {
    "asked": "待批",
    "approved": "已准",
    "declined": "未准",
    "withdrawn": "已撤销",
    "ended": "已销假",
}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: {
        **STATES,
        **{kind.value: name for kind, name in KINDS.items()},
        "approve": "准假",
        "decline": "退回",
        "withdraw": "撤销",
        "end": "销假",
        "person": "请假人",
        "first": "第一天",
        "last": "最后一天",
        "reason": "事由",
        "answer": "批语",
    }
}


def say_days(slip: LeaveSlip | Written) -> str:
    """Return the days of leave: 2026-12-01 至 2026-12-03 中午."""
    begins = f"{slip.first.isoformat()}{' 中午' if slip.from_noon else ''}"
    if slip.first == slip.last:
        return f"{slip.first.isoformat()}{' 下午' if slip.from_noon else ' 上午' if slip.until_noon else ''}"
    return f"{begins} 至 {slip.last.isoformat()}{' 中午' if slip.until_noon else ''}"


def say_halves(halves: int) -> str:
    """Return halves of days as days: 2.5 天."""
    whole, half = divmod(abs(halves), WHOLE)
    sign = "-" if halves < 0 else ""
    return f"{sign}{whole}{'.5' if half * HALF else ''} 天"


def say_annual(standing: Annual) -> str:
    """Return how somebody stands with annual leave of a year."""
    if standing.since is None:
        return "没有登记任职日期，算不出应休天数"
    asked = f"，另有 {say_halves(standing.asked)}待批" if standing.asked else ""
    return (
        f"{standing.year} 年应休 {entitled_days(standing.years)} 天，已准 {say_halves(standing.taken)}，"
        f"剩 {say_halves(standing.left)}{asked}"
    )


def say_preview(found: Preview) -> str:
    """Return what leave that is being written comes to."""
    parts = [f"工作日 {say_halves(found.working)}"]
    if found.unpublished:
        parts.append(f"{'、'.join(map(str, found.unpublished))} 年放假安排未发布，天数可能会变")
    if found.annual is not None:
        parts.append(say_annual(found.annual))
    if found.falls:
        parts.append(f"已经排了班：{say_falls(found.falls)}")
    if found.sessions:
        parts.append(f"要停诊或改期：{say_sessions(found.sessions)}")
    if found.promised:
        parts.append(f"签约服务要有人接：{found.promised}")
    parts += [f"和{KINDS[one.kind]}（{say_days(one)}）重了" for one in found.others[:1]]
    return "；".join(parts)


def say_falls(falls: Sequence[Fall]) -> str:
    """Return the duties that fall, the first few: 12-3 夜班（缺 1 人）."""
    shown = [_say_fall(one) for one in falls[:_SHOWN]]
    more = f"等 {len(falls)} 个班" if len(falls) > _SHOWN else ""
    return "、".join(shown) + more


def _say_fall(fall: Fall) -> str:
    lacks = f"（缺{fall.who} {fall.least - fall.there} 人）" if fall.is_short else ""
    return f"{fall.day.month}-{fall.day.day} {fall.name}{lacks}"


def say_basis(standing: Annual) -> str:
    """Return what the entitlement was reckoned from, since years elsewhere are not known here."""
    since: date | None = standing.since
    if since is None:
        return "请排班员在「人员」里补登编制起始日期。"
    return f"按登记的任职日 {since.isoformat()} 算满 {standing.years} 年；外单位的工龄没有算进去，由院长核定。"


def say_statutory(kind: Kind) -> str:
    """Return what the law says of the length of a kind of leave; empty where it is the province's or the unit's."""
    return {
        Kind.ANNUAL: "满 1 年 5 天，满 10 年 10 天，满 20 年 15 天；休息日和法定节假日不算",
        Kind.MATERNITY: f"国家规定 {MATERNITY_DAYS} 天，省里另有延长的加上",
    }.get(kind, "")
