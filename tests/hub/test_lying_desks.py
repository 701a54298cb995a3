"""A desk that lies: each lie is refused with its own code, harms nobody else, and never breaks the hub."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import text

from tests.hub.liar import Liar
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.followups.messages import FollowUpOpened
from yigongti_desktop.capabilities.followups.model.visit import Opening
from yigongti_desktop.capabilities.followups.model.visit import Who
from yigongti_desktop.capabilities.pharmacy.messages import requests as drug
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.exchange import MOST_EVENTS
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import PasswordChanged
from yigongti_desktop.registry.messages import ResidentCorrected
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

_BIRTH = datetime(1959, 3, 12, tzinfo=UTC).date()


# Whose act it is.


def test_an_honest_act_of_the_same_hand_stands(standing: Liar) -> None:
    """Without this the others would prove nothing."""
    assert standing.code(_asking(standing)) == ""


def test_an_act_in_the_name_of_another_institution(standing: Liar) -> None:
    assert standing.code(_asking(standing, institution="tianmen.duobao")) == "not_your_institution"


def test_an_act_by_an_account_of_another_institution(standing: Liar) -> None:
    stranger = standing.county.people["多宝"].account
    assert standing.code(_asking(standing, account=stranger)) == "not_your_institution"


@pytest.mark.parametrize("account", ["", "hub", "nobody", "' OR 1=1 --"])
def test_an_act_by_nobody(standing: Liar, account: str) -> None:
    assert standing.code(_asking(standing, account=account)) == "account_unknown"


def test_an_act_by_an_account_that_was_stopped(liar: Liar) -> None:
    account = next(one for one in liar.county.keeper.accounts() if one.id == liar.account)
    liar.county.keeper.stop_account(account)
    assert liar.code(_asking(liar)) == "account_stopped"


def test_an_act_with_a_role_that_the_person_lacks(liar: Liar) -> None:
    county = liar.county
    nurse, _ = county.keeper.add_account("岳口", "nurse", "护士甲", [Role.NURSE])
    assert liar.code(_asking(liar, account=nurse.id)) == "role_may_not"


def test_an_act_of_the_lead_hospitals_work(liar: Liar) -> None:
    sent = liar.county.send_referral("岳口")
    liar.county.sync("岳口")
    assert liar.code(liar.event("referral.accepted", sent.id, m.ReferralAccepted())) == "role_may_not"
    body = drug.DrugRequestReviewed(decisions=())
    assert liar.code(liar.event("drug_request.reviewed", "x", body)) == "role_may_not"


@pytest.mark.parametrize("kind", ["referral.reached", "drug_request.reached", "follow_up.opened", "follow_up.dropped"])
@pytest.mark.parametrize("account", ["", "hub"])
def test_the_hubs_own_acts_cannot_be_sent(liar: Liar, kind: str, account: str) -> None:
    sent = liar.county.send_referral("岳口")
    liar.county.sync("岳口")
    changes = {"account": account} if account else {}
    outcome = liar.code(liar.event(kind, sent.id, b"{}", **changes))
    assert outcome == ("account_unknown" if account else "role_may_not")
    assert _referral(liar.county, sent.id).reached_at is None


def test_a_visit_cannot_be_opened_at_another_clinic(liar: Liar) -> None:
    opening = Opening(
        institution="tianmen.duobao",
        who=Who(name="某人", sex=Sex.MALE, birth=_BIRTH),
        source_kind="referral",
        source="x",
        due=_BIRTH,
    )
    assert liar.code(liar.event("follow_up.opened", "x", FollowUpOpened(opening=opening))) == "role_may_not"
    with reading(liar.county.hub.engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM follow_ups").scalar() == 0


def test_an_act_said_to_follow_from_another_is_not_done(liar: Liar) -> None:
    """What follows is the hub's own work; a desk only asks whether it was done."""
    event = _asking(liar, cause="some act")
    assert liar.code(event) == "not_followed"
    assert liar.county.journal() == []


def test_an_act_sent_before_its_cause_under_the_id_of_what_follows(county: County) -> None:
    """It would stand in the way of the hub's own act, and of the whole batch."""
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    county.do("市一医", m.RegisterArrival(referral=sent.id))
    county.sync("市一医")
    with Liar(county, "市一医") as ward:
        back = ReturnSlip(diagnosis="脑梗死", findings="梗死灶", plan="康复", doctor="熊卫东")
        cause = ward.event("referral.returned", sent.id, m.ReferralReturned(slip=back))
        visit = derived_id("follow_up", sent.id)
        early = ward.event("referral.contact_logged", sent.id, m.ContactLogged(said="先占位"))
        early = replace(early, id=derived_id(cause.id, "follow_up.opened", visit))
        assert [outcome.code for outcome in ward.tell(early, cause)] == ["", ""]
        assert _referral(county, sent.id).state is State.RETURNED


