"""Drugs and diseases as the county lists them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.catalogue import FormerDrug
from yigongti_desktop.registry.model.catalogue import need_diagnosis
from yigongti_desktop.registry.model.catalogue import need_drug
from yigongti_desktop.registry.model.catalogue import read_diagnosis_code
from yigongti_desktop.registry.model.catalogue import spell_diagnosis
from yigongti_desktop.registry.model.catalogue import spell_drug

DAY = date(2026, 11, 23)
DRUG = Drug(id="d1", community="tianmen-1", name="维生素C片", form="片剂", strength="0.1g", pack="100片", unit="瓶")


class Shelf:
    def __init__(self, kind: str, record: Any) -> None:
        self._kind, self._record = kind, record

    def get(self, kind: str, record: str) -> Any | None:
        return self._record if (kind, record) == (self._kind, self._record.id) else None


def test_every_one_of_33_304_published_codes_is_read_as_it_stands(shared: Path) -> None:
    lines = (shared / "data" / "icd10-nhsa.txt").read_text(encoding="utf-8").splitlines()
    codes = [line.split()[0] for line in lines]
    assert len(codes) > 33_000
    assert [code for code in codes if read_diagnosis_code(code) != code] == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("i10.x00x002", "I10.x00x002"),
        ("I10.X00X002", "I10.x00x002"),
        (full_width("I10.x00x002"), "I10.x00x002"),
        (" E11.900\n", "E11.900"),
        ("A01.000x005+J17.0*", "A01.000x005+J17.0*"),
        ("M80000/3", "M80000/3"),
        ("G01*", "G01*"),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert read_diagnosis_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "高血压", "I1", "10.900", "I10.x00x00", "E11.900E14.900", "I10..9", "E11.9; DROP"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="diagnosis_code"):
        read_diagnosis_code(typed)


def test_a_refusal_shows_only_the_beginning_of_what_was_typed() -> None:
    with pytest.raises(Refused) as caught:
        read_diagnosis_code("x" * 1_000_000)
    assert len(caught.value.facts["typed"]) == 20


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="AIMx X019.+*†/ｘ", max_size=14))
def test_a_code_that_was_read_is_read_again_the_same(typed: str) -> None:
    with suppress(Refused):
        code = read_diagnosis_code(typed)
        assert read_diagnosis_code(code) == code


@pytest.mark.policy("PHA-08")
def test_a_drug_counts_on_the_first_and_on_the_last_day_of_its_listing() -> None:
    listed = replace(DRUG, since=date(2026, 1, 1), until=date(2026, 12, 31))
    shelf = Shelf("drug", listed)
    assert need_drug(shelf, "d1", date(2026, 1, 1)) is listed
    assert need_drug(shelf, "d1", date(2026, 12, 31)) is listed
    for day in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(Refused, match="drug_not_listed"):
            need_drug(shelf, "d1", day)
    with pytest.raises(Refused, match="drug_unknown"):
        need_drug(shelf, "d2", DAY)


def test_a_diagnosis_must_stand_in_the_list() -> None:
    listed = Diagnosis(id="I10.x00x002", name="高血压")
    assert need_diagnosis(Shelf("diagnosis", listed), "I10.x00x002") is listed
    with pytest.raises(Refused, match="diagnosis_unknown"):
        need_diagnosis(Shelf("diagnosis", listed), "I10.x00")


def test_drugs_under_special_control_do_not_go_by_an_ordinary_request() -> None:
    # 麻醉 and 第一类精神 by 印鉴卡; 第二类精神 is requested like others.
    assert set(Control) - NOT_BY_REQUEST == {Control.NONE, Control.PSYCHOTROPIC_2}


def test_a_drug_is_sought_by_name_letters_and_the_house_s_own_code() -> None:
    spelled = spell_drug(replace(DRUG, local_code="YP-001"))
    for typed in ("维生素C", "维生素c", "wssc", "YP-001", "yp001"):
        assert any(spelling.startswith(sought(typed)) for spelling in spelled), typed
    assert "" not in spell_drug(DRUG)


def test_a_diagnosis_is_sought_by_code_name_and_letters() -> None:
    spelled = spell_diagnosis(Diagnosis(id="N02.801", name="IgA肾病（慢性）"))
    for typed in ("N02.8", "n02.801", "IgA肾", "iga肾病(慢", "igasb"):
        assert any(spelling.startswith(sought(typed)) for spelling in spelled), typed


@pytest.mark.policy("PHA-01")
def test_a_drug_is_needed_as_it_was_listed_on_the_day() -> None:
    eve, begins = date(2026, 5, 31), date(2026, 6, 1)
    former = FormerDrug(since=date(2026, 1, 1), until=eve, values={"control": "", "price_fen": 1200})
    drug = replace(DRUG, control=Control.PSYCHOTROPIC_2, price_fen=1100, since=begins, former=(former,))
    shelf = Shelf("drug", drug)
    then, now = (need_drug(shelf, "d1", day) for day in (eve, begins))
    assert (then.control, then.price_fen, then.until) == (Control.NONE, 1200, eve)
    assert (now.control, now.price_fen) == (Control.PSYCHOTROPIC_2, 1100)
    with pytest.raises(Refused, match="drug_not_listed"):
        need_drug(shelf, "d1", date(2025, 12, 31))


def test_a_drug_is_looked_for_by_its_trade_name_and_by_its_official_codes_too() -> None:
    code = "86978377000315"
    drug = replace(DRUG, trade_name="力度伸", standard_code=code, insurance_code="XA11GA001A001020180517")
    assert {"力度伸", "lds", code, "xa11ga001a001020180517"} <= spell_drug(drug)
