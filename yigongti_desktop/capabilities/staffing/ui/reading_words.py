"""A sheet that is read, in words: what is asked, where, what can be done; what was made of what."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence

from yigongti_desktop.capabilities.staffing.model.reading import questions as q
from yigongti_desktop.capabilities.staffing.model.reading.codes import How
from yigongti_desktop.capabilities.staffing.model.reading.questions import Ask
from yigongti_desktop.capabilities.staffing.model.reading.questions import Choice
from yigongti_desktop.capabilities.staffing.model.reading.questions import Question
from yigongti_desktop.capabilities.staffing.model.reading.roster import Made
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.kit.words import Sentence

SENTENCES: dict[str, Sentence] = {
    "roster_head_missing": (
        "这张表里没有找到日期：要有一行或一列依次写着 1、2、3……（或 10/1、10月1日）。"
        "请核对是不是排班表，或换一个工作表。"
    ),
    "roster_names_missing": "这张表里没有找到人：日期左边要有一列姓名。请核对工作表，或先在人员里登记。",
    "roster_answer_unknown": "这个问题已经变了，请重新选。",
    "roster_reading_open": "还有 {count} 个问题没有答，没有导入。请逐个选好再导入。",
    "roster_reading_empty": "这张表里没有本单位的人，没有导入。请核对单位和工作表。",
}
NAMES: dict[str, str] = {}

_WEEKDAYS = "一二三四五六日"
_FEW = 6
_SAID: Mapping[Ask, str] = {
    Ask.MONTH: (
        "表上是 {year}年{month}月，要读的是 {wanted_year}年{wanted_month}月。"
        "请核对：文件拿错了，请换一个；要读表上这个月，选「照表上的月份读」。"
    ),
    Ask.DAYS_LACKING: "表上没有 {days}。选这几天怎么办。",
    Ask.DAYS_BEYOND: "表上多出 {days}，不在要读的日子里，格子里有内容。这几天不读，请核对。",
    Ask.UNKNOWN: "「{text}」不认识。选它是什么班；一次选好，各格都照此。",
    Ask.HALF: "「{text}」是半天。班表按整天记，选这一天记成什么。",
    Ask.TWO: "「{text}」一天有两个班。班表一天记一个，选记哪个。",
    Ask.REMARK: "「{text}」带着说明。选这一天记成什么；说明不读，要紧的请另记。",
    Ask.SHARED: "「{text}」有几个同名的人：{likely}。选是谁。",
    Ask.NAMELESS: "这一行有班次，没有姓名。选是谁，或不读这一行。",
    Ask.TWICE: "{names} 写在好几行，日子重叠。选哪一行算数，其余的不读。",
}
_FAULTS = {
    "cell_formula": "这一格是公式，没有算出来。",
    "cell_error": "这一格是公式出错的结果。",
    "cell_day": "这一格的日期不对。",
    "cell_long": "这一格的内容太长。",
}
_CHOICES = {
    q.OFF: "休息",
    q.OPEN: "先空着，不算",
    q.SKIP: "不读这一行",
    q.USE: "照读",
    q.DROP: "不读这几天",
}
_HOWS = {
    How.CODE: "班次代号",
    How.NAME: "班次名称",
    How.LEGEND: "表里自己写明",
    How.OFF: "休息",
    How.LEAVE: "请假，记为休息；导入以后可以照它提交请假单",
    How.AWAY: "不在本单位，记为休息",
    How.SAID: "您选的",
}


def asked(question: Question) -> str:
    """Return what is asked, and what to do."""
    facts = {"text": question.text, **question.facts}
    if question.ask is Ask.NAME:
        likely = f"可能是：{facts['likely']}。" if facts["likely"] else "没有相近的人。"
        skip = facts.get("skip", _CHOICES[q.SKIP])
        return f"本单位没有叫「{question.text}」的人。{likely}选是谁；不是本单位的人，选「{skip}」。"
    if question.ask is Ask.FAULT:
        return f"{_FAULTS.get(str(facts['code']), '这一格读不出来。')}选这一天是什么班，或在 Excel 里改好再读。"
    if question.ask is Ask.BLANKS:
        why = "表里另写了「休」，空格多半是没有排。" if facts["has_off"] else "表里没有写「休」，空格多半是休息。"
        return f"有 {len(question.cells)} 个空格。{why}选空格算什么。"
    if question.ask is Ask.WEEKDAYS:
        said, real = (_WEEKDAYS[int(facts[key])] for key in ("said", "is"))
        return (
            f"表上 {facts['day']} 日写的是周{said}，{facts['year']}年{facts['month']}月{facts['day']}日是周{real}："
            "可能是别的月份的表。请核对；确实是这个月的，选「照读」。"
        )
    return _SAID[question.ask].format_map(facts)


def where(question: Question) -> str:
    """Return where it stands: B7、C7、F9 等 12 格."""
    shown = "、".join(question.cells[:_FEW])
    return shown if len(question.cells) <= _FEW else f"{shown} 等 {len(question.cells)} 格"


def chosen(question: Question, choice: Choice) -> str:
    """Return what an answer is called."""
    if question.ask is Ask.MONTH:
        return "照表上的月份读" if choice.value == q.USE else "表上的月份写错了，就是要读的这个月"
    return f"{choice.label} 那一行" if question.ask is Ask.TWICE else choice.label or _CHOICES[choice.value]


def made_words(one: Made, names: Mapping[str, str]) -> str:
    """Return what was made of a text: 「夜」→ 夜班（班次名称），62 格."""
    text = f"「{one.text}」" if one.text else "空格和读不出的格"
    meant = "空着" if one.code is None else names.get(one.code, one.code) if one.code else "休息"
    return f"{text} → {meant}（{_HOWS[one.how]}），{one.cells} 格"


def summary(reading: Reading) -> str:
    """Return how far a reading has come."""
    last = reading.day(reading.days - 1)
    span = f"{reading.first.year}年{reading.first.month}月{reading.first.day}日至{last.month}月{last.day}日"
    parts = [f"{span}，{len(reading.ready)} 人已读好"]
    if reading.questions:
        parts.append(f"{len(reading.questions)} 个问题要答，答完才能导入")
    if reading.passed:
        parts.append(f"{len(reading.passed)} 行不是人，没有读")
    if reading.missing:
        parts.append(f"本单位有 {len(reading.missing)} 人不在表上")
    return "；".join(parts) + "。"


def leave_words(reading: Reading, names: Mapping[str, str]) -> Sequence[str]:
    """Return the leave that the sheet names, to be entered by hand where leave is kept."""
    return [
        f"{names.get(one.person, one.person)} {one.first.month}月{one.first.day}日"
        + (f"至{one.last.month}月{one.last.day}日" if one.last != one.first else "")
        + f"：{one.text}"
        for one in reading.leave
    ]
