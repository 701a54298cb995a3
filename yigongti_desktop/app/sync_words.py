"""What 同步 says of the line, of a talk under way, of a restored or doubled desk; never more than is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.words import clock
from yigongti_desktop.kit.words import short_time
from yigongti_desktop.shell.statusline import OUTCOMES
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.status import Status

_SHORT = {"hub_unreachable": "连不上县院", "line_cut": "线路断开", **OUTCOMES}
_DOWN = frozenset({"hub_unreachable", "line_cut"})
#: What comes, by the topic of its records; the heaviest first, for a page that brings several.
_TOPICS = {
    "residents": "居民资料",
    "diagnoses": "诊断编码",
    "drugs": "药品目录",
    "institutions": "机构名录",
    "accounts": "账号",
    "county": "县里的规则",
    "referrals": "转诊单",
    "pharmacy.requests": "请领单",
    "pharmacy.shortages": "缺药登记",
    "pharmacy.stock": "库存",
    "pharmacy.villages": "村室请领",
    "pharmacy.differences": "差异单",
    "pharmacy.statements": "药款对账单",
    "pharmacy.long_prescriptions": "长处方",
    "pharmacy.reviews": "处方点评",
    "followups": "随访",
    "contracts.teams": "家庭医生团队",
    "contracts.packages": "服务包",
    "contracts": "签约",
    "staffing.leave": "请假",
    "staffing.wishes": "排班意愿",
    "staffing.swaps": "换班",
    "staffing.handover": "交接班记录",
    "staffing.rosters": "班表",
    "staffing.duties": "班次",
    "staffing.settings": "排班人员设置",
    "staffing.rules": "排班规则",
    "staffing.postings": "派驻",
    "staffing.terms": "派驻条件",
    "staffing.agreements": "帮扶协议",
    "staffing.visits": "坐诊巡诊",
    "staffing.teaching": "教学培训",
}
_MINUTE, _HOUR = 60, 3600
_DOUBLED = (
    "县院几次发现两台电脑交替送来同一设备的内容。两边写的都没有丢，单号也不会重；"
    "但请只留一台，另一台请联系县院医共体办公室重新登记。"
)
_NOT_SENT = "备份以后写了又没有送出的，县院也没有，要重新录入。单号换了一段，不会重。"
_COPIED = "单号换了一段，不会重。如果数据被复制到了另一台电脑，请联系县院医共体办公室。"


def outcome_words(code: str) -> str:
    """Return what became of a talk in few words; empty for one that came to its end."""
    return _SHORT.get(code, "没有送到") if code else ""


def line_badge(status: Status) -> Badge:
    """Return how the line stands."""
    if not status.enrolled:
        return Badge("还没有登记", "warn", "cloud-off")
    if not status.line:
        return Badge("在线", "ok", "cloud")
    return Badge("离线" if status.line in _DOWN else outcome_words(status.line), "warn", "cloud-off")


def confirmed_words(status: Status, now: datetime, ago: Callable[[datetime, datetime], str]) -> str:
    """Return when the hub last confirmed, and how much of the first filling is still to come."""
    at = status.confirmed_at
    words = f"县院上次确认 {short_time(at, now)}（{ago(at, now)}）" if at else "县院还没有确认过"
    return f"{words}，资料还差 {status.to_fill:,} 条" if status.to_fill else words


def progress_words(progress: Progress | None) -> str:
    """Return what goes up and what comes down in the talk under way, how much is left and how long that may take."""
    if progress is None:
        return "正在联系县院"
    parts = []
    if progress.to_send > progress.sent:
        parts.append(f"正在上传 {progress.sent:,} / {progress.to_send:,}")
    if progress.left:
        what = next((name for topic, name in _TOPICS.items() if topic in progress.topics), "县院资料")
        parts.append(f"正在收取 {what} {progress.received:,} / {progress.received + progress.left:,}")
    if not parts:
        return "正在核对，没有要送要收的了"
    left = progress.seconds_left
    return "；".join(parts) + (f"，约 {_span(left)}" if left is not None else "")


def share_done(progress: Progress | None) -> float | None:
    """Return how much of the talk is done, from 0 to 1; None while that cannot be said."""
    if progress is None:
        return None
    done = progress.sent + progress.received
    whole = max(progress.to_send, progress.sent) + progress.received + progress.left
    return done / whole if whole else None


def waiting_words(status: Status, *, is_talking: bool, is_on_the_way: bool) -> str:
    """Return why an act still waits."""
    if is_talking:
        return "正在同步，轮到就送"
    if is_on_the_way and status.line not in {"never", "hub_unreachable"}:
        return "送过一次，没有收到县院的回执；线路通了原样再送，不会办两遍"
    if status.line in {"", "stopped"}:
        return "刚存下，几秒后自动送" if not status.line else "同步停下了，下次接着送"
    if status.line in {"device_revoked", "device_unknown"}:
        return "县院已停用本机，内容留在本机；请联系县院医共体办公室"
    if status.line == "never":
        return "还没有连过县院，线路通了自动送"
    return f"{outcome_words(status.line)}，线路通了自动送"


def exported_words(at: datetime, now: datetime) -> str:
    """Return why an act waits that lies in a package on a stick, and what is to be done with it."""
    return f"已导出到同步包（{short_time(at, now)}），等县院的回执包；线路先通，就走线路，不会办两遍。"


#: Where the data came from another machine.
_MOVED = (
    "原来那台如果还在用，请停用其中一台，并联系县院医共体办公室。"
    "县院确认之前，本机新单号的设备字母后面多三个字母，两台电脑不会开出同一个单号。"
)


def told_words(status: Status) -> tuple[str, str] | None:
    """Return title and words for a desk that was restored or has a double; None where there is nothing to tell."""
    if status.is_doubled and status.epoch_given_at is not None:
        return "另一台电脑也在用本机的身份", _DOUBLED
    if status.moved_at is not None:
        return "这份数据换到了另一台电脑", f"{clock(status.moved_at)} 起在本机使用。{_MOVED}"
    if status.restored_at is not None:
        words = f"{clock(status.restored_at)} 恢复。{_handed_back(status)}{_NOT_SENT}"
        return "本机数据是从备份恢复的", words
    if status.epoch_given_at is not None:
        words = f"{clock(status.epoch_given_at)} 县院发现这份数据是恢复的或复制的。{_handed_back(status)}{_COPIED}"
        return "本机的收发记录和县院接不上", words
    return None


def _handed_back(status: Status) -> str:
    """Say whether the hub has given back what this data lacked."""
    if status.to_fill:
        return f"缺的内容县院还在补发，还差 {status.to_fill:,} 条。"
    return "缺的内容连上县院后补发。" if status.line else "缺的内容县院已补发。"


def _span(seconds: int) -> str:
    if seconds < _MINUTE:
        return f"{max(seconds, 1)} 秒"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} 分钟"
    return f"{seconds / _HOUR:.1f} 小时"
