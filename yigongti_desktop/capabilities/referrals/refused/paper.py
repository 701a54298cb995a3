"""Refused papers: whose they were, for whoever has to ring up their clinic."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.messages.paper import PaperPresented
from yigongti_desktop.capabilities.referrals.model import paper
from yigongti_desktop.capabilities.referrals.model.paper import Back
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.paper_code import unseal

PAPERS = frozenset({"referral.presented", "referral.return_presented"})


def contents(act: Any) -> list[tuple[str, str]]:
    """Return what stands on a paper that the hub did not take; it was proven when it was read here."""
    code = msgspec.json.decode(act.body, type=PaperPresented).code
    try:
        sealed = unseal(code)
        if sealed.kind == paper.OUT:
            out = paper.unpack(sealed.content, Out)
            known = [("单号", out.number), ("患者", out.name), ("联系电话", out.phone), ("初步印象", out.impression)]
            return [*known, ("转诊医生", f"{out.doctor}　{out.doctor_phone}".strip())]
        back = paper.unpack(sealed.content, Back)
    except Refused:
        return []
    return [("单号", back.number), ("患者", back.name), ("诊断结果", back.diagnosis), ("转诊医生", back.doctor)]
