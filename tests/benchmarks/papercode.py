"""How well the code of a slip is read back, how much it holds, how long it takes.

    python -m tests.benchmarks.papercode

Each slip is drawn as the program prints it, worn as papers are, and read by zxing-cpp, which knows nothing of segno
that drew it. Times are set against drawing the same slip without its code in the same run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import zxingcpp

from tests.capabilities.referrals.papers import CLINIC_KEY
from tests.capabilities.referrals.papers import code_of
from tests.capabilities.referrals.papers import texts_of
from tests.capabilities.referrals.papers import written
from tests.documents.worn import Wear
from tests.documents.worn import scanned
from yigongti_desktop.capabilities.referrals.model.paper import CUT
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.capabilities.referrals.model.paper import unpack
from yigongti_desktop.capabilities.referrals.printing import slips
from yigongti_desktop.documents.codes import LEAST_MODULE
from yigongti_desktop.documents.codes import QUIET
from yigongti_desktop.documents.codes import SIDE
from yigongti_desktop.documents.codes import modules
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol import paper_code

WEARS: dict[str, dict[str, Any]] = {
    "flat": {},
    "3 degrees": {"degrees": 3.0},
    "blurred 0.15 mm": {"blur": 1.5},
    "folded level 0.4 mm": {"fold": 4.0},
    "folded upright 0.4 mm": {"fold": 4.0, "is_upright": True},
    "noise 40": {"noise": 40},
    "3 degrees, blurred 0.12 mm, folded 0.4 mm": {"degrees": 3.0, "blur": 1.2, "fold": 4.0},
    "7 degrees, blurred 0.2 mm, folded 0.8 mm": {"degrees": 7.0, "blur": 2.0, "fold": 8.0},
}


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slips", type=int, default=10)
    given = parser.parse_args()
    _say("history  bytes  letters  modules  module mm  kept of the history")
    for length in (0, 40, 80, 160, 400, 2000):
        _say(_size(length))
    papers = [(place, *_paper(place)) for place in range(given.slips)]
    _say(f"\nread back of {given.slips}            150 dpi  200 dpi  300 dpi")
    for name, wear in WEARS.items():
        counts = [sum(_is_read(pdf, text, dpi, wear) for _, pdf, text in papers) for dpi in (150, 200, 300)]
        _say(f"{name:44}" + "".join(f"{count:7d}" for count in counts))
    code = code_of(written(3))
    _say(f"\nbytes flipped one by one: {_flipped(code)} of {len(code)} refused")
    bare = _milliseconds(lambda: slips.transfer_out(written(3)))
    texts = texts_of(written(3))
    with_code = _milliseconds(lambda: slips.transfer_out(written(3), code=texts))
    sealing = _milliseconds(lambda: texts_of(written(3)))
    _say(f"a slip {bare:.1f} ms, with its code {with_code:.1f} ms ({with_code / bare:.2f}), sealing {sealing:.1f} ms")
    return 0


def _size(length: int) -> str:
    referral = written(3, history=length)
    code, (text,) = code_of(referral), texts_of(referral)
    count = len(modules(text))
    said = unpack(paper_code.unseal(code).content, Out)
    kept = len(said.history.removesuffix(CUT))
    wide = SIDE / (count + 2 * QUIET) / LEAST_MODULE * 0.4
    return f"{length:7d}  {len(code):5d}  {len(text):7d}  {count:7d}  {wide:9.3f}  {kept} of {length}"


def _paper(place: int) -> tuple[bytes, str]:
    referral = written(place, history=20 * place)
    texts = texts_of(referral)
    return slips.transfer_out(referral, code=texts), texts[0]


def _is_read(pdf: bytes, text: str, dpi: int, wear: dict[str, Any]) -> bool:
    read = zxingcpp.read_barcodes(scanned(pdf, Wear(dpi=dpi, **wear), _middle(pdf), part=0.4))
    return [one.text for one in read] == [text]


@cache
def _middle(pdf: bytes) -> tuple[float, float]:
    """Return where the code stands on the page, as parts of its width and height."""
    page = scanned(pdf, Wear(dpi=300), (0.5, 0.5))
    (found,) = zxingcpp.read_barcodes(page)
    first, last = found.position.top_left, found.position.bottom_right
    return (first.x + last.x) / 2 / page.width, (first.y + last.y) / 2 / page.height


def _flipped(code: bytes) -> int:
    refused = 0
    for place in range(len(code)):
        torn = code[:place] + bytes((code[place] ^ 0x10,)) + code[place + 1 :]
        try:
            paper_code.prove(paper_code.unseal(torn), CLINIC_KEY.public)
        except Refused:
            refused += 1
    return refused


def _milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def _say(line: str) -> None:
    sys.stdout.write(f"{line}{os.linesep}")


if __name__ == "__main__":
    raise SystemExit(main())
