"""Personal accounts: one person, one account, the roles of their work; no account comes with the program."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.access import LEAD_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

#: Former posts that are remembered; an act on its way is never so old.
_MOST_POSTS = 20


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """Work that somebody had until a moment: then it was taken back, or they moved or were stopped."""

    institution: str
    roles: tuple[Role, ...]
    until: datetime


class Account(Record, frozen=True, kw_only=True):
    """Somebody who works with the program."""

    #: What is typed at log-in.
    login: str
    name: str
    institution: str
    roles: tuple[Role, ...]
    department: str = ""
    title: str = ""
    phone: str = ""
    #: Argon2id; travels to the desks of the institution only.
    verifier: str = ""
    #: The password was given by somebody else and must be replaced at the first log-in.
    must_change: bool = True
    active: bool = True
    since: date | None = None
    #: What they were before, the earliest first.
    former: tuple[Post, ...] = ()

    def actor(self, device: str = "") -> Actor:
        """Return the person as one who acts."""
        return Actor(self.id, self.name, frozenset(self.roles), self.institution, device)

    def until(self, at: datetime) -> Account:
        """Return the account as it is kept when it changes at a moment: what it was until then is remembered."""
        if not self.active or (self.former and self.former[-1].until >= at):
            return self
        post = Post(institution=self.institution, roles=self.roles, until=at)
        return replace(self, former=(*self.former, post)[-_MOST_POSTS:])

    def post_at(self, at: datetime) -> Post | None:
        """Return what the person was at a moment in the past; None when that is what they are now."""
        return next((post for post in self.former if at < post.until), None)


def check_roles(roles: tuple[Role, ...], *, is_lead: bool) -> None:
    """Refuse roles that the institution does not give.

    Raises:
        Refused: roles_empty, role_of_lead.
    """
    if not roles:
        raise Refused("roles_empty")
    if Role.HUB in roles or (not is_lead and LEAD_ROLES.intersection(roles)):
        raise Refused("role_of_lead", roles=sorted(LEAD_ROLES.intersection(roles)))


def acting(register: Lookup, account: str, institution: str, device: str, at: datetime) -> Actor:
    """Return who acts, as the hub knows them, for the device's own institution.

    Somebody who was stopped, moved or lost a role is judged by what they were when they acted.

    Args:
        register: where accounts are looked up.
        account: who acts.
        institution: of the device.
        device: at which they act.
        at: when they acted, by a clock that is believed.

    Raises:
        Refused: account_unknown, account_stopped, not_your_institution.
    """
    found: Account | None = register.get("account", account)
    if found is None:
        raise Refused("account_unknown")
    if (post := found.post_at(at)) is not None:
        more = found.roles if found.active and found.institution == post.institution else ()  # clocks are wrong
        found = replace(found, institution=post.institution, roles=(*post.roles, *more), active=True)
    if found.institution != institution:
        raise Refused("not_your_institution")
    if not found.active:
        raise Refused("account_stopped")
    return found.actor(device)


def change_password(account: Account | None, verifier: str, ruling: Ruling) -> Account:
    """Put a new verifier in place; only the person themselves may."""
    if account is None:
        raise Refused("account_unknown")
    if account.id != ruling.actor.account:
        raise Refused("not_your_account")
    return replace(account, verifier=verifier, must_change=False)
