"""接收单位 of a slip: hospitals of the county, own lead first, then designated places (REF-13, REF-17, REF-30)."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.model.places import holds
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import PLACE_KINDS
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.words import phone
from yigongti_desktop.registry.store import Seat

_PLACE = "place:"


def options(seat: Seat, places: Sequence[Place], on: date) -> list[Option]:
    """Return what may be chosen."""
    hospitals = [Option(one.id, one.name) for one in seat.hospitals]
    return hospitals + [
        Option(_PLACE + one.id, one.name, detail=PLACE_KINDS[one.agreed.kind.value], right=_mark(one, on))
        for one in places
    ]


def key_of(target: Target) -> str:
    """Return under what a target is chosen."""
    return _PLACE + target.place if target.place else target.institution


def is_place(key: str) -> bool:
    """Say whether a key names a designated place."""
    return key.startswith(_PLACE)


def place_of(key: str, places: Sequence[Place]) -> Place | None:
    """Return the designated place that was chosen; None for a hospital of the county."""
    return next((one for one in places if _PLACE + one.id == key), None)


def target_of(values: Mapping[str, Any], places: Sequence[Place]) -> Target:
    """Return what the fields say of the target."""
    place = place_of(values["institution"], places)
    return Target(
        institution=(place.agreed.institution or place.lead) if place else values["institution"],
        department=values["department"],
        doctor=values["target_doctor"],
        place=place.id if place else "",
        place_name=place.name if place else "",
        reason=values["target_reason"],
    )


def departments(seat: Seat, key: str, places: Sequence[Place]) -> list[Option]:
    """Return the departments of a target."""
    place = place_of(key, places)
    known = place.agreed.departments if place and place.agreed.departments else seat.departments_of(key)
    return [Option(one, one) for one in known]


def note_of(place: Place | None, on: date) -> str:
    """Return what a person should know of a designated place: whom to telephone, how the agreement stands."""
    if place is None:
        return ""
    agreed = place.agreed
    parts = [f"联系 {agreed.contact} {phone(agreed.phone)}"]
    if agreed.since > on:
        parts.append(f"协议 {agreed.since:%Y-%m-%d} 才开始")
    elif not holds(place, on):
        parts.append(f"协议已于 {agreed.until:%Y-%m-%d} 到期，转前请先问转诊办")
    else:
        parts.append(f"协议到 {agreed.until:%Y-%m-%d}")
    if agreed.outside:
        parts.append("市域外，要牵头医院审批编号才能打印")
    return "；".join(parts)


def _mark(place: Place, on: date) -> str:
    if not holds(place, on):
        return "协议已到期" if place.agreed.until < on else "协议未开始"
    return "市域外" if place.agreed.outside else ""
