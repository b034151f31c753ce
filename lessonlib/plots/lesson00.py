"""The figure of lesson 00: the road of the series."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from lessonlib.plots._drawing import figure
from lessonlib.style import COLOURS

_STATIONS = (
    "one\nsample",
    "many\nsamples",
    "maximum\nlikelihood",
    "binary\ncross-\nentropy",
    "relative\nentropy",
    "fitting\nlogistic\nregression",
    "Newton's\nmethod",
    "softmax\nand many\nclasses",
    "numerical\nreality",
    "capstone",
)


@figure(3.7)
def road(ax: Axes) -> None:
    """Draw the road through the lessons, from one bit to a report on real data."""
    ax.set(xlim=(-0.6, 5.1), ylim=(-1.72, 0.28), title="From one bit to a report on real data")
    ax.axis("off")
    # Two rows of five, to the right and back to the left, with a bend around a station's name.
    x, y = np.r_[0:5, 4:-1:-1], np.repeat([0, -1], 5)
    turn = np.linspace(np.pi / 2, -np.pi / 2, 40)
    bend = x[4] + 0.7 * np.cos(turn) ** 0.6, np.sin(turn) / 2 - 0.5
    for i in range(9):
        stretch = bend if i == 4 else (x[i : i + 2], y[i : i + 2])
        ax.plot(*stretch, color=COLOURS["blue"], linewidth=6, zorder=1)
    for i, name in enumerate(_STATIONS):
        ax.plot(x[i], y[i], marker="o", markersize=31, color=COLOURS["blue"], zorder=2)
        at_station = {"ha": "center", "va": "center_baseline", "color": COLOURS["paper"]}
        ax.text(x[i], y[i], f"{i + 1:02}", fontsize=13, weight="bold", **at_station)
        ax.text(x[i], y[i] - 0.22, name, ha="center", va="top", linespacing=1.15)
