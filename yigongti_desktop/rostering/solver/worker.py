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
from yigongti_desktop.rostering.solver.aims import Manner
from yigongti_desktop.rostering.solver.compiled import NoRow
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.manners import behave
from yigongti_desktop.rostering.solver.root import pack
from yigongti_desktop.rostering.solver.root import unpack
from yigongti_desktop.rostering.solver.search import Search

_encode = msgspec.msgpack.Encoder().encode
_offers = msgspec.msgpack.Decoder(Offer)
#: Of the two workers: the first solves the programme and looks whether what it costs can be had; the second waits for
#: its solution, and is content with a little more at first.
MANNERS = (Manner(part=0.35, above=0), Manner(part=0.2, above=2, above_share=0.01, turns=12))


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
    for _ in search.steps(MANNERS[begin.seed % len(MANNERS)]):
        while line.poll():
            offer = _offers.decode(line.recv_bytes())
            if offer.bound > search.bound:
                search.bound, told = offer.bound, (told[0], offer.bound)
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
