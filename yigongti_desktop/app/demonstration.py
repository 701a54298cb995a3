"""A hub and two desks of 天门市 on this machine, with invented people: for a first look, and for tests.

The hub is a process of its own on loopback; it is stopped and started to show what a line is that fails.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.keeper import load_starter_lists
from yigongti_desktop.app.log_in import Session
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import check_character
from yigongti_desktop.kernel.places import program
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.transport import Line

CLINIC, HOSPITAL = "岳口", "市一医"
_MARK = "demo.json"
_START_SECONDS = 120.0
_STEP_SECONDS = 0.05


@dataclass(frozen=True)
class Person:
    """An invented colleague."""

    login: str
    name: str
    roles: tuple[Role, ...]
    department: str
    title: str


PEOPLE: dict[str, tuple[Person, ...]] = {
    CLINIC: (
        Person("zhou", "周建国", (Role.DOCTOR,), "内科", "主治医师"),
        Person("li", "李文静", (Role.PUBLIC_HEALTH,), "公共卫生科", "医师"),
        Person("liu", "刘春梅", (Role.PHARMACIST,), "药房", "药师"),
        Person("sun", "孙立新", (Role.DIRECTOR, Role.ADMINISTRATOR), "院办", "副院长"),
        Person("pan", "潘立群", (Role.SCHEDULER,), "院办", "科员"),
    ),
    HOSPITAL: (
        Person("yang", "杨志勇", (Role.REFERRAL_OFFICE, Role.CENTRAL_PHARMACY), "医共体办公室", "主管药师"),
        Person("he", "何敏", (Role.COMMUNITY_OFFICE,), "医共体办公室", "科员"),
        Person("xiong", "熊卫东", (Role.DOCTOR,), "神经内科", "副主任医师"),
        Person("ren", "任小云", (Role.STAFFING_OFFICE,), "人力资源部", "科员"),
    ),
}


class Demonstration:
    """The three of them, and who works where."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder
        self._port = port or _free_port()
        self._words = secrets.token_urlsafe(16)
        self._process: subprocess.Popen[bytes] | None = None
        self._authority = ""
        self.passwords: dict[str, str] = {}
        self.desks: dict[str, Workbench] = {}

    @property
    def address(self) -> str:
        """Return where the hub listens."""
        return f"127.0.0.1:{self._port}"

    def set_up(self) -> None:
        """Found the hub, make the accounts, enrol both desks and sync them once.

        Raises:
            Refused: demo_folder when the folder holds something else.
        """
        self._clear()
        hub = init(Home(self.folder / "hub"), "tianmen", self._words, self.address)
        load_starter_lists(hub)
        first = {
            person.login: self._account(hub, place, person) for place, people in PEOPLE.items() for person in people
        }
        codes = {place: Keeper(hub).issue_code(place).spell() for place in PEOPLE}
        self._authority = hub.authority_pem
        hub.engine.dispose()
        self.start_hub()
        for place, code in codes.items():
            self._enrol(place, code)
        for place, people in PEOPLE.items():
            for person in people:
                self._own_password(place, person, first[person.login])
        for desk in self.desks.values():
            desk.sync()
        self._remember()

    def start_hub(self) -> None:
        """Start the hub's process and wait until it answers.

        Raises:
            Unavailable: hub_unreachable.
        """
        command = [*program(), "hub", "serve", "--home", str(self.folder / "hub")]
        environment = os.environ | {"YIGONGTI_PASSPHRASE": self._words, "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
        ends = time.monotonic() + _START_SECONDS
        while True:
            try:
                with Line(self.address, self._authority) as line:
                    line.is_there()
            except Unavailable:
                if time.monotonic() > ends or self._process.poll() is not None:
                    raise
                time.sleep(_STEP_SECONDS)
            else:
                return

    def stop_hub(self) -> None:
        """Stop the hub's process: the line is down."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=_START_SECONDS)
            self._process = None

    def log_in(self, place: str, login: str) -> Session:
        """Log a colleague in at their desk."""
        return self.desks[place].log_in(login, self.passwords[login])

    def close(self) -> None:
        """Stop everything."""
        self.stop_hub()
        while self.desks:
            self.desks.popitem()[1].close()

    def home(self, place: str) -> Path:
        """Return the folder of a desk."""
        return self.folder / ("clinic" if place == CLINIC else "hospital")

    @property
    def words(self) -> str:
        """Return the passphrase of all three; it lives as long as this process."""
        return self._words

    def _account(self, hub: Hub, place: str, person: Person) -> str:
        _made, password = Keeper(hub).add_account(
            place, person.login, person.name, person.roles, department=person.department, title=person.title
        )
        return password

    def _enrol(self, place: str, code: str) -> None:
        desk = create(Home(self.home(place)), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, self._words))
        desk.enrol(code)
        desk.sync()
        self.desks[place] = desk

    def _own_password(self, place: str, person: Person, given: str) -> None:
        wanted = f"{secrets.token_hex(3)}-{secrets.token_hex(3)}"
        desk = self.desks[place]
        desk.do(desk.log_in(person.login, given).actor, ChangePassword(present=given, wanted=wanted))
        self.passwords[person.login] = wanted

    def _clear(self) -> None:
        is_other = self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir()))
        if is_other and not (self.folder / _MARK).exists():
            raise Refused("demo_folder", path=str(self.folder))
        if is_other:
            shutil.rmtree(self.folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable("home_not_writable", path=str(self.folder)) from error
        self._remember()

    def _remember(self) -> None:
        known = {"address": self.address, "people": dict.fromkeys(self.passwords, "")}
        (self.folder / _MARK).write_text(json.dumps(known), encoding="utf-8")


def id_number(birth: date, sex: Sex, order: int) -> str:
    """Return the ID number of somebody invented; `order` is of two digits and tells people of one day apart."""
    first17 = f"429006{birth:%Y%m%d}{order}{1 if sex is Sex.MALE else 2}"
    return first17 + check_character(first17)


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
