"""A slip as its code says it, and a code as the slip that it says; what was cut bears its mark."""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import UTC
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model import paper
from yigongti_desktop.capabilities.referrals.model.paper import Back
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import keyed_id

_SEX = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNKNOWN: ""}
_URGENCY = {Urgency.OUTPATIENT: "", Urgency.INPATIENT: "I", Urgency.EMERGENCY: "E", Urgency.OTHER: "O"}
_TRANSPORT = {Transport.SELF: "", Transport.ESCORTED: "S", Transport.AMBULANCE: "A"}
_CONSENT, _GAPS, _FOLLOWS = "C", "G", "="
_UUID = 16


def out_of(referral: Referral, letter: str, county_key: str) -> Out:
    """Return what the code of a transfer-out slip says."""
    slip, patient = referral.slip, referral.slip.patient
    flags = _URGENCY[slip.urgency] + _TRANSPORT[slip.transport]
    flags += (_CONSENT if slip.consent else "") + (_GAPS if referral.incomplete else "")
    follows = bool(patient.resident) and patient.resident == _resident(county_key, patient.id_number)
    return Out(
        origin=referral.origin,
        letter=letter,
        revision=f"{referral.revision:x}",
        number=referral.number,
        sent_at=_moment(referral.sent_at),
        name=patient.name,
        sex=_SEX[patient.sex],
        birth=f"{patient.birth:%Y%m%d}",
        id_number=patient.id_number,
        health_record=patient.health_record,
        resident=_FOLLOWS if follows else _short(patient.resident),
        phone=patient.phone,
        target=referral.target,
        department=slip.target.department,
        target_doctor=slip.target.doctor,
        diagnosis_code=slip.diagnosis_code,
        impression=slip.impression,
        flags=flags,
        doctor=slip.doctor,
        doctor_phone=slip.doctor_phone,
        tracker=_short(slip.tracker),
        tracker_name=slip.tracker_name,
        address=patient.address,
        contact=patient.contact,
        past_history=slip.past_history,
        treatment=slip.treatment,
        history=slip.history,
    )


def slip_of(said: Out, county_key: str) -> Slip:
    """Return the slip that a code says.

    Raises:
        Refused: paper_torn.
    """
    flags = said.flags
    urgency = next((one for one, code in _URGENCY.items() if code and code in flags), Urgency.OUTPATIENT)
    transport = next((one for one, code in _TRANSPORT.items() if code and code in flags), Transport.SELF)
    resident = _resident(county_key, said.id_number) if said.resident == _FOLLOWS else _long(said.resident)
    return Slip(
        patient=Patient(
            resident=resident,
            name=said.name,
            sex=next((one for one, code in _SEX.items() if code == said.sex), Sex.UNKNOWN),
            birth=_day(said.birth),
            id_number=said.id_number,
            health_record=said.health_record,
            address=said.address,
            phone=said.phone,
            contact=said.contact,
        ),
        target=Target(institution=said.target, department=said.department, doctor=said.target_doctor),
        diagnosis_code=said.diagnosis_code,
        impression=said.impression,
        history=said.history,
        past_history=said.past_history,
        treatment=said.treatment,
        urgency=urgency,
        transport=transport,
        doctor=said.doctor,
        doctor_phone=said.doctor_phone,
        tracker=_long(said.tracker),
        tracker_name=said.tracker_name,
        consent=_CONSENT in flags,
    )


def is_incomplete(said: Out) -> bool:
    """Say whether the slip was printed with gaps (REF-10)."""
    return _GAPS in said.flags


def back_of(referral: Referral, hospital: str, letter: str) -> Back:
    """Return what the code of a return slip says."""
    slip = referral.return_slip
    if slip is None:
        raise ValueError(referral.id)
    drugs = [
        (one.drug, one.name, one.strength, one.dose, one.frequency, str(one.days), str(one.quantity), one.unit)
        for one in referral.return_drugs
    ]
    return Back(
        origin=referral.origin,
        hospital=hospital,
        letter=letter,
        revision=f"{referral.revision:x}",
        number=referral.number,
        returned_at=_moment(referral.returned_at),
        name=referral.slip.patient.name,
        diagnosis_code=slip.diagnosis_code,
        diagnosis=slip.diagnosis,
        case_number=slip.case_number,
        inpatient_number=slip.inpatient_number,
        doctor=slip.doctor,
        doctor_phone=slip.doctor_phone,
        drugs=paper.rows(drugs),
        findings=slip.findings,
        plan=slip.plan,
    )


def return_slip_of(said: Back) -> ReturnSlip:
    """Return the return slip that a code says."""
    return ReturnSlip(
        diagnosis_code=said.diagnosis_code,
        diagnosis=said.diagnosis,
        case_number=said.case_number,
        inpatient_number=said.inpatient_number,
        findings=said.findings,
        plan=f"{said.plan}\n（续用药品见纸面）" if said.drugs == paper.NO_DRUGS else said.plan,
        doctor=said.doctor,
        doctor_phone=said.doctor_phone,
    )


def drugs_of(said: Back) -> tuple[SlipDrug, ...]:
    """Return the drugs that a code says; none where they had no room on it.

    Raises:
        Refused: paper_torn.
    """
    if said.drugs == paper.NO_DRUGS:
        return ()
    try:
        return tuple(
            SlipDrug(drug=drug, name=name, strength=strength, dose=dose, frequency=often, days=int(days),
                     quantity=int(quantity), unit=unit)
            for drug, name, strength, dose, often, days, quantity, unit in paper.table(said.drugs)
        )  # fmt: skip
    except ValueError:
        raise Refused("paper_torn") from None


def moment_of(written: str) -> datetime:
    """Return a moment that a code says.

    Raises:
        Refused: paper_torn.
    """
    try:
        return datetime.fromtimestamp(int(written, 16), UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused("paper_torn") from None


def revision_of(said: Out | Back) -> int:
    """Return the revision of the record that a code was made from.

    Raises:
        Refused: paper_torn.
    """
    try:
        return int(said.revision, 16)
    except ValueError:
        raise Refused("paper_torn") from None


def _moment(at: datetime | None) -> str:
    if at is None:
        raise ValueError("not sent")
    return f"{int(at.timestamp()):x}"


def _day(written: str) -> date:
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        raise Refused("paper_torn") from None


def _resident(county_key: str, id_number: str) -> str:
    return keyed_id(bytes.fromhex(county_key), id_number) if id_number else ""


def _short(record: str) -> str:
    """Return an id in fewer letters, if it is a UUID; others stay, behind a dot that no base 64 has."""
    try:
        known = uuid.UUID(record)
    except ValueError:
        return f".{record}" if record else ""
    if str(known) != record:
        return f".{record}"
    return base64.urlsafe_b64encode(known.bytes).decode().rstrip("=")


def _long(short: str) -> str:
    if not short or short.startswith("."):
        return short[1:]
    try:
        return str(uuid.UUID(bytes=base64.urlsafe_b64decode(f"{short}==")))
    except (ValueError, binascii.Error):
        raise Refused("paper_torn") from None
