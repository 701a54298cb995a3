"""Lines whose time was changed: nothing is given out twice, a new session is its own, sheets meet what stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.capabilities.referrals import slots
from tests.capabilities.referrals.slots import LEAD
from tests.capabilities.referrals.slots import TODAY
from tests.capabilities.referrals.slots import opening
from tests.capabilities.referrals.slots import publish
from tests.capabilities.referrals.slots import slot
from tests.sync.county import County
from yigongti_desktop.capabilities.referrals.messages.capacity import Changing
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import State
from yigongti_desktop.capabilities.referrals.store.capacity import Import
from yigongti_desktop.capabilities.referrals.store.capacity import read_sheet
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import outbox

pytestmark = [pytest.mark.sync, pytest.mark.policy("REF-09")]
MORNING, AFTERNOON = "08:00-11:30", "14:00-17:00"


def changing(line: CapacityLine, time: str, reserved: int | None = None) -> PublishCapacity:
    numbers = Numbers(total=line.total, reserved=line.reserved if reserved is None else reserved)
    return PublishCapacity(changed=(Changing(line=line.id, numbers=numbers, time=time, place=line.place),))


def stand(county: County) -> list[tuple[str, int, int]]:
    """Return time, reserved and total of the open lines as the hub has them, by time."""
    county.sync(LEAD)
    assert county.desks[LEAD].read(outbox.in_states, outbox.NEEDS_PERSON) == []
    return sorted((one.time, one.reserved, one.total) for one in slots.lines(county) if one.state is State.OPEN)


def sheet(county: County, folder: Path, *rows: tuple[str, str, int, int]) -> Import:
    """Return what a sheet with these times, rooms, totals and reserved numbers would change."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(("类别", "科室", "名称", "日期", "时段", "诊室", "总数", "预留"))
    its = slot()
    for time, place, total, reserved in rows:
        page.append(("专家", its.department, its.name, its.day, time, place, total, reserved))
    file = folder / "号源.xlsx"
    book.save(file)
    found: Import = county.desks[LEAD].read(read_sheet, str(file), slots.HOSPITAL, TODAY)
    assert found.faults == ()
    return found


def test_a_line_that_was_moved_is_met_by_a_sheet_where_it_stands_now(county: County, tmp_path: Path) -> None:
    (line,) = publish(county, opening(reserved=2))
    county.do(LEAD, changing(line, AFTERNOON))
    found = sheet(county, tmp_path, (AFTERNOON, "", 5, 2))
    assert (found.opened, found.changed, found.same) == ((), (), 1)
    found = sheet(county, tmp_path, (AFTERNOON, "", 9, 3))
    assert [(record, one.slot.place) for record, one in found.changed] == [(line.id, line.place)]
    county.do(LEAD, PublishCapacity(opened=(opening(slot(time=AFTERNOON), reserved=2),)))
    assert stand(county) == [(AFTERNOON, 2, 5)]


def test_a_new_session_at_the_old_time_is_a_line_of_its_own(county: County, tmp_path: Path) -> None:
    (line,) = publish(county, opening(reserved=2))
    county.do(LEAD, changing(line, AFTERNOON))
    found = sheet(county, tmp_path, (MORNING, "", 8, 4))
    assert [one.slot.time for one in found.opened] == [MORNING]
    county.do(LEAD, PublishCapacity(opened=(opening(reserved=4, total=8),)))
    county.do(LEAD, PublishCapacity(opened=(opening(reserved=4, total=8),)))  # the same twice is one
    assert stand(county) == [(MORNING, 4, 8), (AFTERNOON, 2, 5)]
    with pytest.raises(Refused, match="capacity_known"):
        county.do(LEAD, PublishCapacity(opened=(opening(reserved=3, total=8),)))
    (new,) = (one for one in slots.lines(county) if one.time == MORNING)
    county.do(LEAD, changing(new, "18:00-20:00"))
    county.do(LEAD, PublishCapacity(opened=(opening(reserved=1),)))
    assert stand(county) == [(MORNING, 1, 5), (AFTERNOON, 2, 5), ("18:00-20:00", 4, 8)]


def test_a_line_is_not_moved_to_where_another_stands(county: County) -> None:
    line, other = publish(county, opening(), opening(slot(time=AFTERNOON), reserved=3))
    with pytest.raises(Refused, match="capacity_stands"):
        county.do(LEAD, changing(line, AFTERNOON))
    county.do(LEAD, changing(other, AFTERNOON, reserved=4))
    county.do(LEAD, PublishCapacity(closed=(other.id,), reason="停诊"))
    county.do(LEAD, changing(line, AFTERNOON))
    assert stand(county) == [(AFTERNOON, 1, 5)]
    with pytest.raises(Refused, match="capacity_known"):
        county.do(LEAD, PublishCapacity(opened=(opening(slot(time=AFTERNOON), reserved=3),)))


def test_a_sheet_with_another_room_changes_the_room_and_one_without_rooms_leaves_it(
    county: County, tmp_path: Path
) -> None:
    (line,) = publish(county, opening(reserved=2))
    assert sheet(county, tmp_path, (MORNING, "", 5, 2)).same == 1
    found = sheet(county, tmp_path, (MORNING, "门诊 9 诊室", 5, 2))
    assert (found.opened, found.same) == ((), 0)
    assert [(record, one.slot.place) for record, one in found.changed] == [(line.id, "门诊 9 诊室")]
