"""A wish as it is filled in: whose, for which day, which duty, wanted or rather not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model.wishes import DAY_OFF
from yigongti_desktop.capabilities.staffing.model.wishes import LONGEST
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.model.wishes import WishSlip
from yigongti_desktop.capabilities.staffing.store.wishes import WISH
from yigongti_desktop.capabilities.staffing.store.wishes import Choices
from yigongti_desktop.capabilities.staffing.store.wishes import one_wish
from yigongti_desktop.capabilities.staffing.ui.wishes_words import KIND
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_rules
from yigongti_desktop.capabilities.staffing.ui.wishes_words import say_wish
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.fields import CHIPS
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option

_WIDTH, _HEIGHT = 720, 260
_WANTED, _RATHER_NOT = "yes", "no"
#: Key of the day off, whose code is empty.
_OFF = "off"


class WishForm(KeptForm):
    """The fields of a wish."""

    kind = KIND
    days = ("day",)
    picks = ("person", "duty")
    fault_fields = {
        "person_unknown": "person",
        "person_not_here": "person",
        "person_not_self": "person",
        "day_beyond": "day",
        "wish_past": "day",
        "wishes_closed": "day",
        "wishes_many": "day",
        "wish_changed": "day",
        "duty_not_ours": "duty",
    }

    def __init__(self, desk: Desk, choices: Choices) -> None:
        self._people = [Option(one.id, one.name, detail=one.phone) for one in choices.people]
        self._seen: dict[tuple[str, date], WishSlip | None] = {}
        duties = [Option(_OFF, DAY_OFF), *(Option(one.code, one.name, lead=one.code) for one in choices.duties)]
        super().__init__(desk, WISH.name, _sections(self._people, duties, say_rules(choices.rules)))
        self.set_out(_WIDTH, _HEIGHT)
        self.form.editor("person").taken.connect(lambda _option: self._look())

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty wish of whoever is at the desk, or what was kept."""
        self.form.clear_faults()
        own = self._people[0] if len(self._people) == 1 else None
        self.form.fill({"person": own, "day": "", "wanted": "", "duty": None, "note": ""})
        if draft:
            self.form.fill(self.thawed(draft))
        self._look()
        if not self.end_beginning(draft):
            self.form.go_to("day" if own else "person")

    def command(self) -> WriteWish:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        known = self._seen.get((values["person"], values["day"]))
        wanted = Wanted(
            duty="" if values["duty"] == _OFF else values["duty"],
            is_wanted=values["wanted"] == _WANTED,
            note=values["note"],
        )
        return WriteWish(
            person=values["person"], day=values["day"], wanted=wanted, seen=known.wanted if known else None
        )

    def on_edited(self, name: str) -> None:
        """Follow what was typed: a wish that stands already is said."""
        super().on_edited(name)
        if name in {"person", "day"}:
            self._look()

    def _look(self) -> None:
        person, on = self.form.values()["person"], self.form.values()["day"]
        if person and isinstance(on, date):
            self.desk.read(self, one_wish, person, on, done=lambda found: self._say(person, on, found))
        else:
            self.form.set_note("day", "")

    def _say(self, person: str, on: date, found: WishSlip | None) -> None:
        self._seen[person, on] = found
        stands = found is not None and found.wanted is not None
        self.form.set_note("day", f"这天已写「{say_wish(found)}」，保存就换成新的" if found and stands else "")


def _sections(people: list[Option], duties: list[Option], rules: str) -> tuple[Section, ...]:
    wanted = [Option(_WANTED, "想要"), Option(_RATHER_NOT, "不想要")]
    person = Field(name="person", label="谁", kind=PICK, options=people, is_needed=True, placeholder="姓名、首字母")
    day = Field(name="day", label="哪一天", kind=DATE, is_needed=True)
    way = Field(name="wanted", label="意愿", kind=CHIPS, options=wanted, is_needed=True)
    duty = Field(name="duty", label="班次", kind=PICK, options=duties, is_needed=True, placeholder="休息、夜班")
    note = Field(name="note", label="说明", is_wide=True, note=rules, check=at_most(LONGEST))
    return (Section("", ((person, day), (way, duty), (note,))),)
