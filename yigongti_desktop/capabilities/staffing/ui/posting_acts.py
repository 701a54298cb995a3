"""What somebody may do with a posting, by its state, their side and their work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import postings as m
from yigongti_desktop.capabilities.staffing.model.posting_checks import LONGEST
from yigongti_desktop.capabilities.staffing.model.posting_kinds import FROM_OUTSIDE
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LASTING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.posting_moves import Outsider
from yigongti_desktop.capabilities.staffing.model.postings import COUNTABLE
from yigongti_desktop.capabilities.staffing.model.postings import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.served import owed
from yigongti_desktop.capabilities.staffing.ui.posting_months import Say
from yigongti_desktop.capabilities.staffing.ui.posting_months import months_to_write
from yigongti_desktop.capabilities.staffing.ui.posting_months import note_month
from yigongti_desktop.capabilities.staffing.ui.posting_state import OFFICE
from yigongti_desktop.capabilities.staffing.ui.posting_state import READERS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.ids import is_id
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.ui.staff.words import LEVELS
from yigongti_desktop.registry.ui.staff.words import PROFESSIONS

_DECLINE = ("本院人手不够", "没有这个专业的人", "等下一批派驻", "请改成坐诊或巡诊")
_WITHDRAW = ("不需要了", "填写有误", "已从别处解决")
_EXTEND = ("继续帮带", "接替的人没有到", "单位请求留用")
_BREAK_OFF = ("本人生病", "调回本院", "离职", "单位不再需要", "没有到岗")


def offers(posting: Posting, actor: Actor, today: date) -> list[Act]:
    """Return what this person may do with the posting, the main act first."""
    is_office = actor.may(OFFICE) and actor.institution == posting.lead
    found: list[Act] = []
    if actor.institution == posting.host and actor.may(READERS):
        found += _of_host(posting, today)
    if is_office:
        found += _of_office(posting)
    may_withdraw = actor.institution == posting.unit and actor.may(READERS)
    if may_withdraw and LIFECYCLE.may("withdraw", posting.state):
        found.append(Act(name="withdraw", text="撤回", icon="undo", style=LINK))
    if is_office and posting.person is not None and posting.person.staff and posting.months:
        found.append(Act(name="certificate", text="服务证明", key="Ctrl+P", icon="printer"))
    if found and not found[0].key and found[0].style != LINK:
        first = found[0]
        found[0] = Act(name=first.name, text=first.text, key="F7", icon=first.icon, style=PRIMARY)
    return found


def ask(act: str, posting: Posting, today: date, people: Search, say: Say) -> Ask | None:
    """Return what an act asks for.

    Args:
        act: its name.
        posting: what it is done with.
        today: of the desk.
        people: proposes whom the hospital could send.
        say: tells what is wrong with what was typed.
    """
    if act == "arrange":
        return _arrange(posting, people)
    if act == "arrive":
        return Ask(
            title="哪一天到岗的",
            verb="确认到岗",
            sections=only(Field(name="on", label="到岗日期", kind=DATE, is_needed=True, note="填真正到岗的那一天")),
            command=lambda values: m.ConfirmArrival(posting=posting.id, on=values["on"]),
        )
    if act == "note_month":
        return note_month(posting, today, say)
    if act == "extend":
        return Ask(
            title="延期到哪一天",
            verb="延期",
            sections=only(_day("until", "延到"), reason(_EXTEND)),
            command=lambda values: m.ExtendPosting(posting=posting.id, until=values["until"], reason=values["reason"]),
        )
    return _with_reason(act, posting)


def at_once(act: str, posting: Posting) -> Any | None:
    """Return the command of an act that asks for nothing more, or None."""
    return m.CompletePosting(posting=posting.id) if act == "complete" else None


def begins_with(act: str, posting: Posting, today: date) -> dict[str, Any]:
    """Return what stands in the fields of an act when it is begun."""
    if act == "arrange":
        days = {"since": posting.since, "until": posting.until, "department": posting.department}
        return days | {"why_short": posting.why_short, "approval": posting.approval}
    months = months_to_write(posting, today)
    begun: dict[str, dict[str, Any]] = {
        "note_month": {"first": months[0].isoformat()} if months else {},
        "arrive": {"on": min(max(posting.since, min(today, posting.until)), today)},
        "extend": {"until": months_after(posting.until, 1)},
        "break_off": {"last": min(today, posting.until)},
    }
    return begun.get(act, {})


def _of_host(posting: Posting, today: date) -> list[Act]:
    found: list[Act] = []
    if LIFECYCLE.may("arrive", posting.state):
        found.append(Act(name="arrive", text="确认到岗", icon="check"))
    if posting.state in COUNTABLE and posting.arrived_on is not None:
        is_done = LIFECYCLE.may("complete", posting.state) and today > posting.until and not owed(posting, today)
        found += [Act(name="complete", text="办期满", icon="flag")] if is_done else []
        found.append(Act(name="note_month", text="登记天数", icon="calendar"))
    return found


def _of_office(posting: Posting) -> list[Act]:
    found: list[Act] = []
    if posting.state is State.ASKED:
        found.append(Act(name="arrange", text="安排", icon="people"))
        found.append(Act(name="decline", text="不安排", icon="close", style=LINK))
    if LIFECYCLE.may("extend", posting.state):
        found.append(Act(name="extend", text="延期", icon="clock", style=PLAIN))
    if posting.state is State.ARRANGED:
        found.append(Act(name="arrange", text="改派", icon="pencil", style=PLAIN))
    if LIFECYCLE.may("break_off", posting.state):
        found.append(Act(name="break_off", text="中止", icon="close", style=LINK))
    return found


def _with_reason(act: str, posting: Posting) -> Ask | None:
    if act == "decline":
        return Ask(
            title="为什么不安排",
            verb="答复",
            sections=only(reason(_DECLINE)),
            command=lambda values: m.DeclinePosting(posting=posting.id, reason=values["reason"]),
            is_danger=True,
        )
    if act == "withdraw":
        return Ask(
            title="撤回这次申请",
            verb="撤回",
            sections=only(reason(_WITHDRAW)),
            command=lambda values: m.WithdrawPosting(posting=posting.id, reason=values["reason"]),
            is_danger=True,
        )
    if act == "break_off":
        has_come = posting.arrived_on is not None
        return Ask(
            title="中止这次派驻",
            verb="中止",
            sections=only(*([_day("last", "最后一天")] if has_come else []), reason(_BREAK_OFF)),
            command=lambda values: m.BreakOffPosting(
                posting=posting.id, last=values.get("last") or posting.since, reason=values["reason"]
            ),
            is_danger=True,
        )
    return None


def _arrange(posting: Posting, people: Search) -> Ask:
    is_open = posting.kind in FROM_OUTSIDE
    fields = [
        Field(
            name="staff",
            label="派谁",
            kind=PICK,
            search=people,
            is_free=is_open,
            is_needed=True,
            placeholder="姓名、首字母；人员库里没有的直接写" if is_open else "姓名、首字母",
        )
    ]
    if is_open:
        fields += [
            _choice("profession", "岗位", PROFESSIONS),
            _choice("level", "职称", LEVELS),
            Field(name="home_name", label="派出单位", most=LONGEST),
        ]
    fields += [_day("since", "起"), _day("until", "止"), Field(name="department", label="科室", most=LONGEST)]
    if posting.kind is Kind.ROTATION:
        fields.append(Field(name="approval", label="批准文号", most=LONGEST))
    if posting.kind in LASTING:
        fields.append(_why_short())

    def command(values: Mapping[str, Any]) -> m.ArrangePosting:
        chosen = str(values["staff"] or "").strip()
        arranged = Arrangement(
            staff=chosen if is_id(chosen) else "",
            outsider=None if is_id(chosen) or not chosen else _outsider(chosen, values),
            since=values["since"],
            until=values["until"],
            department=values["department"],
            approval=values.get("approval", ""),
            why_short=values.get("why_short", ""),
        )
        return m.ArrangePosting(posting=posting.id, arrangement=arranged)

    return Ask(title="安排谁去", verb="安排", sections=_paired(fields), command=command)


def _outsider(name: str, values: Mapping[str, Any]) -> Outsider:
    return Outsider(
        name=name,
        profession=Profession(values.get("profession") or Profession.DOCTOR.value),
        level=Level(values.get("level") or Level.NONE.value),
        home_name=values.get("home_name", ""),
    )


def _paired(fields: list[Field]) -> tuple[Section, ...]:
    rows: list[tuple[Field, ...]] = []
    for field in fields:
        if field.name == "until" and rows and rows[-1][0].name == "since":
            rows[-1] = (*rows[-1], field)
        else:
            rows.append((field,))
    return (Section("", tuple(rows)),)


def _day(name: str, label: str) -> Field:
    return Field(name=name, label=label, kind=DATE, is_needed=True)


def _why_short() -> Field:
    return Field(name="why_short", label="不满半年", most=LONGEST, placeholder="不满半年才填原因")


def _choice(name: str, label: str, words: Mapping[str, str]) -> Field:
    options = [Option(key, title) for key, title in words.items()]
    return Field(name=name, label=label, kind=PICK, options=options)
