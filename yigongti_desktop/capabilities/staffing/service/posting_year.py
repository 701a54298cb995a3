"""A year of postings as a community sees it: each unit on each day, and the figures beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model.coverage import UnitYear
from yigongti_desktop.capabilities.staffing.model.coverage import counted
from yigongti_desktop.capabilities.staffing.model.coverage import is_cover
from yigongti_desktop.capabilities.staffing.model.coverage import short_stays
from yigongti_desktop.capabilities.staffing.model.coverage import stationed_units
from yigongti_desktop.capabilities.staffing.model.coverage import unit_year
from yigongti_desktop.capabilities.staffing.model.coverage import year_of
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LEVELS
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import least_months
from yigongti_desktop.capabilities.staffing.model.posting_kinds import least_title
from yigongti_desktop.capabilities.staffing.model.posting_plan import PlannedStay
from yigongti_desktop.capabilities.staffing.model.posting_plan import PostingPlan
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.capabilities.staffing.model.service_record import ServiceRecord
from yigongti_desktop.capabilities.staffing.model.service_years import PROMOTION_DAYS
from yigongti_desktop.capabilities.staffing.model.service_years import STATIONED_DAYS
from yigongti_desktop.capabilities.staffing.model.service_years import Stationed
from yigongti_desktop.capabilities.staffing.model.service_years import per_ten_thousand
from yigongti_desktop.capabilities.staffing.model.service_years import service
from yigongti_desktop.capabilities.staffing.model.service_years import stationed
from yigongti_desktop.capabilities.staffing.store import postings as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.staff.history import held
from yigongti_desktop.storage import records

#: 乡镇卫生院、社区卫生服务中心, of which STF-15 and STF-16 speak.
BASE = frozenset(
    {
        InstitutionKind.CENTRAL_TOWNSHIP_HEALTH_CENTRE,
        InstitutionKind.TOWNSHIP_HEALTH_CENTRE,
        InstitutionKind.COMMUNITY_HEALTH_CENTRE,
    }
)
_CALLED = {level: word for word, level in LEVELS.items()}
#: Experts of tertiary hospitals in a community all the year, unless the county says otherwise (STF-18).
EXPERTS = 3


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a year comes to, for the lead hospital."""

    #: Units with somebody stationed today, and how many units there are (STF-15).
    stationed_units: int
    units: int
    short: int
    #: Least number of experts on a day, how many there should be, on how many days there are fewer (STF-18).
    experts: int
    experts_wanted: int
    experts_days: int
    #: Who counts for indicator 4 of the 2024 set, and for each ten thousand residents where that is known.
    people: tuple[Stationed, ...]
    per_ten_thousand: float | None
    #: Residents of the community, and of the whole county; 0 where the county says nothing.
    residents: int = 0
    county_residents: int = 0


class CommunityYear(msgspec.Struct, frozen=True, kw_only=True):
    """The units that an institution sees, by name, on every day of a year."""

    year: int
    today: date
    units: tuple[UnitYear, ...]
    #: None for a unit, which sees its own days alone.
    figures: Figures | None


def community_year(connection: Connection, year: int, institution: str, now: datetime) -> CommunityYear:
    """Return the year of the units that an institution leads; of a unit its own."""
    today, days = day(now), year_of(year)
    rules = registry.Rules(connection)
    postings = store.everything(connection)
    least = least_title(Kind.RESIDENT, rules, today)
    spans = _units(connection, institution, days)
    units = tuple(
        unit_year((one.id, one.name), postings, its, today, least)
        for one, its in sorted(spans, key=lambda pair: pair[0].name)
    )
    is_lead = any(one.lead == institution for one in registry.everything(connection, registry.COMMUNITY))
    figures = _figures(connection, year, postings, units, today) if is_lead else None
    return CommunityYear(year=year, today=today, units=units, figures=figures)


def served_by(connection: Connection, posting: Posting, today: date) -> ServiceRecord:
    """Return what can be certified of who is sent by a posting, against the days that a promotion takes (STF-26).

    Raises:
        Refused: posting_nobody, where it sends nobody of the register.
    """
    who = posting.person
    if who is None or not who.staff:
        raise Refused("posting_nobody", field="staff")
    needed = rule(registry.Rules(connection), "staffing.promotion_days", today, PROMOTION_DAYS)
    known = records.load(connection, registry.STAFF, who.staff)
    title = held(known.titles, today) if known else None
    place = known.place_on(today) if known else None
    return ServiceRecord(
        staff=who.staff,
        name=who.name,
        title=title.name if title else "",
        hospital=who.home_name,
        department=place.department if place and place.unit == who.home else "",
        id_number=known.id_number if known else "",
        lead=posting.lead_name,
        service=service(store.everything(connection), who.staff, needed),
        issued_on=today,
    )


