"""One more kind of act, as the next program would bring it: desks and hub that know it or do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from tests.sync.county import County
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.followups import service as followups
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.service import requests as pharmacy
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.service import cases as referrals
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.intake import Court
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.version import VERSION
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.hub import DIRECTORY
from yigongti_desktop.registry.hub import WHO_ACTS
from yigongti_desktop.registry.service import acts as registry
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Slice
from yigongti_desktop.storage.catalogue import make_catalogue
from yigongti_desktop.storage.unit_of_work import unit_of_work


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """Words are added to a request's note."""

    words: str


def _note(current: DrugRequest | None, body: Noted, _ruling: Ruling) -> DrugRequest:
    assert current is not None
    return replace(current, note=current.note + body.words)


def _kind(decide: Callable[[DrugRequest | None, Noted, Ruling], DrugRequest]) -> EventKind[DrugRequest, Noted]:
    return EventKind(
        name="drug_request.noted", body=Noted, of=DRUG_REQUEST, decide=decide, roles=frozenset({Role.PHARMACIST})
    )


NOTED = _kind(_note)


def noted_but_failing() -> EventKind[DrugRequest, Noted]:
    """Return the kind as a hub with a fault of its own judges it."""

    def fail(_current: DrugRequest | None, body: Noted, _ruling: Ruling) -> DrugRequest:
        raise ZeroDivisionError(body.words)

    return _kind(fail)


def known_to(*kinds: EventKind[Any, Any]) -> Catalogue:
    """Return what a program knows that knows these kinds too."""
    slices = (registry.SLICE, referrals.SLICE, pharmacy.SLICE, followups.SLICE, Slice(events=kinds))
    return make_catalogue(slices, react)


def upgrade(county: County, catalogue: Catalogue, program: str = "next") -> None:
    """Let the hub be started again with another program; an empty name is that of the present one."""
    court = Court(catalogue, WHO_ACTS, county.hub._vault["signing"])
    county.cut_line()
    county.hub.counter = Counter(
        county.hub.engine, court, DIRECTORY, county.clock, county.hub.ids, program=program or VERSION
    )
    county.open_line()


def do(county: County, record: str, words: str) -> None:
    """Let 岳口 write a note."""
    desk = county.desks["岳口"]
    with unit_of_work(desk.engine, desk.catalogue, desk.clock, desk.ids, county.people["岳口"]) as work:
        work.emit(NOTED, record, Noted(words=words))
