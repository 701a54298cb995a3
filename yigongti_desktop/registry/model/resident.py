"""Residents: who somebody is, how they are found, and what two desks may change of them at once.

The id is made of the ID number under the county's key: two desks that register one citizen off-line make
one record. Edits to different fields both stand; edits to one field come back to the later person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import check_birth
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import IdKind
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import kind_of_paper
from yigongti_desktop.kernel.identifiers import read_health_record_number
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kernel.ids import is_keyed
from yigongti_desktop.kernel.ids import keyed_id
from yigongti_desktop.kernel.pinyin import right_keys_of_name
from yigongti_desktop.kernel.pinyin import slips_of_name
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.standing import Folded
from yigongti_desktop.registry.model.standing import Insured
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag

#: Marks a spelling that is read from its end; nobody can type it.
TAIL = "\x1f"
#: Marks a spelling by a reading that the surname does not have: asked after the right ones.
SLIP = "\x1e"
_LONGEST_NAME = 60
_LONGEST_LINE = 200
_MOST_PHONES = 5


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What people write down of a resident."""

    name: str
    sex: Sex
    birth: date
    id_number: str = ""
    #: Why there is no ID number: newborn, unidentified, other.
    no_id_reason: str = ""
    phone: str = ""
    #: A relative who answers the phone, as people say it: 女儿 胡小燕.
    contact: str = ""
    address: str = ""
    village: str = ""
    #: 档案编号, 17 digits or empty.
    health_record: str = ""
    #: Further phones, in the order in which they are tried.
    phones: tuple[str, ...] = ()
    insured: Insured = Insured.UNKNOWN


class Other(msgspec.Struct, frozen=True, kw_only=True):
    """What a further unit wrote of a resident otherwise than it was known."""

    field: str
    value: str
    unit: str


class Resident(Record, frozen=True, kw_only=True):
    """A resident as the units that care for them know them."""

    name: str
    sex: Sex
    birth: date
    id_number: str = ""
    no_id_reason: str = ""
    phone: str = ""
    contact: str = ""
    address: str = ""
    village: str = ""
    health_record: str = ""
    #: Institutions that care for them.
    units: tuple[str, ...] = ()
    #: What further units wrote otherwise, until somebody corrects the field.
    also: tuple[Other, ...] = ()
    phones: tuple[str, ...] = ()
    insured: Insured = Insured.UNKNOWN
    #: Residents that bear one household id live in one household; empty for who lives in none that is known.
    household: str = ""
    relation: Relation = Relation.NONE
    groups: tuple[Tag, ...] = ()
    died_on: date | None = None
    #: The record that this duplicate was folded into; empty for a record in its own right.
    merged_into: str = ""
    folded: tuple[Folded, ...] = ()

    @property
    def id_kind(self) -> IdKind:
        """Return what kind of paper the number is of."""
        return kind_of_paper(self.id_number)

    def identity(self) -> Identity:
        """Return what people wrote down."""
        return Identity(**{field: getattr(self, field) for field in FIELDS})


FIELDS = Identity.__struct_fields__


def resident_id(county_key: str, identity: Identity, otherwise: str) -> str:
    """Return the one id of a citizen; without an ID number, the other id given."""
    return keyed_id(bytes.fromhex(county_key), identity.id_number) if identity.id_number else otherwise


def check_identity(typed: Identity, today: date) -> Identity:
    """Return the identity tidied and checked.

    Raises:
        Refused: the first fault, with the field it is in.
    """
    name = _short(clean_name(typed.name), "name", _LONGEST_NAME)
    if not name:
        raise Refused("field_empty", field="name")
    check_birth(typed.birth, today)
    tidy = replace(
        typed,
        name=name,
        no_id_reason=_short(clean_line(typed.no_id_reason), "no_id_reason", _LONGEST_LINE),
        phone=read_phone(typed.phone) if typed.phone.strip() else "",
        contact=_short(clean_line(typed.contact), "contact", _LONGEST_LINE),
        address=_short(clean_line(typed.address), "address", _LONGEST_LINE),
        village=_short(clean_line(typed.village), "village", _LONGEST_LINE),
        health_record=read_health_record_number(typed.health_record),
    )
    tidy = replace(tidy, phones=_further(typed.phones, tidy.phone))
    if not typed.id_number.strip():
        if not tidy.no_id_reason:
            raise Refused("id_number_or_reason")
        return replace(tidy, id_number="")
    read = read_paper(typed.id_number, today)
    if read.birth and read.birth != typed.birth:
        raise Refused("id_number_other_birth", of_number=read.birth.isoformat(), typed=typed.birth.isoformat())
    if not read.fits(typed.birth):
        raise Refused("foreign_card_other_birth", of_number=read.number[7:13], typed=typed.birth.isoformat())
    if Sex.UNKNOWN not in {typed.sex, read.sex} and read.sex is not typed.sex:
        raise Refused("id_number_other_sex")
    sex = typed.sex if read.sex is Sex.UNKNOWN else read.sex
    return replace(tidy, id_number=read.number, sex=sex, no_id_reason="")


