"""Every act of staffing with hostile contents, at a desk and at the hub's door: refused in words, or done whole.

The counts are those of an ordinary run; FUZZ multiplies them for a long one (make fuzz).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import event as note
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.staffing.community import signed
from tests.capabilities.staffing.community import wished
from tests.capabilities.staffing.outreach import announced
from tests.capabilities.staffing.outreach import planned
from tests.fakes.time import NOON
from tests.hub.callers import door
from tests.hub.hostile import Hostile
from tests.hub.liar import Liar
from tests.hub.test_fuzz import UNHURRIED
from tests.hub.test_fuzz import many
from tests.hub.test_fuzz_pharmacy import said
from tests.registry.staff.seeded import new_nurse
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import fast
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.capabilities.staffing.messages.duties import DutySetUp
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.handover import HandOver
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.messages.postings import AskForPosting
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.messages.teaching import AnnounceTeaching
from yigongti_desktop.capabilities.staffing.messages.teaching import AttendanceWritten
from yigongti_desktop.capabilities.staffing.messages.teaching import WriteAttendance
from yigongti_desktop.capabilities.staffing.messages.visits import PlanVisits
from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.handover import Written as Shift
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import Written as Leave
from yigongti_desktop.capabilities.staffing.model.posting_terms import terms_id
from yigongti_desktop.capabilities.staffing.model.posting_terms import way_id
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import blank
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.model.settings import setting_id
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.unit_rules import unit_rule_id
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import VisitKind
from yigongti_desktop.capabilities.staffing.model.wish_rules import rules_id
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.store import handover as handover_store
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.capabilities.staffing.store.asks import asks
from yigongti_desktop.capabilities.staffing.store.leave import leave_opened
from yigongti_desktop.capabilities.staffing.store.teaching import teaching_rows
from yigongti_desktop.capabilities.staffing.store.teaching import teaching_year
from yigongti_desktop.capabilities.staffing.store.visits import session_rows
from yigongti_desktop.capabilities.staffing.store.visits import visit_opened
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import days_after
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.staff.messages import RegisterStaff
from yigongti_desktop.storage.engine import reading

#: A plan of sessions has so many fields that what could be in it is long to tell.
_LONG = "ignore:Generating overly large repr:hypothesis.errors.HypothesisWarning"
pytestmark = [pytest.mark.hub, pytest.mark.slow, pytest.mark.filterwarnings(_LONG)]

TOWN, OTHER, LEAD, UNIT = "岳口", "岳口二", "市一医", "tianmen.yuekou"
HERE = "yigongti_desktop.capabilities.staffing."
EVENTS = sorted(name for name, kind in CATALOGUE.events.items() if kind.body.__module__.startswith(HERE))
COMMANDS = sorted(name for name, kind in CATALOGUE.commands.items() if kind.command.__module__.startswith(HERE))
TABLES = (
    "duties",
    "rosters",
    "roster_settings",
    "roster_rules",
    "leave_slips",
    "wish_slips",
    "wish_rules",
    "swaps",
    "handovers",
    "staff_postings",
    "staff_agreements",
    "posting_terms",
    "posting_ways",
    "staff_visits",
    "teachings",
    "attendances",
    "postings",
    "trail",
)
FIRST, DAYS = days_after(day(NOON), 10), 3
_IN_HOUSE = announced(kind=TeachingKind.IN_HOUSE, first=day(NOON), last=day(NOON))
LINE = Line(person="s-he", name="何秀芳", codes=("白", "夜", ""), pins=(1,))
_OF_PEOPLE: list[Any] = [
    {"group": ("护理", "医生")},
    {"skills": ([], ["急救", ""])},
    {"pattern": ([], [["白"], [], [], [], [], [], [""]])},
    {"apart": ([], ["s-he"]), "is_out": (False, True)},
]
_OF_RULES: list[Any] = [
    {day(NOON).isoformat(): (None, RuleChange(figures={"most": 6}, reason="试行"))},
    {"2026-12-01": (None, RuleChange(is_off=True, reason="试行"))},
    {"9999-12-31": (None, RuleChange(weight=2**40, reason="试行"))},
    {"下月": (None, RuleChange())},
]


@dataclass(frozen=True)
class Target:
    """A county with duties and rosters, and both sides' keys in the wrong hands."""

    county: County
    town: Liar
    lead: Liar
    records: dict[str, tuple[str, ...]]

    def hostile(self, message: type) -> Hostile:
        """Return what makes messages of a type: one name means another thing in acts on duties and on rosters."""
        is_of_duties = "Duty" in message.__name__
        begun = Written(first=FIRST, days=DAYS, people={"s-he": "何秀芳", "s-zhou": "周建国"})
        likely: dict[str, list[Any]] = {
            "changes": [{"name": ("白班", "门诊")}, {"place": (1, 2**70)}, {"needs": ([], [{"least": -1}])}]
            if is_of_duties
            else _OF_RULES
            if "RosterRule" in message.__name__
            else _OF_PEOPLE
            if "Person" in message.__name__
            else [
                {"s-he": (blank("s-he", "何秀芳", DAYS), LINE)},
                {"s-he": (LINE, None)},
                {"s-new": (None, LINE)},
            ],
            "duty": list(starting()) if message is DutySetUp else list(self.records["duty"]),
            "duties": [starting(), starting()[:1]],
            "roster": list(self.records["roster"]),
            "written": [begun],
            "first": [FIRST],
            "days": [DAYS, 31],
            "people": [None, ("s-he",)],
            "group": ["", "护理"],
            "seen": [self._draft().edition],
            "person": ["s-he"],
            "rule": ["work_run", "overtime", "cover"],
            "reason": ["", "换班"],
            "answers": [""],
        }
        nurse = self.records["staff"][0]
        likely |= {
            "plan": [_plan(nurse)],
            "announced": [_IN_HOUSE],
            "day": [FIRST, day(NOON)],
            "last": [FIRST],
            "moved_to": [None, days_after(FIRST, 3)],
            "visit": list(self.records["outreach"]),
            "teaching": list(self.records["teaching"]),
            "posting": list(self.records["posting"]),
            "agreement": list(self.records["agreement"]),
            "wish": [wished()],
            "signed": [signed()],
            "unit": [UNIT],
        }
        if message in {WriteAttendance, AttendanceWritten}:
            likely["changes"] = [{nurse: (30, 45)}, {nurse: (30, None)}, {"s-he": (None, 2**70)}]
        likely = self._asked(message.__module__.rpartition(".")[2]) or likely
        known = [one for some in self.records.values() for one in some]
        return Hostile((*known, UNIT, "tianmen.diyi", "白", "夜", "s-he"), likely)

    def _asked(self, room: str) -> dict[str, list[Any]]:
        """Return what is likely in acts of a room, where one name means another thing in each."""
        nurse = self.records["staff"][0]
        entry = self.county.desks[TOWN].read(handover_store.handover_rows, UNIT, day(NOON))[0].entry
        assert entry is not None
        fields = [{"closing_day": (24, 2**70)}, {"most": (4, 5)}, {"to_do": ("", "等血常规")}]
        found: dict[str, dict[str, list[Any]]] = {
            "leave": {
                "person": [nurse],
                "leave": list(self.records["leave"]),
                "first": [FIRST],
                "last": [FIRST, days_after(FIRST, 3)],
                "kind": list(Kind),
            },
            "wishes": {"person": [nurse], "day": [FIRST], "duty": ["夜", ""], "seen": [None], "changes": fields},
            "swaps": {"giver": [nurse], "day": [FIRST], "swap": list(self.records["swap"])},
            "handover": {
                "day": [day(NOON)],
                "duty": ["夜", "白"],
                "seen": [entry.edition],
                "handover": [entry.id],
                "changes": fields,
            },
            "posting_terms": {
                "person": ["s-he", nurse],
                "unit": [UNIT],
                "changes": [{"kilometres": (0, 2**70)}, {"away": ([], ["2027-13"])}, {"apart": ("", nurse)}],
                "ways": [{UNIT: (0, 18)}, {"s-he": (0, -1)}],
                "answers": [""],
            },
        }
        return found.get(room, {})

    def _draft(self) -> Roster:
        found = self.county.desks[TOWN].read(store.one_roster, self.records["roster"][0])
        assert found is not None
        return found


