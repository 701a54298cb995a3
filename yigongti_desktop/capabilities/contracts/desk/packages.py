"""Packages of services on the desk: their page, how they are found."""

from __future__ import annotations

from typing import Any

from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.ui import package_state as state
from yigongti_desktop.kit.manifest import Found
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.kit.manifest import NewThing
from yigongti_desktop.kit.manifest import PageSpec

PAGE, ICON = "packages", "box"


def _packages_page(desk: Any) -> Any:
    from yigongti_desktop.capabilities.contracts.ui.packages_page import PackagesPage

    return PackagesPage(desk)


def _found(package: Package) -> tuple[str, str]:
    return package.name, f"{package.year} 年　{state.say_group(package)}"


MANIFEST = Manifest(
    pages=(
        PageSpec(
            name=PAGE,
            title="服务包",
            short="服务包",
            icon=ICON,
            order=37,
            roles=state.SEEN_BY,
            make=_packages_page,
        ),
    ),
    new=(NewThing(text="新服务包", page=PAGE, argument="new", roles=state.OFFICE, order=9),),
    finds={"package": Found(ICON, PAGE, _found, state.SEEN_BY)},
)
