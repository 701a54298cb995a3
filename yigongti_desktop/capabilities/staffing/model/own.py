"""Who may act for whom: everybody for themselves, the clerk and the director for each colleague of their unit."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.kernel.access import UNIT_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_text
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.staff.person import Staff

#: Those who act for others: the office clerk and the director.
ARRANGERS = frozenset({Role.SCHEDULER, Role.DIRECTOR})
#: Those who have duties, leave and wishes.
WORKERS = UNIT_ROLES - {Role.ADMINISTRATOR, Role.AUDITOR}
_YEARS = range(2000, 2101)


def need_colleague(ruling: Ruling, person: str, on: date) -> Staff:
    """Return somebody who works at the acting unit on a day and for whom the acting person may ask.

    Raises:
        Refused: person_unknown, person_not_here, person_not_self.
    """
    found: Staff | None = ruling.register.get("staff", person)
    if found is None:
        raise Refused("person_unknown")
    if found.works_at(on) != ruling.actor.institution:
        raise Refused("person_not_here", name=found.name, on=on.isoformat())
    if not ruling.actor.may(ARRANGERS) and (not found.account or found.account != ruling.actor.account):
        raise Refused("person_not_self")
    return found


def is_likely(on: date) -> bool:
    """Say whether rosters may have a day; one that they will never have is a slip of the keyboard."""
    return on.year in _YEARS


def need_likely(on: date) -> None:
    """Refuse a day that rosters will never have.

    Raises:
        Refused: day_beyond.
    """
    if not is_likely(on):
        raise Refused("day_beyond", day=on.isoformat())


def tidy_words(typed: str, field: str, kind: str, most: int, *, is_needed: bool = False) -> str:
    """Return what was typed into a field of some lines.

    Raises:
        Refused: field_empty, field_long.
    """
    words = clean_text(typed)
    if is_needed and not words:
        raise Refused("field_empty", field=field, kind=kind)
    if len(words) > most:
        raise Refused("field_long", field=field, most=most, length=len(words), kind=kind)
    return words
