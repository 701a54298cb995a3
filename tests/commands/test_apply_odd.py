"""Every field of every command with what no page would send: a sentence each, nothing written, no fault of ours."""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.commands.office import PASSWORD
from tests.commands.office import Office
from tests.commands.office import copy as copied
from tests.commands.office import open_desk
from tests.storage.desks import state_of
from yigongti_desktop.app.commands.apply import apply_line
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.registry import store as registry

#: JSON as bytes, since much of it could not be written from Python's values.
ODD = (
    b"0", b"-1", b"1e9", b"1000000000", b"1e400", b"NaN", b"-Infinity", b"9" * 40, b"null", b"true", b"[]", b"{}",
    b"[[[[]]]]", b'["x","x"]', b'""', b'"  "', b'"\\u0000"', b'"a\\u0000b"', b'"\\ud800"', b'"x\\udfff"',
    b'"\\u202e\\u200b"', b'"\\n\\r\\t"', b'"<b>&amp;</b>"', b"\"'; DROP TABLE outbox;--\"", b'"0001-01-01"',
    b'"9999-12-31"', b'"2026-13-45"', b'"{0.__class__}"', '"𠮷"'.encode(), b'"' + b"x" * 100_000 + b'"',
    b'"' + "长".encode() * 5_000 + b'"',
)  # fmt: skip
_HOLE = "@@@"
_LONGEST_SENTENCE = 600


@dataclass
class Sitting:
    """Desks open in this process, and everybody logged in."""

    desks: dict[str, Workbench]
    actors: dict[str, Actor]

    def apply(self, who: str, line: bytes) -> dict[str, Any]:
        return apply_line(self.desks[who], self.actors[who], line)


