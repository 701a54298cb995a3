"""What is wrong with a line: drugs not to be had here, quantities that nobody means, lots that do not add up."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import COUNTED
from tests.capabilities.pharmacy.requests import DELIVERY
from tests.capabilities.pharmacy.requests import EXPIRY
from tests.capabilities.pharmacy.requests import GRANTED
from tests.capabilities.pharmacy.requests import PACKED
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import dispatched
from tests.capabilities.pharmacy.requests import nothing
from tests.capabilities.pharmacy.requests import received
from tests.capabilities.pharmacy.requests import reviewed
from tests.capabilities.pharmacy.requests import submitted
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model import moves
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.request import has_differences
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

FINE = Wanted(drug=AMOXICILLIN, quantity=1)


def with_drug(**changes: object) -> Register:
    """Return the register with one more drug of the clinic's community."""
    register = tianmen()
    whole = Drug(id="drug-x", community="tianmen-1", name="试验药", form="片剂", strength="1mg", pack="10片", unit="盒")
    register.put("drug", replace(whole, **changes))
    return register


def with_limit(packs: int) -> Register:
    register = tianmen()
    register.put("rule", Rule(id="request.most_packs", versions=(RuleVersion(value=packs),)))
    return register


# asking


@pytest.mark.parametrize("quantity", [1, 2, 99_999])
def test_a_quantity_within_the_limit_is_asked_as_it_is(quantity: int) -> None:
    assert submitted(replace(FINE, quantity=quantity)).lines[0].requested == quantity


@pytest.mark.parametrize("quantity", [0, -1, -1_000_000_000])
def test_fewer_than_one_pack_is_refused(quantity: int) -> None:
    with refused("quantity_low", line=2, least=1, quantity=quantity):
        submitted(FINE, Wanted(drug=PENICILLIN, quantity=quantity))


@pytest.mark.parametrize("quantity", [100_000, 1_000_000_000, 2**70])
def test_more_than_anybody_means_is_refused(quantity: int) -> None:
    with refused("quantity_high", line=1, most=99_999, quantity=quantity):
        submitted(replace(FINE, quantity=quantity))


def test_the_county_sets_the_limit() -> None:
    assert submitted(replace(FINE, quantity=500), register=with_limit(500))
    with refused("quantity_high", most=500):
        submitted(replace(FINE, quantity=501), register=with_limit(500))


def test_a_request_needs_a_line() -> None:
    with refused("lines_empty"):
        moves.submit(None, "n", (), Urgency.ROUTINE, "", ruling())


def test_a_request_takes_500_lines_and_not_one_more() -> None:
    register = tianmen()
    for place in range(501):
        base = Drug(id=f"d{place}", community="tianmen-1", name="药", form="", strength="1", pack="", unit="盒")
        register.put("drug", base)
    wanted = [Wanted(drug=f"d{place}", quantity=1) for place in range(501)]
    assert len(submitted(*wanted[:500], register=register).lines) == 500
    with refused("lines_many", most=500):
        submitted(*wanted, register=register)


def test_one_drug_stands_on_one_line() -> None:
    with refused("drug_twice", line=3, drug=AMOXICILLIN):
        submitted(FINE, Wanted(drug=PENICILLIN, quantity=1), replace(FINE, quantity=5))


def test_a_drug_that_nobody_lists_is_refused_with_its_line() -> None:
    with refused("drug_unknown", line=2):
        submitted(FINE, Wanted(drug="no-such-drug", quantity=1))


def test_a_drug_of_another_community_is_refused() -> None:
    theirs = tianmen().drug("阿莫西林胶囊", "tianmen-2")
    with refused("drug_other_community", line=1, drug=theirs):
        submitted(Wanted(drug=theirs, quantity=1))


@pytest.mark.parametrize(
    ("name", "control", "word"),
    [
        ("盐酸吗啡注射液", Control.NARCOTIC, "麻醉"),
        ("枸橼酸芬太尼注射液", Control.NARCOTIC, "麻醉"),
        ("盐酸氯胺酮注射液", Control.PSYCHOTROPIC_1, "第一类精神"),
    ],
)
def test_what_goes_by_its_own_card_is_not_asked_for_here(name: str, control: Control, word: str) -> None:
    """Standards §4.4: 麻醉药品和第一类精神药品凭印鉴卡，不走普通请领。"""
    register = tianmen()
    with refused("drug_controlled", line=2, name=name, control=control.value) as caught:
        submitted(FINE, Wanted(drug=register.drug(name), quantity=1))
    assert word in caught[0]
    assert "印鉴卡" in caught[0]


