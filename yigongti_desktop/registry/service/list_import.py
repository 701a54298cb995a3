"""A list of people on its way into the register: columns, a check of every row, then slice after slice.

The list is read once and set out on the side. Each slice is one transaction, which also notes how far the list has
come: after a stop, a crash or a power cut the same file goes on behind the last row that was taken in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from typing import ClassVar
from typing import Protocol
from typing import Self

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.columns import Columns
from yigongti_desktop.registry.model.columns import Heads
from yigongti_desktop.registry.model.columns import Lines
from yigongti_desktop.registry.model.columns import Said
from yigongti_desktop.registry.model.columns import find
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.service.census import Taken
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage.staging import Staging

#: Rows between two words about progress.
_STEP = 500
#: Faults that are told one by one.
MOST_TOLD = 200
_FILE, _REGISTER = "file", "register"
_PIECE = 1024**2
_faults = msgspec.msgpack.Decoder(RowFault)
_encode = msgspec.msgpack.Encoder().encode
#: Hears what is being done ("read", "compare", "write") and how many rows are; says whether to go on.
Progress = Callable[[str, int], bool]


class Core(Protocol):
    """The desk whose register it is."""

    clock: Any

    def do(self, actor: Actor, command: Any) -> Any:
        """Do what a person asks."""
        ...

    def read(self, question: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask the database."""
        ...

    def write(self, act: Any, *args: Any, **kwargs: Any) -> Any:
        """Write something that never travels."""
        ...


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    columns: Columns
    #: Rows that can be read.
    good: int
    #: Rows with something wrong, in the file or against the register.
    faulty: int
    #: Of those, rows of people who may be in the register already under the same name, birth and village.
    similar: int
    #: Rows of people without a number.
    without_number: int
    #: Number of the last row that was taken in before; 0 when the list has not been begun.
    begun: int
    #: The first of what is wrong.
    faults: tuple[RowFault, ...]
    counts: Taken


