"""Fields of the form of a service: those of every one, and the readings of the national record forms."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.contracts.model import plausible
from yigongti_desktop.capabilities.contracts.model.filling import CHOICES
from yigongti_desktop.capabilities.contracts.model.filling import TEXTS
from yigongti_desktop.capabilities.contracts.model.filling import read_typed
from yigongti_desktop.capabilities.contracts.model.filling import typed_as
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.printing.form_words import CHOICE_WORDS
from yigongti_desktop.capabilities.contracts.printing.form_words import LABELS
from yigongti_desktop.capabilities.contracts.printing.form_words import symptom_key
from yigongti_desktop.capabilities.contracts.store.openings import Opening
from yigongti_desktop.capabilities.contracts.ui import card_fields
from yigongti_desktop.capabilities.contracts.ui.words import WAYS
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import LINE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option

LABEL = 124
Ranges = Mapping[plausible.Field, plausible.Range]
NEEDED: Mapping[Form, tuple[str, ...]] = {
    Form.HYPERTENSION: ("sbp", "dbp"),
    Form.DIABETES: ("sbp", "dbp", "fasting"),
    Form.PLAIN: (),
}
#: Readings row by row, as the record forms have them.
_ROWS: Mapping[Form, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]] = {
    Form.HYPERTENSION: (
        ("症状和体征", (("symptoms",), ("sbp", "dbp"), ("pulse", "weight"), ("height",))),
        (
            "生活方式",
            (("cigarettes_a_day", "alcohol_a_day"), ("exercise_a_week", "exercise_minutes"), ("salt",)),
        ),
        ("用药", (("adherence",), ("reaction",), ("drugs",))),
        (
            "判断",
            (
                ("has_new_complication", "has_worse_complication"),
                ("is_beyond_us", "is_pregnant_or_nursing"),
                ("tolerates_lower",),
            ),
        ),
    ),
    Form.DIABETES: (
        (
            "症状和体征",
            (
                ("symptoms",),
                ("sbp", "dbp"),
                ("fasting", "random"),
                ("pulse", "temperature"),
                ("weight", "height"),
                ("waist", "hba1c"),
                ("foot_pulse",),
            ),
        ),
        (
            "生活方式",
            (
                ("cigarettes_a_day", "alcohol_a_day"),
                ("exercise_a_week", "exercise_minutes"),
                ("staple_a_day",),
            ),
        ),
        ("用药", (("adherence",), ("reaction",), ("hypoglycaemia",), ("drugs",), ("insulin",))),
        (
            "判断",
            (
                ("has_new_complication", "has_worse_complication"),
                ("is_beyond_us", "is_pregnant_or_nursing"),
                ("is_pulse_lasting",),
            ),
        ),
    ),
    Form.PLAIN: (),
}
_TICKED = {
    "has_new_complication": "出现新的并发症",
    "has_worse_complication": "原有并发症加重",
    "is_beyond_us": "有不能处理的其他疾病",
    "is_pregnant_or_nursing": "处于妊娠期或哺乳期",
    "tolerates_lower": "65 岁以上，能耐受更低的目标",
    "is_pulse_lasting": "心率休息后再数仍过快",
}
_LONGEST_NOTE = 2000


def readings_of(form: Form) -> tuple[str, ...]:
    """Return the names of the readings of a form, in its order."""
    return tuple(name for _title, rows in _ROWS[form] for names in rows for name in names)


def sections(
    desk: Desk,
    opening: Opening,
    ranges: Ranges,
    day_check: Callable[[date], str],
    doers: Sequence[Option],
    today: date,
) -> tuple[Section, ...]:
    """Return the sections of the form of a service.

    Args:
        desk: says what is wrong.
        opening: the service.
        ranges: what is possible and usual of what is measured.
        day_check: of the day it was done.
        doers: who may have done it.
        today: this day.
    """
    form = opening.item.form
    is_written = opening.service is not None
    ways = [Option(way.value, WAYS[way.value]) for way in Way]
    rows: list[tuple[Field, ...]] = [
        (
            Field(name="done_on", label="服务日期", kind=DATE, is_needed=True, check=day_check),
            Field(
                name="doer",
                label="服务人员",
                kind=PICK,
                options=doers,
                is_free=True,
                is_needed=not is_written,
                is_fixed=is_written,
            ),
        ),
        (Field(name="way", label="方式", kind=CHIPS, options=ways, is_needed=True),),
    ]
    note = Field(
        name="note",
        label="说明" if form is not Form.PLAIN else "服务情况",
        kind=TEXT,
        lines=2 if form is not Form.PLAIN else 5,
        is_needed=form is Form.PLAIN and not opening.item.evidence,
        placeholder="做了什么、结果怎样、交代了什么" if form is Form.PLAIN else "",
        check=at_most(_LONGEST_NOTE),
    )
    found = [Section("", tuple(rows))]
    for title, its in _ROWS[form]:
        fields = tuple(tuple(_reading(desk, form, name, ranges) for name in names) for names in its)
        found.append(Section(title, fields))
    found.append(Section("记录", ((note,),)))
    if not is_written:
        found.append(card_fields.section(desk, opening, today))
    return tuple(found)


def place_of_evidence(form: Form) -> int:
    """Return where what proves a service stands among the parts of its form: each titled section is of two."""
    return 1 + 2 * len(_ROWS[form]) + 2


def _reading(desk: Desk, form: Form, name: str, ranges: Ranges) -> Field:
    words, unit = LABELS[name]
    title = f"{words} {unit}".strip()
    if name in _TICKED:
        return Field(name=name, label=title, kind=CHECK, placeholder=_TICKED[name])
    if name in CHOICES:
        options = [Option(code, CHOICE_WORDS[name][code]) for code in CHOICES[name]]
        asked = options if name == "reaction" else [Option("", "未填"), *options]
        return Field(name=name, label=title, kind=CHIPS, options=asked)
    if name in TEXTS:
        hint = "药名、每次多少、每日几次" if name == "drugs" else "种类、用法和用量"
        return Field(name=name, label=title, kind=LINE, is_wide=True, placeholder=hint, check=at_most(500))
    check = reads(desk, partial(read_typed, form, name, ranges=ranges))
    if name == "symptoms":
        return Field(
            name=name,
            label=title,
            is_wide=True,
            placeholder="填编号，几个之间空一格",
            check=check,
            note=symptom_note(form),
        )
    return Field(name=name, label=title, is_needed=name in NEEDED[form], check=check)


def symptom_note(form: Form) -> str:
    """Return what the numbers of symptoms mean."""
    usual, dangers = symptom_key(form)
    return f"{usual}\n危急：{dangers}"


def values_of(form: Form, readings: Mapping[str, Any]) -> dict[str, Any]:
    """Return readings as they stand in the fields."""
    found: dict[str, Any] = {}
    for name in readings_of(form):
        value = readings.get(name)
        if name in _TICKED:
            found[name] = bool(value)
        elif name in CHOICES:
            found[name] = value or ("none" if name == "reaction" else "")
        else:
            found[name] = typed_as(form, name, value)
    return found


def readings_from(form: Form, values: Mapping[str, Any], ranges: Ranges) -> dict[str, Any]:
    """Return what was filled in, as it is kept; what is not told is left out.

    Raises:
        Refused: what cannot be read, with its field.
    """
    found: dict[str, Any] = {}
    for name in readings_of(form):
        value = values.get(name)
        if name not in CHOICES and name not in _TICKED:
            value = read_typed(form, name, str(value or ""), ranges)
        if value not in (None, "", False, []):
            found[name] = value
    return found


def body_mass(values: Mapping[str, Any], form: Form, ranges: Ranges) -> str:
    """Return the body mass index of what was typed; empty while it cannot be told."""
    try:
        weight, height = (read_typed(form, name, str(values[name] or ""), ranges) for name in ("weight", "height"))
    except Refused:
        return ""
    return f"体质指数 {weight * 100_000 / height / height:.1f}" if weight and height else ""
