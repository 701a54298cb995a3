"""The list of cases: narrowed by chips, period and search, sorted by its heads, carried into Excel."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.storage import records

pytestmark = pytest.mark.gui

_NAMES = ("陈桂兰", "邱传富", "胡大有")


def test_the_chips_count_and_keep_what_they_say(screens: Screens) -> None:
    first, second, _ = _three(screens)
    screens.county.do("岳口", m.WithdrawReferral(referral=first.id, reason="病情好转"))
    screens.county.do("岳口", m.SaveReferralDraft(slip=_slip(screens, "方小梅", 9)))
    me = screens("医生")
    page = me.page("referrals")
    counts = {chip.key: chip.count for chip in page.table.chips._chips}
    assert counts == {"turn": 1, "contact": 2, "road": 2, "waiting": 4, "over": 1, "all": 4}
    seen = {}
    page.table.chips.setFocus()
    for _ in range(6):
        seen[page.table.chips.key] = {row[1] for row in me.rows(page)} - {""}  # heads of groups bear no name
        me.press("Left")
    assert seen == {
        "all": {"陈桂兰", "邱传富", "胡大有", "方小梅"},
        "over": {"陈桂兰"},
        "waiting": {"陈桂兰", "邱传富", "胡大有", "方小梅"},
        "road": {"邱传富", "胡大有"},
        "contact": {"邱传富", "胡大有"},
        "turn": {"方小梅"},
    }
    assert second.id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("邱传", {"邱传富"}),
        ("cgl", {"陈桂兰"}),
        ("hu", {"胡大有"}),
        ("A-002", {"邱传富"}),
        ("脑梗", set(_NAMES)),
        ("i63", set(_NAMES)),
        ("13900000001", set(_NAMES)),
        ("没有这个人", set()),
    ],
)
def test_a_case_is_found_by_name_letters_number_diagnosis_and_telephone(
    screens: Screens, typed: str, found: set[str]
) -> None:
    _three(screens)
    me = screens("医生")
    page = me.page("referrals")
    me.press("/")
    me.type(typed)
    me.press("Return")
    assert {row[1] for row in me.rows(page)} == found
    if not found:
        assert me.says("没有符合条件的转诊")
        assert me.says("共有 3 条转诊")
        me.click("清除筛选")
        me.until(lambda: len(me.rows(page)) == 3)


def test_escape_in_the_search_brings_all_back(screens: Screens) -> None:
    _three(screens)
    me = screens("医生")
    page = me.page("referrals")
    me.press("/")
    me.type("cgl")
    me.until(lambda: len(me.rows(page)) == 1)
    me.press("Escape")
    me.until(lambda: len(me.rows(page)) == 3)


def test_letters_jump_to_a_name_and_the_panel_follows(screens: Screens) -> None:
    _three(screens)
    me = screens("医生")
    page = me.page("referrals")
    me.type("cg")
    me.settle()
    assert page.current.referral.slip.patient.name == "陈桂兰"
    assert page.panel._name.text() == "陈桂兰"


def test_the_heads_sort_one_way_then_the_other_then_as_it_was(screens: Screens) -> None:
    _three(screens)
    me = screens("医生")
    page = me.page("referrals")
    before = [row[1] for row in me.rows(page)]
    seen = []
    for _ in range(3):
        _click_head(page, "转出时间")
        seen.append([row[1] for row in me.rows(page)])
    assert seen == [["陈桂兰", "邱传富", "胡大有"], ["胡大有", "邱传富", "陈桂兰"], before]


def test_a_sorted_list_with_drafts_in_it_stands(screens: Screens) -> None:
    """A draft has no time of sending; it stands last and not in the way."""
    _three(screens)
    screens.county.do("岳口", m.SaveReferralDraft(slip=_slip(screens, "方小梅", 9)))
    me = screens("医生")
    page = me.page("referrals")
    for title in ("转出时间", "时限", "患者", "状态"):
        _click_head(page, title)
        assert len(me.rows(page)) == 4
    _click_head(page, "转出时间")
    assert [row[1] for row in me.rows(page)][-1] == "方小梅"


def test_the_list_goes_into_excel_with_real_times_and_safe_words(screens: Screens, tmp_path: Path) -> None:
    sent = _three(screens)
    screens.county.do("岳口", m.SaveReferralDraft(slip=_slip(screens, "方小梅", 9, impression="=1+1")))
    me = screens("医生")
    me.page("referrals")
    target = tmp_path / "转诊.xlsx"
    sheet = me.exported(target).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("状态", "患者", "性别年龄", "初步印象", "去向", "时限", "跟踪负责", "下次联系", "转出时间")
    by_name = {row[1]: row for row in rows[1:]}
    assert set(by_name) == {*_NAMES, "方小梅"}
    assert by_name["陈桂兰"][8] == datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001 - what Excel shows
    assert by_name["方小梅"][3] == "=1+1"
    assert {cell.data_type for column in ("B", "D") for cell in sheet[column]} == {"s"}  # nothing is reckoned
    assert by_name["方小梅"][8] is None
    assert me.toasts[-1] == ("已导出", "4 行　转诊.xlsx")
    assert sent


def test_an_export_that_was_thought_better_of_writes_nothing(screens: Screens, tmp_path: Path) -> None:
    _three(screens)
    me = screens("医生")
    me.page("referrals")
    met = me.answer(lambda dialog: dialog.reject())
    me.press("Ctrl+E")
    me.until(lambda: met)
    me.come_back()
    assert me.toasts == []
    assert list(tmp_path.glob("*.xlsx")) == []


def test_an_empty_list_says_how_a_slip_begins(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("referrals")
    assert me.says("还没有转诊")
    assert me.says("没有网也能打印")
    me.press("F2")
    me.settle()
    assert page.title == "新建转出单"


def test_what_is_over_leaves_the_period_and_what_is_owed_stays(screens: Screens) -> None:
    first, *_ = _three(screens)
    screens.county.do("岳口", m.WithdrawReferral(referral=first.id, reason="病情好转"))
    screens.county.clock.advance(days=40)
    me = screens("医生")
    page = me.page("referrals")
    assert {row[1] for row in me.rows(page)} == {"邱传富", "胡大有"}
    page.period.choose("")
    me.settle()
    assert {row[1] for row in me.rows(page)} == set(_NAMES)


def test_rows_are_copied_as_a_table(screens: Screens) -> None:
    _three(screens)
    me = screens("医生")
    me.page("referrals")
    me.press("Ctrl+A", "Ctrl+C")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("状态\t患者")
    assert len(lines) == 4


def test_a_list_of_two_thousand_cases_stays_quick_to_filter(screens: Screens) -> None:
    _many(screens, 2000)
    me = screens("医生")
    page = me.page("referrals")
    me.until(lambda: len(me.rows(page)) == 2000)
    me.press("/")
    me.type("A-01234")
    me.press("Return")
    assert len(me.rows(page)) == 1


def _three(screens: Screens) -> tuple[Referral, ...]:
    """Send three slips, an hour between them."""
    sent = []
    for place, name in enumerate(_NAMES):
        sent.append(screens.county.do("岳口", m.SendReferral(slip=_slip(screens, name, place))))
        screens.county.clock.advance(minutes=20)
    screens.county.clock.advance(minutes=-60)
    return tuple(sent)


def _slip(screens: Screens, name: str, place: int, **changes: Any) -> Any:
    plain = screens.county.slip("岳口")
    number = id_number(serial=401 + 2 * place)
    patient = msgspec.structs.replace(plain.patient, name=name, sex=Sex.MALE, id_number=number)
    return msgspec.structs.replace(plain, patient=patient, **changes)


def _many(screens: Screens, count: int) -> None:
    """Put cases straight into the database, as if they had come down from the hub."""
    first = screens.county.send_referral("岳口")
    made = [
        msgspec.structs.replace(first, id=f"{first.id[:-5]}{place:05d}", number=f"岳口-20261123-A-{place:05d}")
        for place in range(count - 1)
    ]
    screens.county.desks["岳口"].write(records.save_many, REFERRAL, made)


def _click_head(page: Any, title: str) -> None:
    head = page.table.view.horizontalHeader()
    place = [column.title for column in page.table.view.records.columns].index(title)
    at = QPoint(head.sectionViewportPosition(place) + 10, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
