"""The power goes while a count with photos is saved: afterwards all of it is there, or nothing, and its draft."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.attachments.photos import CLINIC
from tests.attachments.photos import delivered
from tests.attachments.photos import held
from tests.attachments.photos import photo
from tests.sync.county import County
from tests.sync.county import freeze
from tests.world import WORDS
from yigongti_desktop.attachments import store
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.difference import case_of
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.sync, pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing kills so here")]

#: Counts a delivery and dies when so many acts have been put into the outbox; 0 for after the commit.
CHILD = """
    import os, signal, sys
    from pathlib import Path
    import msgspec
    from tests.fakes.time import StoppedClock
    from yigongti_desktop.app.workbench import open_home
    from yigongti_desktop.capabilities.pharmacy.messages.requests import ReceiveDelivery
    from yigongti_desktop.kernel.access import Actor
    from yigongti_desktop.storage import outbox, vault as vaults
    from yigongti_desktop.storage.home import Home

    home, command, actor, left = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    append = outbox.append

    def die(*given, **named):
        global left
        append(*given, **named)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    outbox.append = die
    desk = open_home(Home(home), lambda path: vaults.open_with_words(path, sys.argv[5]), clock=StoppedClock())
    desk.do(msgspec.msgpack.decode(actor.read_bytes(), type=Actor),
            msgspec.msgpack.decode(command.read_bytes(), type=ReceiveDelivery))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """A county of this file alone: its desks are killed one after the other."""
    frozen = freeze(tmp_path_factory.mktemp("frozen"), {"岳口": "岳口", "市一医": "市一医"})
    made = County(frozen, tmp_path_factory.mktemp("county"))
    made.open_line()
    yield made
    made.close()


@pytest.mark.parametrize("after", [1, 4, 5, 9, 0])
def test_a_count_with_photos_is_saved_whole_or_not_at_all(county: County, tmp_path: Path, after: int) -> None:
    request = delivered(county)
    first, second = request.lines
    photos = (photo(first.drug, "箱子.jpg"), photo(first.drug, "药盒.jpg"))
    desk, account = county.desks[CLINIC], county.people[CLINIC].account
    draft = ("drug_request", account, f"receive {request.id}")
    for place, one in enumerate(photos):
        desk.write(store.keep_file, *draft, str(place), one, county.clock.now())
    waiting = desk.read(outbox.open_counts)
    counts = (
        Count(drug=first.drug, received=(98,), difference="damaged"),
        Count(drug=second.drug, received=(second.dispatched,)),
    )
    command = m.ReceiveDelivery(request=request.id, counts=counts, photos=photos)
    (tmp_path / "command").write_bytes(msgspec.msgpack.encode(command))
    (tmp_path / "actor").write_bytes(msgspec.msgpack.encode(county.people[CLINIC]))
    desk.close()
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(CHILD), desk.home.path, tmp_path / "command", tmp_path / "actor",
         str(after), WORDS],
        check=False, capture_output=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL, ran.stderr.decode()
    county.desks[CLINIC] = desk = county.opened(CLINIC)

    found = desk.read(records.load, DRUG_REQUEST, request.id)
    files = desk.read(store.of_record, "difference_case", case_of(request.id))
    assert found is not None
    assert list(desk.read(store.kept_files, *draft).values()) == list(photos)
    if after:
        assert found.state is State.DISPATCHED
        assert files == []
        assert desk.read(outbox.open_counts) == waiting
        assert desk.read(outbox.heavy_bytes) == 0
        desk.do(county.people[CLINIC], command)
        files = desk.read(store.of_record, "difference_case", case_of(request.id))
    assert [held(county, CLINIC, one.attachment.id) for one in files] == [one.content for one in photos]
    county.sync(CLINIC, "市一医")
    assert [held(county, "市一医", one.attachment.id) for one in files] == [one.content for one in photos]
