"""The trail of a document as people read it: 已存本机 → 已送达 → 县院已收 → …, done, now, ahead or stopped.

REF-16 转入转出可追溯: who, when, where for each step. A device's time is what its clock said; the hub's
time stands beside it as soon as the hub has confirmed the step.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from yigongti_desktop.protocol.record import TrailEntry


class Mark(StrEnum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    STOPPED = "stopped"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a trail."""

    #: "saved", "delivered", or the name of the event's kind.
    code: str
    mark: Mark
    at: datetime | None = None
    hub_at: datetime | None = None
    person: str = ""
    institution: str = ""
    place: str = ""
    letter: str = ""
    receipt: str = ""
    note: str = ""
    #: State of the document after the step.
    state: str = ""
    #: Why the hub refused it.
    refused: str = ""


class Road(msgspec.Struct, frozen=True, kw_only=True):
    """The ordinary road of a kind of document."""

    #: Act that hands it to the hub: its own line is "saved", and "delivered" once there is a receipt.
    handed_over: str
    #: Acts of the ordinary road after it, in order.
    ahead: tuple[str, ...]
    #: Acts that stop it.
    stops: frozenset[str]
    #: States that stop it, whatever act led there.
    stop_states: frozenset[str] = frozenset()
    #: Acts that are remarks beside the road.
    beside: frozenset[str] = frozenset()
    #: Acts that take back the last step on the road: what it had done is ahead again.
    back: frozenset[str] = frozenset()
    #: Acts that lead as far as another one: act → the act of the ordinary road.
    like: dict[str, str] = {}
    #: Acts that put it back on the road: it is with the hub, and all that follows is ahead again.
    again: frozenset[str] = frozenset()
    #: Acts by which a paper brought it as far as another act would have: that one and those before it may come late.
    brought: dict[str, str] = {}


def walk(road: Road, entries: Sequence[TrailEntry], *, ended: bool) -> tuple[Step, ...]:
    """Return the steps taken, and after them those of the ordinary road that are still to come.

    The document stands at its last step on the road; a step that stopped it has nothing ahead,
    a step that the hub refused never happened.
    """
    taken = list(_taken(road, entries))
    late = _late(road, [step.code for step in taken])
    beside = [step.code in road.beside or bool(step.refused) for step in taken]
    main = [place for place in range(len(taken)) if not beside[place] and place not in late]
    if ended or (main and taken[main[-1]].mark is Mark.STOPPED):
        return tuple(taken)
    if main:
        taken[main[-1]] = msgspec.structs.replace(taken[main[-1]], mark=Mark.NOW)
    ahead = _ahead(road, [taken[place].code for place in main])
    return (*taken, *(Step(code=code, mark=Mark.AHEAD) for code in ahead))


def _taken(road: Road, entries: Iterable[TrailEntry]) -> Iterable[Step]:
    for entry in entries:
        stopped = bool(entry.code) or entry.act in road.stops or entry.state in road.stop_states
        mark = Mark.STOPPED if stopped else Mark.DONE
        if entry.act != road.handed_over:
            yield _step(entry, entry.act, mark)
            continue
        yield _step(entry, "saved", mark)
        if entry.hub_at and not entry.code:
            yield msgspec.structs.replace(_step(entry, "delivered", Mark.DONE), at=entry.hub_at)


def _step(entry: TrailEntry, code: str, mark: Mark) -> Step:
    return Step(
        code=code,
        mark=mark,
        at=entry.at,
        hub_at=entry.hub_at,
        person=entry.person,
        institution=entry.institution,
        place=entry.place,
        letter=entry.letter,
        receipt=entry.receipt,
        note=entry.note,
        state=entry.state,
        refused=entry.code,
    )


def _ahead(road: Road, done: Iterable[str]) -> Iterable[str]:
    full = _full(road)
    reached = [-1]
    for act in done:
        code = road.like.get(act, act)
        if code in road.back:
            reached = reached[:-1] or [-1]
        elif code in road.again:
            reached.append(full.index("delivered"))
        elif code in road.brought:
            reached.append(max(reached[-1], full.index(road.brought[code])))
        elif code in full:
            reached.append(full.index(code) if code == "saved" else max(reached[-1], full.index(code)))
        else:
            reached.append(reached[-1])
    return full[reached[-1] + 1 :]


def _late(road: Road, codes: Sequence[str]) -> set[int]:
    """Return the places of steps that came after a paper had brought the document beyond them."""
    full, brought, late = _full(road), -1, set()
    for place, code in enumerate(codes):
        if code in road.brought:
            brought = max(brought, full.index(road.brought[code]))
        elif code in full and full.index(code) <= brought:
            late.add(place)
    return late


def _full(road: Road) -> tuple[str, ...]:
    return ("saved", "delivered", *road.ahead)
