"""Devices: one-time codes, enrolment with the device's own key, revocation that stops at once."""

from __future__ import annotations

import os
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import bindparam
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.hub import restores
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.hub.tables import enrolment_codes
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.kernel.numbers import device_letter
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.admission import code_tag
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import secret_hash
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp

ACTIVE = "active"
REVOKED = "revoked"
_SECRET = 10
_KEY = 32
_LONGEST_NAME = 60
#: How often it is noted that a desk speaks: far more seldom than it asks, so that its polls only read.
_SEEN_EVERY = timedelta(minutes=10)
#: Asked with every request; a question that is made once costs a quarter.
_DEVICE = select(devices).where(devices.c.id == bindparam("its"))
_FIRST = select(func.min(devices.c.enrolled_at)).where(devices.c.institution == bindparam("its"))


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device as the hub lists it."""

    id: str
    institution: str
    letter: str
    machine: str
    status: str
    epoch: int
    last_number: int
    program: str
    enrolled_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    revoked_why: str


def issue_code(
    connection: Connection, institution: str, address: str, fingerprint: bytes, now: datetime, lasts: timedelta
) -> EnrolmentCode:
    """Issue a code for one device of an institution."""
    code = EnrolmentCode(address=address, fingerprint=fingerprint, secret=os.urandom(_SECRET))
    connection.execute(
        insert(enrolment_codes).values(
            hash=secret_hash(code.secret),
            institution=institution,
            issued_at=stamp(now),
            expires_at=stamp(now + lasts),
        )
    )
    return code


def enrol(connection: Connection, ask: Enrol, ids: Ids, now: datetime) -> Row[tuple[object, ...]]:
    """Make a device of an institution; a repeat with the same key gets the same device.

    Raises:
        Refused: code_unknown, code_used, code_expired, code_other_institution, key_wrong.
    """
    if len(ask.public_key) != _KEY or len(ask.sealing_key) not in {0, _KEY}:
        raise Refused("key_wrong")
    found = connection.execute(select(enrolment_codes).where(enrolment_codes.c.hash == secret_hash(ask.secret))).first()
    if found is None:
        raise Refused("code_unknown")
    if found.used_at:
        device = device_of(connection, found.device)
        if device is not None and device.public_key == ask.public_key:
            return device
        raise Refused("code_used", at=found.used_at)
    if moment(found.expires_at) < now:
        raise Refused("code_expired", at=found.expires_at)
    if ask.institution not in {"", found.institution}:
        raise Refused("code_other_institution")
    device_id = ids.new()
    count = connection.scalar(
        select(func.count()).select_from(devices).where(devices.c.institution == found.institution)
    )
    connection.execute(
        insert(devices).values(
            id=device_id,
            institution=found.institution,
            letter=device_letter(int(count or 0) + restores.LETTERS * len(restores.noted(connection))),
            machine=_line(ask.machine),
            public_key=ask.public_key,
            sealing_key=ask.sealing_key or None,
            status=ACTIVE,
            epoch=1,
            last_number=0,
            last_hash=GENESIS,
            program=_line(ask.program),
            enrolled_at=stamp(now),
        )
    )
    connection.execute(
        update(enrolment_codes).where(enrolment_codes.c.hash == found.hash).values(used_at=stamp(now), device=device_id)
    )
    made = device_of(connection, device_id)
    if made is None:
        raise LookupError(device_id)
    return made


def code_of(connection: Connection, tag: str) -> str:
    """Return the hash of the code that a request of a stick names by its tag.

    Raises:
        Refused: code_unknown.
    """
    for known in connection.scalars(select(enrolment_codes.c.hash)):
        if code_tag(known) == tag:
            return str(known)
    raise Refused("code_unknown")


def device_of(connection: Connection, device: str) -> Row[tuple[object, ...]] | None:
    """Return a device's row, or None."""
    return connection.execute(_DEVICE, {"its": device}).first()


def need_device(connection: Connection, device: str) -> Row[tuple[object, ...]]:
    """Return a device that may talk.

    Raises:
        Refused: device_unknown, device_revoked.
    """
    found = device_of(connection, device)
    if found is None:
        raise Refused("device_unknown")
    if found.status != ACTIVE:
        raise Refused("device_revoked", why=found.revoked_why)
    return found


def believed_since(connection: Connection, institution: str) -> datetime:
    """Return since when acts of an institution can have been done: its first machine was enrolled then.

    A machine that was revoked and enrolled again sends what it did before.
    """
    first = connection.scalar(_FIRST, {"its": institution})
    return moment(str(first))


def list_devices(connection: Connection) -> list[Device]:
    """Return all devices by institution and letter."""
    return [
        Device(
            **{name: getattr(row, name) for name in ("id", "institution", "letter", "machine", "status", "epoch",
                                                     "last_number", "program", "revoked_why")},
            enrolled_at=moment(row.enrolled_at),
            seen_at=moment(row.seen_at) if row.seen_at else None,
            revoked_at=moment(row.revoked_at) if row.revoked_at else None,
        )
        for row in connection.execute(select(devices).order_by(devices.c.institution, devices.c.letter))
    ]  # fmt: skip


def revoke(connection: Connection, device: str, why: str, now: datetime) -> None:
    """Stop a device; its next word is refused.

    Raises:
        Refused: device_unknown.
    """
    done = connection.execute(
        update(devices)
        .where(devices.c.id == device)
        .values(status=REVOKED, revoked_at=stamp(now), revoked_why=_line(why))
    )
    if not done.rowcount:
        raise Refused("device_unknown")


def note_sealing_key(connection: Connection, device: str, key: bytes) -> None:
    """Note by which key packages for a device are sealed."""
    connection.execute(update(devices).where(devices.c.id == device).values(sealing_key=key))


def is_news(device: Row[Any], program: str, now: datetime) -> bool:
    """Say whether it is worth a line that a desk speaks: after a while, or with another program."""
    is_fresh = device.seen_at is not None and now - moment(device.seen_at) < _SEEN_EVERY
    return not is_fresh or _line(program) not in {"", device.program}


def note_seen(connection: Connection, device: str, program: str, now: datetime) -> None:
    """Note when a device last spoke, and with which program, if it said so."""
    seen = {"seen_at": stamp(now)} | ({"program": _line(program)} if program else {})
    connection.execute(update(devices).where(devices.c.id == device).values(**seen))


def _line(text: str) -> str:
    return clean_line(text)[:_LONGEST_NAME]
