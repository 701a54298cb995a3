"""The county while communities, posts and accounts move under it: each desk holds its own in the end."""

from __future__ import annotations

import pytest

from tests.sync.county import Frozen
from tests.sync.machines.run import run
from tests.sync.machines.scope import Scope

pytestmark = pytest.mark.sync


def test_whatever_moves_each_desk_holds_its_own_in_the_end(frozen: Frozen) -> None:
    run(Scope, frozen)