@pytest.mark.parametrize("control", [Control.TOXIC, Control.RADIOACTIVE])
def test_neither_poison_nor_radioactive_drugs_are_asked_for_here(control: Control) -> None:
    with refused("drug_controlled", control=control.value):
        submitted(Wanted(drug="drug-x", quantity=1), register=with_drug(control=control))


def test_a_draft_does_not_get_round_the_card_either() -> None:
    morphine = Wanted(drug=tianmen().drug("盐酸吗啡注射液"), quantity=1)
    with refused("drug_controlled"):
        moves.save_draft(None, (morphine,), Urgency.ROUTINE, "", ruling())


def test_a_psychotropic_drug_of_the_second_class_is_asked_for_like_any_other() -> None:
    assert submitted(Wanted(drug=tianmen().drug("地西泮片"), quantity=2)).lines[0].name == "地西泮片"


@pytest.mark.policy("PHA-08")
@pytest.mark.parametrize(
    ("since", "until", "listed"),
    [
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (None, date(2026, 11, 23), True),
        (None, date(2026, 11, 22), False),
    ],
)
def test_a_drug_is_asked_for_only_on_days_on_which_it_is_listed(since: date, until: date, listed: bool) -> None:  # noqa: FBT001 - a column of the table
    register = with_drug(since=since, until=until)
    want = Wanted(drug="drug-x", quantity=1)
    if listed:
        assert submitted(want, register=register)
        return
    with refused("drug_not_listed", line=1, drug="drug-x"):
        submitted(want, register=register)


def test_a_line_keeps_the_name_and_pack_of_its_day() -> None:
    line = submitted(FINE).lines[0]
    listed = tianmen().need("drug", AMOXICILLIN)
    assert (line.name, line.strength, line.pack, line.unit) == ("阿莫西林胶囊", "0.25g", "24粒", "盒")
    assert line.essential is listed.essential is True


def test_remarks_are_tidied_and_limited() -> None:
    assert submitted(replace(FINE, remark=" 急\t用\n ")).lines[0].remark == "急 用"
    assert submitted(replace(FINE, remark="备" * 200)).lines[0].remark == "备" * 200
    with refused("field_long", field="remark", line=1, most=200, length=201):
        submitted(replace(FINE, remark="备" * 201))
    longest = moves.submit(None, "n", (FINE,), Urgency.ROUTINE, "说" * 200, ruling())
    assert longest.note == "说" * 200
    with refused("field_long", field="note", most=200, length=201):
        moves.submit(None, "n", (FINE,), Urgency.ROUTINE, "说" * 201, ruling())


# deciding


def test_as_much_as_asked_needs_no_reason() -> None:
    decided = reviewed(Decision(drug=AMOXICILLIN, approved=100), Decision(drug=PENICILLIN, approved=40))
    assert [line.approved for line in decided.lines] == [100, 40]
    assert decided.state is State.REVIEWED


def test_more_than_asked_is_not_granted() -> None:
    with refused("approved_above_requested", line=2, requested=40):
        reviewed(GRANTED[0], Decision(drug=PENICILLIN, approved=41))


@pytest.mark.parametrize("approved", [39, 1, 0])
def test_fewer_than_asked_needs_a_reason(approved: int) -> None:
    with refused("reason_needed", line=2):
        reviewed(GRANTED[0], Decision(drug=PENICILLIN, approved=approved, reason="  "))
    assert reviewed(GRANTED[0], Decision(drug=PENICILLIN, approved=approved, reason="缺货")).lines[1].reason == "缺货"


def test_less_than_nothing_is_not_granted() -> None:
    with refused("quantity_low", line=1, least=0):
        reviewed(Decision(drug=AMOXICILLIN, approved=-1, reason="x"), GRANTED[1])


def test_every_line_is_decided() -> None:
    with refused("line_undecided", line=2, drug=PENICILLIN):
        reviewed(GRANTED[0])


def test_a_line_is_decided_once_and_only_lines_of_the_request_are() -> None:
    with refused("line_twice", drug=AMOXICILLIN):
        reviewed(GRANTED[0], GRANTED[0], GRANTED[1])
    with refused("line_unknown", drug="stranger"):
        reviewed(*GRANTED, Decision(drug="stranger", approved=0))


