"""`yigongti hub serve` in a process of its own, that also knows the record that speed is measured with.

python -m tests.benchmarks.parts.serving hub serve --home FOLDER [--workers N]
"""

from __future__ import annotations

import sys

from tests.benchmarks.parts.bench_hub import CATALOGUE
from yigongti_desktop import __main__ as program
from yigongti_desktop.app import hub


def main() -> int:
    """Let the hub know one kind more, and run it as it is."""
    hub.CATALOGUE = CATALOGUE  # type: ignore[attr-defined] # this hub knows one more kind
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
