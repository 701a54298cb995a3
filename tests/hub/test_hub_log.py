"""The hub's log: one JSON object a line for each request, with ids and numbers; nobody can be read in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.test_privacy import a_day_of_work
from tests.world import World
from yigongti_desktop.app.logs import log_to
from yigongti_desktop.storage import facts

pytestmark = [pytest.mark.hub, pytest.mark.sync]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world whose hub writes its log as `hub serve` does."""
    log = logging.getLogger("yigongti_desktop")
    before, level = list(log.handlers), log.level
    for handler in before:
        log.removeHandler(handler)
    made = World(tmp_path)
    log_to(made.hub.home, is_json=True)
    log.setLevel(logging.DEBUG)
    made.open_line()
    yield made
    made.close()
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    for handler in before:
        log.addHandler(handler)
    log.setLevel(level)


def lines(world: World) -> list[dict[str, Any]]:
    text = (world.hub.home.logs / "yigongti.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_each_exchange_is_one_line_with_ids_and_counts(world: World) -> None:
    desk = world.desk("岳口")
    world.send_referral("岳口")
    desk.sync()
    told = [line for line in lines(world) if line.get("route") == "exchange" and line.get("batch")]
    assert len(told) == 1
    line = told[0]
    assert (line["event"], line["level"], line["status"]) == ("request", "info", 200)
    assert line["device"] == desk.fact(facts.DEVICE)
    assert line["accepted"] >= 1
    assert line["in"] > 0
    assert line["out"] > 0
    assert line["ms"] > 0
    assert line["at"].endswith("+00:00")


def test_the_log_of_a_whole_days_work_names_nobody(world: World) -> None:
    words = a_day_of_work(world)
    words |= {one.name for one in world.keeper.institutions()} | {one.name for one in world.keeper.accounts()}
    text = (world.hub.home.logs / "yigongti.log").read_text(encoding="utf-8")
    assert len(lines(world)) > 20
    assert [word for word in words if word in text] == []


def test_the_log_holds_no_token_and_no_code(world: World) -> None:
    code = world.keeper.issue_code("多宝")
    world.desk("岳口")
    text = (world.hub.home.logs / "yigongti.log").read_text(encoding="utf-8")
    assert "Bearer" not in text
    assert code.spell() not in text
    assert code.secret.hex() not in text


def test_a_refusal_is_told_by_its_code(world: World) -> None:
    desk = world.desk("岳口")
    world.keeper.revoke("岳口-A", "lost")
    desk.sync()
    assert any((line.get("status"), line.get("code")) == (403, "device_revoked") for line in lines(world))
