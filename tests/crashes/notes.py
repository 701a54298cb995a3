"""What people typed at a desk by its notes, and whether every word of it is where it has to be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tests.sync.agreement import STATES
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.journal import Entry
from yigongti_desktop.kernel.ids import is_derived
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

_MARK = re.compile(rb"M[0-9a-f]{8}[0-9]{6}E")
_ALL = 1_000_000


@dataclass(frozen=True)
class Notes:
    """Marks of what was begun, of what was shown as saved, and of what was refused on the spot."""

    begun: frozenset[str]
    done: frozenset[str]
    refused: frozenset[str]


def read(file: Path) -> Notes:
    """Read the notes of a desk; a line that a kill cut short was never shown."""
    lines = [line.split() for line in file.read_text().split("\n")[:-1]] if file.exists() else []
    return Notes(
        frozenset(words[1] for words in lines if words[0] == "begun"),
        frozenset(words[1] for words in lines if words[0] == "done"),
        frozenset(words[1] for words in lines if words[0] == "refused"),
    )


def check_each_is_kept_once(notes: Notes, desk: Workbench, judged: Mapping[str, Entry]) -> int:
    """What was shown as saved stands once in the desk's line and once in the hub's journal; return how many did.

    What was begun when the kill came stands once or not at all, and what was refused not at all.
    """
    with reading(desk.engine) as connection:
        acts = outbox.in_states(connection, STATES, _ALL)
    here = _by_mark((act.body, act.event) for act in acts if not act.cause)
    there = _by_mark((row.body, row.id) for row in judged.values() if not is_derived(row.id))  # nobody typed the others
    for mark in notes.begun:
        events = here.get(mark, [])
        assert len(events) <= (mark not in notes.refused), (mark, events)
        told = there.get(mark, [])
        assert told == events, (mark, told, events)  # an act that was begun before the kill and is here is there, too
    for mark in notes.done:
        assert mark in here, mark
    return len(notes.done)


def check_each_value_is_in_place(hub: Hub, judged: Iterable[Entry]) -> None:
    """What the last accepted act wrote of a field is what stands there now."""
    addresses: dict[str, tuple[int, str]] = {}
    with reading(hub.engine) as connection:
        for row in judged:
            if row.code or row.cause:
                continue
            body = msgspec.json.decode(row.body)
            address = _address(row.kind, body)
            if address:
                addresses[row.record] = max(addresses.get(row.record, (0, "")), (row.revision, address))
            if row.kind == "drug_request.submitted":
                request = records.load(connection, DRUG_REQUEST, row.record)
                assert request is not None
                assert request.note == body["note"]
            if row.kind == "referral.sent":
                referral = records.load(connection, REFERRAL, row.record)
                assert referral is not None
                assert referral.slip.history == body["slip"]["history"]
        for record, (_, address) in addresses.items():
            resident = records.load(connection, RESIDENT, record)
            assert resident is not None
            assert resident.address == address


def _address(kind: str, body: Any) -> str:
    if kind == "resident.registered":
        return str(body["identity"].get("address", ""))
    if kind == "resident.corrected":
        return str(body["changes"].get("address", ("", ""))[1])
    return ""


def _by_mark(bodies: Iterable[tuple[bytes, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for body, event in bodies:
        marks = _MARK.findall(body)
        if marks:  # a correction names what it saw before what it wants
            found.setdefault(marks[-1].decode(), []).append(event)
    return found
