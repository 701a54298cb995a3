"""下乡随访表 on A4 lying: whom to see in a village, household by household, with boxes for the pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.plausible import Field
from yigongti_desktop.capabilities.contracts.model.plausible import shown
from yigongti_desktop.capabilities.contracts.printing.form_words import CLASS_WORDS
from yigongti_desktop.capabilities.contracts.printing.form_words import choice_key
from yigongti_desktop.capabilities.contracts.printing.form_words import symptom_key
from yigongti_desktop.capabilities.contracts.store.rounds import Line
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.kernel.identifiers import Sex

_EDGE = 10 * MM
_LINE = "_"
_ROW = 15.5 * MM
_SIZE, _SMALL = 9, 8
_SEXES = {Sex.MALE: "男", Sex.FEMALE: "女"}
#: What has to be brought back from a visit as proof (FND-38).
_ASKS = {Evidence.PHOTO: "拍照", Evidence.SIGNATURE: "签字", Evidence.CARDS: "两卡"}
_FORMS = {Form.HYPERTENSION: "高血压随访", Form.DIABETES: "2型糖尿病随访", Form.PLAIN: "签约服务"}
_WHO = (Column("行", 8 * MM, "right"), Column("村组、住址", 28 * MM), Column("姓名", 25 * MM))
_DUE, _BEFORE, _ON = Column("应做", 17 * MM), Column("上次", 26 * MM), Column("日期", 15 * MM)
_PRESSURE, _SIGNED = Column("血压 mmHg", 23 * MM, "center"), Column("签名", 17 * MM)
_COLUMNS: dict[Form, tuple[Column, ...]] = {
    Form.HYPERTENSION: (
        *_WHO,
        _DUE,
        _BEFORE,
        _ON,
        _PRESSURE,
        Column("心率", 12 * MM),
        Column("体重 kg", 14 * MM),
        Column("症状", 17 * MM),
        Column("摄盐", 10 * MM),
        Column("服药", 10 * MM),
        Column("不良反应", 12 * MM),
        Column("用药、说明", 43 * MM),
        _SIGNED,
    ),
    Form.DIABETES: (
        *_WHO,
        _DUE,
        _BEFORE,
        _ON,
        _PRESSURE,
        Column("空腹血糖 mmol/L", 17 * MM),
        Column("心率", 12 * MM),
        Column("症状", 17 * MM),
        Column("服药", 10 * MM),
        Column("不良反应", 12 * MM),
        Column("低血糖", 12 * MM),
        Column("足背动脉", 12 * MM),
        Column("用药、说明", 26 * MM),
        _SIGNED,
    ),
    Form.PLAIN: (
        *_WHO,
        Column("项目", 40 * MM),
        _DUE,
        _BEFORE,
        _ON,
        Column("方式", 16 * MM),
        Column("情况", 85 * MM),
        _SIGNED,
    ),
}
_KEYED = {
    Form.HYPERTENSION: (("摄盐", "salt"), ("服药", "adherence"), ("不良反应", "reaction")),
    Form.DIABETES: (
        ("服药", "adherence"),
        ("不良反应", "reaction"),
        ("低血糖", "hypoglycaemia"),
        ("足背动脉", "foot_pulse"),
    ),
    Form.PLAIN: (),
}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is printed of one form."""

    number: str
    form: Form
    lines: Sequence[Line]


def round_sheets(sheets: Sequence[Sheet], team: str, at: datetime) -> bytes:
    """Return the sheets as one PDF: a form after the other, each village on a page of its own.

    Args:
        sheets: with their lines village by village; the lines of a sheet are numbered through.
        team: whose work it is; empty where it is of several.
        at: when it is printed.
    """
    fonts.load()
    paper = Paper(title="下乡随访表", foot="医共体工作台　下乡随访表", is_landscape=True)
    is_first = True
    for sheet in sheets:
        for village, numbered in _by_village(sheet.lines):
            if not is_first:
                paper.new_page()
            is_first = False
            _draw(paper, sheet, village, numbered, team, at)
    return paper.bytes()


def name_of(form: Form) -> str:
    """Return what the sheet of a form is called."""
    return _FORMS[form]


