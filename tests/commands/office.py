"""A hub and two desks at rest, and `yigongti` called on copies of them as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from types import TracebackType
from typing import Any
from typing import Self

import msgspec

from tests.commands import starter
from tests.world import WORDS
from tests.world import id_number
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.keeper import load_starter_lists
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

#: Login → institution, name, roles. Everybody's password is PASSWORD, but newcomer's is still the first one.
PEOPLE: dict[str, tuple[str, str, tuple[Role, ...]]] = {
    "zhou": ("岳口", "周建国", (Role.DOCTOR, Role.DIRECTOR)),
    "liu": ("岳口", "刘春梅", (Role.PHARMACIST,)),
    "shen": ("岳口", "沈审计", (Role.AUDITOR,)),
    "newcomer": ("岳口", "何新来", (Role.DOCTOR,)),
    "yang": ("市一医", "杨志勇", (Role.REFERRAL_OFFICE, Role.CENTRAL_PHARMACY)),
}
PASSWORD = "hai-tian-2618"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The output as JSON, line by line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Office:
    """The folders, and how commands are called on them."""

    folder: Path
    #: One-time password of the newcomer.
    first_password: str = ""
    accounts: dict[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def hub(self) -> Path:
        """The hub's home."""
        return self.folder / "hub"

    @property
    def clinic(self) -> Path:
        """岳口's home."""
        return self.folder / "clinic"

    @property
    def hospital(self) -> Path:
        """市一医's home."""
        return self.folder / "hospital"

    def run(
        self,
        *words: object,
        home: Path | None = None,
        stdin: str | bytes = "",
        passphrase: str | None = WORDS,
        password: str | None = PASSWORD,
        **variables: str,
    ) -> Ran:
        """Call yigongti; a traceback on the screen is never right."""
        return run(*words, home=home, stdin=stdin, passphrase=passphrase, password=password, **variables)

    def apply(self, *commands: object, account: str = "zhou", home: Path | None = None, **how: Any) -> Ran:
        """Call yigongti apply with commands as lines; a text stays as it is."""
        lines = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in commands]
        text = "\n".join(lines)
        return self.run("apply", "-", "--account", account, home=home or self.clinic, stdin=text, **how)

    def do(self, login: str, command: msgspec.Struct, home: Path | None = None) -> Any:
        """Let somebody do something in this process, where the command line itself is not the question."""
        desk = open_desk(home or self.clinic)
        record = desk.do(desk.log_in(login, PASSWORD).actor, command).record
        desk.close()
        return record

    def send(self, **changes: Any) -> Referral:
        """Send a slip in this process."""
        sent: Referral = self.do("zhou", SendReferral(slip=msgspec.convert(self.slip(**changes), Slip)))
        return sent

    def slip(self, **changes: Any) -> dict[str, Any]:
        """Return a complete slip as JSON."""
        patient = {
            "name": "邱传𠮷",
            "sex": "male",
            "birth": "1959-03-12",
            "id_number": id_number(),
            "phone": "13900000001",
            "address": "岳口镇健康村二组",
        }
        slip = {
            "patient": patient,
            "target": {"institution": "tianmen.diyi", "department": "神经内科"},
            "diagnosis_code": "I63.900",
            "impression": "脑梗死",
            "history": "右侧肢体无力 3 小时。",
            "doctor": "周建国",
            "tracker": self.accounts["zhou"],
            "tracker_name": "周建国",
            "consent": True,
        }
        return slip | changes

    def serve(self) -> Serving:
        """Start the hub as a process of its own."""
        return Serving(self)


class Serving:
    """`yigongti hub serve`, until it is left or killed."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = [*PROGRAM, "hub", "serve", "--home", str(self._office.hub)]
        self.process = subprocess.Popen(command, env=environment(passphrase=WORDS), stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        assert "服务" in self.process.stdout.readline().decode()
        while not _listens(self._office.port):
            assert self.process.poll() is None
            time.sleep(0.005)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self._end()

    def stop(self) -> None:
        """Stop it as a service manager does."""
        if self.process is not None:
            self.process.terminate()
            self._end()

    def _end(self) -> None:
        assert self.process is not None
        self.process.communicate(timeout=30)
        self.process = None


STARTER = starter.Starter()
PROGRAM = (sys.executable, "-m", "yigongti_desktop")

#: Seconds after which a call is taken to hang; the whole demonstration takes more than a minute on a busy machine.
_PATIENCE = 240


def environment(passphrase: str | None = None, password: str | None = None, **variables: str) -> dict[str, str]:
    """Return the environment of a machine without keyring and screen."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YIGONGTI_", "COVERAGE_"))}
    given = {"YIGONGTI_PASSPHRASE": passphrase, "YIGONGTI_PASSWORD": password}
    kept |= {name: value for name, value in given.items() if value is not None}
    return kept | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "PYTHONUTF8": "1"} | variables


