"""What a proposal of the planner says in words: how it follows on, why this doctor, what stands against the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.staffing.model.posting_joints import Gap
from yigongti_desktop.capabilities.staffing.model.posting_joints import Joint
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEVELS
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import boundary
from yigongti_desktop.capabilities.staffing.model.posting_proposals import Proposal
from yigongti_desktop.capabilities.staffing.model.posting_reasons import PRIVATE
from yigongti_desktop.capabilities.staffing.model.posting_reasons import Ground
from yigongti_desktop.capabilities.staffing.model.posting_reasons import Why
from yigongti_desktop.capabilities.staffing.model.postings import Posting

_CALLED = {level: word for word, level in LEVELS.items()}
_NAMED = 3
_GROUNDS = {
    Ground.SKILL: "职称或科室不合单位的申请",
    Ground.BARRED: "不派往这个单位",
    Ground.AWAY: "那几个月不能派",
    Ground.POSTED: "那时在派驻，或刚派回来",
    Ground.ELSEWHERE: "这次排到别的时候或单位",
    Ground.TOGETHER: "不同时派的人那时在外",
    Ground.FULL: "科室那时已走满三分之一",
    Ground.TURN: "到基层的月数更多，不轮到",
    Ground.FAR: "路更远",
    Ground.OTHER_DEPARTMENT: "不在重点帮扶科室",
    Ground.ALIKE: "也合适，可以换成",
}


def say_start(one: Proposal) -> str:
    """Return in few letters how a proposal follows on."""
    if one.before is None:
        return "前面没有人"
    return _few(one.before)


def start_tone(one: Proposal) -> str:
    """Return the tone of that: a day that is open is a warning."""
    return "warn" if one.before is not None and one.before.days > 0 else "text"


def say_before(one: Proposal) -> str:
    """Return in words how a proposal follows whoever was there before."""
    joint = one.before
    if joint is None:
        return f"前面没有人。从 {_day(one.since)} 起有人。"
    said = f"{joint.name} {_day(joint.on)} 止，"
    if joint.days > 0:
        said += f"{_day(one.since)} 才接上，"
    elif not joint.days:
        said += "第二天接上，"
    return said + _between(joint)


def say_after(one: Proposal) -> str:
    """Return in words who follows; empty where nobody does."""
    joint = one.after
    return f"{joint.name} {_day(joint.on)} 来，{_between(joint)}" if joint is not None else ""


def why_facts(known: Known, one: Proposal, why: Why) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Return why somebody is sent, as facts of a panel."""
    asked = next((each for each in known.postings if each.id == one.request), None)
    is_open = one.before is not None and one.before.days > 0
    return [
        ("来由", _cause(known, asked)),
        ("前面", say_before(one), "warn" if is_open else ""),
        ("后面", say_after(one), "warn" if one.after is not None and one.after.days > 0 else ""),
        ("路程", _way(why)),
        ("资格", _skill(why)),
        ("轮次", _turn(why)),
        ("晋升", _promotion(why)),
    ]


def other_facts(why: Why) -> list[tuple[str, str]]:
    """Return what stands against the others; grounds of their own are counted, nobody is named."""
    return [(f"{len(names)} 人", _ground(ground, names)) for ground, names in why.others]


def gap_facts(known: Known, one: Gap) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Return what there is to say of days that nobody covers."""
    said: list[tuple[str, str] | tuple[str, str, str]] = [
        ("没有人", f"{_day(one.since)}—{_day(one.until)}，{one.days} 天", "warn")
    ]
    its = range(boundary(known, one.since), boundary(known, one.until) + 1)
    closed = [month for month in known.without_agreement(one.unit) if month in its]
    if closed:
        said.append(("协议", f"盖不住其中 {len(closed)} 个月，从 {_month(known, closed[0])} 起。续签以后再排一次。"))
    if len(closed) < len(its):
        said.append(("为什么", "没有可以派的人：人不够、那几个月不能派、科室已走满，或满不了半年。"))
    return said


def without_agreement(known: Known) -> str:
    """Return in words where nobody, or in some months nobody, can be sent for want of an agreement (STF-25)."""
    closed = {name: months for unit, name in known.units if (months := known.without_agreement(unit))}
    never = [name for unit, name in known.units if known.takes_nobody(unit)]
    partly = [name for name in closed if name not in never]
    said = ""
    if never:
        said += f"{_some(never)}没有能盖住半年的协议，不排人。"
    if partly:
        first = _month(known, min(closed[name][0] for name in partly))
        said += f"{_some(partly)}的协议有月份盖不住（最早 {first}），不排到那些月份。"
    return said


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > _NAMED else "")


def _month(known: Known, place: int) -> str:
    first = known.month(place)[0]
    return f"{first.year}年{first.month}月"


def _few(joint: Joint) -> str:
    if joint.days > 0:
        return f"空 {joint.days} 天"
    return "第二天接" if not joint.days else f"同在 {-joint.days} 天"


def _between(joint: Joint) -> str:
    if joint.days > 0:
        return f"中间 {joint.days} 天没有人。"
    return "一天不空。" if not joint.days else f"两人同在 {-joint.days} 天，正好交接。"


def _cause(known: Known, asked: Posting | None) -> str:
    if asked is None:
        return f"补缺口：这些日子单位没有{_CALLED.get(known.least, '')}以上的人。"
    wanted = "、".join(part for part in (asked.department, _CALLED.get(asked.wish.title, "")) if part)
    return f"单位申请：{wanted}{'以上' if _CALLED.get(asked.wish.title) else ''}，{asked.since} 起。"


def _way(why: Why) -> str:
    if why.is_near:
        return "住在这个单位附近，不算远。"
    return f"{why.kilometres} 公里。" if why.kilometres else "没有填路程，不计。"


def _skill(why: Why) -> str:
    said = "，".join(part for part in (_CALLED.get(why.level, ""), why.department) if part)
    if not why.supported:
        return f"{said}。"
    is_supported = why.department in why.supported
    return f"{said}。重点帮扶{'、'.join(why.supported)}，{'正是这个科室' if is_supported else '本人不是'}。"


def _turn(why: Why) -> str:
    served = f"到基层已满 {why.served} 个月" if why.served else "还没到基层派驻过"
    ahead = f"，{why.ahead} 人比此人还少" if why.ahead else "，没有人比此人少"
    return f"{served}。{why.doctors} 人可派{ahead}。"


def _promotion(why: Why) -> str:
    if not why.promotion:
        return "已是正高，不用再攒。"
    left = why.promotion - why.served
    return f"晋升要 {why.promotion} 个月，还差 {left} 个月。" if left > 0 else f"晋升要的 {why.promotion} 个月已满。"


def _ground(ground: Ground, names: Sequence[str]) -> str:
    said = _GROUNDS[ground]
    if ground in PRIVATE:
        return f"{said}。"
    more = "等" if len(names) > _NAMED else ""
    return f"{said}：{'、'.join(names[:_NAMED])}{more}。"


def _day(on: date) -> str:
    return f"{on.year}-{on.month}-{on.day}"
