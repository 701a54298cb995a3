"""新建转出单: patient, target, illness, consent; the paper beside it changes as one types; drafts save themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals import messages as m
from yigongti_desktop.capabilities.referrals import printing
from yigongti_desktop.capabilities.referrals import store
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import column
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.store import Seat

FORM = "slip"
_DRAFT_MILLISECONDS = 800
_PREVIEW_MILLISECONDS = 250
_MALE_FEMALE = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: ""}
_SEXES = (Option(Sex.MALE.value, "男"), Option(Sex.FEMALE.value, "女"))
_URGENCIES = tuple(Option(urgency.value, NAMES[urgency.value]) for urgency in Urgency)
_TRANSPORTS = tuple(Option(transport.value, NAMES[transport.value]) for transport in Transport)
#: Fields whose name differs between the slip and the form.
_FAULT_FIELDS = {
    "target": "institution",
    "birth_in_future": "birth",
    "birth_too_early": "birth",
    "diagnosis_unknown": "diagnosis",
    "diagnosis_code": "diagnosis",
    "impression": "diagnosis",
    "id_number_length": "id_number",
    "id_number_characters": "id_number",
    "id_number_birth": "id_number",
    "id_number_check": "id_number",
    "id_number_other_birth": "birth",
    "id_number_other_sex": "sex",
    "health_record_number": "health_record",
    "tracker": "tracker",
}


class SlipForm(QWidget):
    """The fields of a transfer-out slip."""

    #: The paper as it would be now.
    drawn = Signal(bytes)
    #: What stands here was kept on this machine.
    kept = Signal()
    faults_changed = Signal(int)
    finished = Signal()

    def __init__(self, desk: Desk, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seat = seat
        self._referral: Referral | None = None
        self._resident = ""
        self._dirty = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._draw = QTimer(self, interval=_PREVIEW_MILLISECONDS, singleShot=True)
        self.form = FormView(self._sections())
        self.setLayout(column(self.form, spacing=0))
        self._keep.timeout.connect(self.keep_draft)
        self._draw.timeout.connect(self.draw)
        self.form.edited.connect(self._on_edited)
        self.form.faults_changed.connect(self.faults_changed)
        self.form.finished.connect(self.finished)
        self.form.editor("who").taken.connect(self._on_resident)
        self.form.editor("diagnosis").taken.connect(self._on_diagnosis)

    @property
    def is_dirty(self) -> bool:
        """Say whether something was typed that is no record yet."""
        return self._dirty

    @property
    def referral(self) -> Referral | None:
        """Return the case that is edited, or None for a new one."""
        return self._referral

    @property
    def is_completion(self) -> bool:
        """Say whether the gaps of an emergency slip are being filled."""
        return self._referral is not None and self._referral.state is not State.DRAFT

    def begin(self, referral: Referral | None, draft: Mapping[str, Any] | None) -> None:
        """Show an empty slip, a kept one, or a case to go on with."""
        self._referral = referral
        self._resident = ""
        self.form.clear_faults()
        self.form.set_values(self._empty())
        if referral is not None:
            self._show_slip(referral.slip)
        if draft:
            self._show_draft(draft)
        self._dirty = bool(draft)
        self._lock_identity(self.is_completion)
        self.draw()
        self.form.focus_first()

    def begin_for(self, resident: Resident) -> None:
        """Begin a slip for somebody of the register."""
        self.begin(None, None)
        self._take_resident(resident)
        self.form.go_to("department")

    def slip(self) -> Slip:
        """Return the slip as it stands.

        Raises:
            Refused: field_empty or field_format where a value cannot even be written down.
        """
        values = self.form.values()
        birth = values["birth"] or self._birth_of_number(values["id_number"])
        if birth is None:
            code = "field_empty" if self.form.editor("birth").is_blank() else "field_format"
            raise Refused(code, field="birth")
        tracker = next((one for one in self._seat.people if one.id == values["tracker"]), None)
        option = self.form.editor("diagnosis").option
        typed = self.form.editor("diagnosis").text().strip()
        return Slip(
            patient=Patient(
                resident=self._resident,
                name=values["name"],
                sex=Sex(values["sex"] or Sex.UNKNOWN.value),
                birth=birth,
                id_number=values["id_number"],
                health_record=values["health_record"],
                address=values["address"],
                phone=values["phone"],
                contact=values["contact"],
            ),
            target=Target(
                institution=values["institution"], department=values["department"], doctor=values["target_doctor"]
            ),
            diagnosis_code=option.key if option else "",
            impression=option.title if option else typed,
            history=values["history"],
            past_history=values["past_history"],
            treatment=values["treatment"],
            urgency=Urgency(values["urgency"]),
            transport=Transport(values["transport"]),
            doctor=values["doctor"],
            doctor_phone=values["doctor_phone"],
            tracker=tracker.id if tracker else "",
            tracker_name=tracker.name if tracker else "",
            consent=values["consent"],
        )

    def command(self, *, send: bool) -> Any:
        """Return the command that saves or sends what stands here.

        Raises:
            Refused: when a value cannot even be written down.
        """
        slip = self.slip()
        known = self._referral.id if self._referral else ""
        if self.is_completion:
            return m.CompleteReferral(referral=known, slip=slip)
        return m.SendReferral(slip=slip, referral=known) if send else m.SaveReferralDraft(slip=slip, referral=known)

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        words = self._desk.say(fault)
        fields = fault.facts.get("fields") or [fault.facts.get("field") or fault.code]
        found = False
        for field in fields if isinstance(fields, list) else [fault.code]:
            name = _FAULT_FIELDS.get(field, field)
            if name in self.form.values():
                single = len(fields) == 1 or fault.code != "field_empty"
                own = words if single else f"{self._desk.name(field)}没有填。请补上。"
                self.form.set_fault(name, own)
                found = True
        if found:
            self.form.go_to_next_fault()
        return found

    def keep_draft(self) -> None:
        """Keep what stands here on this machine, for whoever comes back to it."""
        self._keep.stop()
        actor = self._desk.actor
        if not self._dirty or actor is None:
            return
        values = self.form.values() | {"resident": self._resident}
        option = self.form.editor("diagnosis").option
        values["diagnosis"] = (
            {"key": option.key, "title": option.title} if option else self.form.editor("diagnosis").text()
        )
        known = self._referral.id if self._referral else ""
        content = to_builtins({name: value for name, value in values.items() if name != "who"})
        self._desk.write(
            self, store.keep_draft, actor.account, known, content, self._desk.now(), done=lambda _: self.kept.emit()
        )

    def drop_draft(self) -> None:
        """Forget the kept form: it has become a record."""
        self._keep.stop()
        self._dirty = False
        actor = self._desk.actor
        if actor is not None:
            known = self._referral.id if self._referral else ""
            self._desk.write(self, store.drop_draft, actor.account, known)

    def draw(self) -> None:
        """Draw the paper as it would be now."""
        self._draw.stop()
        try:
            slip = self.slip()
        except (Refused, ValueError):
            values = self.form.values()
            slip = self._fallback(values)
        case = self._case(slip)
        self._desk.work(self, lambda: printing.transfer_out(case), self.drawn.emit)

    def _case(self, slip: Slip) -> Referral:
        hospital = next((one for one in self._seat.hospitals if one.id == slip.target.institution), None)
        known = self._referral
        base = Referral(
            id="",
            number=known.number if known else "",
            state=State.SENT,
            origin=self._seat.own.id,
            origin_name=self._seat.own.name,
            slip=slip,
            target=slip.target.institution,
            target_name=hospital.name if hospital else "",
            sent_at=known.sent_at if known and known.sent_at else self._desk.now(),
        )
        return base if base.number else replace(base, number="保存后编号")

    def _fallback(self, values: Mapping[str, Any]) -> Slip:
        """Return a slip to draw while the birth date is not written yet."""
        patient = Patient(name=values["name"], sex=Sex.UNKNOWN, birth=day(self._desk.now()), address=values["address"])
        return Slip(patient=patient, target=Target(institution=values["institution"], department=values["department"]))

    def _on_edited(self, name: str) -> None:
        self._dirty = True
        self._keep.start()
        self._draw.start()
        if name == "id_number":
            self._read_number()
        if name == "institution":
            options = [Option(one, one) for one in self._seat.departments_of(self.form.editor("institution").key)]
            self.form.editor("department").offer(options)
        if name == "urgency":
            emergency = self.form.values()["urgency"] == Urgency.EMERGENCY.value
            self.form.set_note(
                "urgency", "可以先印后补：必填只有姓名、电话、去向和跟踪负责人，24 小时内补全" if emergency else ""
            )

    def _read_number(self) -> None:
        """Take birth and sex from the ID number as soon as it is whole."""
        try:
            read = read_id_number(self.form.values()["id_number"], day(self._desk.now()))
        except Refused:
            return
        self.form.set_values({"birth": read.birth, "sex": read.sex.value})

    def _birth_of_number(self, number: str) -> date | None:
        try:
            return read_id_number(number, day(self._desk.now())).birth
        except Refused:
            return None

    def _on_resident(self, option: Option) -> None:
        self._desk.read(self, registry.one_resident, option.key, done=self._take_resident)

    def _take_resident(self, resident: Resident | None) -> None:
        if resident is None:
            return
        self._resident = resident.id
        self.form.editor("who").set_option(None)
        self.form.set_values(
            {
                "name": resident.name,
                "sex": resident.sex.value,
                "birth": resident.birth,
                "id_number": resident.id_number,
                "health_record": resident.health_record,
                "address": " ".join(part for part in (resident.village, resident.address) if part),
                "phone": resident.phone,
                "contact": resident.contact,
            }
        )
        self._on_edited("name")
        self.form.go_to("phone" if not resident.phone else "institution")

    def _on_diagnosis(self, _option: Option) -> None:
        self._on_edited("diagnosis")

    def _show_slip(self, slip: Slip) -> None:
        self._resident = slip.patient.resident
        values = {
            "name": slip.patient.name,
            "sex": slip.patient.sex.value,
            "birth": slip.patient.birth,
            "id_number": slip.patient.id_number,
            "health_record": slip.patient.health_record,
            "address": slip.patient.address,
            "phone": slip.patient.phone,
            "contact": slip.patient.contact,
            "institution": slip.target.institution,
            "department": slip.target.department,
            "target_doctor": slip.target.doctor,
            "diagnosis": Option(slip.diagnosis_code, slip.impression, slip.diagnosis_code)
            if slip.diagnosis_code
            else slip.impression,
            "history": slip.history,
            "past_history": slip.past_history,
            "treatment": slip.treatment,
            "urgency": slip.urgency.value,
            "transport": slip.transport.value,
            "doctor": slip.doctor,
            "doctor_phone": slip.doctor_phone,
            "tracker": slip.tracker,
            "consent": slip.consent,
        }
        self.form.set_values(values)

    def _show_draft(self, draft: Mapping[str, Any]) -> None:
        values = dict(draft)
        self._resident = str(values.pop("resident", ""))
        kept = values.get("diagnosis")
        if isinstance(kept, dict):
            values["diagnosis"] = Option(kept["key"], kept["title"], kept["key"])
        if values.get("birth"):
            values["birth"] = date.fromisoformat(values["birth"])
        self.form.set_values(values)

    def _lock_identity(self, fixed: bool) -> None:
        """Keep patient and target as they were printed."""
        for name in ("who", "name", "birth", "id_number", "phone", "address", "institution", "department", "contact"):
            self.form.editor(name).setReadOnly(fixed)
        for name in ("sex", "urgency", "transport"):
            self.form.editor(name).setEnabled(not fixed)

    def _empty(self) -> dict[str, Any]:
        actor = self._desk.actor
        me = next((one for one in self._seat.people if actor and one.id == actor.account), None)
        first = self._seat.hospitals[0].id if self._seat.hospitals else ""
        blank = dict.fromkeys(self.form.values(), "")
        return blank | {
            "who": None,
            "birth": None,
            "sex": Sex.MALE.value,
            "institution": first,
            "department": None,
            "diagnosis": None,
            "urgency": Urgency.OUTPATIENT.value,
            "transport": Transport.SELF.value,
            "doctor": me.name if me else "",
            "doctor_phone": (me.phone if me else "") or self._seat.own.phone,
            "tracker": me.id if me else "",
            "consent": False,
        }

    def _sections(self) -> tuple[Section, ...]:
        people = [Option(one.id, one.name, detail=one.department) for one in self._seat.people]
        hospitals = [Option(one.id, one.name) for one in self._seat.hospitals]
        first = hospitals[0].key if hospitals else ""
        departments = [Option(one, one) for one in self._seat.departments_of(first)]
        return (
            Section(
                "患者",
                (
                    (
                        Field(
                            name="who",
                            label="找居民",
                            kind=PICK,
                            search=self._find_residents,
                            is_free=True,
                            placeholder="姓名、拼音首字母、身份证号后几位；没有登记的直接往下填",
                        ),
                    ),
                    (
                        Field(name="name", label="姓名", is_needed=True, most=60),
                        Field(name="id_number", label="身份证号", check=self._check_id, most=24),
                    ),
                    (
                        Field(name="birth", label="出生日期", kind=DATE, is_needed=True, check=self._check_birth),
                        Field(name="sex", label="性别", kind=CHIPS, options=_SEXES),
                    ),
                    (
                        Field(name="phone", label="联系电话", is_needed=True, check=self._check_phone, most=24),
                        Field(name="contact", label="家属", placeholder="女儿 胡小燕", most=LONGEST_LINE),
                    ),
                    (
                        Field(name="address", label="家庭住址", most=LONGEST_LINE),
                        Field(name="health_record", label="档案编号", placeholder="17 位，没有可空着", most=24),
                    ),
                ),
            ),
            Section(
                "转往",
                (
                    (
                        Field(name="institution", label="接收单位", kind=PICK, options=hospitals, is_needed=True),
                        Field(
                            name="department",
                            label="科室",
                            kind=PICK,
                            options=departments,
                            is_free=True,
                            is_needed=True,
                        ),
                    ),
                    (
                        Field(name="urgency", label="转诊类别", kind=CHIPS, options=_URGENCIES),
                        Field(name="target_doctor", label="接诊医生", most=LONGEST_LINE),
                    ),
                    (Field(name="transport", label="转送方式", kind=CHIPS, options=_TRANSPORTS),),
                ),
            ),
            Section(
                "病情",
                (
                    (
                        Field(
                            name="diagnosis",
                            label="初步印象",
                            kind=PICK,
                            search=self._find_diagnoses,
                            is_free=True,
                            is_needed=True,
                            placeholder="拼音首字母、名称或编码，如 ngs、I63",
                        ),
                    ),
                    (
                        Field(
                            name="history",
                            label="主要现病史",
                            kind=TEXT,
                            lines=3,
                            is_needed=True,
                            placeholder="转出原因",
                            check=check_length,
                        ),
                    ),
                    (Field(name="past_history", label="主要既往史", kind=TEXT, lines=2, check=check_length),),
                    (Field(name="treatment", label="治疗经过", kind=TEXT, lines=2, check=check_length),),
                ),
            ),
            Section(
                "签字与跟踪",
                (
                    (
                        Field(name="doctor", label="转诊医生", is_needed=True, most=LONGEST_LINE),
                        Field(name="doctor_phone", label="医生电话", check=self._check_phone, most=24),
                    ),
                    (
                        Field(
                            name="tracker",
                            label="跟踪负责",
                            kind=PICK,
                            options=people,
                            is_needed=True,
                            placeholder="谁跟踪这位患者",
                        ),
                        Field(name="consent", label="知情同意", kind=CHECK, placeholder="患者或家属知情同意转诊"),
                    ),
                ),
            ),
        )

    def _find_residents(self, typed: str, hand: Any) -> None:
        if not typed.strip():
            hand([])
            return

        def show(found: list[Resident]) -> None:
            hand(
                [
                    Option(
                        one.id,
                        one.name,
                        detail=f"{_MALE_FEMALE[one.sex]}　{one.birth:%Y-%m-%d}　{one.village or one.address}",
                        right=f"…{one.id_number[-4:]}" if one.id_number else "",
                    )
                    for one in found
                ]
            )

        self._desk.read(self, registry.find, registry.RESIDENT, typed, 30, done=show)

    def _find_diagnoses(self, typed: str, hand: Any) -> None:
        def show(found: list[store.DiagnosisUse]) -> None:
            hand(
                [Option(use.code, use.name, use.code, right=f"常用 {use.used} 次" if use.used else "") for use in found]
            )

        self._desk.read(self, store.find_diagnoses, typed, done=show)

    def _check_id(self, typed: str) -> str:
        return self._say(lambda: read_id_number(typed, day(self._desk.now())))

    def _check_phone(self, typed: str) -> str:
        return self._say(lambda: read_phone(typed))

    def _check_birth(self, value: date) -> str:
        today = day(self._desk.now())
        if isinstance(value, date) and value > today:
            return self._desk.say(Refused("birth_in_future", birth=value.isoformat(), today=today.isoformat()))
        return ""

    def _say(self, check: Any) -> str:
        try:
            check()
        except Refused as fault:
            return self._desk.say(fault)
        return ""


def check_length(text: str) -> str:
    """Return what is wrong with the length of a long text, as a sentence."""
    over = len(text) - LONGEST_TEXT
    return f"最多 {LONGEST_TEXT} 个字，多了 {over} 个。请删短些。" if over > 0 else ""
