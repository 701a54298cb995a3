"""The icon on the desktop of Windows: the same program without a console, which opens the window."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    solver = Path(sys.executable).resolve().parent / "solver"
    if solver.is_dir():
        sys.path.append(str(solver))
    multiprocessing.freeze_support()
    from yigongti_desktop.__main__ import main

    sys.exit(main(["desk", *sys.argv[1:]]))
