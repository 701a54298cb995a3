"""有人生病: who drops out and when is asked, ways to mend the month are looked for, and one of them is taken."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.assembling import rows
from yigongti_desktop.capabilities.staffing.model.candidates import Step
from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.sentences import spoken
from yigongti_desktop.capabilities.staffing.store import sheets
from yigongti_desktop.capabilities.staffing.ui.repair_panel import RepairPanel
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option

_KINDS = (Kind.SICK, Kind.PERSONAL, Kind.OTHER)
_WORDS = "替班的办法有两三种，选一种才会改班表。请假单另在「请假换班」里写。"


class Absence:
    """Mends a month for somebody who drops out."""

    def __init__(
        self, page: Host, panel: RepairPanel, cells: Callable[[], Iterable[tuple[int, int]]], publish: Callable[[], Any]
    ) -> None:
        """Make it.

        Args:
            page: with the roster.
            panel: that shows the ways.
            cells: returns those that are chosen in the grid.
            publish: asks for the reason of an amendment.
        """
        self._page, self._panel, self._cells, self._publish = page, panel, cells, publish
        panel.taken.connect(self._take)
        panel.dropped.connect(self._end)

    def ask(self) -> None:
        """Ask who drops out; the person and the days under the cursor are proposed."""
        page, board = self._page, self._page.board
        if not page.may_draw or board is None or not board.people or page.panel.decide.form is not None:
            return
        page.show_side(page.panel)
        people = [Option(one.id, one.staff.name) for one in board.people]
        kinds = [Option(NAMES[one], NAMES[one]) for one in _KINDS]
        fields = (
            Field(name="person", label="谁", kind=PICK, options=people, is_needed=True),
            Field(name="kind", label="类别", kind=PICK, options=kinds, is_needed=True),
            Field(name="first", label="从", kind=DATE, is_needed=True),
            Field(name="last", label="到", kind=DATE, is_needed=True),
        )
        page.panel.decide.ask("有人生病或临时请假", _WORDS, "找人替", only(*fields), self._look)
        chosen = list(self._cells())
        dates = [board.ground.scene.dates[place] for _, place in chosen] or [page.month]
        begun: dict[str, Any] = {"kind": kinds[0].key, "first": min(dates), "last": max(dates)}
        self._fill(begun | ({"person": people[chosen[0][0]].key} if chosen else {}))

    def _fill(self, values: Mapping[str, Any]) -> None:
        if (form := self._page.panel.decide.form) is not None:
            form.fill(values)

    def stop(self) -> None:
        """Leave the month as it is."""
        if self._panel.isVisible():
            self._panel.drop()

    def _look(self, values: Mapping[str, Any]) -> None:
        page = self._page
        opened, board = page.opened, page.board
        if opened is None or opened.roster is None or board is None:
            return
        roster = replace(opened.roster, lines=board.sheet.lines)
        leave = Leave(
            person=str(values["person"]), first=values["first"], last=values["last"], name=str(values["kind"])
        )
        days = [one for one in roster.dates() if leave.first <= one <= leave.last]
        if not days:
            page.panel.decide.say_fault("这几天不在这张班表里。请改日期。")
            return
        name = next(one.staff.name for one in board.people if one.id == leave.person)
        what = f"{name} {spoken(days, roster.first)}{leave.name}"
        page.panel.decide.close_form()
        begin = partial(self._begin, roster, what)
        page.desk.read(self._panel, sheets.question, roster, leave, done=begin, failed=page.show_fault)

    def _begin(self, roster: Roster, what: str, asked: Asked) -> None:
        since = max((day(self._page.desk.now()) - roster.first).days, 0)
        self._page.show_side(self._panel)
        self._panel.ask(asked, rows(roster, asked), since, what)

    def _take(self, steps: tuple[Step, ...]) -> None:
        page = self._page
        if not steps:
            self._end()
            return
        roster = page.opened.roster if page.opened is not None else None
        is_published = roster is not None and roster.state is State.PUBLISHED
        if is_published:
            page.begin_amending()
        board = page.board
        if board is not None:
            places = {person.id: place for place, person in enumerate(board.people)}
            first = board.ground.asked.month.first
            board.write({(places[step.person], (step.day - first).days): step.after for step in steps})
        self._end()
        if is_published:
            self._publish()

    def _end(self) -> None:
        self._page.show_side(None)
        self._page.first_focus()
