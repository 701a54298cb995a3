"""Two desks of one unit change one team off-line: different fields both stand, one field comes back as a question."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from tests.capabilities.contracts.ui.arranged import arranged
from tests.capabilities.contracts.ui.arranged import team
from tests.capabilities.contracts.world import BEGAN
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.storage import outbox
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.gui


def change(screens: Screens, desk: str, known: Team, **changes: tuple[Any, Any]) -> None:
    """Change fields of a team at a desk."""
    county = screens.county
    told = {field: (to_builtins(seen), to_builtins(new)) for field, (seen, new) in changes.items()}
    county.desks[desk].do(county.people["公卫"], ChangeTeam(team=known.id, changes=told))


def both(screens: Screens) -> list[Team]:
    """Return the team as each desk has it, once all have talked."""
    for _ in range(2):
        screens.county.sync("岳口", "岳口二")
    return [screens.county.desks[name].read(store.all_teams)[0] for name in ("岳口", "岳口二")]


def test_one_desk_changes_the_phone_and_the_other_the_villages_and_both_stand(screens: Screens) -> None:
    known = arranged(screens.county)
    change(screens, "岳口", known, phone=("", "0728-1"))
    change(screens, "岳口二", known, villages=(["健康村"], ["健康村", "新建村"]))
    first, second = both(screens)
    assert first == second
    assert (first.phone, first.villages) == ("0728-1", ("健康村", "新建村"))
    assert not screens.county.desks["岳口二"].read(outbox.in_states, [outbox.REFUSED])


def test_two_desks_that_add_other_members_and_villages_are_asked_nothing(screens: Screens) -> None:
    known = arranged(screens.county)
    nurse = Member(name="许小兰", part=Part.NURSE, level=Level.TOWNSHIP, since=BEGAN)
    change(screens, "岳口", known, members=(known.members, (*known.members, nurse)), villages=(["健康村"], []))
    fewer = known.members[1:]
    change(
        screens,
        "岳口二",
        known,
        members=(known.members, (replace(fewer[0], part=Part.LEADER), *fewer[1:])),
        villages=(["健康村"], ["健康村", "新建村"]),
    )
    first, second = both(screens)
    assert first == second
    assert [one.name for one in first.members] == ["胡小燕", "邱海棠", "赵春生", "许小兰"]
    assert first.members[0].part is Part.LEADER
    assert first.villages == ("新建村",)


def test_both_values_are_shown_on_the_page_of_sync_and_one_is_made_to_stand(screens: Screens) -> None:
    me, page, known = clashing(screens)
    assert me.says("您和别人都改了这 2 项。请逐项选定，两边的值都留着。")
    assert me.says("团队电话")
    assert me.says("成员")
    assert me.says("改之前 4 人")
    cards = [card.text() for choice in page.detail._choices.values() for card in choice._cards]
    assert cards == [
        "0728-2",
        "0728-1",
        "胡小燕　公卫医师",
        "胡小燕　药师",
    ]
    assert sum(button == "都不对，另填" for button in me.buttons()) == 1  # members are not typed here
    me.press("Return", "1")
    page.detail._choices["members"].focus_first()
    me.press("3", "2", "Ctrl+Return")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    first, second = both(screens)
    assert first == second
    assert (first.phone, first.members[1].part) == ("0728-2", Part.PHARMACIST)
    assert first.villages == ("健康村", "新建村")  # what was not in dispute goes with the decision
    assert known.members[1].part is Part.NURSE


def test_another_value_is_typed_and_the_other_desk_s_members_are_kept(screens: Screens) -> None:
    me, page, _known = clashing(screens)
    me.press("Return", "3")
    me.type("0728-3")
    page.detail._choices["members"].focus_first()
    me.press("1", "Ctrl+Return")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    first, second = both(screens)
    assert first == second
    assert (first.phone, first.members[1].part) == ("0728-3", Part.PUBLIC_HEALTH)
    assert first.members[4].name == "许小兰"  # whom the other desk has added


def test_taking_both_values_of_the_hub_still_sends_what_was_not_in_dispute(screens: Screens) -> None:
    me, page, _known = clashing(screens)
    me.press("Return", "2")
    page.detail._choices["members"].focus_first()
    me.press("2", "Ctrl+Return")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    first, second = both(screens)
    assert first == second == team(me)
    assert (first.phone, first.villages) == ("0728-1", ("健康村", "新建村"))


def clashing(screens: Screens) -> tuple[Screen, Any, Team]:
    """Let two desks change telephone and one member, the later also the villages, the first add another; open 同步."""
    known = arranged(screens.county)

    def with_part(part: Part, *new: Member) -> tuple[Any, Any]:
        return known.members, (known.members[0], replace(known.members[1], part=part), *known.members[2:], *new)

    nurse = Member(name="许小兰", part=Part.NURSE, level=Level.TOWNSHIP, since=BEGAN)
    change(screens, "岳口", known, phone=("", "0728-1"), members=with_part(Part.PHARMACIST, nurse))
    change(
        screens,
        "岳口二",
        known,
        phone=("", "0728-2"),
        members=with_part(Part.PUBLIC_HEALTH),
        villages=(["健康村"], ["健康村", "新建村"]),
    )
    screens.county.sync("岳口")
    me = screens("公卫", "岳口二")
    page = me.page("sync")
    me.sync()
    return me, page, known
