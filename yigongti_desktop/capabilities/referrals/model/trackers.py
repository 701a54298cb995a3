"""Who follows a patient (REF-23 专人跟踪): a person of the institution that tracks the case, with a working account."""

from __future__ import annotations

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.account import Account

#: Whose work it may be.
TRACKERS = CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE}


def need_tracker(account: str, ruling: Ruling) -> tuple[str, str]:
    """Return account and name of somebody of one's own institution who may follow a patient.

    Raises:
        Refused: field_empty, tracker_unknown, tracker_gone, tracker_role.
    """
    if not account:
        raise Refused("field_empty", field="tracker")
    found: Account | None = ruling.register.get("account", account)
    if found is None:
        raise Refused("tracker_unknown", field="tracker")
    if not found.active or found.institution != ruling.actor.institution:
        raise Refused("tracker_gone", field="tracker", name=found.name)
    if not TRACKERS.intersection(found.roles):
        raise Refused("tracker_role", field="tracker", name=found.name)
    return found.id, found.name
