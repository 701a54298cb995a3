"""The resources of one message, and the way from a reference to what it points at."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import dig
from yigongti_desktop.capabilities.referrals.exchange.nodes import each
from yigongti_desktop.capabilities.referrals.exchange.nodes import text


class Message:
    """Resources by their address."""

    def __init__(self, resources: Mapping[str, Node]) -> None:
        self._by_address = dict(resources)
        for node in resources.values():
            if name := text(node, "id"):
                self._by_address.setdefault(f"{text(node, 'resourceType')}/{name}", node)
        self._all = list(resources.values())

    def of(self, kind: str) -> Iterator[Node]:
        """Yield the resources of a kind, in their order."""
        return (node for node in self._all if text(node, "resourceType") == kind)

    def first(self, kind: str) -> Node:
        """Return the first resource of a kind; empty where there is none."""
        return next(self.of(kind), {})

    def target(self, node: Any, *path: str | int) -> Node:
        """Return what a reference on a path points at; empty where it leads nowhere, the words beside it as a name."""
        link = dig(node, *path)
        where = text(link, "reference")
        if where.startswith("#"):
            return next((one for one in each(node, "contained") if text(one, "id") == where[1:]), {})
        found = self._by_address.get(where) or self._by_address.get("/".join(where.split("/")[-2:]))
        if found is None and (words := text(link, "display")):
            return {"resourceType": text(link, "type"), "name": words}
        return found or {}
