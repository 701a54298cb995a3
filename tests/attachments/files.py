"""Files as phones, cameras and other programs write them, made here."""

from __future__ import annotations

import random
import struct

from PySide6.QtCore import QBuffer
from PySide6.QtCore import QIODevice
from PySide6.QtGui import QImage
from PySide6.QtGui import QImageWriter


def noise(width: int, height: int, *, step: int = 4, seed: int = 7) -> QImage:
    """Return a picture that compresses badly, in squares of so many pixels."""
    dice = random.Random(seed)  # noqa: S311 - dice of a test
    small = QImage(dice.randbytes(4 * (width // step + 1) * (height // step + 1)), width // step + 1,
                   height // step + 1, QImage.Format.Format_RGB32)  # fmt: skip
    return small.scaled(width, height)


def written(image: QImage, kind: str) -> bytes:
    """Return a picture as a file of its kind."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind.encode())
    writer.setQuality(90)
    assert writer.write(image), writer.errorString()
    return bytes(buffer.data().data())


def exif_of(jpeg: bytes, *, orientation: int, place: bytes) -> bytes:
    """Return a JPEG with what a phone writes before the picture: how it was held, and where."""
    head = b"II*\0\x08\0\0\0"
    entries = [
        struct.pack("<HHII", 0x0112, 3, 1, orientation),
        struct.pack("<HHII", 0x010E, 2, len(place), 8 + 2 + 12 * 2 + 4),
    ]
    tiff = head + struct.pack("<H", len(entries)) + b"".join(entries) + struct.pack("<I", 0) + place
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def gif(frames: int) -> bytes:
    """Return a GIF of two pixels with so many frames."""
    head = b"GIF89a" + struct.pack("<HH", 2, 2) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
    frame = (
        b"\x21\xf9\x04\0\x0a\0\0\0" + b"\x2c" + struct.pack("<HHHH", 0, 0, 2, 2) + b"\0" + b"\x02\x03\x44\x02\x05\x00"
    )
    return head + frame * frames + b";"
