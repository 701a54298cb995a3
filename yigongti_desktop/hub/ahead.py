"""A batch judged before it is its turn at the pen; what its judging has read is looked at again under it.

Only one worker at a time writes (decision 013). What it does under the pen no other can do meanwhile, so several
workers on several cores are as quick as the pen is short: decoding and judging are done before, on a state of the
database that others may change until the turn comes. Records that were read must then be of the revision they had, or
still not be there; acts that had not arrived must not have arrived since. Where that is not so, or where rules have
asked what only a whole ledger can answer, the batch is judged once more, under the pen, as if nothing had been done.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from yigongti_desktop.hub import laid
from yigongti_desktop.hub.arrival import Arrival
from yigongti_desktop.hub.journal import any_of
from yigongti_desktop.hub.sitting import Sender
from yigongti_desktop.hub.sitting import Sitting
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue

#: Acts of a batch from which on that is worth while: what is looked at again costs a few questions in any case.
LEAST_ACTS = 20


@dataclass(frozen=True)
class Ahead:
    """Acts that were judged, in the order of their batch, and by whom they were sent."""

    sitting: Sitting
    outcomes: list[Outcome]
    sender: Sender

    def holds(self, connection: Connection, sender: Sender, catalogue: Catalogue) -> bool:
        """Say whether all that was read is still so.

        Args:
            connection: the hub's database, under the pen.
            sender: as its device is known now.
            catalogue: what the hub knows.
        """
        events = [outcome.event for outcome in self.outcomes]
        if sender != self.sender or laid.in_force(connection) or any_of(connection, [*events, *self.sitting.followers]):
            return False
        return all(
            records.revisions(connection, catalogue.records[kind].table, list(its))
            == {one: last for one, last in its.items() if last}
            for kind, its in self.sitting.read().items()
        )


def judged(connection: Connection, sitting: Sitting, batch: Arrival, sender: Sender) -> Ahead | None:
    """Judge a batch on the state of a reading transaction; None where that has to wait for the pen.

    Args:
        connection: the hub's database, for reading.
        sitting: on the same transaction.
        batch: as it arrived.
        sender: of its acts.
    """
    events = [act.id for act in batch.acts]
    if len(set(events)) < len(events) or laid.in_force(connection) or any_of(connection, events):
        return None
    sitting.read_ahead(batch.acts)
    outcomes = [sitting.judge(act, sender, place) for place, act in enumerate(batch.acts)]
    if sitting.has_asked_ledgers or any(outcome.quarantined for outcome in outcomes):
        return None
    return Ahead(sitting, outcomes, sender)
