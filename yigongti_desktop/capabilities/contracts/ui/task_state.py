"""A task at a glance, and whose work it is."""

from __future__ import annotations

from datetime import date

from yigongti_desktop.capabilities.contracts.model.schedule import Stand
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store.tasks import Home
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

#: Those who serve residents, and so see what is owed to them.
SERVERS = CLINICAL_ROLES | {Role.DIRECTOR, Role.PHARMACIST}
#: Those who write slips.
REFERRERS = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_SOON = 7


def badge(task: Task, today: date, *, is_waiting: bool = False) -> Badge:
    """Return where a task stands."""
    stand = task.stand_on(today)
    if stand in {Stand.DONE, Stand.DONE_LATE}:
        if is_waiting:
            return Badge("待上传", "neutral", "arrow-up")
        words = "计划外" if task.is_unplanned else "补做" if stand is Stand.DONE_LATE else "已做"
        return Badge(words, "ok", "check")
    if stand is Stand.OVERDUE:
        return Badge(f"超 {(today - task.closes).days} 天", "danger", "alert")
    if stand is Stand.AHEAD:
        return Badge("未到", "neutral", "clock")
    left = (task.closes - today).days
    if left > _SOON:
        return Badge("可做", "accent", "dot")
    return Badge("今天到期" if left == 0 else f"剩 {left} 天", "warn", "clock")


def home_badge(home: Home, today: date) -> Badge | None:
    """Return how urgent a household's tasks are."""
    if not home.tasks:
        return None
    late = sum(task.stand_on(today) is Stand.OVERDUE for task in home.tasks)
    if late:
        return Badge(f"逾期 {late} 项", "danger", "alert")
    still = [task for task in home.tasks if task.done_on is None]
    return badge(min(still, key=lambda task: task.closes) if still else home.tasks[0], today)


def first_to_do(tasks: tuple[Task, ...], today: date) -> Task | None:
    """Return the most urgent task that is still to be done, or the first of all."""
    still = sorted((one for one in tasks if one.done_on is None), key=lambda one: (one.opens > today, one.due))
    return next(iter(still or tasks), None)
