"""Referral on the desk: its page, what it brings to 今日, how its cases are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.road import steps
from yigongti_desktop.capabilities.referrals.refused import cases as refused
from yigongti_desktop.capabilities.referrals.ui import today
from yigongti_desktop.capabilities.referrals.ui.words import STATES
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE}
_WRITERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})


def make_page(desk: Any, **told: Any) -> Any:
    """Build the page, with what it may ask of other capabilities."""
    from yigongti_desktop.capabilities.referrals.ui.page import ReferralsPage

    return ReferralsPage(desk, **told)


def _found(referral: Referral) -> tuple[str, str]:
    where = f"{referral.slip.impression}　{STATES[referral.state.value]}"
    return referral.slip.patient.name, f"{where}　{referral.number}".strip("　")


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="referrals",
            title="转诊",
            short="转诊",
            icon="referral",
            order=10,
            roles=_ROLES,
            make=make_page,
            count=today.count,
        ),
    ),
    new=(
        NewThing(text="新建转出单", page="referrals", argument="new", roles=_WRITERS, order=0, is_of_units=True),
        NewThing(text="急诊转诊", page="referrals", argument="emergency", roles=_WRITERS, order=3, is_of_units=True),
    ),
    todos=today.todos,
    figures=today.figures,
    news=today.news,
    weeks=today.weeks,
    finds={"referral": Found("referral", "referrals", _found, _ROLES, steps)},
    contents=refused.contents,
    take_up=refused.take_up,
)
