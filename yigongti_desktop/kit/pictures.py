"""A photo as it comes from a phone or a camera, made small and bare: no place, no camera, no more than it needs.

What is no photo, is damaged, moves, or would not fit into memory is refused before it is decoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtCore import QByteArray
from PySide6.QtCore import QIODevice
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QColorSpace
from PySide6.QtGui import QImage
from PySide6.QtGui import QImageReader
from PySide6.QtGui import QImageWriter
from PySide6.QtGui import QPainter

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.picture_files import need_picture

#: Pixels of the longest side, and bytes, of a photo that is kept.
LONGEST_SIDE = 1600
MOST_BYTES = 200 * 1024
#: Megabytes of a file that is looked at.
MOST_MEGABYTES = 40
#: Pixels that are decoded: of a JPEG, which is made smaller while it is read, and of all others.
_MOST_PIXELS_OF_JPEG, _MOST_PIXELS = 70_000_000, 40_000_000
#: Characters of a name, which cameras keep short.
_LONGEST_NAME = 100
#: Megabytes that the decoder may take.
_MEMORY = 256
_QUALITIES = (88, 80, 72, 64, 56, 48)
_SMALLER = 0.8
_MEGA = 1024**2


@dataclass(frozen=True)
class Picture:
    """A photo ready to be kept."""

    #: Of the file that it came from.
    name: str
    content: bytes
    media_type: str = "image/jpeg"


def read_file(path: Path) -> Picture:
    """Return the photo in a file.

    Raises:
        Refused: picture_unreadable, picture_heavy, or what `prepare` says.
    """
    try:
        size = path.stat().st_size
        if size > MOST_MEGABYTES * _MEGA:
            raise Refused("picture_heavy", name=path.name, size=size // _MEGA, most=MOST_MEGABYTES)
        content = path.read_bytes()
    except OSError:
        raise Refused("picture_unreadable", name=path.name) from None
    return prepare(content, path.name)


def prepare(content: bytes, name: str) -> Picture:
    """Return a photo upright, made small, without anything that its camera wrote into it.

    Raises:
        Refused: picture_empty, picture_heavy, picture_heic, picture_not_one, picture_damaged, picture_animated,
            picture_huge.
    """
    if len(content) > MOST_MEGABYTES * _MEGA:
        raise Refused("picture_heavy", name=name, size=len(content) // _MEGA, most=MOST_MEGABYTES)
    need_picture(content, name)
    return from_image(_decoded(content, name), name)


def from_image(image: QImage, name: str) -> Picture:
    """Return a photo of what a program has put on the clipboard.

    Raises:
        Refused: picture_not_one.
    """
    if image.isNull():
        raise Refused("picture_not_one", name=name)
    bare = _bare(image)
    while True:
        for quality in _QUALITIES:
            content = _written(bare, quality)
            if len(content) <= MOST_BYTES:
                return Picture(_short(name), content)
        bare = _scaled(bare, round(max(bare.width(), bare.height()) * _SMALLER))


def shown(content: bytes, longest: int = 0) -> QImage:
    """Return a kept photo as an image, no longer than so many pixels; a null image when it cannot be shown."""
    reader, _ = _reader(content)
    if longest:
        reader.setScaledSize(reader.size().scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _decoded(content: bytes, name: str) -> QImage:
    reader, kept = _reader(content)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise Refused("picture_damaged", name=name)
    is_jpeg = bytes(reader.format().data()) == b"jpeg"
    if size.width() * size.height() > (_MOST_PIXELS_OF_JPEG if is_jpeg else _MOST_PIXELS):
        raise Refused("picture_huge", name=name, width=size.width(), height=size.height())
    if reader.supportsAnimation() and reader.imageCount() > 1:
        raise Refused("picture_animated", name=name)
    if max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(_fitting(size))
    image = reader.read()
    kept.close()
    if image.isNull():
        raise Refused("picture_damaged", name=name)
    return image


def _reader(content: bytes) -> tuple[QImageReader, QBuffer]:
    """Return a reader of bytes that goes by what they are, not by a name, with the buffer that it reads."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MEMORY)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader, buffer


def _fitting(size: QSize) -> QSize:
    return size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 10]}{name[-10:]}"


def _scaled(image: QImage, longest: int) -> QImage:
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    size = image.size().scaled(longest, longest, keep).expandedTo(QSize(1, 1))
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)


def _bare(image: QImage) -> QImage:
    """Return the picture alone, on white where it was transparent: texts and colour profiles stay behind."""
    image = QImage(image)
    if image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    if max(image.width(), image.height()) > LONGEST_SIDE:
        image = _scaled(image, LONGEST_SIDE)
    bare = QImage(image.size(), QImage.Format.Format_RGB32)
    bare.fill(Qt.GlobalColor.white)
    painter = QPainter(bare)
    image.setDevicePixelRatio(1)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare


def _written(image: QImage, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"jpeg"))
    writer.setQuality(quality)
    writer.setOptimizedWrite(True)
    writer.write(image)
    return bytes(buffer.data().data())
