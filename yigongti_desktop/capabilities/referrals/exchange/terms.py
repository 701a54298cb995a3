"""Names of systems and codes in the bundles, and how states and urgencies are called there.

Systems of the country are object identifiers of its health-information standards (WS/T 500 documents use them);
what no standard has is named under `urn:yigongti`.
"""

from __future__ import annotations

import re

from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.identifiers import Sex

#: 居民身份证号, 居民健康档案编号, 门（急）诊号, 住院号.
ID_NUMBER = "urn:oid:2.16.156.10011.1.3"
HEALTH_RECORD = "urn:oid:2.16.156.10011.1.2"
CASE_NUMBER = "urn:oid:2.16.156.10011.1.11"
INPATIENT_NUMBER = "urn:oid:2.16.156.10011.1.12"
#: ICD-10 as the country codes it.
DIAGNOSIS = "urn:oid:2.16.156.10011.2.3.3.11"
#: HL7 v3 ActCode: what kind of encounter.
ENCOUNTER = "urn:oid:2.16.840.1.113883.5.4"

RESIDENT = "urn:yigongti:resident"
INSTITUTION = "urn:yigongti:institution"
ACCOUNT = "urn:yigongti:account"
NUMBER = "urn:yigongti:referral:number"
RECORD = "urn:yigongti:referral:record"
STATE = "urn:yigongti:referral:state"
URGENCY = "urn:yigongti:referral:urgency"
DIRECTION = "urn:yigongti:referral:direction"
SECTION = "urn:yigongti:referral:section"
EVENT = "urn:yigongti:referral:event"
DRUG = "urn:yigongti:drug"
STRENGTH = "urn:yigongti:drug:strength"
#: What the standard resources of a case do not say.
REST = "urn:yigongti:referral:rest"

#: The four messages of the public-health guide of HL7 China: 申请, 应答, 到诊, 病历.
EVENTS = {
    "request": "转诊预约申请",
    "response": "转诊预约应答",
    "arrival": "患者到诊应答",
    "record": "上传完整病历",
}
#: Texts of a slip, each an Observation.
SECTIONS = {
    "history": "主要现病史（转出原因）",
    "past_history": "主要既往史",
    "treatment": "治疗经过",
    "findings": "主要检查结果",
}
#: Task.status of each state (R4 value set task-status), and ServiceRequest.status.
TASK = {
    State.DRAFT: "draft",
    State.SENT: "requested",
    State.REDIRECTED: "requested",
    State.ACCEPTED: "accepted",
    State.DECLINED: "rejected",
    State.ARRIVED: "in-progress",
    State.RETURNED: "completed",
    State.FOLLOWED_UP: "completed",
    State.CLOSED: "completed",
    State.WITHDRAWN: "cancelled",
    State.EXPIRED: "failed",
}
REQUEST = {
    "draft": "draft",
    "completed": "completed",
    "cancelled": "revoked",
    "failed": "revoked",
    "rejected": "revoked",
}
#: What a foreign status of a task means here.
STATES = {
    "draft": State.DRAFT,
    "requested": State.SENT,
    "received": State.SENT,
    "ready": State.SENT,
    "accepted": State.ACCEPTED,
    "rejected": State.DECLINED,
    "in-progress": State.ARRIVED,
    "on-hold": State.ARRIVED,
    "completed": State.RETURNED,
    "cancelled": State.WITHDRAWN,
    "failed": State.EXPIRED,
    "entered-in-error": State.WITHDRAWN,
}
#: ServiceRequest.priority, and what it means of a foreign one.
PRIORITY = {urgency: "stat" if urgency is Urgency.EMERGENCY else "routine" for urgency in Urgency}
URGENT = {
    "stat": Urgency.EMERGENCY,
    "asap": Urgency.EMERGENCY,
    "urgent": Urgency.OUTPATIENT,
    "routine": Urgency.OUTPATIENT,
}
GENDERS = {"male": Sex.MALE, "female": Sex.FEMALE, "unknown": Sex.UNKNOWN, "other": Sex.UNKNOWN}
#: How diagnoses are written in either national list (standards §5.1), pairs included.
ICD = re.compile(
    r"†?[A-Z][0-9]{2}(?:\.[0-9x]{1,3}(?:x[0-9]{1,3})?)?[†*]?"
    r"(?:\+†?[A-Z][0-9]{2}(?:\.[0-9x]{1,3}(?:x[0-9]{1,3})?)?\*?)?\+?"
)


def event_of(state: State) -> str:
    """Return which of the four messages tells of a case that stands here."""
    if state in {State.ACCEPTED, State.DECLINED, State.EXPIRED}:
        return "response"
    if state is State.ARRIVED:
        return "arrival"
    return "record" if state in {State.RETURNED, State.FOLLOWED_UP, State.CLOSED} else "request"
