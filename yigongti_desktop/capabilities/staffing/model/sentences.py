"""Says in Chinese what the checker found: who, when, what, and by which law or policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Why
from yigongti_desktop.rostering.checker import Finding
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.task import Roster


class Sentence(Struct, frozen=True, kw_only=True):
    """What is not kept, for people."""

    #: Ids of those whom it is about; empty where it is about a day.
    people: tuple[str, ...]
    days: tuple[date, ...]
    text: str
    #: Whether the roster may not stand so.
    is_must: bool
    cost: int
    #: Id of the rule, and what it carries out.
    rule: str
    source: str


def sentences(asked: Asked, roster: Roster) -> tuple[Sentence, ...]:
    """Return what is not kept, what must be kept first, then the dearest.

    Raises:
        ValueError: when the roster is not of this month.
    """
    found = (sentence(asked, roster, finding) for finding in check(asked.task, roster))
    return tuple(sorted(found, key=lambda one: (not one.is_must, -one.cost, one.days, one.people)))


def sentence(asked: Asked, roster: Roster, finding: Finding) -> Sentence:
    """Return what a finding says."""
    why = asked.why[finding.rule.id]
    days = tuple(asked.month.first + timedelta(day) for day in finding.days)
    rule = why.rule
    text = rule.says_less if finding.amount < 0 and rule.says_less else rule.says
    return Sentence(
        people=(why.person,) if why.person else (),
        days=days,
        text=text.format_map(_facts(asked, roster, finding, why)),
        is_must=finding.is_must,
        cost=finding.cost,
        rule=rule.id,
        source=rule.source,
    )


def spoken(days: Iterable[date], month: date) -> str:
    """Return days in words, those next to each other together: 3 日、9–15 日; of another month with its number."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(1) and day.month == runs[-1][-1].month:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run, month) for run in runs)


def _run(run: list[date], month: date) -> str:
    head = "" if (run[0].year, run[0].month) == (month.year, month.month) else f"{run[0].month} 月 "
    last = f"–{run[-1].day}" if len(run) > 1 else ""
    return f"{head}{run[0].day}{last} 日"


def _facts(asked: Asked, roster: Roster, finding: Finding, why: Why) -> dict[str, str | int]:
    first, names = asked.month.first, asked.task.duties
    last = finding.days[-1] if finding.days else 0
    amount = abs(finding.amount)
    facts: dict[str, str | int] = {
        "name": next((one.staff.name for one in asked.month.people if one.id == why.person), ""),
        "day": spoken([first + timedelta(last)], first),
        "days": spoken((first + timedelta(day) for day in finding.days), first),
        "before": spoken([first + timedelta(last - 1)], first),
        "before_duty": "",
        "amount": amount,
        "hours": f"{amount / 60:g}" if amount % 60 == 0 else f"{amount / 60:.1f}",
        "duty": "",
    }
    if isinstance(finding.rule, Cover | Beside):
        facts["duty"] = "、".join(names[duty] for duty in finding.rule.duties)
    elif finding.person is not None:
        row = roster[finding.person]
        days = (last,) if isinstance(finding.rule, Follow) else finding.days
        facts["duty"] = "、".join(dict.fromkeys(names[row[day]] for day in days))
        if isinstance(finding.rule, Follow):
            facts["before_duty"] = names[finding.rule.duty]
    return facts | why.rule.figures() | dict(why.facts)
