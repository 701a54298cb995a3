"""A desk's data on another machine: two copies of one disk give no number twice, however long they are off-line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sync.county import County
from yigongti_desktop.app.sync_words import told_words
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.status import status
from yigongti_desktop.sync.status import told

pytestmark = pytest.mark.sync
FIRST, SECOND, THIRD = frozenset({"001b213c4d01"}), frozenset({"001b213c4d02"}), frozenset({"001b213c4d03"})


def _on(county: County, name: str, cards: frozenset[str], home: Home | None = None) -> Workbench:
    """Open the files of 岳口, or a copy of them, on a machine with these cards."""
    if home is None and name in county.desks:
        county.desks[name].close()
    place, vault = home or county.desks["岳口"].home, county._vaults["岳口"]
    desk = Workbench(place, vault, open_desk(place.database, vault["database"]), clock=county.clock, cards=cards)
    county.desks[name], county.people[name] = desk, county.people["岳口"]
    return desk


def _copied(county: County, folder: Path) -> Home:
    county.desks["岳口"].close()
    return Home(Path(shutil.copytree(county.desks["岳口"].home.path, folder)))


def test_copies_of_one_disk_give_different_numbers_off_line_and_the_hub_parts_them(
    county: County, tmp_path: Path
) -> None:
    _on(county, "岳口", FIRST)
    county.request("岳口", 1)
    county.sync("岳口")
    copies = {name: _copied(county, tmp_path / name) for name in ("孪生", "三胞")}
    _on(county, "岳口", FIRST)
    _on(county, "孪生", SECOND, copies["孪生"])
    _on(county, "三胞", THIRD, copies["三胞"])
    names = ("岳口", "孪生", "三胞")
    given = [county.request(name, quantity) for name in names for quantity in (2, 3)]
    assert len({one.number for one in given}) == 6
    assert [county.desks[name].fact(facts.EPOCH) for name in names] == ["1", "2", "2"]
    for _ in range(2):
        county.sync(*names)
    later = [county.request(name, 4) for name in names]
    county.sync(*names, *names)
    numbers = [one.number for one in (*given, *later)]
    assert len(set(numbers)) == 9
    assert all(number.count("-") == 3 for number in numbers)
    assert len({county.desks[name].fact(facts.EPOCH) for name in names}) == 3
    assert all(not county.desks[name].fact(facts.SERIES) for name in names)
    for name in names:
        held = [county.desks[name].read(records.load, DRUG_REQUEST, one.id) for one in (*given, *later)]
        assert all(held), name


def test_data_that_was_moved_goes_on_and_the_person_is_told_once(county: County) -> None:
    _on(county, "岳口", FIRST)
    county.request("岳口", 1)
    desk = _on(county, "岳口", SECOND)
    assert desk.fact(facts.SERIES)
    words = told_words(desk.read(status))
    assert words is not None
    assert words[0] == "这份数据换到了另一台电脑"
    county.request("岳口", 2)
    county.sync("岳口")
    assert desk.read(status).waiting == 0
    desk.write(told, county.clock.now())
    assert told_words(desk.read(status)) is None
    assert "-A2-" in county.request("岳口", 3).number


@pytest.mark.parametrize("cards", [FIRST, FIRST | SECOND, frozenset[str]()])
def test_a_card_more_or_none_told_is_the_same_machine(county: County, cards: frozenset[str]) -> None:
    _on(county, "岳口", FIRST)
    desk = _on(county, "岳口", cards)
    assert (desk.fact(facts.EPOCH), desk.fact(facts.SERIES)) == ("1", "")


def test_a_card_that_was_put_in_later_is_known_when_the_first_is_gone(county: County) -> None:
    for cards in (FIRST, FIRST | SECOND, SECOND):
        desk = _on(county, "岳口", cards)
    assert desk.fact(facts.SERIES) == ""
