"""The figure of lesson 00: a road through all lessons."""

import numpy as np
from figures import NOTEBOOKS, points, texts

from lessonlib import plots


def test_road_has_a_station_a_lesson():
    ax = plots.road()
    lessons = [path.stem[:2] for path in NOTEBOOKS[1:]]
    assert [text for text in texts(ax) if text.isdigit()] == lessons
    assert len(np.unique(points(ax, "o"), axis=0)) == len(lessons)
