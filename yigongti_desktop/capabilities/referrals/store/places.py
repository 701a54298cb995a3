"""Designated places in the database, and what screens ask of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model.places import Place
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.model.places import streams
from yigongti_desktop.capabilities.referrals.tables.catalogues import referral_places
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

PLACE = RecordKind(
    name="referral_place",
    record=Place,
    table=referral_places,
    streams=streams,
    topic="referrals.places",
    spellings=lambda one: {sought(one.name), *keys_of_name(one.name)} - {""},
    called=lambda one: one.name,
    has_trail=True,
)


def everything(connection: Connection) -> list[Place]:
    """Return all places that this desk has, by name."""
    query = select(referral_places).order_by(referral_places.c.name, referral_places.c.id)
    return [records.from_row(PLACE, row) for row in connection.execute(query)]


def offered(connection: Connection, on: date) -> list[Place]:
    """Return the places that a slip may name, in the order in which they are thought of (REF-13, REF-30).

    Inside the county before outside it; diagnosis and treatment, then rehabilitation, then care; an agreement in force
    before one that is over.
    """
    kinds = list(PlaceKind)

    def rank(place: Place) -> tuple[bool, bool, int, str]:
        agreed = place.agreed
        return (agreed.outside, not agreed.since <= on <= agreed.until, kinds.index(agreed.kind), place.name)

    return sorted(everything(connection), key=rank)
