"""转诊目录: which diseases are kept, referred up or out, by which version; compared, and published from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.capabilities.referrals.messages.catalogues import WithdrawCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.store import catalogues as store
from yigongti_desktop.capabilities.referrals.store.catalogues import Ruled
from yigongti_desktop.capabilities.referrals.store.catalogues import Shelf
from yigongti_desktop.capabilities.referrals.ui.catalogue_columns import badge_of
from yigongti_desktop.capabilities.referrals.ui.catalogue_columns import of_rules
from yigongti_desktop.capabilities.referrals.ui.catalogue_compare import CatalogueCompare
from yigongti_desktop.capabilities.referrals.ui.catalogue_compare import named
from yigongti_desktop.capabilities.referrals.ui.catalogue_form import CatalogueForm
from yigongti_desktop.capabilities.referrals.ui.catalogue_words import LEVELS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.picklist import Picklist

_CHIPS = (Chip("all", "全部", 0), Chip("keep", "留治", 0), Chip("up", "上转", 0), Chip("out", "转外", 0))
_FILES = "表格 (*.xlsx *.csv)"
_NOW = ("", "现行（本单位适用）")
_WITHDRAWN = ("文件有误，另发新版", "县里推迟施行", "病种还要再议")


class CataloguePage(ListPage[Ruled]):
    """The page of catalogues."""

    way_back = "下次按 F2 接着写"
    topics = frozenset({"referrals.catalogues", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "转诊目录", hint="选一个病种，这里显示指征和依据")
        self._shelf: Shelf | None = None
        self.versions = Picklist((_NOW,))
        self._new = self.new_button("发布目录", PRIMARY)
        self._compare = KeyButton("对比", "F4", icon="columns")
        self._compare.clicked.connect(self.open_compare)
        self._publish = KeyButton("发布", "Ctrl+S", style=PRIMARY)
        self._publish.clicked.connect(self._save)
        on_key(self, "F4", self.open_compare, window_wide=True)
        self.set_out(of_rules(), chips=_CHIPS, placeholder="病种、拼音、编码", unit="行")
        if self.table is not None:
            self.table.bar.insertWidget(self.table.bar.count() - 1, self.versions)
        self.versions.chosen.connect(lambda _key: self._show_version())

    def open_argument(self, argument: Any) -> None:
        """Publish ("new"), or show a version by its id."""
        if argument == "new":
            self.ask_file()
        elif isinstance(argument, str):
            self.leave_work(quietly=True)
            if self._shelf and any(one.id == argument for one in self._shelf.versions):
                self.versions.choose(argument)

    def begin_new(self) -> bool:
        """Ask for a list to publish."""
        if may := self._may_publish():
            self.open("new")
        return may

    def ask(self) -> None:
        """Read all versions."""
        if self.desk.actor is not None:
            today = day(self.desk.now())
            self.desk.read(self, store.shelf, self.desk.actor, today, done=self._take, failed=self.show_fault)

    def record_id(self, record: Ruled) -> str:
        """Return by what a line is known."""
        return record.id

    def fits(self, record: Ruled, chip: str) -> bool:
        """Say whether a line belongs under a chip."""
        return chip in {"all", record.line.action.value}

    def is_typed(self, record: Ruled, typed: str) -> bool:
        """Say whether a line is meant: by name, pinyin, its code, or a code that it speaks of."""
        line, wanted = record.line, sought(typed)
        if wanted in sought(line.code) or typed in line.name or typed in line.indication:
            return True
        if any(key.startswith(wanted) for key in keys_of_term(line.name)):
            return True
        code = typed[:1].upper() + typed[1:]
        return len(code) > 2 and line.reach.covers(code)  # noqa: PLR2004 - the shortest code: I10

    def say_none(self) -> None:
        """Say that there is no catalogue, and what that means."""
        if self.table is None:
            return
        words = "还没有生效的转诊病种目录：写转出单时不提示去向，也不要理由。"
        if self._may_publish():
            self.table.empty.say("还没有目录", words, self.new_button("发布目录"), icon="clipboard")
        else:
            self.table.empty.say("还没有目录", f"{words}目录由医共体办公室或转诊办发布。", icon="clipboard")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        some = (self._compare,) if self._shelf and self._shelf.versions else ()
        return (self.export_button, *some, self._new) if self._may_publish() else (self.export_button, *some)

    def show_record(self, record: Ruled | None) -> None:
        """Show a line in the panel, with its standards and where it stands."""
        if record is None:
            self.panel.show_nothing()
            return
        line, catalogue = record.line, record.catalogue
        self.panel.show_head(line.name, "", badge_of(line), line.code, LEVELS[catalogue.level.value])
        self.panel.facts.show_facts(
            [
                ("转诊指征", line.indication),
                ("出入院", line.admission),
                ("转诊标准", line.standard),
                ("依据", f"{catalogue.document}《{catalogue.title}》"),
                ("发布", f"{catalogue.issuer}　{catalogue.published_by}"),
                ("适用", catalogue.owner_name),
                ("生效", f"{catalogue.since:%Y-%m-%d} 起"),
                ("撤回", catalogue.withdrawn),
            ]
        )
        self.panel.show_trail((), proven=False)
        self.panel.callout.clear()
        if record.overruled:
            words = f"这个编码现在按「{record.overruled}」执行：几份目录都说到的，按更严的一份。"
            self.panel.callout.say("另有更严的规定", words, tone="warn")
        self.panel.show_acts(self._acts(catalogue))

    def act(self, name: str) -> None:
        """Ask for what an act needs."""
        one = self.current
        if one is None or self.work is not None or name != "withdraw":
            return
        asked = Ask(
            title="撤回这一版目录",
            verb="撤回",
            sections=only(reason(_WITHDRAWN)),
            command=lambda values: WithdrawCatalogue(catalogue=one.catalogue.id, reason=values["reason"]),
            is_danger=True,
        )
        self.ask_for(asked, lambda record: self.end_act(f"{record.title}　已撤回"))

    def open_compare(self) -> None:
        """Show two versions side by side."""
        if self._shelf is None or not self._shelf.versions or self.work is not None or not self.isVisible():
            return
        view = CatalogueCompare(self._shelf.versions)
        on_key(view, "Esc", self.leave_work)
        self.begin_work(view, "对比目录", "")
        view.table.view.setFocus()

    def ask_file(self) -> None:
        """Ask for a list, and begin to publish it."""
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "转诊病种目录", "", _FILES)
        if chosen:
            self.begin_import(Path(chosen))

    def begin_import(self, file: Path) -> None:
        """Look at a list and check it."""
        if self._shelf is None:
            return
        form = CatalogueForm(self.desk, self._shelf, file)
        form.finished.connect(self._save)
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(form, key, self._save)
        on_key(form, "Ctrl+R", form.look)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, "发布目录", file.name, self._publish)

    def done(self, _work: Kept, record: ReferralCatalogue) -> None:
        """Come back, to the version that was published."""
        self.end_act(f"{record.title}　{len(record.lines)} 行，{record.since:%Y-%m-%d} 起")

    def _save(self) -> None:
        self.send(self._publish)

    def _may_publish(self) -> bool:
        return self._shelf is not None and bool(self._shelf.owners)

    def _acts(self, catalogue: ReferralCatalogue) -> list[Act]:
        owners = {key for key, _name in self._shelf.owners} if self._shelf else set()
        may = catalogue.owner in owners and catalogue.since > self._today() and not catalogue.withdrawn
        return [Act(name="withdraw", text="撤回这一版", icon="undo", style=LINK)] if may else []

    def _take(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.versions.set_choices([_NOW, *((one.id, named(one)) for one in shelf.versions)])
        if self.work is None:
            self.set_buttons(*self.list_buttons())
            self.facts.setText("　".join(f"{one.owner_name} {one.document}" for one in shelf.current))
        self._show_version()

    def _show_version(self) -> None:
        if self._shelf is None:
            return
        version = next((one for one in self._shelf.versions if one.id == self.versions.key), None)
        if version is None:
            self.show_records(self._shelf.rules)
        else:
            self.show_records([Ruled(line=line, catalogue=version) for line in version.lines])

    def _today(self) -> date:
        return day(self.desk.now())
