"""Photos on the disk of a clinic, at the hub and on a stick: not one stretch of their bytes can be read there."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from tests.attachments.photos import CENTRE
from tests.attachments.photos import CLINIC
from tests.attachments.photos import delivered
from tests.attachments.photos import differ
from tests.attachments.photos import held
from tests.attachments.photos import photo
from tests.sync.county import County
from tests.sync.county import freeze
from yigongti_desktop.attachments import store
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.attachments.model.attachment import PIECE_BYTES
from yigongti_desktop.capabilities.pharmacy.model.difference import case_of

_LENGTH = 48


def stretches(file: File) -> list[bytes]:
    """Return stretches of a photo from its beginning, its middle and its pieces, plain and as they stand in JSON."""
    places = (3, 3000, PIECE_BYTES + 30, len(file.content) // 2 // 3 * 3, len(file.content) - _LENGTH)
    plain = [file.content[at : at + _LENGTH] for at in places]
    in_json = [
        b64encode(file.content[start : start + PIECE_BYTES])[at : at + 64]
        for start in range(0, len(file.content), PIECE_BYTES)
        for at in (400, 4000)
    ]
    return [*plain, *(one for one in in_json if len(one) == 64), file.name.encode(), file.name.encode("utf-16-le")]


def readable(folder: Path, sought: list[bytes]) -> list[tuple[str, int]]:
    """Return in which files which stretches can be read."""
    return [
        (str(file.relative_to(folder)), place)
        for file in folder.rglob("*")
        if file.is_file()
        for place, stretch in enumerate(sought)
        if stretch in file.read_bytes()
    ]


@pytest.mark.sync
def test_no_photo_can_be_read_on_a_disk_or_a_stick_while_desks_are_open_or_after(tmp_path: Path) -> None:
    county = County(freeze(tmp_path / "frozen"), tmp_path / "county")
    county.open_line()
    request = delivered(county)
    drug = request.lines[0].drug
    sent, kept = photo(drug, "邱传富的药盒.jpg", 70_000), photo(drug, "王小明的药盒.jpg", 50_000)
    desk, account = county.desks[CLINIC], county.people[CLINIC].account
    desk.write(store.keep_file, "drug_request", account, f"receive {request.id}", "k1", kept, county.clock.now())
    differ(county, request, sent)
    package = desk.export_package(tmp_path / "county")
    county.sync(CLINIC, CENTRE)
    desk.backup()
    (found,) = county.desks[CENTRE].read(store.of_record, "difference_case", case_of(request.id))
    assert held(county, CENTRE, found.attachment.id) == sent.content
    sought = [*stretches(sent), *stretches(kept)]
    assert package.file.stat().st_size > 50_000
    names = {file.name for file in desk.home.path.rglob("*") if file.is_file()}
    assert {"data.db", "data.db-wal"} <= names
    assert any(name.endswith(".ygtbak") for name in names)
    assert readable(tmp_path, sought) == []
    county.close()
    assert readable(tmp_path, sought) == []
    assert readable(_written(tmp_path / "clear", sent), sought) != []  # the search itself finds what is in clear


def _written(folder: Path, file: File) -> Path:
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(file.content)
    return folder
