"""The cases of a bundle: one for each request, made of what it points at and of what points at it.

What only names the patient belongs to the request of that patient, if there is one alone. What names somebody else
belongs to no case of this patient. What nobody can place is counted, so that it can be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from yigongti_desktop.capabilities.referrals.exchange.message import Message
from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import text
from yigongti_desktop.capabilities.referrals.exchange.places import Places
from yigongti_desktop.capabilities.referrals.exchange.whose import is_of_another
from yigongti_desktop.capabilities.referrals.exchange.whose import meant
from yigongti_desktop.capabilities.referrals.exchange.whose import patient_of
from yigongti_desktop.kernel.errors import Refused

#: Most references that are followed for the cases of one bundle: what many of them share counts for each.
MOST_STEPS = 400_000
_HEADER = "MessageHeader"
#: Kinds of which a case says something; people and places are found from these.
_PARTS = frozenset(
    {
        "Task",
        "Observation",
        "Condition",
        "CarePlan",
        "MedicationRequest",
        "Encounter",
        "Appointment",
        "AppointmentResponse",
        _HEADER,
    }
)

#: Kinds of which the first is taken.
_SINGLE = frozenset({"Task", "Condition", "CarePlan", "Encounter", "Appointment"})


def requests_of(places: Places) -> list[Node]:
    """Return what asks for a referral: service requests, and the appointments that belong to none of them."""
    asked = [node for node in places.nodes if text(node, "resourceType") == "ServiceRequest"]
    wishes = [node for node in places.nodes if text(node, "resourceType") == "Appointment"]
    if not asked or not wishes:
        return asked or wishes
    ids = {id(node) for node in asked}
    theirs = {id(who) for node in asked for who in meant(places, node)}
    held = {id(one) for node in asked for one in _pointed(places, node)}
    return asked + [
        node
        for node in wishes
        if id(node) not in held
        and (whose := meant(places, node))
        and theirs
        and not any(id(who) in theirs for who in whose)
        and not any(id(one) in ids for one in _pointed(places, node))
    ]


def messages(places: Places, requests: list[Node]) -> Iterator[Message | Refused]:
    """Yield each case of a bundle, or why it cannot be read.

    Raises:
        Refused: fhir_tangled, where everything points at everything.
    """
    asked = [_Asked(places, node) for node in requests]
    if len(asked) == 1:
        asked[0].take_all()
        left = 0
    else:
        left = _share_out(places, asked)
    order = {id(node): place for place, node in enumerate(places.nodes)}
    left += sum(one.leave_out() for one in asked)
    for one in asked:
        yield one.message(order, left)


class _Asked:
    """A request on the way to its case."""

    def __init__(self, places: Places, request: Node) -> None:
        self.request = request
        self.parts: dict[int, Node] = {id(request): request}
        self.patient: Node | None = None
        self.refused: Refused | None = None
        #: The resources that point at the request itself.
        self.near = {id(request)}
        self._is_sure = False
        self._places = places
        try:
            self.patient, self._is_sure = patient_of(places, request)
        except Refused as fault:
            self.refused = fault

    def take_all(self) -> None:
        """Take the whole bundle: nobody else asks in it."""
        self.parts = {id(node): node for node in self._places.nodes}
        counts = Counter(text(node, "resourceType") for node in self._places.nodes)
        several = {kind for kind in _SINGLE if counts[kind] > 1}
        parts = [node for node in self._places.nodes if text(node, "resourceType") in several] if several else []
        self.near |= {id(node) for node in parts if any(one is self.request for one in _pointed(self._places, node))}

    def leave_out(self) -> int:
        """Leave out what is somebody else's; return how much it was."""
        if self.patient is None:
            return 0
        others = [
            one
            for one, node in self.parts.items()
            if node is not self.request
            and text(node, "resourceType") in _PARTS
            and is_of_another(self._places, node, self.patient, is_sure=self._is_sure)
        ]
        for one in others:
            del self.parts[one]
        return len(others)

    def message(self, order: dict[int, int], left: int) -> Message | Refused:
        """Return the case; what points at the request itself stands before the rest."""
        if self.patient is None:
            return self.refused or Refused("fhir_no_patient")
        nodes = sorted(self.parts.values(), key=lambda node: (id(node) not in self.near, order[id(node)]))
        return Message(self._places, self.request, self.patient, nodes, is_sure=self._is_sure, left=left)


def _share_out(places: Places, asked: list[_Asked]) -> int:
    """Give each of several requests its resources; return how many were given to none."""
    requests = {id(one.request) for one in asked}
    parts = [node for node in places.nodes if text(node, "resourceType") in _PARTS and id(node) not in requests]
    known = requests | {id(node) for node in parts}
    ahead: dict[int, list[Node]] = {}
    behind: dict[int, list[Node]] = {}
    for node in [*parts, *(one.request for one in asked)]:
        ahead[id(node)] = [one for one in _pointed(places, node) if id(one) in known]
        for one in ahead[id(node)]:
            behind.setdefault(id(one), []).append(node)
    room, given = MOST_STEPS, set[int]()
    for asks in asked:
        room -= _gather(asks, ahead, behind, requests, room)
        given |= asks.parts.keys()
    alone: dict[int, list[_Asked]] = {}
    for asks in asked:
        alone.setdefault(id(asks.patient), []).append(asks)
    left = 0
    for node in parts:
        if id(node) in given or text(node, "resourceType") == _HEADER:
            continue
        whose = meant(places, node)
        takers = alone.get(id(whose[0]), []) if len(whose) == 1 else []
        if len(takers) == 1:
            takers[0].parts[id(node)] = node
        else:
            left += 1
    return left


def _gather(
    asked: _Asked, ahead: dict[int, list[Node]], behind: dict[int, list[Node]], requests: set[int], room: int
) -> int:
    """Give a request what points at it, and what points at that; then what all of these point at.

    Returns:
        How many references were followed.

    Raises:
        Refused: fhir_tangled, where they are more than there is room for.
    """
    seen, steps = asked.parts, 0
    asked.near |= {id(node) for node in behind.get(id(asked.request), ())}
    for ways in (behind, ahead):
        todo = list(seen.values())
        while todo:
            node = todo.pop()
            if text(node, "resourceType") == _HEADER:  # speaks of the whole file
                continue
            steps += len(way := ways.get(id(node), []))
            if steps > room:
                raise Refused("fhir_tangled")
            found = [one for one in way if id(one) not in seen and id(one) not in requests]
            seen |= {id(one): one for one in found}
            todo += found
    return steps


def _pointed(places: Places, node: Node) -> list[Node]:
    """Return the resources of the bundle that a resource points at, wherever in it."""
    found: dict[int, Node] = {}
    todo = [value for name, value in node.items() if name != "contained"]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo += value
        elif isinstance(value, dict):
            if isinstance(where := value.get("reference"), str) and not where.startswith("#"):
                found |= {id(one): one for one in places.found(value, node)}
            todo += value.values()
    return list(found.values())
