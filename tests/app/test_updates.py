"""Updates come from a stick or from the hub; what is not right is told in words, and nothing of it is kept."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.protocol.test_update import HERE
from tests.protocol.test_update import KEY
from tests.protocol.test_update import OTHER
from tests.protocol.test_update import PACKAGE
from tests.protocol.test_update import made
from tests.sync.county import County
from tests.sync.county import freeze
from yigongti_desktop.app import updates
from yigongti_desktop.app.words import say
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
    assert updates.fetch(line, tmp_path, HERE) is None


def test_an_update_comes_from_the_hub(county: County, line: Line, tmp_path: Path) -> None:
    shelve(county, made())
    ready = updates.fetch(line, tmp_path, HERE)
    assert ready is not None
    assert ready.file.read_bytes() == made()
    assert list(tmp_path.iterdir()) == [ready.file]


def test_a_hub_with_the_same_version_has_no_update(county: County, line: Line, tmp_path: Path) -> None:
    shelve(county, made(version=HERE.version))
    assert updates.fetch(line, tmp_path, HERE) is None
    assert list(tmp_path.iterdir()) == []


def test_a_hub_that_was_broken_into_installs_nothing(county: County, line: Line, tmp_path: Path) -> None:
    for content in (made(key=OTHER), made()[:-1] + b"\0", made()[:-1]):
        shelve(county, content)
        with pytest.raises(Refused, match=r"update_altered|update_cut"):
            updates.fetch(line, tmp_path, HERE)
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
        updates.fetch(line, tmp_path, HERE, stop_after_two)
    before = line.carried
    ready = updates.fetch(line, tmp_path, HERE)
    assert ready is not None
    assert ready.file.read_bytes() == whole
    assert line.carried - before < len(whole) * 0.8  # the head's piece again, and what lacked


class _Endless:
    """A hub that has always more to send."""

    def __init__(self, whole: bytes) -> None:
        self._whole = whole

    def update(self, _product: str, _platform: str, start: int) -> bytes:
        return self._whole[start : start + 100_000] or bytes(100_000)


def test_a_hub_that_never_ends_does_not_fill_the_disk(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="update_altered"):
        updates.fetch(_Endless(made()), tmp_path, HERE)
    assert list(tmp_path.iterdir()) == []


def test_what_was_fetched_before_is_let_go(county: County, line: Line, tmp_path: Path) -> None:
    shelve(county, made())
    updates.fetch(line, tmp_path, HERE)
    shelve(county, made(version="0.9.7"))
    ready = updates.fetch(line, tmp_path, HERE)
    assert ready is not None
    assert list(tmp_path.iterdir()) == [ready.file]


def test_names_that_lead_out_of_the_shelf_are_not_found(county: County) -> None:
    for product, platform in (("..", "x"), ("a/b", "x"), ("a", "../x"), ("A", "x"), ("", "x")):
        with pytest.raises(Refused, match="not_found"):
            county.hub.shelf.piece(product, platform, "0")
    for start in ("-1", "x", "1" * 30, "\uff11"):
        with pytest.raises(Refused, match="not_found"):
            county.hub.shelf.piece("a", "x", start)
