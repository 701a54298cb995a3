"""Key groups, households and deaths of residents."""

from __future__ import annotations

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import ResidentDied
from yigongti_desktop.registry.messages import ResidentHoused
from yigongti_desktop.registry.messages import ResidentTagged
from yigongti_desktop.registry.messages import ResidentUntagged
from yigongti_desktop.registry.messages import SetRelation
from yigongti_desktop.registry.messages import SplitHousehold
from yigongti_desktop.registry.messages import TagResident
from yigongti_desktop.registry.messages import UntagResident
from yigongti_desktop.registry.model import household
from yigongti_desktop.registry.model import passing
from yigongti_desktop.registry.model import tagging
from yigongti_desktop.registry.model.household import Place
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.service.people import members
from yigongti_desktop.registry.service.residents import KEEPERS
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

RESIDENT_TAGGED = EventKind(
    name="resident.tagged",
    body=ResidentTagged,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: tagging.tag(current, body.tag, body.seen, ruling),
    roles=KEEPERS,
)
RESIDENT_UNTAGGED = EventKind(
    name="resident.untagged",
    body=ResidentUntagged,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: tagging.untag(
        current, body.group, body.since, body.until, body.reason, ruling
    ),
    roles=KEEPERS,
)
RESIDENT_HOUSED = EventKind(
    name="resident.housed",
    body=ResidentHoused,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: household.house(current, body.seen, (body.household, body.relation), ruling),
    roles=KEEPERS,
)
RESIDENT_DIED = EventKind(
    name="resident.died",
    body=ResidentDied,
    of=store.RESIDENT,
    decide=lambda current, body, ruling: passing.note_death(current, body.seen, body.died_on, body.reason, ruling),
    roles=KEEPERS,
)


def tag_resident(uow: UnitOfWork, command: TagResident) -> Resident:
    """Put a resident into a key group, or put a tag right (CHR-05)."""
    return uow.emit(RESIDENT_TAGGED, command.resident, ResidentTagged(tag=command.tag, seen=command.seen))


def untag_resident(uow: UnitOfWork, command: UntagResident) -> Resident:
    """Close a tag, or take off one that was a mistake."""
    body = ResidentUntagged(group=command.group, since=command.since, until=command.until, reason=command.reason)
    return uow.emit(RESIDENT_UNTAGGED, command.resident, body)


def note_death(uow: UnitOfWork, command: NoteDeath) -> Resident:
    """Note a death, or put the note right."""
    body = ResidentDied(seen=command.seen, died_on=command.died_on, reason=command.reason)
    return uow.emit(RESIDENT_DIED, command.resident, body)


def join_household(uow: UnitOfWork, command: JoinHousehold) -> Resident:
    """Put a resident into the household of another.

    Raises:
        Refused: not_found, same_resident, head_known when the household has a head already.
    """
    joining, member = uow.get(store.RESIDENT, command.resident), uow.get(store.RESIDENT, command.member)
    if joining.id == member.id:
        raise Refused("same_resident")
    if not member.household:
        member = _house(uow, member, (uow.ids.new(), Relation.HEAD))
    if command.relation is Relation.HEAD and household.heads(members(uow.connection, member.household)):
        raise Refused("head_known")
    return _house(uow, joining, (member.household, command.relation))


def split_household(uow: UnitOfWork, command: SplitHousehold) -> Resident:
    """Part members from their household; return the head of the new one, or the first of those who left.

    Raises:
        Refused: not_found, field_empty, not_in_household when the new head is not among them.
    """
    if not command.members:
        raise Refused("field_empty", field="members")
    if command.head and command.head not in command.members:
        raise Refused("not_in_household", resident=command.head)
    new = uow.ids.new() if command.head else ""
    parted = {}
    for one in command.members:
        member = uow.get(store.RESIDENT, one)
        relation = Relation.HEAD if one == command.head else Relation.OTHER
        parted[one] = _house(uow, member, (new, relation if new else Relation.NONE))
    return parted[command.head or command.members[0]]


def set_relation(uow: UnitOfWork, command: SetRelation) -> Resident:
    """Say what a member is to the head; a new head takes the place of the former one.

    Raises:
        Refused: not_found, not_in_household.
    """
    its = uow.get(store.RESIDENT, command.resident)
    if not its.household:
        raise Refused("not_in_household", resident=its.id)
    if command.relation is not Relation.HEAD:
        return _house(uow, its, (its.household, command.relation))
    everybody = {one.id: one for one in members(uow.connection, its.household)}
    changes = household.new_head(list(everybody.values()), its.id)
    done = {one: _house(uow, everybody[one], place) for one, place in changes.items()}
    return done[its.id]


def _house(uow: UnitOfWork, resident: Resident, place: Place) -> Resident:
    body = ResidentHoused(seen=(resident.household, resident.relation), household=place[0], relation=place[1])
    return uow.emit(RESIDENT_HOUSED, resident.id, body)


EVENTS = (RESIDENT_TAGGED, RESIDENT_UNTAGGED, RESIDENT_HOUSED, RESIDENT_DIED)
COMMANDS = (
    CommandKind(command=TagResident, handle=tag_resident, roles=KEEPERS),
    CommandKind(command=UntagResident, handle=untag_resident, roles=KEEPERS),
    CommandKind(command=JoinHousehold, handle=join_household, roles=KEEPERS),
    CommandKind(command=SplitHousehold, handle=split_household, roles=KEEPERS),
    CommandKind(command=SetRelation, handle=set_relation, roles=KEEPERS),
    CommandKind(command=NoteDeath, handle=note_death, roles=KEEPERS),
)
