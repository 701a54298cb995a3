"""The contract beside the list: who, with whom, until when, packages and benefits, what is owed, what was before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.benefits import benefits_on
from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Taken
from yigongti_desktop.capabilities.contracts.model.offering import bill
from yigongti_desktop.capabilities.contracts.model.road import steps
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.printing.words import how_often
from yigongti_desktop.capabilities.contracts.store.panel import Seen
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.capabilities.contracts.ui.signing_words import BENEFITS
from yigongti_desktop.capabilities.contracts.ui.signing_words import ENDINGS
from yigongti_desktop.capabilities.contracts.ui.signing_words import WAYS
from yigongti_desktop.capabilities.contracts.ui.signing_words import bill_words
from yigongti_desktop.capabilities.contracts.ui.signing_words import group_names
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.registry.ui.trail import mark
from yigongti_desktop.registry.ui.words import SEX

#: Tasks of each kind that are told one by one.
_MOST_TASKS = 4
_PAD = 16


class OwedPart(QWidget):
    """What is late, and what comes next."""

    def __init__(self) -> None:
        super().__init__()
        self._head, self._facts = label("", "name"), Facts()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(hairline())
        inside = QVBoxLayout()
        inside.setContentsMargins(_PAD, 10, _PAD, 10)
        inside.addLayout(row(self._head, None))
        inside.addWidget(self._facts)
        layout.addLayout(inside)
        self.hide()

    def show_tasks(self, overdue: Sequence[Task], following: Sequence[Task], today: date) -> None:
        """Show them, the late ones first."""
        self.setVisible(bool(overdue or following))
        self._head.setText(f"待办服务　逾期 {len(overdue)}，接下来 {len(following)}")
        late = [
            (short_day(task.due, today), f"{task.item_name}　逾期 {(today - task.closes).days} 天", "danger")
            for task in overdue[:_MOST_TASKS]
        ]
        soon = [
            (short_day(task.due, today), f"{task.item_name}　{short_day(task.opens, today)} 起可做")
            for task in following[:_MOST_TASKS]
        ]
        self._facts.show_facts([*late, *soon])


def show_contract(panel: Panel, owed: OwedPart, seen: Seen, desk: Desk, allowed: Allowed) -> None:
    """Fill the panel with a contract."""
    known, now = seen.contract, desk.now()
    today = day(now)
    who = f"{SEX[known.sex]}　{age(known.birth, today)}".strip("　")
    panel.show_head(
        known.name, who, state.badge(known, today, allowed, is_waiting=seen.is_waiting), known.number, known.village
    )
    panel.facts.show_facts(_facts(seen, today))
    owed.show_tasks(seen.overdue, seen.following, today)
    marks = [mark(step, desk, now) for step in steps(known, seen.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in seen.steps))
    _call_out(panel, seen, desk, today)


def _facts(seen: Seen, today: date) -> list[tuple[str, str] | tuple[str, str, str]]:
    known = seen.contract
    resident = seen.person.resident if seen.person else None
    groups = group_names(seen.person.standing.groups) if seen.person else ""
    term = f"{known.since.isoformat()} 至 {known.until.isoformat()}"
    signer = f"{known.signer} 代签（{known.signer_relation}）" if known.signer else ""
    signed = "　".join(part for part in (known.signed_on.isoformat(), WAYS[known.way.value], signer) if part)
    benefits = "、".join(BENEFITS[one.value] for one in benefits_on(known, today))
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("团队", f"{known.team_name}　{known.doctor}".strip("　"), "name"),
        ("期限", term, "name"),
        ("重点人群", groups),
        ("电话", phone(resident.phone) if resident else ""),
        ("同一协议", "、".join(seen.together)),
    ]
    facts += [(f"服务包{place if place > 1 else ''}", _package(one)) for place, one in enumerate(known.packages, 1)]
    facts += [
        ("费用", bill_words(bill(known.packages)).replace("：", "\n")),
        ("待遇", benefits or "今天不在有效期内，不享受签约待遇"),
        ("签署", signed),
        ("知情同意", known.consent),
        ("备注", known.remark),
        ("解约", _ending(known.latest)),
    ]
    before = "\n".join(_agreement(one) for one in reversed(known.former))
    return [*facts, ("以前协议", before)]


def _package(taken: Taken) -> str:
    items = "；".join(f"{item.name} {how_often(item.rhythm)}" for item in taken.items)
    return f"{taken.name}（{taken.year}）\n{items}"


def _ending(its: Agreement) -> str:
    if its.ended is None:
        return ""
    parts = (f"{its.ended.isoformat()} 起", ENDINGS.get(its.end_reason, its.end_reason), its.end_note)
    return "　".join(part for part in parts if part)


def _agreement(its: Agreement) -> str:
    ended = f"，{ENDINGS.get(its.end_reason, its.end_reason)}" if its.ended else ""
    done = f"，服务 {len(its.served)} 次" if its.served else ""
    last = its.term.last
    term = f"{its.since} 至 {last}" if last >= its.since else f"原定 {its.since} 起，没有生效"
    return f"{term}　{its.team_name}{ended}{done}\n{its.number}"


def _call_out(panel: Panel, seen: Seen, desk: Desk, today: date) -> None:
    """Say what somebody has to decide: the resident has died or moved while the agreement still stands."""
    panel.callout.clear()
    known, person = seen.contract, seen.person
    if known.end_reason == Ending.SAME_PERSON.value:
        words = f"两份居民档案并成了一份，先签的算数：{known.end_note}。做过的服务都在。"
        panel.callout.say("同一人另有协议", f"{words}要按这份签的，请在保留的档案上重签。", tone="warn")
        return
    if known.last < today or known.ended is not None:
        return
    if person is not None and person.standing.died_on is not None:
        died = person.standing.died_on.isoformat()
        panel.callout.say("居民已去世", f"登记的去世日期是 {died}。协议还没有解除，请解约。")
    elif person is None or (desk.actor is not None and desk.actor.institution not in person.resident.units):
        where = seen.moved_to or "别的机构"
        words = f"居民已迁到{where}。请和居民商量：由新机构签约时转签，或在这里解约。"
        panel.callout.say("居民已迁出", words, tone="warn")
    elif person is not None and person.resident.id != known.resident:
        words = "这份档案已并入保留的那份，协议照样有效。到期后在保留的档案上签。"
        panel.callout.say("档案已合并", words, tone="warn")
    elif seen.overdue:
        words = f"最早的一项应在 {seen.overdue[0].closes.isoformat()} 前做。"
        panel.callout.say(f"有 {len(seen.overdue)} 项服务逾期", words, tone="warn", icon="clock")
