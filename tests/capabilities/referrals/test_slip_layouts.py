"""Local forms put to the national one what the county wants, and take nothing from it (standards §1.4)."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import flat
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.downs import down_in_state
from tests.capabilities.referrals.downs import sent_down
from tests.capabilities.referrals.test_printing import BACK_SLIP
from tests.capabilities.referrals.test_printing import BACK_STUB
from tests.capabilities.referrals.test_printing import OUT_SLIP
from tests.capabilities.referrals.test_printing import OUT_STUB
from tests.capabilities.referrals.test_printing import returned
from tests.documents.archived import faults
from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.both import paper_of
from yigongti_desktop.capabilities.referrals.model.down import as_paper
from yigongti_desktop.capabilities.referrals.model.layout import NATIONAL
from yigongti_desktop.capabilities.referrals.model.layout import Block
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.capabilities.referrals.model.layout import county_form
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.printing.batch import batch
from yigongti_desktop.capabilities.referrals.printing.consent import consent_form
from yigongti_desktop.capabilities.referrals.printing.handover import handover_list
from yigongti_desktop.capabilities.referrals.printing.slips import return_slip
from yigongti_desktop.capabilities.referrals.printing.slips import transfer_out
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
HALF = (421, 595)
WHOLE = Layout(blocks=tuple(Block), letterhead="天门市第一人民医院医共体")


def county(**rules: Any) -> Register:
    register = Register({})
    for name, value in rules.items():
        versions = (RuleVersion(value=value, since=date(2026, 1, 1)),)
        register.put("rule", Rule(id=f"referral.{name}", versions=versions))
    return register


# what a county sets


def test_a_county_that_says_nothing_has_the_national_form() -> None:
    assert county_form(Register({}), DAY).layout == NATIONAL
    assert not county_form(Register({}), DAY).takes_signed


def test_a_county_sets_blocks_letterhead_copies_and_sheet() -> None:
    register = county(slip_blocks=["seal", "number"], slip_letterhead="天门", slip_copies=3, slip_paper="half")
    form = county_form(register, DAY)
    assert form.layout == Layout(blocks=(Block.NUMBER, Block.SEAL), letterhead="天门", copies=3, is_half=True)
    assert county_form(register, date(2025, 12, 31)).layout == NATIONAL


@pytest.mark.parametrize("nonsense", [["no such block", 7, None], "number", 5])
def test_what_this_program_does_not_know_is_left_out(nonsense: object) -> None:
    assert county_form(county(slip_blocks=nonsense, slip_copies=99), DAY).layout == replace(NATIONAL, copies=3)


# the national form stays


def test_the_default_is_the_national_form_and_says_nothing_more() -> None:
    text = read(transfer_out(sent())).flat
    assert text == read(transfer_out(sent(), layout=county_form(Register({}), DAY).layout)).flat
    for word in ("身份证号", "转诊单号", "支付方式", "第一联", "盖章"):
        assert word not in text


def test_local_blocks_stand_behind_all_national_fields_and_before_the_signature() -> None:
    for pdf, labels in (
        (transfer_out(sent(), layout=WHOLE), f"{OUT_STUB} {OUT_SLIP}"),
        (return_slip(returned(), layout=WHOLE), f"{BACK_STUB} {BACK_SLIP}"),
    ):
        sheets = read(pdf)
        check_layout(sheets)
        assert in_order(sheets.flat, *labels.split())
        assert in_order(sheets.flat, "天门市第一人民医院医共体", "双向转诊", "治疗经过", "转诊单号", "转诊医生（签字）")


def test_each_slip_has_the_blocks_that_are_its_own() -> None:
    out, back = read(transfer_out(sent(), layout=WHOLE)).flat, read(return_slip(returned(), layout=WHOLE)).flat
    for word in ("接受医疗机构", "转诊时限2026-11-23至2026-11-30", "转诊类别□急诊■门诊□住院□其他"):
        assert word in out
        assert word not in back
    for word in ("病情转归□痊愈□好转□死亡□其他", "预约复诊或随访时间2026-12-07前", "门诊号/住院号ZY0098812"):
        assert word in back
        assert word not in out
    assert "身份证号429006195903123018" in out
    assert "转出时间2026年11月23日12时0分" in out
    assert "患方知情同意■同意□不同意" in out


def test_what_the_record_does_not_hold_is_left_open() -> None:
    case = sent(urgency=Urgency.EMERGENCY, transport=Transport.AMBULANCE, consent=False, patient=patient(id_number=""))
    text = read(transfer_out(case, layout=WHOLE)).flat
    assert "支付方式□职工医保□居民医保□自费□其他" in text
    assert "患方知情同意□同意□不同意" in text
    assert "□转诊单位护送□患者自理■120" in text
    assert "转诊类别■急诊" in text


# sheets and copies


@pytest.mark.parametrize("copies", [2, 3])
def test_each_copy_is_whole_and_says_whose_it_is(copies: int) -> None:
    sheets = read(transfer_out(sent(), layout=Layout(copies=copies), copy=2))
    check_layout(sheets)
    assert len(sheets.pages) == copies
    for page, words in zip(sheets.pages, ("第一联出具单位留存", "第二联接收单位留存", "第三联患者留存"), strict=False):
        text = flat(page.text)
        assert in_order(text, words[3:], *f"{OUT_STUB} {OUT_SLIP}".split()) or words in text
        assert words in text
        assert text.endswith("第1页，共1页")
        assert "重打2" in text


def test_half_sheets_hold_stub_and_slip_each() -> None:
    sheets = read(transfer_out(sent(history="右侧肢体无力三小时，言语不清。" * 60), layout=Layout(is_half=True)))
    check_layout(sheets, HALF)
    assert in_order(flat(sheets.pages[0].text), *OUT_STUB.split())
    assert "双向转诊（转出）单" not in flat(sheets.pages[0].text)
    assert in_order(flat("".join(page.text for page in sheets.pages[1:])), *OUT_SLIP.split())
    assert len(sheets.pages) > 3


# the place for a code


@pytest.mark.parametrize("is_half", [False, True])
@pytest.mark.parametrize("letterhead", ["", "天门市第一人民医院医疗共同体岳口镇中心卫生院新堰分院"])
@pytest.mark.parametrize(("symbols", "copies"), [(1, 1), (2, 1), (4, 1), (1, 3), (4, 3)])
def test_nothing_stands_where_the_code_is(letterhead: str, symbols: int, copies: int, *, is_half: bool) -> None:
    name = "阿卜杜热合曼·买买提明·吐尔逊江·艾山·古丽巴哈尔"
    layout = replace(WHOLE, letterhead=letterhead, is_half=is_half, copies=copies)
    texts = [f"{place}{LETTERS}" for place in range(symbols)]
    pdf = transfer_out(sent(patient=patient(name=name)), layout=layout, code=texts, copy=2)
    sheets = read(pdf)
    check_layout(sheets, HALF if is_half else (595, 842))
    step = len(sheets.pages) // copies
    for place in range(int(is_half), len(sheets.pages), step):
        codes = _codes_on(pdf, place)
        assert sorted(codes) == sorted(texts)
        for left, bottom, right, top in codes.values():
            assert right - left > 27 * MM
            assert [
                box
                for box in sheets.pages[place].boxes
                if box.right > left and box.left < right and box.top > bottom and box.bottom < top
            ] == []


def test_a_short_slip_with_its_code_is_two_half_sheets() -> None:
    pdf = transfer_out(sent(), layout=Layout(is_half=True, copies=3), code=[LETTERS])
    sheets = read(pdf)
    check_layout(sheets, HALF)
    assert len(sheets.pages) == 2 * 3


#: As many letters as a code of a slip has.
LETTERS = "7K" * 241
#: Dots of a page for each point.
_SCALE = 3


def _codes_on(pdf: bytes, place: int) -> dict[str, tuple[float, float, float, float]]:
    """Return the codes of a page and where each stands with its quiet zone: left, bottom, right, top in points."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        page = document[place]
        picture, high = page.render(scale=_SCALE, grayscale=True).to_pil().convert("L"), page.get_height()
    found = {}
    for code in zxingcpp.read_barcodes(picture):
        corners = [getattr(code.position, f"{edge}_{side}") for edge in ("top", "bottom") for side in ("left", "right")]
        across, down = [one.x / _SCALE for one in corners], [one.y / _SCALE for one in corners]
        quiet = 4 * (max(across) - min(across)) / 69
        found[code.text] = (
            min(across) - quiet,
            high - max(down) - quiet,
            max(across) + quiet,
            high - min(down) + quiet,
        )
    return found


