"""The hub's own authority: one CA that desks pin by its fingerprint, and a server certificate for each start.

A clinic's clock may say 2009, and a pinned authority needs no expiry, so the certificates are valid for any
date (RFC 5280 4.1.2.5: 99991231235959Z means no end); a lost key is answered by a new hub and new codes.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import ssl
import tempfile
from collections.abc import Iterable
from datetime import UTC
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.oid import NameOID

from yigongti_desktop.documents.pen import Pen
from yigongti_desktop.kernel.errors import Refused

FINGERPRINT = 16
_EVER_SINCE = datetime(1950, 1, 1, tzinfo=UTC)  # the earliest that a certificate can name
_FOR_EVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def new_authority(name: str) -> tuple[bytes, bytes]:
    """Return the private key (PKCS 8 DER) and certificate (DER) of a new CA."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _builder(subject, subject, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _der(key), certificate.public_bytes(serialization.Encoding.DER)


def read_authority(certificate: bytes, key: bytes) -> tuple[bytes, bytes]:
    """Return the private key (PKCS 8 DER) and certificate (DER) of a CA that a hospital has brought along, from PEM.

    Raises:
        Refused: authority_unreadable, authority_not_one, authority_key_other.
    """
    try:
        known = x509.load_pem_x509_certificate(certificate)
        private = serialization.load_pem_private_key(key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Refused("authority_unreadable") from None
    try:
        is_authority = known.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        is_authority = False
    if not is_authority or not isinstance(private, ec.EllipticCurvePrivateKey):
        raise Refused("authority_not_one")
    if private.public_key() != known.public_key():
        raise Refused("authority_key_other")
    return _der(private), known.public_bytes(serialization.Encoding.DER)


def fingerprint(certificate: bytes) -> bytes:
    """Return by what an enrolment code names a CA."""
    return hashlib.sha256(certificate).digest()[:FINGERPRINT]


def pem(certificate: bytes) -> str:
    """Return a certificate as PEM."""
    return x509.load_der_x509_certificate(certificate).public_bytes(serialization.Encoding.PEM).decode()


def server_context(authority_key: bytes, authority: bytes, names: Iterable[str]) -> ssl.SSLContext:
    """Return a TLS 1.3 context with a fresh server certificate for these host names and addresses."""
    issuer_key = serialization.load_der_private_key(authority_key, None)
    issuer = x509.load_der_x509_certificate(authority)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise TypeError(type(issuer_key))
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "yigongti hub")])
    certificate = (
        _builder(subject, issuer.subject, key.public_key())
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in dict.fromkeys(names)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    _load(context, key, [certificate, issuer])
    return context


def vouch(authority_key: bytes, said: bytes) -> bytes:
    """Return the authority's signature (ECDSA with SHA-256) over what begins with a purpose of its own."""
    key = serialization.load_der_private_key(authority_key, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(type(key))
    return key.sign(said, ec.ECDSA(hashes.SHA256()))


def paper_pen(authority_key: bytes, authority: bytes, name: str) -> Pen:
    """Return what signs one paper in the name of this hub; its key is kept nowhere, so it signs no other."""
    issuer_key = serialization.load_der_private_key(authority_key, None)
    issuer = x509.load_der_x509_certificate(authority)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey):
        raise TypeError(type(issuer_key))
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _builder(subject, issuer.subject, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False, signs_papers=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return Pen(key=_der(key), certificate=certificate.public_bytes(serialization.Encoding.DER), chain=(authority,))


def _load(context: ssl.SSLContext, key: ec.EllipticCurvePrivateKey, chain: list[x509.Certificate]) -> None:
    """Hand key and chain to OpenSSL, which reads files only; the file is sealed and gone at once."""
    password = os.urandom(32).hex()
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password.encode()),
    )
    content += b"".join(certificate.public_bytes(serialization.Encoding.PEM) for certificate in chain)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "server.pem")
        file.write_bytes(content)
        context.load_cert_chain(file, password=password)


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_EVER_SINCE)
        .not_valid_after(_FOR_EVER)
    )


def _usage(*, signs_certificates: bool, signs_papers: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=signs_papers,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _der(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
