"""Words and sentences of owed visits."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {}

NAMES: dict[str, str] = {
    "open": "待访",
    "done": "已访",
    "dropped": "免访",
    "home": "上门",
    "clinic": "来院",
    "phone_call": "电话",
    "better": "好转",
    "stable": "平稳",
    "worse": "加重",
    "not_found": "未找到本人",
    "result": "随访情况",
    "record": "登记",
    "follow_up.opened": "开出随访",
    "follow_up.recorded": "已随访",
    "follow_up.dropped": "免随访",
}
