"""A small county for tests: a real hub behind real HTTPS on loopback, and real desks with real files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tests.fakes.time import StoppedClock
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.keeper import load_starter_lists
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.hub.http import Server
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import check_character
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home

WORDS = "测试用的口令-不是密码"
EVERY_CLINIC_ROLE = (Role.DOCTOR, Role.PHARMACIST, Role.PUBLIC_HEALTH, Role.DIRECTOR)
EVERY_LEAD_ROLE = (Role.REFERRAL_OFFICE, Role.CENTRAL_PHARMACY, Role.DOCTOR)


def id_number(birth: date = date(1959, 3, 12), serial: int = 301, region: str = "429006") -> str:
    """Return a valid citizen number of nobody."""
    first17 = f"{region}{birth:%Y%m%d}{serial:03d}"
    return first17 + check_character(first17)


def hu_xiaoyan(**changes: Any) -> Identity:
    """Return 胡小燕, whom many tests register; nobody bears her number."""
    birth = date(1975, 6, 1)
    identity = Identity(
        name="胡小燕", sex=Sex.FEMALE, birth=birth, id_number=id_number(birth, 302), phone="13900000001"
    )
    return msgspec.structs.replace(identity, **changes)


class World:
    """One hub, its server, and the desks that were enrolled with it."""

    def __init__(
        self, folder: Path, county: str = "tianmen", clock: StoppedClock | None = None, database: str = ""
    ) -> None:
        self.folder = folder
        self.clock = clock or StoppedClock()
        self.hub: Hub = init(Home(folder / "hub"), county, WORDS, "127.0.0.1:1", database=database, clock=self.clock)
        load_starter_lists(self.hub)
        self.keeper = Keeper(self.hub)
        self.desks: dict[str, Workbench] = {}
        self.people: dict[str, Actor] = {}
        self._server: Server | None = None
        self._port = 0

    def open_line(self) -> None:
        """Let the hub listen, always on the same port."""
        from yigongti_desktop.storage import facts
        from yigongti_desktop.storage.engine import writing

        server = self.hub.server("127.0.0.1", self._port)
        thread = server.start()
        while not server.is_ready:
            if not thread.is_alive():
                raise RuntimeError("the hub did not start")
            time.sleep(0.001)
        self._server = server
        self._port = server.port
        with writing(self.hub.engine) as connection:
            facts.put(connection, hub_public_address=f"127.0.0.1:{self._port}")

    def cut_line(self) -> None:
        """Stop the hub's server; kept connections are let go first, which asyncio would complain of otherwise."""
        for desk in self.desks.values():
            desk.rest_line()
        if self._server is not None:
            self._server.stop()
            while self._server.is_listening:
                time.sleep(0.001)
            self._server = None

    def desk(
        self, place: str, name: str = "", *, roles: Sequence[Role] = (), clock: StoppedClock | None = None
    ) -> Workbench:
        """Enrol a desk of an institution, with one account that holds the roles; log its person in."""
        name = name or place
        home = Home(self.folder / name)
        desk = create(home, lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS), clock=clock or self.clock)
        desk.enrol(self.keeper.issue_code(place).spell())
        if name not in self.people:
            login = f"user{len(self.people)}"
            account, _ = self.keeper.add_account(place, login, "张测试", roles or EVERY_CLINIC_ROLE)
            self.people[name] = account.actor()
        desk.sync()
        self.desks[name] = desk
        return desk

    def do(self, name: str, command: msgspec.Struct) -> Any:
        """Let the person of a desk do something there; return the record."""
        return self.desks[name].do(self.people[name], command).record

    def close(self) -> None:
        """Stop everything."""
        self.cut_line()
        for desk in self.desks.values():
            desk.close()
        self.hub.engine.dispose()

    def slip(self, name: str, **changes: Any) -> Slip:
        """Return a complete slip to 市第一人民医院, tracked by the person of the desk."""
        patient = Patient(
            name="邱传富",
            sex=Sex.MALE,
            birth=date(1959, 3, 12),
            id_number=id_number(),
            address="岳口镇健康村二组 18 号",
            phone="13900000001",
        )
        slip = Slip(
            patient=patient,
            target=Target(institution="tianmen.diyi", department="神经内科"),
            diagnosis_code="I63.900",
            impression="脑梗死",
            history="右侧肢体无力 3 小时。",
            doctor="周建国",
            tracker=self.people[name].account,
            tracker_name="李文静",
            consent=True,
        )
        return msgspec.structs.replace(slip, **changes)

    def send_referral(self, name: str, **changes: Any) -> Referral:
        """Send a referral from a desk."""
        sent: Referral = self.do(name, SendReferral(slip=self.slip(name, **changes)))
        return sent

    def drug(self, name: str, spelled: str = "阿莫西林胶囊") -> str:
        """Return the id of a drug of a desk's formulary."""
        return self.desks[name].read(registry.find, registry.DRUG, spelled, 1)[0].id

    def request(self, name: str, quantity: int = 100) -> Any:
        """Submit a request for one drug from a desk."""
        return self.do(name, SubmitDrugRequest(lines=(Wanted(drug=self.drug(name), quantity=quantity),)))
