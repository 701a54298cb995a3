"""Which program this is."""

from __future__ import annotations

import sys
from datetime import date

VERSION = "0.1.0"
#: No clock that shows an earlier day can be right.
BUILT = date(2026, 11, 1)
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def order(version: str) -> tuple[int, ...]:
    """Return by what versions are ordered: "0.10.2" comes after "0.9"; what is no number counts as 0."""
    parts = [int(part) if part.isascii() and part.isdecimal() else 0 for part in version.split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def platform(system: str = sys.platform, machine: str = "") -> str:
    """Return the name of the system for which packages are built, such as linux-amd64."""
    if not machine:
        import platform as of_system  # noqa: PLC0415 - asked for when somebody looks for an update

        machine = of_system.machine()
    name = {"win32": "windows", "darwin": "macos"}.get(system, system)
    return f"{name}-{_MACHINES.get(machine.lower(), machine.lower())}"
