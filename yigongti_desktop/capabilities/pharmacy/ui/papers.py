"""The papers of the store as pages hand them out: read what they need, draw them off the screen's thread, show them."""

from __future__ import annotations

from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages.requests import PrintDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.printing import counts as count_papers
from yigongti_desktop.capabilities.pharmacy.printing import deliveries
from yigongti_desktop.capabilities.pharmacy.printing import requests
from yigongti_desktop.capabilities.pharmacy.printing.entries import entry_form
from yigongti_desktop.capabilities.pharmacy.printing.expiring import expiring_list
from yigongti_desktop.capabilities.pharmacy.printing.recalls import recall_list
from yigongti_desktop.capabilities.pharmacy.store import papers as store
from yigongti_desktop.capabilities.pharmacy.store.recalls import Recall
from yigongti_desktop.capabilities.pharmacy.store.rooms import names as room_names
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import draw


def print_count(page: Page, count: StockCount, *, shows_books: bool) -> None:
    """Hand out a count: to be filled in while nothing is counted or nobody here may see the books, else its result."""
    at = page.desk.now()
    is_begun = any(line.counted is not None for line in count.lines) or count.state is not CountState.OPEN
    if shows_books and is_begun:
        paint = partial(count_papers.count_result, count, at=at)
    else:
        paint = partial(count_papers.count_to_fill, count, at=at)
    draw(page, paint, f"盘点表 {count.number}")


def print_entry(page: Page, entry: StockEntry) -> None:
    """Hand out the paper of an entry: 验收入库单, 领用单, 出库单 and so on."""

    def drawn(name: str, rooms: Any) -> None:
        paint = partial(entry_form, entry, name, rooms)
        draw(page, paint, f"出入库单 {entry.number}")

    def named(name: str) -> None:
        page.desk.read(page, room_names, entry.institution, done=partial(drawn, name), failed=page.show_fault)

    page.desk.read(page, store.name_of, entry.institution, done=named, failed=page.show_fault)


def print_request(page: Page, request: DrugRequest) -> None:
    """Count a print of a request, and hand it out."""

    def counted(known: DrugRequest) -> None:
        draw(page, partial(requests.request_form, known, copy=known.prints), f"请领单 {known.number}")

    page.desk.do(page, PrintDrugRequest(request=request.id), counted, page.show_fault)


def print_picking(page: Page, request: DrugRequest) -> None:
    """Hand out the list by which a request is picked at the central pharmacy."""
    at = page.desk.now()

    def drawn(picks: Any) -> None:
        paint = partial(deliveries.picking_list, request, picks, at=at)
        draw(page, paint, f"拣货单 {request.number}")

    page.desk.read(page, store.picks, request, day(at), done=drawn, failed=page.show_fault)


def print_delivery(page: Page, request: DrugRequest) -> None:
    """Hand out the note that goes along with what was sent."""
    paint = partial(deliveries.delivery_note, request)
    draw(page, paint, f"配送单 {request.delivery}")


def print_recall(page: Page, shelf: Shelf, lot: str, recall: Recall) -> None:
    """Hand out where a recalled lot is: 召回追踪表."""
    specification = f"{shelf.strength}×{shelf.pack}" if shelf.pack else shelf.strength
    paint = partial(recall_list, shelf.name, specification, shelf.unit, lot, recall, at=page.desk.now())
    draw(page, paint, f"召回追踪表 {shelf.name} {lot}")


def print_expiring(page: Page, institution: str, *, room: str | None = None) -> None:
    """Hand out the lots of a unit that the county calls near their last day, of one room or of all."""
    at = page.desk.now()

    def drawn(found: store.Expiring) -> None:
        paint = partial(expiring_list, found.institution_name, room, found.lots, months=found.months, at=at)
        draw(page, paint, "近效期药品催销表")

    page.desk.read(page, store.expiring, institution, room, day(at), done=drawn, failed=page.show_fault)
