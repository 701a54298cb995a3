"""The difference case beside the list: its lines with their answers, its trail, what comes of it."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseLine
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference_road import steps
from yigongti_desktop.capabilities.pharmacy.store.differences import CaseRow
from yigongti_desktop.capabilities.pharmacy.store.differences import OpenedCase
from yigongti_desktop.capabilities.pharmacy.ui import difference_state as state
from yigongti_desktop.capabilities.pharmacy.ui.words import DIFFERENCES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.trail import mark

Fact = tuple[str, str] | tuple[str, str, str]
_MOST_LINES = 12


def show_case(panel: Panel, opened: OpenedCase, desk: Desk, actor: Actor) -> None:
    """Fill the panel with a case."""
    case = opened.case
    row = CaseRow(case=case, is_waiting=opened.is_waiting)
    name = case.institution_name if state.is_centre(case, actor.institution) else "差异单"
    panel.show_head(name, "", state.badge(row, actor), case.number, f"{len(case.lines)} 行")
    panel.facts.show_facts(_facts(case))
    now = desk.now()
    marks = [mark(step, desk, now) for step in steps(case, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, case, actor)


def line_words(line: CaseLine) -> str:
    """Return a line in a sentence: 阿莫西林胶囊 0.25g　批号 A1　发 60，收 55，少 5 盒."""
    counted = f"发 {line.sent:,}，收 {line.received:,}，{state.difference_words(line)}"
    unit = f" {line.unit}" if line.missing else ""
    return f"{line.name} {line.strength}".strip() + f"　批号 {line.lot}　{counted}{unit}"


def _facts(case: DifferenceCase) -> list[Fact]:
    facts: list[Fact] = [("配送单", case.delivery), ("登记人", case.raised_by), ("答复人", case.answered_by)]
    for place, line in enumerate(case.lines[:_MOST_LINES], 1):
        facts.append((f"第 {place} 行", line_words(line)))
        why = "　".join(part for part in (DIFFERENCES.get(line.kind, line.kind), line.note) if part)
        facts.append(("原因", why))
        answer = state.answer_words(line)
        facts.append(("答复", f"→ {answer}" if answer else "", "name"))
    more = len(case.lines) - _MOST_LINES
    if more > 0:
        facts.append(("", f"另有 {more} 行，按 Enter 看全部"))
    return facts


def _call_out(panel: Panel, case: DifferenceCase, actor: Actor) -> None:
    panel.callout.clear()
    if case.dispute and case.state is CaseState.RAISED:
        title = "对方不同意" if state.is_centre(case, actor.institution) else "本院不同意"
        panel.callout.say(title, f"{case.dispute}。原来的答复还在，改好再送。" if title[0] == "对" else case.dispute)
    elif state.may_answer(case, actor):
        panel.callout.say("等中心药房答复", "每一行都要答复，对方同意后结清。", tone="warn", icon="inbox")
    elif state.may_settle(case, actor):
        panel.callout.say("中心药房已答复，等本院确认", _consequence(case), tone="warn", icon="inbox")


def _consequence(case: DifferenceCase) -> str:
    again = sum(line.answer == Answer.RESEND for line in case.lines)
    resend = f"补发的 {again} 行会自动生成请领单，不用另写。" if again else ""
    return f"同意就结清，不再改。{resend}不同意的写明原因，由中心药房再答复。"
