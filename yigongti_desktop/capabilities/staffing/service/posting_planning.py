"""What a lead hospital knows when it plans its postings, read from the database."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta

from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import least_months
from yigongti_desktop.capabilities.staffing.model.posting_kinds import least_title
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_prices import weights
from yigongti_desktop.capabilities.staffing.model.service_years import service
from yigongti_desktop.capabilities.staffing.service.posting_year import community_year
from yigongti_desktop.capabilities.staffing.store import postings as store
from yigongti_desktop.capabilities.staffing.store.agreements import AGREEMENT
from yigongti_desktop.capabilities.staffing.store.leave import between
from yigongti_desktop.capabilities.staffing.store.posting_terms import terms_of
from yigongti_desktop.capabilities.staffing.store.posting_terms import ways_of
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records

#: Months that are planned at once: a year, or two.
ONE_YEAR, TWO_YEARS = 12, 24


def known_of(connection: Connection, year: int, institution: str, now: datetime, months: int = ONE_YEAR) -> Known:
    """Return what is known for some months from the first of a year, or from next month where that is over."""
    first = max(date(year, 1, 1), months_after(day(now).replace(day=1), 1))
    rules, postings = registry.Rules(connection), store.everything(connection)
    people = tuple(one for one in registry.everything(connection, registry.STAFF) if one.home_on(first) == institution)
    own = records.load(connection, registry.INSTITUTION, institution)
    units = {one.unit: one.name for one in community_year(connection, first.year, institution, now).units}
    return Known(
        lead=institution,
        lead_name=own.name if own else "",
        first=first,
        months=months,
        tomorrow=day(now) + timedelta(days=1),
        units=tuple((unit, name) for unit, name in units.items() if unit != institution),
        staff=people,
        postings=tuple(postings),
        agreements=tuple(registry.everything(connection, AGREEMENT)),
        leave=tuple(between(connection, institution, first, months_after(first, months))),
        served={one.id: service(postings, one.id).days for one in people},
        ways={unit: way.kilometres for unit, way in ways_of(connection, institution).items()},
        terms=terms_of(connection, institution),
        weights=weights(rules, first),
        least=least_title(Kind.RESIDENT, rules, first),
        least_months=least_months(rules, first),
    )
