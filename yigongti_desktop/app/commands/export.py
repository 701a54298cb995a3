"""yigongti export: print records as this desk sees them, one JSON object a line, by the rights of the account."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.app.commands import common
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.pharmacy.model import road as request_road
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions
from yigongti_desktop.capabilities.pharmacy.store import requests as pharmacy
from yigongti_desktop.capabilities.pharmacy.store import reviews
from yigongti_desktop.capabilities.pharmacy.store import shortages
from yigongti_desktop.capabilities.pharmacy.store import statements
from yigongti_desktop.capabilities.referrals.model import road as referral_road
from yigongti_desktop.capabilities.referrals.store import cases as referrals
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import audit
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

#: What is asked of the database, and for whom.
Question = Callable[[Connection, Actor], Iterable[Any]]
_ALL = frozenset(Role) - {Role.HUB}
_PATIENTS = CLINICAL_ROLES | {Role.DIRECTOR, Role.REFERRAL_OFFICE}
_DRUGS = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})


def run(arguments: Sequence[str]) -> int:
    """Print the records of a kind."""
    parser = common.parser("export", "以 JSON 导出本机看到的记录，每行一条。")
    parser.add_argument("kind", metavar="种类", help="、".join(KINDS))
    parser.add_argument("--json", action="store_true", help="以 JSON 输出（总是如此）")
    common.add_account(parser)
    given = parser.parse_args(arguments)

    def work() -> int:
        if given.kind not in KINDS:
            raise Refused("export_unknown", kind=given.kind, known="、".join(KINDS))
        desk = common.open_desk(given)
        session = common.log_in(desk, given)
        roles, question = KINDS[given.kind]
        session.actor.need(roles)
        for record in desk.read(question, session.actor):
            common.say_json(record)
        desk.note(session.actor, "export", given.kind)
        return common.OK

    return common.guarded(work)


def _referrals(connection: Connection, _actor: Actor) -> Iterable[Any]:
    for case in referrals.cases(connection):
        steps = referral_road.steps(case.referral, trails.of_record(connection, case.referral.id))
        yield msgspec.to_builtins(case.referral) | {"is_waiting": case.is_waiting, "trail": msgspec.to_builtins(steps)}


def _requests(connection: Connection, _actor: Actor) -> Iterable[Any]:
    for row in pharmacy.requests(connection):
        steps = request_road.steps(row.request, trails.of_record(connection, row.request.id))
        yield msgspec.to_builtins(row.request) | {"is_waiting": row.is_waiting, "trail": msgspec.to_builtins(steps)}


def _accounts(connection: Connection, _actor: Actor) -> Iterable[Any]:
    for account in registry.everything(connection, registry.ACCOUNT):
        shown = msgspec.to_builtins(account)
        shown.pop("verifier")
        yield shown


def _refused(connection: Connection, actor: Actor) -> Iterable[Any]:
    """Return the refused acts of the account's own kind of work: their words and reasons are as private as records."""
    for act in outbox.in_states(connection, outbox.NEEDS_PERSON):
        kind = CATALOGUE.events.get(act.kind)
        if kind is None or not actor.may(kind.roles):
            continue
        body = msgspec.json.decode(act.body, type=dict[str, Any])
        body.pop("verifier", None)
        yield msgspec.to_builtins(act) | {"body": body}


def _all_of(kind: RecordKind[Any]) -> Question:
    return lambda connection, _actor: registry.everything(connection, kind)


#: Kind → who may, and the question.
KINDS: dict[str, tuple[frozenset[Role], Question]] = {
    "referrals": (_PATIENTS, lambda connection, actor: list(_referrals(connection, actor))),
    "requests": (_DRUGS, lambda connection, actor: list(_requests(connection, actor))),
    "shortages": (
        CLINICAL_ROLES | _DRUGS,
        lambda connection, _actor: [row.shortage for row in shortages.rows(connection)],
    ),
    "statements": (_DRUGS, _all_of(statements.STATEMENT)),
    "long-prescriptions": (CLINICAL_ROLES | _DRUGS, _all_of(long_prescriptions.LONG_PRESCRIPTION)),
    "reviews": (_DRUGS, _all_of(reviews.REVIEW)),
    "followups": (_PATIENTS, lambda connection, _actor: [row.visit for row in followups.visits(connection)]),
    "residents": (_PATIENTS, _all_of(registry.RESIDENT)),
    "drugs": (_ALL, _all_of(registry.DRUG)),
    "diagnoses": (_ALL, _all_of(registry.DIAGNOSIS)),
    "institutions": (_ALL, _all_of(registry.INSTITUTION)),
    "rules": (_ALL, _all_of(registry.RULE)),
    "accounts": (frozenset({Role.ADMINISTRATOR, Role.AUDITOR}), lambda c, actor: list(_accounts(c, actor))),
    "audit": (frozenset({Role.AUDITOR}), lambda connection, _actor: audit.latest(connection, 100_000)),
    "refused": (_ALL, lambda connection, actor: list(_refused(connection, actor))),
}
