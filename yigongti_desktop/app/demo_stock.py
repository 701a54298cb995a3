"""What lies on the demonstration's shelves, and what its villages and residents ask for; all invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.capabilities.pharmacy.messages.shortages import RegisterShortage
from yigongti_desktop.capabilities.pharmacy.messages.stock import EnterStock
from yigongti_desktop.capabilities.pharmacy.messages.villages import AskForVillage
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry

#: Place, log-in, command → record.
Do = Callable[[str, str, Any], Any]
#: Drug, packs, days until it expires, packs given out since.
_SHELF: tuple[tuple[str, int, int, int], ...] = (
    ("阿莫西林胶囊", 120, 420, 36),
    ("阿莫西林胶囊", 24, 75, 0),
    ("苯磺酸氨氯地平片", 60, 510, 52),
    ("盐酸二甲双胍片", 80, 380, 41),
    ("布洛芬混悬液", 30, 45, 12),
    ("头孢呋辛酯片", 25, 160, 6),
    ("阿奇霉素片", 18, 600, 9),
    ("对乙酰氨基酚片", 40, 20, 4),
)
_VILLAGES: tuple[tuple[str, dict[str, int]], ...] = (
    ("健康村", {"阿莫西林胶囊": 6, "苯磺酸氨氯地平片": 10}),
    ("白湖口村", {"盐酸二甲双胍片": 8}),
)


class Shelves:
    """Fills the shelves through the desks, as people would."""

    def __init__(self, demonstration: Demonstration, do: Do) -> None:
        self._demo = demonstration
        self._do = do

    def open_centre(self, lots: dict[str, str], expiry: date) -> None:
        """Let the central pharmacy have enough of these drugs, each of one lot."""
        lines = [self._line(HOSPITAL, name, 600, lot, expiry) for name, lot in lots.items()]
        self._enter(HOSPITAL, "yang", EntryKind.OPENING, [line for line in lines if line])

    def open_clinic(self) -> None:
        """Let the clinic have some, use some, and be asked for what it lacks."""
        today = day(self._demo.desks[CLINIC].clock.now())
        there, given = [], []
        for place, (name, packs, days, used) in enumerate(_SHELF):
            lot, expiry = f"2505{place + 11}", today + timedelta(days=days)
            there.append(self._line(CLINIC, name, packs, lot, expiry))
            given.append(self._line(CLINIC, name, used, lot, expiry) if used else None)
        self._enter(CLINIC, "liu", EntryKind.OPENING, [line for line in there if line])
        self._enter(CLINIC, "liu", EntryKind.ISSUE_PATIENTS, [line for line in given if line], "门诊")
        for village, wanted in _VILLAGES:
            lines = tuple(
                Wanted(drug=drug, quantity=packs)
                for name, packs in wanted.items()
                if (drug := self._drug(CLINIC, name))
            )
            self._do(CLINIC, "liu", AskForVillage(village=village, lines=lines))
        missing = Missing(name="他克莫司胶囊", quantity=2, unit="盒", patient="郑玉珍", phone="13900001108")
        self._do(CLINIC, "liu", RegisterShortage(missing=missing))

    def _enter(self, place: str, login: str, kind: EntryKind, lines: list[EntryLine], whom: str = "") -> None:
        self._do(place, login, EnterStock(entering=Entering(kind=kind, lines=tuple(lines), partner_name=whom)))

    def _line(self, place: str, name: str, packs: int, lot: str, expiry: date) -> EntryLine | None:
        drug = self._drug(place, name)
        return EntryLine(drug=drug, quantity=packs, lot=lot, expiry=expiry) if drug else None

    def _drug(self, place: str, name: str) -> str:
        found = self._demo.desks[place].read(registry.find, registry.DRUG, name, 1)
        return found[0].id if found else ""
