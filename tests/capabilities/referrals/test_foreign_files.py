"""Files of other houses that are not as one would wish: nobody is mixed up, nothing vanishes, nothing takes long."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.capabilities.judging import refused
from tests.capabilities.referrals.exchanged import foreign
from yigongti_desktop.capabilities.referrals.exchange.filling import fields_of
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.ui.fhir_in import read_file

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
