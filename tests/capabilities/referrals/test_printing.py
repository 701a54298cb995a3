"""The two national slips read back from their PDFs: labels in order, every typed word, nothing clipped or overlaid."""

from __future__ import annotations

import re
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import ruling
from tests.capabilities.reading import Sheets
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.cases import slip
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.printing.slips import return_slip
from yigongti_desktop.capabilities.referrals.printing.slips import transfer_out
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.identifiers import Sex

#: Every label of the national forms, in order (standards §1.1 and §1.2).
OUT_STUB = (
    "存根 患者姓名 性别 年龄 档案编号 家庭住址 联系电话 于 年 月 日 因病情需要，转入 单位 科室 接诊医生。"
    " 转诊医生（签字）： 年 月 日"
)
OUT_SLIP = (
    "双向转诊（转出）单 （机构名称）： 现有患者 性别 年龄 因病情需要，需转入贵单位，请予以接诊。 初步印象："
    " 主要现病史（转出原因）： 主要既往史： 治疗经过： 转诊医生（签字）： 联系电话： （机构名称） 年 月 日"
)
BACK_STUB = (
    "存根 患者姓名 性别 年龄 病案号 家庭住址 联系电话 于 年 月 日 因病情需要，转回 单位 接诊医生。"
    " 转诊医生（签字）： 年 月 日"
)
BACK_SLIP = (
    "双向转诊（回转）单 （机构名称）： 现有患者 因病情需要，现转回贵单位，请予以接诊。 诊断结果 住院病案号"
    " 主要检查结果： 治疗经过、下一步治疗方案及康复建议： 转诊医生（签字）： 联系电话： （机构名称） 年 月 日"
)
#: Common and rare characters, marks that begin or end no line, Latin words and figures.
LETTERS = "的一是不了人在有我他这中大来上国和说们时𠮷䶮㛃𬭎𪚥㐱，。、；：！（）《》“”·—％0123456789.+-/ABCabcmgé \n"
_FOOT = r"医共体工作台单号岳口-\d{8}-A-\d{3}第\d+页，共\d+页"
_HEAD = r"续页单号岳口-\d{8}-A-\d{3}"
_GOES_ON = (
    "(初步印象|主要现病史（转出原因）|主要既往史|治疗经过|主要检查结果|治疗经过、下一步治疗方案及康复建议)（续）："
)
NAMES = st.builds(
    "·".join, st.lists(st.text("阿卜杜热合曼买提明𠮷䶮㛃𪚥", min_size=1, max_size=9), min_size=1, max_size=3)
)


def returned(**changes: Any) -> Referral:
    return hospital.send_back(in_state(State.ARRIVED), back(**changes), ruling(HOSPITAL))


def parts(sheets: Sheets, title: str) -> tuple[str, str]:
    """Return the stub and the slip, without blanks and without what stands on every page."""
    stub, _, lower = body(sheets).partition(flat(title))
    return stub, flat(title) + lower


def body(sheets: Sheets) -> str:
    """Return all text without blanks, and without what continuing on a further page adds."""
    text = sheets.flat
    for pattern in (_FOOT, _HEAD, _GOES_ON):
        text = re.sub(pattern, "", text)
    return text


def holds(text: str, piece: str) -> bool:
    """Say whether the piece stands in the text; a plain `in` would have thousands of characters compared for show."""
    return piece in text


def clinical(most: int) -> st.SearchStrategy[str]:
    """Texts of up to so many characters; long ones repeat a short one, and end otherwise."""
    return st.builds(
        lambda piece, length, tail: ((piece * length)[:length] + tail)[:most].strip(),
        st.text(LETTERS, min_size=1, max_size=60),
        st.sampled_from([0, 1, 40, 44, 45, 200, 1000, most]),
        st.text(LETTERS, max_size=30),
    )


# labels


def test_the_transfer_out_slip_has_every_label_of_the_form_in_order() -> None:
    stub, lower = parts(read(transfer_out(sent())), "双向转诊（转出）单")
    assert in_order(stub, *OUT_STUB.split())
    assert in_order(lower, *OUT_SLIP.split())


def test_the_return_slip_has_every_label_of_the_form_in_order() -> None:
    stub, lower = parts(read(return_slip(returned())), "双向转诊（回转）单")
    assert in_order(stub, *BACK_STUB.split())
    assert in_order(lower, *BACK_SLIP.split())


