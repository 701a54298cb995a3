"""Moves of a contract: signed, renewed, transferred, ended; what was served is noted in it.

FDC-09 (place of registration or residence), FDC-15 (the team on the signing day), FDC-16 (an agreement is kept).
"""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model import terms
from yigongti_desktop.capabilities.contracts.model.agreeing import Agreed
from yigongti_desktop.capabilities.contracts.model.agreeing import agreement_of
from yigongti_desktop.capabilities.contracts.model.agreeing import line_of
from yigongti_desktop.capabilities.contracts.model.agreeing import of_team
from yigongti_desktop.capabilities.contracts.model.contract import Agreement
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.one_person import contract_there
from yigongti_desktop.capabilities.contracts.model.one_person import need_free
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import Resident

#: A term may begin so many days after it was signed.
_MOST_DAYS_AHEAD = 92
_ONE = timedelta(days=1)


def sign(current: Contract | None, agreed: Agreed, ruling: Ruling) -> Contract:
    """Sign a resident who is with no team in that time, or who leaves the one that the act names.

    Whoever was refused because another desk came first names that agreement: it ends on the day on which this begins.

    Raises:
        Refused: contract_there with unit, team, number and days, or what is wrong with the agreement.
    """
    since = agreed.since or agreed.signed_on
    if not agreed.signed_on <= since <= agreed.signed_on + timedelta(days=_MOST_DAYS_AHEAD):
        raise Refused("since_wrong", least=agreed.signed_on.isoformat(), days=_MOST_DAYS_AHEAD)
    term = terms.begin(since, agreed.years, terms.allowed(ruling.register, agreed.signed_on))
    agreement = agreement_of(agreed, term, ruling)
    if current is not None and current.last >= since:
        current = _left(current, agreed, since)
    return _begun(current, agreed.resident, agreement, ruling, takes_over=agreed.takes_over)


def renew(current: Contract | None, agreed: Agreed, ruling: Ruling) -> Contract:
    """Go on at the unit, with the same team or another one of it, from the day after the last.

    The plan goes on from where it was counted before, so that a renewal in mid-cycle moves nothing.

    Raises:
        Refused: not_found, not_holder, renewed_already, term_ended, renewal_early, term_years, or what is wrong with
            the agreement.
    """
    known = _own(current, ruling)
    if known.since > agreed.signed_on:
        raise Refused("renewed_already", number=known.number, since=known.since.isoformat())
    term = terms.renew(
        known.latest.term, agreed.signed_on, agreed.years, terms.allowed(ruling.register, agreed.signed_on)
    )
    agreement = replace(agreement_of(agreed, term, ruling), renews=known.number)
    return _begun(known, agreed.resident, agreement, ruling)


def transfer(current: Contract | None, team: str, on: date, reason: str, number: str, ruling: Ruling) -> Contract:
    """Put a resident under another team from a day on, of this unit or from another one; packages and plan go along.

    It is done by the unit that takes them over, since they ask there. The last day stays as agreed.

    Raises:
        Refused: not_found, contract_not_held, team_same, day_before, day_after with its field, field_empty,
            resident_unknown, and what a team may lack.
    """
    known = _existing(current)
    words = line_of(reason, "reason", needed=True)
    latest, soon = known.latest, day(ruling.at) + timedelta(days=_MOST_DAYS_AHEAD)
    if on > soon:
        raise Refused("day_after", field="on", most=soon.isoformat())
    if on <= known.since:
        raise Refused("day_before", field="on", least=(known.since + _ONE).isoformat())
    if not latest.holds(on):
        raise Refused("contract_not_held", on=on.isoformat(), until=known.last.isoformat())
    if team == known.team:
        raise Refused("team_same", team=known.team_name)
    ended = replace(latest, ended=on, end_reason=Ending.OTHER_TEAM.value, end_note=words)
    goes_on = replace(
        latest,
        **of_team(team, on, ruling),
        number=line_of(number, "number", needed=True),
        since=on,
        signed_on=day(ruling.at),
        signed_by=ruling.actor.name,
        renews=known.number,
        served=(),
    )
    return _begun(_with(known, ended), known.resident, goes_on, ruling)


def end(current: Contract | None, on: date, reason: Ending, note: str, ruling: Ruling) -> Contract:
    """End an agreement before its last day; `on` is the first day on which it does not hold any more.

    Raises:
        Refused: not_found, not_holder, term_ended, day_before, day_after with its field, field_empty.
    """
    known = _own(current, ruling)
    if known.ended is not None:
        raise Refused("term_ended", ended=known.ended.isoformat())
    if on > known.until:
        raise Refused("day_after", field="on", most=known.until.isoformat())
    if on < known.since:
        raise Refused("day_before", field="on", least=known.since.isoformat())
    words = line_of(note, "note", needed=reason in {Ending.BY_UNIT, Ending.MISTAKE})
    return replace(known, ended=on, end_reason=reason.value, end_note=words)


