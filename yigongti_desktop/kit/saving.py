"""Where a file goes that a person keeps: asked with a clean name, and nothing is written over unasked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QFileDialog
from PySide6.QtWidgets import QMessageBox
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel import files

_DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation
#: Where systems show the sticks that are plugged in.
_STICKS = ("/media/", "/run/media/", "/mnt/")


def ask_where(
    parent: QWidget, title: str, name: str, endings: tuple[str, ...], kind: str, folder: Path | None = None
) -> Path | None:
    """Ask where to save a file; None when the person thought better of it.

    Args:
        parent: in whose window the question stands.
        title: of the dialog.
        name: that is proposed, without its ending; it may hold anything that people type.
        endings: that the file may have, the first one added where it has none of them.
        kind: how such files are called in the dialog.
        folder: in which it begins; where documents are kept by default.
    """
    place = folder or Path(QStandardPaths.writableLocation(_DOCUMENTS))
    proposed = place / f"{files.file_name(name)}{endings[0]}"
    kinds = f"{kind} ({' '.join(f'*{ending}' for ending in endings)})"
    while True:
        chosen, _ = QFileDialog.getSaveFileName(parent.window(), title, str(proposed), kinds)
        if not chosen:
            return None
        target = ended(Path(chosen), endings)
        if target == Path(chosen) or not target.exists():  # the dialog has asked about the name that it gave
            return target
        may_replace = _may_replace(parent, title, target)
        if may_replace is not False:
            return target if may_replace else None
        proposed = target


def stick() -> Path:
    """Return the folder of the stick that is plugged in, else where documents are kept."""
    for volume in QStorageInfo.mountedVolumes():
        if volume.isReady() and not volume.isReadOnly() and volume.rootPath().startswith(_STICKS):
            return Path(volume.rootPath())
    return Path(QStandardPaths.writableLocation(_DOCUMENTS))


def ended(chosen: Path, endings: tuple[str, ...]) -> Path:
    """Return a name with its ending: 转诊 2026.3 is no other than 转诊 2026.3.json."""
    if not endings[0] or chosen.name.lower().endswith(endings):
        return chosen
    return chosen.with_name(chosen.name + endings[0])


def _may_replace(parent: QWidget, title: str, target: Path) -> bool | None:
    """Ask about a file that is there; False for another name, None for nothing at all."""
    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(f"已经有「{target.name}」了，要替换吗？")
    replaced = box.addButton("替换(&R)", QMessageBox.ButtonRole.DestructiveRole)
    renamed = box.addButton("换个名字(&N)", QMessageBox.ButtonRole.ActionRole)
    left = box.addButton("取消(&C)", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(renamed)
    box.setEscapeButton(left)
    box.exec()
    answer = box.clickedButton()
    box.deleteLater()
    if answer is replaced:
        return True
    return False if answer is renamed else None
