"""The team beside the list: whether it is whole, its load, its people by level, its villages."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.load import Load
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.villages import say_villages
from yigongti_desktop.capabilities.contracts.store.teams import TeamRow
from yigongti_desktop.capabilities.contracts.ui import team_state as state
from yigongti_desktop.capabilities.contracts.ui.team_words import LEVELS
from yigongti_desktop.capabilities.contracts.ui.team_words import say_lacking
from yigongti_desktop.capabilities.contracts.ui.words import PARTS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.gauge import Gauge
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.labels import set_role
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.words import phone


class LoadView(QWidget):
    """How full a team is: a bar, and what it means in words."""

    def __init__(self) -> None:
        super().__init__()
        self._count = label("", "name")
        self._words = label("", "caption")
        self.gauge = Gauge()
        head = row(label("在管居民", "name"), None, self._count)
        self.setLayout(column(head, self.gauge, self._words, spacing=6, margins=(16, 2, 16, 12)))

    def show_load(self, load: Load) -> None:
        """Show a load."""
        tone = state.tone(load)
        self._count.setText(state.load_words(load))
        set_role(self._count, "danger" if load.is_over else "name")
        self.gauge.show_share(load.share, tone or "accent")
        words = f"还能签 {load.left:,} 人"
        if load.is_over:
            words = f"超出 {load.has - load.most:,} 人。再签要写原因，或增加医生、转给别的团队"
        elif load.is_near:
            words = f"快满了，还能签 {load.left:,} 人"
        self._words.setText(words)


def show_team(panel: Panel, load: LoadView, shown: TeamRow, desk: Desk) -> None:
    """Fill the panel with a team."""
    team, today = shown.team, day(desk.now())
    leader = team.leader(today)
    badge = Badge("待上传", "neutral", "arrow-up") if shown.is_waiting else state.badge(shown, today)
    until = f"到 {team.until}" if team.until else ""
    panel.show_head(team.name, "", badge, f"{team.since} 起{until}", team.institution_name)
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("团队长", leader.name if leader else "还没有", "name" if leader else "danger"),
        ("电话", phone(team.phone)),
        ("服务村", say_villages(team.villages) or "还没有填"),
    ]
    there = team.on(today)
    for level in Level:
        people = [one for one in there if one.level is level]
        facts += [(LEVELS[level.value] if not place else "", _person(one), "") for place, one in enumerate(people)]
    left = [one for one in team.members if one not in there]
    facts += [("不在队" if not place else "", _left(one), "caption") for place, one in enumerate(left)]
    panel.facts.show_facts(facts)
    load.setVisible(team.works(today))
    load.show_load(shown.load)
    panel.callout.clear()
    if shown.lacking:
        words = f"还缺{say_lacking(shown.lacking)}。补上以前，这个团队不能签约。"
        panel.callout.say("团队不齐", words, tone="warn")


def _person(one: Member) -> str:
    said = (one.name, PARTS[one.part.value], one.title, phone(one.phone))
    return "　".join(words for words in said if words)


def _left(one: Member) -> str:
    return f"{one.name}　{one.since} 至 {one.until}" if one.until else f"{one.name}　{one.since} 起"
