"""The line: only the hub of the enrolment is spoken to, whatever the machine, its clock and its settings say."""

from __future__ import annotations

import gc
import select
import socket
import ssl
from datetime import UTC
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder
from cryptography.x509.verification import Store
from sqlalchemy import event

from tests.fakes.time import StoppedClock
from tests.sync.by_hand import line_of
from tests.sync.county import County
from tests.sync.strangers import Stranger
from tests.sync.strangers import http
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.hub import certificates
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync.loop import last_contacts
from yigongti_desktop.sync.status import status
from yigongti_desktop.sync.transport import Line
from yigongti_desktop.sync.wire import Wire

pytestmark = pytest.mark.sync

BUNDLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy")


def test_a_hub_of_another_authority_is_not_spoken_to(county: County) -> None:
    key, authority = certificates.new_authority("yigongti tianmen")
    context = certificates.server_context(key, authority, ["127.0.0.1"])
    county.send_referral("岳口")
    with Stranger(http("200 OK"), context) as other:
        county.point(county.desks["岳口"], other.address)
        talk = county.desks["岳口"].sync()
    assert talk.code == "hub_certificate"
    assert b"".join(other.heard) == b""
    assert county.desks["岳口"].read(status).waiting == 2


def test_what_the_environment_trusts_is_not_trusted_here(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, authority = certificates.new_authority("antivirus")
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(certificates.pem(authority))
    for name in BUNDLES:
        monkeypatch.setenv(name, str(bundle))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with Stranger(http("200 OK"), certificates.server_context(key, authority, ["127.0.0.1"])) as other:
        county.point(county.desks["岳口"], other.address)
        assert county.desks["岳口"].sync().code == "hub_certificate"
        assert b"".join(other.heard) == b""
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")
    county.sync("岳口")  # and the pinned one is, although no bundle knows it


def test_no_proxy_of_the_environment_is_used(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with Stranger(http("502 Bad Gateway")) as proxy:
        for name in PROXIES:
            monkeypatch.setenv(name, f"http://{proxy.address}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        county.send_referral("岳口")
        county.sync("岳口")
    assert proxy.connections == 0


def test_a_certificate_for_another_name_is_not_accepted(county: County) -> None:
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["hub.example"])
    with Stranger(http("200 OK"), context) as other:
        county.point(county.desks["岳口"], other.address)
        assert county.desks["岳口"].sync().code == "hub_certificate"


def test_the_hub_speaks_no_older_tls(county: County) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=county.hub.authority_pem)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection(("127.0.0.1", county.port)) as raw,
        pytest.raises(ssl.SSLError),
        context.wrap_socket(raw, server_hostname="127.0.0.1"),
    ):
        pass
    context.maximum_version = ssl.TLSVersion.TLSv1_3
    with (
        socket.create_connection(("127.0.0.1", county.port)) as raw,
        context.wrap_socket(raw, server_hostname="127.0.0.1") as spoken,
    ):
        assert spoken.version() == "TLSv1.3"


def test_a_connection_that_is_lost_before_the_handshake_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        plain = socket.create_connection(door.getsockname())
    assert select.select([plain], [], [], 10)[0], "reset, since nobody had taken it up"
    wire = Wire("127.0.0.1:1", ssl.create_default_context(), 1000)
    with pytest.raises(OSError):  # noqa: PT011 - which one is the system's affair
        wire._handshake(plain)
    gc.collect()  # one that was left open would be told now, and fail this test
    wire.close()


def test_the_desk_speaks_no_older_tls(county: County) -> None:
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    with Stranger(http("200 OK"), context) as old:
        county.point(county.desks["岳口"], old.address)
        assert county.desks["岳口"].sync().code in {"hub_unreachable", "line_cut"}
        assert b"".join(old.heard) == b""


@pytest.mark.parametrize("year", [1970, 1980, 2009, 2026, 2099])
def test_the_certificates_are_good_whatever_year_a_dead_battery_says(county: County, year: int) -> None:
    authority = x509.load_pem_x509_certificate(county.hub.authority_pem.encode())
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1", "hub.example"])
    with Stranger(http("200 OK"), context) as hub:
        leaf = x509.load_pem_x509_certificate(ssl.get_server_certificate(("127.0.0.1", hub.port)).encode())
    at = datetime(year, 1, 2, tzinfo=UTC)
    verifier = PolicyBuilder().store(Store([authority])).time(at).build_server_verifier(x509.DNSName("hub.example"))
    assert len(verifier.verify(leaf, [])) == 2


