"""The desk without its window: home, keys, database, people, commands, sync, backups.

The window, the command line and the tests all work through it, with the same log-in and the same rights.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Any
from typing import TypeVar

from sqlalchemy import Engine

from yigongti_desktop.app.bench import Bench
from yigongti_desktop.app.kept_line import KeptLine
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.kernel.structs import know_all
from yigongti_desktop.kernel.version import VERSION
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.vault import Vault

if TYPE_CHECKING:
    from yigongti_desktop.sync.desk import Desk

T = TypeVar("T")


class Workbench(Bench):
    """One desk, open: its data, and its talks with the hub."""

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
        super().__init__(home, vault, engine, clock=clock, ids=ids, cards=cards)
        self._syncing, self._fetching = threading.Lock(), threading.Lock()
        self._line = KeptLine()

    def close(self) -> None:
        """Let line and database go; a talk or a fetch under way ends first."""
        self._line.end()
        with self._syncing:
            self._line.let_go()
        with self._fetching:
            self.engine.dispose()

    def enrol(self, code: str) -> Enrolled:
        """Make this machine a device of an institution, or a new one if the hub has revoked it.

        Raises:
            Refused: enrolled_already, or what is wrong with the code.
            Unavailable: why the hub does not answer.
        """
        from yigongti_desktop.sync.enrolment import enrol
        from yigongti_desktop.sync.enrolment import is_taken

        with self._syncing:
            if self.is_enrolled and not self.asked_code:
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

    @property
    def asked_code(self) -> str:
        """Return the code under which this machine waits for the answer to a request on a stick, if it does."""
        return self.fact(facts.ASKED_CODE)

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

        made = self.in_turn(lambda desk: packages.export(desk, target, progress))
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

    def in_turn(self, work: Callable[[Desk], T]) -> T:
        """Do what writes as a talk does; a talk under way ends first."""
        with self._syncing:
            return work(self._syncs())

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

    def fetch_update(self, progress: Callable[[int, int], bool] = lambda _done, _size: True, leave: str = "") -> Any:
        """Fetch what the hub has of this program that is newer, and lay it ready; None when there is nothing.

        It has a line of its own: on a weak one it takes hours, and talks go on meanwhile.

        Args:
            progress: told after each piece how far it is; False stops, the next time goes on from there.
            leave: mark of a file of the hub's that was refused before.

        Raises:
            Refused: not_enrolled, or why the hub's file is not installed.
            Unavailable: why the hub does not answer, what the disk says, stopped.
        """
        from yigongti_desktop.app import fetching
        from yigongti_desktop.app import updates
        from yigongti_desktop.sync.loop import line_of

        with self._fetching:
            with self._syncing:  # no enrolment changes the key meanwhile
                own = line_of(self._syncs())
            with weather(), own as line:
                return fetching.fetch(line, self.home.updates, updates.here(), progress, leave)

    def _syncs(self) -> Desk:
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
    restoring.finish(home)
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
