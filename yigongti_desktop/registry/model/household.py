"""Households (家庭): residents that bear one household id; the head is the member whose relation is "head".

A household has no record of its own, so that one desk may part some members from it while another adds others: both
stand. Only two acts on one member meet, and then the later person is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence

from msgspec.structs import replace

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import is_id
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.resident import need_open
from yigongti_desktop.registry.model.standing import Relation

#: Household and relation to its head.
Place = tuple[str, Relation]
_ORDER = tuple(Relation)
#: What the former head is to the new one, by what the new one was to them.
_TURNED = {
    Relation.SPOUSE: Relation.SPOUSE,
    Relation.SON: Relation.PARENT,
    Relation.DAUGHTER: Relation.PARENT,
    Relation.GRANDCHILD: Relation.GRANDPARENT,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.SIBLING: Relation.SIBLING,
}


def house(current: Resident | None, seen: Place, wanted: Place, ruling: Ruling) -> Resident:
    """Put a resident into a household, in another place of it, or out of any.

    Args:
        current: the resident.
        seen: where the person saw them.
        wanted: where they belong; an empty household when they live in none that is known.
        ruling: who, when.

    Raises:
        Refused: not_found, resident_merged, household_id, conflict with both places.
    """
    known = need_open(current, ruling)
    household, relation = wanted
    if household and not is_id(household):
        raise Refused("household_id")
    after: Place = (household, (relation or Relation.OTHER) if household else Relation.NONE)
    theirs: Place = (known.household, known.relation)
    if theirs not in (seen, after):
        fields = {
            name: {"base": str(base), "mine": str(mine), "theirs": str(its)}
            for name, base, mine, its in zip(("household", "relation"), seen, after, theirs, strict=True)
            if its != mine
        }
        raise Refused("conflict", fields=fields)
    return replace(known, household=after[0], relation=after[1])


def in_order(members: Iterable[Resident]) -> list[Resident]:
    """Return the members of a household, the head first, then by relation and age."""
    return sorted(members, key=lambda one: (_ORDER.index(one.relation) or len(_ORDER), one.birth, one.id))


def heads(members: Sequence[Resident]) -> list[Resident]:
    """Return who is called the head; two, where two desks have each set one."""
    return [one for one in in_order(members) if one.relation is Relation.HEAD]


def new_head(members: Sequence[Resident], head: str) -> dict[str, Place]:
    """Return the places that change when another member becomes the head.

    The former head gets the relation that follows; what others are to the new head is for people to say.

    Raises:
        Refused: not_in_household.
    """
    its = next((one for one in members if one.id == head), None)
    if its is None:
        raise Refused("not_in_household", resident=head)
    turned = _TURNED.get(its.relation, Relation.OTHER)
    former = {one.id: (one.household, turned) for one in heads(members) if one.id != head}
    return {head: (its.household, Relation.HEAD)} | former
