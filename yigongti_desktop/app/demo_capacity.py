"""The demonstration's reserved capacity: two weeks of slots, beds and examinations, some of them held (REF-09)."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from yigongti_desktop.app.demo_stock import Do
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.capabilities.referrals.messages.capacity import HoldSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import Opening
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import Slot
from yigongti_desktop.capabilities.referrals.model.capacity import line_id
from yigongti_desktop.capabilities.referrals.model.capacity_share import monday

_LEAD = "tianmen.diyi"
_MORNING, _AFTERNOON, _DAYS = "08:00-11:30", "14:00-17:30", 14
#: Kind, department, name, time, place, total, reserved, weekdays from Monday as 0.
_LINES: tuple[tuple[Kind, str, str, str, str, int, int, tuple[int, ...]], ...] = (
    (Kind.EXPERT, "神经内科", "熊卫东 副主任医师", _MORNING, "门诊 3 诊室", 30, 6, (0, 2, 4)),
    (Kind.EXPERT, "神经内科", "王建平 主任医师", _AFTERNOON, "门诊 3 诊室", 20, 5, (1, 3)),
    (Kind.EXPERT, "心血管内科", "欧阳海棠 副主任医师", _MORNING, "门诊二楼 203", 40, 8, (0, 1, 2, 3, 4)),
    (Kind.EXPERT, "泌尿外科", "韩立 主任医师", _MORNING, "门诊 8 诊室", 24, 5, (1, 4)),
    (Kind.EXPERT, "内分泌科", "田小雨 主治医师", _MORNING, "门诊 6 诊室", 30, 5, (0, 3)),
    (Kind.BED, "神经内科", "普通床", "", "神经内科病区", 6, 2, (0, 1, 2, 3, 4, 5, 6)),
    (Kind.BED, "骨科", "普通床", "", "骨科病区", 5, 1, (0, 1, 2, 3, 4, 5, 6)),
    (Kind.EXAM, "影像科", "头颅 MRI 平扫", "08:00-12:00", "", 12, 3, (0, 1, 2, 3, 4)),
    (Kind.EXAM, "消化内科", "胃镜", _MORNING, "内镜中心", 16, 4, (1, 2, 4)),
)  # fmt: skip


class Reserved:
    """What the referral office reserves, and what the clinic holds of it."""

    def __init__(self, do: Do, today: date) -> None:
        self._do = do
        self._today = today

    def publish(self) -> None:
        """Publish two weeks from today on."""
        openings = tuple(
            Opening(slot=slot, numbers=Numbers(total=total, reserved=reserved))
            for slot, total, reserved in self._slots()
        )
        self._do(HOSPITAL, "yang", PublishCapacity(opened=openings))

    def hold(self, referral: str, department: str) -> None:
        """Let the clinic hold the next expert slot of a department for a case, two days from now or later."""
        soon = self._today + timedelta(days=2)
        fits = (
            slot
            for slot, _, _ in self._slots()
            if slot.kind is Kind.EXPERT and slot.department == department and slot.day >= soon
        )
        slot = min(fits, key=lambda one: one.day, default=None)
        if slot is not None:
            self._do(CLINIC, "zhou", HoldSlot(referral=referral, line=line_id(_LEAD, slot)))

    def _slots(self) -> list[tuple[Slot, int, int]]:
        first = monday(self._today)
        found: list[tuple[Slot, int, int]] = []
        for kind, department, name, at, place, total, reserved, weekdays in _LINES:
            for after in range(_DAYS):
                on = first + timedelta(days=after)
                if on > self._today and on.weekday() in weekdays:
                    slot = Slot(kind=kind, department=department, name=name, day=on, time=at, place=place)
                    found.append((slot, total, reserved))
        return found