@pytest.fixture(scope="module")
def office(original: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One copy for all: what is refused leaves nothing behind, and what is done is only ever more of the same."""
    return copied(original, tmp_path_factory.mktemp("odd") / "office")


@pytest.fixture(scope="module")
def sitting(office: Office) -> Iterator[Sitting]:
    clinic, hospital = open_desk(office.clinic), open_desk(office.hospital)
    desks = {"zhou": clinic, "liu": clinic, "yang": hospital}
    yield Sitting(desks, {who: desk.log_in(who, PASSWORD).actor for who, desk in desks.items()})
    clinic.close()
    hospital.close()


@pytest.fixture(scope="module")
def samples(office: Office, sitting: Sitting) -> dict[str, tuple[str, dict[str, Any]]]:
    """Who sends which command with which values; most would be done, or are refused by their rule only."""
    drug = sitting.desks["liu"].read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0].id
    slip = office.slip() | {"past_history": "高血压病", "treatment": "吸氧。"}
    sent = sitting.apply("zhou", _line("SendReferral", {"slip": slip}))
    asked = sitting.apply("liu", _line("SubmitDrugRequest", {"lines": [{"drug": drug, "quantity": 5}]}))
    case, request = sent["id"], asked["id"]
    lines = [{"drug": drug, "quantity": 5}]
    identity = {"name": "胡燕", "sex": "female", "birth": "1960-01-01", "no_id_reason": "other", "phone": "13900000001"}
    identity |= {"id_number": "", "contact": "x", "address": "x", "village": "y", "health_record": ""}
    back = {"diagnosis": "脑梗死", "case_number": "1", "results": "x", "advice": "x", "doctor": "杨志勇"}
    moved = {"drug": drug, "quantity": 5, "lot": "b", "expiry": "2027-10-31", "reason": "x", "over": "x"}
    moved |= {"unit": "", "price_fen": 5, "codes": ["12345678"]}
    entered = sitting.apply("liu", _line("EnterStock", {"entering": {"kind": "receipt", "lines": [moved]}}))["id"]
    count = sitting.apply("liu", _line("OpenCount", {}))["id"]
    lots = [{"batch": "b", "expiry": "2027-10", "quantity": 5}]
    return {
        "SendReferral": ("zhou", {"slip": slip, "referral": ""}),
        "SaveReferralDraft": ("zhou", {"slip": slip, "referral": ""}),
        "CompleteReferral": ("zhou", {"referral": case, "slip": slip}),
        "RetargetReferral": ("zhou", {"referral": case, "target": slip["target"]}),
        "AcceptReferral": ("yang", {"referral": case, "reception": "x"}),
        "DeclineReferral": ("yang", {"referral": case, "reason": "x"}),
        "RedirectReferral": ("yang", {"referral": case, "target": slip["target"], "reason": "x"}),
        "RegisterArrival": ("yang", {"referral": case, "case_number": "1"}),
        "SendBack": ("yang", {"referral": case, "slip": back}),
        "CloseReferral": ("zhou", {"referral": case, "outcome": "died"}),
        "WithdrawReferral": ("zhou", {"referral": case, "reason": "x"}),
        "ExpireReferral": ("zhou", {"referral": case}),
        "PrintReferral": ("zhou", {"referral": case, "paper": "transfer_out"}),
        "LogContact": ("zhou", {"referral": case, "said": "x"}),
        "SaveRequestDraft": ("liu", {"lines": lines, "urgency": "routine", "note": "x", "request": ""}),
        "SubmitDrugRequest": ("liu", {"lines": lines, "urgency": "routine", "note": "x", "request": ""}),
        "WithdrawDrugRequest": ("liu", {"request": request, "reason": "x"}),
        "SendBackDrugRequest": ("yang", {"request": request, "reason": "x"}),
        "ReviewDrugRequest": ("yang", {"request": request, "decisions": [{"drug": drug, "approved": 5, "reason": ""}]}),
        "DispatchDrugRequest": ("yang", {"request": request, "parcels": [{"drug": drug, "lots": lots}]}),
        "ReceiveDelivery": ("liu", {"request": request, "counts": [{"drug": drug, "batch": "b", "received": 5}]}),
        "EndorseDrugRequest": ("liu", {"request": request}),
        "DeclineDrugRequest": ("liu", {"request": request, "reason": "x"}),
        "EnterStock": ("liu", {"entering": {"kind": "receipt", "lines": [moved], "room": "x", "partner_name": "x"}}),
        "ReverseEntry": ("liu", {"entry": entered, "reason": "x"}),
        "OpenCount": ("liu", {"room": "", "is_blind": False, "note": "x"}),
        "CountStock": ("liu", {"count": count, "lines": [moved | {"counted": 5}]}),
        "ConfirmCount": ("liu", {"count": count, "reasons": [[1, "x"]]}),
        "CancelCount": ("liu", {"count": count, "reason": "x"}),
        "HoldLot": ("liu", {"drug": drug, "lot": "b", "reason": "x"}),
        "PrintDrugRequest": ("liu", {"request": request}),
        "RegisterResident": ("zhou", {"identity": identity}),
        "CorrectResident": ("zhou", {"resident": case, "changes": {"phone": ["1", "2"]}, "answers": ""}),
        "MoveResident": ("zhou", {"resident": case, "unit": "tianmen.duobao", "reason": "x"}),
        "RecordFollowUp": ("zhou", {"follow_up": "x", "way": "home", "condition": "better", "result": "x"}),
        "ChangePassword": ("zhou", {"present": "x", "wanted": "y"}),
        "SettleRefusal": ("zhou", {"event": "x"}),
        "SendAgain": ("zhou", {"event": "x"}),
    }


KINDS = sorted(kind.__name__ for kind in CATALOGUE.handlers)


@pytest.mark.parametrize("name", KINDS)
def test_an_odd_field_is_answered_in_words_and_leaves_nothing_unseen_behind(
    name: str, sitting: Sitting, samples: dict[str, tuple[str, dict[str, Any]]]
) -> None:
    who, values = samples.get(name) or _sample(name, sitting)
    desk = sitting.desks[who]
    before = state_of(desk)
    for path in _paths({"command": name} | values):
        for odd in ODD:
            told = sitting.apply(who, _with_hole({"command": name} | values, path).replace(b'"@@@"', odd))
            json.dumps(told)
            if told["ok"]:
                assert not list(_unseen(told["record"])), (path, odd[:30])
                before = state_of(desk)
            else:
                assert _is_sentence(told["message"]), (path, odd[:30], told["message"][:200])
    assert state_of(desk) == before


def test_what_can_be_no_id_makes_no_record(sitting: Sitting, samples: dict[str, tuple[str, dict[str, Any]]]) -> None:
    for name, field in (
        ("SendReferral", "referral"),
        ("SubmitDrugRequest", "request"),
        ("SaveRequestDraft", "request"),
    ):
        who, values = samples[name]
        for wrong in ("../../passwd", "a b", "a\0b", "编号", "\u202e", "x" * 81):
            told = sitting.apply(who, _line(name, values | {field: wrong}))
            assert told.get("code") == "not_found", (name, wrong[:20])


def test_a_line_of_ten_megabytes_is_refused_and_the_next_one_done(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "有 空格 的命令.jsonl"
    good = {"command": "SendReferral", "slip": office.slip()}
    huge = {"command": "SendReferral", "slip": office.slip(history="长" * 5_000_000)}
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (huge, good)), encoding="utf-8")
    ran = office.run("apply", file, "--account", "zhou", home=office.clinic)
    assert ran.code == 1
    assert [line.get("code", "") for line in ran.lines] == ["command_format", ""]
    assert len(ran.out) < 10_000


def _sample(name: str, sitting: Sitting) -> tuple[str, dict[str, Any]]:
    """Return somebody who may do it, and a value of the right type in every field."""
    kind = CATALOGUE.command(name)
    who = next((who for who, actor in sitting.actors.items() if actor.may(kind.roles)), "liu")
    filled = _filled(msgspec.inspect.type_info(kind.command))
    assert isinstance(filled, dict)
    return who, filled


def _filled(kind: Any) -> Any:
    inspect = msgspec.inspect
    if isinstance(kind, inspect.StructType):
        return {field.encode_name: _filled(field.type) for field in kind.fields}
    if isinstance(kind, inspect.UnionType):
        return _filled(next(one for one in kind.types if not isinstance(one, inspect.NoneType)))
    if isinstance(kind, inspect.VarTupleType | inspect.ListType):
        return [_filled(kind.item_type)]
    if isinstance(kind, inspect.TupleType):
        return [_filled(one) for one in kind.item_types]
    if isinstance(kind, inspect.EnumType):
        return next(iter(kind.cls)).value
    plain: dict[Any, Any] = {
        inspect.IntType: 5,
        inspect.BoolType: True,
        inspect.DateType: "2027-10-31",
        inspect.DictType: {},
    }
    return plain.get(type(kind), "x")


def _line(name: str, values: dict[str, Any]) -> bytes:
    return json.dumps({"command": name} | values).encode()


def _paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if before:
        yield before
    for place in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _paths(value[place], (*before, place))


def _with_hole(whole: dict[str, Any], path: tuple[Any, ...]) -> bytes:
    changed = inside = copy.deepcopy(whole)
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = _HOLE
    return json.dumps(changed, ensure_ascii=False).encode()


def _is_sentence(message: str) -> bool:
    chinese = any("一" <= character <= "鿿" for character in message)
    return chinese and "没有办成（" not in message and len(message) <= _LONGEST_SENTENCE


def _unseen(value: Any) -> Iterator[str]:
    """Return characters that nobody sees, but for line feeds."""
    if isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from _unseen(inside)
    elif isinstance(value, str):
        yield from (sign for sign in value if sign != "\n" and unicodedata.category(sign) in {"Cc", "Cf", "Cs"})
