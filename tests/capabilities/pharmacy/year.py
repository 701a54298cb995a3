"""A year of drug supply, scripted by a seed: townships, their villages and the central pharmacy, half of it off-line.

Used small as a test and at full size as a benchmark. Everything goes through real desks, files and HTTPS.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from typing import Any

import msgspec

from tests.world import World
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.messages import differences as cases
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import shortages as missed
from yigongti_desktop.capabilities.pharmacy.messages import stock as store
from yigongti_desktop.capabilities.pharmacy.messages import villages
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.fefo import allocate
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State as Missed
from yigongti_desktop.capabilities.pharmacy.model.shortage import can_be_asked_for
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.village import merged
from yigongti_desktop.capabilities.pharmacy.store import differences as case_store
from yigongti_desktop.capabilities.pharmacy.store import requests as request_store
from yigongti_desktop.capabilities.pharmacy.store import shortages as shortage_store
from yigongti_desktop.capabilities.pharmacy.store import stock as stock_store
from yigongti_desktop.capabilities.pharmacy.store import villages as village_store
from yigongti_desktop.capabilities.pharmacy.store.supply import lots_by_drug
from yigongti_desktop.capabilities.pharmacy.store.supply import supply
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import NOT_BY_REQUEST
from yigongti_desktop.registry.model.catalogue import Drug

LEAD = "市一医"
_MOST_LINES = 500


@dataclass
class Size:
    """How much happens."""

    units: Sequence[str]
    drugs: int
    weeks: int
    villages: int = 3
    #: Drugs that a unit gives out in a week, and that a village asks for.
    issued: int = 20
    asked: int = 6


@dataclass
class Year:
    """The script; what it does is decided by its seed alone."""

    world: World
    size: Size
    seed: int = 20261126
    acts: int = 0
    refused_short: int = 0
    recalled: str = ""
    shortages: int = 0
    drugs: list[Drug] = field(default_factory=list)
    seconds: dict[str, Actor] = field(default_factory=dict)

    def begin(self) -> None:
        """Enrol the desks and fill the shelves."""
        self._dice = random.Random(self.seed)  # noqa: S311 - a script, not a secret
        roles = (Role.PHARMACIST, Role.VILLAGE_DOCTOR)
        self.world.desk(LEAD, roles=(Role.CENTRAL_PHARMACY,))
        for unit in self.size.units:
            self.world.desk(unit, roles=roles)
            account, _ = self.world.keeper.add_account(unit, f"second{len(self.seconds)}", "孙立新", (Role.DIRECTOR,))
            self.seconds[unit] = account.actor()
        self._talk(self.world.desks)
        community = self._desk(LEAD).read(registry.everything, registry.DRUG)
        plain = sorted((one for one in community if one.control not in NOT_BY_REQUEST), key=lambda one: one.id)
        mine = plain[0].community if len({one.community for one in plain}) == 1 else "tianmen-1"
        self.drugs = [one for one in plain if one.community == mine][: self.size.drugs]
        self._fill(LEAD, 400, EntryKind.OPENING)
        for unit in self.size.units:
            self._fill(unit, 30, EntryKind.OPENING)

    def run(self) -> None:
        """Let the weeks pass."""
        for week in range(self.size.weeks):
            for place, unit in enumerate(self.size.units):
                self._week(unit)
                is_off_line = (week // 2 + place) % 2 == 0
                if not is_off_line:
                    self._talk([unit])
            if week % 4 == 1:
                self._month(week)
            if week in {self.size.weeks // 3, 2 * self.size.weeks // 3}:
                self._count()
            if week == self.size.weeks // 2:
                self._recall()
            self.world.clock.advance(days=7)
        self.settle()

    def settle(self) -> None:
        """Let every talk come to its end, and what follows from it too."""
        for _ in range(3):
            self._talk([*self.size.units, LEAD])
            self._answer_cases()
        self._talk([LEAD, *self.size.units, LEAD, *self.size.units])

    # a unit's week

    def _week(self, unit: str) -> None:
        self._give_out(unit)
        for number in range(self.size.villages):
            some = self._dice.sample(self.drugs, min(self.size.asked, len(self.drugs)))
            lines = tuple(Wanted(drug=one.id, quantity=self._dice.randint(1, 6), remark="常用") for one in some)
            self._do(unit, villages.AskForVillage(village=f"{unit}{number + 1}村", lines=lines))
        self._serve_villages(unit)

    def _give_out(self, unit: str) -> None:
        lots = self._desk(unit).read(lots_by_drug, self._institution(unit))
        some = self._dice.sample(self.drugs, min(self.size.issued, len(self.drugs)))
        lines: list[EntryLine] = []
        for one in some:
            asked = self._dice.randint(1, 9)
            picked = self._picked(unit, lots, one.id, asked)
            lines += picked
            if missing := asked - sum(line.quantity for line in picked):
                self._register_shortage(unit, one.id, missing)
        self._enter(unit, EntryKind.ISSUE_PATIENTS, lines, partner_name="门诊")
        today = self._today()
        gone = [
            EntryLine(drug=drug, quantity=lot.quantity, lot=lot.lot, expiry=lot.expiry)
            for drug, its in lots.items()
            for lot in its
            if lot.expiry is not None and lot.expiry < today and lot.quantity > 0
        ]
        self._enter(unit, EntryKind.EXPIRED, gone)

    def _register_shortage(self, unit: str, drug: str, packs: int) -> None:
        self.shortages += 1
        missing = Missing(drug=drug, quantity=packs, patient="胡桂香", phone="13900000000")
        self._do(unit, missed.RegisterShortage(missing=missing))

    def _hand_out(self, unit: str) -> None:
        """Give what has come to those who waited for it, where enough lies there."""
        lots = self._desk(unit).read(lots_by_drug, self._institution(unit))
        for one in self._desk(unit).read(shortage_store.open_shortages):
            if one.state is not Missed.ARRIVED:
                continue
            lines = self._picked(unit, dict(lots), one.drug, one.quantity)
            if sum(line.quantity for line in lines) == one.quantity:
                self._take(lots, one.drug, [StockLot(lot=x.lot, expiry=x.expiry, quantity=x.quantity) for x in lines])
                self._enter(unit, EntryKind.ISSUE_PATIENTS, lines, partner_name=one.patient)
                self._do(unit, missed.HandOutShortage(shortage=one.id))

    def _serve_villages(self, unit: str) -> None:
        for request in self._desk(unit).read(village_store.village_list):
            if request.state.value not in {"asked", "merged"}:
                continue
            lots = self._desk(unit).read(lots_by_drug, self._institution(unit))
            owed = [(line.drug, line.quantity - line.issued) for line in request.lines if line.quantity > line.issued]
            lines = [line for drug, packs in owed for line in self._picked(unit, lots, drug, packs)]
            self._enter(unit, EntryKind.ISSUE_VILLAGE, lines, partner_name=request.village, source=request.id)

    # the month

    def _month(self, week: int) -> None:
        self._receive()
        for unit in self.size.units:
            waiting = self._desk(unit).read(village_store.waiting_villages)
            known = self._desk(unit).read(supply, self._institution(unit), self._today())
            waited: dict[str, list[Shortage]] = {}
            for need in self._desk(unit).read(shortage_store.open_shortages):
                if can_be_asked_for(need):
                    waited.setdefault(need.drug, []).append(need)
            own = [
                Wanted(
                    drug=one.id,
                    quantity=known[one.id].proposal.figure
                    or self._dice.randint(1, 10) + sum(need.quantity for need in waited.get(one.id, ())),
                    shortages=tuple(need.id for need in waited.get(one.id, ())),
                )
                for one in self.drugs
                if one.id in waited or (one.id in known and known[one.id].on_hand < 25)
            ]
            lines = merged(waiting, own)[:_MOST_LINES]
            if lines:
                self._do(unit, asking.SubmitDrugRequest(lines=lines, note=f"第 {week} 周"))
        self._talk([*self.size.units, LEAD])
        self._fill(LEAD, 60, EntryKind.RECEIPT)
        self._decide()
        self._talk([LEAD, *self.size.units])
        self._receive()
        self._talk([*self.size.units, LEAD])
        self._answer_cases()

    def _decide(self) -> None:
        desk, today = self._desk(LEAD), self._today()
        for row in desk.read(request_store.requests):
            request = row.request
            if request.state is State.SUBMITTED and request.supplier == self._institution(LEAD):
                decisions = tuple(self._decision(line.drug, line.requested) for line in request.lines)
                request = self._do(LEAD, asking.ReviewDrugRequest(request=request.id, decisions=decisions))
            if request.state is State.REVIEWED:
                lots = desk.read(lots_by_drug, self._institution(LEAD))
                parcels = []
                for line in request.lines:
                    picks = allocate(
                        lots.get(line.drug, ()), line.approved or 0, today, self._held(LEAD, line.drug)
                    ).picks
                    its = tuple(Lot(lot=p.lot, expiry=p.expiry, quantity=p.quantity) for p in picks if p.expiry)
                    self._take(lots, line.drug, picks)
                    parcels.append(Parcel(drug=line.drug, lots=its, reason="库存不足", back_order=True))
                if any(parcel.lots for parcel in parcels):
                    self._do(LEAD, asking.DispatchDrugRequest(request=request.id, parcels=tuple(parcels)))

    def _decision(self, drug: str, requested: int) -> Decision:
        turn = self._dice.random()
        if turn < 0.8:
            return Decision(drug=drug, approved=requested)
        return Decision(drug=drug, approved=requested // 2, reason="县内缺货", back_order=turn < 0.9)

    def _receive(self) -> None:
        for unit in self.size.units:
            for row in self._desk(unit).read(request_store.requests):
                if row.request.state is State.DISPATCHED:
                    counts = tuple(self._came(line) for line in row.request.lines if line.lots)
                    self._do(unit, asking.ReceiveDelivery(request=row.request.id, counts=counts))
            self._hand_out(unit)

    def _came(self, line: Any) -> Count:
        packs = [lot.quantity for lot in line.lots]
        if self._dice.random() < 0.05:
            packs[0] -= 1
            return Count(drug=line.drug, received=tuple(packs), difference="damaged", note="破了一盒")
        return Count(drug=line.drug, received=tuple(packs))

    def _answer_cases(self) -> None:
        for case in self._desk(LEAD).read(case_store.open_cases):
            if case.state is CaseState.RAISED:
                answers = tuple(Reply(answer=self._dice.choice([Answer.RESEND, Answer.CREDIT])) for _ in case.lines)
                self._do(LEAD, cases.AnswerCase(case=case.id, replies=answers))
        self._talk([LEAD, *self.size.units])
        for unit in self.size.units:
            for case in self._desk(unit).read(case_store.open_cases):
                if case.state is CaseState.ANSWERED:
                    self._do(unit, cases.SettleCase(case=case.id))

    # a recall, and the counts

    def _recall(self) -> None:
        drug = self.drugs[0]
        lots = self._desk(LEAD).read(lots_by_drug, self._institution(LEAD)).get(drug.id, ())
        self.recalled = lots[0].lot if lots else "L000-0"
        self._do(LEAD, store.HoldLot(drug=drug.id, lot=self.recalled, reason="药监通知召回"))
        self._talk([LEAD, *self.size.units])
        for unit in self.size.units:
            its = self._desk(unit).read(lots_by_drug, self._institution(unit)).get(drug.id, ())
            back = [
                EntryLine(drug=drug.id, quantity=lot.quantity, lot=lot.lot, expiry=lot.expiry, reason="召回")
                for lot in its
                if lot.lot == self.recalled and lot.expiry is not None and lot.quantity > 0
            ]
            self._enter(unit, EntryKind.RETURN_OUT, back)

    def _count(self) -> None:
        for unit in self.size.units:
            known: StockCount = self._do(unit, store.OpenCount(is_blind=self._dice.random() < 0.5))
            lines = tuple(
                msgspec.structs.replace(line, counted=max(line.book - (self._dice.random() < 0.03), 0))
                for line in known.lines
            )
            if not lines:
                continue
            known = self._do(unit, store.CountStock(count=known.id, lines=lines))
            reasons = tuple((place, "盘亏") for place, line in enumerate(known.lines, 1) if line.difference)
            self.world.clock.advance(minutes=1)
            self._desk(unit).do(self.seconds[unit], store.ConfirmCount(count=known.id, reasons=reasons))
            self.acts += 1

    # hands

    def _fill(self, place: str, packs: int, kind: EntryKind) -> None:
        today, lines = self._today(), list[EntryLine]()
        for one in self.drugs:
            lot = f"L{self._dice.randint(0, 999):03d}-{len(lines)}"
            expiry = today + timedelta(days=self._dice.choice([40, 90, 200, 400, 700]))
            lines.append(EntryLine(drug=one.id, quantity=self._dice.randint(packs // 2, packs), lot=lot, expiry=expiry))
        self._enter(place, kind, lines)

    def _enter(self, place: str, kind: EntryKind, lines: Sequence[EntryLine], **others: Any) -> None:
        for first in range(0, len(lines), _MOST_LINES):
            some = tuple(lines[first : first + _MOST_LINES])
            self._do(place, store.EnterStock(entering=Entering(kind=kind, lines=some, **others)))

    def _picked(self, place: str, lots: dict[str, tuple[StockLot, ...]], drug: str, packs: int) -> list[EntryLine]:
        picks = allocate(lots.get(drug, ()), packs, self._today(), self._held(place, drug)).picks
        self._take(lots, drug, picks)
        return [
            EntryLine(drug=drug, quantity=pick.quantity, lot=pick.lot, expiry=pick.expiry)
            for pick in picks
            if pick.expiry
        ]

    @staticmethod
    def _take(lots: dict[str, tuple[StockLot, ...]], drug: str, picks: Iterable[StockLot]) -> None:
        taken = {(pick.lot, pick.expiry): pick.quantity for pick in picks}
        lots[drug] = tuple(
            msgspec.structs.replace(lot, quantity=lot.quantity - taken.get((lot.lot, lot.expiry), 0))
            for lot in lots.get(drug, ())
        )

    def _held(self, place: str, drug: str) -> dict[str, Skip]:
        if not self.recalled:
            return {}
        return dict.fromkeys(self._desk(place).read(stock_store.held_lots).get(drug, {}), Skip.RECALLED)

    def _do(self, place: str, command: msgspec.Struct) -> Any:
        self.world.clock.advance(minutes=1)
        self.acts += 1
        return self.world.do(place, command)

    def _talk(self, places: Iterable[str]) -> None:
        for place in places:
            talk = self._desk(place).sync()
            assert not talk.code, (place, talk.code, talk.facts)

    def _desk(self, place: str) -> Workbench:
        return self.world.desks[place]

    def _institution(self, place: str) -> str:
        return self.world.people[place].institution

    def _today(self) -> date:
        return day(self.world.clock.now())
