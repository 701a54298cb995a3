"""Reserved capacity for tests: lines that the lead hospital publishes, cases that ask for them."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

from tests.capabilities.judging import ruling
from tests.fakes.time import NOON
from tests.sync.county import County
from yigongti_desktop.capabilities.referrals.messages.capacity import Opening
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model import capacity_moves as moves
from yigongti_desktop.capabilities.referrals.model.capacity import CapacityLine
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import Source
from yigongti_desktop.capabilities.referrals.model.capacity import line_id
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.store.capacity import HOLD
from yigongti_desktop.capabilities.referrals.store.capacity import LINE
from yigongti_desktop.capabilities.referrals.store.capacity import holds_of
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading

TODAY = day(NOON)
LEAD, ONE, TWO, FAR = "市一医", "岳口", "岳口二", "多宝"
HOSPITAL = "tianmen.diyi"


def slot(after: int = 3, **changes: Any) -> Slot:
    """Return 王建平's morning so many days after today, or another slot."""
    usual: dict[str, Any] = {
        "kind": Kind.EXPERT,
        "department": "神经内科",
        "name": "王建平 主任医师",
        "day": TODAY + timedelta(days=after),
        "time": "08:00-11:30",
        "place": "门诊 3 诊室",
    }
    return Slot(**(usual | changes))


def bed(after: int = 3, **changes: Any) -> Slot:
    return slot(after, **({"kind": Kind.BED, "name": "普通床", "time": "", "place": "神经内科病区"} | changes))


def exam(after: int = 3, **changes: Any) -> Slot:
    return slot(after, **({"kind": Kind.EXAM, "department": "影像科", "name": "头颅 MRI", "place": ""} | changes))


def opening(which: Slot | None = None, reserved: int = 1, total: int = 5) -> Opening:
    return Opening(slot=which or slot(), numbers=Numbers(total=total, reserved=reserved))


def published(which: Slot | None = None, reserved: int = 2, total: int = 10) -> CapacityLine:
    """Return a line as the rule makes it, without a desk."""
    its = which or slot()
    judge = ruling(HOSPITAL, record=line_id(HOSPITAL, its))
    return moves.publish(None, its, Numbers(total=total, reserved=reserved), Source.TYPED, judge)


def publish(county: County, *openings: Opening) -> list[CapacityLine]:
    """Let the lead hospital publish lines, and everybody have them; return them in this order."""
    opened = openings or (opening(),)
    county.do(LEAD, PublishCapacity(opened=opened))
    county.sync(LEAD, ONE, TWO, FAR)
    known = {(one.kind, one.department, one.name, one.day, one.time): one for one in lines(county)}
    its = (one.slot for one in opened)
    return [known[one.kind, one.department, one.name, one.day, one.time] for one in its]


def lines(county: County) -> list[CapacityLine]:
    """Return the lines as the hub has them."""
    with reading(county.hub.engine) as connection:
        rows = connection.execute(LINE.table.select().order_by(LINE.table.c.day, LINE.table.c.id))
        return [records.from_row(LINE, row) for row in rows]


def line(county: County, record: str, desk: str = "") -> CapacityLine:
    """Return a line as the hub has it, or a desk."""
    found: CapacityLine | None
    if desk:
        found = county.desks[desk].read(records.load, LINE, record)
    else:
        with reading(county.hub.engine) as connection:
            found = records.load(connection, LINE, record)
    assert found is not None
    return found


def all_holds(county: County) -> list[SlotHold]:
    """Return the holds as the hub has them."""
    with reading(county.hub.engine) as connection:
        return [records.from_row(HOLD, row) for row in connection.execute(HOLD.table.select())]


def holds(county: County, referral: str, desk: str) -> list[SlotHold]:
    """Return the holds of a case as a desk has them."""
    found: list[SlotHold] = county.desks[desk].read(holds_of, [referral])
    return found


def one_hold(county: County, referral: str, desk: str) -> SlotHold:
    """Return the only hold of a case as a desk has it."""
    (found,) = holds(county, referral, desk)
    return found


def on(after: int) -> date:
    return TODAY + timedelta(days=after)
