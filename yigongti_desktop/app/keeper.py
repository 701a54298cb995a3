"""What a hub's keeper does by hand: codes and devices, lists, and what is kept of places and people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from yigongti_desktop.app.formulary import FormularyImport
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper_accounts import AccountsKeeper
from yigongti_desktop.capabilities.contracts.messages.teams import PackageProposed
from yigongti_desktop.capabilities.contracts.model.starting import read_starts
from yigongti_desktop.capabilities.contracts.service.teams import PACKAGE_PROPOSED
from yigongti_desktop.hub import enrolment
from yigongti_desktop.hub.intake import unjudged
from yigongti_desktop.hub.pages import RETRIES
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.protocol.code_file import CodeFile
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.catalogue import Diagnosis
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_diagnoses
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import moment

_CODE_DAYS = 7
_PART = 5000


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the hub keeps and could not judge."""

    event: str
    institution: str
    kind: str
    code: str
    hub_at: datetime


class Keeper(AccountsKeeper):
    """Works on one open hub."""

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

    def issue_code_file(self, institution: str, days: int = _CODE_DAYS) -> CodeFile:
        """Issue an enrolment code as it goes into a file for a stick."""
        expires = self._hub.clock.now() + timedelta(days=days)
        code = self.issue_code(institution, days)
        return CodeFile(code=code, institution=self.institution(institution).name, expires_at=expires)

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
        self._hub.counter.tell_keys()

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

    def propose_packages(self, text: str) -> int:
        """Lay starting points of packages before the office of each community; return how many are new there.

        Raises:
            Refused: packages_format.
        """
        starts, done = read_starts(text, day(self._hub.clock.now())), 0
        for community in self.communities():
            for start in starts:
                body = PackageProposed(community=community.id, written=start.written)
                its = start.id_in(community.id)
                done += self._hub.counter.act(PACKAGE_PROPOSED.name, partial(_only, its), body)
        return done

    def _changed(self, listed: list[Diagnosis]) -> Iterator[list[Record]]:
        """Return those that are not as they stand, some at a time."""
        for start in range(0, len(listed), _PART):
            some = listed[start : start + _PART]
            with reading(self._hub.engine) as connection:
                known = records.load_many(connection, store.DIAGNOSIS, [one.id for one in some])
            revised = [replace(one, revision=known[one.id].revision) if one.id in known else one for one in some]
            yield [one for one in revised if one != known.get(one.id)]


def _only(record: str, _connection: object, _now: object) -> list[str]:
    return [record]


def load_starter_lists(hub: Hub) -> None:
    """Give a new hub the starter formulary, diagnoses and packages, which the county replaces by its own."""
    keeper = Keeper(hub)
    for community in keeper.communities():
        keeper.supplement_drugs(resource("formulary", "starter.csv"), community.id, "2018年版")
    keeper.import_diagnoses(resource("diagnoses", "starter.csv"), "国家医保版2.0")
    keeper.propose_packages(resource("packages", "starter.toml").read_text(encoding="utf-8"))
