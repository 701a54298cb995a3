"""同步 shows every act that waits, and what stands in it only to those who may know."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.world import World
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.app.sync_overview import Overview
from yigongti_desktop.app.sync_overview import overview
from yigongti_desktop.kernel.access import Role

pytestmark = pytest.mark.sync


def seen_by(world: World, account: str, role: Role) -> Overview:
    desk = world.desks["岳口"]
    actor = replace(world.people["岳口"], account=account, roles=frozenset({role}))
    found: Overview = desk.read(overview, MANIFESTS, actor, desk.clock.now())
    return found


@pytest.fixture
def waiting(clinic_and_hospital: World) -> World:
    """A referral that was written with the line down."""
    clinic_and_hospital.cut_line()
    clinic_and_hospital.send_referral("岳口")
    return clinic_and_hospital


def test_a_colleague_who_sees_patients_reads_what_waits(waiting: World) -> None:
    seen = seen_by(waiting, "a-colleague", Role.DOCTOR)
    assert seen.waiting
    assert all(entry.is_open and entry.title == "邱传富" for entry in seen.waiting)
    assert ("科室", "神经内科") in [line for entry in seen.waiting for line in entry.contents]


def test_a_pharmacist_sees_that_something_waits_and_nothing_of_the_patient(waiting: World) -> None:
    seen = seen_by(waiting, "a-pharmacist", Role.PHARMACIST)
    assert len(seen.waiting) == len(seen_by(waiting, "a-colleague", Role.DOCTOR).waiting)
    assert not any(entry.is_open or entry.title or entry.contents or entry.page for entry in seen.waiting)


def test_whoever_wrote_it_reads_it_in_any_role(waiting: World) -> None:
    seen = seen_by(waiting, waiting.people["岳口"].account, Role.PHARMACIST)
    assert all(entry.is_open for entry in seen.waiting)
