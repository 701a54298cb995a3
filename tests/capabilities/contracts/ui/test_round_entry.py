"""A whole sheet entered by keyboard: blocks from Excel, cards and pictures row by row, wrong rows kept as typed."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from tests.attachments.files import noise
from tests.attachments.files import written
from tests.capabilities.contracts.ui.owed import BIRTH
from tests.capabilities.contracts.ui.owed import CARD
from tests.capabilities.contracts.ui.owed import CARDED
from tests.capabilities.contracts.ui.owed import SHOWN
from tests.capabilities.contracts.ui.owed import services_of
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.ui.test_evidence import attached
from tests.capabilities.contracts.ui.test_round_sheets import _column
from tests.capabilities.contracts.ui.test_round_sheets import _without_paper
from tests.capabilities.contracts.ui.test_round_sheets import fault
from tests.capabilities.contracts.ui.test_round_sheets import typed
from tests.screens import Screen
from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-16", "FND-38")]


def copied(text: str) -> None:
    """Copy cells, as Excel does."""
    QGuiApplication.clipboard().setText(text)


def at(page: Any, row: int, key: str) -> None:
    """Put the cursor into a cell."""
    page.work.table.view.go_to(row, _column(page, key))


def test_a_block_from_excel_fills_the_rows_wrong_cells_are_told_and_good_rows_saved(screens: Screens) -> None:
    contracts = signed(screens.county, "胡小燕", "邱传富", "陈大春")
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    people: dict[str, Contract] = {one.name: one for one in contracts}
    names = [line["name"] for line in page.work.lines]
    at(page, 0, "sbp")
    copied("128\t78\t72\r\n16\t94\t70\r\n146\t88\t\r\n150\t90\t\r\n")
    me.press("Ctrl+V")
    assert me.says("多出 1 行，表里没有那么多人。")
    assert [(line["sbp"], line["dbp"], line["pulse"]) for line in page.work.lines] == [
        ("128", "78", "72"),
        ("16", "94", "70"),
        ("146", "88", ""),
    ]
    assert "是不是按 千帕 填的" in fault(page, 1, "sbp")
    me.press("Ctrl+Return")
    me.until(lambda: len(page.work.lines) == 1)
    me.settle()
    assert len(services_of(me, people[names[0]])) == len(services_of(me, people[names[2]])) == 1
    assert not services_of(me, people[names[1]])
    page.work.is_dirty = False  # as if the power had gone
    screens.leave(me)
    me = screens("医生")
    page = me.page("services")
    (kept,) = me.bench.read(rounds.kept, me.actor.account)
    page.rounds.open_sheet(kept)
    me.settle()
    me.settle()
    assert [(line["name"], line["sbp"], line["dbp"]) for line in page.work.lines] == [(names[1], "16", "94")]
    assert "千帕" in fault(page, 0, "sbp")
    at(page, 0, "sbp")
    typed(me, "152")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    assert services_of(me, people[names[1]])[0].readings["sbp"] == 152


def test_a_block_with_names_goes_to_these_people_alone_also_while_a_cell_is_typed(screens: Screens) -> None:
    signed(screens.county, "胡小燕", "邱传富")
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    names = [line["name"] for line in page.work.lines]
    at(page, 0, "sbp")
    me.type("1")
    copied("132\t82\n134\t84")
    me.press("Ctrl+V")
    assert [(line["sbp"], line["dbp"]) for line in page.work.lines] == [("132", "82"), ("134", "84")]
    at(page, 0, "name")
    copied(f"{names[0]}\t\t2026-11-20\t140\n外人\t\t2026-11-20\t150")
    asked = me.answer(lambda dialog: dialog.accept())
    me.press("Ctrl+V")
    me.until(lambda: page.work.lines[0]["sbp"] == "140")
    assert asked
    me.come_back()
    assert me.says(f"第 2 行是「{names[1]}」，粘贴的是「外人」，没有放入。")
    assert page.work.lines[1]["sbp"] == "134"
    assert str(page.work.lines[0]["done_on"]) == "2026-11-20"


def test_what_would_be_covered_by_a_block_is_asked_and_nothing_pasted_is_told(screens: Screens) -> None:
    signed(screens.county, "胡小燕")
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    typed(me, "128")
    at(page, 0, "sbp")
    copied("140\t90")
    asked = me.answer(lambda dialog: dialog.reject())
    me.press("Ctrl+V")
    me.until(lambda: asked)
    me.come_back()
    assert page.work.lines[0]["sbp"] == "128"
    at(page, 0, "sbp")
    copied("")
    me.press("Ctrl+V")
    assert me.says("剪贴板里没有表格")


def test_cards_are_entered_by_row_with_their_time_and_whoever_holds_the_card_did_it(screens: Screens) -> None:
    county = screens.county
    mine, other = signed(county, "胡小燕", "邱传富", items=(CARDED,))
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    row = {line["name"]: place for place, line in enumerate(page.work.lines)}
    at(page, row["胡小燕"], "resident_card")
    typed(me, _id_number(me, mine), CARD)
    assert page.work.lines[row["胡小燕"]]["carded"]
    at(page, row["邱传富"], "resident_card")
    typed(me, id_number(BIRTH, 900), "W9")
    assert fault(page, row["邱传富"], "resident_card") == "这不是邱传富的身份证号。请核对是不是拿错了卡，或换了人。"
    assert "没有这张医务人员卡" in fault(page, row["邱传富"], "worker_card")
    at(page, row["胡小燕"], "carded")
    typed(me, "9点")
    assert fault(page, row["胡小燕"], "carded") == "刷卡时间填得不对。请填几点几分，如 09:30。"
    at(page, row["胡小燕"], "carded")
    typed(me, "0930")
    me.press("Ctrl+Return")
    me.until(lambda: len(page.work.lines) == 1)
    me.settle()
    (service,) = services_of(me, mine)
    assert service.carded_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert (service.doer_name, service.worker_card) == ("何长贵", CARD)
    assert not services_of(me, other)
    page.work.on.setText("2026-11-20")
    at(page, 0, "resident_card")
    typed(me, _id_number(me, other), CARD)
    me.press("Ctrl+Return")
    assert fault(page, 0, "carded") == "刷卡时间没有填。请填几点几分，如 09:30。"


def test_pictures_are_put_to_the_row_under_the_cursor_and_a_row_without_them_stays(
    screens: Screens, tmp_path: Path
) -> None:
    mine, other = signed(screens.county, "胡小燕", "邱传富", items=(SHOWN,))
    for place in range(2):
        (tmp_path / f"{place}.jpg").write_bytes(written(noise(600, 400, step=25, seed=place), "jpeg"))
    me = screens("医生")
    me.page("services")
    page = _without_paper(me)
    row = {line["name"]: place for place, line in enumerate(page.work.lines)}
    people = {mine.name: mine, other.name: other}
    for name in people:
        at(page, row[name], "note")
        typed(me, "换药")
    at(page, row["胡小燕"], "note")
    assert me.says("胡小燕　照片")
    QGuiApplication.clipboard().setImage(noise(600, 400, step=25))
    me.press("Ctrl+V")
    me.until(lambda: page.work.lines[row["胡小燕"]]["photos"] == 1)
    page.work.proof.which.choose("signature")
    assert me.says("胡小燕　签字的纸　照片")
    me.answer(me.name_file(tmp_path / "1.jpg"))
    me.press("F4")
    me.come_back()
    me.until(lambda: page.work.lines[row["胡小燕"]]["signatures"] == 1)
    me.press("Ctrl+Return")
    me.until(lambda: len(page.work.lines) == 1)
    me.settle()
    assert fault(page, 0, "proof") == "「换药」要有佐证：还缺 照片、签字。请补上再保存。"
    (service,) = services_of(me, mine)
    assert attached(me, service.id) == {"photo": True, "signature": True}
    assert not services_of(me, other)
    page.work.proof.photos.add([tmp_path / "0.jpg"])
    me.until(lambda: page.work.lines[0]["signatures"] == 1)  # the paper is still what is put here
    me.settle()
    page.work.is_dirty = False  # as if the power had gone
    screens.leave(me)
    me = screens("医生")
    page = me.page("services")
    (kept,) = me.bench.read(rounds.kept, me.actor.account)
    page.rounds.open_sheet(kept)
    me.settle()
    me.until(lambda: page.work.lines[0]["signatures"] == 1)
    assert (page.work.lines[0]["note"], page.work.lines[0]["photos"]) == ("换药", 0)


def _id_number(me: Screen, contract: Contract) -> str:
    found = me.bench.read(records.load, RESIDENT, contract.resident)
    assert found is not None
    return found.id_number
