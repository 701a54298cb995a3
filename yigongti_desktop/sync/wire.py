"""One kept connection to a hub: TLS 1.3, one request at a time, ended from another thread when a person stops.

HTTP is the standard library's: nothing of the environment is asked, no header is sent that the hub does not need,
and the socket is ours to end.
"""

from __future__ import annotations

import contextlib
import http.client
import select
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
#: A connection that was idle for longer is not tried again: hub and routers have let it go.
IDLE_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_PIECE = 65536


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    content: bytes
    #: Seconds after which the hub wants to be asked again; 0 when it did not say.
    retry_after: float = 0.0


class _Spoken(ssl.SSLSocket):
    """Closed where the other side has gone before the handshake; made by itself it would be left open."""

    def getpeername(self) -> Any:
        try:
            return super().getpeername()
        except OSError:
            self.close()
            raise


class Wire:
    """A connection to one address, made when it is first needed and again when it was lost.

    Args:
        address: host and port of the hub.
        context: says whom to trust.
        most: bytes of the largest answer that is read.
    """

    def __init__(self, address: str, context: ssl.SSLContext, most: int) -> None:
        self._host, self._port = _parted(address)
        self._context = context
        context.sslsocket_class = _Spoken
        self._most = most
        self._kept: _Whole | None = None
        self._used_at = 0.0
        self._lock = threading.Lock()
        self._spare: socket.socket | None = None
        self._is_stopped = False
        #: Nothing has been asked in this talk: the connection may have been let go while it was idle.
        self._is_idle = False
        #: Bytes of bodies, up and down, since the wire was laid.
        self.carried = 0

    def ask(self, method: str, path: str, body: bytes = b"", token: str = "") -> Reply:
        """Send one request and read its answer; one that meets a connection lost while idle is sent once more.

        Raises:
            Refused: message_too_big.
            Unavailable: hub_unreachable, hub_certificate, line_cut, stopped.
        """
        if self._kept is not None and time.monotonic() - self._used_at > IDLE_SECONDS:
            self.close()
        was_idle, self._is_idle = self._is_idle and self._kept is not None, False
        try:
            return self._ask(method, path, body, token)
        except _LostError:
            if not was_idle:
                raise Unavailable("line_cut") from None
        try:
            return self._ask(method, path, body, token)
        except _LostError:
            raise Unavailable("line_cut") from None

    def stop(self) -> None:
        """End the request under way, from any thread; until `ready` no other begins."""
        with self._lock:
            self._is_stopped = True
            if self._spare is not None:
                with contextlib.suppress(OSError):
                    self._spare.shutdown(socket.SHUT_RDWR)

    def ready(self) -> None:
        """Begin a talk: requests go again after a stop, and the connection may have been lost meanwhile."""
        self._is_idle = True
        with self._lock:
            self._is_stopped = False

    def close(self) -> None:
        """Let the connection go; the next request makes another."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()
        with self._lock:
            if self._spare is not None:
                self._spare.close()
                self._spare = None

    def _ask(self, method: str, path: str, body: bytes, token: str) -> Reply:
        self._need_going()
        connection = self._kept or self._connect()
        try:
            reply = self._exchange(connection, method, path, body, token)
        except (http.client.HTTPException, OSError) as error:
            self.close()
            self._need_going()
            if isinstance(error, _LostError):
                raise
            raise Unavailable("line_cut") from None
        except BaseException:
            self.close()
            raise
        self._used_at = time.monotonic()
        self.carried += len(body) + len(reply.content)
        return reply

    def _exchange(self, connection: _Whole, method: str, path: str, body: bytes, token: str) -> Reply:
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            if token:
                connection.putheader("Authorization", f"Bearer {token}")
            if method == "POST":
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body or None)
            connection.go()
            response = connection.getresponse()
        except TimeoutError:
            raise
        except (http.client.RemoteDisconnected, ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
            raise _LostError from None
        content = bytearray()
        while piece := response.read(_PIECE):
            content += piece
            if len(content) > self._most:
                raise Refused("message_too_big", size=len(content), most=self._most)
        if response.length:
            raise http.client.IncompleteRead(bytes(content), response.length)
        if response.will_close:
            self.close()
        return Reply(response.status, bytes(content), _seconds(response.getheader("Retry-After")))

    def _connect(self) -> _Whole:
        connection = _Whole(self._host, self._port)
        connection.auto_open = 0
        connection.sock = self._reach()
        self._kept = connection
        return connection

    def _reach(self) -> ssl.SSLSocket:
        """Connect and prove whom we have reached."""
        plain: socket.socket | None = None
        try:
            plain = self._dial()
            with self._lock:
                self._spare = plain.dup()  # shut down from another thread, it ends the connection itself
            self._need_going()
            return self._handshake(plain)
        except ssl.SSLCertVerificationError:
            fault = Unavailable("hub_certificate")
        except OSError:
            fault = Unavailable("hub_unreachable")
        except UnicodeError:
            raise Refused("hub_address") from None
        if plain is not None:
            plain.close()
        self.close()
        self._need_going()
        raise fault

    def _handshake(self, plain: socket.socket) -> ssl.SSLSocket:
        plain.settimeout(CONNECT_SECONDS)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        spoken = self._context.wrap_socket(plain, server_hostname=self._host)
        spoken.settimeout(READ_SECONDS)
        return spoken

    def _dial(self) -> socket.socket:
        """Connect to the first address of the host that answers; looks up now and again whether to go on."""
        ends = time.monotonic() + CONNECT_SECONDS
        fault: OSError = OSError("no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(self._host, self._port, type=socket.SOCK_STREAM):
            dialled = socket.socket(family, kind, protocol)
            try:
                self._dial_one(dialled, address, ends)
            except OSError as error:
                dialled.close()
                fault = error
            except BaseException:
                dialled.close()
                raise
            else:
                return dialled
        raise fault

    def _dial_one(self, dialled: socket.socket, address: tuple[object, ...], ends: float) -> None:
        dialled.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            dialled.connect(address)
        while True:
            self._need_going()
            _, answered, failed = select.select([], [dialled], [dialled], _LOOK_SECONDS)
            if answered or failed:
                break
            if time.monotonic() > ends:
                raise TimeoutError
        if code := dialled.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, "not reached")

    def _need_going(self) -> None:
        with self._lock:
            if self._is_stopped:
                raise Unavailable("stopped")


class _Whole(http.client.HTTPConnection):
    """Head and body of a request leave together: a small one is one packet and one record of TLS."""

    _gathered = b""

    def send(self, data: Any) -> None:
        """Keep what is to be sent."""
        self._gathered += data

    def go(self) -> None:
        """Send what was kept."""
        gathered, self._gathered = self._gathered, b""
        self.sock.sendall(gathered)


class _LostError(ConnectionError):
    """The other end had let the connection go before it read the request."""


def _parted(address: str) -> tuple[str, int]:
    """Return host and port.

    Raises:
        Refused: hub_address.
    """
    try:
        parts = urlsplit(f"https://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("hub_address") from None
    if not host or parts.path or parts.query or parts.fragment or "@" in parts.netloc or not _is_plain(host):
        raise Refused("hub_address")
    return host, 443 if port is None else port


def _is_plain(host: str) -> bool:
    return not any(letter.isspace() or not letter.isprintable() for letter in host)


def _seconds(said: str | None) -> float:
    return float(said) if said and said.isascii() and said.isdigit() else 0.0
