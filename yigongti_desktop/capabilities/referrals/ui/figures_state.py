"""The figures of referral as their page shows them: of a period, by month, unit, disease or doctor, and who flows."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.model import figures as model
from yigongti_desktop.capabilities.referrals.model.figures import Figures
from yigongti_desktop.capabilities.referrals.model.figures import Moved
from yigongti_desktop.capabilities.referrals.store import figures as store
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import shown_months
from yigongti_desktop.kernel.periods import year_before
from yigongti_desktop.kit.figure_words import month_words

SEEN_BY = frozenset({Role.DIRECTOR, Role.REFERRAL_OFFICE, Role.COMMUNITY_OFFICE})
#: What the cases may be told apart by.
MONTH, UNIT, DISEASE, DOCTOR = "month", "unit", "disease", "doctor"
NO_CODE = "没有编码"


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table: a month, a unit, a disease, a doctor, or all of the period."""

    title: str
    figures: Figures
    key: str = ""
    growth: Fraction | None = None
    #: None for all but months.
    month: Period | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether it is all of the period."""
        return not self.key


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows."""

    chosen: Period
    whole: FigureRow
    rows: Mapping[str, tuple[FigureRow, ...]]
    #: Cases of the period and of the months around it, the latest first.
    cases: tuple[Moved, ...]
    flows: tuple[model.Flow, ...]
    names: Mapping[str, str]
    #: Institutions from which cases of the period came, by name.
    units: tuple[tuple[str, str], ...]

    def cases_between(self, flow: model.Flow) -> list[Moved]:
        """Return the cases of a flow."""
        pair = {flow.low, flow.high}
        return [one for one in self.cases_of(MONTH, self.whole) if {one.origin, one.target} == pair]

    def cases_of(self, by: str, row: FigureRow) -> list[Moved]:
        """Return the cases that a row's figures are made of."""
        within = row.month or self.chosen
        key = KEYS[by]
        return [
            one
            for one in self.cases
            if (within.holds(day(one.sent_at)) or model.came_down(one, within))
            and (row.is_whole or row.month is not None or key(one) == row.key)
        ]


KEYS: Mapping[str, Callable[[Moved], str]] = {
    MONTH: lambda one: f"{day(one.sent_at):%Y-%m}",
    UNIT: lambda one: one.origin,
    DISEASE: lambda one: one.category or NO_CODE,
    DOCTOR: lambda one: f"{one.doctor or '没有写医生'}　{one.origin_name}",
}


def look(connection: Any, chosen: Period, unit: str, today: date) -> Overview:
    """Return the figures of a period, of all cases that this desk may see or of those of one unit."""
    months, before = shown_months(chosen, today), year_before(chosen)
    first = min(year_before(months[0]).first, before.first)
    every = store.moved(connection, Period(first, max(months[-1].last, chosen.last)))
    cases = tuple(one for one in every if unit in {"", one.origin})
    own = [one for one in every if chosen.holds(day(one.sent_at))]
    units = sorted({(one.origin_name, one.origin) for one in own})
    whole = FigureRow(title="合计", figures=model.figures(cases, chosen), growth=model.growth(cases, chosen, before))
    return Overview(
        chosen=chosen,
        whole=whole,
        rows={MONTH: _months(cases, months)} | {by: _rows(cases, chosen, before, by) for by in (UNIT, DISEASE, DOCTOR)},
        cases=cases,
        flows=model.flows(cases, chosen),
        names={one.origin: one.origin_name for one in cases} | {one.target: one.target_name for one in cases},
        units=tuple((key, name) for name, key in units),
    )


def _months(cases: Sequence[Moved], months: Sequence[Period]) -> tuple[FigureRow, ...]:
    """Return the months, each with the growth of patients sent down over the same month of the year before."""
    return tuple(
        FigureRow(
            title=month_words(month),
            key=f"{month.first:%Y-%m}",
            month=month,
            figures=model.figures(cases, month),
            growth=model.growth(cases, month, year_before(month)),
        )
        for month in months
    )


def _rows(cases: Sequence[Moved], chosen: Period, before: Period, by: str) -> tuple[FigureRow, ...]:
    """Return the groups, those with most cases first."""
    key = KEYS[by]
    names = {key(one): _title(by, one) for one in reversed(cases)}  # as the latest has it
    then = model.grouped(cases, before, key)
    rows = [
        FigureRow(title=names[name], key=name, figures=sums, growth=model.grown(sums.down, _down(then.get(name))))
        for name, sums in model.grouped(cases, chosen, key).items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.figures.up - row.figures.across - row.figures.down, row.title)))


def _down(figures: Figures | None) -> int:
    return figures.down if figures is not None else 0


def _title(by: str, one: Moved) -> str:
    if by == UNIT:
        return one.origin_name
    if by == DISEASE:
        return f"{one.category}　{one.disease}" if one.category else NO_CODE
    return KEYS[by](one)
