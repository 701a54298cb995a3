"""The log of a home: lines for people on a desk, JSON for machines on a hub; ids and codes, never names."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC
from datetime import datetime
from logging.handlers import RotatingFileHandler

from yigongti_desktop.storage.home import Home

_DESK_BYTES = 2_000_000
_HUB_BYTES = 20_000_000
_KEPT = 5
_TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def log_to(
    home: Home, *, is_json: bool = False, stderr: str | None = None, name: str = "yigongti", again: bool = False
) -> None:
    """Write the log into the home.

    Args:
        home: where its folder of logs is.
        is_json: one JSON object a line, in larger files: a hub's.
        stderr: "json" or "text" to write to standard error as well.
        name: name of the file; processes that write at the same time need one each.
        again: leave the file that was written so far, in a process that was split off.
    """
    root = logging.getLogger("yigongti_desktop")
    if again:
        root.handlers.clear()
    if root.handlers:
        return
    logging.raiseExceptions = False  # a log that cannot be written is no fault of what is being done
    if stderr is not None:
        spoken = logging.StreamHandler(sys.stderr)
        spoken.setFormatter(JSONLines() if stderr == "json" else logging.Formatter(_TEXT))
        root.addHandler(spoken)
    root.setLevel(logging.INFO)
    home.make()
    try:
        home.logs.mkdir(exist_ok=True)
        handler = RotatingFileHandler(
            home.logs / f"{name}.log",
            maxBytes=_HUB_BYTES if is_json else _DESK_BYTES,
            backupCount=_KEPT,
            encoding="utf-8",
        )
    except OSError:
        return
    handler.setFormatter(JSONLines() if is_json else logging.Formatter(_TEXT))
    root.addHandler(handler)


class JSONLines(logging.Formatter):
    """One JSON object for each line: time in UTC, level, place, event, and the facts that came with it.

    A fault is told by the name of its type; a traceback may hold what people typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "place": record.name.removeprefix("yigongti_desktop."),
        }
        facts = getattr(record, "facts", None)
        told |= facts if isinstance(facts, dict) else {"event": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            told["fault"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=False, default=str)
