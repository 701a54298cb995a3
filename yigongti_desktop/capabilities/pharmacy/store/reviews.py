"""Reviews of prescriptions in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import prescription_review as model
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.model.sampling import read_numbers
from yigongti_desktop.capabilities.pharmacy.tables.reviews import prescription_reviews
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Community
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

REVIEW = RecordKind(
    name="prescription_review",
    record=PrescriptionReview,
    table=prescription_reviews,
    streams=model.streams,
    topic="pharmacy.reviews",
    spellings=lambda known: {sought(known.number)} - {""},
    called=lambda known: f"{known.institution_name} {known.month}",
    has_trail=True,
)


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A review in a list, with whether this desk still has something of it to send."""

    review: PrescriptionReview
    is_waiting: bool


class OpenedReview(msgspec.Struct, frozen=True, kw_only=True):
    """One review with all that its panel shows."""

    review: PrescriptionReview
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def rows(connection: Connection) -> list[ReviewRow]:
    """Return all reviews, the latest month first."""
    order = (prescription_reviews.c.month.desc(), prescription_reviews.c.opened_at.desc())
    waiting = pending.waiting(connection, REVIEW.name)
    found = connection.execute(select(prescription_reviews).order_by(*order))
    reviews = [records.from_row(REVIEW, row) for row in found]
    return [ReviewRow(review=one, is_waiting=one.id in waiting) for one in reviews]


def opened(connection: Connection, review: str) -> OpenedReview | None:
    """Return a review with its steps, or None."""
    found = records.load(connection, REVIEW, review)
    if found is None:
        return None
    waiting = pending.waiting(connection, REVIEW.name)
    return OpenedReview(review=found, steps=trails.of_record(connection, review), is_waiting=review in waiting)


def unfinished(connection: Connection) -> list[PrescriptionReview]:
    """Return the reviews that somebody has to go on with."""
    its = prescription_reviews.c
    states = (ReviewState.OPEN.value, ReviewState.RETURNED.value)
    query = select(prescription_reviews).where(its.state.in_(states)).order_by(its.month, its.id)
    return [records.from_row(REVIEW, row) for row in connection.execute(query)]


def units(connection: Connection, lead: str, on: date) -> list[Institution]:
    """Return the units that a hospital leads on a day, by name."""
    led = {one.id for one in registry.everything(connection, registry.COMMUNITY) if _is_led(one, lead)}
    return [one for one in registry.units(connection, lead) if one.community_on(on) in led]


def numbers_in(file: Path) -> tuple[str, ...]:
    """Return the prescription numbers of a file: its first column, without a head that has no digit.

    Raises:
        Refused: file_missing, file_too_big, file_kind, file_unreadable, or what the numbers are refused for.
    """
    cells = [_cell(row[0]) if row else "" for row in sheets.rows(file)]
    has_head = bool(cells) and not any(letter.isdigit() for letter in cells[0])
    return read_numbers("\n".join(cells[1:] if has_head else cells))


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # Excel takes a number for an amount
    return "" if value is None else str(value)


def _is_led(community: Community, lead: str) -> bool:
    return community.lead == lead
