"""A throw-away PostgreSQL cluster on a socket in a folder of its own; a fresh database for whoever asks."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Self

_PROGRAMS = Path("/usr/lib/postgresql")
#: PostgreSQL refuses to run as root; Debian's package brings this user.
_ROOTS_STAND_IN = "postgres"
_MOST_CONNECTIONS = 200


class NotInstalledError(RuntimeError):
    """PostgreSQL is not installed here."""


class Cluster:
    """One server with its data, gone when it is closed."""

    def __init__(self, *, is_durable: bool = False) -> None:
        self._bin = _programs()
        #: How a database is copied: as files, unless they have to survive a power cut.
        self._how = "" if is_durable else " STRATEGY = FILE_COPY"
        self._user = _ROOTS_STAND_IN if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="ygt-pg-"))
        if self._user:
            known = pwd.getpwnam(self._user)
            os.chown(self.folder, known.pw_uid, known.pw_gid)
        self._data = self.folder / "data"
        self._run("initdb", "-D", self._data, "-U", "hub", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        speed = "" if is_durable else " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        self.start(f"-c max_connections={_MOST_CONNECTIONS} -c shared_buffers=32MB -c max_wal_size=4GB{speed}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    @property
    def process(self) -> int:
        """Return the number of the server's first process."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def start(self, options: str) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} {options}"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once, as a power cut does."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    def close(self) -> None:
        """Stop the server and remove its data."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str, user: str = "hub") -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://{user}@/{name}?host={self.folder}"

    def fresh(self, template: str = "template0") -> str:
        """Make a database, empty or as another one is, and return its name."""
        name = f"d{uuid.uuid4().hex[:16]}"
        self.say(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{self._how}')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def say(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the owner of the cluster."""
        import psycopg

        with psycopg.connect(host=str(self.folder), user="hub", dbname=database, autocommit=True) as connection:
            connection.execute(statement.encode())

    def backends(self, name: str) -> list[int]:
        """Return the processes that serve a database; none while the server recovers."""
        import psycopg

        try:
            with psycopg.connect(host=str(self.folder), user="hub", dbname="postgres", autocommit=True) as connection:
                told = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", (name,))
                return [int(row[0]) for row in told]
        except psycopg.OperationalError:
            return []

    def logs_of_writes(self) -> list[Path]:
        """Return the files of the write-ahead log."""
        return sorted((self._data / "pg_wal").glob("0*"))

    def _run(self, program: str, *words: object) -> None:
        errors = self.folder / "errors"
        with errors.open("ab") as kept:
            done = subprocess.run(
                [self._bin / program, *(str(word) for word in words)],
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=kept,
                check=False,
            )
        if done.returncode:
            raise RuntimeError(f"{program}: {errors.read_text(errors='replace')}")


def _programs() -> Path:
    found = sorted(_PROGRAMS.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if not found:
        raise NotInstalledError("PostgreSQL is not installed: installers/source/prepare dev installs it")
    return found[-1].parent
