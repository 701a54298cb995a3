"""The record of somebody is begun, put right, added to, and ended: which act does what, and what stands in its way.

Two desks may write into different lines and different days at once; where both write of the same days, the later person
is asked, with both values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import to_builtins
from msgspec.structs import asdict
from msgspec.structs import replace

from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import is_keyed
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.staff import history
from yigongti_desktop.registry.model.staff.checks import tidy_identity
from yigongti_desktop.registry.model.staff.checks import tidy_part
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.parts import kind_of
from yigongti_desktop.registry.model.staff.parts import line_of
from yigongti_desktop.registry.model.staff.person import FIELDS
from yigongti_desktop.registry.model.staff.person import LOG_IN
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.person import staff_id
from yigongti_desktop.registry.model.staff.rights import home_of
from yigongti_desktop.registry.model.staff.rights import is_office_of
from yigongti_desktop.registry.model.staff.rights import need_keeper
from yigongti_desktop.registry.model.staff.rights import need_right_to_note
from yigongti_desktop.registry.model.staff.rights import viewers
from yigongti_desktop.registry.model.tagging import tidy_reason

#: More parts than any line of a working life has: a slip of a program.
_MOST_PARTS = 120


def register(current: Staff | None, identity: Identity, parts: Sequence[Part], ruling: Ruling) -> Staff:
    """Begin somebody's record with their first employment, or go on with that of who had left.

    Raises:
        Refused: staff_exists, staff_post_missing, staff_not_ours, staff_id_wrong, county_missing, and what
            `tidy_identity` and `tidy_part` say.
    """
    tidy = tidy_identity(identity, day(ruling.at))
    post = next((part for part in parts if isinstance(part, Post)), None)
    if post is None:
        raise Refused("staff_post_missing")
    _need_id(tidy, ruling)
    if current is not None and (current.id_number != tidy.id_number or not _has_left(current, post.since)):
        raise Refused("staff_exists")
    actor = ruling.actor
    if actor.institution != post.home and not is_office_of(actor, ruling.register, post.home, day(ruling.at)):
        raise Refused("staff_not_ours")
    made = replace(current, **asdict(tidy)) if current else Staff(id=ruling.record, **asdict(tidy))
    made = replace(made, seen_by=tuple(sorted({*made.seen_by, post.home, actor.institution})))
    for part in sorted(parts, key=lambda part: part is not post):
        wanted = tidy_part(part, made, ruling)
        if part is not post:
            need_right_to_note(made, wanted, ruling)
        made = _laid(made, wanted)
    return _settled(made, ruling)


def correct(current: Staff | None, changes: Changes, ruling: Ruling) -> Staff:
    """Change what is written of somebody once, each field from the value that the person saw.

    Raises:
        Refused: not_found, staff_not_ours, field_unknown, conflict, field_format, and what `tidy_identity` says.
    """
    known = _kept(current, ruling, at_home=True)
    wanted = changed(known.identity(), changes, FIELDS)
    return replace(known, **asdict(tidy_identity(wanted, day(ruling.at))))


def note(current: Staff | None, part: Part, seen: Sequence[Part], ruling: Ruling) -> Staff:
    """Lay a part into somebody's history.

    Args:
        current: the record.
        part: what holds from its first day to its last.
        seen: the history of that kind as the person saw it; what others have written since on the days of the part
            comes back as a question.
        ruling: who, when.

    Raises:
        Refused: not_found, staff_not_ours, staff_home_by_office, staff_place_by_office, conflict, parts_many, and what
            `tidy_part` says.
    """
    known = _kept(current, ruling, at_home=False)
    need_right_to_note(known, part, ruling)
    wanted = tidy_part(part, known, ruling)
    theirs = known.like(wanted)
    after = _laid(known, wanted)
    if after.like(wanted) != theirs and history.inside(theirs, wanted) != history.inside(seen, wanted):
        fields = {line_of(wanted): {"base": list(seen), "mine": wanted, "theirs": list(theirs)}}
        raise Refused("conflict", fields=to_builtins(fields))
    return _settled(after, ruling)


def withdraw(current: Staff | None, part: Part, reason: str, ruling: Ruling) -> Staff:
    """Take out a part that was a mistake; a title or an employment that it had ended holds on.

    Raises:
        Refused: not_found, staff_not_ours, staff_home_by_office, staff_place_by_office, part_gone, staff_post_missing,
            field_empty, field_long.
    """
    known = _kept(current, ruling, at_home=False)
    need_right_to_note(known, part, ruling)
    tidy_reason(reason)
    line = known.like(part)
    if part not in line:
        raise Refused("part_gone")
    rest = history.without(line, part, holds_on=isinstance(part, Post | Title))
    if isinstance(part, Post) and not rest:
        raise Refused("staff_post_missing")
    return _settled(_with(known, part, rest), ruling)


def leave(current: Staff | None, until: date, reason: str, ruling: Ruling) -> Staff:
    """End employment, work and contract with a day (离职、退休); what was planned for later is dropped.

    Raises:
        Refused: not_found, staff_not_ours, staff_left, day_before, field_empty, field_long.
    """
    known = _kept(current, ruling, at_home=True)
    tidy_reason(reason)
    last = known.posts[-1]
    if last.until is not None and last.until < day(ruling.at):
        raise Refused("staff_left", until=last.until.isoformat())
    if until < known.posts[0].since:
        raise Refused("day_before", field="until", least=known.posts[0].since.isoformat())
    lines = {line: history.ended(getattr(known, line), until) for line in ("posts", "places", "contracts")}
    return _settled(replace(known, **lines), ruling)


def link(current: Staff | None, account: str, seen: str, ruling: Ruling) -> Staff:
    """Say which log-in is somebody's, or that none is; a log-in belongs to one person at the most.

    Raises:
        Refused: not_found, staff_not_ours, conflict, account_unknown, account_elsewhere, account_taken.
    """
    known = _kept(current, ruling, at_home=False)
    if known.account not in {seen, account}:
        told = {"base": seen, "mine": account, "theirs": known.account}
        raise Refused("conflict", fields={"account": told})
    if account:
        today = day(ruling.at)
        found: Account | None = ruling.register.get("account", account)
        if found is None:
            raise Refused("account_unknown")
        if found.institution not in {home_of(known, today), known.works_at(today)}:
            raise Refused("account_elsewhere")
        if any(amount and other != known.id for other, amount in ruling.register.posted(f"{LOG_IN}{account}").items()):
            raise Refused("account_taken")
    return replace(known, account=account)


def post(current: Staff | None, posting: str, place: Place | None, ruling: Ruling) -> Staff:
    """Let where somebody works follow from a posting: its days are laid anew (the hub's act).

    What held before and after the former days, and is the same, holds over them again.

    Raises:
        Refused: not_found, parts_many.
    """
    if current is None:
        raise Refused("not_found", kind="staff")
    line: tuple[Place, ...] = current.places
    for one in current.places:
        if one.posting == posting:
            line = history.without(line, one, holds_on=False)
    cleared = replace(current, places=line)
    return _settled(_laid(cleared, place) if place else cleared, ruling)


def settle(current: Staff | None, ruling: Ruling) -> Staff:
    """Let the record leave where it no longer belongs: a day has passed, or a community was changed (the hub's act).

    Raises:
        Refused: not_found.
    """
    if current is None:
        raise Refused("not_found", kind="staff")
    return _settled(current, ruling)


def _kept(current: Staff | None, ruling: Ruling, *, at_home: bool) -> Staff:
    if current is None:
        raise Refused("not_found", kind="staff")
    need_keeper(current, ruling, at_home=at_home)
    return current


def _need_id(identity: Identity, ruling: Ruling) -> None:
    """Refuse a record whose id is not that of the ID number, and one without a number that bears somebody's id."""
    county: County | None = ruling.register.get("county", THE_COUNTY)
    if county is None:
        raise Refused("county_missing")
    is_anybody = not identity.id_number and is_keyed(ruling.record)
    if is_anybody or staff_id(county.resident_key, identity.id_number, ruling.record) != ruling.record:
        raise Refused("staff_id_wrong")


def _has_left(staff: Staff, since: date) -> bool:
    """Say whether somebody's employment had ended before a day."""
    last = staff.posts[-1].until
    return last is not None and last < since


def _laid(staff: Staff, wanted: Part) -> Staff:
    line = history.laid(staff.like(wanted), wanted)
    if len(line) > _MOST_PARTS:
        raise Refused("parts_many", most=_MOST_PARTS)
    return _with(staff, wanted, line)


def _with(staff: Staff, part: Part, line: Sequence[Part]) -> Staff:
    """Return the record with another history of the part's kind, in an order that does not tell who came first."""
    field = line_of(part)
    others = (one for one in getattr(staff, field) if kind_of(one) != kind_of(part))
    return replace(staff, **{field: tuple(sorted((*others, *line), key=lambda one: (one.since, kind_of(one))))})


def _settled(staff: Staff, ruling: Ruling) -> Staff:
    return replace(staff, seen_by=viewers(staff, ruling.register, day(ruling.at)))
