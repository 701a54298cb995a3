"""The desk itself: top bar, navigation, one page at a time, status line; keys that hold everywhere."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.banner import Toast
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import upright
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.kit.page import Page
from yigongti_desktop.shell.find import FindField
from yigongti_desktop.shell.gate import Mark
from yigongti_desktop.shell.navigation import Navigation
from yigongti_desktop.shell.offer import OfferLine
from yigongti_desktop.shell.regions import first_focusable
from yigongti_desktop.shell.regions import regions_of
from yigongti_desktop.shell.statusline import HEIGHT
from yigongti_desktop.shell.statusline import StatusLine

_TOP = 46
_COMPACT_WIDTH, _COMPACT_HEIGHT = 1000, 560
_MOST_ALT = 9


class Workplace(QWidget):
    """Everything after log-in."""

    #: The person wants to leave their seat.
    lock_wanted = Signal()
    #: F5 where the page has nothing of its own to refresh.
    sync_wanted = Signal()
    page_shown = Signal(str)

    def __init__(self, desk: Desk, find: Callable[[str], Search], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.desk = desk
        self._find = find
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._new: list[NewThing] = []
        self._alt: list[Any] = []
        self.navigation = Navigation()
        self.offer = OfferLine()
        self.status = StatusLine()
        self.toast = Toast(self, above=HEIGHT)
        self._stack = QStackedWidget()
        self._build()
        self._set_keys()
        desk.changed.connect(self._on_changed)

    @property
    def current(self) -> Page | None:
        """Return the page in sight."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def current_name(self) -> str:
        """Return the name of the page in sight."""
        return next((name for name, page in self._pages.items() if page is self.current), "")

    def begin(
        self, actor: Actor, words: str, place: tuple[str, str], specs: Sequence[PageSpec], new: Sequence[NewThing]
    ) -> None:
        """Set out the pages that this person may open, and open the first."""
        self.finish()
        shown = sorted((spec for spec in specs if actor.may(spec.roles)), key=lambda spec: spec.order)
        self._specs = {spec.name: spec for spec in shown}
        self._new = sorted((thing for thing in new if actor.may(thing.roles)), key=lambda thing: thing.order)
        self._place.setText(place[0])
        self._community.setText(place[1])
        self._name.setText(actor.name)
        self._work.setText(words)
        self.navigation.set_pages(shown)
        names = (name for name in self.navigation.names if not self._specs[name].at_foot)
        for place_in_list, name in enumerate(names):
            if place_in_list < _MOST_ALT:
                act = self._opener(name)
                self._alt.append(on_key(self, f"Alt+{place_in_list + 1}", act, window_wide=True))
        self._search.set_search(self._find_pages_and_records())
        if self._specs:
            self.open_page(next(iter(self._specs)))

    def finish(self) -> None:
        """Take all pages away: somebody else sits down."""
        self.offer.hide()
        for shortcut in self._alt:
            shortcut.deleteLater()
        self._alt = []
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self._stale = set()
        self._search.set_option(None)

    def open_page(self, name: str, argument: Any = None) -> None:
        """Open a page, building it the first time."""
        if name not in self._specs:
            return
        leaving = self.current
        if leaving is not None and leaving is not self._pages.get(name):
            leaving.leave()
        page = self._pages.get(name)
        is_new = page is None
        if page is None:
            page = self._make(name)
        self._stack.setCurrentWidget(page)
        self.navigation.show_current(name)
        if is_new or name in self._stale:
            self._stale.discard(name)
            page.reload()
        if argument is not None:
            page.open(argument)
        elif is_new or leaving is not page:
            page.first_focus()
        self.page_shown.emit(name)

    def page(self, name: str) -> Page | None:
        """Return a page that was opened before."""
        return self._pages.get(name)

    @property
    def is_writing(self) -> bool:
        """Say whether something half-written is open."""
        return any(page.unsaved for page in self._pages.values())

    def unsaved(self) -> str:
        """Save what is being written everywhere, and say what it is."""
        kept = [page.unsaved for page in self._pages.values() if page.unsaved]
        for page in self._pages.values():
            page.leave()
        return "、".join(kept)

    def begin_new(self, place: int) -> None:
        """Begin the new thing of the page in sight, else the first or second that this person may."""
        if place == 0 and self.current is not None and self.current.begin_new():
            return
        if place < len(self._new):
            thing = self._new[place]
            self.open_page(thing.page, thing.argument)

    def show_counts(self, counts: Mapping[str, Any]) -> None:
        """Show how many things each page holds."""
        for name, count in counts.items():
            self.navigation.show_count(name, count)

    @property
    def specs(self) -> Mapping[str, PageSpec]:
        """Return the pages of this person."""
        return self._specs

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit a small window: narrow navigation, fewer words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        compact = self.width() < _COMPACT_WIDTH or self.height() < _COMPACT_HEIGHT
        self.navigation.set_narrow(compact)
        self._community.setVisible(not compact)
        self._work.setVisible(not compact)
        self._mark.show_name(not compact)
        self._bar.setVisible(not compact)
        self._lock.hide_key(compact)
        self._search.set_compact(compact)
        self.status.set_narrow(compact, self.desk.now())
        for page in self._pages.values():
            page.set_compact(compact)

    def _build(self) -> None:
        self._mark = Mark()
        self._bar = upright()
        self._bar.setFixedHeight(18)
        self._place = label("", "")
        self._community = label("", "caption")
        self._name = label("", "name")
        self._work = label("", "caption")
        self._lock = KeyButton("锁定", "Ctrl+L", icon="lock", style=LINK)
        self._lock.clicked.connect(self.lock_wanted)
        self._search = FindField(self._find(""))
        self._search.taken.connect(self._on_found)
        top = QHBoxLayout()
        top.setContentsMargins(14, 0, 14, 0)
        top.setSpacing(10)
        left: tuple[QWidget, ...] = (self._mark, self._bar, self._place, self._community)
        right: tuple[QWidget, ...] = (self._name, self._work, self._lock)
        for widget in left:
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self._search, 2)
        top.addStretch(1)
        for widget in right:
            top.addWidget(widget)
        bar = boxed(top, "topbar")
        bar.setFixedHeight(_TOP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        pages = column(spacing=0)
        pages.addWidget(self._stack, 1)
        pages.addWidget(self.offer)
        whole = row(self.navigation, spacing=0)
        whole.addLayout(pages, 1)
        layout.addLayout(whole, 1)
        layout.addWidget(self.status)
        self.navigation.chosen.connect(self.open_page)
        self.status.pressed.connect(lambda: self.open_page("sync"))

    def _set_keys(self) -> None:
        on_key(self, "Ctrl+K", self._focus_search, window_wide=True)
        on_key(self, "Ctrl+L", self.lock_wanted.emit, window_wide=True)
        on_key(self, "F1", lambda: self.open_page("help", self.current_name), window_wide=True)
        on_key(self, "F2", lambda: self.begin_new(0), window_wide=True)
        on_key(self, "F3", lambda: self.begin_new(1), window_wide=True)
        on_key(self, "F5", self.sync_wanted.emit, window_wide=True)
        on_key(self, "F6", self._next_region, window_wide=True)
        on_key(self, "Ctrl+Z", self._on_undo, window_wide=True)

    def _make(self, name: str) -> Page:
        page: Page = self._specs[name].make(self.desk)
        page.wants_page.connect(self.open_page)
        page.wants_toast.connect(lambda title, words, undo: self.toast.say(title, words, undo=undo))
        self._pages[name] = page
        self._stack.addWidget(page)
        page.set_compact(self.width() < _COMPACT_WIDTH or self.height() < _COMPACT_HEIGHT)
        return page

    def _opener(self, name: str) -> Callable[[], None]:
        return lambda: self.open_page(name)

    def _on_changed(self, topics: frozenset[str]) -> None:
        for name, page in self._pages.items():
            if page.topics & topics:
                if page is self.current:
                    page.reload()
                else:
                    self._stale.add(name)

    def _focus_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _find_pages_and_records(self) -> Search:
        return self._find("records")

    def _on_found(self, option: Option) -> None:
        self._search.set_option(None)
        page, _, record = option.key.partition(" ")
        QTimer.singleShot(0, lambda: self.open_page(page, record or None))

    def _on_undo(self) -> None:
        if not self.toast.undo():
            focused = QApplication.focusWidget()
            if focused is not None and hasattr(focused, "undo"):
                focused.undo()

    def _next_region(self) -> None:
        """Go from region to region: navigation, page, its parts."""
        regions = [self.navigation, *regions_of(self.current), self.offer]
        focused = QApplication.focusWidget()
        here = next((place for place, region in enumerate(regions) if focused and region.isAncestorOf(focused)), -1)
        for step in range(1, len(regions) + 1):
            region = regions[(here + step) % len(regions)]
            target = first_focusable(region)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return
