"""How much goes into one exchange: grown while exchanges are quick, halved when the line is cut.

An exchange that is cut is done again whole, so a weak line takes small ones; a good line would be kept waiting by
them. A slow line is trusted with more as more comes through uncut: what a cut costs stays a small part of what came
before it. A page is also written in one transaction, and no save on the desk should wait long for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from dataclasses import replace

FIRST = 200
MOST = 2000
#: Seconds that an exchange should take, and the most where the line itself answers slowly.
AIM, LONGEST_AIM = 3.0, 12.0
#: Seconds for which a page may hold the desk's write lock.
HOLD = 0.3
#: Bytes that one exchange should not exceed, whatever its rows weigh.
HEAVIEST = 4 * 1024**2
#: A line that carries fewer bytes in a second is slow. There an exchange takes no more than this, or this part of
#: what has come through since the last cut.
SLOW = 64 * 1024
CAUTIOUS, TRUSTED_PART = 24 * 1024, 8
#: What an exchange that broke off says of its size; other weather says nothing about it.
_TOO_MUCH = frozenset({"line_cut", "message_too_big"})
_FASTEST, _SLOWEST, _CAREFUL = 2.0, 0.5, 1.05


@dataclass(frozen=True)
class Pace:
    """Rows for the next exchange, both ways together, and what has been learned about the line."""

    rows: int = FIRST
    #: Above this the rows grow only slowly: a page of twice as many was cut.
    ceiling: int = MOST
    #: Seconds of the quickest exchange of this talk: what the line takes however little is sent.
    quickest: float = math.inf
    #: Bytes that came through in this talk.
    come: int = 0

    def after(self, rows: int, size: int, seconds: float, outcome: str = "", *, held: float = 0.0) -> Pace:
        """Return the pace after an exchange.

        Args:
            rows: acts sent and records received.
            size: bytes on the wire, both ways.
            seconds: from the question to the end of the answer.
            outcome: empty when it came through, else the code of what stopped it.
            held: seconds for which its page held the write lock.
        """
        if outcome in _TOO_MUCH:
            half = max(1, self.rows // 2)
            return replace(self, rows=half, ceiling=half)
        if outcome:
            return self
        quickest, come = min(self.quickest, max(seconds, 0.001)), self.come + size
        learned = replace(self, quickest=quickest, come=come)
        if rows * 2 < self.rows and seconds < AIM and held < HOLD:
            return learned  # too little was sent to say what more would take
        aim = min(LONGEST_AIM, max(AIM, 2 * quickest))
        factor = max(_SLOWEST, min(aim / max(seconds, 0.001), self._growth()))
        wanted = self.rows * min(factor, HOLD / max(held, 0.001))
        most = HEAVIEST if size >= SLOW * seconds else max(CAUTIOUS, come // TRUSTED_PART)
        wanted = min(wanted, most / max(1.0, size / max(rows, 1)))
        rounded = math.ceil(wanted) if wanted > self.rows else math.floor(wanted)
        return replace(learned, rows=max(1, min(MOST, rounded)))

    def spell(self) -> str:
        """Return what the next talk should begin with."""
        return f"{self.rows} {self.ceiling}"

    def _growth(self) -> float:
        return _CAREFUL if self.rows >= self.ceiling else min(_FASTEST, max(_CAREFUL, self.ceiling / self.rows))


def read_pace(spelled: str) -> Pace:
    """Return the pace that an earlier talk came to; what cannot be read is no pace, and one begins anew.

    The ceiling is raised from talk to talk, since lines also become better.
    """
    words = spelled.split()
    if len(words) != 2 or not all(word.isascii() and word.isdigit() for word in words):  # noqa: PLR2004 - rows and ceiling
        return Pace()
    rows, ceiling = (max(1, min(MOST, int(word))) for word in words)
    return Pace(rows=rows, ceiling=min(MOST, ceiling + max(1, ceiling // 4)))
