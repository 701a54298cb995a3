"""Files between houses at the desk: read on the page of papers, filled into a slip, written from the list."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from fhir.resources.R4B.bundle import Bundle
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData
from PySide6.QtCore import QPointF
from PySide6.QtCore import Qt
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QWidget

from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.exchanged import AT
from tests.capabilities.referrals.exchanged import foreign
from tests.capabilities.referrals.ui.further import choose_more
from tests.capabilities.referrals.ui.slips import form_of
from tests.capabilities.referrals.ui.slips import held
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.exchange.writing import collection
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.ui.fhir_out import save_bundle

pytestmark = pytest.mark.gui


def _file(folder: Path, node: Any, name: str = "外院.json") -> Path:
    path = folder / name
    path.write_bytes(node if isinstance(node, bytes) else msgspec.json.encode(node))
    return path


def test_a_foreign_file_is_shown_with_what_is_amiss_and_becomes_a_slip(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    page = me.page("scan")
    asked = me.answer(me.name_file(_file(tmp_path, foreign(Patient={"telecom": "", "gender": "男"}))))
    me.press("F9")
    me.until(lambda: asked)
    me.come_back()
    me.until(lambda: me.says("读出 1 条转诊"))
    me.settle()
    assert me.says("对方没有写：联系电话")
    assert me.says("性别「男」不是规定的写法")
    assert page._scans[0].who == "邱传富"
    me.press("F7")
    me.settle()
    slips = me.opened("referrals")
    me.until(lambda: slips.work is not None)
    me.settle()
    values = form_of(slips).values()
    assert (values["name"], values["id_number"], values["history"]) == ("邱传富", "429006195903123018", "头晕三天。")
    assert values["birth"].isoformat() == "1959-03-12"
    assert values["doctor"] == "周建国"
    # the slip that was begun is not written over by the next file
    me.page("scan")
    page._open_reading(page._scans[0].reading)
    me.settle()
    me.press("F7")
    me.settle()
    assert me.says("您有一张没写完的转出单")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (b"<Bundle/>", "这个文件是 XML 格式"),
        (b"{", "这个文件读不懂"),
        ({"resourceType": "Bundle"}, "没有转诊申请"),
        (foreign(ServiceRequest={"reason": []}), "FHIR R5 版"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(
    screens: Screens, tmp_path: Path, node: Any, words: str
) -> None:
    me = screens("转诊办")
    page = me.page("scan")
    page.read_file(_file(tmp_path, node))
    me.until(lambda: words in page.said.text())
    page.read_file(tmp_path / "gone.json")
    me.until(lambda: "「gone.json」读不出来" in page.said.text())


def test_several_cases_are_listed_and_one_that_is_here_is_opened(screens: Screens, tmp_path: Path) -> None:
    here = screens.county.send_referral("岳口")
    other = in_state(State.RETURNED)
    me = screens("医生")
    page = me.page("scan")
    page.read_file(_file(tmp_path, collection([other, here], AT)))
    me.until(lambda: me.says("读出 2 条转诊"))
    me.settle()
    assert me.says("头颅 MRI：左侧基底节区梗死灶。")
    page._open_reading(page._scans[1].reading)
    me.settle()
    assert any("去办理" in words for words in me.buttons())
    me.press("F7")
    me.settle()
    me.opened("referrals")
    assert me.says(here.number)


def test_a_bad_case_among_good_ones_is_a_line_with_its_reason(screens: Screens, tmp_path: Path) -> None:
    cases = [{"resource": one} for one in (foreign(Patient=None), foreign())]
    me = screens("医生")
    page = me.page("scan")
    page.read_file(_file(tmp_path, {"resourceType": "Bundle", "entry": cases}))
    me.until(lambda: "读出 1 条转诊" in page.said.text())
    me.settle()
    assert "另有 1 条读不出来" in page.said.text()
    assert [(scan.who, scan.reading is None) for scan in page._scans] == [("邱传富", False), ("没有收", True)]
    assert page._scans[1].what.startswith("第 1 条：找不到这条转诊的患者")
    assert me.says("初步印象")  # the good one is open
    assert page.table.view.current() is page._scans[0]
    page.table.view.setFocus()
    me.press("Down")  # nobody is filled in who is not under the bar
    me.settle()
    assert page._reading is None
    assert not any("填进转出单" in words for words in me.buttons())
    me.press("Up")
    me.until(lambda: any("填进转出单" in words for words in me.buttons()))
    # where none is good, nothing is open, and nothing can be filled in
    page.read_file(_file(tmp_path, {"resourceType": "Bundle", "entry": cases[:1] * 2}, "坏.json"))
    me.until(lambda: page.said.text() == "2 条转诊都读不出来，原因写在下面。")
    me.settle()
    assert page.table.view.current() is page._scans[0]
    assert page._reading is None
    assert not any("填进转出单" in words for words in me.buttons())


def test_the_list_is_written_as_messages_and_as_flat_tables(screens: Screens, tmp_path: Path) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    me.settle()
    bundles, tables = tmp_path / "一条.json", tmp_path / "表.xlsx"
    _exchange(me, page, "导出 FHIR", bundles)
    Bundle.model_validate_json(bundles.read_bytes())
    [found] = read(bundles.read_bytes())
    assert found.referral == held(me, sent.id)
    _exchange(me, page, "导出平台表", tables)
    book = load_workbook(tables)
    assert book.sheetnames == ["平台", "医保办"]
    heads, row = (list(line) for line in book["医保办"].iter_rows(values_only=True))
    told = dict(zip(heads, row, strict=True))
    assert (told["转诊单号"], told["按规定转诊"], told["方向"]) == (sent.number, "是", "上转")
    assert book["平台"].max_row == 2


def test_lists_are_read_while_many_cases_are_written(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    page = me.page("referrals")
    cases = [in_state(State.RETURNED), in_state(State.SENT)]
    target, goes_on = tmp_path / "两条.json", Event()
    me.desk.carry(page, lambda: goes_on.wait(30), lambda _: None)  # something that stands before it
    asked = me.answer(me.name_file(target))
    save_bundle(page, me.desk, cases)
    me.until(lambda: asked)
    me.come_back()
    me.settle()  # the reader has nothing to do any more
    assert not target.exists()
    goes_on.set()
    me.until(lambda: me.toasts)
    assert me.toasts == [("已导出", "2 条　两条.json")]
    assert len(read(target.read_bytes())) == 2


def test_one_case_is_written_from_behind_more_and_read_again_where_it_is_dropped(
    screens: Screens, tmp_path: Path
) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("referrals", sent.id)
    written = tmp_path / "一条.json"
    asked = me.answer(me.name_file(written))
    choose_more(me, "FHIR")
    me.until(lambda: asked)
    me.come_back()
    me.until(written.exists)
    me.settle()
    page = me.page("scan")
    _drop(page, written)
    me.until(lambda: me.says("读出 1 条转诊"))
    me.settle()
    assert me.says(sent.number)


def _drop(page: QWidget, path: Path) -> None:
    """Let a file be dragged onto a page and dropped there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at = page.rect().center()
    told = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(at, *told)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(at), *told))


def _exchange(me: Screen, page: Any, words: str, path: Path) -> None:
    """Choose what to write behind 交换, and where."""
    me.click("交换")
    me.settle()
    form = page.panel.asking.form
    form.go_to("what")
    asked = me.answer(me.name_file(path))
    me.pick(words)
    me.until(lambda: asked)
    me.come_back()
    me.until(path.exists)
    me.settle()
