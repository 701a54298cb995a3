"""How notices come to be, are answered and taken note of; and what follows from a notice."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.notices import messages as m
from yigongti_desktop.notices import model
from yigongti_desktop.notices.model import Answer
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import Rival
from yigongti_desktop.notices.model import Stands
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

_EVERYBODY = frozenset(Role) - {Role.HUB}
_HUB = frozenset({Role.HUB})

OPENED = EventKind(
    name="notice.opened",
    body=m.NoticeOpened,
    of=NOTICE,
    decide=lambda now, body, ruling: model.ask(now, body.stands, body.rival, body.event, ruling),
    roles=_HUB,  # it only ever follows from a refusal
)
ANSWERED = EventKind(
    name="notice.answered",
    body=m.NoticeAnswered,
    of=NOTICE,
    decide=lambda now, body, ruling: model.answer(now, body.how, ruling),
    roles=_EVERYBODY,
)
ENDED = EventKind(
    name="notice.ended",
    body=m.NoticeEnded,
    of=NOTICE,
    decide=lambda now, body, ruling: model.end(now, body.state, ruling),
    roles=_HUB,
)
MOVED = EventKind(
    name="notice.moved",
    body=m.NoticeMoved,
    of=NOTICE,
    decide=lambda now, body, _ruling: model.follow(now, body.institution),
    roles=_HUB,
)
NOTED = EventKind(
    name="notice.noted",
    body=m.NoticeNoted,
    of=NOTICE,
    decide=lambda now, body, ruling: model.take_note(now, body.seen, ruling),
    roles=_EVERYBODY,
)


def tell(stands: Stands, rival: Rival, ruling: Ruling) -> Reaction | None:
    """Return the act by which whoever was first is told that the act in judgement is refused for theirs.

    None when so many were refused for it that nobody could read of all of them.
    """
    place = len(model.notices_of(stands.record_kind, stands.record, ruling.register))
    if place >= model.MOST:
        return None
    record = model.notice_id(stands.record_kind, stands.record, place)
    opened = m.NoticeOpened(stands=stands, rival=rival, event=ruling.event)
    return Reaction(kind=OPENED.name, record=record, body=opened)


def ended(notice: Notice, state: State) -> Reaction:
    """Return the act by which a matter comes to an end."""
    return Reaction(kind=ENDED.name, record=notice.id, body=m.NoticeEnded(state=state))


def moved(notice: Notice, institution: str) -> Reaction:
    """Return the act by which a notice goes to another unit, with what it is about."""
    return Reaction(kind=MOVED.name, record=notice.id, body=m.NoticeMoved(institution=institution))


def follow(after: object, body: msgspec.Struct, register: Lookup) -> Iterable[Reaction]:
    """Return what follows from a notice: what the same person had put back into its form and sent is told anew."""
    if not isinstance(after, Notice) or not isinstance(body, m.NoticeOpened):
        return
    whose = (after.rival.institution, after.rival.account)
    for earlier in model.notices_of(after.record_kind, after.record, register):
        if earlier.state is State.TAKEN_UP and (earlier.rival.institution, earlier.rival.account) == whose:
            yield ended(earlier, State.AGAIN)


def answer(uow: UnitOfWork, act: outbox.Act, how: Answer) -> None:
    """Say what a person does with a refused act, where the hub has told somebody of it; an older hub has not."""
    told = act.facts.get(outbox.TOLD)
    if isinstance(told, str):
        uow.emit(ANSWERED, told, m.NoticeAnswered(how=how))


def take_note(uow: UnitOfWork, command: m.TakeNote) -> Notice:
    """Take a notice off the list."""
    return uow.emit(NOTED, command.notice, m.NoticeNoted(seen=command.seen))


SLICE = Slice(
    records=(NOTICE,),
    events=(OPENED, ANSWERED, ENDED, MOVED, NOTED),
    commands=(CommandKind(command=m.TakeNote, handle=take_note, roles=_EVERYBODY),),
)
