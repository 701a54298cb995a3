"""What printing asks of the database: how the county has its slips, and which were made on a day."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.referrals.model import layout
from yigongti_desktop.capabilities.referrals.model.both import paper_of
from yigongti_desktop.capabilities.referrals.model.layout import CountyForm
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.capabilities.referrals.tables.cases import referrals
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.registry.store import Rules
from yigongti_desktop.storage import records
from yigongti_desktop.storage.facts import stamp


def county_form(connection: Connection, on: date) -> CountyForm:
    """Return what the county has set of its slips for the day."""
    return layout.county_form(Rules(connection), on)


def of_day(connection: Connection, own: str, on: date) -> list[Referral]:
    """Return the cases whose slip an institution wrote on a day of China and may hand out, by number."""
    since = datetime.combine(on, time.min, CHINA)
    first, last = stamp(since), stamp(since + timedelta(days=1))
    at = referrals.c
    out = (at.origin == own) & (at.sent_at >= first) & (at.sent_at < last)
    back = (at.target == own) & (at.returned_at >= first) & (at.returned_at < last)
    query = select(referrals).where(out | back).order_by(at.number)
    found = (records.from_row(REFERRAL, row) for row in connection.execute(query))
    return [one for one in found if paper_of(one, own)]


def form_and_slips(connection: Connection, own: str, on: date) -> tuple[CountyForm, list[Referral]]:
    """Return both."""
    return county_form(connection, on), of_day(connection, own, on)
