"""Photos of what differs: put to a line from files, the clipboard or by hand, kept over a crash, seen by both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtCore import QPointF
from PySide6.QtCore import Qt
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtGui import QDropEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QFileDialog

from tests.attachments.files import gif
from tests.attachments.files import noise
from tests.attachments.files import written
from tests.capabilities.pharmacy.ui.sheets import case
from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import dispatched
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import stand_up
from tests.gui import naming
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.attachments import store
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.kit.pictures import MOST_BYTES
from yigongti_desktop.kit.pictures import shown
from yigongti_desktop.kit.viewer import PictureDialog

pytestmark = [pytest.mark.gui, pytest.mark.policy("PHA-13")]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with what comes from a phone."""
    folder = tmp_path / "手机"
    folder.mkdir()
    for place in range(6):
        (folder / f"IMG_{place}.jpg").write_bytes(written(noise(2000, 1500, step=25, seed=place), "jpeg"))
    (folder / "截图.png").write_bytes(written(noise(640, 480, step=16), "png"))
    (folder / "动图.gif").write_bytes(gif(frames=3))
    (folder / "空.jpg").write_bytes(b"")
    (folder / "半张.jpg").write_bytes((folder / "IMG_0.jpg").read_bytes()[:5000])
    (folder / "说明.jpg").write_bytes("这不是照片".encode())
    (folder / "IMG_9.HEIC").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400))
    return folder


def test_photos_are_chosen_by_keyboard_sent_with_the_count_and_seen_by_both_sides(
    screens: Screens, pictures: Path
) -> None:
    county = screens.county
    request = dispatched(county)
    me, page = _counting(screens)
    names = f'"{pictures / "IMG_0.jpg"}" "{pictures / "截图.png"}"'
    me.answer(naming(names))
    me.press("F9")
    me.come_back()
    me.until(lambda: len(page.work.photos.files) == 2)
    assert me.says("阿莫西林胶囊　照片")
    assert me.says("2 张，最多 4 张")
    assert [line.get("photos", 0) for line in lines(page)] == [2, 0]
    assert all(len(file.content) <= MOST_BYTES for file in page.work.photos.files)
    put(me, page, 1, "received", "40")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    _seen(me, request, "岳口", is_waiting=True)
    me.sync()
    _seen(me, request, "岳口", is_waiting=False)
    stand_up(screens, me, "岳口")

    county.sync("市一医")
    centre = screens("中心药房")
    page = centre.page("differences")
    centre.until(lambda: all(one.image for one in page.photos.strip.thumbs))
    assert [one.title.split("　")[:2] for one in page.photos.strip.thumbs] == [
        ["阿莫西林胶囊", "IMG_0.jpg"],
        ["阿莫西林胶囊", "截图.png"],
    ]
    assert centre.says("2 张　Enter 放大")
    page.photos.strip.setFocus()
    centre.press("Right", "Return")
    viewer = _viewer(centre)
    assert viewer.current == page.photos.strip.thumbs[1].key
    centre.until(lambda: not viewer.canvas._picture.image.isNull())
    assert viewer.canvas._picture.image.width() == 640
    centre.press("Escape")
    centre.until(lambda: QApplication.activeModalWidget() is None)


def test_a_line_without_a_difference_takes_no_photo_and_says_why(screens: Screens, pictures: Path) -> None:
    dispatched(screens.county)
    me = screens("药师")
    page = me.page("pharmacy")
    me.press("Return")
    me.settle()
    assert not page.work.photos.isVisible()
    me.press("F9")
    assert me.says("这种药没有差异，不用附照片。请先选差异原因，再加照片。")
    page.work.photos.add([pictures / "IMG_0.jpg"])
    me.settle()
    assert page.work.photos.files == ()


