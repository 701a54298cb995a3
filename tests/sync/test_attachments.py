"""Photos on their way: off-line, cut, by stick, on a slow line; nothing small waits for them and none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.attachments.photos import CENTRE
from tests.attachments.photos import CLINIC
from tests.attachments.photos import delivered
from tests.attachments.photos import differ
from tests.attachments.photos import held
from tests.attachments.photos import photo
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import exchange
from tests.sync.by_hand import take
from tests.sync.county import County
from tests.sync.county import pace
from tests.sync.relay import Relay
from tests.sync.sticks import Stick
from tests.sync.weak_line import WeakLine
from tests.sync.weak_line import Weather
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.app.sync_overview import overview
from yigongti_desktop.app.sync_receipts import receipts
from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.difference import case_of
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.sync.batches import count_of
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.receipts import Receipts
from yigongti_desktop.sync.receipts import Tally
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.sync, pytest.mark.policy("PHA-13")]

SECOND = "岳口二"
PIECE = "attachment_piece.added"


@pytest.fixture
def request_(county: County) -> DrugRequest:
    """A delivery on its way to 岳口, known there and at both of its desks."""
    made = delivered(county)
    county.sync(SECOND)
    return made


def photos_of(request: DrugRequest, count: int = 3, size: int = 60_000) -> list[File]:
    return [photo(request.lines[0].drug, f"照片{place}.jpg", size) for place in range(count)]


def all_here(county: County, request: DrugRequest, photos: Sequence[File], *desks: str) -> bool:
    """Say whether desks have all photos, byte for byte."""
    for desk in desks:
        found = county.desks[desk].read(store.of_record, "difference_case", case_of(request.id))
        contents = sorted(held(county, desk, one.attachment.id) or b"" for one in found)
        if contents != sorted(one.content for one in photos):
            return False
    return True


def kinds_in(signed: Signed) -> list[str]:
    return [run.kind for run in unpack_batch(signed.payload).runs]


def test_photos_taken_off_line_wait_and_come_when_there_is_a_line(county: County, request_: DrugRequest) -> None:
    photos = photos_of(request_)
    county.cut_line()
    differ(county, request_, *photos)
    desk = county.desks[CLINIC]
    assert all_here(county, request_, photos, CLINIC)
    assert desk.sync().code
    said = desk.read(status)
    assert said.waiting == 6  # the count, what follows from it, and three photos: their pieces are no acts
    assert said.waiting_bytes == pytest.approx(sum(len(one.content) for one in photos), rel=0.02)
    assert not said.is_all_sent
    county.open_line()
    talk = desk.sync()
    assert (talk.code, talk.sent, talk.refused) == ("", 6, 0)
    assert desk.read(status).is_all_sent
    county.sync(SECOND, CENTRE)
    assert all_here(county, request_, photos, CLINIC, SECOND, CENTRE)


def test_what_is_small_goes_before_photos_that_were_put_there_earlier(county: County, request_: DrugRequest) -> None:
    differ(county, request_, *photos_of(request_))
    county.send_referral(CLINIC)
    first = batch_of(county, CLINIC, 200)
    assert "referral.sent" in kinds_in(first)
    assert kinds_in(first).count("attachment.added") == 1
    assert PIECE not in kinds_in(first)
    take(county, CLINIC, exchange(county, CLINIC, first))
    second = batch_of(county, CLINIC, 200)
    assert kinds_in(second) == [PIECE]
    assert len(unpack_batch(second.payload)) == 2  # each is like eighty others
    county.send_referral(CLINIC, history="另一份。")
    third = batch_of(county, CLINIC, 200)
    assert PIECE not in kinds_in(third)
    assert "referral.sent" in kinds_in(third)
    for batch in (second, third):
        take(county, CLINIC, exchange(county, CLINIC, batch))
    county.sync(CLINIC, CENTRE)
    assert county.desks[CLINIC].read(status).is_all_sent


def test_a_slow_line_takes_one_piece_at_a_time_and_learns_nothing_wrong_of_it(
    county: County, request_: DrugRequest
) -> None:
    photos = photos_of(request_, count=2)
    desk = county.desks[CLINIC]
    pace(desk, "20 20")
    differ(county, request_, *photos)
    county.sync(CLINIC)
    sent = desk.read(lambda connection: connection.execute(select(sent_batches)).all())
    heavy = [count_of(batch) for batch in sent if batch.heavy]
    assert sum(heavy) == 8
    assert heavy[0] == 1
    pace(county.desks[CENTRE], "20 20")
    county.sync(CENTRE)
    assert all_here(county, request_, photos, CENTRE)


@pytest.mark.parametrize("room", [1, 7, 20, 90, 200, 2000])
def test_what_is_small_comes_down_before_photos_that_came_earlier(
    county: County, request_: DrugRequest, room: int
) -> None:
    photos = photos_of(request_, count=4)
    differ(county, request_, *photos)
    county.sync(CLINIC)
    sent = county.send_referral(CLINIC)
    county.sync(CLINIC)
    pages: list[list[str]] = []
    while not pages or pages[-1]:
        answer = exchange(county, CENTRE, room=room)
        pages.append([rows.kind for rows in answer.rows for _ in rows.rows])
        assert pages[-1].count("attachment_piece") <= max(1, room // 80)
        take(county, CENTRE, answer)
    before = next(place for place, page in enumerate(pages) if "referral" in page)
    assert [page for page in pages[:before] if "attachment_piece" in page] == []
    assert sum(page.count("attachment_piece") for page in pages) == 16
    assert all_here(county, request_, photos, CENTRE)
    assert county.desks[CENTRE].read(records.load, REFERRAL, sent.id) is not None


def test_a_desk_that_is_closed_between_two_pieces_goes_on_where_it_was(county: County, request_: DrugRequest) -> None:
    photos = photos_of(request_, count=2)
    differ(county, request_, *photos)
    county.sync(CLINIC)
    for _ in range(3):
        take(county, CENTRE, exchange(county, CENTRE, room=10))
        county.reopened(CENTRE)
        found = county.desks[CENTRE].read(store.of_record, "difference_case", case_of(request_.id))
        assert [one.is_here for one in found] in ([], [False, False])
        assert all(held(county, CENTRE, one.attachment.id) is None for one in found)
    county.sync(CENTRE)
    assert all_here(county, request_, photos, CENTRE)


@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("after", [3_000, 12_000, 30_000, 60_000])
def test_a_line_that_is_cut_anywhere_costs_a_piece_and_nothing_is_done_twice(
    county: County, relay: Relay, request_: DrugRequest, way: str, after: int
) -> None:
    photos = photos_of(request_, count=2)
    differ(county, request_, *photos)
    desk = county.desks[CLINIC]
    for _ in range(3):
        relay.cut_after(way, after)
        desk.sync()
        desk.rest_line()
    relay.mend()
    assert desk.sync().code == ""
    pieces = county.journal(PIECE)
    assert len({row.record for row in pieces}) == len(pieces) == 8
    assert {row.code for row in pieces} == {""}
    county.sync(CENTRE)
    assert all_here(county, request_, photos, CLINIC, CENTRE)


@pytest.mark.parametrize("seed", [3, 11])
def test_photos_get_through_a_weak_line_and_little_goes_twice(county: County, request_: DrugRequest, seed: int) -> None:
    photos = photos_of(request_, count=4)
    differ(county, request_, *photos)
    size, spent = sum(len(one.content) for one in photos), {}
    for name in (CLINIC, CENTRE):
        desk = county.desks[name]
        pace(desk, "20 20")
        with WeakLine(county.port, Weather(64, 100, cut_every=70_000, scale=20), seed) as line:
            county.point(desk, line.address)
            talks = 0
            while desk.sync().code or not desk.read(status).is_all_sent:
                talks += 1
                assert talks < 100
            spent[name] = line.spent
            assert line.cuts
    assert all_here(county, request_, photos, CLINIC, CENTRE)
    assert spent[CLINIC] < 1.8 * size
    assert spent[CENTRE] < 1.8 * size + 60_000


def test_an_answer_that_is_lost_is_asked_for_again(county: County, relay: Relay, request_: DrugRequest) -> None:
    photos = photos_of(request_, count=1)
    differ(county, request_, *photos)
    desk = county.desks[CLINIC]
    relay.cut_unless("down", lambda: not county.journal(PIECE))
    assert desk.sync().code == "line_cut"
    assert county.journal(PIECE)
    assert desk.read(status).waiting_bytes > 0  # the desk does not know yet, and says so
    relay.mend()
    county.sync(CLINIC)
    assert desk.read(status).is_all_sent
    assert len(county.journal(PIECE)) == 4


def test_photos_travel_by_stick_both_ways(county: County, request_: DrugRequest, tmp_path: Path) -> None:
    photos = photos_of(request_)
    county.cut_line()
    stick = Stick(county, tmp_path / "stick")
    differ(county, request_, *photos)
    made = county.desks[CLINIC].export_package(stick.folder)
    assert (made.acts, made.file_bytes > 150_000) == (6, True)
    done = stick.bring(CLINIC, stick.answer(made.file))
    assert (done.accepted, done.refused, done.waiting, done.waiting_bytes) == (6, 0, 0, 0)
    assert stick.round(CENTRE).received > 0
    assert all_here(county, request_, photos, CLINIC, CENTRE)


def test_line_and_stick_mix_while_photos_are_on_their_way(
    county: County, request_: DrugRequest, tmp_path: Path
) -> None:
    photos = photos_of(request_, count=2)
    differ(county, request_, *photos)
    for _ in range(2):
        take(county, CLINIC, exchange(county, CLINIC, batch_of(county, CLINIC, 100)))
    stick = Stick(county, tmp_path / "stick")
    package = stick.export(CLINIC)
    county.sync(CLINIC)
    stick.bring(CLINIC, stick.answer(package))
    take(county, CENTRE, exchange(county, CENTRE, room=100))
    stick.round(CENTRE)
    county.sync(CENTRE, CLINIC)
    assert all_here(county, request_, photos, CLINIC, CENTRE)
    assert len(county.journal(PIECE)) == 8


def test_two_desks_count_one_delivery_off_line_and_no_photo_that_has_room_is_lost(
    county: County, request_: DrugRequest
) -> None:
    ours, theirs = photos_of(request_, count=3), photos_of(request_, count=3)
    county.cut_line()
    differ(county, request_, *ours)
    differ(county, request_, *theirs, desk=SECOND)
    county.open_line()
    county.sync(CLINIC, SECOND, CENTRE, CLINIC)
    assert all_here(county, request_, [*ours, theirs[0]], CLINIC, SECOND, CENTRE)
    desk = county.desks[SECOND]
    needs = desk.read(outbox.in_states, outbox.NEEDS_PERSON)
    assert sorted(act.code for act in needs) == ["attachment_many", "attachment_many", "wrong_state"]
    seen = desk.read(overview, MANIFESTS, county.people[SECOND], county.clock.now())
    told = [entry.contents for entry in seen.needs if entry.act.kind == "attachment.added"]
    assert told == [(("照片", "照片2.jpg"), ("大小", "59 KB")), (("照片", "照片1.jpg"), ("大小", "59 KB"))]
    for act in needs:
        county.do(SECOND, SettleRefusal(event=act.event))
    assert desk.read(status).is_all_sent
    assert desk.read(status).needs_person == 0


def test_a_photo_whose_count_was_refused_waits_for_a_person_and_its_pieces_for_nobody(
    county: County, request_: DrugRequest
) -> None:
    county.cut_line()
    first, second = request_.lines
    counts = tuple(Count(drug=line.drug, received=(line.dispatched,)) for line in (first, second))
    county.do(CLINIC, m.ReceiveDelivery(request=request_.id, counts=counts))  # all as sent: there is no case
    differ(county, request_, *photos_of(request_, count=1), desk=SECOND)
    county.open_line()
    county.sync(CLINIC, SECOND)
    desk = county.desks[SECOND]
    needs = desk.read(outbox.in_states, outbox.NEEDS_PERSON)
    assert sorted((act.kind, act.code) for act in needs) == [
        ("attachment.added", "not_found"),
        ("drug_request.received", "wrong_state"),
    ]
    assert desk.read(status).is_all_sent
    assert desk.read(store.of_record, "difference_case", case_of(request_.id)) == []


def test_a_photo_that_came_back_is_sent_again_with_its_pieces(county: County, request_: DrugRequest) -> None:
    photos = photos_of(request_, count=1)
    differ(county, request_, *photos)
    take(county, CLINIC, exchange(county, CLINIC, batch_of(county, CLINIC, 3)))  # without the photo
    desk = county.desks[CLINIC]
    _refuse_what_waits(county)
    (act,) = desk.read(outbox.in_states, outbox.NEEDS_PERSON)
    assert act.kind == "attachment.added"
    assert desk.read(store.of_record, "difference_case", case_of(request_.id)) == []
    county.do(CLINIC, SendAgain(event=act.event))
    assert all_here(county, request_, photos, CLINIC)
    county.sync(CLINIC, CENTRE)
    assert all_here(county, request_, photos, CLINIC, CENTRE)


def test_receipts_and_lists_speak_of_acts_and_not_of_pieces(county: County, request_: DrugRequest) -> None:
    before = len(county.desks[CLINIC].read(receipts))
    differ(county, request_, *photos_of(request_, count=2))
    desk, now = county.desks[CLINIC], county.clock.now()
    seen = desk.read(overview, MANIFESTS, county.people[CLINIC], now)
    assert {entry.act.kind for entry in seen.waiting} == {"drug_request.received", "attachment.added"}
    county.sync(CLINIC)
    told = desk.read(receipts)
    assert len(told) == before + 1
    assert told[0].acts == 5
    assert PIECE not in {entry.act.kind for entry in desk.read(overview, MANIFESTS, county.people[CLINIC], now).done}


def test_photos_that_are_sent_once_more_are_done_once(county: County, request_: DrugRequest) -> None:
    desk = county.desks[CLINIC]
    photos = photos_of(request_, count=1)
    differ(county, request_, *photos)
    county.sync(CLINIC)
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting', revision = 0, answered_at = NULL")
    county.sync(CLINIC, CENTRE)
    assert len(county.journal(PIECE)) == 4
    assert all_here(county, request_, photos, CLINIC, CENTRE)


def _refuse_what_waits(county: County) -> None:
    """Let the clinic hear that its photo was not taken, as if its case had not been there."""
    desk = county.desks[CLINIC]
    with writing(desk.engine) as connection:
        rows = connection.exec_driver_sql("SELECT event, kind FROM outbox WHERE state = 'waiting'").all()
        outcomes = [
            Outcome(event=row.event, code="not_found" if row.kind == "attachment.added" else outbox.NOT_FOLLOWED)
            for row in rows
        ]
        images = Images(connection, desk.catalogue, acting)
        receipts = Receipts(connection, desk.catalogue, images, desk.clock.now(), Tally())
        for kind, record in receipts.take_answers(outcomes):
            images.show(kind, record)
