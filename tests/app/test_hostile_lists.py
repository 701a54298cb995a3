"""Lists of drugs as they really come: from old programs, in odd encodings, half broken; told by row, or refused.

Whatever is wrong, nothing of the list is in the formulary afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from tests.fakes.time import StoppedClock
from tests.kernel.hands import full_width
from tests.storage.test_workbook import altered
from tests.storage.test_workbook import sheet
from tests.world import WORDS
from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.listed import Listed
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.policy("PHA-08")
HERE, JANUARY = "tianmen-1", date(2026, 1, 1)
HEAD = ("院内码", "通用名", "规格", "单位", "包装", "单价", "基药", "启用日期")
GOOD = ("YP1", "阿莫西林胶囊", "0.25g", "盒", "24粒", 12.5, "是", None)
TEXT = "院内码,通用名,规格,单位,包装,单价\nYP1,阿莫西林胶囊,0.25g,盒,24粒,12.5\nYP2,龙胆泻肝丸,3g,盒,10袋,18.8\n"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """天门市's hub; no list of this file gets in unless its test says so."""
    made = init(Home(tmp_path_factory.mktemp("hub")), "tianmen", WORDS, "127.0.0.1:1", clock=StoppedClock())
    yield made
    made.engine.dispose()


@pytest.fixture
def hub(founded: Hub) -> Iterator[Hub]:
    """The same, and what must be so afterwards: the formulary is empty."""
    yield founded
    assert _all(founded) == []


def _all(hub: Hub) -> list[Drug]:
    with reading(hub.engine) as connection:
        return store.everything(connection, store.DRUG)


def faults(hub: Hub, file: Path) -> dict[int, RowFault]:
    """Return what is wrong by row; each fault has a sentence, and the list is not taken."""
    with FormularyImport(hub, [HERE], since=JANUARY) as taking:
        taking.read(file)
        plan = taking.check()
        for fault in plan.faults:
            said = VOCABULARY.say(fault.code, dict(fault.facts))
            assert said, fault
            assert "{" not in said, said
        if plan.faulty:
            with pytest.raises(Refused, match="list_faulty"):
                taking.apply()
        return {fault.row: fault for fault in plan.faults}


def refused(hub: Hub, file: Path) -> Refused:
    with FormularyImport(hub, [HERE], since=JANUARY) as taking, pytest.raises(Refused) as caught:
        taking.read(file)
    assert VOCABULARY.say(caught.value.code, caught.value.facts)
    return caught.value


def read(hub: Hub, file: Path) -> list[tuple[int, str]]:
    """Return the rows of a good list: number and name."""
    with FormularyImport(hub, [HERE], since=JANUARY) as taking:
        taking.read(file)
        assert taking.check().faulty == 0
        return [
            (one.row, one.values["name"])
            for part in taking._staging.parts(100)
            for one in (msgspec.msgpack.decode(body, type=Listed) for body in part)
        ]


def excel(file: Path, *rows: Sequence[Any], bend: Callable[[Workbook], None] = lambda _: None) -> Path:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.worksheets[0].append(list(row))
    bend(book)
    book.save(file)
    book.close()
    return file


def row(**cells: Any) -> list[Any]:
    values = dict(zip(HEAD, GOOD, strict=True)) | cells
    return [values[name] for name in HEAD]


