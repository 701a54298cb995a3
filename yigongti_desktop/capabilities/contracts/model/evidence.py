"""What proves a service: a picture, a signature, both cards held to the reader (两卡制, FND-38).

The card of the resident tells their ID number; that of the worker bears the number that the team has of a member.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from datetime import date

from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.registry.model.resident import Resident

#: Photos of one service.
MOST_PHOTOS = 9
#: What begins with so many digits is meant for an ID number.
_OF_NUMBER = 14


def lacking(asked: Iterable[Evidence], *, photos: int, is_signed: bool, has_cards: bool) -> tuple[Evidence, ...]:
    """Return what an item asks for as proof and is not there, in the order in which it asks."""
    has = {Evidence.PHOTO: bool(photos), Evidence.SIGNATURE: is_signed, Evidence.CARDS: has_cards}
    return tuple(one for one in asked if not has[one])


def check_resident_card(card: str, id_number: str, name: str, today: date) -> None:
    """Refuse a card of somebody else; whoever has no ID number yet may hold any card.

    Args:
        card: its number, as `card_number` returns it.
        id_number: of the resident; empty where they have none.
        name: of the resident.
        today: no number is of somebody who is born later.

    Raises:
        Refused: resident_card_other, and what `read_id_number` says of a number that was not read whole; with the
            field.
    """
    if not id_number or card == id_number:
        return
    if card[:_OF_NUMBER].isdecimal():
        try:
            read_id_number(card, today)
        except Refused as fault:
            raise Refused(fault.code, **(fault.facts | {"field": "resident_card"})) from fault
    raise Refused("resident_card_other", field="resident_card", name=name)


def holder(card: str, team: Team | None, on: date) -> Member:
    """Return the member of a team whose card it is (FND-38).

    Raises:
        Refused: worker_card_unknown with its field, where no member of that day has it.
    """
    found = next((one for one in team.on(on) if one.card and one.card == card), None) if team else None
    if found is None:
        raise Refused("worker_card_unknown", field="worker_card", team=team.name if team else "")
    return found


def id_number_of(find: Callable[[str], Resident | None], resident: str) -> str:
    """Return the ID number of a resident, looking through a record that was folded into another; empty for none.

    Args:
        find: returns a resident by id.
        resident: whose number.
    """
    known = find(resident)
    if known is not None and known.merged_into:
        known = find(known.merged_into) or known
    return known.id_number if known is not None else ""