# Whose record it is.


def test_a_slip_of_another_clinic_cannot_be_touched(liar: Liar) -> None:
    county = liar.county
    sent = county.send_referral("多宝")
    draft = county.do("多宝", m.SaveReferralDraft(slip=county.slip("多宝")))
    county.sync("多宝")
    before = _referral(county, sent.id), _referral(county, draft.id)
    slip = county.slip("岳口")
    for kind, record, body in (
        ("referral.withdrawn", sent.id, m.ReferralWithdrawn(reason="不转了")),
        ("referral.draft_saved", sent.id, m.DraftSaved(slip=slip)),
        ("referral.sent", sent.id, m.ReferralSent(number="岳口-1", slip=slip)),
        ("referral.draft_saved", draft.id, m.DraftSaved(slip=slip)),
        ("referral.sent", draft.id, m.ReferralSent(number="岳口-1", slip=slip)),
        ("referral.printed", sent.id, m.SlipPrinted(paper="transfer_out", copy=1)),
        ("referral.contact_logged", sent.id, m.ContactLogged(said="听说")),
        ("referral.expired", sent.id, m.ReferralExpired()),
    ):
        assert liar.code(liar.event(kind, record, body)) == "not_holder", kind
    assert (_referral(county, sent.id), _referral(county, draft.id)) == before


def test_a_record_of_another_kind_is_not_taken_for_ones_own(liar: Liar) -> None:
    county = liar.county
    asked = county.request("多宝")
    county.sync("多宝")
    assert liar.code(liar.event("referral.withdrawn", asked.id, m.ReferralWithdrawn(reason="x"))) == "not_found"


def test_steps_of_another_record_do_not_follow_one_that_took_its_id(liar: Liar) -> None:
    """Ids are not secret enough to be a key: a slip made under the id of a request brings no steps of it."""
    county = liar.county
    asked = county.request("多宝")
    county.sync("多宝")
    draft = liar.event("referral.draft_saved", asked.id, m.DraftSaved(slip=county.slip("岳口")))
    body = m.ReferralSent(number="岳口-1", slip=county.slip("岳口"))
    assert liar.tell(draft)[0].code == ""
    assert liar.tell(liar.event("referral.sent", asked.id, body))[0].code == ""
    with reading(county.hub.engine) as connection:
        entered = connection.exec_driver_sql(
            "SELECT stream FROM stream_entries JOIN trail ON trail.id = stream_entries.record"
            " WHERE trail.kind = 'drug_request'"
        )
        assert set(entered.scalars()) == {"unit:tianmen.duobao", "unit:tianmen.diyi"}


def test_a_resident_of_others_cannot_be_changed(liar: Liar) -> None:
    county = liar.county
    resident = county.send_referral("多宝").slip.patient.resident
    county.sync("多宝")
    body = ResidentCorrected(changes={"phone": ("13900000001", "13900000009")})
    assert liar.code(liar.event("resident.corrected", resident, body)) == "not_found"


@pytest.mark.parametrize("number", [True, False])
def test_a_resident_under_a_forged_id_is_refused(liar: Liar, number: bool) -> None:  # noqa: FBT001 - a parameter
    county = liar.county
    resident = county.send_referral("多宝").slip.patient.resident
    county.sync("多宝")
    identity = Identity(
        name="冒名",
        sex=Sex.MALE,
        birth=_BIRTH,
        id_number=id_number(serial=303) if number else "",
        no_id_reason="无名氏",
    )
    event = liar.event("resident.registered", resident, ResidentRegistered(identity=identity))
    assert liar.code(event) == "resident_id_wrong"
    with reading(county.hub.engine) as connection:
        held = records.load(connection, registry.RESIDENT, resident)
    assert held is not None
    assert (held.name, held.units) == ("邱传富", ("tianmen.duobao",))


def test_the_password_of_somebody_else_cannot_be_changed(liar: Liar) -> None:
    county = liar.county
    other, _ = county.keeper.add_account("岳口", "li", "李文静", [Role.PUBLIC_HEALTH])
    event = liar.event("account.password_changed", other.id, PasswordChanged(verifier="x"))
    assert liar.code(event) == "not_your_account"
    mine = liar.event("account.password_changed", liar.account, PasswordChanged(verifier="x"), account=other.id)
    assert liar.code(mine) == "not_your_account"


