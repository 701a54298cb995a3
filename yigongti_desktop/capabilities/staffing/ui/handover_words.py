"""Words and sentences of the hand-over book."""

from __future__ import annotations

from yigongti_desktop.kit.words import Sentence

#: Whose words these are.
KIND = "handover"

SENTENCES: dict[str, Sentence] = {
    "handover_id_wrong": "这次交班的日期和班次对不上。请重新填。",
    "handover_there": "{on} {duty}已由 {name} 交过班。要补充的请打开那一条，用「补记」写。",
    "handover_future": "{on} 还没有到，不能先交班。请改日期。",
    "handover_not_self": "这是 {name} 写的交班，只有本人能改。要补充的请用「补记」。",
    "handover_same": "交班和接班要两个人签。请接班的人登录后再签（F4 换人）。",
    "handover_changed": "{name} 刚改过交班内容。请看过新的再签。",
    "notes_many": "一个班最多补记 {most} 条。",
}

NAMES: dict[str, str] = {
    "handover": "交接班",
    "handover.given": "交班签名",
    "handover.corrected": "改交班内容",
    "handover.taken": "接班签名",
    "handover.note_added": "补记",
}
#: What an entry's state is called.
STATES: dict[str, str] = {"given": "待接班", "taken": "已接班"}
#: What is written of a shift.
PARTS: dict[str, str] = {"patients": "病人情况", "critical": "危重和特殊", "to_do": "待办"}
NAMES_OF: dict[str, dict[str, str]] = {
    KIND: {**STATES, **PARTS, "correct": "改", "take": "接班", "day": "日期", "duty": "班次", "words": "补记"}
}
