"""Sync by hand: all that waits goes into one sealed file, and the hub's answer is taken in from another.

The same batches, receipts and pages travel as on the line, and both ways mix in any order: an answer is taken
in leaf by leaf, each in one transaction, and whatever this desk knows better already is left as it is.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.protocol.sealed import Package
from yigongti_desktop.protocol.sealed import Progress
from yigongti_desktop.protocol.sealed import Sealer
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import sticks
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.desk import Desk
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.leaves import as_it_fits

log = logging.getLogger(__name__)
_MOST_EVENTS = 2000


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What a package for the hub holds."""

    file: Path
    #: Acts in it that the hub has not confirmed.
    acts: int
    #: Bytes of files among it that the hub does not have yet.
    file_bytes: int = 0
    batches: int
    size: int


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer brought."""

    #: Acts that the hub took, sent back or set aside; told by this answer for the first time.
    accepted: int = 0
    refused: int = 0
    #: Records received that this desk did not have so.
    received: int = 0
    #: Acts that the hub has still not confirmed.
    waiting: int = 0
    #: Bytes of files that the hub still does not have.
    waiting_bytes: int = 0
    #: The hub gave this device a new epoch: what waits has to be exported once more.
    is_new_epoch: bool = False
    #: The answer begins after what this desk has: it lacks records that only another answer or the line brings.
    has_gap: bool = False
    topics: frozenset[str] = frozenset()


def proposed_name(connection: Connection, now: datetime) -> str:
    """Return what people may call the next package of this desk.

    Raises:
        Refused: not_enrolled.
    """
    known = facts.everything(connection)
    if facts.DEVICE not in known:
        raise Refused("not_enrolled")
    return sticks.name_of("同步包", f"{known[facts.PLACE]}-{known[facts.LETTER]}", now)


def export(desk: Desk, target: Path, progress: Progress = lambda _done, _size: True) -> Exported:
    """Write all that waits, and how far this desk has come, into a file or under its own name into a folder.

    Raises:
        Refused: not_enrolled, package_key_missing.
        Unavailable: stick_full, stick_not_writable, stick_gone, stopped, disk_full, database_busy.
    """
    with reading(desk.engine) as connection:
        known = facts.everything(connection)
    if facts.DEVICE not in known:
        raise Refused("not_enrolled")
    if not known.get(facts.HUB_SEALING_KEY):
        raise Refused("package_key_missing")
    with reading(desk.engine) as connection:
        name = proposed_name(connection, desk.clock.now())
    file = sticks.placed(target, name)
    head = Head(
        id=desk.ids.new(),
        kind=sealed.UPLOAD,
        sender=known[facts.DEVICE],
        receiver=hub_name(bytes.fromhex(known[facts.HUB_KEY])),
        made_at=desk.clock.now(),
        reply_key=sealing_public(desk.key),
    )
    receiver_key = bytes.fromhex(known[facts.HUB_SEALING_KEY])
    with sticks.writing_whole(file) as stick:
        sealer = Sealer(stick, head, receiver_key=receiver_key, seed=desk.key)
        count = _fill(desk, sealer, progress)
        sealer.finish()
    with writing(desk.engine) as connection:
        facts.put(connection, **{facts.EXPORTED_AT: facts.stamp(desk.clock.now())})
        acts = outbox.open_counts(connection).get(outbox.WAITING, 0)
        file_bytes = outbox.heavy_bytes(connection)
    log.info("package %s exported: %d batches, %d acts, %d bytes", head.id, count, acts, sealer.size)
    return Exported(file=file, acts=acts, file_bytes=file_bytes, batches=count, size=sealer.size)


def take(desk: Desk, file: Path, progress: Progress = lambda _done, _size: True) -> Imported:
    """Take the hub's answer in; taken in again, it goes on where it stopped.

    Raises:
        Refused: not_enrolled, file_missing, package_not_one, package_newer, package_damaged, package_is_upload,
            package_other_hub, package_other_desk.
        Unavailable: stick_not_readable, stick_gone, stopped, disk_full, database_busy.
    """
    with reading(desk.engine) as connection:
        known = facts.everything(connection)
    if facts.DEVICE not in known:
        raise Refused("not_enrolled")
    hub_key = bytes.fromhex(known[facts.HUB_KEY])
    with sticks.reading_from(file) as stick:
        package = Package(stick)
        _need_answer(package.head, {known[facts.DEVICE], public_key(desk.key).hex()}, hub_name(hub_key))
        package.verify(hub_key, lambda done, size: progress(done, 3 * size))
        for _ in package.messages(desk.key, Leaf, lambda done, size: progress(size + done, 3 * size)):
            pass  # every message can be read before the first is taken in
        done = Imported()
        for leaf in package.messages(desk.key, Leaf, lambda done, size: progress(2 * size + done, 3 * size)):
            done = _take(desk, hub_key, leaf, done)
    with writing(desk.engine) as connection:
        waiting, file_bytes = outbox.open_counts(connection).get(outbox.WAITING, 0), outbox.heavy_bytes(connection)
    log.info("package %s taken in: %d accepted, %d refused", package.head.id, done.accepted, done.refused)
    return msgspec.structs.replace(done, waiting=waiting, waiting_bytes=file_bytes)


def _fill(desk: Desk, sealer: Sealer, progress: Progress) -> int:
    while True:
        with writing(desk.engine) as connection:
            if batches.make(connection, desk.key, desk.ids, desk.clock.now(), _MOST_EVENTS) is None:
                whole = batches.unconfirmed(connection)
                cursors = positions(connection)
                break
    ask = Exchange(cursors=cursors, room=1, program=desk.program, time=desk.clock.now())
    sealer.add(ask)  # how far this desk has come, also when nothing waits
    number = count = 0
    while True:
        with reading(desk.engine) as connection:
            found = batches.next_kept(connection, number)
        if found is None:
            return count
        number, count = found.number, count + 1
        sealer.add(msgspec.structs.replace(ask, batch=found.signed))
        sealed.go_on(progress, count, max(whole, count))


def _take(desk: Desk, hub_key: bytes, leaf: Leaf, done: Imported) -> Imported:
    with writing(desk.engine) as connection:
        known = facts.everything(connection)
        before = outbox.open_counts(connection)
        fitting = as_it_fits(connection, desk.catalogue, leaf, known.get(facts.HUB_TIME, ""))
        begins = bool(leaf.answer.new_epoch) and leaf.epoch == int(known.get(facts.EPOCH, "1"))
        if begins:
            batches.begin_epoch(connection, leaf.answer.new_epoch)
        images = Images(connection, desk.catalogue, desk.who_acts)
        intake = Intake(connection, desk.catalogue, images, desk.clock.now())
        intake.take(fitting.answer, hub_key)
        _keep_times(connection, known, facts.stamp(leaf.answer.hub_time))
        batches.thin(connection)
        after = outbox.open_counts(connection)
    refused = _more(before, after, *outbox.NEEDS_PERSON)
    return Imported(
        accepted=done.accepted - _more(before, after, outbox.WAITING) - refused - intake.tally.not_followed,
        refused=done.refused + refused,
        received=done.received + intake.tally.received,
        is_new_epoch=done.is_new_epoch or begins,
        has_gap=done.has_gap or fitting.has_gap,
        topics=done.topics | intake.tally.topics,
    )


def _keep_times(connection: Connection, known: dict[str, str], told: str) -> None:
    """Note when the hub last confirmed; a file that was carried for days says nothing about this clock."""
    latest = {name: max(known.get(name, ""), told) for name in (facts.HUB_TIME, facts.ANSWERED_AT)}
    facts.put(connection, **latest, **{facts.CLOCK_DRIFT: known.get(facts.CLOCK_DRIFT, "0")})


def _more(before: dict[str, int], after: dict[str, int], *states: str) -> int:
    return sum(after.get(state, 0) - before.get(state, 0) for state in states)


def _need_answer(head: Head, here: set[str], hub: str) -> None:
    if head.kind in sealed.UPWARD:
        raise Refused("package_is_upload")
    if head.sender != hub:
        raise Refused("package_other_hub")
    if head.receiver not in here:
        raise Refused("package_other_desk")
