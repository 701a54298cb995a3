"""What a patient pays at each stay of one treatment before the insurance does, and what share it pays then.

The documents say it differently, so each part is a rule of the county: 连续计算起付线 (REF-06, REF-11, REF-20),
按最高标准收取一次 (REF-26), 取消下转病人二次住院起付线 (REF-25), 未按规定转诊降低支付比例 (REF-19, but not for a rescue
of somebody critically ill). Amounts are integer 分, shares are whole percent; what a county has not entered is
unknown, and a person types it from the insurance office's notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import cited
from yigongti_desktop.registry.model.county import rule

_HUNDRED = 100
#: Rules of the county: REF-06, REF-26, REF-25, REF-19.
CONTINUOUS, HIGHEST_ONCE = "referral.continuous_deductible", "referral.highest_deductible_once"
FREE_BELOW, PENALTY = "referral.no_second_deductible", "referral.bypass_penalty_points"
#: Most stays of one treatment, and most money of one stay: a hundred million 元.
MOST_STAYS = 12
MOST_FEN = 10**10
_HALF = Fraction(1, 2)


class Came(StrEnum):
    """How the patient came to a stay."""

    #: The first stay of the treatment.
    FIRST = "first"
    #: Sent up, or on, with a referral.
    UP = "up"
    #: Sent down with a return slip.
    DOWN = "down"
    #: Without a referral where one was due (REF-19).
    BYPASSED = "bypassed"
    #: Without a referral, to be rescued (REF-19 危急重症患者抢救除外).
    RESCUED = "rescued"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the county has decided."""

    #: REF-06, REF-11, REF-20: a referred patient pays what the higher deductible is more than what was paid.
    is_continuous: bool = False
    #: REF-26: one deductible for the treatment, the highest.
    is_highest_once: bool = False
    #: REF-25: no deductible for the stay after coming down.
    is_free_below: bool = False
    #: REF-19: points of the share that somebody loses who came without a referral.
    penalty: int = 0
    #: Where the county has each from, by the name of the rule: 共发〔2022〕16号「连续计算起付线」.
    sources: Mapping[str, str] = {}


def terms_on(register: Lookup, on: date, document: str = "") -> Terms:
    """Return what the county has decided, as it is in force on a day.

    Args:
        register: the county's rules.
        on: the day.
        document: the one that founded the county's communities.
    """
    return Terms(
        is_continuous=rule(register, CONTINUOUS, on, default=False),
        is_highest_once=rule(register, HIGHEST_ONCE, on, default=False),
        is_free_below=rule(register, FREE_BELOW, on, default=False),
        penalty=rule(register, PENALTY, on, default=0),
        sources={name: cited(register, name, on, document) for name in (CONTINUOUS, HIGHEST_ONCE, FREE_BELOW, PENALTY)},
    )


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One stay, as the person at the desk knows it."""

    place: str
    came: Came
    #: The deductible of such a hospital, in 分.
    deductible: int
    #: What share the insurance pays of such a hospital's costs, in percent; None where nobody knows.
    share: int | None = None
    #: Costs that the insurance covers, in 分; None where they are not known yet.
    costs: int | None = None
    #: Why it was a rescue.
    reason: str = ""


class Why(StrEnum):
    """Why so much of a deductible is paid."""

    FULL = "full"
    #: Only what it is more than what was paid (REF-06, REF-26).
    DIFFERENCE = "difference"
    #: Nothing: as much was paid before (REF-06, REF-26).
    PAID = "paid"
    #: Nothing: the patient came down (REF-25).
    FREE_BELOW = "free_below"


class Reckoned(msgspec.Struct, frozen=True, kw_only=True):
    """What comes of one stay."""

    stay: Stay
    why: Why
    #: Paid as deductible before in this treatment, and now; in 分.
    before: int
    pays: int
    #: The share that applies, in percent, after what is lost (REF-19); None where it is not known.
    share: int | None
    #: Points that were lost.
    lost: int
    #: What the insurance and the patient pay of the costs, in 分; None where costs or share are not known.
    fund: int | None
    own: int | None


def reckon(stays: Sequence[Stay], terms: Terms) -> tuple[Reckoned, ...]:
    """Return what is paid at each stay of one treatment, in the order in which they were.

    Raises:
        Refused: stays_none, stays_many; stay_first, stay_again_first, deductible_amount, share_range, rescue_reason
            with the place of the stay, from 1.
    """
    if not stays:
        raise Refused("stays_none")
    if len(stays) > MOST_STAYS:
        raise Refused("stays_many", most=MOST_STAYS, count=len(stays))
    for place, stay in enumerate(stays, start=1):
        _check(place, stay)
    found: list[Reckoned] = []
    paid = 0
    for stay in stays:
        before = 0 if stay.came in {Came.FIRST, Came.BYPASSED, Came.RESCUED} else paid
        one = _reckon(stay, before, terms)
        paid = before + one.pays
        found.append(one)
    return tuple(found)


def whole(reckoned: Iterable[Reckoned]) -> int:
    """Return what is paid as deductible over all stays, in 分."""
    return sum(one.pays for one in reckoned)


def without(stays: Sequence[Stay]) -> int:
    """Return what would be paid if every stay had its own deductible: what a referral saves is the difference."""
    return sum(stay.deductible for stay in stays)


def _reckon(stay: Stay, before: int, terms: Terms) -> Reckoned:
    pays, why = _deductible(stay, before, terms)
    lost = min(terms.penalty, stay.share or 0) if stay.came is Came.BYPASSED else 0
    share = None if stay.share is None else stay.share - lost
    fund = own = None
    if stay.costs is not None and share is not None:
        pays = min(pays, stay.costs)
        fund = _rounded(Fraction((stay.costs - pays) * share, _HUNDRED))
        own = stay.costs - fund
    return Reckoned(stay=stay, why=why, before=before, pays=pays, share=share, lost=lost, fund=fund, own=own)


def _deductible(stay: Stay, before: int, terms: Terms) -> tuple[int, Why]:
    if stay.came is Came.DOWN and terms.is_free_below:
        return 0, Why.FREE_BELOW
    if stay.came not in {Came.UP, Came.DOWN} or not (terms.is_continuous or terms.is_highest_once):
        return stay.deductible, Why.FULL
    more = max(stay.deductible - before, 0)
    return more, Why.DIFFERENCE if more else Why.PAID


def _check(place: int, stay: Stay) -> None:
    if (stay.came in {Came.UP, Came.DOWN}) and place == 1:
        raise Refused("stay_first", line=place, field="came")
    if stay.came is Came.FIRST and place > 1:
        raise Refused("stay_again_first", line=place, field="came")
    for field, amount in (("deductible", stay.deductible), ("costs", stay.costs)):
        if amount is not None and not 0 <= amount <= MOST_FEN:
            raise Refused("deductible_amount", line=place, field=field)
    if stay.share is not None and not 0 <= stay.share <= _HUNDRED:
        raise Refused("share_range", line=place, field="share")
    if stay.came is Came.RESCUED and not stay.reason.strip():
        raise Refused("rescue_reason", line=place, field="reason")


def _rounded(amount: Fraction) -> int:
    """Return whole 分, half of one up."""
    return int(amount + _HALF)
