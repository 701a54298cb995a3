"""A drug of the stock at a glance: what is wrong with it, how near its lots expire, how long it lasts (PHA-16)."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import monthly
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.model.outlook import Nearness
from yigongti_desktop.capabilities.pharmacy.model.outlook import RunOut
from yigongti_desktop.capabilities.pharmacy.model.outlook import Slow
from yigongti_desktop.capabilities.pharmacy.model.outlook import Slowness
from yigongti_desktop.capabilities.pharmacy.model.outlook import Standing
from yigongti_desktop.capabilities.pharmacy.model.outlook import months_after
from yigongti_desktop.capabilities.pharmacy.model.outlook import run_out
from yigongti_desktop.capabilities.pharmacy.model.outlook import slow
from yigongti_desktop.capabilities.pharmacy.model.usage import LOOK_BACK
from yigongti_desktop.capabilities.pharmacy.model.usage import Usage
from yigongti_desktop.capabilities.pharmacy.model.usage import in_stock_since
from yigongti_desktop.capabilities.pharmacy.model.usage import last_used
from yigongti_desktop.capabilities.pharmacy.model.usage import months_of
from yigongti_desktop.capabilities.pharmacy.store import shelf as store
from yigongti_desktop.capabilities.pharmacy.store.limits import limits_of
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.badge import Badge

KEEPERS = frozenset({Role.PHARMACIST, Role.CENTRAL_PHARMACY})
#: What the pharmacy itself is called among its store-rooms.
PHARMACY = "药房"
SPANS = (7, 14, 30)
#: Drugs of which a lot expires within the shorter of the county's spans, and those that hardly move.
STRONG, SLOW = "strong", "slow"
_TONES = {Nearness.EXPIRED: "danger", Nearness.STRONG: "danger", Nearness.WARN: "warn"}
_NONE = Fraction(0)
_CHIPS_OF: dict[Nearness | None, frozenset[str]] = {
    None: frozenset({"all"}),
    Nearness.WARN: frozenset({"all", "near"}),
    Nearness.STRONG: frozenset({"all", "near", STRONG}),
    Nearness.EXPIRED: frozenset({"all", "expired"}),
}
_ICONS = {Nearness.EXPIRED: "close", Nearness.STRONG: "warning", Nearness.WARN: "clock"}


class Trouble(StrEnum):
    """What is most wrong with a drug, the worst first."""

    SHORT = "short"
    EXPIRED = "expired"
    HELD = "held"
    OUT = "out"
    ENDING = "ending"
    NEAR = "near"
    SLOW = "slow"
    NONE = "none"


_RANKS = {each: place for place, each in enumerate(Trouble)}
#: Rows that most screens show at once.
_SCREEN = 20


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """How a drug is used, and when it runs out."""

    use: Consumption = Consumption()
    out: RunOut | None = None
    #: Why it is slow; None when it is not.
    slow: Slow | None = None
    #: All spellings by which it is looked for.
    spelled: str = ""


_UNKNOWN = Outlook()


class StockRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list."""

    shelf: Shelf
    quantity: int
    #: Lots with something on them.
    lots: int
    nearness: Nearness | None
    is_short: bool
    #: Lots with something on them that may not be used.
    held: int
    #: Chips that it stands under.
    chips: frozenset[str]
    outlook: Outlook = Outlook()
    #: What the county calls near and slow.
    limits: Limits = Limits()

    @property
    def nearest(self) -> date | None:
        """Return the last day of use of the lot that expires first."""
        return next((date.fromisoformat(one[0]) for one in self.shelf.plain if one[3] > 0), None)

    @property
    def trouble(self) -> Trouble:
        """Return what is most wrong."""
        if self.is_short:
            return Trouble.SHORT
        if self.nearness is Nearness.EXPIRED:
            return Trouble.EXPIRED
        if self.held:
            return Trouble.HELD
        if not self.lots:
            return Trouble.OUT
        out = self.outlook.out
        if out is not None and out.within is not None:
            return Trouble.ENDING
        if self.nearness is not None:
            return Trouble.NEAR
        return Trouble.SLOW if self.outlook.slow else Trouble.NONE


def rows(connection: Any, institution: str, today: date, known: Mapping[str, Outlook]) -> list[StockRow]:
    """Return the rows of the list by name; what is known of their use is kept."""
    limits = limits_of(connection, today)
    ends = _ends(today, limits)
    return [_row(one, ends, known.get(one.drug, _UNKNOWN), limits) for one in store.shelves(connection, institution)]


def first_rows(connection: Any, institution: str, today: date) -> list[StockRow]:
    """Return the first rows of the same list, as many as a screen holds."""
    limits = limits_of(connection, today)
    ends = _ends(today, limits)
    return [_row(one, ends, _UNKNOWN, limits) for one in store.first_shelves(connection, institution, _SCREEN)]


def outlooks(connection: Any, institution: str, today: date, shown: Sequence[StockRow]) -> dict[str, Outlook]:
    """Return how each of the drugs is used and how it is spelled."""
    used = store.usage(connection, institution, today - timedelta(LOOK_BACK))
    spelled = store.spellings(connection)
    return {row.shelf.drug: _outlook(row, used.get(row.shelf.drug), spelled, today) for row in shown}


def with_outlooks(shown: Sequence[StockRow], known: Mapping[str, Outlook]) -> list[StockRow]:
    """Return the rows with what has become known of their use."""
    return [msgspec.structs.replace(row, outlook=known.get(row.shelf.drug, row.outlook)) for row in shown]


def nearness(expiry: date, today: date, limits: Limits) -> Nearness | None:
    """Return how near a last day of use is; None when it is far."""
    if expiry < today:
        return Nearness.EXPIRED
    if expiry <= months_after(today, limits.strong_months):
        return Nearness.STRONG
    return Nearness.WARN if expiry <= months_after(today, limits.warn_months) else None


