"""Catalogues and designated places on the desk: their pages, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import PUBLISHERS
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.refused import catalogues as refused
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import PLACE_KINDS
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

CATALOGUE, PLACES = "referral_catalogue", "referral_places"
_SECTION = "转诊依据"
_ROLES = CLINICAL_ROLES | PUBLISHERS | {Role.DIRECTOR}


def _catalogue_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.catalogue_page import CataloguePage

    return CataloguePage(desk)


def _places_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.referrals.ui.places_page import PlacesPage

    return PlacesPage(desk)


def _catalogue(one: ReferralCatalogue) -> tuple[str, str]:
    return one.title, f"{one.owner_name}　{one.document}　{one.since:%Y-%m-%d} 起"


def _place(one: Place) -> tuple[str, str]:
    return one.name, f"{PLACE_KINDS[one.agreed.kind.value]}　{one.agreed.contact} {one.agreed.phone}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=CATALOGUE,
            title="转诊目录",
            short="目录",
            icon="clipboard",
            section=_SECTION,
            order=33,
            roles=_ROLES,
            make=_catalogue_page,
        ),
        PageSpec(
            name=PLACES,
            title="定点机构",
            short="定点",
            icon="hospital",
            section=_SECTION,
            order=34,
            roles=_ROLES,
            make=_places_page,
        ),
    ),
    finds={
        "referral_catalogue": Found("clipboard", CATALOGUE, _catalogue, _ROLES),
        "referral_place": Found("hospital", PLACES, _place, _ROLES),
    },
    contents=refused.contents,
)
