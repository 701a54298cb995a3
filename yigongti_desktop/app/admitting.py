"""A machine without a line becomes a desk: its request on a stick, the hub's answer, and files told apart."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import code_file
from yigongti_desktop.protocol.code_file import CodeFile
from yigongti_desktop.protocol.sealed import MAGIC
from yigongti_desktop.protocol.sealed import Progress
from yigongti_desktop.storage import sticks
from yigongti_desktop.sync import admission
from yigongti_desktop.sync.admission import Admitted


def look(file: Path, now: datetime) -> CodeFile | None:
    """Return what a file with a code says; None when it is a package, which only a machine that has asked can open.

    Raises:
        Refused: file_missing, package_not_one when it is a folder, code_file_not_one, code_file_damaged,
            code_file_expired.
        Unavailable: stick_not_readable, stick_gone.
    """
    with sticks.reading_from(file) as stick:
        content = stick.read(code_file.MOST + 1)
    if content.startswith(MAGIC):
        return None
    found = code_file.read_code_file(content)
    if found.expires_at < now:
        raise Refused("code_file_expired")
    return found


def ask(bench: Workbench, code: str, target: Path, used: Path | None = None) -> Path:
    """Write this machine's request into a file, or under its own name into a folder; return the file.

    Args:
        bench: this machine.
        code: under which it asks; it is remembered until the answer is in.
        target: the file or folder.
        used: file that the code was read from. It is removed: on the stick that travels with the request somebody else
            could still use it.

    Raises:
        Refused: enrolled_already, enrolment_code.
        Unavailable: what the stick says.
    """
    if bench.is_enrolled:
        raise Refused("enrolled_already")
    file = bench.in_turn(lambda desk: admission.ask(desk, code, target))
    if used is not None and used.resolve() != file.resolve():
        sticks.wipe(used)
    bench.note(None, "ask_admission", file.name)
    return file


def take(bench: Workbench, file: Path, progress: Progress = lambda _done, _size: True) -> Admitted:
    """Take the hub's answer in, and be its desk.

    Raises:
        Refused: enrolled_already, or why the file is not the hub's answer to this machine's request.
        Unavailable: what the stick says, stopped.
    """
    if bench.is_enrolled and not bench.asked_code:
        raise Refused("enrolled_already")
    admitted = bench.in_turn(lambda desk: admission.take(desk, file, progress))
    bench.note(None, "admitted", admitted.enrolled.device)
    return admitted
