"""Files signed by certificate (PAdES, ETSI EN 319 142-1), and what their signatures are worth.

Signing adds to a file and changes nothing of it, so that it stays the PDF/A that it was; what is seen on paper was
drawn before. What imports this loads pyHanko: import it where a file is signed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import keys
from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yigongti_desktop.documents.pen import Pen
from yigongti_desktop.kernel.errors import Refused

_HASH = "sha256"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What one signature in a file is worth."""

    field: str
    #: Common name in the certificate.
    signer: str
    at: datetime | None
    #: The signed bytes are as they were.
    is_intact: bool
    #: The certificate leads to a root that is trusted.
    is_trusted: bool
    #: Nothing was added to the file after it, but what signing itself adds; whoever signed it, and trusted or not.
    is_last: bool


class _Signer(signers.PdfSigner):
    """Tells the moment that it was told, in place of the machine's."""

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def sign(pdf: bytes, field: str, pen: Pen, at: datetime, reason: str) -> bytes:
    """Return the file signed in one of its fields.

    Raises:
        Refused: field_unknown when it has no such empty field.
    """
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call] # it has no types
    store.register_multiple([x509.Certificate.load(one) for one in pen.chain])
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(pen.certificate),
        signing_key=keys.PrivateKeyInfo.load(pen.key),
        cert_registry=store,
    )
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm=_HASH, reason=reason, subfilter=fields.SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if field not in [name for name, *_ in fields.enumerate_sig_fields(writer.prev, filled_status=False)]:
        raise Refused("field_unknown", field=field)
    look = StaticStampStyle(border_width=0, background=None)
    signed: Any = _Signer(at, meta, signer, stamp_style=look).sign_pdf(writer, existing_fields_only=True)
    return bytes(signed.getvalue())


def check(pdf: bytes, roots: Sequence[bytes], at: datetime) -> list[Signature]:
    """Return what the signatures of a file are worth at a moment, by the roots (DER) that are trusted."""
    trusted = ValidationContext(
        trust_roots=[x509.Certificate.load(one) for one in roots], allow_fetching=False, moment=at
    )
    found = []
    for held in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        worth = validate_pdf_signature(held, trusted)
        found.append(
            Signature(
                field=held.field_name,
                signer=str(held.signer_cert.subject.native.get("common_name", "")),
                at=worth.signer_reported_dt,
                is_intact=worth.intact and worth.valid,
                is_trusted=worth.trusted,
                is_last=_is_signing_alone(worth.modification_level),
            )
        )
    return found


def _is_signing_alone(added: ModificationLevel | None) -> bool:
    """Say whether what came after a signature is at most other signatures in fields that stood there."""
    return added is not None and added <= ModificationLevel.FORM_FILLING
