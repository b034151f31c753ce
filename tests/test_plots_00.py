"""The figure of lesson 00: a road through all lessons."""

from itertools import pairwise

import numpy as np
from figures import points, texts

from lessonlib import plots


def test_road_has_ten_stations_in_a_row():
    ax = plots.road()
    assert [text for text in texts(ax) if text.isdigit()] == [f"{i:02}" for i in range(1, 11)]
    stations = points(ax, "o")
    assert len(np.unique(stations, axis=0)) == 10
    roads = [line.get_xydata()[[0, -1]] for line in ax.lines if line.get_marker() == "None"]
    np.testing.assert_allclose(roads, [*pairwise(stations)], atol=1e-6)
