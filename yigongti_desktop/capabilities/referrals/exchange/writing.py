"""A case as a FHIR R4 message: request and task, patient and places, answer, arrival, and the record that came back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.referrals.exchange import people
from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.facts import facts_of
from yigongti_desktop.capabilities.referrals.exchange.message import Message
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import address
from yigongti_desktop.capabilities.referrals.exchange.nodes import coding
from yigongti_desktop.capabilities.referrals.exchange.nodes import concept
from yigongti_desktop.capabilities.referrals.exchange.nodes import full
from yigongti_desktop.capabilities.referrals.exchange.nodes import identifier
from yigongti_desktop.capabilities.referrals.exchange.places import Places
from yigongti_desktop.capabilities.referrals.exchange.rest import rest_of
from yigongti_desktop.capabilities.referrals.exchange.returned import returned
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.clock import day


def bundle(referral: Referral, at: datetime) -> Node:
    """Return a case as a message.

    Args:
        referral: the case, in any state and either direction.
        at: when it is written.
    """
    parts = _parts(referral)
    where = {name: address(referral.id, name) for name in parts}
    written: dict[str, Node] = {name: _placed(node, where) for name, node in parts.items()}
    places = Places((where[name], node) for name, node in written.items())
    said = facts_of(Message(places, written["request"], written["patient"], places.nodes))
    if rest := rest_of(referral, said):
        written["task"]["extension"] = [{"url": terms.REST, "extension": rest}]
    event = terms.event_of(referral.state)
    head = full(
        resourceType="MessageHeader",
        eventCoding=coding(terms.EVENT, event, terms.EVENTS[event]),
        source={"name": "医共体工作台", "endpoint": f"{terms.INSTITUTION}:{referral.origin or 'none'}"},
        sender={"reference": where["origin"]},
        focus=[{"reference": where["task"]}, {"reference": where["request"]}],
    )
    entries = [{"fullUrl": address(referral.id, "header"), "resource": head}]
    entries += [{"fullUrl": where[name], "resource": node} for name, node in written.items()]
    return full(
        resourceType="Bundle",
        identifier={"system": terms.RECORD, "value": referral.id},
        type="message",
        timestamp=at.isoformat(),
        entry=entries,
    )


def collection(referrals: list[Referral], at: datetime) -> Node:
    """Return several cases in one file, each a message of its own."""
    entries = [{"fullUrl": address(one.id, "message"), "resource": bundle(one, at)} for one in referrals]
    return full(resourceType="Bundle", type="collection", timestamp=at.isoformat(), entry=entries)


def _parts(referral: Referral) -> dict[str, Node]:
    """Return the resources of a case by name; a reference is a name in `@`."""
    slip, target = referral.slip, referral.slip.target
    parts: dict[str, Node] = {
        "task": _task(referral),
        "request": {},
        "patient": people.patient(slip.patient),
        "origin": people.institution(referral.origin, referral.origin_name),
        "target": people.institution(referral.target, referral.target_name),
    }
    performers = ["target"]
    if target.institution != referral.target:
        parts["addressed"] = people.institution(target.institution, target.place_name)
        performers = ["addressed"]
    if target.department:
        parts["department"] = people.department(target.department, f"@{performers[0]}")
        performers.append("department")
    if target.doctor:
        parts["asked"] = people.practitioner(target.doctor)
        performers.append("asked")
    if slip.doctor or slip.doctor_phone:
        parts["doctor"] = people.practitioner(slip.doctor, slip.doctor_phone)
    if slip.tracker or slip.tracker_name:
        parts["tracker"] = people.practitioner(slip.tracker_name, account=slip.tracker)
    sections = {name: words for name in ("history", "past_history", "treatment") if (words := getattr(slip, name))}
    parts |= {name: section(name, words) for name, words in sections.items()}
    parts["request"] = _request(referral, performers, list(sections), has_doctor="doctor" in parts)
    return parts | _answer(referral, has_department="department" in parts) | returned(referral)


def section(name: str, words: str) -> Node:
    """Return a text of a slip."""
    return full(
        resourceType="Observation",
        status="final",
        code=concept(terms.SECTION, name, terms.SECTIONS[name]),
        subject={"reference": "@patient"},
        valueString=words,
    )


def _task(referral: Referral) -> Node:
    slip = referral.slip
    followed = slip.tracker or slip.tracker_name
    until = referral.valid_until
    return full(
        resourceType="Task",
        identifier=identifier(terms.RECORD, referral.id),
        status=terms.TASK[referral.state],
        statusReason=full(text=referral.reason),
        businessStatus=concept(terms.STATE, referral.state.value),
        intent="order",
        focus={"reference": "@request"},
        **{"for": {"reference": "@patient"}},
        authoredOn=_moment(referral.sent_at),
        requester={"reference": "@origin"},
        owner={"reference": "@target"},
        restriction=full(period={"end": until.isoformat()}) if until else {},
        note=[{"text": f"跟踪负责人：{slip.tracker_name or slip.tracker}"}] if followed else [],
    )


def _request(referral: Referral, performers: list[str], sections: list[str], *, has_doctor: bool) -> Node:
    slip = referral.slip
    way, words = ("down", "下转") if referral.is_down else ("up", "转出")
    why = concept(terms.DIAGNOSIS, slip.diagnosis_code, slip.impression)
    return full(
        resourceType="ServiceRequest",
        identifier=identifier(terms.NUMBER, referral.number),
        status=terms.REQUEST.get(terms.TASK[referral.state], "active"),
        intent="order",
        category=[concept(terms.URGENCY, slip.urgency.value), concept(terms.DIRECTION, way, words)],
        priority=terms.PRIORITY[slip.urgency],
        code={"text": "双向转诊"},
        subject={"reference": "@patient"},
        authoredOn=day(referral.sent_at).isoformat() if referral.sent_at else "",
        requester={"reference": "@doctor" if has_doctor else "@origin"},
        performer=[{"reference": f"@{one}"} for one in performers],
        reasonCode=[why] if why else [],
        supportingInfo=[{"reference": f"@{one}"} for one in sections],
    )


def _answer(referral: Referral, *, has_department: bool) -> dict[str, Node]:
    """Return the appointment, its answer and the arrival, as far as the case is."""
    parts: dict[str, Node] = {}
    came = _moment(referral.arrived_at)
    if referral.reception or came or referral.state in {State.ACCEPTED, State.DECLINED}:
        who: list[Node] = [{"actor": {"reference": "@patient"}, "status": "accepted"}]
        if has_department:
            who.append({"actor": {"reference": "@department"}, "status": "accepted"})
        parts["appointment"] = full(
            resourceType="Appointment",
            status="arrived" if came else "cancelled" if referral.state is State.DECLINED else "proposed",
            description=referral.booked,
            start=came,
            end=came,
            comment=referral.reception,
            basedOn=[{"reference": "@request"}],
            participant=who,
        )
        parts["answer"] = full(
            resourceType="AppointmentResponse",
            appointment={"reference": "@appointment"},
            participantType=[{"text": "接诊单位"}],
            participantStatus="declined" if referral.state is State.DECLINED else "accepted",
            comment=referral.reason,
        )
    back = referral.return_slip
    if back or (came and not referral.is_down):
        case = identifier(terms.CASE_NUMBER, back.case_number if back else "")
        inpatient = identifier(terms.INPATIENT_NUMBER, back.inpatient_number if back else "")
        parts["encounter"] = full(
            resourceType="Encounter",
            identifier=[*case, *inpatient],
            status="finished" if back else "in-progress",
            **{"class": coding(terms.ENCOUNTER, "IMP" if inpatient else "AMB")},
            subject={"reference": "@patient"},
            basedOn=[{"reference": "@request"}],
            period=full(start="" if referral.is_down else came),
            serviceProvider={"reference": "@origin" if referral.is_down else "@target"},
        )
    return parts


def _placed(node: Any, where: dict[str, str]) -> Any:
    """Return a node with the addresses of the parts in place of their names."""
    if isinstance(node, list):
        return [_placed(one, where) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        name: where[value[1:]] if name == "reference" and value[1:] in where else _placed(value, where)
        for name, value in node.items()
    }


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
