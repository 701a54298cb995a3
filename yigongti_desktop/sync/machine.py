"""A desk's data that wakes up on another machine: moved there, or copied, so that two now have one identity.

Off-line nobody can tell which. It goes on in an epoch of its own, and until the hub has confirmed that epoch its
numbers bear letters drawn by lot: two copies of one disk, both off-line for weeks, never give one number twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from yigongti_desktop.kernel.numbers import series
from yigongti_desktop.storage import facts
from yigongti_desktop.sync.batches import begin_epoch


def settle_in(connection: Connection, cards: frozenset[str], now: datetime) -> bool:
    """Note the machine that the data lies on; say whether it came from another one.

    Args:
        connection: the desk's database, for writing.
        cards: addresses of the machine's network cards; none when it tells none, and then nothing is concluded.
        now: this moment.
    """
    known = set(facts.get(connection, facts.CARDS).split())
    if not cards or cards <= known:
        return False
    is_other = bool(known) and not cards & known
    facts.put(connection, **{facts.CARDS: " ".join(sorted(cards if is_other else cards | known))})
    if is_other:
        begin_epoch(connection, 0)
        facts.put(connection, **{facts.SERIES: series(), facts.MOVED_AT: facts.stamp(now)})
    return is_other


def confirm(connection: Connection, epoch: int) -> None:
    """Let numbers do without the letters once the hub has taken in a batch of this epoch, which then is ours alone."""
    known = facts.several(connection, facts.SERIES, facts.EPOCH)
    if facts.SERIES in known and int(known.get(facts.EPOCH, "1")) == epoch:
        facts.forget(connection, facts.SERIES)
