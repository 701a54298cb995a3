"""单据经过: any document found by number or name, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.sync_trails import Document
from yigongti_desktop.app.sync_trails import Trail
from yigongti_desktop.app.sync_trails import documents
from yigongti_desktop.app.sync_trails import open_trail
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.trail import TrailView
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import mark

_STEPS, _NARROW = 420, 268


class TrailsView(QWidget):
    """The documents and the steps of the chosen one."""

    def __init__(self, page: Page, manifests: Sequence[Manifest]) -> None:
        super().__init__()
        self._page = page
        self._desk = page.desk
        self._manifests = tuple(manifests)
        self._typed = ""
        self._shown: Document | None = None
        keys = (("↑↓", "移动"), ("Enter", "打开单据"), ("/", "查找"))
        self.table = RecordTable(self._columns(), placeholder="单号、姓名、拼音首字母", keys=keys, unit="张")
        self._title = label("", "card")
        self._detail = label("", "second", wrap=True)
        self._note = label("", "caption", wrap=True)
        self.trail = TrailView()
        self._open = KeyButton("打开单据", "", icon="arrow-right")
        self._open.clicked.connect(self._on_open)
        frame, inside = card()
        inside.addLayout(column(self._title, self._detail, spacing=6, margins=(16, 12, 16, 12)))
        inside.addWidget(hairline())
        body = QWidget()
        body.setObjectName("surface")
        body.setLayout(column(self.trail, self._note, None, spacing=10, margins=(16, 12, 16, 12)))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        inside.addWidget(scroll, 1)
        inside.addLayout(row(None, self._open, margins=(12, 8, 12, 8)))
        frame.setFixedWidth(_STEPS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.table, 1)
        layout.addWidget(frame)
        self._frame = frame
        self.table.empty.say("正在读取", "", icon="clock")
        self.table.searched.connect(self._on_searched)
        self.table.view.rested.connect(self._on_rested)
        self.table.view.opened.connect(lambda _one: self._on_open())
        self._show_nothing()

    def reload(self) -> None:
        """Read the documents again."""
        actor = self._desk.actor
        if actor is not None:
            self._desk.read(
                self, documents, self._manifests, actor, self._typed, done=self._show, failed=self._page.show_fault
            )

    def set_compact(self, compact: bool) -> None:
        """Leave more room to the list where there is little."""
        self._frame.setFixedWidth(_NARROW if compact else _STEPS)
        self.table.set_compact(compact)

    def _on_searched(self, typed: str) -> None:
        self._typed = typed
        self.reload()

    def _show(self, found: tuple[Document, ...]) -> None:
        if self._typed:
            self.table.empty.say(
                "没有找到", f"本机没有「{self._typed}」的转诊单、请领单或随访。别的机构的单据不在本机。", icon="search"
            )
        else:
            self.table.empty.say("还没有单据", "开过转诊单、请领单以后，在这里查它到了哪一步。", icon="document")
        self.table.show_rows(found, keep=lambda one, other: bool(one.record == other.record))
        if not found:
            self._show_nothing()

    def _on_rested(self, one: Document | None) -> None:
        if one is None:
            self._show_nothing()
            return
        self._shown = one
        self._desk.read(self, open_trail, self._manifests, one, done=self._show_trail)

    def _show_trail(self, opened: Trail) -> None:
        document, now = opened.document, self._desk.now()
        if self._shown is None or document.record != self._shown.record:
            return
        self._title.setText(f"{document.title}　{self._desk.name(document.kind)}")
        self._detail.setText(document.detail)
        self.trail.show_marks([mark(step, self._desk, now) for step in opened.steps])
        waiting = f"还有 {opened.waiting} 步存在本机，没有送到县院。" if opened.waiting else ""
        nothing = "" if opened.steps else "这张单子还是草稿，没有送出。"
        self._note.setText(waiting or nothing)
        self._open.setEnabled(True)

    def _show_nothing(self) -> None:
        self._shown = None
        self._title.setText("没有选单据")
        self._detail.setText("")
        self._note.setText("")
        self.trail.show_marks(())
        self._open.setEnabled(False)

    def _on_open(self) -> None:
        if self._shown is not None:
            self._page.wants_page.emit(self._shown.page, self._shown.record)

    def _columns(self) -> tuple[Column[Document], ...]:
        return (
            Column(
                title="单据",
                text=lambda one: one.title,
                icon=lambda one: one.icon,
                is_bold=True,
                width=120,
                is_jump=True,
            ),
            Column(title="类别", text=lambda one: self._desk.name(one.kind), width=80, rank=2),
            Column(title="内容", text=lambda one: one.detail, width=280, stretch=1, rank=1),
            Column(
                title="最近变动",
                text=lambda one: short_time(one.at, self._desk.now()) if one.at else "",
                sort=lambda one: one.at.timestamp() if one.at else 0.0,
                width=104,
                is_right=True,
                tone=lambda _one: "text2",
            ),
        )
