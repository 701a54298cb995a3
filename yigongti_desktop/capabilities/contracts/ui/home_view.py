"""The tasks of one household, member by member, in the panel beside the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.contract import contract_id
from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store.households import Household
from yigongti_desktop.capabilities.contracts.store.households import Member
from yigongti_desktop.capabilities.contracts.ui.task_columns import task_columns
from yigongti_desktop.capabilities.contracts.ui.task_state import first_to_do
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.view import RecordView
from yigongti_desktop.kit.words import age
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.registry.ui.words import SEX

_LEAST = 150


class HomeView(QWidget):
    """What is promised to a household."""

    #: The task under the cursor, or None. Enter on one.
    rested = Signal(object)
    opened = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._household: Household | None = None
        self.view = RecordView(task_columns(today, self._is_waiting))
        self.view.setObjectName("plain")
        self.view.setAccessibleName("这户的任务")
        self.view.horizontalHeader().hide()
        self.view.rested.connect(self.rested)
        self.view.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setMinimumHeight(_LEAST)

    @property
    def task(self) -> Task | None:
        """Return the task under the cursor."""
        task: Task | None = self.view.current()
        return task

    def show_household(self, household: Household, wanted: str = "") -> bool:
        """Show its tasks, the cursor on one that was asked for, where it was, or on the most urgent one.

        Say whether what was asked for is among them.

        Args:
            household: whose tasks.
            wanted: id of a service, or of a contract whose most urgent task is meant.
        """
        former, known = self.task, self._household
        self._household = household
        rows: list[Any] = []
        for member in household.members:
            rows += [self._group(member), *member.tasks]
        self.view.records.set_rows(rows)
        every = [task for member in household.members for task in member.tasks]
        theirs = [task for task in every if wanted in {task.service, contract_id(task.resident)}] if wanted else []
        is_found = bool(theirs)
        if not theirs and former is not None and known is not None and known.home == household.home:
            theirs = [task for task in every if _key(task) == _key(former) and task.done_on == former.done_on]
        found = first_to_do(tuple(theirs or every), self._today())
        self.view.rest_on(lambda one: found is not None and _key(one) == _key(found))
        return is_found

    def _group(self, member: Member) -> Group:
        contract, today = member.contract, self._today()
        facts = f"{SEX[contract.sex]} {age(contract.birth, today)}".strip()
        agreement = contract.on(today)
        until = f"　协议至 {short_day(agreement.term.last, today)}" if agreement else ""
        return Group(contract.name, f"{facts}{until}", "person")

    def _is_waiting(self, task: Task) -> bool:
        return self._household is not None and task.service in self._household.waiting


def _key(task: Task) -> tuple[str, str]:
    """Return what names a task among those of a household, whose members may bear one number."""
    return task.resident, task.task
