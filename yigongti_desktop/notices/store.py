"""Notices in the database, and what screens ask for."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.notices import model
from yigongti_desktop.notices.model import OPEN
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.tables import notices
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

NOTICE = RecordKind(name=model.KIND, record=Notice, table=notices, streams=model.streams, topic="notices")
_OPEN = tuple(state.value for state in OPEN)


def untold(connection: Connection, actor: Actor, record_kind: str) -> list[Notice]:
    """Return the notices of somebody's unit of which nobody there has taken note, the latest first.

    Who came second is left out: they are asked already.
    """
    its = notices.c
    is_news = (its.known == "") | (its.known.in_(_OPEN) & its.state.not_in(_OPEN))
    query = select(notices).where(
        its.institution == actor.institution,
        its.record_kind == record_kind,
        its.state != State.AGAIN.value,
        is_news,
    )
    found = (records.from_row(NOTICE, row) for row in connection.execute(query.order_by(its.asked_at.desc(), its.id)))
    return [one for one in found if one.rival.account != actor.account]


def about(connection: Connection, record: str, institution: str) -> list[Notice]:
    """Return what a unit was told about a record of its own, the latest first; what was sent again is told anew."""
    its = notices.c
    query = select(notices).where(its.record == record, its.institution == institution, its.state != State.AGAIN.value)
    return [records.from_row(NOTICE, row) for row in connection.execute(query.order_by(its.asked_at.desc(), its.id))]
