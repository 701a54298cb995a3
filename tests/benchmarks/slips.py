"""A slip from a filled form against a bare page of the same text in the same font, and many slips in one file.

    python -m tests.benchmarks.slips

A slip may cost twice the bare page, measured in turn in the same run (processor time); the file of many slips may
take no more memory for each further slip than that slip weighs in it, a few times over.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.random_slips import out_case
from yigongti_desktop.capabilities.referrals.printing.batch import batch
from yigongti_desktop.capabilities.referrals.printing.slips import transfer_out
from yigongti_desktop.documents import fonts
from yigongti_desktop.kernel.errors import Unavailable

LIMIT = 2.0
ROUNDS = 60
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
#: Kilobytes of memory that each further slip of a file may take.
LIMIT_EACH = 64


def main() -> int:
    """Measure, tell, judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", type=int, help="make one file of so many slips and tell the memory taken")
    given = parser.parse_args()
    if given.memory:
        return _one_file(given.memory)
    ratio = _ratio()
    few, many = _memory(100), _memory(1000)
    each = (many[0] - few[0]) / 900
    sys.stdout.write(
        f"100 slips: {few[0] / 1024:.0f} MB at most, {few[1]:.1f} s, {few[2] / 1e6:.1f} MB file\n"
        f"1000 slips: {many[0] / 1024:.0f} MB at most, {many[1]:.1f} s, {many[2] / 1e6:.1f} MB file: "
        f"{each:.1f} KB for each further slip (limit {LIMIT_EACH})\n"
    )
    return int(ratio > LIMIT or each > LIMIT_EACH)


def _ratio() -> float:
    case = sent()
    lines = _lines(transfer_out(case))
    slip, bare = [], []
    for _ in range(ROUNDS):
        slip.append(_taken(lambda: transfer_out(case)))
        bare.append(_taken(lambda: _bare(lines)))
    ratio = median(slip) / median(bare)
    sys.stdout.write(
        f"slip {median(slip) * 1000:.1f} ms, bare page {median(bare) * 1000:.1f} ms: {ratio:.2f} (limit {LIMIT})\n"
    )
    return ratio


def _taken(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _lines(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    lines = str(text.get_text_range()).split("\r\n")
    text.close()
    page.close()
    document.close()
    return lines


def _bare(lines: list[str]) -> bytes:
    """Return the same text on a page as ReportLab draws it, without anything beside it."""
    fonts.load()
    sink = io.BytesIO()
    canvas: Any = Canvas(sink, pagesize=A4, invariant=1)
    canvas.setFont(fonts.REGULAR, 11)
    for place, line in enumerate(lines):
        canvas.drawString(60, 800 - 18 * place, line)
    canvas.save()
    return sink.getvalue()


def _memory(count: int) -> tuple[int, float, int]:
    """Return the most memory that a process took for one file, in KB, its seconds, and the file's bytes."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.slips", "--memory", str(count)],
        check=True,
        capture_output=True,
        text=True,
    )
    most, seconds, size = told.stdout.split()
    return int(most), float(seconds), int(size)


def _one_file(count: int) -> int:
    """Make one file, told of each slip; then another that is stopped half way."""
    told: list[int] = []

    def go_on(done: int) -> bool:
        told.append(done)
        return True

    began = time.perf_counter()
    content = batch((out_case(number) for number in range(count)), "tianmen.yuekou", "一天", at=NOON, progress=go_on)
    seconds = time.perf_counter() - began
    if told != list(range(1, count + 1)):
        return 1
    try:
        batch(
            (sent() for _ in range(count)), "tianmen.yuekou", "一天", at=NOON, progress=lambda done: done < count // 2
        )
    except Unavailable:
        sys.stdout.write(f"{_peak()} {seconds:.3f} {len(content)}\n")
        return 0
    return 1


def _peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    sys.exit(main())