def test_a_line_takes_four_photos_and_says_so_of_the_fifth(screens: Screens, pictures: Path) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / f"IMG_{place}.jpg" for place in range(6)])
    me.until(lambda: len(page.work.photos.files) == 4)
    me.settle()
    assert me.says("一种药最多附 4 张照片。请先删去一张，再加。")
    me.press("F9")
    assert me.says("一种药最多附 4 张照片")
    page.work.photos.strip.setFocus()
    me.press("Delete")
    me.settle()
    assert len(page.work.photos.files) == 3
    page.work.photos.add([pictures / "截图.png"])
    me.until(lambda: len(page.work.photos.files) == 4)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("动图.gif", "是会动的图"),
        ("空.jpg", "是空文件"),
        ("半张.jpg", "只有一部分"),
        ("说明.jpg", "不是照片"),
        ("IMG_9.HEIC", "HEIC"),
        ("没有.jpg", "读不出来"),
    ],
)
def test_a_bad_file_is_named_and_the_good_ones_are_taken(
    screens: Screens, pictures: Path, name: str, words: str
) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / "IMG_1.jpg", pictures / name])
    me.until(lambda: len(page.work.photos.files) == 1)
    me.settle()
    assert me.says(f"「{name}」")
    assert me.says(words)
    assert me.says("请")


def test_what_was_copied_is_pasted(screens: Screens, pictures: Path) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    QGuiApplication.clipboard().setImage(noise(900, 600, step=12))
    me.press("Ctrl+V")
    me.until(lambda: len(page.work.photos.files) == 1)
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(pictures / "IMG_2.jpg"))])
    QGuiApplication.clipboard().setMimeData(copied)
    me.press("Ctrl+V")
    me.until(lambda: len(page.work.photos.files) == 2)
    me.press("Ctrl+V")
    me.settle()
    assert len(page.work.photos.files) == 2  # the same once more
    QGuiApplication.clipboard().setText("98")
    me.press("Ctrl+V")
    me.settle()
    assert me.says("剪贴板里没有照片")


def test_words_are_still_pasted_into_a_cell(screens: Screens) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    page.work.table.view.go_to(0, column(page, "note"))
    QGuiApplication.clipboard().setText("箱子被压")
    me.type("x")
    me.press("Ctrl+A", "Ctrl+V", "Return")
    assert lines(page)[0]["note"] == "箱子被压"
    assert page.work.photos.files == ()


def test_files_are_dropped_anywhere_on_the_sheet(screens: Screens, pictures: Path) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pictures / f"IMG_{place}.jpg")) for place in (3, 4)])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    at = QPointF(40, 40)
    entering = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(page.work, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page.work, QDropEvent(at, Qt.DropAction.CopyAction, data, left, none))
    me.until(lambda: len(page.work.photos.files) == 2)


def test_photos_outlive_a_crash_and_are_gone_with_what_is_begun_anew(screens: Screens, pictures: Path) -> None:
    county = screens.county
    dispatched(county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / "IMG_0.jpg", pictures / "IMG_1.jpg"])
    me.until(lambda: len(page.work.photos.files) == 2)
    kept = page.work.photos.files
    me.settle()
    page.work.is_dirty = False  # as if the power had gone before anything else was written
    stand_up(screens, me, "岳口")

    me = screens("药师")
    page = me.page("pharmacy")
    me.press("Return")
    me.settle()
    assert page.work.photos.files == kept
    put(me, page, 0, "received", "98")
    page.work.table.view.go_to(0, 0)
    assert page.work.photos.isVisible()
    assert lines(page)[0]["photos"] == 2
    page.work.begin_anew()
    me.settle()
    assert page.work.photos.files == ()
    account = county.people["药师"].account
    assert county.desks["岳口"].read(store.kept_files, "drug_request", account, page.work.record) == {}


def test_photos_of_a_line_that_agrees_after_all_hold_the_count_back(screens: Screens, pictures: Path) -> None:
    request = dispatched(screens.county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / "IMG_0.jpg"])
    me.until(lambda: len(page.work.photos.files) == 1)
    put(me, page, 0, "received", "100")
    put(me, page, 1, "received", "40")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("有照片的那种药没有选差异原因。请选原因，或删去照片。")
    assert held(me, request.id).state is State.DISPATCHED
    page.work.photos.strip.setFocus()
    me.press("Delete")
    me.settle()
    page.work.table.view.setFocus()
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)


def test_a_count_waits_for_a_photo_that_is_still_being_made_small(screens: Screens, pictures: Path) -> None:
    request = dispatched(screens.county)
    me, page = _counting(screens)
    put(me, page, 1, "received", "40")
    page.work.table.view.go_to(0, 0)
    page.work.photos.add([pictures / "IMG_0.jpg"])
    me.press("Ctrl+Return")
    assert me.says("照片还在缩小，没有送。请稍等一两秒再送。")
    me.until(lambda: len(page.work.photos.files) == 1)
    assert held(me, request.id).state is State.DISPATCHED
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    found = me.bench.read(store.of_record, "difference_case", case(screens.county, request.id).id)
    assert len(found) == 1


