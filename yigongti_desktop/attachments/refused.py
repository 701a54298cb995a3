"""Refused acts on files put to records: what stands in them."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.attachments.messages import AttachmentAdded
from yigongti_desktop.kit.words import size


def contents(_connection: Any, act: Any) -> list[tuple[str, str]] | None:
    """Return what stands in an act on a file; a piece of one says only which piece it is."""
    if act.kind == "attachment.added":
        added = msgspec.json.decode(act.body, type=AttachmentAdded)
        return [("照片", added.name), ("大小", size(added.size))]
    if act.kind == "attachment_piece.added":
        return [("照片", "其中一部分")]
    return None
