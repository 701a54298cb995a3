"""Who of those that follow referred patients is at work (REF-23), and the page of what happened to somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from datetime import datetime
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.referrals.desk import cases
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.store import tracking
from yigongti_desktop.capabilities.staffing.model.leave import HALF
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.store import leave
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.registry import store as registry

LEFT, ON_LEAVE = "left", "on_leave"
_WORDS = {LEFT: "已离岗", ON_LEAVE: "请假"}
_OFFICE = frozenset({Role.DIRECTOR, Role.REFERRAL_OFFICE})


def absent(connection: Any, institution: str, on: date, trackers: frozenset[str]) -> Mapping[str, str]:
    """Return which trackers of an institution are not at work on a day, and why: left, or on_leave the whole day."""
    working = {one.id for one in registry.accounts_of(connection, institution)}
    away = {
        slip.account for slip in leave.between(connection, institution, on, on) if slip.is_granted and _whole(slip, on)
    }
    return {one: LEFT if one not in working else ON_LEAVE for one in trackers if one not in working or one in away}


def absent_trackers(connection: Any, institution: str, on: date) -> Mapping[str, str]:
    """Return the trackers of open cases who are not at work at an institution on a day, and why."""
    return absent(connection, institution, on, tracking.trackers(connection))


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the cases whose tracker is not at work, for the office that hands them to somebody else."""
    if not actor.may(_OFFICE):
        return []
    away = absent_trackers(connection, actor.institution, day(now))
    followed = _followed(connection, actor.institution) if away else []
    return [_todo(one, away) for one in followed if tracker_of(one)[0] in away]


def told_of_trackers(page: PageSpec) -> PageSpec:
    """Return the page of referrals as one that knows who is at work; any other as it is."""
    return replace(page, make=partial(cases.make_page, absent=absent_trackers)) if page.name == "referrals" else page


def _followed(connection: Any, institution: str) -> list[Referral]:
    found = store.open_cases(connection)
    return [one for one in found if tracked_by(one) == institution and one.state is not State.DRAFT]


def _whole(slip: LeaveSlip, on: date) -> bool:
    return (
        Written(
            person=slip.person,
            kind=slip.kind,
            first=slip.first,
            last=slip.last,
            from_noon=slip.from_noon,
            until_noon=slip.until_noon,
        ).halves_on(on)
        > HALF
    )


def _todo(referral: Referral, away: Mapping[str, str]) -> Todo:
    account, name = tracker_of(referral)
    return Todo(
        kind="换人",
        icon="people",
        title=referral.slip.patient.name,
        detail=f"{referral.slip.impression or '未写初步印象'}，跟踪负责 {name} {_WORDS[away[account]]}，请换人跟踪",
        who="转诊",
        badge="无人跟踪",
        page="referrals",
        record=referral.id,
    )


def _timeline(desk: Any) -> Any:
    from yigongti_desktop.app.timeline_page import TimelinePage

    return TimelinePage(desk)


#: What follows from referrals and others together: whose tracker is away, what happened to a resident everywhere.
MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="timeline",
            title="居民经过",
            short="经过",
            icon="clock",
            order=41,
            section="基础资料",
            roles=CLINICAL_ROLES | _OFFICE,
            make=_timeline,
        ),
    ),
    todos=todos,
)
