"""What the hub refuses comes back with its reason: the record as confirmed, the typed words kept for the person."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from tests.storage import acts_kept
from tests.sync.by_hand import batch_of
from tests.sync.by_hand import exchange
from tests.sync.by_hand import take
from tests.sync.county import County
from tests.world import hu_xiaoyan
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync

_RETURN = ReturnSlip(
    diagnosis="脑梗死", findings="头颅 MRI：左侧基底节区梗死。", plan="抗血小板治疗。", doctor="熊卫东"
)


def test_edits_of_different_fields_on_two_desks_both_stand(county: County) -> None:
    resident = _resident_on_both(county)
    _correct(county, "岳口", resident, phone=("13900000001", "13900000007"))
    _correct(county, "岳口二", resident, address=("岳口镇健康村", "岳口镇新堰村"))
    county.sync("岳口", "岳口二", "岳口")
    for name in ("岳口", "岳口二"):
        held = _resident(county, name, resident)
        assert (held.phone, held.address) == ("13900000007", "岳口镇新堰村"), name
        assert county.desks[name].read(status).needs_person == 0


def test_an_edit_of_the_same_field_comes_back_to_the_later_person_with_both_values(county: County) -> None:
    resident = _resident_on_both(county)
    _correct(county, "岳口", resident, phone=("13900000001", "13900000007"))
    _correct(county, "岳口二", resident, phone=("13900000001", "13900000008"))
    county.sync("岳口")
    talk = county.desks["岳口二"].sync()
    assert (talk.code, talk.refused) == ("", 1)
    act = _refused(county, "岳口二")
    assert act.code == "conflict"
    assert act.facts["fields"] == {"phone": {"base": "13900000001", "mine": "13900000008", "theirs": "13900000007"}}
    assert msgspec.json.decode(act.body) == {"changes": {"phone": ["13900000001", "13900000008"]}}
    assert _resident(county, "岳口二", resident).phone == "13900000007"
    assert county.desks["岳口二"].read(status).refused == 1
    assert county.desks["岳口"].read(status).refused == 0


def test_the_later_person_decides_and_the_question_is_off_the_list(county: County) -> None:
    resident = _resident_on_both(county)
    _correct(county, "岳口", resident, phone=("13900000001", "13900000007"))
    _correct(county, "岳口二", resident, phone=("13900000001", "13900000008"))
    county.sync("岳口", "岳口二")
    question = _refused(county, "岳口二").event
    changes = {"phone": ("13900000007", "13900000008")}
    county.do("岳口二", CorrectResident(resident=resident, changes=changes, answers=question))
    assert county.desks["岳口二"].read(status).refused == 0
    county.sync("岳口二", "岳口")
    assert _resident(county, "岳口", resident).phone == "13900000008"
    assert county.journal("resident.corrected")[-1].answers == question


def test_a_refusal_that_was_read_is_taken_off_the_list_but_stays_on_record(county: County) -> None:
    resident = _resident_on_both(county)
    _correct(county, "岳口", resident, phone=("13900000001", "13900000007"))
    _correct(county, "岳口二", resident, phone=("13900000001", "13900000008"))
    county.sync("岳口", "岳口二")
    act = _refused(county, "岳口二")
    county.do("岳口二", SettleRefusal(event=act.event))
    assert county.desks["岳口二"].read(status).refused == 0
    kept = county.desks["岳口二"].read(outbox.find, act.event)
    assert (kept.state, kept.body) == (outbox.SETTLED, act.body)


def test_the_other_waiting_acts_on_the_record_are_done_again(county: County) -> None:
    resident = _resident_on_both(county)
    _correct(county, "岳口", resident, phone=("13900000001", "13900000007"))
    county.sync("岳口")
    _correct(county, "岳口二", resident, phone=("13900000001", "13900000008"))
    _correct(county, "岳口二", resident, address=("岳口镇健康村", "岳口镇新堰村"))
    county.sync("岳口二")
    held = _resident(county, "岳口二", resident)
    assert (held.phone, held.address) == ("13900000007", "岳口镇新堰村")
    assert county.desks["岳口二"].read(acts_kept.counts)[outbox.REFUSED] == 1
    assert not county.desks["岳口二"].read(pending.unconfirmed_ids, "resident")


def test_a_waiting_act_is_shown_upon_what_came_down(county: County) -> None:
    """The line is cut between the fetch and the send: the desk shows both the news and its own act."""
    resident = _resident_on_both(county)
    _correct(county, "岳口", resident, phone=("13900000001", "13900000007"))
    county.sync("岳口")
    desk = county.desks["岳口二"]
    _correct(county, "岳口二", resident, address=("岳口镇健康村", "岳口镇新堰村"))
    take(county, "岳口二", exchange(county, "岳口二"))
    held = _resident(county, "岳口二", resident)
    assert (held.phone, held.address) == ("13900000007", "岳口镇新堰村")
    assert desk.read(pending.waiting, "resident") == {resident}


def test_two_desks_take_a_slip_back_and_the_second_is_told(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "岳口二")
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="家属改主意"))
    county.do("岳口二", m.WithdrawReferral(referral=sent.id, reason="已自行前往"))
    county.sync("岳口", "岳口二")
    act = _refused(county, "岳口二")
    assert (act.code, act.facts) == ("wrong_state", {"act": "withdraw", "state": "withdrawn", "kind": "referral"})
    assert msgspec.json.decode(act.body) == {"reason": "已自行前往"}
    assert _referral(county, "岳口二", sent.id).reason == "家属改主意"
    assert VOCABULARY.say(act.code, act.facts) == "这张单子已经是「已撤销」，不能再撤销。"


def test_a_refused_step_stands_in_the_trail_as_refused(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "岳口二")
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="家属改主意"))
    county.do("岳口二", m.WithdrawReferral(referral=sent.id, reason="已自行前往"))
    county.sync("岳口", "岳口二")
    steps = county.desks["岳口二"].read(trails.of_record, sent.id)
    refused = [step for step in steps if step.code]
    assert [(step.act, step.note, step.code) for step in refused] == [
        ("referral.withdrawn", "已自行前往", "wrong_state")
    ]
    assert not any(step.code for step in county.desks["岳口"].read(trails.of_record, sent.id))


def test_the_clinic_takes_back_before_the_hospital_accepts_and_the_hospital_is_told(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"))
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="家属改主意"))
    county.sync("岳口", "市一医", "岳口")
    assert {_referral(county, name, sent.id).state for name in ("岳口", "市一医")} == {State.WITHDRAWN}
    act = _refused(county, "市一医")
    assert (act.kind, act.code) == ("referral.accepted", "wrong_state")
    assert msgspec.json.decode(act.body) == {"reception": "神经内科 3 床"}
    assert county.desks["岳口"].read(status).refused == 0


def test_the_patient_has_arrived_before_the_clinic_takes_back_and_the_clinic_is_told(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.do("市一医", m.RegisterArrival(referral=sent.id))
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="家属改主意"))
    assert _referral(county, "岳口", sent.id).state is State.WITHDRAWN  # as far as the clinic can know
    county.sync("市一医", "岳口")
    assert {_referral(county, name, sent.id).state for name in ("岳口", "市一医")} == {State.ARRIVED}
    assert _refused(county, "岳口").code == "wrong_state"


def test_a_new_slip_that_is_refused_is_no_record_and_its_words_are_kept(county: County) -> None:
    hospital = county.keeper.institution("市一医")
    county.hub.counter.publish({"institution": [replace(hospital, status=Status.CLOSED)]})
    sent = county.send_referral("岳口")
    county.sync("岳口")
    desk = county.desks["岳口"]
    assert desk.read(records.load, REFERRAL, sent.id) is None
    act = _refused(county, "岳口")
    assert act.code == "institution_not_working"
    assert msgspec.json.decode(act.body)["slip"]["history"] == "右侧肢体无力 3 小时。"
    assert desk.read(registry.find_ids, "referral", "邱传富", 5) == []
    assert len(county.journal("resident.registered")) == 1  # the patient stays registered


def test_a_draft_stays_when_its_sending_is_refused(county: County) -> None:
    hospital = county.keeper.institution("市一医")
    county.hub.counter.publish({"institution": [replace(hospital, status=Status.CLOSED)]})
    draft = county.do("岳口", m.SaveReferralDraft(slip=county.slip("岳口")))
    county.do("岳口", m.SendReferral(slip=county.slip("岳口"), referral=draft.id))
    county.sync("岳口")
    held = _referral(county, "岳口", draft.id)
    assert (held.state, held.revision, held.slip.history) == (State.DRAFT, 1, "右侧肢体无力 3 小时。")


def test_an_act_done_early_that_did_not_follow_asks_nobody_anything(county: County) -> None:
    sent = _returned(county)
    visit = county.desks["岳口"].read(followups.of_source, sent.id)[0]
    county.sync("岳口二")
    for name, words in (("岳口", "好转"), ("岳口二", "平稳，已复诊")):
        command = RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result=words)
        county.do(name, command)
        assert _referral(county, name, sent.id).state is State.FOLLOWED_UP
    county.sync("岳口", "岳口二")
    counts = county.desks["岳口二"].read(acts_kept.counts)
    assert (counts[outbox.REFUSED], counts[outbox.SETTLED], counts.get(outbox.WAITING, 0)) == (1, 1, 0)
    act = _refused(county, "岳口二")
    assert (act.kind, msgspec.json.decode(act.body)["result"]) == ("follow_up.recorded", "平稳，已复诊")
    assert _referral(county, "岳口二", sent.id) == _referral(county, "岳口", sent.id)
    assert len(county.journal("referral.followed_up")) == 1
    mine, theirs = (county.desks[name].read(trails.of_record, sent.id) for name in ("岳口二", "岳口"))
    assert mine == theirs  # no step is left that nobody will ever confirm


@pytest.mark.policy("REF-08")
def test_a_return_slip_opens_one_visit_at_the_clinic_and_none_at_the_hospital(county: County) -> None:
    sent = _returned(county)
    county.sync("岳口二")
    for name in ("岳口", "岳口二"):
        visits = county.desks[name].read(followups.of_source, sent.id)
        assert [visit.due for visit in visits] == [date(2026, 12, 7)]  # 两周内
    assert county.desks["市一医"].read(followups.of_source, sent.id) == []


def test_what_did_not_follow_is_no_step_of_its_document(county: County) -> None:
    sent = _returned(county)
    visit = county.desks["岳口"].read(followups.of_source, sent.id)[0]
    county.sync("岳口二")
    for name in ("岳口", "岳口二"):
        command = RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result="好转")
        county.do(name, command)
    county.sync("岳口", "岳口二", "岳口")
    with reading(county.hub.engine) as connection:
        stands = trails.of_record(connection, sent.id)
    for name in ("岳口", "岳口二"):
        assert county.desks[name].read(trails.of_record, sent.id) == stands, name


def test_a_reaction_in_another_batch_than_its_cause_exists_once(county: County) -> None:
    """The visit is the last act of one batch; what follows from it is the first of the next."""
    sent = _returned(county)
    visit = county.desks["岳口"].read(followups.of_source, sent.id)[0]
    desk = county.desks["岳口"]
    county.do("岳口", RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result="好转"))
    answer = exchange(county, "岳口", batch_of(county, "岳口", most=1))
    assert len(county.journal("referral.followed_up")) == 1
    take(county, "岳口", answer)
    assert desk.read(status).waiting == 1
    county.sync("岳口")
    assert len(county.journal("referral.followed_up")) == 1
    assert _referral(county, "岳口", sent.id).state is State.FOLLOWED_UP
    assert set(desk.read(acts_kept.counts)) == {outbox.ACCEPTED}


def test_an_act_of_somebody_whose_account_was_stopped_meanwhile_is_refused(county: County) -> None:
    account = next(one for one in county.keeper.accounts() if one.id == county.people["岳口"].account)
    county.request("岳口")
    county.keeper.stop_account(account)
    county.sync("岳口")
    assert _refused(county, "岳口").code == "account_stopped"
    assert account.id not in {person.account for person in county.desks["岳口"].people()}


def _returned(county: County) -> Referral:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.do("市一医", m.RegisterArrival(referral=sent.id))
    county.do("市一医", m.SendBack(referral=sent.id, slip=_RETURN))
    county.sync("市一医", "岳口")
    return sent


def _resident_on_both(county: County) -> str:
    identity = hu_xiaoyan(address="岳口镇健康村")
    made: Resident = county.do("岳口", RegisterResident(identity=identity))
    county.sync("岳口", "岳口二")
    return made.id


def _correct(county: County, name: str, resident: str, **changes: tuple[str, str]) -> None:
    county.do(name, CorrectResident(resident=resident, changes=dict(changes)))


def _resident(county: County, name: str, record: str) -> Resident:
    found = county.desks[name].read(records.load, registry.RESIDENT, record)
    assert found is not None
    return found


def _referral(county: County, name: str, record: str) -> Referral:
    found = county.desks[name].read(records.load, REFERRAL, record)
    assert found is not None
    return found


def _refused(county: County, name: str) -> outbox.Act:
    (act,) = county.desks[name].read(outbox.in_states, outbox.NEEDS_PERSON)
    return act
