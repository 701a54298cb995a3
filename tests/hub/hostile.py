"""Messages of the right shape with whatever a hostile person or program puts in; ids are those of real papers."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from enum import EnumMeta
from typing import Any
from typing import get_args
from typing import get_origin
from typing import get_type_hints

import msgspec
from hypothesis import strategies as st

from tests.kernel.hands import full_width

_TEXTS = [
    "", " ", "A1", "a1", "A|1", "|", "\0", "A\nB", "\u202eA1", "\u200b", "𠮷田", "龑" * 41, "x" * 201, "x" * 5_000,
   full_width("A1"), full_width("123"), full_width("2026"),
    "'; DROP TABLE postings; --", "%s", "../x", "=1+1", "2026-10", "1e9", "-1", "粒", "盒", "片", "2026-13",
]  # fmt: skip
_NUMBERS = [0, 1, 2, 3, 7, 24, 100, -1, -24, 500, 501, 9_999_999, 10_000_000, 10**9, 2**31, 2**53, 2**63 - 1, -(2**63)]
_DAYS = [
    date(1, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(2026, 11, 22), date(2026, 11, 23), date(2028, 3, 31),
    date(2045, 12, 31), date(2046, 1, 1), date(9999, 12, 31),
]  # fmt: skip
_MOMENTS = [
    datetime(1, 1, 1, tzinfo=UTC), datetime(2009, 1, 1, tzinfo=UTC), datetime(2026, 11, 23, 4, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]  # fmt: skip


#: How many times as often a field holds what an honest person would write.
_HONEST = 14


def _left_out(field: Any) -> Any:
    """Return what stands where a field is left out."""
    return field.default if field.default is not msgspec.NODEFAULT else field.default_factory()


def _is_flat(kind: Any) -> bool:
    """Say whether a struct has no list inside: ten thousand times ten thousand lines would burst the test itself."""
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return True
    return all(get_origin(hint) is not tuple for hint in get_type_hints(kind).values())


class Hostile:
    """Makes messages; what each field holds is now and then what an honest person would write there."""

    def __init__(self, known: Sequence[str], likely: Mapping[str, Sequence[Any]]) -> None:
        """Begin.

        Args:
            known: ids of papers, drugs, institutions and lots that are really there.
            likely: what honest people write, by the name of the field.
        """
        texts = st.sampled_from(known) | st.sampled_from(_TEXTS) | st.text(max_size=12)
        self._likely = {name: st.sampled_from(some) for name, some in likely.items()}
        self._plain: dict[Any, st.SearchStrategy[Any]] = {
            str: texts,
            bool: st.booleans(),
            int: st.sampled_from(_NUMBERS) | st.integers(-(2**63), 2**63 - 1),
            date: st.sampled_from(_DAYS) | st.dates(),
            datetime: st.sampled_from(_MOMENTS),
            type(None): st.none(),
        }

    def of(self, kind: Any) -> st.SearchStrategy[Any]:
        """Return what makes values of a type."""
        if kind in self._plain:
            return self._plain[kind]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.struct(kind)
        if isinstance(kind, EnumMeta):
            return st.sampled_from(list(kind))
        origin, inside = get_origin(kind), get_args(kind)
        if origin is tuple:
            return self._several(inside[0]) if inside[-1] is Ellipsis else st.tuples(*map(self.of, inside))
        if origin in {dict, Mapping}:
            return st.dictionaries(self.of(inside[0]), self.of(inside[1]), max_size=3)
        return st.one_of(*map(self.of, inside))  # a union

    def struct(self, kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
        """Return what makes structs of a type; what need not be given is often left out."""
        hints = get_type_hints(kind)
        needed: dict[str, st.SearchStrategy[Any]] = {}
        free: dict[str, st.SearchStrategy[Any]] = {}
        for field in msgspec.structs.fields(kind):
            its = self.of(hints[field.name])
            if field.name in self._likely:
                its = st.one_of(*[self._likely[field.name]] * _HONEST, its)
            elif not field.required:
                its = st.one_of(*[st.just(_left_out(field))] * _HONEST, its)
            (needed if field.required else free)[field.name] = its
        return st.fixed_dictionaries(needed, optional=free).map(lambda given: kind(**given))

    def _several(self, kind: Any) -> st.SearchStrategy[tuple[Any, ...]]:
        """Return what makes none, some, the same one twice, or very many."""
        one = self.of(kind)
        some = st.lists(one, min_size=1, max_size=2).map(tuple)
        times = st.sampled_from([0, 2, 30, 501, 10_000] if _is_flat(kind) else [0, 2, 30])
        many = st.tuples(one, times).map(lambda drawn: (drawn[0],) * drawn[1])
        return st.one_of(*[some] * _HONEST, many)
