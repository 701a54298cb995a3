"""What a plan of postings proposes, stay by stay, and how each is taken: as an answer to what was asked, or anew."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.posting_planning import Known
from yigongti_desktop.capabilities.staffing.model.posting_planning import candidates
from yigongti_desktop.capabilities.staffing.model.posting_planning import open_requests
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.task import Plan
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
    department: str = ""
    #: What the unit asked for and this answers; empty for none.
    request: str = ""

    def wish(self, known: Known) -> Wish:
        """Return what is asked for first, where the unit has not asked."""
        return Wish(
            unit=self.unit, kind=Kind.RESIDENT, title=known.least, since=self.since, until=self.until, reason=_REASON
        )

    def arrangement(self) -> Arrangement:
        """Return whom the lead hospital sends by it."""
        return Arrangement(staff=self.staff, since=self.since, until=self.until, department=self.department)


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """A month in which a unit still has nobody."""

    unit_name: str
    month: date


def proposals(known: Known, task: Task, plan: Plan) -> tuple[Proposal, ...]:
    """Return what a plan proposes beyond what is fixed, the earliest first; each request is answered once."""
    found = []
    for staff, doctor, stays in zip(candidates(known), task.doctors, plan, strict=True):
        for stay in stays:
            if stay in doctor.fixed:
                continue
            unit, name = known.units[stay.unit]
            since, until = known.month(stay.start)[0], known.month(stay.end - 1)[1]
            found.append(Proposal(staff=staff.id, name=staff.name, unit=unit, unit_name=name, since=since, until=until))
    return _answering(known, task, sorted(found, key=lambda one: (one.since, one.unit_name, one.name)))


def lacking(known: Known, task: Task, plan: Plan) -> tuple[Lacking, ...]:
    """Return the months of units that have nobody of the title by a plan (STF-16)."""
    of_units = dict(known.units)
    found = [
        Lacking(unit_name=of_units[one.id], month=known.month(month)[0])
        for one in check(task, plan)
        if one.is_gap and one.id in of_units
        for month in one.months
    ]
    return tuple(sorted(found, key=lambda one: (one.unit_name, one.month)))


def _answering(known: Known, task: Task, some: list[Proposal]) -> tuple[Proposal, ...]:
    doctors = {one.id: one for one in task.doctors}
    needs = {one.id: one for one in task.needs}
    left = list(open_requests(known))
    found = []
    for one in some:
        asked = next((each for each in left if _meets(one, each) and needs[each.id].counts(doctors[one.staff])), None)
        if asked is not None:
            left.remove(asked)
            one = msgspec.structs.replace(one, request=asked.id, department=asked.department)  # noqa: PLW2901
        found.append(one)
    return tuple(found)


def _meets(one: Proposal, asked: Posting) -> bool:
    return asked.host == one.unit and asked.since <= one.until and one.since <= asked.until
