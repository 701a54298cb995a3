"""资料 of a case by keys: chosen with F4, seen in the panel, seen by the hospital; never put to a case out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attachments.files import noise
from tests.attachments.files import written
from tests.capabilities.referrals.ui.slips import form_of
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.attachments import store
from yigongti_desktop.capabilities.referrals.model.case_files import CASE_FILES

pytestmark = [pytest.mark.gui, pytest.mark.policy("REF-16")]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a result."""
    path = tmp_path / "化验单.jpg"
    path.write_bytes(written(noise(900, 700, step=25, seed=1), "jpeg"))
    return path


def test_a_result_is_put_to_a_case_and_seen_by_the_hospital(screens: Screens, photo: Path) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals", sent.id)
    _choose(me, photo)
    me.until(lambda: _files(me, sent.id))
    me.until(lambda: [one.attachment.name for one in page.files.files._found] == ["化验单.jpg"])
    for _ in range(3):  # the record goes before its files
        screens.county.sync("岳口", "市一医")
    lead = screens("转诊办")
    its = lead.page("referrals", sent.id)
    lead.until(lambda: [one.attachment.name for one in its.files.files._found] == ["化验单.jpg"])


def test_a_file_that_is_no_picture_is_refused_in_words(screens: Screens, tmp_path: Path) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    me.page("referrals", sent.id)
    broken = tmp_path / "心电图.pdf"
    broken.write_bytes(b"%PDF-1.4\n")
    _choose(me, broken)
    me.until(lambda: me.says("「心电图.pdf」打不开，可能损坏或加了密码"))
    assert not _files(me, sent.id)


def test_f4_puts_nothing_to_a_case_that_is_not_in_sight(screens: Screens, photo: Path) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals", sent.id)
    me.press("F2")
    me.settle()
    me.fill(form_of(page), name="陈桂兰")
    asked = me.answer(me.name_file(photo))
    me.press("F4")
    me.settle()
    assert not asked
    me.come_back()
    assert not _files(me, sent.id)


def _choose(me: Screen, path: Path) -> None:
    asked = me.answer(me.name_file(path))
    me.press("F4")
    me.until(lambda: asked)
    me.come_back()


def _files(me: Screen, record: str) -> list[store.Attached]:
    found = me.bench.read(store.of_record, CASE_FILES.kind, record)
    return list(found)
