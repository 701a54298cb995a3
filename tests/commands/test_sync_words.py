"""yigongti sync, backup, restore, passwd, print, export: what they say, what they do, how they end."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2

from tests.commands.office import PASSWORD
from tests.commands.office import PROGRAM
from tests.commands.office import ROOT
from tests.commands.office import Office
from tests.commands.office import environment
from tests.commands.office import open_desk
from tests.storage import acts_kept
from tests.world import WORDS
from yigongti_desktop.app.commands.export import KINDS
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import writing


def test_with_the_hub_down_it_ends_with_1_and_everything_waits(office: Office) -> None:
    office.send()
    ran = office.run("sync", "--once", "--json", home=office.clinic)
    assert ran.code == 1
    (told,) = ran.lines
    assert (told["code"], told["waiting"], told["sent"]) == ("hub_unreachable", 2, 0)
    ran = office.run("sync", "status", home=office.clinic)
    assert ran.code == 0
    assert "待上传 2 条" in ran.out
    assert "连不上县院中枢" in ran.out


def test_with_the_hub_up_everything_is_confirmed_and_it_ends_with_0(office: Office) -> None:
    office.send()
    with office.serve():
        ran = office.run("sync", "--once", home=office.clinic)
        assert (ran.code, ran.err) == (0, "")
        assert "县院已确认。　送 2，" in ran.out
        ran = office.run("sync", "--once", "--json", home=office.hospital)
        assert ran.code == 0
        assert ran.lines[0]["received"] > 0
    ran = office.run("sync", "status", "--json", home=office.clinic)
    (told,) = ran.lines
    assert (ran.code, told["waiting"], told["refused"], told["line"]) == (0, 0, 0, "")
    assert told["confirmed_at"]


def test_something_refused_is_for_a_person_and_ends_with_1_until_it_is_settled(office: Office) -> None:
    referral = office.send(history="言语不清三小时").id
    desk = open_desk(office.clinic)
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("UPDATE outbox SET account = 'nobody' WHERE record = ?", (referral,))
    desk.close()
    with office.serve():
        ran = office.run("sync", "--once", home=office.clinic)
        assert ran.code == 1
        assert "退回 1" in ran.out
        assert "待处理 1 条" in ran.out
    ran = office.run("export", "refused", "--account", "zhou", home=office.clinic)
    (line,) = ran.lines
    assert (line["code"], line["kind"]) == ("account_unknown", "referral.sent")
    assert line["body"]["slip"]["history"] == "言语不清三小时"
    other = office.run("export", "refused", "--account", "liu", home=office.clinic)
    assert (other.code, other.out) == (0, "")  # a pharmacist does not read slips here either
    office.do("zhou", SettleRefusal(event=line["event"]))
    assert office.run("sync", "status", "--json", home=office.clinic).lines[0]["refused"] == 0


def test_a_revoked_desk_says_so(office: Office) -> None:
    office.send()
    with office.serve():
        ran = office.run("hub", "revoke", "岳口-A", "--why", "电脑丢失", home=office.hub)
        assert (ran.code, ran.out.strip()) == (0, "已停用，立即生效。")
        ran = office.run("sync", "--once", home=office.clinic)
    assert ran.code == 1
    assert "县院已停用本机" in ran.out
    assert "待上传 2 条" in ran.out
    ran = office.run("hub", "devices", home=office.hub)
    assert "已停用（电脑丢失）" in ran.out


# Export.


def test_each_kind_is_exported_by_right(office: Office) -> None:
    office.send()
    desk = open_desk(office.clinic)
    zhou, liu, shen = (desk.log_in(login, PASSWORD).actor for login in ("zhou", "liu", "shen"))
    rights = {kind: [actor.may(roles) for actor in (zhou, liu, shen)] for kind, (roles, _) in KINDS.items()}
    desk.close()
    assert rights == {
        "referrals": [True, False, False],
        "requests": [True, True, False],
        "shortages": [True, True, False],
        "statements": [True, True, False],
        "long-prescriptions": [True, True, False],
        "reviews": [True, True, False],
        "followups": [True, False, False],
        "residents": [True, False, False],
        "drugs": [True, True, True],
        "diagnoses": [True, True, True],
        "institutions": [True, True, True],
        "rules": [True, True, True],
        "accounts": [False, False, True],
        "audit": [False, False, True],
        "refused": [True, True, True],
    }
    ran = office.run("export", "referrals", "--account", "liu", home=office.clinic)
    assert (ran.code, ran.out) == (2, "")
    assert "岗位不办这件事" in ran.err
    ran = office.run("export", "referrals", "--account", "zhou", home=office.clinic)
    (line,) = ran.lines
    assert (line["slip"]["patient"]["name"], line["is_waiting"]) == ("邱传𠮷", True)
    assert [step["code"] for step in line["trail"]][:1] == ["saved"]


def test_accounts_are_exported_without_their_passwords(office: Office) -> None:
    ran = office.run("export", "accounts", "--account", "shen", home=office.clinic)
    assert ran.code == 0
    assert {line["login"] for line in ran.lines} == {"zhou", "liu", "shen", "newcomer"}
    assert "verifier" not in ran.out
    assert "argon2" not in ran.out


def test_a_refused_change_of_password_is_exported_without_the_password(office: Office) -> None:
    office.run("passwd", "--account", "zhou", home=office.clinic, YIGONGTI_NEW_PASSWORD="qing-chuan-77")
    desk = open_desk(office.clinic)
    with writing(desk.engine) as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'refused' WHERE kind = 'account.password_changed'")
    desk.close()
    ran = office.run("export", "refused", "--account", "zhou", home=office.clinic, password="qing-chuan-77")
    assert len(ran.lines) > 0
    assert "argon2" not in ran.out


def test_an_unknown_kind_is_said_so_with_those_that_there_are(office: Office) -> None:
    ran = office.run("export", "cars", "--account", "zhou", home=office.clinic)
    assert (ran.code, ran.out) == (2, "")
    for kind in KINDS:
        assert kind in ran.err


def test_a_reader_that_goes_away_is_no_fault(office: Office) -> None:
    command = [*PROGRAM, "export", "diagnoses", "--account", "zhou", "--home", str(office.clinic)]
    process = subprocess.Popen(
        command, env=environment(WORDS, PASSWORD), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == 0
    assert said == ""


def test_a_rare_name_is_exported_whole_into_a_pipe_of_any_encoding(office: Office) -> None:
    office.send()
    ran = office.run(
        "export", "residents", "--account", "zhou", home=office.clinic, PYTHONIOENCODING="utf-8", PYTHONUTF8="0"
    )
    assert ran.lines[0]["name"] == "邱传𠮷"


# Print.


def test_the_second_print_bears_its_number(office: Office, tmp_path: Path) -> None:
    number = office.send().number
    for copy in (1, 2):
        paper = tmp_path / f"{copy}.pdf"
        ran = office.run("print", number, "--out", paper, "--account", "zhou", home=office.clinic)
        assert (ran.code, ran.out.strip()) == (0, str(paper))
        text = _text(paper)
        assert "双向转诊" in text
        assert ("重打 2" in text) == (copy == 2)


def test_a_paper_that_could_not_be_saved_was_not_printed(office: Office, tmp_path: Path) -> None:
    number = office.send().number
    out = tmp_path / "no folder" / "x.pdf"
    ran = office.run("print", number, "--out", out, "--account", "zhou", home=office.clinic)
    assert (ran.code, ran.out) == (1, "")
    assert "写不进去" in ran.err
    paper = tmp_path / "x.pdf"
    office.run("print", number, "--out", paper, "--account", "zhou", home=office.clinic)
    assert "重打" not in _text(paper)
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["x.pdf"]


def test_a_number_that_is_none_prints_nothing_and_leaves_the_old_paper(office: Office, tmp_path: Path) -> None:
    paper = tmp_path / "x.pdf"
    paper.write_bytes(b"yesterday's")
    ran = office.run("print", "岳口-1", "--return", "--out", paper, "--account", "zhou", home=office.clinic)
    assert (ran.code, ran.out) == (2, "")
    assert "找不到这条记录" in ran.err
    assert paper.read_bytes() == b"yesterday's"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["x.pdf"]


def test_a_request_is_printed_by_whoever_may(office: Office, tmp_path: Path) -> None:
    number = _request(office)
    paper = tmp_path / "x.pdf"
    ran = office.run("print", number, "--out", paper, "--account", "shen", home=office.clinic)
    assert (ran.code, paper.exists()) == (2, False)
    assert "岗位不办这件事" in ran.err
    assert office.run("print", number, "--out", paper, "--account", "liu", home=office.clinic).code == 0
    assert number in _text(paper)


# Password.


def test_a_password_is_changed_and_the_old_one_is_dead(office: Office) -> None:
    ran = office.run("passwd", "--account", "zhou", home=office.clinic, YIGONGTI_NEW_PASSWORD="qing-chuan-77")
    assert (ran.code, ran.err) == (0, "")
    assert "密码已改" in ran.out
    assert office.apply("").code == 2
    assert office.apply("", password="qing-chuan-77").code == 0


def test_a_password_that_others_would_guess_is_refused(office: Office) -> None:
    ran = office.run("passwd", "--account", "zhou", home=office.clinic, YIGONGTI_NEW_PASSWORD="12345678a")
    assert (ran.code, ran.out) == (2, "")
    assert "太容易猜到" in ran.err


# Backup and restore.


def test_a_backup_is_made_looked_at_and_restored(office: Office, tmp_path: Path) -> None:
    office.send()
    target = tmp_path / "u-disk" / "岳口.ygtbak"
    target.parent.mkdir()
    ran = office.run("backup", "--to", target, "--json", home=office.clinic)
    assert ran.code == 0
    (told,) = ran.lines
    assert (told["file"], told["counts"]["referrals"]) == (str(target), 1)
    office.send()
    ran = office.run("restore", target, home=office.clinic)
    assert (ran.code, ran.err) == (0, "")
    assert "已恢复到" in ran.out
    kept = [folder for folder in office.clinic.iterdir() if folder.name.startswith("before-restore-")]
    assert len(kept) == 1
    desk = open_desk(office.clinic)
    assert desk.read(acts_kept.counts)[outbox.WAITING] == 2
    desk.close()
    assert "-A2-" in office.send().number


def test_a_backup_without_a_place_lies_in_the_home(office: Office) -> None:
    ran = office.run("backup", home=office.clinic)
    assert ran.code == 0
    assert "备份已做好并核验" in ran.out
    assert len(list((office.clinic / "backups").glob("*.ygtbak"))) == 1


def test_a_backup_that_cannot_be_written_is_said_so(office: Office, tmp_path: Path) -> None:
    ran = office.run("backup", "--to", tmp_path / "no folder" / "x.ygtbak", home=office.clinic)
    assert (ran.code, ran.out) == (1, "")
    assert "写不进去" in ran.err


def test_a_file_that_is_no_backup_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = (office.clinic / "data.db").read_bytes()
    rubbish = tmp_path / "rubbish.ygtbak"
    rubbish.write_bytes(b"PK\x03\x04" + b"\0" * 500)
    ran = office.run("restore", rubbish, home=office.clinic)
    assert (ran.code, ran.out) == (2, "")
    assert "不是工作台的备份" in ran.err
    assert (office.clinic / "data.db").read_bytes() == before


def test_a_restore_with_a_wrong_passphrase_changes_nothing(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "x.ygtbak"
    desk = open_desk(office.clinic)
    desk.backup(target=target)
    desk.close()
    before = (office.clinic / "data.db").read_bytes()
    ran = office.run("restore", target, home=office.clinic, passphrase="not the passphrase")
    assert ran.code == 2
    assert "口令或恢复码不对" in ran.err
    assert (office.clinic / "data.db").read_bytes() == before
    assert sorted(one.name for one in office.clinic.iterdir()) == sorted(
        {one.name for one in office.clinic.iterdir()} - {"restored.db", "restored.vault"}
    )


def _request(office: Office) -> str:
    desk = open_desk(office.clinic)
    drug = desk.read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0].id
    desk.close()
    return str(office.do("liu", SubmitDrugRequest(lines=(Wanted(drug=drug, quantity=5),))).number)


def _text(paper: Path) -> str:
    document = pypdfium2.PdfDocument(paper)
    try:
        pages = [page.get_textpage() for page in document]
        return "\n".join(page.get_text_bounded() for page in pages)
    finally:
        document.close()


def test_the_journal_tells_who_did_what_to_a_slip_and_nothing_of_the_patient(office: Office) -> None:
    slip = office.send()
    with office.serve():
        assert office.run("sync", "--once", home=office.clinic).code == 0
        assert office.run("sync", "--once", home=office.hospital).code == 0
        ran = office.run("hub", "journal", slip.number, home=office.hub)
        assert (ran.code, ran.err) == (0, "")
        first, *later = ran.out.splitlines()
        assert "岳口镇中心卫生院" in first
        assert "已收下，第 1 版" in first
        assert any("中枢" in line for line in later)  # it has reached the hospital's desk
        assert slip.slip.patient.name not in ran.out
    told = office.run("hub", "journal", slip.id, "--json", home=office.hub).lines
    assert [line["record"] for line in told] == [slip.id] * len(told)
    assert not {"body", "facts"} & set(told[0])
    ran = office.run("hub", "journal", "岳口-20260101-A-999", home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert "台账里没有 岳口-20260101-A-999" in ran.err
