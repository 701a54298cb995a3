"""The line is kept from talk to talk, made again without a word when it was lost, and ended at once when told."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from typing import Any

import pytest

from tests.sync.by_hand import line_of
from tests.sync.county import County
from tests.sync.relay import Relay
from tests.sync.strangers import Stranger
from tests.sync.strangers import http
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.hub import certificates
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.storage import facts
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.status import status
from yigongti_desktop.sync.wire import Wire

pytestmark = pytest.mark.sync
PROMPT_SECONDS = 3.0


class Counting:
    """Counts the connections that a relay has taken."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    @property
    def made(self) -> int:
        """Two threads pump each connection."""
        return (len(self._relay._threads) - 1) // 2


def test_several_talks_go_over_one_connection(county: County, relay: Relay) -> None:
    made = Counting(relay)
    for quantity in range(1, 6):
        county.request("岳口", quantity)
        county.sync("岳口")
    assert made.made == 1


def test_a_connection_that_was_lost_while_idle_is_made_again_without_a_word(county: County, relay: Relay) -> None:
    made = Counting(relay)
    county.sync("岳口")
    relay._drop_all()
    county.request("岳口")
    county.sync("岳口")
    assert made.made == 2
    assert county.desks["岳口"].read(status).waiting == 0


def test_a_request_that_met_a_lost_connection_is_done_once(county: County, relay: Relay) -> None:
    county.sync("岳口")
    for quantity in range(1, 4):
        county.request("岳口", quantity)
        relay._drop_all()
        county.sync("岳口")
    assert len(county.journal("drug_request.submitted")) == 3


def test_a_cut_within_a_talk_is_weather_and_not_tried_at_once_again(county: County, relay: Relay) -> None:
    county.sync("岳口")
    county.request("岳口")
    relay.cut_after("down", 10)
    assert county.desks["岳口"].sync().code in {"line_cut", "hub_unreachable"}
    relay.mend()
    county.sync("岳口")
    assert len(county.journal("drug_request.submitted")) == 1


def test_after_weather_the_next_talk_makes_another_connection(county: County, relay: Relay) -> None:
    made = Counting(relay)
    county.sync("岳口")
    relay.down()
    assert county.desks["岳口"].sync().code == "hub_unreachable"
    relay.mend()
    county.sync("岳口")
    assert made.made == 2


def test_a_hub_that_has_moved_is_found_at_its_new_address(county: County, relay: Relay) -> None:
    county.sync("岳口")
    relay.down()
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")
    county.sync("岳口")


def test_a_talk_is_ended_at_once_though_the_hub_says_nothing(county: County, relay: Relay) -> None:
    desk = county.desks["岳口"]
    county.sync("岳口")
    county.request("岳口")
    relay.hold_after("down", 0)
    took, talk = _stopped(desk, relay.stopped)
    assert (talk.code, desk.read(status).waiting) == ("stopped", 1)
    assert took < PROMPT_SECONDS
    relay.mend()
    county.sync("岳口")
    assert len(county.journal("drug_request.submitted")) == 1


def test_a_desk_that_is_closed_while_the_hub_says_nothing_is_closed_at_once(county: County, relay: Relay) -> None:
    desk = county.desks["岳口"]
    county.request("岳口")
    relay.hold_after("down", 0)
    talking = threading.Thread(target=desk.sync)
    talking.start()
    assert relay.stopped.wait(10)
    begun = time.monotonic()
    desk.close()
    talking.join(10)
    assert time.monotonic() - begun < PROMPT_SECONDS
    relay.mend()
    county.reopened("岳口")
    county.point(county.desks["岳口"], relay.address)
    county.sync("岳口")
    assert len(county.journal("drug_request.submitted")) == 1


def test_dialling_a_machine_that_does_not_answer_is_ended_at_once(county: County) -> None:
    """A full backlog keeps whoever dials waiting, as a firewall that drops everything does."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.settimeout(0)
            filler.connect_ex(deaf.getsockname())
        desk = county.desks["岳口"]
        county.point(desk, f"127.0.0.1:{deaf.getsockname()[1]}")
        dialling = threading.Event()
        took, talk = _stopped(desk, dialling, at_once=True)
        for filler in fillers:
            filler.close()
    assert talk.code == "stopped"
    assert took < PROMPT_SECONDS


def test_what_was_stopped_goes_again(county: County) -> None:
    with line_of(county, "岳口") as line:
        line.ready()
        line.stop()
        with pytest.raises(Unavailable) as refusal:
            line.is_there()
        assert refusal.value.code == "stopped"
        line.ready()
        line.is_there()


@pytest.mark.parametrize("status_line", ["503 Service Unavailable", "429 Too Many Requests"])
def test_when_the_hub_wants_to_be_asked_again_is_told(county: County, status_line: str) -> None:
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])
    with Stranger(http(status_line, b"", "Retry-After: 30"), context) as busy:
        county.point(county.desks["岳口"], busy.address)
        talk = county.desks["岳口"].sync()
    assert (talk.code, talk.facts.get("retry_after")) == ("hub_busy", 30.0)


def test_a_question_with_nothing_new_is_small(county: County, relay: Relay) -> None:
    """One request on the kept connection, both ways, TLS and all."""
    county.sync("岳口")
    county.sync("岳口")
    relay.mend()
    county.sync("岳口")
    assert relay.passed["up"] + relay.passed["down"] <= 1000


@pytest.mark.parametrize(
    "address", ["", "a b:1", "host:port", "host:99999", "user@host:1", "host/path", "host?x", "[::1"]
)
def test_what_can_be_no_address_is_refused(county: County, address: str) -> None:
    with pytest.raises(Refused) as refusal:
        Wire(address, certificates_of(county), 1000)
    assert refusal.value.code == "hub_address"


def test_the_bytes_that_went_are_counted(county: County) -> None:
    with line_of(county, "岳口") as line:
        before = line.carried
        line.exchange(Exchange(cursors=county.desks["岳口"].read(positions)))
        assert line.carried > before


def test_no_line_is_made_by_a_desk_that_is_not_enrolled(county: County) -> None:
    desk = county.desks["岳口"]
    desk.write(facts.forget, facts.DEVICE)
    with pytest.raises(Refused) as refusal:
        desk.sync()
    assert refusal.value.code == "not_enrolled"


def certificates_of(county: County) -> ssl.SSLContext:
    """Return what trusts the county's hub."""
    vault = county.hub._vault
    return certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])


def _stopped(desk: Workbench, held: threading.Event, *, at_once: bool = False) -> tuple[float, Any]:
    """Let a desk talk, stop it once the line is held; return the seconds that took, and the talk."""
    talks: list[Any] = []
    talking = threading.Thread(target=lambda: talks.append(desk.sync()))
    talking.start()
    if at_once:
        while desk._line._line is None:
            talking.join(0.01)
    else:
        assert held.wait(10)
    begun = time.monotonic()
    desk.stop_sync()
    talking.join(20)
    return time.monotonic() - begun, talks[0]
