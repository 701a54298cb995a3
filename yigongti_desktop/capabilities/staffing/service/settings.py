"""What people settle of somebody for the rosters of their unit, and which rule judges it."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import settings as m
from yigongti_desktop.capabilities.staffing.model import settings
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.model.settings import setting_id
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.store.settings import SETTING
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

PERSON_SETTLED = EventKind(
    name="roster_setting.settled",
    body=m.PersonSettled,
    of=SETTING,
    decide=lambda now, body, ruling: settings.settle(now, body.person, body.changes, ruling),
    roles=DRAWERS,
    note=lambda body: " ".join(body.changes),
)


def settle_person(uow: UnitOfWork, command: m.SettlePerson) -> RosterSetting:
    """Settle fields of somebody; an answered refusal leaves the list."""
    record = setting_id(uow.actor.institution, command.person)
    body = m.PersonSettled(person=command.person, changes=command.changes)
    after = uow.emit(PERSON_SETTLED, record, body, answers=command.answers)
    if command.answers:
        outbox.settle(uow.connection, command.answers)
    return after


SLICE = Slice(
    records=(SETTING,),
    events=(PERSON_SETTLED,),
    commands=(CommandKind(command=m.SettlePerson, handle=settle_person, roles=DRAWERS),),
)