def need_open(current: Resident | None, ruling: Ruling) -> Resident:
    """Return a resident that the acting unit cares for, and whose record was not folded into another.

    Raises:
        Refused: not_found, resident_merged with the record that is kept.
    """
    if current is None or ruling.actor.institution not in current.units:
        raise Refused("not_found", kind="resident")
    if current.merged_into:
        raise Refused("resident_merged", into=current.merged_into)
    return current


def register(current: Resident | None, identity: Identity, ruling: Ruling) -> Resident:
    """Register a resident at the acting institution, or note that one more institution cares for them.

    A citizen known already keeps what is known. What a further unit writes otherwise stands beside it; what
    another desk of a unit that has them writes otherwise comes back as a question.
    """
    tidy = check_identity(identity, day(ruling.at))
    county: County | None = ruling.register.get("county", THE_COUNTY)
    if county is None:
        raise Refused("county_missing")
    if resident_id(county.resident_key, tidy, ruling.record) != ruling.record:
        raise Refused("resident_id_wrong")
    if not tidy.id_number and is_keyed(ruling.record):
        raise Refused("resident_id_wrong")  # the id of somebody's number, whoever that is
    if current and current.id_number != tidy.id_number:
        raise Refused("resident_id_wrong")  # its number was corrected since: the record is somebody else
    here = ruling.actor.institution
    if current and current.merged_into and here in current.units:
        raise Refused("resident_merged", into=current.merged_into)
    if current is None:
        return Resident(id=ruling.record, units=(here,), **msgspec.structs.asdict(tidy))
    mine, theirs = msgspec.structs.asdict(tidy), msgspec.structs.asdict(current.identity())
    mine["phones"] = _further((*current.phones, *tidy.phones), current.phone or tidy.phone)
    filled = {field: value for field, value in mine.items() if value and (field == "phones" or not theirs[field])}
    differing = {
        field: {"mine": str(mine[field]), "theirs": str(theirs[field])}
        for field in FIELDS
        if field != "phones" and mine[field] and theirs[field] and mine[field] != theirs[field]
    }
    if differing and here in current.units:
        raise Refused("resident_exists", fields=differing)
    also = (Other(field=field, value=values["mine"], unit=here) for field, values in differing.items())
    return replace(
        current,
        units=tuple(dict.fromkeys((*current.units, here))),
        also=tuple(dict.fromkeys((*current.also, *also))),
        **filled,
    )


def correct(current: Resident | None, changes: Mapping[str, tuple[Any, Any]], ruling: Ruling) -> Resident:
    """Change fields, each from the value that the person saw.

    A field that somebody else has changed meanwhile is refused with both values; nothing of the act stands
    then, and the person decides.
    """
    current = need_open(current, ruling)
    before = msgspec.to_builtins(current.identity())
    unknown = [field for field in changes if field not in FIELDS]
    if unknown:
        raise Refused("field_unknown", field=unknown[0])
    conflicts = {
        field: {"base": seen, "mine": wanted, "theirs": before[field]}
        for field, (seen, wanted) in changes.items()
        if before[field] not in (seen, wanted)  # no set: what travels need not be hashable
    }
    if conflicts:
        raise Refused("conflict", fields=conflicts)
    try:
        wanted = msgspec.convert(before | {field: new for field, (_, new) in changes.items()}, Identity)
    except msgspec.ValidationError:
        raise Refused("field_format", field=next(iter(changes))) from None
    tidy = check_identity(wanted, day(ruling.at))
    also = tuple(other for other in current.also if other.field not in changes)
    return replace(current, also=also, **msgspec.structs.asdict(tidy))


def spellings(resident: Resident) -> set[str]:
    """Return every beginning by which a resident is looked for: names, pinyin, numbers and their tails.

    One that was folded into another is found by nothing.
    """
    if resident.merged_into:
        return set()
    name = sought(resident.name)
    beginnings = {*range(min(len(name), 3)), *(dot.end() for dot in re.finditer("·", name))}
    found = (right_keys_of_name(resident.name) | {name[start:] for start in beginnings}) - {""}
    found |= {SLIP + key for key in slips_of_name(resident.name)}
    also = (other.value for other in resident.also if other.field == "phone")
    phones = (phone.replace("-", "") for phone in (resident.phone, *resident.phones, *also))
    for number in (resident.id_number.lower(), *phones, resident.health_record):
        if number:
            found |= {number, TAIL + number[::-1]}
    return found


def _further(typed: tuple[str, ...], first: str) -> tuple[str, ...]:
    """Return the further phones, each once and not the first.

    Raises:
        Refused: phones_many, and what `read_phone` says.
    """
    read = dict.fromkeys(read_phone(one) for one in typed if one.strip())
    read.pop(first, None)
    if len(read) > _MOST_PHONES:
        raise Refused("phones_many", most=_MOST_PHONES, count=len(read))
    return tuple(read)


def _short(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise Refused("field_long", field=field, most=most, length=len(text))
    return text
