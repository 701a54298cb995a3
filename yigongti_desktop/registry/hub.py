"""What the registry tells a hub: who acts, which streams an institution has and had, what it is called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.hub.pages import Directory
from yigongti_desktop.hub.pages import Place
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.registry.model.device import DeviceKey
from yigongti_desktop.registry.model.device import key_id
from yigongti_desktop.storage import records

WHO_ACTS = acting


def streams_of(connection: Connection, institution: str, now: datetime) -> list[str]:
    """Return the streams of an institution: its own first, then its community's, then the county's."""
    found = records.load(connection, store.INSTITUTION, institution)
    community = found.community_on(day(now)) if found else ""
    return [f"unit:{institution}", *([f"community:{community}"] if community else []), "county"]


def former_streams_of(connection: Connection, institution: str, now: datetime) -> list[str]:
    """Return the streams of the communities that an institution belonged to before and belongs to no more."""
    found = records.load(connection, store.INSTITUTION, institution)
    return [f"community:{community}" for community in found.former_communities(day(now))] if found else []


def place_of(connection: Connection, institution: str) -> Place:
    """Return an institution's name and the short one that begins its numbers."""
    found = records.load(connection, store.INSTITUTION, institution)
    return Place(found.name, found.place) if found else Place(institution, institution)


def keys_of(connection: Connection, device: str = "") -> tuple[str, list[DeviceKey]]:
    """Return what desks are told of the keys of all devices, or of one by its id."""
    query = select(devices.c.institution, devices.c.letter, devices.c.public_key, devices.c.revoked_at)
    its = query.where(devices.c.id == device) if device else query
    return store.DEVICE_KEY.name, [
        DeviceKey(
            id=key_id(row.institution, row.letter),
            institution=row.institution,
            letter=row.letter,
            public_key=bytes(row.public_key).hex(),
            revoked=row.revoked_at is not None,
        )
        for row in connection.execute(its)
    ]


DIRECTORY = Directory(streams=streams_of, former=former_streams_of, place=place_of, keys=keys_of)
