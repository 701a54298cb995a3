"""A community with a doctor to be sent, an agreement, and postings of several states, as 派驻 shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from tests.capabilities.staffing.community import BEGAN
from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.community import LICENCE
from tests.capabilities.staffing.community import doctor
from tests.capabilities.staffing.community import signed
from tests.capabilities.staffing.community import title
from tests.capabilities.staffing.community import wished
from tests.registry.staff.people import LEAD
from tests.screens import Screen
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.agreements import SignAgreement
from yigongti_desktop.capabilities.staffing.messages.leave import ApproveLeave
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.messages.postings import ArrangePosting
from yigongti_desktop.capabilities.staffing.messages.postings import AskForPosting
from yigongti_desktop.capabilities.staffing.messages.postings import ConfirmArrival
from yigongti_desktop.capabilities.staffing.messages.postings import NoteMonth
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.ui.posting_planner import PlannerDialog
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Staff

PLANNED = {"since": FIRST, "until": LAST}


def office(county: County, command: Any) -> Any:
    """Let the staffing office do something; return the record."""
    return county.desks["市一医"].do(county.people["人力"], command).record


def clerk(county: County, command: Any) -> Any:
    """Let the clerk of 岳口 do something; return the record."""
    return county.desks["岳口"].do(county.people["排班"], command).record


def hire(county: County, name: str, serial: int, *parts: Part) -> Staff:
    """Let a doctor be employed by the lead hospital."""
    post = Post(since=BEGAN, home=LEAD, establishment=Establishment.POST)
    place = Place(since=BEGAN, unit=LEAD, department="心内科")
    made: Staff = office(
        county, RegisterStaff(identity=doctor(name, serial), parts=(post, place, *(parts or (title(), LICENCE))))
    )
    return made


def people(county: County) -> dict[str, Staff]:
    """Let the hospital have a 主治, a 副高, a doctor without a licence and one whose title is too low."""
    senior = Title(since=BEGAN, level=Level.ASSOCIATE, name="副主任医师")
    low = Title(since=BEGAN, level=Level.JUNIOR, name="住院医师")
    found = {
        "熊卫东": hire(county, "熊卫东", 511),
        "欧阳海棠": hire(county, "欧阳海棠", 512, senior, LICENCE),
        "邱一鸣": hire(county, "邱一鸣", 513, title()),
        "田小雨": hire(county, "田小雨", 514, low, LICENCE),
    }
    office(county, SignAgreement(signed=signed()))
    return found


def asked(county: County, **others: Any) -> Posting:
    """Let 岳口 ask, and the hospital know of it."""
    made: Posting = clerk(county, AskForPosting(wish=wished(**others)))
    county.sync("岳口", "市一医")
    return made


def arranged(county: County, posting: Posting, staff: str, since: date = FIRST, until: date = LAST) -> Posting:
    """Let the hospital arrange somebody, and the unit know of it."""
    county.sync("市一医")
    wanted = Arrangement(staff=staff, since=since, until=until, department=posting.department)
    made: Posting = office(county, ArrangePosting(posting=posting.id, arrangement=wanted))
    county.sync("市一医", "岳口")
    return made


def serving(county: County, staff: str) -> Posting:
    """Let somebody be at 岳口 since the first of August, with two months written down and one owed."""
    since, until = date(2026, 8, 1), date(2027, 1, 31)
    one = asked(county, since=since, until=until, department="外科", reason="缺外科医生")
    arranged(county, one, staff, since, until)
    clerk(county, ConfirmArrival(posting=one.id, on=date(2026, 8, 3)))
    clerk(county, NoteMonth(posting=one.id, month=Month(first=since)))
    gone = (Missing(day=date(2026, 9, 10), reason="回院开会"), Missing(day=date(2026, 9, 11), reason="回院开会"))
    made: Posting = clerk(county, NoteMonth(posting=one.id, month=Month(first=date(2026, 9, 1), missing=gone)))
    county.sync("岳口", "市一医")
    return made


def away(county: County, staff: str, first: date, last: date) -> LeaveSlip:
    """Let somebody of the lead hospital have their annual leave approved."""
    scheduler, director = (
        replace(county.people["人力"], roles=frozenset({role})) for role in (Role.SCHEDULER, Role.DIRECTOR)
    )
    written = Written(person=staff, kind=Kind.ANNUAL, first=first, last=last)
    slip = county.desks["市一医"].do(scheduler, AskLeave(written=written)).record
    made: LeaveSlip = county.desks["市一医"].do(director, ApproveLeave(leave=slip.id)).record
    return made


def planner(me: Screen) -> PlannerDialog:
    """Open 自动安排 for next year, and return it when it has planned."""
    me.page("posting_year")
    me.press("PgDown")
    me.settle()
    me.press("F7")
    me.until(lambda: me.window.findChildren(PlannerDialog))
    (dialog,) = me.window.findChildren(PlannerDialog)
    me.until(lambda: not dialog.is_running)
    me.settle()
    return dialog
