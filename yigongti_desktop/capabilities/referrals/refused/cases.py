"""Refused acts on referrals: what stands in them, and how a slip comes back into its form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.down import ReferralSentDown
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.refused import paper
from yigongti_desktop.capabilities.referrals.refused import tracking
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.ui import slip_values
from yigongti_desktop.capabilities.referrals.ui.return_lines import in_words
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_WITH_SLIP = {"referral.sent": m.ReferralSent, "referral.draft_saved": m.DraftSaved}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a referral."""
    if act.record_kind != "referral":
        return None
    if act.kind in paper.PAPERS:
        return paper.contents(act)
    body = msgspec.json.decode(act.body)
    slip = body.get("slip")
    if act.kind == "referral.returned":
        returned = msgspec.convert(body, m.ReferralReturned)
        return _of_return(returned.slip) + _of_drugs(returned.drugs)
    if act.kind == "referral.sent_down":
        return tracking.sent_down(connection, msgspec.convert(body, ReferralSentDown), _of_return, _of_drugs)
    if slip:
        return _of_slip(msgspec.convert(slip, Slip))
    said = tracking.said(connection, body)
    return said + (_of_target(connection, msgspec.convert(body["target"], Target)) if "target" in body else [])


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a slip that was not taken back into its form."""
    if act.kind not in _WITH_SLIP:
        return None
    body = msgspec.json.decode(act.body, type=_WITH_SLIP[act.kind])
    known = records.load(connection, store.REFERRAL, act.record)
    values = slip_values.values_of(body.slip) | {"resident": body.slip.patient.resident}
    if isinstance(values["diagnosis"], Option):
        values["diagnosis"] = {"key": body.slip.diagnosis_code, "title": body.slip.impression}
    record = act.record if known else ""
    drafts.keep(
        connection,
        Draft(form=store.SLIP, account=actor.account, record=record, values=msgspec.to_builtins(values), saved_at=now),
    )
    return "referrals", f"edit {act.record}" if known else "new"


def _of_slip(slip: Slip) -> list[tuple[str, str]]:
    return [
        ("患者", slip.patient.name),
        ("联系电话", slip.patient.phone),
        ("科室", f"{slip.target.department}　{slip.target.doctor}".strip()),
        ("初步印象", f"{slip.impression}　{slip.diagnosis_code}".strip()),
        ("转出原因", slip.history),
        ("既往史", slip.past_history),
        ("治疗经过", slip.treatment),
    ]


def _of_target(connection: Any, target: Target) -> list[tuple[str, str]]:
    hospital = records.load(connection, registry.INSTITUTION, target.institution)
    parts = (hospital.name if hospital else "", target.department, target.doctor)
    return [("转往", "　".join(part for part in parts if part))]


def _of_return(slip: ReturnSlip) -> list[tuple[str, str]]:
    return [
        ("诊断结果", f"{slip.diagnosis}　{slip.diagnosis_code}".strip()),
        ("主要检查", slip.findings),
        ("治疗方案", slip.plan),
        ("病案号", "　".join(part for part in (slip.case_number, slip.inpatient_number) if part)),
        ("转诊医生", f"{slip.doctor}　{slip.doctor_phone}".strip()),
    ]


def _of_drugs(drugs: Iterable[SlipDrug]) -> list[tuple[str, str]]:
    return [(f"续用药品 {place}", in_words(drug)) for place, drug in enumerate(drugs, start=1)]
