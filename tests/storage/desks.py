"""A desk of 岳口 that was enrolled once, and is copied for each test: real files, known keys, the hub out of reach."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tests.fakes.time import StoppedClock
from tests.world import EVERY_CLINIC_ROLE
from tests.world import World
from tests.world import id_number
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.records import load
from yigongti_desktop.storage.vault import Vault

#: What a keyring would keep.
SECRET = bytes(range(32))
#: Log-in names at 岳口, and what each does there; wu's account was stopped.
PEOPLE: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    "zhou": ("周建国", EVERY_CLINIC_ROLE),
    "sun": ("孙立新", (Role.DIRECTOR, Role.ADMINISTRATOR)),
    "wu": ("吴停用", (Role.DOCTOR,)),
}


@dataclass(frozen=True)
class Frozen:
    """A desk at rest."""

    home: Home
    actors: Mapping[str, Actor]
    passwords: Mapping[str, str]

    def copied(self, to: Path) -> Home:
        """Return a copy of the desk's folder."""
        shutil.copytree(self.home.path, to, dirs_exist_ok=True)
        return Home(to)

    @property
    def zhou(self) -> Actor:
        """The doctor who does everything here."""
        return self.actors["zhou"]


def freeze(folder: Path) -> Frozen:
    """Found a county, enrol 岳口, give it people, and close all; 市一医 has an account of its own."""
    world = World(folder)
    world.open_line()
    actors, passwords = {}, {}
    for login, (name, roles) in PEOPLE.items():
        account, passwords[login] = world.keeper.add_account("岳口", login, name, roles)
        actors[login] = account.actor()
        if login == "wu":
            world.keeper.stop_account(account)
    account, passwords["yang"] = world.keeper.add_account("市一医", "yang", "杨志勇", (Role.DOCTOR,))
    actors["yang"] = account.actor()
    desk = world.desk("岳口")
    desk._vault.lock_with_secret(vaults.KEYRING, SECRET)
    home = desk.home
    world.close()
    return Frozen(home, actors, passwords)


def open_vault(path: Path) -> Vault:
    """Open a vault of the tests with its keyring's secret; the words of the tests would open it too, at some cost."""
    return vaults.open_with_secret(path, vaults.KEYRING, SECRET)


def opened(home: Home, clock: Clock | None = None) -> Workbench:
    """Open a desk, by default with a clock that stands."""
    return open_home(home, open_vault, clock=clock or StoppedClock())


def slip(**changes: Any) -> Slip:
    """Return a complete slip to 市第一人民医院; `serial` makes another patient."""
    serial: int = changes.pop("serial", 301)
    patient = Patient(
        name="邱传富",
        sex=Sex.MALE if serial % 2 else Sex.FEMALE,
        birth=date(1959, 3, 12),
        id_number=id_number(serial=serial),
        address="岳口镇健康村二组 18 号",
        phone="13900000001",
    )
    made = Slip(
        patient=patient,
        target=Target(institution="tianmen.diyi", department="神经内科"),
        diagnosis_code="I63.900",
        impression="脑梗死",
        history="右侧肢体无力 3 小时。",
        doctor="周建国",
        tracker="somebody",
        tracker_name="李文静",
        consent=True,
    )
    return replace(made, **changes)


def send(desk: Workbench, actor: Actor, **changes: Any) -> Referral:
    """Send a referral."""
    sent: Referral = desk.do(actor, SendReferral(slip=slip(**changes))).record
    return sent


def state_of(desk: Workbench) -> dict[str, list[Any]]:
    """Return every row of the desk, by table: to be compared, whatever an act may have touched."""

    def rows(connection: Any) -> dict[str, list[Any]]:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return {name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')] for name in names}  # noqa: S608 - names of the schema itself

    return desk.read(rows)


def is_known(desk: Workbench, referral: Referral) -> bool:
    """Say whether the desk has this referral with its patient."""
    found = desk.read(load, REFERRAL, referral.id)
    return found == referral and desk.read(load, registry.RESIDENT, referral.slip.patient.resident) is not None


def bare_home(path: Path, key: bytes) -> Home:
    """Return a home with a database of the present schema that nobody has enrolled, and a vault of the tests' words."""
    home = Home(path).make()
    engine = open_desk(home.database, key)
    migrate.upgrade(engine)
    engine.dispose()
    vault = vaults.new_vault(home.vault, database=key)
    vault.lock_with_secret(vaults.KEYRING, key)
    return home