def test_each_label_stands_only_where_it_belongs() -> None:
    """The differences that software gets wrong (standards §1)."""
    stub, lower = parts(read(transfer_out(sent())), "双向转诊（转出）单")
    assert stub.count("档案编号") == 1
    assert stub.count("科室") == 1
    assert "档案编号" not in lower
    assert "病案号" not in stub + lower
    assert "康复建议" not in lower
    stub, lower = parts(read(return_slip(returned())), "双向转诊（回转）单")
    assert stub.count("病案号") == 1
    assert "档案编号" not in stub + lower
    assert "科室" not in stub + lower
    assert "性别" not in lower
    assert "年龄" not in lower
    assert lower.count("治疗经过") == lower.count("康复建议") == 1


def test_who_receives_and_who_sends_are_not_confused() -> None:
    stub, lower = parts(read(transfer_out(sent())), "双向转诊（转出）单")
    assert "转入市第一人民医院单位神经内科科室王建平接诊医生。" in stub
    assert "市第一人民医院（机构名称）：" in lower
    assert lower.endswith("岳口镇中心卫生院（机构名称）2026年11月23日")
    stub, lower = parts(read(return_slip(returned())), "双向转诊（回转）单")
    assert "转回岳口镇中心卫生院单位周建国接诊医生。" in stub
    assert "岳口镇中心卫生院（机构名称）：" in lower
    assert lower.endswith("市第一人民医院（机构名称）2026年11月23日")


def test_a_slip_that_was_passed_on_names_the_hospital_it_goes_to_now() -> None:
    target = replace(TARGET, institution="tianmen.zhongyi", department="康复医学科", doctor="")
    case = hospital.redirect(sent(), target, "康复为主", ruling(HOSPITAL))
    stub, lower = parts(read(transfer_out(case)), "双向转诊（转出）单")
    assert "转入市中医医院单位康复医学科科室接诊医生。" in stub
    assert "市第一人民医院" not in stub + lower


# what was entered


def test_everything_entered_stands_in_its_place() -> None:
    stub, lower = parts(read(transfer_out(sent())), "双向转诊（转出）单")
    assert "患者姓名邱传富性别男年龄67岁档案编号42900610720100318" in stub
    assert "家庭住址岳口镇健康村二组18号联系电话13900000001" in stub
    assert "于2026年11月23日因病情需要" in stub
    assert "初步印象：脑梗死（I63.900）主要现病史（转出原因）：右侧肢体无力3小时。" in lower
    assert "主要既往史：高血压病12年。治疗经过：吸氧。转诊医生（签字）：周建国联系电话：13900000002" in lower
    stub, lower = parts(read(return_slip(returned())), "双向转诊（回转）单")
    assert "病案号M2026112301" in stub
    assert "诊断结果脑梗死（I63.900）住院病案号ZY0098812主要检查结果：头颅MRI：左侧基底节区梗死灶。" in lower
    assert "康复建议：继续抗血小板治疗，两周内随访血压。转诊医生（签字）：王建平联系电话：0728-5223011" in lower


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2026, 11, 11), datetime(2026, 11, 23, 4, tzinfo=UTC), "12天"),
        (date(2026, 3, 20), datetime(2026, 11, 23, 4, tzinfo=UTC), "8月"),
        (date(2024, 2, 29), datetime(2027, 2, 28, 4, tzinfo=UTC), "2岁"),
        (date(2024, 2, 29), datetime(2027, 3, 1, 4, tzinfo=UTC), "3岁"),
        (date(1920, 1, 1), datetime(2026, 11, 23, 4, tzinfo=UTC), "106岁"),
    ],
)
def test_the_age_is_that_of_the_day_of_the_slip(birth: date, day: datetime, age: str) -> None:
    case = sent(day, patient=patient(birth=birth, id_number=""))
    assert read(transfer_out(case)).flat.count(f"年龄{age}") == 2


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 12, 31, 16, 30, tzinfo=UTC), "2027年1月1日"),
        (datetime(2028, 2, 29, 1, 0, tzinfo=UTC), "2028年2月29日"),
    ],
)
def test_the_date_is_that_of_china(moment: datetime, told: str) -> None:
    assert read(transfer_out(sent(moment))).flat.count(told) == 3


@pytest.mark.parametrize(("sex", "told"), [(Sex.FEMALE, "女"), (Sex.UNKNOWN, "未知")])
def test_the_sex_is_told_as_the_form_wants_it(sex: Sex, told: str) -> None:
    case = sent(patient=patient(sex=sex, id_number=""), urgency=Urgency.EMERGENCY)
    assert read(transfer_out(case)).flat.count(f"性别{told}年龄") == 2


