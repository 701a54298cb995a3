"""A shift of the hand-over book at a glance, and what somebody may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import handover as m
from yigongti_desktop.capabilities.staffing.model.handover import FIELDS
from yigongti_desktop.capabilities.staffing.model.handover import LONGEST
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.handover import State
from yigongti_desktop.capabilities.staffing.store.handover import HandoverRow
from yigongti_desktop.capabilities.staffing.ui.handover_words import PARTS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.acts import only
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day

CHIPS = (
    Chip("todo", "待签", 0),
    Chip("gap", "缺交班", 0),
    Chip("done", "已签", 0),
    Chip("all", "全部", 0),
)
_HINTS = {
    "patients": "现有几人，新入、出院、转出各几人",
    "critical": "危重、术后、发热、输血、输液反应的病人",
    "to_do": "还没做完的检查、治疗、要等的结果；物品、药品、设备",
}


def badge(row: HandoverRow) -> Badge:
    """Return how far a shift has come."""
    if row.entry is None:
        return Badge("缺交班", "danger", "alert")
    if row.is_waiting:
        return Badge("待上传", "neutral", "arrow-up")
    return badge_of(row.entry)


def badge_of(entry: Handover) -> Badge:
    """Return how far an entry has come."""
    return Badge("已签", "ok", "lock") if entry.state is State.TAKEN else Badge("待接班", "warn", "clock")


def fits(row: HandoverRow, chip: str) -> bool:
    """Say whether a shift belongs under a chip."""
    state = row.entry.state if row.entry else None
    return {"todo": state is State.GIVEN, "gap": row.entry is None, "done": state is State.TAKEN}.get(chip, True)


def is_meant(row: HandoverRow, typed: str) -> bool:
    """Say whether a shift is meant by what was typed, in lower case: duty, names, what is written."""
    if row.entry is None:
        people = row.gap.people if row.gap else ()
        return any(typed in name or any(key.startswith(typed) for key in keys_of_name(name)) for name in people)
    entry = row.entry
    names = (entry.given_name, entry.taken_name)
    if any(key.startswith(typed) for name in names if name for key in keys_of_name(name)):
        return True
    return any(typed in text.lower() for text in (entry.duty_name, *names, entry.patients, entry.critical, entry.to_do))


def duty_of(row: HandoverRow) -> str:
    """Return the name of the duty."""
    return row.entry.duty_name if row.entry else row.gap.duty.name if row.gap else ""


def columns(today: Any) -> tuple[Column[HandoverRow], ...]:
    """Return the columns of the book."""

    def giver(row: HandoverRow) -> str:
        return row.entry.given_name if row.entry else "、".join(row.gap.people) if row.gap else ""

    return (
        Column(title="状态", text=lambda row: badge(row).text, badge=badge, width=104),
        Column(
            title="日期", text=lambda row: short_day(row.day, today()), width=84, sort=lambda row: row.day,
            export=lambda row: row.day,
        ),
        Column(title="班次", text=duty_of, width=84, is_bold=True),
        Column(title="交班", text=giver, width=84, stretch=1),
        Column(title="接班", text=lambda row: row.entry.taken_name if row.entry else "", width=84, stretch=1),
        Column(
            title="病人情况", text=lambda row: row.entry.patients.replace("\n", "；") if row.entry else "",
            width=150, stretch=3, rank=1,
        ),
    )  # fmt: skip


def offers(entry: Handover, actor: Actor) -> list[Act]:
    """Return what somebody may do with an entry, the main act first."""
    found = []
    is_giver = entry.given_by == actor.account
    if entry.state is State.GIVEN and not is_giver:
        found.append(Act(name="take", text="接班签名", key="Ctrl+Enter", icon="pencil", style=PRIMARY))
    if entry.state is State.GIVEN and is_giver:
        found.append(Act(name="correct", text="改内容", key="F7", icon="pencil", style=PLAIN))
    else:
        found.append(Act(name="note", text="补记", key="F7", icon="plus", style=PLAIN if found else LINK))
    return found


def ask(act: str, entry: Handover, _today: date) -> Ask:
    """Return what an act asks for."""
    if act == "note":
        words = Field(name="words", label="补记", kind=TEXT, is_needed=True, check=at_most(LONGEST))
        return Ask(
            title="补记，原来的内容不动",
            verb="补记",
            sections=only(words),
            command=lambda values: m.AddHandoverNote(handover=entry.id, words=values["words"]),
        )
    return Ask(
        title="接班以前还可以改",
        verb="保存",
        sections=only(*written_fields(lines=2)),
        command=lambda values: m.CorrectHandover(handover=entry.id, changes=_changes(entry, values)),
    )


def _changes(entry: Handover, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    before = {field: getattr(entry, field) for field in FIELDS}
    return {field: (seen, values[field]) for field, seen in before.items() if seen != values[field]}


def written_fields(*, lines: int) -> tuple[Field, ...]:
    """Return the fields of what is written of a shift."""
    return tuple(
        Field(
            name=field,
            label=PARTS[field],
            kind=TEXT,
            lines=lines,
            is_wide=True,
            is_needed=field == "patients",
            placeholder=_HINTS[field],
            check=at_most(LONGEST),
        )
        for field in FIELDS
    )
