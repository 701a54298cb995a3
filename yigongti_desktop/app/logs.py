"""The log of a home."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

from yigongti_desktop.storage.home import Home

_LOG_BYTES = 2_000_000


def log_to(home: Home, name: str = "yigongti", *, again: bool = False) -> None:
    """Write the log into the home; it holds ids and codes, never names.

    Args:
        home: where to.
        name: of the file; each process that runs for long needs its own, since a file is put aside when it is full.
        again: leave the file that was written so far, in a process that was split off.
    """
    root = logging.getLogger("yigongti_desktop")
    if again:
        root.handlers.clear()
    if root.handlers:
        return
    logging.raiseExceptions = False  # a log that cannot be written is no fault of what is being done
    home.make()
    try:
        home.logs.mkdir(exist_ok=True)
        handler = RotatingFileHandler(home.logs / f"{name}.log", maxBytes=_LOG_BYTES, backupCount=5, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
