"""What is true of somebody from a day until a day: employment, working place, title, licence, protected time, contract.

Each part bears its own first and last day, both included; without a last day it holds until further notice.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """Something that holds between two days, both included."""

    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Say whether it holds on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Post(Dated, frozen=True, kw_only=True, tag="post"):
    """Employment by the home unit (STF-03: 编制在哪里)."""

    #: Institution whose establishment somebody belongs to.
    home: str
    establishment: Establishment
    #: Number of the approval, where one is needed (STF-06, STF-36).
    approval: str = ""


class Place(Dated, frozen=True, kw_only=True, tag="place"):
    """Where somebody works; who has no place on a day works at home."""

    #: Institution where the work is done.
    unit: str
    department: str = ""
    #: Village that they serve.
    village: str = ""
    mode: Mode = Mode.NONE
    #: Number of the approval, where one is needed (STF-06, STF-36).
    approval: str = ""
    #: The posting that it follows from; empty for one that people wrote down.
    posting: str = ""


class Title(Dated, frozen=True, kw_only=True, tag="title"):
    """A professional title; its level is a code (STF-16)."""

    level: Level
    #: In words: 主治医师.
    name: str = ""


class Licence(Dated, frozen=True, kw_only=True, tag="licence"):
    """A licence; its last day is that of its expiry."""

    kind: LicenceKind
    number: str = ""
    #: 执业类别 and 执业范围, of doctors.
    category: Category = Category.NONE
    scope: str = ""
    #: What it is called, where the kind does not say.
    name: str = ""


class Period(Dated, frozen=True, kw_only=True, tag="period"):
    """A pregnancy until the child is due, or the nursing of a child until its first birthday."""

    kind: PeriodKind
    #: Day on which the child is due, or was born.
    child: date


class Contract(Dated, frozen=True, kw_only=True, tag="contract"):
    """An employment contract (STF-11 合同管理)."""

    number: str = ""


Part = Post | Place | Title | Licence | Period | Contract

#: Field of the record in which parts of a kind stand.
LINES: dict[type[Dated], str] = {
    Post: "posts",
    Place: "places",
    Title: "titles",
    Licence: "licences",
    Period: "periods",
    Contract: "contracts",
}


def line_of(part: Part) -> str:
    """Return the field of the record in which a part stands."""
    return LINES[type(part)]


def kind_of(part: Part) -> str:
    """Return what tells apart the parts of one field that may hold at the same time; empty where none may."""
    return part.kind.value if isinstance(part, Licence | Period) else ""
