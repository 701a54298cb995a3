"""kill -9 of a desk in the middle of a sync, and of the hub in the middle of a batch: nothing lost, nothing twice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextlib import contextmanager
from typing import Any

import pytest

from tests.commands.office import PASSWORD
from tests.commands.office import PROGRAM
from tests.commands.office import ROOT
from tests.commands.office import Office
from tests.commands.office import environment
from tests.commands.office import open_desk
from tests.commands.office import open_hub
from tests.storage import acts_kept
from tests.sync.county import fast
from tests.sync.relay import Relay
from tests.world import WORDS
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.referrals.messages.cases import PrintReferral
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import connect
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.sync, pytest.mark.slow]


def test_a_desk_killed_at_any_moment_of_a_sync_goes_on_as_if_nothing_had_been(office: Office) -> None:
    hub = open_hub(office)
    with _listening(hub, office) as port, Relay(port) as line:
        _point(office.clinic, line.address)
        whole = _measure(office, line)
        moments: list[tuple[str, Callable[[int], None]]] = [
            ("before its first byte", lambda _done: line.hold_after("up", 0)),
            ("while it proves itself", lambda _done: line.hold_after("down", whole["down"] // 3)),
            ("while its batch goes up", lambda _done: line.hold_after("up", whole["up"] * 2 // 3)),
            ("when the hub has committed", lambda done: line.hold_unless("down", lambda: _judged(hub) == done)),
            ("while the answer comes down", lambda _done: line.hold_after("down", whole["down"] * 4 // 5)),
        ]
        asked = _judged(hub)
        for turn, (moment, hold) in enumerate(moments, start=1):
            _ask(office, turn)
            hold(_judged(hub))
            _kill_when(line, office)
            line.mend()
            assert _judged(hub) in {asked, asked + 1}, moment
            ran = office.run("sync", "--once", "--json", home=office.clinic)
            assert (ran.code, ran.lines[0]["waiting"]) == (0, 0), moment
            asked += 1
            assert _judged(hub) == asked, moment
    desk = open_desk(office.clinic)
    assert desk.read(status).waiting == 0
    assert set(desk.read(acts_kept.counts)) == {outbox.ACCEPTED}
    assert _whole(desk) == "ok"
    desk.close()
    with reading(hub.engine) as connection:
        asked_for = list(connection.exec_driver_sql("SELECT json_extract(lines, '$[0].requested') FROM drug_requests"))
    hub.engine.dispose()
    assert sorted(row[0] for row in asked_for) == [*range(1, len(moments) + 1), 98, 99]


def test_a_desk_killed_while_it_fetches_its_first_pages_ends_with_all_of_them(office: Office) -> None:
    hub = open_hub(office)
    office.send()
    with _listening(hub, office) as port, Relay(port) as line:
        desk = open_desk(office.clinic)
        desk.sync()
        desk.close()
        _point(office.hospital, line.address)
        _forget_everything(office)
        line.mend()
        desk = open_desk(office.hospital)
        desk.sync()
        desk.close()
        whole = line.passed["down"]
        _forget_everything(office)
        for part in (0.3, 0.6, 0.9):
            line.hold_after("down", int(whole * part))
            _kill_when(line, office, home=office.hospital)
            line.mend()
        ran = office.run("sync", "--once", home=office.hospital)
        assert ran.code == 0
    desk = open_desk(office.hospital)
    with reading(hub.engine) as connection:
        for kind in (registry.DIAGNOSIS, registry.INSTITUTION, registry.RULE, REFERRAL):
            assert desk.read(registry.count, kind) == registry.count(connection, kind), kind.name
    assert _whole(desk) == "ok"
    desk.close()
    hub.engine.dispose()


@pytest.mark.parametrize("moment", ["while it receives", "while it judges", "when it has committed"])
def test_a_hub_killed_in_the_middle_of_a_batch_does_every_act_once(office: Office, moment: str) -> None:
    sent = office.send()
    desk = open_desk(office.clinic)
    fast(desk)
    actor = desk.log_in("zhou", PASSWORD).actor
    for _ in range(498):
        desk.do(actor, PrintReferral(referral=sent.id))
    hub = open_hub(office)
    serving = office.serve()
    serving.start()
    try:
        with Relay(office.port) as line:
            _point(office.clinic, line.address, desk)
            if moment == "while it receives":
                line.hold_after("up", 8_000)
            elif moment == "when it has committed":
                line.hold_unless("down", lambda: _judged(hub) == 0)
            talk = _sync_beside(desk, lambda: _reached(moment, line, hub), serving.kill, line)
            assert talk.code in {"line_cut", "hub_unreachable"}
            assert desk.read(status).waiting == 500
        done = _judged(hub)
        assert done == {"while it receives": 0, "when it has committed": 500}.get(moment, done)
        assert done in {0, 500}
        serving.start()
        _point(office.clinic, f"127.0.0.1:{office.port}", desk)
        talk = desk.sync()
    finally:
        serving.stop()
    assert (talk.code, talk.accepted) == ("", 500)
    with reading(hub.engine) as connection:
        held = records.load(connection, REFERRAL, sent.id)
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert held is not None
    assert (held.prints, held.revision) == (498, 499)
    assert _judged(hub) == 500
    desk.close()
    hub.engine.dispose()


def _sync_beside(desk: Workbench, is_time: Callable[[], bool], kill: Callable[[], None], line: Relay) -> Any:
    """Sync on a thread; when it is time, kill."""
    with ThreadPoolExecutor(1) as pool:
        talking = pool.submit(desk.sync)
        while not is_time():
            assert not talking.done(), talking.result()
        kill()
        line.down()
        return talking.result(60)


def _reached(moment: str, line: Relay, hub: Hub) -> bool:
    if moment != "while it judges":
        return line.stopped.wait(0.01)
    with closing(connect(hub.home.database, hub.key, busy_ms=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except Exception as fault:  # noqa: BLE001 - the driver's own
            return "locked" in str(fault)
        other.execute("ROLLBACK")
    return False


def _kill_when(line: Relay, office: Office, home: Any = None) -> None:
    """Start a sync and kill -9 it when the line has stopped it."""
    command = [*PROGRAM, "sync", "--once", "--home", str(home or office.clinic)]
    process = subprocess.Popen(
        command, env=environment(WORDS), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    while not line.stopped.wait(0.01):
        assert process.poll() is None, "it ended before the moment came"
    process.kill()
    process.wait(30)


def _measure(office: Office, line: Relay) -> dict[str, int]:
    """Return how many bytes a sync with one act takes in each direction, once desk and hub know each other's keys."""
    for quantity in (98, 99):
        _ask(office, quantity)
        line.mend()
        desk = open_desk(office.clinic)
        assert desk.sync().code == ""
        desk.close()
    return dict(line.passed)


