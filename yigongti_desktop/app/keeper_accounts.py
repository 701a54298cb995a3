"""What a hub's keeper does with the accounts of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import datetime

from msgspec.structs import replace

from yigongti_desktop.app.keeper_places import PlacesKeeper
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.account import check_roles
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage.engine import reading

_LONGEST = 60


class AccountsKeeper(PlacesKeeper):
    """Keeps the people of one open hub, beside its places."""

    def add_account(
        self,
        institution: str,
        login: str,
        name: str,
        roles: Iterable[Role],
        *,
        department: str = "",
        title: str = "",
        phone: str = "",
        since: date | None = None,
    ) -> tuple[Account, str]:
        """Make a personal account; return it with the one-time password, which is shown this once.

        Raises:
            Refused: field_empty, login_taken, role_of_lead, roles_empty, institution_unknown.
        """
        place = self.institution(institution)
        login, name = clean_line(login).lower(), clean_name(name)
        if not login or not name:
            raise Refused("field_empty", field="login" if not login else "name")
        for field, typed in {"login": login, "name": name, "department": department, "title": title}.items():
            if len(typed) > _LONGEST:
                raise Refused("field_long", field=field, most=_LONGEST, length=len(typed))
        if login in {account.login for account in self.accounts() if account.institution == place.id}:
            raise Refused("login_taken", login=login)
        held = tuple(dict.fromkeys(roles))
        check_roles(held, is_lead=place.id in self.leads())
        password = passwords.one_time_password()
        account = Account(
            id=self._hub.ids.new(),
            login=login,
            name=name,
            institution=place.id,
            roles=held,
            department=clean_line(department),
            title=clean_line(title),
            phone=clean_line(phone),
            verifier=passwords.make_verifier(password),
            since=since or day(self._hub.clock.now()),
        )
        self._hub.counter.publish({store.ACCOUNT.name: [account]})
        return account, password

    def accounts(self) -> list[Account]:
        """Return all accounts."""
        with reading(self._hub.engine) as connection:
            return store.everything(connection, store.ACCOUNT)

    def account(self, institution: str, login: str) -> Account:
        """Return an account by institution and log-in name.

        Raises:
            Refused: account_unknown.
        """
        place = self.institution(institution).id
        for account in self.accounts():
            if (account.institution, account.login) == (place, login.lower()):
                return account
        raise Refused("account_unknown")

    def stop_account(self, account: Account, since: datetime | None = None) -> None:
        """Stop an account; what was done before that moment and arrives later is still taken.

        Args:
            account: whose it is.
            since: since when its acts are no longer taken: now, or earlier when a password got into wrong hands.
        """
        self._hub.counter.publish({store.ACCOUNT.name: [replace(self._kept(account, since), active=False)]})

    def give_roles(self, account: Account, roles: Iterable[Role], since: datetime | None = None) -> Account:
        """Give an account the roles of another work; acts done before under the former roles are still taken.

        Raises:
            Refused: role_of_lead, roles_empty.
        """
        held = tuple(dict.fromkeys(roles))
        check_roles(held, is_lead=account.institution in self.leads())
        changed = replace(self._kept(account, since), roles=held)
        self._hub.counter.publish({store.ACCOUNT.name: [changed]})
        return changed

    def _kept(self, account: Account, since: datetime | None) -> Account:
        now = self._hub.clock.now()
        return account.until(min(since or now, now))

    def reset_password(self, account: Account) -> str:
        """Give an account a new one-time password and return it."""
        password = passwords.one_time_password()
        fresh = replace(account, verifier=passwords.make_verifier(password), must_change=True, active=True)
        self._hub.counter.publish({store.ACCOUNT.name: [fresh]})
        return password
