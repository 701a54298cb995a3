"""Verifiers of personal passwords: Argon2id, so that they can lie on a clinic's PC and serve off-line."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError
from argon2.exceptions import VerificationError

from yigongti_desktop.kernel.errors import Refused

#: 46 MiB, one lane, one round: OWASP's first choice for Argon2id; about 50 ms on an old PC's core.
_HASHER = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
SHORTEST = 8
_KINDS_NEEDED = 2
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = ("12345678", "password", "11111111", "88888888", "00000000", "abc12345", "qwertyui", "1qaz2wsx")


def make_verifier(password: str) -> str:
    """Return the verifier of a password."""
    return _HASHER.hash(password)


def matches(verifier: str, password: str) -> bool:
    """Say whether the password is the verifier's."""
    try:
        return _HASHER.verify(verifier, password)
    except (VerificationError, InvalidHashError):
        return False


def check_strength(password: str, *, login: str) -> None:
    """Refuse a password that others would guess.

    Raises:
        Refused: password_short, password_simple, password_common.
    """
    if len(password) < SHORTEST:
        raise Refused("password_short", least=SHORTEST)
    kinds = [any(test(character) for character in password) for test in (str.isdigit, str.isalpha, _is_sign)]
    if sum(kinds) < _KINDS_NEEDED:
        raise Refused("password_simple")
    lowered = password.lower()
    if any(word in lowered for word in _COMMON) or (login and login.lower() in lowered):
        raise Refused("password_common")


def one_time_password() -> str:
    """Return a first password that its owner has to change: readable, about 49 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))


def _is_sign(character: str) -> bool:
    return not character.isalnum()
