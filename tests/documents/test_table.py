"""Tables on paper: over as many pages as they need, with their heads, and no cell cut off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.documents.reading import bodies
from tests.documents.reading import boxes
from tests.documents.reading import texts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table

LEFT = 15 * MM
COLUMNS = (Column("行", 30, "right"), Column("药品", 150), Column("单位", 60, "center"), Column("说明", 200))
_LAST = 277 * MM


def drawn(rows: list[list[str]]) -> tuple[Paper, bytes]:
    paper = Paper(title="药品请领单", foot="脚")

    def go_on() -> float:
        paper.text(LEFT, 18 * MM, "续", size=10)
        return 21 * MM

    draw_table(paper, LEFT, 30 * MM, COLUMNS, rows, on_new_page=go_on)
    return paper, paper.bytes()


def words(pdf: bytes) -> str:
    """Return what stands on all pages above the feet, page by page, without blanks."""
    return "".join("".join(page.split()) for page in bodies(pdf))


def inside(pdf: bytes) -> bool:
    """Say whether everything but the feet keeps above them and between the edges of the table."""
    pages = len(texts(pdf))
    own = [box for number in range(pages) for box in boxes(pdf, number) if box[1] < 280 * MM]
    return all(left > LEFT - 2 and right < LEFT + 445 and bottom < _LAST for left, _, right, bottom in own)


def test_a_short_table_stands_on_one_page() -> None:
    paper, pdf = drawn([["1", "阿莫西林胶囊", "盒", ""]])
    assert paper.pages == 1
    assert words(pdf).startswith("行药品单位说明1阿莫西林胶囊盒")


def test_a_long_table_repeats_its_head_on_each_page_and_its_foot_counts_them() -> None:
    paper, pdf = drawn([[str(place), f"药{place:04d}号", "盒", "备注"] for place in range(200)])
    pages = texts(pdf)
    assert len(pages) == paper.pages > 3
    for number, page in enumerate(pages, start=1):
        assert "".join(page.split()).replace("续", "").startswith("行药品单位说明")
        assert f"第 {number} 页，共 {len(pages)} 页" in page
    every = "".join(pages)
    assert [every.count(f"药{place:04d}号") for place in range(200)] == [1] * 200
    assert [every.index(f"药{place:04d}号") for place in range(200)] == sorted(
        every.index(f"药{place:04d}号") for place in range(200)
    )
    assert inside(pdf)


def test_a_row_goes_to_the_next_page_whole() -> None:
    rows = [[str(place), "药", "盒", "一\n二\n三\n四\n五"] for place in range(40)]
    _, pdf = drawn(rows)
    for page in texts(pdf):
        lines = "".join(page.split())
        assert lines.count("一") == lines.count("五")


def test_a_row_taller_than_a_page_goes_on_and_loses_nothing() -> None:
    long = "\n".join(f"批号{place:04d}至2027-10-31" for place in range(150))
    paper, pdf = drawn([["1", "短", "盒", ""], ["2", "长", "盒", long], ["3", "末", "盒", ""]])
    assert paper.pages >= 3
    every = words(pdf)
    assert [every.count(f"批号{place:04d}至2027-10-31") for place in range(150)] == [1] * 150
    assert every.index("批号0149") < every.index("末")
    assert inside(pdf)


cells = st.text(alphabet="阿莫西林胶囊𠮷䶮，（）0.25g盒 \n", max_size=60)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=60))
def test_every_character_of_every_cell_is_on_paper_and_inside_the_table(rows: list[list[str]]) -> None:
    paper, pdf = drawn(rows)
    heads = "行药品单位说明" * paper.pages + "续" * (paper.pages - 1)
    said = "".join("".join(cell.split()) for row in rows for cell in row)
    assert sorted(words(pdf)) == sorted(heads + said)
    assert inside(pdf)


def test_a_table_without_rows_has_its_head() -> None:
    assert words(drawn([])[1]).startswith("行药品单位说明")
