"""A resident goes from one unit to another (迁出、迁入): who may, what changes, and the note that both units keep.

The unit that cares for a resident hands them on; the other gets the record whole, and the first loses it. What is
under way for the resident, referrals and visits, stays with the unit that began it. CHR-06: 健康档案定期维护.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import need_open

_LONGEST_REASON = 200


class Transfer(Record, frozen=True, kw_only=True):
    """The note of one move, which stays with both units after the record has gone."""

    resident: str
    #: By what name people know the resident; nothing else of the record stays behind.
    name: str
    giver: str
    receiver: str
    reason: str
    #: Who handed the resident on.
    person: str
    at: datetime


def move(current: Resident | None, receiver: str, reason: str, ruling: Ruling) -> Resident:
    """Hand a resident on to another unit; only a unit that cares for them may.

    Raises:
        Refused: not_found, resident_merged, transfer_to_self, transfer_to_hospital, institution_unknown,
            institution_not_working, field_empty, field_long.
    """
    current, here = need_open(current, ruling), ruling.actor.institution
    if receiver == here:
        raise Refused("transfer_to_self")
    if need_institution(ruling.register, receiver).kind in HOSPITALS:
        raise Refused("transfer_to_hospital")
    _tidy(reason)
    others = (unit for unit in current.units if unit != here)
    return replace(current, units=tuple(dict.fromkeys((*others, receiver))))


def note(current: Transfer | None, resident: str, name: str, receiver: str, reason: str, ruling: Ruling) -> Transfer:
    """Write the note of a move."""
    return current or Transfer(
        id=ruling.record,
        resident=resident,
        name=name,
        giver=ruling.actor.institution,
        receiver=receiver,
        reason=_tidy(reason),
        person=ruling.actor.name,
        at=ruling.at,
    )


def streams(transfer: Transfer) -> frozenset[str]:
    """Return who keeps the note: the unit that gave and the unit that got."""
    return frozenset({f"unit:{transfer.giver}", f"unit:{transfer.receiver}"})


def _tidy(reason: str) -> str:
    tidy = clean_line(reason)
    if not tidy:
        raise Refused("field_empty", field="reason")
    if len(tidy) > _LONGEST_REASON:
        raise Refused("field_long", field="reason", most=_LONGEST_REASON, length=len(tidy))
    return tidy
