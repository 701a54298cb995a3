"""Pictures and PDFs of papers on their way to the scanner's field: off the disk or the clipboard."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QBuffer
from PySide6.QtCore import QIODevice
from PySide6.QtGui import QImage

from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.documents.code_reading import Codes
from yigongti_desktop.documents.code_reading import check_size
from yigongti_desktop.documents.code_reading import look
from yigongti_desktop.kernel.errors import Refused

#: What is said while a picture is looked at.
LOOKING = "正在找二维码…"


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """One paper that was read at this desk since the page was opened."""

    at: datetime
    who: str
    what: str
    record: str = ""
    #: What a file says of a case that is not here.
    reading: Reading | None = None


def of_file(path: Path) -> Codes:
    """Return the codes in a file.

    Raises:
        Refused: code_file_gone, or what `look` says.
    """
    try:
        with path.open("rb") as file:
            check_size(os.fstat(file.fileno()).st_size)
            content = file.read()
    except OSError:
        raise Refused("code_file_gone", name=path.name) from None
    return look(content)


def of_image(image: QImage) -> Codes:
    """Return the codes in a picture that was copied.

    Raises:
        Refused: what `look` says.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes, Qt wants text
    return look(bytes(buffer.data().data()))


def outcome(work: Callable[[], Codes]) -> Codes | Exception:
    """Do the work and return its bug, if it has one, as an answer: whoever waits hears of that, too."""
    try:
        return work()
    except Refused:
        raise
    except Exception as bug:  # noqa: BLE001 - raised again on the screen's thread
        return bug


def not_all(looked: int) -> str:
    """Say that only so many pages of a file were looked at."""
    return f"只看了 {looked} 页，其余的页没有看。请把没收到的那几张单子另存成一个文件，再选一次。"
