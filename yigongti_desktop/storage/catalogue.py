"""The kinds of records, events and commands that a program knows, as its capabilities declare them.

Desk and hub read the same declarations, so that both judge by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import Generic
from typing import TypeVar

import msgspec
from sqlalchemy import Table

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

#: Ordinary rows that a heavy one is like on the line: it holds about 16 KB.
HEAVY = 80

R = TypeVar("R", bound=Record)
B = TypeVar("B", bound=msgspec.Struct)
C = TypeVar("C", bound=msgspec.Struct)


def no_spellings(_record: Any) -> Iterable[str]:
    """Return nothing: records of this kind are not looked for by name."""
    return ()


def no_postings(_record: Any) -> Iterable[tuple[str, int]]:
    """Return nothing: records of this kind are part of no balance."""
    return ()


def _nobody(_record: Any) -> str:
    return ""


def _no_note(_body: Any) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Beside(Generic[R]):
    """A table that a desk keeps beside a kind of record, to list by: what its rows say follows from the records alone.

    Its first column, `record`, begins the key.
    """

    table: Table
    #: The rows of a record, their values in the order of the columns after `record`.
    rows: Callable[[R], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, kw_only=True)
class RecordKind(Generic[R]):
    """One kind of record: its type, its table, who receives it."""

    name: str
    record: type[R]
    table: Table
    #: Streams that the record belongs to, such as "unit:yuekou".
    streams: Callable[[R], frozenset[str]]
    #: What screens listen to.
    topic: str
    #: Spellings by which people look for it.
    spellings: Callable[[R], Iterable[str]] = no_spellings
    #: What it adds to the balances of which accounts; an account is posted to by records of one kind only.
    postings: Callable[[R], Iterable[tuple[str, int]]] = no_postings
    #: How accounts begin that only help people and are no balance: programs of before do not post to them.
    helping: tuple[str, ...] = ()
    #: What a desk keeps beside it.
    beside: tuple[Beside[R], ...] = ()
    #: Whether it is noted which of them were written, for sums that are kept over them (`storage/touched.py`).
    is_watched: bool = False
    #: Whether there are so many that a desk's first filling brings all else before them.
    is_bulky: bool = False
    #: Whether it carries a piece of a file: its acts and rows give way to all others, up and down the line.
    is_heavy: bool = False
    #: By what people call it, when it is no longer there and somebody still has to settle something about it.
    called: Callable[[R], str] = _nobody
    #: Whether several of them may bear one number: the members of a household that signed together.
    shares_numbers: bool = False
    #: Column that names another record whose number this one bears on purpose; empty in all others.
    borrows: str = ""
    #: Whether its acts are kept as a trail for people.
    has_trail: bool = False
    #: Institution whose desk has not yet fetched what it must see; empty when none.
    awaited_by: Callable[[R], str] = _nobody
    #: Kind of the event by which the hub notes that it was fetched.
    reached: str = ""


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """An act that follows from another act, accepted or refused; its id is derived, so that it happens once."""

    kind: str
    record: str
    body: msgspec.Struct

    def event_id(self, cause: str) -> str:
        """Return the id of the act that follows from this cause, on whichever side it is done."""
        return derived_id(cause, self.kind, self.record)


@dataclass(frozen=True, kw_only=True)
class EventKind(Generic[R, B]):
    """One kind of act: its body, what it does to a record, whose work it is."""

    name: str
    body: type[B]
    of: RecordKind[R]
    #: Returns the record after the act, or refuses it; pure.
    decide: Callable[[R | None, B, Ruling], R]
    roles: frozenset[Role]
    #: What the trail says beside the act: a reason, a department.
    note: Callable[[B], str] = _no_note
    #: Does again what belongs to the act, when a person sends a refused one once more: (unit of work, record).
    again: Callable[[Any, R], None] | None = None
    #: Returns the act by which the hub tells whoever was first that this one is refused for theirs: (record as it
    #: stands, body, refusal, ruling); None when nobody is to be told. Pure.
    tells: Callable[[R | None, B, Refused, Ruling], Reaction | None] | None = None


@dataclass(frozen=True, kw_only=True)
class CommandKind(Generic[C]):
    """One thing a person may ask for, and the function that does it."""

    command: type[C]
    #: Takes the unit of work and the command; returns the record.
    handle: Callable[..., Any]
    roles: frozenset[Role]

    @property
    def name(self) -> str:
        """Return the name by which scripts call it."""
        return self.command.__name__


#: Looks at an accepted event and the record after it.
React = Callable[[str, Record, msgspec.Struct, Ruling], Iterable[Reaction]]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What one capability brings along."""

    records: tuple[RecordKind[Any], ...] = ()
    events: tuple[EventKind[Any, Any], ...] = ()
    commands: tuple[CommandKind[Any], ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """Everything that this program knows."""

    records: Mapping[str, RecordKind[Any]]
    events: Mapping[str, EventKind[Any, Any]]
    commands: Mapping[str, CommandKind[Any]]
    react: React
    handlers: Mapping[type, CommandKind[Any]] = field(default_factory=dict)

    def event(self, name: str) -> EventKind[Any, Any]:
        """Return the kind of event, or refuse one that this program does not know."""
        try:
            return self.events[name]
        except KeyError:
            raise Refused("event_unknown", kind=name) from None

    def command(self, name: str) -> CommandKind[Any]:
        """Return the kind of command, or refuse one that this program does not know."""
        try:
            return self.commands[name]
        except KeyError:
            raise Refused("command_unknown", command=name) from None


K = TypeVar("K", RecordKind[Any], EventKind[Any, Any], CommandKind[Any])


def make_catalogue(slices: Iterable[Slice], react: React) -> Catalogue:
    """Put the slices together; two kinds of one name are a fault of ours."""
    records: dict[str, RecordKind[Any]] = {}
    events: dict[str, EventKind[Any, Any]] = {}
    commands: dict[str, CommandKind[Any]] = {}
    for part in slices:
        _add(records, part.records)
        _add(events, part.events)
        _add(commands, part.commands)
    handlers: dict[type, CommandKind[Any]] = {kind.command: kind for kind in commands.values()}
    return Catalogue(records, events, commands, react, handlers)


def _add(names: dict[str, K], kinds: Iterable[K]) -> None:
    for kind in kinds:
        if kind.name in names:
            raise ValueError(kind.name)
        names[kind.name] = kind