def year_plan(connection: Connection, year: int, institution: str, now: datetime) -> PostingPlan:
    """Return the year of the same units as it is printed: who is resident there, and the days that nobody covers."""
    found = community_year(connection, year, institution, now)
    names = {one.unit: one.name for one in found.units}
    lacking: dict[str, tuple[tuple[date, date], ...]] = {}
    for one in found.units:
        lacking[one.name] = (*lacking.get(one.name, ()), *one.gaps())
    stays = [
        PlannedStay(
            unit=names[one.host],
            doctor=one.person.name,
            level=one.person.level,
            title=_CALLED.get(one.person.level, ""),
            first=its[0],
            last=its[1],
        )
        for one in store.everything(connection)
        if one.host in names and is_cover(one) and one.person is not None and (its := span(one))
    ]
    led = [one.name for one in registry.everything(connection, registry.COMMUNITY) if one.lead == institution]
    own = records.load(connection, registry.INSTITUTION, institution)
    named = "、".join(led) or (own.name if own else "")
    first, last = year_of(year)
    touching = tuple(one for one in stays if one.first <= last and first <= one.last)
    return PostingPlan(community=named, year=year, units=tuple(lacking), stays=touching, lacking=lacking)


def base_units(connection: Connection, institution: str, on: date) -> tuple[Institution, ...]:
    """Return the base units that an institution leads on a day, itself included where it is one, each once."""
    found = {one.id: one for one, _ in _units(connection, institution, (on, on))}
    return tuple(found.values())


def _units(
    connection: Connection, institution: str, days: tuple[date, date]
) -> list[tuple[Institution, tuple[date, date]]]:
    """Return base units with the days of the year on which they belong to a community of this lead, or are itself."""
    led = {one.id for one in registry.everything(connection, registry.COMMUNITY) if one.lead == institution}
    found = []
    for one in registry.everything(connection, registry.INSTITUTION):
        if one.kind not in BASE or one.status is not Status.ACTIVE:
            continue
        if one.id == institution:
            found.append((one, days))
        found += [
            (one, (max(its.since, days[0]), min(its.until or days[1], days[1])))
            for its in one.memberships
            if its.community in led and its.since <= days[1] and (its.until is None or its.until >= days[0])
        ]
    return found


def _figures(
    connection: Connection, year: int, postings: list[Posting], units: Iterable[UnitYear], today: date
) -> Figures:
    rules, days = registry.Rules(connection), year_of(year)
    residents, county = _residents(connection, rules, today)
    ids = [one.unit for one in units]
    hospitals = {one.id for one in registry.everything(connection, registry.INSTITUTION) if one.kind in HOSPITALS}
    experts = counted(postings, Kind.TERTIARY, days, today)
    wanted = rule(rules, "staffing.tertiary_experts", today, EXPERTS)
    people = stationed(postings, year, hospitals, rule(rules, "staffing.stationed_days", today, STATIONED_DAYS))
    return Figures(
        stationed_units=stationed_units(ids, postings, today),
        units=len(ids),
        short=len(short_stays(postings, days, least_months(rules, today))),
        experts=min(experts),
        experts_wanted=wanted,
        experts_days=sum(count < wanted for count in experts),
        people=people,
        per_ten_thousand=per_ten_thousand(len(people), residents),
        residents=residents,
        county_residents=county,
    )


def _residents(connection: Connection, rules: registry.Rules, today: date) -> tuple[int, int]:
    """Return the residents of the community and of the county; 0 where they are not known.

    A county with one community needs no figure of its own for it; of several each has its own, since what the county
    has altogether would make each look worse than it is.
    """
    county = rule(rules, "county.residents", today, 0)
    everybody = registry.everything(connection, registry.INSTITUTION)
    communities = {its.community for one in everybody for its in one.memberships if its.until is None}
    return rule(rules, "community.residents", today, county if len(communities) <= 1 else 0), county