def test_a_sketch_leaves_sex_and_age_open() -> None:
    sheets = read(transfer_out(sent(), is_sketch=True))
    assert sheets.flat.count("性别年龄") == 2
    assert "67岁" not in sheets.flat
    check_layout(sheets)


@pytest.mark.policy("REF-10")
def test_an_emergency_with_gaps_prints_with_room_to_write() -> None:
    bare = slip(urgency=Urgency.EMERGENCY, impression="", diagnosis_code="", history="", past_history="", treatment="")
    case = sent(**{name: getattr(bare, name) for name in bare.__struct_fields__})
    sheets = read(transfer_out(case))
    assert in_order(parts(sheets, "双向转诊（转出）单")[1], *OUT_SLIP.split())
    check_layout(sheets)
    assert len(sheets.pages) == 1


def test_a_character_that_no_font_has_is_told_by_its_code_and_not_left_out() -> None:
    sheets = read(transfer_out(sent(patient=patient(name="བ小明"))))
    assert sheets.flat.count("〔U+0F56〕小明") == 2
    check_layout(sheets)


# pages


def test_an_ordinary_slip_is_one_page() -> None:
    assert len(read(transfer_out(sent())).pages) == len(read(return_slip(returned())).pages) == 1


@pytest.mark.parametrize("copy", [1, 2, 13])
def test_a_further_print_says_so_on_the_slip_and_at_the_foot(copy: int) -> None:
    for pdf in (transfer_out(sent(), copy=copy), return_slip(returned(), copy=copy)):
        sheets = read(pdf)
        assert sheets.flat.count(f"重打{copy}") == (2 if copy > 1 else 0)
        check_layout(sheets)


def test_a_long_slip_goes_on_and_is_signed_on_its_last_page() -> None:
    case = sent(history="右侧肢体无力三小时，言语不清，伴头晕、恶心。" * 150, treatment="吸氧。\n" * 100)
    sheets = read(transfer_out(case))
    count = len(sheets.pages)
    assert count > 2
    for number, page in enumerate(sheets.pages, start=1):
        text = flat(page.text)
        assert f"单号{NUMBER}" in text
        assert text.endswith(f"第{number}页，共{count}页")
        assert ("续页" in text) is (number > 1)
        stub = number == 1
        assert text.count("转诊医生（签字）") == stub + (number == count)
    assert "主要现病史（转出原因）（续）：" in sheets.flat
    check_layout(sheets)


@pytest.mark.parametrize("length", range(0, 1400, 35))
def test_no_length_of_a_text_breaks_the_page(length: int) -> None:
    """Every place where the signature just fits, or just does not."""
    sheets = read(transfer_out(sent(history=("病史" * 700)[: length or 1])))
    check_layout(sheets)
    last = flat(sheets.pages[-1].text)
    assert "岳口镇中心卫生院（机构名称）2026年11月23日" in last
    assert last.count("转诊医生（签字）") == 1 + (len(sheets.pages) == 1)


@pytest.mark.parametrize("doctor", ["周", "阿卜杜热合曼·阿卜杜克里木·买买提明·吐尔逊江·艾", "医" * 120])
def test_a_long_name_of_a_doctor_lies_upon_nothing(doctor: str) -> None:
    for pdf in (transfer_out(sent(doctor=doctor)), return_slip(returned(doctor=doctor))):
        sheets = read(pdf)
        check_layout(sheets)
        assert sheets.flat.count(f"转诊医生（签字）：{doctor}") == 2


