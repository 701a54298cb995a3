"""yigongti hub …, enrol, doctor, demo: what a keeper and a clinic do on their first day, and what goes wrong there."""

from __future__ import annotations

import signal
import socket
import sqlite3
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.commands.office import PROGRAM
from tests.commands.office import ROOT
from tests.commands.office import Office
from tests.commands.office import environment
from tests.commands.office import free_port
from tests.commands.office import open_desk
from tests.commands.office import open_hub
from tests.commands.office import run
from tests.world import WORDS
from tests.world import World
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.home import Home

_DRUGS = "通用名,剂型,规格,包装,单位,基本药物,特殊管理\n"


# Founding.


def test_a_hub_is_founded_once(tmp_path: Path) -> None:
    home = tmp_path / "hub"
    ran = run("hub", "init", "--county", "tianmen", "--address", "hub.example:8443", home=home, passphrase=WORDS)
    assert (ran.code, ran.err) == (0, "")
    assert "29 家机构" in ran.out
    before = (home / "keys.vault").read_bytes()
    ran = run("hub", "init", "--county", "tianmen", home=home, passphrase=WORDS)
    assert (ran.code, ran.out) == (2, "")
    assert "已经有中枢数据" in ran.err
    assert (home / "keys.vault").read_bytes() == before


@pytest.mark.parametrize(
    ("address", "passphrase", "said"),
    [
        ("nowhere", WORDS, "地址不对"),
        ("县医院:8443", WORDS, "地址不对"),
        ("hub.example:99999", WORDS, "地址不对"),
        ("hub.example:8443", "short", "至少 8 位"),
        ("hub.example:8443", None, "--passphrase-file"),
    ],
)
def test_a_hub_that_nobody_could_reach_or_open_is_not_founded(
    tmp_path: Path, address: str, passphrase: str | None, said: str
) -> None:
    home = tmp_path / "hub"
    ran = run("hub", "init", "--county", "tianmen", "--address", address, home=home, passphrase=passphrase)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (home / "keys.vault").exists()
    assert not (home / "data.db").exists()


def test_the_hubs_words_need_its_passphrase(office: Office) -> None:
    for passphrase, said in (("not the passphrase", "口令或恢复码不对"), (None, "--passphrase-file")):
        ran = office.run("hub", "devices", home=office.hub, passphrase=passphrase)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_a_hub_that_is_not_there_is_said_so_and_not_made(office: Office, tmp_path: Path) -> None:
    ran = office.run("hub", "devices", home=tmp_path / "mistyped")
    assert (ran.code, ran.out) == (2, "")
    assert "还没有中枢数据" in ran.err
    assert not (tmp_path / "mistyped").exists()


def test_the_database_is_not_readable_without_the_key(office: Office) -> None:
    for home in (office.hub, office.clinic):
        content = (home / "data.db").read_bytes()
        assert not content.startswith(b"SQLite format")
        assert "岳口".encode() not in content
        with sqlite3.connect(home / "data.db") as plain, pytest.raises(sqlite3.DatabaseError):
            plain.execute("SELECT * FROM facts").fetchall()
        plain.close()


# Serving.


def test_a_taken_port_is_said_so(office: Office) -> None:
    with socket.create_server(("127.0.0.1", office.port)):
        ran = office.run("hub", "serve", home=office.hub)
    assert (ran.code, ran.out) == (1, "")
    assert f"端口 {office.port} 已被占用" in ran.err


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_asked_to_stop_ends_with_0(office: Office, ending: signal.Signals) -> None:
    command = [*PROGRAM, "hub", "serve", "--home", str(office.hub)]
    process = subprocess.Popen(
        command, env=environment(WORDS), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    assert f"https://127.0.0.1:{office.port}" in process.stdout.readline().decode()
    while not _listens(office.port):
        assert process.poll() is None
    process.send_signal(ending)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err.decode()) == (0, "")
    assert "中枢已停止" in out.decode()


# Accounts.


