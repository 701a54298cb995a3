"""Enrolment by a stick: what stands for the line where none proves who asks and who answers.

A request is sealed by a key that comes out of its code, so that it can be written by a machine that knows nothing of
the hub but the code. The answer is a package of the hub; that its key is the hub's own is vouched for by the authority
whose fingerprint the code names. Source: resources/decisions/039-enrolment-by-stick.md.
"""

from __future__ import annotations

import hashlib

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.packing import decode

#: What the authority signs begins with this: no certificate does, so that neither can be taken for the other.
ADMISSION_PURPOSE = b"yigongti admission 1\0"
_TAG = 16


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub answers to a request, vouched for by its authority."""

    #: Certificate of the authority (DER).
    authority: bytes
    #: `Enrolled`, encoded.
    enrolled: bytes
    #: ECDSA with SHA-256 by the authority's key over the purpose and `enrolled`.
    signature: bytes


def admitted(admission: Admission, fingerprint: bytes) -> Enrolled:
    """Return what the hub has answered if the authority that the code names has vouched for it.

    Raises:
        Refused: admission_other_hub, package_damaged.
    """
    if hashlib.sha256(admission.authority).digest()[: len(fingerprint)] != fingerprint:
        raise Refused("admission_other_hub")
    try:
        key = x509.load_der_x509_certificate(admission.authority).public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise Refused("admission_other_hub") from None
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Refused("admission_other_hub")
    try:
        key.verify(admission.signature, ADMISSION_PURPOSE + admission.enrolled, ec.ECDSA(hashes.SHA256()))
        return decode(admission.enrolled, Enrolled)
    except (InvalidSignature, Refused):
        raise Refused("package_damaged") from None


def authority_name(fingerprint: bytes) -> str:
    """Return by what a request names the hub that it is for."""
    return f"authority-{fingerprint.hex()}"


def code_tag(secret_hash: str) -> str:
    """Return by what a request names its code: whoever finds it learns nothing of the secret."""
    return hashlib.sha256(b"yigongti enrolment tag\0" + bytes.fromhex(secret_hash)).digest()[:_TAG].hex()


def code_seed(secret_hash: str) -> bytes:
    """Return the seed by which a request is sealed: the hub has it with the hash, the desk with the code."""
    return hashlib.sha256(b"yigongti enrolment seal\0" + bytes.fromhex(secret_hash)).digest()
