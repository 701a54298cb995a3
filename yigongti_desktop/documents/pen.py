"""By what a file is signed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pen:
    """A private key (PKCS 8 DER), its certificate and those above it (DER)."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()
