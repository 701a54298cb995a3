"""A township unit and its lead hospital, with a doctor to be posted, for tests over real desks and a real hub."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.world import World
from tests.world import id_number
from yigongti_desktop.capabilities.staffing.messages.agreements import SignAgreement
from yigongti_desktop.capabilities.staffing.messages.postings import ArrangePosting
from yigongti_desktop.capabilities.staffing.messages.postings import AskForPosting
from yigongti_desktop.capabilities.staffing.model.agreement_moves import Signed
from yigongti_desktop.capabilities.staffing.model.agreements import AgreementKind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.capabilities.staffing.store.postings import POSTING
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import records

BEGAN, TODAY = date(2020, 3, 1), date(2026, 11, 23)
#: Half a year and a day more from the first of December.
FIRST, LAST = date(2026, 12, 1), date(2027, 6, 1)
DAY = timedelta(days=1)
OFFICE, UNIT, SECOND, OTHER = "市一医", "岳口", "岳口二", "多宝"
ALL = (OFFICE, UNIT, SECOND, OTHER)
LICENCE = Licence(
    since=BEGAN, kind=LicenceKind.PHYSICIAN, number="110420000012345", category=Category.CLINICAL, scope="内科专业"
)


def doctor(name: str = "熊卫东", serial: int = 501) -> Identity:
    """Return who somebody is."""
    birth = date(1980, 5, 6)
    return Identity(name=name, profession=Profession.DOCTOR, birth=birth, id_number=id_number(birth, serial))


def title(level: Level = Level.MIDDLE, name: str = "主治医师") -> Title:
    """Return a title that has held for years."""
    return Title(since=BEGAN, level=level, name=name)


def wished(**others: Any) -> Wish:
    """Return what 岳口 asks for: a 主治 for half a year."""
    usual: dict[str, Any] = {
        "kind": Kind.RESIDENT,
        "department": "内科",
        "title": Level.MIDDLE,
        "since": FIRST,
        "until": LAST,
        "reason": "内科医生退休",
    }
    return Wish(**(usual | others))


def signed(**others: Any) -> Signed:
    """Return an agreement of the lead hospital with 岳口 over three years."""
    usual: dict[str, Any] = {
        "kind": AgreementKind.SUPPORT,
        "sender": LEAD,
        "receiver": YUEKOU,
        "covers": (Kind.RESIDENT, Kind.CLINIC, Kind.TOUR),
        "departments": ("内科",),
        "since": date(2026, 1, 1),
        "until": date(2028, 12, 31),
        "number": "帮扶〔2026〕3号",
        "signed_by": "任小云",
    }
    return Signed(**(usual | others))


class Pair:
    """A world with the staffing office of the lead hospital, 岳口 with two desks, and 多宝."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.open_line()
        world.desk(OFFICE, roles=(Role.STAFFING_OFFICE,))
        world.desk(UNIT, roles=(Role.SCHEDULER,))
        world.desk(UNIT, SECOND, roles=(Role.SCHEDULER,))
        world.desk(OTHER, roles=(Role.SCHEDULER,))

    def talk(self) -> None:
        """Let everybody talk until all have everything."""
        for _ in range(2):
            for desk in self.world.desks.values():
                talk = desk.sync()
                assert not talk.code, talk.code

    def today(self) -> date:
        """Return today."""
        return day(self.world.clock.now())

    def hire(self, *parts: Part, who: Identity | None = None, home: str = LEAD, by: str = OFFICE) -> Staff:
        """Let somebody be employed, with a title and a licence unless other parts are given."""
        post = Post(since=BEGAN, home=home, establishment=Establishment.POST)
        command = RegisterStaff(identity=who or doctor(), parts=(post, *(parts or (title(), LICENCE))))
        made: Staff = self.world.do(by, command)
        return made

    def sign(self, **others: Any) -> str:
        """Write an agreement down; return its id."""
        made: str = self.world.do(OFFICE, SignAgreement(signed=signed(**others))).id
        return made

    def ask(self, **others: Any) -> Posting:
        """Let 岳口 ask."""
        made: Posting = self.world.do(UNIT, AskForPosting(wish=wished(**others)))
        return made

    def arrange(self, posting: str, staff: str, **others: Any) -> Posting:
        """Let the lead hospital arrange somebody for the days that were asked for."""
        usual: dict[str, Any] = {"staff": staff, "since": FIRST, "until": LAST, "department": "内科"}
        made: Posting = self.world.do(
            OFFICE, ArrangePosting(posting=posting, arrangement=Arrangement(**(usual | others)))
        )
        return made

    def posting(self, desk: str, posting: str) -> Posting | None:
        """Return a posting as a desk has it."""
        found: Posting | None = self.world.desks[desk].read(records.load, POSTING, posting)
        return found

    def staff(self, desk: str, staff: str) -> Staff | None:
        """Return a record of staff as a desk has it."""
        found: Staff | None = self.world.desks[desk].read(records.load, store.STAFF, staff)
        return found


__all__ = ["DUOBAO", "LEAD", "YUEKOU"]
