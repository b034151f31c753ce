"""What the lessons show, and what the tests of figures read from it.

A lesson is run in this process, without a kernel, and its figures are kept.
"""

import contextlib
import functools
import io
from pathlib import Path
from unittest import mock

import nbformat
import numpy as np

from lessonlib.display import png
from lessonlib.fingerprint import fingerprint
from lessonlib.style import COLOURS

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@functools.cache
def shown(path):
    """What a lesson shows; under a slider of more than 20 stops, at 6 of them."""
    return run(path, stops=20)


def run(path, stops):
    """The figures of a lesson by their cell, each as it came, then those under its sliders."""
    figures, came, cell = {}, {}, None

    def show(axes, caption):
        fig = figures[cell.id] = np.ravel(np.asarray(axes, dtype=object))[0].figure
        came[cell.id] = fingerprint(fig), png(fig)

    def explore(plot, **ranges):
        ((name, (start, end, step, _)),) = ranges.items()
        at = np.linspace(start, end, round((end - start) / step) + 1)
        if len(at) > stops:
            at = at[np.linspace(0, len(at) - 1, min(stops, 6)).round().astype(int)]
        for value in at:
            axes = plot(**{name: value})
            figures[f"{cell.id} {value:g}"] = np.ravel(np.asarray(axes, dtype=object))[0].figure

    lesson = {}
    with (
        mock.patch("lessonlib.display.show", show),
        mock.patch("lessonlib.widgets.explore", explore),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        for cell in nbformat.read(path, as_version=4).cells:
            raises = "raises-exception" in cell.metadata.get("tags", [])
            if cell.cell_type == "code" and cell.id != "set-up" and not raises:
                exec(compile(cell.source, cell.id, "exec"), lesson)
    return figures, came


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def points(ax, marker):
    """The coordinates of the lines of an Axes that have a given marker."""
    drawn = [line.get_xydata() for line in ax.lines if line.get_marker() == marker]
    return np.concatenate(drawn) if drawn else np.empty((0, 2))


def lines(ax, colour, style="-"):
    """The lines of an Axes, without markers, that have a given colour and style."""
    look = (COLOURS[colour], style, "None")
    return [
        line.get_xydata().T
        for line in ax.lines
        if (line.get_color(), line.get_linestyle(), line.get_marker()) == look
    ]


def curve(ax, style="-"):
    """The one long line of a style: its x and its y."""
    (line,) = (
        line.get_xydata().T
        for line in ax.lines
        if line.get_linestyle() == style and len(line.get_xydata()) > 50
    )
    return line


def upright(ax, style):
    """Where the one upright line of a style stands."""
    found = [line.get_xdata() for line in ax.lines if line.get_linestyle() == style]
    ((start, _),) = (x for x in found if len(x) == 2 and x[0] == x[1])
    return start


def ticks(axis):
    return [tick.get_text() for tick in axis.get_ticklabels()]


def hatches(ax):
    return [patch.get_hatch() for patch in ax.patches]