def test_tab_leads_to_the_photos_and_enter_enlarges_one(screens: Screens, pictures: Path) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / "IMG_0.jpg"])
    me.until(lambda: len(page.work.photos.files) == 1)
    for _ in range(12):
        if page.work.photos.strip.hasFocus():
            break
        me.press("Tab")
    assert page.work.photos.strip.hasFocus()
    me.press("Return")
    _viewer(me)
    me.press("Escape")
    me.until(lambda: QApplication.activeModalWidget() is None)


def test_a_photo_is_enlarged_moved_about_and_saved(screens: Screens, pictures: Path, tmp_path: Path) -> None:
    dispatched(screens.county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / "IMG_0.jpg", pictures / "IMG_1.jpg"])
    me.until(lambda: len(page.work.photos.files) == 2)
    page.work.photos.strip.setFocus()
    me.press("Home", "Return")
    viewer = _viewer(me)
    assert me.says("1／2", viewer)
    whole = viewer.canvas._picture.width()
    me.press("+", "+")
    assert viewer.canvas._picture.width() > whole * 1.5
    before = viewer.canvas.horizontalScrollBar().value()
    me.press("Right", "Down")
    assert viewer.canvas.horizontalScrollBar().value() > before
    assert me.says("1／2", viewer)
    me.press("-", "0")
    assert viewer.canvas._picture.width() == whole
    me.press("Right")
    assert me.says("2／2", viewer)
    target = tmp_path / "存下.jpg"
    met = me.answer(_saving(me, target))
    me.press("Ctrl+S")
    me.until(target.exists)
    assert met
    while me._answering:
        me._answering.pop().stop()
    assert not shown(target.read_bytes()).isNull()
    me.press("Escape")
    me.until(lambda: QApplication.activeModalWidget() is None)


def test_the_answering_sheet_shows_the_photos_of_the_line_under_the_cursor(screens: Screens, pictures: Path) -> None:
    county = screens.county
    request = dispatched(county)
    me, page = _counting(screens)
    page.work.photos.add([pictures / "IMG_0.jpg"])
    me.until(lambda: len(page.work.photos.files) == 1)
    put(me, page, 1, "received", "39")
    page.work.table.view.go_to(1, column(page, "difference"))
    me.pick("ds")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    me.sync()
    county.sync("市一医")
    centre = screens("中心药房")
    page = centre.page("differences")
    centre.press("F7")
    centre.settle()
    assert page.work.photos.isVisible()
    page.work.table.view.go_to(1, column(page, "answer"))
    assert not page.work.photos.isVisible()
    page.work.table.view.go_to(0, column(page, "answer"))
    assert page.work.photos.isVisible()
    assert case(county, request.id).lines[0].drug == request.lines[0].drug


def _counting(screens: Screens) -> tuple[Screen, Any]:
    """Open a delivery whose first line lacks two packs; the cursor stands on that line."""
    me = screens("药师")
    page = me.page("pharmacy")
    me.press("Return")
    me.settle()
    me.type("98")
    me.press("Return")
    me.pick("ps")
    page.work.table.view.go_to(0, 0)
    return me, page


def _seen(me: Screen, request: DrugRequest, desk: str, *, is_waiting: bool) -> None:
    found = me.county.desks[desk].read(store.of_record, "difference_case", case(me.county, request.id).id)
    assert [(one.is_here, one.is_waiting) for one in found] == [(True, is_waiting)] * 2


def _viewer(me: Screen) -> PictureDialog:
    me.until(lambda: isinstance(QApplication.activeModalWidget(), PictureDialog))
    viewer = QApplication.activeModalWidget()
    assert isinstance(viewer, PictureDialog)
    me.until(viewer.isActiveWindow)
    me.settle()
    return viewer


def _saving(me: Screen, target: Path) -> Any:
    name = me.name_file(target)

    def choose(dialog: QDialog) -> None:
        if isinstance(dialog, QFileDialog):
            name(dialog)

    return choose
