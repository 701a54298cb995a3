"""Refused acts on catalogues and designated places: what stands in them."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.referrals.messages import catalogues as m
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import ACTIONS
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import NAMES_OF
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import PLACE_KINDS

_SHOWN = 40


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a catalogue or a place: nothing that was typed is lost."""
    if act.kind == "referral_catalogue.published":
        wanted = msgspec.json.decode(act.body, type=m.CataloguePublished).wanted
        head = [("目录名称", wanted.title), ("文号", wanted.document), ("生效日期", wanted.since.isoformat())]
        lines = [
            (ACTIONS[one.action.value], f"{one.code} {one.name}　{one.indication}".rstrip()) for one in wanted.lines
        ]
        rest = [("", f"另有 {len(lines) - _SHOWN} 行")] if len(lines) > _SHOWN else []
        return head + lines[:_SHOWN] + rest
    if act.kind == "referral_place.signed":
        agreed = msgspec.json.decode(act.body, type=m.PlaceSigned).agreed
        return [
            ("机构名称", agreed.name or agreed.institution),
            ("类别", PLACE_KINDS[agreed.kind.value]),
            ("联系人", f"{agreed.contact}　{agreed.phone}"),
            ("协议编号", agreed.number),
            ("协议", f"{agreed.since} 至 {agreed.until}"),
        ]
    if act.record_kind in NAMES_OF:
        names = NAMES_OF[act.record_kind]
        body = msgspec.json.decode(act.body)
        return [(names.get(name, name), str(value)) for name, value in body.items()]
    return None
