"""The columns of the flat tables: elements of WS 445.16 for platforms, and what an insurance office asks."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.by_rule import lacks
from yigongti_desktop.capabilities.referrals.model.by_rule import reasons
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.capabilities.referrals.ui.words import STATES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.registry.ui.words import SEX

#: What a referral may lack, in words.
_LACKS = {
    "against": "没有写不按目录的原因",
    "target_reason": "没有写不转牵头医院的原因",
    "special": "传染病报告没有补",
    "withdrawn": "已撤销",
    "approval_asked": "市域外审批未下",
    "approval_denied": "市域外审批未准",
}


def _day(at: datetime | None) -> str:
    return day(at).isoformat() if at else ""


def _way(one: Referral) -> str:
    return "下转" if one.is_down else "上转"


_COMMON = (
    Column[Referral](title="转诊单号", text=lambda one: one.number, width=170),
    Column[Referral](title="方向", text=_way, width=60),
    Column[Referral](title="转诊日期", text=lambda one: _day(one.sent_at), width=100),
    Column[Referral](title="姓名", text=lambda one: one.slip.patient.name, width=100),
    Column[Referral](title="身份证件号码", text=lambda one: one.slip.patient.id_number, width=170),
)
PLATFORM = (
    *_COMMON,
    Column[Referral](title="健康档案编号", text=lambda one: one.slip.patient.health_record, width=170),
    Column[Referral](title="性别", text=lambda one: SEX[one.slip.patient.sex], width=60),
    Column[Referral](title="出生日期", text=lambda one: one.slip.patient.birth.isoformat(), width=100),
    Column[Referral](title="联系电话", text=lambda one: one.slip.patient.phone, width=120),
    Column[Referral](title="地址", text=lambda one: one.slip.patient.address, width=240),
    Column[Referral](title="转出机构代码", text=lambda one: one.origin, width=140),
    Column[Referral](title="转出机构名称", text=lambda one: one.origin_name, width=180),
    Column[Referral](title="转诊医生", text=lambda one: one.slip.doctor, width=100),
    Column[Referral](title="转入机构代码", text=lambda one: one.target, width=140),
    Column[Referral](title="转入机构名称", text=lambda one: one.target_name, width=180),
    Column[Referral](title="转入科室", text=lambda one: one.slip.target.department, width=110),
    Column[Referral](title="转诊类别", text=lambda one: NAMES[one.slip.urgency.value], width=80),
    Column[Referral](title="诊断编码", text=lambda one: one.slip.diagnosis_code, width=110),
    Column[Referral](title="初步印象", text=lambda one: one.slip.impression, width=160),
    Column[Referral](title="转诊原因", text=lambda one: one.slip.history, width=300),
    Column[Referral](title="既往史", text=lambda one: one.slip.past_history, width=200),
    Column[Referral](title="治疗经过", text=lambda one: one.slip.treatment, width=200),
    Column[Referral](title="办理状态", text=lambda one: STATES[one.state.value], width=90),
    Column[Referral](title="到诊日期", text=lambda one: _day(one.arrived_at), width=100),
    Column[Referral](title="回转日期", text=lambda one: _day(one.returned_at), width=100),
    Column[Referral](
        title="回转诊断编码", text=lambda one: one.return_slip.diagnosis_code if one.return_slip else "", width=110
    ),
    Column[Referral](
        title="回转诊断", text=lambda one: one.return_slip.diagnosis if one.return_slip else "", width=160
    ),
    Column[Referral](
        title="住院病案号", text=lambda one: one.return_slip.inpatient_number if one.return_slip else "", width=120
    ),
)
INSURANCE = (
    *_COMMON,
    Column[Referral](title="转出机构", text=lambda one: one.origin_name, width=180),
    Column[Referral](title="转入机构", text=lambda one: one.target_name, width=180),
    Column[Referral](title="诊断编码", text=lambda one: one.slip.diagnosis_code, width=110),
    Column[Referral](title="诊断", text=lambda one: one.slip.impression, width=160),
    Column[Referral](title="转诊类别", text=lambda one: NAMES[one.slip.urgency.value], width=80),
    Column[Referral](title="按规定转诊", text=lambda one: "否" if lacks(one) else "是", width=90),
    Column[Referral](title="不合规定之处", text=lambda one: "；".join(_LACKS[name] for name in lacks(one)), width=200),
    Column[Referral](title="留存的原因", text=reasons, width=240),
    Column[Referral](title="市域外审批号", text=lambda one: one.approval.number if one.approval else "", width=120),
    Column[Referral](title="到诊日期", text=lambda one: _day(one.arrived_at), width=100),
    Column[Referral](
        title="住院病案号", text=lambda one: one.return_slip.inpatient_number if one.return_slip else "", width=120
    ),
    Column[Referral](title="回转日期", text=lambda one: _day(one.returned_at), width=100),
)
