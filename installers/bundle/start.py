"""What an installed program starts with: the same words as in a clone; without any it opens the window."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def add_solver() -> None:
    """Let the process that draws rosters find its solver, which is a part of its own beside the program."""
    solver = Path(sys.executable).resolve().parent / "solver"
    if solver.is_dir():
        sys.path.append(str(solver))


if __name__ == "__main__":
    add_solver()
    multiprocessing.freeze_support()
    from yigongti_desktop.__main__ import main

    sys.exit(main())
