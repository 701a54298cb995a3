"""How a process that solves behaves: it says nothing, and ends when whoever asked is gone."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from multiprocessing import parent_process


def behave() -> None:
    """Take the manners on, at the beginning of the process."""
    with suppress(OSError):  # HiGHS greets on standard output, which belongs to whoever asked
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)  # in the midst of whatever it solves
