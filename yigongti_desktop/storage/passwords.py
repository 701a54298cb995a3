"""Verifiers of personal passwords: Argon2id, so that they can lie on a clinic's PC and serve off-line."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError
from argon2.exceptions import VerificationError

from yigongti_desktop.kernel.errors import Refused

#: 19 MiB, two rounds, one lane: OWASP holds it as strong as 46 MiB and one round, and an old PC has little memory.
#: About 50 ms on its core. A verifier carries its own figures, so older ones still serve.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
SHORTEST = 8
_KINDS_NEEDED = 2
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = ("123456", "654321", "111111", "666666", "888888", "000000", "112233", "5201314", "abc123", "abcd1234",
           "password", "passw0rd", "p@ssw0rd", "admin", "qwerty", "1qaz2wsx", "woaini", "iloveyou")  # fmt: skip
_FEWEST_CHARACTERS = 4
#: A log-in name of one or two letters stands in half of all words.
_SHORTEST_LOGIN = 3


def make_verifier(password: str) -> str:
    """Return the verifier of a password."""
    return _HASHER.hash(_typed(password))


def matches(verifier: str, password: str) -> bool:
    """Say whether the password is the verifier's."""
    try:
        return _HASHER.verify(verifier, _typed(password))
    except (VerificationError, InvalidHashError, UnicodeError):
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
    if len(set(lowered)) < _FEWEST_CHARACTERS or any(word in lowered for word in _COMMON):
        raise Refused("password_common")
    if len(login) >= _SHORTEST_LOGIN and login.lower() in lowered:
        raise Refused("password_common")


def one_time_password() -> str:
    """Return a first password that its owner has to change: readable, about 49 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))


def _typed(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")  # a terminal may bring bytes that are no text


def _is_sign(character: str) -> bool:
    return not character.isalnum()
