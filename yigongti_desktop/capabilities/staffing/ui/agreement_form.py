"""登记协议: what stands on a signed agreement of support, trust or posting (STF-25, STF-07)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.agreements import SignAgreement
from yigongti_desktop.capabilities.staffing.model.agreement_moves import Signed
from yigongti_desktop.capabilities.staffing.model.agreements import AgreementKind
from yigongti_desktop.capabilities.staffing.model.posting_checks import LONGEST
from yigongti_desktop.capabilities.staffing.model.posting_kinds import UNDER_AGREEMENT
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.ui.posting_words import AGREEMENTS
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.institution import HOSPITALS
from yigongti_desktop.registry.model.institution import Institution

_WIDTH, _HEIGHT, _YEARS = 760, 330, 36
_COVERED = [kind for kind in Kind if kind in UNDER_AGREEMENT]
_BETWEEN = re.compile(r"[、，,；;\s]+")
_FAULT_FIELDS = {
    "agreement_covers_nothing": _COVERED[0].value,
    "covers": _COVERED[0].value,
    "agreement_days": "until",
    "sender_name": "sender",
    "institution_unknown": "receiver",
    "institution_not_working": "receiver",
    "community_none": "receiver",
    "not_holder": "receiver",
}


class AgreementForm(KeptForm):
    """The fields of an agreement; who is not of this county is written by name."""

    kind = "agreement"
    days = ("since", "until")
    picks = ("sender", "receiver")
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk, institutions: list[Institution]) -> None:
        self._known = {one.id: one.name for one in institutions}
        super().__init__(desk, "agreement", _sections(institutions))
        self.set_out(_WIDTH, _HEIGHT)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept: three years of support by this hospital."""
        self.form.clear_faults()
        today = day(self.desk.now())
        own = self.desk.actor.institution if self.desk.actor else ""
        usual: dict[str, Any] = {
            "kind": AgreementKind.SUPPORT.value,
            "sender": Option(own, self._known[own]) if own in self._known else None,
            "receiver": None,
            "since": today,
            "until": months_after(today, _YEARS) - timedelta(days=1),
            "signed_by": self.desk.actor.name if self.desk.actor else "",
        }
        ticked = {kind.value: kind is Kind.RESIDENT for kind in _COVERED}
        self.form.fill(dict.fromkeys(self.form.names, "") | ticked | usual)
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.go_to("receiver")

    def command(self) -> SignAgreement:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        sender = str(values["sender"]).strip()
        return SignAgreement(
            signed=Signed(
                kind=AgreementKind(values["kind"]),
                sender=sender if sender in self._known else "",
                sender_name="" if sender in self._known else sender,
                receiver=values["receiver"],
                covers=tuple(kind for kind in _COVERED if values[kind.value]),
                departments=tuple(one for one in _BETWEEN.split(values["departments"]) if one),
                since=values["since"],
                until=values["until"],
                number=values["number"],
                signed_by=values["signed_by"],
            )
        )


def _sections(institutions: list[Institution]) -> tuple[Section, ...]:
    senders = [Option(one.id, one.name) for one in institutions if one.kind in HOSPITALS]
    receivers = [Option(one.id, one.name) for one in institutions]
    kinds = [Option(one.value, AGREEMENTS[one.value]) for one in AgreementKind]
    ticks = [Field(name=kind.value, label="", kind=CHECK, placeholder=KINDS[kind.value]) for kind in _COVERED]
    sides: tuple[tuple[Field, ...], ...] = (
        (
            Field(name="kind", label="协议", kind=PICK, options=kinds, is_needed=True),
            Field(name="receiver", label="接收单位", kind=PICK, options=receivers, is_needed=True),
        ),
        (
            Field(name="sender", label="派出单位", kind=PICK, options=senders, is_free=True, is_needed=True),
            Field(name="number", label="协议编号", most=LONGEST),
        ),
        (
            Field(name="since", label="起", kind=DATE, is_needed=True),
            Field(name="until", label="止", kind=DATE, is_needed=True),
        ),
        (
            Field(name="departments", label="帮扶科室", most=LONGEST, placeholder="内科、外科；整院帮扶就空着"),
            Field(name="signed_by", label="签订人", most=LONGEST, is_needed=True),
        ),
    )
    covers = tuple(tuple(ticks[place : place + 2]) for place in range(0, len(ticks), 2))
    return (Section("", sides), Section("包含哪几类派驻", covers))
