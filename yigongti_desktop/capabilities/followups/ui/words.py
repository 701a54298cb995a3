"""Words and sentences of owed visits."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "follow_up"

SENTENCES: dict[str, Sentence] = {}

NAMES: dict[str, str] = {
    "follow_up": "随访",
    "follow_up.opened": "开出随访",
    "follow_up.recorded": "已随访",
    "follow_up.dropped": "免随访",
    "follow_up.resumed": "恢复随访",
}

WAYS: dict[str, str] = {"home": "上门", "clinic": "来院", "phone": "电话"}
CONDITIONS: dict[str, str] = {
    "better": "好转",
    "stable": "平稳",
    "worse": "加重",
    "died": "死亡",
    "not_found": "未找到本人",
}
#: What a visit's state is called.
STATES: dict[str, str] = {
    "open": "待访",
    "done": "已访",
    "dropped": "免访",
}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: STATES | WAYS | CONDITIONS | {"record": "登记", "drop": "免访", "resume": "恢复", "result": "随访情况"}
}
