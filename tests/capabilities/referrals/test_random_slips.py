"""The text of a slip, read back from its PDF by two programs, is what was entered; nothing overlaps.

Some cases in every run; all 500 by `make slips`, which also leaves ten as pictures to be looked at.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import read
from tests.capabilities.referrals import random_slips as cases
from tests.documents.archived import faults
from yigongti_desktop.capabilities.referrals.model.layout import Block
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.capabilities.referrals.printing.slips import return_slip
from yigongti_desktop.capabilities.referrals.printing.slips import transfer_out
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import HALF
from yigongti_desktop.kit.pdf_pages import drawn

COUNT = int(os.environ.get("SLIPS", "24"))
PICTURES = os.environ.get("SLIP_PICTURES", "")
HALF_SIZE = (round(HALF[1]), round(HALF[0]))


def test_the_rare_characters_are_of_every_extension_that_the_fonts_have() -> None:
    fonts.load()
    planes = {ord(one) >> 12 for one in cases.rare()}
    assert len(cases.rare()) > 150
    assert {0x3, 0x4, 0x20, 0x2A, 0x2B} <= planes


@pytest.mark.parametrize("number", range(COUNT))
def test_what_was_entered_is_what_is_read(number: int) -> None:
    fonts.load()
    is_return = number % 3 == 2
    case = cases.back_case(number) if is_return else cases.out_case(number)
    layout: Layout = cases.layout(number)
    pdf = return_slip(case, layout=layout) if is_return else transfer_out(case, layout=layout)
    sheets = read(pdf)
    check_layout(sheets, HALF_SIZE if layout.is_half else (595, 842))
    begun = 2 if layout.is_half else 1
    assert [("续页" in page.text) for page in sheets.pages[begun:]] == [True] * (len(sheets.pages) - begun)
    assert f"第{len(sheets.pages)}页，共{len(sheets.pages)}页" in flat(sheets.pages[-1].text)
    for whole in (cases.stripped(sheets.flat), cases.stripped(cases.poppler(pdf))):
        assert cases.missing(case, whole) == []
        assert layout.letterhead in whole
        assert ("转诊单号" in whole) is (Block.NUMBER in layout.blocks)
    if number % 8 == 0:
        assert faults(pdf) == []
    if PICTURES and number % 50 == 0:
        for place, image in enumerate(drawn(pdf, 1.4)):
            image.save(str(Path(PICTURES, f"slip-{number:03}-{place + 1}.png")))
