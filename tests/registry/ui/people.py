"""Residents who are known already, one or a whole county of them."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import msgspec

from tests.screens import Screen
from tests.sync.county import County
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import records

HU = id_number(date(1975, 6, 1), 302)
_SURNAMES, _NAMES = "赵钱孙李周吴郑王冯陈", "明华国英桂兰秀芳建军"


def identity(**changes: Any) -> Identity:
    """Return 胡小燕 of 健康村."""
    plain = Identity(
        name="胡小燕",
        sex=Sex.FEMALE,
        birth=date(1975, 6, 1),
        id_number=HU,
        phone="13900000001",
        village="健康村二组",
        address="岳口镇健康村 8 号",
    )
    return msgspec.structs.replace(plain, **changes)


def register(county: County, desk: str = "岳口", **changes: Any) -> Resident:
    """Register 胡小燕 at a desk."""
    made: Resident = county.do(desk, RegisterResident(identity=identity(**changes)))
    return made


def correct(county: County, desk: str, resident: Resident, **changes: tuple[Any, Any]) -> Resident:
    """Change 胡小燕 at a desk."""
    made: Resident = county.do(desk, CorrectResident(resident=resident.id, changes=dict(changes)))
    return made


def held(me: Screen, resident: str) -> Resident:
    """Return a resident as the desk has them."""
    found = me.bench.read(store.one_resident, resident)
    assert found is not None
    return found


def form_of(page: Any) -> FormView:
    """Return the fields that are being filled in."""
    form: FormView = page.work.form
    return form


def begin(me: Screen) -> Any:
    """Open the page and begin a registration, and return the page."""
    page = me.page("residents")
    me.press("F2")
    me.settle()
    if page.work is None:  # F2 begins what this person writes most; the page's own button does it always
        me.page("residents")
        me.click("登记居民")
        me.settle()
    return page


def populate(county: County, desk: str, count: int, *, found: slice = slice(None)) -> None:
    """Put residents straight into the database, as if they had come down from the hub; some can be found."""
    first = register(county, desk)
    made = [
        msgspec.structs.replace(
            first,
            id=f"r-{place:07d}",
            name=_SURNAMES[place % 10] + _NAMES[place // 10 % 10] + _NAMES[place // 100 % 10],
            birth=date(1930, 1, 1) + timedelta(days=place % 30_000),
            id_number="",
            no_id_reason="未带证件",
            phone=f"139{place:08d}",
            village=f"{place // 250:04d}村",
        )
        for place in range(count)
    ]
    county.desks[desk].write(records.save_many, store.RESIDENT, made)
    county.desks[desk].write(indexes.write, store.RESIDENT, made[found])
