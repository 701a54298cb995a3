"""Backups as files: what is in them, and folders to be compared."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from tests.storage.desks import open_vault


def key_of(vault: Path) -> bytes:
    """Open a backup's vault."""
    return open_vault(vault)["database"]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but the lock, to be compared."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != "restore.lock"
    }


def packed(target: Path, parts: dict[str, bytes]) -> Path:
    """Write a zip file of these parts."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def parts_of(file: Path) -> dict[str, bytes]:
    """Return what is in a zip file."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def figures_of(parts: dict[str, bytes], **changes: Any) -> dict[str, bytes]:
    """Return the parts with other figures."""
    figures = json.loads(parts["figures.json"]) | changes
    return parts | {"figures.json": json.dumps(figures).encode()}
