"""The figure of lesson 00: the road of the series."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from lessonlib.plots._drawing import (
    figure,
)
from lessonlib.style import COLOURS

_STATIONS = (
    "one sample,\nin bits",
    "many samples:\nthe mean",
    "maximum\nlikelihood",
    "binary\ncross-entropy",
    "relative\nentropy",
    "fitting, and why\nnot least squares",
    "softmax,\nmany classes",
    "numerical\nreality",
    "capstone\non real data",
)


@figure(5.0)
def road(ax: Axes) -> None:
    """Draw the road through the lessons, from one bit to a report on real data."""
    ax.set(xlim=(-0.6, 2.6), ylim=(-2.75, 0.3))
    ax.set_title("From one bit to a report on real data")
    ax.axis("off")
    # Three rows of three: to the right, back to the left, to the right.
    row = np.arange(9) // 3
    x = np.where(row == 1, 2 - np.arange(9) % 3, np.arange(9) % 3)
    turn = np.linspace(-np.pi / 2, np.pi / 2, 40)
    for i in range(8):
        stretch_x, stretch_y = x[i : i + 2], -row[i : i + 2]
        if row[i] != row[i + 1]:  # a bend, outwards, around the station's name
            stretch_x = x[i] + (x[i] - 1) * 0.55 * np.cos(turn) ** 0.6
            stretch_y = -row[i] - 0.5 - 0.5 * np.sin(turn)
        ax.plot(stretch_x, stretch_y, color=COLOURS["blue"], linewidth=6, zorder=1)
    for i, name in enumerate(_STATIONS):
        ax.plot(x[i], -row[i], marker="o", markersize=31, color=COLOURS["blue"], zorder=2)
        at_station = {"ha": "center", "va": "center_baseline", "color": COLOURS["paper"]}
        ax.text(x[i], -row[i], f"{i + 1:02}", fontsize=13, weight="bold", **at_station)
        ax.text(x[i], -row[i] - 0.25, name, ha="center", va="top", linespacing=1.15)
