"""对比: how two versions of a catalogue differ, code by code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.model.catalogue_list import compare
from yigongti_desktop.capabilities.referrals.ui.catalogue_columns import of_differences
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.table import RecordTable


class CatalogueCompare(QWidget):
    """Two versions, chosen above, their differences below."""

    def __init__(self, versions: Sequence[ReferralCatalogue], parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            versions: at least one, the latest first.
            parent: of the widget.
        """
        super().__init__(parent)
        self._versions = {one.id: one for one in versions}
        choices = [(one.id, named(one)) for one in versions]
        self.new, self.old = Picklist(choices), Picklist(choices)
        same = [one for one in versions[1:] if one.owner == versions[0].owner]
        self.old.choose((same or versions)[0].id)
        self.table = RecordTable(of_differences(), keys=(("↑↓", "移动"),), unit="处")
        self.table.empty.say("没有差别", "两版的病种和文字一样。", icon="check-circle")
        self._words = label("", "second")
        bar = row(label("从", "second"), self.old, label("到", "second"), self.new, self._words, None, spacing=10)
        self.setLayout(column(bar, self.table, spacing=10))
        for choice in (self.old, self.new):
            choice.chosen.connect(lambda _key: self.show_differences())
        self.show_differences()

    def show_differences(self) -> None:
        """Show how the two chosen versions differ."""
        old, new = self._versions[self.old.key], self._versions[self.new.key]
        found = compare(old.lines, new.lines)
        self._words.setText(f"{len(old.lines)} 行 → {len(new.lines)} 行，{len(found)} 处不同")
        self.table.show_rows(found, keep=lambda one, other: one.code == other.code)


def named(one: ReferralCatalogue) -> str:
    """Return a version as it is chosen."""
    mark = "　已撤回" if one.withdrawn else ""
    return f"{one.owner_name}　{one.title}　{one.since:%Y-%m-%d} 起{mark}"
