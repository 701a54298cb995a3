"""One bad act, one bad row or one faulty rule never stops the rest: it is set aside, listed, and the others go on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.fakes.time import NOON
from tests.storage import acts_kept
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import exchange
from tests.sync.by_hand import line_of
from tests.sync.by_hand import take
from tests.sync.county import County
from yigongti_desktop.app.knowledge import SLICES
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.pharmacy.messages.requests import PrintDrugRequest
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages.cases import PrintReferral
from yigongti_desktop.capabilities.referrals.messages.cases import SaveReferralDraft
from yigongti_desktop.capabilities.referrals.service import cases as referrals
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.intake import Court
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Gone
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.hub import DIRECTORY
from yigongti_desktop.registry.hub import WHO_ACTS
from yigongti_desktop.registry.service import acts as registry_service
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.catalogue import make_catalogue
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.unit_of_work import unit_of_work
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """An act of a test: words are added to a request's note."""

    words: str


def _kind(decide: Callable[[DrugRequest | None, Noted, Ruling], DrugRequest]) -> EventKind[DrugRequest, Noted]:
    return EventKind(
        name="drug_request.noted",
        body=Noted,
        of=DRUG_REQUEST,
        decide=decide,
        roles=frozenset({Role.PHARMACIST}),
    )


def _note(current: DrugRequest | None, body: Noted, _ruling: Ruling) -> DrugRequest:
    assert current is not None
    return replace(current, note=current.note + body.words)


def _note_but_fail_at_the_hub(current: DrugRequest | None, body: Noted, ruling: Ruling) -> DrugRequest:
    if ruling.final:
        raise ZeroDivisionError(body.words)
    return _note(current, body, ruling)


def _note_but_fail_on_what_the_hub_says(current: DrugRequest | None, body: Noted, ruling: Ruling) -> DrugRequest:
    assert current is not None
    if current.revision and current.prints and not ruling.final:
        raise ZeroDivisionError(body.words)
    return _note(current, body, ruling)


def _catalogue(*kinds: EventKind[Any, Any]) -> Catalogue:
    return make_catalogue((*SLICES, Slice(events=kinds)), react)


def _teach(county: County, kind: EventKind[Any, Any], *, hub: bool = True) -> None:
    """Let the desk, and the hub if it is new enough, know one more kind of act."""
    county.desks["岳口"].catalogue = _catalogue(kind)
    if hub:
        _judge_by(county, _catalogue(kind))


def _judge_by(county: County, catalogue: Catalogue) -> None:
    """Let the hub judge by other rules."""
    court = Court(catalogue, WHO_ACTS, county.hub._vault["signing"])
    county.cut_line()
    county.hub.counter = Counter(county.hub.engine, court, DIRECTORY, county.clock, county.hub.ids)
    county.open_line()
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")


def _do(county: County, kind: EventKind[Any, Any], record: str, words: str) -> None:
    desk = county.desks["岳口"]
    with unit_of_work(desk.engine, desk.catalogue, desk.clock, desk.ids, county.people["岳口"]) as work:
        work.emit(kind, record, Noted(words=words))


def test_a_fault_of_a_rule_at_the_hub_sets_one_act_aside_and_the_rest_goes_on(county: County) -> None:
    kind = _kind(_note_but_fail_at_the_hub)
    _teach(county, kind)
    before, after = county.request("岳口", 1), county.request("岳口", 2)
    _do(county, kind, before.id, "急用")
    sent = county.send_referral("岳口")
    talk = county.desks["岳口"].sync()
    assert talk.code == ""
    counts = county.desks["岳口"].read(acts_kept.counts)
    assert (counts[outbox.QUARANTINED], counts[outbox.ACCEPTED]) == (1, 4)
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert (act.code, msgspec.json.decode(act.body)) == ("hub_fault", {"words": "急用"})
    assert county.desks["岳口"].read(status).quarantined == 1
    (row,) = county.journal("drug_request.noted")
    assert (row.quarantined, row.code, msgspec.json.decode(row.body)) == (1, "hub_fault", {"words": "急用"})
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, before.id)
    assert held is not None
    assert (held.note, held.revision) == ("", 1)
    assert county.desks["岳口"].read(records.load, DRUG_REQUEST, after.id) is not None
    assert county.desks["岳口"].read(records.load, REFERRAL, sent.id) is not None


def test_a_fault_half_way_through_an_act_leaves_none_of_its_effects(county: County) -> None:
    """The act itself is judged, then a reaction to it fails: neither the act nor its step stands."""
    sent = county.send_referral("岳口")

    def fail(kind: str, *_rest: Any) -> list[Any]:
        if kind == "referral.printed":
            raise ZeroDivisionError
        return []

    _judge_by(county, dataclasses.replace(_catalogue(), react=fail))
    county.do("岳口", PrintReferral(referral=sent.id))
    asked = county.request("岳口")
    county.sync("岳口")
    held = county.desks["岳口"].read(records.load, REFERRAL, sent.id)
    assert held is not None
    assert (held.prints, held.revision) == (0, 1)
    with reading(county.hub.engine) as connection:
        assert [step.act for step in trails.of_record(connection, sent.id)] == ["referral.sent"]
        assert records.load(connection, DRUG_REQUEST, asked.id) is not None


