"""The one search of the top bar: people and slips, by words or pinyin, each for whom it concerns."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.seats import PATIENTS
from tests.seats import folder
from tests.seats import township
from tests.storage.desks import Frozen
from tests.storage.desks import opened
from yigongti_desktop.app.finding import find_everywhere
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.storage.home import Home

__all__ = ["folder", "township"]


@pytest.fixture
def bench(folder: Path) -> Workbench:
    """岳口 with its cases, open."""
    return opened(Home(folder))


def found(bench: Workbench, actor: Actor, typed: str) -> set[tuple[str, str]]:
    """Return page and title of what is found."""
    options = bench.read(find_everywhere, typed, actor)
    bench.close()
    return {(option.key.partition(" ")[0], option.title) for option in options}


@pytest.mark.parametrize("typed", ["邱传富", "邱", "qcf", "qiuchuanfu"])
def test_a_person_is_found_with_the_case(bench: Workbench, township: Frozen, typed: str) -> None:
    assert {("residents", "邱传富"), ("referrals", "邱传富")} <= found(bench, township.zhou, typed)


@pytest.mark.parametrize(("typed", "name"), [("周小𠮷", PATIENTS[1]), ("sgl", PATIENTS[2]), ("dgl", PATIENTS[2])])
def test_rare_characters_and_surnames_with_two_readings_are_found(
    bench: Workbench, township: Frozen, typed: str, name: str
) -> None:
    assert ("residents", name) in found(bench, township.zhou, typed)


def test_a_slip_is_found_by_its_number(bench: Workbench, township: Frozen) -> None:
    titles = found(bench, township.zhou, "岳口-20261123-A-002")
    assert ("referrals", PATIENTS[1]) in titles


def test_a_request_is_found_by_its_number(bench: Workbench, township: Frozen) -> None:
    assert "pharmacy" in {page for page, _ in found(bench, township.zhou, "岳口-20261123-A")}


def test_whoever_has_no_business_with_patients_finds_none(bench: Workbench, township: Frozen) -> None:
    pharmacist = replace(township.zhou, roles=frozenset({Role.PHARMACIST}))
    assert not [title for _, title in found(bench, pharmacist, "qcf") if title == "邱传富"]


def test_nothing_is_found_for_what_nobody_is_called(bench: Workbench, township: Frozen) -> None:
    assert found(bench, township.zhou, "没有这个人") == set()


def test_a_record_leads_to_its_page_by_its_id(bench: Workbench, township: Frozen) -> None:
    options = bench.read(find_everywhere, "邱传富", township.zhou)
    bench.close()
    for option in options:
        page, _, record = option.key.partition(" ")
        assert page in {"residents", "referrals", "followups", "pharmacy"}
        assert record
    assert len({option.key for option in options}) == len(options)
