"""The hub put together: keys, database, judges, HTTPS; and what its keeper does by hand."""

from __future__ import annotations

import logging
import os
import re
import secrets
import threading
import tomllib
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from yigongti_desktop.app import hub_house
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.hub import certificates
from yigongti_desktop.hub.admission import AdmissionRoom
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.http import Server
from yigongti_desktop.hub.http import make_app
from yigongti_desktop.hub.intake import Court
from yigongti_desktop.hub.limits import STANDARD
from yigongti_desktop.hub.limits import Limits
from yigongti_desktop.hub.packages import PackageRoom
from yigongti_desktop.hub.shelf import Shelf
from yigongti_desktop.hub.standing import Standing
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.ids import TimeOrderedIds
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.structs import know_all
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.registry.hub import DIRECTORY
from yigongti_desktop.registry.hub import WHO_ACTS
from yigongti_desktop.registry.model.founding import found
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import is_file
from yigongti_desktop.storage.engine import open_hub
from yigongti_desktop.storage.engine import open_hub_at
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.postgresql import need_url
from yigongti_desktop.storage.vault import Vault

log = logging.getLogger(__name__)
COUNTIES = ("tianmen", "gongqingcheng", "shouxian")
_ADDRESS = "hub_public_address"
#: When a worker last kept house.
_KEPT_HOUSE = "kept_house_at"
#: Under which name the keys hold the address of a database on a server.
DATABASE_URL = "database_url"
_HOUR, _MINUTES = 3600, 60
#: How often limits are looked at, in minutes.
_WATCH_MINUTES = 5
_LOCAL = ("localhost", "127.0.0.1", "::1")
#: Host and port as desks are to find it; a certificate must be able to name the host.
_REACHABLE = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_LAST_PORT = 65535


class Hub:
    """A hub's data, open."""

    def __init__(self, home: Home, vault: Vault, engine: Engine, clock: Clock | None = None) -> None:
        self.home = home
        self.engine = engine
        self.clock = clock or SystemClock()
        self._vault = vault
        self.ids = TimeOrderedIds(self.clock)
        court = Court(CATALOGUE, WHO_ACTS, vault["signing"])
        self.counter = Counter(engine, court, DIRECTORY, self.clock, self.ids)

    @property
    def key(self) -> bytes:
        """Return the key of the database."""
        return self._vault["database"]

    @property
    def packages(self) -> PackageRoom:
        """Return the room where packages of USB sticks are opened and sealed."""
        return PackageRoom(self.engine, self.counter, self.clock, self.ids, self._vault["signing"])

    @property
    def admissions(self) -> AdmissionRoom:
        """Return the room where machines without a line are made devices."""
        return AdmissionRoom(self.packages, self._vault["authority_key"], self._vault["authority"])

    @property
    def fingerprint(self) -> bytes:
        """Return by what enrolment codes name this hub."""
        return certificates.fingerprint(self._vault["authority"])

    @property
    def authority_pem(self) -> str:
        """Return the CA's certificate as PEM."""
        return certificates.pem(self._vault["authority"])

    def sign_paper(self, pdf: bytes, field: str, name: str, reason: str) -> bytes:
        """Return a paper of this hub's own making, signed in its name.

        Raises:
            Refused: field_unknown.
        """
        from yigongti_desktop.documents import signing

        pen = certificates.paper_pen(self._vault["authority_key"], self._vault["authority"], name)
        return signing.sign(pdf, field, pen, self.clock.now(), reason)

    @property
    def authority(self) -> bytes:
        """Return the CA's certificate (DER)."""
        return self._vault["authority"]

    @property
    def address(self) -> str:
        """Return host and port by which desks find this hub."""
        with reading(self.engine) as connection:
            return facts.get(connection, _ADDRESS)

    @property
    def word_key(self) -> bytes:
        """Return the public key by which its word is verified."""
        return public_key(self._vault["signing"])

    @property
    def is_on_server(self) -> bool:
        """Say whether its database is on a server."""
        return not is_file(self.engine)

    @property
    def shelf(self) -> Shelf:
        """Return where update files for the desks lie."""
        return Shelf(self.home.updates)

    def back_up(self, *, reason: str, target: Path | None = None) -> Path:
        """Make a proven backup, while it may be serving.

        Raises:
            Refused: backup_damaged when the copy could not be proven.
            Unavailable: disk_full, file_not_writable, database_unreachable.
        """
        from yigongti_desktop.app import hub_backup

        return hub_backup.make(self.home, self.engine, self.key, at=self.clock.now(), reason=reason, target=target)

    def server(self, host: str, port: int, *, limits: Limits = STANDARD, secret: str = "") -> Server:
        """Return a server for this hub; its certificate names the public address and this machine.

        Args:
            host: address to listen on.
            port: port to listen on; 0 takes any.
            limits: what is taken on at most.
            secret: what must be shown to read the figures; without it this machine may read them.
        """
        know_all()
        names = [self.address.rpartition(":")[0].strip("[]"), host, *_LOCAL]
        context = certificates.server_context(self._vault["authority_key"], self._vault["authority"], names)
        standing = Standing(self.engine, self.clock, self.home.path, self.home.backups)
        app = make_app(
            self.counter, self.authority_pem, limits=limits, standing=standing, secret=secret, shelf=self.shelf
        )
        return Server(app, host, port, context)

    def keep_house(self) -> int:
        """Let lapse what is over, and records move on with their days; return how many did."""
        self.counter.tell_keys()
        return hub_house.keep(self.counter, day(self.clock.now()))

    def watch_limits(self) -> int:
        """Note the limits of referrals that have passed, each once; return how many."""
        return hub_house.watch(self.counter)

    def keep_house_hourly(self, stopped: threading.Event) -> threading.Thread:
        """Keep house now and then every hour until stopped; of several workers one does it.

        Lists that an import has left when it was killed are looked for every minute, limits that are counted in hours
        every few minutes: whichever worker notes one, no other does it again.
        """

        def run() -> None:
            for minute in count():
                try:
                    self.counter.lists.tend()
                    if minute % _WATCH_MINUTES == 0:
                        self.watch_limits()
                    if minute % _MINUTES == 0 and self._is_my_turn():
                        self.keep_house()
                except Fault as fault:
                    log.warning("housekeeping: %s", fault.code)
                if stopped.wait(_HOUR / _MINUTES):
                    return

        thread = threading.Thread(target=run, daemon=True, name="housekeeping")
        thread.start()
        return thread

    def _is_my_turn(self) -> bool:
        """Say whether no other worker has kept house in this hour; a clock that was set back is no reason to wait."""
        now = self.clock.now()
        with writing(self.engine) as connection:
            kept = facts.get(connection, _KEPT_HOUSE)
            if kept and abs((now - facts.moment(kept)).total_seconds()) < _HOUR / 2:
                return False
            facts.put(connection, **{_KEPT_HOUSE: facts.stamp(now)})
        return True


