"""From which lots the lines of a paper are taken: first the one that expires first (PHA-13), and why not from others.

Pure: lines come in, lines go out; whoever shows them decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import fefo
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.stock import INCOMING
from yigongti_desktop.capabilities.pharmacy.model.stock import USES
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.kit.lines.columns import Line

#: Kinds for which expired and held lots are not proposed; a person may still move one to another room by hand.
_SKIPPING = USES | {EntryKind.TRANSFER}


def is_due(line: Line, kind: EntryKind) -> bool:
    """Say whether lots are to be proposed for a line: what was typed is not what was last allotted."""
    wanted = line.get("quantity")
    if kind in INCOMING or not line.get("drug") or line.get("is_chosen") or not isinstance(wanted, int):
        return False
    return wanted > 0 and wanted != line.get("allotted")


def allot(
    lines: Sequence[Line], place: int, shelf: Shelf | None, room: str, kind: EntryKind, today: date
) -> list[dict[str, Any]]:
    """Return all lines after the line at a place was given its lots; what one lot lacks comes from the next.

    What no lot has is left on the last one: the ledger says how much there is, and the person says why it is more.
    """
    done = [dict(line) for line in lines]
    own = done[place]
    wanted = own["quantity"]
    left = _left(lines, place, shelf, room, kind, today)
    held = state.held_back(shelf) if shelf is not None and kind in _SKIPPING else {}
    allocation = fefo.allocate(left, wanted, today if kind in _SKIPPING else date.min, held)
    picks = list(allocation.picks)
    if not picks:
        own |= {"lot": "", "expiry": None, "allotted": wanted}
        return done
    picks[-1] = replace(picks[-1], quantity=picks[-1].quantity + allocation.shortfall)
    first, *more = picks
    own |= _taken(first)
    after = place + 1
    for pick in more:
        same = next((one for at, one in enumerate(done) if at != place and _is_of(one, own["drug"], pick)), None)
        if same is not None:
            same["quantity"] += pick.quantity
            same["allotted"] = same["quantity"]
        else:
            done.insert(after, own | _taken(pick) | {"codes": [], "over": "", "is_more": True, "is_short": False})
            after += 1
    return done


def offered(
    lines: Sequence[Line], line: Line, shelf: Shelf | None, room: str, kind: EntryKind, today: date
) -> list[StockLot]:
    """Return the lots that may be taken for a line, first the one that expires first, with what is left of each."""
    if shelf is None:
        return []
    place = next((at for at, one in enumerate(lines) if one is line), -1)
    left = _left(lines, place, shelf, room, kind, today)
    held = state.held_back(shelf)
    fit = (one for one in fefo.in_order(left) if one.quantity > 0)
    return [one for one in fit if kind not in USES or fefo.why_skipped(one, today, held) is None]


def why_none(shelf: Shelf | None, room: str, kind: EntryKind, today: date) -> str:
    """Return why no lot of a drug is proposed, in words."""
    there = [lot for lot in state.stock_lots(_lots(shelf, room)) if lot.quantity > 0]
    if kind is EntryKind.EXPIRED and there:
        return "这种药没有过期的批号。没到期的请按报损登记。"
    words = [_why(lot, shelf, kind, today) for lot in there]
    if any(words):
        return f"没有可发的批号：{'，'.join(word for word in words if word)}。请换药，或先处理这些批号。"
    elsewhere = {lot.key.room for lot in shelf.lots if lot.quantity > 0 and lot.key.room != room} if shelf else set()
    if elsewhere:
        names = shelf.names if shelf else {}
        rooms = "、".join(state.room_name(one, names) for one in sorted(elsewhere))
        return f"{state.room_name(room, names)}没有这种药，{rooms}有。请换库房，或先调拨。"
    return "账上没有这种药。实物确有的，请照包装填批号和有效期。"


def barred(line: Line, shelf: Shelf | None, kind: EntryKind, today: date) -> str:
    """Return why the lot of a line may not be used, as a sentence; empty when it may."""
    if kind not in USES:
        return ""
    lot, expiry = str(line.get("lot") or ""), line.get("expiry")
    if shelf is not None and lot in shelf.held:
        return f"批号 {lot} 已停用：{shelf.held[lot]}。不能发出，请换一批。"
    if isinstance(expiry, date) and expiry < today:
        return f"批号 {lot} 已于 {expiry} 过期，不能发。请换一批。"
    return ""


def known_expiry(shelf: Shelf | None, room: str, lot: str) -> date | None:
    """Return the last day of use of a lot as the books have it, those of the room first; None when they do not."""
    its = [one.key for one in shelf.lots if one.key.lot == lot] if shelf is not None else []
    return min(its, key=lambda key: (key.room != room, key.expiry)).expiry if its else None


def _left(
    lines: Sequence[Line], place: int, shelf: Shelf | None, room: str, kind: EntryKind, today: date
) -> list[StockLot]:
    """Return the lots of a room less what the other lines take of them, as far as they go with the kind."""
    found: list[StockLot] = []
    for lot in state.stock_lots(_lots(shelf, room)):
        taken = sum(
            one["quantity"]
            for at, one in enumerate(lines)
            if at != place
            and shelf is not None
            and isinstance(one.get("quantity"), int)
            and _is_of(one, shelf.drug, lot)
        )
        is_expired = lot.expiry is not None and lot.expiry < today
        if kind is not EntryKind.EXPIRED or is_expired:
            found.append(replace(lot, quantity=lot.quantity - taken))
    return found


def _lots(shelf: Shelf | None, room: str) -> list[Any]:
    return [lot for lot in shelf.lots if lot.key.room == room] if shelf is not None else []


def _why(lot: StockLot, shelf: Shelf | None, kind: EntryKind, today: date) -> str:
    skips = shelf is not None and kind in _SKIPPING
    reason = fefo.why_skipped(lot, today, state.held_back(shelf)) if shelf is not None and skips else None
    if reason is Skip.EXPIRED:
        return f"{lot.lot} 已于 {lot.expiry} 过期"
    return f"{lot.lot} 已停用" if reason is not None else ""


def _taken(pick: StockLot) -> dict[str, Any]:
    return {"lot": pick.lot, "expiry": pick.expiry, "quantity": pick.quantity, "allotted": pick.quantity}


def _is_of(line: Line, drug: str, lot: StockLot) -> bool:
    return line.get("drug") == drug and line.get("lot") == lot.lot and line.get("expiry") == lot.expiry
