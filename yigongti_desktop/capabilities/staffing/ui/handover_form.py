"""A shift as it is handed over: which day and duty, how the patients are, what is still to be done."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.handover import HandOver
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.handover import Written
from yigongti_desktop.capabilities.staffing.model.handover_gaps import Gap
from yigongti_desktop.capabilities.staffing.store.handover import HANDOVER
from yigongti_desktop.capabilities.staffing.ui.handover_state import written_fields
from yigongti_desktop.capabilities.staffing.ui.handover_words import KIND
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option

_WIDTH, _HEIGHT = 720, 420
#: Until this hour whoever hands a night over means the day before.
_NOON = 12


class HandoverForm(KeptForm):
    """The fields of an entry."""

    kind = KIND
    days = ("day",)
    picks = ("duty",)
    fault_fields = {"day_beyond": "day", "handover_future": "day", "handover_there": "duty", "duty_not_ours": "duty"}

    def __init__(self, desk: Desk, duties: Sequence[Duty], gap: Gap | None = None) -> None:
        """Make it.

        Args:
            desk: that keeps the draft.
            duties: of the unit.
            gap: the shift that is written up; None for the one that ends now.
        """
        self._duties, self._gap = {duty.code: duty for duty in duties}, gap
        self._options = [Option(duty.code, duty.name, lead=duty.code) for duty in duties]
        super().__init__(desk, HANDOVER.name, _sections(self._options))
        self.set_out(_WIDTH, _HEIGHT)
        self.form.editor("duty").taken.connect(lambda option: self.form.fill({"day": self._day_of(option.key)}))

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty entry of the shift that ends now or that is written up, or what was kept."""
        self.form.clear_faults()
        code = self._gap.duty.code if self._gap else self._options[0].key if self._options else ""
        on = self._gap.day if self._gap else self._day_of(code)
        self.form.fill({"day": on, "duty": code or None, "patients": "", "critical": "", "to_do": ""})
        if draft:
            self.form.fill(self.thawed(draft))
        if not self.end_beginning(draft):
            self.form.go_to("patients" if code else "duty")

    def command(self) -> HandOver:
        """Return the command for what stands here, once it is checked."""
        return HandOver(written=Written(**self.form.values()))

    def _day_of(self, code: str) -> date:
        """Return the day of the shift that ends now: one that lasts into the next day has begun yesterday."""
        now, duty = local(self.desk.now()), self._duties.get(code)
        lasts = duty is not None and duty.end <= duty.begin
        return now.date() - timedelta(1) if lasts and now.hour < _NOON else now.date()


def _sections(duties: Sequence[Option]) -> tuple[Section, ...]:
    duty = Field(name="duty", label="班次", kind=PICK, options=duties, is_needed=True, placeholder="夜班")
    day = Field(name="day", label="日期", kind=DATE, is_needed=True, note="值班开始的那一天")
    return (Section("", ((duty, day), *((field,) for field in written_fields(lines=3)))),)