# The batch as a whole.


@pytest.mark.parametrize(
    ("forge", "status", "code"),
    [
        (lambda liar, batch: liar.sign(batch, new_key()), 422, "signature_wrong"),
        (lambda liar, batch: liar.sign(replace(batch, device=liar.county.device("多宝"))), 422, "batch_other_device"),
        (lambda liar, batch: liar.sign(replace(batch, device="")), 422, "batch_other_device"),
        (lambda liar, batch: replace(liar.sign(batch), payload=b""), 422, "signature_wrong"),
        (lambda liar, batch: replace(liar.sign(batch), signature=b""), 422, "signature_wrong"),
        (lambda liar, batch: replace(liar.sign(batch), signature=b"\0" * 64), 422, "signature_wrong"),
        (lambda liar, _batch: sign(b"", liar.key), 422, "message_damaged"),
        (lambda liar, _batch: sign(b"\x91" * 100_000, liar.key), 422, "message_damaged"),
        (lambda liar, _batch: sign(encode(Exchange(cursors={})), liar.key), 422, "message_damaged"),
        (
            lambda liar, batch: liar.sign(replace(batch, events=(_asking(liar),) * (MOST_EVENTS + 1))),
            422,
            "batch_too_long",
        ),
        (
            lambda liar, batch: liar.sign(replace(batch, epoch=2**62, number=1, previous=bytes(32))),
            422,
            "message_damaged",
        ),
        (lambda liar, batch: liar.sign(replace(batch, epoch=2**64 - 1, number=1)), 422, "message_damaged"),
    ],
)
def test_a_forged_batch_is_refused_as_a_whole(liar: Liar, forge: Any, status: int, code: str) -> None:
    signed = forge(liar, liar.batch(_asking(liar)))
    ask = pack(Exchange(cursors={}, batch=signed))
    assert liar.problem("/v1/exchange", ask, token=liar.token()) == (status, code)
    assert liar.county.journal() == []
    assert VOCABULARY.knows(code)
    assert liar.code(_asking(liar)) == ""  # and the true chain goes on


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 7},
        {"number": 0},
        {"number": -1},
        {"number": 2**63 - 1},
        {"previous": b"x" * 32},
        {"previous": b""},
        {"epoch": 0},
        {"epoch": -5},
        {"epoch": 3, "number": 2},
    ],
)
def test_a_batch_out_of_its_chain_is_not_taken_but_given_a_new_epoch(liar: Liar, changes: dict[str, Any]) -> None:
    signed = liar.sign(liar.batch(_asking(liar), **changes))
    answer = liar.exchange(Exchange(cursors={}, batch=signed, room=1))
    assert (answer.receipt, answer.new_epoch) == (None, 2)
    assert liar.county.journal() == []


def test_an_empty_batch_is_taken(standing: Liar) -> None:
    assert standing.tell() == []


def test_a_batch_of_the_most_acts_is_taken(standing: Liar) -> None:
    event = standing.event("referral.printed", "nothing", m.SlipPrinted(paper="transfer_out", copy=1))
    outcomes = standing.tell(*(replace(event, id=str(number)) for number in range(MOST_EVENTS)))
    assert {outcome.code for outcome in outcomes} == {"not_found"}


def test_one_act_twice_in_a_batch_is_done_once(liar: Liar) -> None:
    event = _asking(liar)
    assert [outcome.code for outcome in liar.tell(event, event)] == ["", ""]
    assert len(liar.county.journal()) == 1


def test_an_act_under_the_id_of_one_that_was_refused_is_refused_again(liar: Liar) -> None:
    refused = _asking(liar, account="nobody")
    assert liar.code(refused) == "account_unknown"
    assert liar.code(replace(_asking(liar), id=refused.id)) == "account_unknown"
    assert len(liar.county.journal()) == 1


# What an act holds.


@pytest.mark.parametrize(
    "changes",
    [
        {"seen": 2**64 - 1},
        {"seen": -(2**63)},
        {"id": ""},
        {"id": "x" * 100_000},
        {"record": ""},
        {"record": "../../etc/passwd"},
        {"record": "\0\n\u202e𠮷"},
        {"answers": "nothing"},
        {"at": datetime(1, 1, 1, tzinfo=UTC)},
        {"at": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)},
        {"at": datetime(2009, 1, 1, tzinfo=UTC)},
    ],
)
def test_odd_envelopes_never_break_the_hub(standing: Liar, changes: dict[str, Any]) -> None:
    outcomes = standing.tell(_asking(standing), _asking(standing, **changes), _asking(standing))
    assert (outcomes[0].code, outcomes[2].code) == ("", "")
    assert not outcomes[1].quarantined


