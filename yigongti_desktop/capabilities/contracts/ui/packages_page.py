"""服务包: what may be signed for, year by year; offered and ended by the lead hospital's office (FDC-14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.contracts.messages.teams import EndPackage
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.capabilities.contracts.store.teams import PackageRow
from yigongti_desktop.capabilities.contracts.ui import package_state as state
from yigongti_desktop.capabilities.contracts.ui.package_columns import columns
from yigongti_desktop.capabilities.contracts.ui.package_form import PackageForm
from yigongti_desktop.capabilities.contracts.ui.package_panel import show_package
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.registry.ui.trail import show_steps


class PackagesPage(ListPage[PackageRow]):
    """The page of packages."""

    topics = frozenset({"contracts.packages", "sync"})
    work_name = "服务包"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "服务包", hint="选一个服务包，这里显示项目和价格")
        self._is_office = desk.actor is not None and desk.actor.may(state.OFFICE)
        self._shown: PackageRow | None = None
        self._all: list[PackageRow] = []
        self._new = self.new_button("新服务包", PRIMARY)
        self._offer = KeyButton("发布", "Ctrl+Enter", style=PRIMARY)
        self._offer.clicked.connect(self._save)
        self.set_out(
            columns(self._today),
            chips=state.OFFICE_CHIPS if self._is_office else state.CHIPS,
            placeholder="服务包、人群、项目",
            unit="个",
        )

    def open_argument(self, argument: Any) -> None:
        """Begin a package ("new"), or show one by its id."""
        if argument == "new":
            self._begin(None)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a package."""
        if self._is_office:
            self.open("new")
        return self._is_office

    def ask(self) -> None:
        """Read the packages."""
        self.desk.read(self, store.package_rows, done=self._show_packages, failed=self.show_fault)

    def record_id(self, record: PackageRow) -> str:
        """Return the id of a package."""
        return record.package.id

    def fits(self, record: PackageRow, chip: str) -> bool:
        """Say whether a package belongs under a chip."""
        test = state.tests(self._today()).get(chip)
        return test is None or test(record)

    def is_typed(self, record: PackageRow, typed: str) -> bool:
        """Say whether a package is meant: by its name, group, year or an item."""
        return state.is_meant(record.package, typed)

    def grouped(self, rows: Sequence[PackageRow]) -> Sequence[PackageRow | Group]:
        """Return the packages under their years, starting points after all others."""
        heads: dict[str, list[PackageRow]] = {}
        for row in sorted(rows, key=lambda row: not row.package.is_confirmed):
            head = f"{row.package.year} 年" if row.package.is_confirmed else "起步样例（没有发布，不能签）"
            heads.setdefault(head, []).append(row)
        listed: list[PackageRow | Group] = []
        for head, its in heads.items():
            listed += [Group(head, f"{len(its)} 个"), *its]
        return listed

    def say_none(self) -> None:
        """Say that there is none, and where packages come from."""
        words = "牵头医院的医共体办公室发布以后，会出现在这里。"
        if self._is_office:
            words = "按 F2 写一份，发布以后各单位才能签。"
        if self.table is not None:
            self.table.empty.say("还没有服务包", words, icon="box")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._is_office else (self.export_button,)

    def show_record(self, record: PackageRow | None) -> None:
        """Show a package in the panel."""
        is_same = record is not None and record == self._shown
        self._shown = record
        if record is None:
            self.panel.show_nothing()
            return
        if self.panel.has_form and is_same:
            return
        show_package(self.panel, record, self.desk, is_office=self._is_office)
        self.panel.show_acts(self._offers(record.package))
        self.desk.read(self, store.steps, record.package.id, done=self._show_trail)

    def act(self, name: str) -> None:
        """Write the package in sight anew, take it over into the next year, or end it."""
        if self._shown is None or self.work is not None:
            return
        package = self._shown.package
        if name == "change":
            self._begin(package)
        elif name == "next":
            self._begin(None, follows=package)
        elif name == "aside":
            command = EndPackage(package=package.id, until=self._today())
            self.desk.do(self, command, self._ended, self.show_fault)
        elif name == "end":
            self.ask_for(_ending(package, self._today()), self._ended)

    def done(self, _work: Kept, record: Package) -> None:
        """Come back to the package that was offered."""
        self.find_record(record.id)
        self.end_act(f"{record.name}　{record.year} 年")

    # inside

    def _today(self) -> date:
        return day(self.desk.now())

    def _offers(self, package: Package) -> list[Act]:
        if not self._is_office:
            return []
        stands = state.state_of(package, self._today())
        if not package.is_confirmed:
            found = [Act(name="change", text="核对并发布", key="F7", icon="pencil", style=PRIMARY)]
            return [*found, Act(name="aside", text="不采用", icon="close", style=LINK)] if stands == "start" else found
        if stands == "coming":
            found = [Act(name="change", text="修改", key="F7", icon="pencil", style=PRIMARY)]
        else:
            found = [Act(name="next", text="接着上一年", key="F7", icon="copy", style=PRIMARY)]
        return found if stands == "ended" else [*found, Act(name="end", text="停用", icon="close", style=LINK)]

    def _ended(self, package: Package) -> None:
        words = f"可签到 {package.until}" if package.is_confirmed else "不采用"
        self.end_act(f"{package.name}　{words}")

    def _show_packages(self, found: list[PackageRow]) -> None:
        self._all = found
        shown = found if self._is_office else [row for row in found if row.package.is_confirmed]
        if self.work is None:
            offered = sum(row.package.offered(self._today()) for row in shown)
            starts = sum(state.state_of(row.package, self._today()) == "start" for row in shown)
            self.facts.setText(f"可签 {offered} 个" + (f"　样例待核对 {starts} 个" if starts else ""))
        self.show_records(shown)

    def _show_trail(self, opened: store.Opened) -> None:
        if self._shown is not None and self._shown.package.id == opened.record:
            show_steps(self.panel, opened.steps, self.desk)

    def _begin(self, package: Package | None, *, follows: Package | None = None) -> None:
        if not self._is_office:
            return
        known = self.work
        if isinstance(known, PackageForm) and (known.package, known.follows) == (package, follows):
            return
        form = PackageForm(self.desk, package, self._items(), follows=follows)
        form.removed.connect(partial(self._on_removed, form))
        on_key(form, "Ctrl+Return", self._save)
        title = "新服务包" if package is None else "核对并发布" if not package.is_confirmed else "改服务包"
        source = package or follows
        self.open_kept(form, title, f"接着 {source.name}" if follows and source else "", self._offer)

    def _items(self) -> list[Item]:
        return [item for row in self._all for item in row.package.items]

    def _on_removed(self, form: PackageForm, place: int, line: Line) -> None:
        if line["name"]:
            self.wants_toast.emit("删了一行", str(line["name"]), partial(form.restore, place, line))

    def _save(self) -> None:
        self.send(self._offer)


def _ending(package: Package, today: date) -> Ask:
    until = Field(
        name="until",
        label="最后一天",
        kind=DATE,
        is_needed=True,
        placeholder=today.isoformat(),
        note="过了这天不能再签；签过的照旧",
    )
    return Ask(
        title="停用这个服务包",
        verb="停用",
        sections=only(until),
        command=lambda values: EndPackage(package=package.id, until=values["until"]),
        is_danger=True,
    )
