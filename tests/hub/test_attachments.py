"""Photos of a difference at desks and hub, on both databases: who has them, what the hub looks at, what it refuses."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.attachments.photos import delivered
from tests.attachments.photos import differ
from tests.attachments.photos import held
from tests.attachments.photos import jpeg
from tests.attachments.photos import photo
from tests.hub.liar import Liar
from tests.sync.county import County
from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import AttachmentAdded
from yigongti_desktop.attachments.messages import AttachmentPieceAdded
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model.attachment import MOST_BYTES
from yigongti_desktop.attachments.model.attachment import PIECE_BYTES
from yigongti_desktop.attachments.model.attachment import digest_of
from yigongti_desktop.attachments.model.attachment import piece_id
from yigongti_desktop.attachments.model.attachment import pieces_of
from yigongti_desktop.capabilities.pharmacy.messages.differences import AnswerCase
from yigongti_desktop.capabilities.pharmacy.messages.differences import SettleCase
from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.difference import case_of
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.hub, pytest.mark.policy("PHA-13")]

ONE, OTHER, FAR, LEAD = "岳口", "岳口二", "多宝", "市一医"
Change = Callable[[AttachmentAdded], AttachmentAdded]


class Case:
    """A difference of 岳口 with no photo yet, and somebody there who sends what he likes."""

    def __init__(self, county: County, liar: Liar) -> None:
        self.request = delivered(county)
        differ(county, self.request)
        county.sync(ONE)
        self.owner = case_of(self.request.id)
        self.drug = self.request.lines[0].drug
        self.liar = liar

    def added(self, content: bytes, **changes: Any) -> tuple[Event, list[Event]]:
        """Return the acts that put a file to the case, changed at will."""
        pieces = pieces_of(content)
        body = AttachmentAdded(
            owner_kind="difference_case",
            owner=self.owner,
            line=self.drug,
            media_type="image/jpeg",
            name="箱子.jpg",
            size=len(content),
            sha256=digest_of(content),
            digests=tuple(digest_of(one) for one in pieces),
        )
        record = self.liar.county.hub.ids.new()
        follow = [self.piece(record, place, one) for place, one in enumerate(pieces)]
        return self.liar.event("attachment.added", record, replace(body, **changes)), follow

    def piece(self, attachment: str, place: int, content: bytes, record: str = "") -> Event:
        """Return the act that adds a piece."""
        body = AttachmentPieceAdded(attachment=attachment, place=place, content=content)
        return self.liar.event("attachment_piece.added", record or piece_id(attachment, place), body)

    def code(self, content: bytes, **changes: Any) -> str:
        """Say what a file is to the hub, and return what it says."""
        return self.liar.code(self.added(content, **changes)[0])


@pytest.fixture
def case(county: County, liar: Liar) -> Case:
    """A difference at 岳口, known to the hub."""
    return Case(county, liar)


def test_both_sides_have_the_photos_and_nobody_else_has(county: County) -> None:
    request = delivered(county)
    first, second = photo(request.lines[0].drug, "箱子.jpg"), photo(request.lines[0].drug, "药盒.jpg")
    differ(county, request, first, second)
    county.sync(ONE, OTHER, LEAD, FAR)
    owner = case_of(request.id)
    for desk in (ONE, OTHER, LEAD):
        found = county.desks[desk].read(store.of_record, "difference_case", owner)
        assert [(one.attachment.name, one.is_here, one.is_waiting) for one in found] == [
            ("箱子.jpg", True, False),
            ("药盒.jpg", True, False),
        ]
        assert [held(county, desk, one.attachment.id) for one in found] == [first.content, second.content]
        assert county.desks[desk].read(status).is_all_sent
    assert county.desks[FAR].read(store.of_record, "difference_case", owner) == []
    assert {row.code for row in county.journal("attachment.added", "attachment_piece.added")} == {""}
    with reading(county.hub.engine) as connection:
        assert [store.content(connection, one.attachment.id) for one in found] == [first.content, second.content]


def test_a_photo_of_the_largest_size_comes_whole_and_is_not_sent_back(county: County) -> None:
    request = delivered(county)
    large = File(line=request.lines[0].drug, media_type="image/jpeg", name="大.jpg", content=jpeg(MOST_BYTES))
    differ(county, request, large)
    county.sync(ONE)
    before = county.desks[ONE].sync()
    assert (before.received, before.code) == (0, "")
    county.sync(LEAD)
    (found,) = county.desks[LEAD].read(store.of_record, "difference_case", case_of(request.id))
    assert held(county, LEAD, found.attachment.id) == large.content


def test_the_hub_takes_no_fifth_photo_of_a_line(case: Case) -> None:
    for _ in range(4):
        assert case.code(jpeg(500)) == ""
    assert case.code(jpeg(500)) == "attachment_many"
    assert case.code(jpeg(500), line=case.request.lines[1].drug) == "photo_line"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"media_type": "image/gif"}, "attachment_type"),
        ({"media_type": "application/pdf"}, "attachment_type"),
        ({"size": MOST_BYTES + 1}, "attachment_big"),
        ({"size": 0, "digests": ()}, "attachment_damaged"),
        ({"size": -5}, "attachment_damaged"),
        ({"size": PIECE_BYTES * 3}, "attachment_damaged"),
        ({"digests": ()}, "attachment_damaged"),
        ({"digests": ("aa",)}, "attachment_damaged"),
        ({"digests": ("a" * 64,) * 50}, "attachment_damaged"),
        ({"sha256": "g" * 64}, "attachment_damaged"),
        ({"sha256": ""}, "attachment_damaged"),
        ({"name": "长" * 200}, "field_long"),
        ({"line": "x" * 200}, "photo_line"),
        ({"line": ""}, "photo_line"),
        ({"owner": "nobody"}, "not_found"),
        ({"owner_kind": "resident"}, "attachment_owner"),
        ({"owner_kind": "nothing"}, "attachment_owner"),
    ],
)
def test_what_a_device_says_of_a_file_is_checked(case: Case, changes: dict[str, Any], code: str) -> None:
    assert case.code(jpeg(900), **changes) == code


def test_a_file_is_what_it_says_by_its_first_bytes(case: Case) -> None:
    for content in (b"GIF89a" + os.urandom(900), b"%PDF-1.7" + os.urandom(900), os.urandom(900)):
        added, pieces = case.added(content)
        assert [one.code for one in case.liar.tell(added, *pieces)] == ["", "attachment_type"]
    added, pieces = case.added(b"\x89PNG\r\n\x1a\n" + os.urandom(900), media_type="image/png")
    assert [one.code for one in case.liar.tell(added, *pieces)] == ["", ""]


def test_a_piece_is_the_one_that_was_told_of(case: Case) -> None:
    content = jpeg(PIECE_BYTES * 2 + 100)
    added, pieces = case.added(content)
    record, parts = added.record, pieces_of(content)
    assert case.liar.code(added) == ""
    assert case.liar.code(case.piece(record, 0, parts[1])) == "attachment_damaged"
    assert case.liar.code(case.piece(record, 0, parts[0][:-1])) == "attachment_damaged"
    assert case.liar.code(case.piece(record, 0, parts[0] + b"x")) == "attachment_damaged"
    assert case.liar.code(case.piece(record, 3, parts[0])) == "attachment_damaged"
    assert case.liar.code(case.piece(record, -1, parts[2])) == "attachment_damaged"
    assert case.liar.code(case.piece(record, 0, parts[0], "another-id")) == "attachment_damaged"
    assert [one.code for one in case.liar.tell(*pieces)] == ["", "", ""]


def test_pieces_that_are_right_one_by_one_and_wrong_together_are_not_completed(case: Case) -> None:
    content = jpeg(PIECE_BYTES + 100)
    added, pieces = case.added(content, sha256=digest_of(b"another"))
    assert [one.code for one in case.liar.tell(added, *pieces)] == ["", "", "attachment_damaged"]
    with reading(case.liar.county.hub.engine) as connection:
        assert store.content(connection, added.record) is None


def test_pieces_come_in_any_order_and_never_twice(case: Case) -> None:
    content = jpeg(PIECE_BYTES * 3 + 7)
    added, pieces = case.added(content)
    twice = [replace(one, id=case.liar.county.hub.ids.new()) for one in pieces[:2]]
    told = case.liar.tell(added, *reversed(pieces), *twice)
    assert [one.code for one in told] == ["", "", "", "", "", "not_followed", "not_followed"]
    with reading(case.liar.county.hub.engine) as connection:
        assert store.content(connection, added.record) == content


def test_pieces_of_a_file_that_was_not_taken_are_let_go(case: Case) -> None:
    added, pieces = case.added(jpeg(900), owner="nobody")
    assert [one.code for one in case.liar.tell(added, *pieces)] == ["not_found", "not_followed"]


def test_a_file_never_changes(case: Case) -> None:
    added, _ = case.added(jpeg(900))
    other, _ = case.added(jpeg(901))
    assert case.liar.code(added) == ""
    assert case.liar.code(replace(other, record=added.record)) == "attachment_there"


def test_nobody_adds_to_the_file_of_another_institution(county: County, case: Case) -> None:
    added, pieces = case.added(jpeg(900))
    assert case.liar.code(added) == ""
    with Liar(county, FAR) as stranger:
        elsewhere = replace(
            pieces[0], id=county.hub.ids.new(), institution=stranger.institution, account=stranger.account
        )
        assert stranger.code(elsewhere) == "not_holder"
        body = msgspec.json.decode(added.body, type=AttachmentAdded)
        assert stranger.code(stranger.event("attachment.added", county.hub.ids.new(), body)) == "not_holder"


def test_nothing_is_put_to_a_case_that_is_settled(county: County, case: Case) -> None:
    county.sync(LEAD)
    county.do(LEAD, AnswerCase(case=case.owner, replies=(Reply(answer=Answer.WRITE_OFF),)))
    county.sync(LEAD, ONE)
    assert case.code(jpeg(900)) == ""
    county.do(ONE, SettleCase(case=case.owner))
    county.sync(ONE)
    assert case.code(jpeg(900)) == "photo_settled"


def test_a_file_and_its_pieces_are_records_like_all_others(county: County, case: Case) -> None:
    added, pieces = case.added(jpeg(PIECE_BYTES + 1))
    case.liar.tell(added, *pieces)
    county.sync(OTHER, LEAD)
    with reading(county.hub.engine) as connection:
        at_hub = [records.load(connection, store.PIECE, one.record) for one in pieces]
        known = records.load(connection, store.ATTACHMENT, added.record)
    assert known is not None
    assert known.streams == tuple(sorted(("unit:tianmen.yuekou", "unit:tianmen.diyi")))
    for desk in (OTHER, LEAD):
        assert county.desks[desk].read(records.load, store.ATTACHMENT, added.record) == known
        assert [county.desks[desk].read(records.load, store.PIECE, one.record) for one in pieces] == at_hub
