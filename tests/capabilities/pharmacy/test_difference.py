"""What came is not what was sent: both sides close the case, line by line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import received
from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model import owed
from yigongti_desktop.capabilities.pharmacy.model.difference import Answer
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.model.difference import Reply
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import Difference

pytestmark = pytest.mark.policy("PHA-13")
#: Five boxes short of one lot, two ampoules more of another.
COUNTED = received(
    Count(drug=AMOXICILLIN, received=(55, 40), difference=Difference.DAMAGED, note="外箱压破"),
    Count(drug=PENICILLIN, received=(32,), difference=Difference.OVER),
)
RESEND, KEEP = Reply(answer=Answer.RESEND), Reply(answer=Answer.KEEP)


def raised(request: DrugRequest = COUNTED) -> DifferenceCase:
    """Return the case of a delivery as its clinic has counted it."""
    register = tianmen()
    register.put("drug_request", request)
    by = ruling(CLINIC, register=register, record=difference.case_of(request.id))
    return difference.raise_case(None, request.id, by)


def answered(*replies: Reply) -> DifferenceCase:
    """Return a case that the central pharmacy has answered."""
    return difference.answer(raised(), replies or (RESEND, KEEP), ruling(HOSPITAL))


def test_a_case_names_the_lots_that_differ_and_no_others() -> None:
    case = raised()
    assert [(line.name, line.lot, line.missing, line.kind) for line in case.lines] == [
        ("阿莫西林胶囊", "A1", 5, "damaged"),
        ("注射用青霉素钠", "P1", -2, "over"),
    ]
    assert case.lines[0].note == "外箱压破"
    assert difference.streams(case) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}


def test_what_came_in_full_but_ill_is_in_the_case_with_all_its_lots() -> None:
    ill = received(
        Count(drug=AMOXICILLIN, received=(60, 40), difference=Difference.COLD_CHAIN),
        Count(drug=PENICILLIN, received=(30,)),
    )
    assert [(line.lot, line.missing) for line in raised(ill).lines] == [("A1", 0), ("A2", 0)]


def test_a_delivery_without_differences_has_no_case_and_one_with_them_has_one() -> None:
    register = tianmen()
    register.put("drug_request", received())
    with refused("case_nothing"):
        raised(received())
    with refused("case_there"):
        difference.raise_case(raised(), COUNTED.id, ruling(CLINIC, register=register))
    with refused("not_found"):
        difference.raise_case(None, "no-such", ruling(CLINIC))


def test_every_line_is_answered_by_what_fits_it() -> None:
    with refused("case_unanswered", count=1):
        answered(RESEND)
    with refused("answer_unfit", line=1):
        answered(KEEP, KEEP)
    with refused("answer_unfit", line=2):
        answered(RESEND, Reply(answer=Answer.CREDIT))
    with refused("field_empty", line=2):
        answered(RESEND, Reply(answer=Answer.DISAGREE, note=" "))
    case = answered(Reply(answer=Answer.CREDIT, note="下月对账扣"), KEEP)
    assert (case.state, case.lines[0].answer, case.lines[0].answer_note) == (CaseState.ANSWERED, "credit", "下月对账扣")


def test_the_clinic_disputes_with_a_word_and_is_answered_again() -> None:
    with refused("field_empty"):
        difference.dispute(answered(), " ", ruling())
    case = difference.dispute(answered(Reply(answer=Answer.DISAGREE, note="出库有照片"), KEEP), "签收单在", ruling())
    assert (case.state, case.dispute) == (CaseState.RAISED, "签收单在")
    again = difference.answer(case, (RESEND, KEEP), ruling(HOSPITAL))
    assert (again.state, again.dispute, again.lines[0].answer) == (CaseState.ANSWERED, "", "resend")


def test_nothing_is_settled_by_silence_nor_by_one_side() -> None:
    with refused("wrong_state"):
        difference.settle(raised(), ruling())
    wrong: list[Callable[[], DifferenceCase]] = [
        lambda: difference.settle(answered(), ruling(HOSPITAL)),
        lambda: difference.dispute(answered(), "不对", ruling(HOSPITAL)),
        lambda: difference.answer(raised(), (RESEND, KEEP), ruling(CLINIC)),
        lambda: difference.answer(raised(), (RESEND, KEEP), ruling(STRANGER)),
    ]
    for act in wrong:
        with refused("not_holder"):
            act()
    case = difference.settle(answered(), ruling())
    assert (case.state, case.settled_by) == (CaseState.SETTLED, "周建国")
    with refused("wrong_state"):
        difference.dispute(case, "不对", ruling())


def test_what_both_agreed_to_send_again_becomes_a_request_of_its_own() -> None:
    assert difference.to_resend(answered()) == {}
    case = difference.settle(answered(), ruling())
    assert difference.to_resend(case) == {AMOXICILLIN: 5}
    register = tianmen()
    register.put("drug_request", COUNTED)
    register.put("difference_case", case)
    by = ruling(CLINIC, register=register, record=owed.back_order_of(case.id))
    again = owed.ask_again(None, COUNTED.id, case.id, by)
    assert [(line.drug, line.requested) for line in again.lines] == [(AMOXICILLIN, 5)]
    assert again.number == f"{COUNTED.number}-差"
    register.put("difference_case", replace(case, request="other"))
    with refused("not_found"):
        owed.ask_again(None, COUNTED.id, case.id, by)


def test_a_credit_is_not_sent_again() -> None:
    case = difference.settle(answered(Reply(answer=Answer.CREDIT), KEEP), ruling())
    assert difference.to_resend(case) == {}


def test_the_expiry_of_a_lot_stands_in_its_case() -> None:
    assert raised().lines[0].expiry == date(2028, 3, 31)
