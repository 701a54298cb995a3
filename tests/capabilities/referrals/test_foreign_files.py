"""Files of other houses that are not as one would wish: nobody is mixed up, nothing vanishes, nothing takes long."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.capabilities.judging import refused
from tests.capabilities.judging import said
from tests.capabilities.referrals.exchanged import foreign
from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.filling import fields_of
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.ui.fhir_in import read_file
from yigongti_desktop.kernel.errors import Refused

TODAY = date(2026, 11, 23)


def _read(node: Any) -> list[Reading]:
    return read(msgspec.json.encode(node), TODAY)


def _one(node: Any) -> Reading:
    [found] = _read(node)
    return found


@pytest.mark.parametrize(
    "written",
    ["2999-01-01", "2026-11-24", "0001-01-01", "1899-12-31", "2024-W01-1", "19590312  ", "1959-3-12", "２０２４-01-01"],
)
def test_a_day_on_which_nobody_was_born_is_said_and_not_filled_in(written: str) -> None:
    found = _one(foreign(Patient={"birthDate": written}))
    assert [(one.code, one.facts) for one in found.remarks] == [("fhir_birth", {"typed": written})]
    assert "birth" not in fields_of(found)


@pytest.mark.parametrize("written", ["1900-01-01", "2026-11-23"])
def test_the_first_and_the_last_day_of_birth_are_taken(written: str) -> None:
    assert fields_of(_one(foreign(Patient={"birthDate": written})))["birth"] == written


def test_a_wished_period_is_as_well_of_the_edition_that_is_read() -> None:
    wish = {"status": "proposed", "requestedPeriod": [{"start": "2026-03-01"}], "participant": []}
    found = _one(foreign(ServiceRequest=None, Appointment=wish))
    assert found.facts["slip"]["patient"]["name"] == "邱传富"


def test_a_huge_file_is_told_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "大.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole: no byte of it is written
    with refused("fhir_huge", size=200, most=20):
        read_file(path, TODAY)


def _observed(name: str, words: str, **more: Any) -> dict[str, Any]:
    told = {"resourceType": "Observation", "status": "final", "code": {"text": terms.SECTIONS[name]}}
    return {"resource": told | {"valueString": words} | more}


def test_what_a_slip_cannot_hold_is_cut_and_said() -> None:
    long = foreign(Patient={"name": [{"text": "长" * 61}], "address": [{"text": "路" * 121}]})
    long["entry"] += [_observed("past_history", "病" * 4_001), _observed("treatment", "药" * 4_000)]
    found = _one(long)
    assert [(one.code, one.facts) for one in found.remarks] == [
        ("fhir_cut", {"fields": ["name", "address", "past_history"]})
    ]
    filled = fields_of(found)
    assert [len(filled[name]) for name in ("name", "address", "past_history", "treatment")] == [60, 120, 4_000, 4_000]
    [remark] = found.remarks
    assert "姓名、家庭住址、主要既往史" in said(Refused(remark.code, **remark.facts))
    assert _one(foreign()).remarks == ()


def test_a_text_told_in_several_places_is_read_whole() -> None:
    several = foreign()
    several["entry"] += [_observed("history", words) for words in ("夜里加重。", "头晕三天。", "今晨呕吐。")]
    assert _one(several).facts["slip"]["history"] == "头晕三天。\n夜里加重。\n今晨呕吐。"
