"""What proves a service, put to it on its form: photos, a signature, both cards; kept, sent, seen afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.attachments.files import noise
from tests.attachments.files import written
from tests.capabilities.contracts.ui.owed import BIRTH
from tests.capabilities.contracts.ui.owed import CARD
from tests.capabilities.contracts.ui.owed import CARDED
from tests.capabilities.contracts.ui.owed import SHOWN
from tests.capabilities.contracts.ui.owed import by
from tests.capabilities.contracts.ui.owed import services_of
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.ui.test_recording import begin
from tests.screens import Screen
from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.attachments import store
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.messages.services import VoidService
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.capabilities.contracts.ui.pad import Pad
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.viewer import PictureDialog
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records

pytestmark = [pytest.mark.gui, pytest.mark.policy("FND-38", "FDC-16")]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with what comes from a phone."""
    folder = tmp_path / "手机"
    folder.mkdir()
    for place in range(3):
        (folder / f"换药{place}.jpg").write_bytes(written(noise(800, 600, step=25, seed=place), "jpeg"))
    (folder / "说明.jpg").write_bytes("这不是照片".encode())
    return folder


def draw(pad: Pad) -> None:
    """Sign with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    for step in range(12):
        QTest.mouseMove(pad, QPoint(40 + 8 * step, 40 + 20 * (step % 2)))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 60))


def fault(page: Any) -> str:
    """Return what is said to be missing, as it stands in sight."""
    label = page.work.evidence._fault
    return label.text() if label.isVisible() else ""


def add(me: Screen, page: Any, *paths: Path) -> None:
    """Put photos to the form."""
    before = len(page.work.evidence.files)
    page.work.evidence.photos.add(list(paths))
    me.until(lambda: len(page.work.evidence.files) == before + len(paths))
    me.settle()


def attached(me: Screen, service: str, desk: str = "岳口") -> dict[str, bool]:
    """Return the pictures of a service by their line, and whether each still waits."""
    found = me.county.desks[desk].read(store.of_record, "service", service)
    return {one.attachment.line: one.is_waiting for one in found}


def test_what_an_item_asks_for_is_said_until_it_is_there_then_saved_sent_and_seen_on_both_desks(
    screens: Screens, pictures: Path
) -> None:
    county = screens.county
    (contract,) = signed(county, "胡小燕", items=(SHOWN,))
    me = screens("医生")
    page = begin(me, SHOWN.code)
    assert me.says("这个项目要有：照片、签字")
    me.press("Ctrl+Return")
    assert fault(page) == "「换药」要有佐证：还缺 照片、签字。请补上再保存。"
    assert not services_of(me, contract)
    me.answer(me.name_file(pictures / "换药0.jpg"))
    me.press("F4")
    me.come_back()
    me.until(lambda: len(page.work.evidence.files) == 1)
    assert fault(page) == "「换药」要有佐证：还缺 签字。请补上再保存。"
    draw(page.work.evidence.pad)
    assert fault(page) == ""
    me.press("Ctrl+Return")
    me.until(lambda: services_of(me, contract))
    me.settle()
    (service,) = services_of(me, contract)
    assert len(service.photos) == 2
    assert attached(me, service.id) == {"photo": True, "signature": True}
    me.sync()
    me.sync()
    assert attached(me, service.id) == {"photo": False, "signature": False}
    county.sync("岳口二")
    county.sync("岳口二")
    other = screens("护士", "岳口二")
    seen = other.page("services", service.id)
    other.until(lambda: len(seen.proof.photos.strip.thumbs) == 2)
    other.until(lambda: all(one.image for one in seen.proof.photos.strip.thumbs))
    assert seen.proof.isVisible()
    assert [one.title.split("　")[:2] for one in seen.proof.photos.strip.thumbs] == [
        ["照片", "换药0.jpg"],
        ["签字", "签字.png"],
    ]
    assert other.says("2026-11-23　门诊　周建国")
    seen.proof.photos.strip.setFocus()
    other.press("Return")
    other.until(lambda: isinstance(QApplication.activeModalWidget(), PictureDialog))
    other.until(other.front().isActiveWindow)
    other.settle()
    other.press("Escape")
    other.until(lambda: QApplication.activeModalWidget() is None)


def test_what_was_put_to_a_form_outlives_a_crash_and_is_gone_when_it_is_begun_anew(
    screens: Screens, pictures: Path
) -> None:
    (contract,) = signed(screens.county, "胡小燕", items=(SHOWN,))
    me = screens("医生")
    page = begin(me, SHOWN.code)
    add(me, page, pictures / "换药0.jpg", pictures / "换药1.jpg")
    draw(page.work.evidence.pad)
    page.work.keep_draft()
    me.settle()
    kept = page.work.evidence.files
    page.work.is_dirty = False  # as if the power had gone
    screens.leave(me)
    me = screens("医生")
    page = begin(me, SHOWN.code)
    me.until(lambda: page.work.evidence.files == kept)
    assert me.says("接着上次没写完的")
    assert page.work.evidence.signature is not None
    page.work.begin_anew()
    me.settle()
    assert page.work.evidence.files == ()
    assert page.work.evidence.signature is None
    me.press("Ctrl+Return")
    assert "还缺 照片、签字" in fault(page)
    assert not services_of(me, contract)


def test_a_bad_file_is_named_the_good_one_taken_and_more_than_nine_refused(screens: Screens, pictures: Path) -> None:
    signed(screens.county, "胡小燕", items=(SHOWN,))
    me = screens("医生")
    page = begin(me, SHOWN.code)
    page.work.evidence.photos.add([pictures / "换药0.jpg", pictures / "说明.jpg"])
    me.until(lambda: len(page.work.evidence.files) == 1)
    assert me.says("「说明.jpg」不是照片")
    for place in range(9):
        (pictures / f"多{place}.jpg").write_bytes(written(noise(300, 200, step=25, seed=40 + place), "jpeg"))
    page.work.evidence.photos.add([pictures / f"多{place}.jpg" for place in range(9)])
    me.until(lambda: len(page.work.evidence.files) == 9)
    me.settle()
    assert me.says("一次服务最多附 9 张照片")


def test_a_form_that_nobody_touched_keeps_nothing(screens: Screens) -> None:
    signed(screens.county, "胡小燕", items=(SHOWN,))
    me = screens("医生")
    page = begin(me, SHOWN.code)
    assert not page.work.is_dirty
    me.press("Escape")
    me.settle()
    page = begin(me, SHOWN.code)
    assert not me.says("接着上次没写完的")


def test_cards_are_read_one_after_the_other_and_without_them_nothing_is_saved(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕", items=(CARDED,))
    me = screens("医生")
    page = begin(me, CARDED.code)
    me.press("Ctrl+Return")
    assert me.fault(page.work.form, "resident_card") == "居民卡没有填。请补上。"
    mine = _id_number(me, contract)
    page.work.form.go_to("resident_card")
    me.type(mine)  # the reader types, and ends with Enter
    me.press("Return")
    assert me.says("是胡小燕本人的证号。")
    me.type(CARD)
    assert me.says(f"何长贵的卡，{local(screens.county.clock.now()):%m-%d %H:%M} 读到。")
    assert page.work.form.editor("doer").text() == "何长贵"  # whose card it is did it
    me.press("Return")  # the last field leads to the button
    me.press("Return")
    me.until(lambda: services_of(me, contract))
    me.settle()
    (service,) = services_of(me, contract)
    assert (service.resident_card, service.worker_card, service.doer_name) == (mine, CARD, "何长贵")
    assert service.carded_at == screens.county.clock.now()
    assert service.is_proven
    page.table.chips.choose("done")
    me.settle()
    page.homes.view.rest_on(lambda task: task.done_on is not None)
    me.settle()
    assert me.says(f"{mine[:6]}********{mine[-4:]}")
    assert me.says(f"{local(service.carded_at):%Y-%m-%d %H:%M}")


def test_the_card_of_another_and_one_that_the_team_does_not_know_are_refused_at_their_fields(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕", items=(CARDED,))
    me = screens("医生")
    page = begin(me, CARDED.code)
    me.fill(page.work.form, resident_card=id_number(BIRTH, 900), worker_card="W0008")
    me.press("Ctrl+Return")
    assert me.fault(page.work.form, "resident_card") == "这不是胡小燕的身份证号。请核对是不是拿错了卡，或换了人。"
    assert "「健康村团队」当天的成员里没有这张医务人员卡" in me.fault(page.work.form, "worker_card")
    me.fill(page.work.form, resident_card=_id_number(me, contract)[:-1], worker_card=CARD)
    me.press("Ctrl+Return")
    assert me.fault(page.work.form, "resident_card")
    assert not services_of(me, contract)


def test_when_the_cards_were_read_is_kept_with_the_form(screens: Screens) -> None:
    county = screens.county
    (contract,) = signed(county, "胡小燕", items=(CARDED,))
    me = screens("医生")
    page = begin(me, CARDED.code)
    read_at = county.clock.now()
    me.fill(page.work.form, resident_card=_id_number(me, contract), worker_card=CARD)
    me.press("Escape")
    me.settle()
    county.clock.advance(minutes=50)
    page = begin(me, CARDED.code)
    me.press("Ctrl+Return")
    me.until(lambda: services_of(me, contract))
    assert services_of(me, contract)[0].carded_at == read_at


def test_what_another_desk_had_done_already_comes_back_with_its_pictures(screens: Screens, pictures: Path) -> None:
    county = screens.county
    (contract,) = signed(county, "胡小燕", items=(SHOWN,))
    county.sync("岳口", "岳口二")
    me = screens("医生")
    page = begin(me, SHOWN.code)
    add(me, page, pictures / "换药0.jpg")
    draw(page.work.evidence.pad)
    sent = page.work.evidence.files
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item=SHOWN.code,
        number=page.work.opening.number,
        done_on=day(county.clock.now()),
        way=Way.HOME,
    )
    first = RecordService(done=done, photos=sent, signature=page.work.evidence.signature)
    me.press("Ctrl+Return")
    me.until(lambda: services_of(me, contract))
    by(county, "村医", first, "岳口二")
    county.sync("岳口二")
    county.sync("岳口二")
    me.sync()
    me.sync()
    acts = me.page("sync").acts
    me.settle()
    assert {one.code for one in me.bench.read(outbox.in_states, [outbox.REFUSED])} == {
        "service_there",
        "evidence_unnamed",
    }
    entry = next(one for one in acts._seen.needs if one.act.kind == "service.recorded")
    acts.table.view.rest_on(lambda one: one is entry)
    me.settle()
    assert me.says("1 张")
    me.press("Ctrl+Return")
    me.settle()
    page = me.opened("services")
    me.settle()
    assert page.title == "登记计划外服务"
    me.until(lambda: [one.content for one in page.work.evidence.files] == [one.content for one in sent])
    assert page.work.evidence.signature is not None
    me.press("Ctrl+Return")
    me.until(lambda: unplanned(done.done_on) in {one.number for one in services_of(me, contract)})
    me.sync()
    me.sync()
    assert not me.bench.read(outbox.in_states, [outbox.REFUSED])
    mine = next(one for one in services_of(me, contract) if one.number == unplanned(done.done_on))
    assert attached(me, mine.id) == {"photo": False, "signature": False}


def test_a_service_that_is_taken_back_and_written_down_anew_shows_its_own_pictures_alone(
    screens: Screens, pictures: Path
) -> None:
    (contract,) = signed(screens.county, "胡小燕", items=(SHOWN,))
    me = screens("医生")
    for place in range(2):
        page = begin(me, SHOWN.code)
        add(me, page, pictures / f"换药{place}.jpg")
        draw(page.work.evidence.pad)
        me.press("Ctrl+Return")
        me.until(lambda: any(one.state == "done" for one in services_of(me, contract)))
        me.settle()
        (service,) = services_of(me, contract)
        if not place:
            by(screens.county, "医生", VoidService(service=service.id, reason="记错人"))
            me.sync()
    page = me.page("services", service.id)
    me.until(lambda: len(page.proof.photos.strip.thumbs) == 2)
    assert page.proof.photos.strip.thumbs[0].title.split("　")[1] == "换药1.jpg"
    me.sync()
    me.sync()
    assert not me.bench.read(outbox.in_states, [outbox.REFUSED])


def _id_number(me: Screen, contract: Contract) -> str:
    found = me.bench.read(records.load, RESIDENT, contract.resident)
    assert found is not None
    return found.id_number