@pytest.fixture(scope="module")
def target(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """A county to be fuzzed: duties, a draft and a roster that was published."""
    county = County(frozen, tmp_path_factory.mktemp("fuzzed"))
    fast(county.hub)
    with door(county.hub, UNHURRIED) as server:
        county._port = server.port
        with Liar(county, TOWN) as town, Liar(county, LEAD) as lead:
            county.do(TOWN, SetUpDuties(duties=starting()))
            found = [county.do(TOWN, BeginRoster(first=days_after(FIRST, begins), days=DAYS)) for begins in (0, 5)]
            added: Lines = {"s-he": (None, blank("s-he", "何秀芳", DAYS))}
            _, last = (county.do(TOWN, ChangeRoster(roster=one.id, changes=added)) for one in found)
            county.do(TOWN, PublishRoster(roster=last.id, seen=last.edition, reason="外来人员"))
            county.sync(TOWN, OTHER)
            duties = tuple(duty_id(UNIT, duty.code) for duty in starting())
            later = roster_id(UNIT, "护理", days_after(FIRST, 40))
            rosters = (*(one.id for one in found), roster_id(UNIT, "", FIRST, 1), later)
            settled = (setting_id(UNIT, "s-he"),)
            rules = tuple(unit_rule_id(UNIT, rule) for rule in ("work_run", "overtime", "cover"))
            records = {"duty": duties, "roster": rosters, "roster_setting": settled, "roster_rule": rules}
            yield Target(county, town, lead, records | _asked(county))
    county.close()


def _asked(county: County) -> dict[str, tuple[str, ...]]:
    """Let a nurse be registered, ask for leave, wish, hand over, be sent to a village and be taught; return the ids."""
    clerk, _ = county.keeper.add_account(TOWN, "pan", "潘立群", (Role.SCHEDULER,))
    county.sync(TOWN)
    nurse = county.desks[TOWN].do(clerk.actor(), _new_nurse()).record.id
    leave = Leave(person=nurse, kind=Kind.ANNUAL, first=FIRST, last=days_after(FIRST, 3))
    wish = county.do(TOWN, WriteWish(person=nurse, day=FIRST, wanted=Wanted(duty="夜"))).id
    slip = county.do(TOWN, AskLeave(written=leave)).id
    entry = county.do(TOWN, HandOver(written=Shift(day=day(NOON), duty="夜", patients="12 人"))).id
    visit = county.do(TOWN, PlanVisits(plan=_plan(nurse))).id
    teaching = county.do(TOWN, AnnounceTeaching(announced=_IN_HOUSE)).id
    came = county.do(TOWN, WriteAttendance(teaching=teaching, unit=UNIT, changes={nurse: (None, 30)})).id
    posting = county.do(TOWN, AskForPosting(wish=wished())).id
    county.sync(TOWN, OTHER)
    return {
        "staff": (nurse,),
        "leave": (slip,),
        "wish": (wish,),
        "wish_rules": (rules_id(UNIT),),
        "handover": (entry,),
        "swap": ("s-swap",),
        "outreach": (visit,),
        "teaching": (teaching,),
        "attendance": (came,),
        "posting": (posting,),
        "agreement": ("a-none",),
        "posting_terms": (terms_id(UNIT, nurse), terms_id("tianmen.diyi", nurse)),
        "posting_way": (way_id(UNIT, UNIT), way_id("tianmen.diyi", UNIT)),
    }


def _new_nurse() -> RegisterStaff:
    """Return the command that registers a nurse of 岳口."""
    registered = new_nurse()
    return RegisterStaff(identity=registered.identity, parts=registered.parts)


def _plan(person: str) -> Plan:
    return planned(person, kind=VisitKind.TOUR, village="健康村", since=day(NOON), until=days_after(FIRST, 40))


@pytest.fixture(autouse=True)
def unharmed(target: Target, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test: no fault in the log, honest desks are served and can ask all that screens ask."""
    caplog.set_level(logging.INFO)
    yield
    faults = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    assert faults == []
    county = target.county
    county.sync(OTHER, LEAD)
    for name, unit in ((OTHER, UNIT), (LEAD, "tianmen.diyi")):
        with reading(county.desks[name].engine) as connection:
            assert connection.exec_driver_sql("SELECT * FROM set_aside").all() == []
            store.to_look_at(connection, unit, FIRST)
            for row in store.rosters(connection):
                store.findings(connection, row.roster)
            asks(connection, county.people[name])
            handover_store.handover_rows(connection, unit, day(NOON))
            for one in asks(connection, county.people[TOWN]).leave:
                leave_opened(connection, one.slip.id)
            for shown in session_rows(connection, day(NOON), days_after(FIRST, 60)):
                assert visit_opened(connection, shown.session.visit.id) is not None
            teaching_year(connection, FIRST.year, unit, FIRST)
            teaching_rows(connection, unit)


def standing(target: Target) -> dict[str, list[str]]:
    """Return what the tables at the hub hold."""
    with target.county.hub.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}")))  # noqa: S608 - our own names
            for name in TABLES
        }


@many(150)
@given(data=st.data(), kind=st.sampled_from(EVENTS), side=st.sampled_from(["town", "town", "lead"]))
def test_an_act_of_a_device_in_the_wrong_hands_is_refused_in_words_or_done_whole(
    target: Target, data: st.DataObject, kind: str, side: str
) -> None:
    liar: Liar = getattr(target, side)
    known = CATALOGUE.events[kind]
    body = data.draw(target.hostile(known.body).of(known.body))
    record = data.draw(st.sampled_from([*target.records[known.of.name] * 3, liar.county.hub.ids.new()]))
    before = standing(target)
    try:
        (outcome,) = liar.tell(liar.event(kind, record, body))
    except Refused as refusal:
        said(refusal.code, dict(refusal.facts))
        return
    note(f"{kind}: {outcome.code or 'taken'}")
    assert not outcome.quarantined, (kind, outcome, body)
    if outcome.code:
        said(outcome.code, dict(outcome.facts))
        assert standing(target) == before, outcome


@many(100)
@given(data=st.data(), name=st.sampled_from(COMMANDS), desk=st.sampled_from([OTHER, LEAD]))
def test_a_hostile_person_at_a_desk_is_refused_in_words_or_the_hub_takes_what_was_saved(
    target: Target, data: st.DataObject, name: str, desk: str
) -> None:
    asked = CATALOGUE.commands[name].command
    command = data.draw(target.hostile(asked).of(asked))
    try:
        target.county.do(desk, command)
    except Refused as refusal:
        said(refusal.code, dict(refusal.facts))
    else:
        target.county.sync(desk)


def test_every_kind_of_act_and_every_thing_to_ask_of_rosters_is_fuzzed() -> None:
    assert len(EVENTS) >= 26
    assert len(COMMANDS) >= 26
