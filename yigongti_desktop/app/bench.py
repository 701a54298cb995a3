"""One desk's data: people who log in, commands, questions, drafts, the audit log, backups; it knows of no hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from typing import Concatenate
from typing import ParamSpec
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Engine

from yigongti_desktop.app import log_in
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.log_in import Person
from yigongti_desktop.app.log_in import Session
from yigongti_desktop.kernel import machine
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.kernel.ids import TimeOrderedIds
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.clocks import DeskClock
from yigongti_desktop.storage.drafts import Draft
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


class Bench:
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
        self._turns = Turns()
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

    def do(self, actor: Actor, command: msgspec.Struct, draft: tuple[str, str] | None = None) -> Done:
        """Do what a person asks, or refuse it and change nothing.

        Args:
            actor: who asks.
            command: what for.
            draft: form and record of the draft that it was written in, which is forgotten with the same commit: left
                behind by a cut, it would be taken for something that was not sent yet, and be sent again.

        Raises:
            Refused: role_may_not, or what the rule says.
            Unavailable: disk_full, database_busy.
        """
        kind = self.catalogue.handlers[type(command)]
        actor.need(kind.roles)
        with (
            self._turns.wanted(),
            unit_of_work(self.engine, self.catalogue, self.clock, self.ids, actor, self._sign) as work,
        ):
            record = kind.handle(work, command)
            if draft is not None:
                form, its = draft
                drafts.drop(work.connection, form, actor.account, its)
        return Done(record=record, topics=frozenset(work.topics))

    def _sign(self, content: bytes) -> bytes:
        """Sign as this device."""
        return sign(content, self._vault["device"]).signature

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

    def backup(self, reason: str = "manual", target: Path | None = None) -> Path:
        """Make a backup and prove it."""
        made = backup.make(self.home, self._vault["database"], at=self.clock.now(), reason=reason, target=target)
        with self._turns.wanted(), writing(self.engine) as connection:
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
