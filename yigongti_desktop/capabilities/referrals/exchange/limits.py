"""How much of a foreign text a slip takes: tidied, cut to what its field holds, and every cut told."""

from __future__ import annotations

from collections.abc import Callable

from yigongti_desktop.capabilities.referrals.exchange.facts import Facts
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_NAME
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_text

_TEXTS = ("history", "past_history", "treatment")
_LINES = ("id_number", "health_record", "address", "phone", "contact")
#: A text is looked at as far as so many times its limit, so that a huge one costs nothing.
_AS_FAR = 5


def fitted(facts: Facts) -> tuple[dict[str, str], list[str]]:
    """Return the texts of a slip as its fields hold them, and the names of the fields whose text was cut."""
    slip, who = facts["slip"], facts["slip"]["patient"]
    found: dict[str, str] = {}
    cut: list[str] = []

    def fit(name: str, words: str, most: int, tidy: Callable[[str], str] = clean_line) -> None:
        tidied = tidy(words[: most * _AS_FAR])
        if len(tidied) > most or len(words) > most * _AS_FAR:
            cut.append(name)
        found[name] = tidied[:most]

    fit("name", who["name"], LONGEST_NAME)
    for name in _LINES:
        fit(name, who[name], LONGEST_LINE)
    fit("department", slip["target"]["department"], LONGEST_LINE)
    fit("impression", slip["impression"], LONGEST_LINE)
    for name in _TEXTS:
        fit(name, slip[name], LONGEST_TEXT, clean_text)
    return found, cut
