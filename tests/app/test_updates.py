"""Updates come from a stick or from the hub; what is not right is told in words, and nothing of it is kept."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest

from tests.protocol.test_update import HERE
from tests.protocol.test_update import KEY
from tests.protocol.test_update import OTHER
from tests.protocol.test_update import PACKAGE
from tests.protocol.test_update import made
from tests.sync.county import County
from tests.sync.county import freeze
from yigongti_desktop.app import fetching
from yigongti_desktop.app import updates
from yigongti_desktop.app.words import say
from yigongti_desktop.hub.shelf import PIECE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.sync.loop import line_of
from yigongti_desktop.sync.transport import Line


def laid(folder: Path, name: str, content: bytes) -> Path:
    """Lay a file on a stick."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.ygtup"
    file.write_bytes(content)
    return file


def test_of_what_a_stick_holds_the_newest_that_fits_is_found(tmp_path: Path) -> None:
    laid(tmp_path, "a", made(version="0.1.9"))
    laid(tmp_path, "b", made(version="0.1.10"))
    laid(tmp_path, "c", made(version="0.2.0", platform="windows-amd64"))
    laid(tmp_path, "d", made(version="0.3.0", key=OTHER))
    ready, others = updates.look([tmp_path], HERE)
    assert ready is not None
    assert ready.release.version == "0.1.10"
    assert {file.stem: fault.code for file, fault in others} == {"c": "update_other_system", "d": "update_altered"}
    assert all("没有安装" in say(fault) or "装不了" in say(fault) for _, fault in others)


def test_a_damaged_copy_does_not_hide_a_good_one(tmp_path: Path) -> None:
    laid(tmp_path, "a", made(version="0.1.2")[:-1])
    good = laid(tmp_path, "b", made(version="0.1.2"))
    ready, ((damaged, fault),) = updates.look([tmp_path], HERE, whole=True)
    assert ready is not None
    assert (ready.file, damaged.stem, fault.code) == (good, "a", "update_cut")


def test_a_file_that_was_taken_is_kept_and_the_one_before_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "updates"
    updates.take(laid(tmp_path / "stick", "one", made(version="0.1.1")), folder, HERE)
    second = updates.take(laid(tmp_path / "stick", "two", made(version="0.1.2")), folder, HERE)
    assert [file.name for file in folder.iterdir()] == ["two.ygtup"]
    assert second.file.parent == folder


