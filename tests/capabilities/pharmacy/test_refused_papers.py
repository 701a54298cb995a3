"""Refused acts on villages' requests and on differences are read in words; a village's request is taken up again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.acts import act
from tests.capabilities.pharmacy.ui.sheets import AMOXICILLIN
from tests.capabilities.pharmacy.ui.sheets import differing
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.capabilities.pharmacy.messages import differences as cases
from yigongti_desktop.capabilities.pharmacy.messages import villages as m
from yigongti_desktop.capabilities.pharmacy.messages.requests import DeliveryReceived
from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted

pytestmark = pytest.mark.gui


def test_what_was_asked_for_a_village_is_read_and_stands_in_its_sheet_again(screens: Screens) -> None:
    town = screens.county
    wanted = (Wanted(drug=town.drug("岳口"), quantity=12, remark="儿童用"), Wanted(drug="gone", quantity=3))
    refused = act("village_request.asked", "village_request", m.VillageAsked(number="", village="健康村", lines=wanted))
    assert contents(town, refused) == [
        ("村卫生室", "健康村"),
        ("药品", "阿莫西林胶囊　12　儿童用"),
        ("", "目录里没有的药　3"),
    ]
    where = taken_up(town, refused, "村医")
    assert where == ("villages", "new")
    me = screens("村医")
    page = me.page(*where)
    me.settle()
    assert page.work.name.text() == "健康村"
    assert [(line["name"], line["requested"]) for line in lines(page)] == [(AMOXICILLIN, 12), ("", 3)]


def test_what_was_said_of_differences_and_villages_is_read(town: County) -> None:
    found = differing(town)
    replies = (Reply(answer=Answer.DISAGREE, note="复核过"), Reply(answer=Answer.KEEP))
    answered = act("difference.answered", "difference_case", cases.CaseAnswered(replies=replies), record=found.id)
    first, second = found.lines
    assert contents(town, answered) == [
        ("第 1 行", f"{first.name}　不认可　复核过"),
        ("第 2 行", f"{second.name}　照收"),
    ]
    disputed = act("difference.disputed", "difference_case", cases.CaseDisputed(reason="实物没有"), record=found.id)
    assert contents(town, disputed) == [("原因", "实物没有")]
    dropped = act("village_request.dropped", "village_request", m.VillageDropped(reason="填重了"))
    assert contents(town, dropped) == [("原因", "填重了")]
    for one in (answered, disputed, dropped):
        assert taken_up(town, one, "药师") is None


def test_codes_that_were_scanned_at_a_delivery_are_read_again(town: County) -> None:
    codes = (("81234560000000000001", "81234560000000000002"), ())
    came = Count(drug=town.drug("岳口"), received=(2, 40), codes=codes, code_reason="厂家换了标识码")
    refused = act("drug_request.received", "drug_request", DeliveryReceived(counts=(came,)))
    assert contents(town, refused) == [
        ("药品", "阿莫西林胶囊　2、40　厂家换了标识码"),
        ("追溯码", "81234560000000000001、81234560000000000002"),
    ]


def contents(town: County, refused: Any) -> list[tuple[str, str]]:
    """Return what 同步 says of a refused act."""
    for manifest in MANIFESTS:
        if manifest.contents and (found := town.desks["岳口"].read(manifest.contents, refused)):
            return list(found)
    return []


def taken_up(town: County, refused: Any, who: str) -> tuple[str, str] | None:
    """Return where a refused act is taken up again."""
    for manifest in MANIFESTS:
        now = town.clock.now()
        if manifest.take_up and (where := town.desks["岳口"].write(manifest.take_up, town.people[who], refused, now)):
            return where
    return None
