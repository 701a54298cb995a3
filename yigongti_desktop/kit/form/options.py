"""What a picker proposes, and a search among a few."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass

from yigongti_desktop.kernel.pinyin import keys_of_term


@dataclass(frozen=True)
class Option:
    """One proposal."""

    key: str
    title: str
    #: Before the title: a code.
    lead: str = ""
    #: After the title: a strength, a department.
    detail: str = ""
    #: At the right edge: how often, how many.
    right: str = ""
    #: Why it cannot be taken; empty when it can.
    barred: str = ""


#: Called with what was typed and with where to hand the proposals.
Search = Callable[[str, Callable[[Sequence[Option]], None]], None]


def among(options: Sequence[Option]) -> Search:
    """Return a search among a few options, by pinyin, words or code: first what is just so, then what begins so."""
    spelled = [(option, keys_of_term(option.title) | {option.title.lower(), option.lead.lower()}) for option in options]

    def search(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        wanted = typed.strip().lower()
        found = [(option, keys) for option, keys in spelled if not wanted or any(wanted in key for key in keys)]
        if wanted:
            found.sort(key=lambda one: (wanted not in one[1], not any(key.startswith(wanted) for key in one[1])))
        hand([option for option, _keys in found])

    return search
