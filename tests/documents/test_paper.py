"""Sheets of A4: fields that wrap inside their margins, feet that count the pages."""

from __future__ import annotations

from contextlib import closing

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import read
from tests.documents.reading import bodies
from tests.documents.reading import boxes
from tests.documents.reading import texts
from yigongti_desktop.documents.paper import HEIGHT
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Blank
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Item
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper

LEFT, ROOM = 20 * MM, WIDTH - 40 * MM


def a_paper() -> Paper:
    return Paper(title="双向转诊（转出）单 岳口-20261123-A-001", foot="医共体工作台　单号 岳口-20261123-A-001")


def body(pdf: bytes) -> str:
    """Return the text of all pages but their feet, without blanks and breaks."""
    return without_blanks("".join(bodies(pdf)))


def without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("count", [1, 2, 12])
def test_each_foot_says_which_page_of_how_many(count: int) -> None:
    paper = a_paper()
    for _ in range(count - 1):
        paper.new_page()
    pages = texts(paper.bytes())
    assert paper.pages == len(pages) == count
    for number, page in enumerate(pages, start=1):
        assert f"第 {number} 页，共 {count} 页" in page
        assert "单号 岳口-20261123-A-001" in page


def test_a_file_says_what_it_is_and_of_which_size() -> None:
    paper = a_paper()
    with closing(pypdfium2.PdfDocument(paper.bytes())) as document:
        assert document.get_metadata_value("Title") == "双向转诊（转出）单 岳口-20261123-A-001"
        assert document.get_metadata_value("Author") == "医共体工作台"
        with closing(document[0]) as page:
            assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=1)


def test_the_same_paper_is_the_same_file_byte_for_byte() -> None:
    def made() -> bytes:
        paper = a_paper()
        paper.text(LEFT, 100, "𠮷田")
        return paper.bytes()

    assert made() == made()


def test_a_text_stands_where_it_was_put() -> None:
    paper = a_paper()
    for align, x in (("left", LEFT), ("center", WIDTH / 2), ("right", WIDTH - LEFT)):
        paper.text(x, 100, "岳口镇中心卫生院", align=align)
    left, middle, right = boxes(paper.bytes())[:3]
    assert left[0] == pytest.approx(LEFT, abs=2)
    assert (middle[0] + middle[2]) / 2 == pytest.approx(WIDTH / 2, abs=2)
    assert right[2] == pytest.approx(WIDTH - LEFT, abs=2)
    assert all(box[1] < 100 < box[3] + 2 for box in (left, middle, right))


def test_a_short_line_of_a_form_stays_one_line() -> None:
    paper = a_paper()
    y = paper.form_line(LEFT, 100, ROOM, [Label("患者姓名 "), Field("𠮷田", 90), Label(" 性别 "), Field("男", 30)])
    assert y == 120
    assert body(paper.bytes()) == "患者姓名𠮷田性别男"


def test_a_long_field_goes_on_below_and_nothing_of_it_is_lost() -> None:
    address = "湖北省天门市岳口镇健康村二组十八号（原岳口镇第三小学后门，蓝色铁门右手第二家）" * 3
    paper = a_paper()
    y = paper.form_line(
        LEFT, 100, ROOM, [Label("家庭住址 "), Field(address, 200), Label(" 联系电话 "), Field("13900000001", 120)]
    )
    assert y > 140
    pdf = paper.bytes()
    assert without_blanks(address) in body(pdf)
    assert body(pdf).endswith("联系电话13900000001")
    assert all(left >= LEFT - 2 and right <= WIDTH - LEFT + 2 for left, _, right, _ in boxes(pdf)[:-1])


items: st.SearchStrategy[list[Item]] = st.lists(
    st.builds(Field, st.text(alphabet="岳口镇健康村𠮷䶮，（）123 Ab", max_size=90), st.floats(10, 300))
    | st.builds(Label, st.text(alphabet="姓名性别年龄 ", max_size=8), st.booleans())
    | st.builds(Blank, st.floats(0, 60)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(items)
def test_a_line_of_a_form_keeps_inside_its_margins_and_loses_nothing(row: list[Item]) -> None:
    paper = a_paper()
    y = paper.form_line(LEFT, 100, ROOM, row)
    assert y >= 120
    pdf = paper.bytes()
    said = "".join(item.value if isinstance(item, Field) else item.text for item in row if not isinstance(item, Blank))
    assert sorted(body(pdf)) == sorted(without_blanks(said))
    own = [box for box in boxes(pdf) if box[3] < HEIGHT - 20 * MM]
    assert all(right <= LEFT + ROOM + 12 for _, _, right, _ in own), own


def test_ruled_lines_stand_one_below_another() -> None:
    paper = a_paper()
    y = paper.ruled_lines(LEFT, 100, ROOM, ["主诉：头晕。", "", "现病史：三天。"])
    assert y == 100 + 3 * 19
    assert body(paper.bytes()) == "主诉：头晕。现病史：三天。"


def test_a_further_copy_is_counted_by_itself_and_has_its_own_foot() -> None:
    paper = a_paper()
    paper.new_page()
    paper.new_copy("乙方留存")
    feet = [without_blanks(page) for page in texts(paper.bytes())]
    assert ["第1页，共2页" in feet[0], "第2页，共2页" in feet[1], "第1页，共1页" in feet[2]] == [True] * 3
    assert ["乙方留存" in foot for foot in feet] == [False, False, True]


def test_a_long_foot_is_written_smaller_and_leaves_the_count_of_the_pages_free() -> None:
    paper = Paper(title="表", foot="医共体工作台　召回追踪表　" + "注射用重组人粒细胞巨噬细胞集落刺激因子" * 3)
    sheets = read(paper.bytes())
    check_layout(sheets)
    assert "第1页，共1页" in sheets.flat


@pytest.mark.parametrize(
    ("is_a3", "is_landscape", "size"),
    [(False, True, (297, 210)), (True, False, (297, 420)), (True, True, (420, 297))],
)
def test_a_sheet_may_be_twice_as_large_and_lie_on_its_side(
    size: tuple[int, int], *, is_a3: bool, is_landscape: bool
) -> None:
    paper = Paper(title="排班表", foot="医共体工作台", is_landscape=is_landscape, is_a3=is_a3)
    paper.text(paper.width - LEFT, paper.last, "右下", align="right")
    with closing(pypdfium2.PdfDocument(paper.bytes())) as document, closing(document[0]) as page:
        assert page.get_size() == pytest.approx((size[0] * MM, size[1] * MM), abs=1)
    right = next(box for box in boxes(paper.bytes()) if box[2] > paper.width - LEFT - 3)
    assert right[3] < paper.height - 15 * MM


@pytest.mark.parametrize("words", ["草稿", "已作废，以新的一份为准"])
def test_letters_across_a_page_lie_under_what_is_written_and_stay_on_it(words: str) -> None:
    paper = a_paper()
    paper.text(LEFT, 100, "岳口镇中心卫生院")
    paper.stamp(words)
    paper.new_page()
    first, second = texts(paper.bytes())
    assert words in without_blanks(first)
    assert "岳口镇中心卫生院" in first
    assert words not in without_blanks(second)
    stamped = [box for box in boxes(paper.bytes()) if box[3] - box[1] > 60]
    assert stamped
    assert all(left > 0 and top > 0 and right < WIDTH and bottom < HEIGHT for left, top, right, bottom in stamped)
