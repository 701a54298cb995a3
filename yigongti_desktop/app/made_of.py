"""What the program is made of: its build, and each component of somebody else with its licence."""

from __future__ import annotations

from importlib import metadata
from typing import Any

import msgspec

from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.version import BUILT
from yigongti_desktop.kernel.version import VERSION

_OURS = "yigongti-desktop"
_FOLDER = "licences"


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """A component of somebody else."""

    name: str
    version: str
    licence: str
    #: Files with the texts of its licence, under resources/licences; a clone has them in its packages.
    texts: tuple[str, ...] = ()


def components() -> list[Component]:
    """Return the components: of an installed program as its build has listed them, of a clone its packages."""
    index = resource(_FOLDER, "index.json")
    if index.exists():
        return msgspec.json.decode(index.read_bytes(), type=list[Component])
    found = {
        one.metadata["Name"]: Component(name=one.metadata["Name"], version=one.version, licence=_licence(one.metadata))
        for one in metadata.distributions()
        if one.metadata["Name"] and one.metadata["Name"].lower().replace("_", "-") != _OURS
    }
    return sorted(found.values(), key=lambda component: component.name.lower())


def text_of(component: Component) -> str:
    """Return the licence of a component in full; empty in a clone."""
    read = (resource(_FOLDER, text).read_text(encoding="utf-8", errors="replace") for text in component.texts)
    return "\n\n".join(read)


def build() -> str:
    """Return version, day and build of this program, for people."""
    try:
        known: Any = msgspec.json.decode(resource("build.json").read_bytes())
    except OSError:
        return f"{VERSION}（{BUILT.isoformat()}，源码）"
    return f"{VERSION}（{BUILT.isoformat()}，构建 {known['commit']}）"


def _licence(known: Any) -> str:
    if expression := known.get("License-Expression"):
        return str(expression)
    classified = [
        line.rpartition(" :: ")[2] for line in known.get_all("Classifier") or () if line.startswith("License")
    ]
    written = str(known.get("License") or "").strip()
    return "、".join(classified) or written.partition("\n")[0][:60]
