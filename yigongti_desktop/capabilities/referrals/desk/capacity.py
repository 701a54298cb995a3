"""Reserved capacity on the desk: the office's weeks and figures, what units may hold, what they are told of it."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.referrals.messages.capacity import NoteSlot
from yigongti_desktop.capabilities.referrals.model.capacity_share import by_kind
from yigongti_desktop.capabilities.referrals.model.capacity_share import monday
from yigongti_desktop.capabilities.referrals.refused import capacity as refused
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.capabilities.referrals.ui.capacity_words import others_of
from yigongti_desktop.capabilities.referrals.ui.capacity_words import state_of
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.storage import records

_OFFICE = frozenset({Role.REFERRAL_OFFICE})
_WRITERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_UNITS = CLINICAL_ROLES | {Role.DIRECTOR}
_SIX = timedelta(days=6)


def _weeks(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.capacity_page import CapacityPage

    return CapacityPage(desk)


def _figures(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.capacity_figures import CapacityFiguresPage

    return CapacityFiguresPage(desk)


def _slots(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.slots_page import SlotsPage

    return SlotsPage(desk)


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return what a clinic has to read of its holds, and which kinds the office reserves too few of this week."""
    found: list[Todo] = []
    if actor.may(_WRITERS):
        found += [_told(connection, hold) for hold in store.to_read(connection, actor.institution)]
    if actor.may(_OFFICE):
        found += _short(connection, actor, now)
    return found


def _told(connection: Any, hold: Any) -> Todo:
    case = records.load(connection, REFERRAL, hold.referral)
    name = case.slip.patient.name if case else hold.referral_number
    return Todo(
        kind="预约",
        icon="calendar",
        title=name,
        detail="　".join(part for part in (state_of(hold), others_of(hold)) if part),
        who=hold.asked_by_name,
        account=hold.asked_by,
        badge="要改约" if hold.state.value == "answered" else "看一下",
        page="referrals",
        record=hold.referral,
        noted=NoteSlot(hold=hold.id, seen=f"{hold.state.value} {hold.why}"),
    )


def _short(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    first = monday(day(now))
    week = store.week(connection, actor.institution, first, first + _SIX)
    return [
        Todo(
            kind="预留",
            icon="calendar",
            title=f"{KINDS[share.name]} 本周预留不够",
            detail=f"预留 {share.reserved} / {share.total}，还差 {lacking} 个到 {week.percent} %",
            who="转诊办",
            badge=f"差 {lacking}",
            page="capacity",
            record=first.isoformat(),
        )
        for share in by_kind(week.lines)
        if (lacking := share.lacking(week.percent))
    ]


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="capacity", title="预留号源", short="号源", icon="calendar", order=11, roles=_OFFICE, make=_weeks
        ),
        PageSpec(
            name="capacity_figures",
            title="号源统计",
            short="统计",
            icon="chart",
            order=12,
            roles=_OFFICE | {Role.COMMUNITY_OFFICE},
            make=_figures,
        ),
        PageSpec(
            name="slots",
            title="可约号源",
            short="号源",
            icon="calendar",
            order=41,
            roles=_UNITS,
            make=_slots,
            is_of_units=True,
        ),
    ),
    todos=todos,
    contents=refused.contents,
    take_up=refused.take_up,
)
