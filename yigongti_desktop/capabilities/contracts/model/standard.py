"""Rhythms of the national standard (国家基本公共卫生服务规范 第三版), from which a package starts.

A package keeps its rhythms as data, so a county changes any number of these. Widths of the windows of children and
after a birth, and everything of tuberculosis and mental illness, stand here to the best of our knowledge (mark K):
a county's health office confirms them before they count.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import timedelta

from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Course
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Phase
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Span
from yigongti_desktop.capabilities.contracts.model.rhythm import Unit
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly

#: 高血压、2型糖尿病: at least four times a year face to face.
CHRONIC_FOLLOW_UP = Yearly(times=4)
#: 老年人、高血压、2型糖尿病、严重精神障碍: once a year.
CHECK_UP = Yearly(times=1)
#: 血压高值等高危人群: at least every half year.
HIGH_RISK = Yearly(times=2)
#: 严重精神障碍: at least four times a year; what an unstable patient needs more, each follow-up asks for itself.
MENTAL_ILLNESS = Yearly(times=4)
#: 新生儿家庭访视: within a week of leaving hospital.
NEWBORN_VISIT = Milestones(anchor=Anchor.DISCHARGE, spans=(Span(unit=Unit.DAY, first=0, last=7, wanted=7),))
#: 满月, 3、6、8、12、18、24、30、36 月龄, 4、5、6 岁.
CHILD = Milestones(
    anchor=Anchor.BIRTH,
    spans=(
        Span(unit=Unit.DAY, first=28, last=30),
        *(Span(unit=Unit.MONTH, first=age, last=age) for age in (3, 6, 8, 12, 18, 24, 30, 36)),
        *(Span(unit=Unit.MONTH, first=12 * age, last=12 * age + 11) for age in (4, 5, 6)),
    ),
)
#: 儿童中医药健康管理: 6、12、18、24、30、36 月龄.
CHILD_MEDICINE = Milestones(
    anchor=Anchor.BIRTH, spans=tuple(Span(unit=Unit.MONTH, first=age, last=age) for age in (6, 12, 18, 24, 30, 36))
)
#: 孕早期 (through 12+6), 孕 16–20、21–24、28–36、37–40 周.
PREGNANCY = Milestones(
    anchor=Anchor.PREGNANCY,
    spans=(
        Span(unit=Unit.WEEK, first=0, last=12, wanted=12),
        *(Span(unit=Unit.WEEK, first=first, last=last) for first, last in ((16, 20), (21, 24), (28, 36), (37, 40))),
    ),
)
#: 产后访视: 3 to 7 days after leaving hospital.
AFTER_BIRTH = Milestones(anchor=Anchor.DISCHARGE, spans=(Span(unit=Unit.DAY, first=3, last=7),))
#: 产后 42 天健康检查.
SIX_WEEKS = Milestones(anchor=Anchor.DELIVERY, spans=(Span(unit=Unit.DAY, first=42, last=56),))
#: 肺结核患者第一次入户随访: within 72 hours of the notice.
TUBERCULOSIS_VISIT = Milestones(anchor=Anchor.NOTICE, spans=(Span(unit=Unit.DAY, first=0, last=3, wanted=3),))
_PREGNANCY_DAYS = 280


def tuberculosis(*, is_watched_by_family: bool, intensive: int = 2, continued: int = 4, days: int = 10) -> Course:
    """Return the follow-ups of a treatment.

    The standard asks for more where a member of the family watches the taking of the drugs: every ten days of the
    intensive phase, then every month; where a clinician does, an assessment a month.

    Args:
        is_watched_by_family: who watches the taking of the drugs.
        intensive: months of the intensive phase; a second treatment takes more.
        continued: months after it.
        days: between follow-ups of the intensive phase.
    """
    first = Phase(lasts=intensive, days=days) if is_watched_by_family else Phase(lasts=intensive, months=1)
    return Course(anchor=Anchor.TREATMENT, phases=(first, Phase(lasts=continued, months=1)))


def last_period(expected: date) -> date:
    """Return the first day of the last period by the expected day of birth (预产期): 280 days before."""
    return expected - timedelta(days=_PREGNANCY_DAYS)


#: The rhythms by the names that files of packages call them by.
BY_NAME: Mapping[str, Rhythm] = {
    "chronic_follow_up": CHRONIC_FOLLOW_UP,
    "check_up": CHECK_UP,
    "high_risk": HIGH_RISK,
    "mental_illness": MENTAL_ILLNESS,
    "newborn_visit": NEWBORN_VISIT,
    "child": CHILD,
    "child_medicine": CHILD_MEDICINE,
    "pregnancy": PREGNANCY,
    "after_birth": AFTER_BIRTH,
    "six_weeks": SIX_WEEKS,
    "tuberculosis_visit": TUBERCULOSIS_VISIT,
    "tuberculosis": tuberculosis(is_watched_by_family=False),
    "tuberculosis_family": tuberculosis(is_watched_by_family=True),
}