@pytest.mark.parametrize("year", [2009, 2099])
def test_a_desk_with_a_wrong_clock_syncs_and_is_put_right(county: County, year: int) -> None:
    wrong = StoppedClock(datetime(year, 1, 2, 3, 4, tzinfo=UTC))
    county.desks["岳口"].close()
    desk = county.desks["岳口"] = county.opened("岳口", clock=wrong)
    asked = county.hub.clock.now()
    county.sync("岳口")
    assert abs((desk.clock.now() - asked).total_seconds()) < 1
    county.request("岳口")
    county.sync("岳口")
    done_at = county.journal("drug_request.submitted")[0].at
    assert done_at is not None
    assert f"{done_at:%Y-%m-%d}" == "2026-11-23"


def test_an_act_with_an_unbelievable_time_is_kept_and_judged_by_the_hubs(county: County) -> None:
    """The order of things never hangs on the clock of a desk."""
    wrong = StoppedClock(datetime(2009, 1, 2, 3, 4, tzinfo=UTC))
    sent = county.send_referral("岳口")
    county.sync("岳口", "岳口二")
    county.desks["岳口二"].close()
    county.desks["岳口二"] = county.opened("岳口二", clock=wrong)
    county.desks["岳口二"].clock.offset *= 0
    county.do("岳口二", m.LogContact(referral=sent.id, said="已联系家属"))
    county.sync("岳口二", "岳口")
    (row,) = county.journal("referral.contact_logged")
    assert row.at is not None
    assert (row.at.year, row.hub_at.year, row.code) == (2009, 2026, "")


def test_a_wrong_port_is_weather(county: County) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    county.point(county.desks["岳口"], f"127.0.0.1:{port}")
    county.send_referral("岳口")
    talk = county.desks["岳口"].sync()
    assert talk.code == "hub_unreachable"
    now = county.desks["岳口"].read(status)
    assert (now.line, now.waiting) == ("hub_unreachable", 2)


def test_a_port_without_tls_is_weather(county: County) -> None:
    with Stranger(http("200 OK", b"<html>")) as plain:
        county.point(county.desks["岳口"], plain.address)
        assert county.desks["岳口"].sync().code in {"hub_unreachable", "line_cut"}


@pytest.mark.parametrize(
    "address", ["", "nowhere", "bad host:1", "127.0.0.1:0x1", "127.0.0.1:99999", "[::1:1", "::1:1"]
)
def test_an_address_that_is_none_is_a_fault_with_a_code(county: County, address: str) -> None:
    county.point(county.desks["岳口"], address)
    assert county.desks["岳口"].sync().code in {"hub_address", "hub_unreachable"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http("502 Bad Gateway", b"<html>502</html>"), "hub_busy"),
        (http("503 Service Unavailable", pack(Problem("disk_full"))), "hub_busy"),
        (http("500 Internal Server Error", pack(Problem("hub_fault"))), "hub_busy"),
        (http("302 Found", b"", "location: https://elsewhere.example/"), "hub_busy"),
        (http("200 OK", b"<html>portal</html>"), "message_damaged"),
        (http("200 OK", b""), "message_damaged"),
        (http("404 Not Found", b"Not Found"), "hub_busy"),
        (lambda _asked: b"", "line_cut"),
        (lambda _asked: b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nhalf", "line_cut"),
        (lambda _asked: b"SSH-2.0-OpenSSH_9.6\r\n", "line_cut"),
    ],
    ids=["proxy", "full disk there", "fault there", "redirect", "portal", "empty", "none", "silence", "half", "ssh"],
)
def test_whatever_answers_in_the_hubs_place_is_told_truly(county: County, answer: object, code: str) -> None:
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])
    county.send_referral("岳口")
    with Stranger(answer, context) as hub:  # type: ignore[arg-type] # all of them answer bytes with bytes
        county.point(county.desks["岳口"], hub.address)
        talk = county.desks["岳口"].sync()
    assert talk.code == code
    assert VOCABULARY.knows(code)
    assert county.desks["岳口"].read(status).waiting == 2


def test_the_trouble_of_the_hubs_disk_is_not_told_as_trouble_of_this_machine() -> None:
    said = VOCABULARY.say("hub_busy", {})
    assert "县院中枢" in said
    assert "本机" not in said


