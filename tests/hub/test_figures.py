"""What the hub tells of itself: alive, ready, and figures for whoever keeps it, with nobody named in them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.hub.callers import Caller
from tests.hub.callers import door
from tests.hub.callers import figure
from tests.hub.liar import Liar
from tests.sync.county import County
from yigongti_desktop.hub.http import Server
from yigongti_desktop.hub.limits import STANDARD
from yigongti_desktop.hub.standing import Standing
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.hub


def asked(county: County, server: Server, path: str, token: str = "") -> tuple[int, bytes]:
    with Caller(county.hub, server.port) as caller:
        caller.ask(path, method="GET", token=token)
        status, _, content = caller.hear()
        return status, content


def test_a_hub_in_order_is_alive_and_ready(county: County) -> None:
    with door(county.hub, STANDARD) as server:
        assert asked(county, server, "/healthz") == (200, b'{"status":"ok"}')
        assert asked(county, server, "/readyz") == (200, b'{"status":"ready","missing":[]}')


def test_a_hub_whose_schema_is_of_another_program_is_alive_and_not_ready(county: County) -> None:
    with writing(county.hub.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with door(county.hub, STANDARD) as server:
        assert asked(county, server, "/healthz")[0] == 200
        assert asked(county, server, "/readyz") == (503, b'{"status":"not_ready","missing":["schema"]}')


def test_a_hub_without_its_database_is_not_ready_and_says_no_more_than_that(county: County) -> None:
    if county.hub.is_on_server:
        pytest.skip("a database on a server is no file that a test could spoil")
    with door(county.hub, STANDARD) as server:
        county.hub.engine.dispose()
        for file in (county.hub.home.database, county.hub.home.database.with_name("data.db-wal")):
            file.unlink(missing_ok=True)
        county.hub.home.database.write_bytes(b"rubbish" * 10_000)
        assert asked(county, server, "/readyz") == (503, b'{"status":"not_ready","missing":["database"]}')


def test_a_hub_whose_disk_is_nearly_full_is_not_ready(county: County) -> None:
    home = county.hub.home
    standing = Standing(county.hub.engine, county.hub.clock, home.path, home.backups, least_free=2**62)
    assert standing.faults() == ["disk"]


def test_the_figures_count_what_was_done(county: County) -> None:
    county.send_referral("岳口")
    county.request("岳口")
    with door(county.hub, STANDARD) as server:
        for name in ("岳口", "市一医"):  # 岳口 has what it did itself, and is not sent it
            county.point(county.desks[name], f"127.0.0.1:{server.port}")
            county.sync(name)
        text = asked(county, server, "/metrics")[1].decode()
    values = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert values["yigongti_hub_batches_total", "taken"] == 1
    assert values["yigongti_hub_events_total", "accepted"] >= 2
    assert values["yigongti_hub_events_total", "refused"] == 0
    assert values["yigongti_hub_requests_total", "token", "200"] == 2
    assert values["yigongti_hub_records_sent_total", "records"] > 0
    assert values["yigongti_hub_request_seconds_count", "exchange"] >= 1
    assert values["yigongti_hub_devices", "active"] == 5
    assert values["yigongti_hub_devices_seen",] >= 1
    assert values["yigongti_hub_position",] > 0
    assert values["yigongti_hub_database_bytes",] > 100_000
    assert values["yigongti_hub_journal_quarantined",] == 0
    assert values["yigongti_hub_connections",] == 3  # those two keep theirs


def test_the_figures_name_no_institution_device_or_person(county: County) -> None:
    county.send_referral("岳口")
    with door(county.hub, STANDARD) as server:
        county.point(county.desks["岳口"], f"127.0.0.1:{server.port}")
        county.sync("岳口")
        text = asked(county, server, "/metrics")[1].decode()
    ids = [one.id for one in county.keeper.institutions()] + [one.id for one in county.keeper.devices()]
    names = [one.name for one in county.keeper.institutions()] + [one.name for one in county.keeper.accounts()]
    assert [word for word in [*ids, *names] if word in text] == []


def test_with_a_secret_only_who_shows_it_reads_the_figures(county: County) -> None:
    with door(county.hub, STANDARD, secret="a-secret-of-the-keeper") as server:
        for shown in ("", "wrong", "a-secret-of-the-keepe", "a-secret-of-the-keeper2"):
            assert asked(county, server, "/metrics", shown)[0] == 404
        assert asked(county, server, "/metrics", "a-secret-of-the-keeper")[0] == 200


def test_workers_count_into_one_sum(tmp_path: Path) -> None:
    """Two processes count; a third tells."""
    count = (
        "from yigongti_desktop.hub.measures import Measures; from yigongti_desktop.hub.visit import Visit;"
        "Measures().note(Visit(route='exchange', status=200, bytes_in=5), 0.1)"
    )
    tell = (
        "import sys; from yigongti_desktop.hub.measures import Measures; sys.stdout.buffer.write(Measures().text([]))"
    )
    together = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", count], env=together, check=True, timeout=60)
    told = subprocess.run([sys.executable, "-c", tell], env=together, check=True, capture_output=True, timeout=60)
    assert re.search(rb'requests_total\{route="exchange",status="200"\} 2.0', told.stdout)
    assert re.search(rb'bytes_total\{way="in"\} 10.0', told.stdout)


def test_the_house_answers_while_every_thread_is_busy(liar: Liar) -> None:
    county, token = liar.county, liar.token()
    batch = pack(Exchange(cursors={}, batch=liar.sign(liar.batch()), room=1))
    with door(county.hub, replace(STANDARD, threads=1)) as server, Caller(county.hub, server.port) as caller:
        with writing(county.hub.engine):
            caller.ask("/v1/exchange", batch, token=token)
            assert asked(county, server, "/readyz")[0] == 200
            assert figure(county.hub, server, "waiting") == 0
        assert caller.hear()[0] == 200


def test_an_answer_with_nothing_new_is_small_on_the_wire(liar: Liar) -> None:
    """What the desk's own client and the hub say to each other, without TLS and TCP."""
    county = liar.county
    first = liar.exchange(Exchange(cursors={}, room=2000))
    while first.left:
        first = liar.exchange(Exchange(cursors=first.cursors, room=2000))
    county.sync("岳口")
    with door(county.hub, STANDARD) as server, Caller(county.hub, server.port) as caller:
        caller.ask("/v1/exchange", pack(Exchange(cursors=first.cursors, room=1)), token=liar.token())
        _, headers, _ = caller.hear()
    assert set(headers) == {"content-length"}
