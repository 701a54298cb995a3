"""岳口 with people on its roster: two desks, a nurse and a doctor with log-ins, the clerk and the director."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.registry.staff.seeded import xu
from tests.registry.staff.seeded import zhou
from tests.sync.county import County
from yigongti_desktop.registry.model.staff.messages import LinkAccount
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import outbox

TODAY = date(2026, 11, 23)
ONE, TWO = "岳口", "岳口二"


class Ward:
    """The unit, its people and both desks."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.nurse = self._linked(xu(county), "护士")
        self.doctor = self._linked(zhou(county), "医生")
        self.talk()

    def do(self, who: str, command: Any, desk: str = ONE) -> Any:
        """Let somebody do something at a desk; return the record."""
        return self.county.desks[desk].do(self.county.people[who], command).record

    def read(self, question: Any, *args: Any, desk: str = ONE) -> Any:
        """Ask a desk."""
        return self.county.desks[desk].read(question, *args)

    def talk(self, *desks: str) -> None:
        """Let desks talk with the hub, both twice where none is named."""
        self.county.sync(*(desks or (ONE, TWO, ONE, TWO)))

    def refused(self, desk: str) -> list[outbox.Act]:
        """Return the acts of a desk that a person has to settle."""
        found: list[outbox.Act] = self.read(outbox.in_states, outbox.NEEDS_PERSON, desk=desk)
        return found

    def _linked(self, staff: Staff, who: str) -> Staff:
        made: Staff = self.do("排班", LinkAccount(staff=staff.id, account=self.county.people[who].account, seen=""))
        return made
