"""What share of its capacity a hospital reserves, and what becomes of it (REF-09: 20% 以上).

All figures follow from lines and holds alone. A share is counted in tenths of a percent, so that nothing is rounded up
to the county's mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta

import msgspec

from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import State
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State as Hold

_WHOLE = 100


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """How much of one kind is reserved, and what became of that."""

    #: Of what: a kind, a department.
    name: str = ""
    week: date | None = None
    total: int = 0
    reserved: int = 0
    held: int = 0
    used: int = 0
    #: Given back to the ordinary pool because nobody held it.
    returned: int = 0

    def percent(self) -> float | None:
        """Return the reserved share in percent; None where there is nothing."""
        return self.reserved * _WHOLE / self.total if self.total else None

    def used_percent(self) -> float | None:
        """Return how much of what was reserved patients have used."""
        return self.used * _WHOLE / self.reserved if self.reserved else None

    def lacking(self, percent: int) -> int:
        """Return how many more must be reserved for so many percent."""
        return max(reserve(self.total, percent) - self.reserved, 0)


class UnitShare(msgspec.Struct, frozen=True, kw_only=True):
    """What one clinic has asked for, and what became of it."""

    name: str
    asked: int = 0
    held: int = 0
    used: int = 0
    #: Not given, or taken away with the line.
    answered: int = 0
    #: The patient did not come in time.
    lapsed: int = 0
    released: int = 0


def reserve(total: int, percent: int) -> int:
    """Return the least number that is so many percent of a total."""
    return -(-total * percent // _WHOLE)


def monday(on: date) -> date:
    """Return the Monday of a day's week."""
    return on - timedelta(days=on.weekday())


def by_kind(lines: Iterable[CapacityLine]) -> list[Share]:
    """Return the share of each kind, week by week; closed lines are no capacity."""
    sums: dict[tuple[date, str], Share] = {}
    for line in lines:
        _add(sums, (monday(line.day), line.kind.value), line)
    places = {kind.value: place for place, kind in enumerate(Kind)}
    found = sorted(sums.items(), key=lambda one: (one[0][0], places[one[0][1]]))
    return [msgspec.structs.replace(share, week=week, name=kind) for (week, kind), share in found]


def by_department(lines: Iterable[CapacityLine]) -> list[Share]:
    """Return the share of each department over all days."""
    sums: dict[str, Share] = {}
    for line in lines:
        _add(sums, line.department, line)
    return [msgspec.structs.replace(share, name=name) for name, share in sorted(sums.items())]


def by_unit(holds: Iterable[SlotHold]) -> list[UnitShare]:
    """Return what each clinic has asked for: a case counts once for each kind, by how that stands now."""
    sums: dict[str, UnitShare] = {}
    fields = {Hold.HELD: "held", Hold.USED: "used", Hold.ANSWERED: "answered", Hold.LAPSED: "lapsed"}
    for hold in holds:
        known = sums.get(hold.origin) or UnitShare(name=hold.origin_name)
        field = fields.get(hold.state, "released")
        changes = {"asked": known.asked + 1} | ({} if hold.state is Hold.ASKED else {field: getattr(known, field) + 1})
        sums[hold.origin] = msgspec.structs.replace(known, **changes)
    return sorted(sums.values(), key=lambda one: (-one.asked, one.name))


def _add(sums: dict, key: object, line: CapacityLine) -> None:  # type: ignore[type-arg] # keyed in two ways
    if line.state is State.CLOSED:
        return
    known = sums.get(key) or Share()
    sums[key] = Share(
        total=known.total + line.total,
        reserved=known.reserved + line.reserved,
        held=known.held + line.held,
        used=known.used + line.used,
        returned=known.returned + line.returned,
    )
