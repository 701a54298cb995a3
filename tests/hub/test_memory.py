"""What a hub's process weighs while callers send it the worst that its limits let in; measured on a real process."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import zstandard

from tests.hub.callers import PATIENCE
from tests.hub.callers import Caller
from tests.hub.callers import until
from tests.hub.liar import Liar
from tests.hub.liar import noise
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.world import WORDS
from yigongti_desktop.hub.routes import ROUTES
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.signing import sign

pytestmark = [
    pytest.mark.hub,
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs the peak of memory as Linux tells it"),
]

BOUNDS = next(route.takes for route in ROUTES if route.name == "exchange")
assert BOUNDS is not None
CALLERS = 20
#: Bytes by which such callers may make the hub grow, all together, from what it weighs after an ordinary exchange:
#: 60 to 92 MB on a quiet machine, up to 122 where other tests slow it down; without the limits it was 1,212.
MOST_GROWTH = 160 * 1024**2


class Process:
    """A hub in a process of its own."""

    def __init__(self, county: County) -> None:
        with socket.create_server(("127.0.0.1", 0)) as trial:
            self.port = trial.getsockname()[1]
        county._port = self.port
        self._county = county
        command = [sys.executable, "-m", "yigongti_desktop", "hub", "serve", "--home", str(county.hub.home.path)]
        self._child = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port)],
            env=os.environ | {"YIGONGTI_PASSPHRASE": WORDS},
            stdout=subprocess.DEVNULL,
        )
        until(self._answers)
        self.weighed = 0

    def stop(self) -> int:
        """Stop it and return its exit code."""
        self._child.terminate()
        return self._child.wait(PATIENCE)

    def begin(self) -> int:
        """Begin to watch for the peak; return what it weighs now."""
        Path(f"/proc/{self._child.pid}/clear_refs").write_text("5", encoding="ascii")
        return self._status("VmRSS")

    def peak(self) -> int:
        """Return the peak since then."""
        return self._status("VmHWM")

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self._child.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024

    def _answers(self) -> bool:
        assert self._child.poll() is None, "the hub did not start"
        try:
            Caller(self._county.hub, self.port).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope="module")
def hub(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Process, Liar]]:
    """A hub's process, and a device in the wrong hands."""
    county = County(frozen, tmp_path_factory.mktemp("weighed"))
    process = Process(county)
    with Liar(county, "岳口") as liar:
        liar.exchange(Exchange(cursors={}, room=2000))
        process.weighed = process.begin()
        yield process, liar
    assert process.stop() == 0
    county.close()


def full(content: bytes) -> bytes:
    """Return a packed body whose inside is as large as it may be."""
    assert BOUNDS is not None
    assert len(content) <= BOUNDS.most_unpacked
    return zstandard.compress(content)


def random_bytes(_liar: Liar) -> bytes:
    assert BOUNDS is not None
    return noise(BOUNDS.most)


def zeros(_liar: Liar) -> bytes:
    assert BOUNDS is not None
    return full(bytes(BOUNDS.most_unpacked))


def a_million_streams(_liar: Liar) -> bytes:
    return full(msgspec.msgpack.encode({"cursors": {f"{number:x}": 1 for number in range(700_000)}}))


def lists_in_an_unknown_field(_liar: Liar) -> bytes:
    return full(b"\x82\xa7cursors\x80\xa1x\xdd" + (7_000_000).to_bytes(4, "big") + b"\x90" * 7_000_000)


def a_signed_batch_of_tiny_events(liar: Liar) -> bytes:
    event = msgspec.to_builtins(liar.event("x", "", b""), builtin_types=(bytes,)) | {"id": "", "account": ""}
    batch = msgspec.to_builtins(liar.batch(), builtin_types=(bytes,)) | {"events": [event] * 40_000}
    return _signed(liar, msgspec.msgpack.encode(batch))


def a_signed_batch_of_nothing_but_lists(liar: Liar) -> bytes:
    head = encode(liar.batch())
    place = head.index(b"\xa6events") + 7
    return _signed(liar, head[:place] + b"\xdd" + (7_000_000).to_bytes(4, "big") + b"\x90" * 7_000_000)


def a_signed_batch_with_one_huge_act(liar: Liar) -> bytes:
    body = b'{"lines":[' + b'{"drug":"x","quantity":1},' * 250_000 + b'{"drug":"x","quantity":1}]}'
    return _signed(liar, encode(liar.batch(liar.event("drug_request.submitted", "x", body))))


def _signed(liar: Liar, payload: bytes) -> bytes:
    signed: Signed = sign(payload, liar.key)
    return pack(Exchange(cursors={}, batch=signed, room=1))


@pytest.mark.parametrize(
    "make",
    [
        random_bytes,
        zeros,
        a_million_streams,
        lists_in_an_unknown_field,
        a_signed_batch_of_tiny_events,
        a_signed_batch_of_nothing_but_lists,
        a_signed_batch_with_one_huge_act,
    ],
)
def test_twenty_callers_who_send_the_worst_at_once_cost_a_bounded_memory(
    hub: tuple[Process, Liar], make: Callable[[Liar], bytes], record_property: Callable[[str, object], None]
) -> None:
    process, liar = hub
    body, token = make(liar), liar.token()
    process.begin()
    answers: list[int] = []
    callers = [threading.Thread(target=_send, args=(process, liar, body, token, answers)) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    growth = process.peak() - process.weighed
    record_property("growth_mb", round(growth / 1024**2))
    sys.stderr.write(
        f"{make.__name__}: {process.weighed / 1024**2:.0f} MB + {growth / 1024**2:.0f} MB, {sorted(answers)}\n"
    )
    assert growth <= MOST_GROWTH
    assert 500 not in answers
    assert liar.exchange(Exchange(cursors={}, room=1)).left > 0


def _send(process: Process, liar: Liar, body: bytes, token: str, answers: list[int]) -> None:
    with contextlib.suppress(OSError), Caller(liar.county.hub, process.port) as caller:
        caller.line.settimeout(120)
        caller.ask("/v1/exchange", body, token=token)
        answers.append(caller.hear()[0])
