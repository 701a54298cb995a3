"""Forty people of one unit, written out: where they live, when they were there, what they signed, what was done.

The figures in `test_rates.py` were counted on this table by hand. 健康村 is served by team A (周建国), 团结村 by team B
(王大海), 新河村 by nobody.

Columns: number and village; birth; stays, "from..to" each, "village:" before another one; day of death; key groups
"group from..to"; agreements "team signed from..agreed last day", "!" and the last day on which it held when it was
ended, "h" and "d" for follow-ups of hypertension and diabetes that it promises, "/" another doctor; tasks
"item+number last day=day done", "~due" when it is due before its last day, "*" carried, "^" of the first agreement;
follow-ups "h day +" when the pressure was within the target, "-" when it was not.
"""

from __future__ import annotations

import re
from datetime import date

from yigongti_desktop.capabilities.contracts.model.population import Followed
from yigongti_desktop.capabilities.contracts.model.population import Held
from yigongti_desktop.capabilities.contracts.model.population import Owed
from yigongti_desktop.capabilities.contracts.model.population import Person
from yigongti_desktop.capabilities.contracts.model.population import Population
from yigongti_desktop.capabilities.contracts.model.population import Serving
from yigongti_desktop.capabilities.contracts.model.population import Signed
from yigongti_desktop.capabilities.contracts.model.population import Stay

K, T, X = "健康村", "团结村", "新河村"
SERVING = {K: Serving(team="A", doctor="周建国"), T: Serving(team="B", doctor="王大海")}
_DOCTORS = {"A": "周建国", "B": "王大海"}
_VILLAGES = {"K": K, "T": T, "X": X}
_FORMS = {"h": "hypertension", "d": "diabetes"}

# ruff: noqa: E501 - a table is read line by line
TABLE = """
01K|1950-05-01|..||hypertension 2020-01-01..|A 2026-01-01 2026-01-01..2026-12-31 h|visit1 2026-03-31=2026-03-20; visit2 2026-06-30=2026-06-30; visit3 2026-09-30=2026-10-12; visit4 2026-12-31|h 2026-03-20 -; h 2026-06-30 -; h 2026-10-12 +
02K|1955-06-10|..|||A 2026-01-01 2026-01-01..2026-12-31|check1 2026-12-31=2026-05-05|
03K|1961-11-30|..|||||
04K|1961-12-01|..|||||
05K|2020-01-15|..|||A 2026-03-01 2026-03-01..2027-02-28 /李守仁||
06K|2019-11-30|..|||||
07K|2019-12-01|..|||||
08K|1970-02-02|..||hypertension 2018-01-01..2026-10-31; diabetes 2026-11-01..|A 2026-01-01 2026-01-01..2026-12-31 hd|visit1 2026-03-31=2026-03-31; visit2 2026-06-30; visit3 2026-09-30=2026-09-30|h 2026-03-31 -; h 2026-09-30 +; d 2026-11-15 -
09K|1940-03-03|..|2026-11-30||A 2026-01-01 2026-01-01..2026-12-31 !2026-11-30||
10K|1938-04-04|..|2026-11-29|hypertension 2010-01-01..|A 2026-01-01 2026-01-01..2026-12-31 !2026-11-29 h|visit1 2026-03-31=2026-03-30; visit2 2026-06-30=2026-06-29; visit3 2026-09-30=2026-09-28; visit4 2026-11-30|h 2026-09-28 +
11K|1980-01-01|2026-11-30..|||||
12K|1981-01-01|2026-12-01..|||||
13K|1982-01-01|..2026-11-29|||A 2026-02-01 2026-02-01..2027-01-31|check1 2026-10-31; visit1 2026-11-30|
14K|1983-01-01|..2026-11-30|||A 2026-11-30 2026-11-30..2027-11-29||
15K|1984-01-01|..|||A 2026-11-28 2026-12-01..2027-11-30||
16K|1985-01-01|..||low_income 2020-01-01..|A 2025-12-01 2025-12-01..2026-11-30||
17K|1986-01-01|..||low_income 2020-01-01..2026-11-29|||
18K|1987-01-01|..||low_income 2026-11-30..|||
19T|1950-01-01|..||hypertension 2015-01-01..; diabetes 2016-01-01..|B 2025-01-01 2025-01-01..2025-12-31 hd; B 2025-12-20 2026-01-01..2026-12-31 hd|^visit4 2025-12-31; *visit4 2026-01-14~2025-12-31=2026-01-10; visit5 2026-03-31=2026-03-31; visit6 2026-06-30=2026-06-30; visit7 2026-09-30=2026-09-30; sugar1 2026-03-31=2026-03-31; sugar2 2026-06-30=2026-07-02; sugar3 2026-09-30=2026-09-30|h 2026-09-30 +; d 2026-09-30 +
20T|1951-01-01|..||hypertension 2012-01-01..|B 2026-01-01 2026-01-01..2026-12-31 !2026-06-30 h; A 2026-07-01 2026-07-01..2026-12-31 h|^visit1 2026-03-31=2026-03-31; ^visit2 2026-06-30; *visit2 2026-07-14~2026-06-30; visit3 2026-09-30=2026-09-30|h 2026-03-31 +; h 2026-09-30 -
21T|1990-01-01|..||maternal 2026-03-01..2026-10-15|B 2026-04-01 2026-04-01..2027-03-31|preg1 2026-05-31=2026-05-20; preg2 2026-08-31=2026-08-31|
22T|1991-01-01|..||maternal 2026-10-01..|||
23T|1992-01-01|..||mental 2010-01-01..|B 2025-10-01 2025-10-01..2026-09-30; B 2026-10-05 2026-10-05..2027-10-04||
24T|1993-01-01|..||disabled 2011-01-01..|B 2025-07-01 2025-07-01..2026-06-30; B 2026-06-15 2026-07-01..2027-06-30||
25T|1994-01-01|..|||B 2025-05-01 2025-05-01..2026-04-30||
26T|1995-01-01|..|2026-07-30||B 2025-08-01 2025-08-01..2026-07-31||
27T|1996-01-01|..|||B 2025-09-01 2025-09-01..2026-08-31 !2026-05-31||
28T|1997-01-01|..||bereaved 2019-01-01..|B 2026-01-01 2026-01-01..2026-12-31|check1 2026-06-30=2026-06-01|
29T|1998-01-01|..||bereaved 2020-01-01..; disabled 2021-01-01..|||
30T|1999-01-01|..||tuberculosis 2026-01-10..2026-07-10|||
31T|2026-11-30|..|||||
32T|2026-12-01|..|||||
33X|1948-01-01|..||diabetes 2010-01-01..|A 2026-06-01 2026-06-01..2027-05-31 d|sugar1 2026-08-31=2026-08-31; sugar2 2026-11-30=2026-11-30|d 2026-08-31 +; d 2026-11-30 -
34X|1949-01-01|..|||||
35X|1975-01-01|..||hypertension 2016-01-01..|B 2026-09-01 2026-09-01..2027-08-31 h|visit1 2026-11-30|h 2025-11-30 +
36X|1976-01-01|..||hypertension 2017-01-01..|A 2025-12-15 2025-12-15..2026-12-14 h|visit1 2026-03-14; visit2 2026-06-14; visit3 2026-09-14|h 2025-12-20 +
37X|1977-01-01|K:..2026-08-31; 2026-09-01..|||A 2026-01-01 2026-01-01..2026-12-31|check1 2026-06-30=2026-06-30; visit1 2026-10-31|
38X|1978-01-01|..2026-03-31; 2026-10-01..|||||
39X|1979-01-01|..2024-12-31|||||
40X|1945-01-01|..||low_income 2014-01-01..; bereaved 2015-01-01..|A 2026-11-30 2026-11-30..2029-11-29||
"""
_TASK = re.compile(r"([*^]?)([a-z]+)([0-9]+) ([0-9-]+)(?:~([0-9-]+))?(?:=([0-9-]+))?")


