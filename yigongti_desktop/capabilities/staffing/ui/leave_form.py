"""A slip of leave as it is filled in: for whom, which kind, from when until when; what it comes to is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.model.leave import LONGEST
from yigongti_desktop.capabilities.staffing.model.leave import MOST_DAYS
from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.own import is_likely
from yigongti_desktop.capabilities.staffing.store.leave import LEAVE
from yigongti_desktop.capabilities.staffing.store.leave import Preview
from yigongti_desktop.capabilities.staffing.store.leave import preview
from yigongti_desktop.capabilities.staffing.store.promises import Promised
from yigongti_desktop.capabilities.staffing.store.promises import nothing
from yigongti_desktop.capabilities.staffing.ui.leave_words import KIND
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_preview
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_statutory
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import CHECK
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry.model.staff.person import Staff

_WIDTH, _HEIGHT = 720, 360
_DAYS = ("first", "last")


class LeaveForm(KeptForm):
    """The fields of leave."""

    kind = KIND
    days = _DAYS
    picks = ("person", "kind")
    fault_fields = {
        "person_unknown": "person",
        "person_not_here": "person",
        "person_not_self": "person",
        "day_beyond": "first",
        "leave_empty": "until_noon",
        "leave_long": "last",
    }

    def __init__(self, desk: Desk, people: Sequence[Staff], promised: Promised = nothing) -> None:
        """Make it.

        Args:
            desk: that keeps the draft.
            people: for whom leave may be asked; who is at the desk comes first.
            promised: says what contracts promise in its days.
        """
        self._promised = promised
        self._people = [Option(one.id, one.name, detail=one.phone) for one in people]
        self._kinds = [Option(kind.value, NAMES[kind]) for kind in Kind]
        super().__init__(desk, LEAVE.name, _sections(self._people, self._kinds))
        self.set_out(_WIDTH, _HEIGHT)
        self.form.editor("kind").taken.connect(lambda _option: self._look())
        self.form.editor("person").taken.connect(lambda _option: self._look())

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty slip of whoever is at the desk, or what was kept."""
        self.form.clear_faults()
        own = self._people[0] if len(self._people) == 1 else None
        empty = {"first": "", "last": "", "from_noon": False, "until_noon": False, "reason": "", "kind": None}
        self.form.fill(empty | {"person": own})
        if draft:
            self.form.fill(self.thawed(draft))
        self._look()
        if not self.end_beginning(draft):
            self.form.go_to("kind" if own else "person")

    def command(self) -> AskLeave:
        """Return the command for what stands here, once it is checked."""
        return AskLeave(written=Written(**self.form.values() | {"kind": Kind(self.form.values()["kind"])}))

    def on_edited(self, name: str) -> None:
        """Follow what was typed: what it comes to is said as one writes it."""
        super().on_edited(name)
        self._look()

    def _look(self) -> None:
        """Say what the law says of the kind, and what the days come to."""
        values = self.form.values()
        kind = values["kind"]
        self.form.set_note("kind", say_statutory(Kind(kind)) if kind in set(Kind) else "")
        first, last = values["first"], values["last"]
        if isinstance(first, date) and first and not last:
            last = first
        if not (isinstance(first, date) and isinstance(last, date) and values["person"] and kind):
            self.form.set_note("last", "")
            return
        if not (is_likely(first) and 0 <= (last - first).days < MOST_DAYS):
            self.form.set_note("last", "")
            return
        written = Written(**values | {"last": last, "kind": Kind(kind)})
        if self.desk.actor is not None:
            self.desk.read(self, preview, self.desk.actor.institution, written, self._promised, done=self._say)

    def _say(self, found: Preview) -> None:
        self.form.set_note("last", say_preview(found))


def _sections(people: Sequence[Option], kinds: Sequence[Option]) -> tuple[Section, ...]:
    return (
        Section(
            "",
            (
                (
                    Field(
                        name="person",
                        label="请假人",
                        kind=PICK,
                        options=people,
                        is_needed=True,
                        placeholder="姓名、首字母",
                    ),
                    Field(name="kind", label="类别", kind=PICK, options=kinds, is_needed=True, placeholder="选一种"),
                ),
                (
                    Field(name="first", label="第一天", kind=DATE, is_needed=True),
                    Field(name="from_noon", label="从中午起", kind=CHECK, placeholder="从中午起，上午还上班"),
                ),
                (
                    Field(name="last", label="最后一天", kind=DATE, is_needed=True),
                    Field(name="until_noon", label="到中午止", kind=CHECK, placeholder="到中午止，下午来上班"),
                ),
                (
                    Field(
                        name="reason",
                        label="事由",
                        kind=TEXT,
                        is_wide=True,
                        placeholder="其他假要写明事由；病假以后补证明",
                        check=at_most(LONGEST),
                    ),
                ),
            ),
        ),
    )
