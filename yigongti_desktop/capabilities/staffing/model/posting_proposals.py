"""What a plan of postings proposes, stay by stay, and how each is taken: as an answer to what was asked, or anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.posting_joints import Gap
from yigongti_desktop.capabilities.staffing.model.posting_joints import Held
from yigongti_desktop.capabilities.staffing.model.posting_joints import Joint
from yigongti_desktop.capabilities.staffing.model.posting_joints import days_of
from yigongti_desktop.capabilities.staffing.model.posting_joints import gaps
from yigongti_desktop.capabilities.staffing.model.posting_joints import held
from yigongti_desktop.capabilities.staffing.model.posting_joints import joints
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import candidates
from yigongti_desktop.capabilities.staffing.model.posting_known import open_requests
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task

_REASON = "全年派驻计划"


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be sent to a unit, both days included."""

    staff: str
    name: str
    unit: str
    unit_name: str
    since: date
    until: date
    #: The months of the plan that it stands for.
    stay: Stay
    department: str = ""
    #: What the unit asked for and this answers; empty for none.
    request: str = ""
    #: How it meets who was there before, and who comes after; None where there is nobody.
    before: Joint | None = None
    after: Joint | None = None

    def wish(self, known: Known) -> Wish:
        """Return what is asked for first, where the unit has not asked."""
        return Wish(
            unit=self.unit, kind=Kind.RESIDENT, title=known.least, since=self.since, until=self.until, reason=_REASON
        )

    def arrangement(self) -> Arrangement:
        """Return whom the lead hospital sends by it."""
        return Arrangement(staff=self.staff, since=self.since, until=self.until, department=self.department)


def proposals(known: Known, task: Task, plan: Plan) -> tuple[Proposal, ...]:
    """Return what a plan proposes beyond what is fixed, the earliest first; each request is answered once."""
    people = {one.id: one for one in candidates(known)}
    rough = []
    for doctor, stays in zip(task.doctors, plan, strict=True):
        for stay in stays:
            if stay in doctor.fixed:
                continue
            unit, name = known.units[stay.unit]
            since, until = known.month(stay.start)[0], known.month(stay.end - 1)[1]
            who = people[doctor.id].name
            rough.append(
                Proposal(staff=doctor.id, name=who, unit=unit, unit_name=name, since=since, until=until, stay=stay)
            )
    rough.sort(key=lambda one: (one.since, one.unit_name, one.name))
    asked = {one.id: one.since for one in open_requests(known)}
    found, there = list(_answering(known, task, rough)), held(known)
    for place, one in enumerate(found):
        others = (*there, *(_days(each) for each in found if each is not one))
        since, until = days_of(known, people[one.staff], one.stay, others, asked.get(one.request))
        found[place] = replace(one, since=since, until=until)
    mine = [_days(one) for one in found]
    ends = (joints(one, (*there, *mine)) for one in mine)
    return tuple(replace(one, before=before, after=after) for one, (before, after) in zip(found, ends, strict=True))


def lacking(known: Known, found: Sequence[Proposal]) -> tuple[Gap, ...]:
    """Return the days on which units have nobody of the title though all proposals are taken (STF-16)."""
    return gaps(known, (*held(known), *map(_days, found)))


def _days(one: Proposal) -> Held:
    return Held(unit=one.unit, staff=one.staff, name=one.name, since=one.since, until=one.until)


def _answering(known: Known, task: Task, some: list[Proposal]) -> tuple[Proposal, ...]:
    doctors = {one.id: one for one in task.doctors}
    needs = {one.id: one for one in task.needs}
    left = [each for each in open_requests(known) if each.id in needs]
    found = []
    for one in some:
        fitting = (each for each in left if _meets(one, each) and needs[each.id].counts(doctors[one.staff]))
        asked = next(fitting, None)
        if asked is not None:
            left.remove(asked)
            one = replace(one, request=asked.id, department=asked.department)  # noqa: PLW2901
        found.append(one)
    return tuple(found)


def _meets(one: Proposal, asked: Posting) -> bool:
    return asked.host == one.unit and asked.since <= one.until and one.since <= asked.until
