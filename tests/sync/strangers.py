"""Servers that are not the hub: another authority, old TLS, a proxy's error page, a liar on the first connection."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Stranger:
    """Answers every connection with what it was given, over TLS if it has a context, and counts what it heard."""

    def __init__(self, answer: Callable[[bytes], bytes], context: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self.connections = 0
        self._threads = [threading.Thread(target=self._accept, daemon=True, name="stranger")]
        self._threads[0].start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def address(self) -> str:
        """Where it listens, as desks write it."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(caller,), daemon=True, name="stranger")
            self._threads.append(thread)
            thread.start()

    def _serve(self, caller: socket.socket) -> None:
        caller.settimeout(5)
        try:
            with contextlib.suppress(OSError):
                spoken = self._context.wrap_socket(caller, server_side=True) if self._context else caller
                with spoken:
                    asked = spoken.recv(65536)
                    self.heard.append(asked)
                    if asked:
                        spoken.sendall(self._answer(asked))
        finally:
            caller.close()


def http(status: str, body: bytes = b"", *headers: str) -> Callable[[bytes], bytes]:
    """Return an answer of HTTP."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
    return lambda _asked: whole
