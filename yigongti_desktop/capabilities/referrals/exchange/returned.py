"""The return slip as resources: final diagnosis, findings, plan, doctor, and the drugs to go on with."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.exchange import people
from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import concept
from yigongti_desktop.capabilities.referrals.exchange.nodes import full
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug


def returned(referral: Referral) -> dict[str, Node]:
    """Return what the return slip says, by name; nothing where there is none."""
    slip, parts = referral.return_slip, {}
    if slip is not None:
        parts["diagnosis"] = full(
            resourceType="Condition",
            code=concept(terms.DIAGNOSIS, slip.diagnosis_code, slip.diagnosis),
            subject={"reference": "@patient"},
            recordedDate=referral.returned_at.isoformat() if referral.returned_at else "",
            recorder={"reference": "@returner"},
        )
        parts["findings"] = full(
            resourceType="Observation",
            status="final",
            code=concept(terms.SECTION, "findings", terms.SECTIONS["findings"]),
            subject={"reference": "@patient"},
            valueString=slip.findings,
        )
        parts["plan"] = full(
            resourceType="CarePlan",
            status="active",
            intent="plan",
            title="治疗经过、下一步治疗方案及康复建议",
            description=slip.plan,
            subject={"reference": "@patient"},
            author={"reference": "@returner"},
        )
        parts["returner"] = people.practitioner(slip.doctor, slip.doctor_phone)
    return parts | {f"drug-{place}": _drug(one) for place, one in enumerate(referral.return_drugs, start=1)}


def _drug(line: SlipDrug) -> Node:
    days = {"value": line.days, "unit": "天", "code": "d"} if line.days else {}
    return full(
        resourceType="MedicationRequest",
        extension=[{"url": terms.STRENGTH, "valueString": line.strength}] if line.strength else [],
        status="active",
        intent="plan",
        medicationCodeableConcept=concept(terms.DRUG, line.drug, line.name),
        subject={"reference": "@patient"},
        dosageInstruction=[full(text=line.dose, timing=full(code=full(text=line.frequency)))],
        dispenseRequest=full(quantity=full(value=line.quantity, unit=line.unit), expectedSupplyDuration=days),
    )
