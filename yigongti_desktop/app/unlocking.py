"""How a desk's keys are locked and opened: the system's keyring where there is one, else a passphrase."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import credentials
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.vault import Vault

log = logging.getLogger(__name__)
_SECRET = 32


def lock_new(vault: Vault, words: Callable[[], str]) -> None:
    """Put the first lock on a new vault: the keyring, or where there is none the words that are asked for."""
    secret = os.urandom(_SECRET)
    try:
        credentials.keep(vault.id, secret)
    except Unavailable:
        vault.lock_with_words(vaults.PASSPHRASE, words())
    else:
        vault.lock_with_secret(vaults.KEYRING, secret)


def open_with_keyring(path: Path) -> Vault:
    """Open a vault with the system's keyring alone.

    Raises:
        Refused: vault_locked.
        Unavailable: keyring_missing, keyring_silent, keyring_failed, vault_missing, vault_damaged.
    """
    vault_id, kinds = vaults.look(path)
    if vaults.KEYRING not in kinds:
        raise Refused("vault_locked")
    secret = credentials.fetch(vault_id)
    if secret is None:
        raise Refused("vault_locked")
    return vaults.open_with_secret(path, vaults.KEYRING, secret)


def give_back(vault: Vault) -> None:
    """Let the keyring open again, from the next start on, a vault that it used to open.

    Its secret was lost, or the data was brought to this machine, and somebody gave the recovery code.
    """
    if vaults.KEYRING not in vault.kinds:
        return
    secret = os.urandom(_SECRET)
    try:
        credentials.keep(vault.id, secret)
        vault.lock_with_secret(vaults.KEYRING, secret)
    except Unavailable as weather:
        log.info("the keyring does not take the vault back: %s", weather.code)


def unlock(path: Path, words: Callable[[], str]) -> Vault:
    """Open a vault with the keyring, else with the words that are asked for.

    Raises:
        Refused: passphrase_wrong, or what asking says.
        Unavailable: vault_missing, vault_damaged.
    """
    try:
        return open_with_keyring(path)
    except Refused:
        return vaults.open_with_words(path, words())
    except Unavailable as weather:
        if weather.code.startswith("vault"):
            raise
        return vaults.open_with_words(path, words())