def lapse(current: Contract | None, died_on: date | None) -> Contract:
    """Let an agreement end with the day of a death, wherever that was noted; None: they live, and it goes on.

    One that was renewed before its last day ends too, as does what goes on from it.

    Raises:
        Refused: not_found, term_ended when it had ended for another reason.
    """
    known = _existing(current)
    if known.ended is not None and known.end_reason != Ending.DIED.value:
        raise Refused("term_ended", ended=known.ended.isoformat())
    former = tuple(_lapsed(one, died_on) for one in known.former)
    return replace(known, former=former, **_fields(_lapsed(known.latest, died_on)))


def note_served(current: Contract | None, served: Served) -> Contract:
    """Note a service under the agreement that held on its day; noted again it stands once, as it is now.

    Raises:
        Refused: not_found, contract_not_held.
    """
    known = forget_served(current, served.service)
    for agreement in reversed(known.agreements):
        if agreement.holds(served.on):
            its = sorted((*agreement.served, served), key=lambda one: (one.on, one.service))
            return _with(known, replace(agreement, served=tuple(its)))
    raise Refused("contract_not_held", on=served.on.isoformat(), until=known.last.isoformat())


def forget_served(current: Contract | None, service: str) -> Contract:
    """Take back a service that was noted.

    Raises:
        Refused: not_found.
    """
    known = _existing(current)
    for agreement in known.agreements:
        if any(one.service == service for one in agreement.served):
            its = tuple(one for one in agreement.served if one.service != service)
            known = _with(known, replace(agreement, served=its))
    return known


def _lapsed(agreement: Agreement, died_on: date | None) -> Agreement:
    """Return an agreement as it is with a death; one that ended for another reason stays as it is."""
    if agreement.ended is not None and agreement.end_reason != Ending.DIED.value:
        return agreement
    if died_on is None or agreement.until <= died_on:
        return replace(agreement, ended=None, end_reason="", end_note="")
    return replace(agreement, ended=max(agreement.since, died_on + _ONE), end_reason=Ending.DIED.value)


def _left(current: Contract, agreed: Agreed, since: date) -> Contract:
    """Return the contract of somebody who leaves an agreement for another team's, as they say.

    Raises:
        Refused: contract_there where they do not say so, team_same, field_empty.
    """
    if agreed.takes_over != current.number:
        raise contract_there(current)
    if agreed.team == current.team:
        raise Refused("team_same", team=current.team_name)
    words = line_of(agreed.takes_reason, "takes_reason", needed=True)
    ended = replace(current.latest, ended=since, end_reason=Ending.OTHER_TEAM.value, end_note=words)
    return _with(current, ended)


def _begun(
    former: Contract | None, whose: str, agreement: Agreement, ruling: Ruling, *, takes_over: str = ""
) -> Contract:
    """Return the contract with a further agreement.

    Raises:
        Refused: resident_unknown, resident_merged with the record that is kept, resident_died, contract_id_wrong,
            number_twice, contract_there where another record of the same person has an agreement in that time.
    """
    resident: Resident | None = ruling.register.get("resident", whose)
    if resident is None or ruling.actor.institution not in resident.units:
        raise Refused("resident_unknown")
    if resident.merged_into:
        raise Refused("resident_merged", into=resident.merged_into)
    if resident.died_on is not None and resident.died_on < agreement.since:
        raise Refused("resident_died", on=resident.died_on.isoformat())
    if contract_id(whose) != ruling.record:
        raise Refused("contract_id_wrong")
    before = () if former is None else former.agreements
    if any(one.number == agreement.number for one in before):
        raise Refused("number_twice", number=agreement.number)
    need_free(agreement, resident, takes_over, ruling.record, ruling.register)
    return Contract(
        id=ruling.record,
        resident=resident.id,
        name=resident.name,
        sex=resident.sex,
        birth=resident.birth,
        village=resident.village,
        household=resident.household,
        signed_at=ruling.at,
        former=before,
        **_fields(agreement),
    )


def _with(contract: Contract, agreement: Agreement) -> Contract:
    """Return the contract with an agreement in the place of the one of its number."""
    if agreement.number == contract.number:
        return replace(contract, **_fields(agreement))
    former = tuple(agreement if one.number == agreement.number else one for one in contract.former)
    return replace(contract, former=former)


def _fields(agreement: Agreement) -> dict[str, Any]:
    return {field: getattr(agreement, field) for field in Agreement.__struct_fields__}


def _existing(current: Contract | None) -> Contract:
    if current is None:
        raise Refused("not_found", kind="contract")
    return current


def _own(current: Contract | None, ruling: Ruling) -> Contract:
    contract = _existing(current)
    if contract.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return contract
