"""Lines as Chinese breaks them: none too wide, nothing lost, no stop at the beginning unless it must be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.documents.lines import break_lines

#: GB/T 15834: these never begin a line …
CLOSING = "，。、；：？！）》〉」』】〕”’…,.;:?!)]}%"
#: … and these never end one.
OPENING = "（《〈「『【〔“‘([{"


def measure(text: str) -> float:
    """Ten points for Han and full-width signs, five for everything in ASCII."""
    return sum(5.0 if character.isascii() else 10.0 for character in text)


def broken(text: str, width: float, first: float | None = None) -> list[str]:
    return break_lines(text, width, measure, first=first)


def test_a_text_that_fits_stays_on_its_line() -> None:
    assert broken("右侧肢体无力", 60) == ["右侧肢体无力"]
    assert broken("", 60) == [""]


def test_a_long_text_is_broken_between_characters() -> None:
    assert broken("右侧肢体无力三小时", 40) == ["右侧肢体", "无力三小", "时"]


def test_line_feeds_are_kept_and_empty_lines_too() -> None:
    assert broken("主诉\n\n现病史", 60) == ["主诉", "", "现病史"]


def test_a_stop_takes_the_character_before_it_along() -> None:
    assert broken("头晕三天，加重", 40) == ["头晕三", "天，加重"]


def test_two_stops_go_together() -> None:
    assert broken("他说头晕。”又说", 40) == ["他说头", "晕。”又", "说"]


def test_an_opening_mark_goes_with_what_it_opens() -> None:
    assert broken("高血压（三级）", 40) == ["高血压", "（三级）"]


def test_a_word_or_number_stays_whole() -> None:
    assert broken("电话13900000001", 60) == ["电话", "13900000001"]
    assert broken("血压180/110mmHg", 60) == ["血压", "180/110mmHg"]


def test_a_number_with_its_thousands_a_time_and_a_count_stay_whole() -> None:
    assert broken("应付1,234,567.80元", 70) == ["应付", "1,234,567.80元"]
    assert broken("停用于12:00", 40) == ["停用于", "12:00"]
    assert broken("批号×1,013", 40) == ["批号", "×1,013"]
    assert broken("呼吸　20\u00a0皮肤", 50) == ["呼吸", "20\u00a0皮肤"]


def test_a_number_longer_than_a_line_is_parted_behind_its_thousands() -> None:
    assert broken("1,234,567.80", 40) == ["1,234,", "567.80"]


def test_a_word_longer_than_a_line_is_broken_all_the_same() -> None:
    lines = broken("A" * 30, 50)
    assert lines == ["A" * 10, "A" * 10, "A" * 10]


def test_an_opening_mark_before_a_long_word_does_not_push_it_over_the_margin() -> None:
    assert broken("字字字（abcdefghijkl", 60) == ["字字字", "（", "abcdefghijkl"]


def test_blanks_at_a_break_are_left_out_and_others_stay() -> None:
    assert broken("aaaa bbbb cccc", 25) == ["aaaa", "bbbb", "cccc"]
    assert broken("  两格", 60) == ["  两格"]


def test_what_does_not_fit_on_a_short_first_line_begins_on_the_next() -> None:
    assert broken("13900000001", 60, first=20) == ["", "13900000001"]
    assert broken("岳口镇", 60, first=5) == ["", "岳口镇"]
    assert broken("岳口镇健康村", 40, first=20) == ["岳口", "镇健康村"]
    assert broken("岳口镇", 40, first=-3) == ["", "岳口镇"]


def test_a_character_wider_than_the_line_has_one_of_its_own() -> None:
    assert broken("字字", 4) == ["字", "字"]


signs = st.text(alphabet="岳口镇健康村二组𠮷䶮18Ab-/.% 　\n" + CLOSING + OPENING, max_size=60)
widths = st.sampled_from([4.0, 10.0, 15.0, 40.0, 60.0, 100.0, 333.0])


def without_blanks(text: str) -> str:
    return "".join(character for character in text if character not in " 　\n")


@settings(max_examples=100, deadline=None)
@given(signs, widths, st.none() | st.floats(-5, 400))
def test_no_line_is_wider_than_its_width_and_nothing_is_lost(text: str, width: float, first: float | None) -> None:
    lines = broken(text, width, first)
    assert without_blanks("".join(lines)) == without_blanks(text)
    assert len(lines) >= text.count("\n") + 1
    for place, line in enumerate(lines):
        free = width if place or first is None else first
        assert not line or measure(line) <= free or (len(line) == 1 and free >= width), (line, free)


@settings(max_examples=100, deadline=None)
@given(signs.filter(lambda text: "\n" not in text), widths)
def test_a_line_begins_with_a_stop_only_where_no_better_place_was(text: str, width: float) -> None:
    lines = broken(text, width)
    for before, line in pairwise(lines):
        if line[:1] and line[0] in CLOSING:
            # Every other place in the line before would have parted a mark from its word as well.
            assert all(
                before[place] in CLOSING or before[place - 1] in OPENING or _inside_a_word(before, place)
                for place in range(1, len(before))
                if before[place] not in " 　" and before[place - 1] not in " 　"
            ), lines


@settings(max_examples=100, deadline=None)
@given(signs, widths)
def test_breaking_lines_again_changes_nothing(text: str, width: float) -> None:
    lines = broken(text, width)
    assert [again for line in lines for again in broken(line, width)] == lines


def test_a_very_long_text_is_broken_whole() -> None:
    text = "右侧肢体无力，" * 3_000
    assert "".join(broken(text, 400)) == text


def _inside_a_word(line: str, place: int) -> bool:
    latin = "".join(chr(code) for code in range(128) if chr(code).isalnum()) + "./%+-,:"
    return line[place] in latin and line[place - 1] in latin
