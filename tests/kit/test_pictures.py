"""Photos made small and bare; what is none, or would do harm, is refused before it is decoded."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtGui import QColorSpace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.attachments.files import exif_of
from tests.attachments.files import gif
from tests.attachments.files import noise
from tests.attachments.files import written
from tests.capabilities.judging import refused
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit import pictures

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


@pytest.mark.parametrize("kind", ["jpeg", "png", "bmp", "webp"])
def test_a_large_photo_is_made_small_whatever_it_was(kind: str) -> None:
    made = pictures.prepare(written(noise(2400, 1800), kind), f"箱子.{kind}")
    assert len(made.content) <= pictures.MOST_BYTES
    image = pictures.shown(made.content)
    assert max(image.width(), image.height()) <= pictures.LONGEST_SIDE
    assert image.width() * 3 == pytest.approx(image.height() * 4, abs=8)
    assert (made.name, made.media_type) == (f"箱子.{kind}", "image/jpeg")
    assert made.content.startswith(b"\xff\xd8\xff")


def test_a_plain_photo_keeps_its_size() -> None:
    plain = QImage(800, 600, QImage.Format.Format_RGB32)
    plain.fill(QColor("steelblue"))
    image = pictures.shown(pictures.prepare(written(plain, "png"), "a.png").content)
    assert (image.width(), image.height()) == (800, 600)
    seen = image.pixelColor(400, 300)
    assert abs(seen.red() - QColor("steelblue").red()) < 6


def test_a_photo_that_was_taken_upright_stands_upright_and_says_nothing_of_where() -> None:
    lying = QImage(600, 400, QImage.Format.Format_RGB32)
    lying.fill(QColor("white"))
    for across in range(600):
        for down in range(40):
            lying.setPixelColor(across, down, QColor("red"))  # the top of the sensor
    content = exif_of(written(lying, "jpeg"), orientation=6, place=b"30.65N 113.15E")
    assert b"30.65N" in content
    made = pictures.prepare(content, "IMG_1.JPG")
    assert b"30.65N" not in made.content
    assert b"Exif" not in made.content
    image = pictures.shown(made.content)
    assert (image.width(), image.height()) == (400, 600)
    assert image.pixelColor(390, 300).red() > 200
    assert image.pixelColor(390, 300).green() < 80
    assert image.pixelColor(10, 300).green() > 200


def test_what_a_program_wrote_into_a_picture_stays_behind() -> None:
    image = noise(300, 200)
    image.setText("Description", "张三 岳口镇健康村")
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    for kind in ("png", "jpeg"):
        made = pictures.prepare(written(image, kind), f"a.{kind}").content
        assert "张三".encode() not in made
        assert b"ICC_PROFILE" not in made


def test_what_is_transparent_lies_on_white() -> None:
    clear = QImage(200, 200, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    image = pictures.shown(pictures.prepare(written(clear, "png"), "a.png").content)
    assert image.pixelColor(100, 100).lightness() > 250


def test_an_odd_shape_is_no_trouble() -> None:
    for width, height in ((1, 1), (9000, 3), (2, 7000)):
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("navy"))
        made = pictures.shown(pictures.prepare(written(image, "png"), "a.png").content)
        assert max(made.width(), made.height()) <= pictures.LONGEST_SIDE
        assert not made.isNull()


def test_what_no_quality_makes_small_enough_is_made_smaller_still() -> None:
    made = pictures.prepare(written(noise(1600, 1600, step=1), "png"), "雪花.png")
    assert len(made.content) <= pictures.MOST_BYTES


def test_a_photo_on_the_clipboard_is_taken_as_it_is() -> None:
    made = pictures.from_image(noise(2000, 1000, step=40), "剪贴板")
    image = pictures.shown(made.content)
    assert image.width() == pictures.LONGEST_SIDE
    with refused("picture_not_one", name="剪贴板"):
        pictures.from_image(QImage(), "剪贴板")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_empty"),
        (b"hello", "picture_not_one"),
        (b"%PDF-1.7\n", "picture_not_one"),
        (b"PK\x03\x04" + bytes(500), "picture_not_one"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_not_one"),
        (b"II*\0" + bytes(500), "picture_not_one"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "picture_heic"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0" + bytes(200), "picture_not_one"),
        (b"\xff\xd8\xff", "picture_damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100) + b"\xff\xd9", "picture_damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture_damaged"),
        (b"BM" + (5000).to_bytes(4, "little") + bytes(60), "picture_damaged"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as met:
        pictures.prepare(content, "文件.jpg")
    assert met.value.code == code
    words = VOCABULARY.say(met.value.code, met.value.facts)
    assert "文件.jpg" in words
    assert "请" in words


@pytest.mark.parametrize("kind", ["jpeg", "png", "bmp", "webp"])
def test_half_a_photo_is_refused(kind: str) -> None:
    content = written(noise(400, 300), kind)
    for part in (0.3, 0.5, 0.9):
        with refused("picture_damaged", name="a"):
            pictures.prepare(content[: int(len(content) * part)], "a")


def test_the_small_picture_inside_a_photo_does_not_make_half_of_it_whole() -> None:
    small = written(noise(60, 40), "jpeg")
    content = exif_of(written(noise(800, 600), "jpeg"), orientation=1, place=small)
    assert content.count(b"\xff\xd9") >= 2
    pictures.prepare(content, "a")
    with refused("picture_damaged", name="a"):
        pictures.prepare(content[: len(content) // 2], "a")


def test_what_a_phone_writes_after_a_photo_is_no_damage() -> None:
    assert pictures.prepare(written(noise(400, 300), "jpeg") + b"\0" * 40 + b"MotionPhoto_Data" * 9, "a").content


def test_a_picture_that_moves_is_refused_and_one_that_stands_is_taken() -> None:
    with refused("picture_animated", name="动图"):
        pictures.prepare(gif(frames=3), "动图")
    assert pictures.prepare(gif(frames=1), "动图").content


def test_a_bomb_is_refused_by_its_size_before_it_is_decoded() -> None:
    bomb = _png_of(60_000, 60_000)
    assert len(bomb) < 100_000
    with refused("picture_huge", name="照片", width=60_000, height=60_000):
        pictures.prepare(bomb, "照片")


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    heavy = tmp_path / "录像"
    with heavy.open("wb") as file:
        file.truncate(50 * 1024**2)
    with refused("picture_heavy", name="录像", size=50, most=40):
        pictures.read_file(heavy)
    with refused("picture_heavy", name="a", size=41, most=40):
        pictures.prepare(bytes(41 * 1024**2), "a")


def test_a_file_that_is_gone_is_refused_in_words(tmp_path: Path) -> None:
    with refused("picture_unreadable", name="没有"):
        pictures.read_file(tmp_path / "没有")


def test_a_file_is_read_under_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / ("很" * 60 + "a" * 50 + ".png")
    file.write_bytes(written(noise(200, 100), "png"))
    made = pictures.read_file(file)
    assert len(made.name) <= 100
    assert made.name.endswith(".png")


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF", b"BM"])
)
@settings(max_examples=300, deadline=None)
def test_no_bytes_do_any_harm(tail: bytes, head: bytes) -> None:
    said = ""
    try:
        pictures.prepare(head + tail, "a")
    except Refused as refusal:
        said = refusal.code
    assert not said or VOCABULARY.knows(said)


def test_a_thumbnail_is_small(qapp: QApplication) -> None:
    assert qapp is not None
    image = pictures.shown(written(noise(1600, 900), "jpeg"), 160)
    assert max(image.width(), image.height()) == 160


def _png_of(width: int, height: int) -> bytes:
    """Return a PNG that names a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    made = io.BytesIO()
    made.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4_000_000), 9)))
    made.write(chunk(b"IEND", b""))
    return made.getvalue()
