"""What a staffing office settles for its postings: how far each unit is, and on what terms each doctor is sent.

A small record for each unit and one for each doctor (decision 041), so that two desks settle different ones side by
side. Terms are private: the lead hospital alone has them, and no reason of a family is asked for or kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.institution import need_institution
from yigongti_desktop.registry.model.staff.person import Staff

WAY, TERMS = "posting_way", "posting_terms"
#: Kilometres that a unit of a county can be away.
FARTHEST = 500
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_MOST = 60


class PostingWay(Record, frozen=True, kw_only=True):
    """How far a unit is from its lead hospital."""

    lead: str
    unit: str
    #: By road; 0 where nobody has written it down.
    kilometres: int = 0


class PostingTerms(Record, frozen=True, kw_only=True):
    """On what terms a doctor of a lead hospital is sent."""

    lead: str
    #: Id of the staff record.
    person: str
    #: Unit near which they live; empty where that is not known, or at the lead hospital.
    near: str = ""
    #: Units where they are not to be sent (不宜派往).
    barred: tuple[str, ...] = ()
    #: Months in which they cannot be sent, as 2027-03.
    away: tuple[str, ...] = ()
    #: Id of who is not to be posted at the same time (夫妻二人不同时下派); one of both need say so. Empty for none.
    apart: str = ""


#: What may be changed.
WAY_FIELDS = ("kilometres",)
TERMS_FIELDS = ("near", "barred", "away", "apart")


def way_id(lead: str, unit: str) -> str:
    """Return the one id of how far a unit is."""
    return derived_id(WAY, lead, unit)


def terms_id(lead: str, person: str) -> str:
    """Return the one id of the terms of a doctor."""
    return derived_id(TERMS, lead, person)


def settle_way(current: PostingWay | None, unit: str, changes: Changes, ruling: Ruling) -> PostingWay:
    """Settle how far a unit is from the acting hospital, from the value that was seen.

    Raises:
        Refused: institution_unknown, institution_not_working, way_id_wrong, way_far, field_unknown, conflict,
            field_format.
    """
    lead = need_institution(ruling.register, ruling.actor.institution).id
    if ruling.record != way_id(lead, unit):
        raise Refused("way_id_wrong")
    known = current or PostingWay(id=ruling.record, lead=lead, unit=need_institution(ruling.register, unit).id)
    wanted = changed(known, changes, WAY_FIELDS)
    if not 0 <= wanted.kilometres <= FARTHEST:
        raise Refused("way_far", most=FARTHEST)
    return wanted


def settle_terms(current: PostingTerms | None, person: str, changes: Changes, ruling: Ruling) -> PostingTerms:
    """Settle fields of the terms of somebody whom the acting hospital employs, each from the value that was seen.

    Raises:
        Refused: institution_unknown, institution_not_working, terms_id_wrong, not_found for who has no record,
            terms_not_ours, terms_self, terms_many, terms_month, field_unknown, conflict, field_format.
    """
    lead = need_institution(ruling.register, ruling.actor.institution).id
    if ruling.record != terms_id(lead, person):
        raise Refused("terms_id_wrong")
    _need_ours(ruling, person, lead)
    known = current or PostingTerms(id=ruling.record, lead=lead, person=person)
    wanted = changed(known, changes, TERMS_FIELDS)
    tidy = replace(wanted, barred=tuple(sorted(set(wanted.barred))), away=tuple(sorted(set(wanted.away))))
    if max(len(tidy.barred), len(tidy.away)) > _MOST:
        raise Refused("terms_many", most=_MOST)
    for unit in {tidy.near, *tidy.barred} - {"", known.near, *known.barred}:
        need_institution(ruling.register, unit)
    for month in tidy.away:
        if not _MONTH.fullmatch(month):
            raise Refused("terms_month", month=month[: len("2027-03")])
    if tidy.apart == person:
        raise Refused("terms_self")
    if tidy.apart not in {"", known.apart}:
        _need_ours(ruling, tidy.apart, lead)
    return tidy


def couples(terms: Mapping[str, PostingTerms]) -> tuple[tuple[str, str], ...]:
    """Return those who are not to be posted at the same time, each two once."""
    return tuple(sorted({(min(one, its.apart), max(one, its.apart)) for one, its in terms.items() if its.apart}))


def streams(one: PostingWay | PostingTerms) -> frozenset[str]:
    """Return who receives it: the lead hospital, and no unit (least sight)."""
    return frozenset({f"unit:{one.lead}"})


def _need_ours(ruling: Ruling, person: str, lead: str) -> None:
    staff: Staff | None = ruling.register.get("staff", person)
    if staff is None:
        raise Refused("not_found", kind="staff")
    if lead not in {post.home for post in staff.posts}:
        raise Refused("terms_not_ours")
