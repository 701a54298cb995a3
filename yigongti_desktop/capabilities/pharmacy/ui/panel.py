"""The request beside the list: what was asked for, its trail, what can be done."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.request import has_differences
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store.requests import Opened
from yigongti_desktop.capabilities.pharmacy.store.requests import RequestRow
from yigongti_desktop.capabilities.pharmacy.ui import state
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.trail import mark

_MOST_LINES = 12


def show_request(panel: Panel, opened: Opened, desk: Desk, own: str) -> None:
    """Fill the panel with a request."""
    request = opened.request
    row = RequestRow(request=request, is_waiting=opened.is_waiting)
    name = request.institution_name if state.is_centre(request, own) else "请领单"
    facts = "加急" if request.urgency is Urgency.URGENT else ""
    left = request.number or "草稿，还没有编号"
    panel.show_head(name, facts, state.badge(row, own), left, state.packs(request))
    panel.facts.show_facts(_facts(request, desk))
    now = desk.now()
    marks = [mark(step, desk, now) for step in steps(request, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, request, own)


def _facts(request: DrugRequest, desk: Desk) -> list[tuple[str, str] | tuple[str, str, str]]:
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("用途", request.note),
        ("请领人", request.requester),
        ("审核人", request.reviewer),
        ("配送单", "　".join(part for part in (request.delivery, request.dispatcher) if part)),
        ("收货人", request.receiver),
        ("原因", request.reason),
    ]
    facts += [(f"第 {place} 行", line_words(line, desk)) for place, line in enumerate(request.lines[:_MOST_LINES], 1)]
    more = len(request.lines) - _MOST_LINES
    if more > 0:
        facts.append(("", f"另有 {more} 种，按 Enter 看全部"))
    return facts


def line_words(line: Line, desk: Desk) -> str:
    """Return a line in a sentence: 阿莫西林胶囊　领 120 盒，批 100，发 100，收 98（短少）."""
    words = f"{line.name} {line.strength}　领 {line.requested:,} {line.unit}"
    if line.approved is not None and line.approved != line.requested:
        words += f"，批 {line.approved:,}"
    if line.lots:
        words += f"，发 {line.dispatched:,}"
    if line.lots and line.lots[0].received is not None:
        words += f"，收 {line.received:,}"
    return f"{words}（{desk.name(line.difference)}）" if line.difference else words


def _call_out(panel: Panel, request: DrugRequest, own: str) -> None:
    panel.callout.clear()
    if request.state is State.SENT_BACK and not state.is_centre(request, own):
        panel.callout.say(state.sent_back_by(request), f"{request.reason}。您填的数没有动，补完后再送。")
    elif request.state is State.REJECTED and not state.is_centre(request, own):
        panel.callout.say("中心药房没有批准", "每一行的原因见明细。", tone="warn")
    elif request.state is State.DISPATCHED and not state.is_centre(request, own):
        panel.callout.say("已发出，等本院点数", "按实物逐批点数，对不上的写明原因。", tone="warn", icon="box")
    elif request.state is State.RECEIVED and has_differences(request):
        several = [line.name for line in request.lines if line.difference]
        panel.callout.say("收货有差异", f"{'、'.join(several[:4])} 与发货数对不上，请双方核对。", tone="warn")
