"""What Qt itself says on the screen is Chinese, also where its own translation has gaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QFileIconProvider

pytestmark = pytest.mark.gui


def test_kinds_of_files_are_told_in_chinese(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp.applicationName() == "yigongti-desktop"
    paper = tmp_path / "导出.pdf"
    paper.write_bytes(b"%PDF-1.7")
    kinds = QFileIconProvider()
    assert kinds.type(QFileInfo(str(tmp_path))) == "文件夹"
    assert not any("A" <= letter <= "Z" for letter in kinds.type(QFileInfo("/")))
    assert kinds.type(QFileInfo(str(paper))) == "PDF 文档"
