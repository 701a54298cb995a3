"""Who was first sees on 今日 and at the contract or task that another came second, and takes note with one key."""

from __future__ import annotations

import pytest

from tests.capabilities.contracts.ui.place import Place
from tests.capabilities.contracts.world import VISIT
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.messages.contracts import Signer
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.storage import outbox

pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-16")]
FIRST, SECOND = "岳口", "岳口二"


@pytest.fixture
def place(screens: Screens) -> Place:
    made = Place(screens.county)
    screens.county.sync(FIRST, SECOND)
    return made


def sign(place: Place, resident: str, who: str, desk: str, team: str) -> Contract:
    people = (Signer(resident=resident, packages=(place.packages["高血压服务包"],)),)
    signed: tuple[Contract, ...] = place.by(who, SignContract(team=team, people=people, signed_on=place.today()), desk)
    return signed[0]


def serve(place: Place, contract: Contract, who: str, desk: str, sbp: int) -> Service:
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item=VISIT.code,
        number=1,
        done_on=place.today(),
        way=Way.HOME,
        readings={"sbp": sbp, "dbp": 78},
    )
    service: Service = place.by(who, RecordService(done=done), desk)
    return service


def signed_twice(place: Place) -> Contract:
    """Let 周建国 sign 胡小燕 at the first desk and 李文静 at the second; both talk with the hub."""
    resident = place.somebody(301, "赵春生", place.today().replace(year=1964))
    place.county.sync(FIRST, SECOND)
    stands = sign(place, resident, "医生", FIRST, place.team)
    sign(place, resident, "公卫", SECOND, place.other)
    place.county.sync(FIRST, SECOND, FIRST)
    return stands


def answer(place: Place) -> None:
    """Let 李文静 take her question off the list; both talk with the hub."""
    (act,) = place.county.desks[SECOND].read(outbox.in_states, [outbox.REFUSED])
    place.by("公卫", SettleRefusal(event=act.event), SECOND)
    place.county.sync(SECOND, FIRST)


def rows(me: Screen) -> list[str]:
    """Return what 今日 says there is to do."""
    page = me.page("today")
    page.first_focus()
    records = page.table.view.records
    shown = (records.at(place) for place in range(records.rowCount()))
    return [f"{one.title}　{one.detail}" for one in shown if isinstance(one, Todo)]


def test_today_says_who_also_signed_the_resident_and_one_key_takes_it_off(screens: Screens, place: Place) -> None:
    signed_twice(place)
    me = screens("医生", FIRST)
    page = me.page("today")
    assert rows(me) == ["赵春生　对方已收到提问：新堰村团队（李文静） 11-23 也签了，本份有效"]
    me.press("Ctrl+G")
    me.settle()
    assert rows(me) == []
    assert not page._noted.isVisible()
    me.sync()
    answer(place)
    me.sync()
    assert rows(me) == ["赵春生　对方已不再送：新堰村团队（李文静） 11-23 也签了，本份有效"]


def test_enter_leads_to_the_contract_which_says_all_of_it(screens: Screens, place: Place) -> None:
    signed_twice(place)
    me = screens("医生", FIRST)
    assert len(rows(me)) == 1
    me.press("Return")
    me.settle()
    page = me.opened("contracts")
    words = "新堰村团队（李文静）也在 11 月 23 日与此人签约，县院以先到的本份为准；对方已收到提问。"
    assert words in me.words(page.panel)
    me.press("Ctrl+G")
    me.settle()
    assert words in me.words(page.panel)  # it stays at the contract
    assert rows(me) == []


def test_whoever_came_second_is_asked_and_not_told(screens: Screens, place: Place) -> None:
    signed_twice(place)
    me = screens("公卫", SECOND)
    assert rows(me) == []
    me.page("sync")
    me.press("F8")
    me.settle()
    assert me.says("先到的一方也收到了告知。您填的内容都留在下面。")


def test_a_form_that_takes_the_question_up_says_so_to_whoever_was_first(screens: Screens, place: Place) -> None:
    signed_twice(place)
    me = screens("公卫", SECOND)
    me.page("sync")
    me.press("F8")
    me.settle()
    me.click("改后重送")
    me.settle()
    me.opened("contracts")
    me.sync()
    place.county.sync(FIRST)
    first = screens("医生", FIRST)
    assert rows(first) == ["赵春生　对方已取回改写：新堰村团队（李文静） 11-23 也签了，本份有效"]


def test_a_task_done_twice_stands_on_today_and_at_the_task(screens: Screens, place: Place) -> None:
    resident = place.somebody(301, "赵春生", place.today().replace(year=1964))
    signed = sign(place, resident, "医生", FIRST, place.team)
    place.county.sync(FIRST, SECOND)
    serve(place, signed, "医生", FIRST, 128)
    serve(place, signed, "公卫", SECOND, 152)
    place.county.sync(FIRST, SECOND, FIRST)
    me = screens("医生", FIRST)
    assert rows(me) == ["赵春生　高血压随访　对方已收到提问：李文静 11-23 也做了，您的有效"]
    me.press("Return")
    me.settle()
    page = me.opened("services")
    words = "李文静也在 11 月 23 日做了这一项，县院以先到的这次为准；对方已收到提问。"
    assert words in me.words(page.panel)
    me.press("Ctrl+G")
    me.settle()
    assert rows(me) == []
