"""What a roster is worth, in the few figures that people judge it by: duties that lack somebody, and what is broken."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.rules import Staffed
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.model.sentences import sentence
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.task import Roster


class Summary(Struct, frozen=True, kw_only=True):
    """The figures of a roster."""

    #: Duties that lack somebody; who is lacking twice, as one more and as one with a title, is counted once.
    short: int
    #: Other places where a rule is not kept, and those of them where it must be.
    broken: int
    forbidden: int
    cost: int
    #: What is lacking, day by day.
    gaps: tuple[Sentence, ...]

    @property
    def words(self) -> str:
        """Return the figures in words: 缺 2 班，违反 14 处."""
        must = f"，其中 {self.forbidden} 处必须改" if self.forbidden else ""
        return f"缺 {self.short} 班，违反 {self.broken} 处{must}"


def summary(asked: Asked, roster: Roster) -> Summary:
    """Return the figures of a roster.

    Raises:
        ValueError: when the roster is not of this month.
    """
    findings = check(asked.task, roster)
    lacking: defaultdict[tuple[int, tuple[int, ...]], int] = defaultdict(int)
    gaps, broken, forbidden = [], 0, 0
    for finding in findings:
        rule = finding.rule
        if isinstance(rule, Cover) and finding.amount < 0 and isinstance(asked.why[rule.id].rule, Staffed):
            place = rule.day, rule.duties
            lacking[place] = max(lacking[place], -finding.amount)
            gaps.append(finding)
        else:
            broken += 1
            forbidden += finding.is_must
    gaps.sort(key=lambda one: one.days)
    return Summary(
        short=sum(lacking.values()),
        broken=broken,
        forbidden=forbidden,
        cost=sum(finding.cost for finding in findings),
        gaps=tuple(sentence(asked, roster, finding) for finding in gaps),
    )
