"""Enrolment without a line: the request is written to a stick, and the hub's answer makes this machine a desk.

The key never leaves the machine, and the code is kept until the answer is wholly here: after a cut at any step the
request can be written again and is the same, and where a line comes between, the same code and key do on the line.
"""

from __future__ import annotations

import logging
import socket
import ssl
from datetime import datetime
from pathlib import Path

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol.admission import Admission
from yigongti_desktop.protocol.admission import admitted
from yigongti_desktop.protocol.admission import authority_name
from yigongti_desktop.protocol.admission import code_seed
from yigongti_desktop.protocol.admission import code_tag
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.protocol.enrolment import secret_hash
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.protocol.sealed import Package
from yigongti_desktop.protocol.sealed import Progress
from yigongti_desktop.protocol.sealed import Sealer
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import sticks
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync import packages
from yigongti_desktop.sync.desk import Desk
from yigongti_desktop.sync.enrolment import asking
from yigongti_desktop.sync.enrolment import remember

log = logging.getLogger(__name__)


class Admitted(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer has made of this machine."""

    enrolled: Enrolled
    #: Records received that were not here.
    received: int


def proposed_name(now: datetime) -> str:
    """Return what people may call the request of this machine."""
    return sticks.name_of("登记申请", socket.gethostname(), now)


def ask(desk: Desk, typed_code: str, target: Path) -> Path:
    """Write the request into a file, or under its own name into a folder; return the file.

    Raises:
        Refused: enrolment_code.
        Unavailable: stick_full, stick_not_writable, stick_gone, disk_full, database_busy.
    """
    code = read_code(typed_code)
    with writing(desk.engine) as connection:
        here = facts.get(connection, facts.INSTITUTION)
        facts.put(connection, **{facts.ASKED_CODE: code.spell()})  # first: what is on a stick can then be answered
    now, known = desk.clock.now(), secret_hash(code.secret)
    head = Head(
        id=desk.ids.new(),
        kind=sealed.REQUEST,
        sender=public_key(desk.key).hex(),
        receiver=authority_name(code.fingerprint),
        made_at=now,
        reply_key=sealing_public(desk.key),
        answers=code_tag(known),
    )
    file = sticks.placed(target, proposed_name(now))
    with sticks.writing_whole(file) as stick:
        sealer = Sealer(stick, head, receiver_key=sealing_public(code_seed(known)), seed=desk.key)
        sealer.add(sign(encode(asking(code, desk.key, desk.program, here)), desk.key))
        sealer.finish()
    log.info("request %s written", head.id)
    return file


def take(desk: Desk, file: Path, progress: Progress = lambda _done, _size: True) -> Admitted:
    """Take the hub's answer in: become its device, and get all records; taken in again, it goes on where it stopped.

    Raises:
        Refused: admission_without_code, file_missing, package_not_one, package_newer, package_damaged,
            package_is_upload, admission_is_answer, admission_other_desk, admission_other_hub.
        Unavailable: stick_not_readable, stick_gone, stopped, disk_full, database_busy.
    """
    with reading(desk.engine) as connection:
        known = facts.everything(connection)
    if facts.ASKED_CODE not in known:
        raise Refused("admission_without_code")
    code = read_code(known[facts.ASKED_CODE])
    with sticks.reading_from(file) as stick:
        package = Package(stick)
        _need_admission(package.head, public_key(desk.key).hex())
        admission, enrolled = _admission(package, desk.key, code)
        package.verify(enrolled.hub_key)
    authority = ssl.DER_cert_to_PEM_cert(admission.authority)
    if known.get(facts.HUB_CA, authority) != authority:
        raise Refused("admission_other_hub")
    if known.get(facts.DEVICE, enrolled.device) != enrolled.device:
        raise Refused("admission_other_desk")
    with writing(desk.engine) as connection:
        remember(connection, enrolled, desk.key, code.address, authority)
    done = packages.take(desk, file, progress)
    with writing(desk.engine) as connection:
        facts.forget(connection, facts.ASKED_CODE)
    log.info("admission %s taken in: device %s", package.head.id, enrolled.device)
    return Admitted(enrolled=enrolled, received=done.received)


def _admission(package: Package, key: bytes, code: EnrolmentCode) -> tuple[Admission, Enrolled]:
    """Return what the authority has vouched for; the package is still to be verified by the key that this names."""
    first = next(package.messages(key, Leaf), None)
    if first is None or first.admission is None:
        raise Refused("package_damaged")
    enrolled = admitted(first.admission, code.fingerprint)
    if package.head.sender != hub_name(enrolled.hub_key):
        raise Refused("package_damaged")
    return first.admission, enrolled


def _need_admission(head: Head, here: str) -> None:
    if head.kind in sealed.UPWARD:
        raise Refused("package_is_upload")
    if head.kind != sealed.ADMISSION:
        raise Refused("admission_is_answer")
    if head.receiver != here:
        raise Refused("admission_other_desk")
