"""Every message of the wire, as hypothesis draws it."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import msgspec
from hypothesis import strategies as st

from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Gone
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.exchange import Rows

words = st.text(max_size=12)
raw = st.binary(max_size=40)
numbers = st.integers(-(2**63), 2**63 - 1)
counts = st.integers(0, 2**40)
moments = st.datetimes(timezones=st.just(UTC))
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
facts = st.dictionaries(words, values, max_size=3)
some_moment = st.none() | moments

events = st.builds(
    Event,
    id=words,
    kind=words,
    record=words,
    seen=counts,
    body=raw,
    institution=words,
    account=words,
    at=moments,
    answers=words,
    cause=words,
)
signed = st.builds(Signed, raw, raw)
outcomes = st.builds(Outcome, event=words, revision=counts, code=words, facts=facts, quarantined=st.booleans())
rows = st.builds(
    Rows,
    kind=words,
    columns=st.lists(words, max_size=3).map(tuple),
    rows=st.lists(st.lists(values, max_size=3), max_size=3),
)
messages: dict[type[msgspec.Struct], st.SearchStrategy[Any]] = {
    Event: events,
    Signed: signed,
    Outcome: outcomes,
    Rows: rows,
    Gone: st.builds(Gone, words, words),
    Batch: st.builds(
        Batch,
        id=words,
        device=words,
        epoch=counts,
        number=counts,
        previous=raw,
        events=st.lists(events, max_size=3).map(tuple),
        made_at=moments,
        version=counts,
    ),
    Receipt: st.builds(
        Receipt,
        batch=words,
        number=words,
        device=words,
        epoch=counts,
        outcomes=st.lists(outcomes, max_size=3).map(tuple),
        hub_time=moments,
        version=counts,
    ),
    Exchange: st.builds(
        Exchange,
        cursors=st.dictionaries(words, counts, max_size=3),
        batch=st.none() | signed,
        room=counts,
        program=words,
        time=some_moment,
        version=counts,
    ),
    Answer: st.builds(
        Answer,
        hub_time=moments,
        receipt=st.none() | signed,
        rows=st.lists(rows, max_size=2).map(tuple),
        gone=st.lists(st.builds(Gone, words, words), max_size=2).map(tuple),
        cursors=st.dictionaries(words, counts, max_size=3),
        left=counts,
        new_epoch=counts,
        again=words,
        version=counts,
    ),
    Problem: st.builds(Problem, words, facts),
    Enrol: st.builds(
        Enrol, secret=raw, public_key=raw, machine=words, program=words, institution=words, version=counts
    ),
    Enrolled: st.builds(
        Enrolled,
        device=words,
        letter=words,
        epoch=counts,
        institution=words,
        institution_name=words,
        place=words,
        hub_key=raw,
        version=counts,
    ),
    Challenge: st.builds(Challenge, raw),
    Proof: st.builds(Proof, device=words, nonce=raw, signature=raw),
    Token: st.builds(Token, token=words, lasts=counts),
}
KINDS = tuple(messages)
any_message = st.sampled_from(KINDS).flatmap(lambda kind: messages[kind])
