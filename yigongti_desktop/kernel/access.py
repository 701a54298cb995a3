"""Who somebody is and what their work lets them do; the hub asks again what the desk has asked."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from yigongti_desktop.kernel.errors import Refused


class Role(StrEnum):
    """The work somebody does; a person may do several."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PUBLIC_HEALTH = "public_health"
    VILLAGE_DOCTOR = "village_doctor"
    SCHEDULER = "scheduler"
    DIRECTOR = "director"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CENTRAL_PHARMACY = "central_pharmacy"
    REFERRAL_OFFICE = "referral_office"
    STAFFING_OFFICE = "staffing_office"
    COMMUNITY_OFFICE = "community_office"
    HUB = "hub"


#: Roles that only the lead hospital gives.
LEAD_ROLES = frozenset({Role.CENTRAL_PHARMACY, Role.REFERRAL_OFFICE, Role.STAFFING_OFFICE, Role.COMMUNITY_OFFICE})
#: Roles that are given to people of member units; a lead hospital has doctors, nurses and a director too.
UNIT_ROLES = frozenset(Role) - LEAD_ROLES - {Role.HUB}
#: Those who see patients.
CLINICAL_ROLES = frozenset({Role.DOCTOR, Role.NURSE, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR})


class Actor(msgspec.Struct, frozen=True):
    """Who acts, for which institution, at which device."""

    account: str
    name: str
    roles: frozenset[Role]
    institution: str
    device: str = ""

    def may(self, roles: Collection[Role]) -> bool:
        """Say whether any of the roles is held."""
        return not self.roles.isdisjoint(roles)

    def need(self, roles: Collection[Role]) -> None:
        """Refuse whoever holds none of the roles."""
        if not self.may(roles):
            raise Refused("role_may_not", needs=sorted(roles))


def hub_actor(institution: str) -> Actor:
    """Return the hub itself as the one who acts: expiry, arrival at a desk, reactions."""
    return Actor("hub", "", frozenset({Role.HUB}), institution)