# the other papers


def test_somebody_without_a_name_and_a_newborn_without_a_number_can_be_printed() -> None:
    for who in (
        patient(name="无名氏", sex=Sex.UNKNOWN, id_number="", health_record="", address="", birth=date(1980, 1, 1)),
        patient(name="张秀英之女", sex=Sex.FEMALE, id_number="", health_record="", birth=DAY),
    ):
        case = sent(patient=who, urgency=Urgency.EMERGENCY)
        for pdf in (transfer_out(case, layout=WHOLE), consent_form(case, at=NOON), handover_list(case, at=NOON)):
            sheets = read(pdf)
            check_layout(sheets)
            assert who.name in sheets.flat
    assert "年龄0天" in read(transfer_out(case)).flat


@pytest.mark.parametrize("is_half", [False, True])
def test_the_consent_form_leaves_the_decision_to_whoever_signs(*, is_half: bool) -> None:
    sheets = read(consent_form(sent(), at=NOON, is_half=is_half))
    check_layout(sheets, HALF if is_half else (595, 842))
    assert in_order(sheets.flat, "转诊知情同意书", "邱传富", "脑梗死", "神经内科", "□同意转诊", "谈话医生签字", "盖章")
    assert "■" not in sheets.flat
    own = read(consent_form(sent(), at=NOON, text=("本县的说法。" * 30, "另一条。"))).flat
    assert "本县的说法。" * 30 in own
    assert "医务人员已告知" not in own


