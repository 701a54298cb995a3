"""The process in which a roster is drawn: it can be killed at any time, and gives its memory back when it ends."""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection

import msgspec

from yigongti_desktop.rostering.progress import Begin
from yigongti_desktop.rostering.progress import Contradiction
from yigongti_desktop.rostering.progress import Offer
from yigongti_desktop.rostering.progress import Report
from yigongti_desktop.rostering.solver.compiled import NoRow
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.manners import behave
from yigongti_desktop.rostering.solver.root import pack
from yigongti_desktop.rostering.solver.root import unpack
from yigongti_desktop.rostering.solver.search import Plunge
from yigongti_desktop.rostering.solver.search import Search

_encode = msgspec.msgpack.Encoder().encode
_offers = msgspec.msgpack.Decoder(Offer)
#: The first dives, by worker: quickly first, or well at once.
DIVES = ((Plunge(0.4, is_quick=True), Plunge(0.2)), (Plunge(0.1), Plunge(0.0)))
#: Parts of the first roster that are placed anew before there is a bound, by worker: the second waits for the first's.
_TURNS = (0, 40)


def work(line: Connection, begun: bytes) -> None:
    """Look for a roster, and say so each time there is a better one or a better bound.

    Args:
        line: to whoever asked; offers of other workers come over it, too.
        begun: a `Begin` in msgpack.
    """
    behave()
    begin = msgspec.msgpack.decode(begun, type=Begin)
    now = time.monotonic()
    try:
        problem = compiled(begin.task)
    except NoRow as nothing:
        line.send_bytes(_encode(Contradiction(nothing.person)))
        return
    last = now + begin.seconds
    search = Search(problem, random.Random(begin.seed), lambda: last - time.monotonic())  # noqa: S311 # nothing is hidden
    told, has_told_root = (search.cost, search.bound), False
    for _ in search.steps(DIVES[begin.seed % len(DIVES)], _TURNS[begin.seed % len(_TURNS)]):
        while line.poll():
            offer = _offers.decode(line.recv_bytes())
            if offer.roster:
                search.hear(offer.roster)
            if offer.root:
                search.told = unpack(offer.root)
        root = pack(search.root) if search.root is not None and search.told is None and not has_told_root else b""
        has_told_root = has_told_root or bool(root)
        if root or (search.cost, search.bound) != told:
            told = (search.cost, search.bound)
            line.send_bytes(_encode(Report(search.best, search.bound, root=root)))
    line.send_bytes(_encode(Report(search.best, search.bound, has_ended=True)))
