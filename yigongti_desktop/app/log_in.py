"""Log-in at a desk, with or without a line: the verifier is here, failures are counted, the account locks.

GB/T 22239-2019 8.1.4.1: personal accounts, failed attempts handled; there is no default account.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import select

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import log_ins
from yigongti_desktop.storage.unit_of_work import Shelf


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the log-in list."""

    account: str
    login: str
    name: str
    department: str
    title: str
    roles: tuple[Role, ...]
    last_at: datetime | None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has logged in."""

    actor: Actor
    login: str
    department: str
    title: str
    must_change: bool


def people(engine: Engine) -> list[Person]:
    """Return who may log in here, the latest first."""
    with reading(engine) as connection:
        own = facts.get(connection, facts.INSTITUTION)
        last = dict(connection.execute(select(log_ins.c.account, log_ins.c.last_at)).all())
        accounts = store.accounts_of(connection, own)
    listed = [_person(account, last.get(account.id)) for account in accounts]
    return sorted(
        listed, key=lambda person: (person.last_at is None, -(person.last_at or _LONG_AGO).timestamp(), person.login)
    )


def log_in(engine: Engine, catalogue: Catalogue, clock: Clock, named: str, password: str) -> Session:
    """Log somebody in, named by account id or log-in name; every try is in the audit log, never what was typed.

    Raises:
        Refused: account_unknown, account_stopped, account_locked with the minutes left, password_wrong with the
            tries left.
    """
    now = clock.now()
    with reading(engine) as connection:
        account = _find(connection, named)
        device = facts.get(connection, facts.DEVICE)
    right = account is not None and account.active and passwords.matches(account.verifier, password)
    with writing(engine) as connection:  # the count is read under the write lock: many tries at once are many tries
        refusal = _judge(connection, Shelf(connection, catalogue), account, now, right=right)
        who = account.id if account else ""
        audit.note(connection, now, who, "log_in", outcome="refused" if refusal else "done")
    if account is None or refusal is not None:
        raise refusal or Refused("account_unknown")
    return Session(
        actor=account.actor(device),
        login=account.login,
        department=account.department,
        title=account.title,
        must_change=account.must_change,
    )


_MINUTE = timedelta(minutes=1)
_LONG_AGO = datetime.fromisoformat("1970-01-02T00:00:00Z")


def _person(account: Account, last: str | None) -> Person:
    return Person(
        account=account.id,
        login=account.login,
        name=account.name,
        department=account.department,
        title=account.title,
        roles=account.roles,
        last_at=moment(last) if last else None,
    )


def _find(connection: Connection, named: str) -> Account | None:
    own = facts.get(connection, facts.INSTITUTION)
    for account in store.everything(connection, store.ACCOUNT):
        if account.institution == own and named.strip().lower() in {account.id, account.login}:
            return account
    return None


def _judge(
    connection: Connection, shelf: Shelf, account: Account | None, now: datetime, *, right: bool
) -> Refused | None:
    """Count the try and return why it is refused; while the account is locked nothing is counted."""
    if account is None:
        return Refused("account_unknown")
    if not account.active:
        return Refused("account_stopped")
    most = rule(shelf, "account.failures", day(now), 5)
    lasts = timedelta(minutes=rule(shelf, "account.lock_minutes", day(now), 15))
    failures, locked_until, last = _attempts(connection, account.id)
    if locked_until and now < locked_until <= now + lasts:  # a longer one was set by a clock that ran ahead
        return _locked(locked_until - now)
    if right:
        upsert(connection, log_ins, [(account.id, 0, None, stamp(now))])
        return None
    if failures + 1 >= most:
        upsert(connection, log_ins, [(account.id, 0, stamp(now + lasts), last)])
        return _locked(lasts)
    upsert(connection, log_ins, [(account.id, failures + 1, None, last)])
    return Refused("password_wrong", left=most - failures - 1, minutes=lasts // _MINUTE)


def _attempts(connection: Connection, account: str) -> tuple[int, datetime | None, str | None]:
    row = connection.execute(select(log_ins).where(log_ins.c.account == account)).first()
    if row is None:
        return 0, None, None
    return row.failures, moment(row.locked_until) if row.locked_until else None, row.last_at


def _locked(left: timedelta) -> Refused:
    return Refused("account_locked", minutes=-(-left // _MINUTE))
