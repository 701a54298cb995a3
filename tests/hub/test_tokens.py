"""Challenges and tokens: known to every worker of one hub, to no other, and for a short time only."""

from __future__ import annotations

import pytest

from tests.fakes.time import StoppedClock
from yigongti_desktop.hub.tokens import TOKEN_SECONDS
from yigongti_desktop.hub.tokens import Tokens
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import PROOF_PURPOSE
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign

pytestmark = pytest.mark.hub
KEY, SECRET = new_key(), new_key()


def proof(nonce: bytes) -> Proof:
    return Proof(device="d", nonce=nonce, signature=sign(PROOF_PURPOSE + nonce, KEY).signature)


def test_one_worker_knows_the_challenge_and_the_token_of_another() -> None:
    clock = StoppedClock()
    first, second = Tokens(SECRET, clock), Tokens(SECRET, clock)
    token = second.prove(proof(first.challenge()), public_key(KEY))
    assert first.device(token) == second.device(token) == "d"


def test_another_hub_knows_neither() -> None:
    clock = StoppedClock()
    mine, other = Tokens(SECRET, clock), Tokens(new_key(), clock)
    with pytest.raises(Refused, match="proof_wrong"):
        mine.prove(proof(other.challenge()), public_key(KEY))
    with pytest.raises(Refused, match="token_wrong"):
        mine.device(other.prove(proof(other.challenge()), public_key(KEY)))


def test_a_challenge_lapses_after_two_minutes() -> None:
    clock = StoppedClock()
    tokens = Tokens(SECRET, clock)
    answer = proof(tokens.challenge())
    clock.advance(seconds=120)
    assert tokens.prove(answer, public_key(KEY))
    clock.advance(seconds=1)
    with pytest.raises(Refused, match="proof_wrong"):
        tokens.prove(answer, public_key(KEY))


def test_a_token_lapses_with_its_hour() -> None:
    clock = StoppedClock()
    tokens = Tokens(SECRET, clock)
    token = tokens.prove(proof(tokens.challenge()), public_key(KEY))
    clock.advance(seconds=TOKEN_SECONDS)
    assert tokens.device(token) == "d"
    clock.advance(seconds=1)
    with pytest.raises(Refused, match="token_wrong"):
        tokens.device(token)


def test_a_clock_that_was_set_back_lengthens_no_life() -> None:
    clock = StoppedClock()
    tokens = Tokens(SECRET, clock)
    answer = proof(tokens.challenge())
    token = tokens.prove(answer, public_key(KEY))
    clock.advance(days=-1)
    with pytest.raises(Refused, match="token_wrong"):
        tokens.device(token)
    with pytest.raises(Refused, match="proof_wrong"):
        tokens.prove(answer, public_key(KEY))


def test_a_challenge_is_no_token_and_a_token_no_challenge() -> None:
    tokens = Tokens(SECRET, StoppedClock())
    token = tokens.prove(proof(tokens.challenge()), public_key(KEY))
    with pytest.raises(Refused, match="token_wrong"):
        tokens.device(tokens.challenge().hex())
    with pytest.raises(Refused, match="proof_wrong"):
        tokens.prove(proof(token.encode()), public_key(KEY))


def test_a_token_has_one_spelling() -> None:
    tokens = Tokens(SECRET, StoppedClock())
    device = "019aae6f-0000-7000-8000-000000000001"  # 37 bytes with seal and end: base64 leaves four bits unread
    nonce = tokens.challenge()
    answer = Proof(device=device, nonce=nonce, signature=sign(PROOF_PURPOSE + nonce, KEY).signature)
    token = tokens.prove(answer, public_key(KEY))
    assert tokens.device(token) == device
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for other in letters.replace(token[-1], ""):
        with pytest.raises(Refused, match="token_wrong"):
            tokens.device(token[:-1] + other)
