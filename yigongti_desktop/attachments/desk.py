"""Files put to records on the desk: they have no page of their own, and are told where an act on one came back."""

from __future__ import annotations

from yigongti_desktop.attachments import refused
from yigongti_desktop.kit.manifest import Manifest

MANIFEST = Manifest(contents=refused.contents)
