"""Items of a package as a table holds them, in words, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.ui.package_words import EVIDENCE
from yigongti_desktop.capabilities.contracts.ui.package_words import WORKERS
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import read_rhythm
from yigongti_desktop.capabilities.contracts.ui.rhythm_words import say_rhythm
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.lines.columns import Line

ANYBODY, NONE = "不限", "不要"
_BETWEEN = re.compile(r"[、,，;；\s]+")
_MOST_SHOWN = 20


def empty() -> Line:
    """Return a line in which no item stands yet."""
    return {
        "code": "",
        "name": "",
        "rhythm": "",
        "form": Form.PLAIN.value,
        "who": ANYBODY,
        "evidence": NONE,
        "note": "",
    }


def is_empty(line: Line) -> bool:
    """Say whether no item stands on a line."""
    return not any(line[key] for key in ("code", "name", "rhythm"))


def of_items(items: Iterable[Item]) -> list[Line]:
    """Return items as lines."""
    return [of_item(item) for item in items]


def of_item(item: Item) -> Line:
    """Return an item as a line."""
    return {
        "code": item.code,
        "name": item.name,
        "rhythm": say_rhythm(item.rhythm),
        "form": item.form.value,
        "who": say_who(item.who),
        "evidence": say_evidence(item.evidence),
        "note": item.note,
    }


def to_items(lines: Iterable[Line]) -> tuple[Item, ...]:
    """Return checked lines as items.

    Raises:
        Refused: rhythm_words, rhythm_range, rhythm_empty, who_unknown, evidence_unknown.
    """
    return tuple(
        Item(
            code=str(line["code"] or ""),
            name=str(line["name"] or ""),
            rhythm=read_rhythm(str(line["rhythm"] or "")),
            form=Form(line["form"]),
            who=read_who(str(line["who"] or "")),
            evidence=tuple(Evidence(one) for one in read_evidence(str(line["evidence"] or ""))),
            note=str(line["note"] or ""),
        )
        for line in lines
    )


def say_who(who: Sequence[str]) -> str:
    """Return who may do an item: 医生、村医."""
    return "、".join(WORKERS.get(one, one) for one in who) or ANYBODY


def say_evidence(evidence: Sequence[Evidence]) -> str:
    """Return what has to prove an item: 照片、签字."""
    return "、".join(EVIDENCE[one.value] for one in evidence) or NONE


def read_who(typed: str) -> tuple[str, ...]:
    """Return the roles of a line.

    Raises:
        Refused: who_unknown.
    """
    return _read(typed, WORKERS, "who_unknown", ANYBODY)


def read_evidence(typed: str) -> tuple[str, ...]:
    """Return the kinds of evidence of a line.

    Raises:
        Refused: evidence_unknown.
    """
    return _read(typed, EVIDENCE, "evidence_unknown", NONE)


def tidied(key: str, read: Callable[[str], str]) -> Callable[[str, Line], Mapping[str, Any]]:
    """Return what keeps what was typed in its usual words, and as it is where it cannot be read."""

    def typed(text: str, _line: Line) -> Mapping[str, Any]:
        try:
            return {key: read(text)}
        except Refused:
            return {key: text}

    return typed


def _read(typed: str, names: Mapping[str, str], code: str, nothing: str) -> tuple[str, ...]:
    found = []
    by_word = {words: one for one, words in names.items()}
    for part in filter(None, _BETWEEN.split(typed.strip())):
        if part == nothing:
            continue
        if part not in by_word:
            raise Refused(code, typed=part[:_MOST_SHOWN])
        found.append(by_word[part])
    return tuple(dict.fromkeys(found))
