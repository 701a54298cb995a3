"""Text as people type it: tidied, never changed in what it means."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.kernel.text import clean_text
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.kernel.text import sought

RARE = "𠮷䶮㛃𬎆𫍲㴋𪩘"
typed = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)  # halves of broken characters too


@pytest.mark.parametrize("character", [*RARE, "㈱", "①", "Ⅱ", "㎎", "ﬁ", "﨑"])
def test_a_rare_character_stays_the_one_it_is(character: str) -> None:
    assert clean_name(f"王{character}") == f"王{character}"
    assert clean_line(f"王{character}村") == f"王{character}村"
    assert clean_text(f"王{character}\n{character}") == f"王{character}\n{character}"


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\ufdd0", "\ufdef", "\x0b", "\ud800"])
def test_what_is_no_character_is_taken_out(sign: str) -> None:
    assert clean_line(f"张{sign}三").replace(" ", "") == "张三"
    assert clean_name(f"张{sign}三") == "张三"
    assert clean_text(f"张{sign}三").replace("\n", "") == "张三"


def test_a_name_has_no_blanks_between_han() -> None:
    assert clean_name(" 王　小 明 ") == "王小明"
    assert clean_name("𠮷 䶮") == "𠮷䶮"


@pytest.mark.parametrize("dot", "·•‧∙・⋅．")
def test_all_middle_dots_are_one(dot: str) -> None:
    assert clean_name(f"阿依古丽{dot}买买提") == "阿依古丽·买买提"
    assert clean_name(f"阿依古丽 {dot} 买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize("name", ["John Smith", "José García", "Müller Öz", "Анна Иванова"])
def test_a_name_in_letters_keeps_its_blank(name: str) -> None:
    assert clean_name(f"  {name.replace(' ', '   ')} ") == name


def test_a_line_has_no_breaks_and_no_doubled_blanks() -> None:
    assert clean_line("岳口镇\r\n健康村\t二组   18 号 ") == "岳口镇 健康村 二组 18 号"


@given(text=typed | st.text(alphabet="王 ab\u3000é\u0301・", max_size=12))
def test_a_line_with_nothing_to_take_out_goes_the_short_way_and_comes_out_the_same(text: str) -> None:
    assert clean_line(text) == clean_line(text + "\x00")
    assert clean_name(text) == clean_name("\x00" + text)


def test_what_turns_the_direction_of_writing_is_taken_out() -> None:
    # 张\u202e三 would show in another order than it is stored.
    assert clean_name("张\u202e三\u202c") == "张三"
    assert clean_line("\u2066张三\u2069") == "张三"


def test_half_a_rare_character_is_taken_out_since_nothing_can_store_it() -> None:
    for half in ("\ud842", "\udfb7"):
        assert clean_name(f"王{half}明") == "王明"
        assert clean_text(f"王{half}\n明") == "王\n明"


@settings(max_examples=100, deadline=None)
@given(typed)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    for tidy in (clean_line, clean_name, clean_text):
        assert tidy(tidy(text)) == tidy(text)


@settings(max_examples=100, deadline=None)
@given(typed)
def test_tidied_text_can_be_stored_and_has_no_control_characters(text: str) -> None:
    for tidy in (clean_line, clean_name, clean_text):
        clean = tidy(text)
        clean.encode()
        assert not [c for c in clean if unicodedata.category(c) == "Cc" and not (c == "\n" and tidy is clean_text)]
        assert "  " not in clean_line(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="岳口镇健康村二组18号Abc𠮷䶮㛃，。（）", max_size=30))
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert clean_line(text) == text
    assert clean_text(text) == text


def test_several_lines_stay_several_lines() -> None:
    assert clean_text("主诉：头晕  \r\n\r\n右侧肢体无力\u2028三小时\r否认高血压\n") == (
        "主诉：头晕\n\n右侧肢体无力\n三小时\n否认高血压"
    )


def test_full_width_signs_become_half_width_and_han_stay() -> None:
    assert half_width(full_width("ABc123.-() ~") + "岳口，。") == "ABc123.-() ~岳口,。"


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("维生素C片", "维生素c"),
        ("维生素C片", "维生素Ｃ"),
        ("胰岛素（甘精）", "胰岛素(甘"),
        ("0728-5223011", "0728 5223011"),
        ("阿依古丽·买买提", "阿依古丽•买"),
        ("John Smith", "john s"),
    ],
)
def test_two_spellings_of_one_thing_are_sought_alike(stored: str, asked: str) -> None:
    assert sought(stored).startswith(sought(asked))