def test_a_kind_that_the_hub_does_not_know_yet_is_refused_alone(county: County) -> None:
    kind = _kind(_note)
    _teach(county, kind, hub=False)
    asked = county.request("岳口")
    _do(county, kind, asked.id, "急用")
    county.request("岳口", 2)
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert (act.code, act.facts) == ("event_unknown", {"kind": "drug_request.noted"})
    assert len(county.journal("drug_request.submitted")) == 2
    assert county.journal("drug_request.noted")[0].body == b'{"words":"\xe6\x80\xa5\xe7\x94\xa8"}'


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"number": 5}', b'{"a":' * 5000, b"\xff\xfe"])
def test_a_damaged_body_is_refused_alone(county: County, body: bytes) -> None:
    first, bad, last = (county.request("岳口", quantity) for quantity in (1, 2, 3))
    with writing(county.desks["岳口"].engine) as connection:
        connection.exec_driver_sql("UPDATE outbox SET body = ? WHERE record = ?", (body, bad.id))
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert (act.record, act.code) == (bad.id, "event_damaged")
    assert {row.record for row in county.journal() if not row.code} == {first.id, last.id}


def test_a_rule_that_fails_on_the_desk_does_not_stop_what_comes_down(county: County) -> None:
    kind = _kind(_note_but_fail_on_what_the_hub_says)
    _teach(county, kind)
    asked = county.request("岳口")
    county.sync("岳口", "岳口二")

    county.do("岳口二", PrintDrugRequest(request=asked.id))
    county.sync("岳口二")
    other = county.do("岳口二", PrintDrugRequest(request=asked.id))
    assert other.prints == 2
    _do(county, kind, asked.id, "急用")
    intake = take(county, "岳口", exchange(county, "岳口"))
    assert intake.tally.received > 0
    county.sync("岳口")
    assert county.desks["岳口"].read(status).waiting == 0
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert (held.note, held.prints) == ("急用", 1)


# What comes down.


def test_a_row_that_fits_no_record_is_set_aside_and_the_page_stands(county: County) -> None:
    good, bad = county.request("岳口", 1), county.request("岳口", 2)
    county.sync("岳口")
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE drug_requests SET state = 'melted' WHERE id = ?", (bad.id,))
    county.sync("市一医")
    desk = county.desks["市一医"]
    assert desk.read(records.load, DRUG_REQUEST, good.id) is not None
    assert desk.read(records.load, DRUG_REQUEST, bad.id) is None
    assert desk.read(status).set_aside == 1
    assert _set_aside(county, "市一医") == [("drug_request", bad.id, "row_damaged")]


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: replace(rows, rows=[row[:-1] for row in rows.rows]),
        lambda rows: replace(rows, rows=[[*row, 1, 2] for row in rows.rows]),
        lambda rows: replace(rows, rows=[[None] * len(row) for row in rows.rows]),
        lambda rows: replace(rows, rows=[[{"a": []}] * len(row) for row in rows.rows]),
        lambda rows: replace(rows, columns=("revision",), rows=[[1] for _ in rows.rows]),
    ],
    ids=["short", "long", "nothing", "structures", "no id"],
)
@pytest.mark.parametrize("kind", ["drug_request", "trail"])
def test_rows_of_any_wrong_shape_are_set_aside(county: County, kind: str, damage: Callable[[Rows], Rows]) -> None:
    asked = county.request("岳口")
    county.send_referral("岳口")
    county.sync("岳口")
    answer = exchange(county, "市一医")
    assert kind in {rows.kind for rows in answer.rows}
    damaged = tuple(damage(rows) if rows.kind == kind else rows for rows in answer.rows)
    take(county, "市一医", replace(answer, rows=damaged))
    desk = county.desks["市一医"]
    assert desk.read(status).set_aside >= 1
    assert desk.read(positions) == answer.cursors
    assert {code for _, _, code in _set_aside(county, "市一医")} == {"row_damaged"}
    assert desk.read(trails.of_record, asked.id) == () or kind != "trail"


