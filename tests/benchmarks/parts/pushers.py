"""Desks that push and desks that follow, reduced to what goes over the line: batches are made and signed beforehand."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import timedelta
from itertools import count

import msgspec
from sqlalchemy import Connection

from tests.benchmarks.parts.visits import VISIT
from tests.benchmarks.parts.visits import WRITTEN
from tests.benchmarks.parts.visits import VisitWritten
from tests.benchmarks.parts.visits import visits
from tests.world import id_number
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.compact import CompactBatch
from yigongti_desktop.protocol.compact import CompactReceipt
from yigongti_desktop.protocol.compact import pack_batch
from yigongti_desktop.protocol.compact import runs_of
from yigongti_desktop.protocol.enrolment import PROOF_PURPOSE
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.registry import store
from yigongti_desktop.registry.hub import DIRECTORY
from yigongti_desktop.registry.hub import WHO_ACTS
from yigongti_desktop.registry.messages import ResidentRegistered
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import resident_id
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.unit_of_work import Shelf

RESIDENT = "resident"
_BEGIN = date(1940, 1, 1)
#: Serial numbers of a day of birth.
_SERIALS = 900
#: A cursor behind everything that is yet to come.
_BEYOND = 2**62
#: What a line that is cut makes the reader of an answer raise, beside OSError.
CUT = http.client.HTTPException


@dataclass
class Device:
    """An enrolled device, the account that acts at it, and what it will push."""

    id: str
    key: bytes
    institution: str
    account: str
    letter: str
    #: Cursors by which the lists of community and county, which are the same for all, do not come again.
    others: dict[str, int] = field(default_factory=dict)
    #: Requests as they go over the line, and the ids of their records.
    requests: list[bytes] = field(default_factory=list)
    pushed: set[str] = field(default_factory=set)
    #: Seconds that each batch waited for its receipt.
    waited: list[float] = field(default_factory=list)
    ended: float = 0.0


def enrol(hub: Hub, seats: Iterable[int]) -> list[Device]:
    """Enrol devices at health centres, named by their place in the list; one account for each centre."""
    keeper = Keeper(hub)
    places = [one for one in keeper.institutions() if one.kind.value.endswith("health_centre")]
    devices: list[Device] = []
    accounts: dict[str, str] = {}
    for number, seat in enumerate(seats):
        place = places[seat]
        if place.id not in accounts:
            accounts[place.id] = keeper.add_account(place.id, "zhang", "张测试", (Role.DOCTOR,))[0].id
        key = new_key()
        code = keeper.issue_code(place.id)
        ask = Enrol(secret=code.secret, public_key=public_key(key), machine=f"PC-{number}")
        made = hub.counter.enrol(sign(encode(ask), key))
        devices.append(Device(made.device, key, place.id, accounts[place.id], made.letter))
    with reading(hub.engine) as connection:
        for device in devices:
            streams = DIRECTORY.streams(connection, device.institution, hub.clock.now())
            device.others = dict.fromkeys(list(streams)[1:], _BEYOND)
    return devices


def prepare(
    hub: Hub,
    devices: list[Device],
    batches: int,
    events: int,
    *,
    of: str = RESIDENT,
    catalogue: Catalogue = CATALOGUE,
) -> None:
    """Make and sign what each device will push: new records, no two alike, each with what the desk foresees."""
    serials = count()
    bodies = visits(len(devices) * batches * events, day(hub.clock.now())) if of == VISIT.name else None
    for device in devices:
        with reading(hub.engine) as connection:
            maker = _Maker(connection, hub, device, catalogue)
            previous = GENESIS
            for number in range(1, batches + 1):
                acts = [
                    maker.visit(next(bodies)) if bodies is not None else maker.resident(next(serials))
                    for _ in range(events)
                ]
                payload = pack_batch(
                    CompactBatch(
                        id=hub.ids.new(),
                        device=device.id,
                        epoch=1,
                        number=number,
                        previous=previous,
                        institution=device.institution,
                        runs=runs_of(acts),
                        made_at=hub.clock.now(),
                    )
                )
                previous = chain_hash(payload)
                device.pushed |= {act.record for act in acts}
                nothing = {f"unit:{device.institution}": _BEYOND, **device.others}
                asked = Exchange(cursors=nothing, batch=sign(payload, device.key), room=1, version=VERSION)
                device.requests.append(pack(asked))


class _Maker:
    """Does acts as a desk does, and keeps of each what travels."""

    def __init__(self, connection: Connection, hub: Hub, device: Device, catalogue: Catalogue) -> None:
        self._hub, self._device, self._catalogue = hub, device, catalogue
        self._shelf = Shelf(connection, catalogue)
        self._at = hub.clock.now()
        self._actor = WHO_ACTS(self._shelf, device.account, device.institution, device.id, self._at)
        county = store.the_county(connection)
        assert county is not None
        self._key = county.resident_key

    def resident(self, serial: int) -> Act:
        """Register somebody who was never registered."""
        birth = _BEGIN + timedelta(days=serial // _SERIALS)
        identity = Identity(
            name="测试居民",
            sex=Sex.MALE if (serial % _SERIALS + 1) % 2 else Sex.FEMALE,
            birth=birth,
            id_number=id_number(birth, serial % _SERIALS + 1),
            phone="13900000001",
            contact="女儿 胡小燕 13900000002",
            address="湖北省天门市岳口镇健康村二组 18 号",
            village="健康村",
        )
        record = resident_id(self._key, identity, self._hub.ids.new())
        return self._act("resident.registered", record, ResidentRegistered(identity=identity))

    def visit(self, body: VisitWritten) -> Act:
        """Write a visit down."""
        return self._act(WRITTEN.name, self._hub.ids.new(), body)

    def _act(self, name: str, record: str, body: msgspec.Struct) -> Act:
        kind = self._catalogue.event(name)
        assert not kind.of.has_trail, "a step would belong to the forecast"
        event = self._hub.ids.new()
        ruling = Ruling(
            event=event, record=record, actor=self._actor, at=self._at, register=self._shelf, letter=self._device.letter
        )
        foreseen = records.forecast(records.to_row(kind.of, kind.decide(None, body, ruling)))
        values = msgspec.json.decode(msgspec.json.encode(body))
        return Act(event, name, record, 0, self._device.account, stamp(self._at), "", "", foreseen, None, values)


class Talk:
    """A kept connection of one device."""

    def __init__(self, port: int, context: ssl.SSLContext, device: Device, *, token: str = "") -> None:
        self._line = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=60)
        self._device = device
        self.token = token
        if token:
            return
        nonce = unpack(self._post("/v1/challenge", b""), Challenge).nonce
        proof = Proof(device=device.id, nonce=nonce, signature=sign(PROOF_PURPOSE + nonce, device.key).signature)
        self.token = unpack(self._post("/v1/token", pack(proof)), Token).token

    def exchange(self, packed: bytes) -> bytes:
        """Ask, and return what came."""
        return self._post("/v1/exchange", packed)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _post(self, path: str, body: bytes) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self._line.request("POST", path, body, headers)
        answer = self._line.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{path}: {answer.status}")
        return content


def push(talk: Talk, device: Device, ready: threading.Barrier) -> int:
    """Push everything, each batch when the one before is acknowledged; return how many acts stand as foreseen."""
    answers: list[bytes] = []
    ready.wait(60)
    for request in device.requests:
        begun = time.perf_counter()
        answers.append(talk.exchange(request))
        device.ended = time.perf_counter()
        device.waited.append(device.ended - begun)
    return sum(accepted(answer) for answer in answers)


def accepted(packed: bytes) -> int:
    """Return how many acts of a batch stand as foreseen, by its answer."""
    receipt: Signed | None = unpack(packed, Answer).receipt
    assert receipt is not None
    short = decode(receipt.payload, CompactReceipt)
    return sum(bool(revision) for revision in short.revisions) if not short.unlike else 0


def follow(talk: Talk, device: Device, pause: float, done: threading.Event) -> set[str]:
    """Follow the stream of the device's institution all along; return the records that came by."""
    stream = f"unit:{device.institution}"
    seen: set[str] = set()
    position, is_last = 0, False
    while True:
        is_last = done.is_set()
        answer = unpack(
            talk.exchange(pack(Exchange(cursors={stream: position, **device.others}, room=2000, version=VERSION))),
            Answer,
        )
        for rows in answer.rows:
            if rows.kind in {RESIDENT, VISIT.name}:
                seen |= {row[rows.columns.index("id")] for row in rows.rows}
        moved = answer.cursors.get(stream, position) != position
        position = answer.cursors.get(stream, position)
        if is_last and not moved:
            return seen
        if not moved:
            done.wait(pause)


def trusting(hub: Hub) -> ssl.SSLContext:
    """Return a context that trusts this hub alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=hub.authority_pem)
    return context
