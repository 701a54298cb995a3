"""What a return slip wants and the clinic has not: by its ledger, of usable lots that nobody waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.test_handing_out import Counter
from tests.capabilities.pharmacy.test_handing_out import lot
from tests.capabilities.pharmacy.test_long_prescriptions import AMLODIPINE
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lacking import Lack
from yigongti_desktop.capabilities.pharmacy.model.lacking import Want
from yigongti_desktop.capabilities.pharmacy.model.lacking import free_packs
from yigongti_desktop.capabilities.pharmacy.model.lacking import lacking
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.catalogue import Drug

TODAY = day(NOON)
OTHER = tianmen().drug("苯磺酸氨氯地平片", "tianmen-2")
MORPHINE = tianmen().drug("盐酸吗啡注射液")


def found(register: Register, *wants: tuple[str, int]) -> list[Lack]:
    return list(lacking([Want(drug=drug, quantity=packs) for drug, packs in wants], CLINIC, register, TODAY))


def lack(line: int, quantity: int, drug: str = AMLODIPINE) -> Lack:
    return Lack(line=line, drug=drug, quantity=quantity)


@pytest.mark.policy("PHA-02")
def test_what_is_there_is_not_lacking_and_what_is_short_is_lacking_by_so_much() -> None:
    here = Counter()
    assert found(here.register, (AMLODIPINE, 3)) == [lack(1, 3)]
    here.came(lot(2, "A1"), lot(1, "B2", room="药库"))
    assert found(here.register, (AMLODIPINE, 3)) == []
    assert found(here.register, (AMLODIPINE, 5)) == [lack(1, 2)]


def test_two_lines_of_one_drug_share_what_is_there_in_their_order() -> None:
    here = Counter()
    here.came(lot(3))
    assert found(here.register, (AMLODIPINE, 2), (AMLODIPINE, 2), (AMLODIPINE, 1)) == [lack(2, 1), lack(3, 1)]


def test_expired_and_held_lots_and_what_is_laid_aside_for_others_are_not_there() -> None:
    here = Counter()
    here.came(lot(4, "OLD", TODAY - timedelta(days=1)), lot(4, "BAD"), lot(4, "A1"))
    here.hold("BAD")
    assert found(here.register, (AMLODIPINE, 5)) == [lack(1, 1)]
    here.write(days=84)
    assert found(here.register, (AMLODIPINE, 5)) == [lack(1, 4)]


def test_a_drug_in_words_or_of_another_formulary_has_to_be_bought_and_a_narcotic_goes_its_own_way() -> None:
    here = Counter()
    wants = (("", 2), (OTHER, 1), ("nobody-knows", 1), (MORPHINE, 5))
    assert found(here.register, *wants) == [lack(1, 2, ""), lack(2, 1, ""), lack(3, 1, "")]


def test_a_drug_that_is_listed_no_more_has_to_be_bought() -> None:
    here = Counter()
    here.came(lot(9))
    drug: Drug = here.register.need("drug", AMLODIPINE)
    here.register.put("drug", replace(drug, until=TODAY - timedelta(days=1)))
    assert found(here.register, (AMLODIPINE, 1)) == [lack(1, 1, "")]


def test_what_is_booked_below_nought_has_been_taken_from_the_other_lots() -> None:
    here = Counter()
    here.came(lot(5, "A1"))
    line = EntryLine(drug=AMLODIPINE, quantity=2, lot="B2", expiry=lot(1).expiry, over="实物确有")
    here._enter(Entering(kind=EntryKind.ISSUE_PATIENTS, lines=(line,)), "over")
    assert found(here.register, (AMLODIPINE, 5)) == [lack(1, 2)]


@given(
    lots=st.lists(st.tuples(st.integers(1, 9), st.integers(-20, 200)), max_size=5),
    wants=st.lists(st.integers(1, 12), max_size=5),
    days=st.integers(0, 84),
)
def test_what_is_lacking_and_what_is_there_make_what_is_wanted(
    lots: list[tuple[int, int]], wants: list[int], days: int
) -> None:
    here = Counter()
    for place, (packs, left) in enumerate(lots):
        here.came(lot(packs, f"L{place}", TODAY + timedelta(days=left)))
    laid_aside = here.write(days).packs if days else 0
    free = max(sum(packs for packs, left in lots if left >= 0) - laid_aside, 0)
    drug: Drug = here.register.need("drug", AMLODIPINE)
    assert free_packs(drug, CLINIC, here.register, TODAY) == free
    lacks = found(here.register, *((AMLODIPINE, packs) for packs in wants))
    assert sum(one.quantity for one in lacks) == max(sum(wants) - free, 0)
    assert all(0 < one.quantity <= wants[one.line - 1] for one in lacks)
    assert [one.line for one in lacks] == sorted({one.line for one in lacks})
    assert lacks == found(here.register, *((AMLODIPINE, packs) for packs in wants))


def test_a_unit_that_nobody_knows_lacks_nothing_that_could_be_told() -> None:
    with pytest.raises(Refused, match="institution_unknown"):
        list(lacking([Want(quantity=1)], "nowhere", ruling().register, TODAY))
