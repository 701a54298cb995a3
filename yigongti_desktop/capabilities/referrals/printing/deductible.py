"""医保起付线告知单 on A4: the stays of one treatment, what is paid at each and why, signed by the patient (REF-19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.deductible import Reckoned
from yigongti_desktop.capabilities.referrals.model.deductible import Terms
from yigongti_desktop.capabilities.referrals.printing import deductible_words as words
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.money import yuan

_TITLE = "医保起付线告知单"
_LEFT, _ROOM = 20 * MM, WIDTH - 40 * MM
_SIZE, _STEP = 10.5, 6 * MM
_COLUMNS = (
    Column("序号", 11 * MM, "center"),
    Column("住院单位", 57 * MM),
    Column("怎么来的", 28 * MM),
    Column("起付线", 24 * MM, "right"),
    Column("应交", 24 * MM, "right"),
    Column("支付比例", 26 * MM, "right"),
)
_END = 42 * MM


def deductible_notice(patient: str, place: str, found: Sequence[Reckoned], terms: Terms, at: datetime) -> bytes:
    """Return the notice.

    Args:
        patient: whom it is for; empty leaves a line to write on.
        place: the institution that gives it.
        found: what comes of each stay.
        terms: what the county has decided.
        at: when it is printed.
    """
    fonts.load()
    paper = Paper(title=_TITLE, foot=f"医共体工作台　{_TITLE}　打印 {local(at):%Y-%m-%d %H:%M}")

    def go_on() -> float:
        paper.text(_LEFT, 20 * MM, f"{_TITLE}　续", size=10)
        return 24 * MM

    def say(y: float, text: str, *, bold: bool = False) -> float:
        for line in break_lines(text, _ROOM, lambda piece: fonts.width(piece, _SIZE, bold=bold)):
            if y > paper.last:
                paper.new_page()
                y = go_on() + 4 * MM
            paper.text(_LEFT, y, line, size=_SIZE, bold=bold)
            y += _STEP
        return y

    paper.text(WIDTH / 2, 26 * MM, _TITLE, size=18, bold=True, align="center")
    paper.text(_LEFT, 38 * MM, f"患者：{patient}", size=_SIZE)
    if not patient:
        paper.rule(_LEFT + 12 * MM, _LEFT + 50 * MM, 39 * MM)
    paper.text(_LEFT + _ROOM, 38 * MM, place, size=_SIZE, align="right")
    rows = [
        [
            str(number),
            one.stay.place,
            words.CAME[one.stay.came],
            yuan(one.stay.deductible),
            yuan(one.pays),
            f"{one.share} %" if one.share is not None else "",
        ]
        for number, one in enumerate(found, start=1)
    ]
    y = draw_table(paper, _LEFT, 43 * MM, _COLUMNS, rows, on_new_page=go_on, size=10, least=8 * MM) + 9 * MM
    y = say(y, "怎么算的", bold=True)
    for number, one in enumerate(found, start=1):
        y = say(y, f"{number}．{one.stay.place}：{''.join(words.explain(one, terms))}")
    y = say(y + 1 * MM, f"{words.sum_up(found)}。", bold=True)
    for line in words.rules(terms):
        y = say(y, line)
    y = say(y, "本单按录入的标准和费用估算，以医保经办机构结算为准。")
    if y + _END > paper.last:
        paper.new_page()
        y = go_on()
    y += 10 * MM
    for x, whose, room in ((_LEFT, "患者或家属签字：", 30 * MM), (_LEFT + 100 * MM, "经办人：", 16 * MM)):
        paper.text(x, y, whose, size=_SIZE)
        paper.rule(x + room, x + room + 40 * MM, y + 1 * MM)
    paper.text(_LEFT + _ROOM, y + 12 * MM, f"{local(at):%Y 年 %m 月 %d 日}", size=_SIZE, align="right")
    return paper.bytes()
