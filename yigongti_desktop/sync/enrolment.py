"""Make this machine a device of an institution: check the hub, make keys, register, remember."""

from __future__ import annotations

import socket

from sqlalchemy import Engine

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync.transport import Line
from yigongti_desktop.sync.transport import fetch_authority


def enrol(engine: Engine, typed_code: str, key: bytes, *, program: str = "") -> Enrolled:
    """Enrol under a code; a repeat after a lost answer gets the same device.

    Raises:
        Refused: enrolment_code, hub_is_another, code_unknown, code_used, code_expired, enrolled_already.
        Unavailable: why the hub does not answer.
    """
    code = read_code(typed_code)
    with writing(engine) as connection:
        if facts.get(connection, facts.DEVICE):
            raise Refused("enrolled_already")
    authority = fetch_authority(code)
    ask = Enrol(
        secret=code.secret,
        public_key=public_key(key),
        sealing_key=sealing_public(key),
        machine=socket.gethostname(),
        program=program,
    )
    with Line(code.address, authority, key=key) as line:
        enrolled = line.enrol(ask)
    with writing(engine) as connection:
        facts.put(
            connection,
            **{
                facts.DEVICE: enrolled.device,
                facts.LETTER: enrolled.letter,
                facts.EPOCH: str(enrolled.epoch),
                facts.INSTITUTION: enrolled.institution,
                facts.PLACE: enrolled.place,
                facts.HUB_ADDRESS: code.address,
                facts.HUB_CA: authority,
                facts.HUB_KEY: enrolled.hub_key.hex(),
                facts.HUB_SEALING_KEY: enrolled.sealing_key.hex(),
            },
        )
    return enrolled
