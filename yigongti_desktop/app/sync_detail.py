"""One act on 同步: why it came back or waits, what stands in it, its steps, what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.app.sync_conflict import disputes
from yigongti_desktop.app.sync_overview import Aside
from yigongti_desktop.app.sync_overview import Entry
from yigongti_desktop.app.sync_words import exported_words
from yigongti_desktop.app.sync_words import waiting_words
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.badge import BadgeLabel
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.choice import Choice
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.kit.trail import TrailView
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.registry.ui.trail import day_and_time
from yigongti_desktop.storage import outbox
from yigongti_desktop.sync.status import Status

_BADGES = {
    outbox.WAITING: Badge("待上传", "neutral", "arrow-up"),
    outbox.REFUSED: Badge("被退回", "danger", "undo"),
    outbox.QUARANTINED: Badge("县院出错", "danger", "alert"),
    outbox.ACCEPTED: Badge("县院已确认", "ok", "check"),
}
_CONFLICT = Badge("要您决定", "danger", "conflict")
_ASIDE = Badge("放在一边", "neutral", "inbox")


class ActDetail(QFrame):
    """The middle of 同步."""

    #: An act was chosen: decide, again, take_up, settle, open, later.
    acted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._desk = desk
        self._entry: Entry | None = None
        self._choices: dict[str, Choice] = {}
        self._title = label("", "card")
        self._badge = BadgeLabel()
        self._place = label("", "caption")
        self._why = label("", "second", wrap=True)
        self._chooser = QVBoxLayout()
        self._chooser.setSpacing(14)
        self._facts_head = label("内容", "name")
        self._facts = Facts()
        self._trail = TrailView()
        self._trail_head = label("经过", "name")
        self._foot_words = label("", "caption", wrap=True)
        self._buttons = QHBoxLayout()
        self._offered: list[KeyButton] = []
        self._buttons.setSpacing(10)
        self._build()

    @property
    def entry(self) -> Entry | None:
        """Return what is shown."""
        return self._entry

    def values(self) -> dict[str, str] | None:
        """Return what was decided for each field; None while one is open."""
        found = {field: choice.value for field, choice in self._choices.items()}
        decided = {field: value for field, value in found.items() if value is not None}
        return decided if len(decided) == len(found) else None

    def show_entry(self, entry: Entry, place: str, status: Status, *, can_take_up: bool) -> None:
        """Show an act; how sync stands says why it waits."""
        self._entry = entry
        act = entry.act
        fields = disputes(act) if entry.is_open and act.state in outbox.NEEDS_PERSON else []
        self._title.setText("　".join(part for part in (entry.title, self._desk.name(act.kind)) if part))
        self._badge.set_badge(_CONFLICT if fields else _BADGES[act.state])
        self._place.setText(place)
        self._why.setText(self._reason(entry, status, disputed=bool(fields)))
        self._show_choices(entry)
        whose = [("办理人", entry.person), ("存于", day_and_time(act.at, self._desk.now()))]
        self._facts.show_facts([*whose, *entry.contents])
        self._facts_head.setVisible(not fields)
        self._facts.setVisible(not fields)
        self._show_trail(entry)
        self._show_buttons(entry, disputed=bool(fields), can_take_up=can_take_up)

    def show_aside(self, aside: Aside) -> None:
        """Show a row of the hub that could not be taken in."""
        self._clear()
        self._title.setText(self._desk.name(aside.kind))
        self._badge.set_badge(_ASIDE)
        self._why.setText(f"{self._desk.words.say(aside.code, {})}不影响其他内容，不用您办。")
        self._offer([("retry", "再试一次", "", "plain")])
        self._facts.show_facts([("收到", day_and_time(aside.at, self._desk.now())), ("编号", aside.record)])
        self._facts.show()
        self._facts_head.show()

    def show_nothing(self, words: str) -> None:
        """Show that there is nothing to look at."""
        self._clear()
        self._title.setText(words)

    def focus_first(self) -> None:
        """Put the cursor on the first value to choose, else on the last button."""
        if self._choices:
            next(iter(self._choices.values())).focus_first()
            return
        if self._offered:
            self._offered[-1].setFocus()

    def _clear(self) -> None:
        self._entry = None
        self._badge.set_badge(None)
        self._place.setText("")
        self._why.setText("")
        self._drop_choices()
        for widget in (self._facts, self._facts_head, self._trail, self._trail_head, self._foot):
            widget.hide()

    def _reason(self, entry: Entry, status: Status, *, disputed: bool) -> str:
        act = entry.act
        if not entry.is_open:
            state = "等写它的人处理。" if act.state in outbox.NEEDS_PERSON else ""
            return f"别人写的，您的岗位看不到内容。{state}"
        if disputed:
            return f"您和别人都改了这 {len(disputes(act))} 项。请逐项选定，两边的值都留着。"
        if act.state == outbox.WAITING:
            if entry.is_exported and status.exported_at is not None and not self._desk.is_talking:
                return exported_words(status.exported_at, self._desk.now())
            why = waiting_words(status, is_talking=self._desk.is_talking, is_on_the_way=entry.is_on_the_way)
            is_final = status.line in {"device_revoked", "device_unknown"}
            return f"已存本机。{why}。" if is_final else f"已存本机。{why}，不用您办。"
        if act.state == outbox.ACCEPTED:
            return "县院已收下，回执已验签。"
        told = "先到的一方也收到了告知。" if outbox.TOLD in act.facts else ""
        return f"{self._desk.words.say(act.code, act.facts, act.record_kind)}{told}您填的内容都留在下面。"

    def _show_choices(self, entry: Entry) -> None:
        self._drop_choices()
        act = entry.act
        if not entry.is_open or act.state not in outbox.NEEDS_PERSON:
            return
        mine = f"您　{short_time(act.at, self._desk.now())}"
        answered = f"　{short_time(act.answered_at, self._desk.now())}" if act.answered_at else ""
        for dispute in disputes(act):
            choice = Choice(
                dispute.name or self._desk.name(dispute.field, act.record_kind),
                self._desk.name(dispute.before, act.record_kind),
                (dispute.mine, mine),
                (dispute.theirs, f"县院现有{answered}"),
                is_open=dispute.is_open,
            )
            choice.changed.connect(self._on_choice)
            self._choices[dispute.field] = choice
            self._chooser.addWidget(choice)

    def _drop_choices(self) -> None:
        self._choices = {}
        while item := self._chooser.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _show_trail(self, entry: Entry) -> None:
        act, now = entry.act, self._desk.now()
        marks = [Mark("已存本机", "done", day_and_time(act.at, now))]
        answered = day_and_time(act.answered_at, now) if act.answered_at else ""
        if act.state == outbox.WAITING:
            marks[0] = Mark("已存本机", "now", day_and_time(act.at, now))
            if entry.is_exported:
                marks = [Mark("已存本机", "done", day_and_time(act.at, now)), Mark("已导出，等回执包", "now")]
            marks += [Mark("已送达", "ahead"), Mark("县院确认", "ahead")]
        elif act.state == outbox.ACCEPTED:
            marks += [Mark("已送达", "done", answered), Mark("县院确认", "done", answered)]
        else:
            words = "县院比对：有人也改了" if disputes(act) else "县院没有收"
            marks += [
                Mark("已送达", "done", answered),
                Mark(words, "stopped", answered),
                Mark("等您决定" if entry.is_open else "等写它的人决定", "now"),
                Mark("县院确认", "ahead"),
            ]
        self._trail.show_marks(marks)
        self._trail.show()
        self._trail_head.show()

    def _show_buttons(self, entry: Entry, *, disputed: bool, can_take_up: bool) -> None:
        act = entry.act
        offers: list[tuple[str, str, str, str]] = []
        if not entry.is_open:
            offers = []
        elif disputed:
            offers = [("later", "以后再说", "", "plain"), ("decide", "按所选保存", "Ctrl+Enter", PRIMARY)]
        elif act.state in outbox.NEEDS_PERSON:
            offers = [("settle", "不再送", "", DANGER)]
            offers += [("again", "原样再送", "", "plain" if can_take_up else PRIMARY)]
            offers += [("take_up", "改后重送", "Ctrl+Enter", PRIMARY)] if can_take_up else []
        elif entry.page:
            offers = [("open", "打开", "Enter", "plain")]
        self._offer(offers)
        self._foot_words.setText("选完才送出，在此之前旧值仍在县院。" if disputed else "")
        self._on_choice()

    def _offer(self, offers: list[tuple[str, str, str, str]]) -> None:
        for former in self._offered:
            self._buttons.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._offered = []
        self._foot_words.setText("")
        for name, text, key, style in offers:
            button = KeyButton(text, key, style=style)
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, name=name: self.acted.emit(name))
            self._buttons.addWidget(button)
            self._offered.append(button)
        self._foot.setVisible(bool(offers))

    def _on_choice(self) -> None:
        for button in self._offered:
            if button.objectName() == "decide":
                button.setEnabled(self.values() is not None)

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("surface")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(10)
        inside.addLayout(self._chooser)
        inside.addWidget(self._facts_head)
        inside.addWidget(self._facts)
        inside.addWidget(self._trail_head)
        inside.addWidget(self._trail)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        head = column(
            row(self._title, self._badge, None, self._place, spacing=10), self._why, spacing=6, margins=(16, 12, 16, 12)
        )
        foot = row(self._foot_words, margins=(16, 8, 12, 8))
        foot.setStretch(0, 1)
        foot.addLayout(self._buttons)
        self._foot = boxed(foot, "foot")
        layout = column(head, hairline(), scroll, self._foot, spacing=0, margins=(1, 1, 1, 1))
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._foot.hide()
