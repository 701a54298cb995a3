"""Personal passwords: what others would guess is refused, and verifiers serve without a line."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.passwords import check_strength
from yigongti_desktop.storage.passwords import make_verifier
from yigongti_desktop.storage.passwords import matches
from yigongti_desktop.storage.passwords import one_time_password


@pytest.mark.parametrize(
    "password",
    [
        "Yuekou-72",
        "brilliant-9",
        "岳口卫生院 7 号",
        "policy?policy",
        "９月开学了没有呀",
        "tr0ub4dor&3",
        "青山绿水,2 里",
    ],
)
def test_a_password_of_two_kinds_and_eight_characters_is_taken(password: str) -> None:
    check_strength(password, login="li")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("aB3$xyz", "password_short"),
        ("七个汉字不够长", "password_short"),
        ("abcdefgh", "password_simple"),
        ("94718305", "password_simple"),
        ("岳口卫生院的医生", "password_simple"),
        ("!!!????!", "password_simple"),
        ("        ", "password_simple"),
        # What is tried first: sequences, words, one key again and again.
        ("12345678a", "password_common"),
        ("a123456789", "password_common"),
        ("qq123456", "password_common"),
        ("abcd1234", "password_common"),
        ("Abc12345", "password_common"),
        ("admin123", "password_common"),
        ("Admin@123", "password_common"),
        ("password1", "password_common"),
        ("Passw0rd!", "password_common"),
        ("P@ssw0rd", "password_common"),
        ("qwerty-12", "password_common"),
        ("1qaz2wsx!", "password_common"),
        ("woaini1314", "password_common"),
        ("a11111111", "password_common"),
        ("66668888a", "password_common"),
        ("aaaaaaa1", "password_common"),
        # One's own log-in name.
        ("zhoujg-72", "password_common"),
        ("72-ZHOUJG!", "password_common"),
    ],
)
def test_a_password_that_others_would_guess_is_refused(password: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_strength(password, login="zhoujg")


def test_a_log_in_name_of_two_letters_does_not_forbid_half_of_all_words() -> None:
    check_strength("brilliant-9", login="li")
    check_strength("brilliant-9", login="")


def test_a_verifier_knows_its_password_and_no_other() -> None:
    verifier = make_verifier("岳口-卫生院 72")
    assert matches(verifier, "岳口-卫生院 72")
    for other in ("", "岳口-卫生院 73", "岳口-卫生院 72 ", "岳口-卫生院 72\0"):
        assert not matches(verifier, other)


def test_a_verifier_does_not_hold_the_password_and_is_another_each_time() -> None:
    first, second = make_verifier("Yuekou-72"), make_verifier("Yuekou-72")
    assert first != second
    assert "Yuekou" not in first
    assert first.startswith("$argon2id$")


def test_a_password_that_is_no_text_is_only_wrong() -> None:
    typed = "a terminal sent \udcb4"
    assert not matches(make_verifier("Yuekou-72"), typed)
    assert matches(make_verifier(typed), typed)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_whatever_stands_in_place_of_a_verifier_lets_nobody_in(verifier: str) -> None:
    assert not matches(verifier, "Yuekou-72")


@pytest.mark.parametrize("cut", range(0, 97, 8))
def test_a_damaged_verifier_lets_nobody_in(cut: int) -> None:
    verifier = make_verifier("Yuekou-72")
    assert len(verifier) == 97
    assert not matches(verifier[:cut], "Yuekou-72")


def test_a_verifier_that_asks_for_all_memory_lets_nobody_in() -> None:
    greedy = make_verifier("Yuekou-72").replace("m=19456", "m=4294967295")
    assert not matches(greedy, "Yuekou-72")


def test_a_one_time_password_is_strong_readable_and_never_the_same() -> None:
    given_out = {one_time_password() for _ in range(200)}
    assert len(given_out) == 200
    for password in given_out:
        check_strength(password, login="")
        assert not set(password) & set("0O1lIio")


def test_a_verifier_of_other_figures_still_lets_in() -> None:
    earlier = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1).hash("Yuekou-72")
    assert matches(earlier, "Yuekou-72")
    assert not matches(earlier, "Yuekou-73")
