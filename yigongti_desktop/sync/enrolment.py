"""Make this machine a device of an institution: check the hub, make keys, register, remember."""

from __future__ import annotations

import socket

from sqlalchemy import Connection
from sqlalchemy import Engine

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.transport import Line
from yigongti_desktop.sync.transport import fetch_authority


def enrol(engine: Engine, typed_code: str, key: bytes, *, program: str = "") -> Enrolled:
    """Enrol under a code; a repeat after a lost answer gets the same device.

    A machine that was a device before goes on as a new one: what waits there is sent by the new device, under the
    same ids, and what the former one had sent already is not done again.

    Raises:
        Refused: enrolment_code, hub_is_another, code_unknown, code_used, code_expired, code_other_institution.
        Unavailable: why the hub does not answer.
    """
    code = read_code(typed_code)
    with reading(engine) as connection:
        known = facts.everything(connection)
    authority = fetch_authority(code)
    if known.get(facts.HUB_CA, authority) != authority:
        raise Refused("hub_is_another")
    here = known.get(facts.INSTITUTION, "")
    ask = asking(code, key, program, here)
    with Line(code.address, authority, key=key) as line:
        enrolled = line.enrol(ask)
    if here not in {"", enrolled.institution}:
        raise Refused("code_other_institution")  # said by a hub that does not read which one is here
    with writing(engine) as connection:
        remember(connection, enrolled, key, code.address, authority)
        facts.forget(connection, facts.ASKED_CODE)
    return enrolled


def asking(code: EnrolmentCode, key: bytes, program: str, institution: str) -> Enrol:
    """Return what this machine asks the hub, on a line or a stick."""
    return Enrol(
        secret=code.secret,
        public_key=public_key(key),
        sealing_key=sealing_public(key),
        machine=socket.gethostname(),
        program=program,
        institution=institution,
    )


def remember(connection: Connection, enrolled: Enrolled, key: bytes, address: str, authority: str) -> None:
    """Note who this device is now, and whose word to trust; the same once more changes nothing.

    Args:
        connection: the desk's database, for writing.
        enrolled: what the hub has answered.
        key: of the device.
        address: of the hub.
        authority: certificate of the hub's CA, PEM.
    """
    known = facts.everything(connection)
    facts.put(
        connection,
        **{
            facts.DEVICE: enrolled.device,
            facts.DEVICE_KEY: public_key(key).hex(),
            facts.LETTER: enrolled.letter,
            facts.INSTITUTION: enrolled.institution,
            facts.PLACE: enrolled.place,
            facts.HUB_ADDRESS: address,
            facts.HUB_CA: authority,
            facts.HUB_KEY: enrolled.hub_key.hex(),
            facts.HUB_SEALING_KEY: enrolled.sealing_key.hex(),
        },
    )
    if facts.EPOCH not in known:
        facts.put(connection, **{facts.EPOCH: str(enrolled.epoch)})
    elif known.get(facts.DEVICE) != enrolled.device:
        batches.begin_epoch(connection, enrolled.epoch)


def is_taken(engine: Engine, key: bytes) -> bool:
    """Ask the hub whether this machine is still one of its devices.

    Raises:
        Unavailable: why the hub does not answer.
    """
    with reading(engine) as connection:
        known = facts.everything(connection)
    if facts.DEVICE not in known:
        return False
    with Line(known[facts.HUB_ADDRESS], known[facts.HUB_CA], device=known[facts.DEVICE], key=key) as line:
        return line.is_taken()
