"""yigongti sync export|import, hub import|export: a carrier's day, told line by line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.commands.office import Office
from tests.commands.office import open_desk
from tests.commands.office import open_hub
from tests.storage import acts_kept
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.storage import outbox


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that plays a stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_slip_is_carried_to_the_hub_and_its_answer_back(office: Office, stick: Path) -> None:
    office.send()
    ran = office.run("sync", "export", stick, home=office.clinic)
    assert (ran.code, ran.err) == (0, "")
    (package,) = stick.iterdir()
    assert re.fullmatch(r"同步包-岳口-A-\d{8}-\d{4}\.ygtsync", package.name)
    assert f"已导出 {package.name}" in ran.out
    assert "2 条待上传" in ran.out
    ran = office.run("hub", "import", package, "--answer", stick, home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert "岳口-A：新收 2 条，其中退回 0 条" in ran.out
    (answer,) = (one for one in stick.iterdir() if one.name.startswith("回执包-岳口-A-"))
    ran = office.run("sync", "import", answer, home=office.clinic)
    assert (ran.code, ran.err) == (0, "")
    assert "县院新确认 2 条，退回 0 条" in ran.out
    assert "待上传 0 条" in ran.out
    desk = open_desk(office.clinic)
    assert desk.read(acts_kept.counts) == {outbox.ACCEPTED: 2 + _own_passwords(office)}
    desk.close()


def test_a_folder_of_packages_is_taken_in_and_a_bad_one_stops_none(office: Office, stick: Path) -> None:
    office.send()
    office.run("sync", "export", stick / "一.ygtsync", home=office.clinic)
    office.run("sync", "export", stick / "三.ygtsync", home=office.hospital)
    whole = (stick / "一.ygtsync").read_bytes()
    (stick / "二.ygtsync").write_bytes(whole[:-9])
    (stick / "照片.ygtsync").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(900))
    (stick / "空.ygtsync").touch()
    (stick / "别的.txt").write_text("不是包", encoding="utf-8")
    ran = office.run("hub", "import", stick, "--answer", stick / "回执", home=office.hub)
    assert (ran.code, ran.err) == (1, "")
    lines = {line.split("　")[0]: line for line in ran.out.splitlines()}
    assert "新收 2 条" in lines["一.ygtsync"]
    assert "新收 0 条" in lines["三.ygtsync"]
    assert "残缺或被改动过" in lines["二.ygtsync"]
    assert "不是同步包或回执包" in lines["照片.ygtsync"]
    assert "不是同步包或回执包" in lines["空.ygtsync"]
    assert ran.out.splitlines()[-1] == "共 5 个包，2 个收好，3 个要看。"
    assert len(list((stick / "回执").iterdir())) == 2
    answers = sorted((stick / "回执").iterdir())
    for home in (office.clinic, office.hospital):
        ran = office.run("sync", "import", *answers, home=home)
        assert ran.err == ""
        assert sum("给另一台电脑" in line for line in ran.out.splitlines()) == 1
        assert sum("县院新确认" in line for line in ran.out.splitlines()) == 1


def test_the_answers_of_last_time_in_a_folder_are_passed_over(office: Office, stick: Path) -> None:
    office.run("sync", "export", stick, home=office.clinic)
    office.run("hub", "import", stick, "--answer", stick, home=office.hub)
    ran = office.run("hub", "import", stick, "--answer", stick, home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 1


def test_scripts_are_told_in_lines_of_json(office: Office, stick: Path) -> None:
    office.send()
    (exported,) = office.run("sync", "export", stick, "--json", home=office.clinic).lines
    assert (exported["acts"], exported["batches"]) == (2, 1)
    (taken,) = office.run(
        "hub", "import", exported["file"], "--answer", stick / "a.ygtsync", "--json", home=office.hub
    ).lines
    assert (taken["code"], taken["acts"], taken["refused"], taken["place"], taken["letter"]) == ("", 2, 0, "岳口", "A")
    ran = office.run("sync", "import", taken["answer"], stick / "none.ygtsync", "--json", home=office.clinic)
    assert ran.code == 1
    assert [(line["code"], line.get("accepted")) for line in ran.lines] == [("", 2), ("file_missing", None)]


def test_the_hub_writes_an_answer_for_a_device_named_by_its_place(office: Office, stick: Path) -> None:
    ran = office.run("hub", "export", "岳口-A", stick, home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    (answer,) = stick.iterdir()
    assert answer.name.startswith("回执包-岳口-A-")
    assert "份回执" in ran.out
    assert office.run("sync", "import", answer, home=office.clinic).code == 0
    ran = office.run("hub", "export", "岳口-Z", stick, home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert "没有这台设备" in ran.err


def test_a_package_of_a_stopped_device_is_refused_in_words(office: Office, stick: Path) -> None:
    office.run("sync", "export", stick, home=office.clinic)
    office.run("hub", "revoke", "岳口-A", "--why", "电脑被盗", home=office.hub)
    ran = office.run("hub", "import", stick, home=office.hub)
    assert (ran.code, ran.err) == (1, "")
    assert "已经停用（电脑被盗）" in ran.out


def test_a_copied_desk_is_told_to_its_keeper_and_to_itself(office: Office, stick: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(office.clinic, twin)
    office.send()
    office.run("sync", "export", stick / "1.ygtsync", home=office.clinic)
    office.run("hub", "import", stick / "1.ygtsync", home=office.hub)
    _send_from(office, twin)
    office.run("sync", "export", stick / "2.ygtsync", home=twin)
    ran = office.run("hub", "import", stick / "2.ygtsync", "--answer", stick / "2a.ygtsync", home=office.hub)
    assert ran.code == 1
    assert "恢复过备份或被复制过" in ran.out
    ran = office.run("sync", "import", stick / "2a.ygtsync", home=twin)
    assert "已换新的编号" in ran.out
    assert "请重新导出一次同步包" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sync", "export"], "请写一个文件或文件夹"),
        (["sync", "export", "a", "b"], "请写一个文件或文件夹"),
        (["sync", "import"], "请写县院交回的回执包"),
        (["sync", "status", "a"], "后面不跟文件"),
        (["hub", "import", "drugs"], "请写一个目录文件"),
        (["hub", "import", "cars", "x"], "没有 cars"),
    ],
)
def test_a_call_that_lacks_something_says_what(office: Office, words: list[str], said: str) -> None:
    ran = office.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_place_that_cannot_be_written_is_told_in_words(office: Office, stick: Path) -> None:
    ran = office.run("sync", "export", stick / "no folder" / "x.ygtsync", home=office.clinic)
    assert (ran.code, ran.out) == (1, "")
    assert "U 盘可能被拔出，或文件夹不在了" in ran.err


def _send_from(office: Office, home: Path) -> None:
    from msgspec import convert

    from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
    from yigongti_desktop.capabilities.referrals.model.slip import Slip

    office.do("zhou", SendReferral(slip=convert(office.slip(history="另一次"), Slip)), home=home)


def _own_passwords(office: Office) -> int:
    """Return how many people of 岳口 have set their own password, an act each."""
    hub = open_hub(office)
    place = Keeper(hub).institution("岳口").id
    count = sum(not one.must_change for one in Keeper(hub).accounts() if one.institution == place)
    hub.engine.dispose()
    return count
