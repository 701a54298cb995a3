"""发布目录: a list is read, every row of it is checked, and what is good becomes the next version."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yigongti_desktop.capabilities.referrals.messages.catalogues import PublishCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_list import HEADS
from yigongti_desktop.capabilities.referrals.model.catalogue_moves import Wanted
from yigongti_desktop.capabilities.referrals.store import catalogues as store
from yigongti_desktop.capabilities.referrals.store.catalogues import Preview
from yigongti_desktop.capabilities.referrals.store.catalogues import Shelf
from yigongti_desktop.capabilities.referrals.ui.catalogue_columns import Item
from yigongti_desktop.capabilities.referrals.ui.catalogue_columns import of_items
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.registry.model.listing import RowFault

_LONGEST = 120
_HEAD_HEIGHT = 150
_FIELDS = {"lines": "title", "not_holder": "owner", "catalogue_empty": "title", "catalogue_long": "title"}


class CatalogueForm(KeptForm):
    """The head of a version, and the rows of its list below."""

    kind = store.CATALOGUE.name
    days = ("since",)
    picks = ("owner",)
    fault_fields = _FIELDS

    def __init__(self, desk: Desk, shelf: Shelf, file: Path) -> None:
        super().__init__(desk, "referral_catalogue", _sections(shelf))
        self._shelf, self.file = shelf, file
        self.preview: Preview | None = None
        self.words = label("正在检查…", "second", wrap=True)
        self.table = RecordTable(of_items(self._say), keys=(("↑↓", "移动"),), unit="行")
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setFixedHeight(_HEAD_HEIGHT)
        self.setLayout(column(frame, self.words, self.table, spacing=10))

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the head as it usually is, or as it was kept; the list is read anew."""
        self.form.clear_faults()
        name = self._shelf.own.name
        owner = self._shelf.owners[0] if self._shelf.owners else ("", "")
        usual = {
            "owner": Option(*owner) if owner[0] else None,
            "since": day(self.desk.now()),
            "title": "转诊病种目录",
            "issuer": name,
        }
        self.form.fill(dict.fromkeys(self.form.names, "") | usual)
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.go_to("document")
        self.look()

    def on_edited(self, name: str) -> None:
        """Check the list again where the answer may be another: wider catalogues differ by owner and day."""
        super().on_edited(name)
        if name in {"owner", "since"}:
            self.look()

    def look(self) -> None:
        """Read the list and check every row."""
        values = self.form.values()
        on = values["since"] or day(self.desk.now())
        self.desk.read(self, store.preview, self.file, values["owner"], on, done=self._show, failed=self._show_nothing)

    def command(self) -> PublishCatalogue:
        """Return the command that publishes the good rows.

        Raises:
            Refused: catalogue_empty.
        """
        listed = self.preview.listed if self.preview else ()
        if not listed:
            raise Refused("catalogue_empty", field="lines")
        values = self.form.values()
        return PublishCatalogue(
            wanted=Wanted(
                owner=values["owner"],
                title=values["title"],
                document=values["document"],
                issuer=values["issuer"],
                since=values["since"],
                lines=tuple(one.line for one in listed),
            )
        )

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        faults = [Item(row=one.row, fault=one) for one in preview.faults]
        self.table.show_rows([*faults, *(Item(row=one.row, listed=one) for one in preview.listed)])
        words = f"{self.file.name}：{len(preview.listed)} 行可以发布"
        if faults:
            words += f"，{len(faults)} 行有问题，排在前面，不会发布。改好文件后按 Ctrl+R 重新检查。"
        self.words.setText(words)

    def _show_nothing(self, fault: Fault) -> None:
        self.preview = None
        self.table.show_rows([])
        self.table.empty.say("这个文件读不了", self.desk.say(fault, self.kind), icon="alert")
        self.words.setText(self.desk.say(fault, self.kind))

    def _say(self, fault: RowFault) -> str:
        field = str(fault.facts.get("field", ""))
        facts = fault.facts | ({"field": HEADS[field][0]} if field in HEADS else {})
        return self.desk.words.say(fault.code, facts, self.kind)


def _sections(shelf: Shelf) -> tuple[Section, ...]:
    owners = [Option(key, name) for key, name in shelf.owners]
    rows: tuple[tuple[Field, ...], ...] = (
        (
            Field(name="owner", label="适用范围", kind=PICK, options=owners, is_needed=True),
            Field(name="since", label="生效日期", kind=DATE, is_needed=True),
        ),
        (
            Field(name="title", label="目录名称", is_needed=True, most=_LONGEST),
            Field(name="document", label="文号", is_needed=True, most=_LONGEST, placeholder="天卫发〔2026〕12号"),
        ),
        (Field(name="issuer", label="发布单位", is_needed=True, most=_LONGEST),),
    )
    return (Section("", rows),)