# Text files


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("gb18030"),
        ("\ufeff" + TEXT).encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", "\t").encode("gb18030"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace("\n", "\r\n", 1).replace("\n", "\r", 2).encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("阿莫西林", "阿莫\x00西林").encode(),
        TEXT.replace("12.5", f" {full_width('12.5')} ").encode(),
        TEXT.replace("\n", "  ,,,\n").encode(),
    ],
)
@pytest.mark.parametrize("name", ["list.csv", "list.TXT", "list.tsv"])
def test_a_text_file_is_read_however_it_was_saved(hub: Hub, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert [name for _, name in read(hub, tmp_path / name)] == ["阿莫西林胶囊", "龙胆泻肝丸"]


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_rest(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TEXT.replace("阿莫西林", '"阿莫西林'), encoding="utf-8")
    assert (refused(hub, file).code, refused(hub, file).facts) == ("quotes_open", {"row": 2})
    file.write_text(TEXT.replace("阿莫西林胶囊", '"阿莫西林\n胶囊"'), encoding="utf-8")
    assert [name for _, name in read(hub, file)] == ["阿莫西林 胶囊", "龙胆泻肝丸"]


def test_a_code_that_a_spreadsheet_has_shortened_is_no_code(hub: Hub, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(TEXT.replace("YP1", "8.69E+13").replace("YP2", "8.69E+13"), encoding="utf-8")
    found = faults(hub, file)
    assert [(place, fault.code) for place, fault in found.items()] == [(2, "code_shortened"), (3, "code_shortened")]
    assert found[2].facts["typed"] == "8.69E+13"


# Whole files


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8192), "file_renamed"),
        (
            "list.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512),
            "file_password",
        ),
        ("list.xlsx", TEXT.encode(), "file_unreadable"),
        ("list.csv", b"PK\x03\x04" + bytes(range(256)) * 4, "file_unreadable"),
        ("list.csv", b"", "column_missing"),
        ("list.csv", b"\x00" * 5000, "column_missing"),
        ("list.csv", TEXT.splitlines()[0].encode(), "list_empty"),
        ("list.csv", TEXT.replace("规格,", "").replace("0.25g,", "").encode(), "column_missing"),
        ("list.csv", TEXT.encode("utf-16-le"), "file_unreadable"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8192), "file_kind"),
    ],
)
def test_a_file_that_is_not_what_it_seems_is_refused_whole(
    hub: Hub, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(hub, tmp_path / name).code == code


def test_a_whole_list_without_a_row_does_not_end_the_formulary(founded: Hub, tmp_path: Path) -> None:
    assert refused(founded, excel(tmp_path / "empty.xlsx")).code == "list_empty"
    assert refused(founded, excel(tmp_path / "blank.xlsx", [None] * 8, ["  "] * 8)).code == "list_empty"


# Excel


def test_the_head_may_stand_lower_and_hidden_rows_are_part_of_the_list(hub: Hub, tmp_path: Path) -> None:
    def bend(book: Workbook) -> None:
        first = book.worksheets[0]
        first.insert_rows(1, 2)
        first["A1"] = "天门市第一医共体统一用药目录"
        first.merge_cells("A1:H1")
        first.row_dimensions[5].hidden = True
        first.column_dimensions["F"].hidden = True

    file = excel(tmp_path / "list.xlsx", GOOD, row(院内码="YP2", 通用名="龙胆泻肝丸"), bend=bend)
    assert read(hub, file) == [(4, "阿莫西林胶囊"), (5, "龙胆泻肝丸")]


def test_of_several_sheets_the_first_that_is_seen_is_read(hub: Hub, tmp_path: Path) -> None:
    def bend(book: Workbook) -> None:
        other = book.create_sheet("说明", 0)
        other.append(["这是说明"])
        other.sheet_state = "veryHidden"
        book.create_sheet("旧目录").append(["通用名"])
        book.active = 1

    assert read(hub, excel(tmp_path / "list.xlsx", GOOD, bend=bend)) == [(2, "阿莫西林胶囊")]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_are_the_same_in_books_that_count_from_1900_and_from_1904(
    founded: Hub, tmp_path: Path, epoch: Any
) -> None:
    def bend(book: Workbook) -> None:
        if epoch:
            book.epoch = epoch
        book.worksheets[0]["H2"] = date(2026, 3, 1)

    file = excel(tmp_path / "list.xlsx", GOOD, bend=bend)
    with FormularyImport(founded, [HERE], since=JANUARY) as taking:
        taking.read(file)
        (body,) = next(taking._staging.parts(10))
        assert b"2026-03-01" in body


BAD: list[tuple[dict[str, Any], str]] = [
    ({"院内码": 6_901_234_567_890_123_456}, "cell_digits"),
    ({"院内码": 8.69e19}, "cell_digits"),
    ({"院内码": "8.69784E+13"}, "code_shortened"),
    ({"院内码": full_width("8.69E+13")}, "code_shortened"),
    ({"通用名": 1e300}, "cell_digits"),
    ({"通用名": None}, "field_empty"),
    ({"通用名": "\u200b\u202e"}, "field_empty"),
    ({"单价": True}, "price_format"),
    ({"单价": "#N/A"}, "cell_error"),
    ({"单价": -3}, "price_format"),
    ({"单价": 1e12}, "price_format"),
    ({"单价": "12.5.5"}, "price_format"),
    ({"单价": full_width("12.345")}, "price_decimals"),
    ({"基药": "也许"}, "yes_or_no"),
    ({"启用日期": 0.5}, "day_format"),
    ({"启用日期": "9999-99-99"}, "day_format"),
    ({"规格": "x" * 201}, "field_long"),
]


def test_every_bad_cell_is_told_by_its_row_and_the_good_rows_are_counted(hub: Hub, tmp_path: Path) -> None:
    rows = [row(**({"院内码": f"B{place}"} | cells)) for place, (cells, _) in enumerate(BAD)]
    found = faults(hub, excel(tmp_path / "list.xlsx", GOOD, *rows))
    assert {place: fault.code for place, fault in found.items()} == {
        place: code for place, (_, code) in enumerate(BAD, start=3)
    }


def test_numbers_as_text_and_truth_values_are_read_as_they_are_meant(hub: Hub, tmp_path: Path) -> None:
    rows = [
        row(院内码=f" {full_width('YP01')} ", 单价=f" ￥{full_width('1,234.50')} ", 基药=True),
        row(院内码=12345, 单价=12.299999999999999, 基药=False),
        row(院内码=86978377000315.0, 单价="12.5元", 基药="√"),
    ]
    assert faults(hub, excel(tmp_path / "list.xlsx", *rows)) == {}


def test_merged_data_cells_leave_rows_that_lack_what_was_merged_away(hub: Hub, tmp_path: Path) -> None:
    rows = [GOOD, row(院内码="YP2"), row(院内码="YP3")]
    found = faults(hub, excel(tmp_path / "list.xlsx", *rows, bend=lambda book: book.worksheets[0].merge_cells("B2:B4")))
    assert {place: (fault.code, fault.facts) for place, fault in found.items()} == {
        3: ("field_empty", {"field": "name"}),
        4: ("field_empty", {"field": "name"}),
    }


def test_shared_formulas_count_by_what_was_saved_and_are_told_where_nothing_was(hub: Hub, tmp_path: Path) -> None:
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("通用名", "规格", "单位", "单价"))
    text = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("甲片", "1g", "盒"))
    other = text.replace("甲片", "乙片")
    rows = (
        f'<row r="1">{head}</row>'
        f'<row r="2">{text}<c r="D2"><f t="shared" ref="D2:D3" si="0">1+1</f><v>2</v></c></row>'
        f'<row r="3">{other}<c r="D3"><f t="shared" si="0"/></c></row>'
    )
    found = faults(hub, altered(tmp_path / "list.xlsx", sheet(rows)))
    assert {place: fault.code for place, fault in found.items()} == {3: "cell_formula"}
