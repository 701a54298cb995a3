"""Where each resource of a bundle is found: by its address, its kind and id, its number, or inside another one.

Several may bear one address; they are all kept, and whoever asks sees that there is more than one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import each
from yigongti_desktop.capabilities.referrals.exchange.nodes import text

#: So many resources of one address are told apart; more than one is already too many.
_MOST_ALIKE = 8


class Places:
    """The resources of a bundle, in their order."""

    def __init__(self, resources: Iterable[tuple[str, Node]]) -> None:
        self.nodes: list[Node] = []
        self.patients: list[Node] = []
        self._by_address: dict[str, list[Node]] = {}
        self._by_number: dict[str, list[tuple[str, Node]]] = {}
        #: Whom each resource names, as far as it was asked.
        self.named: dict[int, list[Node]] = {}
        self._contained: dict[int, dict[str, Node]] = {}
        for where, node in resources:
            self._add(where, node)

    def found(self, link: Any, inside: Node) -> list[Node]:
        """Return what a reference points at, without its version; several where they bear one address."""
        where = _plain(text(link, "reference"))
        if where.startswith("#"):
            one = self._within(inside).get(where[1:])
            return [] if one is None else [one]
        return self._by_address.get(where) or self._by_address.get(_tail(where)) or []

    def numbered(self, link: Any) -> list[Node]:
        """Return the patients that a reference means who says a number and no address."""
        value, system = text(link, "identifier", "value").strip(), text(link, "identifier", "system")
        known = self._by_number.get(value, []) if value else []
        return [node for its, node in known if its == system or not its or not system]

    def _add(self, where: str, node: Node) -> None:
        kind, name = text(node, "resourceType"), text(node, "id")
        addresses = {_plain(where), _tail(_plain(where)), f"{kind}/{name}" if name else ""} - {""}
        alike = (one for address in addresses for one in self._by_address.get(address, [])[:1])
        twin = next((one for one in alike if one == node), None)
        for address in addresses:
            known = self._by_address.setdefault(address, [])
            if len(known) < _MOST_ALIKE and not any(one is twin for one in known):
                known.append(twin or node)
        if twin is not None:  # written twice
            return
        self.nodes.append(node)
        if kind == "Patient":
            self.patients.append(node)
            for one in each(node, "identifier"):
                its = self._by_number.setdefault(text(one, "value").strip(), [])
                if len(its) < _MOST_ALIKE:
                    its.append((text(one, "system"), node))

    def _within(self, inside: Node) -> dict[str, Node]:
        """Return what a resource holds inside, by its id; looked through once."""
        if not isinstance(inside.get("contained"), list):
            return {}
        if id(inside) not in self._contained:
            held: dict[str, Node] = {}
            for one in each(inside, "contained"):
                held.setdefault(text(one, "id"), one)
            self._contained[id(inside)] = held
        return self._contained[id(inside)]


def _plain(where: str) -> str:
    """Return an address without the version of the resource."""
    return where.partition("/_history/")[0]


def _tail(where: str) -> str:
    """Return kind and id at the end of an address; empty where it has none."""
    kind, _, name = where.rpartition("/")
    return f"{kind.rpartition('/')[2]}/{name}" if kind else ""
