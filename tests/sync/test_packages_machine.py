"""The county with sticks, backups, images of disks and twins beside the line: in the end all agree."""

from __future__ import annotations

import pytest

from tests.sync.county import Frozen
from tests.sync.machines.run import run
from tests.sync.machines.sticks import Carried
from tests.sync.machines.sticks import Copies

pytestmark = pytest.mark.sync


def test_whatever_is_copied_and_restored_all_agree_in_the_end(frozen: Frozen) -> None:
    run(Copies, frozen)


def test_whatever_is_carried_all_agree_in_the_end(frozen: Frozen) -> None:
    run(Carried, frozen)
