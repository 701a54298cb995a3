"""Papers are made to be kept: PDF/A-2b, tagged, the same file for the same paper at the same moment."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC
from datetime import datetime

import pikepdf
import pytest
from PIL import Image
from PIL import ImageCms

from tests.documents.archived import faults
from yigongti_desktop.documents.colours import srgb
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper

NOON = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)


def whole(at: datetime | None = NOON) -> Paper:
    """Return a paper with everything that a paper can have."""
    paper = Paper(title="出诊记录 <一> & 二", foot="医共体工作台", at=at)
    paper.stamp("作废")
    paper.text(60, 80, "一张单据", size=15, bold=True)
    paper.text(60, 110, "王䶮、李㛃、𠮷田")
    paper.shade(60, 130, 100, 20)
    paper.rule(60, 200, 160, dashed=True)
    paper.upright(60, 160, 200)
    paper.picture(60, 260, 40, 40, picture())
    paper.new_page()
    paper.text(60, 80, "第二页")
    paper.sign_field("doctor", 60, 200, 120, 40)
    return paper


def picture() -> bytes:
    sink = io.BytesIO()
    Image.new("L", (8, 8), 0).save(sink, "PNG")
    return sink.getvalue()


def test_a_file_is_fit_to_be_kept() -> None:
    assert faults(whole().bytes()) == []


def test_the_check_sees_what_is_wrong() -> None:
    """Each a file that is no PDF/A any more; else the test above could not fail."""
    good = whole().bytes()
    assert "6.1.7.1 endstream" in faults(good.replace(b"\nendstream", b"endstream", 1))
    assert "6.1.2 header" in faults(good.replace(b"%PDF-1.7", b"%PDF-1.4", 1))
    with pikepdf.open(io.BytesIO(good)) as file:
        file.Root.Lang = pikepdf.String("en")
        file.pages[0].obj.AA = pikepdf.Dictionary()
        font = next(
            thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/FontDescriptor" in thing
        )
        del font.FontDescriptor.FontFile2
        file.add_blank_page()
        sink = io.BytesIO()
        file.save(sink)
    with pytest.raises(AttributeError):  # the blank page is in no tree
        faults(sink.getvalue())
    with pikepdf.open(sink) as file:
        del file.pages[-1]
        again = io.BytesIO()
        file.save(again, static_id=True)
    found = faults(again.getvalue())
    assert "language, title shown" in found
    assert "6.5 /AA" in found
    assert any(fault.startswith("6.2.11.4") for fault in found)


def test_the_same_paper_at_the_same_moment_is_the_same_file() -> None:
    assert whole().bytes() == whole().bytes()
    assert whole().bytes() != whole(NOON.replace(minute=6)).bytes()


def test_a_file_tells_its_moment_as_people_in_china_read_it_and_no_machine() -> None:
    pdf = whole().bytes()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.docinfo["/CreationDate"]) == str(file.docinfo["/ModDate"]) == "D:20261123120506+08'00'"
        with file.open_metadata() as told:
            assert told["xmp:CreateDate"] == "2026-11-23T12:05:06+08:00"
            assert told["dc:title"] == "出诊记录 <一> & 二"
    assert b"/work" not in pdf
    assert b"/home" not in pdf
    assert b"/tmp" not in pdf


def test_the_profile_is_srgb_as_another_program_reads_it() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    change = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    colours = Image.new("RGB", (5, 1))
    for place, colour in enumerate(((0, 0, 0), (255, 255, 255), (200, 30, 60), (12, 128, 240), (90, 90, 90))):
        colours.putpixel((place, 0), colour)
    changed = ImageCms.applyTransform(colours, change)
    assert changed is not None
    for place in range(5):
        before, after = colours.getpixel((place, 0)), changed.getpixel((place, 0))
        assert isinstance(before, tuple)
        assert isinstance(after, tuple)
        assert all(abs(a - b) <= 2 for a, b in zip(before, after, strict=True)), (before, after)
    assert struct.unpack(">I", srgb()[:4]) == (len(srgb()),)
    assert len(zlib.compress(srgb())) < 1500


def test_a_reader_aloud_gets_headings_and_paragraphs_in_order_and_no_feet() -> None:
    with pikepdf.open(io.BytesIO(whole().bytes())) as file:
        (root,) = [file.Root.StructTreeRoot.K]
        kinds = [[str(part.S) for part in section.K] for section in root.K]
        content = file.pages[0].Contents.read_bytes()
    assert kinds == [["/H1", "/P"], ["/P"]]
    assert content.count(b"/Artifact BMC") == content.count(b"EMC") - 2


def test_a_half_sheet_is_half_an_a4_sheet() -> None:
    paper = Paper(title="半张", foot="", is_half=True)
    paper.text(60, 60, "半张")
    with pikepdf.open(io.BytesIO(paper.bytes())) as file:
        assert [round(float(side) / MM, 1) for side in file.pages[0].MediaBox] == [0, 0, 210, 148.5]
