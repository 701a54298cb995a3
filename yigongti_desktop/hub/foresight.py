"""Which records are as the desk of their acts shows them already, so that they need not be sent back to it."""

from __future__ import annotations

from yigongti_desktop.hub.draft import Draft
from yigongti_desktop.hub.draft import Key
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails


class Foresight:
    """Compares what the acts of a batch have made with what their desk foresaw."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        #: Acts of the batch by the record that they moved, and those whose record is as their desk foresaw.
        self._moved: dict[Key, list[str]] = {}
        self._foreseen: set[str] = set()

    def compare(self, key: Key, act: Act, *, has_trail: bool) -> None:
        """Note whether the record is what the act's desk foresaw."""
        draft = self._draft
        self._moved.setdefault(key, []).append(act.id)
        if not act.forecast or draft.last(key) != act.id:
            return
        # reactions may have come between the act and its step
        step = next(one for _, one in reversed(draft.steps) if one.id == act.id) if has_trail else None
        if records.forecast(draft.row(key), trails.told(step) if step else ()) == act.forecast:
            self._foreseen.add(act.id)

    def holds(self, key: Key) -> bool:
        """Say whether the batch's acts on a record left what their desk shows, and nothing came after them."""
        acts = self._moved.get(key)
        return acts is not None and self._draft.last(key) == acts[-1] and self._foreseen.issuperset(acts)

    def failed(self, alike: set[Key]) -> set[str]:
        """Return the acts on records that are none of these."""
        return {act for key, acts in self._moved.items() if key not in alike for act in acts}
