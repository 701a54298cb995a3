"""Timetable for patients, posting plan, service certificate and hand-over book, read back from their PDFs."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.reading import A3
from tests.capabilities.reading import A4
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.capabilities.staffing.walls import AT
from yigongti_desktop.capabilities.staffing.model.handover_sheet import HandoverBook
from yigongti_desktop.capabilities.staffing.model.handover_sheet import HandoverEntry
from yigongti_desktop.capabilities.staffing.model.handover_sheet import Signature
from yigongti_desktop.capabilities.staffing.model.posting_plan import PlannedStay
from yigongti_desktop.capabilities.staffing.model.posting_plan import PostingPlan
from yigongti_desktop.capabilities.staffing.model.service_record import ServedStay
from yigongti_desktop.capabilities.staffing.model.service_record import ServiceRecord
from yigongti_desktop.capabilities.staffing.model.timetable import Session
from yigongti_desktop.capabilities.staffing.model.timetable import Timetable
from yigongti_desktop.capabilities.staffing.printing.handovers import handover_sheet
from yigongti_desktop.capabilities.staffing.printing.plans import posting_plan
from yigongti_desktop.capabilities.staffing.printing.service_certificate import service_certificate
from yigongti_desktop.capabilities.staffing.printing.timetables import expert_timetable
from yigongti_desktop.registry.model.staff.codes import Level

LEVELS = st.sampled_from([Level.JUNIOR, Level.MIDDLE, Level.ASSOCIATE])
HOSPITAL = "天门市第一人民医院"
SESSIONS = (
    Session(
        expert="𠮷䶮㛃", title="副主任医师", department="骨科", room="一楼 102", hospital=HOSPITAL,
        dates=(date(2026, 10, 22), date(2026, 10, 8)), hours="下午 2:30–5:00", note="颈肩腰腿痛",
    ),
    Session(
        expert="阿依古丽·买买提江", title="副主任医师", department="妇产科", room="三楼 305", weekday=2, hours="全天",
    ),
    Session(expert="周建国", title="主任医师", department="心血管内科", room="二楼 203", weekday=0, hours="上午"),
)  # fmt: skip
TIMETABLE = Timetable(
    unit="岳口镇中心卫生院",
    first=date(2026, 10, 1),
    last=date(2026, 12, 31),
    sessions=SESSIONS,
    phone="0728-4712345",
)


def stay(unit: str, first: date, last: date, level: Level = Level.MIDDLE, doctor: str = "周建国") -> PlannedStay:
    titles = {Level.JUNIOR: "医师", Level.MIDDLE: "主治医师", Level.ASSOCIATE: "副主任医师"}
    return PlannedStay(
        unit=unit, doctor=doctor, level=level, title=titles[level], kind="常年派驻", first=first, last=last
    )


def plan(*stays: PlannedStay, units: tuple[str, ...] = ("岳口镇卫生院",)) -> PostingPlan:
    return PostingPlan(community="天门市第一人民医院医共体", year=2026, units=units, stays=stays)


# The timetable for patients


@pytest.mark.policy("STF-24")
@pytest.mark.parametrize("is_a3", [False, True])
def test_patients_read_who_comes_when_and_where_in_large_letters(*, is_a3: bool) -> None:
    sheets = read(expert_timetable(TIMETABLE, AT, is_a3=is_a3))
    check_layout(sheets, A3 if is_a3 else A4)
    assert len(sheets.pages) == 1
    for words in ("专家坐诊表", "周建国", "主任医师", "心血管内科", "二楼203", "每周三", "10月8日周四", "下午2:30–5:00",
                  "颈肩腰腿痛", "0728-4712345", "2026年10月1日至2026年12月31日"):  # fmt: skip
        assert words in sheets.flat, words
    assert in_order(sheets.flat, "每周一", "每周三", "10月8日", "10月22日")
    tall = [box.top - box.bottom for box in sheets.pages[0].boxes if box.text.strip() == "周建国"]
    assert min(tall) > (15 if is_a3 else 11)


def test_a_long_timetable_goes_on_with_its_title_and_heads() -> None:
    sheets = read(expert_timetable(replace(TIMETABLE, sessions=SESSIONS * 8), AT))
    check_layout(sheets)
    assert len(sheets.pages) > 2
    assert all("专家坐诊表" in flat(page.text) and "诊室" in flat(page.text) for page in sheets.pages)


def test_without_notes_there_is_no_column_for_them() -> None:
    text = read(expert_timetable(replace(TIMETABLE, sessions=SESSIONS[1:]), AT)).flat
    assert "说明" not in text


def test_a_session_is_on_a_day_of_the_week_or_on_dates() -> None:
    with pytest.raises(ValueError, match="周建国"):
        Session(expert="周建国", title="主任医师", department="内科")
    with pytest.raises(ValueError, match="7"):
        Session(expert="周建国", title="主任医师", department="内科", weekday=7)


# The posting plan


@pytest.mark.policy("STF-16")
def test_a_gap_of_one_day_is_found_and_a_junior_does_not_fill_it() -> None:
    made = plan(
        stay("岳口镇卫生院", date(2025, 11, 1), date(2026, 6, 30)),
        stay("岳口镇卫生院", date(2026, 7, 1), date(2026, 7, 1), Level.JUNIOR, "王芳"),
        stay("岳口镇卫生院", date(2026, 7, 2), date(2027, 1, 31), Level.ASSOCIATE),
    )
    assert list(made.gaps("岳口镇卫生院")) == [(date(2026, 7, 1), date(2026, 7, 1))]
    sheets = read(posting_plan(made, AT))
    check_layout(sheets)
    assert "缺7.1（1天）" in sheets.flat
    assert "王芳医师" in sheets.flat


@pytest.mark.policy("STF-16")
@given(st.lists(st.tuples(st.integers(-40, 400), st.integers(0, 200), LEVELS), max_size=6))
def test_gaps_are_just_the_days_that_nobody_of_the_title_covers(spans: list[tuple[int, int, Level]]) -> None:
    begin = date(2026, 1, 1)
    made = plan(*(stay("岳口镇卫生院", begin + timedelta(a), begin + timedelta(a + b), level) for a, b, level in spans))
    bare = [
        day
        for day in (begin + timedelta(place) for place in range(365))
        if not any(one.first <= day <= one.last for one in made.stays if one.level is not Level.JUNIOR)
    ]
    gaps = [
        first + timedelta(place)
        for first, last in made.gaps("岳口镇卫生院")
        for place in range((last - first).days + 1)
    ]
    assert gaps == bare


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(-40, 400), st.integers(0, 200), LEVELS), max_size=6))
def test_stays_of_any_length_lie_beside_each_other_with_their_words(spans: list[tuple[int, int, Level]]) -> None:
    begin = date(2026, 1, 1)
    made = plan(*(stay("岳口镇卫生院", begin + timedelta(a), begin + timedelta(a + b), level) for a, b, level in spans))
    sheets = read(posting_plan(made, AT))
    check_layout(sheets)
    assert sheets.flat.count("周建国") == len(made.of("岳口镇卫生院"))


@pytest.mark.parametrize("is_a3", [False, True])
def test_a_plan_of_all_units_says_who_is_where_with_heads_on_every_page(*, is_a3: bool) -> None:
    units = tuple(f"第{place}镇中心卫生院（{'杨家新沟分院' if place % 5 == 0 else '本部'}）" for place in range(27))
    stays = [
        one
        for place, unit in enumerate(units)
        for one in (
            stay(unit, date(2026, 1, 1) + timedelta(place), date(2026, 6, 30), doctor="阿依古丽·买买提江"),
            stay(unit, date(2026, 7, 1), date(2026, 12, 31), Level.ASSOCIATE, "𠮷䶮㛃"),
            stay(unit, date(2026, 3, 2), date(2026, 3, 6), Level.JUNIOR, "王芳"),
        )
    ]
    made = plan(*stays, units=units)
    sheets = read(posting_plan(made, AT, is_a3=is_a3))
    check_layout(sheets, A3 if is_a3 else A4)
    assert all("单位1月2月3月" in flat(page.text) for page in sheets.pages)
    assert all(flat(unit) in sheets.flat for unit in units)
    assert sheets.flat.count("𠮷䶮㛃副主任医师") == 27
    assert "全年都有" in sheets.flat


def test_a_unit_that_nobody_is_sent_to_stands_in_the_plan_with_its_whole_year_lacking() -> None:
    assert "缺1.1–12.31（365天）" in read(posting_plan(plan(), AT)).flat


# The certificate


RECORD = ServiceRecord(
    number="天门一医-20261123-A-001",
    name="阿依古丽·买买提江",
    title="医师",
    hospital=HOSPITAL,
    department="妇产科",
    id_number="429006199505280021",
    aim="主治医师",
    basis="城市医生在晋升主治医师或副主任医师职称前到基层或对口帮扶的医疗机构累计服务时间不少于1年",
    issued_on=date(2026, 11, 23),
    stays=(
        ServedStay(unit="竟陵街道社区卫生服务中心", first=date(2025, 6, 20), last=date(2026, 3, 31), kind="坐诊"),
        ServedStay(
            unit="岳口镇中心卫生院", first=date(2025, 1, 1), last=date(2025, 6, 30), kind="常年派驻",
            absent=(date(2025, 2, 3),),
        ),
    ),
)  # fmt: skip


@pytest.mark.policy("STF-26")
def test_a_certificate_says_who_served_where_how_long_and_by_which_rule() -> None:
    sheets = read(service_certificate(RECORD, AT))
    check_layout(sheets)
    assert len(sheets.pages) == 1
    for words in (
        "基层服务证明",
        "编号：天门一医-20261123-A-001",
        "兹证明阿依古丽·买买提江（身份证号429006199505280021）",
        "天门市第一人民医院妇产科，医师",
        "2025年1月1日2025年6月30日常年派驻180",
        "累计服务454天（重叠的11天只计一次）",
        "不少于1年",
        "已满足",
        "经办人",
        "审核人",
        "服务单位（盖章）",
        "牵头医院人力资源部门（盖章）",
        "2026年11月23日",
    ):
        assert words in sheets.flat, words
    assert in_order(sheets.flat, "岳口镇中心卫生院", "竟陵街道社区卫生服务中心", "累计服务")


@pytest.mark.policy("STF-26")
def test_a_year_that_is_not_full_says_how_many_days_are_lacking() -> None:
    short = replace(RECORD, stays=RECORD.stays[:1])
    assert (short.days, short.lacking) == (285, 80)
    assert "还差80天" in read(service_certificate(short, AT)).flat
    assert "已满足" not in read(service_certificate(short, AT)).flat


@pytest.mark.policy("STF-26")
@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(0, 120), st.frozensets(st.integers(0, 600), max_size=5)), max_size=5
    )
)
def test_no_day_is_counted_twice_and_none_that_was_not_served(spans: list[tuple[int, int, frozenset[int]]]) -> None:
    begin = date(2025, 1, 1)
    stays = tuple(
        ServedStay(
            unit="镇", first=begin + timedelta(a), last=begin + timedelta(a + b),
            absent=tuple(begin + timedelta(day) for day in absent),
        )
        for a, b, absent in spans
    )  # fmt: skip
    days = {day for a, b, absent in spans for day in range(a, a + b + 1) if day not in absent}
    record = replace(RECORD, stays=stays)
    assert record.days == len(days)
    assert record.lacking == max(0, 365 - len(days))


def test_many_stays_go_on_on_further_pages_and_the_seal_stays_with_the_sum() -> None:
    sheets = read(service_certificate(replace(RECORD, stays=RECORD.stays * 14), AT))
    check_layout(sheets)
    assert len(sheets.pages) == 2
    assert "续" in sheets.pages[1].text
    assert "经办人" in sheets.pages[1].text


# The hand-over book


def entry(day: int, **others: Any) -> HandoverEntry:
    usual: dict[str, Any] = {
        "day": date(2026, 10, day),
        "duty": "夜班",
        "patients": "留观 3 人，输液 5 人",
        "critical": "2 床 𠮷䶮㛃 胸痛，心电图已做",
        "to_do": "6:00 复查血糖；救护车钥匙在抢救室",
        "given": Signature(name="阿依古丽·买买提江", at=AT),
        "taken": Signature(name="周建国", at=AT + timedelta(minutes=12)),
    }
    return HandoverEntry(**(usual | others))


def test_a_shift_is_printed_with_what_was_said_and_who_signed_when() -> None:
    book = HandoverBook(
        unit="岳口镇中心卫生院",
        department="内科",
        first=date(2026, 10, 1),
        last=date(2026, 10, 2),
        entries=(entry(1, notes=("血糖 7.8，周建国 10-02 09:10",)), entry(2, taken=None)),
    )
    sheets = read(handover_sheet(book, AT))
    check_layout(sheets)
    assert len(sheets.pages) == 1
    for words in (
        "值班和交接班记录",
        "岳口镇中心卫生院内科2026年10月1日至2026年10月2日",
        "10月1日周四",
        "留观3人，输液5人",
        "𠮷䶮㛃",
        "补记：血糖7.8，周建国10-0209:10",
        "09-2516:12",
    ):
        assert words in sheets.flat, words
    assert sheets.flat.count("09-2516:12") == 1


def test_a_month_of_shifts_goes_on_with_its_title_and_heads() -> None:
    entries = tuple(entry(day, patients="门诊 41 人，留观 3 人，输液 5 人。" * (day % 4 + 1)) for day in range(1, 32))
    book = HandoverBook(unit="岳口镇中心卫生院", first=date(2026, 10, 1), last=date(2026, 10, 31), entries=entries)
    sheets = read(handover_sheet(book, AT))
    check_layout(sheets)
    assert len(sheets.pages) > 3
    assert all("值班和交接班记录" in flat(page.text) and "接班" in flat(page.text) for page in sheets.pages)
