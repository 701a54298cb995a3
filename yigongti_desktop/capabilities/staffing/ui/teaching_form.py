"""What is taught, when, by whom and for which units: the fields of an announcement, kept on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.teaching import AnnounceTeaching
from yigongti_desktop.capabilities.staffing.model.teaching import Announced
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.visit_checks import LONGEST
from yigongti_desktop.capabilities.staffing.store.teaching import TEACHING
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KIND
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.teaching_words import read_hours
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.institution import Institution

_WIDTH, _HEIGHT = 780, 250
_EVERY = "every"


class TeachingForm(KeptForm):
    """The fields of an announcement."""

    kind = KIND
    days = ("first", "last")
    fault_fields = {
        "teaching_title": "title",
        "institution_unknown": "units",
        "institution_not_working": "units",
        "community_none": "units",
    }

    def __init__(self, desk: Desk, units: Sequence[Institution]) -> None:
        """Make it.

        Args:
            desk: that keeps the draft.
            units: that this institution may ask; one alone for a unit.
        """
        self._own = desk.actor.institution if desk.actor else ""
        self._units = [one for one in units if one.id != self._own]
        super().__init__(desk, TEACHING.name, _sections(self._options(), is_lead=bool(self._units)))
        self.set_out(_WIDTH, _HEIGHT)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty announcement of tele-teaching for every unit, or what was kept."""
        self.form.clear_faults()
        today = day(self.desk.now())
        usual: dict[str, Any] = {
            "kind": (TeachingKind.TELE if self._units else TeachingKind.IN_HOUSE).value,
            "first": today,
            "last": today,
            "hours": "1",
            "units": _EVERY if self._units else self._own,
        }
        self.form.fill(dict.fromkeys(self.form.names, "") | usual)
        if draft:
            self.form.fill({name: value for name, value in self.thawed(draft).items() if name != "units" or value})
        if not self.end_beginning(draft):
            self.form.go_to("title")

    def command(self) -> AnnounceTeaching:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        chosen = values["units"]
        units = tuple(one.id for one in self._units) if chosen == _EVERY else (chosen or self._own,)
        return AnnounceTeaching(
            announced=Announced(
                kind=TeachingKind(values["kind"]),
                title=values["title"],
                first=values["first"],
                last=values["last"] or values["first"],
                minutes=read_hours(values["hours"]) or 0,
                teacher=values["teacher"],
                teacher_home=values["teacher_home"],
                units=units,
            )
        )

    def _options(self) -> list[Option]:
        every = [Option(_EVERY, f"全部成员单位（{len(self._units)} 个）")] if self._units else []
        own = [Option(self._own, "本单位")]
        return [*every, *own, *(Option(one.id, one.name) for one in self._units)]


def _sections(units: Sequence[Option], *, is_lead: bool) -> tuple[Section, ...]:
    kinds = [one for one in TeachingKind if is_lead or one is not TeachingKind.COURSE]
    options = [Option(one.value, KINDS[one.value]) for one in kinds]
    rows = (
        (Field(name="title", label="题目", is_needed=True, is_wide=True, most=LONGEST),),
        (
            Field(name="kind", label="类别", kind=PICK, options=options, is_needed=True),
            Field(name="units", label="参加单位", kind=PICK, options=units, is_needed=True),
        ),
        (
            Field(name="first", label="起", kind=DATE, is_needed=True),
            Field(name="last", label="止", kind=DATE, is_needed=True),
        ),
        (
            Field(name="hours", label="学时", is_needed=True, placeholder="1.5", check=_check_hours),
            Field(name="teacher", label="授课人", is_needed=True, most=LONGEST),
        ),
        (Field(name="teacher_home", label="授课单位", most=LONGEST, placeholder="外面请来的写单位，本院的空着"),),
    )
    return (Section("", rows),)


def _check_hours(typed: Any) -> str:
    text = str(typed or "").strip()
    return "请写几学时，如 1 或 1.5。" if text and (read_hours(text) or 0) <= 0 else ""
