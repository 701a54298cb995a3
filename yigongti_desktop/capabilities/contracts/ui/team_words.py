"""Teams in words: levels, members in one line, what a team lacks; beside the words that all of contracts share."""

from __future__ import annotations

from collections.abc import Iterable

from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.ui.words import LACKS
from yigongti_desktop.capabilities.contracts.ui.words import PARTS

#: From which level a member comes.
LEVELS: dict[str, str] = {"county": "县级", "township": "乡级", "village": "村级"}


def say_member(member: Member, beside: Member | None = None) -> str:
    """Return a member in one line: 周建国　团队长（家庭医生）　乡级　13900000001　2025-01-01 起.

    Args:
        member: who is told.
        beside: the same one as somebody else has them; only what differs is told then.
    """
    name, *said = _parts(member)
    if beside is None:
        return "　".join(part for part in (name, *said) if part)
    return "　".join(
        (name, *(part or "没有填" for part, other in zip(said, _parts(beside)[1:], strict=True) if part != other))
    )


def _parts(member: Member) -> tuple[str, ...]:
    days = f"{member.since.isoformat()} 起" if member.until is None else f"{member.since} 至 {member.until}"
    return member.name, PARTS[member.part.value], LEVELS[member.level.value], member.title, member.phone, days


def say_lacking(codes: Iterable[str]) -> str:
    """Return what a team lacks: 县级医生、团队长."""
    return "、".join(LACKS[code] for code in codes)
