"""同步: what has to be done, how far each document has come, the contacts and receipts; a talk as it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from yigongti_desktop.app.sync_acts import ActsView
from yigongti_desktop.app.sync_history import HistoryView
from yigongti_desktop.app.sync_overview import Overview
from yigongti_desktop.app.sync_overview import overview
from yigongti_desktop.app.sync_packages import ByHand
from yigongti_desktop.app.sync_progress import ProgressStrip
from yigongti_desktop.app.sync_side import Side
from yigongti_desktop.app.sync_trail_view import TrailsView
from yigongti_desktop.app.sync_words import confirmed_words
from yigongti_desktop.app.sync_words import line_badge
from yigongti_desktop.app.sync_words import told_words
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.words import ago
from yigongti_desktop.sync.status import told

if TYPE_CHECKING:
    from yigongti_desktop.app.workbench import Workbench

_SIDE = 286
_ACTS, _TRAILS, _HISTORY = "acts", "trails", "history"


class SyncPage(Page):
    """The page of sync."""

    topics = frozenset({"sync", "trail"})

    def __init__(self, desk: Desk, manifests: Sequence[Manifest], bench: Workbench) -> None:
        super().__init__(desk, "同步")
        self._manifests = tuple(manifests)
        self._seen: Overview | None = None
        self.parts = Chips(
            (Chip(_ACTS, "要办的"), Chip(_TRAILS, "单据经过"), Chip(_HISTORY, "联系与回执")), title="同步"
        )
        self.acts = ActsView(self, manifests)
        self.side = Side(desk)
        self.trails = TrailsView(self, manifests)
        self.history = HistoryView(self, bench)
        self.table, self.detail = self.acts.table, self.acts.detail
        self._beside = Beside(self.acts, self.side, _SIDE)
        self._stack = QStackedWidget()
        for view in (self._beside, self.trails, self.history):
            self._stack.addWidget(view)
        self.progress = ProgressStrip()
        self._head.insertWidget(self._head.indexOf(self.badge) + 1, self.parts)
        self.body.addWidget(self.progress)
        self.body.addWidget(self._stack, 1)
        self._retry = KeyButton("现在同步", "F5", icon="refresh", style=PRIMARY)
        self._stop = KeyButton("停止", "Shift+F5", icon="close")
        self._by_hand = ByHand(self)
        self._place_by_hand(compact=False)
        self._retry.clicked.connect(desk.sync)
        self._stop.clicked.connect(desk.stop_sync)
        self.parts.chosen.connect(self._on_part)
        self.side.print_wanted.connect(self._print)
        self.acts.taken.connect(desk.changed)
        self._set_keys()
        desk.sync_begun.connect(self._show_talking)
        desk.sync_ended.connect(lambda _talk: self._show_talking())
        desk.sync_progress.connect(self.progress.show_progress)
        self._show_talking()

    def reload(self) -> None:
        """Read again."""
        actor = self.desk.actor
        if actor is not None:
            self.desk.read(
                self, overview, self._manifests, actor, self.desk.now(), done=self._show, failed=self.show_fault
            )
        self._reload_part()

    def open(self, argument: Any) -> None:
        """Show a part of the page."""
        if argument in self.parts.keys:
            self.parts.choose(argument)
            self.first_focus()

    def first_focus(self) -> None:
        """Put the cursor into the list in sight."""
        tables = {_TRAILS: self.trails.table, _HISTORY: self.history.receipts}
        tables.get(self.parts.key, self.table).view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        self.facts.setVisible(not compact)
        self._beside.set_narrow(compact)
        self._place_by_hand(compact=compact)
        self.table.set_compact(compact)
        self.trails.set_compact(compact)
        self.history.set_compact(compact)

    def _place_by_hand(self, *, compact: bool) -> None:
        """Keep what goes by hand in sight where the side is left out."""
        for button in self._by_hand.buttons:
            (self.acts.below if compact else self.side.by_hand).addWidget(button)

    def _set_keys(self) -> None:
        on_key(self, "F8", self._go_to_next)
        on_key(self, "Ctrl+Return", self._do_main)
        on_key(self, "Shift+F5", self.desk.stop_sync)
        on_key(self, "Ctrl+P", self._print)
        for place, key in enumerate(self.parts.keys, start=1):
            on_key(self, f"Ctrl+{place}", partial(self.open, key))

    def _on_part(self, key: str) -> None:
        self._stack.setCurrentIndex(self.parts.keys.index(key))
        self._reload_part()

    def _reload_part(self) -> None:
        if self.parts.key == _TRAILS:
            self.trails.reload()
        elif self.parts.key == _HISTORY:
            self.history.reload()

    def _show(self, seen: Overview) -> None:
        self._seen = seen
        now = self.desk.now()
        self.facts.setText(confirmed_words(seen.status, now, ago))
        self.parts.set_counts({_ACTS: seen.status.needs_person + seen.status.waiting})
        self.acts.show_overview(seen)
        self.side.show_overview(seen, now)
        self._tell(seen)
        self._show_talking()

    def _tell(self, seen: Overview) -> None:
        """Say that this desk was restored or has a double, until somebody has read it."""
        words = told_words(seen.status)
        if words is None:
            return
        read = KeyButton("知道了", "")
        read.clicked.connect(self._on_told)
        is_grave = seen.status.is_doubled
        self.banner.say(*words, read, tone="danger" if is_grave else "warn", icon="warning" if is_grave else "info")

    def _on_told(self) -> None:
        self.banner.clear()
        self.desk.write(self, told, self.desk.now(), done=lambda _none: self.desk.changed.emit(frozenset({"sync"})))

    def _show_talking(self) -> None:
        talking = self.desk.is_talking
        self.set_buttons(self._stop if talking else self._retry)
        self.progress.setVisible(talking)
        if talking:
            self.progress.show_progress(self.desk.progress)
            self.badge.set_badge(Badge("正在同步", "accent", "sync"))
        elif self._seen is not None:
            self.badge.set_badge(line_badge(self._seen.status))
        self.acts.show_talking()

    def _go_to_next(self) -> None:
        self.parts.choose(_ACTS)
        self.acts.go_to_next()

    def _do_main(self) -> None:
        if self.parts.key == _ACTS:
            self.acts.do_main()

    def _print(self) -> None:
        """Hand out the receipt chosen in the list, else the last one."""
        if self.parts.key == _HISTORY:
            self.history.print_chosen()
        elif self._seen is not None and self._seen.receipt is not None:
            self.history.print_receipt(self._seen.receipt.id)
