"""yigongti hub import drugs: a keeper maps the columns, looks first, and takes the list in; all in Chinese."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.commands.office import Office
from tests.commands.office import open_hub
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.store.teams import all_packages
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage.engine import reading

LIST = """统一用药目录（2026年第二版）
编号,药名,规格,单位,包装,采购价（元）,备注
YP1,龙胆泻肝丸,3g,盒,10袋/盒,18.8,
YP2,银杏叶片,19.2mg,盒,12片×2板/盒,30.00,新
"""
PACKAGES = """[[packages]]
key = "trial"
name = "样例：试用包"
items = [{ code = "1", name = "健康教育", rhythm = { type = "monthly", months = 3 } }]
"""
MAPPED = ("--map", "编号=院内码", "--map", "药名=通用名")


def listed(office: Office, on: date) -> list[Drug]:
    hub = open_hub(office)
    with reading(hub.engine) as connection:
        found = [drug.on(on) for drug in store.everything(connection, store.DRUG) if drug.community == "tianmen-1"]
    hub.engine.dispose()
    return [drug for drug in found if drug]


@pytest.mark.policy("PHA-08")
def test_a_whole_list_with_foreign_heads_takes_the_place_of_the_old_one_on_its_day(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "目录.csv"
    file.write_bytes(LIST.encode("gb18030"))
    before = listed(office, date(2026, 12, 31))
    words = (file, "--community", "tianmen-1", "--since", "2027-01-01", *MAPPED)
    ran = office.run("hub", "import", "drugs", *words, "--dry-run", home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert "表头在第 2 行" in ran.out
    assert "编号→院内码、药名→通用名、规格" in ran.out
    assert "没有用到的列：备注" in ran.out
    assert f"新增 2，变更 0，不变 0，停用 {len(before):,}，有错 0 行" in ran.out
    assert "可以导入 2 条" in ran.out
    assert listed(office, date(2027, 1, 1)) == before
    ran = office.run("hub", "import", "drugs", *words, home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert "已导入 2 条，从 2027-01-01 起生效" in ran.out
    assert len(listed(office, date(2026, 12, 31))) == len(before)
    after = {drug.name: drug for drug in listed(office, date(2027, 1, 1))}
    assert set(after) == {"龙胆泻肝丸", "银杏叶片"}
    assert after["银杏叶片"].units == (("盒", 24), ("板", 12), ("片", 1))
    assert (after["银杏叶片"].price_fen, after["银杏叶片"].local_code) == (3000, "YP2")


def test_bad_rows_are_told_in_the_words_of_the_list_and_all_of_them_written_into_a_file(
    office: Office, tmp_path: Path
) -> None:
    file, report = tmp_path / "目录.csv", tmp_path / "错.xlsx"
    file.write_text(LIST + "YP1,甲片,1g,盒,1片,3,\nYP3,,1g,盒,1片,3,\nYP4,乙片,1g,盒,1片,1.234,\n", encoding="utf-8")
    before = listed(office, date(2026, 12, 31))
    ran = office.run("hub", "import", "drugs", file, *MAPPED, "--report", report, home=office.hub)
    assert (ran.code, ran.err) == (1, "")
    assert "第 5 行：编号 YP1 第 3 行已经用了" in ran.out
    assert "第 6 行：药名没有填" in ran.out
    assert "第 7 行：价格 1.234" in ran.out
    assert "3 行有错，一行也没有导入" in ran.out
    told = list(openpyxl.load_workbook(report).worksheets[0].iter_rows(values_only=True))
    assert told[0] == ("行", "列", "问题和办法")
    assert [(row[0], row[1]) for row in told[1:]] == [(5, "编号"), (6, "药名"), (7, "采购价（元）")]
    assert listed(office, date(2026, 12, 31)) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "编码=院内码"), "没有列「编码」"),
        (("--map", "编号=颜色"), "没有这一项：颜色"),
        (("--map", "编号"), "--map"),
        (("--since", "明年"), "--since"),
        ((), "缺少这些列：通用名"),
    ],
)
def test_what_the_keeper_says_wrong_is_told_and_nothing_is_imported(
    office: Office, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    ran = office.run("hub", "import", "drugs", file, *words, home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_report_that_cannot_be_written_is_said_so(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST + "YP1,甲片,1g,盒,1片,3,\n", encoding="utf-8")
    words = (*MAPPED, "--report", tmp_path / "nowhere" / "错.xlsx")
    ran = office.run("hub", "import", "drugs", file, *words, home=office.hub)
    assert ran.code == 1
    assert "文件写不进去" in ran.err


@pytest.mark.policy("FDC-14")
def test_starting_points_of_packages_are_laid_before_every_community_once(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "样例.toml"
    file.write_text(PACKAGES, encoding="utf-8")
    ran = office.run("hub", "import", "packages", file, "--dry-run", home=office.hub)
    assert (ran.code, ran.out) == (0, "可以导入 1 个服务包样例。\n")
    before = proposed(office)
    for said in ("新放进 2 个服务包样例", "新放进 0 个服务包样例"):
        ran = office.run("hub", "import", "packages", file, home=office.hub)
        assert (ran.code, ran.err) == (0, "")
        assert said in ran.out
    new = [one for one in proposed(office) if one not in before]
    assert [(one.community, one.name, one.is_confirmed) for one in new] == [
        ("tianmen-1", "样例：试用包", False),
        ("tianmen-2", "样例：试用包", False),
    ]
    file.write_text("这不是样例", encoding="utf-8")
    ran = office.run("hub", "import", "packages", file, home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert "文件不是服务包样例" in ran.err


def proposed(office: Office) -> list[Package]:
    """Return the packages of a hub, by community and name."""
    hub = open_hub(office)
    with reading(hub.engine) as connection:
        found = all_packages(connection)
    hub.engine.dispose()
    return sorted(found, key=lambda one: (one.community, one.name))