def test_decisions_come_in_any_order() -> None:
    assert reviewed(*reversed(GRANTED)).lines == reviewed(*GRANTED).lines


def test_a_request_of_which_nothing_is_granted_is_rejected() -> None:
    rejected = reviewed(*nothing())
    assert rejected.state is State.REJECTED
    assert [line.reason for line in rejected.lines] == ["缺货", "缺货"]


# sending


def lot(name: str = "A1", quantity: int = 100, expiry: date = EXPIRY) -> Lot:
    return Lot(lot=name, expiry=expiry, quantity=quantity)


def parcel(*lots: Lot, reason: str = "") -> tuple[Parcel, Parcel]:
    return Parcel(drug=AMOXICILLIN, lots=lots, reason=reason), PACKED[1]


def test_a_delivery_has_its_lots() -> None:
    sent = dispatched(*PACKED)
    assert [line.dispatched for line in sent.lines] == [100, 30]
    assert (sent.delivery, sent.dispatched_at) == (DELIVERY, NOON)


def test_more_than_granted_is_not_sent() -> None:
    with refused("dispatched_above_approved", line=1, approved=100):
        dispatched(*parcel(lot(quantity=60), lot("A2", quantity=41)))


def test_fewer_than_granted_needs_a_reason() -> None:
    with refused("reason_needed", line=1):
        dispatched(*parcel(lot(quantity=99)))
    assert dispatched(*parcel(lot(quantity=99), reason="到货不足")).lines[0].short_reason == "到货不足"


def test_a_line_that_is_left_out_needs_a_reason_too() -> None:
    with refused("reason_needed", line=2):
        dispatched(parcel(lot())[0])


def test_a_reason_is_kept_only_where_something_is_short() -> None:
    assert not dispatched(*parcel(lot(), reason="误填")).lines[0].short_reason


@pytest.mark.parametrize(("days", "ok"), [(1, True), (0, True), (-1, False), (-400, False)])
def test_a_lot_is_sent_through_its_last_day_and_not_after(days: int, ok: bool) -> None:  # noqa: FBT001 - a column of the table
    last = date(2026, 11, 23) + timedelta(days=days)
    if ok:
        assert dispatched(*parcel(lot(expiry=last))).lines[0].lots[0].expiry == last
        return
    with refused("lot_expired", line=1, lot="A1", expiry=last.isoformat()):
        dispatched(*parcel(lot(expiry=last)))


def test_a_lot_is_named_once_in_a_line() -> None:
    with refused("lot_twice", line=1):
        dispatched(*parcel(lot("A1", 60), lot(" A1 ", 40)))
    with refused("lot_empty", line=1):
        dispatched(*parcel(lot(" ")))


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_lot_has_at_least_one_pack(quantity: int) -> None:
    with refused("quantity_low", line=1, least=1, quantity=quantity):
        dispatched(*parcel(lot("A1", 60), lot("A2", quantity)))


def test_a_single_pack_is_a_lot() -> None:
    assert dispatched(*parcel(lot("A1", 99), lot("A2", 1))).lines[0].dispatched == 100


def test_a_negative_lot_does_not_make_room_for_another() -> None:
    with refused("quantity_low", line=1):
        dispatched(*parcel(lot("A1", 150), lot("A2", -50)))


def test_a_delivery_of_nothing_is_no_delivery() -> None:
    empty = [Parcel(drug=drug, lots=(), reason="缺货") for drug in (AMOXICILLIN, PENICILLIN)]
    with refused("parcel_empty"):
        dispatched(*empty)


def test_only_lines_of_the_request_are_sent_each_once() -> None:
    with refused("line_twice"):
        dispatched(*PACKED, PACKED[1])
    with refused("line_unknown", drug="stranger"):
        dispatched(*PACKED, Parcel(drug="stranger", lots=(lot(),)))


def test_nobody_sends_a_delivery_that_says_it_has_come() -> None:
    sent = dispatched(*parcel(Lot(lot="A1", expiry=EXPIRY, quantity=100, received=100)))
    assert sent.lines[0].lots[0].received is None


# counting


def test_what_came_as_sent_needs_no_words() -> None:
    came = received(*COUNTED)
    assert [line.received for line in came.lines] == [100, 30]
    assert not has_differences(came)


