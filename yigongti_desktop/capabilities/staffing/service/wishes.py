"""One function for each thing that people ask of wishes, and which rule judges each act."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.messages import wishes as m
from yigongti_desktop.capabilities.staffing.model import wish_rules
from yigongti_desktop.capabilities.staffing.model import wishes
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.model.wish_rules import WishRules
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.capabilities.staffing.store.wishes import WISH
from yigongti_desktop.capabilities.staffing.store.wishes import WISH_RULES
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

WRITTEN = EventKind(
    name="wish.written",
    body=m.WishWritten,
    of=WISH,
    decide=lambda now, body, ruling: wishes.write(now, body.person, body.day, body.wanted, body.seen, ruling),
    roles=WORKERS,
    note=lambda body: body.wanted.note,
)
TAKEN_BACK = EventKind(
    name="wish.taken_back",
    body=m.WishTakenBack,
    of=WISH,
    decide=lambda now, _body, ruling: wishes.take_back(now, ruling),
    roles=WORKERS,
)
RULES_SETTLED = EventKind(
    name="wish_rules.settled",
    body=m.WishRulesSettled,
    of=WISH_RULES,
    decide=lambda now, body, ruling: wish_rules.settle(now, body.changes, ruling),
    roles=ARRANGERS,
)


def write_wish(uow: UnitOfWork, command: m.WriteWish) -> WishSlip:
    """Write a wish."""
    body = m.WishWritten(person=command.person, day=command.day, wanted=command.wanted, seen=command.seen)
    return uow.emit(WRITTEN, wishes.wish_id(command.person, command.day), body)


def take_wish_back(uow: UnitOfWork, command: m.TakeWishBack) -> WishSlip:
    """Take a wish back."""
    return uow.emit(TAKEN_BACK, command.wish, m.WishTakenBack())


def settle_wish_rules(uow: UnitOfWork, command: m.SettleWishRules) -> WishRules:
    """Settle how the own unit takes wishes."""
    record = wish_rules.rules_id(uow.actor.institution)
    return uow.emit(RULES_SETTLED, record, m.WishRulesSettled(changes=command.changes))


SLICE = Slice(
    records=(WISH, WISH_RULES),
    events=(WRITTEN, TAKEN_BACK, RULES_SETTLED),
    commands=(
        CommandKind(command=m.WriteWish, handle=write_wish, roles=WORKERS),
        CommandKind(command=m.TakeWishBack, handle=take_wish_back, roles=WORKERS),
        CommandKind(command=m.SettleWishRules, handle=settle_wish_rules, roles=ARRANGERS),
    ),
)
