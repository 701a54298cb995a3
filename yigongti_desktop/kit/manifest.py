"""What a capability brings to the window: pages, things to do, figures; said before any of it is built."""

from __future__ import annotations

from collections.abc import Callable
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
    #: Whether it stands at the foot of the navigation.
    at_foot: bool = False


@dataclass(frozen=True, kw_only=True)
class NewThing:
    """Something that F2 or F3 begins from anywhere."""

    text: str
    page: str
    #: Handed to the page's `open`.
    argument: str
    roles: frozenset[Role]
    order: int = 0


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
    #: Kind of record → (icon, page, words of a found record: (record) → (title, detail)).
    finds: dict[str, tuple[str, str, Callable[[Any], tuple[str, str]], frozenset[Role]]] = field(default_factory=dict)
    #: Names a page and argument by which a refused act is taken up again: (act) → (page, argument) or None.
    take_up: Callable[[Any], tuple[str, Any] | None] | None = None
