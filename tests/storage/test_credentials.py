"""The door to the system's keyring: a real one, a locked one, a silent one, none, and one that keeps plain text."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked

from tests.storage.keyrings import with_keyring
from tests.storage.keyrings import with_locked_keyring
from tests.storage.keyrings import with_silent_keyring
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import credentials

#: Within which a keyring has to answer.
LIMIT = 3.0
real = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a matter of Linux desktops")


class Plain(KeyringBackend):
    """Keeps secrets in a dictionary, as keyrings.alt keeps them in a text file."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # keyring's own
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Trusted(Plain):
    """Says that it is the Secret Service."""


class Forgetful(Trusted):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Garbled(Trusted):
    """Gives back what nobody put in."""

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        return "not hexadecimal"


class Locked(Trusted):
    """Was not unlocked."""

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        raise KeyringLocked


class Silent(Trusted):
    """Waits for a person before a screen that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.freed = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        self.freed.wait()
        return None


for kind in (Trusted, Forgetful, Garbled, Locked, Silent):
    kind.__module__ = "keyring.backends.SecretService"


@pytest.fixture
def use() -> Iterator[Callable[[KeyringBackend], None]]:
    """Let the keyring be one of ours for the time of a test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


Use = Callable[[KeyringBackend], None]


@real
def test_a_real_keyring_keeps_a_secret_for_another_process() -> None:
    program = """
        import subprocess, sys
        from yigongti_desktop.storage import credentials
        secret = bytes(range(32))
        credentials.keep("one", secret)
        credentials.keep("two", b"another")
        ask = "from yigongti_desktop.storage import credentials; print(credentials.fetch('one').hex())"
        subprocess.run([sys.executable, "-c", ask], check=True)
        credentials.keep("one", b"newer")
        print(credentials.fetch("one").decode(), credentials.fetch("two").decode(), credentials.fetch("three"))
        credentials.forget("one")
        credentials.forget("one")
        print(credentials.fetch("one"), credentials.fetch("two").decode())
        print(credentials.backend_name())
    """
    assert with_keyring(program) == [
        bytes(range(32)).hex(),
        "newer another None",
        "None another",
        "keyring.backends.SecretService.Keyring",
    ]


ASK = """
    import sys, time
    from yigongti_desktop.kernel.errors import Unavailable
    from yigongti_desktop.storage import credentials
    begun = time.monotonic()
    for way in (lambda: credentials.keep("one", b"1"), lambda: credentials.fetch("one")):
        try:
            way()
        except Unavailable as weather:
            print(weather.code, round(time.monotonic() - begun))
"""


@real
def test_a_real_keyring_that_nobody_unlocked_ends_in_words_and_soon() -> None:
    for line in with_locked_keyring(ASK):
        code, seconds = line.split()
        assert code in {"keyring_failed", "keyring_silent"}
        assert int(seconds) <= 3 * LIMIT


@real
def test_a_secret_service_that_never_answers_ends_in_words_and_soon() -> None:
    told = with_silent_keyring(ASK)
    assert [line.split()[0] for line in told] == ["keyring_silent", "keyring_silent"]
    assert int(told[0].split()[1]) <= LIMIT + 1


def test_without_a_keyring_that_is_what_is_told() -> None:
    for way in (lambda: credentials.keep("one", b"1"), lambda: credentials.fetch("one"), credentials.backend_name):
        with pytest.raises(Unavailable, match="keyring_missing"):
            way()


def test_a_keyring_that_keeps_plain_text_is_never_given_a_secret(use: Use) -> None:
    plain = Plain()
    use(plain)
    with pytest.raises(Unavailable, match="keyring_missing"):
        credentials.keep("one", b"1")
    assert plain.kept == {}


def test_of_several_keyrings_the_one_that_encrypts_is_asked(use: Use) -> None:
    plain, trusted = Plain(), Trusted()

    class Both(ChainerBackend):
        backends = (plain, trusted)

    use(Both())  # type: ignore[no-untyped-call] # keyring's own
    credentials.keep("one", b"1")
    assert credentials.fetch("one") == b"1"
    assert plain.kept == {}


def test_a_secret_may_be_of_any_bytes(use: Use) -> None:
    use(Trusted())
    credentials.keep("one", b"\x00\xff\n")
    assert credentials.fetch("one") == b"\x00\xff\n"


def test_secrets_of_two_desks_of_one_machine_lie_side_by_side(use: Use) -> None:
    use(Trusted())
    credentials.keep("one", b"1")
    credentials.keep("two", b"2")
    credentials.forget("one")
    assert (credentials.fetch("one"), credentials.fetch("two")) == (None, b"2")


@pytest.mark.parametrize("broken", [Forgetful, Garbled, Locked])
def test_a_keyring_that_does_not_give_back_what_it_took_is_not_relied_on(use: Use, broken: type[Trusted]) -> None:
    use(broken())
    with pytest.raises(Unavailable, match="keyring_failed"):
        credentials.keep("one", b"1")


def test_a_keyring_that_waits_for_a_person_is_not_waited_for(use: Use) -> None:
    silent = Silent()
    use(silent)
    begun = time.monotonic()
    with pytest.raises(Unavailable, match="keyring_silent"):
        credentials.fetch("one")
    assert time.monotonic() - begun < LIMIT + 1
    silent.freed.set()
