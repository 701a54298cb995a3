"""库房: the list of store-rooms, in place of the list of the stock: add one, call it otherwise, close it when empty."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.rooms import LONGEST_NAME
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.store.rooms import Room
from yigongti_desktop.capabilities.pharmacy.store.rooms import rooms
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.panel import WIDTH
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable

#: Who keeps the list.
KEEPERS = frozenset({Role.PHARMACIST, Role.CENTRAL_PHARMACY, Role.DIRECTOR})
_KEYS = (("↑↓", "移动"), ("F2", "加库房"), ("Esc", "关闭"))
_ADD = Act(name="add", text="加库房", icon="plus", style=PRIMARY)


class RoomsView(QWidget):
    """The rooms of this institution, the chosen one beside them."""

    #: Something was done, or refused: what, in words.
    done = Signal(str)
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.table = RecordTable(_columns(), keys=_KEYS, unit="间")
        self.panel = Panel("选一间库房，这里可以改名和停用")
        self.panel.acted.connect(self.act)
        self.panel.left.connect(self.first_focus)
        self._beside = Beside(self.table, self.panel, WIDTH)
        self.setLayout(column(self._beside, spacing=0))
        self.table.view.rested.connect(self._show_room)
        self.table.view.opened.connect(lambda _room: self.panel.focus_first())
        self.read()

    def read(self) -> None:
        """Read the rooms again."""
        if self._desk.actor is not None:
            self._desk.read(self, rooms, self._desk.actor.institution, done=self._show)

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Put the panel over the list where there is no room."""
        self._beside.set_narrow(compact)
        self.table.set_compact(compact)

    def act(self, name: str) -> None:
        """Ask for the name that an act needs, or do it at once: what is closed can be opened again."""
        room = self.table.view.current()
        if name == "add" or (name == "rename" and room is not None and room.room):
            asked = _asked(name, room)
            self._beside.open_side(True)
            form = self.panel.open_form(asked.title, asked.verb, asked.sections, partial(self._do, asked))
            if name == "rename" and room is not None:
                form.set_values({"name": room.name})
                form.focus_first()
        elif room is not None and room.room:
            command = m.CloseStoreRoom(room=room.room) if name == "close" else m.AddStoreRoom(name=room.room)
            self._desk.do(self, command, self._on_done, lambda fault: self.refused.emit(self._desk.say(fault)))

    def _show(self, found: Sequence[Room]) -> None:
        self.table.show_rows(list(found), keep=lambda one, other: one.room == other.room)
        self._show_room(self.table.view.current())

    def _show_room(self, room: Room | None) -> None:
        if self.panel.has_form:
            return
        if room is None:
            self.panel.show_nothing()
            return
        self.panel.show_head(room.name, "", _badge(room), "", _lots(room))
        known = room.room and room.name != room.room
        self.panel.facts.show_facts([("原来叫", room.room if known else ""), ("说明", _words(room))])
        self.panel.show_trail((), proven=False)
        self.panel.show_acts(_offers(room))

    def _do(self, asked: Ask, values: Mapping[str, Any]) -> None:
        def late(fault: Fault) -> None:
            self.refused.emit(self._desk.say(fault))

        self.panel.asking.carry_out(self._desk, self, asked.command(values), self._on_done, late)

    def _on_done(self, room: StoreRoom) -> None:
        self.panel.close_form()
        self.done.emit(f"库房「{room.name}」{'已停用' if room.is_closed else '可以用了'}")
        self.read()
        self.first_focus()


def _columns() -> tuple[Column[Room], ...]:
    return (
        Column(title="状态", text=lambda _row: "", badge=_badge, width=96),
        Column(title="库房", text=lambda one: one.name, width=160, stretch=2, is_bold=True, is_jump=True),
        Column(
            title="账上批号",
            text=_lots,
            width=90,
            is_right=True,
            sort=lambda one: one.lots,
            export=lambda one: one.lots,
        ),
        Column(title="说明", text=_words, width=200, stretch=3, rank=1, tone=lambda _row: "text2"),
    )


def _offers(room: Room) -> list[Act]:
    if not room.room:
        return [_ADD]
    if room.is_closed:
        return [_ADD, Act(name="open", text="重新启用", icon="unlock")]
    return [
        _ADD,
        Act(name="rename", text="改名", key="F7", icon="pencil"),
        Act(name="close", text="停用", icon="lock", style=LINK),
    ]


def _asked(name: str, room: Room | None) -> Ask:
    if name == "add" or room is None:
        return Ask(
            title="加一间库房",
            verb="加上",
            sections=only(_named("如 西药库、急诊药柜")),
            command=lambda values: m.AddStoreRoom(name=values["name"]),
        )
    return Ask(
        title=f"库房「{room.name}」改名，账不动",
        verb="改名",
        sections=only(_named(room.name)),
        command=lambda values: m.RenameStoreRoom(room=room.room, name=values["name"]),
    )


def _named(words: str) -> Field:
    return Field(name="name", label="名称", is_needed=True, is_wide=True, most=LONGEST_NAME, placeholder=words)


def _badge(room: Room) -> Badge:
    return Badge("已停用", "neutral", "lock") if room.is_closed else Badge("在用", "ok", "check")


def _lots(room: Room) -> str:
    return f"{room.lots:,} 批" if room.lots else "空"


def _words(room: Room) -> str:
    if not room.room:
        return "本来就有，不能改名和停用"
    return "" if room.is_listed else "以前记账时写的，改名或再记一笔账就列入名单"
