"""Files in pieces: the same file whatever its size and the order of its pieces, and no other."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.attachments.photos import jpeg
from tests.capabilities.judging import refused
from tests.fakes.time import NOON
from yigongti_desktop.attachments.model import attachment
from yigongti_desktop.attachments.model import piece
from yigongti_desktop.attachments.model.attachment import MOST_BYTES
from yigongti_desktop.attachments.model.attachment import PIECE_BYTES
from yigongti_desktop.attachments.model.attachment import Attachment
from yigongti_desktop.attachments.model.attachment import Owner
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.model.attachment import piece_id
from yigongti_desktop.attachments.model.attachment import pieces_of
from yigongti_desktop.attachments.model.piece import Piece
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

SIZES = st.one_of(
    st.integers(3, 40),
    st.integers(3, MOST_BYTES),
    st.sampled_from([PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, MOST_BYTES - 1, MOST_BYTES]),
)


class Books(NoBooks):
    """Records and balances as a hub has them."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], Any] = {("paper", "p1"): Record(id="p1")}
        self.totals: dict[str, int] = {}

    def get(self, kind: str, record: str) -> Any | None:
        return self.records.get((kind, record))

    def total(self, account: str, but: str = "") -> int:  # noqa: ARG002 - nothing is counted twice here
        return self.totals.get(account, 0)


OWNER = Owner(
    kind="paper",
    roles=frozenset({Role.DOCTOR}),
    most=4,
    streams=lambda _record: frozenset({"unit:b", "unit:a"}),
    check=lambda _record, _line, _ruling: None,
)


def ruling(books: Books, record: str, *roles: Role, institution: str = "a") -> Ruling:
    actor = Actor("acc", "周建国", frozenset(roles or {Role.DOCTOR}), institution, "d1")
    return Ruling(event="e", record=record, actor=actor, at=NOON, register=books)


def wanted(content: bytes, **changes: Any) -> Attachment:
    values: dict[str, Any] = {
        "id": "a1",
        "owner_kind": "paper",
        "owner": "p1",
        "line": "l1",
        "media_type": "image/jpeg",
        "name": "箱子.jpg",
        "size": len(content),
        "sha256": digest_of(content),
        "digests": tuple(digest_of(one) for one in pieces_of(content)),
        "at": NOON,
    }
    return Attachment(**values | changes)


def attached(books: Books, content: bytes, **changes: Any) -> Attachment:
    made = attachment.attach(None, wanted(content, **changes), {"paper": OWNER}, ruling(books, "a1"))
    books.records["attachment", made.id] = made
    for account, amount in attachment.postings(made):
        books.totals[account] = books.totals.get(account, 0) + amount
    return made


def add(books: Books, of: Attachment, place: int, content: bytes) -> Piece:
    record = piece_id(of.id, place)
    made = piece.add(books.get("attachment_piece", record), of.id, place, content, ruling(books, record))
    books.records["attachment_piece", record] = made
    return made


@given(size=SIZES, seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_a_file_comes_together_from_its_pieces_in_any_order(size: int, seed: int) -> None:
    books, content = Books(), jpeg(size)
    of, parts = attached(books, content), pieces_of(content)
    assert all(len(part) == PIECE_BYTES for part in parts[:-1])
    places = list(range(len(parts)))
    random.Random(seed).shuffle(places)  # noqa: S311 - dice of a test
    held: list[Piece] = []
    for place in places:
        assert piece.whole(of, held) is None
        held.append(add(books, of, place, parts[place]))
    assert piece.whole(of, held) == content


@given(size=SIZES, at=st.integers(0, MOST_BYTES), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_piece_of_which_one_bit_is_another_is_refused(size: int, at: int, bit: int) -> None:
    books, content = Books(), jpeg(size)
    of = attached(books, content)
    wrong = bytearray(content)
    wrong[at % size] ^= 1 << bit
    place = (at % size) // PIECE_BYTES
    with refused("attachment_damaged"):
        add(books, of, place, pieces_of(bytes(wrong))[place])


@given(st.binary(max_size=300), st.integers(-3, 20))
def test_no_piece_of_something_else_is_taken(content: bytes, place: int) -> None:
    books = Books()
    of = attached(books, jpeg(2 * PIECE_BYTES))
    code = ""
    try:
        add(books, of, place, content)
    except Refused as refusal:
        code = refusal.code
    assert code == "attachment_damaged"


def test_a_file_bears_who_when_and_where_it_is_seen() -> None:
    of = attached(Books(), jpeg(500), name="  箱子\t.jpg ")
    assert (of.person, of.account, of.institution, of.at) == ("周建国", "acc", "a", NOON)
    assert of.streams == ("unit:a", "unit:b")
    assert of.name == "箱子 .jpg"


def test_what_was_put_never_changes() -> None:
    books, content = Books(), jpeg(500)
    of = attached(books, content)
    with refused("attachment_there"):
        attachment.attach(of, wanted(jpeg(400)), {"paper": OWNER}, ruling(books, "a1"))
    add(books, of, 0, content)
    with pytest.raises(Refused, match="not_followed"):
        add(books, of, 0, b"another")


def test_a_line_has_as_many_files_as_its_capability_says_and_the_next_line_its_own() -> None:
    books = Books()
    for _ in range(4):
        attached(books, jpeg(500))
    with refused("attachment_many", most=4):
        attached(books, jpeg(500))
    attached(books, jpeg(500), line="l2")


def test_only_who_may_puts_a_file_there() -> None:
    with refused("role_may_not"):
        attachment.attach(None, wanted(jpeg(9)), {"paper": OWNER}, ruling(Books(), "a1", Role.NURSE))
    with refused("attachment_owner"):
        attachment.attach(None, wanted(jpeg(9), owner_kind="rule"), {"paper": OWNER}, ruling(Books(), "a1"))


def test_a_piece_of_nothing_followed_from_nothing() -> None:
    with pytest.raises(Refused, match="not_followed"):
        piece.add(None, "a1", 0, b"x", ruling(Books(), piece_id("a1", 0)))
