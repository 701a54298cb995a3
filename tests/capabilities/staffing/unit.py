"""A township unit with people, duties and desks, for tests of rosters over real desks and a hub."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from tests.screens import Screen
from tests.screens import Staffed
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.kernel.clock import day
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
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.outbox import Act

LEAD, TOWN, OTHER = "市一医", "岳口", "岳口二"
LEAD_ID, TOWN_ID = "tianmen.diyi", "tianmen.yuekou"
BEGAN = date(2015, 7, 1)


class Unit:
    """岳口 with two desks, duties and three people, and the staffing office of its lead hospital."""

    def __init__(self, town: County, staffed: Staffed) -> None:
        self.world = town
        for desk, who in ((TOWN, "排班"), (OTHER, "排班"), (LEAD, "人力")):
            town.people[desk] = staffed.people[who]
        self.first = (day(town.clock.now()).replace(day=1) + timedelta(32)).replace(day=1)
        self.zhou = self.hire("周建国", LicenceKind.PHYSICIAN)
        self.he = self.hire("何秀芳", LicenceKind.NURSE)
        self.lu = self.hire("鲁学平", LicenceKind.PHYSICIAN)
        town.do(TOWN, SetUpDuties(duties=starting()))
        self.talk()

    def hire(
        self, name: str, kind: LicenceKind, *, at: str = TOWN, home: str = TOWN_ID, parts: Iterable[Part] = ()
    ) -> str:
        """Register somebody with papers at a desk; return their id."""
        is_nurse = kind is LicenceKind.NURSE
        identity = Identity(name=name, profession=Profession.NURSE if is_nurse else Profession.DOCTOR)
        papers: tuple[Part, ...] = (
            Post(since=BEGAN, home=home, establishment=Establishment.POST),
            Title(since=BEGAN, level=Level.MIDDLE),
            Licence(since=BEGAN, kind=kind),
            *parts,
        )
        staff: str = self.world.do(at, RegisterStaff(identity=identity, parts=papers)).id
        return staff

    def talk(self) -> None:
        """Let everybody talk until all have everything."""
        self.world.sync(*(TOWN, OTHER, LEAD) * 2)

    def refused(self, name: str = TOWN) -> list[Act]:
        """Return what came back to a desk."""
        found: list[Act] = self.world.desks[name].read(outbox.in_states, outbox.NEEDS_PERSON)
        return found

    def begin(self, name: str = TOWN, days: int = 31, **others: Any) -> Roster:
        """Begin next month's roster."""
        usual: dict[str, Any] = {"first": self.first, "days": days}
        begun: Roster = self.world.do(name, BeginRoster(**(usual | others)))
        return begun

    def roster(self, name: str = TOWN, roster: str = "") -> Roster:
        """Return the roster as a desk has it, the latest one where none is named."""
        desk = self.world.desks[name]
        if not roster:
            return desk.read(store.rosters)[0].roster
        found = desk.read(store.one_roster, roster)
        assert found is not None
        return found

    def write(self, person: str, codes: str, name: str = TOWN) -> Roster:
        """Write somebody's line at a desk: a letter for each day from the first, a point for a day off."""
        roster = self.roster(name)
        done: Roster = self.world.do(name, ChangeRoster(roster=roster.id, changes=lines(roster, {person: codes})))
        return done

    def publish(self, name: str = TOWN, reason: str = "") -> Roster:
        """Publish the roster as a desk has it."""
        roster = self.roster(name)
        command = PublishRoster(roster=roster.id, seen=roster.edition, reason=reason)
        published: Roster = self.world.do(name, command)
        return published

    def amend(self, person: str, codes: str, name: str = TOWN, *told: str) -> Roster:
        """Change somebody's line after publication."""
        roster = self.roster(name)
        changes = lines(roster, {person: codes})
        command = AmendRoster(roster=roster.id, changes=changes, reason="家里有事", told=told)
        amended: Roster = self.world.do(name, command)
        return amended


def lines(roster: Roster, written: Mapping[str, str]) -> Lines:
    """Return lines as changes, a letter for each day from the first, a point for a day off; the rest stays."""
    found: Lines = {}
    for person, codes in written.items():
        seen = roster.line_of(person)
        assert seen is not None
        wanted = tuple("" if code == "." else code for code in codes)
        found[person] = (seen, replace(seen, codes=(*wanted, *seen.codes[len(wanted) :])))
    return found


def said(line: Line | None) -> str:
    """Return a line as it is written in tests; ? is not settled."""
    return "".join("?" if code is None else code or "." for code in (line.codes if line else ()))


def opened(me: Screen, unit: Unit) -> Any:
    """Open 排班 at next month."""
    page = me.page("rosters", f"{unit.first:%Y-%m}")
    me.settle()
    return page
