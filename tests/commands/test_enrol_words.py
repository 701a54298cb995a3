"""yigongti hub enrol --file, enrol --export and --import, hub import: a machine without a line, told line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.office import Office
from tests.commands.office import open_hub
from yigongti_desktop.app.keeper import Keeper


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that plays a stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_code_a_request_and_an_answer_make_a_desk_without_a_line(office: Office, stick: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    ran = office.run("hub", "enrol", "岳口", "--file", stick, home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    (file,) = stick.iterdir()
    assert re.fullmatch(r"登记码-岳口-\d{8}-\d{4}\.txt", file.name)
    assert f"已写到 {file.name}。谁拿到登记码谁就能登记" in ran.out
    assert ran.out.splitlines()[1] in file.read_text(encoding="utf-8-sig")
    ran = office.run("enrol", file, "--export", stick, home=home)
    assert (ran.code, ran.err) == (0, "")
    (request,) = stick.iterdir()
    assert re.fullmatch(r"登记申请-.+-\d{8}-\d{4}\.ygtsync", request.name)
    assert f"登记申请已写好：{request.name}" in ran.out
    ran = office.run("hub", "import", stick, "--answer", stick, home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert "岳口-B：已登记。登记回执 登记回执-岳口-B-" in ran.out
    (answer,) = (one for one in stick.iterdir() if one.name.startswith("登记回执-"))
    ran = office.run("enrol", "--import", answer, "--json", home=home)
    assert (ran.code, ran.err) == (0, "")
    (told,) = ran.lines
    assert (told["institution"], told["letter"], told["code"]) == ("岳口镇中心卫生院", "B", "")
    assert told["received"] > 600


def test_a_request_among_packages_is_taken_with_them(office: Office, stick: Path, tmp_path: Path) -> None:
    code = _code(office)
    office.run("enrol", code, "--export", stick / "申请.ygtsync", home=tmp_path / "new")
    office.run("sync", "export", stick / "同步.ygtsync", home=office.clinic)
    (stick / "坏.ygtsync").write_bytes((stick / "申请.ygtsync").read_bytes()[:-3])
    ran = office.run("hub", "import", stick, "--json", home=office.hub)
    assert (ran.code, ran.err) == (1, "")
    told = {Path(line["file"]).stem: line for line in ran.lines}
    assert (told["坏"]["code"], told["同步"]["code"], told["申请"]["code"]) == ("package_damaged", "", "")
    assert (told["申请"]["place"], told["申请"]["letter"], told["申请"]["answer"]) == ("岳口", "B", "")
    (stick / "坏.ygtsync").unlink()
    ran = office.run("hub", "import", stick, "--answer", stick, home=office.hub)
    again = office.run("hub", "import", stick, home=office.hub)  # answers of last time are passed over
    assert (ran.code, again.code, len(again.out.splitlines())) == (0, 0, 3)
    assert "还没有写登记回执：请写上 --answer 再导入一次，算同一台" in again.out


def test_a_code_s_file_does_for_the_line_too(office: Office, stick: Path, tmp_path: Path) -> None:
    (told,) = office.run("hub", "enrol", "岳口", "--file", stick / "码.txt", "--json", home=office.hub).lines
    ran = office.run("enrol", told["file"], home=tmp_path / "new")
    assert (ran.code, ran.out) == (1, "")
    assert "连不上县院中枢" in ran.err
    assert Path(told["file"]).exists()  # it is used up by a request alone


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["enrol"], "请写登记码；导入登记回执时不写"),
        (["enrol", "ABCDE", "--import", "x"], "请写登记码；导入登记回执时不写"),
        (["enrol", "ABCDE", "--export", "x", "--import", "y"], "--import"),
        (["enrol", "ABCDE", "--export", "x"], "登记码不对"),
        (["enrol", "长" * 5_000, "--export", "x"], "登记码不对"),
        (["enrol", "--import", "x"], "还没有"),
    ],
)
def test_a_call_that_lacks_something_says_what_and_makes_nothing(
    tmp_path: Path, office: Office, words: list[str], said: str
) -> None:
    ran = office.run(*words, home=tmp_path / "new")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (tmp_path / "new").exists()


def test_a_damaged_file_of_a_code_is_told_in_words_and_makes_nothing(
    office: Office, stick: Path, tmp_path: Path
) -> None:
    office.run("hub", "enrol", "岳口", "--file", stick / "码.txt", home=office.hub)
    whole = (stick / "码.txt").read_bytes()
    for content, said in ((whole[:-4], "残缺或被改动过"), (b"", "不是登记码文件"), (b"YGTSYNC\n", "不是登记码文件")):
        (stick / "码.txt").write_bytes(content)
        ran = office.run("enrol", stick / "码.txt", "--export", stick, home=tmp_path / "new")
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    assert not (tmp_path / "new").exists()


def _code(office: Office) -> str:
    hub = open_hub(office)
    code = Keeper(hub).issue_code("岳口").spell()
    hub.engine.dispose()
    return code
