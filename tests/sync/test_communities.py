"""A unit changes its community on a day (ORG-25 适时调整): what its desks lose and get, what goes on under way."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from sqlalchemy import select

from tests.hub.liar import Liar
from tests.storage import acts_kept
from tests.sync.by_hand import exchange
from tests.sync.by_hand import take
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as p
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages.cases import AcceptReferral
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry import tables
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.sync.intake import positions

pytestmark = [pytest.mark.sync, pytest.mark.policy("ORG-25")]

FIRST, SECOND = "community:tianmen-1", "community:tianmen-2"


def test_on_the_day_a_units_desks_lose_the_former_formulary_and_get_the_new_one(county: County) -> None:
    before = _drugs(county, "岳口")
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 25))
    county.sync("岳口")
    assert _drugs(county, "岳口") == before  # 还没到那一天
    county.clock.advance(days=2)
    county.sync("岳口", "岳口二", "多宝", "市中医")
    for name in ("岳口", "岳口二"):
        assert _drugs(county, name) == _drugs(county, "市中医"), name
        assert _found(county, name) <= _drugs(county, name), name
    assert _drugs(county, "多宝") == before


def test_afterwards_the_desk_has_nothing_left_to_say_and_the_talk_is_as_short_as_ever(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2")
    county.sync("岳口")
    here = county.desks["岳口"].read(positions)
    assert (here[FIRST], here[SECOND] > 0) == (0, True)
    answer = exchange(county, "岳口")
    assert (answer.rows, answer.gone, answer.left) == ((), (), 0)
    assert answer.cursors == here


def test_the_former_stream_is_taken_back_in_pages_that_can_be_cut_anywhere(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2")
    gone: list[str] = []
    left = [10**9]
    while left[-1]:
        exchange(county, "岳口", room=5)  # an answer that is lost on the way
        answer = exchange(county, "岳口", room=5)
        assert sum(len(rows.rows) for rows in answer.rows) + len(answer.gone) <= 5
        gone += [one.record for one in answer.gone]
        take(county, "岳口", answer)
        left.append(answer.left)
    county.sync("岳口")
    assert len(gone) == len(set(gone)) > 50
    assert left == sorted(left, reverse=True)
    assert _drugs(county, "岳口") == _of_hub(county, "tianmen-2")


def test_a_record_that_changes_while_its_stream_is_taken_back_goes_too(county: County) -> None:
    """It has moved behind the place that the walk had reached, and behind the cursor that the desk had."""
    early, late = sorted(_of_hub(county, "tianmen-1"))[:2]
    _change_drug(county, early)
    county.keeper.move_institution("岳口", "tianmen-2")
    seen = False
    for _ in range(10_000):
        answer = exchange(county, "岳口", room=3)
        take(county, "岳口", answer)
        if answer.gone and not seen:
            _change_drug(county, late)
            seen = True
        if not answer.left:
            break
    county.sync("岳口")
    assert seen
    assert _drugs(county, "岳口") == _of_hub(county, "tianmen-2")


def test_a_unit_that_comes_back_gets_the_formulary_anew(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 23))
    county.sync("岳口")
    county.keeper.move_institution("岳口", "tianmen-1", date(2026, 11, 24))
    county.clock.advance(days=1)
    county.sync("岳口")
    assert _drugs(county, "岳口") == _of_hub(county, "tianmen-1")


def test_a_unit_that_comes_back_while_its_desk_is_losing_the_stream_gets_it_anew(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 23))
    while not (answer := exchange(county, "岳口", room=50)).gone:
        take(county, "岳口", answer)
    take(county, "岳口", answer)
    assert answer.left
    county.keeper.move_institution("岳口", "tianmen-1", date(2026, 11, 24))
    county.clock.advance(days=1)
    county.sync("岳口")
    assert _drugs(county, "岳口") == _of_hub(county, "tianmen-1")


def test_a_unit_that_leaves_a_stream_of_which_its_desk_has_only_a_part_loses_that_part(county: County) -> None:
    """What is not bulky comes first; of the formulary only the beginning has come then."""
    county.keeper.move_institution("岳口", "tianmen-2")
    while not county.desks["岳口"].read(positions).get(f"{SECOND}#light"):
        take(county, "岳口", answer := exchange(county, "岳口", room=5))
    assert answer.left
    county.clock.advance(days=1)
    county.keeper.move_institution("岳口", "tianmen-1")
    county.sync("岳口")
    assert _drugs(county, "岳口") == _of_hub(county, "tianmen-1")


def test_a_desk_that_was_off_through_two_changes_ends_with_the_last(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 23))
    county.keeper.move_institution("岳口", "tianmen-1", date(2026, 12, 1))
    county.clock.advance(days=90)
    county.sync("岳口")
    assert _drugs(county, "岳口") == _of_hub(county, "tianmen-1")


def test_a_request_in_flight_stays_with_the_pharmacy_that_it_was_sent_to(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口", "市一医")
    county.keeper.move_institution("岳口", "tianmen-2")
    county.sync("岳口", "市一医")
    line = asked.lines[0]
    decided = Decision(drug=line.drug, approved=line.requested)
    county.do("市一医", p.ReviewDrugRequest(request=asked.id, decisions=(decided,)))
    county.sync("市一医", "岳口")
    held = county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert (held.state, held.supplier) == (State.REVIEWED, "tianmen.diyi")


def test_a_request_written_before_the_day_and_sent_after_it_is_judged_as_of_its_day(county: County) -> None:
    asked = county.request("岳口")
    county.clock.advance(days=2)
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 25))
    county.sync("岳口", "岳口", "市一医", "市中医")
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 1}
    for name in ("岳口", "市一医"):
        held = county.desks[name].read(records.load, DRUG_REQUEST, asked.id)
        assert held is not None, name
        assert held.supplier == "tianmen.diyi", name
    assert county.desks["市中医"].read(records.load, DRUG_REQUEST, asked.id) is None


def test_a_request_written_after_the_day_by_a_desk_that_did_not_know_comes_back_with_its_lines(
    county: County,
) -> None:
    county.keeper.move_institution("岳口", "tianmen-2", date(2026, 11, 24))
    county.clock.advance(days=2)
    asked = county.request("岳口", 77)
    county.sync("岳口")
    (act,) = county.desks["岳口"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert act.code == "drug_other_community"
    assert msgspec.json.decode(act.body)["lines"][0]["quantity"] == 77
    assert county.desks["岳口"].read(records.load, DRUG_REQUEST, asked.id) is None


def test_a_request_that_was_sent_back_goes_to_the_pharmacy_of_the_day_and_leaves_the_former(county: County) -> None:
    asked = county.request("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", p.SendBackDrugRequest(request=asked.id, reason="请说明用量"))
    county.sync("市一医")
    county.keeper.move_institution("岳口", "tianmen-2")
    county.sync("岳口")
    wanted = Wanted(drug=county.drug("岳口"), quantity=5)
    county.do("岳口", p.SubmitDrugRequest(request=asked.id, lines=(wanted,), note="门诊用"))
    county.sync("岳口", "市一医", "市中医")
    assert county.desks["市一医"].read(records.load, DRUG_REQUEST, asked.id) is None
    held = county.desks["市中医"].read(records.load, DRUG_REQUEST, asked.id)
    assert held is not None
    assert (held.number, held.supplier, held.state) == (asked.number, "tianmen.zhongyi", State.SUBMITTED)


def test_a_referral_to_the_former_lead_goes_on(county: County) -> None:
    sent = county.send_referral("岳口")
    county.keeper.move_institution("岳口", "tianmen-2")
    county.sync("岳口", "市一医")
    county.do("市一医", AcceptReferral(referral=sent.id))
    county.sync("市一医", "岳口")
    assert county.desks["岳口"].read(acts_kept.counts) == {outbox.ACCEPTED: 2}


def test_a_desk_that_lies_about_its_cursors_gets_nothing_of_the_former_community(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2")
    county.sync("岳口")
    former = _of_hub(county, "tianmen-1")
    with Liar(county, "岳口") as liar:
        for lie in (0, 1, 2**62, 2**62 + 2**61, 2**62 + 2**61 + 1, 2**63 - 1):
            cursors, left = {FIRST: lie}, 1
            while left:
                answer = liar.exchange(Exchange(cursors=cursors, room=2000))
                sent = {row[0] for rows in answer.rows for row in rows.rows}
                assert not sent & former, lie
                cursors, left = dict(answer.cursors), answer.left


def test_a_desk_cannot_walk_through_a_stream_that_its_institution_never_had(county: County) -> None:
    with Liar(county, "多宝") as liar:
        for stream in ("unit:tianmen.yuekou", SECOND, "unit:tianmen.diyi"):
            answer = liar.exchange(Exchange(cursors={stream: 2**40}, room=2000))
            assert stream not in answer.cursors
            assert not answer.gone


def test_a_desk_forgets_a_stream_of_which_the_hub_says_nothing(county: County) -> None:
    """Else its talk would never end: it ends when nothing is new."""
    desk = county.desks["岳口"]
    desk.write(lambda connection: connection.exec_driver_sql("INSERT INTO cursors VALUES ('unit:elsewhere', 7)"))
    county.sync("岳口")
    assert "unit:elsewhere" not in desk.read(positions)


@pytest.mark.parametrize(
    ("unit", "community", "since", "code"),
    [
        ("岳口", "tianmen-9", None, "community_unknown"),
        ("市一医", "tianmen-2", None, "community_lead"),
        ("岳口", "tianmen-1", None, "membership_same"),
        ("岳口", "tianmen-2", date(2019, 1, 25), "membership_earlier"),
        ("火星", "tianmen-2", None, "institution_unknown"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(
    county: County, unit: str, community: str, since: date | None, code: str
) -> None:
    before = county.keeper.institutions()
    with pytest.raises(Refused, match=code):
        county.keeper.move_institution(unit, community, since)
    assert county.keeper.institutions() == before


def test_what_was_planned_for_later_can_be_planned_otherwise(county: County) -> None:
    county.keeper.move_institution("岳口", "tianmen-2", date(2027, 1, 1))
    moved = county.keeper.move_institution("岳口", "tianmen-2", date(2027, 3, 1))
    assert [(one.community, one.since, one.until) for one in moved.memberships] == [
        ("tianmen-1", date(2019, 1, 25), date(2027, 2, 28)),
        ("tianmen-2", date(2027, 3, 1), None),
    ]
    stays = county.keeper.move_institution("岳口", "tianmen-1", date(2026, 12, 1))
    assert [(one.community, one.since, one.until) for one in stays.memberships] == [
        ("tianmen-1", date(2019, 1, 25), None)
    ]


def _drugs(county: County, name: str) -> set[str]:
    return set(county.desks[name].read(lambda connection: list(connection.scalars(select(tables.drugs.c.id)))))


def _found(county: County, name: str) -> set[str]:
    return set(county.desks[name].read(registry.find_ids, "drug", "阿莫西林", 50))


def _of_hub(county: County, community: str) -> set[str]:
    query = select(tables.drugs.c.id).where(tables.drugs.c.community == community)
    with county.hub.engine.connect() as connection:
        return set(connection.scalars(query))


def _change_drug(county: County, drug: str) -> None:
    with county.hub.engine.connect() as connection:
        held = records.load(connection, registry.DRUG, drug)
    assert isinstance(held, Drug)
    county.hub.counter.publish({"drug": [msgspec.structs.replace(held, maker=f"{held.maker}改")]})
