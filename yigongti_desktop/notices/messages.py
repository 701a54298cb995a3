"""What people ask of notices, and what then happened."""

from __future__ import annotations

import msgspec

from yigongti_desktop.notices.model import Answer
from yigongti_desktop.notices.model import Rival
from yigongti_desktop.notices.model import Stands
from yigongti_desktop.notices.model import State


class TakeNote(msgspec.Struct, frozen=True, kw_only=True):
    """Take a notice off the list, having read it (知道了)."""

    notice: str
    #: How the matter stood when it was read.
    seen: State


class NoticeOpened(msgspec.Struct, frozen=True, kw_only=True):
    """An act was refused because another stands; it follows from the refusal."""

    stands: Stands
    rival: Rival
    event: str


class NoticeAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever came second has done something with the refused act."""

    how: Answer


class NoticeEnded(msgspec.Struct, frozen=True, kw_only=True):
    """The matter came to an end by another act; it follows from that."""

    state: State


class NoticeMoved(msgspec.Struct, frozen=True, kw_only=True):
    """What the notice is about went to another unit; it follows from that."""

    institution: str


class NoticeNoted(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody has taken note of how the matter stands."""

    seen: State
