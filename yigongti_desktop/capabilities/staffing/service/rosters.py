"""One function for each thing that people ask of rosters, and which rule judges each act."""

from __future__ import annotations

from itertools import count

from yigongti_desktop.capabilities.staffing.messages import rosters as m
from yigongti_desktop.capabilities.staffing.model import drawing
from yigongti_desktop.capabilities.staffing.model import publishing
from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.store.rosters import ROSTER
from yigongti_desktop.capabilities.staffing.store.settings import rostered
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.registry.store import STAFF
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

ROSTER_BEGUN = EventKind(
    name="roster.begun",
    body=m.RosterBegun,
    of=ROSTER,
    decide=lambda now, body, ruling: drawing.begin(now, body.written, ruling),
    roles=DRAWERS,
)
ROSTER_CHANGED = EventKind(
    name="roster.changed",
    body=m.RosterChanged,
    of=ROSTER,
    decide=lambda now, body, ruling: drawing.change(now, body.changes, ruling),
    roles=DRAWERS,
)
ROSTER_PUBLISHED = EventKind(
    name="roster.published",
    body=m.RosterPublished,
    of=ROSTER,
    decide=lambda now, body, ruling: publishing.publish(now, body.seen, body.reason, ruling),
    roles=DRAWERS,
)
ROSTER_AMENDED = EventKind(
    name="roster.amended",
    body=m.RosterAmended,
    of=ROSTER,
    decide=lambda now, body, ruling: publishing.amend(now, body.changes, body.reason, body.told, ruling),
    roles=DRAWERS,
)
ROSTER_WITHDRAWN = EventKind(
    name="roster.withdrawn",
    body=m.RosterWithdrawn,
    of=ROSTER,
    decide=lambda now, body, ruling: drawing.withdraw(now, body.reason, ruling),
    roles=DRAWERS,
)


def begin_roster(uow: UnitOfWork, command: m.BeginRoster) -> Roster:
    """Begin a roster; one that is on this desk already is opened instead.

    Raises:
        Refused: roster_days, roster_there, not_found for somebody of whom there is no record, and what the rule says.
    """
    drawing.need_days(command.first, command.days)
    unit, group = uow.actor.institution, clean_line(command.group)
    for number in count():
        record = roster_id(unit, group, command.first, number)
        known = uow.find(ROSTER, record)
        if known is None:
            break
        if known.state is not State.WITHDRAWN:
            raise Refused("roster_there", first=known.first.isoformat(), last=known.last.isoformat())
    written = Written(group=group, first=command.first, days=command.days, people=_people(uow, command), number=number)
    return uow.emit(ROSTER_BEGUN, record, m.RosterBegun(written=written))


def change_roster(uow: UnitOfWork, command: m.ChangeRoster) -> Roster:
    """Change lines of a draft; an answered refusal leaves the list."""
    after = uow.emit(ROSTER_CHANGED, command.roster, m.RosterChanged(changes=command.changes), answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


def publish_roster(uow: UnitOfWork, command: m.PublishRoster) -> Roster:
    """Publish a draft as it was seen."""
    return uow.emit(ROSTER_PUBLISHED, command.roster, m.RosterPublished(seen=command.seen, reason=command.reason))


def amend_roster(uow: UnitOfWork, command: m.AmendRoster) -> Roster:
    """Change lines of a published roster; an answered refusal leaves the list."""
    body = m.RosterAmended(changes=command.changes, reason=command.reason, told=command.told)
    after = uow.emit(ROSTER_AMENDED, command.roster, body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


def withdraw_roster(uow: UnitOfWork, command: m.WithdrawRoster) -> Roster:
    """Take a roster back."""
    return uow.emit(ROSTER_WITHDRAWN, command.roster, m.RosterWithdrawn(reason=command.reason))


def _people(uow: UnitOfWork, command: m.BeginRoster) -> dict[str, str]:
    if command.people is None:
        group = clean_line(command.group)
        found = rostered(uow.connection, uow.actor.institution, command.first, command.days, group)
    else:
        found = [uow.get(STAFF, person) for person in command.people]
    return {one.id: one.name for one in found}


SLICE = Slice(
    records=(ROSTER,),
    events=(ROSTER_BEGUN, ROSTER_CHANGED, ROSTER_PUBLISHED, ROSTER_AMENDED, ROSTER_WITHDRAWN),
    commands=(
        CommandKind(command=m.BeginRoster, handle=begin_roster, roles=DRAWERS),
        CommandKind(command=m.ChangeRoster, handle=change_roster, roles=DRAWERS),
        CommandKind(command=m.PublishRoster, handle=publish_roster, roles=DRAWERS),
        CommandKind(command=m.AmendRoster, handle=amend_roster, roles=DRAWERS),
        CommandKind(command=m.WithdrawRoster, handle=withdraw_roster, roles=DRAWERS),
    ),
)
