"""联系与回执: every contact that is remembered, every receipt of the hub, and the chosen one on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.sync_overview import Contact
from yigongti_desktop.app.sync_overview import contacts_of
from yigongti_desktop.app.sync_receipts import OpenReceipt
from yigongti_desktop.app.sync_receipts import ReceiptRow
from yigongti_desktop.app.sync_receipts import keep_fetched
from yigongti_desktop.app.sync_receipts import open_receipt
from yigongti_desktop.app.sync_receipts import receipts
from yigongti_desktop.app.sync_words import outcome_words
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.papers import hand_out
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.words import short_time

if TYPE_CHECKING:
    from yigongti_desktop.app.workbench import Workbench

_MOST_CONTACTS = 200


class HistoryView(QWidget):
    """Contacts left, receipts right."""

    def __init__(self, page: Page, bench: Workbench) -> None:
        super().__init__()
        self._page = page
        self._desk = page.desk
        self._bench = bench
        self.contacts = RecordTable(self._contact_columns(), keys=(("↑↓", "移动"),), unit="次")
        self.receipts = RecordTable(
            self._receipt_columns(), keys=(("↑↓", "移动"), ("Enter", "看回执"), ("Ctrl+P", "打印")), unit="份"
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.contacts, 1)
        layout.addWidget(self.receipts, 1)
        for table in (self.contacts, self.receipts):
            table.empty.say("正在读取", "", icon="clock")
        self.receipts.view.opened.connect(lambda _row: self.print_chosen())

    def reload(self) -> None:
        """Read both again."""

        def read(connection: Any) -> tuple[tuple[Contact, ...], tuple[ReceiptRow, ...]]:
            return contacts_of(connection, _MOST_CONTACTS), receipts(connection)

        self._desk.read(self, read, done=self._show, failed=self._page.show_fault)

    def set_compact(self, compact: bool) -> None:
        """Show the receipts alone where there is no room for both."""
        for table in (self.contacts, self.receipts):
            table.set_compact(compact)

    def print_chosen(self) -> None:
        """Hand out the chosen receipt."""
        row = self.receipts.view.current()
        if isinstance(row, ReceiptRow):
            self.print_receipt(row.batch)

    def print_receipt(self, batch: str) -> None:
        """Hand a receipt out on paper; one whose bytes are no longer here is fetched from the hub first."""

        def opened(found: OpenReceipt | None) -> None:
            if found is None:
                self._fetch(batch)
            else:
                self._draw(found)

        self._desk.read(self, open_receipt, batch, done=opened, failed=self._page.show_fault)

    def _fetch(self, batch: str) -> None:
        bench = self._bench

        def fetch() -> OpenReceipt | None:
            bench.write(keep_fetched, batch, bench.receipt(batch))
            return bench.read(open_receipt, batch)

        def fetched(found: OpenReceipt | None) -> None:
            self._page.banner.clear()
            if found is not None:
                self._draw(found)

        self._page.banner.say("", "正在向县院取这份回执", tone="accent", icon="sync")
        self._desk.carry(self, fetch, fetched, self._not_fetched)

    def _not_fetched(self, fault: Fault) -> None:
        self._page.banner.say("没有取到回执", self._desk.say(fault))

    def _draw(self, receipt: OpenReceipt) -> None:
        from yigongti_desktop.app.receipt_paper import receipt_paper

        name = f"县院回执 {receipt.row.number}"
        words = self._desk.words
        self._desk.work(
            self,
            lambda: receipt_paper(receipt, words),
            lambda pdf: hand_out(self._page, pdf, name),
            self._page.show_fault,
        )

    def _show(self, found: tuple[tuple[Contact, ...], tuple[ReceiptRow, ...]]) -> None:
        contacts, rows = found
        self.contacts.empty.say("还没有联系过", "连上县院以后，每次收发都记在这里。", icon="cloud-off")
        self.receipts.empty.say("还没有回执", "送出的每一批，县院都回一份签了名的收条。", icon="shield")
        self.contacts.show_rows(contacts, keep=lambda one, other: bool(one.at == other.at))
        self.receipts.show_rows(rows, keep=lambda one, other: bool(one.batch == other.batch))

    def _contact_columns(self) -> tuple[Column[Contact], ...]:
        def badge(contact: Contact) -> Badge:
            if contact.code:
                return Badge(outcome_words(contact.code), "warn", "cloud-off")
            return Badge("县院已确认", "ok", "check")

        return (
            Column(
                title="结果", text=lambda one: badge(one).text, badge=badge, width=130, stretch=1,
            ),
            Column(title="送", text=lambda one: f"{one.sent:,}", sort=lambda one: one.sent, width=64, is_right=True),
            Column(
                title="收", text=lambda one: f"{one.received:,}", sort=lambda one: one.received, width=72, is_right=True
            ),
            Column(
                title="用时",
                text=lambda one: took(one.milliseconds),
                sort=lambda one: one.milliseconds,
                width=80,
                is_right=True,
                rank=1,
            ),
            Column(
                title="时间",
                text=lambda one: short_time(one.at, self._desk.now()),
                sort=lambda one: one.at,
                width=110,
                is_right=True,
                tone=lambda _one: "text2",
            ),
        )  # fmt: skip

    def _receipt_columns(self) -> tuple[Column[ReceiptRow], ...]:
        return (
            Column(
                title="回执号",
                text=lambda one: one.number,
                icon=lambda _one: "shield",
                is_bold=True,
                width=190,
                stretch=1,
            ),
            Column(
                title="批次",
                text=lambda one: f"第 {one.batch_number} 批",
                sort=lambda one: (one.epoch, one.batch_number),
                width=90,
            ),
            Column(title="条数", text=lambda one: f"{one.acts:,}", sort=lambda one: one.acts, width=56, is_right=True),
            Column(
                title="原件",
                text=lambda one: "存在本机" if one.is_kept else "向县院取",
                tone=lambda _one: "text2",
                width=80,
                rank=1,
            ),
            Column(
                title="县院时间",
                text=lambda one: short_time(one.hub_time, self._desk.now()),
                sort=lambda one: one.hub_time,
                width=110,
                is_right=True,
                tone=lambda _one: "text2",
            ),
        )


def took(milliseconds: int) -> str:
    """Return how long a contact took."""
    if milliseconds < 1000:  # noqa: PLR2004 - of a second
        return "不到 1 秒"
    seconds = round(milliseconds / 1000)
    return f"{seconds} 秒" if seconds < 60 else f"{seconds // 60} 分 {seconds % 60} 秒"  # noqa: PLR2004 - of a minute
