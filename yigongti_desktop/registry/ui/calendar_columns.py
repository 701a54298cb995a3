"""The list of a year's holidays beside its months, and the year's badge."""

from __future__ import annotations

from collections.abc import Callable

from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.registry.ui.calendar_words import say_days
from yigongti_desktop.registry.ui.calendar_words import say_span


def badge(*, is_published: bool, is_waiting: bool) -> Badge:
    """Return whether a year is published, or waits to be sent."""
    if is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    return Badge("已发布", "ok", "check") if is_published else Badge("未发布", "warn", "clock")


def columns(year: Callable[[], int]) -> tuple[Column[Holiday], ...]:
    """Return the columns of the holidays of the year in sight."""
    return (
        Column(title="节日", text=lambda one: one.name, width=84, stretch=1, is_bold=True),
        Column(title="放假", text=lambda one: say_span(one, year()), width=104),
        Column(title="补班", text=lambda one: say_days(one.make_up, year()) or "—", width=92, stretch=1),
    )
