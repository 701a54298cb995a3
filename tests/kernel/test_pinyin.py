"""How a Chinese name may be typed on a Latin keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.pinyin import initials
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kernel.pinyin import readings
from yigongti_desktop.kernel.pinyin import right_keys_of_name
from yigongti_desktop.kernel.pinyin import slips_of_name


@pytest.mark.parametrize(
    ("name", "full", "letters"),
    [
        ("曾国华", "zengguohua", "zgh"),
        ("单雄信", "shanxiongxin", "sxx"),
        ("仇英", "qiuying", "qy"),
        ("解缙", "xiejin", "xj"),
        ("查良镛", "zhaliangyong", "zly"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("欧阳修", "ouyangxiu", "oyx"),
        ("单于丹", "chanyudan", "cyd"),
        ("万俟卨", "moqixie", "mqx"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("诸葛亮", "zhugeliang", "zgl"),
        ("朴槿", "piaojin", "pj"),
        ("区大伟", "oudawei", "odw"),
        ("邱传富", "qiuchuanfu", "qcf"),
        ("吕布", "lvbu", "lb"),
        ("𠮷田", "jitian", "jt"),
        ("王䶮", "wangyan", "wy"),
        ("李㛃", "lijie", "lj"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("John Smith", "johnsmith", "johnsmith"),
    ],
)
def test_a_name_is_found_by_its_full_pinyin_and_its_initials(name: str, full: str, letters: str) -> None:
    assert {full, letters} <= keys_of_name(name)


@pytest.mark.parametrize(("name", "slip"), [("曾国华", "cgh"), ("单雄信", "dxx"), ("仇英", "cy"), ("解缙", "jj")])
def test_a_surname_is_also_found_by_the_common_reading_of_its_character(name: str, slip: str) -> None:
    assert slip in keys_of_name(name)


@pytest.mark.parametrize(
    ("name", "right", "slip"),
    [
        ("曾国华", {"zgh", "zengguohua"}, {"cgh", "cengguohua"}),
        ("单雄信", {"sxx", "shanxiongxin"}, {"dxx", "danxiongxin"}),
        ("仇英", {"qy", "qiuying"}, {"cy", "chouying"}),
        ("解珍", {"xz", "xiezhen"}, {"jz", "jiezhen"}),
        ("尉迟恭", {"ycg", "yuchigong"}, {"wcg", "weichigong"}),
        ("万俟卨", {"mqx", "moqixie"}, {"wsx", "wansixie"}),
        ("乐正绫", {"yzl", "yuezhengling"}, {"lzl", "lezhengling"}),
    ],
)
def test_the_right_reading_of_a_surname_is_told_from_its_slips(name: str, right: set[str], slip: set[str]) -> None:
    assert right <= right_keys_of_name(name)
    assert slip <= slips_of_name(name)
    assert not right_keys_of_name(name) & slips_of_name(name)


def test_a_character_with_two_readings_is_found_by_both() -> None:
    assert {"cl", "zl", "chonglou"} <= keys_of_term("重楼")


def test_a_drug_is_found_by_its_letters_and_digits_too() -> None:
    assert "wssb6p" in keys_of_term("维生素B6片")


def test_a_name_without_any_reading_has_no_keys() -> None:
    assert keys_of_name("〔〕·") == set()
    assert keys_of_name("") == set()
    assert keys_of_term("") == set()


def test_a_sign_has_no_reading_and_a_letter_reads_itself() -> None:
    assert readings("·") == ()
    assert readings("，") == ()
    assert readings("C") == ("c",)
    assert readings("\U00020bb7") == ("ji",)


def test_initials_of_a_term_take_the_commonest_reading() -> None:
    assert initials("高血压") == "gxy"
    assert initials("2型糖尿病") == "2xtnb"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_keys_are_few_lower_case_and_without_blanks(name: str) -> None:
    for keys in (keys_of_name(name), keys_of_term(name)):
        assert len(keys) <= 96
        assert not [key for key in keys if key != key.lower() or " " in key or not key]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="曾单仇解查重长行乐和没得都着𠮷䶮㛃", min_size=2, max_size=4))
def test_the_commonest_readings_are_always_among_the_keys(term: str) -> None:
    assert "".join(readings(character)[0] for character in term) in keys_of_term(term)
    assert initials(term) in keys_of_term(term)
