"""The stock on the desk: its page."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.pharmacy.refused import stock as refused
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import PageSpec

_ROLES = frozenset({Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY})


def _stock(desk: Any) -> Any:
    from yigongti_desktop.capabilities.pharmacy.ui.stock_page import StockPage

    return StockPage(desk)


MANIFEST = Manifest(
    pages=(PageSpec(name="stock", title="库存", short="库存", icon="box", order=23, roles=_ROLES, make=_stock),),
    contents=refused.contents,
    take_up=refused.take_up,
)
