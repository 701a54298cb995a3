"""What the lead hospital reserves for referred patients: expert slots (号源), beds, examinations (REF-09).

区域医共体内上级医院在专家号源、住院床位和预约检查等方面预留20%以上的资源优先保障家庭医生转诊的患者. A line is one of
them on one day: so many in all, so many of them reserved. How many are held is reckoned at the hub from the holds,
which post to the account of their line; the line bears the number to the desks, which see only their own holds.
"""

from __future__ import annotations

import re
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

KIND = "capacity_line"
#: Most of one thing on one day, and how far ahead it is published.
MOST = 999
#: Lines that may have been published at one time and moved from there.
MOST_MOVED = 50
AHEAD_DAYS = 366
LONGEST = 40
#: When a day begins where a line gives no time: a bed is taken in the morning.
_MORNING = time(8)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?:-([01]?\d|2[0-3]):([0-5]\d))?")


class Kind(StrEnum):
    """What is reserved (REF-09: 专家号源、住院床位、预约检查)."""

    EXPERT = "expert"
    BED = "bed"
    EXAM = "exam"


class Source(StrEnum):
    """How a line came to be published."""

    TYPED = "typed"
    COPIED = "copied"
    IMPORTED = "imported"


class State(StrEnum):
    """Whether a line can still be held."""

    OPEN = "open"
    #: What nobody held has gone back to the ordinary pool, at the county's hours before.
    RETURNED = "returned"
    CLOSED = "closed"


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One thing on one day, as people name it: 神经内科 王建平 2026-11-30 08:00-11:30 门诊 3 诊室."""

    kind: Kind
    #: For an examination the department that does it.
    department: str
    #: The expert with title, the kind of bed, the examination.
    name: str
    day: date
    #: "08:00-11:30", or empty for the whole day.
    time: str = ""
    #: Consulting room or ward.
    place: str = ""


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are, and how many of them are reserved for referred patients."""

    total: int
    reserved: int


class CapacityLine(Record, frozen=True, kw_only=True):
    """One thing on one day with its numbers."""

    community: str
    institution: str
    institution_name: str = ""
    kind: Kind
    department: str
    name: str
    day: date
    time: str = ""
    place: str = ""
    total: int
    reserved: int
    #: Held now, and used by patients who came: as the hub has counted.
    held: int = 0
    used: int = 0
    #: Given back to the ordinary pool.
    returned: int = 0
    state: State = State.OPEN
    #: From when on what nobody holds goes back to the ordinary pool.
    returns_at: datetime
    reason: str = ""
    source: Source = Source.TYPED
    opened_by: str = ""
    opened_by_name: str = ""
    opened_at: datetime

    @property
    def free(self) -> int:
        """Return how many may still be held, as far as is known here."""
        return max(self.reserved - self.held - self.used, 0) if self.state is State.OPEN else 0


def streams(line: CapacityLine) -> frozenset[str]:
    """Return who receives a line: the community that it is reserved for, and the hospital."""
    return frozenset({f"community:{line.community}", f"unit:{line.institution}"} - {"community:"})


def line_id(institution: str, slot: Slot, serial: int = 0) -> str:
    """Return the id of a line: two desks that publish the same make one.

    Args:
        institution: that publishes it.
        slot: as it is published; its time may be changed later, and the line keeps its id.
        serial: how many lines that were published there have since been moved elsewhere.
    """
    names = (KIND, institution, slot.kind, slot.department, slot.name, slot.day.isoformat(), slot.time)
    return derived_id(*names, *([str(serial)] if serial else []))


def stands_at(line: CapacityLine, slot: Slot) -> bool:
    """Say whether a line is now the one of a slot: the same thing on the same day at the same time, in any room."""
    return replace(slot_of(line), place="") == replace(slot, place="")


def slot_of(line: CapacityLine) -> Slot:
    """Return what a line offers."""
    return Slot(
        kind=line.kind, department=line.department, name=line.name, day=line.day, time=line.time, place=line.place
    )


def said(slot: Slot) -> str:
    """Return a slot as it stands on a slip: 神经内科　王建平　11月30日 08:00-11:30　门诊 3 诊室."""
    when = f"{slot.day.month}月{slot.day.day}日 {slot.time}".strip()
    return "　".join(part for part in (slot.department, slot.name, when, slot.place) if part)


def begins(on: date, at: str) -> datetime:
    """Return when a slot begins."""
    found = _TIME.fullmatch(at)
    start = time(int(found[1]), int(found[2])) if found else _MORNING
    return datetime.combine(on, start, CHINA).astimezone(UTC)


