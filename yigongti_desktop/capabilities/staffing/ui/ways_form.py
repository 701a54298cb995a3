"""How far each unit is by road, typed once for all of them: one number for each unit, Enter goes on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleWays
from yigongti_desktop.capabilities.staffing.model.posting_terms import FARTHEST
from yigongti_desktop.capabilities.staffing.model.posting_terms import TERMS
from yigongti_desktop.capabilities.staffing.model.posting_terms import WAY
from yigongti_desktop.capabilities.staffing.service.posting_terms import UnitWay
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm

_WIDTH, _LABEL, _COLUMNS = 900, 220, 2


class WaysForm(KeptForm):
    """A number for each unit."""

    kind = TERMS

    def __init__(self, desk: Desk, units: Sequence[UnitWay]) -> None:
        self.units = units
        fields = [Field(name=one.unit, label=one.name, kind=NUMBER, placeholder="公里", check=_check) for one in units]
        rows = tuple(tuple(fields[place : place + _COLUMNS]) for place in range(0, len(fields), _COLUMNS))
        section = Section("从本院到单位走公路多少公里，写整数；不知道的空着", rows)
        super().__init__(desk, WAY, (section,), "", label_width=_LABEL)
        self.set_out(_WIDTH)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show what is settled, or what was kept."""
        self.form.clear_faults()
        self.form.fill({one.unit: str(one.kilometres or "") for one in self.units})
        if draft:
            self.form.fill(draft)
        self.end_beginning(draft)

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields as it was typed."""
        return {one.unit: self.form.editor(one.unit).text() for one in self.units}

    def command(self) -> Any | None:
        """Return the command; None when nothing was changed."""
        values = self.form.values()
        ways = {one.unit: (one.kilometres, values[one.unit] or 0) for one in self.units}
        changed = {unit: pair for unit, pair in ways.items() if pair[0] != pair[1]}
        return SettleWays(ways=changed) if changed else None


def _check(kilometres: int) -> str:
    return "" if 0 <= kilometres <= FARTHEST else f"请写 0 到 {FARTHEST} 之间的整数，单位是公里。"
