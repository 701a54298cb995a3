"""The page of tasks with what is written from it, at the sizes that people have: nothing cut, every word Chinese."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests import fit
from tests.attachments.files import noise
from tests.attachments.files import written
from tests.capabilities.contracts.ui.owed import CARDED
from tests.capabilities.contracts.ui.owed import SHOWN
from tests.capabilities.contracts.ui.owed import SUGAR
from tests.capabilities.contracts.ui.owed import by
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import VISIT
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.store import rounds
from yigongti_desktop.kernel.clock import day

pytestmark = [pytest.mark.gui, pytest.mark.slow]
SIZES = [(1366, 697), (911, 512), (900, 480)]


def faults(me: Screen, where: str) -> list[str]:
    """Return everything that is wrong with what is in sight."""
    me.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    window = me.window
    found = [f"outside: {one}" for one in fit.outside(window)]
    found += [f"cut: {one}" for one in fit.cut(window)]
    found += [f"foreign: {one}" for one in sorted(fit.latin(window))]
    found += [f"unnamed: {one}" for one in fit.unreadable(window)]
    return [f"{where}: {one}" for one in found]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_list_forms_and_sheet_fit_their_window(screens: Screens, size: tuple[int, int]) -> None:
    signed(screens.county, "胡小燕", "欧阳建国", items=(VISIT, SUGAR, CHECKUP, CARDED, SHOWN))
    me = screens("医生")
    me.window.resize(*size)
    page = me.page("services")
    wrong = faults(me, "list")
    for item in (VISIT.code, SUGAR.code, CARDED.code, SHOWN.code):
        page.homes.view.rest_on(lambda task, item=item: task.item == item and task.done_on is None)
        page.act("record")
        me.settle()
        me.settle()
        if item in {CARDED.code, SHOWN.code}:
            me.press("Ctrl+Return")  # what is missing is said
        else:
            page.work.form.go_to("sbp")
            for words in ("186", "112"):
                me.type(words)
                me.press("Return")
        wrong += faults(me, item)
        page.leave_work(quietly=True)
        me.settle()
    me.press("F10")
    for _ in range(4):
        me.settle()
    assert page.title == "集中录入"
    for words in ("186", "112"):
        me.type(words)
        me.press("Return")
    wrong += faults(me, "sheet")
    page.leave_work(quietly=True)
    me.settle()
    page.rounds.open_sheet(next(one for one in me.bench.read(rounds.kept, me.actor.account) if one.form == "plain"))
    me.settle()
    me.settle()
    shown = next(place for place, line in enumerate(page.work.lines) if line["item"] == SHOWN.name)
    page.work.table.view.go_to(shown, 1)
    assert page.work.proof.isVisible()
    wrong += faults(me, "plain sheet")
    assert wrong == []


def test_a_service_that_was_done_fits_beside_the_list(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕", items=(SHOWN,))
    picture = File(media_type="image/jpeg", name="换药.jpg", content=written(noise(300, 200, step=25), "jpeg"))
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item=SHOWN.code,
        number=1,
        done_on=day(screens.county.clock.now()),
        way=Way.HOME,
        note="伤口干净，" * 30,
    )
    service = by(screens.county, "医生", RecordService(done=done, photos=(picture,), signature=picture))
    me = screens("医生")
    wrong = []
    page = me.page("services", service.id)
    for size in SIZES:
        me.window.resize(*size)
        me.settle()
        page.table.view.setFocus()
        me.press("Return")  # where there is no room for both, it comes in the place of the list
        wrong += faults(me, str(size))
        assert page.proof.isVisible(), size
    assert wrong == []
