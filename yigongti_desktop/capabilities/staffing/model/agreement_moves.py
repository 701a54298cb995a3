"""An agreement is written down when it has been signed, and ended before its day when it has to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.agreements import AgreementKind
from yigongti_desktop.capabilities.staffing.model.agreements import agreements_of
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.posting_checks import line
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the signed paper."""

    kind: AgreementKind
    #: Institution that sends people; empty where it is not of this county.
    sender: str = ""
    #: Its name, of one that is not.
    sender_name: str = ""
    receiver: str
    covers: tuple[Kind, ...]
    departments: tuple[str, ...] = ()
    since: date
    until: date
    number: str = ""
    signed_by: str


def sign(current: Agreement | None, signed: Signed, ruling: Ruling) -> Agreement:
    """Write an agreement down (STF-25), with the departments that are supported (STF-07).

    Raises:
        Refused: agreement_there, agreement_one_side, agreement_covers_nothing, day_beyond, agreement_days,
            departments_many,
            institution_unknown, institution_not_working, community_none, not_holder, field_empty, field_long.
    """
    if current is not None:
        raise Refused("agreement_there")
    register, actor = ruling.register, ruling.actor
    receiver = need_institution(register, signed.receiver)
    sender = need_institution(register, signed.sender) if signed.sender else None
    if actor.institution != lead_of(register, receiver, day(ruling.at)):
        raise Refused("not_holder")
    if sender is not None and sender.id == receiver.id:
        raise Refused("agreement_one_side", field="receiver")
    if not signed.covers:
        raise Refused("agreement_covers_nothing", field="covers")
    for on in (signed.since, signed.until):
        need_likely(on)
    if signed.until < signed.since:
        raise Refused("agreement_days", field="until", since=signed.since.isoformat(), until=signed.until.isoformat())
    departments = tuple(dict.fromkeys(tidy for one in signed.departments if (tidy := line(one, "departments"))))
    made = Agreement(
        id=ruling.record,
        kind=signed.kind,
        lead=actor.institution,
        sender=signed.sender,
        sender_name=sender.name if sender else line(signed.sender_name, "sender_name", needed=True),
        receiver=receiver.id,
        receiver_name=receiver.name,
        covers=tuple(sorted(set(signed.covers), key=list(Kind).index)),
        departments=departments,
        since=signed.since,
        until=signed.until,
        number=line(signed.number, "number"),
        signed_by=line(signed.signed_by, "signed_by", needed=True),
    )
    _need_few(made, register)
    return made


def end(current: Agreement | None, last: date, reason: str, ruling: Ruling) -> Agreement:
    """End an agreement with a day before the agreed one; nobody can be arranged by it for later days.

    Raises:
        Refused: not_found, not_holder, agreement_end, field_empty, field_long.
    """
    if current is None:
        raise Refused("not_found", kind="agreement")
    if ruling.actor.institution != current.lead:
        raise Refused("not_holder")
    why = line(reason, "reason", needed=True)
    if not current.since <= last < current.until:
        since, until = current.since.isoformat(), current.until.isoformat()
        raise Refused("agreement_end", field="last", since=since, until=until)
    return replace(current, until=last, reason=why)


def supported(agreements: Iterable[Agreement], receiver: str, year: int) -> tuple[str, ...]:
    """Return the departments of a unit that are supported at some time of a year (STF-07)."""
    its = (
        one
        for one in agreements
        if one.receiver == receiver and one.kind is AgreementKind.SUPPORT and one.since.year <= year <= one.until.year
    )
    return tuple(sorted({department for one in its for department in one.departments}))


def _need_few(made: Agreement, register: Books) -> None:
    """Refuse more supported departments of a unit in a year than the county says (STF-07 每年重点帮扶1-2个科室).

    Raises:
        Refused: departments_many.
    """
    bounds: list[int] = rule(register, "staffing.supported_departments", made.since, [])
    if made.kind is not AgreementKind.SUPPORT or not bounds:
        return
    known = agreements_of(register, made.receiver)
    for year in range(made.since.year, made.until.year + 1):
        found = supported((*known, made), made.receiver, year)
        if len(found) > bounds[-1]:
            raise Refused("departments_many", field="departments", year=str(year), most=bounds[-1], count=len(found))
