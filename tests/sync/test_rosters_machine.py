"""Two desks draw, publish and amend while people are sent elsewhere: one roster each, and all are told what to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import rule

from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.machines.mishaps import ROWS
from tests.sync.machines.mishaps import WEATHER
from tests.sync.machines.run import run
from tests.sync.machines.town import PICKS
from tests.sync.machines.town import Town
from tests.world import EVERY_LEAD_ROLE
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import WithdrawRoster
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.store.rosters import to_look_at
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.messages import NoteStaff
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import reading

pytestmark = [pytest.mark.sync, pytest.mark.policy("STF-03"), pytest.mark.policy("STF-31")]

LEAD, BOTH = "市一医", ("岳口", "岳口二")
YUEKOU, DUOBAO = "tianmen.yuekou", "tianmen.duobao"
BEGAN, DAYS, DAY = date(2015, 7, 1), 5, timedelta(1)
_PARTS = 2
DESKS = st.sampled_from(BOTH)
CODES = st.lists(st.sampled_from(["白", "夜", "", "急"]), min_size=1, max_size=DAYS)
STARTS = st.sampled_from([0, 0, 3, 5])


@pytest.fixture(scope="session")
def employed(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 with three people of 岳口, its duties, and a staffing office."""
    folder = tmp_path_factory.mktemp("employed")
    county = County(frozen, folder)
    county.open_line()
    office = next(one for one in county.keeper.accounts() if one.id == county.people[LEAD].account)
    county.keeper.give_roles(office, (*EVERY_LEAD_ROLE, Role.STAFFING_OFFICE))
    county.sync(LEAD)
    office = next(one for one in county.keeper.accounts() if one.id == office.id)
    county.people[LEAD] = office.actor()
    for name in ("周建国", "何秀芳", "鲁学平"):
        identity = Identity(name=name, profession=Profession.DOCTOR)
        post = Post(since=BEGAN, home=YUEKOU, establishment=Establishment.POST)
        papers = Licence(since=BEGAN, kind=LicenceKind.PHYSICIAN)
        county.do(LEAD, RegisterStaff(identity=identity, parts=(post, papers)))
    county.do(BOTH[0], SetUpDuties(duties=starting()))
    county.sync(*(LEAD, *BOTH) * 2)
    people = dict(county.people)
    county.close()
    return replace(frozen, folder=folder, people=people)


