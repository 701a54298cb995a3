"""How the fields of a transfer-out slip and the slip become each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.referrals.model.infectious import Special
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.ui import slip_targets
from yigongti_desktop.capabilities.referrals.ui.moments import read_moment
from yigongti_desktop.capabilities.referrals.ui.moments import write_moment
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.store import Seat

#: Chips have no empty choice: who is known has a word of its own.
ORDINARY = "ordinary"


def slip_of(
    values: Mapping[str, Any], birth: date, resident: str, diagnosis: tuple[str, str], seat: Seat, now: datetime
) -> Slip:
    """Return what the fields hold as a slip, but for a designated place: that is the form's to know."""
    tracker = next((one for one in seat.people if one.id == values["tracker"]), None)
    return Slip(
        patient=Patient(
            resident=resident,
            name=values["name"],
            sex=Sex(values["sex"] or Sex.UNKNOWN.value),
            birth=birth,
            id_number=values["id_number"],
            health_record=values["health_record"],
            address=values["address"],
            phone=values["phone"],
            contact=values["contact"],
            known=Known(values["known"] if values["known"] != ORDINARY else ""),
            mother=values["mother"] if values["known"] == Known.NEWBORN else "",
            estimated_age=values["estimated_age"] if values["known"] == Known.UNIDENTIFIED else None,
        ),
        target=slip_targets.target_of(values, ()),
        diagnosis_code=diagnosis[0],
        impression=diagnosis[1],
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
        against=values["against"],
        special=_special(values, now),
    )


def values_of(slip: Slip) -> dict[str, Any]:
    """Return a slip as what the fields hold."""
    patient = slip.patient
    code = slip.diagnosis_code
    return {
        "name": patient.name,
        "sex": patient.sex.value,
        "birth": patient.birth,
        "id_number": patient.id_number,
        "health_record": patient.health_record,
        "address": patient.address,
        "phone": patient.phone,
        "contact": patient.contact,
        "known": patient.known.value or ORDINARY,
        "mother": patient.mother,
        "estimated_age": patient.estimated_age,
        "institution": slip_targets.key_of(slip.target),
        "target_reason": slip.target.reason,
        "department": slip.target.department,
        "target_doctor": slip.target.doctor,
        "diagnosis": Option(code, slip.impression, code) if code else slip.impression,
        "history": slip.history,
        "past_history": slip.past_history,
        "treatment": slip.treatment,
        "urgency": slip.urgency.value,
        "transport": slip.transport.value,
        "doctor": slip.doctor,
        "doctor_phone": slip.doctor_phone,
        "tracker": slip.tracker,
        "consent": slip.consent,
        "against": slip.against,
        "card_at": write_moment(slip.special.card_at) if slip.special else "",
        "card_by": slip.special.card_by if slip.special else "",
        "card_number": slip.special.card_number if slip.special else "",
        "special_transport": slip.special.transport if slip.special else "",
    }


def values_of_resident(resident: Resident) -> dict[str, Any]:
    """Return what the register knows of a patient."""
    return {
        "name": resident.name,
        "sex": resident.sex.value,
        "birth": resident.birth,
        "id_number": resident.id_number,
        "health_record": resident.health_record,
        "address": " ".join(part for part in (resident.village, resident.address) if part),
        "phone": resident.phone,
        "contact": resident.contact,
    }


def blank(seat: Seat, account: str) -> dict[str, Any]:
    """Return what an empty slip holds: the own lead hospital first, whoever writes as doctor and tracker."""
    me = next((one for one in seat.people if one.id == account), None)
    return {
        "who": None,
        "known": ORDINARY,
        "estimated_age": None,
        "birth": None,
        "sex": "",
        "institution": seat.hospitals[0].id if seat.hospitals else "",
        "department": None,
        "slot": None,
        "diagnosis": None,
        "urgency": Urgency.OUTPATIENT.value,
        "transport": Transport.SELF.value,
        "doctor": me.name if me else "",
        "doctor_phone": (me.phone if me else "") or seat.own.phone,
        "tracker": me.id if me else "",
        "consent": False,
    }


def _special(values: Mapping[str, Any], now: datetime) -> Special | None:
    """Return what was confirmed of the special road; None where nothing was."""
    typed = [str(values[name]).strip() for name in ("card_at", "card_by", "card_number", "special_transport")]
    if not typed[0]:
        return None
    return Special(card_at=read_moment(typed[0], now), card_by=typed[1], card_number=typed[2], transport=typed[3])
