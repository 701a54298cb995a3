"""What the two national slips say, and what is wrong with one that a person has filled in.

Layouts and labels: 国家基本公共卫生服务规范（第三版） 双向转诊（转出）单、（回转）单; optional fields of local slips
(standards §1.4) stand beside them.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model import persons
from yigongti_desktop.capabilities.referrals.model.codes import spelled
from yigongti_desktop.capabilities.referrals.model.infectious import Special
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import check_birth
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_health_record_number
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import clean_text
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import need_diagnosis
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import need_institution

#: Most characters of a long field; the paper goes on to a second page.
LONGEST_TEXT = 4000
LONGEST_LINE = 120
LONGEST_NAME = 60


class Urgency(StrEnum):
    """转诊类别 of local slips (standards §1.4)."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"
    EMERGENCY = "emergency"
    OTHER = "other"


class Transport(StrEnum):
    """转送方式 (standards §1.4, INF-04)."""

    SELF = "self"
    ESCORTED = "escorted"
    AMBULANCE = "ambulance"


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """The patient as the slip names them; a copy, so that a slip never changes with the register."""

    #: Id in the register of residents; empty for somebody not registered.
    resident: str = ""
    name: str
    sex: Sex
    birth: date
    id_number: str = ""
    health_record: str = ""
    address: str = ""
    phone: str = ""
    contact: str = ""
    #: How much is known of them; a newborn is known by the mother's number, a stranger by an estimated age.
    known: Known = Known.ORDINARY
    mother: str = ""
    estimated_age: int | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where the patient is sent."""

    institution: str
    department: str = ""
    doctor: str = ""
    #: Designated place (REF-17); the institution is then its own desk, or the lead hospital that arranges it.
    place: str = ""
    place_name: str = ""
    #: Why not to the own lead hospital (REF-13).
    reason: str = ""


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """What the 双向转诊（转出）单 says (国家基本公共卫生服务规范 第三版), and what the case needs beside it."""

    patient: Patient
    target: Target
    #: 初步印象: code of the county's list and the doctor's words.
    diagnosis_code: str = ""
    impression: str = ""
    #: 主要现病史（转出原因）.
    history: str = ""
    #: 主要既往史.
    past_history: str = ""
    #: 治疗经过.
    treatment: str = ""
    urgency: Urgency = Urgency.OUTPATIENT
    transport: Transport = Transport.SELF
    #: 转诊医生 and their telephone.
    doctor: str = ""
    doctor_phone: str = ""
    #: 跟踪负责人: account and name of the person who follows the patient (REF-23).
    tracker: str = ""
    tracker_name: str = ""
    #: The patient or family agreed to the referral; in an emergency it may follow.
    consent: bool = False
    #: Why other than the catalogue says (REF-22).
    against: str = ""
    #: What was done before an infectious patient goes (REF-15); None on the ordinary road.
    special: Special | None = None
    #: Catalogues that the writing desk had in force; None of a program that knows none.
    cited: tuple[str, ...] | None = None


class ReturnSlip(msgspec.Struct, frozen=True, kw_only=True):
    """What the 双向转诊（回转）单 says: it repeats neither sex nor age, has 病案号 and no department."""

    #: 诊断结果.
    diagnosis_code: str = ""
    diagnosis: str
    #: 病案号 of the stub, 住院病案号 of the slip.
    case_number: str = ""
    inpatient_number: str = ""
    #: 主要检查结果.
    findings: str
    #: 治疗经过、下一步治疗方案及康复建议.
    plan: str
    doctor: str
    doctor_phone: str = ""


def gaps(slip: Slip) -> tuple[str, ...]:
    """Return the fields of the national form that are still empty, in its order."""
    needed = {
        "sex": slip.patient.sex is not Sex.UNKNOWN,
        "diagnosis_code": slip.diagnosis_code,
        "impression": slip.impression,
        "history": slip.history,
        "tracker": slip.tracker,
        "doctor": slip.doctor,
    }
    return (*(field for field, value in needed.items() if not value), *(() if slip.consent else ("consent",)))


def check_slip(typed: Slip, ruling: Ruling, *, draft: bool = False) -> Slip:
    """Return the slip tidied; refuse what is wrong, and what is missing unless it is a draft or an emergency.

    Raises:
        Refused: the first fault, with the field it is in.
    """
    slip = _tidy(typed, day(ruling.at), draft=draft)
    if draft:
        return slip
    target = need_institution(ruling.register, slip.target.institution)
    if target.kind not in HOSPITALS:
        raise Refused("target_no_hospital", field="target")
    if target.id == ruling.actor.institution:
        raise Refused("target_is_self", field="target")
    if not slip.target.department:
        raise Refused("field_empty", field="department")
    if not slip.patient.phone and slip.patient.known is not Known.UNIDENTIFIED:
        raise Refused("field_empty", field="phone")
    if slip.diagnosis_code:
        slip = replace(slip, diagnosis_code=listed_code(ruling.register, slip.diagnosis_code))
    missing = gaps(slip)
    if missing and slip.urgency is not Urgency.EMERGENCY:
        raise Refused("field_empty", field=missing[0], fields=list(missing))
    if "tracker" in missing:  # REF-23: a named person, even in an emergency
        raise Refused("field_empty", field="tracker")
    return slip


def check_return_slip(typed: ReturnSlip, ruling: Ruling) -> ReturnSlip:
    """Return the return slip tidied; diagnosis, findings, plan and doctor are needed.

    Raises:
        Refused: the first fault, with the field it is in.
    """
    if typed.diagnosis_code:
        need_diagnosis(ruling.register, typed.diagnosis_code)
    return ReturnSlip(
        diagnosis_code=typed.diagnosis_code,
        diagnosis=line(typed.diagnosis, "diagnosis", needed=True),
        case_number=line(typed.case_number, "case_number"),
        inpatient_number=line(typed.inpatient_number, "inpatient_number"),
        findings=_text(typed.findings, "findings", needed=True),
        plan=_text(typed.plan, "plan", needed=True),
        doctor=line(typed.doctor, "doctor", needed=True),
        doctor_phone=_phone(typed.doctor_phone, "doctor_phone"),
    )


def listed_code(register: Lookup, typed: str) -> str:
    """Return a diagnosis code as the county's list has it: typed in any case or width, with †, + and * or without.

    Raises:
        Refused: diagnosis_unknown.
    """
    plain = spelled(typed)
    for code in (typed, plain, plain.rstrip("*+"), f"{plain}*", plain.replace("+", "†")):
        if register.get("diagnosis", code) is not None:
            return code
    return need_diagnosis(register, typed).id


def line(typed: str, field: str, *, needed: bool = False) -> str:
    """Return one line tidied.

    Raises:
        Refused: field_empty, field_long.
    """
    return one_line(typed, field, LONGEST_LINE, needed=needed)


def _tidy(typed: Slip, today: date, *, draft: bool) -> Slip:
    who = typed.patient
    name = clean_name(who.name)
    if not name:
        raise Refused("field_empty", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused("field_long", field="name", most=LONGEST_NAME, length=len(name))
    check_birth(who.birth, today)
    number = line(who.id_number, "id_number")  # what a draft holds need not be right, but it must be fit to be shown
    if number and not draft:
        number = read_id_number(number, today).number
    patient = Patient(
        resident=line(who.resident, "resident"),
        name=name,
        sex=who.sex,
        birth=who.birth,
        id_number=number,
        health_record=line(who.health_record, "health_record")
        if draft
        else read_health_record_number(who.health_record),
        address=line(who.address, "address"),
        phone=line(who.phone, "phone") if draft else _phone(who.phone, "phone"),
        contact=line(who.contact, "contact"),
        known=who.known,
        mother=line(who.mother, "mother"),
        estimated_age=who.estimated_age,
    )
    if not draft:
        patient = _known(patient, today)
    return replace(
        typed,
        patient=patient,
        target=Target(
            institution=line(typed.target.institution, "target"),
            department=line(typed.target.department, "department"),
            doctor=line(typed.target.doctor, "target_doctor"),
            place=line(typed.target.place, "target"),
            place_name=line(typed.target.place_name, "target"),
            reason=line(typed.target.reason, "target_reason"),
        ),
        diagnosis_code=line(typed.diagnosis_code, "diagnosis_code"),
        impression=line(typed.impression, "impression"),
        history=_text(typed.history, "history"),
        past_history=_text(typed.past_history, "past_history"),
        treatment=_text(typed.treatment, "treatment"),
        doctor=line(typed.doctor, "doctor"),
        doctor_phone=line(typed.doctor_phone, "doctor_phone") if draft else _phone(typed.doctor_phone, "doctor_phone"),
        tracker=line(typed.tracker, "tracker"),
        tracker_name=line(typed.tracker_name, "tracker"),
        against=line(typed.against, "against"),
    )


def _known(patient: Patient, today: date) -> Patient:
    """Return a patient of whom something is not known, with what stands for it."""
    if patient.known is Known.NEWBORN:
        return replace(patient, mother=persons.check_newborn(patient.name, patient.birth, patient.mother, today))
    if patient.known is Known.UNIDENTIFIED:
        return replace(patient, estimated_age=persons.check_estimate(patient.estimated_age))
    return patient


def _phone(typed: str, field: str) -> str:
    if not typed.strip():
        return ""
    try:
        return read_phone(typed)
    except Refused as fault:
        raise Refused(fault.code, field=field, **fault.facts) from None


def _text(typed: str, field: str, *, needed: bool = False) -> str:
    text = clean_text(typed)
    if needed and not text:
        raise Refused("field_empty", field=field)
    if len(text) > LONGEST_TEXT:
        raise Refused("field_long", field=field, most=LONGEST_TEXT, length=len(text))
    return text
