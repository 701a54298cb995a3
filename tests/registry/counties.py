"""The county files that ship with the program, as files and as founded records."""

from __future__ import annotations

import tomllib
from typing import Any
from typing import cast

from yigongti_desktop.kernel.places import resource
from yigongti_desktop.protocol.event import NoBooks
from yigongti_desktop.registry.model.county import County
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.founding import found
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import Township

COUNTIES = ("tianmen", "gongqingcheng", "shouxian")
KEY = bytes(range(32)).hex()


def read(name: str) -> dict[str, Any]:
    """Return a county's file."""
    return tomllib.loads(resource("counties", f"{name}.toml").read_text(encoding="utf-8"))


class Founded(NoBooks):
    """The records of a county, by kind and with their types."""

    def __init__(self, file: dict[str, Any]) -> None:
        records = found(file, read("national"), KEY)
        self.county = cast("County", records["county"][0])
        self.communities = cast("list[Community]", records["community"])
        self.institutions = cast("list[Institution]", records["institution"])
        self.townships = cast("list[Township]", records["township"])
        self.rules = {rule.id: cast("Rule", rule) for rule in records["rule"]}

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record as rules look it up."""
        listed: dict[str, list[Any]] = {
            "county": [self.county],
            "community": list(self.communities),
            "institution": list(self.institutions),
            "township": list(self.townships),
            "rule": list(self.rules.values()),
        }
        return next((one for one in listed.get(kind, []) if one.id == record), None)


def founded(name: str) -> Founded:
    """Found a county from its own file."""
    return Founded(read(name))
