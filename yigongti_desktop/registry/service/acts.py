"""What every account asks for: its password, and an end to acts that were refused; and the whole slice."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.notices import service as notices
from yigongti_desktop.notices.model import Answer
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.registry.messages import PasswordChanged
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.model import account
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.service import calendar
from yigongti_desktop.registry.service import census
from yigongti_desktop.registry.service import duplicates
from yigongti_desktop.registry.service import residents
from yigongti_desktop.registry.service import staff
from yigongti_desktop.registry.service import staff_census
from yigongti_desktop.registry.service import standing
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

EVERYBODY = frozenset(Role) - {Role.HUB}


PASSWORD_CHANGED = EventKind(
    name="account.password_changed",
    body=PasswordChanged,
    of=store.ACCOUNT,
    decide=lambda current, body, ruling: account.change_password(current, body.verifier, ruling),
    roles=EVERYBODY,
)


def change_password(uow: UnitOfWork, command: ChangePassword) -> Account:
    """Change one's own password, having shown the present one."""
    mine = uow.get(store.ACCOUNT, uow.actor.account)
    if not passwords.matches(mine.verifier, command.present):
        raise Refused("password_wrong")
    if command.wanted == command.present:
        raise Refused("password_same")
    passwords.check_strength(command.wanted, login=mine.login)
    return uow.emit(PASSWORD_CHANGED, mine.id, PasswordChanged(verifier=passwords.make_verifier(command.wanted)))


def settle_refusal(uow: UnitOfWork, command: SettleRefusal) -> outbox.Act:
    """Take a refused act off the list: whoever did it, could have done it, or leads where its writer was stopped."""
    for event in (command.event, *command.also):
        act = outbox.find(uow.connection, event)
        left_behind = act.code == "account_stopped" and uow.actor.may({Role.DIRECTOR})
        if act.account != uow.actor.account and not left_behind:
            uow.actor.need(uow.catalogue.event(act.kind).roles)
        if act.state in outbox.NEEDS_PERSON or event in command.also:
            notices.answer(uow, act, Answer.TAKEN_UP if command.is_taken_up else Answer.WITHDRAWN)
        outbox.settle(uow.connection, event)
    uow.topics.add("sync")
    return outbox.find(uow.connection, command.event)


def send_again(uow: UnitOfWork, command: SendAgain) -> Any:
    """Do a refused act once more, just as it was: what stood in its way may be gone."""
    act = outbox.find(uow.connection, command.event)
    if act.state not in outbox.NEEDS_PERSON:
        raise Refused("act_settled")
    kind = uow.catalogue.event(act.kind)
    record = uow.emit(kind, act.record, msgspec.json.decode(act.body, type=kind.body), answers=act.event)
    if kind.again is not None:
        kind.again(uow, record)
    notices.answer(uow, act, Answer.AGAIN)
    outbox.settle(uow.connection, act.event)
    return record


SLICE = Slice(
    records=store.KINDS,
    events=(
        *residents.EVENTS,
        *standing.EVENTS,
        *duplicates.EVENTS,
        *staff.EVENTS,
        *calendar.EVENTS,
        PASSWORD_CHANGED,
    ),
    commands=(
        *residents.COMMANDS,
        *standing.COMMANDS,
        *duplicates.COMMANDS,
        *census.COMMANDS,
        *staff.COMMANDS,
        *staff_census.COMMANDS,
        *calendar.COMMANDS,
        CommandKind(command=ChangePassword, handle=change_password, roles=EVERYBODY),
        CommandKind(command=SettleRefusal, handle=settle_refusal, roles=EVERYBODY),
        CommandKind(command=SendAgain, handle=send_again, roles=EVERYBODY),
    ),
)
