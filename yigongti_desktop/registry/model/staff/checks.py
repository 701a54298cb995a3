"""What is written of staff, tidied and checked field by field."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yigongti_desktop.kernel.dates import check_birth
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.codes import OF_DOCTORS
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.protection import last_day
from yigongti_desktop.registry.model.staff.rights import home_of
from yigongti_desktop.registry.model.staff.rights import lead_of_home

LONGEST_NAME, LONGEST_LINE = 60, 60
#: Days that can stand in a record of staff.
FIRST_DAY, LAST_DAY = date(1940, 1, 1), date(2100, 12, 31)


def tidy_identity(typed: Identity, today: date) -> Identity:
    """Return what is written of somebody once, tidied and checked; an ID number tells birth and sex.

    Raises:
        Refused: the first fault, with the field it is in.
    """
    name = clean_name(typed.name)
    if not name:
        raise Refused("field_empty", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused("field_long", field="name", most=LONGEST_NAME, length=len(name))
    if typed.birth is not None:
        check_birth(typed.birth, today)
    tidy = replace(typed, name=name, phone=read_phone(typed.phone) if typed.phone.strip() else "")
    if not typed.id_number.strip():
        return replace(tidy, id_number="")
    read = read_paper(typed.id_number, today)
    if read.birth and typed.birth not in {None, read.birth}:
        raise Refused("id_number_other_birth", of_number=read.birth.isoformat(), typed=str(typed.birth))
    if Sex.UNKNOWN not in {typed.sex, read.sex} and read.sex is not typed.sex:
        raise Refused("id_number_other_sex")
    sex = typed.sex if read.sex is Sex.UNKNOWN else read.sex
    return replace(tidy, id_number=read.number, birth=read.birth or typed.birth, sex=sex)


def tidy_part(typed: Part, staff: Staff, ruling: Ruling) -> Part:
    """Return a part of somebody's history, tidied and checked.

    Raises:
        Refused: part_days, day_beyond, field_empty, field_long, institution_unknown, institution_not_working,
            approval_missing, period_days, period_sex.
    """
    part = _days_in_order(_tidy_words(typed))
    if isinstance(part, Post | Place):
        _check_move(part, staff, ruling.register)
    elif isinstance(part, Title):
        if part.level is Level.NONE and part.name:
            raise Refused("field_empty", field="level")
    elif isinstance(part, Licence):
        return _licence(part)
    elif isinstance(part, Period):
        return _period(part, staff)
    return part


def needs_approval(staff: Staff, part: Post | Place, register: Lookup) -> bool:
    """Say whether a move needs an approval: from a unit up to its lead hospital, where the county says so.

    STF-06: 镇卫生院人员流动到牵头医院的，必须报批备案. To study there (进修) is no move, nor is a first employment.
    """
    home = home_of(staff, part.since)
    lead = lead_of_home(register, home, part.since)
    to = part.home if isinstance(part, Post) else part.unit
    is_study = isinstance(part, Place) and part.mode is Mode.STUDY
    is_upward = bool(home) and to == lead != home and not is_study
    return is_upward and rule(register, "staffing.upward_move_needs_approval", part.since, default=False)


def _check_move(part: Post | Place, staff: Staff, register: Lookup) -> None:
    need_institution(register, part.home if isinstance(part, Post) else part.unit)
    if needs_approval(staff, part, register) and not part.approval:
        raise Refused("approval_missing", field="approval")


def _licence(licence: Licence) -> Licence:
    if licence.kind is LicenceKind.OTHER and not licence.name:
        raise Refused("field_empty", field="licence_name")
    if licence.kind in OF_DOCTORS:
        return licence
    return replace(licence, category=Category.NONE, scope="")


def _period(period: Period, staff: Staff) -> Period:
    """Return a protected time with its last day, which follows from that of the child."""
    if staff.sex is Sex.MALE:
        raise Refused("period_sex")
    last = last_day(period.kind, period.child)
    since = max(period.since, period.child) if period.kind is PeriodKind.NURSING else period.since
    until = last if period.until is None else min(period.until, last)
    if until < since:
        raise Refused("period_days", since=since.isoformat(), until=until.isoformat())
    return replace(period, since=since, until=until)


def _tidy_words(part: Part) -> Part:
    if isinstance(part, Place):
        words = {field: getattr(part, field) for field in ("department", "village", "approval")}
        return replace(part, **{field: _line(text, field) for field, text in words.items()})
    if isinstance(part, Post):
        return replace(part, approval=_line(part.approval, "approval"))
    if isinstance(part, Title):
        return replace(part, name=_line(part.name, "title"))
    if isinstance(part, Licence):
        number, scope = _line(half_width(part.number), "number"), _line(part.scope, "scope")
        return replace(part, number=number, scope=scope, name=_line(part.name, "licence_name"))
    if isinstance(part, Contract):
        return replace(part, number=_line(half_width(part.number), "number"))
    return part


def _days_in_order(part: Part) -> Part:
    if part.until is not None and part.until < part.since:
        raise Refused("part_days", since=part.since.isoformat(), until=part.until.isoformat())
    for one in (part.since, part.until, part.child if isinstance(part, Period) else None):
        if one is not None and not FIRST_DAY <= one <= LAST_DAY:
            raise Refused("day_beyond", day=one.isoformat())
    return part


def _line(text: str, field: str) -> str:
    return one_line(text, field, LONGEST_LINE)
