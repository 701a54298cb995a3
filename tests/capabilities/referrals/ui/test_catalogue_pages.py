"""转诊目录 and 定点机构 with the keyboard: a list is checked and published, versions compared, a place written down."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.catalogue import ReferralCatalogue
from yigongti_desktop.capabilities.referrals.store import catalogues as store
from yigongti_desktop.capabilities.referrals.store import places

pytestmark = pytest.mark.gui
LIST = """编码,病种,去向,转诊指征
I60-I69,脑血管病,上转,发病 24 小时内
i60-i69,脑血管病,留治,
Z99,没有的病,转外,
I10,高血压,基层,血压平稳
"""


def published(me: Screen) -> list[ReferralCatalogue]:
    found: list[ReferralCatalogue] = me.bench.read(store.versions)
    return found


def begin(me: Screen, tmp_path: Path, text: str = LIST) -> Any:
    """Begin to publish a list."""
    file = tmp_path / "目录.csv"
    file.write_text(text, encoding="utf-8")
    page = me.page("referral_catalogue")
    page.begin_import(file)
    me.settle()
    me.until(lambda: page.work.preview)
    return page


@pytest.mark.policy("REF-31")
def test_a_list_is_checked_and_its_good_rows_are_published(screens: Screens, tmp_path: Path) -> None:
    me = screens("医共体办")
    page = begin(me, tmp_path)
    assert me.says("2 行可以发布，2 行有问题")
    model = page.work.table.view.records
    shown = [str(model.index(row, 5).data() or "") for row in range(model.rowCount())]
    assert shown[:2] == [
        "和第 2 行是同一个编码。请只留一行。",
        "县里的诊断表没有「Z99」。请核对编码，或请医共体办公室先更新诊断表。",
    ]
    me.press("Ctrl+S")
    assert me.fault(page.work.form, "document") == "文号没有填。请补上。"
    me.fill(page.work.form, document="天卫发〔2026〕12号")
    me.press("Ctrl+S")
    me.until(lambda: published(me))
    me.settle()
    (one,) = published(me)
    assert [(line.code, line.action) for line in one.lines] == [("I60-I69", Action.UP), ("I10", Action.KEEP)]
    assert [row[1:3] for row in me.rows(page)] == [["I10", "高血压"], ["I60-I69", "脑血管病"]]
    page.on_typed("i63.900")
    assert [row[1] for row in me.rows(page)] == ["I60-I69"]
    page.on_typed("gxy")
    assert [row[1] for row in me.rows(page)] == ["I10"]


def test_a_day_that_is_over_is_refused_beside_its_field(screens: Screens, tmp_path: Path) -> None:
    me = screens("医共体办")
    page = begin(me, tmp_path)
    me.fill(page.work.form, document="12号", since="2026-01-01")
    me.press("Ctrl+S")
    me.until(lambda: "已经过去" in me.fault(page.work.form, "since"))
    assert published(me) == []


def test_two_versions_are_compared_and_one_that_has_not_begun_is_taken_back(screens: Screens, tmp_path: Path) -> None:
    me = screens("医共体办")
    for since, text in (("2026-11-23", LIST), ("2027-01-01", LIST.replace("I10,高血压,基层", "I10,高血压,上转"))):
        page = begin(me, tmp_path, text)
        me.fill(page.work.form, document="12号", since=since)
        me.press("Ctrl+S")
        me.until(partial(_has, me, since))
        me.settle()
    me.press("F4")
    me.settle()
    assert me.says("2 行 → 2 行，1 处不同")
    me.press("Escape")
    page.versions.choose(published(me)[0].id)
    me.settle()
    page.act("withdraw")
    me.settle()
    me.type("县里推迟")
    me.press("Ctrl+Return")
    me.until(lambda: published(me)[0].withdrawn == "县里推迟")


def _has(me: Screen, since: str) -> bool:
    return any(f"{one.since}" == since for one in published(me))


def test_who_may_not_publish_is_offered_nothing(screens: Screens) -> None:
    me = screens("医生")
    me.page("referral_catalogue")
    assert "发布目录" not in " ".join(me.buttons())
    me.page("referral_places")
    assert "登记机构" not in " ".join(me.buttons())


@pytest.mark.policy("REF-17")
def test_a_place_is_written_down_with_whom_to_telephone(screens: Screens) -> None:
    me = screens("转诊办")
    page = me.page("referral_places", "new")
    me.settle()
    me.fill(page.work.form, name="武汉协和医院", contact="王芳", phone="13900000005", departments="肿瘤科、心内科")
    page.work.form.go_to("outside")
    me.press("Space", "Ctrl+S")
    me.until(lambda: me.bench.read(places.everything))
    me.settle()
    (one,) = me.bench.read(places.everything)
    assert (one.name, one.agreed.outside, one.agreed.departments) == ("武汉协和医院", True, ("肿瘤科", "心内科"))
    assert (one.agreed.since, one.agreed.until) == (date(2026, 11, 23), date(2027, 11, 22))
    assert me.rows(page)[0][1] == "武汉协和医院"
