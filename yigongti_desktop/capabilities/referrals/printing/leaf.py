"""A slip on its sheets: A4 with the stub above a cut line, or two half sheets; one, two or three copies of it.

A code stands at the upper right of the slip, several symbols above its name; without one the form is as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.layout import Block
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.documents import codes
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper

LEFT = 20 * MM
RIGHT = WIDTH - LEFT
ROOM = WIDTH - 2 * LEFT
TEXT = 11
_FOOT_ROOM = 19 * MM
_HOLDERS = ("出具单位留存", "接收单位留存", "患者留存")
_ORDINALS = "一二三"


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One copy of a slip in the making."""

    paper: Paper
    #: As it stands at its head: 双向转诊（转出）单.
    name: str
    number: str
    layout: Layout
    #: The texts of the symbols of its code (decision 033).
    code: Sequence[str] = ()
    #: Which print it is; from the second on it says 重打.
    copy: int = 1
    #: Which of its copies, from nought.
    part: int = 0

    @property
    def last(self) -> float:
        """Return how far down a page is written on."""
        return self.paper.height - _FOOT_ROOM

    def next_page(self) -> float:
        """Go on on a further page; return where."""
        self.paper.new_page()
        return self.head_on()

    def head_on(self) -> float:
        """Head a further page; return where it goes on."""
        self.paper.text(LEFT, 20 * MM, f"续页　单号 {self.number}", size=10)
        self.paper.rule(LEFT, RIGHT, 22.5 * MM)
        return 32 * MM

    def begin(self) -> float:
        """Begin the copy with the head of its stub; return the next y."""
        if self.part:
            self.paper.new_copy(foot(self.number, self.copy, self.layout.copies, self.part))
        self._label()
        y = (18 if self.layout.is_half else 24) * MM
        self.paper.text(WIDTH / 2, y, "存　　根", size=15, bold=True, align="center")
        return y + 12 * MM

    def cut(self, y: float) -> float:
        """End the stub, by the cut line or with its half sheet; return where the slip begins."""
        if self.layout.is_half:
            self.paper.new_page()
            self._label(beside_code=bool(self.code))
            return 5 * MM
        self.paper.rule(10 * MM, WIDTH - 10 * MM, y, dashed=True, weight=0.7)
        return y

    def title(self, y: float) -> float:
        """Head the slip: letterhead, name, code; return the next y."""
        top = y + 2 * MM
        if self.code and not self._is_beside:
            y += codes.SIDE
        if self.layout.letterhead:
            y += 8 * MM
            size = 12 * min(1.0, self.title_room / max(fonts.width(self.layout.letterhead, 12), 1.0))
            self.paper.text(WIDTH / 2, y, self.layout.letterhead, size=size, align="center")
        y = y + 8 * MM if self.layout.letterhead else y + 13 * MM
        y = max(y, top + codes.SIDE - 12 * MM) if self._is_beside else y
        self.paper.text(WIDTH / 2, y, self.name, size=15, bold=True, align="center")
        if self.copy > 1:
            edge, align = (LEFT, "left") if self._is_beside else (RIGHT, "right")
            self.paper.text(edge, y, f"重打 {self.copy}", size=10, align=align)
        if self.code:
            codes.draw_codes(self.paper, RIGHT - codes.wide(len(self.code)), top, self.code)
        return y + 11 * MM

    @property
    def title_room(self) -> float:
        """Return how wide a line in the middle of the sheet may be beside the code."""
        return ROOM - 2 * (codes.SIDE + 2 * MM) if self._is_beside else ROOM

    @property
    def sign_room(self) -> float:
        """Return how tall what `place_to_sign` sets is."""
        seal = 18 * MM if Block.SEAL in self.layout.blocks else 0
        told = 26 * MM if self.layout.signed_by else 0
        return max(seal, told, 23 * MM if self.layout.has_fields else 0)

    def place_to_sign(self, y: float) -> None:
        """Leave room for a seal, and fields for certificates, at the left of where the doctor signs by hand."""
        if Block.SEAL in self.layout.blocks:
            self.paper.text(LEFT + 22 * MM, y + 16 * MM, "（出具机构盖章）", size=10, align="center")
        if self.layout.signed_by:
            for place, words in enumerate((f"电子签名：{self.layout.signed_by}", "以电子文件为准，纸上不能验证")):
                self.paper.text(LEFT, y + (20 + 4 * place) * MM, words, size=8)
        if self.layout.has_fields:
            for place, role in enumerate(("doctor", "seal")):
                name = f"{self.number} {self.part + 1} {role}"
                self.paper.sign_field(name, LEFT + place * 44 * MM, y + 22 * MM, 40 * MM, 18 * MM)

    @property
    def _is_beside(self) -> bool:
        """Say whether the name of the slip stands beside its code: there is room for one symbol."""
        return len(self.code) == 1

    def _label(self, *, beside_code: bool = False) -> None:
        """Say whose copy it is: at the right, or at the left where the code stands at the right."""
        if self.layout.copies > 1:
            words = f"第{_ORDINALS[self.part]}联　{_HOLDERS[self.part]}"
            edge, align = (LEFT, "left") if beside_code else (RIGHT, "right")
            self.paper.text(edge, 12 * MM, words, size=9, align=align)


def foot(number: str, copy: int, copies: int, part: int) -> str:
    """Return what stands at the foot of a copy."""
    again = f"　重打 {copy}" if copy > 1 else ""
    which = f"　第{_ORDINALS[part]}联" if copies > 1 else ""
    return f"医共体工作台　单号 {number}{again}{which}"


def new_paper(name: str, number: str, copy: int, layout: Layout, at: datetime) -> Paper:
    """Return the paper of a slip; its file is told by name and number, never by the patient."""
    fonts.load()
    return Paper(title=f"{name} {number}", foot=foot(number, copy, layout.copies, 0), at=at, is_half=layout.is_half)


def day_words(on: date) -> str:
    """Return a day as the form has it."""
    return f"{on.year} 年 {on.month} 月 {on.day} 日"