@pytest.mark.parametrize("content", [made()[:-1], made() + b"x", made(key=OTHER), made(version="0.0.1"), b"", b"PK"])
def test_what_is_refused_leaves_nothing_and_lets_the_kept_one_be(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "updates"
    kept = updates.take(laid(tmp_path / "stick", "one", made(version="0.1.1")), folder, HERE)
    with pytest.raises(Refused) as caught:
        updates.take(laid(tmp_path / "stick", "two", content), folder, HERE)
    assert say(caught.value).endswith("。")
    assert list(folder.iterdir()) == [kept.file]


def test_a_package_is_checked_again_when_it_is_installed(tmp_path: Path) -> None:
    ready = updates.take(laid(tmp_path / "stick", "one", made()), tmp_path / "updates", HERE)
    (tmp_path / "inside").mkdir()
    with updates.package(ready, tmp_path / "inside", HERE) as package:
        assert package.read_bytes() == PACKAGE
    assert list((tmp_path / "inside").iterdir()) == []
    ready.file.write_bytes(made()[:-9] + bytes(9))
    with pytest.raises(Refused, match="update_altered"), updates.package(ready, tmp_path / "inside", HERE):
        pass
    assert list((tmp_path / "inside").iterdir()) == []


def test_a_name_that_points_elsewhere_stays_inside(tmp_path: Path) -> None:
    ready = updates.take(laid(tmp_path / "stick", "one", made(file="../../etc/passwd")), tmp_path / "updates", HERE)
    (tmp_path / "inside").mkdir()
    with updates.package(ready, tmp_path / "inside", HERE) as package:
        assert package.parent == tmp_path / "inside"


def test_each_system_installs_in_its_own_way(tmp_path: Path) -> None:
    file = tmp_path / "desk.deb"
    assert updates.install_command(file, "linux-amd64")[-1] == str(file)
    assert updates.install_command(file, "windows-amd64")[0] == str(file)
    with pytest.raises(Refused, match="update_other_system"):
        updates.install_command(file, "macos-arm64")


def test_on_windows_a_setup_is_begun_that_outlives_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp" / "yigongti-setup-old").mkdir(parents=True)
    windows = msgspec.structs.replace(HERE, platform="windows-amd64")
    content = made(file="yigongti-0.1.1-setup.exe", platform="windows-amd64")
    ready = updates.take(laid(tmp_path / "stick", "one", content), tmp_path / "updates", windows)
    begun: list[list[str]] = []
    assert updates.install(ready, windows, begun.append)
    ((setup, *words),) = begun
    assert Path(setup).read_bytes() == PACKAGE  # it is still there, for whoever waits
    assert Path(setup).name == "yigongti-0.1.1-setup.exe"
    assert words == ["/S", "/UPDATE"]
    assert [one.name for one in (tmp_path / "temp").iterdir()] == [Path(setup).parent.name]


def test_a_setup_that_cannot_be_begun_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    windows = msgspec.structs.replace(HERE, platform="windows-amd64")
    ready = updates.take(laid(tmp_path / "stick", "one", made(platform="windows-amd64")), tmp_path / "updates", windows)

    def declined(_words: list[str]) -> None:
        raise OSError(errno.EACCES, "nobody gave a password")

    with pytest.raises(Unavailable, match="update_failed"):
        updates.install(ready, windows, declined)


def test_a_clone_believes_nobody() -> None:
    assert updates.publishers() == ()


def test_a_build_believes_the_publisher_that_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIGONGTI_RESOURCES", str(tmp_path))
    (tmp_path / "publishers.toml").write_text(f'keys = ["{public_key(KEY).hex()}"]')
    assert updates.publishers() == (public_key(KEY),)
    (tmp_path / "publishers.toml").write_text('keys = ["no key"]')
    assert updates.publishers() == ()


def test_a_file_that_lies_in_the_folder_already_is_taken_and_the_others_are_let_go(tmp_path: Path) -> None:
    laid(tmp_path, "old", made(version="0.1.1"))
    file = laid(tmp_path, "new", made(version="0.1.2"))
    assert updates.take(file, tmp_path, HERE).file == file
    assert list(tmp_path.iterdir()) == [file]


def test_a_copy_that_went_wrong_is_not_kept_and_spoils_no_good_one_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that keeps other bytes than it was given: the stick's file was right."""
    good = updates.take(laid(tmp_path / "stick", "one", made(version="0.1.1")), tmp_path / "updates", HERE)
    other = laid(tmp_path / "stick", "one", made(version="0.1.2"))

    def spoil(_source: BinaryIO, sink: BinaryIO, _size: int) -> None:
        sink.write(made(version="0.1.2")[:-9] + bytes(9))

    monkeypatch.setattr("shutil.copyfileobj", spoil)
    with pytest.raises(Refused, match="update_altered"):
        updates.take(other, tmp_path / "updates", HERE)
    assert list((tmp_path / "updates").iterdir()) == [good.file]
    assert good.file.read_bytes() == made(version="0.1.1")


# From the hub.


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """天门市, the line open."""
    made_county = County(freeze(tmp_path_factory.mktemp("frozen")), tmp_path_factory.mktemp("county"))
    made_county.open_line()
    yield made_county
    made_county.close()


@pytest.fixture
def line(county: County) -> Iterator[Line]:
    """岳口's line, the shelf empty."""
    for file in county.hub.shelf.files():
        file.unlink()
    with line_of(county.desks["岳口"]._syncs()) as opened:
        yield opened


def shelve(county: County, content: bytes) -> None:
    """Put a file on the hub's shelf."""
    place = county.hub.shelf.place(HERE.product, HERE.platform)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)


def test_an_empty_shelf_is_no_update(line: Line, tmp_path: Path) -> None:
    assert fetching.fetch(line, tmp_path, HERE) is None


def test_an_update_comes_from_the_hub(county: County, line: Line, tmp_path: Path) -> None:
    shelve(county, made())
    ready = fetching.fetch(line, tmp_path, HERE)
    assert ready is not None
    assert ready.file.read_bytes() == made()
    assert list(tmp_path.iterdir()) == [ready.file]


def test_a_hub_with_the_same_version_has_no_update(county: County, line: Line, tmp_path: Path) -> None:
    shelve(county, made(version=HERE.version))
    assert fetching.fetch(line, tmp_path, HERE) is None
    assert list(tmp_path.iterdir()) == []


def test_a_hub_that_was_broken_into_installs_nothing(county: County, line: Line, tmp_path: Path) -> None:
    for content in (made(key=OTHER), made()[:-1] + b"\0", made()[:-1]):
        shelve(county, content)
        with pytest.raises(Refused, match=r"update_altered|update_cut"):
            fetching.fetch(line, tmp_path, HERE)
        assert list(tmp_path.iterdir()) == []