def test_a_time_without_a_zone_is_refused_alone(standing: Liar) -> None:
    class Bare(Event, frozen=True, kw_only=True):
        at: str  # type: ignore[assignment] # as no honest desk writes it

    fields = msgspec.structs.asdict(_asking(standing)) | {"at": "2026-11-23T04:00:00"}
    outcomes = standing.tell(_asking(standing), Bare(**fields), _asking(standing))
    assert [outcome.code for outcome in outcomes] == ["", "event_damaged", ""]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("drug_request.submitted", b'{"number":"x","urgency":"routine","lines":[{"drug":"d","quantity":1e400}]}'),
        ("drug_request.submitted", b'{"number":"x","urgency":"routine","lines":[{"drug":"\\ud800","quantity":1}]}'),
        ("drug_request.submitted", b'{"number":"x","urgency":"routine","lines":' + b"[" * 100_000),
        ("drug_request.submitted", b'{"number":"x","urgency":"someday","lines":[]}'),
        ("drug_request.submitted", b"null"),
        ("resident.corrected", b'{"changes":{"phone":[{"a":[]},{"b":{}}]}}'),
        ("resident.corrected", b'{"changes":{"phone":[' + b"[" * 100_000 + b"]]}}"),
        ("referral.closed", b'{"outcome":["died"]}'),
        ("account.password_changed", b'{"verifier":' + b'"' + b"x" * 5_000_000 + b'"}'),
    ],
)
def test_odd_bodies_are_refused_alone(standing: Liar, kind: str, body: bytes) -> None:
    outcomes = standing.tell(_asking(standing), standing.event(kind, standing.account, body), _asking(standing))
    assert (outcomes[0].code, outcomes[2].code) == ("", "")
    assert outcomes[1].code in {"event_damaged", "not_found"}
    assert not outcomes[1].quarantined


def test_a_quantity_that_no_column_holds_is_refused_alone(standing: Liar) -> None:
    drug_id = standing.county.drug("岳口")
    body = msgspec.json.encode({"number": "x", "urgency": "routine", "lines": [{"drug": drug_id, "quantity": 0}]})
    body = body.replace(b'"quantity":0', b'"quantity":' + b"9" * 40)
    outcomes = standing.tell(
        _asking(standing), standing.event("drug_request.submitted", "big", body), _asking(standing)
    )
    assert (outcomes[0].code, outcomes[2].code) == ("", "")
    assert outcomes[1].code in {"quantity_high", "event_damaged"}


@pytest.mark.parametrize("position", [-1, 2**63, 2**64 - 1])
def test_a_cursor_that_no_column_holds_is_refused(standing: Liar, position: int) -> None:
    ask = pack(Exchange(cursors={f"unit:{standing.institution}": position}))
    assert standing.problem("/v1/exchange", ask, token=standing.token()) == (422, "message_damaged")


def test_a_cursor_ahead_of_everything_brings_nothing_and_harms_nobody(liar: Liar) -> None:
    county = liar.county
    sent = county.send_referral("岳口")
    county.sync("岳口")
    answer = liar.exchange(Exchange(cursors={f"unit:{liar.institution}": 2**62}))
    assert not any(rows.kind == "referral" for rows in answer.rows)
    assert _referral(county, sent.id).reached_at is None  # only its own hospital can say so


def test_a_clinic_cannot_say_that_the_hospital_has_received(liar: Liar) -> None:
    county = liar.county
    sent = county.send_referral("岳口")
    county.sync("岳口")
    liar.exchange(Exchange(cursors={"unit:tianmen.diyi": 2**62}))
    assert _referral(county, sent.id).reached_at is None


def test_one_damaged_record_of_the_hub_stops_no_desk(liar: Liar) -> None:
    """A row that the hub itself cannot read any more: its own acts are set aside, the others stand."""
    county = liar.county
    bad = county.request("岳口")
    county.sync("岳口")
    with county.hub.engine.begin() as connection:
        connection.execute(text("UPDATE drug_requests SET lines = '[' WHERE id = :id"), {"id": bad.id})
    withdrawal = liar.event("drug_request.withdrawn", bad.id, drug.DrugRequestWithdrawn())
    outcomes = liar.tell(_asking(liar), withdrawal, _asking(liar))
    assert [(outcome.code, outcome.quarantined) for outcome in outcomes] == [
        ("", False),
        ("hub_fault", True),
        ("", False),
    ]
    county.sync("市一医")
    assert county.desks["市一医"].read(registry.count, DRUG_REQUEST) == 2


