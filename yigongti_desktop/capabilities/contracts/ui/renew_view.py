"""批量续签: who expires and what was fulfilled; ticked, agreed on once for all, renewed slice by slice."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.contract import Way
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.store import listing
from yigongti_desktop.capabilities.contracts.store.listing import Entry
from yigongti_desktop.capabilities.contracts.store.listing import Row
from yigongti_desktop.capabilities.contracts.store.offers import Offer
from yigongti_desktop.capabilities.contracts.ui import contract_columns as columns
from yigongti_desktop.capabilities.contracts.ui.renew_run import Renewal
from yigongti_desktop.capabilities.contracts.ui.signing_words import GROUPS
from yigongti_desktop.capabilities.contracts.ui.ticks import TickTable
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.table.columns import Column

AS_NOW, CHOSEN = "now", "chosen"
_FORM_HEIGHT = 92
#: Packages that are seen at once, and in a small window.
_OFFERED, _FEW = 4, 2
_KEYS = (("↑↓", "移动"), ("空格", "勾选"), ("Ctrl+A", "全选中"), ("Ctrl+Enter", "续签"))


class RenewView(QWidget):
    """The contracts that may be renewed."""

    #: It begins, or has come to its end.
    changed = Signal()
    #: Something is to be said above: title, words, tone.
    told = Signal(str, str, str)

    def __init__(self, desk: Desk, offer: Offer, entries: Sequence[Entry], gone: frozenset[str]) -> None:
        """Make it.

        Args:
            desk: that reads and does.
            offer: what this unit may sign for.
            entries: that may be renewed.
            gone: those of them whose residents have died or moved, which are not ticked.
        """
        super().__init__()
        self.desk, self._offer = desk, offer
        self._all, self._shown = tuple(entries), tuple(entries)
        self._run: Renewal | None = None
        self.form = FormView((_fields(offer),), label_width=64)
        self.form.setFixedHeight(_FORM_HEIGHT)
        self.offered = TickTable(_package_columns(), lambda one: one.id, unit="个")
        self.table = TickTable(self._columns(), lambda one: one.contract.id, keys=_KEYS, unit="份")
        self.go = KeyButton("续签", "Ctrl+Enter", icon="refresh", style=PRIMARY)
        self._halt = KeyButton("停下", "Esc")
        self._result = KeyButton("只看没续上的", "", icon="filter")
        self._everybody, self._nobody = KeyButton("全部勾选"), KeyButton("全不勾选")
        self._bar, self._words = QProgressBar(), label("", "second")
        self._build()
        self.table.tick(one.contract for one in entries if one.contract not in gone)
        self._show_rows()
        self._count()

    @property
    def is_running(self) -> bool:
        """Say whether contracts are being renewed."""
        return self._run is not None and self._run.is_running

    def stop(self) -> None:
        """Renew no more after those that are under way."""
        if self._run is not None:
            self._run.stop()

    def set_compact(self, compact: bool) -> None:
        """Fit a small window."""
        self.table.set_compact(compact)
        self.offered.fit_rows(1, _FEW if compact else _OFFERED)

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.view.setFocus()

    def begin(self) -> None:
        """Renew who is ticked."""
        values = self.form.values()
        chosen = [one for one in self._all if one.contract in self.table.ticks and not self._is_done(one)]
        packages = self._packages() if values["packages"] == CHOSEN else ()
        if self.is_running or not self.form.check():
            self.form.go_to_next_fault()
            return
        if not chosen:
            self.told.emit("没有勾选", "请先用空格勾选要续签的人。", "warn")
            return
        if values["packages"] == CHOSEN and not packages:
            self.told.emit("没有选服务包", "请在服务包一栏勾选，或改为按现在提供的。", "warn")
            return
        terms = {
            "team": values["team"],
            "years": int(values["years"]),
            "signed_on": values["signed_on"],
            "way": Way.PAPER,
            "consent": self._offer.texts.consent_name,
        }
        run = Renewal(self.desk, terms, packages, self)
        if self._run is not None:
            run.renewed |= self._run.renewed
        self._run = run
        run.moved.connect(partial(self._on_moved, len(run.renewed) + len(chosen)))
        run.ended.connect(self._on_ended)
        self._bar.setRange(0, len(run.renewed) + len(chosen))
        self._bar.show()
        self._halt.show()
        run.begin(chosen)
        self.changed.emit()

    def _build(self) -> None:
        frame, inside = card()
        inside.addWidget(self.form)
        inside.addWidget(self.offered)
        self.offered.hide()
        self.offered.show_rows([one for one in self._offer.packages if one.offered(self._today())])
        self.offered.fit_rows(1, _OFFERED)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        head = boxed(row(self._everybody, self._nobody, self._words, None, self._result, self._halt, spacing=8))
        layout = column(frame, head, self._bar, self.table, spacing=8)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        for hidden in (self._bar, self._halt, self._result):
            hidden.hide()
        today = self._today()
        self.form.set_values({"packages": AS_NOW, "years": "1", "signed_on": today, "team": ""})
        self.form.edited.connect(self._on_edited)
        self.table.ticked.connect(self._count)
        self._everybody.clicked.connect(lambda: self._tick(one.contract for one in self._shown))
        self._nobody.clicked.connect(lambda: self._tick(()))
        self._halt.clicked.connect(self.stop)
        self._result.clicked.connect(self._show_refused)
        self.go.clicked.connect(self.begin)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.begin)

    def _on_edited(self, name: str) -> None:
        if name == "packages":
            self.offered.setVisible(self.form.values()["packages"] == CHOSEN)

    def _on_moved(self, total: int, renewed: int, refused: int) -> None:
        self._bar.setValue(renewed + refused)
        self._words.setText(f"已续 {renewed:,}，没续上 {refused:,}，共 {total:,}")

    def _on_ended(self, fault: Fault | None) -> None:
        run = self._run
        if run is None:
            return
        self._halt.hide()
        self._bar.hide()
        self._result.setVisible(bool(run.refused))
        self.table.tick(run.refused)
        self.table.view.viewport().update()
        words = f"续上 {len(run.renewed):,} 份，没续上 {len(run.refused):,} 份。"
        if fault is not None:
            self.told.emit("没有办完", f"{words}{self.desk.say(fault)}", "danger")
        elif run.refused:
            self.told.emit("续签办完", f"{words}原因在「结果」一栏，可以导出。", "warn")
        else:
            self.told.emit("续签办完", words, "ok")
        self._count()
        self.changed.emit()

    def _show_refused(self) -> None:
        run = self._run
        only = run is not None and len(self._shown) == len(self._all)
        self._shown = tuple(one for one in self._all if run and one.contract in run.refused) if only else self._all
        self._result.set_words("全部都看" if only else "只看没续上的")
        self._show_rows()

    def _show_rows(self) -> None:
        shown = self._shown

        def fetch(offset: int, most: int) -> None:
            ids = [one.contract for one in shown[offset : offset + most]]
            done = partial(self._fill, shown, offset)
            self.desk.read(self, listing.rows, ids, self._today(), done=done)

        self.table.show_window(len(shown), fetch)
        if shown:
            self.table.view.rest_at(0)

    def _fill(self, shown: tuple[Entry, ...], offset: int, found: list[Row]) -> None:
        if shown is self._shown:
            self.table.view.records.fill_window(offset, found)

    def _tick(self, contracts: Iterable[str]) -> None:
        self.table.tick(contracts)
        self._count()

    def _count(self) -> None:
        some = sum(one.contract in self.table.ticks and not self._is_done(one) for one in self._all)
        self._words.setText(f"勾选 {some:,} 份，共 {len(self._all):,} 份")
        self.go.set_words(f"续签 {some:,} 份" if some else "续签")

    def _is_done(self, entry: Entry) -> bool:
        return self._run is not None and entry.contract in self._run.renewed

    def _packages(self) -> tuple[str, ...]:
        return tuple(one.id for one in self._offer.packages if one.id in self.offered.ticks)

    def _today(self) -> date:
        return day(self.desk.now())

    def _columns(self) -> tuple[Column[Row], ...]:
        return (
            columns.name(),
            Column(title="村组", text=lambda one: one.contract.village, width=100, stretch=1, rank=2),
            Column(title="团队", text=lambda one: one.contract.team_name, width=104, rank=3),
            columns.term(),
            columns.served(),
            columns.packages(),
            Column(title="结果", text=self._outcome, tone=self._tone, width=190, stretch=3),
        )

    def _outcome(self, one: Row) -> str:
        run = self._run
        if run is None:
            return ""
        if (until := run.renewed.get(one.contract.id)) is not None:
            return f"已续签，至 {until}"
        fault = run.refused.get(one.contract.id)
        return self.desk.say(fault) if fault is not None else ""

    def _tone(self, one: Row) -> str:
        run = self._run
        return "danger" if run is not None and one.contract.id in run.refused else "ok"


def _fields(offer: Offer) -> Section:
    years = [Option(str(one), f"{one} 年") for one in range(1, offer.allowed.most_years + 1)]
    teams = [Option("", "各自的团队"), *(Option(one.id, one.name) for one in offer.teams)]
    kinds = (Option(AS_NOW, "按现在提供的"), Option(CHOSEN, "另选服务包"))
    return Section(
        "",
        (
            (
                Field(name="packages", label="服务包", kind=CHIPS, options=kinds, is_needed=True),
                Field(name="years", label="年限", kind=CHIPS, options=years, is_needed=True),
            ),
            (
                Field(name="signed_on", label="签约日期", kind=DATE, is_needed=True),
                Field(name="team", label="团队", kind=PICK, options=teams, placeholder="各自的团队"),
            ),
        ),
    )


def _package_columns() -> tuple[Column[Package], ...]:
    return (
        Column(title="服务包", text=lambda one: one.name, width=150, stretch=1, is_bold=True),
        Column(title="人群", text=lambda one: GROUPS.get(one.key_group, "基础"), width=150),
        Column(title="价格（元）", text=lambda one: yuan(one.price_fen), width=96, is_right=True),
        Column(title="个人（元）", text=lambda one: yuan(one.self_fen), width=96, is_right=True),
    )
