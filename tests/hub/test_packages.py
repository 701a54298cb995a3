"""What a hub does with packages of every kind: of strangers, of revoked devices, forged, damaged, full of bombs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.hub.liar import Liar
from tests.sync.county import County
from tests.sync.sticks import Stick
from yigongti_desktop.hub.packages import Taken
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Sealer
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.storage.engine import reading

pytestmark = pytest.mark.hub


@pytest.fixture
def stick(county: County, tmp_path: Path) -> Stick:
    """A stick, and no line."""
    county.cut_line()
    return Stick(county, tmp_path / "stick")


def test_a_package_of_a_revoked_device_is_refused_and_nothing_of_it_taken(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    package = stick.export("岳口")
    county.keeper.revoke("岳口-A", "电脑被盗")
    with pytest.raises(Refused) as caught:
        stick.take(package)
    assert (caught.value.code, caught.value.facts) == ("package_sender_revoked", {"why": "电脑被盗"})
    assert county.journal() == []


def test_a_revoked_device_is_given_no_answer(county: County, stick: Stick) -> None:
    county.keeper.revoke("岳口-A", "")
    with pytest.raises(Refused, match="device_revoked"):
        county.hub.packages.hand_out(county.device("岳口"), stick.folder / "x.ygtsync")
    assert list(stick.folder.iterdir()) == []


def test_a_device_revoked_while_its_package_is_taken_in_is_stopped_at_once(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    stick.take(stick.export("岳口"))
    county.request("岳口", 2)
    package = stick.export("岳口")

    def revoke(done: int, size: int) -> bool:
        if done >= size // 3:
            county.keeper.revoke("岳口-A", "")
        return True

    with pytest.raises(Refused, match="device_revoked"):
        county.hub.packages.take(package, revoke)
    assert len(county.journal("drug_request.submitted")) == 1


def test_a_package_of_a_device_that_this_hub_does_not_know_is_refused(county: County, stick: Stick) -> None:
    with pytest.raises(Refused, match="package_sender_unknown"):
        stick.take(_package(county, stick, [Exchange(cursors={})], sender="nobody", seed=new_key()))


def test_a_package_for_another_county_is_refused(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    other = _package(county, stick, [Exchange(cursors={})], receiver=hub_name(public_key(new_key())))
    with pytest.raises(Refused, match="package_other_hub_here"):
        stick.take(other)


def test_an_answer_brought_back_to_the_hub_is_refused(stick: Stick) -> None:
    answer = stick.answer(stick.export("岳口"))
    with pytest.raises(Refused, match="package_is_answer"):
        stick.take(answer)


def test_a_package_signed_by_another_than_its_sender_is_refused(county: County, stick: Stick) -> None:
    """岳口's second desk writes a package in the name of the first."""
    forged = _package(county, stick, [Exchange(cursors={})], seed=county.desks["岳口二"]._vault["device"])
    with pytest.raises(Refused, match="package_damaged"):
        stick.take(forged)


def test_a_batch_of_another_device_in_a_package_stops_it_before_its_first_batch(county: County, stick: Stick) -> None:
    with Liar(county, "岳口") as liar, Liar(county, "岳口二") as other:
        own = liar.sign(liar.batch(liar.event("nothing.known", "r", {})))
        foreign = other.sign(other.batch(other.event("nothing.known", "r", {})))
        for bad in (foreign, liar.sign(liar.batch(), key=new_key())):
            messages = [Exchange(cursors={}), Exchange(cursors={}, batch=own), Exchange(cursors={}, batch=bad)]
            with pytest.raises(Refused, match="package_damaged"):
                stick.take(_package(county, stick, messages))
    assert county.journal() == []


def test_a_damaged_last_message_stops_a_package_before_its_first_batch(county: County, stick: Stick) -> None:
    with Liar(county, "岳口") as liar:
        own = liar.sign(liar.batch(liar.event("nothing.known", "r", {})))
    messages = [Exchange(cursors={}), Exchange(cursors={}, batch=own), Problem("odd")]
    with pytest.raises(Refused, match="package_damaged"):
        stick.take(_package(county, stick, messages))
    assert county.journal() == []


def test_positions_that_no_hub_gives_are_refused(county: County, stick: Stick) -> None:
    for position in (-1, 2**63):
        with pytest.raises(Refused):
            stick.take(_package(county, stick, [Exchange(cursors={"county": position})]))


def test_a_damaged_package_changes_nothing_wherever_it_is_damaged(county: County, stick: Stick) -> None:
    county.request("岳口", 1)
    whole = stick.export("岳口").read_bytes()
    bad = stick.folder / "bad.ygtsync"
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        for content in (whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :], whole[:place]):
            bad.write_bytes(content)
            with pytest.raises(Refused, match="package_"):
                stick.take(bad)
    assert county.journal() == []


