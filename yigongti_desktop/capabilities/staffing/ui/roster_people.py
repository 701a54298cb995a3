"""Who is on the roster in hand: people are added, taken off it or off it from a day on; and it is withdrawn as such."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import WithdrawRoster
from yigongti_desktop.capabilities.staffing.model.drawing import LineChanges
from yigongti_desktop.capabilities.staffing.model.membership import joining
from yigongti_desktop.capabilities.staffing.model.membership import leaving
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.store import settings
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.acts import reason
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.staff.person import Staff

_WHY_JOINS = ("新来的同事", "派驻到本单位", "进修回来", "漏了加")
_WHY_LEAVES = ("派驻出去", "外出进修", "调走", "离职", "长假", "不参加排班")
_WHY_WITHDRAWN = ("要重排", "日期不对", "人员变动大")
_ALL = "all"
#: A published roster is changed by an amendment, which says whom it was told.
_TOLD = Field(name="told", label="已告知", placeholder="名字用、分开")


class Membership:
    """Adds people to the roster, takes them off, withdraws it."""

    def __init__(self, page: Host) -> None:
        self._page = page

    @property
    def may(self) -> bool:
        """Say whether there is a roster here that this person may change."""
        return self._roster is not None and self._page.may_draw and self._page.board is not None

    @property
    def acts(self) -> tuple[Callable[[], None], ...]:
        """Return what can be done."""
        return self.ask_join, self.ask_leave, self.ask_withdraw

    def ask_join(self) -> None:
        """Ask who comes to it: who works at the unit on any of its days and is not on it yet (STF-03)."""
        roster = self._roster
        if roster is not None and self._is_free():
            page = self._page
            page.desk.read(
                page.panel,
                settings.rostered,
                roster.unit,
                roster.first,
                roster.days,
                done=self._ask_join,
                failed=page.show_fault,
            )

    def ask_leave(self) -> None:
        """Ask who is off it, and from which day on; who is under the cursor is proposed by the page."""
        roster = self._roster
        if roster is None or not self._is_free():
            return
        page = self._page
        today = day(page.desk.now())
        options = [Option(line.person, line.name) for line in roster.lines]
        fields = [
            Field(name="person", label="谁", kind=PICK, options=options, is_needed=True),
            Field(name="since", label="从", kind=DATE, is_needed=True, note="从这天起不排；填第一天就整行去掉"),
        ]
        self._ask("班上减人", "这天以前的班留着。", "减去", [*fields, *self._amending(_WHY_LEAVES)], self._leave)
        form = page.panel.decide.form
        if form is not None:
            form.fill({"since": max(roster.first, today) if roster.state is State.PUBLISHED else roster.first})

    def ask_withdraw(self) -> None:
        """Ask why it is taken back."""
        roster = self._roster
        if roster is None or not self._is_free():
            return
        is_published = roster.state is State.PUBLISHED
        words = (
            "已公示的撤回以后，大家不再看到这张班表，县院也收到撤回。"
            if is_published
            else "撤回以后可以重新建，排过的班不带过去。"
        )
        fields = [reason(_WHY_WITHDRAWN, is_needed=is_published)]
        self._ask(f"撤回 {roster.first.month} 月班表", words, "撤回", fields, self._withdraw)

    @property
    def _roster(self) -> Roster | None:
        opened = self._page.opened
        return opened.roster if opened is not None else None

    def _is_free(self) -> bool:
        """Say whether it may be changed and nothing else is asked; what is drawn on a published one comes first."""
        page, roster = self._page, self._roster
        if not self.may or page.panel.decide.form is not None or roster is None:
            return False
        if roster.state is State.PUBLISHED and page.keeping is not None and page.keeping.is_dirty:
            page.banner.say("还有没公示的更改", "先公示更改，或放弃更改，再加减人、撤回。", tone="warn")
            return False
        return True

    def _amending(self, usual: tuple[str, ...]) -> list[Field]:
        is_published = self._roster is not None and self._roster.state is State.PUBLISHED
        return [reason(usual), _TOLD] if is_published else []

    def _ask(
        self, title: str, words: str, verb: str, fields: list[Field], done: Callable[[Mapping[str, Any]], object]
    ) -> None:
        self._page.show_side(self._page.panel)
        self._page.panel.decide.ask(title, words, verb, only(*fields), done)

    def _ask_join(self, here: list[Staff]) -> None:
        roster = self._roster
        if roster is None or not self._is_free():
            return
        lacking = {one.id: one.name for one in here if roster.line_of(one.id) is None}
        if not lacking:
            self._page.banner.say("没有要加的人", "在本单位上班、参加排班的人都在班表上。", tone="accent", icon="info")
            return
        all_of_them = [Option(_ALL, f"全部 {len(lacking)} 人")] if len(lacking) > 1 else []
        options = [*all_of_them, *(Option(person, name) for person, name in lacking.items())]
        fields = [Field(name="person", label="谁", kind=PICK, options=options, is_needed=True)]

        def join(values: Mapping[str, Any]) -> None:
            chosen = lacking if values["person"] == _ALL else {values["person"]: lacking[str(values["person"])]}
            self._send(lambda now: joining(now, chosen), values, f"{'、'.join(chosen.values())} 已加到班表上")

        self._ask("班上加人", "加进来的人先不排班。", "加进来", [*fields, *self._amending(_WHY_JOINS)], join)
        form = self._page.panel.decide.form
        if form is not None:
            form.fill({"person": options[0].key})

    def _leave(self, values: Mapping[str, Any]) -> None:
        person, since = str(values["person"]), values["since"]
        line = self._roster.line_of(person) if self._roster is not None else None
        name = line.name if line is not None else ""
        self._send(lambda now: leaving(now, person, since), values, f"{name} {since.month}月{since.day}日起不排班")

    def _send(self, change: Callable[[Roster], LineChanges], values: Mapping[str, Any], toast: str) -> None:
        """Carry a change of people out: on a draft after what was drawn, on a published roster as an amendment."""
        page, roster = self._page, self._roster
        if roster is None or page.keeping is None:
            return
        if roster.state is State.DRAFT:
            page.keeping.save(lambda now: self._do(change, now, lambda lines: _changed(now, lines), toast))
            return
        told = tuple(part for part in str(values.get("told") or "").replace("，", "、").split("、") if part)
        why = str(values["reason"])
        self._do(
            change, roster, lambda lines: AmendRoster(roster=roster.id, changes=lines, reason=why, told=told), toast
        )

    def _do(
        self, change: Callable[[Roster], LineChanges], roster: Roster, command: Callable[[Any], Any], toast: str
    ) -> None:
        page = self._page
        try:
            lines = change(roster)
        except Refused as fault:
            page.panel.decide.say_fault(page.desk.say(fault))
            return
        self._carry(command(dict(lines)), toast)

    def _withdraw(self, values: Mapping[str, Any]) -> None:
        page, roster = self._page, self._roster
        if roster is None or page.keeping is None:
            return
        command = WithdrawRoster(roster=roster.id, reason=str(values.get("reason") or ""))
        toast = f"{roster.first.month} 月班表已撤回"
        page.keeping.save(lambda _now: self._carry(command, toast))

    def _carry(self, command: Any, toast: str) -> None:
        """Do it; what is refused is said where it was asked."""
        page = self._page
        page.desk.do(
            page.panel,
            command,
            lambda now: self._done(now, toast),
            lambda fault: page.panel.decide.say_fault(page.desk.say(fault)),
        )

    def _done(self, roster: Roster, toast: str) -> None:
        page = self._page
        page.panel.decide.close_form()
        if roster.state is State.PUBLISHED:
            page.end_amending()
        page.wants_toast.emit("已存本机，待上传", toast, None)
        page.reload()


def _changed(roster: Roster, lines: Any) -> ChangeRoster:
    return ChangeRoster(roster=roster.id, changes=lines)
