"""What the hub does by itself as time passes: slips lapse, what is unfetched or unheld is free, limits pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import datetime

from sqlalchemy import Connection

from yigongti_desktop.capabilities.pharmacy.messages.long_prescriptions import LongPrescriptionExpired
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions
from yigongti_desktop.capabilities.referrals.messages.capacity import CapacityReturned
from yigongti_desktop.capabilities.referrals.messages.capacity import SlotLapsed
from yigongti_desktop.capabilities.referrals.messages.cases import ReferralExpired
from yigongti_desktop.capabilities.referrals.messages.tracking import LimitPassed
from yigongti_desktop.capabilities.referrals.messages.tracking import ReferralMended
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.store import capacity
from yigongti_desktop.capabilities.referrals.store import cases as referrals
from yigongti_desktop.capabilities.referrals.store import limits
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


def watch(counter: Counter) -> int:
    """Note each limit of a referral that has passed, once, and give cases of before a next contact; return how many.

    REF-08, REF-10, REF-23: reminder, escalation, patients who have not come, gaps, visits.
    """

    def unfollowed(connection: Connection, _now: datetime) -> list[str]:
        return limits.unfollowed(connection)

    done = counter.act("referral.mended", unfollowed, ReferralMended())
    for limit in Limit:
        done += counter.act("referral.limit_passed", _passed(limit), LimitPassed(limit=limit))
    return done


def _passed(limit: Limit) -> Callable[[Connection, datetime], list[str]]:
    return lambda connection, now: limits.passed(connection, limit, now)
