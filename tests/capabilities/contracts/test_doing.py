"""A service is done once, under the agreement of its day, with the proof that its item asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model import doing
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.model.performed import service_id


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
    known = register()
    contract = signed(known)
    item = replace(CHECKUP, evidence=(proof,))
    contract = replace(contract, packages=(replace(contract.packages[0], items=(item,)),))
    known.put("contract", contract)
    with refused("evidence_missing"):
        perform(known, done(contract))
    shown = {"photos": ("photo-1",), "resident_card": "A1", "worker_card": "W9", "carded_at": NOON}
    assert perform(known, done(contract, **shown)).is_proven


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
