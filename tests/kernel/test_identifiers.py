"""Numbers that carry their own check, against the standards' own arithmetic."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import IdKind
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import check_character
from yigongti_desktop.kernel.identifiers import kind_of_paper
from yigongti_desktop.kernel.identifiers import read_credit_code
from yigongti_desktop.kernel.identifiers import read_health_record_number
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.kernel.identifiers import read_paper
from yigongti_desktop.kernel.identifiers import read_phone

TODAY = date(2026, 11, 23)
VECTORS = ("11010519491231002X", "342422197001010019", "429006198503150029", "360482199912310036")


def is_iso_7064_mod_11_2(number: str) -> bool:
    """Say whether a number fulfils ISO 7064 MOD 11-2: the sum of digits times powers of two is 1 modulo 11."""
    values = [10 if character == "X" else int(character) for character in number]
    total = sum(value << (len(values) - 1 - place) for place, value in enumerate(values))
    return total % 11 == 1


def refusal(typed: str, today: date = TODAY) -> str:
    with pytest.raises(Refused) as caught:
        read_id_number(typed, today)
    return caught.value.code


citizens = st.builds(
    lambda region, birth, serial: f"{region:06d}{birth:%Y%m%d}{serial:03d}",
    st.integers(0, 999999),
    st.dates(date(1850, 1, 1), TODAY),
    st.integers(0, 999),
).map(lambda first17: first17 + check_character(first17))


@pytest.mark.parametrize("number", VECTORS)
def test_the_numbers_of_the_standard_are_read(number: str) -> None:
    read = read_id_number(number, TODAY)
    assert read.number == number
    assert f"{read.birth:%Y%m%d}" == number[6:14]
    assert read.kind is IdKind.RESIDENT


def test_the_seventeenth_digit_tells_the_sex() -> None:
    assert read_id_number("342422197001010019", TODAY).sex is Sex.MALE
    assert read_id_number("11010519491231002X", TODAY).sex is Sex.FEMALE


def test_every_one_of_the_eleven_check_characters_is_met_and_accepted() -> None:
    met = set()
    for serial in range(100):
        first17 = f"42900619590312{serial:03d}"
        number = first17 + check_character(first17)
        assert is_iso_7064_mod_11_2(number)
        assert read_id_number(number, TODAY).number == number
        met.add(number[17])
    assert met == set("0123456789X")


@settings(max_examples=100, deadline=None)
@given(citizens, st.integers(0, 17), st.data())
def test_one_wrong_digit_is_always_refused(number: str, place: int, data: st.DataObject) -> None:
    others = [digit for digit in ("0123456789X" if place == 17 else "0123456789") if digit != number[place]]
    wrong = number[:place] + data.draw(st.sampled_from(others)) + number[place + 1 :]
    assert refusal(wrong) in {"id_number_check", "id_number_birth", "birth_in_future", "birth_too_early"}


@settings(max_examples=100, deadline=None)
@given(citizens, st.integers(0, 16))
def test_two_neighbours_swapped_are_always_refused(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        assert read_id_number(swapped, TODAY).number == number
    else:
        assert refusal(swapped).startswith(("id_number_", "birth_"))


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        full_width("11010519491231002X"),
        full_width("11010519491231002x"),
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "110105　19491231　002X",
        "110105\t19491231002X\n",
    ],
)
def test_it_may_be_typed_in_every_usual_way(typed: str) -> None:
    assert read_id_number(typed, TODAY).number == "11010519491231002X"


@pytest.mark.parametrize("length", [0, 1, 15, 17, 19, 500])
def test_a_number_of_another_length_is_refused_with_its_length(length: int) -> None:
    with pytest.raises(Refused, match="id_number_length") as caught:
        read_id_number("1" * length, TODAY)
    assert caught.value.facts == {"length": length}


@pytest.mark.parametrize(
    "typed",
    [
        "1101051949123100X2",
        "X10105194912310021",
        "11010519491231?021",
        "11010519491231002Y",
        "一一〇一〇五一九四九一二三一〇〇二八",
    ],
)
def test_letters_in_wrong_places_are_refused(typed: str) -> None:
    assert refusal(typed) == "id_number_characters"


@pytest.mark.parametrize("zero", ["\u0660", "\u0966", "\U0001d7ce"])
def test_digits_of_other_scripts_are_no_digits_of_a_citizen_number(zero: str) -> None:
    # Otherwise one citizen could be registered twice, under one number in two scripts.
    foreign = "".join(chr(ord(zero) + int(digit)) for digit in "34242219700101001") + "9"
    assert refusal(foreign) == "id_number_characters"


@pytest.mark.parametrize(
    ("region", "kind"),
    [
        ("810000", IdKind.HONG_KONG_MACAO),
        ("820000", IdKind.HONG_KONG_MACAO),
        ("830000", IdKind.TAIWAN),
        ("911100", IdKind.FOREIGN_PERMANENT),
        ("422428", IdKind.RESIDENT),  # 天门 before it was 429006
        ("342422", IdKind.RESIDENT),  # 寿县 before 2015
        ("000000", IdKind.RESIDENT),
        ("999999", IdKind.FOREIGN_PERMANENT),
    ],
)
def test_the_prefix_tells_the_kind_and_never_refuses(region: str, kind: IdKind) -> None:
    first17 = f"{region}19800101001"
    assert read_id_number(first17 + check_character(first17), TODAY).kind is kind


def test_somebody_born_today_is_born_and_somebody_born_tomorrow_is_not() -> None:
    newborn, unborn = (f"429006{day}001" for day in ("20261123", "20261124"))
    assert read_id_number(newborn + check_character(newborn), TODAY).birth == TODAY
    assert refusal(unborn + check_character(unborn)) == "birth_in_future"


def test_nobody_is_older_than_1850() -> None:
    first17 = "42900618491231001"
    assert refusal(first17 + check_character(first17)) == "birth_too_early"


@pytest.mark.parametrize(("day", "exists"), [("20000229", True), ("20240229", True), ("19000229", False)])
def test_the_29th_of_february_is_a_birthday_of_leap_years_only(day: str, *, exists: bool) -> None:
    first17 = f"429006{day}001"
    number = first17 + check_character(first17)
    if exists:
        assert read_id_number(number, TODAY).birth.day == 29
    else:
        assert refusal(number) == "id_number_birth"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    for read in (
        lambda: read_id_number(typed, TODAY),
        lambda: read_phone(typed),
        lambda: read_health_record_number(typed),
        lambda: read_credit_code(typed),
    ):
        with suppress(Refused):
            assert read() is not None


# 统一社会信用代码


@pytest.mark.parametrize("code", ["12100000400000624D", "12100000400002259P", "91110000600037341L"])
def test_published_credit_codes_are_read(code: str) -> None:
    assert read_credit_code(code) == code
    assert read_credit_code(f" {code.lower()} ") == code


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_letter_of_a_credit_code_is_always_refused(place: int, letter: str) -> None:
    code = "12100000400000624D"
    wrong = code[:place] + letter + code[place + 1 :]
    if wrong == code:
        assert read_credit_code(wrong) == code
    else:
        with pytest.raises(Refused, match="credit_code"):
            read_credit_code(wrong)


@pytest.mark.parametrize("letter", "IOSVZ")
def test_a_credit_code_has_none_of_the_five_letters_left_out(letter: str) -> None:
    with pytest.raises(Refused, match="credit_code"):
        read_credit_code("1210000040000062" + letter + "D")


@pytest.mark.parametrize("code", ["", "12100000400000624", "12100000400000624DD", "12100000400000624十"])
def test_a_broken_credit_code_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="credit_code"):
        read_credit_code(code)


# Telephones


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("13900000001", "13900000001"),
        ("139 0000 0001", "13900000001"),
        ("139-0000-0001", "13900000001"),
        (full_width("13900000001"), "13900000001"),
        ("+8613900000001", "13900000001"),
        ("+86 139 0000 0001", "13900000001"),
        ("19900000001", "19900000001"),
        ("0728-5223011", "0728-5223011"),
        ("07285223011", "07285223011"),
        ("（0728）5223011", "07285223011"),
        ("0728—5223011", "0728-5223011"),
        ("010-12345678-801", "010-12345678-801"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(typed: str, plain: str) -> None:
    assert read_phone(typed) == plain


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_empty"),
        ("  ", "phone_empty"),
        ("（）", "phone_empty"),
        ("1390000000", "mobile_length"),
        ("139000000012", "mobile_length"),
        ("12900000001", "phone_format"),
        ("5223011", "phone_format"),
        ("无", "phone_format"),
        ("1390000000a", "phone_format"),
        ("".join(chr(0x660 + int(digit)) for digit in "13900000001"), "phone_format"),
    ],
)
def test_what_is_no_telephone_number_is_refused_with_the_reason(typed: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_phone(typed)
    assert caught.value.code == code


def test_reading_a_telephone_number_twice_changes_nothing() -> None:
    for typed in ("（0728）5223011", "0728—5223011", "+86 139 0000 0001"):
        assert read_phone(read_phone(typed)) == read_phone(typed)


# 档案编号


def test_a_health_record_number_has_seventeen_digits_however_it_is_grouped() -> None:
    assert read_health_record_number("429006 107 001 00012") == "42900610700100012"
    assert read_health_record_number(full_width("429006") + "-107-001-00012") == "42900610700100012"
    assert not read_health_record_number("  ")


@pytest.mark.parametrize("typed", ["4290061070010001", "429006107001000123", "4290061070010001X", "\u0664" * 17])
def test_another_health_record_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="health_record_number"):
        read_health_record_number(typed)


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("11010519491231002x", "11010519491231002X", IdKind.RESIDENT),
        ("810000199408230021", "810000199408230021", IdKind.HONG_KONG_MACAO),
        ("820000195107120017", "820000195107120017", IdKind.HONG_KONG_MACAO),
        ("830000199201300022", "830000199201300022", IdKind.TAIWAN),
        ("911124198108030024", "911124198108030024", IdKind.FOREIGN_PERMANENT),
        ("can1100 810828-01", "CAN110081082801", IdKind.FOREIGN_PERMANENT_OLD),
        (full_width("CAN110081082801"), "CAN110081082801", IdKind.FOREIGN_PERMANENT_OLD),
        (" t 420123456 ", "T420123456", IdKind.BIRTH_CERTIFICATE),
    ],
)
def test_every_paper_is_known_by_the_form_of_its_number(typed: str, number: str, kind: IdKind) -> None:
    read = read_paper(typed, TODAY)
    assert (read.number, read.kind, kind_of_paper(read.number)) == (number, kind, kind)


def test_an_old_card_of_a_foreigner_fits_births_of_its_two_digits_only() -> None:
    read = read_paper("CAN110081082801", TODAY)
    assert read.birth is None
    assert read.fits(date(1981, 8, 28))
    assert not read.fits(date(1981, 8, 27))
    assert read_paper("T420123456", TODAY).fits(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("4.29006E+17", "id_number_excel"),
        ("4.29006195903123e+17", "id_number_excel"),
        ("429006195903123000", "id_number_excel"),
        ("T12345678", "birth_certificate_number"),
        ("CAN11008108280", "foreign_card_number"),
        ("CAN110081138201", "foreign_card_number"),
        ("429006", "id_number_length"),
        ("", "id_number_length"),
    ],
)
def test_what_is_no_number_is_refused_by_what_it_was_meant_to_be(typed: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_paper(typed, TODAY)
    assert caught.value.code == code


def test_nothing_is_the_number_of_no_paper() -> None:
    assert kind_of_paper("") is IdKind.NONE