# Tokens and devices.


def test_a_revoked_device_is_stopped_at_once_and_says_so(county: County) -> None:
    with Liar(county, "岳口") as liar:
        token = liar.token()
        county.keeper.revoke("岳口-A", "电脑丢失")
        assert liar.problem("/v1/exchange", pack(Exchange(cursors={})), token=token) == (403, "device_revoked")
        with pytest.raises(Refused, match="device_revoked"):
            liar.token()
        found, _ = liar.knock("/v1/receipts/x", method="GET", token=token)
        assert found == 403
    county.request("岳口")
    talk = county.desks["岳口"].sync()
    assert talk.code == "device_revoked"
    county.sync("岳口二")  # the other desk of the unit works on


def test_a_revoked_device_keeps_what_it_has_not_sent(county: County) -> None:
    county.request("岳口")
    county.keeper.revoke("岳口-A", "电脑丢失")
    county.desks["岳口"].sync()
    now = county.desks["岳口"].read(status)
    assert (now.waiting, now.line) == (1, "device_revoked")
    assert VOCABULARY.knows("device_revoked")


@pytest.mark.parametrize("token", ["x", ".", "..", "a.b.c", "设备.99.00", "1.1." + "0" * 64, "x" * 5_000, "é.1.ff"])
def test_a_token_that_is_none_is_refused(standing: Liar, token: str) -> None:
    assert standing.problem("/v1/exchange", pack(Exchange(cursors={})), token=token) == (401, "token_wrong")


def test_no_token_is_refused_before_the_body_is_read(standing: Liar) -> None:
    assert standing.problem("/v1/exchange", b"garbage") == (401, "token_wrong")


def test_a_token_does_not_serve_another_device(standing: Liar) -> None:
    good = urlsafe_b64decode(standing.token() + "==")
    seal, ends, device = good[:16], good[16:21], good[21:]
    assert device == UUID(standing.device).bytes
    forged = seal + ends + UUID(standing.county.device("多宝")).bytes
    later = seal + (int.from_bytes(ends, "big") + 9999).to_bytes(5, "big") + device
    for bent in (forged, later):
        token = urlsafe_b64encode(bent).decode().rstrip("=")
        assert standing.problem("/v1/exchange", pack(Exchange(cursors={})), token=token) == (401, "token_wrong")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"device": "nobody"}, "device_unknown"),
        ({"device": ""}, "device_unknown"),
        ({"signature": b""}, "proof_wrong"),
        ({"signature": b"\0" * 64}, "proof_wrong"),
        ({"nonce": b""}, "proof_wrong"),
        ({"nonce": b"\0" * 56}, "proof_wrong"),
        ({"nonce": b"\xff" * 56}, "proof_wrong"),
    ],
)
def test_a_proof_that_is_none_is_refused(standing: Liar, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        standing.token(**changes)


def test_a_proof_with_the_key_of_another_device_is_refused(county: County) -> None:
    with Liar(county, "岳口") as liar, pytest.raises(Refused, match="proof_wrong"):
        liar.token(device=county.device("多宝"))


def test_a_clock_far_ahead_does_not_date_the_papers_of_the_hub(liar: Liar) -> None:
    county = liar.county
    ahead = _asking(liar, record="r1", at=county.clock.now() + timedelta(days=300))
    assert liar.code(ahead) == ""
    with reading(county.hub.engine) as connection:
        held = records.load(connection, DRUG_REQUEST, "r1")
    assert held is not None
    assert held.submitted_at == county.clock.now()


def _asking(liar: Liar, **changes: Any) -> Event:
    body = drug.DrugRequestSubmitted(
        number="岳口-20261123-A-900",
        lines=(Wanted(drug=liar.county.drug("岳口"), quantity=5),),
        urgency=Urgency.ROUTINE,
    )
    record = changes.pop("record", liar.county.hub.ids.new())
    return liar.event("drug_request.submitted", record, body, **changes)


def _referral(county: County, record: str) -> Any:
    with reading(county.hub.engine) as connection:
        return records.load(connection, REFERRAL, record)