def run(
    *words: object,
    home: Path | None = None,
    stdin: str | bytes = "",
    passphrase: str | None = None,
    password: str | None = None,
    **variables: str,
) -> Ran:
    """Call yigongti and return what it said."""
    told: Sequence[str] = [*(str(word) for word in words), *(["--home", str(home)] if home else [])]
    given = stdin.encode() if isinstance(stdin, str) else stdin
    around = environment(passphrase, password, **variables)
    if starter.IS_POSSIBLE and not variables:
        done = STARTER.run(told, given, around, ROOT, timeout=_PATIENCE)
    else:  # what a variable does to Python is decided before the program begins
        done = subprocess.run(
            [*PROGRAM, *told], input=given, env=around, capture_output=True, timeout=_PATIENCE, check=False, cwd=ROOT
        )
    encoding = variables.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    ran = Ran(done.returncode, done.stdout.decode(encoding, "replace"), done.stderr.decode(encoding, "replace"))
    assert "Traceback" not in ran.err, ran.err
    assert "Exception ignored" not in ran.err, ran.err
    return ran


def build(folder: Path) -> Office:
    """Found a hub, make the people, enrol both desks and give everybody their own password."""
    office = Office(folder, port=free_port())
    hub = init(Home(office.hub), "tianmen", WORDS, f"127.0.0.1:{office.port}")
    load_starter_lists(hub)
    keeper = Keeper(hub)
    server = hub.server("127.0.0.1", office.port)
    thread = server.start()
    while not server.is_ready:
        time.sleep(0.001)
    firsts: dict[str, str] = {}
    for login, (place, name, roles) in PEOPLE.items():
        account, firsts[login] = keeper.add_account(place, login, name, roles)
        office.accounts[login] = account.id
    for place, home in (("岳口", office.clinic), ("市一医", office.hospital)):
        desk = create(Home(home), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS))
        desk.enrol(keeper.issue_code(place).spell())
        desk.sync()
        for login, (where, _, _) in PEOPLE.items():
            if where == place and login != "newcomer":
                _own_password(desk, login, firsts[login])
        desk.sync()
        desk.close()
    office.first_password = firsts["newcomer"]
    server.stop()
    thread.join()
    hub.engine.dispose()
    return office


def copy(office: Office, folder: Path) -> Office:
    """Copy an office at rest; its hub gets a port of its own."""
    shutil.copytree(office.folder, folder, dirs_exist_ok=True)
    copied = Office(folder, office.first_password, dict(office.accounts), free_port())
    address = f"127.0.0.1:{copied.port}"
    hub = open_hub(copied)
    with writing(hub.engine) as connection:
        facts.put(connection, hub_public_address=address)
    hub.engine.dispose()
    for home in (copied.clinic, copied.hospital):
        desk = open_desk(home)
        with writing(desk.engine) as connection:
            facts.put(connection, hub_address=address)
        desk.close()
    return copied


def open_hub(office: Office) -> Hub:
    """Open the hub's data in this process."""
    from yigongti_desktop.storage.engine import open_hub as open_engine

    home = Home(office.hub)
    vault = _vault(home)
    return Hub(home, vault, open_engine(home.database, vault["database"]))


def open_desk(home: Path) -> Workbench:
    """Open a desk's data in this process."""
    from yigongti_desktop.storage.engine import open_desk as open_engine

    place = Home(home)
    vault = _vault(place)
    return Workbench(place, vault, open_engine(place.database, vault["database"]))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


_opened: dict[bytes, vaults.Vault] = {}


def _vault(home: Home) -> vaults.Vault:
    """Open a vault; one that was opened before needs no second stretch of its words."""
    content = home.vault.read_bytes()
    if content not in _opened:
        _opened[content] = vaults.open_with_words(home.vault, WORDS)
    return _opened[content]


def _own_password(desk: Workbench, login: str, first: str) -> None:
    session = desk.log_in(login, first)
    desk.do(session.actor, ChangePassword(present=first, wanted=PASSWORD))


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
