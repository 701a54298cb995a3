"""What shortages bring to 今日: who waits to be called, what is late, what the lead hospital has to answer."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.shortage import AWAITED
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.pharmacy.ui import shortage_state as state
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import ANSWERS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.kit.words import phone

PAGE = "shortages"
_COUNTED_FOR = frozenset({Role.PHARMACIST, Role.DIRECTOR})


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return whom the pharmacist has to call and what is due or late; for the central pharmacy, what to answer."""
    found: list[Todo] = []
    for one in store.open_shortages(connection):
        if one.institution != actor.institution:
            if actor.may(state.CENTRE) and one.lead == actor.institution and awaits_answer(one):
                found.append(_todo(one, kind="代购", icon="inbox", badge="待答复", title=one.institution_name))
        elif not actor.may(state.PHARMACIST):
            continue
        elif awaits_call(one):
            found.append(_todo(one, kind="通知", icon="phone", badge="待通知", title=one.patient))
        elif one.state in AWAITED and one.needed_by <= day(now):
            found.append(_todo(one, kind="缺药", icon="pill", title=one.patient))
    return found


def figures(connection: Any, actor: Actor, now: datetime) -> list[Figure]:
    """Return how many drugs are still to come, and how many people wait to hear that theirs has."""
    found = store.open_shortages(connection)
    if actor.may(state.CENTRE):
        asked = [one for one in found if one.lead == actor.institution and awaits_answer(one)]
        return [Figure(title="代购待答复", value=str(len(asked)), unit="条", page=PAGE)] if asked else []
    mine = [one for one in found if one.institution == actor.institution]
    if not actor.may(_COUNTED_FOR) or not mine:
        return []
    still = [one for one in mine if one.state in AWAITED]
    late = sum(is_late(one, day(now)) for one in still)
    calls = sum(awaits_call(one) for one in mine)
    words = [f"超期 {late} 条" if late else "", f"待通知 {calls} 人" if calls else ""]
    note = "，".join(word for word in words if word) or "没有超期的"
    tone = "danger" if late else "warn" if calls else ""
    return [Figure(title="缺药未到", value=str(len(still)), unit="条", note=note, tone=tone, page=PAGE)]


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return what the lead hospital answered to 代购 in the last week."""
    found: list[News] = []
    if not actor.may(_COUNTED_FOR):
        return found
    for shortage, step in store.answers_since(connection, actor.institution, now - timedelta(days=7)):
        answer = ANSWERS.get(shortage.answer, "")
        words = shortage.answer_words
        detail = "　".join(part for part in (f"代购{answer}", words, shortage.patient) if part)
        at = step.hub_at or step.at
        found.append(News(at=at, icon="pill", title=shortage.name, detail=detail, page=PAGE, record=shortage.id))
    return found


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many wait for this institution: to be called, late, or to be answered."""
    found = store.open_shortages(connection)
    if actor.may(state.CENTRE):
        return Count(number=sum(one.lead == actor.institution and awaits_answer(one) for one in found))
    mine = [one for one in found if one.institution == actor.institution]
    return Count(number=sum(awaits_call(one) or is_late(one, day(now)) for one in mine))


def _todo(shortage: Shortage, *, kind: str, icon: str, title: str, badge: str = "") -> Todo:
    is_awaited = shortage.state in AWAITED and kind != "代购"
    about = f"{shortage.name}　{state.amount(shortage)}"
    return Todo(
        kind=kind,
        icon=icon,
        title=title,
        detail=about if kind == "代购" else f"{about}，{phone(shortage.phone)}",
        who="中心药房" if kind == "代购" else "药房",
        due_on=shortage.needed_by if is_awaited else None,
        badge=badge,
        page=PAGE,
        record=shortage.id,
    )