@settings(max_examples=60, deadline=None)
@given(
    name=NAMES,
    address=st.text(LETTERS, max_size=120).map(lambda typed: " ".join(typed.split())[:120]),
    history=clinical(4000),
    past_history=clinical(400),
    treatment=clinical(1500),
    impression=st.text(LETTERS.replace("\n", ""), min_size=1, max_size=110).map(str.strip).filter(bool),
    doctor=NAMES,
    health_record=st.sampled_from(["", "42900610720100318"]),
    phones=st.sampled_from([("13900000001", ""), ("0728-5223011-1234", "13900000002")]),
    target_doctor=st.one_of(st.just(""), NAMES),
    department=st.sampled_from(["内", "神经内科", "急诊医学中心（创伤、卒中、胸痛联合诊室）二楼东区第三接诊处"]),
)
def test_every_typed_word_of_a_transfer_out_slip_is_on_paper(
    name: str,
    address: str,
    history: str,
    past_history: str,
    treatment: str,
    impression: str,
    doctor: str,
    health_record: str,
    phones: tuple[str, str],
    target_doctor: str,
    department: str,
) -> None:
    case = sent(
        urgency=Urgency.EMERGENCY,
        patient=patient(name=name, address=address, health_record=health_record, phone=phones[0]),
        target=replace(TARGET, doctor=target_doctor, department=department),
        impression=impression,
        history=history,
        past_history=past_history,
        treatment=treatment,
        doctor=doctor,
        doctor_phone=phones[1],
    )
    sheets = read(transfer_out(case))
    check_layout(sheets)
    stub, lower = parts(sheets, "双向转诊（转出）单")
    kept = case.slip
    assert in_order(stub, "患者姓名", kept.patient.name, "性别男年龄67岁档案编号", health_record, "家庭住址")
    assert holds(stub, f"家庭住址{flat(kept.patient.address)}联系电话{phones[0]}于2026年")
    assert holds(stub, f"单位{flat(department)}科室{flat(kept.target.doctor)}接诊医生。")
    assert holds(lower, f"现有患者{kept.patient.name}性别男")
    assert holds(lower, f"初步印象：{flat(kept.impression)}（I63.900）主要现病史（转出原因）：{flat(kept.history)}")
    assert holds(lower, f"主要既往史：{flat(kept.past_history)}治疗经过：{flat(kept.treatment)}转诊医生（签字）：")
    assert holds(lower, f"转诊医生（签字）：{kept.doctor}联系电话：{phones[1]}岳口镇")


@settings(max_examples=40, deadline=None)
@given(
    name=NAMES,
    findings=clinical(4000).filter(bool),
    plan=clinical(2500).filter(bool),
    diagnosis=st.text(LETTERS.replace("\n", ""), min_size=1, max_size=110).map(str.strip).filter(bool),
    numbers=st.sampled_from([("", ""), ("M2026112301", "ZY0098812"), ("M" * 60, "住院号" * 30)]),
    doctor=NAMES,
)
def test_every_typed_word_of_a_return_slip_is_on_paper(
    name: str, findings: str, plan: str, diagnosis: str, numbers: tuple[str, str], doctor: str
) -> None:
    arrived = in_state(State.ARRIVED)
    arrived = replace(arrived, slip=replace(arrived.slip, patient=patient(name=name)))
    typed = back(
        findings=findings,
        plan=plan,
        diagnosis=diagnosis,
        case_number=numbers[0],
        inpatient_number=numbers[1],
        doctor=doctor,
    )
    case = hospital.send_back(arrived, typed, ruling(HOSPITAL))
    sheets = read(return_slip(case))
    check_layout(sheets)
    stub, lower = parts(sheets, "双向转诊（回转）单")
    kept = case.return_slip
    assert kept is not None
    assert holds(stub, f"病案号{numbers[0]}家庭住址")
    assert holds(lower, f"诊断结果{flat(kept.diagnosis)}（I63.900）住院病案号{numbers[1]}主要检查结果：")
    assert holds(lower, f"主要检查结果：{flat(kept.findings)}治疗经过、下一步")
    assert holds(lower, f"康复建议：{flat(kept.plan)}转诊医生（签字）：{kept.doctor}联系电话：")


# the file


def test_the_fonts_travel_with_the_file() -> None:
    sheets = read(transfer_out(sent(patient=patient(name="𠮷䶮"))))
    assert not sheets.strangers
    assert "NotoSansSC-Regular" in {name.partition("+")[2] or name for name in sheets.fonts}
    assert sheets.flat.count("𠮷䶮") == 2


def test_the_file_names_the_slip_and_not_the_patient() -> None:
    """Names stay on the paper: what an operating system shows of a file holds the number only."""
    document = pypdfium2.PdfDocument(transfer_out(sent()))
    told = document.get_metadata_dict()
    document.close()
    assert NUMBER in told["Title"]
    assert "邱传富" not in "".join(told.values())


def test_a_slip_printed_twice_is_the_same_file() -> None:
    assert transfer_out(sent()) == transfer_out(sent())


def test_there_is_no_return_slip_before_there_is_one_and_no_slip_of_a_draft() -> None:
    with pytest.raises(ValueError, match="r-1"):
        return_slip(sent())
    with pytest.raises(ValueError, match="not sent"):
        transfer_out(in_state(State.DRAFT))


def test_the_check_of_the_layout_sees_what_it_looks_for() -> None:
    fonts.load()
    over, out = Paper(title="", foot="页脚"), Paper(title="", foot="页脚")
    over.text(100, 100, "一行字")
    over.text(110, 104, "又一行")
    out.text(500, 100, "这一行太长，出了纸边，看不见了")
    for paper in (over, out):
        with pytest.raises(AssertionError):
            check_layout(read(paper.bytes()))
