"""Round sheets on the page of tasks: printed for the households chosen, entered when they come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.printing.rounds import Sheet
from yigongti_desktop.capabilities.contracts.printing.rounds import name_of
from yigongti_desktop.capabilities.contracts.printing.rounds import round_sheets
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.capabilities.contracts.store.openings import openings
from yigongti_desktop.capabilities.contracts.store.rounds import Kept
from yigongti_desktop.capabilities.contracts.store.rounds import Line
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.store.tasks import Wanted
from yigongti_desktop.capabilities.contracts.store.tasks import in_order
from yigongti_desktop.capabilities.contracts.ui.round_entry import RoundEntry
from yigongti_desktop.capabilities.contracts.ui.task_list import TaskList
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.confirm import confirm
from yigongti_desktop.kit.papers import draw
from yigongti_desktop.kit.words import short_day

#: Lines that are printed at once: more than anybody visits in a week.
_MOST = 400
#: A sheet of each form, and its lines.
Prepared = list[tuple[Form, list[Line]]]


class RoundDesk:
    """What the page does with round sheets."""

    def __init__(self, page: TaskList) -> None:
        self._page = page
        self.print_button = KeyButton("打印随访表", "F9", icon="printer", style=PRIMARY)
        self.enter_button = KeyButton("集中录入", "F10", icon="list")
        self.save_button = KeyButton("全部保存", "Ctrl+Enter", style=PRIMARY)
        self.drop_button = KeyButton("录完了，收起", "", style=DANGER)
        self.print_button.clicked.connect(self.print_sheets)
        self.enter_button.clicked.connect(self.enter)
        self.save_button.clicked.connect(self.save)
        self.drop_button.clicked.connect(self.drop)

    def print_sheets(self) -> None:
        """Print the tasks of the households chosen, and keep the sheets to be entered later."""
        self._prepare(then=self._print)

    def enter(self) -> None:
        """Choose a sheet that was printed, or enter the tasks that are listed without one."""
        page = self._page
        if page.work is None and page.isVisible():
            page.desk.read(page, rounds.kept, page.actor.account, done=self._choose, failed=page.show_fault)

    def open_sheet(self, sheet: Kept) -> None:
        """Open a sheet to be entered."""
        page = self._page
        page.desk.read(page, _opened, sheet, page.today(), done=partial(self._open, sheet), failed=page.show_fault)

    def save(self) -> None:
        """Save every row that is whole, each by itself."""
        entry, page = self._page.work, self._page
        if not isinstance(entry, RoundEntry) or not self.save_button.isEnabled() or not entry.check():
            return
        ready = entry.ready()
        places = [place for place, _command in ready]
        if not ready:
            entry.table.view.go_to_next_fault()
            page.banner.say("还没有可以保存的行", "填好一行就能保存；没有见到的人空着。", tone="warn", icon="info")
            return
        if (rare := entry.rare(places)) and not confirm(
            page, "这些数少见，核对过了吗", "。\n".join(rare[:6]) + "。", verb="没错，保存"
        ):
            return
        self.save_button.setEnabled(False)
        commands = [command for _place, command in ready]
        page.desk.do_each(page, commands, done=partial(self._saved, entry, places))

    def drop(self) -> None:
        """Put a sheet away whose other rows will not be entered."""
        entry, page = self._page.work, self._page
        words = "没有填的行不再录入，任务还在列表里。已经保存的不受影响。"
        if isinstance(entry, RoundEntry) and confirm(page, "收起这张随访表", words, verb="收起"):
            entry.drop_draft()
            page.leave_work(quietly=True)
            page.first_focus()

    def _prepare(self, then: Any) -> None:
        page = self._page
        if page.work is not None or not page.isVisible():
            return
        wanted, homes = page.asked_for(), page.chosen_homes()
        if wanted.show in {Show.DONE, Show.ALL}:
            page.banner.say("先选要做的任务", "请到「逾期」「本周」或「本月」里选。", tone="warn", icon="info")
            return
        page.desk.read(page, _prepared, wanted, homes, done=partial(self._prepared, then), failed=page.show_fault)

    def _prepared(self, then: Any, prepared: Prepared) -> None:
        page, count = self._page, sum(len(lines) for _form, lines in prepared)
        if not count:
            page.banner.say("没有可以随访的", "这里没有还没做的任务。", tone="warn", icon="info")
        elif count > _MOST:
            words = f"现在有 {count} 人次，一次最多 {_MOST}。请先选村组，或用 Shift+↓ 选几户。"
            page.banner.say("随访表太长", words, tone="warn", icon="info")
        else:
            page.banner.clear()
            page.desk.write(page, _keep, page.actor.account, prepared, page.desk.now(), done=partial(then, prepared))

    def _print(self, prepared: Prepared, kept: list[Kept]) -> None:
        page = self._page
        sheets = [
            Sheet(number=sheet.number, form=form, lines=lines)
            for sheet, (form, lines) in zip(kept, prepared, strict=True)
        ]
        teams = {line.task.team for _form, lines in prepared for line in lines}
        team = page.filters.team_name(teams.pop()) if len(teams) == 1 else ""
        draw(page, partial(round_sheets, sheets, team, page.desk.now()), f"下乡随访表 {kept[0].number}")

    def _choose(self, kept: list[Kept]) -> None:
        if not kept:
            self._prepare(then=self._open_first)
            return
        menu, page = QMenu(self.enter_button), self._page
        for sheet in kept:
            printed = short_day(local(sheet.saved_at).date(), page.today())
            action = menu.addAction(f"{sheet.number}　{sheet.title}　{len(sheet.places)} 行（{printed}）")
            action.triggered.connect(partial(self.open_sheet, sheet))
        menu.addSeparator()
        menu.addAction("不用表，录现在列出的任务").triggered.connect(lambda: self._prepare(then=self._open_first))
        menu.popup(self.enter_button.mapToGlobal(QPoint(0, self.enter_button.height() + 2)))
        menu.setActiveAction(menu.actions()[0])

    def _open_first(self, _prepared: Prepared, kept: list[Kept]) -> None:
        self.open_sheet(kept[0])

    def _open(self, sheet: Kept, found: tuple[list[Line], dict[Any, Any]]) -> None:
        page = self._page
        if page.work is not None:
            return
        entry = RoundEntry(page.desk, sheet, *found)
        on_key(entry, "Ctrl+Return", self.save)
        entry.paste.pasted.connect(self._say_pasted)
        page.open_kept(entry, "集中录入", f"{sheet.number}　{sheet.title}", self.drop_button, self.save_button)

    def _say_pasted(self, title: str, words: str) -> None:
        banner = self._page.banner
        if words:
            banner.say(title, words, tone="warn", icon="info")
        else:
            banner.clear()

    def _saved(self, entry: RoundEntry, places: Sequence[int], answers: Sequence[Any]) -> None:
        page = self._page
        self.save_button.setEnabled(True)
        made = entry.take_answers(places, answers)
        refused = len(answers) - len(made)
        to_refer = [service for service in made if service.reason]
        words = f"{len(made)} 行已登记" + (f"，{refused} 行没有存上，原因写在行里" if refused else "")
        if entry.is_entered:
            entry.drop_draft()
            page.leave_work(quietly=True)
            page.first_focus()
        else:
            entry.table.view.go_to_next_fault()
        page.wants_toast.emit("已存本机，待上传", words, None)
        if to_refer:
            names = "、".join(dict.fromkeys(service.name for service in to_refer))
            is_danger = any(service.reason == "emergency" for service in to_refer)
            said = f"{names}。在「已完成」里打开这户，按「转诊」写转出单。"
            title = "有人要立即转诊" if is_danger else "有人建议转诊"
            page.banner.say(title, said, tone="danger" if is_danger else "warn")


def _prepared(connection: Any, wanted: Wanted, homes: Sequence[str]) -> Prepared:
    """Return the lines to be printed, by form; one that is planned for later is left out."""
    chosen = set(homes)
    tasks = rounds.due_once([task for task in in_order(connection, wanted) if task.home in chosen])
    lines = rounds.lines_of(connection, tasks[: _MOST + 1])
    forms = [(form, [line for line in lines if rounds.form_of(line.task) is form]) for form in Form]
    return sorted(((form, its) for form, its in forms if its), key=lambda one: one[0] is Form.PLAIN)


def _keep(connection: Any, account: str, prepared: Prepared, now: datetime) -> list[Kept]:
    """Keep the sheets under numbers of the day, and return them."""
    day = f"{local(now):%m%d}"
    taken = [one.number for one in rounds.kept(connection, account)]
    first = max((int(one.rpartition("-")[2]) for one in taken if one.startswith(f"{day}-")), default=0) + 1
    sheets = []
    for place, (form, lines) in enumerate(prepared):
        villages = list(dict.fromkeys(line.task.village for line in lines))
        where = "、".join(villages[:2]) + (f" 等 {len(villages)} 处" if len(villages) > 2 else "")  # noqa: PLR2004
        sheets.append(
            Kept(
                number=f"{day}-{first + place}",
                form=form,
                title=f"{name_of(form)}　{where}".strip(),
                places=tuple(line.place for line in lines),
                saved_at=now,
            )
        )
    rounds.keep(connection, account, sheets)
    return sheets


def _opened(connection: Any, sheet: Kept, today: Any) -> tuple[list[Line], dict[Any, Any]]:
    """Return the lines of a sheet as they stand now, and what is to be written down of each."""
    lines = rounds.lines_at(connection, sheet.places)
    return lines, openings(connection, tuple(line.place for line in lines), today)
