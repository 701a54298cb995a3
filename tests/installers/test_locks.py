"""Two locks, one for Linux and one for Windows, hold the same program; no line of theirs leads to a host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.installers.bundles import INSTALLERS

WANTED = INSTALLERS / "source" / "desk.in"
LINUX, WINDOWS = INSTALLERS / "source" / "desk.txt", INSTALLERS / "windows" / "desk.txt"
#: What Windows' lock has beside the program: what makes the bundle, and what stands for Linux's keyring and clock.
MAKING = {"altgraph", "packaging", "pefile", "pyinstaller", "pyinstaller-hooks-contrib", "pywin32-ctypes", "tzdata"}
LINUX_ONLY = {"jeepney", "secretstorage"}
_LOCKED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def locked(file: Path) -> dict[str, str]:
    """Return the version of each package of a lock."""
    found = _LOCKED.findall(file.read_text(encoding="utf-8"))
    return {canonicalize_name(name): version for name, version in found}


def direct(system: str) -> set[str]:
    """Return what the program itself asks for on a system, by the markers."""
    lines = [line.partition("#")[0].strip() for line in WANTED.read_text(encoding="utf-8").splitlines()]
    wanted = [Requirement(line) for line in lines if line]
    platform = {"linux": "Linux", "win32": "Windows"}[system]
    where = {"sys_platform": system, "platform_system": platform}  # the rest as it is here
    return {canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate(where)}


@pytest.mark.parametrize(("system", "file"), [("linux", LINUX), ("win32", WINDOWS)])
def test_a_lock_has_all_that_the_program_asks_for(system: str, file: Path) -> None:
    assert len(direct(system)) > 20
    assert direct(system) - locked(file).keys() == set()


def test_both_systems_get_the_same_packages_in_the_same_versions() -> None:
    linux, windows = locked(LINUX), locked(WINDOWS)
    assert linux.keys() - windows.keys() == LINUX_ONLY
    assert windows.keys() - linux.keys() == MAKING
    assert {name: version for name, version in windows.items() if linux.get(name, version) != version} == {}


@pytest.mark.parametrize("file", sorted(INSTALLERS.glob("*/*.txt")), ids=lambda file: f"{file.parent.name}-{file.name}")
def test_a_lock_pins_by_hash_and_names_no_host(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert re.findall(r"//|--(?:extra-)?index|--find-links|--trusted", text) == []
