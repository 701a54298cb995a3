"""The pages of all capabilities in one list, and what the window asks the database about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from typing import Any

import msgspec

from yigongti_desktop.app import trackers
from yigongti_desktop.app.benefits import told_of_contracts
from yigongti_desktop.app.sections import in_section
from yigongti_desktop.app.trackers import told_of_trackers
from yigongti_desktop.attachments.desk import MANIFEST as ATTACHMENTS
from yigongti_desktop.capabilities.contracts.desk import contracts
from yigongti_desktop.capabilities.contracts.desk import packages
from yigongti_desktop.capabilities.contracts.desk import rates
from yigongti_desktop.capabilities.contracts.desk import services
from yigongti_desktop.capabilities.contracts.desk import teams
from yigongti_desktop.capabilities.followups.desk import MANIFEST as FOLLOWUPS
from yigongti_desktop.capabilities.pharmacy.desk import counts
from yigongti_desktop.capabilities.pharmacy.desk import differences
from yigongti_desktop.capabilities.pharmacy.desk import long_prescriptions
from yigongti_desktop.capabilities.pharmacy.desk import measures
from yigongti_desktop.capabilities.pharmacy.desk import requests
from yigongti_desktop.capabilities.pharmacy.desk import reviews
from yigongti_desktop.capabilities.pharmacy.desk import shortages
from yigongti_desktop.capabilities.pharmacy.desk import statements
from yigongti_desktop.capabilities.pharmacy.desk import stock
from yigongti_desktop.capabilities.pharmacy.desk import villages
from yigongti_desktop.capabilities.referrals.desk import catalogues
from yigongti_desktop.capabilities.referrals.desk import deductible
from yigongti_desktop.capabilities.referrals.desk import figures as referral_figures
from yigongti_desktop.capabilities.referrals.desk.capacity import MANIFEST as CAPACITY
from yigongti_desktop.capabilities.referrals.desk.cases import MANIFEST as REFERRALS
from yigongti_desktop.capabilities.referrals.desk.paper import MANIFEST as PAPERS
from yigongti_desktop.capabilities.staffing.desk import agreements
from yigongti_desktop.capabilities.staffing.desk import handover
from yigongti_desktop.capabilities.staffing.desk import leave
from yigongti_desktop.capabilities.staffing.desk import posting_terms
from yigongti_desktop.capabilities.staffing.desk import postings
from yigongti_desktop.capabilities.staffing.desk import refusals as staffing
from yigongti_desktop.capabilities.staffing.desk import rosters
from yigongti_desktop.capabilities.staffing.desk import settings as roster_settings
from yigongti_desktop.capabilities.staffing.desk import swaps
from yigongti_desktop.capabilities.staffing.desk import teaching
from yigongti_desktop.capabilities.staffing.desk import visits
from yigongti_desktop.capabilities.staffing.desk import wishes
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.desk import CALENDAR
from yigongti_desktop.registry.desk import MANIFEST as REGISTRY
from yigongti_desktop.registry.desk import STAFF
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import records
from yigongti_desktop.sync.status import Status
from yigongti_desktop.sync.status import status

if TYPE_CHECKING:
    from yigongti_desktop.app.workbench import Workbench
    from yigongti_desktop.kit.desk import Desk

MANIFESTS = (
    REFERRALS,
    referral_figures.MANIFEST,
    deductible.MANIFEST,
    catalogues.MANIFEST,
    CAPACITY,
    PAPERS,
    requests.MANIFEST,
    villages.MANIFEST,
    shortages.MANIFEST,
    differences.MANIFEST,
    stock.MANIFEST,
    counts.MANIFEST,
    statements.MANIFEST,
    long_prescriptions.MANIFEST,
    reviews.MANIFEST,
    measures.MANIFEST,
    contracts.MANIFEST,
    FOLLOWUPS,
    teams.MANIFEST,
    packages.MANIFEST,
    services.MANIFEST,
    ATTACHMENTS,
    rates.MANIFEST,
    REGISTRY,
    STAFF,
    CALENDAR,
    leave.MANIFEST,
    wishes.MANIFEST,
    handover.MANIFEST,
    swaps.MANIFEST,
    staffing.MANIFEST,
    postings.MANIFEST,
    agreements.MANIFEST,
    posting_terms.MANIFEST,
    rosters.MANIFEST,
    roster_settings.MANIFEST,
    visits.MANIFEST,
    teaching.MANIFEST,
    trackers.MANIFEST,
)
_EVERYBODY = frozenset(Role)


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Whose desk this is."""

    institution: str
    community: str
    is_lead: bool
    #: What the county calls the office that helps.
    office: str
    idle_minutes: int


