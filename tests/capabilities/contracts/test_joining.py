"""Lists that two have changed are joined entry by entry; one entry that both have changed is joined by nobody."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from yigongti_desktop.capabilities.contracts.model.joining import Three

ENTRIES = some.dictionaries(some.sampled_from("甲乙丙丁戊"), some.integers(0, 2), max_size=5)


def as_list(entries: dict[str, int]) -> list[tuple[str, int]]:
    return list(entries.items())


def name(entry: Any) -> Any:
    return entry[0]


def both(base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]) -> dict[str, int] | None:
    three = Three(as_list(base), as_list(mine), as_list(theirs), name)
    return None if three.disputed() else dict(three.joined(is_mine=True))


@given(ENTRIES, ENTRIES, ENTRIES)
def test_every_change_of_either_stands_and_nothing_else_changes(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    found = both(base, mine, theirs)
    for key in {*base, *mine, *theirs}:
        was, here, there = base.get(key), mine.get(key), theirs.get(key)
        if here not in (was, there) and there != was:
            assert found is None
            return
        assert found is None or found.get(key) == (here if there == was else there)


@given(ENTRIES, ENTRIES, ENTRIES)
def test_it_does_not_matter_who_came_first(base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]) -> None:
    assert both(base, mine, theirs) == both(base, theirs, mine)


@given(ENTRIES, ENTRIES)
def test_who_changed_nothing_takes_what_the_other_has(base: dict[str, int], theirs: dict[str, int]) -> None:
    assert Three(as_list(base), as_list(base), as_list(theirs), name).joined(is_mine=True) == as_list(theirs)


def test_villages_are_never_asked_about() -> None:
    removed = Three(["健康村"], ["健康村", "新建村"], [])
    added = Three(["健康村"], ["健康村", "新建村"], ["健康村", "石桥村"])
    assert (removed.disputed(), added.disputed()) == ([], [])
    assert removed.joined(is_mine=True) == ["新建村"]
    assert added.joined(is_mine=False) == ["健康村", "石桥村", "新建村"]


def test_a_list_that_names_one_twice_is_left_to_people() -> None:
    assert not Three(["甲"], ["甲", "甲"], ["甲", "乙"]).is_plain


@given(base=ENTRIES, mine=ENTRIES, theirs=ENTRIES, is_mine=some.booleans())
def test_whoever_is_decided_for_what_only_one_has_changed_stands(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int], *, is_mine: bool
) -> None:
    three = Three(as_list(base), as_list(mine), as_list(theirs), name)
    found, disputed = dict(three.joined(is_mine=is_mine)), three.disputed()
    for key in {*base, *mine, *theirs}:
        if key in disputed:
            assert found.get(key) == (mine if is_mine else theirs).get(key)
        elif mine.get(key) == base.get(key):
            assert found.get(key) == theirs.get(key)
        else:
            assert found.get(key) == mine.get(key)
