"""yigongti apply: commands from a file with the same log-in and the same rights, a result for each line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.office import PASSWORD
from tests.commands.office import Office
from tests.commands.office import open_desk
from tests.storage import acts_kept
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import outbox


def test_a_good_line_is_done_and_its_record_is_shown(office: Office) -> None:
    ran = office.apply({"command": "SendReferral", "slip": office.slip()})
    assert ran.code == 0
    (line,) = ran.lines
    assert (line["line"], line["ok"]) == (1, True)
    assert line["record"]["number"].startswith("岳口-")
    assert line["record"]["slip"]["patient"]["name"] == "邱传𠮷"
    assert line["id"] == line["record"]["id"]


def test_refused_lines_among_good_ones_stop_nothing(office: Office) -> None:
    drug = _drug(office)
    ran = office.apply(
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": 5}]},
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": 1e9}]},
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": 10**9}]},
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": 10**40}]},
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": 0}]},
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": "5"}]},
        {"command": "SubmitDrugRequest", "lines": []},
        {"command": "SubmitDrugRequest", "lines": [{"drug": "nothing", "quantity": 5}]},
        "",
        {"command": "SubmitDrugRequest", "lines": [{"drug": drug, "quantity": 6}]},
        account="liu",
    )
    assert ran.code == 1
    told = {line["line"]: line.get("code", "") for line in ran.lines}
    assert told.pop(4) in {"quantity_high", "command_format"}
    assert told == {
        1: "",
        2: "command_format",
        3: "quantity_high",
        5: "quantity_low",
        6: "command_format",
        7: "lines_empty",
        8: "drug_unknown",
        10: "",
    }
    for line in ran.lines:
        assert line["ok"] or _is_chinese(line["message"]), line
    desk = open_desk(office.clinic)
    assert desk.read(acts_kept.counts)[outbox.WAITING] == 2
    desk.close()


def test_lines_that_are_no_command_say_where_it_is_wrong(office: Office) -> None:
    slip = office.slip()
    wrong: list[tuple[Any, str]] = [
        ("{", "command_format"),
        ("[]", "command_format"),
        ("null", "command_format"),
        ('"SendReferral"', "command_format"),
        ("{}", "command_unknown"),
        ({"command": "DropTables"}, "command_unknown"),
        ({"command": ""}, "command_unknown"),
        ({"command": ["SendReferral"]}, "command_unknown"),
        ({"command": "SendReferral"}, "command_format"),
        ({"command": "SendReferral", "slip": slip, "colour": "红"}, "command_format"),
        ({"command": "SendReferral", "slip": []}, "command_format"),
        ({"command": "SendReferral", "slip": slip | {"urgency": "someday"}}, "command_format"),
        ({"command": "SendReferral", "slip": slip | {"consent": "yes"}}, "command_format"),
        ({"command": "SendReferral", "slip": slip | {"patient": slip["patient"] | {"birth": "1959-02-30"}}},
         "command_format"),
        ({"command": "AcceptReferral", "referral": "x"}, "role_may_not"),
        ({"command": "WithdrawReferral", "referral": "x", "reason": "y"}, "not_found"),
        ({"command": "CorrectResident", "resident": "x", "changes": {"phone": [{}, []]}}, "not_found"),
        ('{"command": "SendReferral", "slip": "\\ud800"}', "command_format"),
        ('{"command": "\\ud800"}', "command_format"),
        ('{"command": "SendReferral", "slip": ' + "[" * 20_000, "command_format"),
        ('{"command": "SettleRefusal", "event": "' + "x" * 1_100_000 + '"}', "command_format"),
        ({"command": "SettleRefusal", "event": "x"}, "act_unknown"),
    ]  # fmt: skip
    ran = office.apply(*(line for line, _ in wrong))
    assert ran.code == 1
    assert [line["code"] for line in ran.lines] == [code for _, code in wrong]
    for line in ran.lines:
        assert _is_chinese(line["message"]), line
    assert "slip.urgency" in ran.lines[11]["message"]
    assert "缺少 slip" in ran.lines[8]["message"]


def test_bytes_that_are_no_text_are_one_bad_line(office: Office) -> None:
    good = json.dumps({"command": "SendReferral", "slip": office.slip()}, ensure_ascii=False).encode()
    stdin = b"\xff\xfe\x00\n" + "中".encode("gbk") + b"\n" + good + b"\n"
    ran = office.run("apply", "-", "--account", "zhou", home=office.clinic, stdin=stdin)
    assert [line["ok"] for line in ran.lines] == [False, False, True]
    assert ran.code == 1


def test_a_file_of_a_windows_editor_is_read(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "命令.jsonl"
    line = json.dumps({"command": "SendReferral", "slip": office.slip()}, ensure_ascii=False)
    file.write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n\r\n")
    ran = office.run("apply", file, "--account", "zhou", home=office.clinic)
    assert (ran.code, len(ran.lines)) == (0, 1)


def test_a_file_that_is_missing_or_a_folder_is_said_so(office: Office, tmp_path: Path) -> None:
    ran = office.run("apply", tmp_path, "--account", "zhou", home=office.clinic)
    assert (ran.code, ran.out) == (2, "")
    assert "找不到文件" in ran.err


def test_a_wrong_account_does_nothing(office: Office) -> None:
    ran = office.apply({"command": "SendReferral", "slip": office.slip()}, account="nobody")
    assert (ran.code, ran.out) == (2, "")
    assert "没有这个账号" in ran.err


def test_a_wrong_password_does_nothing_and_the_fifth_locks_the_account_for_the_right_one_too(office: Office) -> None:
    command = {"command": "SendReferral", "slip": office.slip()}
    ran = office.apply(command, password="wrong-password")
    assert (ran.code, ran.out) == (2, "")
    assert "再错 4 次" in ran.err
    desk = open_desk(office.clinic)
    for _ in range(4):
        with pytest.raises(Refused):
            desk.log_in("zhou", "wrong-password")
    assert outbox.WAITING not in desk.read(acts_kept.counts)
    desk.close()
    ran = office.apply(command)
    assert ran.code == 2
    assert "账号已锁" in ran.err


def test_a_password_that_is_not_given_is_asked_for_in_words(office: Office) -> None:
    ran = office.apply("", password=None)
    assert (ran.code, ran.out) == (2, "")
    assert "--password-file" in ran.err


def test_a_first_password_must_be_changed_and_nothing_else_may_be_done(office: Office) -> None:
    sending = {"command": "SendReferral", "slip": office.slip()}
    changing = {"command": "ChangePassword", "present": office.first_password, "wanted": PASSWORD}
    ran = office.apply(sending, changing, account="newcomer", password=office.first_password)
    assert [line.get("code") for line in ran.lines] == ["password_must_change", None]
    assert "verifier" not in ran.lines[1]["record"]
    assert "argon2" not in ran.out
    assert office.apply(sending, account="newcomer").code == 0


def test_a_first_password_opens_no_other_word(office: Office) -> None:
    ran = office.run("export", "drugs", "--account", "newcomer", home=office.clinic, password=office.first_password)
    assert (ran.code, ran.out) == (2, "")
    assert "一次性密码" in ran.err


def test_without_keyring_and_passphrase_it_says_what_to_do(office: Office) -> None:
    ran = office.apply("", passphrase=None)
    assert (ran.code, ran.out) == (2, "")
    assert "--passphrase-file" in ran.err
    ran = office.apply("", passphrase="not the passphrase")
    assert (ran.code, ran.out) == (2, "")
    assert "口令或恢复码不对" in ran.err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_secrets_are_read_from_files_of_any_editor(office: Office, tmp_path: Path, encoding: str) -> None:
    words, password = tmp_path / "words.txt", tmp_path / "password.txt"
    words.write_text("测试用的口令-不是密码\r\n", encoding=encoding, newline="")
    password.write_text(PASSWORD + "\n", encoding=encoding)
    ran = office.run(
        "apply", "-", "--account", "zhou", "--passphrase-file", words, "--password-file", password,
        home=office.clinic, passphrase=None, password=None,
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")


def test_a_secret_file_that_is_missing_is_said_so(office: Office, tmp_path: Path) -> None:
    ran = office.run("apply", "-", "--account", "zhou", "--password-file", tmp_path / "none", home=office.clinic)
    assert ran.code == 2
    assert "找不到文件" in ran.err


def test_a_home_without_data_is_said_so_and_not_made(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "mistyped"
    ran = office.run("sync", "status", home=home)
    assert (ran.code, ran.out) == (2, "")
    assert "还没有工作台数据" in ran.err
    assert not home.exists()


def test_applying_stands_in_the_audit_log_without_content(office: Office) -> None:
    office.apply({"command": "SendReferral", "slip": office.slip()})
    ran = office.run("export", "audit", "--account", "shen", home=office.clinic)
    acts = [(line["account"], line["act"], line["outcome"]) for line in ran.lines]
    assert (office.accounts["zhou"], "apply", "done") in acts
    assert "邱传" not in ran.out
    log = (office.clinic / "logs" / "yigongti.log").read_text(encoding="utf-8")
    assert "邱传" not in log


def _drug(office: Office) -> str:
    desk = open_desk(office.clinic)
    found = desk.read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0].id
    desk.close()
    return found


def _is_chinese(message: str) -> bool:
    return bool(message) and "没有办成（" not in message and any("一" <= character <= "鿿" for character in message)
