"""What a staffing office has settled for its postings, in the database."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import posting_terms as model
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingWay
from yigongti_desktop.capabilities.staffing.tables.posting_terms import posting_terms
from yigongti_desktop.capabilities.staffing.tables.posting_terms import posting_ways
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

WAY = RecordKind(
    name=model.WAY,
    record=PostingWay,
    table=posting_ways,
    streams=model.streams,
    topic="staffing.terms",
    has_trail=True,
)
TERMS = RecordKind(
    name=model.TERMS,
    record=PostingTerms,
    table=posting_terms,
    streams=model.streams,
    topic="staffing.terms",
    has_trail=True,
)


def ways_of(connection: Connection, lead: str) -> dict[str, PostingWay]:
    """Return how far the units of a lead hospital are, by unit."""
    query = select(posting_ways).where(posting_ways.c.lead == lead)
    found = (records.from_row(WAY, row) for row in connection.execute(query))
    return {one.unit: one for one in found}


def terms_of(connection: Connection, lead: str) -> dict[str, PostingTerms]:
    """Return the terms of a lead hospital's doctors, by person."""
    query = select(posting_terms).where(posting_terms.c.lead == lead)
    found = (records.from_row(TERMS, row) for row in connection.execute(query))
    return {one.person: one for one in found}
