"""What a file says, as the fields of a new slip hold it: tidied, cut to what they take, guessed nowhere."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.limits import fitted
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.model.slip import Urgency


def fields_of(reading: Reading) -> dict[str, Any]:
    """Return the fields of a transfer-out slip that a file fills; who writes and who follows is this house's to say."""
    slip = reading.facts["slip"]
    texts, _ = fitted(reading.facts)
    words = texts.pop("impression")
    found: dict[str, Any] = {**texts, "sex": slip["patient"]["sex"]}
    if reading.born:
        found["birth"] = reading.born.isoformat()
    code = slip["diagnosis_code"]
    if code and words and terms.ICD.fullmatch(code):
        found["diagnosis"] = {"key": code, "title": words}
    else:
        found["diagnosis"] = words
    if slip["urgency"] in set(Urgency):  # what another system calls it is left open
        found["urgency"] = slip["urgency"]
    return {name: value for name, value in found.items() if value}
