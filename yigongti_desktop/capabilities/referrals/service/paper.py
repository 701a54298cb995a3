"""The code on a slip: made by whoever prints it, received by whoever the patient shows it to."""

from __future__ import annotations

from yigongti_desktop.capabilities.referrals.messages import paper as m
from yigongti_desktop.capabilities.referrals.model import paper
from yigongti_desktop.capabilities.referrals.model import paper_rules
from yigongti_desktop.capabilities.referrals.model import paper_slip
from yigongti_desktop.capabilities.referrals.model import present
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.service.roles import ANYBODY_HERE
from yigongti_desktop.capabilities.referrals.service.roles import DESK
from yigongti_desktop.capabilities.referrals.service.roles import GATE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.device import county_mark
from yigongti_desktop.registry.model.device import key_id
from yigongti_desktop.registry.store import DEVICE_KEY
from yigongti_desktop.registry.store import the_county
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.unit_of_work import UnitOfWork

PRESENTED = EventKind(
    name="referral.presented",
    body=m.PaperPresented,
    of=REFERRAL,
    decide=lambda now, body, ruling: present.present(now, body.code, ruling),
    roles=GATE,
)
RETURN_PRESENTED = EventKind(
    name="referral.return_presented",
    body=m.ReturnPresented,
    of=REFERRAL,
    decide=lambda now, body, ruling: present.present_return(now, body.code, ruling),
    roles=DESK,
)


def seal_slips(uow: UnitOfWork, command: m.SealSlips) -> m.SealedSlips:
    """Make the codes of slips that are about to be printed; nothing is changed.

    Raises:
        Refused: paper_unknown, not_found.
    """
    if command.paper not in paper.KINDS:
        raise Refused("paper_unknown", paper=command.paper[:20])
    register, today = uow.register, day(uow.clock.now())
    if not paper_rules.bears_code(register, command.paper, today):
        return m.SealedSlips()
    most = paper_rules.symbols(register, today)
    made = {record: _sealed(uow, uow.get(REFERRAL, record), command.paper, most) for record in command.referrals}
    return m.SealedSlips(codes={record: tuple(texts) for record, texts in made.items() if texts})


def present_code(uow: UnitOfWork, command: m.PresentCode) -> Referral:
    """Receive what the code on a paper says; a case that is here already is only shown.

    Raises:
        Refused: what `present` says.
    """
    sealed, said = present.proven(command.code, uow.register)
    known = uow.find(REFERRAL, sealed.record)
    if not isinstance(said, Out):
        if known is not None and known.return_slip is not None and known.number == said.number:
            return known
        return uow.emit(RETURN_PRESENTED, sealed.record, m.ReturnPresented(code=command.code))
    ruling = Ruling(
        event="", record=sealed.record, actor=uow.actor, at=uow.clock.now(), register=uow.register, letter=""
    )
    if known is not None and present.present(known, command.code, ruling) == known:
        present.need_current(known, said, ruling)
        return known
    return uow.emit(PRESENTED, sealed.record, m.PaperPresented(code=command.code))


def _sealed(uow: UnitOfWork, referral: Referral, kind: str, most: int) -> list[str]:
    """Return the texts of a slip's symbols: as few as hold it whole, and as many as may be where its words are cut.

    Only a device whose key desks are told of signs, for its own institution: a code that nobody can prove helps nobody.
    """
    own, letter = uow.actor.institution, uow.fact(facts.LETTER)
    signs = referral.origin if kind == "transfer_out" else referral.target
    county = the_county(uow.connection)
    is_known = uow.find(DEVICE_KEY, key_id(own, letter)) is not None
    if uow.sign is None or county is None or not is_known or own != signs or not _is_made(referral, kind):
        return []
    said = (
        paper_slip.out_of(referral, letter, county.resident_key)
        if kind == "transfer_out"
        else paper_slip.back_of(referral, own, letter)
    )
    content = paper_rules.content(said, most)
    if content is None:
        return []
    mark = county_mark(uow.register)
    code = paper_code.seal(paper.KINDS[kind], mark, referral.id, content.packed, uow.sign)
    return paper_code.spell(code, content.symbols)


def _is_made(referral: Referral, kind: str) -> bool:
    """Say whether there is such a slip of a case: it was sent, or it came back; one that goes down bears no code."""
    if referral.is_down:
        return False
    return bool(referral.number) if kind == "transfer_out" else referral.return_slip is not None


SLICE = Slice(
    records=(),
    events=(PRESENTED, RETURN_PRESENTED),
    commands=(
        CommandKind(command=m.SealSlips, handle=seal_slips, roles=ANYBODY_HERE),
        CommandKind(command=m.PresentCode, handle=present_code, roles=GATE | DESK),
    ),
)
