"""The one search of the top bar: pages, people, numbers, each opening where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.registry import store as registry

_MOST_OF_A_KIND = 12


def make_finder(desk: Desk, specs: Callable[[], Mapping[str, PageSpec]], owner: QObject) -> Search:
    """Return the search of the top bar for whoever is logged in."""

    def search(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        wanted = typed.strip().lower()
        actor = desk.actor
        if not wanted or actor is None:
            hand([])
            return
        pages = [
            Option(name, spec.title, detail="页面")
            for name, spec in specs().items()
            if any(key.startswith(wanted) for key in keys_of_term(spec.title) | {spec.title})
        ]
        desk.read(owner, find_everywhere, wanted, actor, done=lambda found: hand([*pages, *found]))

    return search


def find_everywhere(connection: Any, typed: str, actor: Actor) -> list[Option]:
    """Return records of every kind that this person may see, found by what was typed."""
    found: list[Option] = []
    for manifest in MANIFESTS:
        for kind, way in manifest.finds.items():
            if not actor.may(way.roles):
                continue
            for record in registry.find(connection, CATALOGUE.records[kind], typed, _MOST_OF_A_KIND):
                title, detail = way.words(record)
                found.append(Option(f"{way.page} {record.id}", title, detail=detail))
    return found
