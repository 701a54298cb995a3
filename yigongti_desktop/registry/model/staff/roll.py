"""What one row of a list of staff says: who somebody is, where they belong, their title, a licence, a contract.

A person with several licences has a row for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date

import msgspec

from yigongti_desktop.kernel.dates import parse_expiry
from yigongti_desktop.kernel.dates import read_day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.census import FAULT_FIELDS
from yigongti_desktop.registry.model.census import NOT_SAID
from yigongti_desktop.registry.model.census import SEXES
from yigongti_desktop.registry.model.census import of_column
from yigongti_desktop.registry.model.census import word_of
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Lines
from yigongti_desktop.registry.model.listing import Claims
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_rows
from yigongti_desktop.registry.model.staff import roll_words as words
from yigongti_desktop.registry.model.staff.checks import tidy_identity
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity

_SEP = "\x1f"


class StaffEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What one row says of somebody, tidied and checked."""

    row: int
    identity: Identity
    #: Home unit as the list writes it; empty for the one that imports.
    unit: str = ""
    establishment: Establishment = Establishment.POST
    #: First day of the employment; None where the list does not say.
    since: date | None = None
    department: str = ""
    village: str = ""
    title: Title | None = None
    licence: Licence | None = None
    contract: Contract | None = None

    @property
    def who(self) -> str:
        """Return by what somebody without a number is known again."""
        birth = self.identity.birth
        return _SEP.join((self.identity.name, birth.isoformat() if birth else "", self.identity.phone))

    def parts(self, home: str, today: date) -> tuple[Part, ...]:
        """Return what the row says of the days from the first on; of an unsaid first day it says: from today."""
        since = self.since or today
        post = Post(since=since, home=home, establishment=self.establishment)
        place = Place(since=since, unit=home, department=self.department, village=self.village)
        stands = (place,) if self.department or self.village else ()
        rest = (one for one in (self.title, self.licence, self.contract) if one is not None)
        return (post, *stands, *rest)


def listed_staff(columns: Columns, lines: Lines, claims: Claims, today: date) -> Iterator[StaffEntry | RowFault]:
    """Return the staff of a list one by one, and what is wrong with the rows that are none."""

    def entry(row: int, cells: Mapping[str, str]) -> StaffEntry:
        read = read_staff(row, cells, today)
        number = read.identity.id_number
        if number and claims.claim("name of", f"{number}{_SEP}{read.identity.name}", row) != (
            first := claims.claim("id_number", number, row)
        ):
            raise Refused("id_twice", field="id_number", first=first)
        what = f"{read.licence.kind}{_SEP}{read.licence.number}" if read.licence else ""
        if (first := claims.claim("row", _SEP.join((number or read.who, what)), row)) != row:
            raise Refused("row_repeated", field="name", first=first)
        return read

    return read_rows(columns, lines, entry)


def read_staff(row: int, cells: Mapping[str, str], today: date) -> StaffEntry:
    """Read a row of a list of staff.

    Raises:
        Refused: what is wrong with it, with the field.
    """
    if not cells["name"]:
        raise Refused("field_empty", field="name")
    since = of_column("since", read_day, cells.get("since", ""))
    title, licence = _title(cells, since or today), _licence(cells, since or today)
    try:
        identity = tidy_identity(_identity(cells, licence), today)
    except Refused as fault:
        raise Refused(fault.code, **({"field": FAULT_FIELDS.get(fault.code, "")} | fault.facts)) from None
    return StaffEntry(
        row=row,
        identity=identity,
        unit=cells.get("unit", ""),
        establishment=word_of(
            cells, "establishment", words.ESTABLISHMENTS, "establishment_unknown", _footing(identity.profession)
        ),
        since=since,
        department=cells.get("department", ""),
        village=cells.get("served", ""),
        title=title,
        licence=licence,
        contract=_contract(cells, since or today),
    )


def _identity(cells: Mapping[str, str], licence: Licence | None) -> Identity:
    number = cells.get("id_number", "")
    phone = half_width(cells.get("phone", ""))
    profession = word_of(cells, "profession", words.PROFESSIONS, "profession_unknown", _by_papers(cells, licence))
    if profession is None:
        raise Refused("field_empty", field="profession")
    return Identity(
        name=cells["name"],
        profession=profession,
        sex=word_of(cells, "sex", SEXES, "sex_unknown", Sex.UNKNOWN),
        birth=of_column("birth", read_day, cells.get("birth", "")),
        id_number="" if number in NOT_SAID else number,
        phone="" if phone in NOT_SAID else phone,
    )


def _by_papers(cells: Mapping[str, str], licence: Licence | None) -> Profession | None:
    """Return what the holder of a licence or of an official title works as."""
    known = {
        LicenceKind.PHYSICIAN: Profession.DOCTOR,
        LicenceKind.ASSISTANT: Profession.DOCTOR,
        LicenceKind.NURSE: Profession.NURSE,
        LicenceKind.VILLAGE_DOCTOR: Profession.VILLAGE_DOCTOR,
        LicenceKind.PHARMACIST: Profession.PHARMACIST,
    }
    title = half_width(cells.get("title", ""))
    by_title = next((of for ending, of in words.ENDINGS.items() if title in words.TITLES and ending in title), None)
    return (known.get(licence.kind) if licence else None) or by_title


def _footing(profession: Profession) -> Establishment:
    return Establishment.VILLAGE if profession is Profession.VILLAGE_DOCTOR else Establishment.POST


def _title(cells: Mapping[str, str], since: date) -> Title | None:
    """Return the title of a row; words that are no official title need the level beside them (STF-16)."""
    name = half_width(cells.get("title", ""))
    by_code = word_of(cells, "level", words.LEVELS, "level_unknown", None)
    level = by_code or words.TITLES.get(name) or words.LEVELS.get(name)
    if level is None:
        if name in NOT_SAID:
            return None
        raise Refused("title_unknown", field="title", typed=name[:20])
    since = of_column("title_since", read_day, cells.get("title_since", "")) or since
    if level is Level.NONE:
        return None
    return Title(since=since, level=level, name="" if name in NOT_SAID or name in words.LEVELS else name)


def _licence(cells: Mapping[str, str], since: date) -> Licence | None:
    number = half_width(cells.get("licence_number", ""))
    number = "" if number in NOT_SAID else number
    kind = word_of(cells, "licence", words.LICENCES, "licence_unknown", None)
    if kind is None:
        if number:
            raise Refused("field_empty", field="licence")
        return None
    until = _last(cells, "licence_until")
    return Licence(
        since=min(since, until) if until else since,
        until=until,
        kind=kind,
        number=number,
        category=word_of(cells, "category", words.CATEGORIES, "category_unknown", Category.NONE),
        scope=cells.get("scope", ""),
    )


def _contract(cells: Mapping[str, str], since: date) -> Contract | None:
    begins = of_column("contract_since", read_day, cells.get("contract_since", ""))
    until = _last(cells, "contract_until")
    if begins is None and until is None:
        return None
    begins = begins or (min(since, until) if until else since)
    if until is not None and until < begins:
        raise Refused("part_days", field="contract_until", since=begins.isoformat(), until=until.isoformat())
    return Contract(since=begins, until=until)


def _last(cells: Mapping[str, str], field: str) -> date | None:
    """Return the last day that a cell names; 2026-10 means usable through 31 October."""
    typed = half_width(cells.get(field, ""))
    if typed in NOT_SAID or typed in words.OPEN_ENDED:
        return None
    try:
        return parse_expiry(typed)
    except Refused:
        return of_column(field, read_day, typed)
