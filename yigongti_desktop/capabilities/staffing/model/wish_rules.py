"""How a unit takes wishes: until which day of the month before, and how many of each person."""

from __future__ import annotations

from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

KIND = "wish_rules"
FIELDS = ("closing_day", "most")
#: The roster of a month is drawn about the 25th of the one before.
CLOSING_DAY, MOST = 24, 4
#: Every month has such a day.
LAST_CLOSING_DAY = 28
_MOST_OF_ALL = 31


class WishRules(Record, frozen=True, kw_only=True):
    """What a unit has settled about wishes."""

    institution: str
    #: Day of the month before; 0 for none.
    closing_day: int = CLOSING_DAY
    #: Of each person for a month; 0 takes none.
    most: int = MOST


def rules_id(unit: str) -> str:
    """Return the one id of a unit's rules."""
    return derived_id(KIND, unit)


def usual(unit: str) -> WishRules:
    """Return the rules of a unit that has settled nothing."""
    return WishRules(id=rules_id(unit), institution=unit)


def rules_of(register: Lookup, unit: str) -> WishRules:
    """Return the rules of a unit."""
    found: WishRules | None = register.get(KIND, rules_id(unit))
    return found or usual(unit)


def settle(current: WishRules | None, changes: Changes, ruling: Ruling) -> WishRules:
    """Settle rules of the acting unit, each from the value that was seen.

    Raises:
        Refused: wish_rules_wrong for rules of another unit, field_unknown, conflict, field_format, closing_day_wrong,
            wishes_most_wrong.
    """
    unit = ruling.actor.institution
    if ruling.record != rules_id(unit):
        raise Refused("wish_rules_wrong")
    after = changed(current or usual(unit), changes, FIELDS)
    if not 0 <= after.closing_day <= LAST_CLOSING_DAY:
        raise Refused("closing_day_wrong", most=LAST_CLOSING_DAY)
    if not 0 <= after.most <= _MOST_OF_ALL:
        raise Refused("wishes_most_wrong", most=_MOST_OF_ALL)
    return after


def streams(rules: WishRules) -> frozenset[str]:
    """Return who receives them: the unit."""
    return frozenset({f"unit:{rules.institution}"})
