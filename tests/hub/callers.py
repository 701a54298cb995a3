"""A hub's door under limits of the test's own, and callers that speak to it byte by byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Callable
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.hub.http import Server
from yigongti_desktop.hub.limits import Limits

#: A test waits no longer than this for what must come.
PATIENCE = 20.0


@contextlib.contextmanager
def door(hub: Hub, limits: Limits, *, secret: str = "") -> Iterator[Server]:
    """Open one more door of a hub, and shut it at the end."""
    server = hub.server("127.0.0.1", 0, limits=limits, secret=secret)
    thread = server.start()
    until(lambda: server.is_ready or not thread.is_alive())
    try:
        yield server
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.002)


class Caller:
    """One TLS connection, spoken by hand."""

    def __init__(self, hub: Hub, port: int, *, receive_buffer: int = 0) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=hub.authority_pem)
        raw = socket.socket()
        if receive_buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        raw.settimeout(PATIENCE)
        try:
            raw.connect(("127.0.0.1", port))
            self.line = context.wrap_socket(raw, server_hostname="127.0.0.1")
        except OSError:
            raw.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.line.close()

    def say(self, content: bytes) -> None:
        """Send bytes."""
        self.line.sendall(content)

    def ask(self, path: str, body: bytes = b"", *, method: str = "POST", token: str = "", more: str = "") -> None:
        """Send a whole request."""
        self.say(head(path, len(body), method=method, token=token, more=more) + body)

    def hear(self) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of one answer."""
        told = bytearray()
        while b"\r\n\r\n" not in told:
            told += self._some()
        top, _, body = bytes(told).partition(b"\r\n\r\n")
        lines = top.decode("ascii").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        size = int(headers.get("content-length", "0"))
        content = bytearray(body)
        while len(content) < size:
            content += self._some()
        return int(lines[0].split()[1]), headers, bytes(content)

    def is_cut(self) -> bool:
        """Wait for the end of the connection; say whether it has come."""
        try:
            while self.line.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def _some(self) -> bytes:
        piece = self.line.recv(65536)
        if not piece:
            raise ConnectionError("the hub hung up")
        return piece


def head(path: str, size: int, *, method: str = "POST", token: str = "", more: str = "") -> bytes:
    """Return the head of a request."""
    shown = f"authorization: Bearer {token}\r\n" if token else ""
    return f"{method} {path} HTTP/1.1\r\nhost: x\r\n{shown}content-length: {size}\r\n{more}\r\n".encode()


def figure(hub: Hub, server: Server, name: str) -> float:
    """Read one of the hub's figures, as whoever keeps it does."""
    with Caller(hub, server.port) as reader:
        reader.ask("/metrics", method="GET")
        text = reader.hear()[2].decode()
    return next(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(f"yigongti_hub_{name} "))
