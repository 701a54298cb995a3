"""What a slip being written is told while it is written, and which fields it asks for because of it.

Catalogue with indication and source (REF-04), own lead hospital first (REF-13), the road of an infectious patient
(REF-15, INF-01), newborns and people whom nobody knows. Fields that are not needed are out of sight.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import QTimer

from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.infectious import Notifiable
from yigongti_desktop.capabilities.referrals.model.infectious import card_due
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.store import guide as store
from yigongti_desktop.capabilities.referrals.store.guide import Guide
from yigongti_desktop.capabilities.referrals.store.guide import Targets
from yigongti_desktop.capabilities.referrals.ui import slip_targets
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import ACTIONS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.panel import Callout
from yigongti_desktop.registry.store import Seat
from yigongti_desktop.registry.ui.trail import day_and_time

_PAUSE_MILLISECONDS = 250
#: Among the sections: below 初步印象.
_BELOW_DIAGNOSIS = 6
CARD_FIELDS = ("card_at", "card_by", "card_number", "special_transport")
_TONES = {Action.KEEP: "warn", Action.UP: "accent", Action.OUT: "warn"}


class SlipGuide(QObject):
    """Beside the fields of one slip."""

    def __init__(self, desk: Desk, form: FormView, seat: Seat) -> None:
        super().__init__(form)
        self.desk, self._form, self._seat = desk, form, seat
        self.targets = Targets(lead="", places=(), emergency_hours=24)
        self.guide = Guide()
        self._since: datetime | None = None
        self.advice, self.alarm = Callout(form), Callout(form)
        form.insert(_BELOW_DIAGNOSIS, self.advice)
        form.insert(_BELOW_DIAGNOSIS, self.alarm)
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self.ask)
        self.arrange()
        desk.read(self, store.targets, seat.own.id, day(desk.now()), done=self._take_targets)

    def follow(self, name: str) -> None:
        """Follow what was edited."""
        if name == "diagnosis":
            self._pause.start()
        if name == "institution":
            self.show_departments()
        if name in {"institution", "known", "urgency", "diagnosis"}:
            self.arrange()

    def ask(self) -> None:
        """Ask what is said of the diagnosis as it stands."""
        self._pause.stop()
        code, words = self._diagnosis()
        if not code and not words:
            self._take_guide("", "", Guide())
            return
        done = partial(self._take_guide, code, words)
        self.desk.read(self, store.guide, self._seat.own.id, code, words, day(self.desk.now()), done=done)

    def show_departments(self) -> None:
        """Offer the departments of the target that is chosen."""
        key = self._form.editor("institution").key
        self._form.editor("department").offer(slip_targets.departments(self._seat, key, self.targets.places))

    def arrange(self) -> None:
        """Show the fields that are needed, and say why."""
        form, values = self._form, self._form.values()
        known = values["known"]
        form.show_field("mother", known == Known.NEWBORN)
        form.show_field("estimated_age", known == Known.UNIDENTIFIED)
        place = slip_targets.place_of(values["institution"], self.targets.places)
        form.set_note("institution", slip_targets.note_of(place, day(self.desk.now())))
        form.show_field("target_reason", self._wants_reason(values["institution"]) or bool(values["target_reason"]))
        form.show_field("against", self.is_against or bool(values["against"]))
        for name in CARD_FIELDS:
            form.show_field(name, self.guide.disease is not None)
        self._say_advice()
        self._say_alarm()
        form.set_note("urgency", self._urgency_note(values["urgency"]))

    @property
    def is_against(self) -> bool:
        """Say whether what is written goes against the catalogue."""
        place = slip_targets.place_of(self._form.editor("institution").key, self.targets.places)
        goes = Action.OUT if place is not None and place.agreed.outside else Action.UP
        return self.guide.advice is not None and self.guide.advice.action is not goes

    def _wants_reason(self, key: str) -> bool:
        place = slip_targets.place_of(key, self.targets.places)
        if place is not None:
            return place.agreed.kind is PlaceKind.HOSPITAL
        return bool(key and self.targets.lead) and key != self.targets.lead

    def _diagnosis(self) -> tuple[str, str]:
        editor: Any = self._form.editor("diagnosis")
        option: Option | None = editor.option
        return (option.key, option.title) if option else ("", editor.text().strip())

    def _take_targets(self, targets: Targets) -> None:
        self.targets = targets
        editor = self._form.editor("institution")
        waiting = "" if editor.option else editor.text()  # a place that a draft named before it was known here
        editor.offer(slip_targets.options(self._seat, targets.places, day(self.desk.now())))
        if slip_targets.is_place(waiting):
            self._form.set_values({"institution": waiting})
        self.show_departments()
        self.arrange()

    def _take_guide(self, code: str, words: str, guide: Guide) -> None:
        if (code, words) != self._diagnosis():
            return  # the person has typed on
        if guide.disease is None or self.guide.disease != guide.disease:
            self._since = self.desk.now() if guide.disease else None
        self.guide = guide
        if guide.meant is not None:
            self._form.set_values({"diagnosis": Option(guide.meant.id, guide.meant.name, guide.meant.id)})
        self.arrange()

    def _say_advice(self) -> None:
        advice = self.guide.advice
        if advice is None:
            self.advice.clear()
            return
        title = f"目录：{ACTIONS[advice.action.value]}　{advice.name}（{advice.code}）"
        if self.is_against:
            title += "　和现在的去向不一致，请写理由"
        parts = [("指征", advice.indication), ("出入院标准", advice.admission), ("转诊标准", advice.standard)]
        lines = [f"{name}：{words}" for name, words in parts if words]
        lines.append(f"依据：{advice.document}《{advice.title}》，{advice.issuer}，{advice.since:%Y-%m-%d} 起")
        tone = "warn" if self.is_against else "accent"
        self.advice.say(title, "\n".join(lines), tone=tone, icon="clipboard" if tone == "accent" else "warning")

    def _say_alarm(self) -> None:
        disease = self.guide.disease
        if disease is None:
            self.alarm.clear()
            return
        steps = "\n".join(f"{place}. {step}" for place, step in enumerate(self.guide.procedure, start=1))
        designated = [one for one in self.targets.places if one.agreed.kind is PlaceKind.INFECTIOUS]
        where = "；".join(f"{one.name}　{one.agreed.contact} {one.agreed.phone}" for one in designated)
        words = [
            steps,
            f"定点医院：{where}" if where else "",
            f"报告电话：{self.guide.phone}" if self.guide.phone else "",
        ]
        self.alarm.say(self._alarm_title(disease), "\n".join(one for one in words if one))

    def _alarm_title(self, disease: Notifiable) -> str:
        due = card_due(disease, self._since or self.desk.now())
        return (
            f"{disease.name}（{disease.kind}）：不走普通转诊，{disease.hours} 小时内报卡，"
            f"到 {day_and_time(due, self.desk.now())}"
        )

    def _urgency_note(self, urgency: str) -> str:
        if urgency != Urgency.EMERGENCY.value:
            return ""
        hours = self.targets.emergency_hours
        return f"可以先印后补：必填只有姓名、出生日期、电话、去向和跟踪负责人，其余 {hours} 小时内补全；不用等审批"
