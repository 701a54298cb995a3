"""A desk in a process of its own: acts of every kind and syncs, without a rest, until it is killed.

What was typed goes into a file with the act's mark, before the act and after it: what stands there as done was shown
to a person as saved, and must be found again.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from tests.world import id_number
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.pharmacy.messages import requests as drug
from yigongti_desktop.capabilities.pharmacy.messages import stock
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_COUNT
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_ENTRY
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.vault import Vault

#: What a line may say while hub, server or line are being killed.
WEATHER = frozenset({"", "line_cut", "hub_unreachable", "hub_busy"})
#: People that the desks of a township register; two desks meet the same ones.
_TOWNSFOLK = 400
_MOST_BETWEEN_SYNCS = 6
#: What is entered into the stock, of which lots.
_ENTERED = (
    EntryKind.RECEIPT,
    EntryKind.RECEIPT,
    EntryKind.ISSUE_PATIENTS,
    EntryKind.ISSUE_DEPARTMENT,
    EntryKind.TRANSFER,
    EntryKind.LOSS,
)
_LOTS, _EXPIRY = ("A1", "B1", "C1"), date(2030, 3, 31)


@dataclass(frozen=True)
class Seat:
    """Who sits where, and with which dice."""

    home: Path
    vault: Vault
    actor: Actor
    #: A complete slip; at a hospital, which sends none, None.
    slip: Slip | None
    seed: int

    @property
    def notes(self) -> Path:
        """Where what was typed is noted."""
        return self.home / "typed"


def opened(seat: Seat) -> Workbench:
    """Open the desk's data in this process, by the machine's own clock and with every commit on disk."""
    home = Home(seat.home)
    return Workbench(home, seat.vault, open_desk(home.database, seat.vault["database"]))


def work(seat: Seat) -> None:
    """Act and sync until killed."""
    desk = opened(seat)
    clerk = Clerk(desk, seat)
    while True:
        clerk.act_some()
        talk = desk.sync()
        if talk.code not in WEATHER:
            raise AssertionError(talk.code, talk.facts)


class Clerk:
    """Throws dice for what to do next."""

    def __init__(self, desk: Workbench, seat: Seat) -> None:
        self._desk = desk
        self._seat = seat
        self._dice = random.Random(seat.seed)  # noqa: S311 - dice of a test
        self._notes = os.open(seat.notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._count = 0
        self._drug = desk.read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0].id
        store = (self._enter, self._enter, self._reverse, self._count_shelves)
        clinic = (self._register, self._correct, self._ask_for_drugs, self._send, self._follow, self._visit, *store)
        hospital = (self._receive, self._receive, self._review, *store)
        self._acts: tuple[Callable[[str], msgspec.Struct | None], ...] = clinic if seat.slip else hospital

    def act_some(self) -> None:
        """Do one act or a few."""
        for _ in range(self._dice.randint(1, _MOST_BETWEEN_SYNCS)):
            self._count += 1
            mark = f"M{self._seat.seed:08x}{self._count:06d}E"
            command = self._dice.choice(self._acts)(mark)
            if command is not None:
                self._do(mark, command)

    def _do(self, mark: str, command: msgspec.Struct) -> None:
        self._note("begun", mark)
        try:
            record = self._desk.do(self._seat.actor, command).record
        except Refused as refusal:
            self._note("refused", mark, refusal.code)
        else:
            self._note("done", mark, record.id)

    def _note(self, *words: str) -> None:
        os.write(self._notes, (" ".join(words) + "\n").encode())

    def _some(self, kind: RecordKind[Any]) -> Any:
        """Return one of the latest records of a kind: those are the ones that others change, too."""
        known = self._desk.read(registry.everything, kind)
        return self._dice.choice(known[-20:]) if known else None

    def _register(self, mark: str) -> msgspec.Struct:
        number = self._dice.randrange(_TOWNSFOLK)
        birth = date(1941, 3, 2) + timedelta(days=37 * number)
        return RegisterResident(
            identity=Identity(name="赵居民", sex=Sex.FEMALE, birth=birth, id_number=id_number(birth, 302), address=mark)
        )

    def _correct(self, mark: str) -> msgspec.Struct | None:
        resident = self._some(registry.RESIDENT)
        return resident and CorrectResident(resident=resident.id, changes={"address": (resident.address, mark)})

    def _ask_for_drugs(self, mark: str) -> msgspec.Struct:
        wanted = Wanted(drug=self._drug, quantity=self._dice.randint(1, 500))
        return drug.SubmitDrugRequest(lines=(wanted,), note=mark)

    def _send(self, mark: str) -> msgspec.Struct:
        assert self._seat.slip is not None
        return m.SendReferral(slip=msgspec.structs.replace(self._seat.slip, history=mark))

    def _follow(self, mark: str) -> msgspec.Struct | None:
        referral = self._some(REFERRAL)
        if referral is None:
            return None
        return self._dice.choice((
            m.LogContact(referral=referral.id, said=mark),
            m.WithdrawReferral(referral=referral.id, reason=mark),
        ))  # fmt: skip

    def _visit(self, mark: str) -> msgspec.Struct | None:
        visit = self._some(followups.FOLLOW_UP)
        return visit and RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result=mark)

    def _enter(self, mark: str) -> msgspec.Struct:
        """Receive, give out, move between rooms or write off; more than the books have, too, since it says why."""
        kind = self._dice.choice(_ENTERED)
        other = "二楼" if kind is EntryKind.TRANSFER else ""
        line = EntryLine(
            drug=self._drug, quantity=self._dice.randint(1, 20), lot=self._dice.choice(_LOTS), expiry=_EXPIRY, over=mark
        )
        entered = Entering(kind=kind, lines=(line,), other_room=other, partner_name="内科", reason=mark)
        return stock.EnterStock(entering=entered)

    def _reverse(self, mark: str) -> msgspec.Struct | None:
        entry = self._some(STOCK_ENTRY)
        return entry and stock.ReverseEntry(entry=entry.id, reason=mark)

    def _count_shelves(self, mark: str) -> msgspec.Struct | None:
        """Open a count, count its lines, confirm what the other desk counted, or give it up."""
        count = self._some(STOCK_COUNT)
        if count is None or count.state is not CountState.OPEN:
            return stock.OpenCount(note=mark)
        if not count.lines:
            return stock.CancelCount(count=count.id, reason=mark)
        lines = tuple(
            msgspec.structs.replace(line, counted=self._dice.randint(0, 50), reason=mark) for line in count.lines
        )
        reasons = tuple((place, mark) for place in range(1, len(lines) + 1))
        return self._dice.choice((
            stock.CountStock(count=count.id, lines=lines),
            stock.ConfirmCount(count=count.id, reasons=reasons),
            stock.ConfirmCount(count=count.id, reasons=reasons),
            stock.CancelCount(count=count.id, reason=mark),
        ))  # fmt: skip

    def _receive(self, mark: str) -> msgspec.Struct | None:
        referral = self._some(REFERRAL)
        if referral is None:
            return None
        answer = ReturnSlip(diagnosis="脑梗死", findings=mark, plan="康复训练", doctor="熊卫东")
        return self._dice.choice((
            m.AcceptReferral(referral=referral.id, reception=mark),
            m.DeclineReferral(referral=referral.id, reason=mark),
            m.RegisterArrival(referral=referral.id, case_number=mark),
            m.SendBack(referral=referral.id, slip=answer),
        ))  # fmt: skip

    def _review(self, mark: str) -> msgspec.Struct | None:
        request = self._some(DRUG_REQUEST)
        if request is None:
            return None
        decisions = tuple(
            Decision(drug=line.drug, approved=max(0, line.requested - 1), reason=mark) for line in request.lines
        )
        return drug.ReviewDrugRequest(request=request.id, decisions=decisions)