def test_a_fetch_that_was_cut_goes_on_where_it_stood(county: County, line: Line, tmp_path: Path) -> None:
    package = bytes(range(251)) * 4000  # four pieces
    whole = made(package, size=len(package), sha256=hashlib.sha256(package).hexdigest())
    shelve(county, whole)
    seen: list[int] = []

    def stop_after_two(done: int, _size: int) -> bool:
        seen.append(done)
        return len(seen) < 2

    with pytest.raises(Unavailable, match="stopped"):
        fetching.fetch(line, tmp_path, HERE, stop_after_two)
    before = line.carried
    ready = fetching.fetch(line, tmp_path, HERE)
    assert ready is not None
    assert ready.file.read_bytes() == whole
    assert line.carried - before < len(whole) * 0.8  # the head's piece again, and what lacked


class Endless:
    """A hub that goes on sending when all has come."""

    def __init__(self, content: bytes, piece: int) -> None:
        self._content, self._piece = content, piece
        self.sent = 0

    def update(self, _product: str, _platform: str, start: int) -> bytes:
        self.sent += self._piece
        assert self.sent < 10 * len(self._content), "it takes whatever comes"
        return (self._content[start:] + bytes(self._piece))[: self._piece]


@pytest.mark.parametrize("piece", [len(made()) - 7, len(made()), len(made()) + 1, 1000])
def test_a_hub_that_sends_without_end_is_refused_once_more_has_come_than_was_signed(tmp_path: Path, piece: int) -> None:
    hub, held = Endless(made(), piece), list[int]()

    def see(_done: int, _size: int) -> bool:
        held.append(sum(file.stat().st_size for file in tmp_path.iterdir()))
        return True

    with pytest.raises(Refused, match="update_altered"):
        fetching.fetch(hub, tmp_path, HERE, see)
    assert max(held) == len(made()) + 1
    assert list(tmp_path.iterdir()) == []


def test_what_was_kept_before_is_let_go_when_another_comes_from_the_hub(
    county: County, line: Line, tmp_path: Path
) -> None:
    updates.take(laid(tmp_path / "stick", "one", made()), tmp_path / "updates", HERE)
    shelve(county, made(version="0.1.2"))
    ready = fetching.fetch(line, tmp_path / "updates", HERE)
    assert ready is not None
    assert ready.release.version == "0.1.2"
    assert list((tmp_path / "updates").iterdir()) == [ready.file]


def test_records_go_up_while_an_update_comes(county: County, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert line.update(HERE.product, HERE.platform, 0) == b""
    shelve(county, made())
    monkeypatch.setattr(updates, "here", lambda: HERE)
    talks: list[str] = []

    def talk(_done: int, _size: int) -> bool:
        talks.append(pool.submit(county.desks["岳口"].sync).result(timeout=20).code)
        return True

    with ThreadPoolExecutor(1) as pool:
        ready = county.desks["岳口"].fetch_update(talk)
    assert ready.file.read_bytes() == made()
    assert talks == ["", ""]  # after the head, and after the rest


def test_the_first_piece_is_the_head_alone_also_of_a_file_that_is_none(county: County) -> None:
    shelf = county.hub.shelf
    place = shelf.place(HERE.product, HERE.platform)
    place.parent.mkdir(exist_ok=True)
    for content in (made(), b"", b"PK", bytes([255]) * (PIECE + 9)):
        place.write_bytes(content)
        first = shelf.piece(HERE.product, HERE.platform, "0")
        assert content.startswith(first)
        assert len(first) <= PIECE
        rest = shelf.piece(HERE.product, HERE.platform, str(len(first))) if first else b""
        assert first + rest == content[: len(first) + PIECE]


def test_what_lies_in_the_folder_whole_and_no_older_does_not_come_again(
    county: County, line: Line, tmp_path: Path
) -> None:
    there = updates.take(laid(tmp_path / "stick", "one", made(version="0.1.2")), tmp_path / "updates", HERE)
    for version in ("0.1.1", "0.1.2"):
        shelve(county, made(version=version))
        before = line.carried
        assert fetching.fetch(line, tmp_path / "updates", HERE) == there
        assert line.carried - before < len(PACKAGE)
    there.file.write_bytes(made(version="0.1.2")[:-1])
    again = fetching.fetch(line, tmp_path / "updates", HERE)
    assert again is not None
    assert again.file.read_bytes() == made(version="0.1.2")
    assert list((tmp_path / "updates").iterdir()) == [again.file]


def test_names_that_lead_out_of_the_shelf_are_not_found(county: County) -> None:
    for product, platform in (("..", "x"), ("a/b", "x"), ("a", "../x"), ("A", "x"), ("", "x")):
        with pytest.raises(Refused, match="not_found"):
            county.hub.shelf.piece(product, platform, "0")
    for start in ("-1", "x", "1" * 30, "\uff11"):
        with pytest.raises(Refused, match="not_found"):
            county.hub.shelf.piece("a", "x", start)
