"""Processor time of processes, which other people's work on the same machine does not lengthen much."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that it has started, as far as they run."""
    found = [pid]
    for one in found:
        for listed in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in listed.read_text().split()]
    return found


def seconds_of(pid: int) -> float:
    """Return the processor time that a process, with those of its children that have ended, has used so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(field) for field in fields[11:15]) / _TICKS
