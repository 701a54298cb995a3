"""Cases for exchange: any referral that the record can hold, and files as others write them."""

from __future__ import annotations

import types
from datetime import UTC
from datetime import date
from datetime import datetime
from enum import StrEnum
from typing import Any
from typing import Union
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import msgspec
from hypothesis import strategies as st

from yigongti_desktop.capabilities.referrals.model.referral import Referral

AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
_TEXTS = st.sampled_from(
    [
        "",
        "阿卜杜热合曼·买买提明",
        "I10.x00x002",
        "A39.003+G01*",
        "†A17.0",
        "𠮷𠀀䶮",
        "一\n二",
        " 空格 ",
        '引"号\\',
        "null",
    ]
) | st.text(max_size=12)
_MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXTS,
    bool: st.booleans(),
    int: st.integers(0, 9_999),
    date: st.dates(),
    datetime: _MOMENTS,
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Return any value of a type of the records."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if get_origin(kind) in {Union, types.UnionType}:
        return st.one_of(*(st.none() if one is type(None) else anything(one) for one in get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(anything(get_args(kind)[0]), max_size=3).map(tuple)
    if get_origin(kind) is dict:
        return st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=2)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: anything(hints[name]) for name in kind.__struct_fields__})
    raise NotImplementedError(kind)


def referrals() -> st.SearchStrategy[Referral]:
    """Return any referral, likely or not."""
    return anything(Referral)


def foreign(**changes: Any) -> dict[str, Any]:
    """Return a bundle as another house writes it: ids in place of addresses, names in parts; changes by resource."""
    resources: dict[str, dict[str, Any]] = {
        "Patient": {
            "id": "p1",
            "identifier": [
                {"type": {"coding": [{"code": "NI"}]}, "value": "429006195903123018"},
                {"system": "urn:other:card", "value": "A001"},
            ],
            "name": [{"family": "邱", "given": ["传富"]}],
            "gender": "male",
            "birthDate": "1959-03-12",
            "telecom": [{"system": "phone", "value": "13900000001"}],
            "address": [{"city": "天门市", "line": ["岳口镇健康村二组"]}],
        },
        "ServiceRequest": {
            "id": "s1",
            "status": "active",
            "intent": "order",
            "priority": "urgent",
            "identifier": [{"value": "ZZ-001"}],
            "subject": {"reference": "Patient/p1"},
            "requester": {"reference": "PractitionerRole/r1"},
            "reasonCode": [
                {"coding": [{"system": "urn:oid:2.16.156.10011.2.3.3.11", "code": "I10.x00x002", "display": "高血压"}]}
            ],
        },
        "PractitionerRole": {
            "id": "r1",
            "practitioner": {"reference": "#d"},
            "contained": [{"resourceType": "Practitioner", "id": "d", "name": [{"text": "王建平"}]}],
        },
        "Observation": {
            "id": "o1",
            "status": "final",
            "code": {"text": "主要现病史（转出原因）"},
            "valueString": "头晕三天。",
        },
    }
    for kind, fields in changes.items():
        if fields is None:
            resources.pop(kind)
        else:
            resources[kind] = {one: value for one, value in (resources.get(kind, {}) | fields).items() if value != ""}
    entries = [{"resource": {"resourceType": kind} | fields} for kind, fields in resources.items()]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}
