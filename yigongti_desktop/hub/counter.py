"""What a hub does for a device that speaks: enrol, prove, exchange; what is written is answered after its commit.

It knows people and institutions only through the three questions it is given.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import Row
from sqlalchemy import bindparam
from sqlalchemy import select

from yigongti_desktop.hub import enrolment
from yigongti_desktop.hub import laid
from yigongti_desktop.hub.ahead import Ahead
from yigongti_desktop.hub.arrival import Arrival
from yigongti_desktop.hub.arrival import arrived
from yigongti_desktop.hub.intake import Court
from yigongti_desktop.hub.intake import Taken
from yigongti_desktop.hub.intake import judge_ahead
from yigongti_desktop.hub.intake import receipt_of
from yigongti_desktop.hub.intake import take_in
from yigongti_desktop.hub.lists import Lists
from yigongti_desktop.hub.pages import Caller
from yigongti_desktop.hub.pages import Directory
from yigongti_desktop.hub.pages import Pages
from yigongti_desktop.hub.pages import Place
from yigongti_desktop.hub.pen import Pen
from yigongti_desktop.hub.sitting import Sender
from yigongti_desktop.hub.sitting import Sitting
from yigongti_desktop.hub.streams import AHEAD
from yigongti_desktop.hub.tables import awaited
from yigongti_desktop.hub.tokens import TOKEN_SECONDS
from yigongti_desktop.hub.tokens import Tokens
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.kernel.version import VERSION as PROGRAM
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.sealing import attest
from yigongti_desktop.protocol.sealing import attested
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.facts import moment

log = logging.getLogger(__name__)
#: Devices whose keys are remembered: a megabyte.
_MOST_KEYS = 10_000
#: The largest number that a column holds.
_LARGEST = 2**63 - 1
_REACHED = select(awaited.c.kind, awaited.c.record).where(
    awaited.c.institution == bindparam("here"), awaited.c.position <= bindparam("saved")
)


def _saved(ask: Exchange) -> Mapping[str, int]:
    """Return what a desk has safely saved."""
    return ask.cursors if ask.saved is None else ask.saved


class Counter:
    """The hub's counter, where devices are served."""

    def __init__(
        self,
        engine: Engine,
        court: Court,
        directory: Directory,
        clock: Clock,
        ids: Ids,
        *,
        program: str = PROGRAM,
    ) -> None:
        self._engine = engine
        self._court = court
        self._directory = directory
        self._pages = Pages(court.catalogue, directory, program)
        self._clock = clock
        self._ids = ids
        self._tokens = Tokens(court.key, clock)
        self._pen = Pen(engine)
        #: Acts of a batch from which on it is judged before its turn, where others write to the same database.
        self.ahead_from = math.inf
        #: Puts lists of any length into the hub.
        self.lists = Lists(engine, self._pen, court.catalogue.records.__getitem__, self._sitting_of_lists, clock, ids)
        #: Public keys of devices that have spoken.
        self._keys: dict[str, bytes] = {}
        self._name = hub_name(public_key(court.key))

    def enrol(self, signed: Signed) -> Enrolled:
        """Make a device of an institution.

        Raises:
            Refused: what is wrong with the code or the key.
        """
        ask = decode(signed.payload, Enrol)
        check(signed, ask.public_key)
        now = self._clock.now()

        def work(connection: Connection) -> tuple[Row[tuple[object, ...]], Place]:
            device = enrolment.enrol(connection, ask, self._ids, now)
            if device.status != enrolment.ACTIVE:
                raise Refused("device_revoked", why=device.revoked_why)
            self._tell_keys(connection, now, device.id)
            return device, self._directory.place(connection, device.institution)

        device, place = self._pen.write(work)
        log.info("device %s enrolled for %s", device.id, device.institution)
        return Enrolled(
            device=device.id,
            letter=device.letter,
            epoch=device.epoch,
            institution=device.institution,
            institution_name=place.name,
            place=place.short,
            hub_key=public_key(self._court.key),
            sealing_key=sealing_public(self._court.key),
        )

    def challenge(self) -> Challenge:
        """Return bytes that a device signs to prove itself."""
        return Challenge(self._tokens.challenge())

    def prove(self, proof: Proof) -> Token:
        """Return a token for a device that has signed.

        Raises:
            Refused: device_unknown, device_revoked, proof_wrong.
        """
        with reading(self._engine) as connection:
            device = enrolment.need_device(connection, proof.device)
        return Token(token=self._tokens.prove(proof, device.public_key), lasts=TOKEN_SECONDS, version=VERSION)

    def whose(self, token: str) -> str:
        """Return the device that shows a token; nothing is read for it.

        Raises:
            Refused: token_wrong.
        """
        return self._tokens.device(token)

    def exchange(self, token: str, ask: Exchange) -> Answer:
        """Take a batch in and hand a page out.

        Raises:
            Refused: token_wrong, device_revoked, or what is wrong with the batch as a whole.
        """
        return self.serve(self._tokens.device(token), ask)

    def serve(self, device_id: str, ask: Exchange) -> Answer:
        """Do the same for a device that has proved itself, on the line or by the signature on a package.

        Raises:
            Refused: device_unknown, device_revoked, or what is wrong with the batch as a whole.
        """
        if any(not 0 <= position <= _LARGEST for position in (*ask.cursors.values(), *_saved(ask).values())):
            raise Refused("message_damaged")
        if ask.batch is None and ask.sealing_key is None:
            with reading(self._engine) as connection:
                device = enrolment.need_device(connection, device_id)
                now = self._clock.now()
                is_news = enrolment.is_news(device, ask.program, now)
                if not is_news and not self._fetched(connection, device, _saved(ask)):
                    return self._pages.answer(connection, _caller(device), ask, now, ask.known)
        batch = arrived(ask.batch, self._key_of(device_id)) if ask.batch is not None else None
        ahead = self._ahead(device_id, batch) if batch is not None else None
        taken, caller, now = self._pen.write(lambda connection: self._take(connection, device_id, ask, batch, ahead))
        with reading(self._engine) as connection:
            answer = self._pages.answer(connection, caller, ask, now, taken.hash or ask.known)
        key = attest(self._court.key, self._name) if ask.sealing_key is not None else None
        return replace(answer, receipt=taken.receipt, new_epoch=taken.new_epoch, sealing_key=key)

    def leaf(self, device_id: str, cursors: Mapping[str, int]) -> Answer:
        """Return the next page of the first stream that has more, for a package; nothing is noted as fetched.

        Raises:
            Refused: device_unknown, device_revoked.
        """
        now = self._clock.now()  # before anything is read: the page is never older than it says
        with reading(self._engine) as connection:
            device = enrolment.need_device(connection, device_id)
            return self._pages.leaf(connection, device.institution, cursors, now)

    def receipt(self, token: str, batch: str) -> Signed:
        """Return the receipt of a batch again.

        Raises:
            Refused: token_wrong, receipt_unknown.
        """
        device = self._tokens.device(token)
        with reading(self._engine) as connection:
            enrolment.need_device(connection, device)
            found = receipt_of(connection, batch, device)
        if found is None:
            raise Refused("receipt_unknown")
        return found

    def publish(self, changes: Mapping[str, list[Record]]) -> None:
        """Write records of the hub itself: institutions, accounts, short lists."""
        self.lists.finish()

        def work(connection: Connection) -> None:
            sitting = self._sitting(connection, self._clock.now())
            for kind, records in changes.items():
                laid.give_up(connection, kind)
                sitting.put(kind, records)
            sitting.finish()

        self._pen.write(work)

    def tell_keys(self) -> None:
        """Tell desks of all devices that they are not told of yet, and of those that were stopped."""
        self._pen.write(lambda connection: self._tell_keys(connection, self._clock.now(), ""))

    def _tell_keys(self, connection: Connection, now: datetime, device: str) -> None:
        kind, keys = self._directory.keys(connection, device)
        sitting = self._sitting(connection, now)
        sitting.put(kind, keys)
        sitting.finish()

    def act(self, kind: str, records: Callable[[Connection, datetime], Iterable[str]], body: Any) -> int:
        """Do an act of the hub itself on the records found; return how many took it."""
        now = self._clock.now()

        def work(connection: Connection) -> int:
            sitting = self._sitting(connection, now)
            itself = Sender(device="", institution="", place="", letter="", enrolled_at=now)
            done = sum(sitting.act(kind, record, self._ids.new(), body, itself) for record in records(connection, now))
            sitting.finish()
            return done

        return self._pen.write(work)

    def _key_of(self, device_id: str) -> bytes:
        """Return the key that a device signs with, which never changes."""
        key = self._keys.get(device_id)
        if key is None:
            with reading(self._engine) as connection:
                key = bytes(enrolment.need_device(connection, device_id).public_key)
            if len(self._keys) >= _MOST_KEYS:
                self._keys.clear()
            self._keys[device_id] = key
        return key

    def _ahead(self, device_id: str, batch: Arrival) -> Ahead | None:
        """Judge a batch on the present state, so that the pen is held for less; None where that is not worth while."""
        if len(batch.acts) < self.ahead_from:
            return None
        with reading(self._engine) as connection:
            device = enrolment.need_device(connection, device_id)
            place = self._directory.place(connection, device.institution).short
            return judge_ahead(connection, self._court, batch, device, place, self._clock.now())

    def _take(
        self, connection: Connection, device_id: str, ask: Exchange, batch: Arrival | None, ahead: Ahead | None
    ) -> tuple[Taken, Caller, datetime]:
        device = enrolment.need_device(connection, device_id)
        now = self._clock.now()  # under the lock, so that the hub's times stand in the order of its positions
        self._note_fetched(connection, device, _saved(ask), now)
        taken, caller = Taken(), _caller(device)
        if batch is not None:
            place = self._directory.place(connection, device.institution).short
            taken = take_in(connection, self._court, batch, device, place, now, ahead)
            if taken.epoch:
                caller = Caller(caller.id, caller.institution, taken.epoch, taken.hash)
        if ask.sealing_key is not None:
            key = attested(ask.sealing_key, device.public_key, device_id)
            enrolment.note_sealing_key(connection, device_id, key)
        if enrolment.is_news(device, ask.program, now):
            enrolment.note_seen(connection, device_id, ask.program, now)
        return taken, caller, now

    def _sitting(self, connection: Connection, now: datetime) -> Sitting:
        return Sitting(connection, self._court.catalogue, self._court.who_acts, now)

    def _sitting_of_lists(self, connection: Connection, now: datetime) -> Sitting:
        return Sitting(connection, self._court.catalogue, self._court.who_acts, now, sees_lists=False)

    def _note_fetched(
        self, connection: Connection, device: Row[tuple[object, ...]], cursors: Mapping[str, int], now: datetime
    ) -> None:
        """Note on each record that this desk now surely has that it has reached its institution."""
        fetched = self._fetched(connection, device, cursors)
        if not fetched:
            return
        sitting = self._sitting(connection, now)
        place = self._directory.place(connection, device.institution).short
        here = Sender(device.id, device.institution, place, device.letter, moment(device.enrolled_at))
        for kind, record in fetched:
            known = self._court.catalogue.records[kind]
            body = self._court.catalogue.event(known.reached).body()
            sitting.act(known.reached, record, self._ids.new(), body, here)
        sitting.finish()

    def _fetched(
        self, connection: Connection, device: Row[tuple[object, ...]], cursors: Mapping[str, int]
    ) -> list[tuple[str, str]]:
        saved = max(cursors.get(f"unit:{device.institution}{end}", 0) for end in ("", AHEAD))  # it is never bulky
        found = connection.execute(_REACHED, {"here": device.institution, "saved": saved})
        return [(kind, record) for kind, record in found]


def _caller(device: Row[Any]) -> Caller:
    return Caller(device.id, device.institution, device.epoch, bytes(device.last_hash))
