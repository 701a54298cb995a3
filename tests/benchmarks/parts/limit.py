"""The limit: the same records moved with nothing around them, between two processes.

Raw sqlite3 on both sides (WAL, synchronous=FULL), msgspec rows, zstd-3, one TLS 1.3 connection on loopback;
the hub acknowledges after its commit, the client then keeps one row that says how far it has come. No HTTP, no
signatures, no rules, no encryption: what is measured beside it can only be slower.
"""

from __future__ import annotations

import socket
import sqlite3
import ssl
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any
from typing import Self

import msgspec
import zstandard

from yigongti_desktop.hub import certificates

COLUMNS = 27
_PIPELINED = 2000
_HEAD = struct.Struct("!cII")
Row = tuple[Any, ...]


class Typed(msgspec.Struct, array_like=True, frozen=True):
    """A row as the limit checks it: the types of the columns, nothing else."""

    id: str
    revision: int
    resident: str
    name: str
    sex: str
    birth: str
    phone: str
    village: str
    address: str
    doctor: str
    institution: str
    day: str
    kind: str
    drugs: str
    adherence: str
    finding: str
    advice: str
    next_day: str
    systolic: int
    diastolic: int
    pulse: int
    weight: int
    height: int
    glucose: int
    cigarettes: int
    steps: int
    extra: str


_astuple = msgspec.structs.astuple
_UPSERT = (
    "INSERT INTO visits VALUES (NULL" + ",?" * COLUMNS + ") ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, "  # noqa: S608 - no value
    + ", ".join(f"{name} = excluded.{name}" for name in Typed.__struct_fields__[1:])
)  # fmt: skip


def open_store(file: Path) -> sqlite3.Connection:
    """Open or make a store of one side."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -64000", "wal_autocheckpoint = 20000"):
        connection.execute(f"PRAGMA {pragma}")
    columns = ", ".join(f"{name} NOT NULL" for name in Typed.__struct_fields__ if name != "id")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS visits (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, {columns})"
    )
    connection.execute("CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, last INTEGER NOT NULL)")
    return connection


def save(connection: sqlite3.Connection, rows: Sequence[Row], mark: str = "", last: int = 0) -> int:
    """Write rows in one transaction, with a mark beside them; return the highest place given."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_UPSERT, rows)
    if mark:
        connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (mark, last))
    given: int = connection.execute("SELECT max(seq) FROM visits").fetchone()[0]
    connection.execute("COMMIT")
    return given


def since(connection: sqlite3.Connection, seq: int, most: int) -> tuple[list[Row], int]:
    """Return the rows after a place, and the last place."""
    names = ", ".join(Typed.__struct_fields__)
    rows = connection.execute(
        f"SELECT seq, {names} FROM visits WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - no value in it
        (seq, most),
    ).fetchall()
    return [row[1:] for row in rows], rows[-1][0] if rows else seq


class Wire:
    """Messages with their length before them."""

    def __init__(self, line: ssl.SSLSocket) -> None:
        self._line = line
        self._packer, self._unpacker = zstandard.ZstdCompressor(level=3), zstandard.ZstdDecompressor()
        self._encode, self._decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(list[Typed]).decode

    def send(self, what: bytes, place: int, rows: Sequence[Row] = ()) -> None:
        """Send a word, a number and rows."""
        body = self._packer.compress(self._encode(rows)) if rows else b""
        self._line.sendall(_HEAD.pack(what, place, len(body)) + body)

    def hear(self) -> tuple[bytes, int, list[Row]]:
        """Return the next word, its number and its rows."""
        head = self._exactly(_HEAD.size)
        what, place, size = _HEAD.unpack(head)
        typed = self._decode(self._unpacker.decompress(self._exactly(size))) if size else []
        return what, place, [_astuple(row) for row in typed]

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = self._line.recv(min(size - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)


class Limit:
    """A client of the limit, with its hub in a process of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.port, pem = int(self._process.stdout.readline()), folder / "ca.pem"
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(pem)
        self.store = open_store(folder / "client.db")
        raw = socket.create_connection(("127.0.0.1", self.port))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line = context.wrap_socket(raw, server_hostname="127.0.0.1")
        self._wire = Wire(self._line)
        self._hub_seq = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()
        self.store.close()
        self._process.wait(20)

    def put(self, rows: Sequence[Row]) -> int:
        """Let the client have rows to push; return its place before them."""
        before = int(self.store.execute("SELECT coalesce(max(seq), 0) FROM visits").fetchone()[0])
        save(self.store, rows)
        return before

    def push(self, seq: int, *, at_once: bool) -> float:
        """Push what stands after a place; return the seconds."""
        begun = time.perf_counter()
        on_the_way = 0
        while True:
            rows, last = since(self.store, seq, 10**9 if at_once else _PIPELINED)
            if not rows:
                break
            if on_the_way > 1:
                self._acknowledged()
                on_the_way -= 1
            self._wire.send(b"u", last, rows)
            on_the_way += 1
            seq = last
        for _ in range(on_the_way):
            self._acknowledged()
        return time.perf_counter() - begun

    def pull(self, store: sqlite3.Connection, *, at_once: bool) -> float:
        """Pull what the hub has after this client's mark into a store; return the seconds."""
        begun = time.perf_counter()
        mark = store.execute("SELECT last FROM marks WHERE name = 'pulled'").fetchone()
        place, most = mark[0] if mark else 0, 2**31 if at_once else _PIPELINED
        self._wire.send(b"d", place, ((most,),))
        while True:
            _, last, rows = self._wire.hear()
            if not rows:
                return time.perf_counter() - begun
            if not at_once:
                self._wire.send(b"d", last, ((most,),))  # one page ahead of what is being saved
            save(store, rows, "pulled", last)
            if at_once:
                return time.perf_counter() - begun

    def _acknowledged(self) -> None:
        _, last, _ = self._wire.hear()
        self.store.execute("BEGIN IMMEDIATE")
        self.store.execute("INSERT OR REPLACE INTO marks VALUES ('pushed', ?)", (last,))
        self.store.execute("COMMIT")


def serve(folder: Path) -> None:
    """Be the hub of the limit until the client leaves."""
    key, authority = certificates.new_authority("limit")
    (folder / "ca.pem").write_text(certificates.pem(authority), encoding="ascii")
    context = certificates.server_context(key, authority, ["127.0.0.1"])
    store = open_store(folder / "hub.db")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sys.stdout.write(f"{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        raw, _ = listener.accept()
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(raw, server_side=True) as line:
            wire = _HubWire(line)
            for what, place, rows in wire.asked():
                if what == b"u":
                    save(store, rows)
                    wire.send(b"a", place)
                else:
                    found, last = since(store, place, rows[0][0])
                    wire.send(b"r", last, found)


class _HubWire(Wire):
    def asked(self) -> Iterator[tuple[bytes, int, list[Row]]]:
        """Return what the client asks until it leaves."""
        while True:
            try:
                head = self._exactly(_HEAD.size)
            except (EOFError, OSError):
                return
            what, place, size = _HEAD.unpack(head)
            body = self._unpacker.decompress(self._exactly(size))
            if what == b"d":
                yield what, place, [tuple(row) for row in msgspec.msgpack.decode(body)]
            else:
                yield what, place, [_astuple(row) for row in self._decode(body)]


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
