"""What 同步 says in each state: as much as is known, never that something was sent that waits."""

from __future__ import annotations

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from itertools import product

import pytest
from msgspec.structs import replace

from yigongti_desktop.app.sync_words import confirmed_words
from yigongti_desktop.app.sync_words import exported_words
from yigongti_desktop.app.sync_words import line_badge
from yigongti_desktop.app.sync_words import outcome_words
from yigongti_desktop.app.sync_words import progress_words
from yigongti_desktop.app.sync_words import share_done
from yigongti_desktop.app.sync_words import told_words
from yigongti_desktop.app.sync_words import waiting_words
from yigongti_desktop.kit.words import ago
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.status import Status

pytestmark = pytest.mark.sync
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
GOOD = Status(
    enrolled=True,
    waiting=0,
    refused=0,
    quarantined=0,
    set_aside=0,
    confirmed_at=NOW - timedelta(minutes=18),
    clock_drift=0,
    line="",
    line_since=NOW - timedelta(hours=3),
    tried_at=NOW - timedelta(minutes=18),
    backup_at=None,
)
CODES = [
    "",
    "never",
    "hub_unreachable",
    "line_cut",
    "hub_busy",
    "hub_certificate",
    "device_revoked",
    "stopped",
    "other",
]


def test_progress_says_what_goes_up_what_comes_down_and_how_long() -> None:
    come = Progress(sent=3, to_send=57, received=1200, left=7200, topics=frozenset({"residents", "sync"}), seconds=20)
    assert progress_words(come) == "正在上传 3 / 57；正在收取 居民资料 1,200 / 8,400，约 2 分钟"


def test_what_comes_is_named_by_its_weightiest_kind_and_else_not() -> None:
    come = Progress(received=10, left=5, topics=frozenset({"drugs", "county"}))
    assert progress_words(come) == "正在收取 药品目录 10 / 15"
    assert progress_words(Progress(received=10, left=5)) == "正在收取 县院资料 10 / 15"


def test_no_time_is_promised_before_it_can_be_known() -> None:
    assert "约" not in progress_words(Progress(received=10, left=500, seconds=0.5))
    assert progress_words(None) == "正在联系县院"
    assert share_done(None) is None
    assert share_done(Progress(received=25, left=75)) == 0.25


@pytest.mark.parametrize(
    ("seconds", "words"), [(10, "约 10 秒"), (60, "约 1 分钟"), (1800, "约 30 分钟"), (5400, "约 1.5 小时")]
)
def test_the_time_left_is_said_in_the_unit_that_people_use(seconds: float, words: str) -> None:
    assert progress_words(Progress(received=100, left=100, seconds=seconds)).endswith(words)


@pytest.mark.parametrize("code", CODES)
def test_only_a_talk_that_came_to_its_end_makes_the_line_good(code: str) -> None:
    badge = line_badge(replace(GOOD, line=code))
    assert (badge.tone == "ok") == (code == "")
    assert bool(outcome_words(code)) == bool(code)


def test_no_state_with_acts_that_wait_is_called_a_success() -> None:
    for code, talking, on_the_way, waiting in product(CODES, (True, False), (True, False), (1, 132_596)):
        status = replace(GOOD, line=code, waiting=waiting)
        words = waiting_words(status, is_talking=talking, is_on_the_way=on_the_way)
        for lie in ("成功", "完成", "已送达", "已确认", "都送到"):
            assert lie not in words


def test_why_an_act_waits_is_said() -> None:
    def why(code: str, *, talking: bool = False, on_the_way: bool = False) -> str:
        return waiting_words(replace(GOOD, line=code), is_talking=talking, is_on_the_way=on_the_way)

    assert why("") == "刚存下，几秒后自动送"
    assert why("", talking=True) == "正在同步，轮到就送"
    assert why("hub_unreachable", on_the_way=True) == "连不上县院，线路通了自动送"
    assert why("line_cut", on_the_way=True).startswith("送过一次，没有收到县院的回执")
    assert why("device_revoked") == "县院已停用本机，内容留在本机；请联系县院医共体办公室"
    assert why("never") == "还没有连过县院，线路通了自动送"


def test_an_act_on_a_stick_is_said_to_wait_for_the_answer_and_not_to_have_arrived() -> None:
    words = exported_words(NOW - timedelta(hours=2), NOW)
    assert words.startswith("已导出到同步包（10:00），等县院的回执包")
    assert "确认" not in words


def test_a_desk_that_lacks_data_says_how_much_beside_the_last_confirmation() -> None:
    assert (
        confirmed_words(replace(GOOD, to_fill=6200), NOW, ago) == "县院上次确认 11:42（18 分钟前），资料还差 6,200 条"
    )
    assert confirmed_words(replace(GOOD, confirmed_at=None), NOW, ago) == "县院还没有确认过"


def test_a_restored_desk_is_told_what_came_back_and_what_did_not() -> None:
    restored = replace(GOOD, restored_at=NOW)
    title, words = told_words(restored) or ("", "")
    assert title == "本机数据是从备份恢复的"
    assert "缺的内容县院已补发" in words
    assert "要重新录入" in words
    assert "还差 7 条" in (told_words(replace(restored, to_fill=7)) or ("", ""))[1]
    assert "连上县院后补发" in (told_words(replace(restored, line="hub_unreachable")) or ("", ""))[1]


def test_a_second_machine_goes_before_a_restore_and_nothing_is_told_without_cause() -> None:
    doubled = replace(GOOD, restored_at=NOW, epoch_given_at=NOW, is_doubled=True)
    assert (told_words(doubled) or ("", ""))[0] == "另一台电脑也在用本机的身份"
    once = told_words(replace(GOOD, epoch_given_at=NOW)) or ("", "")
    assert once[0] == "本机的收发记录和县院接不上"
    assert told_words(GOOD) is None
