"""The one file of keys: sealed under a master key that several locks can open, never in clear.

A lock is a secret kept elsewhere (the system's keyring), a passphrase, or the printed recovery code.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type
from argon2.low_level import hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yigongti_desktop.kernel import letters
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.home import write_whole

KEYRING = "keyring"
PASSPHRASE = "passphrase"  # noqa: S105 - the name of a lock
RECOVERY = "recovery"
SHORTEST_PASSPHRASE = 8
_NONCE = 12
_KEY = 32
_RECOVERY_BYTES = 20


class Stretch(msgspec.Struct, frozen=True):
    """Cost of Argon2id: KiB of memory, rounds, lanes; bounded, since a damaged file must not cost hours."""

    memory: Annotated[int, msgspec.Meta(ge=64, le=1048576)] = 65536
    rounds: Annotated[int, msgspec.Meta(ge=1, le=64)] = 3
    lanes: Annotated[int, msgspec.Meta(ge=1, le=8)] = 2


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """One way to the master key."""

    kind: str
    salt: bytes = b""
    stretch: Stretch = Stretch()
    wrapped: bytes


class _File(msgspec.Struct, frozen=True, kw_only=True):
    version: int = 1
    #: Names this vault's secret in a keyring that may hold those of other desks.
    id: str
    locks: tuple[Lock, ...]
    sealed: bytes


class Vault:
    """An open vault: its secrets by name, and the means to change its locks."""

    def __init__(
        self, path: Path, vault_id: str, master: bytes, locks: tuple[Lock, ...], secrets: dict[str, bytes]
    ) -> None:
        self._path = path
        self.id = vault_id
        self._master = master
        self._locks = locks
        self._secrets = secrets

    def __getitem__(self, name: str) -> bytes:
        return self._secrets[name]

    def __contains__(self, name: str) -> bool:
        return name in self._secrets

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of its locks."""
        return frozenset(lock.kind for lock in self._locks)

    def put(self, **secrets: bytes) -> None:
        """Keep secrets."""
        self._secrets = self._secrets | secrets
        self._save()

    def take_out(self, name: str) -> None:
        """Keep a secret no longer."""
        self._secrets = {other: secret for other, secret in self._secrets.items() if other != name}
        self._save()

    def lock_with_secret(self, kind: str, secret: bytes) -> None:
        """Set the lock that a strong secret of 32 bytes opens."""
        self._set(Lock(kind=kind, wrapped=_seal(secret, self._master, kind)))

    def lock_with_words(self, kind: str, words: str) -> None:
        """Set the lock that a passphrase or a recovery code opens.

        Raises:
            Refused: passphrase_short.
        """
        if kind == PASSPHRASE and len(words) < SHORTEST_PASSPHRASE:
            raise Refused("passphrase_short", least=SHORTEST_PASSPHRASE)
        salt, stretch = os.urandom(16), Stretch()
        self._set(
            Lock(
                kind=kind, salt=salt, stretch=stretch, wrapped=_seal(_derive(words, salt, stretch), self._master, kind)
            )
        )

    def new_recovery_code(self) -> str:
        """Set a new recovery lock and return its code, to be printed and put away."""
        secret = os.urandom(_RECOVERY_BYTES)
        self.lock_with_words(RECOVERY, secret.hex())
        return letters.spell(secret)

    def drop(self, kind: str) -> None:
        """Take a lock off; the last one stays."""
        left = tuple(lock for lock in self._locks if lock.kind != kind)
        if left:
            self._locks = left
            self._save()

    def _set(self, lock: Lock) -> None:
        self._locks = (*(other for other in self._locks if other.kind != lock.kind), lock)
        self._save()

    def _save(self) -> None:
        if not self._locks:
            return  # nothing opens it yet; the first lock writes the file
        from yigongti_desktop.storage.engine import weather  # noqa: PLC0415 - opening a vault needs no SQLAlchemy, and its memory

        sealed = _seal(self._master, msgspec.msgpack.encode(self._secrets), "secrets")
        with weather():
            write_whole(self._path, msgspec.msgpack.encode(_File(id=self.id, locks=self._locks, sealed=sealed)))


def new_vault(path: Path, **secrets: bytes) -> Vault:
    """Return a new vault; it is written when it gets its first lock."""
    return Vault(path, os.urandom(8).hex(), os.urandom(_KEY), (), dict(secrets))


def look(path: Path) -> tuple[str, frozenset[str]]:
    """Return the id and the kinds of locks of a vault that may be closed."""
    file = _read(path)
    return file.id, frozenset(lock.kind for lock in file.locks)


def open_with_secret(path: Path, kind: str, secret: bytes) -> Vault:
    """Open with a strong secret.

    Raises:
        Refused: vault_locked when it is not the secret of this vault.
        Unavailable: vault_missing, vault_damaged.
    """
    file = _read(path)
    return _open(path, file, [(lock, secret) for lock in file.locks if lock.kind == kind])


def open_with_words(path: Path, words: str) -> Vault:
    """Open with the passphrase, or with the recovery code if it is one.

    Raises:
        Refused: passphrase_wrong.
        Unavailable: vault_missing, vault_damaged.
    """
    file = _read(path)
    tries = [(lock, _derive(words, lock.salt, lock.stretch)) for lock in file.locks if lock.kind == PASSPHRASE]
    try:
        code = letters.read(words).hex()
    except ValueError:
        code = ""
    if code:
        tries += [(lock, _derive(code, lock.salt, lock.stretch)) for lock in file.locks if lock.kind == RECOVERY]
    try:
        return _open(path, file, tries)
    except Refused:
        raise Refused("passphrase_wrong") from None


def _open(path: Path, file: _File, tries: list[tuple[Lock, bytes]]) -> Vault:
    for lock, key in tries:
        try:
            master = _unseal(key, lock.wrapped, lock.kind)
        except (InvalidTag, ValueError):
            continue
        try:
            secrets = msgspec.msgpack.decode(_unseal(master, file.sealed, "secrets"), type=dict[str, bytes])
        except (InvalidTag, ValueError):
            raise Unavailable("vault_damaged") from None  # the key was right, what it opens is not
        return Vault(path, file.id, master, file.locks, secrets)
    raise Refused("vault_locked")


def _read(path: Path) -> _File:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        raise Unavailable("vault_missing") from None
    except (ValueError, OverflowError, RecursionError, OSError):  # whatever decoding bytes of any kind may raise
        raise Unavailable("vault_damaged") from None


def _derive(words: str, salt: bytes, stretch: Stretch) -> bytes:
    typed = words.encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(typed, salt, stretch.rounds, stretch.memory, stretch.lanes, hash_len=_KEY, type=Type.ID)
    except HashingError:
        raise Unavailable("vault_damaged") from None


def _seal(key: bytes, plain: bytes, label: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, label.encode())


def _unseal(key: bytes, sealed: bytes, label: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], label.encode())
