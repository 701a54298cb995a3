"""Cases for the figures of referral: a year at three units, and a recount of them by other means."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from yigongti_desktop.capabilities.referrals.model.figures import Answer
from yigongti_desktop.capabilities.referrals.model.figures import Moved
from yigongti_desktop.capabilities.referrals.model.figures import Way
from yigongti_desktop.capabilities.referrals.model.states import State

NOON = time(4, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def moved(on: date = TODAY, **changes: Any) -> Moved:
    """Return a case sent at noon of a day."""
    facts: dict[str, Any] = {
        "id": "r1",
        "number": "岳口-20261123-A-001",
        "patient": "邱传富",
        "way": Way.UP,
        "state": State.SENT.value,
        "origin": "yuekou",
        "origin_name": "岳口镇中心卫生院",
        "target": "first",
        "target_name": "天门市第一人民医院",
        "doctor": "周建国",
        "code": "I63.900",
        "disease": "脑梗死",
        "sent_at": datetime.combine(on, NOON),
    }
    return Moved(**facts | changes)


@st.composite
def cases(draw: st.DrawFn) -> Moved:
    """Return any case of a year."""
    on = draw(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
    sent = datetime.combine(on, NOON)
    later = st.none() | st.integers(-3, 400).map(lambda hours: sent + timedelta(hours=hours))
    return moved(
        on,
        id=str(draw(st.uuids())),
        way=draw(st.sampled_from(Way)),
        origin=draw(st.sampled_from(["yuekou", "duobao", "zhangang"])),
        code=draw(st.sampled_from(["", "I63.900", "I10.x00x002", "J18.900"])),
        final_code=draw(st.sampled_from(["", "i63.301", "I10.x00", "J44.900"])),
        is_emergency=draw(st.booleans()),
        answer=draw(st.sampled_from(Answer)),
        is_missed=draw(st.booleans()),
        accepted_at=draw(later),
        arrived_at=draw(later),
        returned_at=draw(later),
    )
