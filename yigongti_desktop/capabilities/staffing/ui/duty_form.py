"""A duty that is written: code, name, hours, what it asks, how many it needs on which days."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import time
from typing import Any
from typing import ClassVar

from msgspec import to_builtins
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.messages.duties import ChangeDuty
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.model.duties import LEVELS
from yigongti_desktop.capabilities.staffing.model.duties import LICENCES
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.duties import Need
from yigongti_desktop.capabilities.staffing.model.unit_duty import FIELDS
from yigongti_desktop.capabilities.staffing.model.unit_duty import KIND
from yigongti_desktop.capabilities.staffing.model.unit_duty import LONGEST_CODE
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.ui.duty_words import DAYS
from yigongti_desktop.capabilities.staffing.ui.grid_tiles import COLOURS
from yigongti_desktop.capabilities.staffing.ui.setting_words import WEEKDAYS
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.staff.codes import Level

_WIDTH, _LABEL, _ROWS, _LONGEST = 900, 84, 3, 12
_DAY = 24 * 60
_EVERY = "every"
#: Kinds of days that are mostly meant together.
_TOGETHER: tuple[tuple[str, tuple[DayKind, ...]], ...] = (
    ("工作日（含调休上班）", (DayKind.WORK, DayKind.MAKE_UP)),
    ("周末和放假", (DayKind.REST, DayKind.ARRANGED, DayKind.STATUTORY)),
)
_WORDS_OF_LICENCES = {word: kind for kind, word in LICENCES.items()}


class DutyForm(KeptForm):
    """The fields of a duty."""

    kind = KIND
    fault_fields: ClassVar[Mapping[str, str]] = {
        "duty_there": "code",
        "duty_code": "code",
        "duty_name": "name",
        "need_wrong": "least0",
    }

    def __init__(self, desk: Desk, kept: UnitDuty | None) -> None:
        self.kept_duty = kept
        self._needs: Sequence[Need] = kept.duty.needs if kept else ()
        super().__init__(desk, KIND, _sections(self._needs, kept), kept.id if kept else "", label_width=_LABEL)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, the duty, or what was kept."""
        self.form.clear_faults()
        self.form.fill(_shown(self.kept_duty.duty) if self.kept_duty else _blank())
        if draft:
            self.form.fill(draft)
        if not self.end_beginning(draft):
            self.form.focus_first()

    def command(self) -> Any | None:
        """Return the command; None when nothing was changed."""
        wanted = self._duty()
        kept = self.kept_duty
        if kept is None or kept.until is not None:
            return SetUpDuties(duties=(wanted,))
        before, after = to_builtins(kept.duty), to_builtins(wanted)
        changes = {field: (before[field], after[field]) for field in FIELDS if before[field] != after[field]}
        return ChangeDuty(duty=kept.id, changes=changes) if changes else None

    def on_edited(self, name: str) -> None:
        """Count the hours of what was typed, as long as nobody has typed them."""
        super().on_edited(name)
        values = self.form.values()
        if name in {"begin", "end"} and "minutes" not in self.form.typed and self.kept_duty is None:
            begin, end = _time(values["begin"]), _time(values["end"])
            if begin is not None and end is not None:
                span = (end.hour - begin.hour) * 60 + end.minute - begin.minute
                self.form.set_values({"minutes": span % _DAY or _DAY})

    def _duty(self) -> Duty:
        values = self.form.values()
        made = Duty(
            code=values["code"],
            name=values["name"],
            colour=values["colour"],
            begin=_time(values["begin"]) or time(0),
            end=_time(values["end"]) or time(0),
            minutes=values["minutes"],
            is_night=values["is_night"],
            licences=tuple(_WORDS_OF_LICENCES[word] for word in _words(values["licences"])),
            skills=tuple(_words(values["skills"])),
            needs=(*_read(values, self._needs), *self._needs[_ROWS:]),
        )
        return replace(made, title=Level(values["title"] or Level.NONE.value))


def _read(values: Mapping[str, Any], before: Sequence[Need]) -> list[Need]:
    """Return the needs that are written; whom one asks for stays as it was."""
    found = []
    for place in range(_ROWS):
        least, most = values[f"least{place}"], values[f"most{place}"]
        if least is None and most is None:
            continue
        need = before[place] if place < len(before) else Need(least=0)
        kinds = values[f"on{place}"]
        on = () if kinds in {"", _EVERY} else tuple(DayKind(kind) for kind in kinds.split("+"))
        week = tuple(sorted({WEEKDAYS.index(letter) for letter in values[f"week{place}"] if letter in WEEKDAYS}))
        found.append(replace(need, least=least or 0, most=most, on=on, weekdays=week))
    return found


