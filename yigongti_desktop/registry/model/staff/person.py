"""Somebody of the staff, and what they are, have and may on a given day.

Home unit and working unit are two things (STF-03, 县管乡用、乡聘村用). Two people of one name are two records: the id
is made of the ID number under the county's key, or is new where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import keyed_id
from yigongti_desktop.kernel.pinyin import right_keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.staff.codes import OF_DOCTORS
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.history import held
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.parts import kind_of
from yigongti_desktop.registry.model.staff.parts import line_of

#: Sets ids of staff apart from those of residents, who have the same ID numbers.
_STAFF = "staff"
#: Beginning of the account to which everybody posts the log-in that is theirs: it belongs to one person.
LOG_IN = "staff.account."


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What people write down of somebody once, whatever the day."""

    name: str
    profession: Profession
    sex: Sex = Sex.UNKNOWN
    birth: date | None = None
    id_number: str = ""
    phone: str = ""


class Staff(Record, frozen=True, kw_only=True):
    """Somebody of the staff, with their dated history; the earliest part of each line comes first."""

    name: str
    profession: Profession
    sex: Sex = Sex.UNKNOWN
    birth: date | None = None
    id_number: str = ""
    phone: str = ""
    #: The log-in that is theirs; empty for none.
    account: str = ""
    #: Institutions that have the record: home unit, working unit, lead hospital (see `viewers`).
    seen_by: tuple[str, ...] = ()
    posts: tuple[Post, ...] = ()
    places: tuple[Place, ...] = ()
    titles: tuple[Title, ...] = ()
    licences: tuple[Licence, ...] = ()
    periods: tuple[Period, ...] = ()
    contracts: tuple[Contract, ...] = ()

    def identity(self) -> Identity:
        """Return what people wrote down once."""
        return Identity(**{field: getattr(self, field) for field in FIELDS})

    def post_on(self, day: date) -> Post | None:
        """Return the employment on a day; None for who is not employed."""
        return held(self.posts, day)

    def home_on(self, day: date) -> str:
        """Return the home unit on a day; empty for who is not employed."""
        post = self.post_on(day)
        return post.home if post else ""

    def place_on(self, day: date) -> Place | None:
        """Return the place of work that is written down for a day."""
        return held(self.places, day)

    def works_at(self, day: date) -> str:
        """Return the working unit on a day: the place that is written down, else home; empty for who has left."""
        place = self.place_on(day)
        home = self.home_on(day)
        return place.unit if place and home else home

    def title_on(self, day: date) -> Level:
        """Return the level of the title on a day (STF-12, STF-14, STF-16)."""
        title = held(self.titles, day)
        return title.level if title else Level.NONE

    def licensed(self, kind: LicenceKind, day: date) -> bool:
        """Say whether a licence of this kind is in force on a day; its last day counts."""
        return any(licence.kind is kind and licence.holds(day) for licence in self.licences)

    def practice_on(self, day: date) -> Licence | None:
        """Return the doctor's licence on a day, with its category and scope; 执业医师 before 执业助理医师."""
        found = [one for one in self.licences if one.kind in OF_DOCTORS and one.holds(day)]
        return min(found, key=lambda one: one.kind is not LicenceKind.PHYSICIAN, default=None)

    def contract_on(self, day: date) -> Contract | None:
        """Return the contract on a day."""
        return held(self.contracts, day)

    def periods_on(self, day: date) -> tuple[Period, ...]:
        """Return the protected times on a day."""
        return tuple(period for period in self.periods if period.holds(day))

    def like(self, part: Part) -> tuple[Part, ...]:
        """Return the history to which a part belongs: its line, and of that its own kind."""
        line: Sequence[Part] = getattr(self, line_of(part))
        return tuple(one for one in line if kind_of(one) == kind_of(part))


FIELDS = Identity.__struct_fields__


def staff_id(county_key: str, id_number: str, otherwise: str) -> str:
    """Return the one id of somebody by their ID number; without one, the other id given."""
    return keyed_id(bytes.fromhex(county_key), _STAFF, id_number) if id_number else otherwise


def streams(staff: Staff) -> frozenset[str]:
    """Return who receives the record: home unit, working unit and lead hospital, and no other."""
    return frozenset(f"unit:{unit}" for unit in staff.seen_by)


def spellings(staff: Staff) -> set[str]:
    """Return every beginning by which somebody is looked for: name, pinyin, telephone."""
    found = right_keys_of_name(staff.name) | {sought(staff.name)}
    return (found | {staff.phone.replace("-", "")}) - {""}


def posted(staff: Staff) -> tuple[tuple[str, int], ...]:
    """Return the mark by which a log-in is known to be somebody's."""
    return ((f"{LOG_IN}{staff.account}", 1),) if staff.account else ()
