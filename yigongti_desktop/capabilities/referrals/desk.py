"""Referral on the desk: its page, what it brings to 今日, how its cases are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.ui.words import NAMES
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE}
_WRITERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.page import ReferralsPage

    return ReferralsPage(desk)


def _todos(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui import today

    return today.todos(*asked)


def _figures(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui import today

    return today.figures(*asked)


def _news(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui import today

    return today.news(*asked)


def _weeks(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui import today

    return today.weeks(*asked)


def _count(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui import today

    return today.count(*asked)


def _found(referral: Referral) -> tuple[str, str]:
    where = f"{referral.slip.impression}　{NAMES[referral.state.value]}"
    return referral.slip.patient.name, f"{where}　{referral.number}".strip("　")


def _contents(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals import refused

    return refused.contents(*asked)


def _take_up(*asked: Any) -> Any:
    from yigongti_desktop.capabilities.referrals import refused

    return refused.take_up(*asked)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="referrals",
            title="转诊",
            short="转诊",
            icon="referral",
            order=10,
            roles=_ROLES,
            make=_page,
            count=_count,
        ),
    ),
    new=(NewThing(text="新建转出单", page="referrals", argument="new", roles=_WRITERS, order=0, is_of_units=True),),
    todos=_todos,
    figures=_figures,
    news=_news,
    weeks=_weeks,
    finds={"referral": Found("referral", "referrals", _found, _ROLES)},
    contents=_contents,
    take_up=_take_up,
)
