"""kill -9, a full disk or a closed folder at any moment of saving a file: the old one or the new one, never a torn one.

What a kill leaves half written has one name for each file, and goes with the next that is saved there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children are forked, and limited, as Linux does it")

#: Forks a child for each moment, in which the child meets its end; then says what stands in the folder.
SAVING = """
    import os, resource, signal, sys
    from pathlib import Path
    from yigongti_desktop.kernel import files
    from yigongti_desktop.kernel.errors import Unavailable

    kept, old, new = Path(sys.argv[1]) / "转诊.json", b"last month's", bytes(range(250)) * 200

    def killed_at_line(number):
        left = number
        def step(frame, _event, _argument):
            nonlocal left
            if frame.f_code.co_filename != files.__file__:
                return None
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return step
        sys.settrace(step)

    def killed_at_byte(number):
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        full_at_byte(number)

    def full_at_byte(number):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))

    def save(end, number):
        pid = os.fork()
        if not pid:
            try:
                end(number)
                files.save(kept, new)
                os._exit(0)
            except Unavailable as weather:
                os._exit({"stick_full": 1, "file_not_writable": 2}[weather.code])
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        stands = kept.read_bytes() if kept.exists() else None
        others = sorted(one.name for one in kept.parent.iterdir() if one != kept)
        print(code, {None: "none", old: "old", new: "new"}.get(stands, "torn"), *others, flush=True)
        return code
"""


def run(program: str, folder: Path) -> list[list[str]]:
    """Run it, and return what it said, word by word."""
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SAVING) + textwrap.dedent(program), folder],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return [line.split() for line in ran.stdout.splitlines()]


@pytest.mark.parametrize("before", ["old", "none"])
def test_a_save_killed_at_any_line_leaves_the_old_file_or_the_new_and_nothing_that_grows(
    tmp_path: Path, before: str
) -> None:
    told = run(
        f"""
        number = code = 1
        while code:
            kept.write_bytes(old) if {before == "old"} else kept.unlink(missing_ok=True)
            code = save(killed_at_line, number)
            number += 1
        """,
        tmp_path,
    )
    assert len(told) > 40
    assert [line[0] for line in told] == ["-9"] * (len(told) - 1) + ["0"]
    stands = [line[1] for line in told]
    assert stands == sorted(stands, key=[before, "new"].index)  # from one line on it is the new one
    assert set(stands) == {before, "new"}
    assert {tuple(line[2:]) for line in told} == {(), (".转诊.json.yigongti-part",)}
    assert told[-1][2:] == []  # the next that is saved takes it along


def test_a_save_killed_or_out_of_room_within_the_file_leaves_the_old_one(tmp_path: Path) -> None:
    places = [0, 1, 4_095, 4_096, 8_192, 49_999]
    told = run(
        f"""
        kept.write_bytes(old)
        for place in {places}:
            save(killed_at_byte, place)
            save(full_at_byte, place)
        save(full_at_byte, len(new))
        """,
        tmp_path,
    )
    killed, full = ["-25", "old", ".转诊.json.yigongti-part"], ["1", "old"]
    assert told == [killed, full] * len(places) + [["0", "new"]]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount, and become another")
def test_a_full_disk_and_a_folder_closed_to_us_leave_the_old_file(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k,mode=755", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        (tmp_path / "转诊.json").write_bytes(b"last month's")
        assert run("save(int, 0)", tmp_path) == [["1", "old"]]
        (tmp_path / "转诊.json").chmod(0o666)
        assert run("save(os.setuid, 65534)", tmp_path) == [["2", "old"]]
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path)], check=True)
        assert run("save(int, 0)", tmp_path) == [["2", "old"]]
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)
