"""A lot that may not be used: suspended by a unit for itself, or recalled by the lead hospital for the community."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.entering import LONGEST
from yigongti_desktop.capabilities.pharmacy.model.entering import LONGEST_LOT
from yigongti_desktop.capabilities.pharmacy.model.entering import hold_id
from yigongti_desktop.capabilities.pharmacy.model.entering import tidy_lot
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import need_institution


def hold(current: LotHold | None, drug: str, lot: str, reason: str, ruling: Ruling) -> LotHold:
    """Hold a lot; the lead hospital holds it for its whole community.

    Raises:
        Refused: lot_empty, field_empty, field_long, drug_unknown, lot_held_already.
    """
    tidy = tidy_lot(lot)
    if not tidy:
        raise Refused("lot_empty", line=1)
    if len(tidy) > LONGEST_LOT:
        raise Refused("field_long", field="lot", most=LONGEST_LOT, length=len(tidy))
    words = _reason(reason)
    known: Drug | None = ruling.register.get("drug", drug)
    if known is None:
        raise Refused("drug_unknown", line=1)
    if current is not None and current.is_held:
        raise Refused("lot_held_already", lot=tidy)
    community = _led(ruling)
    if ruling.record != hold_id(community or ruling.actor.institution, drug, tidy):
        raise Refused("not_holder")
    return LotHold(
        id=ruling.record,
        revision=current.revision if current else 0,
        community=community,
        drug=drug,
        name=known.name,
        lot=tidy,
        is_held=True,
        reason=words,
        institution=ruling.actor.institution,
        person=ruling.actor.name,
        at=ruling.at,
    )


def release(current: LotHold | None, reason: str, ruling: Ruling) -> LotHold:
    """Let a lot be used again; only whoever held it does.

    Raises:
        Refused: not_found, not_holder, lot_not_held, field_empty, field_long.
    """
    if current is None:
        raise Refused("not_found", kind="lot_hold")
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    if not current.is_held:
        raise Refused("lot_not_held", lot=current.lot)
    words = _reason(reason)
    return LotHold(
        id=current.id,
        revision=current.revision,
        extra=current.extra,
        community=current.community,
        drug=current.drug,
        name=current.name,
        lot=current.lot,
        is_held=False,
        reason=words,
        institution=current.institution,
        person=ruling.actor.name,
        at=ruling.at,
    )


def trace(current: LotHold | None, ruling: Ruling) -> LotHold:
    """Ask again where a lot is that was recalled for the community; the hold itself stays what it is.

    Raises:
        Refused: not_found, not_holder, lot_not_held.
    """
    if current is None:
        raise Refused("not_found", kind="lot_hold")
    if current.institution != ruling.actor.institution or not current.community:
        raise Refused("not_holder")
    if not current.is_held:
        raise Refused("lot_not_held", lot=current.lot)
    return current


def _reason(typed: str) -> str:
    words = clean_line(typed)
    if not words:
        raise Refused("field_empty", field="reason")
    if len(words) > LONGEST:
        raise Refused("field_long", field="reason", most=LONGEST, length=len(words))
    return words


def _led(ruling: Ruling) -> str:
    own = need_institution(ruling.register, ruling.actor.institution)
    community: Community | None = ruling.register.get("community", own.community_on(day(ruling.at)))
    return community.id if community is not None and community.lead == own.id else ""