def test_an_answer_holds_only_what_the_institution_may_see(county: County, stick: Stick) -> None:
    """Least sight holds on a stick as on the line."""
    sent = county.send_referral("岳口")
    stick.round("岳口")
    made = county.hub.packages.hand_out(county.device("多宝"), stick.folder / "x.ygtsync")
    with made.file.open("rb") as file:
        package = sealed.Package(file)
        leaves = list(package.messages(county.desks["多宝"]._vault["device"], sealed.Leaf))
    seen = repr(leaves)
    assert len(seen) > 10_000
    assert sent.id not in seen
    assert "邱传富" not in seen


def test_an_answer_says_the_same_as_the_line_and_page_by_page_one_stream(county: County, stick: Stick) -> None:
    made = county.hub.packages.hand_out(county.device("岳口"), stick.folder / "x.ygtsync")
    with made.file.open("rb") as file:
        leaves = list(sealed.Package(file).messages(county.desks["岳口"]._vault["device"], sealed.Leaf))
    pages = [leaf for leaf in leaves if leaf.answer.cursors]
    for leaf in pages[:-1]:
        moved = [stream for stream, end in leaf.answer.cursors.items() if leaf.since[stream] < end]
        assert len(moved) == 1
    assert pages[-1].answer.cursors == pages[-1].since
    county.open_line()
    with Liar(county, "岳口") as liar:
        answer = liar.exchange(Exchange(cursors={}, room=2000))
    assert answer.left == 0
    on_line = {(rows.kind, str(row)) for rows in answer.rows for row in rows.rows}
    on_stick = {(rows.kind, str(row)) for leaf in pages for rows in leaf.answer.rows for row in rows.rows}
    assert on_stick == on_line
    assert pages[-1].answer.cursors == answer.cursors


def test_an_import_that_was_cut_goes_on_with_the_next_batch(county: County, stick: Stick) -> None:
    for quantity in (1, 2, 3):
        county.request("岳口", quantity)
        stick.export("岳口")
    package = stick.export("岳口")
    served: list[int] = []
    serve = county.hub.counter.serve

    def dying(device_id: str, ask: Exchange) -> Answer:
        if len(served) == 3:
            raise KeyboardInterrupt
        served.append(1)
        return serve(device_id, ask)

    county.hub.counter.serve = dying  # type: ignore[method-assign] # the power goes after two batches
    with pytest.raises(KeyboardInterrupt):
        stick.take(package)
    county.hub.counter.serve = serve  # type: ignore[method-assign]
    assert len(county.journal("drug_request.submitted")) == 2
    taken = stick.take(package)
    assert (taken.batches, taken.new_batches, taken.acts) == (3, 1, 1)
    assert len(county.journal("drug_request.submitted")) == 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=600), begins_well=st.booleans())
def test_whatever_lies_on_a_stick_is_refused_and_never_worse(
    standing: Liar,
    tmp_path: Path,
    content: bytes,
    begins_well: bool,  # noqa: FBT001 - drawn
) -> None:
    file = tmp_path / "x.ygtsync"
    file.write_bytes((sealed.MAGIC + (1).to_bytes(2, "big") if begins_well else b"") + content)
    for take in (standing.county.hub.packages.take, standing.desk.import_answer):
        with pytest.raises(Fault):
            take(file)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(["id", "kind", "sender", "receiver", "answers"]), st.text(max_size=80)))
def test_a_head_that_says_anything_is_refused_and_never_worse(
    standing: Liar, tmp_path: Path, changes: dict[str, str]
) -> None:
    stick = Stick(standing.county, tmp_path)
    file = _package(standing.county, stick, [Exchange(cursors={})], seed=standing.key, **changes)
    try:
        taken: Taken = standing.county.hub.packages.take(file)
    except Refused:
        return
    assert taken.device == standing.device  # only what names no other sender and receiver gets so far


def test_the_hub_notes_by_which_key_a_device_is_answered(county: County, stick: Stick) -> None:
    stick.take(stick.export("岳口"))
    with reading(county.hub.engine) as connection:
        key = connection.scalar(select(devices.c.sealing_key).where(devices.c.id == county.device("岳口")))
    assert key == sealing_public(county.desks["岳口"]._vault["device"])


def _package(county: County, stick: Stick, messages: list[Any], *, seed: bytes = b"", **changes: Any) -> Path:
    """Write a package of 岳口's first desk, changed at will."""
    seed = seed or county.desks["岳口"]._vault["device"]
    hub_key = public_key(county.hub._vault["signing"])
    head = Head(
        id=county.hub.ids.new(),
        kind=sealed.UPLOAD,
        sender=county.device("岳口"),
        receiver=hub_name(hub_key),
        made_at=county.clock.now(),
        reply_key=sealing_public(seed),
    )
    file = stick.folder / f"{head.id}.ygtsync"
    with file.open("wb") as opened:
        sealer = Sealer(
            opened,
            msgspec.structs.replace(head, **changes),
            receiver_key=sealing_public(county.hub._vault["signing"]),
            seed=seed,
        )
        for message in messages:
            sealer.add(message)
        sealer.finish()
    return file
