"""Nobody's name prints as a box: each character is drawn in an embedded font, or named by its number."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.documents.reading import bodies
from tests.documents.reading import fonts as fonts_of
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel import font_files
from yigongti_desktop.kernel.places import resource

TTFont: Any = import_module("fontTools.ttLib").TTFont  # it has no types
FILES = ("NotoSansSC-Regular", "HanaMinA", "HanaMinB")
RARE = "𠮷䶮㛃𬎆𫍲㴋𪩘龘靐齉〇𰻞㐂䲜𠀀𡃁𢌿𤭢𥄫𦧲𨂾𩙿𪚥𫝀𫠝"
NAMES = ("𠮷田娜", "王䶮", "李㛃", "张𬎆𫍲", "阿依古丽·买买提", "José García", "陈㐂", "𪚥𠀀", "邓〇一")
#: Every plane that Han stands in, thinly, and things that are no Han at all.
SAMPLE = "".join(
    chr(code)
    for start, end, step in (
        (0x4E00, 0xA000, 61),
        (0x3400, 0x4DC0, 97),
        (0x20000, 0x2A6E0, 977),
        (0x2A700, 0x2EBE0, 397),
        (0x30000, 0x323B0, 499),
        (0x2E80, 0x2FE0, 23),
        (0xE000, 0xE010, 5),
        (0x1F600, 0x1F610, 5),
        (0xF900, 0xFB00, 31),
    )
    for code in range(start, end, step)
)


@lru_cache(maxsize=8)
def coverage(name: str) -> frozenset[int]:
    """Return the characters of a font file, as another library reads it."""
    with TTFont(str(resource("fonts", f"{name}.ttf")), lazy=True) as font:
        return frozenset(font.getBestCmap())


def expected(character: str) -> str:
    """Return what is to stand on paper for a character."""
    has = any(ord(character) in coverage(name) for name in FILES)
    return character if has else f"〔U+{ord(character):04X}〕"


def printed(lines: list[str], *, bold: bool = False) -> tuple[bytes, list[str]]:
    """Print lines, and return the file and its lines as read back."""
    paper = Paper(title="名单", foot="脚")
    for place, line in enumerate(lines):
        if place and place % 40 == 0:
            paper.new_page()
        paper.text(40, 50 + place % 40 * 18, line, size=8, bold=bold)
    pdf = paper.bytes()
    return pdf, [line for page in bodies(pdf) for line in page.split("\n")]


@pytest.mark.parametrize("bold", [False, True])
def test_names_of_rare_characters_are_read_back_as_they_were_written(*, bold: bool) -> None:
    assert printed(list(NAMES), bold=bold)[1] == list(NAMES)


def test_every_character_is_drawn_or_named_by_its_number() -> None:
    lines = [SAMPLE[start : start + 8] for start in range(0, len(SAMPLE), 8)]
    assert len(SAMPLE) > 500
    _, back = printed(lines)
    wanted = "".join(map(expected, SAMPLE))
    assert "".join(back) == wanted


def test_what_no_font_has_is_printed_by_its_number() -> None:
    absent = [character for character in SAMPLE if expected(character) != character]
    assert absent
    _, back = printed([f"王{character}明" for character in absent])
    assert back == [f"王〔U+{ord(character):04X}〕明" for character in absent]


def test_the_rare_characters_of_real_names_are_all_drawn() -> None:
    assert [character for character in RARE if expected(character) != character] == []


def test_a_character_of_a_font_has_a_shape_there() -> None:
    # A font may list a character and draw nothing for it.
    for name in FILES:
        with TTFont(str(resource("fonts", f"{name}.ttf")), lazy=True) as font:
            shapes, glyphs = font["glyf"], font.getBestCmap()
            used = [c for c in RARE + SAMPLE[:200] if ord(c) in glyphs and fonts.runs(c)[0][0] == name]
            assert used, name
            assert [c for c in used if shapes[glyphs[ord(c)]].numberOfContours == 0] == []


def test_each_stretch_is_set_in_the_first_font_that_has_it() -> None:
    for character in RARE:
        (run,) = fonts.runs(character)
        assert run == (next(name for name in FILES if ord(character) in coverage(name)), character)
    assert fonts.runs("王小明") == [("NotoSansSC-Regular", "王小明")]
    assert fonts.runs("王", bold=True) == [("NotoSansSC-Bold", "王")]
    assert fonts.runs("") == []


def test_all_fonts_of_a_file_are_embedded_and_no_other_is_named() -> None:
    pdf, _ = printed([*NAMES, "\U0001f600"])
    used = fonts_of(pdf)
    assert len(used) >= 2
    assert all(used.values()), used
    for foreign in (b"Helvetica", b"Times", b"STSong", b"ZapfDingbats"):
        assert foreign not in pdf


def test_only_what_is_used_of_a_font_goes_into_the_file() -> None:
    pdf, _ = printed(list(NAMES))
    assert len(pdf) < 200_000


def test_more_than_two_hundred_and_fifty_six_characters_of_one_font_are_read_back() -> None:
    text = [chr(0x4E00 + place) for place in range(900)]
    lines = ["".join(text[start : start + 30]) for start in range(0, 900, 30)]
    assert printed(lines)[1] == lines


def test_a_text_is_as_wide_as_its_parts() -> None:
    parts = ("王", "𠮷", "䶮", "A1", "\U0001f600")
    assert fonts.width("".join(parts), 11) == pytest.approx(sum(fonts.width(part, 11) for part in parts))
    assert fonts.width("", 11) == 0
    assert fonts.width("国", 11) == pytest.approx(11)


_LOAD = """
from yigongti_desktop.documents import fonts
from yigongti_desktop.kernel.errors import Unavailable
try:
    fonts.load()
    print("".join(piece for _, piece in fonts.runs("王𠮷田")))
except Unavailable as fault:
    print(fault.code, fault.facts["font"])
"""


def loaded_with(folder: Path) -> str:
    """Return what another process says that finds only the fonts of this folder."""
    asked = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _LOAD],
        env={**os.environ, "YIGONGTI_RESOURCES": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return asked.stdout.strip()


def test_without_its_main_fonts_nothing_is_printed_and_the_font_is_named(tmp_path: Path) -> None:
    assert loaded_with(tmp_path) == "font_missing NotoSansSC-Regular"


def test_without_the_fonts_of_rare_characters_they_are_printed_by_number(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    for name in ("NotoSansSC-Regular", "NotoSansSC-Bold"):
        shutil.copyfile(resource("fonts", f"{name}.ttf"), tmp_path / "fonts" / f"{name}.ttf")
    rare = "𠮷" if ord("𠮷") in coverage("NotoSansSC-Regular") else "〔U+20BB7〕"
    assert loaded_with(tmp_path) == f"王{rare}田"


def test_a_packed_font_of_rare_characters_is_as_good(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    for name in font_files.MAIN:
        (tmp_path / "fonts" / f"{name}.ttf").symlink_to(resource("fonts", f"{name}.ttf"))
    for name in font_files.RARE:
        content = resource("fonts", f"{name}.ttf").read_bytes()
        (tmp_path / "fonts" / f"{name}.ttf.zst").write_bytes(zstandard.compress(content, 1))
    assert loaded_with(tmp_path) == "王𠮷田"
