"""A real clinic, a real hub and a real hospital: the paper comes first, the line later, and there is one case."""

from __future__ import annotations

import pytest

from tests.capabilities.judging import refused
from tests.sync.county import County
from yigongti_desktop.attachments import store as attachments
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import paper as p
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.messages.files import AttachFile
from yigongti_desktop.capabilities.referrals.model.case_files import MOST_BYTES
from yigongti_desktop.capabilities.referrals.model.case_files import PDF
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync
BACK = ReturnSlip(diagnosis="脑梗死", findings="头颅 MRI：梗死灶。", plan="抗血小板治疗。", doctor="熊卫东")
LONG = "".join(f"第{place}次发作持续 {place * 17 % 53} 分钟，血压 {110 + place * 7 % 80} mmHg。" for place in range(60))


def code_of(county: County, desk: str, record: str, paper: str = "transfer_out") -> bytes:
    texts = county.do(desk, p.SealSlips(referrals=(record,), paper=paper)).codes[record]
    return paper_code.join(paper_code.parts_of("".join(texts)))


def held(county: County, desk: str, record: str) -> Referral:
    found = county.desks[desk].read(records.load, REFERRAL, record)
    assert found is not None
    return found


def test_the_hospital_s_acts_reach_the_hub_before_the_clinic_s(county: County) -> None:
    sent = county.send_referral("岳口", history=LONG)
    code = code_of(county, "岳口", sent.id)
    first = county.do("市一医", p.PresentCode(code=code))
    assert first.slip.history != LONG
    assert county.do("市一医", p.PresentCode(code=code)).id == first.id  # scanned twice
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="3 床"))
    county.do("市一医", m.RegisterArrival(referral=sent.id))
    county.sync("市一医", "岳口", "市一医", "岳口")
    for desk in ("岳口", "市一医"):
        case = held(county, desk, sent.id)
        assert (case.state, case.carried, case.slip.history, case.reception) == (State.ARRIVED, (), LONG, "3 床")
    for desk in ("岳口", "市一医"):
        assert county.desks[desk].read(outbox.open_counts) == {}


def test_the_clinic_s_act_comes_first_and_the_paper_changes_nothing(county: County) -> None:
    sent = county.send_referral("岳口", history=LONG)
    code = code_of(county, "岳口", sent.id)
    county.do("市一医", p.PresentCode(code=code))
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.sync("岳口", "市一医", "岳口")
    case = held(county, "市一医", sent.id)
    assert (case.state, case.carried, case.slip.history) == (State.ACCEPTED, (), LONG)
    assert held(county, "岳口", sent.id) == case


def test_a_paper_of_a_case_that_was_withdrawn_meanwhile_is_told_when_the_line_comes(county: County) -> None:
    sent = county.send_referral("岳口")
    code = code_of(county, "岳口", sent.id)
    county.do("市一医", p.PresentCode(code=code))
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="患者不去了"))
    county.sync("岳口", "市一医")
    assert held(county, "市一医", sent.id).state is State.WITHDRAWN
    with refused("paper_withdrawn"):
        county.do("市一医", p.PresentCode(code=code))


def test_a_revoked_device_s_papers_are_refused_once_that_is_told(county: County) -> None:
    sent = county.send_referral("岳口")
    code = code_of(county, "岳口", sent.id)
    county.keeper.revoke("岳口-A", "电脑被偷")
    county.sync("市一医")
    keys = {one.id: one.revoked for one in county.desks["市一医"].read(registry.everything, registry.DEVICE_KEY)}
    assert keys["tianmen.yuekou.A"]
    with refused("paper_device_revoked"):
        county.do("市一医", p.PresentCode(code=code))


