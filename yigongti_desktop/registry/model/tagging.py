"""Key groups of a resident: put on, put right, closed, and which of them are in force on a day.

Several at a time, each with its days and where it is known from (FDC-12, FDC-13, CHR-05). Two desks that put on the
same tag have put on one; what they write otherwise in one field of it comes back to the later person.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.fields import one_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import need_open
from yigongti_desktop.registry.model.standing import BY_AGE
from yigongti_desktop.registry.model.standing import Group
from yigongti_desktop.registry.model.standing import Tag

#: 0–6 岁儿童 until the day before the seventh birthday; 65 岁及以上 from the sixty-fifth on.
CHILD_UNDER, ELDERLY_FROM = 7, 65
_LONGEST = 60
_WRITTEN = ("since", "until", "source", "stage")
_BETWEEN = "；"


def groups_on(resident: Resident, on: date) -> frozenset[str]:
    """Return the key groups that are in force on a day, by tag and by age; none before birth or after death."""
    if on < resident.birth or (resident.died_on is not None and on > resident.died_on):
        return frozenset()
    age = age_on(resident.birth, on)
    by_age = {Group.CHILD.value} if age < CHILD_UNDER else {Group.ELDERLY.value} if age >= ELDERLY_FROM else set()
    return frozenset(by_age | {tag.group for tag in resident.groups if tag.holds_on(on)})


def tag(current: Resident | None, wanted: Tag, seen: Tag | None, ruling: Ruling) -> Resident:
    """Put a tag on, or put right the one that the person saw.

    A tag of the same group that holds at the same time is the same tag: it begins with the earlier of both.

    Raises:
        Refused: not_found, resident_merged, group_unknown, group_by_age, tag_before_birth, tag_in_future,
            tag_until, field_long, tag_overlaps, conflict with both values.
    """
    known = need_open(current, ruling)
    wanted = _checked(wanted, known, day(ruling.at))
    theirs = _same(known, wanted, seen)
    if theirs is None:
        return _with(known, (*known.groups, wanted))
    after = _put_right(theirs, wanted, seen) if seen is not None else _united(theirs, wanted)
    return _with(known, (*(one for one in known.groups if one is not theirs), after))


def untag(
    current: Resident | None, group: str, since: date, until: date | None, reason: str, ruling: Ruling
) -> Resident:
    """Close a tag on its last day; without one, take off a tag that was a mistake.

    Args:
        current: the resident.
        group: code of the tag's group.
        since: when the tag that the person saw began.
        until: the last day on which it held; None when it never did.
        reason: why.
        ruling: who, when.

    Raises:
        Refused: not_found, resident_merged, field_empty, tag_unknown, tag_closed, tag_in_future, tag_until.
    """
    known = need_open(current, ruling)
    tidy_reason(reason)
    found = [one for one in known.groups if one.group == group]
    its = next((one for one in found if one.since == since), None) or next(
        (one for one in found if not one.until), None
    )
    if its is None:
        raise Refused("tag_unknown", group=group)
    rest = tuple(one for one in known.groups if one is not its)
    if until is None:
        return _with(known, rest)
    if its.until not in {None, until}:
        raise Refused("tag_closed", group=group, until=its.until.isoformat() if its.until else "")
    return _with(known, (*rest, _checked(replace(its, until=until), known, day(ruling.at))))


def tidy_reason(reason: str) -> str:
    """Return a reason in one line.

    Raises:
        Refused: field_empty, field_long.
    """
    tidy = _line(reason, "reason")
    if not tidy:
        raise Refused("field_empty", field="reason")
    return tidy


def _checked(wanted: Tag, resident: Resident, today: date) -> Tag:
    if wanted.group not in {one.value for one in Group}:
        raise Refused("group_unknown", group=wanted.group[:_LONGEST])
    if wanted.group in {one.value for one in BY_AGE}:
        raise Refused("group_by_age", group=wanted.group)
    if wanted.since < resident.birth:
        raise Refused("tag_before_birth", since=wanted.since.isoformat(), birth=resident.birth.isoformat())
    for last in (wanted.since, wanted.until):
        if last is not None and last > today:
            raise Refused("tag_in_future", day=last.isoformat(), today=today.isoformat())
    if wanted.until is not None and wanted.until < wanted.since:
        raise Refused("tag_until", since=wanted.since.isoformat(), until=wanted.until.isoformat())
    return replace(wanted, source=_line(wanted.source, "source"), stage=_line(wanted.stage, "stage"))


def _same(resident: Resident, wanted: Tag, seen: Tag | None) -> Tag | None:
    """Return the tag that is meant, or that holds at the same time."""
    found = [one for one in resident.groups if one.group == wanted.group]
    if seen is not None and (its := [one for one in found if one.since in {seen.since, wanted.since}]):
        return its[0]
    return next((one for one in found if _meet(one, wanted)), None)


def _meet(one: Tag, other: Tag) -> bool:
    first, second = sorted((one, other), key=lambda tag: tag.since)
    return first.until is None or second.since <= first.until


def _united(theirs: Tag, mine: Tag) -> Tag:
    if theirs.until != mine.until:
        until = theirs.until.isoformat() if theirs.until else ""
        raise Refused("tag_overlaps", group=mine.group, since=theirs.since.isoformat(), until=until)
    if theirs.stage and mine.stage and theirs.stage != mine.stage:
        raise Refused("conflict", fields={"stage": {"base": "", "mine": mine.stage, "theirs": theirs.stage}})
    return replace(
        theirs,
        since=min(theirs.since, mine.since),
        stage=theirs.stage or mine.stage,
        source=_both(theirs.source, mine.source),
    )


def _both(theirs: str, mine: str) -> str:
    """Return where a tag is known from, when it is known from two places."""
    if not mine or mine in theirs.split(_BETWEEN):
        return theirs
    both = f"{theirs}{_BETWEEN}{mine}" if theirs else mine
    return both if len(both) <= _LONGEST else theirs


def _put_right(theirs: Tag, mine: Tag, seen: Tag) -> Tag:
    """Change what the person changed of the tag that they saw."""
    changed = [field for field in _WRITTEN if getattr(mine, field) != getattr(seen, field)]
    conflicts = {
        field: {"base": str(getattr(seen, field)), "mine": str(getattr(mine, field)), "theirs": str(its)}
        for field in changed
        if (its := getattr(theirs, field)) not in (getattr(seen, field), getattr(mine, field))
    }
    if conflicts:
        raise Refused("conflict", fields=conflicts)
    return replace(theirs, **{field: getattr(mine, field) for field in changed})


def _with(resident: Resident, groups: tuple[Tag, ...]) -> Resident:
    """Return the resident with these tags, in an order that does not tell who came first."""
    return replace(resident, groups=tuple(sorted(groups, key=lambda one: (one.since, one.group))))


def _line(text: str, field: str) -> str:
    return one_line(text, field, _LONGEST)
