"""Columns in which a round sheet is entered, in the order of its boxes: what stands in them is typed as it is."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.contracts.model.filling import CHOICES
from yigongti_desktop.capabilities.contracts.model.filling import TEXTS
from yigongti_desktop.capabilities.contracts.model.filling import read_typed
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.printing.form_words import LABELS
from yigongti_desktop.capabilities.contracts.printing.form_words import choice_key
from yigongti_desktop.capabilities.contracts.printing.form_words import reading_words
from yigongti_desktop.capabilities.contracts.printing.form_words import symptom_key
from yigongti_desktop.capabilities.contracts.ui.card_fields import RESIDENT
from yigongti_desktop.capabilities.contracts.ui.card_fields import WORKER
from yigongti_desktop.capabilities.contracts.ui.service_fields import NEEDED
from yigongti_desktop.capabilities.contracts.ui.service_fields import Ranges
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import refusal
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn

#: Readings of a sheet, in the order of its boxes.
BOXES: Mapping[Form, tuple[str, ...]] = {
    Form.HYPERTENSION: ("sbp", "dbp", "pulse", "weight", "symptoms", "salt", "adherence", "reaction", "drugs"),
    Form.DIABETES: (
        "sbp",
        "dbp",
        "fasting",
        "pulse",
        "symptoms",
        "adherence",
        "reaction",
        "hypoglycaemia",
        "foot_pulse",
        "drugs",
    ),
    Form.PLAIN: (),
}
#: What is typed of a row as its proof.
PROOF = (RESIDENT, WORKER, "carded")
_WIDTHS = {"symptoms": 92, "drugs": 110, "adherence": 62, "reaction": 74, "foot_pulse": 74, "hypoglycaemia": 62}
_SHORT = {"fasting": "空腹血糖", "foot_pulse": "足背"}
_USUAL, _LONGEST_NOTE = 58, 2000


def columns(
    desk: Desk,
    form: Form,
    ranges: Ranges,
    decided: Callable[[Line], tuple[str, str]],
    proof: tuple[LineColumn, ...] = (),
) -> tuple[LineColumn, ...]:
    """Return the columns of a sheet.

    Args:
        desk: says what is wrong.
        form: of the sheet.
        ranges: what is possible and usual of what is measured.
        decided: says what follows from a line, and in which tone.
        proof: columns of what proves the services, as `proof_columns` returns them.
    """
    plain = form is Form.PLAIN
    return (
        LineColumn(key="row", title="行", width=44, is_right=True, tone=lambda _line: "text3", rank=4),
        LineColumn(key="name", title="姓名", width=92, stretch=1, is_bold=lambda _line: True, tone=_tone_of_name),
        LineColumn(key="where", title="村组", width=96, stretch=1, rank=3, tone=lambda _line: "text2"),
        *((LineColumn(key="item", title="项目", width=120, stretch=2, rank=0 if proof else 1),) if plain else ()),
        LineColumn(
            key="done_on",
            title="日期",
            width=92,
            kind=DATE,
            placeholder="同上面",
            is_passed=True,
            rank=1 if plain and proof else 0,
            text=lambda line: _day(line.get("done_on")),
            check=partial(_check_day, desk),
        ),
        *(_box(desk, form, name, ranges) for name in BOXES[form]),
        LineColumn(
            key="note",
            title="情况" if plain else "说明",
            width=150 if plain else 70,
            stretch=4 if plain else 1,
            kind=WORDS,
            is_passed=not plain,
            rank=0 if plain else 2,
            check=_check_note,
        ),
        *proof,
        *(
            ()
            if plain
            else (
                LineColumn(
                    key="decided",
                    title="判定",
                    width=104,
                    text=lambda line: decided(line)[0],
                    tone=lambda line: decided(line)[1],
                ),
            )
        ),
    )


def is_idle(form: Form, line: Line) -> bool:
    """Say whether nothing was entered of somebody; the drugs of before do not count."""
    names = [name for name in BOXES[form] if name != "drugs"] or ["note"]
    return not any(line.get(name) for name in (*names, *PROOF, "photos", "signatures"))


def proof_columns(asked: Collection[Evidence], check: Callable[[str, Any, Line], str]) -> tuple[LineColumn, ...]:
    """Return the columns of what proves services, as far as the items of a sheet ask for it (FND-38).

    Args:
        asked: by any of the items.
        check: says what is wrong with a card or the time at which they were read: key, value, line.
    """

    def column(key: str, title: str, width: int) -> LineColumn:
        return LineColumn(
            key=key,
            title=title,
            width=width,
            kind=WORDS,
            is_open=lambda line: Evidence.CARDS in line.get("asks", ()),
            check=lambda value, line: check(key, value, line),
        )

    cards = (column(RESIDENT, "居民卡", 152), column(WORKER, "医务卡", 74), column("carded", "刷卡", 56))
    pictures = LineColumn(key="proof", title="佐证", width=128, text=_pictures, tone=_tone_of_pictures)
    return (*(cards if Evidence.CARDS in asked else ()), *((pictures,) if set(asked) - {Evidence.CARDS} else ()))


def _counted(line: Line) -> list[tuple[str, int]]:
    names = ((Evidence.PHOTO, "照片", "photos"), (Evidence.SIGNATURE, "签字", "signatures"))
    return [(words, int(line.get(key) or 0)) for one, words, key in names if one in line.get("asks", ())]


def _pictures(line: Line) -> str:
    return "、".join(f"{words} {count}" if count else f"缺{words}" for words, count in _counted(line))


def _tone_of_pictures(line: Line) -> str:
    return "text" if all(count for _words, count in _counted(line)) else "text3"


def readings_at(form: Form, line: Line, ranges: Ranges) -> dict[str, Any]:
    """Return what was entered of somebody, as it is kept.

    Raises:
        Refused: what cannot be read, with its field.
    """
    found = {name: read_typed(form, name, str(line.get(name) or ""), ranges) for name in BOXES[form]}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def keys_of(form: Form) -> list[str]:
    """Return what the numbers of a sheet mean and in which units it is written, a line each."""
    if form is Form.PLAIN:
        return []
    usual, dangers = symptom_key(form)
    names = [name for name in BOXES[form] if name in CHOICES]
    choices = [f"{LABELS[name][0]}：{choice_key(name)}" for name in names]
    measured = [LABELS[name] for name in BOXES[form] if LABELS[name][1]]
    units = [
        f"{'、'.join(words for words, its in measured if its == unit)} {unit}"
        for unit in dict.fromkeys(unit for _words, unit in measured)
    ]
    return [f"症状：{usual}　危急：{dangers}", "　　".join([*choices, f"单位：{'，'.join(units)}"])]


def _box(desk: Desk, form: Form, name: str, ranges: Ranges) -> LineColumn:
    words, _unit = LABELS[name]
    is_number = name not in TEXTS and name not in CHOICES and name != "symptoms"

    def check(value: Any, line: Line) -> str:
        if value in (None, ""):
            is_missing = name in NEEDED[form] and not is_idle(form, line)
            return desk.say(Refused("reading_missing", field=name)) if is_missing else ""
        return refusal(desk, lambda: read_typed(form, name, str(value), ranges))

    return LineColumn(
        key=name,
        title=_SHORT.get(name, words),
        width=_WIDTHS.get(name, _USUAL),
        stretch=2 if name in {"symptoms", "drugs"} else 0,
        kind=WORDS,
        is_right=is_number,
        is_bold=(lambda _line: True) if name in NEEDED[form] else (lambda _line: False),
        text=partial(_shown, form, name),
        is_passed=name == "drugs",
        check=check,
        rank=1 if name in {"weight", "salt", "foot_pulse", "hypoglycaemia"} else 0,
    )


def _shown(form: Form, name: str, line: Line) -> str:
    """Return what was typed; the numbers of choices and symptoms with what they mean."""
    typed = str(line.get(name) or "")
    if not typed or (name not in CHOICES and name != "symptoms"):
        return typed
    try:
        value = read_typed(form, name, typed)
    except Refused:
        return typed
    return reading_words(form, name, value)


def _check_day(desk: Desk, value: Any, line: Line) -> str:
    today = line.get("today")
    if isinstance(value, date) and isinstance(today, date) and value > today:
        return desk.say(Refused("day_after", field="done_on", most=today.isoformat()))
    return ""


def _check_note(value: Any, _line: Line) -> str:
    over = len(str(value or "")) - _LONGEST_NOTE
    return f"最多 {_LONGEST_NOTE} 个字，多了 {over} 个。请删短些。" if over > 0 else ""


def _day(value: Any) -> str:
    day = value if isinstance(value, date) else read_date(str(value or ""))
    return f"{day:%m-%d}" if day else str(value or "")


def _tone_of_name(line: Line) -> str:
    return "text3" if line.get("is_done") else "text"
