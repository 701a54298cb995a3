"""A package that is offered, written anew, or taken over into the next year: its fields, its price, its items."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.contracts.messages.teams import OfferPackage
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.package import Written
from yigongti_desktop.capabilities.contracts.store.teams import PACKAGE
from yigongti_desktop.capabilities.contracts.ui import package_lines as lines
from yigongti_desktop.capabilities.contracts.ui import package_price as price
from yigongti_desktop.capabilities.contracts.ui.head_and_lines import HeadAndLines
from yigongti_desktop.capabilities.contracts.ui.package_columns import item_columns
from yigongti_desktop.capabilities.contracts.ui.package_fields import sections
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line

_LABEL = 84
#: Begins the names of starting points.
_START = "样例："
_FAULT_FIELDS = {
    "package_name": "name",
    "package_year": "year",
    "package_price": "price",
    "amounts_sum": "finance",
    "days_wrong": "until",
}


class PackageForm(HeadAndLines):
    """The fields and items of a package."""

    kind = PACKAGE.name
    days = ("since", "until")
    fault_fields = _FAULT_FIELDS
    fault_columns = {"item_code": "code", "item_name": "name"}

    def __init__(
        self, desk: Desk, package: Package | None, known: Sequence[Item], *, follows: Package | None = None
    ) -> None:
        """Make it.

        Args:
            desk: that keeps the draft.
            package: that is written anew; None for a new one.
            known: items that may be proposed.
            follows: the package of the year before, which a new one goes on with.
        """
        self.package, self.follows = package, follows
        record = package.id if package else f"after {follows.id}" if follows else ""
        super().__init__(desk, PACKAGE.name, sections(desk), item_columns(desk, known), record, label_width=_LABEL)
        self._mode = ""

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show the package, or what was kept of it."""
        super().begin(draft)
        self._mode = self.head.values()["mode"]
        self._show_price()

    def fresh_fields(self) -> Mapping[str, Any]:
        """Return the fields as the package has them; of a new one those of this year."""
        today = day(self.desk.now())
        if self.follows is not None:
            return _of_next_year(self.follows)
        if self.package is None:
            return {
                "name": "",
                "year": today.year,
                "key_group": "",
                "since": today,
                "until": date(today.year, 12, 31),
                "document": "",
                "price": "",
                "mode": price.PERCENT,
                "finance": "",
                "insurance": "",
                "personal": "",
            }
        fields = _of_package(self.package)
        if self.package.is_confirmed:
            return fields
        own = {"name": self.package.name.removeprefix(_START), "since": today, "document": ""}
        return fields | own | {"until": date(max(self.package.year, today.year), 12, 31)}

    def fresh_lines(self) -> list[Line]:
        """Return the items of the package, or of the one that it follows."""
        source = self.package or self.follows
        return lines.of_items(source.items) if source else [self.new_line()]

    def new_line(self) -> Line:
        """Return a line for one more item."""
        return lines.empty()

    def is_idle(self, line: Line) -> bool:
        """Say whether no item stands on a line."""
        return lines.is_empty(line)

    def sums(self) -> str:
        """Return how many items there are."""
        return f"{sum(not lines.is_empty(line) for line in self.lines)} 个项目"

    def check(self) -> bool:
        """Check fields, lines and who pays; the cursor goes to the first that is wrong."""
        is_fine = super().check()
        wrong = price.fault(self.head.values())
        if wrong is None:
            return is_fine
        self.head.set_fault(wrong[0], self.desk.say(wrong[1], self.kind))
        self.go_to_next_fault()
        return False

    def command(self) -> OfferPackage:
        """Return the command for what stands here.

        Raises:
            Refused: what is wrong with the price or an item.
        """
        values = self.head.values()
        fen, split = price.read_price(values)
        written = Written(
            name=values["name"],
            year=int(values["year"]),
            key_group=values["key_group"],
            items=lines.to_items(self.lines),
            price_fen=fen,
            finance_fen=split.finance,
            insurance_fen=split.insurance,
            self_fen=split.personal,
            since=values["since"],
            until=values["until"],
            document=values["document"],
        )
        return OfferPackage(written=written, package=self.package.id if self.package else "")

    def on_field(self, name: str) -> None:
        """Follow what was typed; who pays is worked out at once."""
        super().on_field(name)
        if name == "mode":
            self._turn()
        if name in price.FIELDS:
            self._show_price()

    def _turn(self) -> None:
        """Write finance and insurance in the other way; the amounts stay."""
        values = self.head.values()
        before, self._mode = self._mode, values["mode"]
        try:
            fen, split = price.read_price(values | {"mode": before})
        except Refused:
            return
        if fen and before != self._mode:
            self.head.set_values(price.turned(self._mode, fen, split))

    def _show_price(self) -> None:
        """Show what the resident pays, and the three in the other way of writing."""
        values = self.head.values()
        is_percent = values["mode"] == price.PERCENT
        try:
            fen, split = price.read_price(values)
        except Refused as fault:
            self.head.set_values({"personal": ""})
            for name in price.PARTS:
                self.head.set_note(name, "")
            self.head.set_note("price", self.desk.say(fault, self.kind) if fault.code == "share_below_zero" else "")
            self.fit_later()
            return
        amounts = price.amounts(split)
        shares = {name: f"{price.say_percent(price.part_of(amount, fen))} %" for name, amount in amounts.items()}
        rest = price.say_percent(price.whole_less(values)) if is_percent else yuan(split.personal)
        self.head.set_values({"personal": rest})
        for name, amount in amounts.items():
            note = f"{yuan(amount)} 元" if is_percent else shares[name]
            self.head.set_note(name, note if fen else "")
        self.head.set_note("price", f"三方合计 {yuan(split.total)} 元" if fen else "不收费")
        self.fit_later()


def _of_package(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "year": package.year,
        "key_group": package.key_group,
        "since": package.since,
        "until": package.until,
        "document": package.document,
    } | price.of_package(package)


def _of_next_year(package: Package) -> dict[str, Any]:
    year = package.year + 1
    return _of_package(package) | {
        "name": package.name.replace(str(package.year), str(year)),
        "year": year,
        "since": date(year, 1, 1),
        "until": date(year, 12, 31),
    }
