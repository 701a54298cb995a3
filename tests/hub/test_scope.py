"""Least sight: a desk receives what its institution may see, and nothing else, whatever it asks for."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from tests.hub.liar import Liar
from tests.sync.county import County
from tests.world import hu_xiaoyan
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.registry.messages import MoveResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage.engine import reading

pytestmark = pytest.mark.hub

_RETURN = ReturnSlip(diagnosis="脑梗死后遗症", findings="右手握力四级", plan="每周康复三次", doctor="熊卫东")


@pytest.fixture
def secrets(county: County) -> dict[str, str]:
    """Words and ids of one case between 岳口 and 市一医, carried to its end; nobody else may ever see one."""
    sent = county.send_referral("岳口", history="言语不清三小时")
    asked = county.request("岳口", 77)
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科三十二床"))
    county.do("市一医", m.RegisterArrival(referral=sent.id, case_number="M0098123"))
    county.do("市一医", m.SendBack(referral=sent.id, slip=_RETURN))
    county.sync("市一医", "岳口")
    patient = sent.slip.patient
    accounts = {one.login: one for one in county.keeper.accounts()}
    own = accounts[next(login for login, one in accounts.items() if one.id == county.people["岳口"].account)]
    with reading(county.hub.engine) as connection:
        visit = connection.exec_driver_sql("SELECT id FROM follow_ups").scalar()
    return {
        "name": patient.name,
        "id number": patient.id_number,
        "phone": patient.phone,
        "address": "健康村二组",
        "resident": patient.resident,
        "history": "言语不清三小时",
        "reception": "神经内科三十二床",
        "findings": "右手握力四级",
        "referral": sent.id,
        "number": sent.number,
        "request": asked.id,
        "request number": asked.number,
        "visit": str(visit),
        "account": own.id,
        "verifier": own.verifier,
        "device": county.device("岳口"),
    }


def test_the_case_is_on_the_desks_that_it_belongs_to(county: County, secrets: dict[str, str]) -> None:
    """Without this the others would prove nothing."""
    here = _everything_on(county, "岳口")
    for what, secret in secrets.items():
        assert secret in here, what
    there = _everything_on(county, "市一医")
    for what in ("name", "history", "reception", "referral", "request"):
        assert secrets[what] in there, what


def test_another_clinic_receives_nothing_of_it(county: County, secrets: dict[str, str]) -> None:
    county.request("多宝", 5)
    county.sync("多宝", "多宝")
    seen = _everything_on(county, "多宝")
    for what, secret in secrets.items():
        assert secret not in seen, what


def test_the_other_lead_hospital_receives_nothing_of_it(county: County, secrets: dict[str, str]) -> None:
    county.sync("市中医", "市中医")
    seen = _everything_on(county, "市中医")
    for what, secret in secrets.items():
        assert secret not in seen, what


def test_the_hospital_receives_the_case_but_neither_accounts_nor_the_register_nor_the_visit(
    county: County, secrets: dict[str, str]
) -> None:
    county.sync("市一医")
    seen = _everything_on(county, "市一医")
    for what in ("verifier", "visit", "device"):
        assert secrets[what] not in seen, what
    with reading(county.desks["市一医"].engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM residents").scalar() == 0
        institutions = set(connection.exec_driver_sql("SELECT institution FROM accounts").scalars())
    assert institutions == {"tianmen.diyi"}


@pytest.mark.parametrize("name", ["多宝", "市中医"])
def test_the_bytes_of_the_answers_hold_nothing_of_it_either(county: County, secrets: dict[str, str], name: str) -> None:
    with Liar(county, name) as other:
        heard = _all_answers(other, {})
    assert len(heard) > 10_000
    for what, secret in secrets.items():
        assert secret.encode() not in heard, what


@pytest.mark.parametrize(
    "stream", ["unit:tianmen.yuekou", "unit:tianmen.diyi", "unit:", "unit:%", "community:tianmen-2", "", "county' --"]
)
def test_a_desk_that_asks_for_a_stream_of_others_gets_its_own(
    county: County, secrets: dict[str, str], stream: str
) -> None:
    with Liar(county, "多宝") as other:
        heard = _all_answers(other, {stream: 0})
        answer = other.exchange(Exchange(cursors={stream: 0}, room=2000))
    assert set(answer.cursors) == {"unit:tianmen.duobao", "community:tianmen-1", "county"}
    for what, secret in secrets.items():
        assert secret.encode() not in heard, what


def test_a_receipt_of_another_device_is_not_handed_out(county: County, secrets: dict[str, str]) -> None:
    """It names acts, reasons and, of a conflict, both values."""
    assert secrets
    with reading(county.hub.engine) as connection:
        batch = connection.scalar(select(batches.c.id).where(batches.c.device == county.device("岳口")))
    for name, status in (("多宝", 404), ("岳口", 200)):
        with Liar(county, name) as other:
            found, _ = other.knock(f"/v1/receipts/{batch}", method="GET", token=other.token())
        assert found == status, name


def test_a_batch_sent_under_the_id_of_another_devices_batch_gets_no_receipt(county: County) -> None:
    county.request("岳口")
    county.sync("岳口")
    with reading(county.hub.engine) as connection:
        batch = connection.exec_driver_sql("SELECT id FROM batches").scalar()
    with Liar(county, "多宝") as other:
        signed = other.sign(other.batch(id=batch))
        status, code = other.problem("/v1/exchange", pack(Exchange(cursors={}, batch=signed)), token=other.token())
    assert (status, code) == (422, "batch_other_device")


def test_a_draft_stays_at_home(county: County) -> None:
    draft = county.do("岳口", m.SaveReferralDraft(slip=county.slip("岳口", history="还没有写完")))
    county.sync("岳口", "岳口二", "市一医", "多宝")
    assert draft.id in _everything_on(county, "岳口二")
    for name in ("市一医", "多宝"):
        assert draft.id not in _everything_on(county, name)
        assert "还没有写完" not in _everything_on(county, name)


def test_the_drugs_of_another_community_are_not_sent(county: County) -> None:
    county.sync("多宝", "市中医")
    communities: dict[str, set[Any]] = {}
    for name in ("多宝", "市中医"):
        with reading(county.desks[name].engine) as connection:
            communities[name] = set(connection.exec_driver_sql("SELECT DISTINCT community FROM drugs").scalars())
    assert communities == {"多宝": {"tianmen-1"}, "市中医": {"tianmen-2"}}


def test_the_logs_of_hub_and_desks_hold_ids_and_no_names(county: County, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "yigongti_desktop")
    sent = county.send_referral("岳口", history="言语不清三小时")
    county.sync("岳口", "岳口二")
    for name in ("岳口", "岳口二"):
        county.do(name, m.WithdrawReferral(referral=sent.id, reason="家属改主意"))
    county.sync("岳口", "岳口二")
    assert "sync: sent" in caplog.text
    patient = sent.slip.patient
    for word in (patient.name, patient.id_number, patient.phone, "言语不清", "家属改主意", "张测试"):
        assert word not in caplog.text


# What was theirs and is theirs no more.

_LIES: tuple[dict[str, int], ...] = (
    {},
    {"unit:tianmen.yuekou": 0},
    {"unit:tianmen.yuekou": 1},
    {"unit:tianmen.duobao": 0},
    {"": 2**62},
)


@pytest.mark.parametrize("lie", _LIES, ids=str)
def test_a_unit_cannot_fetch_a_resident_whom_it_has_handed_on(county: County, lie: dict[str, int]) -> None:
    """The note of the move stays, with the name that it wrote itself; nothing else of the record does."""
    made = county.do("多宝", RegisterResident(identity=_identity()))
    county.sync("多宝")
    county.do("多宝", MoveResident(resident=made.id, unit="tianmen.jingling", reason="搬到竟陵"))
    county.sync("多宝")
    with Liar(county, "多宝") as former:
        heard = _all_answers(former, lie)
    assert "搬到竟陵".encode() in heard
    for secret in (_identity().id_number, "13900000001", "新堰村九组"):
        assert secret.encode() not in heard


def test_nothing_of_a_resident_stays_on_the_desks_of_the_former_unit(county: County) -> None:
    made = county.do("岳口", RegisterResident(identity=_identity()))
    county.sync("岳口", "岳口二")
    county.do("岳口", MoveResident(resident=made.id, unit="tianmen.duobao", reason="搬家"))
    county.sync("岳口", "岳口二")
    seen = _everything_on(county, "岳口二")
    for secret in (_identity().id_number, "13900000001", "新堰村九组"):
        assert secret not in seen
    assert "胡小燕" in seen  # in the note of the move


def test_the_new_unit_gets_nothing_of_what_is_under_way_at_the_former(county: County, secrets: dict[str, str]) -> None:
    county.do("岳口", MoveResident(resident=secrets["resident"], unit="tianmen.duobao", reason="搬家"))
    county.sync("岳口", "多宝")
    seen = _everything_on(county, "多宝")
    for what in ("history", "reception", "findings", "referral", "number", "visit", "request", "verifier"):
        assert secrets[what] not in seen, what
    assert secrets["id number"] in seen


def test_a_unit_that_left_a_community_cannot_fetch_its_records_again(county: County) -> None:
    county.keeper.move_institution("多宝", "tianmen-2")
    with Liar(county, "多宝") as former:
        for lie in ({}, {"community:tianmen-1": 0}, {"community:tianmen-1": 5}, {"community:tianmen-1": 2**63 - 1}):
            assert b"tianmen-1" not in _drugs_in(former, lie), lie


def test_a_revoked_device_is_told_nothing_more(county: County, secrets: dict[str, str]) -> None:
    with reading(county.hub.engine) as connection:
        batch = connection.scalar(select(batches.c.id).where(batches.c.device == county.device("岳口")))
    with Liar(county, "岳口") as former:
        token = former.token()
        county.keeper.revoke("岳口-A", "丢失")
        for path, method, body in (
            ("/v1/exchange", "POST", pack(Exchange(cursors={}))),
            (f"/v1/receipts/{batch}", "GET", b""),
        ):
            status, content = former.knock(path, body, method=method, token=token)
            assert status == 403, path
            assert not any(secret.encode() in content for secret in secrets.values())
        with pytest.raises(Refused, match="device_revoked"):
            former.token()


def test_the_new_device_of_a_revoked_machine_is_not_handed_the_receipts_of_the_former(county: County) -> None:
    county.request("岳口")
    county.sync("岳口")
    with reading(county.hub.engine) as connection:
        batch = connection.exec_driver_sql("SELECT id FROM batches").scalar()
    county.keeper.revoke("岳口-A", "送修")
    county.desks["岳口"].enrol(county.keeper.issue_code("岳口").spell())
    with Liar(county, "岳口") as again:
        status, _ = again.knock(f"/v1/receipts/{batch}", method="GET", token=again.token())
    assert status == 404


def test_somebody_who_moved_to_another_unit_takes_nothing_of_the_former_along(county: County) -> None:
    account = next(one for one in county.keeper.accounts() if one.id == county.people["岳口"].account)
    moved = replace(account.until(county.clock.now()), institution="tianmen.duobao")
    county.hub.counter.publish({"account": [moved]})
    sent = county.send_referral("岳口", history="言语不清三小时")
    county.sync("岳口", "多宝", "多宝")
    seen = _everything_on(county, "多宝")
    assert account.id in seen
    for secret in (sent.id, "言语不清三小时"):
        assert secret not in seen


def _identity() -> Identity:
    return hu_xiaoyan(village="新堰村九组")


def _drugs_in(other: Liar, cursors: dict[str, int]) -> bytes:
    """Return all rows of drugs that a desk is sent."""
    heard, left, token = b"", 1, other.token()
    while left:
        answer = other.exchange(Exchange(cursors=cursors, room=2000), token)
        heard += b"".join(encode(rows) for rows in answer.rows if rows.kind == "drug")
        cursors, left = dict(answer.cursors), answer.left
    return heard


def _everything_on(county: County, name: str) -> str:
    """Return every value of every table of a desk's database as one text."""
    found: list[str] = []
    with reading(county.desks[name].engine) as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        for table in names:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):  # noqa: S608 - its own names
                found += [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(found)


def _all_answers(other: Liar, cursors: dict[str, int]) -> bytes:
    heard = b""
    token = other.token()
    left = 1
    while left:
        answer = other.exchange(Exchange(cursors=cursors, room=2000), token)
        heard += encode(answer)
        cursors, left = dict(answer.cursors), answer.left
    return heard
