"""Who does what with a referral, on either side."""

from __future__ import annotations

from yigongti_desktop.kernel.access import Role

#: Who sends and completes slips at a unit.
CLINIC = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
#: Who works at a unit's desk.
DESK = CLINIC | {Role.NURSE}
#: The referral office of a hospital (转诊办).
OFFICE = frozenset({Role.REFERRAL_OFFICE})
#: Who receives patients at a hospital, and who registers that they came.
WARD = OFFICE | {Role.DOCTOR}
GATE = WARD | {Role.NURSE}
ANYBODY_HERE = DESK | OFFICE
HUB = frozenset({Role.HUB})
