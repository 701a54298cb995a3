"""What a file is by its bytes, before anything decodes it: a photo that is all there, or none and why."""

from __future__ import annotations

from collections.abc import Callable

from yigongti_desktop.kernel.errors import Refused

_JPEG, _PNG, _GIF, _BMP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM"
#: Where the kind of an ISO file stands, and the kinds that phones write photos in.
_HEIC = frozenset({b"heic", b"heix", b"heif", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"
#: Markers of a JPEG that have no length after them.
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_LENGTHS = 4


def need_picture(content: bytes, name: str) -> None:
    """Refuse what is no photo, or not all of one.

    Raises:
        Refused: picture_empty, picture_heic, picture_not_one, picture_animated, picture_damaged.
    """
    if not content:
        raise Refused("picture_empty", name=name)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise Refused("picture_heic", name=name)
    is_whole = _kind(content)
    if is_whole is None:
        raise Refused("picture_not_one", name=name)
    if _moves(content):
        raise Refused("picture_animated", name=name)
    if not is_whole(content):
        raise Refused("picture_damaged", name=name)


def _kind(content: bytes) -> Callable[[bytes], bool] | None:
    """Return what says whether a file of its kind is all there; None for what is no photo."""
    if content.startswith(_JPEG):
        return _is_whole_jpeg
    if content.startswith(_PNG):
        return lambda its: b"IEND" in its[-64:]
    if content.startswith(_GIF):
        return lambda its: its.rstrip(b"\0")[-1:] == b";"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return lambda its: len(its) >= int.from_bytes(its[4:8], "little") + 8
    if content.startswith(_BMP):
        return lambda its: len(its) >= int.from_bytes(its[2:6], "little")
    return None


def _moves(content: bytes) -> bool:
    is_gif = content.startswith(_GIF) and content.count(b"\x21\xf9\x04") > 1
    is_png = content.startswith(_PNG) and b"acTL" in content[:1024]
    is_webp = content.startswith(b"RIFF") and b"ANIM" in content[:64]
    return is_gif or is_png or is_webp


def _is_whole_jpeg(content: bytes) -> bool:
    """Say whether a JPEG comes to its end after its picture has begun; the small one inside it does not count."""
    at = 2
    while at + _LENGTHS <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = content[at + 1]
        if marker == _START_OF_SCAN:
            return content.rfind(_END_OF_IMAGE) > at
        at += 2 if marker in _BARE_MARKERS else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False
