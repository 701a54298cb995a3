"""A county's own words and rules, each in force between dates and citing where it comes from.

The documents contradict each other, so nothing of them is a constant in the program.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from typing import TypeVar

import msgspec

from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record

T = TypeVar("T")
#: By which the program cites a policy: it means nothing to others.
_POLICY = re.compile(r"^[A-Z]{3}-\d+\s*")


#: Id of the one county that a hub and its desks serve.
THE_COUNTY = "county"


class County(Record, frozen=True, kw_only=True):
    """The county itself."""

    #: Name of its file: tianmen.
    slug: str
    name: str
    province: str
    #: GB/T 2260 code, six digits.
    code: str
    #: The document that founded its communities.
    document: str = ""
    #: The county's own words for common things: "community" → 市域医疗共同体.
    terms: dict[str, str] = {}
    #: Departments offered when a hospital has not given its own list.
    departments: tuple[str, ...] = ()
    #: Key of resident ids, hexadecimal; so that an id does not betray an ID number.
    resident_key: str = ""


class RuleVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A rule's value between two dates, both included."""

    value: Any
    since: date = date(2000, 1, 1)
    until: date | None = None
    #: Policy id (REF-23), law or standard.
    source: str = ""


class Rule(Record, frozen=True, kw_only=True):
    """A setting of the county, under its name, such as "referral.follow_up_days"."""

    versions: tuple[RuleVersion, ...]

    def on(self, day: date) -> Any | None:
        """Return the value in force on the day."""
        found = self.version_on(day)
        return found.value if found else None

    def version_on(self, day: date) -> RuleVersion | None:
        """Return the version in force on the day; the one that began last wins, of two the later one."""
        valid = [v for v in self.versions if v.since <= day and (v.until is None or day <= v.until)]
        return max(enumerate(valid), key=lambda place: (place[1].since, place[0]))[1] if valid else None


def rule(register: Lookup, name: str, day: date, default: T) -> T:
    """Return the county's value of a rule on the day, or the default where the county says nothing fitting."""
    found: Rule | None = register.get("rule", name)
    value = found.on(day) if found else None
    return value if isinstance(value, type(default)) else default


def cited(register: Lookup, name: str, day: date, document: str) -> str:
    """Return where the county has a rule from, in words for people outside; empty where nothing is said.

    Args:
        register: the county's rules.
        name: of the rule.
        day: on which it is in force.
        document: the one that founded the county's communities, which our policy ids stand for.
    """
    found: Rule | None = register.get("rule", name)
    version = found.version_on(day) if found else None
    source = version.source.strip() if version else ""
    if not _POLICY.match(source):
        return source
    what = _POLICY.sub("", source)
    return f"{document}「{what}」" if document and what else document or what
