"""What people write in acts on duties and rosters, one body for each kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages import duties
from yigongti_desktop.capabilities.staffing.messages import rosters
from yigongti_desktop.capabilities.staffing.messages import settings
from yigongti_desktop.capabilities.staffing.messages import unit_rules
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import blank
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting

DAYS = 31
HE, ZHOU = blank("s-he", "何秀芳", DAYS), blank("s-zhou", "周建国", DAYS)


def written(line: Line, *codes: str, pins: tuple[int, ...] = ()) -> Line:
    """Return a line whose first days are settled."""
    return Line(person=line.person, name=line.name, codes=(*codes, *line.codes[len(codes) :]), pins=pins)


def bodies() -> dict[str, Any]:
    """Return a body of each kind of act."""
    night = next(duty for duty in starting() if duty.is_night)
    worked = written(HE, "白", "白", "")
    return {
        "duty.set_up": duties.DutySetUp(duty=night, place=2),
        "duty.changed": duties.DutyChanged(
            changes={
                "name": ("白班", "门诊"),
                "begin": ("08:00:00", "07:30:00"),
                "needs": ([{"least": 1}], [{"least": 2, "most": 3, "on": ["work"]}]),
            }
        ),
        "duty.ended": duties.DutyEnded(until=date(2026, 12, 31)),
        "roster.begun": rosters.RosterBegun(
            written=Written(
                group="护理", first=date(2026, 12, 1), days=DAYS, people={"s-he": "何秀芳", "s-zhou": "周建国"}
            )
        ),
        "roster.changed": rosters.RosterChanged(
            changes={"s-he": (HE, written(HE, "白", "白", "", pins=(1,))), "s-zhou": (ZHOU, None)}
        ),
        "roster.published": rosters.RosterPublished(seen="0123456789ab", reason="人手不够"),
        "roster.amended": rosters.RosterAmended(
            changes={"s-he": (written(HE, "白", "白", "夜"), worked)}, reason="家里有事", told=("周建国", "鲁学平")
        ),
        "roster.withdrawn": rosters.RosterWithdrawn(reason="排错了月份"),
        "roster_setting.settled": settings.PersonSettled(
            person="s-he",
            changes={
                "group": ("", "护理"),
                "skills": ([], ["急救", "B超"]),
                "pattern": ([], [["白"], [], [], [], [], [], [""]]),
                "is_out": (True, False),
            },
        ),
        "roster_rule.set": unit_rules.RosterRuleSet(
            rule="work_run",
            changes={"2026-12-01": (None, RuleChange(weight=200, figures={"most": 6}, reason="人手不够"))},
        ),
    }