def test_an_account_is_added_listed_stopped_and_reset(office: Office) -> None:
    words = ("--institution", "岳口", "--login", "Wang", "--name", "王 医生")
    ran = office.run("hub", "account", "add", *words, "--role", "doctor", "--role", "nurse", "--json", home=office.hub)
    assert ran.code == 0
    first = ran.lines[0]["one_time_password"]
    ran = office.run("hub", "account", "list", "--json", home=office.hub)
    (made,) = [line for line in ran.lines if line["login"] == "wang"]
    assert (made["name"], made["roles"], made["must_change"]) == ("王医生", ["doctor", "nurse"], True)
    assert first not in ran.out
    assert "argon2" not in ran.out
    ran = office.run("hub", "account", "stop", *words[:4], home=office.hub)
    assert "已停用" in ran.out
    ran = office.run("hub", "account", "reset", *words[:4], home=office.hub)
    assert ran.code == 0
    assert "一次性密码" in ran.out
    assert first not in ran.out


def test_accounts_that_cannot_be_are_refused(office: Office) -> None:
    hub = open_hub(office)
    keeper = Keeper(hub)
    before = len(keeper.accounts())
    for institution, login, name, roles, code in (
        ("岳口", "zhou", "重名", [Role.DOCTOR], "login_taken"),
        ("岳口", "ZHOU ", "重名", [Role.DOCTOR], "login_taken"),
        ("岳口", "", "无名", [Role.DOCTOR], "field_empty"),
        ("岳口", "x", " ", [Role.DOCTOR], "field_empty"),
        ("岳口", "x", "张三", [], "roles_empty"),
        ("岳口", "x", "张三", [Role.CENTRAL_PHARMACY], "role_of_lead"),
        ("岳口", "x", "张三", [Role.HUB], "role_of_lead"),
        ("火星", "x", "张三", [Role.DOCTOR], "institution_unknown"),
        ("", "x", "张三", [Role.DOCTOR], "institution_unknown"),
    ):
        with pytest.raises(Refused, match=code):
            keeper.add_account(institution, login, name, roles)
    assert len(keeper.accounts()) == before
    hub.engine.dispose()


def test_a_login_of_somebody_who_left_is_not_given_to_somebody_else(office: Office) -> None:
    """Else a reset would let the one who left in again."""
    hub = open_hub(office)
    keeper = Keeper(hub)
    keeper.stop_account(keeper.account("岳口", "zhou"))
    with pytest.raises(Refused, match="login_taken"):
        keeper.add_account("岳口", "zhou", "新来的周", [Role.DOCTOR])
    hub.engine.dispose()


