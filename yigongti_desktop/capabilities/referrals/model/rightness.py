"""Whether a slip goes where it should: catalogue, own lead hospital first, infectious road; and which reasons it owes.

The same function judges on desk and hub, with what is in force on the slip's day. A desk asks for each reason before
it sends. The hub asks, too, where the desk had the same catalogue. Where it had an older one, or none, the patient is
on the road with a printed slip: the hub takes the case, notes what it owes, and the clinic fills it in (decision 030).
"""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import Advice
from yigongti_desktop.capabilities.referrals.model.catalogue import advice_of
from yigongti_desktop.capabilities.referrals.model.catalogue import versions_in_force
from yigongti_desktop.capabilities.referrals.model.infectious import Notifiable
from yigongti_desktop.capabilities.referrals.model.infectious import check_special
from yigongti_desktop.capabilities.referrals.model.infectious import notifiable_of
from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.model.places import place_of
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Books
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import need_institution

#: What a slip may owe.
AGAINST, TARGET, SPECIAL = "against", "target_reason", "special"
_OF_CARD = frozenset({"infectious", "infectious_transport", "field_empty"})


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A slip with what the catalogue says of it and what it owes."""

    slip: Slip
    advice: Advice | None = None
    owed: tuple[str, ...] = ()
    disease: Notifiable | None = None


def judge(slip: Slip, ruling: Ruling, on: date, *, asked: tuple[str, ...] = ()) -> Judged:
    """Return the slip with what is said of it.

    Args:
        slip: tidied already.
        ruling: of the clinic that writes it.
        on: the slip's day.
        asked: hospitals that were asked before; a lead hospital that has declined is no longer the first.

    Raises:
        Refused: against_reason, target_reason, infectious, infectious_transport, card_ahead, place_unknown,
            place_other, field_empty, field_long.
    """
    register = ruling.register
    own = need_institution(register, ruling.actor.institution)
    place = check_place(slip, own, register, on)
    may_owe = slip.urgency is Urgency.EMERGENCY or (ruling.final and not _knew(slip, own, register, on))
    owed: list[str] = []
    advice = advice_of(register, own, slip.diagnosis_code, on)
    if goes_against(advice, place) and not slip.against:
        owed.append(AGAINST)
        if not may_owe and advice is not None:
            raise Refused("against_reason", field="against", name=advice.name, advised=advice.action.value)
    lead = lead_hospital(register, own, on)
    if not slip.target.reason and wants_reason(slip, place, lead, asked):
        owed.append(TARGET)
        if not (may_owe or ruling.final):  # the unit may have come to another community since
            raise Refused("target_reason", field="target_reason")
    disease = notifiable_of(register, slip.diagnosis_code, slip.impression, on)
    if disease is not None:
        try:
            slip = replace(slip, special=check_special(slip.special, disease, ruling.at))
        except Refused as fault:
            if fault.code not in _OF_CARD or not (may_owe or ruling.final):
                raise
            owed.append(SPECIAL)
    return Judged(slip=slip, advice=advice, owed=tuple(owed), disease=disease)


def check_place(slip: Slip, own: Institution, register: Books, on: date) -> Place | None:
    """Return the designated place that a slip names; it must fit the institution that is asked.

    Raises:
        Refused: place_unknown, place_other.
    """
    place = place_of(register, slip.target.place)
    if place is None:
        return None
    if place.community != own.community_on(on):
        raise Refused("place_unknown", field="target")
    if slip.target.institution != (place.agreed.institution or place.lead):
        raise Refused("place_other", field="target")
    return place


def goes_against(advice: Advice | None, place: Place | None) -> bool:
    """Say whether a slip does other than the catalogue says (REF-22)."""
    if advice is None:
        return False
    goes = Action.OUT if place is not None and place.agreed.outside else Action.UP
    return advice.action is not goes


def wants_reason(slip: Slip, place: Place | None, lead: str, asked: tuple[str, ...]) -> bool:
    """Say whether the choice of another than the own lead hospital wants a reason (REF-13)."""
    if place is not None:
        return place.agreed.kind is PlaceKind.HOSPITAL
    return bool(lead) and slip.target.institution != lead and lead not in asked


def lead_hospital(register: Books, own: Institution, on: date) -> str:
    """Return the own lead hospital; empty where a unit has none."""
    community: Community | None = register.get("community", own.community_on(on))
    return community.lead if community is not None else ""


def _knew(slip: Slip, own: Institution, register: Books, on: date) -> bool:
    """Say whether the desk that wrote a slip had the catalogues that are in force."""
    return slip.cited is not None and slip.cited == versions_in_force(register, own, on)
