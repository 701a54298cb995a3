"""yigongti import residents: the same check and the same rights as in the window; all in Chinese."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from tests.commands.office import Office
from tests.commands.office import open_desk
from tests.world import id_number
from yigongti_desktop.registry.service import people

FATHER, MOTHER = id_number(date(1955, 6, 1), 301), id_number(date(1957, 6, 1), 302)
LIST = f"""岳口镇居民名册
姓名,证号,出生日期,所属村居,户号,与户主关系,人群分类,备注
胡国华,{FATHER},,健康村,1,户主,高血压,
王秀芳,{MOTHER},,健康村,1,配偶,糖尿病,
胡小宝,,2026-11-01,健康村,1,孙子,儿童,
"""
BAD = LIST + f"李明,1.23E+17,,健康村,,,,\n王明,{FATHER},,健康村,,,,\n"
MAPPED = ("--map", "证号=身份证号", "--account", "zhou")


def names(office: Office) -> list[str]:
    desk = open_desk(office.clinic)
    found = [one.name for one in desk.read(people.residents_from, 0, 100)]
    desk.close()
    return sorted(found)


def test_a_list_with_foreign_heads_is_looked_at_first_and_then_taken_in(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_bytes(LIST.encode("gb18030"))
    before = names(office)
    ran = office.run("import", "residents", file, *MAPPED, "--dry-run", home=office.clinic)
    assert (ran.code, ran.err) == (0, "")
    assert "表头在第 2 行，读入：姓名、证号→身份证号、出生日期、所属村居、户号" in ran.out
    assert "没有用到的列：备注" in ran.out
    assert "新增 3 人，补充 0 人，已有不变 0 人，没有证件号 1 人，有问题 0 行" in ran.out
    assert names(office) == before
    ran = office.run("import", "residents", file, *MAPPED, home=office.clinic)
    assert (ran.code, ran.err) == (0, "")
    assert "已导入：新增 3 人，补充 0 人。" in ran.out
    assert names(office) == sorted([*before, "胡国华", "王秀芳", "胡小宝"])


def test_rows_at_fault_stop_all_until_the_rest_is_asked_for(office: Office, tmp_path: Path) -> None:
    file, report = tmp_path / "名册.csv", tmp_path / "问题.xlsx"
    file.write_text(BAD, encoding="utf-8")
    before = names(office)
    ran = office.run("import", "residents", file, *MAPPED, "--report", report, home=office.clinic)
    assert (ran.code, ran.err) == (1, "")
    assert "第 6 行：身份证号被 Excel 变成了" in ran.out
    assert "第 7 行：第 3 行已经用了这个证件号，姓名却不一样" in ran.out
    assert "2 行有问题，一行也没有导入" in ran.out
    told = list(openpyxl.load_workbook(report).worksheets[0].iter_rows(values_only=True))
    assert [(row[0], row[1]) for row in told] == [("行", "列"), (6, "证号"), (7, "证号")]
    assert names(office) == before
    ran = office.run("import", "residents", file, *MAPPED, "--skip-faulty", home=office.clinic)
    assert ran.code == 0
    assert "新增 3 人" in ran.out
    assert len(names(office)) == len(before) + 3


def test_a_list_of_something_else_and_an_account_without_the_right_are_refused(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_text("通用名,规格\n阿莫西林,0.25g\n", encoding="utf-8")
    ran = office.run("import", "residents", file, "--account", "zhou", home=office.clinic)
    assert (ran.code, "表里缺少这些列：姓名" in ran.err) == (2, True)
    ran = office.run("import", "residents", file, "--account", "liu", home=office.clinic)
    assert ran.code == 2