def _by_village(lines: Sequence[Line]) -> list[tuple[str, list[tuple[int, Line]]]]:
    found: dict[str, list[tuple[int, Line]]] = {}
    for place, line in enumerate(lines, start=1):
        found.setdefault(line.task.village, []).append((place, line))
    return list(found.items())


def _draw(
    paper: Paper, sheet: Sheet, village: str, numbered: Sequence[tuple[int, Line]], team: str, at: datetime
) -> None:
    people = len({line.task.resident for _place, line in numbered})
    named = f"下乡随访表　{_FORMS[sheet.form]}"
    counted = f"{len({line.task.home for _place, line in numbered})} 户 {people} 人"
    facts = "　".join(part for part in (village or "没有填村组", counted, team) if part)
    printed = f"表号 {sheet.number}　打印 {local(at):%Y-%m-%d %H:%M}"

    def head(mark: str) -> float:
        paper.text(_EDGE, 14 * MM, named + mark, size=14, bold=True)
        paper.text(paper.width - _EDGE, 14 * MM, printed, size=_SIZE, align="right")
        paper.text(_EDGE, 20.5 * MM, facts, size=10)
        blank = f"随访人{_LINE * 16}　日期{_LINE * 8}年{_LINE * 4}月{_LINE * 4}日"
        paper.text(paper.width - _EDGE, 20.5 * MM, blank, size=10, align="right")
        return _key(paper, 25.5 * MM, sheet.form)

    today = local(at).date()
    rows = [_row(sheet.form, place, line, today) for place, line in numbered]
    columns, y = _COLUMNS[sheet.form], head("")
    draw_table(paper, _EDGE, y, columns, rows, on_new_page=lambda: head("（续）"), size=_SIZE, least=_ROW)


def _key(paper: Paper, y: float, form: Form) -> float:
    """Write what the numbers in the boxes mean; return the next y."""
    said = [f"{title}：{choice_key(name)}" for title, name in _KEYED[form]]
    if form is not Form.PLAIN:
        usual, dangers = symptom_key(form)
        said = [f"症状：{usual}", f"危急：{dangers}", "　　".join(said)]
    for words in said:
        for line in break_lines(words, paper.width - 2 * _EDGE, lambda piece: fonts.width(piece, _SMALL)):
            paper.text(_EDGE, y, line, size=_SMALL)
            y += 4 * MM
    return y - 1 * MM


def _row(form: Form, place: int, line: Line, today: date) -> list[str]:
    task = line.task
    facts = f"{_SEXES.get(line.sex, '')} {age_on(line.birth, today)} 岁".strip()
    asks = f"要{'、'.join(_ASKS[one] for one in line.asks)}" if line.asks else ""
    plain = form is Form.PLAIN
    who = "\n".join(part for part in (task.name, facts, line.phone, "" if plain else asks) if part)
    where = "\n".join(dict.fromkeys(part for part in (task.village, line.address) if part))
    due = f"{task.due:%m-%d}\n逾期" if task.closes < today else f"{task.due:%m-%d}"
    common = [str(place), where, who]
    if plain:
        before = f"{line.before_on:%Y-%m-%d}" if line.before_on else ""
        item = "\n".join(part for part in (task.item_name, asks) if part)
        return [*common, item, due, before, "", "", "", ""]
    empty = [""] * (len(_COLUMNS[form]) - 9)
    return [*common, due, _before(line), "", "/", *empty, _drugs(line), ""]


def _before(line: Line) -> str:
    """Return what the follow-up before found, as far as it helps at the door."""
    if line.before_on is None:
        return ""
    found = line.before
    values = f"{found['sbp']}/{found['dbp']}" if {"sbp", "dbp"} <= found.keys() else ""
    glucose = f"血糖 {shown(Field.GLUCOSE, found['fasting'])} mmol/L" if isinstance(found.get("fasting"), int) else ""
    words = (f"{line.before_on:%Y-%m-%d}", values, glucose, CLASS_WORDS.get(line.before_outcome, ""))
    return "\n".join(part for part in words if part)


def _drugs(line: Line) -> str:
    """Return the drugs of before: what changed is written beside them."""
    return str(line.before.get("drugs") or "")