def _shown(duty: Duty) -> dict[str, Any]:
    shown: dict[str, Any] = _blank() | {
        "code": duty.code,
        "name": duty.name,
        "colour": duty.colour or "grey",
        "begin": f"{duty.begin:%H:%M}",
        "end": f"{duty.end:%H:%M}",
        "minutes": duty.minutes,
        "is_night": duty.is_night,
        "licences": "、".join(LICENCES[one] for one in duty.licences),
        "title": duty.title.value,
        "skills": "、".join(duty.skills),
    }
    for place, need in enumerate(duty.needs[:_ROWS]):
        shown[f"on{place}"] = "+".join(need.on) or _EVERY
        shown[f"week{place}"] = "".join(WEEKDAYS[number] for number in need.weekdays)
        shown[f"least{place}"], shown[f"most{place}"] = need.least, need.most
    return shown


def _blank() -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(("code", "name", "begin", "end", "minutes", "licences", "skills"), "")
    blank |= {"colour": "teal", "title": Level.NONE.value, "is_night": False}
    for place in range(_ROWS):
        blank |= {f"on{place}": _EVERY, f"week{place}": "", f"least{place}": "", f"most{place}": ""}
    return blank


def _sections(needs: Sequence[Need], kept: UnitDuty | None) -> tuple[Section, ...]:
    colours = [Option(key, word) for key, word in COLOURS.items()]
    titles = [Option(Level.NONE.value, "不限")]
    titles += [Option(level.value, f"{word}及以上") for level, word in LEVELS.items() if level is not Level.NONE]
    return (
        Section(
            "",
            (
                (
                    Field(name="code", label="代号", is_needed=True, most=LONGEST_CODE, is_fixed=kept is not None),
                    Field(name="name", label="名称", is_needed=True, most=_LONGEST),
                ),
                (
                    Field(name="begin", label="上班", is_needed=True, placeholder="08:00", check=_check_time),
                    Field(name="end", label="下班", is_needed=True, placeholder="到第二天的照写", check=_check_time),
                ),
                (
                    Field(
                        name="minutes", label="计工时", kind=NUMBER, is_needed=True, check=_check_minutes, note="分钟"
                    ),
                    Field(name="is_night", label="算夜班", kind=CHECK),
                ),
                (Field(name="colour", label="颜色", kind=PICK, options=colours),),
            ),
        ),
        Section(
            "谁能值",
            (
                (
                    Field(
                        name="licences",
                        label="证照",
                        placeholder="有一种就行，如 执业医师、护士",
                        check=_check_licences,
                    ),
                    Field(name="title", label="职称", kind=PICK, options=titles),
                ),
                (Field(name="skills", label="资质", placeholder="要全有，如 急救、B超；在「人员」里给人登记"),),
            ),
        ),
        Section("人数", tuple(row for place in range(_ROWS) for row in _need_rows(place, needs))),
    )


def _need_rows(place: int, needs: Sequence[Need]) -> tuple[tuple[Field, ...], ...]:
    who = needs[place].who if place < len(needs) else ""
    kinds = [(_EVERY, "每天"), *(("+".join(on), word) for word, on in _TOGETHER), *DAYS.items()]
    own = "+".join(needs[place].on) if place < len(needs) else ""
    if own and own not in dict(kinds):
        kinds.append((own, "、".join(DAYS[kind] for kind in needs[place].on)))
    options = [Option(str(key), word) for key, word in kinds]
    return (
        (
            Field(name=f"on{place}", label=f"日子 {place + 1}", kind=PICK, options=options),
            Field(name=f"week{place}", label="星期", placeholder="只在这几天，如 一三五", check=_check_week),
        ),
        (
            Field(name=f"least{place}", label="至少", kind=NUMBER, note=f"人（{who}）" if who else ""),
            Field(name=f"most{place}", label="至多", kind=NUMBER, placeholder="不限可空着"),
        ),
    )


def _words(typed: str) -> list[str]:
    """Return words that were typed with some sign between."""
    for sign in ("，", ",", "或", " ", "　", "/"):
        typed = typed.replace(sign, "、")
    return [word for word in typed.split("、") if word]


def _time(typed: str) -> time | None:
    """Return a time of day as 08:00, 8:00 or 0800; None when it is none."""
    digits = "".join(letter for letter in half_width(typed) if letter.isdigit()).rjust(4, "0")
    hour, minute = int(digits[:-2]), int(digits[-2:])
    return time(hour, minute) if typed.strip() and hour < 24 and minute < 60 else None  # noqa: PLR2004 - of a clock


def _check_time(typed: str) -> str:
    return "" if _time(typed) is not None else "时间要像 08:00。请改。"


def _check_minutes(minutes: int) -> str:
    return "" if 0 <= minutes <= _DAY else "计工时要在 0 到 1440 分钟之间。请改。"


def _check_licences(typed: str) -> str:
    unknown = [word for word in _words(typed) if word not in _WORDS_OF_LICENCES]
    return f"没有「{unknown[0]}」这种证照。可以写：{'、'.join(_WORDS_OF_LICENCES)}。" if unknown else ""


def _check_week(typed: str) -> str:
    return "" if set(typed) <= set(WEEKDAYS) else "星期要写一到日，如 一三五。请改。"
