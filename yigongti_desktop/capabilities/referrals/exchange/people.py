"""Patient, places and staff of a case as resources."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import full
from yigongti_desktop.capabilities.referrals.exchange.nodes import identifier
from yigongti_desktop.capabilities.referrals.exchange.nodes import phones
from yigongti_desktop.capabilities.referrals.model.slip import Patient


def patient(who: Patient) -> Node:
    """Return the patient as the slip names them."""
    return full(
        resourceType="Patient",
        identifier=[
            *identifier(terms.ID_NUMBER, who.id_number),
            *identifier(terms.HEALTH_RECORD, who.health_record),
            *identifier(terms.RESIDENT, who.resident),
        ],
        name=[{"text": who.name}] if who.name else [],
        telecom=phones(who.phone),
        gender=who.sex.value,
        birthDate=who.birth.isoformat(),
        address=[{"text": who.address}] if who.address else [],
        contact=[{"name": {"text": who.contact}}] if who.contact else [],
    )


def institution(unit: str, name: str) -> Node:
    """Return an institution."""
    return full(resourceType="Organization", identifier=identifier(terms.INSTITUTION, unit), name=name or unit)


def department(name: str, of: str) -> Node:
    """Return a department of an institution."""
    return full(resourceType="HealthcareService", providedBy={"reference": of}, name=name)


def practitioner(name: str, phone: str = "", account: str = "") -> Node:
    """Return a member of the staff."""
    return full(
        resourceType="Practitioner",
        identifier=identifier(terms.ACCOUNT, account),
        name=[{"text": name}] if name else [],
        telecom=phones(phone),
    )
