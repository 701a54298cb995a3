"""Good messages made bad: cut, flipped, repeated, stretched, and with values that no honest program sends."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import zstandard
from hypothesis import strategies as st

_EDGES: list[Any] = [
    None, True, False, 0, -1, 1, 2**31, 2**63 - 1, -(2**63), 2**64 - 1, 0.0, -0.0, 1e308, float("nan"), float("inf"),
    "", "\0", "\ud7ff", "𠮷田龑", "x" * 5000, "../../etc", "'; DROP TABLE journal; --", "%s%n", "9" * 400, b"",
    b"\xff\xfe", bytes(5000), [], {}, [[]], {"": ""}, "2026-02-30", "9999-12-31T23:59:60Z", "0000-00-00", "-1", "1e999",
]  # fmt: skip
_RAW = [
    b"\xc1",  # never used
    b"\xd9\x02\xff\xfe",  # text that is not UTF-8
    b"\xdb\xff\xff\xff\xff",  # a text of four gigabytes, announced
    b"\xdd\xff\xff\xff\xff",  # a list of four thousand million
    b"\xdf\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff",
    b"\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00",  # not a number
    b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\xd3\x80\x00\x00\x00\x00\x00\x00\x00",
    b"\xc7\x0c\xff" + b"\xff" * 12,  # a time beyond all calendars
    b"\xd6\xff\xff\xff\xff\xff",
    b"\x91" * 3000,
    b"\x81\xa1x" * 2000,
    b"\x82\xa6device\xa1a\xa6device\xa1b",  # one key twice
]

#: A place in a message is drawn as a part of its length, which ids and times make differ from run to run.
_PLACES = 10_000

edges = st.sampled_from(_EDGES)
values = st.recursive(
    edges | st.text(max_size=20) | st.integers(-(2**63), 2**64 - 1) | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def cut(draw: st.DrawFn, good: bytes) -> bytes:
    """Bytes with a few cuts, flips, repeats and foreign pieces."""
    content = bytearray(good)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, _PLACES - 1)) * len(content) // _PLACES
        end = min(len(content), place + draw(st.integers(1, 12)))
        match draw(st.sampled_from(["cut", "flip", "drop", "repeat", "insert", "raw", "noise"])):
            case "cut":
                del content[place:]
            case "flip" if place < len(content):
                content[place] ^= 1 << draw(st.integers(0, 7))
            case "drop":
                del content[place:end]
            case "repeat":
                content[place:place] = content[place:end] * draw(st.integers(1, 50))
            case "insert":
                content[place:place] = msgspec.msgpack.encode(draw(edges))
            case "raw":
                content[place:end] = draw(st.sampled_from(_RAW))
            case _:
                content[place:end] = draw(st.binary(max_size=12))
    return bytes(content)


@st.composite
def bent(draw: st.DrawFn, good: Any) -> Any:
    """A message as builtins with one of its parts lost, added or made something else."""
    if isinstance(good, dict) and good:
        name = draw(st.sampled_from(sorted(good)))
        match draw(st.sampled_from(["into", "into", "replace", "drop", "add"])):
            case "into":
                return good | {name: draw(bent(good[name]))}
            case "replace":
                return good | {name: draw(values)}
            case "drop":
                return {key: value for key, value in good.items() if key != name}
            case _:
                return good | {draw(st.text(max_size=8)): draw(values)}
    if isinstance(good, list) and good:
        place = draw(st.integers(0, len(good) - 1))
        changed = [draw(bent(good[place]))] * draw(st.sampled_from([1, 1, 1, 0, 2, 30]))
        return [*good[:place], *changed, *good[place + 1 :]]
    return draw(values)


@st.composite
def packed(draw: st.DrawFn, good: bytes) -> bytes:
    """A body for the wire, made from good plain bytes and damaged before or after it was packed."""
    match draw(st.sampled_from(["bent", "bent", "cut", "cut", "wire", "many", "bomb", "raw"])):
        case "bent":
            plain = msgspec.msgpack.encode(draw(bent(msgspec.msgpack.decode(good))))
        case "cut":
            plain = draw(cut(good))
        case "wire":
            return draw(cut(zstandard.compress(good)))
        case "many":
            return zstandard.compress(good) + zstandard.compress(draw(st.binary(max_size=30)))
        case "bomb":
            return zstandard.compress(bytes(draw(st.sampled_from([10**5, 10**6, 2 * 10**7, 10**8]))))
        case _:
            plain = good + draw(st.sampled_from(_RAW))
    return zstandard.compress(plain)


def as_json(value: Any) -> bytes:
    """Return JSON as careless programs write it: not-a-numbers, bytes as text, whatever is there."""
    return json.dumps(value, ensure_ascii=False, default=repr).encode("utf-8", "surrogatepass")
