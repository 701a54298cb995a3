"""可约号源: what the lead hospital has reserved and is still free, with the time when the hub last said so (REF-09)."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.model.capacity import slot_of
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.store.capacity import Offer
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.capabilities.referrals.ui.capacity_words import as_of
from yigongti_desktop.capabilities.referrals.ui.capacity_words import day_of
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.columns import Column

_CHIPS = (Chip("all", "全部", 0), *(Chip(kind, name, 0) for kind, name in KINDS.items()))
_KEYS = (("↑↓", "移动"), ("/", "找"), ("F2", "写转出单"), ("Ctrl+E", "导出"))
_ICONS = {"expert": "stethoscope", "bed": "hospital", "exam": "clipboard"}


class SlotsPage(ListPage[Offer]):
    """The page of what is free."""

    topics = frozenset({"capacity", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "可约号源", hint="选一个号源，这里显示说明")
        self.set_out(_columns(), chips=_CHIPS, placeholder="科室、专家、检查", keys=_KEYS, unit="个")

    def ask(self) -> None:
        """Read what is free."""
        self.desk.read(self, store.offers, self.desk.now(), done=self._show, failed=self.show_fault)

    def record_id(self, record: Offer) -> str:
        """Return the id of a line."""
        return record.line.id

    def fits(self, record: Offer, chip: str) -> bool:
        """Say whether a line belongs under a chip."""
        return chip in {"all", record.line.kind.value}

    def is_typed(self, record: Offer, typed: str) -> bool:
        """Say whether a line is meant."""
        words = (record.line.department, record.line.name, record.line.institution_name)
        return any(typed in word.lower() or any(k.startswith(typed) for k in keys_of_name(word)) for word in words)

    def say_none(self) -> None:
        """Say that nothing is free."""
        if self.table is not None:
            words = "县院放号、同步以后会出现在这里。急的请直接打电话给转诊办。"
            self.table.empty.say("没有可约的号源", words, icon="calendar")

    def show_record(self, record: Offer | None) -> None:
        """Show a line in the panel, and how it is held."""
        if record is None:
            self.panel.show_nothing()
            return
        line = record.line
        badge = Badge(f"余 {record.free}", "ok", "check")
        self.panel.show_head(line.name, KINDS[line.kind.value], badge, day_of_line(record), line.time or "全天")
        self.panel.facts.show_facts(
            [
                ("医院", line.institution_name),
                ("科室", line.department),
                ("地点", line.place),
                ("预留", f"{line.reserved} 个，已占用 {line.held + line.used} 个"),
            ]
        )
        self.panel.show_trail([], proven=False)
        how = "写转出单时在「预约」里选，或在转诊页里给已发出的转诊约。没有网也能约，县院收到后按先后确认。"
        self.panel.callout.say("怎么约", how, tone="accent", icon="info")
        self.panel.show_acts([])

    def act(self, _name: str) -> None:
        """Do nothing: slots are held from a slip or a case."""

    def _show(self, found: store.Offers) -> None:
        if self.work is None:
            self.facts.setText(as_of(found.confirmed_at, self.desk.now()))
        self.show_records(list(found.offers))


def day_of_line(offer: Offer) -> str:
    """Return the day of a line for a table."""
    return day_of(slot_of(offer.line))


def _columns() -> tuple[Column[Offer], ...]:
    return (
        Column(
            title="类别",
            text=lambda one: KINDS[one.line.kind.value],
            badge=lambda one: Badge(KINDS[one.line.kind.value], "neutral", _ICONS[one.line.kind.value]),
            width=96,
        ),
        Column(title="日期", text=day_of_line, width=92, is_bold=True, sort=lambda one: (one.line.day, one.line.time)),
        Column(title="时段", text=lambda one: one.line.time or "全天", width=100),
        Column(title="科室", text=lambda one: one.line.department, width=100, stretch=1),
        Column(
            title="专家、床位、项目", text=lambda one: one.line.name, width=150, stretch=2, is_bold=True, is_jump=True
        ),
        Column(title="地点", text=lambda one: one.line.place, width=100, stretch=1, rank=2),
        Column(
            title="余",
            text=lambda one: str(one.free),
            width=56,
            is_right=True,
            sort=lambda one: one.free,
            export=lambda one: one.free,
        ),
    )
