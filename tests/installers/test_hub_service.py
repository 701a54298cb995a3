"""`sudo yigongti-hub`: files that a person names are read and written where they lie, and nothing else is opened up."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.installers.bundles import INSTALLERS
from yigongti_desktop.app.commands import hub
from yigongti_desktop.app.commands.parsing import place

WORD = INSTALLERS / "hub" / "yigongti-hub"
#: Stands for the program: reads the file `in`, writes the file `out`, tells its words, as whom it runs.
_PROGRAM = """#!/bin/sh
id -un
cat in
{ echo slip > out; } 2>/dev/null && echo written
echo "$@"
"""

needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None, reason="only root may become another user"
)


def told(folder: Path, *words: str) -> list[str]:
    """Return what the program says that is called in a folder of which only root and its owner know."""
    private = folder / "private"
    private.mkdir()
    private.chmod(0o700)
    (private / "in").write_text("read\n")
    (private / "in").chmod(0o600)
    program = folder / "program"
    program.write_text(_PROGRAM)
    program.chmod(0o755)
    ran = subprocess.run(
        [WORD, *words],
        cwd=private,
        env=os.environ | {"YIGONGTI_HUB": str(program), "YIGONGTI_HUB_USER": "nobody"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


@needs_root
@pytest.mark.parametrize("words", [("update", "in"), ("import", "in"), ("restore", "in")])
def test_a_file_of_somebodys_own_is_read_by_its_relative_name(tmp_path: Path, words: tuple[str, ...]) -> None:
    user, read, said = told(tmp_path, *words)
    assert (user, read) == ("nobody", "read")
    assert said.split()[:2] == ["hub", words[0]]
    assert said.endswith(" in")


@needs_root
@pytest.mark.parametrize(
    "words",
    [
        ("sign", "岳口-1", "--out", "out"),
        ("sign", "岳口-1", "--out=out"),
        ("export", "岳口-A", "out"),
        ("backup", "--to", "out"),
        ("import", "in", "--answer", "out"),
        ("import", "drugs", "in", "--report", "out"),
        ("enrol", "岳口", "in", "--file", "out"),
    ],
)
def test_a_file_is_written_where_its_relative_name_says(tmp_path: Path, words: tuple[str, ...]) -> None:
    user, read, wrote, said = told(tmp_path, *words)
    assert (user, read, wrote) == ("nobody", "read", "written")
    assert said.endswith(" ".join(words[1:]))
    assert (tmp_path / "private" / "out").read_text() == "slip\n"


def test_every_path_of_a_hub_is_known_as_read_or_written() -> None:
    """A new one has to be sorted in here, and into the word when it is written."""
    words = next(action for action in hub._parser()._actions if isinstance(action, argparse._SubParsersAction))
    named = {
        (word if not action.option_strings else action.option_strings[0])
        for word, parser in words.choices.items()
        for action in parser._actions
        if action.type is place
    }
    read = {"--home", "--passphrase-file", "--authority", "--authority-key", "--metrics-secret-file"}
    read |= {"restore", "update", "import"}
    written = {"--out", "--to", "--answer", "--report", "--file", "export"}
    assert named == read | written
    shell = WORD.read_text(encoding="utf-8")
    assert all((f"{name} | {name}=*" if name.startswith("--") else f"= {name} ]") in shell for name in written)


def test_what_is_read_only_at_the_first_start_is_said_so_and_nothing_else() -> None:
    first, service = (INSTALLERS / "hub" / name for name in ("first-start", "yigongti-hub.service"))
    settings = re.findall(r"^([A-Z_]+)=", (INSTALLERS / "hub" / "hub.conf").read_text(encoding="utf-8"), re.MULTILINE)
    said = (INSTALLERS / "hub" / "hub.conf").read_text(encoding="utf-8").splitlines()[1]
    only_once = {name for name in settings if f"${{{name}:-" in first.read_text(encoding="utf-8")}
    assert only_once == {name for name in settings if re.search(rf"\b{name}\b", said)} != set()
    running = service.read_text(encoding="utf-8").partition("ExecStart=")[2]
    assert [name for name in only_once if f"${{{name}}}" in running] == []
