"""居民经过: what happened to one resident at all institutions, as far as it may be seen here."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.app import timeline
from yigongti_desktop.app.timeline import Life
from yigongti_desktop.app.timeline import Moment
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Column

_CHIPS = (
    Chip("all", "全部", 0),
    Chip("referrals", "转诊", 0),
    Chip("followups", "随访", 0),
    Chip("contracts", "签约履约", 0),
)


class TimelinePage(ListPage[Moment]):
    """The page of one resident's time."""

    topics = frozenset({"referrals", "followups", "contracts", "residents", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "居民经过", hint="选一条，这里显示详情")
        self._resident = self._name_of_resident = ""
        self._is_read = False
        self.set_out(self._columns(), chips=_CHIPS, placeholder="单位、内容")

    def open_argument(self, argument: Any) -> None:
        """Show the time of a resident by their id."""
        if isinstance(argument, str) and argument:
            self._resident, self._name_of_resident, self._is_read = argument, "", False
            self.reload()

    def ask(self) -> None:
        """Read what is known of the resident."""
        if self._resident:
            self.desk.read(self, timeline.life_of, self._resident, done=self._show_life, failed=self.show_fault)
        else:
            self.show_records([])

    def record_id(self, record: Moment) -> str:
        """Return the id of a moment."""
        return record.id

    def fits(self, record: Moment, chip: str) -> bool:
        """Say whether a moment belongs under a chip."""
        pages = {"contracts", "services"} if chip == "contracts" else {chip}
        return chip == "all" or record.page in pages

    def is_typed(self, record: Moment, typed: str) -> bool:
        """Say whether a moment is meant: by institution, or what it says."""
        return any(typed in text.lower() for text in (record.where, record.note, self.desk.name(record.what)))

    def say_none(self) -> None:
        """Say whose time it would be, or that there is nothing of theirs to be seen here."""
        if self.table is None:
            return
        words = "在「居民」或「转诊」里选一个人，按「居民经过」；只列本单位看得到的。"
        if not self._resident:
            self.table.empty.say("还没有选居民", words, icon="person")
        elif self._name_of_resident:
            seen = "本单位看得到的转诊、随访、签约履约、迁移，都会列在这里。"
            self.table.empty.say(f"{self._name_of_resident}还没有经过", seen, icon="person")
        elif self._is_read:
            self.table.empty.say("没有这位居民的经过", f"本单位看不到这位居民。{words}", icon="person")

    def show_record(self, record: Moment | None) -> None:
        """Show a moment in the panel."""
        if record is None:
            self.panel.show_nothing()
            return
        self.panel.show_head(self.desk.name(record.what), record.on.isoformat(), None, record.where)
        self.panel.facts.show_facts([("内容", self.desk.words.note(record.note)), ("机构", record.where)])
        self.panel.callout.clear()
        self.panel.show_trail((), proven=False)
        acts = [Act(name="open", text="打开", key="F7", icon="eye", style=PRIMARY)] if record.page else []
        self.panel.show_acts(acts)

    def act(self, name: str) -> None:
        """Open where more of a moment stands."""
        moment = self.current
        if name == "open" and moment is not None and moment.page:
            self.wants_page.emit(moment.page, moment.record)

    def _show_life(self, life: Life | None) -> None:
        self._name_of_resident, self._is_read = life.name if life else "", True
        self.facts.setText(f"{life.name}　{len(life.moments)} 条" if life else "")
        self.show_records(life.moments if life else ())

    def _columns(self) -> tuple[Column[Moment], ...]:
        return (
            Column(
                title="日期",
                text=lambda one: one.on.isoformat(),
                width=104,
                sort=lambda one: one.on,
                export=lambda one: one.on,
            ),
            Column(title="事项", text=lambda one: self.desk.name(one.what), width=120, is_bold=True),
            Column(title="机构", text=lambda one: one.where, width=170, stretch=1),
            Column(title="内容", text=lambda one: self.desk.words.note(one.note), width=220, stretch=3, rank=1),
        )
