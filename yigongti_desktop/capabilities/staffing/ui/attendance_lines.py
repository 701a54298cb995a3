"""Who took part, as it is typed: names with or without hours, read against the people of the unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yigongti_desktop.capabilities.staffing.messages.teaching import Changes
from yigongti_desktop.capabilities.staffing.model.teaching import Attendee
from yigongti_desktop.capabilities.staffing.ui.teaching_words import read_hours
from yigongti_desktop.capabilities.staffing.ui.teaching_words import say_hours
from yigongti_desktop.kernel.text import half_width
from yigongti_desktop.registry.model.staff.person import Staff

_BETWEEN = re.compile(r"[、,，;；\n]+")
_ONE = re.compile(r"^(.*?)[ 　]*([0-9]+(?:[.][0-9]+)?)?(?:学时)?$")


@dataclass(frozen=True)
class Lines:
    """What reads the names of a unit."""

    unit: str
    #: Length of the session.
    minutes: int
    #: Name as it is typed → id; two of one name bear their department.
    known: Mapping[str, str]
    #: Who stands there already.
    there: tuple[Attendee, ...] = ()

    def typed(self) -> str:
        """Return who stands there as it would be typed."""
        names = {person: name for name, person in self.known.items()}
        return "、".join(self._said(one, names.get(one.person, one.name)) for one in self.there)

    def fault(self, typed: object) -> str:
        """Return what is wrong with what was typed, as a sentence; empty when nothing is."""
        for name, hours in _parts(str(typed or "")):
            if name not in self._ids:
                alike = [one for one in self.known if one.startswith(f"{name}（")]
                if alike:
                    return f"「{name}」有 {len(alike)} 个人。请写成 {'、'.join(alike)}。"
                return f"本单位没有「{name}」。请核对姓名，或先在「人员」里登记。"
            minutes = read_hours(hours) if hours else self.minutes
            if minutes is None or not 0 < minutes <= self.minutes:
                return f"{name} 的学时要大于 0、不超过 {say_hours(self.minutes)}。请改。"
        return ""

    def changes(self, typed: str) -> Changes:
        """Return what is to be written down, each from what stands there; who is named no more did not take part."""
        seen = {one.person: one.minutes for one in self.there}
        wanted = {
            self._ids[name]: (read_hours(hours) if hours else None) or self.minutes for name, hours in _parts(typed)
        }
        everybody = dict.fromkeys([*seen, *wanted])
        return {one: (seen.get(one), wanted.get(one)) for one in everybody if seen.get(one) != wanted.get(one)}

    @property
    def _ids(self) -> dict[str, str]:
        return {one.name: one.person for one in self.there} | dict(self.known)

    def _said(self, one: Attendee, name: str) -> str:
        return name if one.minutes == self.minutes else f"{name} {say_hours(one.minutes)}"


def known_names(people: Sequence[Staff], on: date) -> dict[str, str]:
    """Return how everybody is called: by the name alone, or with the department where two have it."""
    many = Counter(one.name for one in people)
    found: dict[str, str] = {}
    for one in people:
        place = one.place_on(on)
        mark = (place.department if place is not None else "") or one.phone[-4:]
        name = one.name if many[one.name] == 1 else f"{one.name}（{mark}）"
        found[name if name not in found else f"{one.name}（{one.id[-4:]}）"] = one.id
    return found


def _parts(typed: str) -> list[tuple[str, str]]:
    found = []
    for part in _BETWEEN.split(typed):
        told = _ONE.match(" ".join(_plain(part).split()))
        if told is not None and told[1].strip():
            found.append((told[1].strip(), told[2] or ""))
    return found


def _plain(part: str) -> str:
    """Return a part with digits in half width, its brackets as names have them."""
    return half_width(part).replace("(", "（").replace(")", "）")
