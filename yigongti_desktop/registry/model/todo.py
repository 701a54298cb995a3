"""Something a person has to do, derived from records; overdue first, then today, then later."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import msgspec


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """One line of 今日."""

    #: Names the icon and the word in the first column.
    kind: str
    #: What or whom it is about.
    title: str
    #: Sex and age or the like, as facts for the screen.
    detail: str
    #: Who should do it: a person's name, or an office.
    who: str = ""
    #: Account that should do it; empty when anybody of the institution may.
    account: str = ""
    #: By when, to the minute or by the day; None when there is no limit.
    due_at: datetime | None = None
    due_on: date | None = None
    #: Page and record that open with Enter.
    page: str
    record: str
