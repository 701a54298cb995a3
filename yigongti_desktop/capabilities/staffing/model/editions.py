"""The editions of a published roster: the first is as it was published, each amendment makes the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.roster import Change
from yigongti_desktop.capabilities.staffing.model.roster import Roster


class Edition(Struct, frozen=True, kw_only=True):
    """One amendment."""

    #: Counted from 1, which is the roster as it was published.
    number: int
    at: datetime
    by: str
    reason: str
    #: Names of those who were told.
    told: tuple[str, ...]
    #: The cells that it changed.
    changes: tuple[Change, ...]


def editions(roster: Roster) -> tuple[Edition, ...]:
    """Return the amendments of a roster in their order; cells that one act changed belong together."""
    acts = groupby(roster.changes, key=lambda one: (one.at, one.by, one.reason, one.told))
    return tuple(
        Edition(number=number, at=at, by=by, reason=reason, told=told, changes=tuple(changes))
        for number, ((at, by, reason, told), changes) in enumerate(acts, 2)
    )


def changed_cells(roster: Roster) -> Mapping[tuple[str, date], tuple[Edition, Change]]:
    """Return by person and day how a cell was changed last, with the edition."""
    return {(change.person, change.day): (one, change) for one in editions(roster) for change in one.changes}
