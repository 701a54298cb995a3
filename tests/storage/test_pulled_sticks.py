"""A table on a stick that is pulled out at any moment of its reading: told as what it is, never a bug."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import laid_sheets
from yigongti_desktop.storage import sheets

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOLD = {"file_unreadable", "file_missing"}


class Stick:
    """Counts what is done with the files of a folder, and is gone from one moment on."""

    def __init__(self, folder: Path, number: int) -> None:
        self.folder, self.number = folder, number
        self.moment, self.gone_at = 0, 0
        self._open, self._stat = io.open, os.stat

    def tick(self) -> None:
        """Let a moment pass."""
        self.moment += 1
        if self.gone_at and self.moment >= self.gone_at:
            raise OSError(self.number, os.strerror(self.number))

    def holds(self, file: Any) -> bool:
        """Say whether a file lies on it."""
        return isinstance(file, Path) and file.parent == self.folder

    def open(self, file: Any, mode: str = "r", buffering: int = -1, *given: Any, **named: Any) -> Any:
        """Open a file whose every read counts."""
        if not self.holds(file):
            return self._open(file, mode, buffering, *given, **named)
        self.tick()
        raw = io.BufferedReader(_Raw(self, self._open(file, "rb", 0)))
        return raw if "b" in mode else io.TextIOWrapper(raw, *given, **named)

    def stat(self, file: Any, *given: Any, **named: Any) -> Any:
        """Look at a file."""
        if self.holds(file):
            self.tick()
        return self._stat(file, *given, **named)


class _Raw(io.RawIOBase):
    def __init__(self, stick: Stick, file: Any) -> None:
        self._stick, self._file = stick, file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._stick.tick()
        read: int = self._file.readinto(into)
        return read

    def seek(self, *given: Any) -> int:
        place: int = self._file.seek(*given)
        return place

    def tell(self) -> int:
        place: int = self._file.tell()
        return place

    def close(self) -> None:
        self._file.close()
        super().close()


def put(folder: Path, name: str) -> Path:
    """Put a table there."""
    file = folder / name
    if name.startswith("ole"):
        file.write_bytes(_OLE + bytes(5_000))
    elif file.suffix == ".csv":
        file.write_bytes("编码,病种\nI10,高血压\n".encode("gb18030") * 1_000)
    else:
        book = openpyxl.Workbook()
        for _ in range(100):
            book.worksheets[0].append(["I10", "高血压"])
        book.save(file)
    return file


@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV, errno.ENOENT])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "ole.xlsx"])
@pytest.mark.parametrize("read", [lambda file: list(sheets.rows(file)), laid_sheets.names], ids=["rows", "names"])
def test_a_stick_that_is_pulled_out_at_any_moment_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], object], name: str, number: int
) -> None:
    file, stick = put(tmp_path, name), Stick(tmp_path, number)
    monkeypatch.setattr(io, "open", stick.open)
    monkeypatch.setattr(os, "stat", stick.stat)
    told = set()
    try:
        read(file)
    except Refused as refusal:
        told.add(refusal.code)
    assert told == ({"file_renamed"} if name == "ole.xlsx" else set())
    moments = stick.moment
    assert moments > (0 if name == "a.csv" else 1)
    for gone_at in range(1, moments + 1):
        stick.moment, stick.gone_at = 0, gone_at
        with pytest.raises(Refused) as caught:
            read(file)
        assert caught.value.code in _TOLD


def test_a_file_under_a_password_is_known_though_its_mark_lies_across_two_pieces(tmp_path: Path) -> None:
    mark = "EncryptedPackage".encode("utf-16-le")
    for place in (1024**2 - 5, 1024**2, 100):
        file = tmp_path / f"{place}.xlsx"
        file.write_bytes(_OLE + bytes(place - len(_OLE)) + mark + bytes(50))
        with pytest.raises(Refused, match="file_password"):
            list(sheets.rows(file))
