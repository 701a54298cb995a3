"""Messages as they once went over the wire: kept for ever, and read by every later program as the same values.

`UPDATE_GOLDENS=1 pytest tests/protocol/test_goldens.py` writes those that are missing. One that is there is never
written over: a hub of the next version still meets desks that speak it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import msgspec
import pytest

from yigongti_desktop import protocol
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.capabilities.staffing.store.duties import DUTY as DUTIES
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER as ROSTERS
from yigongti_desktop.capabilities.staffing.store.settings import SETTING as SETTINGS
from yigongti_desktop.capabilities.staffing.store.unit_rules import UNIT_RULE as UNIT_RULES
from yigongti_desktop.kernel.letters import read
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE as NOTICES
from yigongti_desktop.protocol import compact
from yigongti_desktop.protocol.admission import Admission
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.code_file import CodeFile
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.compact import CompactBatch
from yigongti_desktop.protocol.compact import CompactReceipt
from yigongti_desktop.protocol.compact import acts_of
from yigongti_desktop.protocol.compact import pack_batch
from yigongti_desktop.protocol.compact import runs_of
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Gone
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.exchange import Restore
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.exchange import Wanted
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.paper_code import Part
from yigongti_desktop.protocol.paper_code import Sealed
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.protocol.sealed import UPLOAD
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.protocol.sealing import SealingKey
from yigongti_desktop.protocol.sealing import attest
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.protocol.update import Here
from yigongti_desktop.protocol.update import Release
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.records import from_row
from yigongti_desktop.storage.records import to_row

pytestmark = pytest.mark.golden

KEPT = Path(__file__).resolve().parents[1] / "goldens" / "wire"
IS_UPDATING = os.environ.get("UPDATE_GOLDENS") == "1"
AT = datetime(2026, 11, 23, 4, 0, 0, 123000, tzinfo=UTC)
DEVICE_KEY, HUB_KEY = bytes(range(32)), bytes(range(32, 64))

REGISTERED = Event(
    id="019aae6f-0000-7000-8000-000000000001",
    kind="resident.registered",
    record="7d7d4df5-b01d-8a4e-9a71-000000000001",
    seen=0,
    body='{"identity":{"name":"𠮷田·䶮","sex":"male","birth":"1959-03-12","id_number":""}}'.encode(),
    institution="tianmen.yuekou",
    account="019aae6f-0000-7000-8000-00000000000a",
    at=AT,
)
FOLLOWING = Event(
    id="019aae6f-0000-7000-8000-000000000002",
    kind="follow_up.opened",
    record="2f0b2d5e-0000-5000-8000-000000000001",
    seen=3,
    body=b"{}",
    institution="tianmen.yuekou",
    account="019aae6f-0000-7000-8000-00000000000a",
    at=AT,
    answers="019aae6e-0000-7000-8000-000000000009",
    cause=REGISTERED.id,
)
BATCH = Batch(
    id="019aae6f-0000-7000-8000-0000000000b1",
    device="019aae00-0000-7000-8000-0000000000d1",
    epoch=2,
    number=7,
    previous=bytes(range(32)),
    events=(REGISTERED, FOLLOWING),
    made_at=AT,
)
FIRST = Batch(id="b", device="d", epoch=1, number=1, previous=GENESIS, events=(), made_at=AT)
RECEIPT = Receipt(
    batch=BATCH.id,
    number="R-20261123-0052",
    device=BATCH.device,
    epoch=2,
    outcomes=(
        Outcome(event=REGISTERED.id, revision=1),
        Outcome(event=FOLLOWING.id, code="conflict", facts={"fields": {"phone": {"mine": "1", "theirs": "2"}}}),
        Outcome(event="019aae6f-0000-7000-8000-000000000003", code="hub_fault", quarantined=True),
    ),
    hub_time=AT,
)
SHORT = CompactBatch(
    id=BATCH.id,
    device=BATCH.device,
    epoch=2,
    number=8,
    previous=bytes(range(32)),
    institution="tianmen.yuekou",
    runs=runs_of(
        [
            Act(
                REGISTERED.id, REGISTERED.kind, REGISTERED.record, 0, REGISTERED.account, "2026-11-23T04:00:00.123Z",
                "", "", b"foresn", None, {"identity": {"name": "𠮷田·䶮", "birth": "1959-03-12"}},
            ),
            Act(
                FOLLOWING.id, FOLLOWING.kind, "tianmen.yuekou", 3, FOLLOWING.account, "2026-11-23T04:00:00.124Z",
                FOLLOWING.answers, FOLLOWING.cause, b"", b"{}", None,
            ),
        ]
    ),
    made_at=AT,
)  # fmt: skip
SHORT_RECEIPT = CompactReceipt(
    batch=BATCH.id,
    number="R-20261123-0053",
    device=BATCH.device,
    epoch=2,
    hash=bytes(range(32)),
    revisions=[1, 0],
    others=(Outcome(event=FOLLOWING.id, code="not_followed"),),
    unlike=[0],
    hub_time=AT,
)
RIVAL = (
    '{"institution":"tianmen.duobao","institution_name":"多宝镇卫生院","team":"多宝团队","account":"","person":"",'
    '"on":"2026-11-03"}'
)
NOTICE = Rows(
    kind="notice",
    columns=("id", "revision", "state", "known", "record_kind", "record", "part", "institution", "account", "event",
             "rival", "asked_at", "ended_at", "extra"),
    rows=[
        ["n1", 2, "withdrawn", "asked", "contract", "c1", "岳口-20261123-A-001", "tianmen.yuekou", "", REGISTERED.id,
         RIVAL, "2026-11-23T04:00:00Z", "2026-11-24T04:00:00Z", "{}"],
    ],
)  # fmt: skip
NIGHT = (
    '{"licences":["nurse_licence"],"title":"no_title","skills":[],"code":"夜","name":"夜班","colour":"blue",'
    '"begin":"17:00:00","end":"08:00:00","minutes":480,"is_night":true,"needs":[{"licences":[],"title":"no_title",'
    '"skills":[],"least":1,"most":null,"on":["work"],"weekdays":[]}]}'
)
LINE = '{"person":"s1","name":"何秀芳","codes":["夜",""],"pins":[1]}'
CHANGE = (
    '{"person":"s1","name":"何秀芳","day":"2026-12-02","before":"白","after":"","reason":"换班","by":"潘立群",'
    '"at":"2026-11-30T04:00:00Z","told":["周建国"]}'
)
FOUND = (
    '{"people":[],"days":["2026-12-02"],"text":"2 日夜班缺 1 人","is_must":false,"cost":5000,"rule":"cover",'
    '"source":"默认"}'
)
DUTY = Rows(
    kind="duty",
    columns=("id", "revision", "unit", "duty", "place", "until", "extra"),
    rows=[["d1", 1, "tianmen.yuekou", NIGHT, 2, "2027-01-31", "{}"]],
)
ROSTER = Rows(
    kind="roster",
    columns=("id", "revision", "unit", "group", "first", "days", "state", "lines", "changes", "lead", "duties",
             "findings", "reason", "withdrawn_for", "published_at", "published_by", "extra"),
    rows=[
        ["r1", 4, "tianmen.yuekou", "护理", "2026-12-01", 2, "published", f"[{LINE}]", f"[{CHANGE}]", "tianmen.diyi",
         f"[{NIGHT}]", f"[{FOUND}]", "人手不够", "", "2026-11-25T04:00:00Z", "潘立群", "{}"],
    ],
)  # fmt: skip
#: Acts on duties and rosters, as the first program that had them sent them.
ROSTERED = {
    "duty.set_up": f'{{"duty":{NIGHT},"place":2}}',
    "duty.changed": '{"changes":{"name":["夜班","值夜"]}}',
    "duty.ended": '{"until":"2027-01-31"}',
    "roster.begun": '{"written":{"group":"护理","first":"2026-12-01","days":2,"people":{"s1":"何秀芳"},"number":0}}',
    "roster.changed": f'{{"changes":{{"s1":[{LINE},null]}}}}',
    "roster.published": '{"seen":"0123456789ab","reason":"人手不够"}',
    "roster.amended": f'{{"changes":{{"s1":[null,{LINE}]}},"reason":"换班","told":["周建国"]}}',
    "roster.withdrawn": '{"reason":"月份错了"}',
}
SETTING = Rows(
    kind="roster_setting",
    columns=("id", "revision", "unit", "person", "group", "skills", "partner", "pattern", "apart", "is_out", "extra"),
    rows=[
        ["p1", 2, "tianmen.yuekou", "s1", "护理", '["急救"]', "s2", '[["白"],[],[],[],[],[],[""]]', '["s3"]', 1, "{}"],
    ],
)
RULED = (
    '{"begins":"2026-12-01","change":{"level":"should","weight":200,"figures":{"most":6},"is_off":false,'
    '"reason":"人手不够"},"by":"潘立群","at":"2026-11-25T04:00:00Z"}'
)
UNIT_RULE = Rows(
    kind="roster_rule",
    columns=("id", "revision", "unit", "rule", "history", "extra"),
    rows=[["u1", 1, "tianmen.yuekou", "work_run", f"[{RULED}]", "{}"]],
)
#: Acts on what is settled for rosters, as the first program that had them sent them.
SETTLED = {
    "roster_setting.settled": '{"person":"s1","changes":{"group":["","护理"],'
    '"pattern":[[],[["白"],[],[],[],[],[],[""]]]}}',
    "roster_rule.set": '{"rule":"work_run","changes":{"2026-12-01":[null,'
    '{"level":null,"weight":200,"figures":{"most":6},"is_off":false,"reason":"人手不够"}]}}',
}
LEAVE = Rows(
    kind="leave",
    columns=("id", "revision", "state", "institution", "person", "person_name", "account", "kind", "first", "last",
             "from_noon", "until_noon", "reason", "asked_by", "asked_at", "decided_by", "decided_at", "answer",
             "extra"),
    rows=[
        ["l1", 2, "approved", "tianmen.yuekou", "s1", "何秀芳", "a1", "annual", "2026-12-01", "2026-12-03", 1, 0,
         "回老家", "何秀芳", "2026-11-23T04:00:00Z", "孙立新", "2026-11-24T04:00:00Z", "早点回来", "{}"],
    ],
)  # fmt: skip
WISH = Rows(
    kind="wish",
    columns=("id", "revision", "state", "institution", "person", "person_name", "account", "day", "duty", "duty_name",
             "is_wanted", "note", "written_by", "written_at", "extra"),
    rows=[
        ["w1", 1, "open", "tianmen.yuekou", "s1", "何秀芳", "a1", "2026-12-24", "夜", "夜班", 0, "孩子小", "何秀芳",
         "2026-11-23T04:00:00Z", "{}"],
    ],
)  # fmt: skip
WISH_RULES = Rows(
    kind="wish_rules",
    columns=("id", "revision", "institution", "closing_day", "most", "extra"),
    rows=[["wr1", 1, "tianmen.yuekou", 20, 6, "{}"]],
)
HANDED = Rows(
    kind="handover",
    columns=("id", "revision", "state", "institution", "day", "duty", "duty_name", "patients", "critical", "to_do",
             "given_by", "given_name", "given_at", "taken_by", "taken_name", "taken_at", "notes", "extra"),
    rows=[
        ["h1", 3, "taken", "tianmen.yuekou", "2026-11-22", "夜", "夜班", "12 人", "3 床发热", "等血常规", "a1",
         "何秀芳", "2026-11-23T00:10:00Z", "a2", "周建国", "2026-11-23T00:20:00Z",
         '[{"words":"血常规已回","by":"何秀芳","at":"2026-11-23T04:00:00Z"}]', "{}"],
    ],
)  # fmt: skip
SWAP = Rows(
    kind="swap",
    columns=("id", "revision", "state", "institution", "roster", "giver", "giver_name", "giver_account", "taker",
             "taker_name", "taker_account", "day", "duty_name", "back", "back_name", "cells", "reason", "offered_by",
             "offered_at", "agreed_by", "agreed_at", "decided_by", "decided_at", "answer", "extra"),
    rows=[
        ["x1", 2, "agreed", "tianmen.yuekou", "r1", "s1", "何秀芳", "a1", "s2", "周建国", "a2", "2026-12-01", "夜班",
         None, "", '[{"person":"s1","name":"何秀芳","day":"2026-12-01","before":"夜","after":""}]', "孩子发热",
         "何秀芳", "2026-11-25T04:00:00Z", "周建国", "2026-11-26T04:00:00Z", "", None, "", "{}"],
    ],
)  # fmt: skip
#: Acts on leave, wishes, swaps and the hand-over book, as the first program that had them sent them.
ASKED = {
    "leave.asked": '{"written":{"person":"s1","kind":"annual","first":"2026-12-01","last":"2026-12-03",'
    '"from_noon":true,"until_noon":false,"reason":"回老家"}}',
    "leave.approved": '{"answer":"早点回来"}',
    "leave.declined": '{"reason":"当班排不开"}',
    "leave.withdrawn": '{"reason":"不休了"}',
    "leave.ended": '{"last":"2026-12-02","reason":"提前回来上班"}',
    "wish.written": '{"person":"s1","day":"2026-12-24","wanted":{"duty":"夜","is_wanted":false,"note":"孩子小"},'
    '"seen":{"duty":"","is_wanted":true,"note":""}}',
    "wish.taken_back": "{}",
    "wish_rules.settled": '{"changes":{"closing_day":[24,20]}}',
    "swap.offered": '{"written":{"roster":"r1","giver":"s1","taker":"s2","day":"2026-12-01","back":null,'
    '"reason":"孩子发热"}}',
    "swap.agreed": "{}",
    "swap.rejected": '{"reason":"那天有事"}',
    "swap.withdrawn": "{}",
    "swap.approved": '{"answer":"人手不够"}',
    "swap.declined": '{"reason":"换了以后缺人"}',
    "handover.given": '{"written":{"day":"2026-11-22","duty":"夜","patients":"12 人","critical":"3 床发热",'
    '"to_do":""}}',
    "handover.corrected": '{"changes":{"patients":["12 人","13 人"]}}',
    "handover.taken": '{"seen":"0123456789ab"}',
    "handover.note_added": '{"words":"血常规已回"}',
}
PLAN = (
    '{"kind":"sitting_in","person":"s3","unit":"tianmen.yuekou","village":"","department":"心内科","room":"203",'
    '"support":"周建国","weekdays":[2],"every":2,"since":"2026-12-01","until":"2026-12-31","dates":["2026-12-04"],'
    '"skips":["2026-12-16"],"rests_on_holidays":true,"begin":"08:00:00","end":"11:30:00","places":30,"note":""}'
)
VISIT = Rows(
    kind="outreach",
    columns=("id", "revision", "planner", "planner_name", "lead", "unit", "unit_name", "person", "person_name",
             "home_name", "level", "title", "since", "until", "plan", "outcomes", "ended_on", "reason", "planned_by",
             "extra"),
    rows=[
        ["v1", 3, "tianmen.diyi", "市第一人民医院", "tianmen.diyi", "tianmen.yuekou", "岳口镇中心卫生院", "s3",
         "欧阳海棠", "市第一人民医院", "associate_senior", "副主任医师", "2026-12-01", "2026-12-31", PLAN,
         '[{"day":"2026-12-02","state":"cancelled","seen":0,"reason":"开会","moved_to":"2026-12-03"}]', None, "",
         "任小云", "{}"],
    ],
)  # fmt: skip
TAUGHT = Rows(
    kind="teaching",
    columns=("id", "revision", "state", "kind", "title", "first", "last", "minutes", "teacher", "teacher_home", "host",
             "host_name", "units", "reason", "announced_by", "extra"),
    rows=[
        ["t1", 2, "taught", "tele_teaching", "慢阻肺的分级管理", "2026-11-23", "2026-11-23", 60, "欧阳海棠", "",
         "tianmen.diyi", "市第一人民医院", '["tianmen.yuekou"]', "", "任小云", "{}"],
    ],
)  # fmt: skip
CAME = Rows(
    kind="attendance",
    columns=("id", "revision", "teaching", "unit", "unit_name", "host", "kind", "title", "first", "people", "extra"),
    rows=[
        ["a1", 1, "t1", "tianmen.yuekou", "岳口镇中心卫生院", "tianmen.diyi", "tele_teaching", "慢阻肺的分级管理",
         "2026-11-23", '[{"person":"s1","name":"何秀芳","minutes":30}]', "{}"],
    ],
)  # fmt: skip
#: Acts on sessions away from home and on teaching, as the first program that had them sent them.
VISITED = {
    "outreach.planned": f'{{"plan":{PLAN}}}',
    "outreach.held": '{"day":"2026-12-02","seen":26,"was":null}',
    "outreach.cancelled": '{"day":"2026-12-02","reason":"开会","moved_to":"2026-12-03"}',
    "outreach.restored": '{"day":"2026-12-02"}',
    "outreach.ended": '{"last":"2026-12-20","reason":"换人"}',
    "teaching.announced": '{"announced":{"kind":"course","title":"50+N","first":"2026-11-23","last":"2026-11-27",'
    '"minutes":2400,"teacher":"欧阳海棠","teacher_home":"","units":["tianmen.yuekou"]}}',
    "teaching.held": "{}",
    "teaching.called_off": '{"reason":"网络故障"}',
    "attendance.written": '{"teaching":"t1","unit":"tianmen.yuekou","changes":{"s1":[null,30]}}',
}


def batch_of(acts: dict[str, str], record: str, *, tail: str, number: int, first: int) -> Batch:
    """Return a batch of acts on one record; the ids of the acts are counted on from the first."""
    events = (
        Event(
            id=f"019aae6f-0000-7000-8000-{first + place:012}",
            kind=kind,
            record=record,
            seen=0,
            body=body.encode(),
            institution="tianmen.yuekou",
            account="019aae6f-0000-7000-8000-00000000000a",
            at=AT,
        )
        for place, (kind, body) in enumerate(acts.items())
    )
    return Batch(
        id=f"019aae6f-0000-7000-8000-0000000000{tail}",
        device=BATCH.device,
        epoch=2,
        number=number,
        previous=bytes(range(32)),
        events=tuple(events),
        made_at=AT,
    )


MESSAGES: dict[str, msgspec.Struct] = {
    "batch": BATCH,
    "batch_first": FIRST,
    "receipt": RECEIPT,
    "batch_signed": sign(encode(BATCH), DEVICE_KEY),
    "receipt_signed": sign(encode(RECEIPT), HUB_KEY),
    "exchange": Exchange(
        cursors={"unit:tianmen.yuekou": 12, "community:tianmen-1": 400, "county": 2**40},
        batch=sign(encode(BATCH), DEVICE_KEY),
        room=250,
        program="0.1.0",
        time=AT,
        version=1,
    ),
    "exchange_plain": Exchange(cursors={}, version=1),
    "answer": Answer(
        hub_time=AT,
        receipt=sign(encode(RECEIPT), HUB_KEY),
        rows=(
            Rows(
                kind="resident",
                columns=("id", "revision", "name", "units", "price_fen"),
                rows=[["r1", 3, "𠮷田·䶮", '["tianmen.yuekou"]', None], ["r2", 1, "王㛃", "[]", -1]],
            ),
        ),
        gone=(Gone("referral", "x1"),),
        cursors={"county": 9},
        left=1200,
        version=1,
    ),
    "answer_new_epoch": Answer(hub_time=AT, new_epoch=3, version=1),
    "problem": Problem("batch_too_long", {"most": 2000}),
    "enrol": Enrol(
        secret=b"0123456789", public_key=public_key(DEVICE_KEY), machine="药房-PC", program="0.1.0", version=1
    ),
    "enrolled": Enrolled(
        device=BATCH.device,
        letter="A",
        epoch=1,
        institution="tianmen.yuekou",
        institution_name="岳口镇中心卫生院",
        place="岳口",
        hub_key=public_key(HUB_KEY),
        version=1,
    ),
    "answer_again": Answer(hub_time=AT, again="0.1.0 2"),
    "enrol_again": Enrol(
        secret=b"0123456789",
        public_key=public_key(DEVICE_KEY),
        machine="药房-PC",
        program="0.1.0",
        institution="tianmen.yuekou",
        version=1,
    ),
    "challenge": Challenge(bytes(32)),
    "proof": Proof(device=BATCH.device, nonce=bytes(32), signature=bytes(64)),
    "token": Token(token="t" * 43, lasts=3600),
    "batch_2": SHORT,
    "receipt_2": SHORT_RECEIPT,
    "exchange_2": Exchange(
        cursors={"county": 2**40},
        batch=sign(pack_batch(SHORT), DEVICE_KEY),
        room=2000,
        saved={"county": 9},
        known=bytes(range(32)),
        want=(Wanted("referral", "x1"),),
        program="0.2.0",
        time=AT,
        version=2,
    ),
    "answer_2": Answer(
        hub_time=AT,
        receipt=sign(encode(SHORT_RECEIPT), HUB_KEY),
        rows=(
            Rows(kind="resident", columns=("id", "revision", "upon", "phone"), rows=[["r1", 4, 3, ""]], partial=True),
        ),
        cursors={"county": 9},
        restores=(Restore(1_790_000_000_000, 1_789_000_000_000),),
        again="0.2.0 1",
        version=2,
    ),
    "token_2": Token(token="t" * 43, lasts=3600, version=2),
    # since whoever was first is told of a refusal: the refusal names the notice, whose row looks so
    "receipt_told": CompactReceipt(
        batch=BATCH.id,
        number="R-20261123-0054",
        device=BATCH.device,
        epoch=2,
        hash=bytes(range(32)),
        revisions=[0],
        others=(Outcome(event=REGISTERED.id, code="service_there", facts={"by": "周建国", "told": "n1"}),),
        hub_time=AT,
    ),
    "answer_notice": Answer(hub_time=AT, rows=(NOTICE,), cursors={"unit:tianmen.yuekou": 13}, version=2),
    # since duties and rosters
    "answer_rosters": Answer(hub_time=AT, rows=(DUTY, ROSTER), cursors={"unit:tianmen.yuekou": 14}, version=2),
    "batch_rosters": batch_of(ROSTERED, "r1", tail="b2", number=9, first=100),
    # since what is settled for rosters
    "answer_roster_settings": Answer(
        hub_time=AT, rows=(SETTING, UNIT_RULE), cursors={"unit:tianmen.yuekou": 15}, version=2
    ),
    "batch_roster_settings": batch_of(SETTLED, "p1", tail="b9", number=10, first=200),
    "answer_leave": Answer(
        hub_time=AT,
        rows=(LEAVE, WISH, WISH_RULES, HANDED, SWAP),
        cursors={"unit:tianmen.yuekou": 15},
        version=2,
    ),
    "batch_leave": batch_of(ASKED, "l1", tail="b3", number=10, first=200),
    # since sessions away from home and teaching
    "answer_visits": Answer(hub_time=AT, rows=(VISIT, TAUGHT, CAME), cursors={"unit:tianmen.yuekou": 16}, version=2),
    "batch_visits": batch_of(VISITED, "v1", tail="b4", number=11, first=300),
    # since packages for sticks
    "enrol_sealing": Enrol(
        secret=b"0123456789",
        public_key=public_key(DEVICE_KEY),
        machine="PC",
        sealing_key=sealing_public(DEVICE_KEY),
        version=1,
    ),
    "exchange_sealing": Exchange(cursors={}, sealing_key=attest(DEVICE_KEY, BATCH.device)),
    "answer_sealing": Answer(hub_time=AT, sealing_key=attest(HUB_KEY, hub_name(public_key(HUB_KEY)))),
    "package_head": Head(
        id=BATCH.id,
        kind=UPLOAD,
        sender=BATCH.device,
        receiver=hub_name(public_key(HUB_KEY)),
        made_at=AT,
        reply_key=sealing_public(DEVICE_KEY),
        answers="",
    ),
    "package_leaf": Leaf(answer=Answer(hub_time=AT, cursors={"county": 9}), since={"county": 3}, epoch=2),
    "package_leaf_admission": Leaf(
        answer=Answer(hub_time=AT),
        admission=Admission(authority=b"certificate", enrolled=b"said", signature=b"vouched"),
    ),
    "release": Release(
        product="yigongti-desktop",
        platform="linux-x86_64",
        version="0.2.0",
        built=AT.date(),
        oldest="0.1.0",
        file="yigongti-desktop_0.2.0_amd64.deb",
        size=3,
        sha256="ab" * 32,
        news="转诊单带码",
    ),
}


#: A code is typed by people or stands in a text; a ruling is made by whoever judges; a sealing key is signed bytes;
#: records and steps travel as rows, whose columns the migrations keep; a code on paper is kept letter by letter where
#: it is tested.
NO_MESSAGES = {CodeFile, EnrolmentCode, Here, Part, Record, Ruling, Sealed, SealingKey, TrailEntry, compact._Versioned}


def parts(value: Any) -> Iterator[Any]:
    """Return a message with all that it holds."""
    yield value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from parts(one)


def kept(name: str) -> bytes:
    """Return a kept message, having written it if it is new and that is wished."""
    file = KEPT / f"{name}.bin"
    if IS_UPDATING and not file.exists():
        file.write_bytes(pack(MESSAGES[name]))
    return file.read_bytes()


@pytest.mark.parametrize("name", MESSAGES)
def test_a_kept_message_says_what_it_said(name: str) -> None:
    assert unpack(kept(name), type(MESSAGES[name])) == MESSAGES[name]


def test_a_kept_notice_is_still_read_as_what_it_was() -> None:
    (rows,) = unpack(kept("answer_notice"), Answer).rows
    assert rows.columns == columns(NOTICES.table)
    (notice,) = [from_row(NOTICES, row) for row in rows.rows]
    assert (notice.state, notice.known, notice.rival.team) == (State.WITHDRAWN, State.ASKED, "多宝团队")
    assert tuple(to_row(NOTICES, notice)) == tuple(rows.rows[0])


def test_kept_duties_and_rosters_are_still_read_as_what_they_were() -> None:
    of_duties, of_rosters = unpack(kept("answer_rosters"), Answer).rows
    kinds: tuple[tuple[Rows, RecordKind[Any]], ...] = ((of_duties, DUTIES), (of_rosters, ROSTERS))
    for rows, kind in kinds:
        assert rows.columns == columns(kind.table)
        (record,) = [from_row(kind, row) for row in rows.rows]
        assert tuple(to_row(kind, record)) == tuple(rows.rows[0])
    roster = from_row(ROSTERS, of_rosters.rows[0])
    assert (roster.lines[0].codes, roster.changes[0].told, roster.duties[0].is_night) == (("夜", ""), ("周建国",), True)


def test_kept_leave_wishes_swaps_and_shifts_are_still_read_as_what_they_were() -> None:
    kinds: dict[str, RecordKind[Any]] = {one: CATALOGUE.records[one] for one in ("leave", "wish", "wish_rules")}
    kinds |= {one: CATALOGUE.records[one] for one in ("handover", "swap")}
    for rows in unpack(kept("answer_leave"), Answer).rows:
        kind = kinds.pop(rows.kind)
        assert rows.columns == columns(kind.table)
        (record,) = [from_row(kind, row) for row in rows.rows]
        assert tuple(to_row(kind, record)) == tuple(rows.rows[0])
    assert kinds == {}


def test_kept_sessions_and_teaching_are_still_read_as_what_they_were() -> None:
    kinds: dict[str, RecordKind[Any]] = {one: CATALOGUE.records[one] for one in ("outreach", "teaching", "attendance")}
    for rows in unpack(kept("answer_visits"), Answer).rows:
        kind = kinds.pop(rows.kind)
        assert rows.columns == columns(kind.table)
        (record,) = [from_row(kind, row) for row in rows.rows]
        assert tuple(to_row(kind, record)) == tuple(rows.rows[0])
    assert kinds == {}


@pytest.mark.parametrize(
    ("batch", "acts"),
    [
        ("batch_rosters", ROSTERED),
        ("batch_leave", ASKED),
        ("batch_visits", VISITED),
        ("batch_roster_settings", SETTLED),
    ],
)
def test_kept_acts_of_staffing_are_still_understood(batch: str, acts: dict[str, str]) -> None:
    events = unpack(kept(batch), Batch).events
    assert {event.kind for event in events} == set(acts)
    for event in events:
        body = msgspec.json.decode(event.body, type=CATALOGUE.event(event.kind).body)
        assert msgspec.json.decode(msgspec.json.encode(body)) == msgspec.json.decode(event.body)


def test_kept_settings_and_rules_of_units_are_still_read_as_what_they_were() -> None:
    of_settings, of_rules = unpack(kept("answer_roster_settings"), Answer).rows
    kinds: tuple[tuple[Rows, RecordKind[Any]], ...] = ((of_settings, SETTINGS), (of_rules, UNIT_RULES))
    for rows, kind in kinds:
        assert rows.columns == columns(kind.table)
        (record,) = [from_row(kind, row) for row in rows.rows]
        assert tuple(to_row(kind, record)) == tuple(rows.rows[0])
    assert from_row(SETTINGS, of_settings.rows[0]).weekly == {0: ("白",), 6: ("",)}
    assert from_row(UNIT_RULES, of_rules.rows[0]).history[0].change.figures == {"most": 6}


def test_every_message_of_the_protocol_is_kept() -> None:
    """A type that is new on the wire needs a golden before the first program that speaks it goes out."""
    rooms = [import_module(f"{protocol.__name__}.{room.name}") for room in iter_modules(protocol.__path__)]
    declared = {
        one
        for room in rooms
        for one in vars(room).values()
        if isinstance(one, type) and issubclass(one, msgspec.Struct) and one.__module__ == room.__name__
    }
    carried = {type(part) for message in MESSAGES.values() for part in parts(message)}
    assert declared - carried - NO_MESSAGES == set()


def test_every_kept_file_is_read_by_a_test() -> None:
    assert {file.stem for file in KEPT.glob("*.bin")} == set(MESSAGES)


def test_a_kept_batch_still_bears_the_signature_of_its_device() -> None:
    signed = unpack(kept("batch_signed"), type(sign(b"", DEVICE_KEY)))
    assert decode(check(signed, public_key(DEVICE_KEY)), Batch) == BATCH


def test_a_kept_payload_of_version_two_still_holds_the_same_acts() -> None:
    signed = unpack(kept("exchange_2"), Exchange).batch
    assert signed is not None
    acts = list(acts_of(unpack_batch(check(signed, public_key(DEVICE_KEY)))))
    assert [(act.id, act.kind, act.record, act.institution) for act in acts] == [
        (REGISTERED.id, REGISTERED.kind, REGISTERED.record, "tianmen.yuekou"),
        (FOLLOWING.id, FOLLOWING.kind, "tianmen.yuekou", "tianmen.yuekou"),
    ]


def test_a_kept_batch_is_still_named_by_the_same_hash() -> None:
    signed = unpack(kept("batch_signed"), type(sign(b"", DEVICE_KEY)))
    assert chain_hash(signed.payload).hex() == "d84052f7b9d966532b8b026ed38ee5a0d57625c1d8233f430607cf7045bf196a"


def test_a_code_printed_once_can_be_typed_for_ever() -> None:
    printed = "04002-0G30G-2GC1R-81450-P30D1-R7P8S-B6CXM-6JTKB-DHPK2-C1E68-R2WC1-E6MX3-GD1M6-DXVR"
    code = EnrolmentCode(address="10.20.0.5:8443", fingerprint=bytes(range(16)), secret=bytes(range(100, 110)))
    assert read_code(printed) == code
    assert code.spell() == printed
    assert read("000G4-0R40M-30E20-9185G-R38E1-Z2CG") == bytes(range(16))
