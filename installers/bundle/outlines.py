"""Leave out points of a font's outlines that nobody can see: those which lie on, or all but on, the line without them.

HanaMin draws its curves with 190 short lines to a character, which is most of its 30 MB. A point goes when the outline
without it stays within a distance of the old one, everywhere: the distance of what went before between two points that
are left is added to that of the next. So the bound holds for all points together and not only for each by itself.
Curves (points off the line) are left as they are, and so is a contour of three points.
"""

from __future__ import annotations

from itertools import compress
from typing import Any

import numpy as np
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates


def thin(font: Any, most: float) -> tuple[int, int]:
    """Leave out points of all simple glyphs; return how many there were and are.

    Args:
        font: a TrueType font of fontTools, changed in place.
        most: how far the outline may move, in units of the em.
    """
    shapes = [shape for shape in map(font["glyf"].__getitem__, font.getGlyphOrder()) if shape.numberOfContours > 0]
    points = np.array([point for shape in shapes for point in shape.coordinates], dtype=np.float64)
    fixed = np.concatenate([np.frombuffer(bytes(shape.flags), np.uint8) & 1 == 0 for shape in shapes])
    starts, first = [0], 0
    for shape in shapes:
        starts += [first + end + 1 for end in shape.endPtsOfContours]
        first = starts[-1]
    kept = left(points, np.array(starts), fixed, most)
    first = 0
    for shape in shapes:
        ends = [int(np.count_nonzero(kept[first : first + end + 1])) - 1 for end in shape.endPtsOfContours]
        stay = kept[first : first + len(shape.coordinates)]
        shape.coordinates = GlyphCoordinates(list(compress(shape.coordinates, stay)))
        shape.flags = type(shape.flags)(compress(shape.flags, stay))
        shape.endPtsOfContours = ends
        first += len(stay)
    return len(points), int(np.count_nonzero(kept))


def left(points: Any, starts: Any, fixed: Any, most: float) -> Any:
    """Return which points of closed contours are left.

    Args:
        points: all points, one pair in a row.
        starts: where each contour begins, and where the last one ends.
        fixed: points that stay, with their neighbours.
        most: the distance that no point of the old outline is from the new one.
    """
    kept = np.ones(len(points), dtype=bool)
    moved = np.zeros(len(points))  # for each point: how far the outline from here to the next one left has moved
    contour = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    while True:
        here = np.flatnonzero(kept)
        of = contour[here]
        begins = np.flatnonzero(np.diff(of, prepend=-1))
        ends = np.append(begins[1:], len(here)) - 1
        before, after = np.arange(len(here)) - 1, np.arange(len(here)) + 1
        before[begins], after[ends] = ends, begins
        many = np.repeat(ends - begins + 1 > 3, ends - begins + 1)
        far = _distance(points[here], points[here[before]], points[here[after]])
        cost = far + np.maximum(moved[here[before]], moved[here])
        stays = fixed[here] | fixed[here[before]] | fixed[here[after]] | ~many
        cost[stays] = np.inf
        # Of neighbours the cheaper one goes first, of equals the earlier: no two that touch go in one turn.
        goes = (cost <= most) & (cost <= cost[after]) & (cost < cost[before])
        # A small contour loses one at a time, so that three are left.
        small = np.repeat(ends - begins + 1 < 8, ends - begins + 1)
        if np.any(goes & small):
            seen = np.flatnonzero(goes & small)
            again = seen[np.flatnonzero(np.diff(of[seen], prepend=-1) == 0)]
            goes[again] = False
        if not goes.any():
            return kept
        kept[here[goes]] = False
        moved[here[before[goes]]] = cost[goes]


def _distance(middle: Any, one: Any, other: Any) -> Any:
    """Return how far each middle point is from the line between its neighbours, which ends where they do."""
    along = other - one
    length = np.einsum("ij,ij->i", along, along)
    part = np.einsum("ij,ij->i", middle - one, along) / np.where(length, length, 1)
    nearest = one + along * np.clip(part, 0, 1)[:, None]
    return np.hypot(*(middle - nearest).T)
