"""Whose a resource is: the patient whom it names, and never one who merely stands in the same file."""

from __future__ import annotations

from collections.abc import Iterator

from yigongti_desktop.capabilities.referrals.exchange.nodes import Node
from yigongti_desktop.capabilities.referrals.exchange.nodes import each
from yigongti_desktop.capabilities.referrals.exchange.nodes import name_of
from yigongti_desktop.capabilities.referrals.exchange.nodes import text
from yigongti_desktop.capabilities.referrals.exchange.places import Places
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import sought

#: Where a resource names its patient.
_SUBJECTS = ("subject", "for", "patient")


def patient_of(places: Places, request: Node) -> tuple[Node, bool]:
    """Return the patient of a request, and whether the request says so.

    Where it names none, or one who is not there, the patient of the file does, if there is only one and nothing that
    the request says of its own speaks against them.

    Raises:
        Refused: fhir_no_patient.
    """
    links, found = list(_links(places, request)), meant(places, request)
    if found:
        if any(one != found[0] for one in found[1:]):
            raise Refused("fhir_no_patient")
        return found[0], True
    if len(places.patients) != 1 or any(_is_another(link, places.patients[0]) for link in links):
        raise Refused("fhir_no_patient")
    return places.patients[0], not links


def meant(places: Places, node: Node) -> list[Node]:
    """Return the patients whom a resource names, as far as they are in the file."""
    if id(node) in places.named:
        return places.named[id(node)]
    found: dict[int, Node] = {}
    for link in _links(places, node):
        for one in places.found(link, node) or places.numbered(link):
            if text(one, "resourceType") == "Patient":
                found[id(one)] = one
    places.named[id(node)] = list(found.values())
    return places.named[id(node)]


def is_of_another(places: Places, node: Node, patient: Node, *, is_sure: bool) -> bool:
    """Say whether a resource names somebody else.

    Args:
        places: of the file.
        node: the resource.
        patient: of the request.
        is_sure: whether the request names its patient; if so, whom nobody finds among several is somebody else.
    """
    found = meant(places, node)
    if found:
        return all(one is not patient and one != patient for one in found)
    links = [link for link in _links(places, node) if not places.found(link, node)]
    is_alone = len(places.patients) == 1
    return is_sure and any(not is_alone or _is_another(link, patient) for link in links)


def _links(places: Places, node: Node) -> Iterator[Node]:
    """Yield the references to a patient that say anything."""
    for name in _SUBJECTS:
        link = node.get(name)
        if isinstance(link, dict) and _says(link):
            yield link
    for one in each(node, "participant"):
        link = one.get("actor")
        if isinstance(link, dict) and _says(link) and _is_patient(places, node, link):
            yield link


def _says(link: Node) -> bool:
    return bool(text(link, "reference") or text(link, "display") or text(link, "identifier", "value"))


def _is_patient(places: Places, node: Node, link: Node) -> bool:
    """Say whether who takes part is the patient, here or not."""
    if text(link, "type") == "Patient" or "Patient/" in text(link, "reference"):
        return True
    return any(text(one, "resourceType") == "Patient" for one in places.found(link, node) or places.numbered(link))


def _is_another(link: Node, patient: Node) -> bool:
    """Say whether a reference that leads nowhere speaks of somebody else, by the name or by a number beside it."""
    said, called = sought(text(link, "display")), sought(name_of(patient))
    if said and called and said not in called and called not in said:
        return True
    value, system = text(link, "identifier", "value").strip(), text(link, "identifier", "system")
    own = {text(one, "value").strip() for one in each(patient, "identifier") if text(one, "system") == system}
    return bool(value and own) and value not in own
