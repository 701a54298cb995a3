"""Who of the demonstration's hospital works at its unit: an agreement, and postings in several states; all invented."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from yigongti_desktop.app.demo_stock import Do
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import HOSPITAL
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.capabilities.staffing.messages.agreements import SignAgreement
from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleTerms
from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleWays
from yigongti_desktop.capabilities.staffing.messages.postings import ArrangePosting
from yigongti_desktop.capabilities.staffing.messages.postings import AskForPosting
from yigongti_desktop.capabilities.staffing.messages.postings import CompletePosting
from yigongti_desktop.capabilities.staffing.messages.postings import ConfirmArrival
from yigongti_desktop.capabilities.staffing.messages.postings import NoteMonth
from yigongti_desktop.capabilities.staffing.model.agreement_moves import Signed
from yigongti_desktop.capabilities.staffing.model.agreements import AgreementKind
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.codes import Level

_UNIT, _LEAD = "tianmen.yuekou", "tianmen.diyi"
_CLERK, _OFFICE = "pan", "ren"
_STAYER, _VISITOR = "龚思源", "熊卫东"
#: Kilometres by road from the lead hospital.
_WAYS = {_UNIT: 28, "tianmen.duobao": 62}
_WEEK = 7


class Sending:
    """Lets the unit ask, the staffing office arrange, and the unit confirm, each at their desk."""

    def __init__(self, demonstration: Demonstration, do: Do) -> None:
        self._demo = demonstration
        self._do = do
        self._today = day(demonstration.desks[CLINIC].clock.now())
        self._month = self._today.replace(day=1)
        #: Who stays came two months ago; the tours ended with the last month.
        self._since = months_after(self._month, -2)

    def send(self) -> None:
        """Sign the agreement; arrange who stays, who sat in until last month and who will, and ask for one more."""
        last_year, next_year = self._today.year - 1, self._today.year + 1
        signed = Signed(
            kind=AgreementKind.SUPPORT,
            sender=_LEAD,
            receiver=_UNIT,
            covers=(Kind.RESIDENT, Kind.CLINIC, Kind.TOUR),
            departments=("内科", "外科"),
            since=date(last_year, 1, 1),
            until=date(next_year, 12, 31),
            number=f"帮扶〔{last_year}〕3号",
            signed_by="任小云",
        )
        self._do(HOSPITAL, _OFFICE, SignAgreement(signed=signed))
        self._do(HOSPITAL, _OFFICE, SettleWays(ways={unit: (0, far) for unit, far in _WAYS.items()}))
        lives = {"near": ("", _UNIT), "away": ([], [f"{months_after(self._month, 2):%Y-%m}"])}
        self._do(HOSPITAL, _OFFICE, SettleTerms(person=self._named(_VISITOR), changes=lives))
        stays = Wish(unit=_UNIT, kind=Kind.RESIDENT, department="内科", title=Level.MIDDLE, since=self._since,
                     until=months_after(self._since, 7) - timedelta(1), reason="内科只有一名主治")  # fmt: skip
        self._stay = self._arranged(stays, _STAYER)
        tours = Wish(unit=_UNIT, kind=Kind.TOUR, department="内科", since=self._since,
                     until=self._month - timedelta(1), reason="脑卒中病人村里随访")  # fmt: skip
        self._tour = self._arranged(tours, _VISITOR)
        monday = self._today + timedelta(_WEEK - self._today.weekday())
        sits = Wish(unit=_UNIT, kind=Kind.CLINIC, department="专家诊室", since=monday,
                    until=months_after(monday, 3), reason="每周一次神经内科专家门诊")  # fmt: skip
        self._arranged(sits, _VISITOR)
        first = months_after(self._month, 1)
        wanted = Wish(kind=Kind.RESIDENT, department="外科", title=Level.MIDDLE, since=first,
                      until=months_after(first, 6) - timedelta(1), reason="外科只有一人，手术没有助手")  # fmt: skip
        self._do(CLINIC, _CLERK, AskForPosting(wish=wanted))

    def come(self) -> None:
        """Confirm who came, write down the first month, and close the tours with the days on which they were."""
        self._do(CLINIC, _CLERK, ConfirmArrival(posting=self._stay, on=self._since))
        gone = Missing(day=self._since + timedelta(9), reason="回院参加学术会")
        self._do(CLINIC, _CLERK, NoteMonth(posting=self._stay, month=Month(first=self._since, missing=(gone,))))
        self._do(CLINIC, _CLERK, ConfirmArrival(posting=self._tour, on=self._since))
        for first in (self._since, months_after(self._since, 1)):
            there = tuple(one for one in _dates(first) if one.weekday() == 1)
            self._do(CLINIC, _CLERK, NoteMonth(posting=self._tour, month=Month(first=first, served=there)))
        self._do(CLINIC, _CLERK, CompletePosting(posting=self._tour))

    def _arranged(self, wish: Wish, name: str) -> str:
        """Write down what the unit asked for on the telephone, and send somebody; return the posting."""
        staff = self._named(name)
        posting = str(self._do(HOSPITAL, _OFFICE, AskForPosting(wish=wish)).id)
        arrangement = Arrangement(staff=staff, since=wish.since, until=wish.until, department=wish.department)
        self._do(HOSPITAL, _OFFICE, ArrangePosting(posting=posting, arrangement=arrangement))
        return posting

    def _named(self, name: str) -> str:
        everybody = self._demo.desks[HOSPITAL].read(registry.everything, registry.STAFF)
        return next(one.id for one in everybody if one.name == name)


def _dates(first: date) -> tuple[date, ...]:
    return tuple(first + timedelta(number) for number in range(month_end(first).day))