class ListImport:
    """One list, from the reading of its first row to its place in the register; close it when done.

    Whoever builds on it says what a row means, and what it makes of the register.
    """

    #: Names of the columns, and those that every list has.
    heads: ClassVar[Heads]
    needs: ClassVar[tuple[str, ...]]
    #: What a row is read into; it has a `row` and an `identity`.
    entry: ClassVar[type[Any]]
    #: What is wrong with rows of people who may be known already.
    similar: ClassVar[str]
    #: Where it is remembered how far a list has come.
    form: ClassVar[str]

    # what each list says of itself

    def listed(self, columns: Columns, lines: Lines) -> Iterator[Any]:
        """Return the entries of a list, and what is wrong with the rows that are none."""
        raise NotImplementedError

    def compare(self, connection: Connection, part: list[Any]) -> Taken:
        """Return what rows would make of the register."""
        raise NotImplementedError

    def command(self, entries: tuple[Any, ...], file: str) -> msgspec.Struct:
        """Return the command that takes rows in."""
        raise NotImplementedError

    def slice_rows(self) -> int:
        """Return how many rows are taken in at once, each time in one transaction."""
        return 1_000

    def need_columns(self, columns: Columns) -> Columns:
        """Return the columns, or refuse a list that does not tell enough.

        Raises:
            Refused: column_missing.
        """
        return columns

    # what every list does

    def __init__(
        self, core: Core, actor: Actor, *, progress: Progress = lambda _step, _done: True, also_similar: bool = False
    ) -> None:
        """Begin.

        Args:
            core: the desk.
            actor: who imports.
            progress: asked from time to time whether to go on.
            also_similar: whether those are taken in who may be somebody in the register.
        """
        self.core, self.actor, self._progress = core, actor, progress
        self.also_similar = also_similar
        self.staging = Staging()
        self._entries = msgspec.msgpack.Decoder(self.entry)
        self._columns = Columns(row=0, titles=(), places={})
        self._without_number = 0
        self._digest = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget what was read."""
        self.staging.close()

    def look(self, file: Path) -> Columns:
        """Return the columns of a list as they are guessed, whichever are missing.

        Raises:
            Refused: what is wrong with the file as a whole.
        """
        columns, _ = find(sheets.rows(file), self.heads, ())
        return columns

    def report(self, file: Path, lines: Iterable[tuple[int, str, str]]) -> None:
        """Write what is wrong into a table: row, column, sentence.

        Raises:
            Unavailable: disk_full, disk_not_writable, stick_full, file_not_writable, stick_gone.
        """
        from yigongti_desktop.storage import workbook  # noqa: PLC0415 - a third of a second that only a report pays

        workbook.write(file, ("行", "列", "问题和办法"), lines)

    def read(self, file: Path, said: Said = ()) -> Columns:
        """Read a list, and return which of its columns is what; rows at fault are noted.

        Args:
            file: .xlsx or .csv.
            said: columns and their fields, where the guess by their heads is wrong.

        Raises:
            Refused: what is wrong with the file as a whole; column_missing, column_unknown, field_unknown;
                import_cancelled.
        """
        columns, lines = find(sheets.rows(file), self.heads, self.needs, said)
        self._columns = self.need_columns(columns)
        self._digest = _digest(file)
        for done, one in enumerate(self.listed(columns, lines)):
            if done % _STEP == 0:
                self._go_on("read", done)
            if isinstance(one, RowFault):
                self.staging.set_aside(_FILE, one.row, _encode(one))
            else:
                self.staging.keep(one.row, _encode(one))
                self._without_number += not one.identity.id_number
        return columns

    def check(self) -> Plan:
        """Say what the list would do; nothing is changed.

        Raises:
            Refused: import_cancelled, county_missing.
        """
        self.staging.forget(_REGISTER)
        counts, similar, done = Taken(), 0, 0
        for part in self._parts():
            taken: Taken = self.core.read(self.compare, part)
            for fault in taken.faults:
                similar += fault.code == self.similar
                self.staging.set_aside(_REGISTER, fault.row, _encode(fault))
            counts = _counts_alone(counts.with_more(taken))
            done += len(part)
            self._go_on("compare", done)
        told = tuple(_faults.decode(body) for body in self.staging.faults(MOST_TOLD))
        return Plan(
            columns=self._columns,
            good=self.staging.count(),
            faulty=self.staging.count_faults(),
            similar=similar,
            without_number=self._without_number,
            begun=self.begun(),
            faults=told,
            counts=counts,
        )

    def slices(self) -> Iterator[msgspec.Struct]:
        """Return the commands that take the list in, from behind the last row that was taken in before."""
        begun = self.begun()
        for part in self._parts():
            if rest := tuple(one for one in part if one.row > begun):
                yield self.command(rest, self._digest)

    def apply(self) -> Taken:
        """Take the list in slice by slice; rows at fault stay out and are returned.

        Raises:
            Refused: import_stopped when progress says so; what was taken in until then stays.
        """
        taken, done = Taken(), 0
        for command in self.slices():
            if not self._progress("write", done):
                raise Refused("import_stopped", done=done)
            taken = taken.with_more(self.core.do(self.actor, command).record)
            done += len(command.entries)  # type: ignore[attr-defined] # each such command has them
        self.finish()
        return taken

    def finish(self) -> None:
        """Forget how far the list has come: it is in."""
        self.core.write(drafts.drop, self.form, self.actor.account, self._digest)

    def begun(self) -> int:
        """Return the number of the last row that was taken in before."""
        found = self.core.read(drafts.fetch, self.form, self.actor.account, self._digest)
        return int(found.values["last"]) if found else 0

    def faults(self) -> Iterator[RowFault]:
        """Return all that is wrong, in the order of the rows."""
        return (_faults.decode(body) for body in self.staging.faults())

    def _parts(self) -> Iterator[list[Any]]:
        return ([self._entries.decode(body) for body in part] for part in self.staging.parts(self.slice_rows()))

    def _go_on(self, step: str, done: int) -> None:
        if not self._progress(step, done):
            raise Refused("import_cancelled")


def _counts_alone(taken: Taken) -> Taken:
    """Return the counts alone: the faults are set out on the side."""
    return msgspec.structs.replace(taken, faults=())


def _digest(file: Path) -> str:
    """Return by what the same file is known again.

    Raises:
        Refused: file_unreadable.
    """
    found = hashlib.blake2b(digest_size=16)
    try:
        with file.open("rb") as content:
            while piece := content.read(_PIECE):
                found.update(piece)
    except OSError:
        raise Refused("file_unreadable") from None
    return found.hexdigest()
