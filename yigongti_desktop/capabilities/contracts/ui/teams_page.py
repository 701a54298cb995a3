"""家庭医生团队: who is in them today, which villages they serve, how full they are; set up, changed, closed."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.contracts.messages.teams import CloseTeam
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.capabilities.contracts.store.teams import TeamRow
from yigongti_desktop.capabilities.contracts.ui import team_state as state
from yigongti_desktop.capabilities.contracts.ui.team_columns import columns
from yigongti_desktop.capabilities.contracts.ui.team_form import TeamForm
from yigongti_desktop.capabilities.contracts.ui.team_panel import LoadView
from yigongti_desktop.capabilities.contracts.ui.team_panel import show_team
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.kept import Kept
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.ui.trail import show_steps


class TeamsPage(ListPage[TeamRow]):
    """The page of teams."""

    topics = frozenset({"contracts.teams", "contracts", "county", "sync"})
    work_name = "家庭医生团队"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "家庭医生团队", hint="选一个团队，这里显示成员")
        self._may_arrange = desk.actor is not None and desk.actor.may(state.ARRANGERS)
        self._shown: TeamRow | None = None
        self._people: Sequence[Account] = ()
        self._new = self.new_button("建团队", PRIMARY)
        self._save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        self._save_button.clicked.connect(self._save)
        self._load = LoadView()
        self.panel.add_part(self._load, room=0)
        self.set_out(
            columns(self._today),
            chips=state.CHIPS,
            placeholder="团队、村、成员姓名",
            unit="个",
            first="now",
        )

    def open_argument(self, argument: Any) -> None:
        """Begin a team ("new"), or show one by its id."""
        if argument == "new":
            self._ask_people(None)
        else:
            super().open_argument(argument)

    def begin_new(self) -> bool:
        """Begin a team."""
        if self._may_arrange:
            self.open("new")
        return self._may_arrange

    def ask(self) -> None:
        """Read the teams."""
        self.desk.read(self, store.team_rows, self._today(), done=self._show_teams, failed=self.show_fault)

    def record_id(self, record: TeamRow) -> str:
        """Return the id of a team."""
        return record.team.id

    def fits(self, record: TeamRow, chip: str) -> bool:
        """Say whether a team belongs under a chip."""
        test = state.tests(self._today()).get(chip)
        return test is None or test(record)

    def is_typed(self, record: TeamRow, typed: str) -> bool:
        """Say whether a team is meant: by its name, a village or a member."""
        return state.is_meant(record.team, typed)

    def say_none(self) -> None:
        """Say that there is no team, and how one is set up."""
        if self.table is None:
            return
        words = "先建团队，才能签约。" if self._may_arrange else "院长或公卫医师建好以后，会出现在这里。"
        begin = (self.new_button("建团队"),) if self._may_arrange else ()
        self.table.empty.say("还没有家庭医生团队", words, *begin, icon="people")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._may_arrange else (self.export_button,)

    def show_record(self, record: TeamRow | None) -> None:
        """Show a team in the panel."""
        is_same = record is not None and record == self._shown
        self._shown = record
        if record is None:
            self.panel.show_nothing()
            return
        if self.panel.has_form and is_same:
            return
        show_team(self.panel, self._load, record, self.desk)
        self.panel.show_acts(self._offers(record.team))
        self.desk.read(self, store.steps, record.team.id, done=self._show_trail)

    def act(self, name: str) -> None:
        """Change or close the team in sight."""
        if self._shown is None or self.work is not None:
            return
        if name == "change":
            self._ask_people(self._shown.team)
        elif name == "close":
            self.ask_for(_closing(self._shown.team, self._today()), self._closed)

    def done(self, _work: Kept, record: Team) -> None:
        """Come back to the team that was set up or changed."""
        self.find_record(record.id)
        self.end_act(record.name)

    def show_refusal(self, fault: Fault) -> None:
        """Show what the rules say; of what others have changed meanwhile, ask which of the two stands."""
        fields = fault.facts.get("fields")
        if fault.code != "conflict" or not isinstance(fields, Mapping) or not isinstance(self.work, TeamForm):
            super().show_refusal(fault)
            return
        names = "、".join(self.desk.name(field, "team") for field in fields)
        mine = KeyButton("按我填的存", "", icon="check")
        theirs = KeyButton("放弃我填的", "", icon="undo", style=LINK)
        mine.clicked.connect(partial(self._stand, fields))
        theirs.clicked.connect(self._give_way)
        words = "别人在您填的时候也改了，已经存上。按您填的存，就盖过去；放弃，就回到现在的样子。"
        self.banner.say(f"{names}也被别人改了", words, mine, theirs)

    # inside

    def _today(self) -> date:
        return day(self.desk.now())

    def _offers(self, team: Team) -> list[Act]:
        actor = self.desk.actor
        if actor is None or not state.may_arrange(team, actor) or team.until is not None:
            return []
        return [
            Act(name="change", text="修改", key="F7", icon="pencil", style=PRIMARY),
            Act(name="close", text="停用团队", icon="close", style=LINK),
        ]

    def _closed(self, team: Team) -> None:
        self.end_act(f"{team.name}　到 {team.until} 为止")

    def _show_teams(self, found: list[TeamRow]) -> None:
        if self.work is None:
            working = [row for row in found if row.team.works(self._today())]
            lacking = sum(bool(row.lacking) for row in working)
            has = sum(row.load.has for row in working)
            self.facts.setText(
                f"在工作 {len(working)} 个　在管 {has:,} 人" + (f"　缺人 {lacking} 个" if lacking else "")
            )
        self.show_records(found)

    def _show_trail(self, opened: store.Opened) -> None:
        if self._shown is not None and self._shown.team.id == opened.record:
            show_steps(self.panel, opened.steps, self.desk)

    # writing

    def _ask_people(self, team: Team | None) -> None:
        actor = self.desk.actor
        known = self.work
        is_same = isinstance(known, TeamForm) and known.record == (team.id if team else "")
        if actor is not None and self._may_arrange and not is_same:
            self.desk.read(self, registry.accounts_of, actor.institution, done=partial(self._ask_villages, team))

    def _ask_villages(self, team: Team | None, people: list[Account]) -> None:
        self.desk.read(self, store.resident_villages, done=partial(self._begin, team, people))

    def _begin(self, team: Team | None, people: list[Account], villages: Mapping[str, int]) -> None:
        form = TeamForm(self.desk, team, people, villages)
        form.removed.connect(partial(self._on_removed, form))
        on_key(form, "Ctrl+Return", self._save)
        self.open_kept(form, "改团队" if team else "建团队", team.name if team else "", self._save_button)

    def _on_removed(self, form: TeamForm, place: int, line: Line) -> None:
        if line["name"]:
            self.wants_toast.emit("删了一行", str(line["name"]), partial(form.restore, place, line))

    def _save(self) -> None:
        self.send(self._save_button)

    def _stand(self, fields: Mapping[str, Mapping[str, Any]]) -> None:
        if isinstance(self.work, TeamForm):
            self.work.come_after(fields)
            self._save()

    def _give_way(self) -> None:
        """Show the team as it stands now; what was typed is let go because the person said so."""
        if (work := self.kept_work) is not None:
            work.drop_draft()
            self.leave_work(quietly=True)
            self.first_focus()


def _closing(team: Team, today: date) -> Ask:
    until = Field(
        name="until",
        label="最后一天",
        kind=DATE,
        is_needed=True,
        placeholder=today.isoformat(),
        note="签过的居民仍在，请团队长转给别的团队",
    )
    return Ask(
        title="停用这个团队",
        verb="停用",
        sections=only(until),
        command=lambda values: CloseTeam(team=team.id, until=values["until"]),
        is_danger=True,
    )
