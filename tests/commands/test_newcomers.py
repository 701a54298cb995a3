"""What a newcomer does wrong at the command line: a wrong folder, a path that cannot be, no screen, a wrong name."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.office import Office
from tests.commands.office import open_desk
from tests.commands.office import run
from tests.storage.desks import state_of
from yigongti_desktop.app.commands import common


@pytest.mark.parametrize("words", [("sync", "status"), ("backup",), ("doctor",), ("desk",), ("demo", "--headless")])
def test_a_folder_that_no_system_could_have_is_said_so(words: tuple[str, ...]) -> None:
    ran = run(*words, "--home", "长" * 5_000)
    assert (ran.code, ran.out) == (2, "")
    assert "路径用不了" in ran.err
    assert len(ran.err) < 1_000


def test_the_window_without_a_screen_is_refused_in_words(tmp_path: Path) -> None:
    ran = run("desk", "--home", tmp_path, QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert (ran.code, ran.out) == (2, "")
    assert "没有显示器" in ran.err


@pytest.mark.parametrize("word", ["--nothing", "x"])
def test_the_window_called_wrongly_says_so_in_chinese(word: str) -> None:
    ran = run("desk", word)
    assert (ran.code, ran.out) == (2, "")
    assert "用法：" in ran.err
    assert f"不认识的参数：{word}" in ran.err


def test_the_hubs_words_leave_the_data_of_a_desk_alone_and_the_other_way_round(office: Office) -> None:
    desk = open_desk(office.clinic)
    before = state_of(desk)
    for words in ("hub devices", "hub serve", "hub account list"):
        ran = office.run(*words.split(), home=office.clinic)
        assert (ran.code, ran.out) == (2, "")
        assert "是工作台的数据" in ran.err
    assert state_of(desk) == before
    desk.close()
    for words in ("sync --once", "backup", "export drugs --account zhou"):
        ran = office.run(*words.split(), home=office.hub)
        assert (ran.code, ran.out) == (2, "")
        assert "是中枢的数据" in ran.err
    assert not (office.hub / "backups").exists()


@pytest.mark.parametrize("host", ["no such host", "203.0.113.7", "." * 300])
def test_an_address_of_another_machine_is_not_called_a_taken_port(office: Office, host: str) -> None:
    ran = office.run("hub", "serve", "--host", host, home=office.hub)
    assert (ran.code, ran.out) == (1, "")
    assert "没有" in ran.err
    assert "占用" not in ran.err


def test_a_hub_that_serves_is_not_served_twice(office: Office) -> None:
    with office.serve():
        ran = office.run("hub", "serve", home=office.hub)
        assert (ran.code, ran.out) == (1, "")
        assert "已被占用" in ran.err
        assert office.run("sync", "--once", home=office.clinic).code == 0


def test_a_device_that_there_is_not_is_said_so(office: Office) -> None:
    for device in ("岳口-Z", "x" * 5_000, "\u202e"):
        ran = office.run("hub", "revoke", device, home=office.hub)
        assert (ran.code, ran.out) == (2, ""), device[:20]
        assert "没有这台设备" in ran.err
        assert len(ran.err) < 500


@pytest.mark.parametrize("field", ["login", "name", "department", "title"])
def test_an_account_with_an_endless_word_is_refused(office: Office, field: str) -> None:
    words = {"login": "chen", "name": "陈医生"} | {field: "长" * 5_000}
    given = [part for name, value in words.items() for part in (f"--{name}", value)]
    ran = office.run("hub", "account", "add", "--institution", "岳口", "--role", "doctor", *given, home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert "太长" in ran.err


def test_a_backup_that_is_not_there_is_said_so(office: Office, tmp_path: Path) -> None:
    ran = office.run("restore", tmp_path / "没有.ygtbak", home=office.clinic)
    assert (ran.code, ran.out) == (2, "")
    assert "找不到文件" in ran.err


def test_a_home_with_blanks_and_chinese_in_its_path_works(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "岳口 卫生院 的 数据 🏥"
    shutil.copytree(office.clinic, home)
    assert office.apply({"command": "SendReferral", "slip": office.slip()}, home=home).code == common.OK
    assert office.run("backup", home=home).code == common.OK


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.name != "posix" or os.geteuid() != 0 or _mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)):
        pytest.skip("only root may mount a small disk, and not in every container")
    yield place
    subprocess.run(["umount", place], check=True)


def test_on_a_full_disk_every_word_ends_in_a_sentence_and_afterwards_all_is_there(
    office: Office, small_disk: Path
) -> None:
    home, filling = small_disk / "desk", small_disk / "filling"
    shutil.copytree(office.clinic, home)
    sent = office.apply({"command": "SendReferral", "slip": office.slip()}, home=home).lines[0]["record"]
    filling.write_bytes(bytes(shutil.disk_usage(small_disk).free - 4096))
    for words in (("sync", "--once"), ("backup",), ("export", "drugs", "--account", "zhou"), ("doctor",)):
        ran = office.run(*words, home=home)
        assert ran.code in {1, 2}, words
        assert "程序出错" not in ran.err
        assert "硬盘" in ran.err or "磁盘" in ran.out, words
    ran = office.apply({"command": "SendReferral", "slip": office.slip()}, home=home)
    assert ran.code == 1
    assert "硬盘" in ran.err + ran.out
    filling.unlink()
    ran = office.run("export", "referrals", "--account", "zhou", home=home)
    assert [line["number"] for line in ran.lines] == [sent["number"]]


@pytest.fixture
def sealed(office: Office) -> Iterator[Path]:
    """The clinic's home on a disk that cannot be written."""
    home = str(office.clinic)
    if os.name != "posix" or os.geteuid() != 0 or _mount("--bind", home, home):
        pytest.skip("only root may mount a sealed disk, and not in every container")
    try:
        if _mount("-o", "remount,ro,bind", home):
            pytest.skip("this container may not seal a disk")
        yield office.clinic
    finally:
        subprocess.run(["umount", home], check=True)


def test_on_a_disk_that_cannot_be_written_every_word_says_so(office: Office, sealed: Path) -> None:
    for words in (
        ("sync", "status"),
        ("backup",),
        ("export", "drugs", "--account", "zhou"),
        ("passwd", "--account", "zhou"),
    ):
        ran = office.run(*words, home=sealed)
        assert (ran.code, ran.out) == (1, ""), words
        assert "不能写" in ran.err


def _mount(*words: str) -> int:
    return subprocess.run(["mount", *words], capture_output=True, check=False).returncode
