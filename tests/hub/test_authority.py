"""A hub may have its hospital's own authority; what is none is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.world import WORDS
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.words import say
from yigongti_desktop.hub import certificates
from yigongti_desktop.hub.certificates import read_authority
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.hub


def pem(key: bytes) -> bytes:
    """Return a private key as PEM."""
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return serialization.load_der_private_key(key, None).private_bytes(*form)


def test_a_hub_has_the_authority_that_was_brought_along(tmp_path: Path) -> None:
    key, certificate = certificates.new_authority("一家医院")
    brought = read_authority(certificates.pem(certificate).encode(), pem(key))
    hub = init(Home(tmp_path / "hub"), "tianmen", WORDS, "hub.local:8443", authority=brought)
    assert hub.authority_pem == certificates.pem(certificate)
    assert hub.fingerprint == certificates.fingerprint(certificate)
    hub.server("127.0.0.1", 0)
    hub.engine.dispose()


def test_what_is_no_authority_is_refused() -> None:
    key, certificate = certificates.new_authority("一家医院")
    other, _ = certificates.new_authority("另一家")
    shown = certificates.pem(certificate).encode()
    for wrong, secret, code in (
        (b"", pem(key), "authority_unreadable"),
        (shown, b"-----BEGIN", "authority_unreadable"),
        (shown, pem(other), "authority_key_other"),
    ):
        with pytest.raises(Refused, match=code) as caught:
            read_authority(wrong, secret)
        assert say(caught.value).endswith("。")


def test_a_certificate_of_a_server_is_no_authority() -> None:
    key, certificate = certificates.new_authority("一家医院")
    issuer = x509.load_der_x509_certificate(certificate)
    private = serialization.load_der_private_key(key, None)
    leaf = (
        certificates._builder(issuer.subject, issuer.subject, issuer.public_key())  # type: ignore[arg-type]
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(private, issuer.signature_hash_algorithm)  # type: ignore[arg-type]
    )
    with pytest.raises(Refused, match="authority_not_one"):
        read_authority(leaf.public_bytes(serialization.Encoding.PEM), pem(key))
