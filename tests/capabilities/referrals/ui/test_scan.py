"""Papers at the hospital's desk: scanned, pasted, read off a file; received before any line, refused in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtCore import QPointF
from PySide6.QtCore import Qt
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtGui import QDragMoveEvent
from PySide6.QtGui import QDropEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.capabilities.referrals.ui.slips import CHEN
from tests.capabilities.referrals.ui.slips import held
from tests.documents.bare_pdfs import bare_pdf
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.paper import SealSlips
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.printing import slips
from yigongti_desktop.capabilities.referrals.ui.scan_files import LOOKING
from yigongti_desktop.documents.code_reading import MOST_PAGES
from yigongti_desktop.documents.code_reading import look
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kit.papers import PaperDialog
from yigongti_desktop.kit.pdf_pages import drawn
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.protocol.paper_code import spell
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.gui
NO_KEY = Qt.KeyboardModifier.NoModifier


def test_a_scanned_slip_is_here_before_the_line_and_the_patient_is_received(screens: Screens) -> None:
    sent, texts = _printed(screens)
    me = screens("转诊办")
    page = me.page("scan")
    assert me.focus().accessibleName() == "扫码"
    me.type(texts[0].lower())  # caps lock the wrong way round, and no Enter
    me.until(lambda: me.says("已收下，待上传"))
    me.settle()
    assert page.field.text() == ""
    assert me.says("凭纸面二维码收的，原单位的数据还没到")
    me.press("F7")
    me.settle()
    me.opened("referrals")
    me.press("F7")
    me.type("神经内科 3 床")
    me.press("Return")
    me.until(lambda: held(me, sent.id).state is State.ACCEPTED)
    screens.county.sync("市一医", "岳口", "市一医")
    assert held(me, sent.id).carried == ()
    assert held(me, sent.id).state is State.ACCEPTED


def test_a_torn_a_doubled_and_a_strange_code_are_answered_in_words(screens: Screens) -> None:
    _, texts = _printed(screens)
    me = screens("转诊办")
    page = me.page("scan")
    me.type(texts[0][:100])
    me.press("Return")
    assert "没有读全" in page.said.text()
    me.type("6901234567892")  # what was torn is marked, and goes
    me.press("Return")
    assert "不是转诊单上的二维码" in page.said.text()
    me.type(texts[0] + texts[0])
    me.until(lambda: len([scan for scan in page._scans if scan.record]) >= 1)
    me.settle()
    me.press("Return")
    me.settle()
    assert len({scan.record for scan in page._scans if scan.record}) == 1


def test_a_file_a_copied_picture_and_a_copied_text_do_as_well(screens: Screens, tmp_path: Path) -> None:
    sent, texts = _printed(screens)
    file = tmp_path / "转出单.pdf"
    file.write_bytes(slips.transfer_out(sent, code=texts))
    blank = tmp_path / "空白.png"
    Image.new("L", (200, 200), 255).save(blank)
    me = screens("专科医生")
    page = me.page("scan")
    me.answer(me.name_file(blank))
    me.press("F9")
    me.come_back()
    me.until(lambda: "没有找到二维码" in page.said.text())
    page.read_file(tmp_path / "没有.jpg")
    me.until(lambda: "读不出来" in page.said.text())
    page.read_file(file)
    me.until(lambda: me.says("已收下，待上传"))
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(texts[0])
    page.table.view.setFocus()
    me.press("Ctrl+V")
    me.until(lambda: len([scan for scan in page._scans if scan.record]) == 2)
    clipboard.clear()
    assert held(me, sent.id).state is State.SENT


def test_all_papers_of_one_pdf_are_received_and_what_is_missing_of_another_is_told(
    screens: Screens, tmp_path: Path
) -> None:
    one, texts = _printed(screens)
    patient = replace(one.slip.patient, name="陈桂兰", sex=Sex.FEMALE, birth=date(1955, 3, 12), id_number=CHEN)
    other = screens.county.send_referral("岳口", patient=patient)
    others = screens.county.do("岳口", SealSlips(referrals=(other.id,))).codes[other.id]
    file = tmp_path / "两张转出单.pdf"
    both = pypdfium2.PdfDocument.new()
    for content in (slips.transfer_out(one, code=texts), slips.transfer_out(other, code=others)):
        with pypdfium2.PdfDocument(content) as slip:
            both.import_pages(slip)
    both.save(file)
    both.close()
    me = screens("专科医生")
    page = me.page("scan")
    page.read_file(file)
    me.until(lambda: len([scan for scan in page._scans if scan.record]) == 2)
    assert {scan.record for scan in page._scans} == {one.id, other.id}
    lacking, rest = spell(b"another paper" * 30, 2)
    page.field.take([*texts, lacking])
    me.until(lambda: len([scan for scan in page._scans if scan.record]) == 3)
    assert [scan.who for scan in page._scans if not scan.record] == ["没有收"]
    page.field.take([rest, *others])  # what came before was kept, and is no paper
    me.until(lambda: len([scan for scan in page._scans if scan.record]) == 4)
    me.until(lambda: len(page._scans) == 6)


def test_a_picture_and_a_file_are_taken_where_the_scanner_types(screens: Screens, tmp_path: Path) -> None:
    sent, texts = _printed(screens)
    content = slips.transfer_out(sent, code=texts)
    file = tmp_path / "转出单.pdf"
    file.write_bytes(content)
    me = screens("专科医生")
    page = me.page("scan")
    clipboard, data = QGuiApplication.clipboard(), QMimeData()
    data.setImageData(_sheet(content))
    clipboard.setMimeData(data)
    assert page.field.hasFocus()
    me.press("Ctrl+V")
    me.until(lambda: me.says("已收下，待上传"))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(file))])
    clipboard.setMimeData(files)
    assert page.field.hasFocus()
    me.press("Shift+Ins")
    me.until(lambda: len([scan for scan in page._scans if scan.record]) == 2)
    clipboard.setText(texts[0])  # the code itself is typed as by a scanner
    me.press("Ctrl+V")
    me.until(lambda: len([scan for scan in page._scans if scan.record]) == 3)
    clipboard.clear()
    assert page.field.text() == ""


def test_of_several_files_each_is_read_and_a_fault_is_told_of_its_file(screens: Screens, tmp_path: Path) -> None:
    one, texts = _printed(screens)
    patient = replace(one.slip.patient, name="陈桂兰", sex=Sex.FEMALE, birth=date(1955, 3, 12), id_number=CHEN)
    other = screens.county.send_referral("岳口", patient=patient)
    others = screens.county.do("岳口", SealSlips(referrals=(other.id,))).codes[other.id]
    first, blank, large, last = (tmp_path / name for name in ("一.pdf", "空白.png", "录像.jpg", "二.pdf"))
    first.write_bytes(slips.transfer_out(one, code=texts))
    last.write_bytes(slips.transfer_out(other, code=others))
    Image.new("L", (200, 200), 255).save(blank)
    with large.open("wb") as file:
        file.truncate(200 * 1024**2)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in (first, blank, large, last)])
    me = screens("专科医生")
    page = me.page("scan")
    page._take(files)
    me.until(lambda: len(page._scans) == 4)
    assert {scan.record for scan in page._scans if scan.record} == {one.id, other.id}
    told = [scan.what for scan in page._scans if not scan.record]
    assert told[1].startswith("空白.png：图片里没有找到二维码")
    assert told[0].startswith("录像.jpg：这个文件有 200 MB，太大，最大 40 MB")


def test_more_papers_than_fit_into_the_field_are_received_and_pages_left_out_are_told(
    screens: Screens, tmp_path: Path
) -> None:
    sent, texts = _printed(screens)
    file = tmp_path / "一叠.pdf"
    stack = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(slips.transfer_out(sent, code=texts)) as slip:
        stack.import_pages(slip)
    for _ in range(MOST_PAGES):
        stack.new_page(100, 100)
    stack.save(file)
    stack.close()
    me = screens("专科医生")
    page = me.page("scan")
    page.read_file(file)
    me.until(lambda: len(page._scans) == 2)
    assert {scan.record for scan in page._scans} == {sent.id, ""}
    told = next(scan for scan in page._scans if not scan.record)
    assert (told.who, told.what[:7]) == ("没有看完", f"只看了 {MOST_PAGES} ")
    strange = [text for place in range(80) for text in spell(bytes([place]) * 300)]
    assert len("".join(strange)) > 4 * paper_code.LONGEST
    heard: list[bytes] = []
    page.field.came.disconnect()
    page.field.came.connect(heard.append)
    page.field.take([*strange, "YG没有读全", *texts])
    assert len(heard) == 81


def test_a_bug_leaves_nothing_on_the_page_that_is_not_so(screens: Screens) -> None:
    me = screens("专科医生")
    page = me.page("scan")
    with me.bot.captureExceptions() as bugs:
        page._decode(lambda: look(3))  # type: ignore[arg-type] # a bug
        assert page.said.text() == LOOKING
        me.settle()
    assert len(bugs) == 1
    assert page.said.text() != LOOKING


def test_a_file_is_dropped_where_the_scanner_types(screens: Screens, tmp_path: Path) -> None:
    sent, texts = _printed(screens)
    file = tmp_path / "转出单.pdf"
    file.write_bytes(slips.transfer_out(sent, code=texts))
    me = screens("专科医生")
    page = me.page("scan")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    at, told = page.field.rect().center(), (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_KEY)
    for event in (QDragEnterEvent(at, *told), QDragMoveEvent(at, *told), QDropEvent(QPointF(at), *told)):
        event.ignore()
        QApplication.sendEvent(page.field, event)
        assert event.isAccepted()
    me.until(lambda: me.says("已收下，待上传"))
    assert page.field.text() == ""


def test_a_slip_for_another_hospital_and_an_old_one_are_refused_in_words(screens: Screens) -> None:
    sent, texts = _printed(screens)
    screens.county.sync("岳口", "市一医")
    screens.county.do("市一医", m.DeclineReferral(referral=sent.id, reason="床位已满"))
    me = screens("转诊办")
    page = me.page("scan")
    me.type(texts[0])
    me.until(lambda: "本院已经拒绝" in page.said.text())
    clinic = screens("医生")
    own = clinic.page("scan")
    clinic.type(texts[0])
    clinic.until(lambda: "市第一人民医院" in own.said.text())


def test_a_county_that_wants_no_codes_prints_none(screens: Screens) -> None:
    sent, _ = _printed(screens)
    rule = Rule(id="referral.paper_code", versions=(RuleVersion(value=False),))
    screens.county.hub.counter.publish({registry.RULE.name: [rule]})
    screens.county.sync("岳口")
    assert screens.county.do("岳口", SealSlips(referrals=(sent.id,))).codes == {}
    me = screens("医生")
    me.page("referrals")
    met = me.answer(lambda dialog: dialog.reject())
    me.press("Ctrl+P")
    me.until(lambda: bool(met))
    me.come_back()


@pytest.mark.policy("REF-18")
def test_files_are_put_to_a_case_and_looked_at(screens: Screens, tmp_path: Path) -> None:
    sent, texts = _printed(screens)
    photo, pdf, other = tmp_path / "化验单.jpg", tmp_path / "心电图.pdf", tmp_path / "说明.txt"
    Image.new("RGB", (900, 600), (200, 220, 210)).save(photo)
    pdf.write_bytes(slips.transfer_out(sent, code=texts))
    other.write_text("不是照片", encoding="utf-8")
    broken = tmp_path / "坏的.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    me = screens("医生")
    page = me.page("referrals")
    lacking = tmp_path / "缺页.pdf"
    lacking.write_bytes(bare_pdf(2, ["0 0 595 842"]))
    page.files.add([lacking, photo, other, broken, pdf])
    me.until(lambda: len(page.files.files.strip.thumbs) == 2)
    assert "「坏的.pdf」打不开" in page.files.fault.text()
    assert "「缺页.pdf」打不开" in page.files.fault.text()
    me.until(lambda: me.says("2 份，2 份待上传　Enter 放大"))
    met = me.answer(lambda dialog: dialog.reject())
    page.files.files.enlarge(page.files.files.strip.thumbs[1].key)
    me.until(lambda: bool(met))
    assert isinstance(met[0], PaperDialog)
    me.come_back()
    page.files.files._on_pdf("别处来的.pdf", lacking.read_bytes())
    me.until(lambda: me.says("「别处来的.pdf」打不开"))
    screens.county.sync("岳口", "市一医")
    office = screens("转诊办")
    office.page("referrals")
    office.until(lambda: office.says("2 份　Enter 放大"))


@pytest.mark.policy("REF-18")
def test_a_file_that_cannot_be_put_to_a_case_is_not_told_beside_another(screens: Screens, tmp_path: Path) -> None:
    broken, other = tmp_path / "坏的.pdf", tmp_path / "说明.txt"
    broken.write_bytes(b"%PDF-1.4 broken")
    other.write_text("不是照片", encoding="utf-8")
    one = screens.county.send_referral("岳口")
    patient = replace(one.slip.patient, name="陈桂兰", sex=Sex.FEMALE, birth=date(1955, 3, 12), id_number=CHEN)
    another = screens.county.send_referral("岳口", patient=patient)
    me = screens("医生")
    page = me.page("referrals", one.id)
    page.files.add([broken, other])
    page.files.show_case(held(me, another.id))  # before they are read
    me.settle()
    assert not page.files.fault.isVisible()
    assert me.says("邱传富的资料没有附上")
    assert me.says("坏的.pdf")
    assert me.says("说明.txt")


def _sheet(pdf: bytes) -> QImage:
    """Return the first page of a PDF as a screenshot has it."""
    return next(drawn(pdf, scale=3, most=1))


def _printed(screens: Screens) -> tuple[Referral, tuple[str, ...]]:
    """Let 岳口 send a case that has not been sent up, and print its slip."""
    sent = screens.county.send_referral("岳口")
    return sent, screens.county.do("岳口", SealSlips(referrals=(sent.id,))).codes[sent.id]
