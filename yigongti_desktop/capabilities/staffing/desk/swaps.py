"""Swaps on the desk: how they are found, what stands in a refused act; their page is that of leave."""

from __future__ import annotations

from yigongti_desktop.capabilities.staffing.model.own import WORKERS
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.refused import swaps as refused
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_swap
from yigongti_desktop.capabilities.staffing.ui.today import PAGE
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest


def _found(swap: Swap) -> tuple[str, str]:
    return f"{swap.giver_name}　{swap.taker_name}", say_swap(swap)


MANIFEST = Manifest(
    finds={"swap": Found("refresh", PAGE, _found, WORKERS)},
    contents=refused.contents,
    take_up=refused.take_up,
)
