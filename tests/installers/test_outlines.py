"""A slimmed font draws every character that it drew, and no outline moves further than it may."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.installers.bundles import INSTALLERS
from tests.installers.bundles import loaded
from yigongti_desktop.kernel.places import resource

outlines: Any = loaded("outlines")
TTFont: Any = import_module("fontTools.ttLib").TTFont
subset: Any = import_module("fontTools.subset")
RARE = "𠮷𬭊㐂𠀀𡃁𪚥𫝀𫠝"
_coordinate = st.integers(-60, 60)
_contour = st.lists(st.tuples(_coordinate, _coordinate), min_size=3, max_size=40)


def away(points: Any, contour: Any) -> float:
    """Return how far the furthest of some points is from a closed contour."""
    most = 0.0
    for point in points:
        near = outlines._distance(np.broadcast_to(point, contour.shape), contour, np.roll(contour, -1, 0))
        most = max(most, float(near.min()))
    return most


@given(st.lists(_contour, min_size=1, max_size=4), st.sampled_from([0.0, 0.5, 3.0, 20.0]))
def test_no_point_that_goes_is_further_from_the_new_outline_than_it_may(contours: list[Any], most: float) -> None:
    points = np.array([point for contour in contours for point in contour], dtype=float)
    starts = np.cumsum([0, *map(len, contours)])
    kept = outlines.left(points, starts, np.zeros(len(points), dtype=bool), most)
    for place, contour in enumerate(contours):
        stay = kept[starts[place] : starts[place + 1]]
        assert stay.sum() >= 3
        assert away(np.array(contour, dtype=float), np.array(contour, dtype=float)[stay]) <= most + 1e-9


@given(_contour)
def test_curves_and_their_neighbours_stay(contour: Any) -> None:
    fixed = np.zeros(len(contour), dtype=bool)
    fixed[0] = True
    kept = outlines.left(np.array(contour, dtype=float), np.array([0, len(contour)]), fixed, 1000.0)
    assert kept[[-1, 0, 1]].all()


def test_points_on_a_straight_line_go() -> None:
    square = [(0, 0), (1, 0), (2, 0), (9, 0), (9, 9), (4, 9), (0, 9), (0, 5)]
    kept = outlines.left(np.array(square, dtype=float), np.array([0, 8]), np.zeros(8, dtype=bool), 0.0)
    assert [point for point, stays in zip(square, kept, strict=True) if stays] == [(0, 0), (9, 0), (9, 9), (0, 9)]


def test_a_slimmed_font_of_names_has_the_same_characters_and_fewer_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(INSTALLERS / "bundle")
    cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False, name_IDs=["*"]))
    cutter.populate(unicodes=[ord(character) for character in RARE])
    with TTFont(resource("fonts", "HanaMinB.ttf"), lazy=True) as font:
        cutter.subset(font)
        font.save(tmp_path / "few.ttf")
    before, after = TTFont(tmp_path / "few.ttf", lazy=False), loaded("fonts").slim(tmp_path / "few.ttf", set())
    assert set(after.getBestCmap()) == set(before.getBestCmap())
    assert len(after.getBestCmap()) > 5
    drawn = [sum(len(font["glyf"][name].coordinates) for name in font.getGlyphOrder()[1:]) for font in (before, after)]
    assert drawn[1] < drawn[0]
    scale = after["head"].unitsPerEm / before["head"].unitsPerEm
    for code, name in after.getBestCmap().items():
        was = before.getBestCmap()[code]
        old, new = before["glyf"][was], after["glyf"][name]
        assert new.numberOfContours == old.numberOfContours > 0
        assert len(new.coordinates) <= len(old.coordinates)
        new.recalcBounds(after["glyf"])
        assert [new.xMin, new.yMin, new.xMax, new.yMax] == pytest.approx(
            [scale * side for side in (old.xMin, old.yMin, old.xMax, old.yMax)], abs=1.1
        )
        assert after["hmtx"][name][0] == pytest.approx(scale * before["hmtx"][was][0], abs=0.5)
