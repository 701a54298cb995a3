"""Messages travel there and back, and old and new programs understand each other."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.protocol.shapes import KINDS
from tests.protocol.shapes import any_message
from tests.protocol.shapes import facts
from tests.protocol.shapes import messages
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
#: What each message of the first version cannot be without.
NEEDED = {
    "Event": {"id", "kind", "record", "seen", "body", "institution", "account", "at"},
    "Signed": {"payload", "signature"},
    "Outcome": {"event"},
    "Rows": {"kind", "columns", "rows"},
    "Gone": {"kind", "record"},
    "Batch": {"id", "device", "epoch", "number", "previous", "events", "made_at"},
    "Receipt": {"batch", "number", "device", "epoch", "outcomes", "hub_time"},
    "Exchange": {"cursors"},
    "Answer": {"hub_time"},
    "Problem": {"code"},
    "Enrol": {"secret", "public_key", "machine"},
    "Enrolled": {"device", "letter", "epoch", "institution", "institution_name", "place", "hub_key"},
    "Challenge": {"nonce"},
    "Proof": {"device", "nonce", "signature"},
    "Token": {"token", "lasts"},
}


def spread(value: Any, extra: dict[str, Any]) -> Any:
    """Return a message as a newer program may send it: every structure of it with more fields."""
    if isinstance(value, msgspec.Struct):
        fields = {name: spread(getattr(value, name), extra) for name in value.__struct_fields__}
        return fields | {f"tomorrow_{name}": some for name, some in extra.items()}
    if isinstance(value, tuple):
        return [spread(one, extra) for one in value]
    return value


@settings(max_examples=100, deadline=None)
@given(any_message)
def test_what_is_packed_is_unpacked_the_same(message: msgspec.Struct) -> None:
    assert unpack(pack(message), type(message)) == message
    assert decode(encode(message), type(message)) == message


@settings(max_examples=100, deadline=None)
@given(any_message, facts)
def test_a_newer_message_with_more_fields_is_read_by_this_program(message: msgspec.Struct, extra: Any) -> None:
    newer = msgspec.msgpack.encode(spread(message, extra))
    assert decode(newer, type(message)) == message


@pytest.mark.parametrize("kind", KINDS)
def test_no_message_that_is_out_gets_a_field_that_it_cannot_be_without(kind: type[msgspec.Struct]) -> None:
    """An old program does not send it, so a new one could not read it."""
    needed = {field.name for field in msgspec.structs.fields(kind) if field.required}
    assert needed <= NEEDED.get(kind.__name__, needed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_without_its_optional_fields_takes_their_defaults(kind: type[msgspec.Struct]) -> None:
    required = {field.encode_name for field in msgspec.structs.fields(kind) if field.required}

    @settings(max_examples=10, deadline=None)
    @given(messages[kind])
    def check(message: msgspec.Struct) -> None:
        lean = {name: getattr(message, name) for name in required}
        read = decode(msgspec.msgpack.encode(lean), kind)
        assert read == kind(**lean)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_cannot_be_changed_once_made(kind: type[msgspec.Struct]) -> None:
    assert kind.__struct_config__.frozen


def test_one_moment_told_in_two_zones_arrives_as_one() -> None:
    here = AT.astimezone(timezone(timedelta(hours=8)))
    event = Event(id="e", kind="k", record="r", seen=0, body=b"", institution="i", account="a", at=here)
    read = decode(encode(event), Event)
    assert read.at == AT
    assert read.at.utcoffset() is not None


def test_an_outcome_is_accepted_when_no_code_says_why_not() -> None:
    assert Outcome(event="e", revision=3).is_accepted
    assert not Outcome(event="e", code="conflict").is_accepted
    assert not Outcome(event="e", code="hub_fault", quarantined=True).is_accepted


def test_a_plain_acceptance_is_small_on_the_wire() -> None:
    # Two thousand of them make one receipt.
    assert len(encode(Outcome(event="0" * 36, revision=1))) < 36 + 24


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_a_chain_names_the_bytes_before(one: bytes, other: bytes) -> None:
    assert (chain_hash(one) == chain_hash(other)) == (one == other)
    assert len(chain_hash(one)) == len(GENESIS) == 32
    assert chain_hash(one) != GENESIS


def test_events_of_a_batch_keep_their_order() -> None:
    events = tuple(
        Event(id=str(i), kind="k", record="r", seen=i, body=b"{}", institution="i", account="a", at=AT)
        for i in range(300)
    )
    batch = Batch(id="b", device="d", epoch=1, number=1, previous=GENESIS, events=events, made_at=AT)
    assert [event.id for event in unpack(pack(batch), Batch).events] == [str(i) for i in range(300)]
