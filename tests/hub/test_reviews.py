"""Reviews at desks and hub: what is being judged stays at the lead, what was sent back is at both."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.capabilities.judging import refused
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import reviews as m
from yigongti_desktop.capabilities.pharmacy.model import sampling
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.store import reviews as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

ONE, FAR, LEAD = "岳口", "多宝", "市一医"
UNIT = "tianmen.yuekou"
NUMBERS = tuple(f"MZ{place:05d}" for place in range(400))


def judged(line: ReviewLine) -> ReviewLine:
    return ReviewLine(
        number=line.number,
        date=date(2026, 11, 3),
        doctor="周建国",
        diagnosis="高血压",
        drugs=2,
        has_antimicrobial=False,
        has_injection=False,
        essential=1,
        amount_fen=100,
        finding="reasonable",
    )


@pytest.mark.policy("PHA-10")
def test_a_review_goes_back_to_its_unit_and_its_answer_to_the_lead(county: County) -> None:
    known: PrescriptionReview = county.do(LEAD, m.OpenReview(unit=UNIT, month="2026-11", numbers=NUMBERS))
    drawn = [line.number for line in known.lines]
    assert drawn == list(sampling.draw(NUMBERS, 100, known.seed))
    half = tuple(judged(line) for line in known.lines[:50])
    county.do(LEAD, m.WriteReview(review=known.id, lines=half))
    county.sync(LEAD, ONE, FAR)
    assert county.desks[ONE].read(store.rows) == []
    with refused("review_unfinished", line=51):
        county.do(LEAD, m.ReturnReview(review=known.id, lines=half))
    rest = tuple(judged(line) for line in known.lines[50:])
    county.do(LEAD, m.ReturnReview(review=known.id, lines=rest))
    county.sync(LEAD, ONE, FAR)
    assert county.desks[FAR].read(store.rows) == []
    county.do(ONE, m.AnswerReview(review=known.id, words="已整改"))
    county.sync(ONE, LEAD)
    with reading(county.hub.engine) as connection:
        found = records.load(connection, store.REVIEW, known.id)
    assert found is not None
    assert (found.state, found.answer) == (ReviewState.ANSWERED, "已整改")
    assert [line.number for line in found.lines] == drawn
    for desk in (ONE, LEAD):
        assert county.desks[desk].read(records.load, store.REVIEW, known.id) == found
        assert county.desks[desk].read(status).refused == 0


def test_the_units_that_a_hospital_leads_are_offered(county: County) -> None:
    today = day(county.clock.now())
    offered = {unit.id for unit in county.desks[LEAD].read(store.units, "tianmen.diyi", today)}
    assert UNIT in offered
    others = {unit.id for unit in county.desks[LEAD].read(store.units, "tianmen.zhongyi", today)}
    assert others
    assert not offered & others


def test_numbers_that_excel_took_for_amounts_are_read_as_they_were(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for value in ("处方号", 1001.0, 1002, "MZ1003"):
        sheet.append([value, "张三"])
    book.save(tmp_path / "numbers.xlsx")
    assert store.numbers_in(tmp_path / "numbers.xlsx") == ("1001", "1002", "MZ1003")


@pytest.mark.parametrize("head", ["", "处方号\n"])
def test_numbers_are_read_from_the_first_column_of_a_file(head: str, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text(head + "1001,张三\n1002,李四\n\n1001,张三\n", encoding="gb18030")
    assert store.numbers_in(file) == ("1001", "1002")
    with pytest.raises(Refused, match="file_missing"):
        store.numbers_in(tmp_path / "无.txt")