class DrawnTown(Town):
    """What clerks draw at two desks while the staffing office moves people; lines cut, processes die."""

    @initialize()
    def open_desks(self) -> None:
        self.names = [*BOTH, LEAD]
        for name in self.names:
            self.open(name)
        self.first = day(self.county.clock.now()) + 10 * DAY
        self.begin(BOTH[0], 0)

    @rule(desk=DESKS, start=STARTS)
    def begin(self, desk: str, start: int) -> None:
        self.do(desk, BeginRoster(first=self.first + start * DAY, days=DAYS))

    @rule(desk=DESKS, pick=PICKS, who=PICKS, codes=CODES)
    def write(self, desk: str, pick: int, who: int, codes: list[str]) -> None:
        if roster := self._roster(desk, pick):
            self.do(desk, ChangeRoster(roster=roster.id, changes=_lines(roster, who, codes)))

    @rule(desk=DESKS, pick=PICKS, who=PICKS, codes=CODES)
    def amend(self, desk: str, pick: int, who: int, codes: list[str]) -> None:
        if roster := self._roster(desk, pick):
            changes = _lines(roster, who, codes)
            self.do(desk, AmendRoster(roster=roster.id, changes=changes, reason="换班", told=("孙立新",)))

    @rule(desk=DESKS, pick=PICKS, reason=st.sampled_from(["", "人手不够"]))
    def publish(self, desk: str, pick: int, reason: str) -> None:
        if roster := self._roster(desk, pick):
            self.do(desk, PublishRoster(roster=roster.id, seen=roster.edition, reason=reason))

    @rule(desk=DESKS, pick=PICKS, whole=st.lists(CODES, min_size=3, max_size=3))
    def draw_and_publish(self, desk: str, pick: int, whole: list[list[str]]) -> None:
        for who, codes in enumerate(whole):
            self.write(desk, pick, who, codes)
        self.publish(desk, pick, "人手不够")

    @rule(desk=DESKS, pick=PICKS, sure=st.integers(0, 3))
    def withdraw(self, desk: str, pick: int, sure: int) -> None:
        if not sure and (roster := self._roster(desk, pick)):  # rarely: it ends everything
            self.do(desk, WithdrawRoster(roster=roster.id, reason="日期错了"))

    @rule(pick=PICKS, start=st.integers(-1, 4), unit=st.sampled_from([DUOBAO, DUOBAO, YUEKOU]))
    def send_somebody(self, pick: int, start: int, unit: str) -> None:
        known: Staff | None = self.some(LEAD, registry.STAFF, pick)
        if known is not None:
            since = self.first + start * DAY
            part = Place(since=since, until=since + 2 * DAY, unit=unit, mode=Mode.ROTATION)
            self.do(LEAD, NoteStaff(staff=known.id, part=part, seen=known.like(part)))

    @rule(desk=DESKS, pick=PICKS, is_again=st.booleans())
    def answer(self, desk: str, pick: int, *, is_again: bool) -> None:
        acts = self.county.desks[desk].read(outbox.in_states, outbox.NEEDS_PERSON)
        if acts:
            event = acts[pick % len(acts)].event
            self.do(desk, SendAgain(event=event) if is_again else SettleRefusal(event=event))

    @rule(who=PICKS, rows=ROWS)
    def sync_in_fine_weather(self, who: int, rows: int) -> None:
        assert not self.sync(self._name(who), rows=rows).code

    @rule(who=PICKS, weather=WEATHER, rows=ROWS)
    def sync_in_trouble(self, who: int, weather: object, rows: int) -> None:
        assert self.sync(self._name(who), weather, rows=rows).code in {"", "line_cut", "hub_unreachable"}  # type: ignore[arg-type] # drawn

    @rule(who=PICKS, rows=ROWS, commits=st.integers(0, 6))
    def kill_a_desk_in_a_sync(self, who: int, rows: int, commits: int) -> None:
        self.die_in_a_talk(self._name(who), commits, rows)

    @rule(days=st.sampled_from([1, 1, 11]))
    def days_go_by(self, days: int) -> None:
        self.county.clock.advance(days=days)
        for clock in self.clocks.values():
            clock.advance(days=days)

    def heal(self) -> None:
        """Let all talk until nothing is new, and look at what came of it."""
        super().heal()
        with reading(self.county.hub.engine) as connection:
            kept = registry.everything(connection, ROSTER)
        self._no_day_is_drawn_twice(kept)
        self._logs_tell_what_happened(kept)
        self._everybody_is_told_who_is_elsewhere(kept)

    def _no_day_is_drawn_twice(self, kept: list[Roster]) -> None:
        days = [on for one in kept if one.state is not State.WITHDRAWN for on in one.dates()]
        assert len(days) == len(set(days))

    def _logs_tell_what_happened(self, kept: list[Roster]) -> None:
        for one in kept:
            last = {(change.person, change.day): change.after for change in one.changes}
            assert all(one.code_on(person, on) == code for (person, on), code in last.items())
            assert not one.changes or one.published_at

    def _everybody_is_told_who_is_elsewhere(self, kept: list[Roster]) -> None:
        """What the hub knows of who works where is what both desks of the unit and the lead hospital read."""
        today = day(self.county.clock.now())
        with reading(self.county.hub.engine) as connection:
            staff = {one.id: one for one in registry.everything(connection, registry.STAFF)}
        wrong = {
            (one.id, line.person, on)
            for one in kept
            if one.state is State.PUBLISHED and one.last >= today
            for line in one.lines
            for on, code in zip(one.dates(), line.codes, strict=True)
            if on >= today and code and staff[line.person].works_at(on) != YUEKOU
        }
        for name, unit in ((BOTH[0], YUEKOU), (BOTH[1], YUEKOU), (LEAD, "tianmen.diyi")):
            looks = self.county.desks[name].read(to_look_at, unit, today)
            told = {
                (look.roster.id, person, on)
                for look in looks
                if look.roster.state is State.PUBLISHED
                for found in look.findings
                if found.rule == "elsewhere"
                for person in found.people
                for on in found.days
                if on >= today
            }
            assert told == wrong, name

    def _roster(self, desk: str, pick: int) -> Roster | None:
        found: Roster | None = self.some(desk, ROSTER, pick)
        return found

    def _name(self, who: int) -> str:
        return self.names[who % len(self.names)]


def _lines(roster: Roster, who: int, codes: list[str]) -> Lines:
    if not roster.lines:
        return {}
    line = roster.lines[who % len(roster.lines)]
    wanted = (*codes, *line.codes[len(codes) :])
    return {line.person: (line, msgspec.structs.replace(line, codes=wanted))}


@pytest.mark.parametrize("part", range(_PARTS))
def test_whatever_is_drawn_where_there_is_one_roster_and_all_know_who_is_elsewhere(employed: Frozen, part: int) -> None:
    run(DrawnTown, employed, part)
