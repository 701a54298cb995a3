"""What tests of staffing share."""

from __future__ import annotations

import pytest

from tests.capabilities.staffing.unit import Unit
from tests.screens import Screens
from tests.screens import Staffed


@pytest.fixture
def unit(screens: Screens, staffed: Staffed) -> Unit:
    """岳口 in a county whose windows can be opened."""
    return Unit(screens.county, staffed)