def test_an_account_that_is_not_there_is_said_so(office: Office) -> None:
    ran = office.run("hub", "account", "stop", "--institution", "岳口", "--login", "nobody", home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


# Devices.


def test_devices_are_listed_and_revoked_by_place_and_letter(office: Office) -> None:
    ran = office.run("hub", "devices", "--json", home=office.hub)
    listed = {line["institution_name"]: (line["letter"], line["status"]) for line in ran.lines}
    assert listed == {"岳口镇中心卫生院": ("A", "active"), "市第一人民医院": ("A", "active")}
    assert office.run("hub", "revoke", "岳口-a", "--why", "丢失", home=office.hub).code == 0
    hub = open_hub(office)
    keeper = Keeper(hub)
    states = {device.institution: device.status for device in keeper.devices()}
    assert states == {"tianmen.yuekou": "revoked", "tianmen.diyi": "active"}
    for named in ("岳口-Z", "火星-A", "nobody", ""):
        with pytest.raises(Refused, match=r"device_not_listed|institution_unknown"):
            keeper.revoke(named, "")
    hub.engine.dispose()


# Lists.


def test_a_good_list_is_imported_and_reaches_the_desks(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_bytes((_DRUGS + "龙胆泻肝丸,丸剂,3g,10袋/盒,盒,否,\n").encode("gb18030"))
    ran = office.run("hub", "import", "drugs", file, "--community", "tianmen-1", home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert "已导入 1 条" in ran.out
    with office.serve():
        desk = open_desk(office.clinic)
        assert desk.sync().code == ""
        desk.close()
    ran = office.run("export", "drugs", "--account", "liu", home=office.clinic)
    assert "龙胆泻肝丸" in {line["name"] for line in ran.lines}


def test_a_list_with_one_faulty_row_imports_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        _DRUGS + "龙胆泻肝丸,丸剂,3g,10袋/盒,盒,否,\n" + ",片剂,1g,1,盒,也许,\n" + "吗啡,片剂,1g,1,盒,否,重的\n",
        encoding="utf-8",
    )
    ran = office.run("hub", "import", "drugs", file, home=office.hub)
    assert (ran.code, ran.err) == (1, "")
    assert "第 3 行" in ran.out
    assert "第 4 行" in ran.out
    assert "2 行有错，一行也没有导入" in ran.out
    hub = open_hub(office)
    with hub.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM drugs WHERE name = '龙胆泻肝丸'").scalar()
    hub.engine.dispose()
    assert found == 0


def test_a_dry_run_imports_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("编码,名称\nI10.x00x002,高血压\n", encoding="utf-8")
    hub = open_hub(office)
    with hub.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT last FROM marks WHERE name = 'position'").scalar()
    ran = office.run("hub", "import", "diagnoses", file, "--dry-run", home=office.hub)
    assert ran.code == 0
    assert "可以导入 1 条" in ran.out
    with hub.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT last FROM marks WHERE name = 'position'").scalar() == before
    hub.engine.dispose()


def test_a_list_for_a_community_that_there_is_not_is_said_so(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(_DRUGS + "龙胆泻肝丸,丸剂,3g,10袋/盒,盒,否,\n", encoding="utf-8")
    ran = office.run("hub", "import", "drugs", file, "--community", "火星医共体", home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert "tianmen-1" in ran.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "找不到文件"),
        ("x.pdf", b"%PDF", "不认识这种文件"),
        ("x.csv", b"", "缺少这些列"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 100, "读不出来"),
    ],
)
def test_a_file_that_is_no_list_is_said_so(
    office: Office, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    ran = office.run("hub", "import", "drugs", file, home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


# Enrolling.


def test_a_desk_is_enrolled_with_a_recovery_code_that_opens_it(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "new"
    code = office.run("hub", "enrol", "岳口", "--json", home=office.hub).lines[0]["code"]
    with office.serve():
        ran = office.run("enrol", code, "--json", home=home)
        assert (ran.code, ran.err) == (0, "")
        (told,) = ran.lines
        assert (told["institution"], told["letter"], told["code"]) == ("岳口镇中心卫生院", "B", "")
        assert told["received"] > 600
        again = office.run("enrol", code, home=home)
        assert again.code == 2
        assert "已经登记过" in again.err
    ran = office.run("sync", "status", home=home, passphrase=told["recovery"])
    assert ran.code == 0


def test_a_mistyped_code_makes_nothing(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "new"
    ran = office.run("enrol", "ABCDE-FGHJK", home=home)
    assert (ran.code, ran.out) == (2, "")
    assert "登记码不对" in ran.err
    assert not home.exists()


def test_a_code_that_the_hub_refuses_leaves_a_machine_that_can_be_enrolled_and_gets_its_recovery_code(
    office: Office, tmp_path: Path
) -> None:
    home = tmp_path / "new"
    hub = open_hub(office)
    good = Keeper(hub).issue_code("岳口")
    hub.engine.dispose()
    unknown = replace(good, secret=b"0123456789")
    with office.serve():
        ran = office.run("enrol", unknown.spell(), home=home)
        assert (ran.code, ran.out) == (2, "")
        assert "县院没有发过这个登记码" in ran.err
        ran = office.run("enrol", good.spell(), home=home)
    assert ran.code == 0
    assert "恢复码（只显示这一次" in ran.out


def test_an_enrolment_without_a_line_can_be_done_again(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "new"
    hub = open_hub(office)
    code = Keeper(hub).issue_code("岳口").spell()
    hub.engine.dispose()
    ran = office.run("enrol", code, home=home)
    assert (ran.code, ran.out) == (1, "")
    assert "连不上县院中枢" in ran.err
    with office.serve():
        ran = office.run("enrol", code, home=home)
    assert ran.code == 0
    assert "恢复码" in ran.out


def test_an_enrolment_without_keyring_and_passphrase_makes_nothing(office: Office, tmp_path: Path) -> None:
    home = tmp_path / "new"
    hub = open_hub(office)
    code = Keeper(hub).issue_code("岳口").spell()
    hub.engine.dispose()
    ran = office.run("enrol", code, home=home, passphrase=None)
    assert (ran.code, ran.out) == (2, "")
    assert "--passphrase-file" in ran.err
    assert not (home / "keys.vault").exists()


@pytest.mark.policy("ORG-23")
def test_a_county_that_lists_townships_gets_its_units_by_them(tmp_path: Path) -> None:
    """寿县：文件列出的是乡镇；卫生院由县里登记，按乡镇归入医共体，然后登记它的电脑."""
    office = Office(tmp_path, port=free_port())
    address = f"127.0.0.1:{office.port}"
    assert office.run("hub", "init", "--county", "shouxian", "--address", address, home=office.hub).code == 0
    ran = office.run(
        "hub", "institution", "add", "--name", "瓦埠镇中心卫生院", "--place", "瓦埠", "--township", "340422119",
        "--kind", "central_township_health_centre", home=office.hub,
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    ran = office.run("hub", "institution", "list", "--json", home=office.hub)
    (made,) = [line for line in ran.lines if line["place"] == "瓦埠"]
    assert [membership["community"] for membership in made["memberships"]] == ["shouxian-1"]
    hub = open_hub(office)
    code = Keeper(hub).issue_code("瓦埠").spell()
    hub.engine.dispose()
    with office.serve():
        ran = office.run("enrol", code, "--json", home=office.clinic)
    assert ran.code == 0
    assert ran.lines[0]["institution"] == "瓦埠镇中心卫生院"
    desk = open_desk(office.clinic)
    with desk.engine.connect() as connection:
        communities = set(connection.exec_driver_sql("SELECT DISTINCT community FROM drugs").scalars())
    assert desk.fact(facts.PLACE) == "瓦埠"
    desk.close()
    assert communities == {"shouxian-1"}


@pytest.mark.policy("ORG-25")
def test_a_township_moves_to_another_community_with_all_its_units(tmp_path: Path) -> None:
    """寿县：医共体划分范围适时调整，以乡镇为单位."""
    office = Office(tmp_path, port=free_port())
    hub = init(Home(office.hub), "shouxian", WORDS, f"127.0.0.1:{office.port}")
    kind = InstitutionKind.TOWNSHIP_HEALTH_CENTRE
    for number in range(2):
        Keeper(hub).add_institution(f"第{number}卫生院", f"第{number}", kind, "340422119")
    hub.engine.dispose()
    move = ("hub", "institution", "move", "--township", "340422119")
    ran = office.run(*move, "--community", "shouxian-2", "--since", "2090-01-01", home=office.hub)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("从 2090-01-01 起属于") == 2
    hub = open_hub(office)
    placed = [one for one in Keeper(hub).institutions() if one.township == "340422119"]
    hub.engine.dispose()
    for one in placed:
        assert [membership.community for membership in one.memberships] == ["shouxian-1", "shouxian-2"]
    ran = office.run(*move, "--community", "火星", home=office.hub)
    assert (ran.code, ran.out) == (2, "")
    assert "没有这个医共体" in ran.err


def test_institutions_that_cannot_be_are_refused(tmp_path: Path) -> None:

    hub = init(Home(tmp_path / "hub"), "shouxian", WORDS, "127.0.0.1:1")
    keeper = Keeper(hub)
    kind = InstitutionKind.TOWNSHIP_HEALTH_CENTRE
    before = len(keeper.institutions())
    for name, place, township, code in (
        ("某卫生院", "某", "999999999", "township_unknown"),
        ("某卫生院", "某", "", "township_unknown"),
        ("", "某", "340422119", "field_empty"),
        ("某卫生院", "  ", "340422119", "field_empty"),
        ("寿县县医院", "某", "340422119", "institution_exists"),
        ("某卫生院", "县医院", "340422119", "institution_exists"),
    ):
        with pytest.raises(Refused, match=code):
            keeper.add_institution(name, place, kind, township)
    assert len(keeper.institutions()) == before
    for number in range(30):  # as a script would: many within one moment
        keeper.add_institution(f"第{number}卫生院", f"第{number}", kind, "340422119")
    assert len(keeper.institutions()) == before + 30
    hub.engine.dispose()


@pytest.mark.policy("ORG-07")
def test_hospitals_under_preparation_get_no_code_and_are_no_targets(tmp_path: Path) -> None:
    """共青城：中医医院和妇幼保健院筹建中."""

    world = World(tmp_path, "gongqingcheng")
    world.open_line()
    planned = [one for one in world.keeper.institutions() if one.status.value == "planned"]
    assert {one.kind for one in planned} == {InstitutionKind.TCM_HOSPITAL, InstitutionKind.MATERNAL_CHILD_HOSPITAL}
    for one in planned:
        with pytest.raises(Refused, match="institution_not_working"):
            world.keeper.issue_code(one.name)
    clinic = next(one for one in world.keeper.institutions() if "health_centre" in one.kind.value)
    world.desk(clinic.place)
    for one in planned:
        target = Target(institution=one.id, department="康复科")
        with pytest.raises(Refused, match="institution_not_working"):
            world.do(clinic.place, SendReferral(slip=world.slip(clinic.place, target=target)))
    world.close()


# Doctor.


def test_a_doctor_in_an_empty_place_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "nobody"
    ran = run("doctor", "--json", home=home)
    assert ran.code == 1
    assert {line["what"] for line in ran.lines} >= {"程序", "字体", "钥匙串", "磁盘", "数据", "时钟"}
    assert next(line for line in ran.lines if line["what"] == "数据")["state"] == "warn"
    assert not home.exists()


def test_a_doctor_of_a_desk_says_what_is_wrong_and_how_bad_it_is(office: Office) -> None:
    with office.serve():
        ran = office.run("doctor", "--json", home=office.clinic)
    told = {line["what"]: (line["state"], line["said"]) for line in ran.lines}
    assert ran.code == 1  # no keyring, no backup: to be minded, nothing broken
    assert told["县院中枢"][0] == "good"
    assert told["备份"][0] == "warn"
    assert told["登记"] == ("good", "岳口　设备 A")
    desk = open_desk(office.clinic)
    desk.backup()
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit WHERE seq = 2")
    desk.close()
    ran = office.run("doctor", home=office.clinic)
    assert ran.code == 2
    assert "✗ 审计日志" in ran.out
    assert "△ 县院中枢：连不上县院中枢" in ran.out
    assert "✓ 备份" in ran.out


def test_a_doctor_reckons_the_stock_from_its_entries(office: Office) -> None:
    line = {"drug": _a_drug(office), "quantity": 60, "lot": "A1", "expiry": "2029-03-31"}
    office.apply({"command": "EnterStock", "entering": {"kind": "opening", "lines": [line]}}, account="liu")
    ran = office.run("doctor", home=office.clinic)
    assert "✓ 库存账：1 张单据、1 个批号逐笔重算，和账面结存一致。" in ran.out
    desk = open_desk(office.clinic)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE postings SET amount = 61 WHERE account LIKE 'stock|%'")
    desk.close()
    ran = office.run("doctor", home=office.clinic)
    assert ran.code == 2
    assert "✗ 库存账" in ran.out
    assert "批号 A1 账面 61、单据合计 60" in ran.out


def _a_drug(office: Office) -> str:
    desk = open_desk(office.clinic)
    drug: str = desk.read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0].id
    desk.close()
    return drug


def test_a_doctor_finds_a_damaged_database(office: Office) -> None:
    database = office.clinic / "data.db"
    database.write_bytes(database.read_bytes()[:8192] + b"\0" * 50_000)
    ran = office.run("doctor", "--json", home=office.clinic)
    assert ran.code == 2
    (found,) = [line for line in ran.lines if line["what"] == "数据"]
    assert found["state"] == "bad"


# Demonstration.


def test_a_demonstration_leaves_a_folder_of_others_alone(tmp_path: Path) -> None:
    mine = tmp_path / "我的文件"
    mine.mkdir()
    (mine / "照片.jpg").write_bytes(b"x")
    ran = run("demo", "--headless", "--home", mine)
    assert ran.code == 2
    assert ran.err.strip()
    assert [one.name for one in mine.iterdir()] == ["照片.jpg"]


def test_a_demonstration_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:

    file = tmp_path / "file"
    file.write_bytes(b"x")
    for folder in (file, file / "inside"):
        with pytest.raises((Refused, Unavailable)):
            Demonstration(folder).set_up()
    assert file.read_bytes() == b"x"


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
