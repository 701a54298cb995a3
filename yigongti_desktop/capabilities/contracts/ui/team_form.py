"""A team that is set up or changed: its fields, its villages, its members line by line."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import msgspec

from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.capabilities.contracts.model.joining import KEYS
from yigongti_desktop.capabilities.contracts.model.joining import three
from yigongti_desktop.capabilities.contracts.model.team import FIELDS
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.team import Written
from yigongti_desktop.capabilities.contracts.model.villages import read_villages
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.store.teams import TEAM
from yigongti_desktop.capabilities.contracts.ui import team_lines as lines
from yigongti_desktop.capabilities.contracts.ui.head_and_lines import HeadAndLines
from yigongti_desktop.capabilities.contracts.ui.team_words import LEVELS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.registry.model.account import Account

_LABEL, _LINE, _NAME = 84, 200, 60


class TeamForm(HeadAndLines):
    """The fields and members of a team."""

    kind = TEAM.name
    days = ("since",)
    fault_fields = {"team_name": "name", "since": "since"}
    fault_columns = {"member": "name"}

    def __init__(self, desk: Desk, team: Team | None, people: Sequence[Account], villages: Mapping[str, int]) -> None:
        self.team = team
        #: What the person saw of each field that may be changed; kept with the draft, so that an old draft undoes
        #: nothing that others have changed since.
        self._seen: dict[str, Any] = {field: _plain(getattr(team, field)) for field in FIELDS} if team else {}
        columns = lines.columns(among(lines.proposals(people)), lines.taken(people))
        record = team.id if team else ""
        super().__init__(desk, TEAM.name, _sections(villages, is_new=team is None), columns, record, label_width=_LABEL)

    def fresh_fields(self) -> Mapping[str, Any]:
        """Return the fields of the team."""
        team = self.team
        if team is None:
            return {"name": "", "phone": "", "since": day(self.desk.now()), "village": None, "villages": ""}
        return {
            "name": team.name,
            "phone": team.phone,
            "since": team.since,
            "village": None,
            "villages": say_villages(team.villages),
        }

    def fresh_lines(self) -> list[Line]:
        """Return the members."""
        return lines.of_members(self.team.members) if self.team else [self.new_line()]

    def new_line(self) -> Line:
        """Return a line for one more member, who joins when the team begins, or today."""
        begins = self.head.editor("since").value() if self.team is None else None
        return lines.empty(begins or day(self.desk.now()))

    def is_idle(self, line: Line) -> bool:
        """Say whether nobody stands on a line."""
        return lines.is_empty(line)

    def extra(self) -> dict[str, Any]:
        """Return what was seen, for the draft."""
        return {"seen": self._seen}

    def take_extra(self, draft: Mapping[str, Any]) -> None:
        """Go on from what was seen when the draft was begun."""
        if self.team is not None and isinstance(draft.get("seen"), dict):
            self._seen = dict(draft["seen"])

    def sums(self) -> str:
        """Return how many members there are, and how many of each level work now."""
        today = day(self.desk.now()).isoformat()
        found = [line for line in self.lines if line["name"] and (not line["until"] or str(line["until"]) >= today)]
        parts = [
            f"{words} {count}"
            for level, words in LEVELS.items()
            if (count := sum(line["level"] == level for line in found))
        ]
        return f"在队 {len(found)} 人" + (f"　{'　'.join(parts)}" if parts else "")

    def command(self) -> Any | None:
        """Return the command for what stands here; None when nothing was changed."""
        values = self.head.values()
        wanted = {
            "name": values["name"],
            "members": lines.to_members(self.lines),
            "villages": read_villages(values["villages"]),
            "phone": values["phone"],
        }
        if self.team is None:
            return SetUpTeam(written=Written(since=values["since"], **wanted))
        after = {field: _plain(value) for field, value in wanted.items()}
        changes = {field: (self._seen[field], after[field]) for field in FIELDS if self._seen[field] != after[field]}
        return ChangeTeam(team=self.team.id, changes=changes) if changes else None

    def come_after(self, fields: Mapping[str, Mapping[str, Any]]) -> None:
        """Go on from what others have written meanwhile: mine stands where both changed one thing, theirs elsewhere.

        Args:
            fields: what a conflict tells of each field: base, mine and theirs.
        """
        for field, told in fields.items():
            self._seen[field] = told["theirs"]
            both = three(field, told) if field in KEYS else None
            if field == "members" and both is not None and both.is_plain:
                stands = msgspec.convert(both.joined(is_mine=True), tuple[Member, ...])
                self.table.view.lines.set_lines(lines.of_members(stands))
        self.touch()

    def on_field(self, name: str) -> None:
        """Follow what was typed; a village that was chosen joins the others."""
        super().on_field(name)
        picker = self.head.editor("village")
        if name == "village" and picker.option is not None:
            villages = read_villages(self.head.values()["villages"])
            joined = dict.fromkeys((*villages, picker.option.key))
            self.head.set_values({"villages": say_villages(joined), "village": None})
            self.head.typed.add("villages")


def _plain(value: Any) -> Any:
    """Return a value as it comes out of a message."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _sections(villages: Mapping[str, int], *, is_new: bool) -> tuple[Section, ...]:
    options = [Option(village, village, right=f"{count:,} 人") for village, count in villages.items()]
    return (
        Section(
            "",
            (
                (
                    Field(name="name", label="团队名称", is_needed=True, most=_NAME, placeholder="健康村团队"),
                    Field(name="phone", label="团队电话", most=_LINE),
                ),
                (
                    Field(name="since", label="开始日期", kind=DATE, is_needed=True, is_fixed=not is_new),
                    Field(name="village", label="添加村", kind=PICK, options=options, placeholder="按居民资料里的村选"),
                ),
                (
                    Field(
                        name="villages",
                        label="服务村",
                        is_wide=True,
                        placeholder="几个村用顿号隔开；按居民住址的叫法写",
                    ),
                ),
            ),
        ),
    )