def stands_under(row: StockRow, chip: str) -> bool:
    """Say whether a drug belongs under a chip; slow stock is known once its use is reckoned."""
    return row.outlook.slow is not None if chip == SLOW else chip in row.chips


def ends_within(row: StockRow, days: str) -> bool:
    """Say whether a drug runs out within so many days; every drug does within no number of them."""
    out = row.outlook.out
    return not days or (out is not None and out.days <= int(days))


def meets(row: StockRow, term: str) -> bool:
    """Say whether a drug runs out or expires within a term that was chosen: none, so many days, the urgent months."""
    return STRONG in row.chips if term == STRONG else ends_within(row, term)


def rank(row: StockRow) -> int:
    """Return how bad it stands with a drug: 0 is the worst."""
    return _RANKS[row.trouble]


def badge(row: StockRow) -> Badge:
    """Return what is most wrong with a drug as a badge."""
    out = row.outlook.out
    found = {
        Trouble.SHORT: Badge("账面不足", "danger", "warning"),
        Trouble.EXPIRED: Badge("有过期", "danger", "close"),
        Trouble.HELD: Badge("有停用", "warn", "lock"),
        Trouble.OUT: Badge("没有库存", "danger" if out else "neutral", "alert" if out else "dot"),
        Trouble.NEAR: Badge("近效期", "warn", "clock"),
        Trouble.SLOW: Badge("呆滞", "neutral", "box"),
        Trouble.NONE: Badge("在库", "ok", "check"),
    }
    if row.trouble is not Trouble.ENDING or out is None:
        return found[row.trouble]
    return Badge(f"{out.within} 天内用完", "danger" if out.within == SPANS[0] else "warn", "clock")


def expiry_badge(expiry: date, near: Nearness | None, *, after: str = "") -> Badge | None:
    """Return a last day of use as a badge when it is near.

    Args:
        expiry: the day.
        near: how near it is.
        after: words behind a day that is over.
    """
    if near is None:
        return None
    return Badge(f"{expiry}{after if near is Nearness.EXPIRED else ''}", _TONES[near], _ICONS[near])


def stock_lots(lots: Sequence[LotBalance]) -> list[StockLot]:
    """Return lots as the rules of FEFO take them."""
    return [StockLot(lot=one.key.lot, expiry=one.key.expiry, quantity=one.quantity) for one in lots]


def held_back(shelf: Shelf) -> dict[str, Skip]:
    """Return the lots of a drug that are held back, as the rules of FEFO take them."""
    return dict.fromkeys(shelf.held, Skip.SUSPENDED)


def room_name(room: str) -> str:
    """Return what a room is called."""
    return room or PHARMACY


def counted(quantity: int, unit: str) -> str:
    """Return so much of a drug in words: 1,240 盒."""
    return f"{quantity:,} {unit}".strip()


def idle(found: Slow) -> str:
    """Return for how long nobody took any: 120 天, and of what was before a year 365 天以上."""
    return f"{found.idle_days:,} 天{'以上' if found.idle_days >= LOOK_BACK else ''}"


def slow_words(row: StockRow) -> str:
    """Return why a drug is slow; empty when it is not."""
    found = row.outlook.slow
    if found is None:
        return ""
    words = [f"{idle(found)}没有出库"] if Slowness.IDLE in found.reasons else []
    if Slowness.OVERSTOCKED in found.reasons and found.cover_months is not None:
        words.append(f"够用 {float(found.cover_months):,.0f} 个月")
    return "，".join(words)


def _ends(today: date, limits: Limits) -> tuple[tuple[str, Nearness], ...]:
    """Return the days before or on which a lot is so near, as they are written, the nearest first."""
    return (
        ((today - timedelta(days=1)).isoformat(), Nearness.EXPIRED),
        (months_after(today, limits.strong_months).isoformat(), Nearness.STRONG),
        (months_after(today, limits.warn_months).isoformat(), Nearness.WARN),
    )


def _row(shelf: Shelf, ends: tuple[tuple[str, Nearness], ...], known: Outlook, limits: Limits) -> StockRow:
    there = [one for one in shelf.plain if one[3] > 0]
    near = next((near for end, near in ends if there[0][0] <= end), None) if there else None
    is_short = len(there) < len(shelf.plain)
    held = sum(one[1] in shelf.held for one in there) if shelf.held else 0
    chips = _CHIPS_OF[near]
    if is_short or held:
        chips |= ({"short"} if is_short else set()) | ({"held"} if held else set())
    return StockRow(
        shelf=shelf,
        quantity=shelf.quantity,
        lots=len(there),
        nearness=near,
        is_short=is_short,
        held=held,
        chips=chips,
        outlook=known,
        limits=limits,
    )


def _outlook(row: StockRow, used: Usage | None, spelled: Mapping[str, str], today: date) -> Outlook:
    shelf, its, limits = row.shelf, used or Usage({}, {}), row.limits
    use = monthly(months_of(row.quantity, its, today))
    out = run_out(stock_lots(shelf.lots), use.daily or _NONE, today, held_back(shelf), spans=SPANS)
    first = today - timedelta(LOOK_BACK)
    last = last_used(its, first)
    # Of what was used of late it does not matter for how long it has been there.
    is_used = last is not None and (today - last).days < limits.idle_days
    standing = Standing(
        on_hand=row.quantity,
        since=last if is_used and last is not None else in_stock_since(row.quantity, its, first),
        last_issue=last,
        consumption=use,
    )
    slowness = slow(standing, today, idle_days=limits.idle_days, most_months=limits.most_months)
    return Outlook(use=use, out=out, slow=slowness, spelled=spelled.get(shelf.drug, ""))
