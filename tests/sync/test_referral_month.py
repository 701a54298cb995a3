"""The scripted month of referral (make month), small: nothing is lost, and figures equal a recount from the trails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.referral_month.checks import check
from tests.benchmarks.referral_month.script import Month
from tests.benchmarks.referral_month.stage import FIRST
from tests.benchmarks.referral_month.stage import Stage
from tests.fakes.time import StoppedClock
from tests.sync.county import County
from tests.sync.county import Frozen

pytestmark = [
    pytest.mark.sync,
    pytest.mark.policy("REF-08"),
    pytest.mark.policy("REF-16"),
    pytest.mark.policy("REF-23"),
]


def test_a_month_of_referral_ends_with_nothing_lost_and_figures_that_can_be_recounted(
    frozen: Frozen, tmp_path: Path
) -> None:
    county = County(frozen, tmp_path, StoppedClock(FIRST))
    county.open_line()
    try:
        stage = Stage(county, ["岳口", "岳口二", "多宝"], seed=7, hours=(2,), passes=3)
        stage.days, stage.reserves_each, stage.loses = 16, 8, 0.2
        month = Month(stage, cases=60)
        month.begin()
        month.run()
        lines = check(month)
    finally:
        county.close()
    assert len(month.sent) == 60
    assert stage.contests
    assert stage.by_paper["transfer_out"]
    assert stage.off_line * 5 > sum(stage.acts.values())
    assert {"SendDown", "SendBack", "RecordFollowUp", "CloseReferral", "RebookReferral"} <= set(stage.acts)
    assert any("0 differences" in line for line in lines)
