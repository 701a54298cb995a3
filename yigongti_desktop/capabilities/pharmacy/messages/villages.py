"""What people ask for villages, and what then happened."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.messages.requests import Message
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted


class AskForVillage(Message, frozen=True, kw_only=True):
    """Ask for drugs for a village; with an id, in the place of what it asked for before."""

    village: str
    lines: tuple[Wanted, ...]
    request: str = ""


class DropVillageRequest(Message, frozen=True, kw_only=True):
    """Give a village's request up."""

    request: str
    reason: str


class IssueToVillages(Message, frozen=True, kw_only=True):
    """Give villages their part of what came: one entry for each, all of them or none."""

    entries: tuple[Entering, ...]


class VillageAsked(Message, frozen=True, kw_only=True):
    """A village asked for drugs."""

    number: str
    village: str
    lines: tuple[Wanted, ...]


class VillageMerged(Message, frozen=True, kw_only=True):
    """The unit's order has it."""

    request: str


class VillageParted(Message, frozen=True, kw_only=True):
    """The order it was part of came to nothing."""

    request: str


class VillageIssued(Message, frozen=True, kw_only=True):
    """It was given drugs: packs by drug."""

    given: dict[str, int]


class VillageTakenBack(Message, frozen=True, kw_only=True):
    """What it was given was taken back: packs by drug."""

    given: dict[str, int]


class VillageDropped(Message, frozen=True, kw_only=True):
    """It was given up."""

    reason: str
