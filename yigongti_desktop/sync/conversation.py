"""One talk: while an answer is on its way, the next batch is made; while it is saved, the next page is fetched.

Every exchange saves what it brought in one transaction: cut it anywhere, and only the two under way are done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.exchange import KNOWN
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Restore
from yigongti_desktop.protocol.exchange import Wanted
from yigongti_desktop.protocol.exchange import read_restores
from yigongti_desktop.protocol.sealing import attest
from yigongti_desktop.protocol.sealing import attested
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import departed
from yigongti_desktop.storage.tables import set_aside
from yigongti_desktop.sync import batches
from yigongti_desktop.sync import restored
from yigongti_desktop.sync.batches import Kept
from yigongti_desktop.sync.complete import Complete
from yigongti_desktop.sync.desk import Desk
from yigongti_desktop.sync.desk import Talk
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.pace import read_pace
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.transport import Line

_KEPT_EPOCHS = 10
_ANYTHING_ASIDE = [select(table.c.kind).limit(1) for table in (set_aside, departed)]
#: Told after each exchange how far the talk has come; False stops it.
Go = Callable[[Progress], bool]
#: Writes down what a talk did.
Note = Callable[[Connection, Talk], None]


def converse(desk: Desk, line: Line, progress: Go, note: Note) -> Talk:
    """Talk over an open line until nothing waits and nothing is left; what ended it early is told in the result.

    Args:
        desk: whose data it is.
        line: to the hub.
        progress: told after each exchange how far the talk has come; False stops it.
        note: writes the talk down, with the last of what it brought where that is known to be the last.

    Raises:
        Refused: not_enrolled.
    """
    return _Conversation(desk, line, progress, note).run()


class _Said(NamedTuple):
    answer: Answer
    seconds: float
    size: int
    #: Nothing came that would have to be saved.
    is_quiet: bool


class _Conversation:
    def __init__(self, desk: Desk, line: Line, progress: Go, note: Note) -> None:
        self._desk = desk
        self._line = line
        self._progress = progress
        self._note = note
        self._is_noted = False
        self._talk = Talk()
        self._topics: frozenset[str] = frozenset()
        #: Number of the last batch that was sent in this talk.
        self._sent = 0
        #: Of the protocol, that both sides speak.
        self._version = VERSION
        self._has_asked_for_missing = False
        #: Returns of the hub from a backup that are followed, and whether the last answer told a new one.
        self._restores: tuple[Restore, ...]
        self._is_past = False
        self._begun, self._carried = time.monotonic(), line.carried
        with reading(desk.engine) as connection:  # all at once, since most talks bring nothing
            self._known = facts.everything(connection)
            if facts.DEVICE not in self._known:
                raise Refused("not_enrolled")
            #: Rows that a newer program may be able to read, or names of what has left that may be forgotten.
            self._has_aside = any(connection.execute(question).first() is not None for question in _ANYTHING_ASIDE)
            self._waiting = outbox.open_counts(connection).get(outbox.WAITING, 0)
            self._saved = positions(connection)
            self._first_batch = self._kept(connection)
            self._last_hash = batches.last_hash(connection)
        self._hub_key = bytes.fromhex(self._known[facts.HUB_KEY])
        self._restores = read_restores(self._known.get(facts.HUB_RESTORES, ""))
        self._again = self._known.get(facts.HUB_AGAIN, "")
        self._pace = read_pace(self._known.get(facts.PACE, ""))
        self._complete = Complete(self._known, self._saved)

    def run(self) -> Talk:
        """Talk until nothing waits and nothing is left."""
        with ThreadPoolExecutor(1, "sync-line") as away:
            try:
                self._version = self._line.version  # now, while nobody else speaks on the line
                self._run(away)
            except Fault as fault:
                self._pace = self._pace.after(0, 0, 0, fault.code)
                self._talk = replace(self._talk, code=fault.code, facts=fault.facts)
        if not self._is_noted:
            with writing(self._desk.engine) as connection:
                self._end(connection)
        return self._talk

    def _run(self, away: ThreadPoolExecutor) -> None:
        ask = self._first()
        saying = away.submit(self._say, ask)
        while True:
            prepared = self._next_batch()
            said = saying.result()
            following = self._following(ask, said.answer, prepared)
            ahead = away.submit(self._say, following) if following is not None else None
            try:
                self._take(said, has_batch=ask.batch is not None, is_followed=following is not None)
                goes_on = self._progress(self._come(said.answer))
            except BaseException:
                _let_end(ahead)
                raise
            if following is None and not self._is_noted:
                following = self._rest(said.answer)
            if following is None:
                return
            if not goes_on:
                _let_end(ahead)
                self._talk = replace(self._talk, code="stopped")
                return
            saying, ask = ahead or away.submit(self._say, following), following

    def _say(self, ask: Exchange) -> _Said:
        asked, size = time.monotonic(), self._line.carried
        answer = self._line.exchange(ask)
        seconds, size = time.monotonic() - asked, self._line.carried - size
        came = answer.receipt or answer.rows or answer.gone or answer.new_epoch or answer.sealing_key or answer.left
        if not answer.cursors:  # the hub says so when they are still those that were asked from
            answer = replace(answer, cursors=ask.cursors)
        return _Said(answer, seconds, size, not came and answer.cursors == ask.cursors and ask.saved is None)

    def _first(self) -> Exchange:
        desk, known = self._desk, self._known
        knows_key = facts.HUB_SEALING_KEY in known
        own = None if knows_key else attest(desk.key, known[facts.DEVICE])
        batch, is_due = self._first_batch
        first = self._ask(self._saved, self._made()) if is_due else self._put(self._saved, batch, self._last_hash)
        is_new_line = not self._carried
        return replace(first, sealing_key=own, program=desk.program if is_new_line else "")

    def _following(self, ask: Exchange, answer: Answer, batch: Kept | None) -> Exchange | None:
        """Return what can be asked before the answer is saved, or None when that has to wait for it."""
        if answer.new_epoch or answer.restores != self._restores or not (batch or answer.left):
            return None
        return self._ask(answer.cursors, batch, saved=ask.cursors)

    def _rest(self, answer: Answer) -> Exchange | None:
        """Return what is still to be asked once all is saved: after a new epoch, and for what came without its base."""
        if answer.new_epoch:
            self._sent = 0
        self._restores = answer.restores
        with reading(self._desk.engine) as connection:
            saved, missing = positions(connection), self._missing(connection)
            batch, is_due = self._kept(connection)
        batch = self._made() if is_due else batch
        if batch is not None or self._goes_on(answer):
            return self._ask(saved, batch)
        if not missing:
            return None
        self._has_asked_for_missing = True
        return replace(self._ask(saved, None), want=tuple(Wanted(*one) for one in missing))

    def _is_more(self, connection: Connection, answer: Answer) -> bool:
        """Say whether something is still to be asked after an answer."""
        return self._goes_on(answer) or any(self._kept(connection)) or bool(self._missing(connection))

    def _goes_on(self, answer: Answer) -> bool:
        """Say whether an answer itself asks for another question."""
        return bool(answer.new_epoch or self._is_past or answer.left) or self._is_awaited(answer)

    def _missing(self, connection: Connection) -> list[tuple[str, str]]:
        """Return the records that the hub is to be asked for by name, once in a talk."""
        if self._has_asked_for_missing or self._version == PLAIN:
            return []
        return Images(connection, self._desk.catalogue, self._desk.who_acts).missing()

    def _is_awaited(self, answer: Answer) -> bool:
        """Say whether somebody waits to hear that what came has been saved here."""
        known = (self._desk.catalogue.records.get(rows.kind) for rows in answer.rows)
        return any(kind is not None and kind.reached for kind in known)

    def _next_batch(self) -> Kept | None:
        """Return the next batch that was made before and not answered, or make one of what waits."""
        with reading(self._desk.engine) as connection:
            kept, is_due = self._kept(connection)
        return self._made() if is_due else kept

    def _kept(self, connection: Connection) -> tuple[Kept | None, bool]:
        """Return the next batch that was made before, and whether one is to be made of what waits instead."""
        kept = batches.next_kept(connection, self._sent)
        return kept, kept is None and batches.has_more(connection)

    def _made(self) -> Kept | None:
        desk, version = self._desk, self._version
        with writing(desk.engine) as connection:
            return batches.make(connection, desk.key, desk.ids, desk.clock.now(), self._pace.rows, version=version)

    def _ask(self, cursors: dict[str, int], batch: Kept | None, saved: dict[str, int] | None = None) -> Exchange:
        with reading(self._desk.engine) as connection:
            last = batches.last_hash(connection)
        return self._put(cursors, batch, last, saved)

    def _put(
        self, cursors: dict[str, int], batch: Kept | None, last: bytes, saved: dict[str, int] | None = None
    ) -> Exchange:
        """Put a question.

        Args:
            cursors: from where on.
            batch: what goes up with it.
            last: hash of the last batch made.
            saved: what is safely saved, where the cursors are ahead of it.
        """
        if batch is not None:
            self._sent = batch.number
        return Exchange(
            cursors=cursors,
            saved=saved,
            complete=self._complete.beside(cursors),
            batch=batch.signed if batch else None,
            known=last[:KNOWN],
            room=self._pace.rows,
            version=VERSION,
        )

    def _take(self, said: _Said, *, has_batch: bool, is_followed: bool) -> None:
        """Save what an answer brought, and the account of the talk with it when nothing is to follow."""
        desk, answer, begun = self._desk, said.answer, time.monotonic()
        drift = round((desk.clock.now() - answer.hub_time).total_seconds())
        self._talk = replace(self._talk, hub_time=answer.hub_time, drift=drift)
        if said.is_quiet and not self._has_aside and answer.restores == self._restores and answer.again == self._again:
            return
        with writing(desk.engine) as connection:
            intake = Intake(
                connection, desk.catalogue, Images(connection, desk.catalogue, desk.who_acts), desk.clock.now()
            )
            if answer.new_epoch:
                batches.begin_epoch(connection, answer.new_epoch)
                given = [*facts.get(connection, facts.EPOCHS_GIVEN).split(), stamp(desk.clock.now())]
                facts.put(connection, **{facts.EPOCHS_GIVEN: " ".join(given[-_KEPT_EPOCHS:])})
            intake.take(answer, self._hub_key)
            self._is_past = restored.follow(connection, desk.catalogue, answer.restores)
            if answer.sealing_key is not None:
                key = attested(answer.sealing_key, self._hub_key, hub_name(self._hub_key))
                facts.put(connection, **{facts.HUB_SEALING_KEY: key.hex()})
            facts.put(connection, **{facts.LEFT: str(answer.left)})
            self._complete.note(connection, answer.left, begins_anew=self._is_past)
            self._again = answer.again
            if answer.receipt is not None:
                batches.thin(connection)
            self._count(said, intake, time.monotonic() - begun, has_batch=has_batch)
            is_last = not is_followed and not self._is_more(connection, answer)
            if is_last:
                self._end(connection)
        self._is_noted = is_last

    def _count(self, said: _Said, intake: Intake, held: float, *, has_batch: bool) -> None:
        """Add to the account of the talk what was taken in; learn from it how much the line takes."""
        answer, talk = said.answer, self._talk
        sent = intake.tally.accepted + intake.tally.refused if has_batch else 0
        self._pace = self._pace.after(max(intake.tally.weight, sent), said.size, said.seconds, held=held)
        self._topics = frozenset(intake.tally.topics)
        self._talk = replace(
            talk,
            sent=talk.sent + sent,
            accepted=talk.accepted + intake.tally.accepted,
            refused=talk.refused + intake.tally.refused,
            received=talk.received + intake.tally.received,
            topics=talk.topics | intake.tally.topics,
            is_new_epoch=talk.is_new_epoch or bool(answer.new_epoch),
            is_hub_restored=talk.is_hub_restored or self._is_past,
        )

    def _come(self, answer: Answer) -> Progress:
        return Progress(
            sent=self._talk.sent,
            to_send=max(self._waiting, self._talk.sent),
            received=self._talk.received,
            left=answer.left,
            topics=self._topics,
            bytes=self._line.carried - self._carried,
            seconds=time.monotonic() - self._begun,
        )

    def _end(self, connection: Connection) -> None:
        """Write down what the talk did, and what it has learned about the line for the next one."""
        known = {facts.PACE: self._pace.spell()} | ({} if self._talk.code else {facts.FILLED: "yes"})
        if not known.items() <= self._known.items():
            facts.put(connection, **known)
        if not self._talk.code:
            self._complete.reach(connection)
        self._note(connection, self._talk)


def _let_end(saying: Future[_Said] | None) -> None:
    """Let what is on its way come to its end; it is done again another time."""
    if saying is not None:
        saying.exception()