@pytest.mark.policy("REF-17")
def test_the_hand_over_list_names_records_givers_and_takers() -> None:
    enclosed = [(f"检查照片 {number}", "附件") for number in range(40)]
    sheets = read(handover_list(sent(), at=NOON, records=("门诊病历",), enclosed=enclosed))
    check_layout(sheets)
    assert in_order(
        sheets.flat, "病历资料交接清单", NUMBER, "检查照片0", "检查照片39", "门诊病历", "移交人签字", "接收人签字"
    )
    assert "心电图" not in sheets.flat
    assert "心电图" in read(handover_list(sent(), at=NOON)).flat


def test_every_paper_is_fit_to_be_kept_and_names_no_patient_outside() -> None:
    layout = replace(WHOLE, copies=2, has_fields=True)
    for pdf in (
        transfer_out(sent(), layout=layout, at=NOON),
        consent_form(sent(), at=NOON),
        handover_list(sent(), at=NOON),
        batch([sent(), returned()], "tianmen.yuekou", "转诊单据 2026-11-23", at=NOON, layout=layout),
    ):
        assert faults(pdf) == []
        assert "邱传富".encode("utf-16-be") not in pdf


def test_each_field_for_a_signature_has_a_name_of_its_own(tmp_path: Any) -> None:
    file = tmp_path / "two.pdf"
    file.write_bytes(transfer_out(sent(), layout=replace(NATIONAL, copies=2, has_fields=True)))
    with pikepdf.open(file) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert names == [f"{NUMBER} {part} {role}" for part in (1, 2) for role in ("doctor", "seal")]


# the day in one file


def test_a_batch_holds_every_slip_with_its_own_pages() -> None:
    told: list[int] = []

    def go_on(done: int) -> bool:
        told.append(done)
        return True

    cases = [sent(), returned(), sent(history="长" * 3000)]
    pdf = batch(cases, "tianmen.yuekou", "转诊单据", at=NOON, progress=go_on)
    sheets = read(pdf)
    check_layout(sheets)
    assert told == [1, 2, 3]
    assert sheets.flat.count("双向转诊（转出）单") == 3
    at_the_hospital = read(batch([returned()], "tianmen.diyi", "转诊单据", at=NOON)).flat
    assert "双向转诊（回转）单" in at_the_hospital
    assert all(flat(page.text).endswith("第1页，共1页") for page in sheets.pages[:2])


def test_a_batch_that_is_stopped_makes_nothing() -> None:
    with pytest.raises(Unavailable, match="stopped"):
        batch([sent()] * 5, "tianmen.yuekou", "转诊单据", at=NOON, progress=lambda done: done < 2)


def test_a_patient_who_is_sent_down_has_a_return_slip_in_the_batch_from_the_hospital_to_the_unit() -> None:
    sheets = read(batch([sent_down()], HOSPITAL, "转诊单据", at=NOON))
    check_layout(sheets)
    assert "双向转诊（回转）单" in sheets.flat
    assert "双向转诊（转出）单" not in sheets.flat
    assert sheets.flat == read(return_slip(as_paper(sent_down()), copy=1, at=NOON)).flat


@pytest.mark.policy("REF-03")
def test_only_slips_that_may_be_handed_out_are_those_of_the_day() -> None:
    waits = replace(sent(), approval=Approval())
    given = replace(sent(), approval=Approval(standing=Standing.GIVEN, number="审-1"))
    hurried = replace(sent(), approval=Approval(is_after=True))
    out = "transfer_out"
    assert [paper_of(one, CLINIC) for one in (sent(), waits, given, hurried)] == [out, "", out, out]
    assert [paper_of(in_state(state), CLINIC) for state in (State.DRAFT, State.WITHDRAWN)] == ["", ""]
    back = in_state(State.RETURNED)
    assert [paper_of(back, place) for place in (CLINIC, HOSPITAL, STRANGER)] == ["transfer_out", "return", ""]
    assert [paper_of(in_state(State.ARRIVED), place) for place in (HOSPITAL, STRANGER)] == ["", ""]
    assert [paper_of(sent_down(), place) for place in (HOSPITAL, CLINIC, STRANGER)] == ["return", "", ""]
    assert paper_of(down_in_state(State.WITHDRAWN), HOSPITAL) == ""


@pytest.mark.parametrize("is_half", [False, True])
@pytest.mark.parametrize("lines", [1, 5, 9])
def test_fields_for_signatures_stay_above_the_foot(lines: int, tmp_path: Any, *, is_half: bool) -> None:
    file = tmp_path / "fields.pdf"
    slip = sent(history="\n".join("头晕" for _ in range(lines)))
    file.write_bytes(transfer_out(slip, layout=replace(NATIONAL, is_half=is_half, has_fields=True)))
    with pikepdf.open(file) as pdf:
        lowest = min(float(field.Rect[1]) for field in pdf.Root.AcroForm.Fields)
    foot = min(box.top for page in read(file.read_bytes()).pages for box in page.boxes if "单号" in box.text)
    assert lowest > foot
