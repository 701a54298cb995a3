"""README and the decision records name what is there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import yigongti_desktop
from tests.commands.test_help import HUB
from yigongti_desktop.__main__ import WORDS
from yigongti_desktop.kernel.places import resource

ROOT = Path(yigongti_desktop.__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DECISIONS = sorted(resource("decisions").glob("*.md"))
_CODE = re.compile(r"`([^`]+)`")
_ROW = re.compile(r"^\| `([^|]+?)` \|", re.MULTILINE)


def test_readme_knows_every_command_and_no_other() -> None:
    table = README.split("## 命令行")[1].split("## ")[0]
    named = [words.split() for row in _ROW.findall(table) for words in row.split("`、`")]
    assert {words[0] for words in named} == set(WORDS)
    assert sorted(words[1] for words in named if words[0] == "hub") == sorted(HUB)


def test_readme_knows_every_option_of_a_hub_and_every_target_of_make() -> None:
    for named in ("init --database", "--workers", "--log", "--metrics-secret-file"):
        assert f"`{named}`" in README or f"serve {named}`" in README
    targets = set(re.findall(r"^(\w+): ##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for name in targets if f"make {name}" not in README} == set()


def test_readme_knows_every_room_and_no_other() -> None:
    table = README.split("| `yigongti_desktop/` | |")[1].split("\n\n")[0]
    rooms = {path.name for path in (ROOT / "yigongti_desktop").iterdir() if (path / "__init__.py").exists()}
    assert {name.rstrip("/") for name in _ROW.findall(table)} == rooms


def test_readme_knows_every_capability() -> None:
    (line,) = [line for line in README.splitlines() if line.startswith("| `capabilities/`")]
    rooms = {path.name for path in (ROOT / "yigongti_desktop" / "capabilities").iterdir() if (path / "model").is_dir()}
    assert len(rooms) > 4
    assert rooms == set(_CODE.findall(line)) - {"capabilities/"}


def test_every_folder_that_readme_names_is_there() -> None:
    prose = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    named = {name for name in _CODE.findall(prose) if name.startswith(("resources/", "installers/", "tests/"))}
    assert len(named) > 5
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_readme_shows_one_small_picture() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures == ["resources/readme/today.png"]
    assert (ROOT / pictures[0]).stat().st_size < 200 * 1024


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [file.name[:3] for file in DECISIONS] == [f"{place:03d}" for place in range(1, len(DECISIONS) + 1)]
    assert len(DECISIONS) > 8


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_why_and_what_it_costs(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"# {file.name[:3]} ")
    places = [text.find(f"**{part}.**") for part in ("Context", "Choice", "Why", "What it costs")]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_every_file_that_a_decision_names_is_there(file: Path) -> None:
    names = [
        name for name in _CODE.findall(file.read_text(encoding="utf-8")) if re.fullmatch(r"[\w./]+\.(py|toml)", name)
    ]
    tops = (ROOT, ROOT / "yigongti_desktop", ROOT / "yigongti_desktop/attachments")
    assert [name for name in names if not any((top / name).exists() for top in tops)] == []