@pytest.mark.parametrize("packs", [(59, 40), (61, 40), (0, 0), (40, 60)])
def test_what_came_otherwise_needs_its_kind(packs: tuple[int, ...]) -> None:
    with refused("difference_needed", line=1, sent=100, received=sum(packs)):
        received(Count(drug=AMOXICILLIN, received=packs), COUNTED[1])
    came = received(Count(drug=AMOXICILLIN, received=packs, difference=Difference.SHORT.value), COUNTED[1])
    assert has_differences(came)
    assert tuple(lot.received for lot in came.lines[0].lots) == packs


def test_other_differences_need_words() -> None:
    other = Count(drug=AMOXICILLIN, received=(59, 40), difference="other")
    with refused("field_empty", field="note", line=1):
        received(other, COUNTED[1])
    assert received(replace(other, note="途中丢失"), COUNTED[1]).lines[0].difference_note == "途中丢失"


def test_a_difference_that_nobody_knows_is_refused() -> None:
    with refused("difference_unknown", line=1):
        received(Count(drug=AMOXICILLIN, received=(59, 40), difference="坏了"), COUNTED[1])


def test_damage_is_noted_also_where_the_count_is_right() -> None:
    came = received(Count(drug=AMOXICILLIN, received=(60, 40), difference="damaged", note="两盒压坏"), COUNTED[1])
    assert has_differences(came)


def test_less_than_nothing_did_not_come() -> None:
    with refused("quantity_low", line=1, least=0):
        received(Count(drug=AMOXICILLIN, received=(-1, 40), difference="short"), COUNTED[1])


def test_a_slip_of_the_finger_did_not_come_either() -> None:
    with refused("quantity_high", line=1, most=99_999, quantity=1_000_000):
        received(Count(drug=AMOXICILLIN, received=(1_000_000, 40), difference="over"), COUNTED[1])


def test_as_much_as_was_sent_can_always_be_received() -> None:
    register = with_limit(200_000)
    by, lead = ruling(register=register), ruling(HOSPITAL, register=register)
    request = submitted(replace(FINE, quantity=150_000), register=register)
    request = moves.review(request, (Decision(drug=AMOXICILLIN, approved=150_000),), lead)
    request = moves.dispatch(request, DELIVERY, (Parcel(drug=AMOXICILLIN, lots=(lot(quantity=150_000),)),), lead)
    request = moves.receive(request, (Count(drug=AMOXICILLIN, received=(150_000,)),), by)
    assert request.lines[0].received == 150_000


def test_every_lot_that_was_sent_is_counted() -> None:
    with refused("line_uncounted", line=2, drug=PENICILLIN):
        received(COUNTED[0])
    with refused("line_uncounted", line=1):
        received(Count(drug=AMOXICILLIN, received=(100,)), COUNTED[1])
    with refused("line_uncounted", line=1):
        received(Count(drug=AMOXICILLIN, received=(60, 40, 0)), COUNTED[1])


def test_a_line_of_which_nothing_was_sent_needs_no_count() -> None:
    first_only = (PACKED[0], Parcel(drug=PENICILLIN, lots=(), reason="缺货"))
    came = moves.receive(dispatched(*first_only), (COUNTED[0],), ruling())
    assert came.state is State.RECEIVED
    assert came.lines[1].received == 0


def test_only_lines_of_the_request_are_counted_each_once() -> None:
    with refused("line_twice"):
        received(*COUNTED, COUNTED[0])
    with refused("line_unknown"):
        received(*COUNTED, Count(drug="stranger", received=()))


def test_the_clinic_s_community_is_that_of_the_day() -> None:
    """ORG-25 适时调整: a clinic that moved to the other community asks for that one's drugs, and asks its lead."""
    register = tianmen()
    clinic = register.need("institution", CLINIC)
    first = replace(clinic.memberships[0], until=date(2026, 12, 31))
    then = replace(first, community="tianmen-2", since=date(2027, 1, 1), until=None)
    register.put("institution", replace(clinic, memberships=(first, then)))
    theirs = Wanted(drug=register.drug("阿莫西林胶囊", "tianmen-2"), quantity=1)
    new_year = NOON.replace(year=2027, month=1, day=4)
    with refused("drug_other_community"):
        submitted(theirs, register=register)
    draft = moves.save_draft(None, (FINE,), Urgency.ROUTINE, "", ruling(register=register))
    with refused("drug_other_community"):
        submitted(FINE, at=new_year, register=register, now=draft)
    asked = submitted(theirs, at=new_year, register=register, now=draft)
    assert (draft.supplier, asked.supplier) == (HOSPITAL, "tianmen.zhongyi")
    assert asked.supplier_name == "市中医医院"
