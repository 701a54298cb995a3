"""What a file says, as the fields of a new slip hold it: tidied, cut to what they take, guessed nowhere."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_NAME
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_text


def fields_of(reading: Reading) -> dict[str, Any]:
    """Return the fields of a transfer-out slip that a file fills; who writes and who follows is this house's to say."""
    slip, who = reading.facts["slip"], reading.facts["slip"]["patient"]
    lines = {name: clean_line(who[name])[:LONGEST_LINE] for name in ("id_number", "address", "phone", "contact")}
    found: dict[str, Any] = {
        "name": clean_line(who["name"])[:LONGEST_NAME],
        "sex": who["sex"],
        "health_record": clean_line(who["health_record"])[:LONGEST_LINE],
        "department": clean_line(slip["target"]["department"])[:LONGEST_LINE],
        **lines,
        **{name: clean_text(slip[name])[:LONGEST_TEXT] for name in ("history", "past_history", "treatment")},
    }
    if reading.born:
        found["birth"] = reading.born.isoformat()
    code, words = slip["diagnosis_code"], clean_line(slip["impression"])[:LONGEST_LINE]
    if code and words and terms.ICD.fullmatch(code):
        found["diagnosis"] = {"key": code, "title": words}
    else:
        found["diagnosis"] = words
    if slip["urgency"] in set(Urgency):  # what another system calls it is left open
        found["urgency"] = slip["urgency"]
    return {name: value for name, value in found.items() if value}
