"""What has to be so at the end of the month, at the hub and on every desk; it fails where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import msgspec
from fhir.resources.R4B.bundle import Bundle
from sqlalchemy import Connection

from tests.benchmarks.referral_month import ledger
from tests.benchmarks.referral_month import recount
from tests.benchmarks.referral_month import trails
from tests.benchmarks.referral_month.ledger import Told
from tests.benchmarks.referral_month.script import Month
from tests.benchmarks.referral_month.slots import check_slots
from tests.benchmarks.referral_month.stage import FIRST
from tests.benchmarks.referral_month.stage import Stage
from tests.sync.agreement import Agreement
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.exchange.writing import bundle
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.check import find
from yigongti_desktop.hub.journal import entries
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

_ENDED = {"closed", "withdrawn"}
_ALL = 1_000_000
_SHOWN, _LONGEST = 12, 4_000
#: Whatever a person or the county's rule says, nobody is asked after later than this.
_MOST_DAYS = 31


def check(month: Month) -> list[str]:
    """Return in lines what was seen at the end.

    Raises:
        AssertionError: something is amiss; all that was found, after what was seen.
    """
    stage, lines, faults = month.stage, list[str](), list[str]()
    with reading(stage.world.hub.engine) as connection:
        kinds = {one.id: one.kind.value for one in registry.everything(connection, registry.INSTITUTION)}
        cases = ledger.read(connection, kinds)
        looks: tuple[Callable[[], str], ...] = (
            lambda: _acts(stage),
            lambda: _counts(cases, month.sent),
            lambda: _not_lost(connection, stage, kinds),
            lambda: _trails(connection, cases),
            lambda: _exchanged(connection, stage),
            lambda: _files(connection, stage),
            lambda: _figures(stage, list(cases.values())),
            lambda: check_slots(stage),
            lambda: _agreed(stage),
        )
        for look in looks:
            try:
                lines.append(look())
            except AssertionError as fault:
                faults.append(str(fault)[:_LONGEST])
    if faults:
        raise AssertionError("\n".join([*lines, *faults]))
    return lines


def _files(connection: Connection, stage: Stage) -> str:
    found = list(find(connection, CATALOGUE, stage.world.hub.word_key))
    assert not found, found[:_SHOWN]
    return "the hub's own check of its file finds nothing"


def _acts(stage: Stage) -> str:
    total = sum(stage.acts.values())
    papers = f"{stage.by_paper['transfer_out']} cases and {stage.by_paper['return']} returns by paper first"
    kinds = ", ".join(f"{name} {count:,}" for name, count in sorted(stage.acts.items()))
    not_done = ", ".join(f"{name} {count}" for name, count in sorted(stage.not_done.items()))
    return (
        f"{total:,} acts, {stage.off_line:,} of them off-line ({stage.off_line / total:.0%}), {stage.talks:,} talks;"
        f" {papers}\n{kinds}\nrefused at the desk at once: {not_done or 'none'}"
    )


def _counts(cases: dict[str, Told], sent: list[str]) -> str:
    assert sorted(cases) == sorted(sent), (len(cases), len(sent))
    known = list(cases.values())
    by_way = {way: Counter(one.state for one in known if one.way == way) for way in ("up", "across", "down")}
    said = (f"{way} {sum(states.values()):,}: {dict(states.most_common())}" for way, states in by_way.items() if states)
    outcomes = Counter(one.outcome for one in known if one.outcome)
    return "\n".join([f"{len(known):,} cases", *said, f"closed: {dict(outcomes.most_common())}"])


def _not_lost(connection: Connection, stage: Stage, kinds: dict[str, str]) -> str:
    """Fail where an open case has nobody who holds it, no day on which it is asked after, or nobody who asks."""
    people = {one.id: one for one in registry.everything(connection, registry.ACCOUNT)}
    is_open = 0
    for case in registry.everything(connection, REFERRAL):
        if case.state.value in _ENDED:
            assert case.next_contact is None, case.number
            assert bool(case.outcome) is (case.state.value == "closed"), case.number
            continue
        is_open += 1
        is_theirs = case.state.value in {"sent", "redirected", "accepted", "arrived"}
        holder = case.target if is_theirs or (case.is_down and case.state.value == "followed_up") else case.origin
        assert holder in kinds, case.number
        assert case.next_contact is not None, (case.number, case.state)
        assert case.next_contact <= stage.today + timedelta(days=_MOST_DAYS), (case.number, case.next_contact)
        assert people[case.tracker].active, case.number
        assert case.tracker_name, case.number
        assert not case.carried, (case.number, case.carried)
    return f"{is_open:,} open cases: 0 without holder, 0 without next date, 0 without tracker"


def _trails(connection: Connection, cases: dict[str, Told]) -> str:
    records = {one.id: (one.state.value, one.revision) for one in registry.everything(connection, REFERRAL)}
    judged: dict[str, set[str]] = {}
    for entry in entries(connection, journal.c.record_kind == "referral", journal.c.code == ""):
        judged.setdefault(entry.record, set()).add(entry.id)
    found = trails.faults(cases.values(), records, judged)
    assert not found, (len(found), found[:_SHOWN])
    return f"{len(cases):,} trails of {sum(len(one.lines) for one in cases.values()):,} steps complete and ordered"


def _exchanged(connection: Connection, stage: Stage) -> str:
    """Fail where a case is no valid FHIR message by the published models, or does not come back from it whole."""
    at, kinds = stage.world.clock.now(), Counter[str]()
    for case in registry.everything(connection, REFERRAL):
        message = bundle(case, at)
        raw = msgspec.json.encode(message)
        Bundle.model_validate_json(raw)
        (found,) = read(raw)
        assert found.referral == case, case.number
        kinds[message["entry"][0]["resource"]["eventCoding"]["code"]] += 1
    return f"{sum(kinds.values()):,} FHIR bundles valid and back whole: {dict(kinds.most_common())}"


def _figures(stage: Stage, cases: list[Told]) -> str:
    """Fail where figures differ from the recount: of the month, its weeks and halves, at the hub and on every desk."""
    first = ledger.local(FIRST)
    last = first + timedelta(days=stage.days - 1)
    middle = first + timedelta(days=stage.days // 2)
    whole, halves = Period(first, last), (Period(middle, last), Period(first, middle - timedelta(days=1)))
    engines = {"hub": (stage.world.hub.engine, cases)} | {
        name: (stage.world.desks[name].engine, ledger.seen_by(cases, stage.institution(name))) for name in stage.names
    }
    found, compared = list[str](), 0
    for name, (engine, seen) in engines.items():
        with reading(engine) as connection:
            for period in (whole, *halves, *recount.weeks(first, last)):
                found += [f"{name} {period.first}: {one}" for one in recount.compare(connection, seen, period)]
                compared += 1
            found += [f"{name}: {one}" for one in recount.compare_growth(connection, seen, *halves)]
    assert not found, (len(found), found[:_SHOWN])
    return (
        f"figures of {len(engines)} databases over {compared} periods, by unit, target, disease, doctor, flows: equal"
    )


def _agreed(stage: Stage) -> str:
    """Fail where a desk and the hub differ, or an act has no answer."""
    agreement = Agreement(stage.world.hub)
    refused: Counter[str] = Counter()
    for name in stage.names:
        desk = stage.world.desks[name]
        agreement.check_desk(desk)
        state = desk.read(status)
        assert (state.waiting, state.quarantined, state.set_aside, state.waiting_bytes) == (0, 0, 0, 0), name
        refused.update(f"{act.kind} {act.code}" for act in desk.read(outbox.in_states, outbox.NEEDS_PERSON, _ALL))
    agreement.check_nothing_was_done_twice()
    agreement.check_no_number_was_given_twice()
    told = ", ".join(f"{name} {count}" for name, count in sorted(refused.items()))
    return f"{len(stage.names)} desks and the hub: 0 differences; acts refused by the hub, told: {told or 'none'}"
