"""A process in which postings are planned: it can be killed at any time, and gives its memory back when it ends."""

from __future__ import annotations

import sys
import time
from multiprocessing.connection import Connection

import msgspec

from yigongti_desktop.rostering.postings.progress import Begin
from yigongti_desktop.rostering.postings.progress import Offer
from yigongti_desktop.rostering.postings.progress import Report
from yigongti_desktop.rostering.solver.manners import behave
from yigongti_desktop.rostering.solver.postings import Postings

_encode = msgspec.msgpack.Encoder().encode
_offers = msgspec.msgpack.Decoder(Offer)


def work(line: Connection, begun: bytes) -> None:
    """Look for a plan, and say so each time there is a better one or a better bound.

    Args:
        line: to whoever asked; offers of other workers come over it, too.
        begun: a `Begin` in msgpack.
    """
    behave()
    now = time.monotonic()
    begin = msgspec.msgpack.decode(begun, type=Begin)
    postings = Postings(begin.task, lambda: begin.seconds - (time.monotonic() - now), begin.seed)
    told: tuple[float, float] | None = None
    for _ in postings.steps():
        while line.poll():
            offer = _offers.decode(line.recv_bytes())
            postings.offer(offer.plan, offer.cost)
        if (postings.cost, postings.bound) != told:
            told = (postings.cost, postings.bound)
            line.send_bytes(_encode(_report(postings)))
    line.send_bytes(_encode(_report(postings, has_ended=True)))


def _report(postings: Postings, *, has_ended: bool = False) -> Report:
    return Report(postings.best, postings.bound, _megabytes(), time.process_time(), has_ended)


def _megabytes() -> float:
    """Return the most memory that was in use; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 # not there on every system

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
