"""What a hub's keeper does by hand: codes and devices, institutions, accounts, lists."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.hub import enrolment
from yigongti_desktop.hub.intake import unjudged
from yigongti_desktop.hub.pages import RETRIES
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.kernel.text import clean_name
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.account import check_roles
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Membership
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.institution import moved
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_diagnoses
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import moment

_CODE_DAYS = 7
_LONGEST = 60
_PART = 5000


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the hub keeps and could not judge."""

    event: str
    institution: str
    kind: str
    code: str
    hub_at: datetime


class Keeper:
    """Works on one open hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def issue_code(self, institution: str, days: int = _CODE_DAYS) -> EnrolmentCode:
        """Issue an enrolment code for one device of an institution, named by id, name or short name."""
        found = self.institution(institution)
        if found.status is not Status.ACTIVE:
            raise Refused("institution_not_working", institution=found.id)
        with writing(self._hub.engine) as connection:
            return enrolment.issue_code(
                connection,
                found.id,
                self._hub.address,
                self._hub.fingerprint,
                self._hub.clock.now(),
                timedelta(days=days),
            )

    def kept_unjudged(self) -> list[Kept]:
        """Return the acts that stopped on a fault of the hub or are of a kind unknown to it, the latest first."""
        names = {one.id: one.name for one in self.institutions()}
        with reading(self._hub.engine) as connection:
            rows = list(connection.execute(unjudged()))
        return [
            Kept(
                event=row.id,
                institution=names.get(row.institution, row.institution),
                kind=row.kind,
                code=row.code,
                hub_at=moment(row.hub_at),
            )
            for row in rows
        ]

    def judge_again(self) -> None:
        """Let every desk send once more what is kept unjudged: what stood in its way is put right."""
        with writing(self._hub.engine) as connection:
            done = int(facts.get(connection, RETRIES, "0"))
            facts.put(connection, **{RETRIES: str(done + 1)})

    def devices(self) -> list[enrolment.Device]:
        """Return all devices."""
        with reading(self._hub.engine) as connection:
            return enrolment.list_devices(connection)

    def revoke(self, device: str, why: str) -> None:
        """Stop a device, named by its id or by institution and letter as in 岳口-A.

        Raises:
            Refused: device_not_listed, institution_unknown.
        """
        found = self.device(device)
        with writing(self._hub.engine) as connection:
            enrolment.revoke(connection, found.id, why, self._hub.clock.now())

    def device(self, named: str) -> enrolment.Device:
        """Return a device, named by its id or by institution and letter as in 岳口-A.

        Raises:
            Refused: device_not_listed, institution_unknown.
        """
        listed = {one.id: one for one in self.devices()}
        if named in listed:
            return listed[named]
        place, _, letter = named.rpartition("-")
        home = self.institution(place).id if place else ""
        for one in listed.values():
            if (one.institution, one.letter) == (home, letter.upper()):
                return one
        raise Refused("device_not_listed", device=named)

    def institutions(self) -> list[Institution]:
        """Return all institutions."""
        with reading(self._hub.engine) as connection:
            return store.everything(connection, store.INSTITUTION)

    def communities(self) -> list[Community]:
        """Return all communities."""
        with reading(self._hub.engine) as connection:
            return store.everything(connection, store.COMMUNITY)

    def institution(self, named: str) -> Institution:
        """Return an institution by id, name, added name or short name.

        Raises:
            Refused: institution_unknown, institution_ambiguous.
        """
        fits = [one for one in self.institutions() if named in {one.id, one.name, one.added_name, one.place} - {""}]
        if not fits:
            raise Refused("institution_unknown", named=named)
        if len(fits) > 1:
            raise Refused("institution_ambiguous", named=named)
        return fits[0]

    def add_institution(self, name: str, place: str, kind: InstitutionKind, township: str) -> Institution:
        """Register an institution; its community follows from its township (ORG-23, ORG-24).

        Raises:
            Refused: field_empty, township_unknown, institution_exists.
        """
        name, place, today = clean_line(name), clean_line(place), day(self._hub.clock.now())
        if not name or not place:
            raise Refused("field_empty", field="place" if name else "institution")
        with reading(self._hub.engine) as connection:
            area = records.load(connection, store.TOWNSHIP, township)
            county = store.the_county(connection)
        if area is None or county is None:
            raise Refused("township_unknown", township=township)
        for one in self.institutions():
            if one.name == name or one.place == place:
                raise Refused("institution_exists", institution=one.id)
        made = Institution(
            id=f"{county.slug}.{self._hub.ids.new()}",
            name=name,
            place=place,
            kind=kind,
            township=township,
            memberships=(Membership(community=area.community_on(today), since=today),),
        )
        self._hub.counter.publish({store.INSTITUTION.name: [made]})
        return made

    def move_institution(self, named: str, community: str, since: date | None = None) -> Institution:
        """Let an institution belong to another community from a day on, today if none is given (ORG-25).

        Raises:
            Refused: institution_unknown, community_unknown, community_lead, membership_same, membership_earlier.
        """
        unit, today = self.institution(named), day(self._hub.clock.now())
        target = self.community(community)
        self._need_no_leads([unit])
        after = moved(unit, target.id, since or today, today)
        self._hub.counter.publish({store.INSTITUTION.name: [after]})
        return after

    def move_township(self, code: str, community: str, since: date | None = None) -> list[Institution]:
        """Let a township with all its units belong to another community from a day on (ORG-23, ORG-25).

        Raises:
            Refused: township_unknown, community_unknown, community_lead, membership_same, membership_earlier.
        """
        today = day(self._hub.clock.now())
        target = self.community(community)
        with reading(self._hub.engine) as connection:
            area = records.load(connection, store.TOWNSHIP, code)
        if area is None:
            raise Refused("township_unknown", township=code)
        begins = since or today
        units = [one for one in self.institutions() if one.township == code and one.community_on(begins) != target.id]
        self._need_no_leads(units)
        placed = [moved(unit, target.id, begins, today) for unit in units]
        area = moved(area, target.id, begins, today)
        self._hub.counter.publish({store.TOWNSHIP.name: [area], store.INSTITUTION.name: [*placed]})
        return placed

    def _leads(self) -> set[str]:
        return {one.lead for one in self.communities()}

    def _need_no_leads(self, units: Iterable[Institution]) -> None:
        leads = self._leads()
        for unit in units:
            if unit.id in leads:
                raise Refused("community_lead", institution=unit.id)

    def community(self, named: str) -> Community:
        """Return a community by id or name.

        Raises:
            Refused: community_unknown.
        """
        for one in self.communities():
            if named in {one.id, one.name}:
                return one
        raise Refused("community_unknown", community=named, known=[one.id for one in self.communities()])

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
        leads = {community.lead for community in self.communities()}
        if login in {account.login for account in self.accounts() if account.institution == place.id}:
            raise Refused("login_taken", login=login)
        held = tuple(dict.fromkeys(roles))
        check_roles(held, is_lead=place.id in leads)
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
        check_roles(held, is_lead=account.institution in self._leads())
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

    def supplement_drugs(self, file: Path, community: str, edition: str) -> None:
        """Add a list that ships with the program to the formulary of a community.

        Raises:
            Refused: what is wrong with the file; list_faulty.
        """
        with FormularyImport(self._hub, [community], edition=edition) as taken:
            taken.read(file)
            taken.apply()

    def import_diagnoses(self, file: Path, source: str, *, dry: bool = False) -> tuple[int, list[RowFault]]:
        """Import the county's list of diagnoses; with faulty rows nothing is taken."""
        diagnoses, faults = read_diagnoses(sheets.rows(file), source)
        if not faults and not dry:
            self._hub.counter.lists.publish(store.DIAGNOSIS, self._changed(diagnoses))
        return len(diagnoses), faults

    def _changed(self, listed: list[Diagnosis]) -> Iterator[list[Record]]:
        """Return those that are not as they stand, some at a time."""
        for start in range(0, len(listed), _PART):
            some = listed[start : start + _PART]
            with reading(self._hub.engine) as connection:
                known = records.load_many(connection, store.DIAGNOSIS, [one.id for one in some])
            revised = [replace(one, revision=known[one.id].revision) if one.id in known else one for one in some]
            yield [one for one in revised if one != known.get(one.id)]


def load_starter_lists(hub: Hub) -> None:
    """Give a new hub the starter formulary and diagnoses, which the county replaces by its own."""
    keeper = Keeper(hub)
    for community in keeper.communities():
        keeper.supplement_drugs(resource("formulary", "starter.csv"), community.id, "2018年版")
    keeper.import_diagnoses(resource("diagnoses", "starter.csv"), "国家医保版2.0")
