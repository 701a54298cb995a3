"""yigongti calendar: a year looked through and imported at the lead hospital, shown anywhere, refused elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import Office
from tests.commands.office import open_desk
from tests.commands.office import open_hub
from tests.registry.calendars import NEXT
from tests.registry.calendars import as_bytes
from tests.registry.calendars import as_file
from tests.registry.calendars import published
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.registry.service import calendar as service


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office, with 杨志勇 in its staffing office too, and that known at his desk."""
    hub = open_hub(office)
    roles = (Role.REFERRAL_OFFICE, Role.CENTRAL_PHARMACY, Role.STAFFING_OFFICE)
    keeper = Keeper(hub)
    keeper.give_roles(keeper.account("市一医", "yang"), roles)
    hub.engine.dispose()
    with office.serve():
        assert office.run("sync", "--once", home=office.hospital).code == 0
    return office


def edition(home: Path) -> str:
    """Return the mark of 2027 at a desk."""
    desk = open_desk(home)
    found = desk.read(service.calendar).edition(2027)
    desk.close()
    return found


def test_a_year_is_looked_through_then_imported_then_known_in_the_clinic(staffed: Office, tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_bytes(as_bytes(as_file()))
    words = ("calendar", "import", file, "--account", "yang")
    ran = staffed.run(*words, "--dry-run", home=staffed.hospital)
    assert (ran.code, ran.err) == (0, "")
    assert "2027 年　已发布　国务院办公厅关于2027年部分节假日安排的通知" in ran.out
    assert "春节　2-4 至 2-11　法定 2-5、2-6、2-7、2-8　补班 1-31、2-14" in ran.out
    assert "法定节假日 13 天" in ran.out
    assert "和现在相比有 " in ran.out
    assert "只检查，没有导入。" in ran.out
    assert edition(staffed.hospital) == ""
    ran = staffed.run(*words, home=staffed.hospital)
    assert (ran.code, ran.err) == (0, "")
    assert "已导入 2027 年节假日，待上传。" in ran.out
    assert edition(staffed.hospital) == Notice(year=2027, holidays=NEXT).edition
    with staffed.serve():
        for home in (staffed.hospital, staffed.clinic):
            assert staffed.run("sync", "--once", home=home).code == 0
    ran = staffed.run("calendar", "show", "2027", home=staffed.clinic)
    assert (ran.code, "国庆节　10-1 至 10-7　法定 10-1、10-2、10-3　补班 9-26、10-9" in ran.out) == (0, True)
    ran = staffed.run(*words, home=staffed.hospital)
    assert (ran.code, "和现在的一样。" in ran.out) == (0, True)


def test_a_file_at_fault_is_told_line_by_line_and_nothing_is_imported(staffed: Office, tmp_path: Path) -> None:
    known = as_file()
    known["days"] = [one for one in known["days"] if one["date"] not in {"2027-02-14", "2027-10-03"}]
    file = tmp_path / "2027.json"
    file.write_bytes(as_bytes(known))
    ran = staffed.run("calendar", "import", file, "--account", "yang", home=staffed.hospital)
    assert (ran.code, ran.err) == (1, "")
    assert "行：「春节」放了 6 个工作日，法定 4 天，应补班 2 天，现在只有 1 天，缺 1 天。" in ran.out
    assert "行：「国庆节」在 2027-10-02 以后缺了 2027-10-03。" in ran.out
    assert "2 处有问题，什么也没有改。" in ran.out
    assert edition(staffed.hospital) == ""


def test_a_year_that_was_extended_is_taken_with_its_reason(staffed: Office, tmp_path: Path) -> None:
    file = tmp_path / "2020.json"
    file.write_bytes(as_bytes(as_file(published(2020))))
    words = ("calendar", "import", file, "--account", "yang", "--dry-run")
    assert staffed.run(*words, home=staffed.hospital).code == 1
    ran = staffed.run(*words, "--note", "春节=延长假期的通知", home=staffed.hospital)
    assert (ran.code, "和现在的一样。" in ran.out) == (0, True)


def test_a_year_that_is_not_published_is_said_to_be_so(office: Office) -> None:
    ran = office.run("calendar", "show", "2027", home=office.clinic)
    assert ran.code == 1
    assert "2027 年　未发布" in ran.out
    assert "2027 年的放假安排还没有发布，不能算准。" in ran.out
    ran = office.run("calendar", "show", "2026", home=office.clinic)
    assert (ran.code, "春节　2-15 至 2-23" in ran.out) == (0, True)
    ran = office.run("calendar", "show", "1999", home=office.clinic)
    assert (ran.code, "年份要在 2019 到 2040 之间" in ran.err) == (2, True)


def test_an_empty_file_a_wrong_one_and_whoever_may_not_change_nothing(staffed: Office, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(as_bytes({"year": 2027, "papers": [], "days": []}))
    ran = staffed.run("calendar", "import", file, "--account", "yang", home=staffed.hospital)
    assert (ran.code, "2027 年还没有放假安排（未发布），什么也没有改。" in ran.out) == (1, True)
    file.write_bytes(b"<html>")
    ran = staffed.run("calendar", "import", file, "--account", "yang", home=staffed.hospital)
    assert (ran.code, "文件第 1 行的格式坏了" in ran.err) == (2, True)
    ran = staffed.run("calendar", "import", tmp_path / "none", "--account", "yang", home=staffed.hospital)
    assert (ran.code, "找不到文件" in ran.err) == (2, True)
    file.write_bytes(as_bytes(as_file()))
    ran = staffed.run("calendar", "import", file, "--account", "zhou", home=staffed.clinic)
    assert ran.code == 2
    assert edition(staffed.hospital) == edition(staffed.clinic) == ""
