"""The one door to the system's keyring: a secret in, a secret out, never a guess where it went.

Only stores that encrypt are trusted. A keyring that asks for its password on a screen nobody sees would
block for ever, so each call has a limit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from yigongti_desktop.kernel.errors import Unavailable

SERVICE = "yigongti-desktop"
_LIMIT_SECONDS = 3.0
_TRUSTED = ("keyring.backends.SecretService", "keyring.backends.Windows", "keyring.backends.kwallet",
            "keyring.backends.macOS")  # fmt: skip


def keep(name: str, secret: bytes) -> None:
    """Keep a secret under a name and make sure that it can be had again.

    Raises:
        Unavailable: keyring_missing, keyring_silent, keyring_failed.
    """
    _ask(lambda backend: backend.set_password(SERVICE, name, secret.hex()))
    if fetch(name) != secret:
        raise Unavailable("keyring_failed")


def fetch(name: str) -> bytes | None:
    """Return the secret of this name, or None.

    Raises:
        Unavailable: keyring_missing, keyring_silent, keyring_failed.
    """
    found = _ask(lambda backend: backend.get_password(SERVICE, name))
    try:
        return bytes.fromhex(found) if found else None
    except ValueError:
        raise Unavailable("keyring_failed") from None


def forget(name: str) -> None:
    """Remove a secret; one that is not there is no fault.

    Raises:
        Unavailable: keyring_missing, keyring_silent, keyring_failed.
    """
    if fetch(name) is not None:
        _ask(lambda backend: backend.delete_password(SERVICE, name))


def backend_name() -> str:
    """Return what keeps the secrets.

    Raises:
        Unavailable: keyring_missing, keyring_silent.
    """
    return str(_ask(lambda backend: f"{type(backend).__module__}.{type(backend).__qualname__}"))


def _ask(question: Callable[[Any], Any]) -> Any:
    answer: list[Any] = []
    fault: list[BaseException] = []

    def ask() -> None:
        try:
            answer.append(question(_backend()))
        except Unavailable as error:
            fault.append(error)
        except Exception as error:  # noqa: BLE001 - keyring backends raise errors of D-Bus, Windows and their own
            fault.append(Unavailable("keyring_failed", kind=type(error).__name__))

    thread = threading.Thread(target=ask, daemon=True, name="keyring")
    thread.start()
    thread.join(_LIMIT_SECONDS)
    if thread.is_alive():
        raise Unavailable("keyring_silent")
    if fault:
        raise fault[0]
    return answer[0]


def _backend() -> Any:
    import keyring  # noqa: PLC0415 - a tenth of a second that the log-in window does not wait for
    from keyring.backends import chainer  # noqa: PLC0415

    found = keyring.get_keyring()
    candidates = found.backends if isinstance(found, chainer.ChainerBackend) else [found]
    for backend in candidates:
        if type(backend).__module__.startswith(_TRUSTED):
            return backend
    raise Unavailable("keyring_missing")
