"""The figure of lesson 00: a road through all lessons."""

import numpy as np
import pytest
from figures import texts

from lessonlib import plots


def test_road_has_ten_stations_in_a_row():
    ax = plots.road()
    assert ax.get_title() == "From one bit to a report on real data"
    assert [text for text in texts(ax) if text.isdigit()] == [f"{i:02}" for i in range(1, 11)]
    stations = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    roads = [line.get_xydata() for line in ax.lines if line.get_marker() == "None"]
    assert len(np.unique(stations, axis=0)) == 10
    assert np.array([road[0] for road in roads]) == pytest.approx(np.array(stations[:-1]), abs=1e-6)
    assert np.array([road[-1] for road in roads]) == pytest.approx(np.array(stations[1:]), abs=1e-6)
