"""The figure of lesson 00: a road through all lessons."""

from itertools import pairwise

import numpy as np
from figures import NOTEBOOKS, points, texts

from lessonlib import plots


def test_road_has_a_station_a_lesson_in_a_row():
    ax = plots.road()
    numbers = [path.stem[:2] for path in NOTEBOOKS[1:]]
    assert [text for text in texts(ax) if text.isdigit()] == numbers
    stations = points(ax, "o")
    assert len(np.unique(stations, axis=0)) == len(numbers)
    roads = [line.get_xydata()[[0, -1]] for line in ax.lines if line.get_marker() == "None"]
    np.testing.assert_allclose(roads, [*pairwise(stations)], atol=1e-6)
