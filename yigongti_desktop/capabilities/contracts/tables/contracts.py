"""Tables of contracts and of the services done under them, and what a desk keeps beside them to find them by."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import Table
from sqlalchemy import text as sql_text

from yigongti_desktop.storage.tables import METADATA
from yigongti_desktop.storage.tables import number
from yigongti_desktop.storage.tables import record_table
from yigongti_desktop.storage.tables import structure
from yigongti_desktop.storage.tables import text

contracts = record_table(
    "contracts",
    text("resident"),
    text("name"),
    text("sex"),
    text("birth"),
    text("village"),
    text("household"),
    text("number"),
    text("institution"),
    text("institution_name"),
    text("team"),
    text("team_name"),
    text("doctor"),
    structure("packages"),
    text("since"),
    text("until"),
    text("signed_on"),
    text("signed_at"),
    text("signed_by"),
    text("way"),
    text("signer"),
    text("signer_relation"),
    text("consent"),
    text("signature"),
    text("remark"),
    text("renews"),
    text("anchor"),
    text("ended", null=True),
    text("end_reason"),
    text("end_note"),
    structure("served"),
    structure("anchors", empty="{}"),
    structure("former"),
    Index("ix_contracts_team_until", "team", "until"),
    Index("ix_contracts_number", "number"),
    Index("ix_contracts_household", "household"),
    Index("ix_contracts_village", "village"),
)

services = record_table(
    "services",
    text("state"),
    text("contract"),
    text("resident"),
    text("name"),
    text("institution"),
    text("agreement"),
    text("package"),
    text("item"),
    text("item_name"),
    number("number"),
    text("done_on"),
    text("way"),
    text("doer"),
    text("doer_name"),
    structure("readings", empty="{}"),
    text("note"),
    text("outcome"),
    text("reason"),
    text("next_due", null=True),
    structure("leaves", empty="{}"),
    text("resident_card"),
    text("worker_card"),
    text("carded_at", null=True),
    structure("photos"),
    text("recorded_at"),
    text("void_reason"),
    Index("ix_services_contract", "contract"),
    Index("ix_services_done_on", "done_on"),
)

#: Agreements one by one, so that those in force on a day are counted without reading every contract.
agreements = Table(
    "agreements",
    METADATA,
    text("record", key=True),
    text("number", key=True),
    text("institution"),
    text("team"),
    text("village"),
    text("since"),
    text("last"),
    text("resident"),
    text("doctor"),
    text("signed_on"),
    text("until"),
    #: Forms of its items, in order, with commas between.
    text("forms"),
    #: All that is asked to count those of a team that hold on a day.
    Index("ix_agreements_team_term", "team", "last", "since"),
    Index("ix_agreements_number", "number"),
)

_OPEN, _DONE = sql_text("done_on IS NULL"), sql_text("done_on IS NOT NULL")

#: What a contract promises, each with its days: a pure function of the contract, kept to be listed by.
contract_tasks = Table(
    "contract_tasks",
    METADATA,
    text("record", key=True),
    text("task", key=True),
    text("resident"),
    text("name"),
    text("institution"),
    text("team"),
    text("village"),
    text("household"),
    text("home"),
    text("agreement"),
    text("package"),
    text("item"),
    text("item_name"),
    text("form"),
    number("number"),
    text("opens"),
    text("due"),
    text("closes"),
    text("holds_since"),
    text("holds_until"),
    text("done_on", null=True),
    text("service"),
    number("is_carried"),
    #: All that lists ask of what is still to be done, and of what was done: no row is looked up to count and to order.
    #: Agreements that are over are passed by: of three years only those in force are gone through.
    Index(
        "ix_contract_tasks_open",
        "team",
        "holds_until",
        "due",
        "closes",
        "holds_since",
        "village",
        "item",
        "home",
        "done_on",
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    Index(
        "ix_contract_tasks_done",
        "team",
        "holds_until",
        "done_on",
        "holds_since",
        "village",
        "item",
        "home",
        sqlite_where=_DONE,
        postgresql_where=_DONE,
    ),
)

#: What each person adds to the figures of a unit, and the first day on which that may be another (`model/shares.py`).
figure_shares = Table(
    "figure_shares",
    METADATA,
    text("person", key=True),
    text("share"),
    text("changes_on", null=True),
    Index("ix_figure_shares_changes_on", "changes_on"),
)

#: The sum of all shares: of which unit, on which day, under which rules.
figure_sums = Table(
    "figure_sums",
    METADATA,
    text("institution", key=True),
    text("day"),
    text("basis"),
    text("total"),
    text("mark"),
)

#: Months and parts of each figure as they were counted, and what they were made of.
figure_closers = Table("figure_closers", METADATA, text("definition", key=True), text("basis"), text("body"))
