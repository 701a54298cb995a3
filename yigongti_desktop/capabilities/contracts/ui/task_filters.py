"""What narrows the list of tasks: team, village, item, and the order; the team of whoever looks is chosen first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.store.tasks import Wanted
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.picklist import Picklist

_ORDERS = (("", "最急的在前"), ("village", "按村组排"))


class TaskFilters(QWidget):
    """Four picklists in a row."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.team = Picklist((("", "全部团队"),))
        self.village = Picklist((("", "全部村组"),))
        self.item = Picklist((("", "全部项目"),))
        self.order = Picklist(_ORDERS)
        self._teams: dict[str, str] = {}
        self._villages: tuple[str, ...] = ()
        #: Village that was asked for before it was known which there are.
        self._village = ""
        for one in (self.team, self.village, self.item, self.order):
            one.chosen.connect(lambda _key: self.changed.emit())
        self.setLayout(
            row(
                label("范围", "caption"),
                self.team,
                self.village,
                self.item,
                None,
                self.order,
                margins=(10, 0, 10, 7),
            )
        )

    def offer(self, teams: Iterable[Team], villages: Iterable[str], packages: Iterable[Package]) -> None:
        """Offer what there is; a choice that was made stands."""
        items = {item.code: item.name for package in packages for item in package.items}
        self._teams = {team.id: team.name for team in teams}
        self.team.set_choices([("", "全部团队"), *self._teams.items()])
        self._villages = tuple(villages)
        self.village.set_choices([("", "全部村组"), *((one, one) for one in self._villages)])
        self.item.set_choices([("", "全部项目"), *items.items()])
        self.choose_village(self._village)

    def choose_village(self, village: str) -> None:
        """Choose a village, as soon as it is known that there is one of that name."""
        self._village = "" if village in self._villages else village
        if village in self._villages:
            self.village.choose(village)

    def choose_own(self, teams: Iterable[Team], account: str, today: date) -> None:
        """Choose the team of whoever looks, where it is one alone."""
        own = [team for team in teams if any(member.account == account for member in team.on(today))]
        if account and len(own) == 1:
            self.team.choose(own[0].id)

    def team_name(self, team: str) -> str:
        """Return what a team is called; empty for one that is not known here."""
        return self._teams.get(team, "")

    def clear(self) -> None:
        """Let everything through."""
        for one in (self.team, self.village, self.item):
            one.choose("")

    def wanted(self, today: date, show: Show, typed: str) -> Wanted:
        """Return what is asked for; whoever is looked for is found in every team and village."""
        plain = Wanted(today=today, show=show, typed=typed, by_village=self.order.key == "village")
        if typed:
            return msgspec.structs.replace(plain, item=self.item.key)
        return msgspec.structs.replace(plain, team=self.team.key, village=self.village.key, item=self.item.key)
