"""What the resources of a message say of a case, as the fields of a referral; foreign words are taken as they are.

The same reading serves our own messages and those of others: it takes what is there, and leaves out what is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.message import Message
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import coded
from yigongti_desktop.capabilities.referrals.exchange.nodes import dig
from yigongti_desktop.capabilities.referrals.exchange.nodes import each
from yigongti_desktop.capabilities.referrals.exchange.nodes import name_of
from yigongti_desktop.capabilities.referrals.exchange.nodes import numbered
from yigongti_desktop.capabilities.referrals.exchange.nodes import phone_of
from yigongti_desktop.capabilities.referrals.exchange.nodes import text
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT

Facts = dict[str, Any]
#: Kinds of code systems that hold diagnoses, however they are named.
_ICD_NAMES = ("icd-10", "icd10", "2.16.156.10011.2.3.3.11")
#: No more texts are joined beyond so many characters, several times what any field takes.
_MOST_JOINED = 5 * LONGEST_TEXT


def facts_of(message: Message) -> Facts:
    """Return what a message says, in the names of a referral; what it does not say is not there, or empty."""
    task, request = message.first("Task"), message.request
    origin = message.target(task, "requester") or message.target(message.first("MessageHeader"), "sender")
    target = message.target(task, "owner")
    state = coded([task.get("businessStatus", {})], terms.STATE)
    way = coded(each(request, "category"), terms.DIRECTION)
    meeting = request if text(request, "resourceType") == "Appointment" else message.first("Appointment")
    came = text(meeting, "start") if text(meeting, "status") == "arrived" else ""
    facts: Facts = {
        "id": numbered(task, terms.RECORD),
        "number": numbered(request, terms.NUMBER) or text(request, "identifier", 0, "value"),
        "state": state or terms.STATES.get(text(task, "status"), ""),
        "reason": text(task, "statusReason", "text"),
        "origin": numbered(origin, terms.INSTITUTION),
        "origin_name": _called(origin),
        "target": numbered(target, terms.INSTITUTION),
        "target_name": _called(target),
        "is_down": way == "down",
        "sent_at": _moment(text(task, "authoredOn")),
        "valid_until": text(task, "restriction", "period", "end") or None,
        "booked": text(meeting, "description"),
        "reception": text(meeting, "comment"),
        "arrived_at": _moment(text(message.first("Encounter"), "period", "start") or came),
        "return_drugs": [_drug(one) for one in message.of("MedicationRequest")],
        "slip": _slip(message, request),
    }
    if message.first("CarePlan") or _section(message, "findings"):
        facts["return_slip"] = _returned(message)
        facts["returned_at"] = _moment(text(message.first("Condition"), "recordedDate"))
    return facts


def _slip(message: Message, request: Node) -> Facts:
    doctor = message.target(request, "requester")
    if text(doctor, "resourceType") == "PractitionerRole":
        doctor = message.target(doctor, "practitioner")
    is_person = text(doctor, "resourceType") in {"Practitioner", ""}
    code, words = _diagnosis(message, request)
    urgency = coded(each(request, "category"), terms.URGENCY)
    return {
        "patient": _patient(message.patient),
        "target": _target(message, request),
        "diagnosis_code": code,
        "impression": words,
        "history": _section(message, "history"),
        "past_history": _section(message, "past_history"),
        "treatment": _section(message, "treatment"),
        "urgency": urgency or terms.URGENT.get(text(request, "priority"), ""),
        "doctor": _called(doctor) if is_person else "",
        "doctor_phone": phone_of(doctor) if is_person else "",
    }


def _patient(who: Node) -> Facts:
    number = numbered(who, terms.ID_NUMBER) or numbered(who, f"{terms.ID_NUMBER}".removeprefix("urn:oid:"))
    home = dig(who, "address", 0)
    lines = dig(home, "line")
    parts = [text(home, one) for one in ("state", "city", "district")]
    parts += [one for one in lines if isinstance(one, str)] if isinstance(lines, list) else []
    return {
        "name": name_of(who),
        "sex": terms.GENDERS.get(text(who, "gender"), ""),
        "birth": text(who, "birthDate"),
        "id_number": number or _national(who),
        "health_record": numbered(who, terms.HEALTH_RECORD),
        "resident": numbered(who, terms.RESIDENT),
        "address": text(home, "text") or "".join(parts),
        "phone": phone_of(who),
        "contact": text(who, "contact", 0, "name", "text"),
    }


def _national(who: Node) -> str:
    """Return the number whose kind says that it is a citizen's."""
    return next(
        (text(one, "value") for one in each(who, "identifier") if text(one, "type", "coding", 0, "code") == "NI"), ""
    )


