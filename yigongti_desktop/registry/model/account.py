"""Personal accounts: one person, one account, the roles of their work; no account comes with the program."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yigongti_desktop.kernel.access import LEAD_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record


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

    def actor(self, device: str = "") -> Actor:
        """Return the person as one who acts."""
        return Actor(self.id, self.name, frozenset(self.roles), self.institution, device)


def check_roles(roles: tuple[Role, ...], *, is_lead: bool) -> None:
    """Refuse roles that the institution does not give.

    Raises:
        Refused: roles_empty, role_of_lead.
    """
    if not roles:
        raise Refused("roles_empty")
    if Role.HUB in roles or (not is_lead and LEAD_ROLES.intersection(roles)):
        raise Refused("role_of_lead", roles=sorted(LEAD_ROLES.intersection(roles)))


def acting(register: Lookup, account: str, institution: str, device: str) -> Actor:
    """Return who acts, as the hub knows them, for the device's own institution.

    Raises:
        Refused: account_unknown, account_stopped, not_your_institution.
    """
    found: Account | None = register.get("account", account)
    if found is None:
        raise Refused("account_unknown")
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
