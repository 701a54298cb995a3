"""Catalogues and designated places for tests: versions by hand, a register in which judges find them."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import tianmen
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model.catalogue import COUNTY
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import CatalogueLine
from yigongti_desktop.capabilities.referrals.model.catalogue import Level
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue import account
from yigongti_desktop.capabilities.referrals.model.catalogue import posted
from yigongti_desktop.capabilities.referrals.model.places import Agreed
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind

DAY = date(2026, 11, 23)
COMMUNITY = "tianmen-1"
_LEVELS = {COUNTY: Level.COUNTY, COMMUNITY: Level.COMMUNITY}


class Books(Register):
    """The county with catalogues."""

    def posted(self, account: str) -> dict[str, int]:
        found = [one for one in self.records.values() if isinstance(one, ReferralCatalogue)]
        marks = {one.id: dict(posted(one)).get(account, 0) for one in found}
        return super().posted(account) | {one: amount for one, amount in marks.items() if amount}


def books(*records: Any) -> Books:
    """Return the county as it was founded, with catalogues and places."""
    made = Books(tianmen().records)
    for one in records:
        made.put("referral_catalogue" if isinstance(one, ReferralCatalogue) else "referral_place", one)
    return made


def line(code: str, action: Action = Action.UP, **changes: Any) -> CatalogueLine:
    whole = CatalogueLine(code=code, name=f"病种 {code}", action=action, indication=f"{code} 的指征")
    return replace(whole, **changes)


def version(owner: str = COUNTY, *lines: CatalogueLine, since: date = date(2026, 1, 1), **changes: Any) -> Any:
    whole = ReferralCatalogue(
        id=changes.pop("id", f"{owner}@{since}"),
        level=_LEVELS.get(owner, Level.UNIT),
        owner=owner,
        owner_name=owner,
        community="" if owner == COUNTY else COMMUNITY,
        title=f"{owner}目录",
        document="天卫发〔2026〕12号",
        issuer="天门市卫健委",
        since=since,
        lines=lines or (line("I63"),),
        published_at=NOON,
    )
    return replace(whole, **changes)


def agreed(**changes: Any) -> Agreed:
    whole = Agreed(
        kind=PlaceKind.HOSPITAL,
        name="武汉协和医院",
        outside=True,
        number="转诊〔2026〕1号",
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        contact="王芳",
        phone="13900000005",
        departments=("神经内科", "肿瘤科"),
    )
    return replace(whole, **changes)


def place(record: str = "p-1", **changes: Any) -> Place:
    its = agreed(**changes)
    return Place(id=record, community=COMMUNITY, lead=HOSPITAL, name=its.name, agreed=its)


__all__ = ["CLINIC", "COMMUNITY", "COUNTY", "DAY", "account", "agreed", "books", "line", "place", "version"]
