"""One function for each thing that people ask of staff, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.staff import keeping
from yigongti_desktop.registry.model.staff import messages as m
from yigongti_desktop.registry.model.staff.checks import tidy_identity
from yigongti_desktop.registry.model.staff.parts import line_of
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.person import staff_id
from yigongti_desktop.registry.model.staff.rights import EDITORS
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

STAFF_REGISTERED = EventKind(
    name="staff.registered",
    body=m.StaffRegistered,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.register(now, body.identity, body.parts, ruling),
    roles=EDITORS,
)
STAFF_CORRECTED = EventKind(
    name="staff.corrected",
    body=m.StaffCorrected,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.correct(now, body.changes, ruling),
    roles=EDITORS,
    note=lambda body: " ".join(body.changes),
)
STAFF_NOTED = EventKind(
    name="staff.noted",
    body=m.StaffNoted,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.note(now, body.part, body.seen, ruling),
    roles=EDITORS,
    note=lambda body: line_of(body.part),
)
STAFF_WITHDRAWN = EventKind(
    name="staff.withdrawn",
    body=m.StaffWithdrawn,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.withdraw(now, body.part, body.reason, ruling),
    roles=EDITORS,
    note=lambda body: line_of(body.part),
)
STAFF_LEFT = EventKind(
    name="staff.left",
    body=m.StaffLeft,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.leave(now, body.until, body.reason, ruling),
    roles=EDITORS,
    note=lambda body: body.until.isoformat(),
)
STAFF_LINKED = EventKind(
    name="staff.linked",
    body=m.StaffLinked,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.link(now, body.account, body.seen, ruling),
    roles=EDITORS,
)
STAFF_SETTLED = EventKind(
    name="staff.settled",
    body=m.StaffSettled,
    of=store.STAFF,
    decide=lambda now, _body, ruling: keeping.settle(now, ruling),
    roles=frozenset({Role.HUB}),
)

STAFF_POSTED = EventKind(
    name="staff.posted",
    body=m.StaffPosted,
    of=store.STAFF,
    decide=lambda now, body, ruling: keeping.post(now, body.posting, body.place, ruling),
    roles=frozenset({Role.HUB}),
)


def register_staff(uow: UnitOfWork, command: m.RegisterStaff) -> Staff:
    """Begin somebody's record; who is on this desk already and has not left is refused with the record's id."""
    county = uow.register.get("county", THE_COUNTY)
    if county is None:
        raise Refused("county_missing")
    identity = tidy_identity(command.identity, day(uow.clock.now()))
    record = staff_id(county.resident_key, identity.id_number, uow.ids.new())
    known = uow.find(store.STAFF, record)
    if known is not None and known.post_on(day(uow.clock.now())) is not None:
        raise Refused("staff_known", staff=record)
    return uow.emit(STAFF_REGISTERED, record, m.StaffRegistered(identity=identity, parts=command.parts))


def correct_staff(uow: UnitOfWork, command: m.CorrectStaff) -> Staff:
    """Change what is written of somebody once; an answered refusal leaves the list."""
    return _answered(uow, STAFF_CORRECTED, command, m.StaffCorrected(changes=command.changes))


def note_staff(uow: UnitOfWork, command: m.NoteStaff) -> Staff:
    """Lay a part into somebody's history; an answered refusal leaves the list."""
    return _answered(uow, STAFF_NOTED, command, m.StaffNoted(part=command.part, seen=command.seen))


def withdraw_part(uow: UnitOfWork, command: m.WithdrawPart) -> Staff:
    """Take out what was a mistake."""
    return uow.emit(STAFF_WITHDRAWN, command.staff, m.StaffWithdrawn(part=command.part, reason=command.reason))


def let_staff_go(uow: UnitOfWork, command: m.LetStaffGo) -> Staff:
    """End somebody's employment with a day."""
    return uow.emit(STAFF_LEFT, command.staff, m.StaffLeft(until=command.until, reason=command.reason))


def link_account(uow: UnitOfWork, command: m.LinkAccount) -> Staff:
    """Say which log-in is somebody's."""
    return uow.emit(STAFF_LINKED, command.staff, m.StaffLinked(account=command.account, seen=command.seen))


def _answered(
    uow: UnitOfWork,
    kind: EventKind[Staff, m.StaffCorrected] | EventKind[Staff, m.StaffNoted],
    command: m.CorrectStaff | m.NoteStaff,
    body: m.StaffCorrected | m.StaffNoted,
) -> Staff:
    after = uow.emit(kind, command.staff, body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


EVENTS = (
    STAFF_REGISTERED,
    STAFF_CORRECTED,
    STAFF_NOTED,
    STAFF_WITHDRAWN,
    STAFF_LEFT,
    STAFF_LINKED,
    STAFF_SETTLED,
    STAFF_POSTED,
)
COMMANDS = (
    CommandKind(command=m.RegisterStaff, handle=register_staff, roles=EDITORS),
    CommandKind(command=m.CorrectStaff, handle=correct_staff, roles=EDITORS),
    CommandKind(command=m.NoteStaff, handle=note_staff, roles=EDITORS),
    CommandKind(command=m.WithdrawPart, handle=withdraw_part, roles=EDITORS),
    CommandKind(command=m.LetStaffGo, handle=let_staff_go, roles=EDITORS),
    CommandKind(command=m.LinkAccount, handle=link_account, roles=EDITORS),
)
