"""What a posting does to the register: where somebody works follows from it, and from it alone (STF-03, STF-31)."""

from __future__ import annotations

from collections.abc import Iterable

from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import mode_of
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.staff.messages import StaffPosted
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.storage.catalogue import Reaction

#: Acts that move the days or the person of a posting.
_MOVES = frozenset(
    {"posting.arranged", "posting.arrived", "posting.extended", "posting.broken_off", "posting.completed"}
)


def follow(kind: str, after: Record) -> Iterable[Reaction]:
    """Return what follows in the register: the days at the host for who stays there, none for who does not come."""
    if kind not in _MOVES or not isinstance(after, Posting) or after.kind not in STAYING:
        return
    for one in after.formerly:
        yield _placed(one, after, None)
    if after.person is not None and after.person.staff:
        yield _placed(after.person.staff, after, place_of(after))


def place_of(posting: Posting) -> Place | None:
    """Return where somebody works through a posting, from its first day to its last; None when they do not come."""
    days = span(posting)
    if days is None:
        return None
    return Place(
        since=days[0],
        until=days[1],
        unit=posting.host,
        department=posting.department,
        mode=mode_of(posting.kind),
        approval=posting.approval,
        posting=posting.id,
    )


def _placed(staff: str, posting: Posting, place: Place | None) -> Reaction:
    return Reaction(kind="staff.posted", record=staff, body=StaffPosted(posting=posting.id, place=place))
