"""Whole roads over real desks and a real hub: a referral there and back, each step a minute after the last."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.world import World
from tests.world import id_number
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.store import FOLLOW_UP
from yigongti_desktop.capabilities.followups.store import of_source
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.unit_of_work import Shelf

CLINIC, HOSPITAL = "岳口", "市一医"
BACK = ReturnSlip(
    diagnosis_code="I63.900",
    diagnosis="脑梗死",
    case_number="M2026112301",
    findings="头颅 MRI：左侧基底节区梗死灶。",
    plan="继续抗血小板治疗，两周内随访血压。",
    doctor="王建平",
)


class Roads:
    """A county with a clinic and a hospital, and patients that are new each time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._serial = 301

    def do(self, name: str, command: msgspec.Struct) -> Any:
        """Do it a minute later than what was done before."""
        self.world.clock.advance(minutes=1)
        return self.world.do(name, command)

    def sync(self, *names: str) -> None:
        """Let desks talk with the hub, a second after one another; all of them when none is named."""
        for name in names or tuple(self.world.desks):
            self.world.clock.advance(seconds=1)
            self.world.desks[name].sync()

    def settle(self) -> None:
        """Let everybody have everything: once up, once down."""
        self.sync()
        self.sync()

    def send(self, name: str = CLINIC, **changes: Any) -> Referral:
        """Send a patient whom nobody has seen before."""
        self.world.clock.advance(minutes=1)
        self._serial += 2
        patient = msgspec.structs.replace(self.world.slip(name).patient, id_number=id_number(serial=self._serial))
        return self.world.send_referral(name, **({"patient": patient} | changes))

    def bring_back(self, name: str = CLINIC) -> Referral:
        """Send a patient, and have the hospital accept, treat and return them; everybody knows it then."""
        sent = self.send(name)
        self.sync(name, HOSPITAL)
        self.do(HOSPITAL, m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"))
        self.do(HOSPITAL, m.RegisterArrival(referral=sent.id))
        back: Referral = self.do(HOSPITAL, m.SendBack(referral=sent.id, slip=BACK))
        self.settle()
        return back

    def case(self, name: str, referral: str) -> Referral | None:
        """Return a case as a desk has it."""
        return self.world.desks[name].read(records.load, REFERRAL, referral)

    def case_at_hub(self, referral: str) -> Referral:
        """Return a case as the hub has it."""
        with reading(self.world.hub.engine) as connection:
            found = Shelf(connection, self.world.desks[CLINIC].catalogue).get("referral", referral)
        assert isinstance(found, Referral)
        return found

    def visits(self, name: str, referral: str) -> list[FollowUp]:
        """Return the visits that a case has opened, as a desk has them."""
        return self.world.desks[name].read(of_source, referral)

    def visits_at_hub(self, referral: str) -> list[FollowUp]:
        """Return the visits that a case has opened, as the hub has them."""
        with reading(self.world.hub.engine) as connection:
            rows = connection.execute(FOLLOW_UP.table.select().where(FOLLOW_UP.table.c.source == referral))
            return [records.from_row(FOLLOW_UP, row) for row in rows]
