"""What a capability brings to the window: pages, things to do, figures; said before any of it is built."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role


@dataclass(frozen=True, kw_only=True)
class Todo:
    """Something a person has to do, derived from records; overdue first, then today, then later."""

    kind: str
    icon: str
    #: Whom or what it is about, and the facts beside.
    title: str
    detail: str = ""
    who: str = ""
    #: Account that should do it; empty when anybody of the office may.
    account: str = ""
    due_at: datetime | None = None
    due_on: date | None = None
    #: Words on the badge when there is no limit.
    badge: str = ""
    page: str
    record: str
    #: The command that takes it off the list once it was read (知道了); None when only the work itself does.
    noted: Any = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of the day with its base."""

    title: str
    value: str
    unit: str = ""
    note: str = ""
    #: danger, warn, or plain.
    tone: str = ""
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class News:
    """Something that others did with a document of ours."""

    at: datetime
    icon: str
    title: str
    detail: str
    page: str
    record: str


@dataclass(frozen=True, kw_only=True)
class Count:
    """What stands at a page's name: how many, and whether only a person can solve it."""

    number: int = 0
    is_urgent: bool = False


#: Questions of a page to the database: (connection, actor, now).
Question = Callable[[Any, Actor, datetime], Any]


@dataclass(frozen=True, kw_only=True)
class PageSpec:
    """A page of the navigation."""

    name: str
    title: str
    #: Two letters for the narrow navigation.
    short: str
    icon: str
    order: int
    #: Who sees it.
    roles: frozenset[Role]
    #: Builds it, when it is first opened, from (desk).
    make: Callable[[Any], Any]
    #: Returns a Count.
    count: Question | None = None
    #: Whether only member units have it, not the lead hospital.
    is_of_units: bool = False
    #: Whether it stands at the foot of the navigation.
    at_foot: bool = False
    #: Heading under which it stands where somebody has many pages; empty for none.
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class NewThing:
    """Something that F2 or F3 begins from anywhere."""

    text: str
    page: str
    #: Handed to the page's `open`.
    argument: str
    roles: frozenset[Role]
    order: int = 0
    #: Whether only member units begin it, not the lead hospital.
    is_of_units: bool = False


@dataclass(frozen=True)
class Found:
    """How a kind of record is shown where it is found: in the search of the top bar, on 同步."""

    icon: str
    page: str
    #: Returns a record's title and detail.
    words: Callable[[Any], tuple[str, str]]
    roles: frozenset[Role]
    #: Returns the steps of a record's trail, of (record, entries); None where it has no road of its own.
    steps: Callable[[Any, Any], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """One capability's contribution."""

    pages: tuple[PageSpec, ...] = ()
    new: tuple[NewThing, ...] = ()
    #: Returns a list of Todo.
    todos: Question | None = None
    #: Returns a list of Figure.
    figures: Question | None = None
    #: Returns a list of News.
    news: Question | None = None
    #: Returns a list of Bars: the last weeks.
    weeks: Question | None = None
    #: How records of each kind are found and named.
    finds: Mapping[str, Found] = field(default_factory=dict)
    #: Says what stands in an act, for whoever has to deal with it: (connection, act) → pairs of words.
    contents: Callable[[Any, Any], list[tuple[str, str]] | None] | None = None
    #: Puts what stands in a refused act back into its form: (connection, actor, act, now) → (page, argument), or None.
    take_up: Callable[[Any, Actor, Any, datetime], tuple[str, str] | None] | None = None
