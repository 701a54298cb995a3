"""Refused acts on statements, long prescriptions and reviews: what stands in them."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.handing_out import Taken
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.ui.long_words import dose_words
from yigongti_desktop.capabilities.pharmacy.ui.review_words import FINDINGS
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import records

Words = list[tuple[str, str]]


def statement(connection: Any, act: Any) -> Words | None:
    """Return what stands in an act on a monthly statement."""
    if act.record_kind != "statement":
        return None
    body = msgspec.json.decode(act.body)
    prices = body.get("prices", [])
    drugs = records.load_many(connection, registry.DRUG, [price["drug"] for price in prices])
    words = _said(body, {"month": "月份", "number": "单号", "words": "异议"})
    return words + [("单价", f"{_name(drugs.get(one['drug']))}　{yuan(one['price_fen'])} 元") for one in prices]


def long_prescription(connection: Any, act: Any) -> Words | None:
    """Return what stands in an act on a long prescription."""
    if act.record_kind != "long_prescription":
        return None
    body = msgspec.json.decode(act.body)
    if "plan" not in body:
        taken = [msgspec.convert(one, Taken) for one in body.get("taken", [])]
        lots = [("取走", f"批号 {one.lot}　至 {one.expiry}　{one.quantity:,}") for one in taken]
        return _said(body, {"reason": "原因"}) + lots
    plan = msgspec.convert(body["plan"], Plan)
    drug = records.load(connection, registry.DRUG, plan.drug)
    ticked = "、".join(
        word for word, is_so in (("已签约", plan.is_contracted), ("患者已签字", plan.is_signed)) if is_so
    )
    return [
        ("患者", plan.name),
        ("电话", plan.phone),
        ("慢病", plan.disease),
        ("药品", _name(drug)),
        ("用量", f"每天 {dose_words(plan.dose)}，{plan.days} 天"),
        ("取药日期", plan.next_date.isoformat()),
        ("医生", plan.doctor),
        ("签约", ticked),
        ("备注", plan.remark),
    ]


def review(_connection: Any, act: Any) -> Words | None:
    """Return what stands in an act on a review of prescriptions."""
    if act.record_kind != "prescription_review":
        return None
    body = msgspec.json.decode(act.body)
    words = _said(body, {"month": "月份", "number": "单号", "words": "答复", "reason": "原因"})
    words += [("处方号", f"{len(body['numbers']):,} 个")] if body.get("numbers") else []
    judged = [line for line in body.get("lines", []) if line.get("finding")]
    return words + [("点评", f"{line['number']}　{FINDINGS[line['finding']]}　{line['words']}") for line in judged]


def _said(body: dict[str, Any], heads: dict[str, str]) -> Words:
    return [(head, str(body[name])) for name, head in heads.items() if body.get(name)]


def _name(drug: Drug | None) -> str:
    return drug.name if drug else "目录里没有的药"
