"""Fields and options that several forms of staff share."""

from __future__ import annotations

from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.roll_words import TITLES
from yigongti_desktop.registry.ui.staff import words


def titles() -> list[Option]:
    """Return the official titles, each with its level."""
    return [Option(name, name, right=words.LEVELS[level.value]) for name, level in TITLES.items() if level.rank]


def levels() -> list[Option]:
    """Return the levels of titles."""
    return [Option(level.value, words.LEVELS[level.value]) for level in Level]


def establishments() -> list[Option]:
    """Return the footings on which somebody is employed."""
    return [Option(one.value, words.ESTABLISHMENTS[one.value]) for one in Establishment]


def licence_fields() -> tuple[Field, ...]:
    """Return the fields of a licence but for its days."""
    kinds = [Option(kind.value, words.LICENCES[kind.value]) for kind in LicenceKind]
    categories = [Option(one.value, words.CATEGORIES[one.value]) for one in Category if one.value]
    return (
        Field(name="kind", label="证照", kind=PICK, options=kinds, is_needed=True),
        Field(name="number", label="编号", most=words.LONGEST),
        Field(name="category", label="执业类别", kind=PICK, options=categories, placeholder="医师填"),
        Field(name="scope", label="执业范围", most=words.LONGEST, placeholder="内科专业"),
        Field(name="licence_name", label="证照名称", most=words.LONGEST, placeholder="选「其他证照」时填"),
    )
