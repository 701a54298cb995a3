"""The figures of the supply as their page shows them: of a period, by month, by unit; and of the stock as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.model.measures import EssentialShare
from yigongti_desktop.capabilities.pharmacy.model.measures import Purchase
from yigongti_desktop.capabilities.pharmacy.model.measures import essential_share
from yigongti_desktop.capabilities.pharmacy.model.supplying import Figures
from yigongti_desktop.capabilities.pharmacy.model.supplying import SuppliedLine
from yigongti_desktop.capabilities.pharmacy.model.supplying import SuppliedRequest
from yigongti_desktop.capabilities.pharmacy.model.supplying import figures
from yigongti_desktop.capabilities.pharmacy.model.supplying import grouped
from yigongti_desktop.capabilities.pharmacy.store import differences
from yigongti_desktop.capabilities.pharmacy.store import measures as store
from yigongti_desktop.capabilities.pharmacy.store.measures import Unit
from yigongti_desktop.capabilities.pharmacy.store.measures import VillageLine
from yigongti_desktop.capabilities.pharmacy.ui import stock_state
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import shown_months
from yigongti_desktop.kit.figure_words import month_words

SEEN_BY = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table: a month, a unit, or all of the period."""

    title: str
    figures: Figures
    #: None for all of the period, or for a unit.
    month: Period | None = None
    unit: str = ""
    #: Differences of deliveries that are not settled now; None for a month.
    cases: int | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether it is all of the period."""
        return self.month is None and not self.unit


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows of the supply."""

    is_lead: bool
    chosen: Period
    months: tuple[Period, ...]
    #: Of the months that are shown, and of the unit that was chosen.
    lines: tuple[SuppliedLine, ...]
    requests: tuple[SuppliedRequest, ...]
    whole: FigureRow
    by_month: tuple[FigureRow, ...]
    by_unit: tuple[FigureRow, ...]
    units: tuple[Unit, ...]
    cases: tuple[DifferenceCase, ...]
    #: What went to village clinics in the period.
    villages: tuple[VillageLine, ...]

    @property
    def village_share(self) -> EssentialShare:
        """Return how much of what went to village clinics is in the list of essential medicines (PHA-05)."""
        return essential_share(Purchase(essential=one.essential, amount=one.amount_fen or 0) for one in self.villages)

    @property
    def covered(self) -> int:
        """Return how many of the units were supplied with anything in the period (PHA-15)."""
        return sum(row.figures.essential.lines > 0 for row in self.by_unit)

    def lines_of(self, row: FigureRow) -> list[SuppliedLine]:
        """Return the lines that a row's figures are made of, the latest first."""
        within = row.month or self.chosen
        found = [line for line in self.lines if within.holds(line.on) and row.unit in {"", line.institution}]
        return sorted(found, key=lambda line: (line.on, line.number), reverse=True)

    def requests_of(self, row: FigureRow) -> list[SuppliedRequest]:
        """Return the requests that a row's figures are made of, those under way first, then the latest."""
        within, is_month = row.month or self.chosen, row.month is not None
        found = [
            one
            for one in self.requests
            if row.unit in {"", one.institution}
            and (within.holds(one.received) if one.received is not None else not is_month)
        ]
        return sorted(found, key=lambda one: (one.received or date.max, one.submitted, one.number), reverse=True)


class StockFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How many drugs of the own stock are in trouble, by the chip or the term under which 库存 lists them."""

    counts: Mapping[str, int]
    limits: Limits = Limits()


def look(connection: Any, own: str, chosen: Period, unit: str, today: date) -> Overview:
    """Return the figures of a period: of all that an institution was supplied with, or of a unit that it supplies."""
    is_lead = store.leads(connection, own)
    months = shown_months(chosen, today)
    supply = store.supply(connection, own, Period(months[0].first, months[-1].last), is_lead=is_lead)
    cases = [one for one in differences.open_cases(connection) if own in {one.institution, one.supplier}]
    its_cases = [one for one in cases if unit in {"", one.institution}]
    lines = [line for line in supply.lines if unit in {"", line.institution}]
    requests = [one for one in supply.requests if unit in {"", one.institution}]
    units = store.units(connection, own, today) if is_lead else ()
    return Overview(
        is_lead=is_lead,
        chosen=chosen,
        months=months,
        lines=tuple(lines),
        requests=tuple(requests),
        whole=FigureRow(title="合计", figures=_within(chosen, lines, requests), cases=len(its_cases)),
        by_month=_months(months, lines, requests),
        by_unit=_units(units, chosen, supply, cases) if is_lead else (),
        units=units,
        cases=tuple(its_cases),
        villages=() if is_lead else tuple(store.given_to_villages(connection, own, chosen)),
    )


def stock(connection: Any, own: str, today: date) -> StockFigures:
    """Return how many drugs run out, expire, have expired, or hardly move."""
    found = stock_state.rows(connection, own, today, {})
    found = stock_state.with_outlooks(found, stock_state.outlooks(connection, own, today, found))
    counts = {str(span): sum(stock_state.ends_within(row, str(span)) for row in found) for span in stock_state.SPANS}
    counts |= {
        chip: sum(stock_state.stands_under(row, chip) for row in found)
        for chip in (stock_state.STRONG, "near", "expired", stock_state.SLOW)
    }
    return StockFigures(counts=counts, limits=found[0].limits if found else Limits())


def _within(chosen: Period, lines: Sequence[SuppliedLine], requests: Sequence[SuppliedRequest]) -> Figures:
    """Return the figures of a period; what is under way now is told with them."""
    return figures(
        [line for line in lines if chosen.holds(line.on)],
        [one for one in requests if one.received is None or chosen.holds(one.received)],
    )


def _months(
    months: Sequence[Period], lines: Sequence[SuppliedLine], requests: Sequence[SuppliedRequest]
) -> tuple[FigureRow, ...]:
    came = [one for one in requests if one.received is not None]
    by_month = grouped(lines, came, _month_of)
    none = figures([], [])
    return tuple(
        FigureRow(title=month_words(month), figures=by_month.get(month.first, none), month=month) for month in months
    )


def _units(
    units: Sequence[Unit], chosen: Period, supply: store.Supply, cases: Sequence[DifferenceCase]
) -> tuple[FigureRow, ...]:
    """Return the units by name: those that are to be supplied, and others that were."""
    lines = [line for line in supply.lines if chosen.holds(line.on)]
    requests = [one for one in supply.requests if one.received is None or chosen.holds(one.received)]
    by_unit, none = grouped(lines, requests, lambda one: one.institution), figures([], [])
    names = {line.institution: line.institution_name for line in lines}
    names |= {one.institution: one.institution_name for one in requests}
    names |= {unit.id: unit.name for unit in units}
    open_of = Counter(one.institution for one in cases)
    return tuple(
        FigureRow(title=name, figures=by_unit.get(unit, none), unit=unit, cases=open_of[unit])
        for unit, name in sorted(names.items(), key=lambda one: one[1])
    )


def _month_of(one: SuppliedLine | SuppliedRequest) -> date | None:
    """Return the first day of the month in which it counts; None while a request is under way."""
    on = one.on if isinstance(one, SuppliedLine) else one.received
    return None if on is None else on.replace(day=1)
