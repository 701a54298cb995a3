"""A file that claims to hold referrals: read, or refused in words; what is missing or unknown in it is said.

Nothing of a file is believed: not its size, not its depth, not the kind of anything in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.cases import messages
from yigongti_desktop.capabilities.referrals.exchange.cases import requests_of
from yigongti_desktop.capabilities.referrals.exchange.facts import Facts
from yigongti_desktop.capabilities.referrals.exchange.facts import facts_of
from yigongti_desktop.capabilities.referrals.exchange.limits import fitted
from yigongti_desktop.capabilities.referrals.exchange.message import Message
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import dig
from yigongti_desktop.capabilities.referrals.exchange.nodes import each
from yigongti_desktop.capabilities.referrals.exchange.nodes import name_of
from yigongti_desktop.capabilities.referrals.exchange.nodes import text
from yigongti_desktop.capabilities.referrals.exchange.places import Places
from yigongti_desktop.capabilities.referrals.exchange.rest import with_rest
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused

#: Most bytes of a file, and most cases in it.
MOST_BYTES = 20_000_000
MOST_CASES = 2_000
_MARK = b"\xef\xbb\xbf"
#: Elements that R5 has in place of those of R4, by resource.
_R5 = {
    "ServiceRequest": ("reason", "bodyStructure"),
    "Appointment": (
        "reason",
        "cancellationDate",
        "previousAppointment",
        "occurrenceChanged",
        "note",
    ),
    "Task": ("requestedPeriod", "requestedPerformer", "statusReasonCode"),
    "Encounter": ("actualPeriod", "plannedStartDate", "subjectStatus", "admission"),
    "MedicationRequest": ("medication",),
}
#: What a slip needs and a file may lack, by where it is among the facts.
_WANTED = ("name", "sex", "birth", "phone")
_LONGEST_SAID = 30
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Nobody who is referred was born before.
_FIRST_BIRTH = date(1900, 1, 1)


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Something about a file that a person should know: a code of `fhir_words.py` and what fills its sentence."""

    code: str
    facts: dict[str, Any] = {}


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One case of a file."""

    #: In the names of a referral; only what the file says. Empty where the case could not be read.
    facts: Facts
    #: Why it could not be read.
    refused: Remark | None = None
    #: The whole case, where this program wrote the file.
    referral: Referral | None = None
    #: The day of birth, where the file tells one that can be.
    born: date | None = None
    remarks: tuple[Remark, ...] = ()


def read(content: bytes, today: date | None = None) -> list[Reading]:
    """Return the cases that a file holds.

    Args:
        content: the file.
        today: nobody is born later; without it, what the clock of the machine says.

    One case of many that cannot be read stands among the others with its reason.

    Raises:
        Refused: fhir_empty, fhir_huge, fhir_xml, fhir_not_json, fhir_deep, fhir_not_fhir, fhir_other_resource,
            fhir_many; and of a file with one case: fhir_no_referral, fhir_no_patient, fhir_r5, fhir_tangled.
    """
    bundle = _decoded(content)
    kind = text(bundle, "resourceType")
    if not kind:
        raise Refused("fhir_not_fhir")
    if kind != "Bundle":
        raise Refused("fhir_other_resource", kind=kind[:_LONGEST_SAID])
    try:
        found = list(_cases(bundle, today or day(SystemClock().now())))
    except RecursionError:
        raise Refused("fhir_deep") from None
    if len(found) == 1 and (why := found[0].refused):
        raise Refused(why.code, **why.facts)
    return found


def _cases(bundle: Node, today: date) -> Iterator[Reading]:
    """Yield the cases of a bundle: those of the bundles in it, then those that stand in it by themselves."""
    inner: list[Node] = [entry["resource"] for entry in each(bundle, "entry") if _is_bundle(entry.get("resource"))]
    if len(inner) > MOST_CASES:
        raise Refused("fhir_many", count=len(inner), most=MOST_CASES)
    parts = [(places, requests_of(places)) for places in map(_placed, [*inner, bundle])]
    if inner and not parts[-1][1]:  # what stands beside the messages asks for nothing
        parts.pop()
    if (count := sum(max(len(requests), 1) for _, requests in parts)) > MOST_CASES:
        raise Refused("fhir_many", count=count, most=MOST_CASES)
    for places, requests in parts:
        if not requests:
            yield _unread(Refused("fhir_no_referral"))
            continue
        try:
            for message in messages(places, requests):
                yield _unread(message) if isinstance(message, Refused) else _read(message, today)
        except Refused as fault:
            yield _unread(fault)


def _is_bundle(node: Any) -> bool:
    return text(node, "resourceType") == "Bundle"


def _placed(bundle: Node) -> Places:
    """Return the resources of a bundle without the bundles in it."""
    return Places(
        (text(entry, "fullUrl"), node)
        for entry in each(bundle, "entry")
        if isinstance(node := entry.get("resource"), dict) and not _is_bundle(node)
    )


def _unread(fault: Refused) -> Reading:
    return Reading(facts={}, refused=Remark(code=fault.code, facts=dict(fault.facts)))


def refuse_huge(size: int) -> None:
    """Refuse a file of more bytes than are read.

    Raises:
        Refused: fhir_huge, with its size in whole megabytes, rounded up.
    """
    if size > MOST_BYTES:
        raise Refused("fhir_huge", size=-(-size // 1_000_000), most=MOST_BYTES // 1_000_000)


def _decoded(content: bytes) -> Any:
    refuse_huge(len(content))
    plain = content.removeprefix(_MARK).strip()
    if not plain:
        raise Refused("fhir_empty")
    if plain.startswith(b"<"):
        raise Refused("fhir_xml")
    try:
        return msgspec.json.decode(plain)
    except RecursionError:
        raise Refused("fhir_deep") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("fhir_not_json") from None


def _read(message: Message, today: date) -> Reading:
    try:
        for node in message.parts:
            _refuse_r5(node)
    except Refused as fault:
        return _unread(fault)
    facts = facts_of(message)
    born = birth_of(facts["slip"]["patient"]["birth"], today)
    doubts = tuple(_doubts(facts, message))
    remarks = (*_remarks(facts, message, born), *doubts)
    try:
        whole = with_rest(facts_of(message), message.first("Task"))
        return Reading(
            facts=facts,
            referral=msgspec.convert(whole, Referral) if whole is not None else None,
            born=born,
            remarks=remarks if whole is None else doubts,
        )
    except (msgspec.ValidationError, RecursionError, Refused):
        return Reading(facts=facts, born=born, remarks=(Remark(code="fhir_torn"), *remarks))


def _refuse_r5(node: Node) -> None:
    """Refuse what a newer edition of the standard has written.

    Raises:
        Refused: fhir_r5.
    """
    kind = text(node, "resourceType")
    profiles = dig(node, "meta", "profile")
    named = any("/5.0" in one for one in profiles if isinstance(one, str)) if isinstance(profiles, list) else False
    is_class_list = kind == "Encounter" and isinstance(node.get("class"), list)
    if named or is_class_list or any(name in node for name in _R5.get(kind, ())):
        raise Refused("fhir_r5", kind=kind)


def _remarks(facts: Facts, message: Message, birth: date | None) -> list[Remark]:
    slip, who = facts["slip"], facts["slip"]["patient"]
    found: list[Remark] = []
    lacks = [name for name in _WANTED if not who[name]] + [name for name in ("impression", "history") if not slip[name]]
    gender, born = text(message.patient, "gender"), who["birth"]
    if gender and not who["sex"]:
        found.append(Remark(code="fhir_gender", facts={"typed": gender[:_LONGEST_SAID]}))
        lacks.remove("sex")
    if born and birth is None:
        found.append(Remark(code="fhir_birth", facts={"typed": born[:_LONGEST_SAID]}))
    code, urgency = slip["diagnosis_code"], text(message.request, "priority")
    if code and not terms.ICD.fullmatch(code):
        found.append(Remark(code="fhir_diagnosis", facts={"typed": code[:_LONGEST_SAID]}))
    if urgency and urgency not in terms.URGENT:
        found.append(Remark(code="fhir_priority", facts={"typed": urgency[:_LONGEST_SAID]}))
    if slip["urgency"] and slip["urgency"] not in terms.PRIORITY:
        found.append(Remark(code="fhir_priority", facts={"typed": slip["urgency"][:_LONGEST_SAID]}))
    status = text(message.first("Task"), "status")
    if status and status not in terms.STATES:
        found.append(Remark(code="fhir_status", facts={"typed": status[:_LONGEST_SAID]}))
    if lacks:
        found.insert(0, Remark(code="fhir_lacks", facts={"fields": lacks}))
    return found


def _doubts(facts: Facts, message: Message) -> Iterator[Remark]:
    """Yield what a person should look at though every field is as it should be."""
    if not message.is_sure:
        yield Remark(code="fhir_whose", facts={"typed": name_of(message.patient)[:_LONGEST_SAID]})
    if message.left:
        yield Remark(code="fhir_left", facts={"count": message.left})
    _, cut = fitted(facts)
    if cut:
        yield Remark(code="fhir_cut", facts={"fields": cut})


def birth_of(written: str, today: date) -> date | None:
    """Return a whole day of birth; None for a year or a month alone, for no day at all, and for one nobody can have."""
    try:
        born = date.fromisoformat(written) if _DAY.fullmatch(written) else None
    except ValueError:
        return None
    return born if born is not None and _FIRST_BIRTH <= born <= today else None
