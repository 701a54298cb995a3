"""The side of 同步: the last contacts with the hub, its last receipt, and a place for what goes by hand."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.sync_overview import Contact
from yigongti_desktop.app.sync_overview import Overview
from yigongti_desktop.app.sync_words import outcome_words
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.view import RecordView
from yigongti_desktop.kit.words import short_time


class Side(QWidget):
    """Stands beside the list."""

    #: The last receipt is wanted on paper.
    print_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.contacts = RecordView(self._columns())
        self.contacts.horizontalHeader().hide()
        self.contacts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tried = label("", "caption")
        self._receipt = Facts()
        self._proof = BadgeLabel(Badge("签名已验", "ok", "shield"))
        self.print_button = KeyButton("打印回执", "Ctrl+P", icon="printer")
        self.print_button.clicked.connect(self.print_wanted)
        by_hand, hand = card()
        hand.addLayout(row(label("用 U 盘来回", "card"), None, margins=(16, 10, 16, 8)))
        #: What goes by hand, on a stick.
        self.by_hand = QVBoxLayout()
        self.by_hand.setContentsMargins(16, 0, 16, 12)
        self.by_hand.setSpacing(8)
        hand.addLayout(self.by_hand)
        contacts, inside = card()
        inside.addLayout(row(label("最近联系", "card"), None, self._tried, margins=(16, 10, 16, 8)))
        inside.addWidget(self.contacts, 1)
        receipt, below = card()
        below.addLayout(row(label("最近回执", "card"), None, self._proof, margins=(16, 10, 12, 8)))
        below.addLayout(row(self._receipt, margins=(16, 0, 12, 10)))
        below.addLayout(row(self.print_button, None, margins=(16, 0, 12, 12)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(contacts, 1)
        layout.addWidget(receipt)
        layout.addWidget(by_hand)

    def show_overview(self, seen: Overview, now: datetime) -> None:
        """Show contacts and receipt."""
        self.contacts.records.set_rows(seen.contacts)
        tried = seen.status.tried_at
        self._tried.setText(f"上次 {short_time(tried, now)}" if tried else "还没有联系过")
        receipt = seen.receipt
        self._proof.setVisible(receipt is not None)
        self.print_button.setVisible(receipt is not None)
        if receipt is None:
            self._receipt.show_facts([("回执号", "还没有")])
            return
        self._receipt.show_facts(
            [
                ("回执号", receipt.number),
                ("批次", f"第 {receipt.batch} 批，{receipt.acts} 条"),
                ("县院收下", f"{receipt.accepted} 条"),
                ("没有收下", f"{receipt.acts - receipt.accepted} 条"),
                ("县院时间", f"{local(receipt.hub_time):%Y-%m-%d %H:%M:%S}"),
            ]
        )

    def _columns(self) -> tuple[Column[Contact], ...]:
        return (
            Column(
                title="",
                text=contact_words,
                icon=lambda contact: "cloud-off" if contact.code else "check",
                tone=lambda contact: "warn" if contact.code else "",
                width=160,
                stretch=1,
            ),
            Column(
                title="",
                text=lambda contact: short_time(contact.at, self._desk.now()),
                width=92,
                is_right=True,
                tone=lambda _contact: "text2",
            ),
        )


def contact_words(contact: Contact) -> str:
    """Return what came of a contact; what went over the line before it broke is said too."""
    moved = f"送 {contact.sent:,}，收 {contact.received:,}"
    if not contact.code:
        return f"已确认　{moved}"
    words = outcome_words(contact.code)
    return f"{words}　{moved}" if contact.sent or contact.received else words
