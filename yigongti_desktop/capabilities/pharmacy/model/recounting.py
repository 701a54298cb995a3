"""A count that its second person does not let stand: put back to its counters, corrected, handed in again.

Nothing that was counted is lost by it: the figures stand where they are, and the difference of a line that is counted
once more is taken against the books of that moment, as ever.
"""

from __future__ import annotations

from msgspec.structs import replace

from yigongti_desktop.capabilities.pharmacy.model import counting
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Ruling


def send_back(current: StockCount | None, reason: str, ruling: Ruling) -> StockCount:
    """Put a count back to those who counted, with the reason; the second of two people does it (standards §4.3).

    Raises:
        Refused: not_found, not_holder, count_back, same_person, count_unfinished, field_empty, field_long, wrong_state.
    """
    known = counting.owned(current, ruling)
    state = counting.LIFECYCLE.after("send_back", known.state)
    counting.need_second(known, ruling)
    words = _words(reason)
    if not words:
        raise Refused("field_empty", field="reason")
    by, at = ruling.actor.name, ruling.at
    return replace(known, state=state, back_reason=words, back_by=by, back_at=at, back_answer="")


def hand_in(current: StockCount | None, answer: str, ruling: Ruling) -> StockCount:
    """Hand a count in again that was put back: its figures are corrected, or right as they were.

    Raises:
        Refused: not_found, not_holder, count_not_back, count_unfinished, field_long, wrong_state.
    """
    known = counting.owned(current, ruling)
    state = counting.LIFECYCLE.after("hand_in", known.state)
    if not known.is_back:
        raise Refused("count_not_back")
    if open_lines := sum(line.counted is None for line in known.lines):
        raise Refused("count_unfinished", count=open_lines)
    counters = tuple(dict.fromkeys((*known.counters, ruling.actor.account)))
    return replace(known, state=state, counters=counters, back_at=None, back_answer=_words(answer))


def _words(typed: str) -> str:
    words = clean_line(typed)
    if len(words) > entering.LONGEST:
        raise Refused("field_long", field="reason", most=entering.LONGEST, length=len(words))
    return words
