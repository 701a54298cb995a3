"""Small parts of resources: written without what is empty, read from whatever a foreign file may hold instead."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_OID
from uuid import uuid5

Node = dict[str, Any]


def address(record: str, part: str) -> str:
    """Return the address of a part of a case: the same each time it is written."""
    return f"urn:uuid:{uuid5(NAMESPACE_OID, f'{record} {part}')}"


def full(**fields: Any) -> Node:
    """Return a node without its empty fields: FHIR knows no empty text, list or object."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}


def coding(system: str, code: str, display: str = "") -> Node:
    """Return a coding."""
    return full(system=system, code=code, display=display)


def concept(system: str, code: str, text: str = "") -> Node:
    """Return a concept with one coding where there is a code, and its words."""
    return full(coding=[coding(system, code)] if code else [], text=text)


def identifier(system: str, value: str) -> list[Node]:
    """Return one identifier, or none where there is no value."""
    return [{"system": system, "value": value}] if value else []


def phones(number: str) -> list[Node]:
    """Return a telephone as a telecom, or none."""
    return [{"system": "phone", "value": number}] if number else []


def dig(node: Any, *path: str | int) -> Any:
    """Return what lies on a path, or None where anything is missing or of another kind."""
    for step in path:
        if isinstance(step, str) and isinstance(node, dict):
            node = node.get(step)
        elif isinstance(step, int) and isinstance(node, list) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def text(node: Any, *path: str | int) -> str:
    """Return the text on a path; empty for anything else."""
    found = dig(node, *path)
    return found if isinstance(found, str) else ""


def each(node: Any, *path: str | int) -> Iterator[Node]:
    """Yield the objects of a list on a path."""
    found = dig(node, *path)
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()


def numbered(node: Node, system: str) -> str:
    """Return the identifier of a system."""
    return next((text(one, "value") for one in each(node, "identifier") if text(one, "system") == system), "")


def coded(nodes: Iterable[Node], system: str) -> str:
    """Return the code of a system among concepts."""
    return next(
        (text(one, "code") for node in nodes for one in each(node, "coding") if text(one, "system") == system), ""
    )


def phone_of(node: Node) -> str:
    """Return the telephone of a person."""
    kinds = {"phone", "sms", ""}
    return next((text(one, "value") for one in each(node, "telecom") if text(one, "system") in kinds), "")


def name_of(node: Node) -> str:
    """Return the name of a person: as a whole, or put together as Chinese names are."""
    for name in each(node, "name"):
        given = dig(name, "given")
        parts = (
            [text(name, "family"), *(one for one in given if isinstance(one, str))] if isinstance(given, list) else []
        )
        if whole := text(name, "text") or "".join(parts) or text(name, "family"):
            return whole
    return ""
