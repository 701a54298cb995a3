"""A machine without a line becomes a desk by a stick: one code, one device, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.storage.desks import state_of
from tests.sync.county import County
from tests.world import WORDS
from yigongti_desktop.app import admitting
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.app.workbench import create
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.enrolment import read_code
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.sync


class Trip:
    """A machine that is to become a desk of 多宝, the hub without a line, and the stick between them."""

    def __init__(self, county: County, folder: Path) -> None:
        self.county = county
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.code = county.keeper.issue_code("多宝").spell()
        self.bench = self.machine("new")

    def machine(self, name: str) -> Workbench:
        """Make a machine that is no desk yet."""
        home = Home(self.folder / name)
        return create(home, lambda vault: vault.lock_with_secret(vaults.KEYRING, bytes(32)), clock=self.county.clock)

    def ask(self, bench: Workbench | None = None, code: str = "") -> Path:
        """Let a machine write its request."""
        return admitting.ask(bench or self.bench, code or self.code, self.stick)

    def answer(self, request: Path, name: str = "登记回执.ygtsync") -> Path:
        """Let the hub take a request in and answer it."""
        enrolled = self.county.hub.admissions.take(request)
        return self.county.hub.admissions.hand_out(enrolled, self.stick / name).file

    def need_refused(self, code: str, act: Callable[[], object], bench: Workbench | None = None) -> None:
        """Make sure that something is refused, and leaves machine and hub as they were."""
        before = state_of(bench or self.bench), self.county.keeper.devices()
        with pytest.raises(Refused, match=f"^{code}"):
            act()
        assert (state_of(bench or self.bench), self.county.keeper.devices()) == before


@pytest.fixture
def trip(county: County, tmp_path: Path) -> Iterator[Trip]:
    """The beginning: a code, a machine, a stick, no line."""
    county.cut_line()
    made = Trip(county, tmp_path / "trip")
    yield made
    made.bench.close()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    (tmp_path / "trip").mkdir()


def test_a_machine_without_a_line_is_a_desk_where_people_can_log_in_at_once(trip: Trip) -> None:
    answer = trip.answer(trip.ask())
    admitted = admitting.take(trip.bench, answer)
    enrolled = admitted.enrolled
    assert (enrolled.institution, enrolled.institution_name, enrolled.letter) == ("tianmen.duobao", "多宝镇卫生院", "B")
    assert admitted.received > 600
    assert trip.bench.is_enrolled
    assert trip.bench.is_usable
    assert trip.bench.asked_code == ""
    trip.county.open_line()
    assert trip.bench.sync().code == ""  # on the line it is the device that the stick made


def test_what_is_done_after_a_trip_goes_up_on_a_stick_too(trip: Trip) -> None:
    admitting.take(trip.bench, trip.answer(trip.ask()))
    taken = trip.county.hub.packages.take(trip.bench.export_package(trip.stick).file)
    made = trip.county.hub.packages.hand_out(taken.device, trip.stick / "回执包.ygtsync", taken)
    done = trip.bench.import_answer(made.file)
    assert (done.received, done.has_gap) == (0, False)


def test_the_hub_notes_the_device_as_it_does_on_the_line(trip: Trip) -> None:
    enrolled = trip.county.hub.admissions.take(trip.ask())
    (listed,) = [one for one in trip.county.keeper.devices() if one.id == enrolled.device]
    assert (listed.letter, listed.status, listed.epoch, listed.last_number) == ("B", "active", 1, 0)
    assert listed.machine
    assert listed.program


def test_neither_the_key_nor_the_code_nor_any_record_can_be_read_on_the_stick(trip: Trip) -> None:
    trip.county.send_referral("多宝")
    trip.county.open_line()
    trip.county.sync("多宝")
    trip.county.cut_line()
    request = trip.ask()
    answer = trip.answer(request)
    secret = read_code(trip.code).secret
    for file in (request, answer):
        content = file.read_bytes()
        for hidden in (trip.bench._vault["device"], secret, "邱传富".encode(), "多宝镇卫生院".encode()):
            assert hidden not in content


@pytest.mark.parametrize("times", [2, 3])
def test_a_request_that_is_written_again_or_brought_again_is_the_same_device(trip: Trip, times: int) -> None:
    before = len(trip.county.keeper.devices())
    requests = [trip.ask() for _ in range(times)]
    answers = [trip.answer(one, f"{place}.ygtsync") for place, one in enumerate([*requests, requests[0]])]
    assert len(trip.county.keeper.devices()) == before + 1
    admitting.take(trip.bench, answers[-1])
    trip.need_refused("enrolled_already", lambda: admitting.take(trip.bench, answers[0]))
    trip.need_refused("enrolled_already", trip.ask)


def test_a_lost_answer_is_written_once_more_after_the_code_ran_out(trip: Trip) -> None:
    request = trip.ask()
    trip.answer(request).unlink()
    trip.county.clock.advance(days=30)
    admitting.take(trip.bench, trip.answer(request))
    assert trip.bench.is_usable


def test_whoever_finds_the_stick_afterwards_does_not_become_the_desk(trip: Trip) -> None:
    answer = trip.answer(trip.ask())
    finder = trip.machine("finder")
    trip.need_refused("admission_without_code", lambda: admitting.take(finder, answer), finder)
    request = trip.ask(finder)
    trip.need_refused("code_used", lambda: trip.answer(request), finder)
    trip.need_refused("admission_other_desk", lambda: admitting.take(finder, answer), finder)
    finder.close()
    admitting.take(trip.bench, answer)


def test_a_code_that_is_over_unknown_or_no_code_is_refused(trip: Trip) -> None:
    request = trip.ask()
    trip.county.clock.advance(days=7, seconds=1)
    trip.need_refused("code_expired", lambda: trip.answer(request))
    unknown = replace(read_code(trip.code), secret=b"0123456789").spell()
    request = trip.ask(code=unknown)
    trip.need_refused("code_unknown", lambda: trip.answer(request))
    trip.need_refused("enrolment_code", lambda: trip.ask(code="ABCDE"))
    fresh = trip.ask(code=trip.county.keeper.issue_code("多宝").spell())
    admitting.take(trip.bench, trip.answer(fresh))


def test_a_machine_with_records_of_one_institution_is_not_enrolled_for_another(trip: Trip) -> None:
    with writing(trip.bench.engine) as connection:
        facts.put(connection, institution="tianmen.yuekou")
    request = trip.ask()
    trip.need_refused("code_other_institution", lambda: trip.answer(request))


def test_a_revoked_machine_gets_no_answer_to_its_old_request(trip: Trip) -> None:
    request = trip.ask()
    device = trip.county.hub.admissions.take(request).device
    trip.county.keeper.revoke(device, "电脑丢失")
    trip.need_refused("device_revoked", lambda: trip.answer(request))


def test_the_hub_of_another_county_takes_no_request_and_its_answer_is_not_believed(trip: Trip) -> None:
    request = trip.ask()
    answer = trip.answer(request)
    other = init(Home(trip.folder / "other"), "gongqingcheng", WORDS, "127.0.0.1:1", clock=trip.county.clock)
    trip.need_refused("package_other_hub_here", lambda: other.admissions.take(request))
    elsewhere = trip.ask(code=replace(read_code(trip.code), fingerprint=other.fingerprint).spell())
    trip.need_refused("package_other_hub_here", lambda: trip.answer(elsewhere))
    trip.need_refused("admission_other_hub", lambda: admitting.take(trip.bench, answer))
    other.engine.dispose()


def test_files_for_something_else_are_told_apart(trip: Trip) -> None:
    request = trip.ask()
    answer = trip.answer(request)
    usual = trip.county.hub.packages.hand_out(trip.county.device("多宝"), trip.stick / "回执包.ygtsync").file
    trip.need_refused("package_is_upload", lambda: admitting.take(trip.bench, request))
    trip.need_refused("admission_is_answer", lambda: admitting.take(trip.bench, usual))
    trip.need_refused("package_not_one", lambda: admitting.take(trip.bench, trip.stick))
    trip.need_refused("file_missing", lambda: admitting.take(trip.bench, trip.stick / "none"))
    desk = trip.county.desks["多宝"]
    trip.need_refused("package_is_upload", lambda: desk.import_answer(request), desk)
    trip.need_refused("package_other_desk", lambda: desk.import_answer(answer), desk)
    trip.need_refused("package_is_answer", lambda: trip.county.hub.packages.take(answer))


def test_a_line_that_comes_between_does_with_the_same_code_and_key(trip: Trip) -> None:
    answer = trip.answer(trip.ask())
    before = len(trip.county.keeper.devices())
    trip.county.open_line()
    enrolled = trip.bench.enrol(trip.bench.asked_code)
    assert (enrolled.letter, trip.bench.asked_code) == ("B", "")
    assert len(trip.county.keeper.devices()) == before
    trip.bench.sync()
    trip.need_refused("enrolled_already", lambda: admitting.take(trip.bench, answer))
    assert trip.bench.import_answer(answer).received == 0  # on the sync page it is an answer as others are


def test_a_request_that_was_overtaken_by_the_line_is_answered_as_a_repeat(trip: Trip) -> None:
    request = trip.ask()
    trip.county.open_line()
    enrolled = trip.bench.enrol(trip.code)
    assert trip.county.hub.admissions.take(request).device == enrolled.device


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_while_the_answer_is_taken_in_leaves_a_machine_that_goes_on(trip: Trip, share: float) -> None:
    answer = trip.answer(trip.ask())
    with pytest.raises(Unavailable, match="stopped"):
        admitting.take(trip.bench, answer, lambda done, size: done < share * size)
    assert trip.bench.asked_code == trip.code  # the window asks for the answer still, and not for a log-in
    admitting.take(trip.bench, answer)
    assert trip.bench.is_usable
    assert trip.bench.asked_code == ""


def test_a_cut_while_the_answer_is_taken_in_can_be_made_good_on_the_line(trip: Trip) -> None:
    answer = trip.answer(trip.ask())
    with pytest.raises(Unavailable):
        admitting.take(trip.bench, answer, lambda _done, _size: False)
    assert (trip.bench.is_enrolled, trip.bench.is_usable) == (True, False)
    trip.county.open_line()
    assert trip.bench.enrol(trip.code).letter == "B"
    assert trip.bench.sync().code == ""
    assert trip.bench.is_usable


def test_a_full_or_closed_stick_leaves_no_request_and_the_next_one_is_good(trip: Trip) -> None:
    with pytest.raises(Unavailable, match="stick_gone"):
        admitting.ask(trip.bench, trip.code, trip.stick / "gone" / "x.ygtsync")
    assert list(trip.stick.iterdir()) == []
    admitting.take(trip.bench, trip.answer(trip.ask()))


def test_any_damage_to_either_file_is_refused_and_changes_nothing(trip: Trip) -> None:
    request = trip.ask()
    answer = trip.answer(request)
    wholes = request.read_bytes(), answer.read_bytes()
    before = state_of(trip.bench), trip.county.keeper.devices()
    taking = (trip.county.hub.admissions.take, lambda file: admitting.take(trip.bench, file))

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from([0, 1]), st.floats(0, 1, exclude_max=True), st.integers(1, 255), st.sampled_from("fct"))
    def check(which: int, where: float, turn: int, how: str) -> None:
        whole, file = bytearray(wholes[which]), (request, answer)[which]
        place = min(int(where * len(whole)), len(whole) - 1)
        if where < 0.5:  # half of them early: most of an answer is records
            place %= 900
        if how == "f":
            whole[place] ^= turn
        elif how == "c":
            del whole[place:]
        else:
            del whole[place : place + turn]
        file.write_bytes(whole)
        with pytest.raises(Refused):
            taking[which](file)

    check()
    assert (state_of(trip.bench), trip.county.keeper.devices()) == before
    for file, whole in zip((request, answer), wholes, strict=True):
        file.write_bytes(whole)
    assert trip.answer(request).exists()
    admitting.take(trip.bench, answer)


def test_the_code_s_file_is_gone_from_the_stick_once_the_request_is_written(trip: Trip) -> None:
    file = trip.stick / "登记码.txt"
    issued = trip.county.keeper.issue_code_file("多宝")
    file.write_bytes(issued.written())
    found = admitting.look(file, trip.county.clock.now())
    assert found is not None
    request = admitting.ask(trip.bench, found.code.spell(), trip.stick, file)
    assert list(trip.stick.iterdir()) == [request]
    assert trip.bench.asked_code == issued.code.spell()
    admitting.take(trip.bench, trip.answer(request))


def test_a_code_s_file_that_is_over_is_refused_before_anybody_drives_to_the_hospital(trip: Trip) -> None:
    file = trip.stick / "登记码.txt"
    file.write_bytes(trip.county.keeper.issue_code_file("多宝", days=1).written())
    trip.county.clock.advance(days=1, minutes=1)
    trip.need_refused("code_file_expired", lambda: admitting.look(file, trip.county.clock.now()))


def test_a_request_written_over_the_code_s_file_stays(trip: Trip) -> None:
    file = trip.stick / "x"
    file.write_bytes(trip.county.keeper.issue_code_file("多宝").written())
    found = admitting.look(file, trip.county.clock.now())
    assert found is not None
    assert admitting.ask(trip.bench, found.code.spell(), file, file).exists()
    admitting.take(trip.bench, trip.answer(file))