def about_desk(connection: Any, now: datetime) -> About:
    """Return whose desk this is, by the desk's own clock."""
    own = records.load(connection, registry.INSTITUTION, facts.get(connection, facts.INSTITUTION))
    county = registry.the_county(connection)
    idle: Rule | None = records.load(connection, registry.RULE, "account.idle_minutes")
    today = day(now)
    community = records.load(connection, registry.COMMUNITY, own.community_on(today)) if own else None
    minutes = idle.on(today) if idle else 0
    return About(
        institution=own.name if own else "",
        community=community.name if community else "",
        is_lead=own is not None and community is not None and community.lead == own.id,
        office=county.terms.get("office", "医共体办公室") if county else "医共体办公室",
        idle_minutes=minutes if isinstance(minutes, int) else 0,
    )


def count(
    connection: Any, specs: Mapping[str, PageSpec], actor: Actor, now: datetime
) -> tuple[dict[str, Count], Status]:
    """Return how many things each page holds, and how sync stands."""
    counts = {name: spec.count(connection, actor, now) for name, spec in specs.items() if spec.count}
    return counts, status(connection)


def new_things(*, is_lead: bool) -> list[NewThing]:
    """Return what is begun by a key, first things first; a lead hospital begins nothing that only units do."""
    found = [thing for manifest in MANIFESTS for thing in manifest.new if not (is_lead and thing.is_of_units)]
    return sorted(found, key=lambda thing: thing.order)


def make_pages(bench: Workbench, *, is_lead: bool) -> list[PageSpec]:
    """Return the pages of the window: its own and those of the capabilities that this place has."""

    def today(desk: Desk) -> Any:
        from yigongti_desktop.shell.today import TodayPage

        new = [thing for thing in new_things(is_lead=is_lead) if desk.actor and desk.actor.may(thing.roles)]
        return TodayPage(desk, MANIFESTS, new)

    def sync(desk: Desk) -> Any:
        from yigongti_desktop.app.sync_page import SyncPage

        return SyncPage(desk, MANIFESTS, bench)

    def settings(desk: Desk) -> Any:
        from yigongti_desktop.app.settings_page import SettingsPage

        return SettingsPage(desk, bench)

    def help_page(desk: Desk) -> Any:
        from yigongti_desktop.shell.help import HelpPage

        return HelpPage(desk)

    def waiting(connection: Any, _actor: Actor, _now: datetime) -> Count:
        needed = status(connection).needs_person
        return Count(number=needed, is_urgent=bool(needed))

    own = [
        PageSpec(name="today", title="今日", short="今日", icon="home", order=0, roles=_EVERYBODY, make=today),
        PageSpec(
            name="sync", title="同步", short="同步", icon="sync", order=80, roles=_EVERYBODY, make=sync, count=waiting
        ),
        PageSpec(
            name="settings",
            title="设置",
            short="设置",
            icon="gear",
            order=90,
            roles=_EVERYBODY,
            make=settings,
            at_foot=True,
        ),
        PageSpec(
            name="help",
            title="帮助",
            short="帮助",
            icon="help",
            order=91,
            roles=_EVERYBODY,
            make=help_page,
            at_foot=True,
        ),
    ]
    pages = (page for manifest in MANIFESTS for page in manifest.pages)
    return [*own, *(_placed(page) for page in pages if not (is_lead and page.is_of_units))]


def _placed(page: PageSpec) -> PageSpec:
    """Return a page in its section, told by the others what it asks them."""
    return told_of_trackers(told_of_contracts(in_section(page)))
