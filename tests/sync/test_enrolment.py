"""Enrolment: one code, one device, and no hub but the one that issued the code."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.sync.county import County
from tests.sync.relay import Relay
from tests.sync.strangers import Stranger
from tests.sync.strangers import http
from tests.world import WORDS
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.hub import certificates
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.sync.transport import fetch_authority

pytestmark = pytest.mark.sync


@pytest.fixture
def bench(county: County, tmp_path: Path) -> Iterator[Workbench]:
    """A machine that is not enrolled yet."""
    made = _machine(county, tmp_path / "new")
    yield made
    made.close()


def test_a_code_makes_a_device_of_its_institution(county: County, bench: Workbench) -> None:
    enrolled = bench.enrol(county.keeper.issue_code("多宝").spell())
    assert (enrolled.institution, enrolled.place, enrolled.letter) == ("tianmen.duobao", "多宝", "B")
    assert enrolled.institution_name == "多宝镇卫生院"
    assert bench.is_enrolled
    assert bench.sync().code == ""
    assert bench.read(_count, "institutions") == len(county.keeper.institutions())


def test_a_code_is_read_however_it_was_copied(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝").spell()
    bench.enrol(" " + code.lower().replace("-", " ") + "\n")
    assert bench.is_enrolled


@pytest.mark.parametrize("wrong", ["", "12345", "岳口", "A" * 90, "0" * 500])
def test_a_code_that_is_none_is_refused_and_leaves_the_machine_as_it_was(bench: Workbench, wrong: str) -> None:
    with pytest.raises(Refused, match="enrolment_code"):
        bench.enrol(wrong)
    assert not bench.is_enrolled


def test_a_code_with_one_letter_wrong_is_noticed(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝").spell()
    for place in range(0, len(code), 7):
        if code[place] != "-":
            wrong = code[:place] + ("7" if code[place] != "7" else "8") + code[place + 1 :]
            with pytest.raises(Refused, match="enrolment_code"):
                bench.enrol(wrong)


def test_an_expired_code_is_refused(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝", days=7).spell()
    county.clock.advance(days=7, seconds=1)
    with pytest.raises(Refused, match="code_expired"):
        bench.enrol(code)


def test_a_code_is_good_to_its_last_moment(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝", days=7).spell()
    county.clock.advance(days=7)
    bench.enrol(code)


def test_a_code_used_on_one_machine_does_not_serve_another(county: County, bench: Workbench, tmp_path: Path) -> None:
    code = county.keeper.issue_code("多宝").spell()
    bench.enrol(code)
    other = _machine(county, tmp_path / "other")
    with pytest.raises(Refused, match="code_used"):
        other.enrol(code)
    other.close()
    assert len([d for d in county.keeper.devices() if d.institution == "tianmen.duobao"]) == 2


def test_an_enrolment_whose_answer_was_lost_is_repeated_and_makes_one_device(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝")
    before = len(county.keeper.devices())
    with Relay(county.port) as line:
        code = replace(code, address=line.address)
        line.cut_unless("down", lambda: len(county.keeper.devices()) == before)
        with pytest.raises(Unavailable, match="line_cut"):
            bench.enrol(code.spell())
        assert not bench.is_enrolled
        line.mend()
        bench.enrol(code.spell())
    assert len(county.keeper.devices()) == before + 1
    assert bench.is_enrolled


def test_a_repeated_enrolment_after_the_code_ran_out_still_finds_its_device(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝", days=1)
    before = len(county.keeper.devices())
    with Relay(county.port) as line:
        code = replace(code, address=line.address)
        line.cut_unless("down", lambda: len(county.keeper.devices()) == before)
        with pytest.raises(Unavailable):
            bench.enrol(code.spell())
        line.mend()
        county.clock.advance(days=3)
        bench.enrol(code.spell())
    assert bench.is_enrolled


def test_an_unknown_code_is_refused(county: County, bench: Workbench) -> None:
    code = replace(county.keeper.issue_code("多宝"), secret=b"0123456789")
    with pytest.raises(Refused, match="code_unknown"):
        bench.enrol(code.spell())


def test_a_desk_is_enrolled_once(county: County, bench: Workbench) -> None:
    bench.enrol(county.keeper.issue_code("多宝").spell())
    with pytest.raises(Refused, match="enrolled_already"):
        bench.enrol(county.keeper.issue_code("岳口").spell())
    assert bench.fact(facts.INSTITUTION) == "tianmen.duobao"


@pytest.mark.policy("ORG-07")
def test_no_code_is_issued_for_an_institution_that_does_not_work_yet(county: County) -> None:
    unit = county.keeper.institution("多宝")
    county.hub.counter.publish({"institution": [replace(unit, status=Status.PLANNED)]})
    with pytest.raises(Refused, match="institution_not_working"):
        county.keeper.issue_code("多宝")


def test_a_revoked_machine_is_not_enrolled_again_with_its_old_code(county: County, bench: Workbench) -> None:
    code = county.keeper.issue_code("多宝").spell()
    device = bench.enrol(code).device
    county.keeper.revoke(device, "电脑丢失")
    with writing(bench.engine) as connection:
        facts.forget(connection, facts.DEVICE)
    with pytest.raises(Refused, match="device_revoked"):
        bench.enrol(code)


def test_letters_of_an_institution_are_never_given_again(county: County, tmp_path: Path) -> None:
    letters: list[str] = []
    for number in range(4):
        bench = _machine(county, tmp_path / str(number))
        enrolled = bench.enrol(county.keeper.issue_code("岳口").spell())
        letters.append(enrolled.letter)
        county.keeper.revoke(enrolled.device, "")
        bench.close()
    assert letters == ["C", "D", "E", "F"]


def test_a_hub_of_another_authority_is_recognised_by_the_code(county: County, bench: Workbench) -> None:
    key, authority = certificates.new_authority("yigongti tianmen")
    pem = certificates.pem(authority).encode()
    with Stranger(http("200 OK", pem), certificates.server_context(key, authority, ["127.0.0.1"])) as other:
        code = replace(county.keeper.issue_code("多宝"), address=other.address)
        with pytest.raises(Refused, match="hub_is_another"):
            bench.enrol(code.spell())
        assert not any(b"/v1/enrol" in heard for heard in other.heard)
    assert not bench.is_enrolled


@pytest.mark.parametrize("name", ["a", "ab", "abc"])  # base64 with and without padding at its end
def test_somebody_between_who_hangs_his_authority_on_the_true_one_is_not_trusted(name: str) -> None:
    """The first connection trusts nobody: what comes is believed for its fingerprint, and nothing beside it."""
    _, true = certificates.new_authority(name)
    key, false = certificates.new_authority("somebody between")
    both = (certificates.pem(true) + certificates.pem(false)).encode()
    with Stranger(http("200 OK", both), certificates.server_context(key, false, ["127.0.0.1"])) as between:
        code = EnrolmentCode(address=between.address, fingerprint=certificates.fingerprint(true), secret=bytes(10))
        believed = _believed(code)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if believed:
        context.load_verify_locations(cadata=believed)
    assert false not in context.get_ca_certs(binary_form=True)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----", b"\xff"]
)
def test_a_server_without_an_authority_is_another(county: County, bench: Workbench, body: bytes) -> None:
    vault = county.hub._vault
    context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])
    with Stranger(http("200 OK", body), context) as other:
        code = replace(county.keeper.issue_code("多宝"), address=other.address)
        with pytest.raises(Refused, match="hub_is_another"):
            bench.enrol(code.spell())


def test_a_wrong_port_in_the_code_is_weather(county: County, bench: Workbench) -> None:
    with Stranger(http("200 OK")) as plain:
        code = replace(county.keeper.issue_code("多宝"), address=plain.address)
        with pytest.raises(Unavailable):
            bench.enrol(code.spell())
    with pytest.raises(Unavailable, match="hub_unreachable"):
        bench.enrol(code.spell())
    assert not bench.is_enrolled


@pytest.mark.parametrize("address", ["no host:8443", "hub:eight", "[::1:8443", ":8443"])
def test_a_code_with_an_address_that_is_none_is_a_fault_with_a_code(
    county: County, bench: Workbench, address: str
) -> None:
    code = replace(county.keeper.issue_code("多宝"), address=address)
    with pytest.raises((Refused, Unavailable)) as fault:
        bench.enrol(code.spell())
    assert fault.value.code in {"hub_address", "hub_unreachable", "enrolment_code"}


def test_a_hub_found_under_a_name_is_found_by_desks_under_that_name(county: County, bench: Workbench) -> None:
    code = replace(county.keeper.issue_code("多宝"), address=f"localhost:{county.port}")
    bench.enrol(code.spell())
    assert bench.sync().code == ""


def test_two_machines_with_one_code_at_the_same_moment_make_one_device(county: County, tmp_path: Path) -> None:
    benches = [_machine(county, tmp_path / str(number)) for number in range(4)]
    code = county.keeper.issue_code("多宝").spell()

    def enrol(bench: Workbench) -> str:
        try:
            bench.enrol(code)
        except Refused as refusal:
            return refusal.code
        return "enrolled"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(enrol, benches))
    for bench in benches:
        bench.close()
    assert told == ["code_used", "code_used", "code_used", "enrolled"]


def _believed(code: EnrolmentCode) -> str:
    try:
        return fetch_authority(code)
    except Refused:
        return ""


def _machine(county: County, folder: Path) -> Workbench:
    return create(Home(folder), lambda vault: vault.lock_with_words(vaults.PASSPHRASE, WORDS), clock=county.clock)


def _count(connection: object, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar())  # type: ignore[attr-defined] # noqa: S608