def forty() -> Population:
    """Return them."""
    people: dict[str, Person] = {}
    signed: list[Signed] = []
    owed: list[Owed] = []
    followed: list[Followed] = []
    for line in TABLE.strip().splitlines():
        name, birth, stays, died, groups, agreements, tasks, visits = line.split("|")
        person = name[:2]
        people[person] = Person(
            id=person,
            birth=_day(birth),
            died_on=_day(died),
            stays=tuple(_stay(one, name[2]) for one in _parts(stays)),
            groups=tuple(_held(one) for one in _parts(groups)),
        )
        its = [_signed(one, person, place) for place, one in enumerate(_parts(agreements), 1)]
        signed += its
        owed += [_owed(one, its) for one in _parts(tasks)]
        followed += [_followed(one, person) for one in _parts(visits)]
    return Population(people=people, signed=signed, owed=owed, followed=followed, serving=SERVING)


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.split(";") if part.strip()]


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None


def _need(words: str) -> date:
    return date.fromisoformat(words)


def _stay(words: str, village: str) -> Stay:
    if ":" in words:
        village, words = words.split(":")
    since, until = words.split("..")
    return Stay(village=_VILLAGES[village], since=_day(since), until=_day(until))


def _held(words: str) -> Held:
    group, days = words.split(" ")
    since, until = days.split("..")
    return Held(group=group, since=_need(since), until=_day(until))


def _signed(words: str, person: str, place: int) -> Signed:
    team, signed_on, days, *rest = words.split(" ")
    since, until = map(_need, days.split(".."))
    last = next((_need(one[1:]) for one in rest if one.startswith("!")), until)
    doctor = next((one[1:] for one in rest if one.startswith("/")), _DOCTORS[team])
    forms = next((one for one in rest if set(one) <= {"h", "d"}), "")
    return Signed(
        person=person,
        number=f"{person}-{place}",
        team=team,
        doctor=doctor,
        signed_on=_need(signed_on),
        since=since,
        until=until,
        last=last,
        forms=",".join(_FORMS[one] for one in forms),
    )


def _owed(words: str, agreements: list[Signed]) -> Owed:
    found = _TASK.fullmatch(words)
    assert found, words
    mark, item, number, closes, due, done = found.groups()
    agreement = agreements[0 if mark == "^" else -1]
    return Owed(
        id=f"{agreement.number} {item}{number}",
        person=agreement.person,
        agreement=agreement.number,
        item=item,
        number=int(number),
        due=_need(due or closes),
        closes=_need(closes),
        done_on=_day(done or ""),
        is_carried=mark == "*",
    )


def _followed(words: str, person: str) -> Followed:
    form, on, sign = words.split(" ")
    return Followed(person=person, form=_FORMS[form], on=_need(on), is_controlled=sign == "+")