def test_an_answer_without_end_is_refused_before_it_fills_the_memory(county: County) -> None:
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])
    endless = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n" + b"\0" * (MOST_PACKED + 65536)
    with Stranger(lambda _asked: endless, context) as hub:
        county.point(county.desks["岳口"], hub.address)
        assert county.desks["岳口"].sync().code == "message_too_big"


def test_each_talk_is_remembered_with_how_it_ended(county: County) -> None:
    county.sync("岳口")
    county.cut_line()
    county.desks["岳口"].sync()
    county.clock.advance(minutes=5)
    county.desks["岳口"].sync()
    contacts = county.desks["岳口"].read(last_contacts, 3)
    assert [contact.code for contact in contacts] == ["hub_unreachable", "hub_unreachable", ""]
    now = county.desks["岳口"].read(status)
    assert (now.line, now.line_since) == ("hub_unreachable", contacts_at(contacts[1]))
    assert now.confirmed_at is not None


def contacts_at(contact: object) -> datetime:
    """Return when a contact was."""
    return facts.moment(contact.at)  # type: ignore[attr-defined] # a row


def test_a_line_that_is_down_does_not_hold_the_clock_where_the_hub_last_said(county: County) -> None:
    """The battery is dead; one talk put the clock right; hours of failing talks must not turn it back."""
    wrong = StoppedClock(datetime(2009, 1, 2, 3, 4, tzinfo=UTC))
    county.desks["岳口"].close()
    desk = county.desks["岳口"] = county.opened("岳口", clock=wrong)
    county.sync("岳口")
    county.cut_line()
    wrong.advance(hours=30)
    county.clock.advance(hours=30)
    desk.sync()
    assert abs((desk.clock.now() - county.clock.now()).total_seconds()) < 60


def test_a_token_that_has_lapsed_is_renewed_without_a_word(county: County) -> None:
    with line_of(county, "岳口") as line:
        line.exchange(Exchange(cursors={}, room=1))
        line._token = "x.1.00"
        assert line.exchange(Exchange(cursors={}, room=1)).left > 0


def test_a_hub_that_was_started_again_still_knows_the_tokens_it_gave_until_they_lapse(county: County) -> None:
    with line_of(county, "岳口") as line:
        line.exchange(Exchange(cursors={}, room=1))
        token = line._token
    county.cut_line()
    county.hub.counter = type(county.hub.counter)(
        county.hub.engine,
        county.hub.counter._court,
        county.hub.counter._directory,
        county.clock,
        county.hub.ids,
    )
    county.open_line()
    with line_of(county, "岳口") as line:
        line._token = token
        assert line.exchange(Exchange(cursors={}, room=1)).left > 0
        assert line._token == token
        county.clock.advance(hours=2)
        assert line.exchange(Exchange(cursors={}, room=1)).left > 0
        assert line._token != token


def test_a_key_that_is_not_the_devices_proves_nothing(county: County) -> None:
    desk = county.desks["岳口"]
    other = county.desks["多宝"]._vault["device"]
    with (
        Line(desk.fact(facts.HUB_ADDRESS), desk.fact(facts.HUB_CA), device=county.device("岳口"), key=other) as line,
        pytest.raises(Refused, match="proof_wrong"),
    ):
        line.exchange(Exchange(cursors={}))


def test_a_hub_that_is_busy_with_its_disk_answers_503_and_the_desk_tries_later(county: County) -> None:
    def impatient(raw: object, _record: object) -> None:
        raw.execute("PRAGMA busy_timeout = 1")  # type: ignore[attr-defined] # a driver's connection

    event.listen(county.hub.engine, "connect", impatient)
    county.hub.engine.dispose()
    county.send_referral("岳口")
    with writing(county.hub.engine):
        talk = county.desks["岳口"].sync()
    assert talk.code == "hub_busy"
    county.sync("岳口")
    assert len(county.journal()) == 2


def test_asking_whether_the_hub_is_there_needs_no_enrolment(county: County) -> None:
    with Line(f"127.0.0.1:{county.port}", county.hub.authority_pem) as line:
        line.is_there()
    county.cut_line()
    with (
        Line(f"127.0.0.1:{county.port}", county.hub.authority_pem) as line,
        pytest.raises(Unavailable, match="hub_unreachable"),
    ):
        line.is_there()
