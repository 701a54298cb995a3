"""Somebody beside the list: how they stand today, what ends, what the law bars, and their dated history."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.trail import AHEAD
from yigongti_desktop.kit.trail import DONE
from yigongti_desktop.kit.trail import NOW
from yigongti_desktop.kit.trail import Mark
from yigongti_desktop.kit.trail import TrailView
from yigongti_desktop.kit.words import phone
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import line_of
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.protection import Limit
from yigongti_desktop.registry.service.staff_list import StaffRow
from yigongti_desktop.registry.ui.staff import state
from yigongti_desktop.registry.ui.staff.words import ESTABLISHMENTS
from yigongti_desktop.registry.ui.staff.words import LIMITS
from yigongti_desktop.registry.ui.staff.words import LINES
from yigongti_desktop.registry.ui.staff.words import PROFESSIONS
from yigongti_desktop.registry.ui.staff.words import parts_of
from yigongti_desktop.registry.ui.staff.words import say_days
from yigongti_desktop.registry.ui.staff.words import say_left
from yigongti_desktop.registry.ui.staff.words import say_part
from yigongti_desktop.registry.ui.words import SEX


class HistoryView(QWidget):
    """Everything that was, is and will be, the latest first."""

    def __init__(self) -> None:
        super().__init__()
        self.trail = TrailView()
        self.setLayout(column(hairline(), label("履历", "name"), self.trail, spacing=6, margins=(16, 2, 16, 12)))

    def show_history(self, staff: Staff, units: dict[str, str], today: date) -> None:
        """Show the parts of somebody's history."""
        self.trail.show_marks([_mark(part, units, today) for part in parts_of(staff)])


def show_staff(panel: Panel, history: HistoryView, row: StaffRow, units: dict[str, str], desk: Desk) -> None:
    """Fill the panel with somebody."""
    one, today = row.staff, day(desk.now())
    years = f"{age_on(one.birth, today)} 岁" if one.birth else ""
    who = "　".join(word for word in (SEX[one.sex], years, PROFESSIONS[one.profession.value]) if word)
    badge = Badge("待上传", "neutral", "arrow-up") if row.is_waiting else state.badge(row)
    panel.show_head(one.name, who, badge, row.works_at, row.department)
    facts: list[tuple[str, str] | tuple[str, str, str]] = [
        ("职称", state.title_words(row), "name"),
        ("编制", "　".join(word for word in (row.home, _footing(one)) if word)),
        ("电话", phone(one.phone)),
        ("出生日期", one.birth.isoformat() if one.birth else ""),
        ("证件号", one.id_number),
        ("登录账号", row.login),
    ]
    facts += [
        (
            "将到期" if not place else "",
            f"{state.say_ending(ending)}　{say_left(ending.left, ending.on)}",
            _tone(ending.left),
        )
        for place, ending in enumerate(row.endings)
    ]
    facts.append(("劳动保护", "、".join(LIMITS[limit.value] for limit in Limit if limit in row.limits)))
    panel.facts.show_facts(facts)
    history.show_history(one, units, today)
    panel.callout.clear()


def _footing(staff: Staff) -> str:
    return ESTABLISHMENTS[staff.posts[-1].establishment.value] if staff.posts else ""


def _tone(left: int) -> str:
    return "danger" if left < 0 else "warn"


def _mark(part: Part, units: dict[str, str], today: date) -> Mark:
    place = NOW if part.holds(today) else AHEAD if part.since > today else DONE
    return Mark(text=LINES[line_of(part)], state=place, time=say_days(part), proof=say_part(part, units))
