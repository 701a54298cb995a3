"""Files of a case (REF-17, REF-18): photos of results, an ECG as PDF; put there by both sides while it is open."""

from __future__ import annotations

from yigongti_desktop.attachments.model.attachment import PICTURES
from yigongti_desktop.attachments.model.attachment import Owner
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import streams
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling

#: Files of one case, and bytes of one: a photo is made smaller than that, a PDF is taken as it is.
MOST_FILES, MOST_BYTES = 12, 1024 * 1024
PDF = "application/pdf"


def check_case(case: Referral, line: str, ruling: Ruling) -> None:
    """Let the two sides put files to a case that was sent and has not ended.

    Raises:
        Refused: not_holder, file_of_draft, file_of_ended, attachment_owner.
    """
    if ruling.actor.institution not in {case.origin, case.target}:
        raise Refused("not_holder")
    if case.state is State.DRAFT:
        raise Refused("file_of_draft")
    if case.state in ENDED:
        raise Refused("file_of_ended")
    if line:
        raise Refused("attachment_owner", kind="referral")


CASE_FILES = Owner(
    kind="referral",
    roles=CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE},
    most=MOST_FILES,
    streams=streams,
    check=check_case,
    media=PICTURES | {PDF},
    most_bytes=MOST_BYTES,
)
