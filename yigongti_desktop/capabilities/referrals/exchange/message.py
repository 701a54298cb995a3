"""The resources of one case, and the way from a reference to what it points at."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import dig
from yigongti_desktop.capabilities.referrals.exchange.nodes import text
from yigongti_desktop.capabilities.referrals.exchange.places import Places


class Message:
    """What asks for a referral, whom it is about, and what belongs to it."""

    def __init__(
        self,
        places: Places,
        request: Node,
        patient: Node,
        parts: Iterable[Node],
        *,
        is_sure: bool = True,
        left: int = 0,
    ) -> None:
        """Make it.

        Args:
            places: of the file: a reference may lead to what other cases use as well.
            request: a service request, or the appointment of the public-health guide.
            patient: of the request.
            parts: the resources of the case; of a kind of which there is one, the first is taken.
            is_sure: whether the request itself names the patient.
            left: how many resources of the file belong to no case, or to nobody knows which.
        """
        self.request = request
        self.patient = patient
        self.is_sure = is_sure
        self.left = left
        self.parts = list(parts)
        self._places = places
        self._by_kind: dict[str, list[Node]] = {}
        for node in self.parts:
            self._by_kind.setdefault(text(node, "resourceType"), []).append(node)

    def of(self, kind: str) -> Iterator[Node]:
        """Yield the resources of a kind, in their order."""
        return iter(self._by_kind.get(kind, ()))

    def first(self, kind: str) -> Node:
        """Return the first resource of a kind; empty where there is none."""
        return next(self.of(kind), {})

    def target(self, node: Any, *path: str | int) -> Node:
        """Return what a reference on a path points at; empty where it leads nowhere, the words beside it as a name."""
        link = dig(node, *path)
        found = self._places.found(link, node) if isinstance(node, dict) else []
        if not found and (words := text(link, "display")):
            return {"resourceType": text(link, "type"), "name": words}
        return found[0] if found else {}
