"""Refused acts on postings and agreements: what stands in them, and how a wish comes back into its form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.messages.agreements import AgreementSigned
from yigongti_desktop.capabilities.staffing.messages.postings import PostingArranged
from yigongti_desktop.capabilities.staffing.messages.postings import PostingAsked
from yigongti_desktop.capabilities.staffing.messages.postings import PostingMonthNoted
from yigongti_desktop.capabilities.staffing.model.month_lines import written_days
from yigongti_desktop.capabilities.staffing.model.month_lines import written_missing
from yigongti_desktop.capabilities.staffing.store.agreements import AGREEMENT
from yigongti_desktop.capabilities.staffing.store.postings import POSTING
from yigongti_desktop.capabilities.staffing.ui.posting_words import AGREEMENTS
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.ui.staff.words import LEVELS
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.drafts import Draft

_SAID = {"on": "到岗日期", "until": "延到", "last": "最后一天", "reason": "原因"}


def contents(connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a posting or an agreement."""
    if act.record_kind not in {POSTING.name, AGREEMENT.name}:
        return None
    if act.kind == "posting.asked":
        return _of_wish(connection, msgspec.json.decode(act.body, type=PostingAsked))
    if act.kind == "posting.arranged":
        return _of_arrangement(connection, msgspec.json.decode(act.body, type=PostingArranged))
    if act.kind == "posting.month_noted":
        month = msgspec.json.decode(act.body, type=PostingMonthNoted).month
        told = [("月份", f"{month.first:%Y-%m}"), ("缺勤", written_missing(month.missing))]
        return [*told, ("来的日子", written_days(month.served))]
    if act.kind == "agreement.signed":
        return _of_agreement(connection, msgspec.json.decode(act.body, type=AgreementSigned))
    body = msgspec.json.decode(act.body)
    return [(head, str(body[name])) for name, head in _SAID.items() if body.get(name)]


def take_up(connection: Any, actor: Actor, act: Any, now: datetime) -> tuple[str, str] | None:
    """Put a wish that was not taken back into its form."""
    if act.kind != "posting.asked":
        return None
    wish = msgspec.json.decode(act.body, type=PostingAsked).wish
    values: dict[str, Any] = msgspec.to_builtins(wish)
    drafts.keep(
        connection,
        Draft(form=POSTING.name, account=actor.account, record="", values=values, saved_at=now),
    )
    return "postings", "new"


def _of_wish(connection: Any, asked: PostingAsked) -> list[tuple[str, str]]:
    wish = asked.wish
    return [
        ("单位", _name(connection, wish.unit)),
        ("类别", KINDS[wish.kind.value]),
        ("科室", wish.department),
        ("职称至少", LEVELS[wish.title.value]),
        ("起止", f"{wish.since} 至 {wish.until}"),
        ("原因", wish.reason),
        ("不满半年", wish.why_short),
    ]


def _of_arrangement(connection: Any, arranged: PostingArranged) -> list[tuple[str, str]]:
    wanted = arranged.arrangement
    known = records.load(connection, registry.STAFF, wanted.staff) if wanted.staff else None
    who = known.name if known else wanted.outsider.name if wanted.outsider else ""
    return [
        ("派谁", who),
        ("起止", f"{wanted.since} 至 {wanted.until}"),
        ("科室", wanted.department),
        ("批准文号", wanted.approval),
        ("不满半年", wanted.why_short),
    ]


def _of_agreement(connection: Any, body: AgreementSigned) -> list[tuple[str, str]]:
    signed = body.signed
    return [
        ("协议", AGREEMENTS[signed.kind.value]),
        ("派出单位", _name(connection, signed.sender) or signed.sender_name),
        ("接收单位", _name(connection, signed.receiver)),
        ("包含", "、".join(KINDS[one.value] for one in signed.covers)),
        ("帮扶科室", "、".join(signed.departments)),
        ("起止", f"{signed.since} 至 {signed.until}"),
        ("编号", signed.number),
        ("签订人", signed.signed_by),
    ]


def _name(connection: Any, institution: str) -> str:
    found = records.load(connection, registry.INSTITUTION, institution) if institution else None
    return found.name if found else ""