def init(
    home: Home,
    county: str,
    words: str,
    address: str,
    *,
    database: str = "",
    authority: tuple[bytes, bytes] | None = None,
    clock: Clock | None = None,
) -> Hub:
    """Found a hub: keys behind a passphrase, an empty database, one county.

    Args:
        home: where its keys lie, and its database if that is a file.
        county: whose hub it is.
        words: the passphrase.
        address: host and port by which desks find it.
        database: the URL of a PostgreSQL database instead of a file; it is kept sealed with the keys.
        authority: private key and certificate (DER) of the CA that it shall have; it makes one when none is given.
        clock: another clock than the machine's.

    Raises:
        Refused: county_unknown, hub_address, hub_exists, passphrase_short, database_url, database_used.
        Unavailable: database_unreachable, database_denied.
    """
    if county not in COUNTIES:
        raise Refused("county_unknown", county=county, known=list(COUNTIES))
    reachable = _REACHABLE.fullmatch(address)
    if reachable is None or not 0 < int(reachable[2]) <= _LAST_PORT:
        raise Refused("hub_address", address=address)
    if home.database.exists() or home.vault.exists():
        raise Refused("hub_exists", path=str(home.path))
    if database:
        need_unused(database)
    home.make()
    authority_key, certificate = authority or certificates.new_authority(f"yigongti {county}")
    vault = vaults.new_vault(
        home.vault, database=os.urandom(32), signing=new_key(), authority_key=authority_key, authority=certificate
    )
    if database:
        vault.put(**{DATABASE_URL: need_url(database).render_as_string(hide_password=False).encode()})
    vault.lock_with_words(vaults.PASSPHRASE, words)
    hub = Hub(home, vault, open_engine(home, vault), clock)
    migrate.upgrade(hub.engine)
    with writing(hub.engine) as connection:
        facts.put(connection, **{_ADDRESS: address})
    founded = found(_county_file(county), _county_file("national"), secrets.token_hex(32))
    hub.counter.publish(founded)
    return hub


def open_home(home: Home, words: str, *, clock: Clock | None = None) -> Hub:
    """Open a hub that was founded before, upgrading its schema if the program is newer.

    Raises:
        Refused: hub_missing, passphrase_wrong, home_of_desk.
        Unavailable: schema_newer, database_unreachable, database_denied, database_empty.
    """
    vault = open_vault(home, words)
    hub = Hub(home, vault, open_engine(home, vault), clock)
    if hub.is_on_server and not migrate.current(hub.engine):
        raise Unavailable("database_empty")  # the keys name another database than the one that was filled
    migrate.upgrade(hub.engine, before=lambda: _backup(hub))
    return hub


def open_vault(home: Home, words: str) -> Vault:
    """Open the keys of a hub.

    Raises:
        Refused: hub_missing, passphrase_wrong, home_of_desk.
    """
    if not home.vault.exists():
        raise Refused("hub_missing", path=str(home.path))
    vault = vaults.open_with_words(home.vault, words)
    if "signing" not in vault:
        raise Refused("home_of_desk", path=str(home.path))
    return vault


def open_engine(home: Home, vault: Vault) -> Engine:
    """Open the database that a hub's keys name: a file in its home, or one on a server."""
    url = vault[DATABASE_URL].decode() if DATABASE_URL in vault else ""
    if url:
        return open_hub_at(url)
    return open_hub(home.database, vault["database"])


def need_unused(database: str) -> None:
    """See that a database on a server can be reached and is empty.

    Raises:
        Refused: database_url, database_used.
        Unavailable: database_unreachable, database_denied.
    """
    engine = open_hub_at(database)
    try:
        if migrate.current(engine):
            raise Refused("database_used")
    finally:
        engine.dispose()


def _backup(hub: Hub) -> None:
    if hub.is_on_server:
        hub.back_up(reason="upgrade")
        return
    from yigongti_desktop.storage import backup

    backup.make(hub.home, hub.key, at=hub.clock.now(), reason="upgrade")


def _county_file(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("counties", f"{name}.toml").read_text(encoding="utf-8"))
