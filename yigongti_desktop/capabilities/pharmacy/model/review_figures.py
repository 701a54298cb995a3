"""Figures of a review: how many were reasonable, how many had antimicrobials or injections, how many drugs each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of those prescriptions that were judged; shares are made of them by whoever shows them."""

    drawn: int = 0
    judged: int = 0
    findings: dict[str, int] = {}
    antimicrobial: int = 0
    injection: int = 0
    drugs: int = 0
    essential: int = 0
    amount_fen: int = 0

    @property
    def reasonable(self) -> int:
        """Return how many were found reasonable (合理)."""
        return self.findings.get(Finding.REASONABLE.value, 0)


def figures(lines: Iterable[ReviewLine]) -> Figures:
    """Return the figures of a review."""
    drawn = list(lines)
    judged = [line for line in drawn if line.finding]
    counts = {finding.value: sum(line.finding == finding for line in judged) for finding in Finding}
    return Figures(
        drawn=len(drawn),
        judged=len(judged),
        findings={finding: count for finding, count in counts.items() if count},
        antimicrobial=sum(line.has_antimicrobial is True for line in judged),
        injection=sum(line.has_injection is True for line in judged),
        drugs=sum(line.drugs or 0 for line in judged),
        essential=sum(line.essential or 0 for line in judged),
        amount_fen=sum(line.amount_fen or 0 for line in judged),
    )


def percent(part: int, whole: int) -> str:
    """Return a share to one place, halves away from nought: 96.7%; a dash where there is nothing to share."""
    return f"{tenths(part * 100, whole)}%" if whole else "—"


def tenths(part: int, whole: int) -> str:
    """Return a quotient to one place, halves away from nought; a dash where there is nothing to divide by."""
    if not whole:
        return "—"
    rounded = (20 * part + whole) // (2 * whole)
    return f"{rounded // 10}.{rounded % 10}"


def average_fen(known: Figures) -> int:
    """Return the average amount in 分, halves up; nought where nothing was judged."""
    return (2 * known.amount_fen + known.judged) // (2 * known.judged) if known.judged else 0
