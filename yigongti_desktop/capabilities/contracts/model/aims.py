"""What a county wants of its figures, and what it says otherwise of their definitions (FDC-08, FDC-11, FDC-13).

Each is a rule with its dates: "contract.target.coverage" is 30 in one year and 33 in the next; in hundredths.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import msgspec

from yigongti_desktop.capabilities.contracts.model.rates import KEY_GROUPS
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.county import rule

TARGET = "contract.target."
GROWTH = "contract.target.growth"
#: Figures that are to grow from year to year (国卫基层发〔2022〕10号: 全人群和重点人群签约服务覆盖率).
GROWING = frozenset({Definition.COVERAGE, Definition.KEY})
_HUNDRED = 100
_ENDS = 2


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of a figure on a day."""

    #: None where the county says nothing.
    least: Fraction | None = None
    #: The document, as the rule cites it.
    source: str = ""
    #: How many hundredths a year it is to grow, from and to; None for a figure that has not to.
    growth: tuple[int, int] | None = None

    def gap(self, share: Fraction | None) -> Fraction | None:
        """Return how many hundredths a share lies above what is wanted, below nought under it; None without either."""
        return None if self.least is None or share is None else (share - self.least) * _HUNDRED


def aim(definition: Definition, register: Lookup, on: date) -> Aim:
    """Return what the county wants of a figure on a day; a value that is no number from 0 to 100 counts for none."""
    found = _in_force(register, f"{TARGET}{definition.value}", on)
    value = None if found is None else found.value
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _HUNDRED
    return Aim(
        least=Fraction(str(value)) / _HUNDRED if fits else None,
        source=found.source if found is not None and fits else "",
        growth=_growth(register, on) if definition in GROWING else None,
    )


def grown(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """Return how many hundredths a share has grown since the end of the year before."""
    return None if now is None or before is None else (now - before) * _HUNDRED


def terms(register: Lookup, on: date) -> Terms:
    """Return what the county says of the definitions on a day."""
    groups = rule(register, "contract.key_groups", on, list(KEY_GROUPS))
    return Terms(
        key_groups=tuple(str(one) for one in groups),
        least_percent=min(max(rule(register, "contract.fulfilled_percent", on, _HUNDRED), 1), _HUNDRED),
        late_days=max(rule(register, "contract.renewal_late_days", on, 0), 0),
    )


def _growth(register: Lookup, on: date) -> tuple[int, int] | None:
    ends = rule(register, GROWTH, on, list[int]())
    return (ends[0], ends[1]) if len(ends) == _ENDS and all(isinstance(one, int) for one in ends) else None


def _in_force(register: Lookup, name: str, on: date) -> RuleVersion | None:
    """Return the version of a rule that `Rule.on` takes."""
    found: Rule | None = register.get("rule", name)
    valid = [one for one in (found.versions if found else ()) if one.since <= on and (not one.until or on <= one.until)]
    return max(enumerate(valid), key=lambda place: (place[1].since, place[0]))[1] if valid else None
