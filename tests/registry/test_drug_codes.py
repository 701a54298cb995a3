"""Official codes and prices: their forms, their check digit, and what is never made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.drug_codes import check_digit
from yigongti_desktop.registry.model.drug_codes import read_approval
from yigongti_desktop.registry.model.drug_codes import read_insurance_code
from yigongti_desktop.registry.model.drug_codes import read_price
from yigongti_desktop.registry.model.drug_codes import read_standard_code

#: Two that are printed on boxes.
REAL = ("86978377000315", "86910289000045")


@pytest.mark.parametrize("code", REAL)
def test_a_real_standard_code_is_right(code: str) -> None:
    assert read_standard_code(code) == code
    assert read_standard_code(f" {full_width(code)} ") == code


@given(st.integers(0, 10**11 - 1), st.integers(2, 13), st.integers(1, 9))
def test_every_change_of_a_single_digit_is_found(number: int, place: int, by: int) -> None:
    body = f"86{number:011d}"
    code = body + str(check_digit(body))
    assert read_standard_code(code) == code
    changed = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    with pytest.raises(Refused, match="standard_code_check"):
        read_standard_code(changed)


@pytest.mark.parametrize(
    "typed", ["8697837700031", "869783770003150", "85978377000315", "8697837700031X", "8.69784E+13"]
)
def test_what_has_not_the_form_of_a_standard_code_is_told_with_its_length(typed: str) -> None:
    with pytest.raises(Refused, match="standard_code_format") as caught:
        read_standard_code(typed)
    assert caught.value.facts["length"] == len(typed)


@pytest.mark.parametrize(
    "typed", ["XC08CAB037A001020180517", "xc08cab037a001020180517", "Z" + "A01" * 6 + "B", "Z" + "1" * 22]
)
def test_an_insurance_code_is_read_in_either_length_of_its_kind(typed: str) -> None:
    assert read_insurance_code(typed) == typed.upper()


@pytest.mark.parametrize(
    "typed", ["XC08CAB037A00102018051", "X" + "A" * 19, "Z" + "A" * 20, "Y" + "A" * 22, "X" + "药" * 22]
)
def test_an_insurance_code_of_another_length_or_kind_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="insurance_code"):
        read_insurance_code(typed)


@pytest.mark.parametrize(
    "typed",
    ["国药准字H20103333", "国药准字Z44020711", "国药准字HJ20160201", "国药准字SC20210003", "注册证号H20140123",
     "鄂药制字Z20110045", "粤药制备字Z20190001000",
     "H20140123"],
)  # fmt: skip
def test_an_approval_is_read_in_the_forms_that_the_state_gives(typed: str) -> None:
    assert read_approval(f"{typed[:4]} {typed[4:].lower()}") == typed


@pytest.mark.parametrize(
    "typed", ["国药准字H2010333", "国药准字X20103333", "国药准H20103333", "某药制字Z20110045", "无"]
)
def test_an_approval_in_another_form_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="approval_format"):
        read_approval(typed)


def test_codes_that_are_not_there_stay_empty() -> None:
    assert (read_standard_code(" "), read_insurance_code(""), read_approval(""), read_price(" ")) == ("", "", "", None)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("12.5", 1250), ("0.07", 7), ("¥1,234.50元", 123_450), (full_width("3.20"), 320), ("12.500", 1250), ("0", 0)],
)
def test_a_price_in_yuan_is_exact_fen(typed: str, fen: int) -> None:
    assert read_price(typed) == fen


@pytest.mark.parametrize("typed", ["-1", "1e3", "12,5", "免费", "1.2.3", "NaN", "9" * 30, "0x10", "1_000"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="price_format"):
        read_price(typed)


def test_parts_of_a_fen_are_refused_and_never_rounded() -> None:
    with pytest.raises(Refused, match="price_decimals"):
        read_price("12.505")


@given(st.integers(0, 10**9))
def test_every_price_comes_back_to_the_fen(fen: int) -> None:
    assert read_price(f"{fen // 100}.{fen % 100:02d}") == fen