def test_a_good_row_takes_its_bad_predecessor_off_the_list(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口")
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE drug_requests SET state = 'melted' WHERE id = ?", (asked.id,))
    county.sync("市一医")
    assert county.desks["市一医"].read(status).set_aside == 1
    with reading(county.desks["岳口"].engine) as connection:
        held = records.load(connection, DRUG_REQUEST, asked.id)
    assert held is not None
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE drug_requests SET state = 'submitted' WHERE id = ?", (asked.id,))
    county.hub.counter.publish({"drug_request": [replace(held, note="核对过")]})
    county.sync("市一医")
    assert county.desks["市一医"].read(status).set_aside == 0
    after = county.desks["市一医"].read(records.load, DRUG_REQUEST, asked.id)
    assert after is not None
    assert after.note == "核对过"


def test_a_kind_that_only_a_newer_program_knows_waits_for_it_and_is_then_taken(county: County) -> None:
    """Hub and desks are upgraded on different days: the older desk keeps what it cannot read."""
    desk = county.desks["岳口"]
    desk.catalogue = make_catalogue((registry_service.SLICE, referrals.SLICE), _no_reactions)
    asked = county.do("岳口二", _asking(county))
    county.sync("岳口二", "岳口")
    assert desk.read(records.load, DRUG_REQUEST, asked.id) is None
    assert _set_aside(county, "岳口") == [("drug_request", asked.id, "kind_unknown")]
    upgraded = county.reopened("岳口")
    county.sync("岳口")
    assert upgraded.read(records.load, DRUG_REQUEST, asked.id) == replace(asked, revision=1)
    assert _set_aside(county, "岳口") == []


def test_a_column_of_a_newer_program_survives_the_round_trip(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口")
    answer = exchange(county, "市一医")
    wider = tuple(
        replace(rows, columns=(*rows.columns, "colour"), rows=[[*row, "红"] for row in rows.rows])
        if rows.kind == "drug_request"
        else rows
        for rows in answer.rows
    )
    take(county, "市一医", replace(answer, rows=wider))
    held = county.desks["市一医"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert held.extra == {"colour": "红"}


def test_a_column_that_an_older_hub_lacks_takes_its_default(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口")
    answer = exchange(county, "市一医")
    narrow: list[Rows] = []
    for rows in answer.rows:
        if rows.kind != "drug_request":
            narrow.append(rows)
            continue
        keep = [place for place, name in enumerate(rows.columns) if name not in {"prints", "note"}]
        columns = tuple(rows.columns[place] for place in keep)
        narrow.append(replace(rows, columns=columns, rows=[[row[place] for place in keep] for row in rows.rows]))
    take(county, "市一医", replace(answer, rows=tuple(narrow)))
    held = county.desks["市一医"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert (held.prints, held.note) == (0, "")


def test_gone_marks_of_an_unknown_kind_are_passed_over(county: County) -> None:

    answer = exchange(county, "岳口")
    take(county, "岳口", replace(answer, gone=(Gone("spaceship", "1"), Gone("trail", "2"), Gone("referral", "3"))))
    assert county.desks["岳口"].read(status).set_aside == 0


# Too much at once.


def test_acts_that_weigh_more_than_one_batch_holds_go_in_several_batches(county: County) -> None:
    """A long outage: hundreds of full slips; what travels in one message has a limit, and nothing may get stuck."""
    desk, actor = county.desks["岳口"], county.people["岳口"]
    long = "右侧肢体无力。" * 500
    slip = county.slip("岳口", history=long, past_history=long, treatment=long)

    for _ in range(120):
        desk.do(actor, SaveReferralDraft(slip=slip))
    first = batch_of(county, "岳口")
    assert len(unpack_batch(first.payload)) < 120
    county.sync("岳口")
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 120}


def test_a_page_that_weighs_more_than_one_message_may_hold_comes_in_parts(county: County) -> None:
    """A central pharmacy that is enrolled anew fetches a year of long requests."""
    county.hub.counter.publish({"drug_request": [_heavy_request(number) for number in range(120)]})
    answer = exchange(county, "市一医")
    assert answer.left > 0
    assert 1 < sum(len(rows.rows) for rows in answer.rows) < 120
    assert len(encode(answer)) < MOST_PACKED
    county.sync("市一医")
    assert county.desks["市一医"].read(registry.count, DRUG_REQUEST) == 120


def test_a_room_of_nothing_or_less_still_brings_one_record(county: County) -> None:
    for room in (0, -5):
        with line_of(county, "岳口") as line:
            answer = line.exchange(Exchange(cursors={}, room=room))
        assert sum(len(rows.rows) for rows in answer.rows) == 1


def _no_reactions(*_given: Any) -> tuple[()]:
    return ()


def _asking(county: County) -> Any:

    return SubmitDrugRequest(lines=(Wanted(drug=county.drug("岳口二"), quantity=5),))


def _heavy_request(number: int) -> DrugRequest:

    line = Line(drug="d", name="阿莫西林胶囊", strength="0.25g", pack="24粒", unit="盒", requested=5, remark="备" * 200)
    return DrugRequest(
        id=f"heavy-{number:04d}",
        state=State.SUBMITTED,
        institution="tianmen.yuekou",
        institution_name="岳口镇中心卫生院",
        supplier="tianmen.diyi",
        lines=(line,) * 150,
        submitted_at=NOON,
    )


def _set_aside(county: County, name: str) -> list[tuple[str, str, str]]:
    with reading(county.desks[name].engine) as connection:
        rows = connection.exec_driver_sql("SELECT kind, record, code FROM set_aside ORDER BY kind, record")
        return [tuple(row) for row in rows]
