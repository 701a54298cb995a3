"""The desk without its window: home, keys, database, people, commands, sync, backups.

The window, the command line and the tests all work through it, with the same log-in and the same rights.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any
from typing import Concatenate
from typing import ParamSpec
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Engine

from yigongti_desktop.app import log_in
from yigongti_desktop.app.kept_line import KeptLine
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.log_in import Person
from yigongti_desktop.app.log_in import Session
from yigongti_desktop.kernel import machine
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.kernel.ids import TimeOrderedIds
from yigongti_desktop.kernel.structs import know_all
from yigongti_desktop.kernel.version import VERSION
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.clocks import DeskClock
from yigongti_desktop.storage.drafts import Draft
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.turns import Turns
from yigongti_desktop.storage.unit_of_work import unit_of_work
from yigongti_desktop.storage.vault import Vault

P = ParamSpec("P")
T = TypeVar("T")


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a command did: its record, and the topics that screens read again."""

    record: Any
    topics: frozenset[str]


class Workbench:
    """One desk's data, open."""

    catalogue = CATALOGUE

    def __init__(
        self,
        home: Home,
        vault: Vault,
        engine: Engine,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        cards: frozenset[str] | None = None,
    ) -> None:
        self.home = home
        self.engine = engine
        self.clock = DeskClock(clock or SystemClock())
        self.ids = ids or TimeOrderedIds(self.clock)
        self._vault = vault
        self._syncing = threading.Lock()
        self._turns = Turns()
        self._line = KeptLine()
        with reading(engine) as connection:
            self.clock.load(connection)
            known = facts.several(connection, facts.EPOCH, facts.CARDS)
        self._settle_in(machine.cards() if cards is None else cards, known)

    def _settle_in(self, cards: frozenset[str], known: dict[str, str]) -> None:
        """Note which machine this is, and the epoch that numbers are given out under."""
        epoch = int(known.get(facts.EPOCH, "0"))
        if epoch and not cards <= set(known.get(facts.CARDS, "").split()):
            from yigongti_desktop.sync.machine import settle_in

            with writing(self.engine) as connection:
                if settle_in(connection, cards, self.clock.now()):
                    epoch = int(facts.get(connection, facts.EPOCH))
        with weather():
            self.home.note_epoch(epoch)  # a cut after the hub gave it may have come before this

    @property
    def is_enrolled(self) -> bool:
        """Say whether this machine is a device of an institution."""
        return bool(self.fact(facts.DEVICE))

    @property
    def is_usable(self) -> bool:
        """Say whether somebody can log in and work here, though the first sync may not have come to its end."""
        with reading(self.engine) as connection:
            own = facts.get(connection, facts.INSTITUTION)
            is_known = records.load(connection, registry.INSTITUTION, own) is not None
            has_rules = registry.the_county(connection) is not None
        return is_known and has_rules and bool(self.people())

    def close(self) -> None:
        """Let line and database go; a talk under way ends first."""
        self._line.end()
        with self._syncing:
            self._line.let_go()
        self.engine.dispose()

    def fact(self, name: str) -> str:
        """Return a fact about this device."""
        with reading(self.engine) as connection:
            return facts.get(connection, name)

    def people(self) -> list[Person]:
        """Return who may log in here."""
        return log_in.people(self.engine)

    def log_in(self, named: str, password: str) -> Session:
        """Log somebody in."""
        return log_in.log_in(self.engine, self.catalogue, self.clock, named, password)

    def do(self, actor: Actor, command: msgspec.Struct) -> Done:
        """Do what a person asks, or refuse it and change nothing.

        Raises:
            Refused: role_may_not, or what the rule says.
            Unavailable: disk_full, database_busy.
        """
        kind = self.catalogue.handlers[type(command)]
        actor.need(kind.roles)
        with (
            self._turns.wanted(),
            unit_of_work(self.engine, self.catalogue, self.clock, self.ids, actor) as work,
        ):
            record = kind.handle(work, command)
        return Done(record=record, topics=frozenset(work.topics))

    def read(self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the database one question."""
        with reading(self.engine) as connection:
            return question(connection, *args, **kwargs)

    def write(self, act: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write something that is this desk's own and never travels: a draft, a line of the log."""
        with self._turns.wanted(), writing(self.engine) as connection:
            return act(connection, *args, **kwargs)

    def keep_draft(self, actor: Actor, form: str, record: str, values: dict[str, Any]) -> None:
        """Keep what a person has begun to write; it never travels."""
        draft = Draft(form=form, account=actor.account, record=record, values=values, saved_at=self.clock.now())
        self.write(drafts.keep, draft)

    def draft(self, actor: Actor, form: str, record: str) -> dict[str, Any] | None:
        """Return what the person had begun to write, or None."""
        found = self.read(drafts.fetch, form, actor.account, record)
        return found.values if found else None

    def drop_draft(self, actor: Actor, form: str, record: str) -> None:
        """Forget what the person had begun to write: it has become a record."""
        self.write(drafts.drop, form, actor.account, record)

    def note(self, actor: Actor | None, act: str, subject: str = "", outcome: str = "done") -> None:
        """Append to the audit log."""
        self.write(audit.note, self.clock.now(), actor.account if actor else "", act, subject=subject, outcome=outcome)

    def enrol(self, code: str) -> Enrolled:
        """Make this machine a device of an institution, or a new one if the hub has revoked it.

        Raises:
            Refused: enrolled_already, or what is wrong with the code.
            Unavailable: why the hub does not answer.
        """
        from yigongti_desktop.sync.enrolment import enrol
        from yigongti_desktop.sync.enrolment import is_taken

        with self._syncing:
            if self.is_enrolled:
                if is_taken(self.engine, self._device_key()):
                    raise Refused("enrolled_already")
                if "device_next" not in self._vault:
                    self._vault.put(device_next=new_key())
                enrolled = enrol(self.engine, code, self._vault["device_next"], program=VERSION)
                with weather():
                    self.home.note_epoch(int(self.fact(facts.EPOCH)))
                self._device_key()
            else:
                enrolled = enrol(self.engine, code, self._vault["device"], program=VERSION)
        self.note(None, "enrol", enrolled.device)
        return enrolled

    def _device_key(self) -> bytes:
        """Return the key of this device; a cut while it became a new one may have left two."""
        if "device_next" in self._vault:
            following = self._vault["device_next"]
            if public_key(following).hex() == self.fact(facts.DEVICE_KEY):
                self._vault.put(device=following)
                self._vault.take_out("device_next")
        return self._vault["device"]

    def sync(self, progress: Callable[[Any], bool] = lambda _progress: True) -> Any:
        """Talk with the hub to the end; a second call while one runs waits for it.

        Args:
            progress: told after each exchange how far the talk has come; False stops it.

        Raises:
            Refused: not_enrolled.
        """
        from yigongti_desktop.sync.loop import line_of
        from yigongti_desktop.sync.loop import sync_once

        with self._syncing:
            desk = self._syncs()
            line = self._line.ready(self.read(facts.everything), lambda: line_of(desk))

            def go_on(come: Any) -> bool:
                self._turns.give_way()  # before the next page
                return progress(come)

            talk = sync_once(desk, line=line, progress=go_on)
            if talk.code and line is not None:
                line.close()  # what the next talk meets is another line
            if talk.is_new_epoch:
                with weather():
                    self.home.note_epoch(int(self.fact(facts.EPOCH)))
            if talk.hub_time is not None:
                self._put_clock_right()
        return talk

    def export_package(self, target: Path, progress: Callable[[int, int], bool] = lambda _done, _size: True) -> Any:
        """Write all that waits into a sealed file for the hub, or under its own name into a folder.

        Raises:
            Refused: not_enrolled, package_key_missing.
            Unavailable: what the stick says, stopped.
        """
        from yigongti_desktop.sync import packages

        with self._syncing:
            made = packages.export(self._syncs(), target, progress)
        self.note(None, "export_package", made.file.name)
        return made

    def import_answer(self, file: Path, progress: Callable[[int, int], bool] = lambda _done, _size: True) -> Any:
        """Take in the hub's answer to a package.

        Raises:
            Refused: not_enrolled, or why the file is not the hub's answer to this desk.
            Unavailable: what the stick says, stopped.
        """
        from yigongti_desktop.sync import packages

        with self._syncing:
            done = packages.take(self._syncs(), file, progress)
            if done.is_new_epoch:
                with weather():
                    self.home.note_epoch(int(self.fact(facts.EPOCH)))
        self.note(None, "import_answer", file.name)
        return done

    def stop_sync(self) -> None:
        """End the talk under way at once, from any thread; what came is kept, the rest goes on with the next."""
        self._line.stop()

    def rest_line(self) -> None:
        """Let the kept connection go, unless a talk is under way; the next talk makes another."""
        if self._syncing.acquire(blocking=False):
            try:
                self._line.rest()
            finally:
                self._syncing.release()

    def receipt(self, batch: str) -> Signed:
        """Fetch the receipt of a batch again from the hub; a talk under way ends first.

        Raises:
            Refused: not_enrolled, receipt_unknown.
            Unavailable: why the hub does not answer.
        """
        from yigongti_desktop.sync.loop import line_of

        with self._syncing, line_of(self._syncs()) as line:
            return line.receipt(batch)

    def backup(self, reason: str = "manual", target: Path | None = None) -> Path:
        """Make a backup and prove it."""
        made = backup.make(self.home, self._vault["database"], at=self.clock.now(), reason=reason, target=target)
        with writing(self.engine) as connection:
            facts.put(connection, **{facts.BACKUP_AT: facts.stamp(self.clock.now())})
            audit.note(connection, self.clock.now(), "", "backup", subject=made.name)
        return made

    def new_recovery_code(self) -> str:
        """Set a new recovery code for the keys of this desk."""
        return self._vault.new_recovery_code()

    def set_clock(self, true: datetime) -> None:
        """Work by the time that a person gives, until the hub says better.

        Raises:
            Refused: clock_behind when it is earlier than what the hub has said.
        """
        with writing(self.engine) as connection:
            self.clock.set(connection, true)
            audit.note(connection, self.clock.now(), "", "set_clock")

    def _syncs(self) -> Any:
        from yigongti_desktop.sync.desk import Desk

        return Desk(self.engine, self.catalogue, self.clock, self.ids, acting, self._device_key(), VERSION)

    def _put_clock_right(self) -> None:
        """Take the hub's word for the time, as the talk that has just ended measured it."""
        with reading(self.engine) as connection:
            if self.clock.agrees(connection):
                return
        with writing(self.engine) as connection:
            drift = timedelta(seconds=int(facts.get(connection, facts.CLOCK_DRIFT, "0")))
            self.clock.set(connection, self.clock.now() - drift)


def create(home: Home, lock: Callable[[Vault], None], *, clock: Clock | None = None) -> Workbench:
    """Make a new desk: keys behind a lock, an empty database.

    Args:
        home: where it lies.
        lock: puts the first lock on the vault.
        clock: of the machine.

    Raises:
        Refused: desk_exists, passphrase_short.
        Unavailable: what the lock or the disk says.
    """
    if home.vault.exists() or home.database.exists():
        raise Refused("desk_exists", path=str(home.path))
    home.make()
    vault = vaults.new_vault(home.vault, database=os.urandom(32), device=new_key())
    try:
        lock(vault)
        return _open(home, vault, clock, is_new=True)
    except BaseException:
        for half in (home.vault, *(home.path / f"{home.database.name}{end}" for end in ("", "-wal", "-shm"))):
            half.unlink(missing_ok=True)  # else the next try would find a desk that nobody can use
        raise


def open_home(home: Home, unlock: Callable[[Path], Vault], *, clock: Clock | None = None) -> Workbench:
    """Open a desk that was made before, upgrading its schema if the program is newer.

    Raises:
        Refused: desk_missing, home_of_hub, or why the vault stays closed.
        Unavailable: what the keyring or the disk says, database_damaged, schema_newer.
    """
    backup.finish(home)
    if not home.vault.exists():
        raise Refused("desk_missing", path=str(home.path))
    if not home.database.exists():
        raise Unavailable("database_missing", path=str(home.path))
    return _open(home, unlock(home.vault), clock, is_new=False)


def _open(home: Home, vault: Vault, clock: Clock | None, *, is_new: bool) -> Workbench:
    if "device" not in vault:
        raise Refused("home_of_hub", path=str(home.path))
    engine = open_desk(home.database, vault["database"])
    know_all()

    def save_before() -> None:
        backup.make(home, vault["database"], at=(clock or SystemClock()).now(), reason="upgrade")

    try:
        if not is_new:
            _need_schema(engine)
        migrate.upgrade(engine, before=save_before)
        return Workbench(home, vault, engine, clock=clock)
    except BaseException:
        engine.dispose()
        raise


def _need_schema(engine: Engine) -> None:
    """Refuse a file that was cut to nothing: it would open as an empty desk."""
    if not migrate.current(engine):
        raise Unavailable("database_damaged")
