"""A start: first the log-in is seen, then what is heavy is loaded; nothing that a person waits for waits for more."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.commands.office import environment
from tests.storage.desks import Frozen
from tests.world import WORDS
from yigongti_desktop.app.desk import DeskWindow
from yigongti_desktop.app.preferences import Preferences
from yigongti_desktop.app.preferences import read_preferences
from yigongti_desktop.app.preferences import write_preferences
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage.home import READY
from yigongti_desktop.storage.home import Home

#: What no log-in window needs.
HEAVY = {
    "sqlalchemy",
    "sqlcipher3",
    "msgspec",
    "http.client",
    "reportlab",
    "pypinyin",
    "cryptography",
    "keyring",
    "alembic",
}
#: Says what is loaded when the window is seen, and what once its data is open.
START = """
import sys
from pathlib import Path
from yigongti_desktop.app.application import make_application
from yigongti_desktop.app.desk import DeskWindow
def loaded():
    print(*sorted(set(sys.argv[2:]) & set(sys.modules)), flush=True)
class Seen(DeskWindow):
    def _begin(self):
        loaded()
        super()._begin()
app = make_application([])
window = Seen(Path(sys.argv[1]))
window.ready.connect(loaded)
window.ready.connect(window.window.close)
window.open()
app.exec()
window.close()
"""
OPEN_VAULT = """
import sys
from pathlib import Path
from yigongti_desktop.app.unlocking import unlock
unlock(Path(sys.argv[1]), lambda: sys.argv[2])
print("sqlalchemy" in sys.modules)
"""


def run(program: str, *arguments: object) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env=environment(WORDS), capture_output=True, text=True, timeout=60, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.fixture
def window(home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> DeskWindow:
    """The window on a copy of 岳口, not yet shown."""
    monkeypatch.setenv("YIGONGTI_PASSPHRASE", WORDS)
    made = DeskWindow(home.path)
    qtbot.addWidget(made.window, before_close_func=lambda _window: made.close())
    return made


@pytest.mark.gui
def test_what_is_heavy_is_loaded_only_when_the_login_has_been_painted(home: Home) -> None:
    painted, opened = run(START, home.path, *sorted(HEAVY))
    assert painted.split() == []
    assert {"sqlalchemy", "sqlcipher3", "msgspec"} <= set(opened.split())


def test_a_passphrase_is_stretched_before_the_rest_takes_its_memory(home: Home) -> None:
    assert run(OPEN_VAULT, home.vault, WORDS) == ["False"]


@pytest.mark.gui
def test_a_window_that_nobody_sees_opens_its_data_all_the_same(window: DeskWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window._unseen.timeout.emit()


@pytest.mark.gui
def test_being_painted_and_having_waited_open_the_data_once(window: DeskWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.open()
    bench = window.bench
    window._unseen.timeout.emit()
    window.window.painted.emit()
    qtbot.waitUntil(lambda: not window.opening.tasks.is_busy)
    assert window.bench is bench is not None


@pytest.mark.gui
def test_a_restore_that_was_cut_off_is_finished_before_its_vault_is_opened(window: DeskWindow, home: Home) -> None:
    ready = home.path / f"{READY}20261123"
    ready.mkdir()
    shutil.copy2(home.vault, ready / home.vault.name)
    home.vault.write_bytes(b"the vault of the data that was put aside")
    bench = window.opening._try()
    assert bench is not None
    assert bench.is_enrolled
    bench.close()


@pytest.mark.gui
def test_lists_are_read_while_the_daily_backup_is_made(window: DeskWindow, frozen: Frozen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.ready, timeout=20_000):
        window.open()
    bench, desk = window.bench, window.desk
    assert bench is not None
    assert desk is not None
    go_on, begun, make = threading.Event(), threading.Event(), bench.backup
    counts: list[int] = []

    def slow(reason: str = "manual", target: Path | None = None) -> Path:
        begun.set()
        assert go_on.wait(20)
        return make(reason, target)

    bench.backup = slow  # type: ignore[method-assign] # a township's residents, without making them
    desk.actor = frozen.zhou
    assert window.duties is not None
    window.duties.back_up_daily()
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    desk.read(window, registry.count, registry.ACCOUNT, done=counts.append)
    qtbot.waitUntil(lambda: bool(counts), timeout=20_000)
    go_on.set()
    qtbot.waitUntil(lambda: any(bench.home.backups.glob("*")), timeout=20_000)


@pytest.mark.parametrize(
    "kept",
    [b"", b"\xff\x00", b"[]", b"7", b'{"theme":"pink"}', b'{"theme":[]}', b'{"theme":"dark"', b"[" * 100_000],
)
def test_preferences_that_are_not_ours_are_the_usual_ones(
    kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "window.json"
    file.write_bytes(kept)
    monkeypatch.setenv("YIGONGTI_PREFERENCES", str(file))
    assert read_preferences() == Preferences()


def test_preferences_are_kept_and_one_of_a_wrong_kind_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "folder" / "window.json"
    monkeypatch.setenv("YIGONGTI_PREFERENCES", str(file))
    wanted = Preferences(theme=DARK, printer="二楼 打印机")
    write_preferences(wanted)
    assert read_preferences() == wanted
    file.write_text('{"theme": "dark", "printer": 7, "later": true}')
    assert read_preferences() == Preferences(theme=DARK)
