"""Photos of a difference (PHA-13): which lines of a case they belong to, who puts them there, how many."""

from __future__ import annotations

from yigongti_desktop.attachments.model.attachment import Owner
from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling

#: Photos of one line.
MOST_PHOTOS = 4


def check_line(case: DifferenceCase, line: str, ruling: Ruling) -> None:
    """Let both sides put photos to a line of a case, named by the drug that was asked for, until it is settled.

    Raises:
        Refused: not_holder, photo_line, photo_settled.
    """
    if ruling.actor.institution not in {case.institution, case.supplier}:
        raise Refused("not_holder")
    if line not in {one.drug for one in case.lines}:
        raise Refused("photo_line")
    if case.state is CaseState.SETTLED:
        raise Refused("photo_settled")


DIFFERENCE_FILES = Owner(
    kind="difference_case",
    roles=frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY}),
    most=MOST_PHOTOS,
    streams=difference.streams,
    check=check_line,
)
