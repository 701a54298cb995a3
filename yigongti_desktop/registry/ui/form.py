"""A resident to be registered or corrected: each fault beside its field, drafts kept on this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_health_record_number
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.census import FAULT_FIELDS
from yigongti_desktop.registry.model.resident import FIELDS
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Insured

_DRAFT_MILLISECONDS = 800
_LINE = 200
_SEXES = (
    Option(Sex.MALE.value, "男"),
    Option(Sex.FEMALE.value, "女"),
    Option(Sex.UNKNOWN.value, "未知"),
)
_INSURED = (
    Option(Insured.UNKNOWN.value, "不清楚"),
    Option(Insured.YES.value, "参保"),
    Option(Insured.NO.value, "未参保"),
)
_NO_ID = ("新生儿，还没有办", "未带证件", "无户口", "身份不明")


class ResidentForm(QWidget):
    """The fields of a resident."""

    kept = Signal()
    finished = Signal()

    def __init__(self, desk: Desk, resident: Resident | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.resident = resident
        self.is_dirty = self._has_begun = False
        self.form = FormView(self._sections(), label_width=84)
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(860)
        self.setLayout(column(frame, spacing=0))
        self._keep.timeout.connect(self.keep_draft)
        self.form.edited.connect(self._on_edited)
        self.form.finished.connect(self.finished)

    @property
    def draft_key(self) -> str:
        """Return under what the draft is kept."""
        return self.resident.id if self.resident else ""

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, a resident, or what was kept."""
        self.form.clear_faults()
        known = msgspec.structs.asdict(self.resident.identity()) if self.resident else {}
        blank = dict.fromkeys(self.form.names, "") | {"birth": None, "sex": ""}
        if known:
            known |= {name: known[name].value for name in ("sex", "insured")}
            known["phones"] = " ".join(known["phones"])
        self.form.fill(blank | known)
        if draft:
            birth, phones = str(draft.get("birth") or ""), draft.get("phones") or ""
            words = phones if isinstance(phones, str) else " ".join(phones)
            self.form.fill({**draft, "birth": read_date(birth) or birth, "phones": words})
        self._has_begun = True
        self.is_dirty = bool(draft) or bool(self.form.typed)
        if self.form.typed:
            self._keep.start()
        else:
            self.form.focus_first()

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.form.typed.clear()
        self.begin(None)

    def check(self) -> bool:
        """Check every field; the cursor goes to the first that is wrong."""
        if self.form.check():
            return True
        self.form.go_to_next_fault()
        return False

    def command(self) -> Any | None:
        """Return the command for what stands here; None when nothing was changed.

        Raises:
            Refused: field_format where the birth date is none.
        """
        values = self.form.values()
        if values["birth"] is None:
            raise Refused("field_format", field="birth")
        choices = {"sex": Sex(values["sex"]), "insured": Insured(values["insured"])}
        wanted = Identity(**{**values, **choices, "phones": tuple(_parted(values["phones"]))})
        if self.resident is None:
            return RegisterResident(identity=wanted)
        before, after = to_builtins(self.resident.identity()), to_builtins(wanted)
        changes = {field: (before[field], after[field]) for field in FIELDS if before[field] != after[field]}
        return CorrectResident(resident=self.resident.id, changes=changes) if changes else None

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        named = str(fault.facts.get("field") or FAULT_FIELDS.get(fault.code, ""))
        if named not in self.form.names:
            return False
        self.form.set_fault(named, self.desk.say(fault))
        self.form.go_to_next_fault()
        return True

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self.desk.actor
        if self.is_dirty and self._has_begun and actor is not None:
            content = to_builtins(self.form.values() | {"birth": self.form.editor("birth").text()})
            now = self.desk.now()
            self.desk.write(
                self, store.keep_draft, actor.account, self.draft_key, content, now, done=lambda _: self.kept.emit()
            )

    def drop_draft(self) -> None:
        """Forget what was kept: it has become a record."""
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account, self.draft_key)

    def _on_edited(self, name: str) -> None:
        self.is_dirty = True
        self._keep.start()
        if name == "id_number":
            self._read_number()

    def _read_number(self) -> None:
        """Take birth and sex from the ID number as soon as it is whole."""
        try:
            read = read_paper(self.form.values()["id_number"], day(self.desk.now()))
        except Refused:
            return
        if read.birth is not None:
            self.form.set_values({"birth": read.birth, "sex": read.sex.value})

    def _sections(self) -> tuple[Section, ...]:
        reasons = [Option(one, one) for one in _NO_ID]
        return (
            Section(
                "身份",
                (
                    (
                        Field(name="id_number", label="证件号码", check=self._check_id, most=24),
                        Field(
                            name="no_id_reason",
                            label="无证件原因",
                            kind=PICK,
                            options=reasons,
                            is_free=True,
                            placeholder="没有身份证号时填",
                        ),
                    ),
                    (
                        Field(name="name", label="姓名", is_needed=True, most=60),
                        Field(name="sex", label="性别", kind=CHIPS, options=_SEXES, is_needed=True),
                    ),
                    (
                        Field(name="birth", label="出生日期", kind=DATE, is_needed=True, check=self._check_birth),
                        Field(
                            name="health_record",
                            label="档案编号",
                            placeholder="17 位，没有可空着",
                            check=lambda typed: self._say(lambda: read_health_record_number(typed)),
                            most=24,
                        ),
                    ),
                ),
            ),
            Section(
                "联系",
                (
                    (
                        Field(name="phone", label="联系电话", check=self._check_phone, most=24),
                        Field(name="contact", label="家属", placeholder="女儿 胡小燕", most=_LINE),
                    ),
                    (
                        Field(name="village", label="村组", placeholder="健康村二组", most=_LINE),
                        Field(name="address", label="家庭住址", most=_LINE),
                    ),
                    (
                        Field(
                            name="phones",
                            label="其他电话",
                            placeholder="几个号码用空格隔开",
                            check=self._check_phones,
                            most=_LINE,
                        ),
                        Field(name="insured", label="参保", kind=CHIPS, options=_INSURED),
                    ),
                ),
            ),
        )

    def _check_id(self, typed: str) -> str:
        return self._say(lambda: read_paper(typed, day(self.desk.now())))

    def _check_birth(self, value: date) -> str:
        today = day(self.desk.now())
        if value > today:
            return self.desk.say(Refused("birth_in_future", birth=value.isoformat(), today=today.isoformat()))
        return ""

    def _check_phone(self, typed: str) -> str:
        return self._say(lambda: read_phone(typed))

    def _check_phones(self, typed: str) -> str:
        return next((said for one in _parted(typed) if (said := self._check_phone(one))), "")

    def _say(self, check: Callable[[], object]) -> str:
        try:
            check()
        except Refused as fault:
            return self.desk.say(fault)
        return ""


def _parted(typed: str) -> list[str]:
    """Return the phones of one line."""
    return [one for one in re.split(r"[\s、,;，；/]+", typed) if one]