# accounts


def pool(institution: str, slot: Slot) -> str:
    """Return how the accounts begin of what may stand for one another on a day: a department's, or an examination's."""
    group = slot.name if slot.kind is Kind.EXAM else slot.department
    return f"slot|{institution}|{slot.kind.value}|{group.replace('|', '/')}|"


def postings(line: CapacityLine) -> tuple[tuple[str, int], ...]:
    """Return what a line posts while it is open: its reserved number, where alternatives are looked for."""
    if line.state is not State.OPEN:
        return ()
    return ((f"{pool(line.institution, slot_of(line))}{line.day.isoformat()}|{line.id}", line.reserved),)


def taken_account(line: str) -> str:
    """Return the account to which holds of a line post one each."""
    return f"slot_taken|{line}"


def used_account(line: str) -> str:
    """Return the account to which holds post whose patient came."""
    return f"slot_used|{line}"


def new_id(institution: str, slot: Slot, register: Lookup) -> str:
    """Return the id under which a slot is published: the first at which no line is that stands elsewhere now.

    The last where there are too many; publishing there is refused.
    """
    for serial in range(MOST_MOVED):
        record = line_id(institution, slot, serial)
        known: CapacityLine | None = register.get(KIND, record)
        if known is None or stands_at(known, slot):
            break
    return record


def other_at(institution: str, slot: Slot, record: str, register: Books) -> CapacityLine | None:
    """Return another open line that reserves something at a slot, or None: the same is never given out twice."""
    beginning = f"{pool(institution, slot)}{slot.day.isoformat()}|"
    others = (name.rpartition("|")[2] for name, reserved in register.balances(beginning).items() if reserved > 0)
    known = (register.get(KIND, other) for other in others if other != record)
    return next((one for one in known if one is not None and stands_at(one, slot)), None)


# moves


def check_slot(typed: Slot, ruling: Ruling) -> Slot:
    """Return a slot tidied.

    Raises:
        Refused: field_empty, field_long, capacity_time, capacity_past, capacity_far.
    """
    slot = tidy(typed)
    check_day(slot.day, day(ruling.at))
    return slot


def check_day(on: date, today: date) -> None:
    """Refuse a day that has gone by, or one too far ahead.

    Raises:
        Refused: capacity_past, capacity_far.
    """
    if on < today:
        raise Refused("capacity_past", field="day", day=on.isoformat())
    if on > today + timedelta(days=AHEAD_DAYS):
        raise Refused("capacity_far", field="day", day=on.isoformat())


def tidy(typed: Slot) -> Slot:
    """Return a slot as it is written down.

    Raises:
        Refused: field_empty, field_long, capacity_time.
    """
    return Slot(
        kind=typed.kind,
        department=one_line(typed.department, "department", LONGEST, needed=True),
        name=one_line(typed.name, "capacity_name", LONGEST, needed=True),
        day=typed.day,
        time=tidy_time(typed.time),
        place=one_line(typed.place, "capacity_place", LONGEST),
    )


def tidy_time(typed: str) -> str:
    """Return a time as 08:00 or 08:00-11:30; empty for the whole day.

    Raises:
        Refused: capacity_time.
    """
    text = typed.strip().replace("：", ":").replace(" ", "")
    for dash in "–—－~～至到":
        text = text.replace(dash, "-")
    if not text:
        return ""
    found = _TIME.fullmatch(text)
    if not found:
        raise Refused("capacity_time", field="time", typed=typed[:20])
    begin = f"{int(found[1]):02d}:{found[2]}"
    end = f"{int(found[3]):02d}:{found[4]}" if found[3] else ""
    if end and end <= begin:
        raise Refused("capacity_time", field="time", typed=typed[:20])
    return f"{begin}-{end}" if end else begin


def check_numbers(numbers: Numbers) -> None:
    """Refuse numbers that cannot be.

    Raises:
        Refused: capacity_total, capacity_reserved.
    """
    if not 1 <= numbers.total <= MOST:
        raise Refused("capacity_total", field="total", total=numbers.total, most=MOST)
    if not 0 <= numbers.reserved <= numbers.total:
        raise Refused("capacity_reserved", field="reserved", reserved=numbers.reserved, total=numbers.total)


def taken_of(line: str, register: Books) -> int:
    """Return how many of a line are held or used."""
    return register.total(taken_account(line))
