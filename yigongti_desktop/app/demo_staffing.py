"""The demonstration's duties, rosters, leave, swaps, hand-overs, postings and their agreement; all invented."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

from msgspec.structs import replace

from yigongti_desktop.app.demo_postings import Sending
from yigongti_desktop.app.demo_rotation import DOCTORS
from yigongti_desktop.app.demo_rotation import PEOPLE
from yigongti_desktop.app.demo_rotation import rows
from yigongti_desktop.app.demo_rotation import without
from yigongti_desktop.app.demo_stock import Do
from yigongti_desktop.app.demonstration import CLINIC
from yigongti_desktop.app.demonstration import Demonstration
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.handover import HandOver
from yigongti_desktop.capabilities.staffing.messages.handover import TakeOver
from yigongti_desktop.capabilities.staffing.messages.leave import ApproveLeave
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import Lines
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.messages.swaps import OfferSwap
from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model import handover
from yigongti_desktop.capabilities.staffing.model import leave
from yigongti_desktop.capabilities.staffing.model import swaps
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.store.rosters import people_of
from yigongti_desktop.capabilities.staffing.store.rosters import register
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.registry.model.calendar_year import calendar_in
from yigongti_desktop.registry.model.staff.person import Staff

_UNIT = "tianmen.yuekou"
_CLERK, _DIRECTOR = "pan", "sun"
_LOGINS = {"周建国": "zhou", "孙立新": "sun"}
#: Days of next month that are still to be drawn: those after this one.
_DRAWN_UNTIL = 21
#: Nights before today, the patients of each, who is critical, what is to be done; of one nobody has written.
_NIGHTS: dict[int, tuple[str, str, str]] = {
    1: ("留观 3 人，住院 18 人，新入院 1 人。", "12 床 曾玉兰，血压 178/96 mmHg，已含服降压药，2 小时测一次。",
        "12 床晨起复测血压；6 床等胸片结果。"),
    2: ("留观 1 人，住院 17 人。", "", "3 床今天上午办出院，带药已配好。"),
    3: ("留观 4 人，住院 18 人，夜间转县医院 1 人。", "张家旺，右下腹痛，考虑阑尾炎，02:40 由救护车转出，家属随车。",
        "请上午打电话问接诊情况。"),
    5: ("留观 2 人，住院 16 人。", "", "抢救车肾上腺素用去 2 支，请补齐。"),
    6: ("留观 2 人，住院 16 人，新入院 2 人。", "", "8 床、9 床抽血，空腹。"),
    7: ("留观 1 人，住院 15 人。", "", ""),
}  # fmt: skip


class Staffing:
    """Lets clerk, director and doctors of the unit do it through their desk, as people would."""

    def __init__(self, demonstration: Demonstration, do: Do) -> None:
        self._demo = demonstration
        self._do = do
        self._today = day(demonstration.desks[CLINIC].clock.now())
        self._month = self._today.replace(day=1)
        self._next = months_after(self._month, 1)
        self._sending = Sending(demonstration, do)

    def prepare(self) -> None:
        """Take the duties that are proposed, sign the agreement, ask for people and say who is sent."""
        self._do(CLINIC, _CLERK, SetUpDuties(duties=starting()))
        self._sending.send()

    def work(self) -> None:
        """Let those who were sent come; draw the rosters, and let people ask for what they ask for."""
        self._sending.come()
        self._staff = self._colleagues()
        self._publish()
        away = self._leave()
        self._draw(away)
        self._wish()
        self._hand_over()

    def _colleagues(self) -> dict[str, Staff]:
        """Return by name those who are on the rosters; the village doctor works in the village."""
        days = (month_end(self._next) - self._month).days + 1
        found = {one.name: one for one in self._demo.desks[CLINIC].read(people_of, _UNIT, self._month, days)}
        return {name: found[name] for name in PEOPLE}

    def _rows(self, month: date) -> dict[str, tuple[str, ...]]:
        years = range(month.year - 1, month.year + 2)
        calendar = self._demo.desks[CLINIC].read(lambda connection: calendar_in(register(connection), *years))
        return rows(calendar, month, self._today - timedelta(1))

    def _begin(self, month: date, codes: dict[str, tuple[str | None, ...]]) -> Roster:
        people = tuple(one.id for one in self._staff.values())
        command = BeginRoster(first=month, days=month_end(month).day, people=people)
        begun: Roster = self._do(CLINIC, _CLERK, command)
        changes: Lines = {line.person: (line, replace(line, codes=codes[line.name])) for line in begun.lines}
        drawn: Roster = self._do(CLINIC, _CLERK, ChangeRoster(roster=begun.id, changes=changes))
        return drawn

    def _publish(self) -> None:
        """Publish the roster of this month, change a day of it, and let somebody offer another one."""
        drawn = self._begin(self._month, dict(self._rows(self._month)))
        published: Roster = self._do(CLINIC, _CLERK, PublishRoster(roster=drawn.id, seen=drawn.edition))
        self._offer(self._amend(published))

    def _amend(self, roster: Roster) -> Roster:
        """Let the emergency of the last working day change hands with the patients of that day."""
        on, emergency, patients = next(
            (on, one, other)
            for on in reversed(list(roster.dates()))
            for one in roster.lines
            for other in roster.lines
            if {one.name, other.name} <= set(DOCTORS)
            and (roster.code_on(one.person, on), roster.code_on(other.person, on)) == ("急", "白")
        )
        place = (on - roster.first).days
        exchanged = ((emergency, "白"), (patients, "急"))
        changes: Lines = {one.person: (one, _with(one, place, code)) for one, code in exchanged}
        told = (emergency.name, patients.name)
        command = AmendRoster(roster=roster.id, changes=changes, reason="上午有预约病人，两人对换", told=told)
        amended: Roster = self._do(CLINIC, _CLERK, command)
        return amended

    def _offer(self, roster: Roster) -> None:
        """Let a doctor ask a colleague to take an emergency of the days that are left."""
        found = []
        for on in (one for one in roster.dates() if one >= self._today):
            for giver, taker in ((one, other) for one in DOCTORS for other in DOCTORS):
                given, taken = (self._code(roster, name, on) for name in (giver, taker))
                if given == "急" and not taken:
                    is_tired = self._code(roster, taker, on - timedelta(1)) == "夜"
                    without_login = sum(name not in _LOGINS for name in (giver, taker))
                    found.append((is_tired, without_login, on, giver, taker))
        _, _, on, giver, taker = min(found)
        one, other = self._staff[giver].id, self._staff[taker].id
        written = swaps.Written(giver=one, taker=other, day=on, reason="家里老人看病，想请人替一个班")
        self._do(CLINIC, _LOGINS.get(giver, _CLERK), OfferSwap(written=written))

    def _code(self, roster: Roster, name: str, on: date) -> str | None:
        return roster.code_on(self._staff[name].id, on)

    def _leave(self) -> dict[str, tuple[date, ...]]:
        """Let the pharmacist's leave be approved and a doctor's be asked for; return the days that are granted."""
        kinds = leave.Kind
        granted = self._written("刘春梅", kinds.ANNUAL, 9, 13, "回老家看父母")
        slip = self._do(CLINIC, "liu", AskLeave(written=granted))
        self._do(CLINIC, _DIRECTOR, ApproveLeave(leave=slip.id, answer="药房由彭雪莲代管"))
        asked = self._written("周建国", kinds.PERSONAL, 24, 25, "孩子家长会和体检")
        self._do(CLINIC, "zhou", AskLeave(written=asked))
        return {"刘春梅": tuple(granted.dates())}

    def _written(self, name: str, kind: leave.Kind, first: int, last: int, reason: str) -> leave.Written:
        begins, ends = (self._next.replace(day=number) for number in (first, last))
        return leave.Written(person=self._staff[name].id, kind=kind, first=begins, last=ends, reason=reason)

    def _draw(self, away: dict[str, tuple[date, ...]]) -> None:
        """Draw three weeks of next month; the rest is still open."""
        found = {}
        for name, codes in self._rows(self._next).items():
            settled = without(codes, self._next, dict.fromkeys(away.get(name, ())))
            found[name] = (*settled[:_DRAWN_UNTIL], *(None for _ in settled[_DRAWN_UNTIL:]))
        self._begin(self._next, found)

    def _wish(self) -> None:
        wishes = (
            ("孙立新", 26, Wanted(is_wanted=True, note="外甥女结婚")),
            ("许小兰", 23, Wanted(is_wanted=True, note="孩子打预防针")),
            ("程小满", 25, Wanted(duty="夜", is_wanted=False, note="第二天考试")),
            ("贺志强", 27, Wanted(duty="白", is_wanted=True)),
        )
        for name, on, wanted in wishes:
            login = _LOGINS.get(name, _CLERK)
            command = WriteWish(person=self._staff[name].id, day=self._next.replace(day=on), wanted=wanted)
            self._do(CLINIC, login, command)

    def _hand_over(self) -> None:
        """Let the book have the last nights; who has no log-in had a colleague write, the last one waits."""
        for back, (patients, critical, to_do) in reversed(_NIGHTS.items()):
            doctor = DOCTORS[(1 - back) % len(DOCTORS)]
            login = _LOGINS.get(doctor, "zhou")
            words = patients if doctor in _LOGINS else f"{doctor}值班，周建国代写：{patients}"
            on = self._today - timedelta(back)
            written = handover.Written(day=on, duty="夜", patients=words, critical=critical, to_do=to_do)
            entry: handover.Handover = self._do(CLINIC, login, HandOver(written=written))
            if back > 1:
                taker = _DIRECTOR if login == "zhou" else "zhou"
                self._do(CLINIC, taker, TakeOver(handover=entry.id, seen=entry.edition))


def _with(line: Line, place: int, code: str) -> Line:
    return replace(line, codes=(*line.codes[:place], code, *line.codes[place + 1 :]))
