"""Small facts about this database and its device, and the counter of its document numbers."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy import bindparam
from sqlalchemy import delete
from sqlalchemy import select

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.numbers import document_number
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import counters
from yigongti_desktop.storage.tables import facts

#: Who this device is.
DEVICE = "device"
#: Public half of the key that it signs with, hexadecimal.
DEVICE_KEY = "device_key"
LETTER = "letter"
EPOCH = "epoch"
INSTITUTION = "institution"
PLACE = "place"
#: Where the hub is and whose word to trust.
HUB_ADDRESS = "hub_address"
HUB_CA = "hub_ca"
HUB_KEY = "hub_key"
#: Code under which this machine has asked by a stick to be enrolled; only until the answer is wholly here.
ASKED_CODE = "asked_code"
#: Returns of the hub from backups: on a hub its own, on a desk those that it has followed.
HUB_RESTORES = "hub_restores"
#: Public key by which packages for the hub are sealed.
HUB_SEALING_KEY = "hub_sealing_key"
#: Hub time of the last confirmed exchange, and this clock's difference to it in seconds.
HUB_TIME = "hub_time"
CLOCK_DRIFT = "clock_drift"
#: Set once all that this desk may see has come; until then LEFT says how many records are still to come.
FILLED = "filled"
LEFT = "left"
#: Position of each stream when all of it was here, JSON; only while it is not.
COMPLETE = "complete"
#: How much goes into one exchange, as the last talk came to it.
PACE = "pace"
#: When this data was restored from a backup, and which such word a person has read.
RESTORED_AT = "restored_at"
TOLD = "told"
#: Addresses of the machine's network cards, the letters that its numbers bear, and when this data woke up on it, for
#: data that came from another machine.
CARDS = "cards"
SERIES = "series"
MOVED_AT = "moved_at"
#: When the hub gave this device a new epoch because its batches did not follow on: moments, the last few.
EPOCHS_GIVEN = "epochs_given"
#: Means of judging that the hub named last.
HUB_AGAIN = "hub_again"
#: When the last backup was made and verified.
BACKUP_AT = "backup_at"
#: When the last package for a stick was exported, and the hub time of the last answer taken in from one.
EXPORTED_AT = "exported_at"
ANSWERED_AT = "answered_at"
#: What the desk remembers of its search for new versions of the program, JSON.
NEW_VERSIONS = "new_versions"

#: Put together once: that costs more than to run them, and a talk that brings nothing new asks ten times.
_ONE = select(facts.c.value).where(facts.c.name == bindparam("name"))
_SOME = select(facts).where(facts.c.name.in_(bindparam("names", expanding=True)))
_ALL = select(facts)


def stamp(moment: datetime) -> str:
    """Return a UTC moment as it is stored: always with milliseconds, so that text sorts as time."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(stored: str) -> datetime:
    """Return the stored moment."""
    return datetime.fromisoformat(stored)


def get(connection: Connection, name: str, default: str = "") -> str:
    """Return a fact."""
    found: str | None = connection.scalar(_ONE, {"name": name})
    return default if found is None else found


def several(connection: Connection, *names: str) -> dict[str, str]:
    """Return those of a few facts that are known."""
    return dict(connection.execute(_SOME, {"names": names}).all())


def everything(connection: Connection) -> dict[str, str]:
    """Return all facts."""
    return dict(connection.execute(_ALL).all())


def put(connection: Connection, **known: str) -> None:
    """Write facts."""
    upsert(connection, facts, list(known.items()))


def forget(connection: Connection, *names: str) -> None:
    """Remove facts."""
    connection.execute(delete(facts).where(facts.c.name.in_(names)))


def next_number(connection: Connection, on: datetime) -> str:
    """Allocate the next document number of this device for the day; it is never given again.

    Raises:
        Refused: not_enrolled.
    """
    known = everything(connection)
    if LETTER not in known:
        raise Refused("not_enrolled")
    today: date = day(on)
    last: int = connection.scalar(select(counters.c.last).where(counters.c.day == today.isoformat())) or 0
    upsert(connection, counters, [(today.isoformat(), last + 1)])
    epoch, apart = int(known.get(EPOCH, "1")), known.get(SERIES, "")
    return document_number(known[PLACE], today, known[LETTER], epoch, last + 1, apart)
