"""A village's request beside the list: what it asks for, its trail, what can be done."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.village import VillageLine
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.model.village_road import steps
from yigongti_desktop.capabilities.pharmacy.store.villages import OpenedVillage
from yigongti_desktop.capabilities.pharmacy.ui import village_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.registry.ui.trail import mark

_MOST_LINES = 16


def show_village(panel: Panel, opened: OpenedVillage, desk: Desk, actor: Actor) -> None:
    """Fill the panel with a village's request."""
    request = opened.row.request
    panel.show_head(request.village, "", state.badge(opened.row), request.number, f"{len(request.lines)} 种")
    facts = [("填报人", request.requester), ("请领单", opened.row.order), ("原因", request.reason)]
    facts += [(f"第 {place} 行", line_words(line)) for place, line in enumerate(request.lines[:_MOST_LINES], 1)]
    more = len(request.lines) - _MOST_LINES
    if more > 0:
        facts.append(("", f"另有 {more} 种，按 Enter 看全部"))
    panel.facts.show_facts(facts)
    now = desk.now()
    marks = [mark(step, desk, now) for step in steps(request, opened.steps)]
    panel.show_trail(marks, proven=any(step.receipt for step in opened.steps))
    _call_out(panel, opened, actor)


def line_words(line: VillageLine) -> str:
    """Return a line in a sentence: 阿莫西林胶囊 0.25g　10 盒，已发 6　非基药：老病人常年在用."""
    words = f"{line.name} {line.strength}".strip() + f"　{line.quantity:,} {line.unit}"
    if line.issued:
        words += f"，已发 {line.issued:,}"
    said = line.remark if line.essential else f"非基药：{line.reason}"
    return f"{words}　{said}" if said else words


def _call_out(panel: Panel, opened: OpenedVillage, actor: Actor) -> None:
    panel.callout.clear()
    if state.is_to_share(opened.row) and actor.may(state.PHARMACISTS):
        panel.callout.say(
            "药到了，等分发", f"请领单 {opened.row.order} 已点收，按各村的份额分发。", tone="warn", icon="box"
        )
    elif opened.row.request.state is VillageState.ASKED and actor.may(state.PHARMACISTS):
        panel.callout.say("等汇总", "按 F9 把待汇总的并成一张请领单。", tone="warn", icon="inbox")
