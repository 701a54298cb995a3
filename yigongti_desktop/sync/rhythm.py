"""When a desk talks with the hub: soon after a save, from time to time, and after weather ever more seldom.

Pure: it is told what happens and says when the next talk is due. Times are seconds of a clock that only runs
forward. Each desk has its own place in every interval, so that a county does not arrive at one moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

#: Seconds from one talk to the next when nothing happens here, give or take a quarter.
REGULAR = 120.0
#: Seconds after the last save, and the most that the first one waits while somebody types on.
AFTER_SAVE, LONGEST_SAVE = 2.0, 8.0
#: Seconds over which desks spread that are started, or whose line returns, at the same moment.
SPREAD = 30.0
LINE_SPREAD = 10.0
#: Seconds after the first failed talk; doubled with each that follows, up to the longest.
FIRST_BACK_OFF, LONGEST_BACK_OFF = 5.0, 600.0
#: Seconds after a refusal, which only people can end.
AFTER_REFUSAL = 900.0
#: The longest wait that a hub can ask for.
LONGEST_ASKED = 3600.0
#: Outcomes that say nothing against the next try.
_NO_WEATHER = frozenset({"", "stopped"})
#: Outcomes that trying again does not change.
_FINAL = frozenset(
    {"device_revoked", "device_unknown", "proof_wrong", "hub_certificate", "hub_address", "not_enrolled"}
)


class Rhythm:
    """The next talk of one desk.

    Args:
        device: id of the device, which gives it its place in the intervals.
        draw: returns a random number from 0 to less than 1.
    """

    def __init__(self, device: str, draw: Callable[[], float]) -> None:
        self._draw = draw
        self._place = int.from_bytes(hashlib.sha256(device.encode()).digest()[:4]) / 2**32
        self._due: float | None = None
        #: No talk before this, unless a person asks.
        self._not_before = 0.0
        self._first_save: float | None = None
        self._save_due: float | None = None
        self._failures = 0
        self._is_talking = False

    @property
    def due(self) -> float | None:
        """Return when to talk; None while a talk is under way, and before the beginning."""
        if self._is_talking or self._due is None:
            return None
        saved = self._save_due
        return self._due if saved is None else min(self._due, max(saved, self._not_before))

    @property
    def failures(self) -> int:
        """Return how many talks in a row have met weather."""
        return self._failures

    def begin(self, now: float, *, at_once: bool) -> None:
        """Begin: at once where a desk has nothing yet, else at a moment of its own."""
        self._due = now if at_once else now + SPREAD * self._mixed()

    def saved(self, now: float) -> None:
        """Note that a person's act was saved: soon, but not while one follows another."""
        if self._first_save is None:
            self._first_save = now
        self._save_due = min(now + AFTER_SAVE, self._first_save + LONGEST_SAVE)

    def line_changed(self, now: float) -> None:
        """Note that the network has changed: what failed before may go now."""
        if self._due is None or self._not_before > now + LONGEST_BACK_OFF:
            return
        self._failures = 0
        soon = now + 1 + LINE_SPREAD * self._mixed()
        self._not_before = min(self._not_before, soon)
        self._due = min(self._due, soon)

    def begun(self) -> None:
        """Note that a talk has begun, whoever asked for it: it carries what was saved until now."""
        self._is_talking = True
        self._first_save = self._save_due = None

    def ended(self, now: float, code: str, *, retry_after: float = 0.0) -> None:
        """Note how the talk ended.

        Args:
            now: when.
            code: of what stopped it; empty when it came to its end.
            retry_after: seconds after which the hub wants to be asked again; 0 when it did not say.
        """
        self._is_talking = False
        asked = min(max(retry_after, 0.0), LONGEST_ASKED)
        if code in _NO_WEATHER:
            self._failures = 0
            self._not_before = now + asked
            self._due = now + max(REGULAR * (0.75 + 0.5 * self._mixed()), asked)
            return
        self._failures += 1
        most = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** min(self._failures - 1, 16))
        if code in _FINAL:
            most = AFTER_REFUSAL
        wait = max(most * (0.5 + 0.5 * self._draw()), asked * (1 + 0.25 * self._draw()))
        self._not_before = self._due = now + wait

    def _mixed(self) -> float:
        """Return the device's own place, moved a little each time."""
        return (self._place + 0.25 * self._draw()) % 1.0
