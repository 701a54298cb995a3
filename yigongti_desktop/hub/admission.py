"""Enrolment without a line: a machine's request is taken in from a file, and the answer makes it a desk that works.

The code is judged as on the line, by the same function; a request that is brought again gets the same device.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from yigongti_desktop.hub import certificates
from yigongti_desktop.hub import enrolment
from yigongti_desktop.hub.packages import HandedOut
from yigongti_desktop.hub.packages import PackageRoom
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.admission import ADMISSION_PURPOSE
from yigongti_desktop.protocol.admission import Admission
from yigongti_desktop.protocol.admission import authority_name
from yigongti_desktop.protocol.admission import code_seed
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Package
from yigongti_desktop.protocol.sealed import Progress
from yigongti_desktop.storage import sticks
from yigongti_desktop.storage.engine import reading

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AdmissionRoom:
    """Where requests are opened and answered."""

    packages: PackageRoom
    #: Private key of the hub's authority (PKCS 8 DER), and its certificate (DER).
    authority_key: bytes
    authority: bytes

    def take(self, file: Path) -> Enrolled:
        """Make a machine a device as its request asks.

        Raises:
            Refused: file_missing, package_not_one, package_newer, package_damaged, package_other_hub_here, key_wrong,
                code_unknown, code_used, code_expired, code_other_institution, device_revoked.
            Unavailable: stick_not_readable, stick_gone, database_busy.
        """
        with sticks.reading_from(file) as stick:
            package = Package(stick)
            seed = self._seed_of(package.head)
            key = _key_of(package.head)
            package.verify(key)
            asked = list(islice(package.messages(seed, Signed), 2))
        if len(asked) != 1 or _asked(asked[0]).public_key != key:
            raise Refused("package_damaged")
        enrolled = self.packages.counter.enrol(asked[0])
        log.info("request %s taken in: device %s", package.head.id, enrolled.device)
        return enrolled

    def hand_out(self, enrolled: Enrolled, target: Path, progress: Progress = lambda _done, _size: True) -> HandedOut:
        """Write the answer: who the machine is now, whose word it can trust, and all that it may see.

        Raises:
            Refused: device_unknown, device_revoked, package_reply_key_missing.
            Unavailable: stick_full, stick_not_writable, stick_gone, stopped, database_busy.
        """
        said = encode(enrolled)
        signature = certificates.vouch(self.authority_key, ADMISSION_PURPOSE + said)
        admission = Admission(authority=self.authority, enrolled=said, signature=signature)
        return self.packages.hand_out(enrolled.device, target, progress=progress, admission=admission)

    def _seed_of(self, head: Head) -> bytes:
        if head.receiver != authority_name(certificates.fingerprint(self.authority)):
            raise Refused("package_other_hub_here")
        with reading(self.packages.engine) as connection:
            return code_seed(enrolment.code_of(connection, head.answers))


def _key_of(head: Head) -> bytes:
    """Return the key that a request says it is signed by."""
    try:
        return bytes.fromhex(head.sender)
    except ValueError:
        raise Refused("package_damaged") from None


def _asked(signed: Signed) -> Enrol:
    try:
        return decode(signed.payload, Enrol)
    except Refused:
        raise Refused("package_damaged") from None