def _target(message: Message, request: Node) -> Facts:
    found: Facts = {"institution": "", "department": "", "doctor": ""}
    for place, _ in enumerate(each(request, "performer")):
        node = message.target(request, "performer", place)
        kind = text(node, "resourceType")
        if kind == "Organization":
            found["institution"] = numbered(node, terms.INSTITUTION)
        elif kind == "HealthcareService":
            found["department"] = text(node, "name")
        elif kind == "Practitioner":
            found["doctor"] = _called(node)
    return found


def _diagnosis(message: Message, request: Node) -> tuple[str, str]:
    """Return code and words of why the patient goes."""
    why = dig(request, "reasonCode", 0) or dig(message.target(request, "reasonReference", 0), "code")
    codings = list(each(why, "coding"))
    named = [one for one in codings if any(name in text(one, "system").lower() for name in _ICD_NAMES)]
    chosen: Node = next(iter([*named, *codings]), {})
    return text(chosen, "code"), text(why, "text") or text(chosen, "display")


def _section(message: Message, name: str) -> str:
    """Return a text of a slip; where it is told in several places, all of them."""
    return _joined(
        text(node, "valueString")
        for node in message.of("Observation")
        if coded([node.get("code", {})], terms.SECTION) == name or text(node, "code", "text") == terms.SECTIONS[name]
    )


def _joined(texts: Iterable[str]) -> str:
    """Return texts one under the other, each once, and no more of them than any field takes."""
    found: dict[str, None] = {}
    size = 0
    for words in texts:
        size += 0 if words in found else len(words)
        found[words] = None
        if size > _MOST_JOINED:
            break
    return "\n".join(words for words in found if words)


def _returned(message: Message) -> Facts:
    condition = message.first("Condition")
    doctor = message.target(condition, "recorder") or message.target(message.first("CarePlan"), "author")
    visit = message.first("Encounter")
    return {
        "diagnosis_code": text(condition, "code", "coding", 0, "code"),
        "diagnosis": text(condition, "code", "text") or text(condition, "code", "coding", 0, "display"),
        "case_number": numbered(visit, terms.CASE_NUMBER),
        "inpatient_number": numbered(visit, terms.INPATIENT_NUMBER),
        "findings": _section(message, "findings"),
        "plan": _joined(text(one, "description") for one in message.of("CarePlan")),
        "doctor": _called(doctor),
        "doctor_phone": phone_of(doctor),
    }


def _drug(node: Node) -> Facts:
    what, use = dig(node, "medicationCodeableConcept"), dig(node, "dosageInstruction", 0)
    give = dig(node, "dispenseRequest")
    strength = (text(one, "valueString") for one in each(node, "extension") if text(one, "url") == terms.STRENGTH)
    return {
        "drug": text(what, "coding", 0, "code"),
        "name": text(what, "text") or text(what, "coding", 0, "display"),
        "strength": next(strength, ""),
        "dose": text(use, "text"),
        "frequency": text(use, "timing", "code", "text"),
        "days": _count(dig(give, "expectedSupplyDuration", "value")),
        "quantity": _count(dig(give, "quantity", "value")),
        "unit": text(give, "quantity", "unit"),
    }


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _called(node: Node) -> str:
    name = node.get("name")
    return name if isinstance(name, str) else name_of(node)


def _moment(written: str) -> str | None:
    """Return a moment as records write it."""
    return written.replace("+00:00", "Z") or None
