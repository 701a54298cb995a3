"""Pictures of signatures that were drawn on the screen: one for an agreement of a resident."""

from __future__ import annotations

from yigongti_desktop.attachments.model.attachment import Owner
from yigongti_desktop.capabilities.contracts.model import contract
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling

#: Those who sign for a team.
SIGNERS = CLINICAL_ROLES | {Role.DIRECTOR}


def signature_id(contract: str, number: str) -> str:
    """Return the one id of the picture of the signature under an agreement."""
    return derived_id("signature", contract, number)


def check_agreement(owner: Contract, number: str, ruling: Ruling) -> None:
    """Let the unit of an agreement put the picture to it; without the agreement it followed from nothing.

    Raises:
        Refused: not_followed, not_holder.
    """
    agreement = next((one for one in owner.agreements if one.number == number), None)
    if agreement is None:
        raise Refused("not_followed")
    if agreement.institution != ruling.actor.institution:
        raise Refused("not_holder")


SIGNATURE_FILES = Owner(
    kind="contract", roles=SIGNERS, most=1, streams=contract.streams, check=check_agreement, follows=True
)
