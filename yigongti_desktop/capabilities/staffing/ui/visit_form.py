"""Who goes where, on which days and hours: the fields of a plan, kept on this machine while it is written."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import time
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.visits import PlanVisits
from yigongti_desktop.capabilities.staffing.model.visit_checks import LONGEST
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind
from yigongti_desktop.capabilities.staffing.store.visits import VISIT
from yigongti_desktop.capabilities.staffing.ui.visit_words import KIND
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_words import read_days
from yigongti_desktop.capabilities.staffing.ui.visit_words import read_time
from yigongti_desktop.capabilities.staffing.ui.visit_words import read_weekdays
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.registry.model.institution import Institution

_WIDTH, _HEIGHT, _MONTHS = 820, 410, 3
_FAULT_FIELDS = {
    "institution_unknown": "unit",
    "institution_not_working": "unit",
    "community_none": "unit",
    "visit_other_unit": "person",
}
_DAY = timedelta(1)
#: Days are looked at as of here before the first day of the plan is known: a leap year has them all.
_ANY = date(2024, 1, 1)


class VisitForm(KeptForm):
    """The fields of a plan."""

    kind = KIND
    days = ("since", "until")
    picks = ("unit", "person")
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk, places: Sequence[Institution], people: Search) -> None:
        """Make it.

        Args:
            desk: that keeps the draft.
            places: where this institution may plan.
            people: proposes who could be sent.
        """
        own = desk.actor.institution if desk.actor else ""
        self._is_unit = any(one.id == own for one in places)
        self._places = [Option(one.id, one.name) for one in places]
        super().__init__(desk, VISIT.name, _sections(self._places, people))
        self.set_out(_WIDTH, _HEIGHT)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept: three months from the first of next month."""
        self.form.clear_faults()
        first = months_after(day(self.desk.now()).replace(day=1), 1)
        usual: dict[str, Any] = {
            "kind": (VisitKind.TOUR if self._is_unit else VisitKind.SITTING).value,
            "unit": self._places[0] if self._is_unit else None,
            "person": None,
            "since": first,
            "until": months_after(first, _MONTHS) - _DAY,
            "begin": "08:00",
            "end": "11:30",
            "every": "1",
            "rests_on_holidays": True,
        }
        self.form.fill(dict.fromkeys(self.form.names, "") | usual)
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.go_to("person" if self._is_unit else "unit")

    def command(self) -> PlanVisits:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        texts = {name: values[name] for name in ("village", "department", "room", "support", "note")}
        return PlanVisits(
            plan=Plan(
                kind=VisitKind(values["kind"]),
                person=values["person"],
                unit=values["unit"],
                weekdays=read_weekdays(values["weekdays"]) or (),
                every=values["every"] or 1,
                since=values["since"],
                until=values["until"],
                dates=read_days(values["dates"], values["since"]) or (),
                skips=read_days(values["skips"], values["since"]) or (),
                rests_on_holidays=values["rests_on_holidays"],
                begin=read_time(values["begin"]) or time(),
                end=read_time(values["end"]) or time(),
                places=values["places"] or 0,
                **texts,
            )
        )


def _sections(places: Sequence[Option], people: Search) -> tuple[Section, ...]:
    kinds = [Option(one.value, KINDS[one.value]) for one in VisitKind]
    rows = (
        (
            Field(name="kind", label="类别", kind=PICK, options=kinds, is_needed=True),
            Field(name="unit", label="到哪里", kind=PICK, options=places, is_needed=True, placeholder="单位、首字母"),
        ),
        (
            Field(name="person", label="谁去", kind=PICK, search=people, is_needed=True, placeholder="姓名、首字母"),
            _line("village", "村", "下村写村名；在单位里空着"),
        ),
        (_line("department", "科室", "心内科"), _line("room", "诊室", "门诊二楼 203")),
        (
            _line("weekdays", "星期", "三、五；只去单独几天就空着", _check(read_weekdays, "请写星期几，如：三、五。")),
            Field(name="every", label="隔几周", kind=NUMBER, placeholder="1 是每周，2 是隔周"),
        ),
        (
            Field(name="since", label="起", kind=DATE, is_needed=True),
            Field(name="until", label="止", kind=DATE, is_needed=True),
        ),
        (_time("begin", "开始"), _time("end", "结束")),
        (
            _line("dates", "另加几天", "12-3、12-10", _check_days),
            _line("skips", "哪几天不去", "12-17、12-24", _check_days),
        ),
        (
            Field(name="places", label="号数", kind=NUMBER, placeholder="不限就空着"),
            _line("support", "支持医生", "本单位陪诊的全科医生"),
        ),
        (
            Field(name="rests_on_holidays", label="", kind=CHECK, placeholder="节假日不去"),
            _line("note", "说明", "看什么病、怎么预约"),
        ),
    )
    return (Section("", rows),)


def _line(name: str, label: str, hint: str, check: Callable[[Any], str] = lambda _typed: "") -> Field:
    return Field(name=name, label=label, most=LONGEST, placeholder=hint, check=check)


def _time(name: str, label: str) -> Field:
    check = _check(read_time, "请写几点几分，如 8:00。")
    return Field(name=name, label=label, is_needed=True, placeholder="8:00", check=check)


def _check(read: Callable[[str], object | None], sentence: str) -> Callable[[Any], str]:
    return lambda typed: sentence if str(typed or "").strip() and read(str(typed)) is None else ""


def _check_days(typed: Any) -> str:
    text = str(typed or "").strip()
    return "请写月-日，如 12-3，用顿号隔开。" if text and read_days(text, _ANY) is None else ""
