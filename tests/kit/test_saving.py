"""Files that people save: no other than the one they were asked about, and never half of one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QMessageBox
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.capabilities.referrals.cases import sent
from tests.capabilities.staffing.walls import AT
from tests.gui import answering
from tests.storage.test_disk import fill
from tests.storage.test_disk import small_disk
from yigongti_desktop.capabilities.referrals.ui import fhir_out
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit import printing
from yigongti_desktop.kit import saving
from yigongti_desktop.kit import viewer
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import write_book
from yigongti_desktop.storage import laid_sheets
from yigongti_desktop.storage import workbook
from yigongti_desktop.storage.laid_sheets import Laid
from yigongti_desktop.storage.laid_sheets import LaidSheet

__all__ = ["small_disk"]
pytestmark = pytest.mark.gui


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def typing(name: Path | str, then: Callable[[QMessageBox], object] | None = None) -> Callable[[QFileDialog], None]:
    """Return what types a name over the one that is proposed, and answers the question that follows."""

    def answer(dialog: QFileDialog) -> None:
        if then is not None:
            answering(QMessageBox, then)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        field.setText(str(name))
        dialog.accept()

    return answer


def pressing(words: str) -> Callable[[QMessageBox], None]:
    """Return what presses a button of a question."""

    def answer(box: QMessageBox) -> None:
        button: QAbstractButton = next(one for one in box.buttons() if one.text().startswith(words))
        button.click()

    return answer


def ask(window: QWidget) -> Path | None:
    return saving.ask_where(window, "导出", "转诊", (".json",), "FHIR")


def test_a_dot_in_a_name_is_no_ending_and_another_file_is_not_touched(window: QWidget, tmp_path: Path) -> None:
    last = tmp_path / "转诊 2026.json"
    last.write_bytes(b"last year's")
    desk = SimpleNamespace(now=lambda: AT, work=lambda _page, write, *_rest: write())
    answering(QFileDialog, typing(tmp_path / "转诊 2026.3"))
    case = sent()
    page = SimpleNamespace(window=lambda: window, show_fault=None)
    fhir_out.save_bundle(page, desk, [case])  # type: ignore[arg-type] # a desk that writes at once
    assert last.read_bytes() == b"last year's"
    assert (tmp_path / "转诊 2026.3.json").read_bytes().startswith(b'{"resourceType":"Bundle"')


@pytest.mark.parametrize("typed", ["三月", "三月.json", "三月.JSON"])
def test_a_name_gets_its_ending_once(window: QWidget, tmp_path: Path, typed: str) -> None:
    answering(QFileDialog, typing(tmp_path / typed))
    assert ask(window) == tmp_path / (typed if "." in typed else "三月.json")


def test_a_file_is_asked_about_by_its_real_name_before_it_is_replaced(window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "三月.json").touch()
    asked: list[str] = []

    def replace(box: QMessageBox) -> None:
        asked.append(box.text())
        pressing("替换")(box)

    answering(QFileDialog, typing(tmp_path / "三月", replace))
    assert ask(window) == tmp_path / "三月.json"
    assert asked == ["已经有「三月.json」了，要替换吗？"]


def test_another_name_can_be_given_or_the_whole_left(window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "三月.json").touch()

    def rename(box: QMessageBox) -> None:
        answering(QFileDialog, typing(tmp_path / "四月"))
        pressing("换个名字")(box)

    answering(QFileDialog, typing(tmp_path / "三月", rename))
    assert ask(window) == tmp_path / "四月.json"

    answering(QFileDialog, typing(tmp_path / "三月", lambda box: box.close()))  # as when the desk locks
    assert ask(window) is None


@pytest.mark.parametrize("name", ["心电图 5/3", "a:b?"])
def test_a_name_that_is_proposed_stands_in_no_other_folder(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    proposed: list[str] = []

    def think_better(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", think_better)
    assert printing.ask_and_save(window, b"", name) is None
    viewer._save_as(window, b"\xff\xd8\xff", f"{name}.jpg")
    assert [Path(one).name for one in proposed] == [
        name.replace("/", "-").replace(":", "-").replace("?", "-") + ending for ending in (".pdf", ".jpg")
    ]


_ROOM = 65_536
_CONTENT = os.urandom(4 * _ROOM)
_LINES = [os.urandom(16_000).hex() for _ in range(16)]
_TEXT: Column[str] = Column(title="文", text=str, width=80)


@pytest.mark.parametrize(
    "write",
    [
        lambda window, _path: printing.ask_and_save(window, _CONTENT, "转诊单"),
        lambda window, _path: viewer._save_as(window, b"\xff\xd8\xff" + _CONTENT, "照片"),
        lambda _window, path: write_book(path, [Sheet("表", [_TEXT], _LINES)]),
        lambda _window, path: workbook.write(path, ("文",), [[line] for line in _LINES]),
        lambda _window, path: laid_sheets.write(
            path, LaidSheet(name="表", cells={(row, 0): Laid(line) for row, line in enumerate(_LINES)})
        ),
    ],
    ids=["paper", "photo", "export", "report", "laid"],
)
def test_a_full_stick_is_told_and_the_file_of_last_month_is_still_there(
    window: QWidget, small_disk: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[QWidget, Path], object]
) -> None:
    path = small_disk / "好.xlsx"
    path.write_bytes(b"last month's")
    for name in (path, path.with_suffix(".pdf"), path.with_suffix(".jpg")):
        name.write_bytes(b"last month's")
    fill(small_disk)
    ballast = small_disk / "ballast"
    os.truncate(ballast, ballast.stat().st_size - _ROOM)
    before = sorted(small_disk.iterdir())
    endings = {"存成 PDF": ".pdf", "照片另存为": ".jpg"}
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _parent, title, *_: (str(path.with_suffix(endings[title])), "")
    )
    with pytest.raises(Unavailable) as caught:
        write(window, path)
    assert caught.value.code == "stick_full"
    assert sorted(small_disk.iterdir()) == before
    assert {one.read_bytes() for one in before if one != ballast} == {b"last month's"}