@pytest.mark.policy("REF-08", "REF-28")
def test_a_return_slip_opens_the_visit_before_the_hospital_s_line_is_back(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.do("市一医", m.RegisterArrival(referral=sent.id))
    county.do("市一医", m.SendBack(referral=sent.id, slip=BACK))
    code = code_of(county, "市一医", sent.id, "return")
    home = county.do("岳口", p.PresentCode(code=code))
    assert (home.state, home.return_slip) == (State.RETURNED, BACK)
    assert len(county.desks["岳口"].read(followups.of_source, sent.id)) == 1
    county.sync("岳口", "市一医", "岳口", "市一医")
    for desk in ("岳口", "市一医"):
        case = held(county, desk, sent.id)
        assert (case.state, case.carried, case.return_slip) == (State.RETURNED, (), BACK)
    assert len(county.desks["岳口"].read(followups.of_source, sent.id)) == 1


@pytest.mark.parametrize("is_taken_over", [False, True])
def test_when_a_patient_came_is_known_although_the_return_slip_s_paper_was_first(
    county: County, *, is_taken_over: bool
) -> None:
    hospital = "市中医" if is_taken_over else "市一医"
    sent = county.send_referral("岳口")
    if is_taken_over:
        county.do("岳口", t.NoteTurnUp(referral=sent.id, institution="tianmen.zhongyi", reason="自行去了"))
    county.sync("岳口", hospital)
    if is_taken_over:
        county.do(hospital, t.TakeOverReferral(referral=sent.id))
    else:
        county.do(hospital, m.AcceptReferral(referral=sent.id))
        county.do(hospital, m.RegisterArrival(referral=sent.id))
    came = county.clock.now()
    county.clock.advance(hours=50)
    county.do(hospital, m.SendBack(referral=sent.id, slip=BACK))
    county.do("岳口", p.PresentCode(code=code_of(county, hospital, sent.id, "return")))
    county.sync("岳口", hospital, "岳口")
    for desk in ("岳口", hospital):
        case = held(county, desk, sent.id)
        assert (case.state, case.arrived_at, case.carried) == (State.RETURNED, came, ())
        assert county.desks[desk].read(outbox.open_counts) == {}


@pytest.mark.policy("REF-18")
def test_files_of_a_case_travel_behind_it_and_follow_it_to_another_hospital(county: County) -> None:
    county.sync("市中医")
    sent = county.send_referral("岳口")
    pdf = b"%PDF-1.4\n" + bytes(range(256)) * 200
    added = county.do("岳口", AttachFile(referral=sent.id, file=File(media_type=PDF, name="心电图.pdf", content=pdf)))
    county.sync("岳口", "市一医")
    assert county.desks["市一医"].read(attachments.content, added.id) == pdf
    target = Target(institution="tianmen.zhongyi", department="神经内科")
    county.do("市一医", m.RedirectReferral(referral=sent.id, target=target, reason="床位已满"))
    county.sync("市一医", "市中医")
    assert county.desks["市中医"].read(attachments.content, added.id) == pdf
    (there,) = county.desks["市中医"].read(attachments.of_record, "referral", sent.id)
    assert (there.attachment.name, there.is_here) == ("心电图.pdf", True)


def test_what_may_not_be_put_to_a_case_is_refused_in_words(county: County) -> None:
    sent, away = county.send_referral("岳口"), county.send_referral("岳口")
    pdf = File(media_type=PDF, name="心电图.pdf", content=b"%PDF-1.4")
    county.sync("岳口", "市一医")
    target = Target(institution="tianmen.zhongyi", department="神经内科")
    county.do("市一医", m.RedirectReferral(referral=away.id, target=target, reason="床位已满"))
    with refused("not_holder"):
        county.do("市一医", AttachFile(referral=away.id, file=pdf))
    with refused("attachment_type"):
        county.do("岳口", AttachFile(referral=sent.id, file=File(media_type="text/html", name="a", content=b"<p>")))
    heavy = b"%PDF-" + bytes(MOST_BYTES)
    with refused("attachment_big", most=1024):
        county.do("岳口", AttachFile(referral=sent.id, file=File(media_type=PDF, name="a", content=heavy)))
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="患者不去了"))
    with refused("file_of_ended"):
        county.do("岳口", AttachFile(referral=sent.id, file=pdf))
    with refused("file_of_draft"):
        draft = county.do("岳口", m.SaveReferralDraft(slip=county.slip("岳口")))
        county.do("岳口", AttachFile(referral=draft.id, file=pdf))
