"""下乡随访表 read back from its PDF: each village on its own page, heads and keys on every page, boxes left empty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.printing.rounds import Sheet
from yigongti_desktop.capabilities.contracts.printing.rounds import round_sheets
from yigongti_desktop.capabilities.contracts.store.rounds import Line
from yigongti_desktop.capabilities.contracts.store.rounds import Place
from yigongti_desktop.capabilities.contracts.store.rounds import due_once
from yigongti_desktop.kernel.identifiers import Sex

pytestmark = pytest.mark.policy("CHR-01")
DUE = date(2026, 12, 31)


def task(name: str = "胡小燕", village: str = "健康村二组", **others: Any) -> Task:
    usual: dict[str, Any] = {
        "task": f"岳口-1|htn-visit|1|{name}",
        "resident": f"resident {name}",
        "name": name,
        "institution": "tianmen.yuekou",
        "team": "team-1",
        "village": village,
        "home": f"home {name}",
        "agreement": "岳口-1",
        "item": "htn-visit",
        "item_name": "高血压随访",
        "form": Form.HYPERTENSION.value,
        "number": 1,
        "opens": date(2026, 10, 1),
        "due": DUE,
        "closes": DUE,
        "holds_since": date(2026, 10, 1),
        "holds_until": date(2027, 9, 30),
    }
    return Task(**(usual | others))


def line(one: Task, **others: Any) -> Line:
    place = Place(contract="contract-1", agreement=one.agreement, item=one.item, number=one.number)
    usual: dict[str, Any] = {"place": place, "task": one, "sex": Sex.FEMALE, "birth": date(1958, 2, 28)}
    return Line(**(usual | others))


def test_a_sheet_says_whom_to_see_what_was_found_before_and_what_the_numbers_mean() -> None:
    before = {"sbp": 152, "dbp": 94, "drugs": "氨氯地平 5mg 每日一次"}
    late = task(due=date(2026, 9, 30), closes=date(2026, 9, 30))
    one = line(
        late,
        phone="13900000001",
        address="18 号",
        before_on=date(2026, 7, 2),
        before_outcome="unsatisfied",
        before=before,
    )
    sheets = read(round_sheets([Sheet(number="1123-1", form=Form.HYPERTENSION, lines=[one])], "健康村团队", NOON))
    check_layout(sheets)
    (page,) = sheets.pages
    assert page.width > page.height
    assert in_order(sheets.flat, "下乡随访表高血压随访", "健康村二组1户1人健康村团队", "1无症状2头痛头晕")
    for said in ("胡小燕", "女68岁", "13900000001", "18号", "09-30", "逾期", "152/94", "控制不满意", "氨氯地平5mg"):
        assert said in sheets.flat, said
    assert "表号1123-1" in sheets.flat
    assert "第1页，共1页" in sheets.flat


def test_each_form_and_village_has_pages_of_its_own_and_lines_are_numbered_through() -> None:
    people = [*(f"健康{place}" for place in range(14)), *(f"新建{place}" for place in range(3))]
    lines = [line(task(one, village=f"{one[:2]}村")) for one in people]
    plain = line(task("陈大春", form=Form.PLAIN.value, item="checkup", item_name="健康体检"))
    both = [
        Sheet(number="1123-1", form=Form.HYPERTENSION, lines=lines),
        Sheet(number="1123-2", form=Form.PLAIN, lines=[plain]),
    ]
    sheets = read(round_sheets(both, "", NOON))
    check_layout(sheets)
    texts = [flat(page.text) for page in sheets.pages]
    heads = [
        ("健康村14户14人", "高血压随访"),
        ("健康村14户14人", "（续）"),
        ("新建村3户3人", "高血压"),
        ("健康村二组", "健康体检"),
    ]
    assert len(texts) == len(heads)
    for text, said in zip(texts, heads, strict=True):
        assert all(one in text for one in said), (said, text)
    assert all("血压mmHg" in text and "1规律2间断3不服药" in text for text in texts[:3])
    assert "17" in texts[2]
    assert "第3页，共4页" in texts[2]


def test_the_sheet_of_diabetes_has_a_box_for_glucose_and_its_own_symptoms() -> None:
    one = line(
        task(form=Form.DIABETES.value, item="t2d-visit"),
        before_on=date(2026, 7, 2),
        before={"sbp": 132, "dbp": 80, "fasting": 82},
    )
    sheets = read(round_sheets([Sheet(number="1", form=Form.DIABETES, lines=[one])], "", NOON))
    check_layout(sheets)
    for said in ("空腹血糖", "2多饮", "血糖8.2mmol/L", "132/80", "足背动脉"):
        assert said in sheets.flat, said


def test_one_visit_does_one_task_of_an_item_so_the_earliest_alone_is_on_the_sheet() -> None:
    first, second = task(number=1), task(number=2, due=date(2027, 3, 31))
    other, done = task(item="checkup"), task("陈大春", done_on=date(2026, 10, 5))
    assert due_once([first, second, other, done]) == [first, other]


@pytest.mark.policy("FND-38")
def test_what_has_to_prove_a_service_is_printed_with_it() -> None:
    every = tuple(Evidence)
    plain = line(task(item_name="入户指导", form=Form.PLAIN.value), asks=every)
    measured = line(task(name="邱传富"), asks=(Evidence.PHOTO,))
    sheets = [
        Sheet(number="1123-1", form=Form.PLAIN, lines=[plain]),
        Sheet(number="1123-2", form=Form.HYPERTENSION, lines=[measured]),
    ]
    found = read(round_sheets(sheets, "健康村团队", NOON)).flat
    assert "入户指导要拍照、签字、两卡" in found
    assert "要拍照" in found.partition("邱传富")[2]
