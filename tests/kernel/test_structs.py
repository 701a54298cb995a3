"""Types that several threads meet for the first time at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

#: Sixteen threads decode one nested message at once, with the interpreter changing threads as often as it can.
_MEET = """
import sys, threading
sys.setswitchinterval(1e-6)
from yigongti_desktop.kernel.structs import know_all
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.exchange import Exchange, Wanted
from yigongti_desktop.protocol.packing import pack, unpack
packed = pack(Exchange(cursors={"a": 1}, batch=Signed(b"x", b"y"), want=(Wanted("a", "b"),)))
assert know_all() > 5
together = threading.Barrier(16)
def meet():
    together.wait()
    unpack(packed, Exchange)
threads = [threading.Thread(target=meet) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


@pytest.mark.parametrize("turn", range(6))  # without it, every second one crashed
def test_threads_that_meet_a_type_at_once_do_not_crash(turn: int) -> None:
    done = subprocess.run([sys.executable, "-c", _MEET], check=False, capture_output=True, text=True)
    assert done.returncode == 0, (turn, done.stderr)