def _ask(office: Office, quantity: int) -> None:
    desk = open_desk(office.clinic)
    drug = desk.read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0].id
    actor = desk.log_in("liu", PASSWORD).actor
    desk.do(actor, SubmitDrugRequest(lines=(Wanted(drug=drug, quantity=quantity),)))
    desk.close()


def _point(home: Any, address: str, desk: Workbench | None = None) -> None:
    opened = desk or open_desk(home)
    with writing(opened.engine) as connection:
        facts.put(connection, hub_address=address)
    if desk is None:
        opened.close()


def _forget_everything(office: Office) -> None:
    desk = open_desk(office.hospital)
    with writing(desk.engine) as connection:
        for table in ("cursors", "diagnoses", "drugs", "institutions", "rules", "search_keys"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - ours
    desk.close()


def _judged(hub: Hub) -> int:
    with reading(hub.engine) as connection:
        found = connection.exec_driver_sql(
            "SELECT count(*) FROM journal WHERE kind IN"
            " ('drug_request.submitted', 'referral.printed', 'referral.sent', 'resident.registered')"
        ).scalar()
    return int(found or 0)


def _whole(desk: Workbench) -> str:
    with reading(desk.engine) as connection:
        return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())


@contextmanager
def _listening(hub: Hub, office: Office) -> Iterator[int]:
    server = hub.server("127.0.0.1", office.port)
    thread = server.start()
    while not server.is_ready:
        assert thread.is_alive()
    yield server.port
    server.stop()
    thread.join(30)
