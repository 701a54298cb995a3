"""What the hub does by itself as days pass: slips lapse, what is unfetched or unheld is free, staff records move on."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from sqlalchemy import Connection

from yigongti_desktop.capabilities.pharmacy.messages.long_prescriptions import LongPrescriptionExpired
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions
from yigongti_desktop.capabilities.referrals.messages.capacity import CapacityReturned
from yigongti_desktop.capabilities.referrals.messages.capacity import SlotLapsed
from yigongti_desktop.capabilities.referrals.messages.cases import ReferralExpired
from yigongti_desktop.capabilities.referrals.store import capacity
from yigongti_desktop.capabilities.referrals.store import cases as referrals
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.registry.model.staff.messages import StaffSettled
from yigongti_desktop.registry.service import staff_list


def keep(counter: Counter, today: date) -> int:
    """Do what the day asks for; return how many records took it."""

    def lapsed(connection: Connection, _now: datetime) -> list[str]:
        return referrals.lapsed(connection, today.isoformat())

    def unfetched(connection: Connection, _now: datetime) -> list[str]:
        return long_prescriptions.lapsed(connection, today)

    def misplaced(connection: Connection, _now: datetime) -> list[str]:
        return staff_list.misplaced(connection, today)

    slips = counter.act("referral.expired", lapsed, ReferralExpired())
    drugs = counter.act("long_prescription.expired", unfetched, LongPrescriptionExpired())
    lines = counter.act("capacity.returned", capacity.to_return, CapacityReturned())
    slots = counter.act("slot_hold.lapsed", capacity.to_lapse, SlotLapsed())
    return slips + drugs + lines + slots + counter.act("staff.settled", misplaced, StaffSettled())
