"""The hub's receipt on one sheet of A4: which batch, what became of each act, and whether the signature proves it."""

from __future__ import annotations

from collections.abc import Callable

from yigongti_desktop.app.sync_receipts import Line
from yigongti_desktop.app.sync_receipts import OpenReceipt
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.words import Vocabulary

_LEFT = 20 * MM
_ROOM = WIDTH - 2 * _LEFT
_LEADING = 18.0
#: Rows that one sheet holds; refused acts are listed first, taken ones as far as there is room.
_MOST_ROWS = 24
_COLUMNS = (
    Column("序号", 12 * MM, "right"),
    Column("事项", 38 * MM),
    Column("单号或编号", 52 * MM),
    Column("结果", 68 * MM),
)


def receipt_paper(receipt: OpenReceipt, words: Vocabulary) -> bytes:
    """Return the receipt as a PDF of one page."""
    row = receipt.row
    paper = Paper(title=f"县院回执 {row.number}", foot=f"{receipt.institution}　{row.number}")
    paper.text(WIDTH / 2, 26 * MM, "县院回执", size=18, bold=True, align="center")
    y = 38 * MM
    for left, right in _facts(receipt):
        paper.text(_LEFT, y, left)
        paper.text(_LEFT + _ROOM / 2, y, right)
        y += _LEADING
    y = draw_table(paper, _LEFT, y, _COLUMNS, _rows(receipt, words.name, words), on_new_page=lambda: 20 * MM)
    left_out = len(receipt.lines) - _MOST_ROWS
    if left_out > 0:
        y += _LEADING
        paper.text(_LEFT, y, f"另有 {left_out} 条没有逐条列出，都计入上面的条数。", size=9.5)
    y += 1.6 * _LEADING
    paper.text(_LEFT, y, _proof(receipt), bold=True)
    for line in (f"回执指纹（SHA-256）　{receipt.fingerprint}", f"县院公钥指纹　{receipt.key_fingerprint}"):
        y += _LEADING
        paper.text(_LEFT, y, line, size=9.5)
    return paper.bytes()


def _facts(receipt: OpenReceipt) -> list[tuple[str, str]]:
    row = receipt.row
    at = local(row.hub_time)
    epoch = f"（第 {row.epoch} 期）" if row.epoch > 1 else ""
    return [
        (f"机构　{receipt.institution}", f"设备　{receipt.letter}"),
        (f"回执号　{row.number}", f"批次　第 {row.batch_number} 批{epoch}"),
        (f"县院时间　{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}", f"本批　{len(receipt.lines)} 条"),
        (f"县院收下　{receipt.accepted} 条", f"没有收下　{receipt.refused} 条"),
    ]


def _rows(receipt: OpenReceipt, name: Callable[[str], str], words: Vocabulary) -> list[list[str]]:
    numbered = list(enumerate(receipt.lines, start=1))
    numbered.sort(key=lambda pair: not pair[1].code)
    return [
        [str(number), name(line.kind), line.document, _result(line, words)] for number, line in numbered[:_MOST_ROWS]
    ]


def _result(line: Line, words: Vocabulary) -> str:
    return f"没有收下：{words.say(line.code, line.facts)}" if line.code else "县院收下"


def _proof(receipt: OpenReceipt) -> str:
    if receipt.is_proven:
        return "验签通过：回执上是登记时那个县院中枢的签名。"
    return "验签没有通过：这不是登记时那个县院中枢的签名，不能作凭据。"
