"""The reckoning of deductibles on the desk."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec


def _page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.deductible_page import DeductiblePage

    return DeductiblePage(desk)


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name="deductible",
            title="起付线",
            short="起付线",
            icon="clipboard",
            order=33,
            section="转诊依据",
            roles=CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE},
            make=_page,
        ),
    ),
)
