"""A package of 300 MB is written and read within a few megabytes of memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_MOST = 64
_SIZE = 300
_PROGRAM = """
import os, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

here, there, file, size = bytes(32), bytes(range(32)), Path(sys.argv[1]), int(sys.argv[2])
head = sealed.Head(id="x", kind="upload", sender="a", receiver="b", made_at=datetime.now(UTC))
noise = Problem("", {"noise": os.urandom(1_000_000)})
before = peak()
with file.open("wb") as opened:
    sealer = sealed.Sealer(opened, head, receiver_key=sealing_public(there), seed=here)
    while sealer.size < size:
        sealer.add(noise)
    sealer.finish()
with file.open("rb") as opened:
    package = sealed.Package(opened)
    package.verify(public_key(here))
    count = sum(1 for one in package.messages(there, Problem) if one == noise)
print(count, file.stat().st_size, peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in kilobytes on Linux only")
def test_a_package_of_any_size_needs_little_memory(tmp_path: Path) -> None:
    words = [sys.executable, "-c", _PROGRAM, str(tmp_path / "x.ygtsync"), str(_SIZE * 1024**2)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    count, size, megabytes = (int(one) for one in done.stdout.split())
    assert size > _SIZE * 1024**2
    assert count > _SIZE
    assert megabytes < _MOST
