"""The hub's receipt on paper: what became of each act, and a proof that is one."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QDialog
from sqlalchemy import update

from tests.screens import Screens
from tests.storage import acts_kept
from tests.sync.county import County
from yigongti_desktop.app.receipt_paper import receipt_paper
from yigongti_desktop.app.sync_receipts import keep_fetched
from yigongti_desktop.app.sync_receipts import open_receipt
from yigongti_desktop.app.sync_receipts import receipts
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.referrals.messages.cases import PrintReferral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.papers import PaperDialog
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


def text_of(pdf: bytes) -> tuple[int, str]:
    """Return how many pages a PDF has, and the text of the first."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return len(document), document[0].get_textpage().get_text_range()
    finally:
        document.close()


@pytest.fixture
def refused(town: County) -> County:
    """A batch of which the hub took one act and refused the other."""
    hospital = town.keeper.institution("市一医")
    town.send_referral("岳口")
    town.hub.counter.publish({"institution": [replace(hospital, status=Status.CLOSED)]})
    town.sync("岳口")
    return town


def test_the_paper_says_what_became_of_each_act_and_proves_it(refused: County) -> None:
    desk = refused.desks["岳口"]
    (row,) = desk.read(receipts)
    opened = desk.read(open_receipt, row.batch)
    assert opened is not None
    assert (opened.accepted, opened.refused, opened.is_proven) == (1, 1, True)
    pages, said = text_of(receipt_paper(opened, VOCABULARY))
    assert pages == 1
    for words in (row.number, "第 1 批", "县院收下 1 条", "没有收下 1 条", "验签通过", opened.fingerprint, "登记居民"):
        assert words in said.replace("　", " "), words
    assert "-A-001" in said  # of the slip that was refused: its record went back with it
    assert "这个机构还在筹建或已关闭" in said.replace("\r\n", "")


def test_a_receipt_that_was_touched_is_not_called_proven(refused: County) -> None:
    desk = refused.desks["岳口"]
    (row,) = desk.read(receipts)
    opened = desk.read(open_receipt, row.batch)
    assert opened is not None
    forged = sign(b"x", new_key()).signature
    desk.write(lambda connection: connection.execute(update(sent_batches).values(receipt_signature=forged)))
    touched = desk.read(open_receipt, row.batch)
    assert touched is not None
    assert not touched.is_proven
    _, said = text_of(receipt_paper(touched, VOCABULARY))
    assert "验签通过" not in said
    assert "验签没有通过" in said


def test_a_receipt_whose_bytes_are_gone_is_fetched_from_the_hub_and_proves_the_same(refused: County) -> None:
    desk = refused.desks["岳口"]
    (row,) = desk.read(receipts)
    before = desk.read(open_receipt, row.batch)
    desk.write(lambda connection: connection.execute(update(sent_batches).values(receipt=None, receipt_signature=None)))
    assert desk.read(open_receipt, row.batch) is None
    assert [one.is_kept for one in desk.read(receipts)] == [False]
    desk.write(keep_fetched, row.batch, desk.receipt(row.batch))
    assert desk.read(open_receipt, row.batch) == before


def test_what_is_not_the_hubs_receipt_of_this_batch_is_not_kept(refused: County) -> None:
    desk = refused.desks["岳口"]
    refused.send_referral("岳口", target=Target(institution="tianmen.zhongyi", department="内科", reason="离家近"))
    refused.sync("岳口")
    latest, first = desk.read(receipts)
    with pytest.raises(Refused) as refusal:
        desk.write(keep_fetched, first.batch, desk.receipt(latest.batch))
    assert refusal.value.code == "receipt_unknown"
    with pytest.raises(Refused) as refusal:
        desk.write(keep_fetched, first.batch, Signed(b"x", b"y" * 64))
    assert refusal.value.code == "signature_wrong"


def test_a_long_batch_still_goes_on_one_sheet_and_says_what_it_leaves_out(town: County) -> None:
    sent = town.send_referral("岳口")
    for _ in range(40):
        town.do("岳口", PrintReferral(referral=sent.id))
    town.sync("岳口")
    desk = town.desks["岳口"]
    opened = desk.read(open_receipt, desk.read(receipts)[0].batch)
    assert opened is not None
    pages, said = text_of(receipt_paper(opened, VOCABULARY))
    assert pages == 1
    assert f"另有 {len(opened.lines) - 24} 条" in said


@pytest.mark.gui
def test_the_last_receipt_is_printed_with_a_key(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("sync")
    me.sync()
    titles: list[str] = []

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, PaperDialog)
        titles.append(dialog.windowTitle())
        me.press("Esc")

    me.answer(leave)
    me.press("Ctrl+P")
    me.until(lambda: titles)
    me.come_back()
    assert titles == ["县院回执 R-20261123-0001"]


@pytest.mark.gui
def test_the_trail_of_a_document_is_found_by_its_number_and_by_its_patient(screens: Screens) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    me.press("Ctrl+2")
    me.settle()
    me.press("/")
    me.type("邱传富")
    me.until(lambda: page.trails._typed == "邱传富")
    me.settle()
    assert "已存本机" in page.trails.trail.accessibleName()
    assert me.says("还有 1 步存在本机，没有送到县院。")
    me.sync()
    page.trails.table.search.setText(sent.number)
    me.until(lambda: page.trails._typed == sent.number)
    me.settle()
    assert "已送达" in page.trails.trail.accessibleName()
    page.trails.table.search.setText("没有这张单子")
    me.until(lambda: page.trails._typed == "没有这张单子")
    me.settle()
    assert me.says("没有找到")


@pytest.mark.gui
def test_a_desk_with_a_double_is_told_until_somebody_has_read_it(screens: Screens) -> None:
    bench = screens.county.desks["岳口"]
    bench.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO facts VALUES ('epochs_given', '2026-11-20T01:00:00.000Z 2026-11-23T01:00:00.000Z')"
        )
    )
    me = screens("医生")
    page = me.page("sync")
    assert me.says("另一台电脑也在用本机的身份")
    me.click("知道了")
    me.settle()
    me.until(lambda: not page.banner.isVisible())
    assert bench.read(status).epoch_given_at is None


@pytest.mark.gui
def test_a_row_set_aside_is_tried_again_with_a_key_and_the_answer_is_true(screens: Screens) -> None:
    county = screens.county
    bench = county.desks["岳口二"]
    bench.write(
        lambda connection: connection.exec_driver_sql(
            "INSERT INTO set_aside VALUES ('resident', 'r', '{\"columns\":[\"id\"],\"row\":[\"r\"]}', 'row_damaged',"
            " '2026-11-23T01:00:00.000Z')"
        )
    )
    me = screens("医生", "岳口二")
    me.page("sync")
    me.settle()
    me.press("Return", "Return")
    me.until(lambda: me.toasts)
    assert me.toasts[-1] == ("已再试一次", "这版程序仍读不出，升级后自动采用")
    assert bench.read(status).set_aside == 1
    assert bench.read(acts_kept.counts) == {}
