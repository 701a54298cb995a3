"""How a case is followed, in words: tracker, next contact, limits that passed, with whom the patient is signed."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.due import late
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import has_turned_up
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.referral import tracker_of
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import OFFERED
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.tracking import Lists
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.words import short_day


def is_followed_here(referral: Referral, own: str) -> bool:
    """Say whether somebody of this institution follows the patient."""
    is_open = referral.state not in ENDED and referral.state is not State.DRAFT
    return is_open and own in {tracked_by(referral), referral.target if referral.state is State.ACCEPTED else ""}


def is_contact_due(referral: Referral, own: str, now: datetime) -> bool:
    """Say whether somebody of this institution is to ask after the patient today or should have."""
    is_open = referral.state not in ENDED and referral.state is not State.DRAFT
    due = referral.next_contact
    return is_open and tracked_by(referral) == own and due is not None and due <= day(now)


def facts(referral: Referral, now: datetime, lists: Lists) -> list[tuple[str, str] | tuple[str, str, str]]:
    """Return the lines of the panel."""
    _, name = tracker_of(referral)
    classes = {one.code: one.name for one in lists.classes}
    return [
        ("下转对象", classes.get(referral.down_class, referral.down_class)),
        ("首诊签约", _signed(referral)),
        ("跟踪负责", name),
        ("下次联系", _next(referral, now)),
        ("已超时限", "、".join(NAMES[f"limit_{limit.value}"] for limit in late(referral, now))),
        ("去了哪里", referral.gone_to),
    ]


def called_out(referral: Referral, own: str, now: datetime) -> tuple[str, str, str] | None:
    """Return what is wrong with how a case is followed, what to do, and how urgent it is; None where nothing is."""
    if has_turned_up(referral, own):
        return "患者已在本院", f"{referral.reason}。请接管并登记到诊。", "warn"
    if referral.state is State.ACCEPTED and Limit.ARRIVAL in late(referral, now) and own == tracked_by(referral):
        return "患者没有按时来", "请联系患者，登记联系结果，再约新日期或关闭。", "danger"
    if Limit.ESCALATION.value in referral.passed and referral.state in OFFERED:
        return "已上报接收单位负责人", "超过接收时限仍没有答复。请接收、改转，或写明原因拒绝。", "danger"
    if referral.state is State.EXPIRED and own == tracked_by(referral):
        return "转诊单已过期", "请联系患者问明情况，约新日期再次转出，或关闭。", "danger"
    if is_contact_due(referral, own, now) and referral.state is State.ACCEPTED:
        return "今天该联系患者", "请登记联系，写明下次哪天再联系。", "warn"
    return None


def _next(referral: Referral, now: datetime) -> str:
    if referral.state in ENDED or referral.next_contact is None:
        return ""
    words = short_day(referral.next_contact, day(now))
    last = NAMES.get(referral.contact_result, "")
    return f"{words}　上次：{last}" if last else words


def _signed(referral: Referral) -> str:
    if referral.state is State.DRAFT:
        return ""
    if not referral.contract_unit:
        return "" if referral.is_down else "基层首诊，没有查到签约"
    if referral.contract_unit == referral.origin:
        return f"签约机构首诊　{referral.contract_number}"
    if referral.contract_unit == referral.target:
        return f"已与接收单位签约　{referral.contract_number}"
    return f"已与别的单位签约　{referral.contract_number}"
