"""Rules about rosters, as data: each says what is counted and what it costs to break it.

A rule of weight 0 must be kept. Any other may be broken, at `weight` for each unit (a day, a turn, a minute) that it
is broken by.
"""

from __future__ import annotations

from msgspec import Struct

#: The duty of who has a day off.
OFF = 0


class Rule(Struct, frozen=True, tag=True, omit_defaults=True):
    """What all rules have."""

    #: Which rule of whoever asks this is; findings carry it.
    id: str
    weight: int = 0

    @property
    def is_must(self) -> bool:
        """Say whether it may not be broken at all."""
        return self.weight == 0


class Only(Rule, frozen=True, kw_only=True):
    """On these days the person has none but these duties: leave, a licence that is missing, a pin, a wish."""

    days: tuple[int, ...]
    duties: tuple[int, ...]


class Follow(Rule, frozen=True, kw_only=True):
    """A duty is not followed by some others on the next day."""

    duty: int
    barred: tuple[int, ...]


class Run(Rule, frozen=True, kw_only=True):
    """Unbroken runs of some duties are neither shorter nor longer; broken by days.

    A run at the end of the roster may go on after it, and one at its beginning, when nothing is known of the days
    before, may have begun at any time: neither is too short. Days before count where they are known.
    """

    duties: tuple[int, ...]
    least: int = 1
    most: int | None = None


class Window(Rule, frozen=True, kw_only=True):
    """Within so many days in a row, some duties fall so often at most; broken by turns, window by window."""

    duties: tuple[int, ...]
    length: int
    most: int


class Total(Rule, frozen=True, kw_only=True):
    """The sum over the roster of what each duty counts: turns, minutes; broken by what it counts.

    With `rises`, the second unit costs twice the weight, the third three times: what is shared out by it is shared
    out evenly.
    """

    #: Of each duty, not negative.
    counts: tuple[int, ...]
    least: int = 0
    most: int | None = None
    #: Days that count; None for all.
    days: tuple[int, ...] | None = None
    #: What counts already from the time before.
    carried: int = 0
    rises: bool = False

    def __post_init__(self) -> None:
        if self.weight and self.most is not None and self.least > self.most:
            raise ValueError(self.id)


class Weekends(Rule, frozen=True, kw_only=True):
    """So many weekends at most have any of some duties in them; broken by weekends."""

    #: Days of each weekend, next to each other.
    weekends: tuple[tuple[int, ...], ...]
    duties: tuple[int, ...]
    most: int
    carried: int = 0
    rises: bool = False


PersonRule = Only | Follow | Run | Window | Total | Weekends


class Cover(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """So many people have one of some duties on a day."""

    id: str
    day: int
    duties: tuple[int, ...]
    least: int
    most: int
    #: What each one too few, and too many, costs.
    under: int
    over: int
    #: Who counts, by place; None for everybody.
    people: tuple[int, ...] | None = None


class Beside(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """As many of some people as of others have one of some duties on a day at least: who learns, and who teaches."""

    id: str
    day: int
    duties: tuple[int, ...]
    leaders: tuple[int, ...]
    people: tuple[int, ...]
    #: What each one without a leader costs.
    weight: int


DayRule = Cover | Beside
