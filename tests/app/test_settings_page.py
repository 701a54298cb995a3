"""设置: each part opens for whoever may; a password is changed, a backup made and restored, the look kept."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.gui import naming
from tests.protocol.test_update import release
from tests.screens import PEOPLE
from tests.screens import Screen
from tests.screens import Screens
from tests.screens import Staffed
from tests.world import WORDS
from yigongti_desktop.app import fetching
from yigongti_desktop.app import updates
from yigongti_desktop.app.preferences import read_preferences
from yigongti_desktop.app.updates import Ready
from yigongti_desktop.app.workbench import open_home
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit import theme
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.vault import Vault
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.gui

_ALL = ["外观", "修改密码", "时间", "备份", "本机", "关于"]
_MORE = {"院长": ["恢复码"], "管理员": ["恢复码", "审计"], "审计": ["审计"]}


@pytest.mark.parametrize("who", list(PEOPLE))
def test_each_part_opens_for_whoever_may(screens: Screens, who: str) -> None:
    me = screens(who)
    page = me.page("settings")
    topics = page.list.records.records()
    assert {topic.title for topic in topics} == {*_ALL, *_MORE.get(who, [])}
    for topic in topics:
        me.page("settings", topic.name)
        assert page.part(topic.name) is not None
        assert page.part(topic.name).isVisible()
        assert me.says(topic.title, page.part(topic.name))


def test_the_parts_are_walked_with_the_arrows(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("settings")
    me.press("Down")
    assert page.part("password").isVisible()
    me.press("Down", "Down")
    assert page.part("backup").isVisible()


def test_a_password_is_changed_and_the_old_one_opens_nothing_any_more(screens: Screens, staffed: Staffed) -> None:
    me = screens("医生")
    page = me.page("settings", "password")
    form = page.part("password").form
    me.fill(form, present=staffed.passwords["医生"], wanted="岳口-新的-2026", again="岳口-新的-2026")
    form.go_to("again")
    me.press("Return")
    me.until(lambda: me.says("密码已改，待上传"))
    assert set(form.values().values()) == {""}
    assert me.bench.log_in("zhou", "岳口-新的-2026").actor.name == "周建国"
    with pytest.raises(Refused, match="password_wrong"):
        me.bench.log_in("zhou", staffed.passwords["医生"])
    me.sync()
    screens.county.sync("岳口二")
    assert screens.county.desks["岳口二"].log_in("zhou", "岳口-新的-2026").actor.name == "周建国"


@pytest.mark.parametrize(
    ("present", "wanted", "again", "field", "words"),
    [
        ("wrong", "岳口-新的-2026", "岳口-新的-2026", "present", "密码"),
        ("", "岳口-新的-2026", "岳口-新的-2026", "present", "现在的密码没有填。请补上。"),
        ("right", "岳口-新的-2026", "岳口-旧的-2026", "again", "两次输入的新密码不一样。请再输一遍。"),
        ("right", "1234", "1234", "wanted", "8"),
        ("right", "right", "right", "wanted", "一样"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_its_field(
    screens: Screens, staffed: Staffed, present: str, wanted: str, again: str, field: str, words: str
) -> None:
    me = screens("医生")
    form = me.page("settings", "password").part("password").form
    now = staffed.passwords["医生"]
    given = {"present": present, "wanted": wanted, "again": again}
    me.fill(form, **{name: now if word == "right" else word for name, word in given.items()})
    form.go_to("again")
    me.press("Return")
    me.until(lambda: me.fault(form, field))
    assert words in me.fault(form, field)
    assert me.bench.log_in("zhou", now).actor.name == "周建国"


def test_a_password_is_never_shown_as_it_is_typed(screens: Screens) -> None:
    me = screens("医生")
    form = me.page("settings", "password").part("password").form
    assert {form.editor(name).echoMode() for name in form.names} == {QLineEdit.EchoMode.Password}


def test_the_look_changes_at_once_and_is_kept(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("settings", "look")
    chips = page.part("look")._chips
    chips.setFocus()
    me.press("Right")
    assert theme.theme.name == theme.DARK
    assert read_preferences().theme == theme.DARK
    me.press("Left")
    assert theme.theme.name == theme.LIGHT
    assert read_preferences().theme == theme.LIGHT


def test_a_backup_is_made_proven_and_restored(screens: Screens) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("settings", "backup")
    assert me.says("还没有备份")
    me.click("现在备份")
    me.until(lambda: "已备份并核验" in page.part("backup").said.text(), 30)
    me.settle()
    assert me.says("12:00，已核验")
    (made,) = me.bench.home.backups.iterdir()
    assert str(made) in page.part("backup").said.text()
    assert "现在备份" in me.buttons()
    home = me.bench.home
    screens.leave(me)
    screens.county.desks.pop("岳口")
    restoring.restore(home, made, lambda path: _unlocked(path)["database"], at=screens.county.clock.now())
    restored = open_home(home, _unlocked, clock=screens.county.clock)
    numbers = restored.read(lambda c: c.exec_driver_sql("SELECT number FROM referrals").scalars().all())
    restored.close()
    assert numbers == [sent.number]


def test_a_backup_goes_to_the_folder_that_was_chosen(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    page = me.page("settings", "backup")
    stick = tmp_path / "U 盘"
    stick.mkdir()
    me.answer(naming(stick))
    me.click("备份到 U 盘")
    me.until(lambda: "已备份并核验" in page.part("backup").said.text(), 30)
    (made,) = stick.iterdir()
    assert made.name == "yigongti-20261123-120000.ygtbak"


def test_a_backup_that_cannot_be_written_says_why_and_can_be_tried_again(screens: Screens, tmp_path: Path) -> None:
    me = screens("医生")
    page = me.page("settings", "backup")
    part = page.part("backup")
    part._back_up(tmp_path / "no such folder" / "x.ygtbak")
    me.until(part.fault.text, 30)
    assert "已备份" not in part.said.text()
    assert "现在备份" in me.buttons()


def test_the_log_lists_who_did_what_and_says_whether_it_is_whole(screens: Screens) -> None:
    me = screens("管理员")
    me.bench.note(screens.county.people["医生"], "print", "referral-1")
    me.bench.note(screens.county.people["药师"], "log_in", outcome="password_wrong")
    page = me.page("settings", "audit")
    part = page.part("audit")
    model = part.table.view.records
    rows = [[model.words(record, place) for place in range(6)] for record in model.records()]
    assert [row[2] for row in rows] == ["刘小梅", "周建国", "本机"]
    assert rows[0][3] == "登录"
    assert rows[0][5] != "成"
    assert rows[2][3] == "登记本机"
    assert me.says("记录完整，没有被改动。")
    me.bench.write(lambda c: c.exec_driver_sql("UPDATE audit SET act = 'nothing' WHERE seq = 2"))
    part.show_now()
    me.settle()
    assert me.says("第 2 行被改过或删过")
    assert not me.says("记录完整")
    assert me.bench.read(audit.first_break) == 2


def test_this_machine_says_what_the_office_needs_to_know(screens: Screens) -> None:
    me = screens("医生")
    me.page("settings", "machine")
    for words in ("岳口", "A", me.bench.fact(facts.DEVICE), me.bench.fact(facts.HUB_ADDRESS), str(me.bench.home.path)):
        assert me.says(words), words


def test_a_machine_that_was_revoked_is_enrolled_again_where_its_letter_stands(screens: Screens) -> None:
    county = screens.county
    me = screens("院长")
    me.page("settings", "machine")
    assert "重新登记本机" not in me.buttons()
    county.send_referral("岳口")
    county.keeper.revoke("岳口-A", "送修")
    me.sync()
    me.page("settings", "time")
    page = me.page("settings", "machine")
    me.until(lambda: "重新登记本机" in me.buttons())
    part = page.part("machine")
    me.fill(part.form, code=county.keeper.issue_code("多宝").spell())
    me.click("重新登记本机")
    me.until(part.fault.text)
    assert "另一家机构" in part.fault.text()
    me.fill(part.form, code=county.keeper.issue_code("岳口").spell())
    with me.bot.waitSignal(me.desk.sync_ended, timeout=20_000):
        me.click("重新登记本机")
    me.settle()
    assert me.says("设备字母 C", part)
    assert me.bench.fact(facts.LETTER) == "C"
    assert me.bench.read(status).waiting == 0


def test_a_recovery_code_is_shown_once_opens_the_keys_and_is_noted(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = screens("院长")
    monkeypatch.setattr(me.bench._vault, "_path", me.bench.home.vault)  # the copy's own file
    part = me.page("settings", "recovery").part("recovery")
    me.click("生成新恢复码")
    me.until(part._code.isVisible, 30)
    code = part._code.text()
    assert me.says("只显示这一次")
    me.settle()
    assert me.bench.read(audit.latest, 1)[0].act == "new_recovery_code"
    vault = vaults.open_with_words(me.bench.home.vault, code)
    assert vault["database"] == me.bench._vault["database"]


@pytest.mark.parametrize(
    ("day", "time", "field"), [("2026-02-30", "08:03", "day"), ("2026-11-24", "25:00", "time"), ("", "08:03", "day")]
)
def test_a_time_that_is_none_is_said_beside_its_field(screens: Screens, day: str, time: str, field: str) -> None:
    me = screens("医生")
    form = me.page("settings", "time").part("time").form
    me.fill(form, day=day, time=time)
    form.go_to("time")
    me.press("Return")
    assert me.fault(form, field)
    assert me.desk.now() == screens.county.clock.now()


def test_the_time_that_a_person_gives_is_worked_by_until_the_hub_says_better(screens: Screens) -> None:
    county = screens.county
    county.clock.advance(hours=1)
    me = screens("医生")
    page = me.page("settings", "time")
    form = page.part("time").form
    me.fill(form, day="2026-11-24", time="8：03")
    form.go_to("time")
    me.press("Return")
    me.until(lambda: me.says("已按这个时间办"))
    assert f"{me.desk.now() + timedelta(hours=8):%Y-%m-%d %H:%M}" == "2026-11-24 08:03"
    me.sync()
    assert me.desk.now() == county.clock.now()


def test_a_time_before_what_the_hub_has_said_is_refused_in_words(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("settings", "time")
    form = page.part("time").form
    me.fill(form, day="2009-01-01", time="08:03")
    form.go_to("time")
    me.press("Return")
    me.until(page.part("time").fault.text)
    assert me.desk.now() == screens.county.clock.now()


def _unlocked(path: Path) -> Vault:
    return vaults.open_with_words(path, WORDS)


# A new version.


def found(me: Screen, folder: Path) -> Any:
    """Show an update that was laid ready, and return the part that shows it."""
    part = me.page("settings", "about").part("about")
    part._tell(Ready(file=folder / "one.ygtup", release=release()))
    assert part.install.isVisible()
    return part


def test_while_a_new_version_is_installed_lists_are_still_answered(
    screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = screens("医生")
    part = found(me, tmp_path)
    password, answers = threading.Event(), list[int]()
    monkeypatch.setattr(updates, "install", lambda _ready: not password.wait(30))
    try:
        me.click("现在安装")
        assert not part.install.isEnabled()
        me.desk.work(part, lambda: 1, answers.append)
        me.bot.waitUntil(lambda: answers == [1], timeout=10_000)
        assert part.installing.is_busy
    finally:
        password.set()
    me.bot.waitUntil(lambda: me.says("已装好", part), timeout=10_000)
    assert me.window.isVisible()


def test_while_a_new_version_comes_from_the_hub_the_desk_talks_on(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = screens("医生")
    part = me.page("settings", "about").part("about")
    comes, goes_on = threading.Event(), threading.Event()

    def slow(*_line: Any) -> None:
        comes.set()
        goes_on.wait(30)

    monkeypatch.setattr(fetching, "fetch", slow)
    try:
        me.click(part._from_hub.text())
        assert comes.wait(10)
        with me.bot.waitSignal(me.desk.sync_ended, timeout=10_000):
            me.desk.sync()
        assert not goes_on.is_set()
    finally:
        goes_on.set()
    me.bot.waitUntil(lambda: me.says("最新的版本", part), timeout=10_000)


def test_a_program_that_the_setup_waits_for_closes_its_window(
    screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = screens("医生")
    found(me, tmp_path)
    monkeypatch.setattr(updates, "install", lambda _ready: True)
    with me.bot.waitSignal(me.window.closing, timeout=10_000):
        me.click("现在安装")
    assert not me.window.isVisible()
