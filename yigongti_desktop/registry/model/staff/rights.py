"""Who may keep whose record, and which institutions have it.

The clerk of the home unit and the staffing office of the lead hospital keep it; the clerk of the working unit notes
what a roster has to know of. Where somebody is sent is the office's to say (STF-04, STF-31).
"""

from __future__ import annotations

from datetime import date

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.person import Staff

#: Those who keep records of staff: the office clerk of a unit, the staffing office of the lead hospital.
EDITORS = frozenset({Role.SCHEDULER, Role.STAFFING_OFFICE})
#: Those who read them.
READERS = EDITORS | {Role.DIRECTOR}


def home_of(staff: Staff, on: date) -> str:
    """Return the home unit on a day; of who is not employed then, the last one, or the first to come."""
    begun = [post for post in staff.posts if post.since <= on] or list(staff.posts[:1])
    return begun[-1].home if begun else ""


def lead_of_home(register: Lookup, home: str, on: date) -> str:
    """Return the lead hospital of a unit on a day; the unit itself where it belongs to no community."""
    found: Institution | None = register.get("institution", home)
    try:
        return lead_of(register, found, on) if found else home
    except Refused:
        return home


def viewers(staff: Staff, register: Lookup, on: date) -> tuple[str, ...]:
    """Return the institutions that have the record on a day.

    They are those where somebody is employed or works, now or later, and the lead hospital of each home. Who has left
    stays with the last home unit and its lead. What is private is nowhere else (least sight).
    """
    leads = {lead_of_home(register, home, on) for home in _homes(staff, on)}
    return tuple(sorted(leads.union(_homes(staff, on), _units(staff, on))))


def may_read(staff: Staff, actor: Actor, on: date) -> bool:
    """Say whether somebody may see a record that their institution has.

    At the lead hospital those of other units are for the staffing office alone.
    """
    is_own = actor.institution in {*_homes(staff, on), *_units(staff, on)}
    return actor.may({Role.STAFFING_OFFICE}) or (is_own and actor.may(READERS))


def is_office_of(actor: Actor, register: Lookup, home: str, on: date) -> bool:
    """Say whether somebody acts for the staffing office that is in charge of a home unit."""
    return actor.may({Role.STAFFING_OFFICE}) and lead_of_home(register, home, on) == actor.institution


def need_keeper(staff: Staff, ruling: Ruling, *, at_home: bool) -> None:
    """Refuse whoever does not keep this record.

    Args:
        staff: whose record.
        ruling: who acts, when.
        at_home: whether it is for the home unit and the office alone.

    Raises:
        Refused: not_found for who does not have the record, staff_not_ours.
    """
    actor, today = ruling.actor, day(ruling.at)
    home = home_of(staff, today)
    if actor.institution not in staff.seen_by:
        raise Refused("not_found", kind="staff")
    if is_office_of(actor, ruling.register, home, today):
        return
    if actor.institution != home and (at_home or actor.institution != staff.works_at(today)):
        raise Refused("staff_not_ours")


def need_right_to_note(staff: Staff, part: Part, ruling: Ruling) -> None:
    """Refuse whoever may not write this part of the record.

    Raises:
        Refused: not_found, staff_not_ours, staff_home_by_office, staff_place_by_office, institution_unknown,
            institution_not_working.
    """
    need_keeper(staff, ruling, at_home=isinstance(part, Post | Place | Contract))
    today = day(ruling.at)
    home = home_of(staff, today)
    if is_office_of(ruling.actor, ruling.register, home, today):
        return
    if isinstance(part, Post) and part.home != home:
        raise Refused("staff_home_by_office")
    if isinstance(part, Place) and part.unit != home and _parent(ruling.register, part.unit) != home:
        raise Refused("staff_place_by_office")


def _homes(staff: Staff, on: date) -> list[str]:
    """Return where somebody is employed on a day or later; of who has left, where they were last."""
    return [post.home for post in staff.posts if post.until is None or post.until >= on] or [home_of(staff, on)]


def _units(staff: Staff, on: date) -> list[str]:
    """Return where somebody works on a day or later by what is written down."""
    return [place.unit for place in staff.places if place.until is None or place.until >= on]


def _parent(register: Lookup, unit: str) -> str:
    """Return the institution that manages a unit: a unit sends its own people to its village clinics (乡聘村用)."""
    return need_institution(register, unit).parent
