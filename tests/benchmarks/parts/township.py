"""A desk at real size, made through the real store: a township's residents, with cases for the first page."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from msgspec.structs import replace

from tests.fakes.time import StoppedClock
from tests.world import World
from tests.world import id_number
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.ids import keyed_id
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import passwords
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

#: Log-in of the one person twice: with the product's verifier, and with one that costs nothing.
PROVEN, UNPROVEN = "zhou", "zhou-quick"
PASSWORD = "hai-tian-2618"
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗邱𠮷"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂传富春梅建国晓燕志云龙"
_AT_ONCE = 5_000
_CACHE_KB = 800_000


def build(folder: Path, residents: int, referrals: int) -> Home:
    """Return a desk of 岳口 with so many residents and late referrals, out of reach of its hub."""
    clock = StoppedClock(SystemClock().now() - timedelta(days=3))
    world = World(folder, clock=clock)
    world.open_line()
    desk = world.desk("岳口")
    _set_passwords(desk, world.people["岳口"].account)
    for serial in range(referrals):
        sex = Sex.MALE if serial % 2 else Sex.FEMALE
        patient = replace(world.slip("岳口").patient, name=_name(serial), sex=sex, id_number=id_number(serial=serial))
        world.send_referral("岳口", patient=patient)
    _register(desk, residents)
    clock.advance(days=3)
    desk.sync()
    with writing(desk.engine) as connection:  # a backup of this size takes its time, and is no part of the question
        facts.put(connection, **{facts.BACKUP_AT: facts.stamp(clock.now())})
    world.close()
    return desk.home


def _set_passwords(desk: Workbench, account: str) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    proven = passwords.make_verifier(PASSWORD)
    with writing(desk.engine) as connection:
        person: Account | None = records.load(connection, registry.ACCOUNT, account)
        assert person is not None
        person = replace(person, login=PROVEN, verifier=proven, must_change=False)
        second = replace(person, id=f"{account}-quick", login=UNPROVEN, verifier=quick)
        records.save_many(connection, registry.ACCOUNT, [person, second])


def _register(desk: Workbench, count: int) -> None:
    """Write residents as a first sync does, rows and spellings; a large cache keeps it short."""
    own = desk.fact("institution")
    with writing(desk.engine) as connection:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KB}")
        for start in range(0, count, _AT_ONCE):
            some = [_resident(own, serial) for serial in range(start, min(start + _AT_ONCE, count))]
            records.save_many(connection, registry.RESIDENT, some)
            indexes.write(connection, registry.RESIDENT, some)


def _resident(own: str, serial: int) -> Resident:
    birth = date(1936, 1, 1) + timedelta(days=serial // 400 * 120 + serial % 97)
    number = id_number(birth, 400 + serial % 400)
    return Resident(
        id=keyed_id(b"a county of the benchmark", f"{number}{serial}"),
        name=_name(serial),
        sex=Sex.MALE if serial % 2 else Sex.FEMALE,
        birth=birth,
        id_number=number,
        phone=f"139{serial:08d}",
        address=f"岳口镇{_GIVEN[serial % 31]}山村{serial % 12 + 1}组",
        village=f"{_GIVEN[serial % 31]}山村",
        units=(own,),
    )


def _name(serial: int) -> str:
    family, rest = _FAMILY[serial % len(_FAMILY)], serial // len(_FAMILY)
    return family + _GIVEN[rest % len(_GIVEN)] + _GIVEN[rest // len(_GIVEN) % len(_GIVEN)]
