"""Starting points of packages: the nation's items, nobody's to sign for before the community's office offers them."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.contracts.world import written_package
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import standard
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.package import UNCONFIRMED
from yigongti_desktop.capabilities.contracts.model.starting import read_starts
from yigongti_desktop.capabilities.contracts.ui.package_words import GROUPS
from yigongti_desktop.capabilities.contracts.ui.package_words import NATIONAL
from yigongti_desktop.capabilities.contracts.ui.package_words import WORKERS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.places import resource

TODAY = day(NOON)
SHIPPED = resource("packages", "starter.toml").read_text(encoding="utf-8")
COMMUNITY = "tianmen-1"


@pytest.mark.policy("FDC-12")
@pytest.mark.policy("FDC-14")
def test_the_file_that_ships_has_a_package_for_each_key_group_of_the_nation_and_one_for_all() -> None:
    starts = read_starts(SHIPPED, TODAY)
    assert [one.written.key_group for one in starts] == [
        "", "elderly", "hypertension", "diabetes", "maternal", "child",
        "tuberculosis", "mental", "disabled", "low_income", "bereaved",
    ]  # fmt: skip
    for one in starts:
        made = package.propose(None, COMMUNITY, one.written, ruling(HOSPITAL))
        assert made.name.startswith("样例：")
        assert (made.year, made.since, made.price_fen) == (TODAY.year, UNCONFIRMED, 0)
        assert made.key_group in GROUPS
        assert "待县里核对" in made.document
        assert not made.offered(date(9998, 12, 31))
        assert all(role in WORKERS for item in made.items for role in item.who)
    codes = [item.code for one in starts for item in one.written.items]
    assert len(set(codes)) == len(codes)


def test_follow_ups_of_chronic_diseases_come_with_their_forms_and_rhythms() -> None:
    found = {item.code: item for one in read_starts(SHIPPED, TODAY) for item in one.written.items}
    assert (found["03-1"].form, found["03-1"].rhythm) == (Form.HYPERTENSION, standard.CHRONIC_FOLLOW_UP)
    assert (found["04-1"].form, found["04-1"].rhythm) == (Form.DIABETES, standard.CHRONIC_FOLLOW_UP)
    assert found["05-1"].rhythm == standard.PREGNANCY
    assert all("默认" in found[code].note for code in ("09-1", "09-2", "10-1", "10-2", "11-1", "11-2"))


def test_every_rhythm_of_the_nation_has_its_words() -> None:
    assert set(standard.BY_NAME) == set(NATIONAL)


def test_a_starting_point_has_one_id_in_a_community_and_year() -> None:
    first, second = read_starts(SHIPPED, TODAY)[:2]
    again = read_starts(SHIPPED, TODAY)[0]
    later = read_starts(SHIPPED, TODAY + timedelta(days=365))[0]
    assert first.id_in(COMMUNITY) == again.id_in(COMMUNITY)
    ids = {first.id_in(COMMUNITY), second.id_in(COMMUNITY), first.id_in("tianmen-2"), later.id_in(COMMUNITY)}
    assert len(ids) == 4


@pytest.mark.parametrize(
    "text",
    [
        "packages = 3",
        "[[packages]]",
        "not toml at all [",
        '[[packages]]\nkey = "a"\nname = "甲"\nitems = [{ code = "1", name = "一", rhythm = "unheard" }]',
        '[[packages]]\nkey = "a"\nname = "甲"\nprice = 3\nitems = [{ code = "1", name = "一", rhythm = "check_up" }]',
        '[[packages]]\nkey = "a"\nname = "甲"\nitems = [{ code = "1", name = "一", rhythm = { type = "never" } }]',
        '[[packages]]\nkey = "a"\nname = "甲"\nitems = []\n[[packages]]\nkey = "a"\nname = "乙"\nitems = []',
    ],
)
def test_what_is_no_file_of_packages_is_refused_whole(text: str) -> None:
    with refused("packages_format"):
        read_starts(text, TODAY)


@pytest.mark.policy("FDC-14")
def test_the_office_looks_a_starting_point_through_and_then_it_is_offered() -> None:
    start = package.propose(None, COMMUNITY, written_package(), ruling(HOSPITAL, record="p-1"))
    with refused("package_there"):
        package.propose(start, COMMUNITY, written_package(), ruling(HOSPITAL))
    made = package.offer(start, written_package(since=TODAY), ruling(HOSPITAL, record="p-1"))
    assert made.is_confirmed
    assert made.offered(TODAY)


def test_a_starting_point_that_nobody_wants_is_laid_aside() -> None:
    start = package.propose(None, COMMUNITY, written_package(), ruling(HOSPITAL))
    aside = package.end(start, TODAY, ruling(HOSPITAL))
    assert (aside.until, aside.offered(TODAY)) == (TODAY, False)
    with refused("not_the_lead"):
        package.end(start, TODAY, ruling())
    assert replace(aside, until=None) == start
