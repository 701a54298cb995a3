"""What local forms put below the national fields: each block a label with what is known, or room to write by hand.

Standards §1.4. What the record does not hold (支付方式, 过敏史, 病情转归) is left open, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.layout import Block
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Blank
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Item
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.kernel.clock import local

_GAP = Blank(4 * MM)
#: 1 急诊 2 门诊 3 住院 9 其他.
_URGENCIES = (
    (Urgency.EMERGENCY, "急诊"),
    (Urgency.OUTPATIENT, "门诊"),
    (Urgency.INPATIENT, "住院"),
    (Urgency.OTHER, "其他"),
)
_TRANSPORTS = ((Transport.ESCORTED, "转诊单位护送"), (Transport.SELF, "患者自理"), (Transport.AMBULANCE, "120"))
#: Blocks that begin a line of their own.
_OWN_LINE = {Block.CONSENT, Block.RECEIVER, Block.NEXT_VISIT}
#: Blocks of one of the two slips only.
_OUT_ONLY = {Block.RECEIVER, Block.LIMIT, Block.URGENCY}
_BACK_ONLY = {Block.OUTCOME, Block.NEXT_VISIT}


def rows(blocks: Sequence[Block], referral: Referral, *, is_return: bool) -> list[list[Item]]:
    """Return the lines of the blocks; the seal has its place beside the signature and is not among them."""
    left_out = {Block.SEAL} | (_OUT_ONLY if is_return else _BACK_ONLY)
    found: list[list[Item]] = []
    for block in blocks:
        if block in left_out:
            continue
        items = _ITEMS[block](referral)
        if not found or block in _OWN_LINE:
            found.append([])
        elif found[-1]:
            found[-1].append(_GAP)
        found[-1] += items
        if block in _OWN_LINE:
            found.append([])
    return [row for row in found if row]


def _number(referral: Referral) -> list[Item]:
    return [Label("转诊单号 "), Field(referral.number, 48 * MM)]


def _id_number(referral: Referral) -> list[Item]:
    return [Label("身份证号 "), Field(referral.slip.patient.id_number, 48 * MM)]


def _case_number(referral: Referral) -> list[Item]:
    back = referral.return_slip
    return [Label("门诊号/住院号 "), Field((back.inpatient_number or back.case_number) if back else "", 34 * MM)]


def _payment(_referral: Referral) -> list[Item]:
    return [Label("支付方式 □职工医保 □居民医保 □自费 □其他 "), Field("", 20 * MM)]


def _urgency(referral: Referral) -> list[Item]:
    return [Label(f"转诊类别 {_ticks(_URGENCIES, referral.slip.urgency)}")]


def _transport(referral: Referral) -> list[Item]:
    return [Label(f"转送方式 {_ticks(_TRANSPORTS, referral.slip.transport)}")]


def _allergy(_referral: Referral) -> list[Item]:
    return [Label("过敏史 "), Field("", 60 * MM)]


def _sent_at(referral: Referral) -> list[Item]:
    moment = referral.returned_at or referral.sent_at
    return [Label("转出时间 "), Field(_minute(moment), 56 * MM)]


def _limit(referral: Referral) -> list[Item]:
    since = f"{local(referral.sent_at):%Y-%m-%d}" if referral.sent_at else ""
    until = referral.valid_until.isoformat() if referral.valid_until else ""
    return [Label("转诊时限 "), Field(since, 24 * MM), Label(" 至 "), Field(until, 24 * MM)]


def _outcome(_referral: Referral) -> list[Item]:
    return [Label("病情转归 □痊愈 □好转 □死亡 □其他 "), Field("", 20 * MM)]


def _next_visit(referral: Referral) -> list[Item]:
    when = referral.follow_up_by.isoformat() if referral.follow_up_by else ""
    return [
        *(Label("预约复诊或随访时间 "), Field(f"{when} 前" if when else "", 30 * MM)),
        *(Label(" 方式 □门诊 □上门 □电话 "), Field("", 14 * MM)),
    ]


def _consent(referral: Referral) -> list[Item]:
    agreed = "■同意 □不同意" if referral.slip.consent else "□同意 □不同意"
    return [
        *(Label(f"患方知情同意 {agreed}　患者（家属）签字 "), Field("", 34 * MM)),
        *(Label(" 关系 "), Field("", 20 * MM)),
    ]


def _receiver(referral: Referral) -> list[Item]:
    return [
        *(Label("接受医疗机构 "), Field("", 44 * MM), Label(" 接诊医生 "), Field("", 28 * MM)),
        *(Label(" 到达时间 "), Field(_minute(referral.arrived_at), 44 * MM)),
    ]


_ITEMS: dict[Block, Callable[[Referral], list[Item]]] = {
    Block.NUMBER: _number,
    Block.ID_NUMBER: _id_number,
    Block.CASE_NUMBER: _case_number,
    Block.PAYMENT: _payment,
    Block.URGENCY: _urgency,
    Block.TRANSPORT: _transport,
    Block.ALLERGY: _allergy,
    Block.SENT_AT: _sent_at,
    Block.LIMIT: _limit,
    Block.OUTCOME: _outcome,
    Block.NEXT_VISIT: _next_visit,
    Block.CONSENT: _consent,
    Block.RECEIVER: _receiver,
}


def _ticks(choices: Sequence[tuple[object, str]], chosen: object) -> str:
    return " ".join(f"{'■' if one == chosen else '□'}{words}" for one, words in choices)


def _minute(moment: datetime | None) -> str:
    if moment is None:
        return ""
    at = local(moment)
    return f"{at.year} 年 {at.month} 月 {at.day} 日 {at.hour} 时 {at.minute} 分"
