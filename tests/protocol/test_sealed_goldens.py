"""Packages as they were once carried: kept for ever, and read by every later program as the same messages.

`UPDATE_GOLDENS=1 pytest tests/protocol/test_sealed_goldens.py` writes those that are missing, never one that is there.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from tests.protocol.test_goldens import AT
from tests.protocol.test_goldens import BATCH
from tests.protocol.test_goldens import DEVICE_KEY
from tests.protocol.test_goldens import HUB_KEY
from tests.protocol.test_goldens import MESSAGES
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.protocol.sealed import Package
from yigongti_desktop.protocol.sealed import Sealer
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key

pytestmark = pytest.mark.golden

KEPT = Path(__file__).resolve().parents[1] / "goldens" / "packages"
HUB = hub_name(public_key(HUB_KEY))
#: Name → who writes, who reads, kind of the messages, the messages.
PACKAGES: dict[str, tuple[bytes, bytes, Any, list[Any]]] = {
    "upload": (DEVICE_KEY, HUB_KEY, Exchange, [MESSAGES["exchange_plain"], MESSAGES["exchange"]]),
    "answer": (
        HUB_KEY,
        DEVICE_KEY,
        Leaf,
        [
            Leaf(answer=MESSAGES["answer"], since={"county": 4}),  # type: ignore[arg-type] # kept among messages of all kinds
            Leaf(answer=MESSAGES["answer_new_epoch"], epoch=2),  # type: ignore[arg-type]
        ],
    ),
}


def kept(name: str) -> bytes:
    """Return a kept package, having written it if it is new and that is wished."""
    file = KEPT / f"{name}{_SUFFIX}"
    writer, reader, kind, messages = PACKAGES[name]
    if os.environ.get("UPDATE_GOLDENS") == "1" and not file.exists():
        head = Head(
            id="019aae6f-0000-7000-8000-0000000000c1",
            kind=sealed.ANSWER if kind is Leaf else sealed.UPLOAD,
            sender=HUB if kind is Leaf else BATCH.device,
            receiver=BATCH.device if kind is Leaf else HUB,
            made_at=AT,
        )
        written = io.BytesIO()
        sealer = Sealer(written, head, receiver_key=sealing_public(reader), seed=writer)
        for message in messages:
            sealer.add(message)
        sealer.finish()
        KEPT.mkdir(exist_ok=True)
        file.write_bytes(written.getvalue())
    return file.read_bytes()


_SUFFIX = ".ygtsync"


@pytest.mark.parametrize("name", PACKAGES)
def test_a_kept_package_says_what_it_said(name: str) -> None:
    writer, reader, kind, messages = PACKAGES[name]
    package = Package(io.BytesIO(kept(name)))
    package.verify(public_key(writer))
    assert list(package.messages(reader, kind)) == messages
    assert package.head.made_at == AT


def test_every_kept_package_is_read_by_a_test() -> None:
    assert {file.stem for file in KEPT.iterdir()} == set(PACKAGES)


def test_chunks_are_numbered_as_ever() -> None:
    assert sealed.CHUNK == 1024**2
    assert sealed._nonce(258, is_last=False).hex() == "000000000000000000010200"
    assert sealed._nonce(258, is_last=True).hex() == "000000000000000000010201"


def test_a_sealing_key_comes_out_of_its_seed_as_ever() -> None:
    assert sealing_public(DEVICE_KEY).hex() == "b7729614731a661e94d187a187563817d0f0b7d36431eb0ea3173a922c561c5b"
    assert HUB == "hub-24f6ed6acbfe1009c030d7ca567c33ca"
