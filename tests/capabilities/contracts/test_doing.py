"""A service is done once, under the agreement of its day, with the proof that its item asks for."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.contracts.makers import RESIDENT
from tests.capabilities.contracts.makers import TEAM
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import members
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from tests.world import id_number
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model import service_files
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member

BORN = date(1958, 2, 28)
ID_NUMBER, OTHER_NUMBER = id_number(BORN, 302), id_number(BORN, 304)


def done(signed: Contract, **others: Any) -> Done:
    usual: dict[str, Any] = {
        "contract": signed.id,
        "agreement": signed.number,
        "item": CHECKUP.code,
        "number": 1,
        "done_on": TODAY,
        "way": Way.HOME,
    }
    return Done(**(usual | others))


def perform(known: Register, what: Done, institution: str = CLINIC, current: Service | None = None) -> Service:
    record = service_id(what.contract, what.agreement, what.item, what.number)
    return doing.perform(current, what, ruling(institution, register=known, record=record))


def asking(*proof: Evidence) -> tuple[Register, Contract]:
    """Return a register with the contract of somebody whose item asks for proof; the doctor of the village has W9."""
    known = register(**{TEAM: written_team(members=tuple(_carded(one) for one in members()))})
    contract = signed(known)
    item = replace(CHECKUP, evidence=proof)
    contract = replace(contract, packages=(replace(contract.packages[0], items=(item,)),))
    known.put("contract", contract)
    return known, contract


def _carded(member: Member) -> Member:
    return replace(member, card="w 9") if member.level is Level.VILLAGE else member


def test_a_service_says_whose_it_is_and_who_did_it() -> None:
    known = register()
    service = perform(known, done(signed(known), note="血压平稳"))
    assert (service.name, service.item_name, service.package) == ("胡小燕", "健康体检", "高血压服务包")
    assert (service.doer_name, service.note, service.is_proven) == ("周建国", "血压平稳", False)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"contract": "nothing"}, "not_found"),
        ({"agreement": "X9"}, "agreement_unknown"),
        ({"item": "X9"}, "item_unknown"),
        ({"done_on": TODAY + timedelta(days=1)}, "day_after"),
        ({"done_on": TODAY - timedelta(days=1)}, "contract_not_held"),
        ({"done_on": TODAY - timedelta(days=367)}, "day_before"),
        ({"note": "长" * 2001}, "field_long"),
        ({"readings": {"x": 1.5}}, "reading_format"),
        ({"readings": {f"x{place}": 1 for place in range(61)}}, "readings_many"),
    ],
)
def test_what_is_wrong_with_a_service_is_said(others: dict[str, Any], code: str) -> None:
    known = register()
    with refused(code):
        perform(known, done(signed(known), **others))


def test_what_was_done_already_is_told_with_its_day() -> None:
    known = register()
    service = perform(known, done(signed(known)))
    with refused("service_there", by="周建国", on=TODAY.isoformat()):
        perform(known, done(known.need("contract", service.contract)), current=service)


def test_another_unit_does_not_write_it_down() -> None:
    known = register()
    with refused("not_holder"):
        perform(known, done(signed(known)), STRANGER)


@pytest.mark.policy("FND-38")
@pytest.mark.parametrize("proof", list(Evidence))
def test_without_the_proof_that_its_item_asks_for_a_service_is_refused(proof: Evidence) -> None:
    known, contract = asking(proof)
    shown: dict[Evidence, dict[str, Any]] = {
        Evidence.PHOTO: {"photos": ("photo-1",)},
        Evidence.SIGNATURE: {"signature": "signature-1"},
        Evidence.CARDS: {"resident_card": "A1", "worker_card": "W9", "carded_at": NOON},
    }
    others = {name: value for one, its in shown.items() if one is not proof for name, value in its.items()}
    with refused("evidence_missing", lacks=[proof.value]):
        perform(known, done(contract, **others))
    assert perform(known, done(contract, **shown[proof])).is_proven


@pytest.mark.policy("FND-38")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (ID_NUMBER, ""),
        (f" ;{ID_NUMBER[:6]} {ID_NUMBER[6:].lower()}? ", ""),
        (OTHER_NUMBER, "resident_card_other"),
        (ID_NUMBER[:-1], "id_number_length"),
        (ID_NUMBER[:-1] + ("0" if ID_NUMBER[-1] != "0" else "1"), "id_number_check"),
        ("A0098123", "resident_card_other"),
    ],
)
def test_the_card_of_a_resident_tells_their_own_id_number(typed: str, code: str) -> None:
    known, contract = asking(Evidence.CARDS)
    known.put("resident", replace(known.need("resident", RESIDENT), id_number=ID_NUMBER))
    what = done(contract, resident_card=typed, worker_card="W9", carded_at=NOON)
    if not code:
        service = perform(known, what)
        assert (service.resident_card, service.worker_card, service.carded_at) == (ID_NUMBER, "W9", NOON)
        return
    with refused(code, field="resident_card"):
        perform(known, what)


@pytest.mark.policy("FND-38")
def test_the_number_of_a_resident_whose_record_was_folded_is_that_of_the_record_that_stands() -> None:
    known, contract = asking(Evidence.CARDS)
    mine = known.need("resident", RESIDENT)
    known.put("resident", replace(mine, id="resident-9", id_number=ID_NUMBER))
    known.put("resident", replace(mine, merged_into="resident-9"))
    cards = {"worker_card": "W9", "carded_at": NOON}
    assert perform(known, done(contract, resident_card=ID_NUMBER, **cards)).is_proven
    with refused("resident_card_other"):
        perform(known, done(contract, resident_card=OTHER_NUMBER, **cards))


@pytest.mark.policy("FND-38")
def test_the_card_of_a_worker_is_of_somebody_who_belongs_to_the_team_that_day() -> None:
    known, contract = asking(Evidence.CARDS)
    cards = {"resident_card": "A1", "carded_at": NOON}
    with refused("worker_card_unknown", field="worker_card"):
        perform(known, done(contract, worker_card="W8", **cards))
    of = known.need("team", TEAM)
    left = tuple(replace(one, until=TODAY - timedelta(days=1)) if one.card == "W9" else one for one in of.members)
    known.put("team", replace(of, members=left))
    with refused("worker_card_unknown"):
        perform(known, done(contract, worker_card="W9", **cards))


def test_a_service_has_nine_photos_at_most_and_its_signature_beside_them() -> None:
    known, contract = asking()
    photos = tuple(f"photo-{place}" for place in range(10))
    with refused("photos_many", most=9):
        perform(known, done(contract, photos=photos))
    assert perform(known, done(contract, photos=photos[:9], signature="signed")).photos == (*photos[:9], "signed")


@pytest.mark.policy("FND-38")
def test_a_picture_is_put_to_a_service_that_names_it_by_the_unit_that_did_it() -> None:
    known, contract = asking()
    service = perform(known, done(contract, photos=("photo-1",)))
    mine = ruling(CLINIC, register=known, record="photo-1")
    service_files.check_named(service, "photo", mine)
    for line, record in (("photo", "photo-2"), ("", "photo-1")):
        with refused("evidence_unnamed"):
            service_files.check_named(service, line, ruling(CLINIC, register=known, record=record))
    with refused("not_holder"):
        service_files.check_named(service, "photo", ruling(STRANGER, register=known, record="photo-1"))


def test_fields_are_corrected_from_what_was_seen_and_a_void_service_is_left_alone() -> None:
    known = register()
    service = perform(known, done(signed(known)))
    corrected = doing.correct(service, {"note": ("", "补记")}, by(known))
    assert corrected.note == "补记"
    with refused("conflict"):
        doing.correct(corrected, {"note": ("", "另记")}, by(known))
    with refused("contract_not_held"):
        doing.correct(corrected, {"done_on": (TODAY.isoformat(), "2026-11-01")}, by(known))
    with refused("field_empty"):
        doing.void(corrected, " ", by(known))
    void = doing.void(corrected, "记错人", by(known))
    assert (void.state, void.void_reason) == (State.VOID, "记错人")
    with refused("service_void"):
        doing.correct(void, {"note": ("补记", "")}, by(known))
    assert perform(known, done(known.need("contract", void.contract)), current=void).state is State.DONE
