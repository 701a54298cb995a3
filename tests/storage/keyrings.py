"""A session with a real Secret Service, in which a program is run; and one with a service that never answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

#: Starts gnome-keyring with a password of its own, runs the program, and ends it.
_UNLOCKED = """
printf '%s' invented | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
"$@"
told=$?
kill $! 2>/dev/null
exit $told
"""
#: The same without a password: it would ask on a screen, and there is none.
_LOCKED = _UNLOCKED.replace("printf '%s' invented | ", "").replace("--unlock", "--start")
#: Holds the name of the Secret Service and leaves every call unanswered.
_SILENT = """
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection(bus="SESSION")
names = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
bus.send_and_get_reply(new_method_call(names, "RequestName", "su", ("org.freedesktop.secrets", 4)))
print("here", flush=True)
while True:
    bus.receive()
"""


def with_keyring(program: str, *arguments: str) -> list[str]:
    """Run a program beside an unlocked keyring; return the lines that it wrote."""
    return _run(_UNLOCKED, program, *arguments)


def with_locked_keyring(program: str) -> list[str]:
    """Run a program beside a keyring that nobody has unlocked."""
    return _run(_LOCKED, program)


def with_silent_keyring(program: str) -> list[str]:
    """Run a program beside a Secret Service that never answers."""
    wait = (
        f'service=$(mktemp -u); mkfifo "$service"; {sys.executable} -c "$SILENT" >"$service" & read -r _ <"$service"\n'
    )
    return _run(wait + _UNLOCKED.partition("&1 &\n")[2], program)


def _run(session: str, program: str, *arguments: str) -> list[str]:
    for tool in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not here, so there is no real Secret Service to ask")
    folder = Path(tempfile.mkdtemp(prefix="k"))  # short, since sockets lie in it
    try:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"} | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SILENT": _SILENT,
        }
        environment.pop("DISPLAY", None)
        done = subprocess.run(
            ["dbus-run-session", "--", "sh", "-c", session, "session", sys.executable, "-c",
             textwrap.dedent(program), *arguments],
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
