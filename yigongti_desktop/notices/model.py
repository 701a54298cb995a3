"""A notice (告知): a record stands, another act came second with the same, was refused and came back as a question.

Who came second is asked by the refusal itself; who was first hears of it by this record, which the hub writes in the
transaction of the refusal. It holds what the unit of the record that stands may see of the other: who and when, nothing
of what the refused act says. It is made once for each refused act, since an act is judged once.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

KIND = "notice"
#: Notices about one record; people need a few, and a desk that lies gets no more.
MOST = 100


class State(StrEnum):
    """How the matter stands with whoever came second."""

    #: The refused act came back to them as a question.
    ASKED = "asked"
    #: They have put it back into its form.
    TAKEN_UP = "taken_up"
    #: They will not send it any more.
    WITHDRAWN = "withdrawn"
    #: They sent it once more: what became of that is told by itself.
    AGAIN = "again"
    #: Theirs was accepted later, in the place of what stood or after it.
    STANDS = "stands"
    #: Theirs was written down beside what stands.
    BESIDE = "beside"


OPEN = frozenset({State.ASKED, State.TAKEN_UP})


class Answer(StrEnum):
    """What a person does with an act that was refused because another stands."""

    TAKEN_UP = "taken_up"
    WITHDRAWN = "withdrawn"
    AGAIN = "again"


class Stands(msgspec.Struct, frozen=True, kw_only=True):
    """What was first, and stands."""

    record_kind: str
    record: str
    #: Which part of the record it is: the number of an agreement; empty when it is all of it.
    part: str = ""
    #: Unit whose it is.
    institution: str
    #: Account of whoever did it; empty when it is told to whoever is responsible today.
    account: str = ""


class Rival(msgspec.Struct, frozen=True, kw_only=True):
    """Who came second, as far as the other unit may know."""

    institution: str
    institution_name: str = ""
    team: str = ""
    #: Account and name of the person; empty where they work at another unit.
    account: str = ""
    person: str = ""
    #: Day on which they signed, or did it.
    on: date


class Notice(Record, frozen=True, kw_only=True):
    """What whoever was first is told of one refused act."""

    state: State
    #: State that somebody at the unit has taken note of (知道了); empty for none.
    known: str = ""
    record_kind: str
    record: str
    part: str = ""
    institution: str
    account: str = ""
    #: The act that was refused.
    event: str
    rival: Rival
    asked_at: datetime
    #: When the matter came to an end.
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether whoever came second has still to decide."""
        return self.state in OPEN

    @property
    def is_news(self) -> bool:
        """Say whether nobody has taken note of how it stands; the end is told once more."""
        if self.state is State.AGAIN:
            return False
        return not self.known or (self.known in OPEN and not self.is_open)


def notice_id(record_kind: str, record: str, place: int) -> str:
    """Return the id of one of the notices about a record, counted from 0, so that rules find all of them."""
    return derived_id(KIND, record_kind, record, str(place))


def notices_of(record_kind: str, record: str, register: Lookup) -> list[Notice]:
    """Return all notices about a record, the first first."""
    found: list[Notice] = []
    while (known := register.get(KIND, notice_id(record_kind, record, len(found)))) is not None:
        found.append(known)
    return found


def ask(current: Notice | None, stands: Stands, rival: Rival, event: str, ruling: Ruling) -> Notice:
    """Write the notice of a refused act."""
    return current or Notice(
        id=ruling.record,
        state=State.ASKED,
        event=event,
        rival=rival,
        asked_at=ruling.at,
        **{field: getattr(stands, field) for field in Stands.__struct_fields__},
    )


def answer(current: Notice | None, how: Answer, ruling: Ruling) -> Notice:
    """Note what whoever came second does with the refused act; what has ended by itself stays as it ended.

    A desk may have the refusal and not yet the notice: it then shows one that nobody is told of, until it comes.

    Raises:
        Refused: not_found, not_holder.
    """
    if current is None:
        if ruling.final:
            raise Refused("not_found", kind=KIND)
        nobody = Stands(record_kind="", record="", institution="")
        rival = Rival(institution=ruling.actor.institution, on=day(ruling.at))
        current = ask(None, nobody, rival, "", ruling)
    if current.rival.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return _ended(current, State(how.value), ruling)


def end(current: Notice | None, state: State, ruling: Ruling) -> Notice:
    """Note how the matter ended, as it followed from another act.

    Raises:
        Refused: not_found.
    """
    return _ended(_existing(current), state, ruling)


def follow(current: Notice | None, institution: str) -> Notice:
    """Let an open notice go with the record that it is about to another unit.

    Raises:
        Refused: not_found.
    """
    notice = _existing(current)
    return replace(notice, institution=institution, account="", known="") if notice.is_open else notice


def take_note(current: Notice | None, seen: State, ruling: Ruling) -> Notice:
    """Note that somebody at the unit knows how the matter stands; who saw less than a colleague takes nothing back.

    Raises:
        Refused: not_found, not_holder.
    """
    notice = _existing(current)
    if notice.institution != ruling.actor.institution:
        raise Refused("not_holder")
    if notice.known and notice.known not in OPEN:
        return notice
    return replace(notice, known=seen.value)


def streams(notice: Notice) -> frozenset[str]:
    """Return who receives a notice: the unit of what stands, and that of whoever answers."""
    units = (notice.institution, notice.rival.institution)
    return frozenset(f"unit:{unit}" for unit in units if unit)


def _ended(notice: Notice, state: State, ruling: Ruling) -> Notice:
    if not notice.is_open:
        return notice
    return replace(notice, state=state, ended_at=None if state in OPEN else ruling.at)


def _existing(current: Notice | None) -> Notice:
    if current is None:
        raise Refused("not_found", kind=KIND)
    return current
