"""What the lessons show, and what the tests of figures read from it.

A lesson is run in this process, without a kernel.
"""

import contextlib
import functools
import io
from pathlib import Path
from unittest import mock

import nbformat
import numpy as np
from matplotlib import rc_context, rcParams, rcParamsDefault
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba_array
from matplotlib.text import Text

from lessonlib.display import png
from lessonlib.exercises.engine import Session
from lessonlib.fingerprint import fingerprint
from lessonlib.style import COLOURS

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
DARK = {"text.color": "white", "axes.facecolor": "black", "lines.linestyle": ":"}


@functools.cache
def shown(path):
    """A lesson's figures by cell, with some stops of its sliders; each as it looked, twice.

    The lesson is run as a reader with dark settings has it, and what shows a figure once more
    without them.
    """
    figures, looks, lesson = {}, {}, {}

    def show(axes, caption):
        fig = np.ravel(axes)[0].figure
        figures.setdefault(cell.id, fig)
        looks.setdefault(cell.id, []).append((fingerprint(fig), png(fig)))

    def explore(plot, **ranges):
        ((name, (start, end, step, _)),) = ranges.items()
        at = np.linspace(start, end, round((end - start) / step) + 1)
        if len(at) > 20:
            at = at[np.linspace(0, len(at) - 1, 6).round().astype(int)]
        for value in at:
            figures[f"{cell.id} {value:g}"] = np.ravel(plot(**{name: value}))[0].figure

    with (
        mock.patch("lessonlib.display.DPI", 50),  # a small picture differs where a large one does
        mock.patch("lessonlib.display.show", show),
        mock.patch("lessonlib.widgets.explore", explore),
        mock.patch("lessonlib.exercises.engine._session", Session()),
        contextlib.redirect_stdout(io.StringIO()),
        rc_context(DARK),
    ):
        before = dict(rcParams)
        cells = nbformat.read(path, as_version=4).cells
        for cell in (c for c in cells if c.cell_type == "code" and c.id != "set-up"):
            exec(cell.source, lesson)
            if cell.id in looks:
                with rc_context(rcParamsDefault):
                    exec(cell.source, lesson)
        assert dict(rcParams) == before
    return figures, looks


def broken_rules(fig):
    """What is wrong with a figure, in words."""
    fig.get_layout_engine().execute(fig)
    for text in fig.findobj(Text):
        if text.get_text() and text.get_fontsize() < 11:
            yield f"small: {text.get_text()}"
    for ax in fig.axes:
        if not ax.get_title():
            yield "no title"
        if ax.axison and ax.get_subplotspec().is_last_row() and not ax.get_xlabel():
            yield "nothing says what x is"
        yield from colour_alone(ax)
        yield from pale(ax)
        if hasattr(ax, "get_zlim"):
            continue
        (left, right), (low, high) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
        for x, y in [
            xy for line in ax.lines if line.get_marker() != "None" for xy in line.get_xydata()
        ]:
            if not (left <= x <= right and low <= y <= high):
                yield f"point ({x:g}, {y:g}) outside the window"
        texts = [text for text in ax.texts if text.get_text()]
        boxes = [Text.get_window_extent(text) for text in texts]  # a note without its arrow
        for i, (text, box) in enumerate(zip(texts, boxes, strict=True)):
            inner = box.padded(-3)
            if not all(fig.bbox.contains(*corner) for corner in box.corners()):
                yield f"cut off: {text.get_text()}"
            if any(inner.overlaps(other.padded(-3)) for other in boxes[:i]):
                yield f"on another text: {text.get_text()}"
            if not text.get_bbox_patch() and any(crosses(line, inner) for line in ax.lines):
                yield f"crossed by a line: {text.get_text()}"


def colour_alone(ax):
    """Lines and areas that differ in nothing but colour, and are not named in it."""
    looks = {}
    named = {text.get_color() for text in ax.texts}
    for line in ax.lines:
        look = line.get_linestyle(), line.get_marker(), line.get_linewidth(), line.get_markersize()
        looks.setdefault((*look, line.get_markerfacecolor() == "none"), set()).add(line.get_color())
    for patch in ax.patches:
        look = patch.get_hatch(), patch.get_linewidth()
        looks.setdefault(look, set()).add(patch.get_facecolor())
    for look, colours in looks.items():
        if len(colours) > 1 and not colours <= named:
            yield f"told apart by colour alone: {look}"


def pale(ax):
    """Broad lines, and filled areas, that hardly differ from the paper and have no edge."""
    for line in ax.lines:
        drawn = line.get_linestyle() != "None" and not line.get_path_effects()
        if drawn and is_pale(line.get_color()):
            yield f"pale without an edge: a line of width {line.get_linewidth():g}"
    for area in [*ax.patches, *(c for c in ax.collections if isinstance(c, PolyCollection))]:
        faces = to_rgba_array(area.get_facecolor())
        edged = area.get_edgecolor() is not None and np.any(area.get_linewidth())
        if len(faces) and is_pale(faces[0]) and not area.get_alpha() and not edged:
            yield f"pale without an edge: {type(area).__name__}"


def is_pale(colour):
    """Whether the contrast to white is below what is asked for, and is not none."""
    return 1 < contrast(colour, "white") < 3


def contrast(*colours):
    """The contrast of two colours, of which WCAG 2.2, 1.4.11, asks 3 to 1 for graphics."""
    parts = to_rgba_array(colours)[:, :3]
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    dark, light = sorted(linear @ (0.2126, 0.7152, 0.0722) + 0.05)
    return light / dark


def crosses(line, box):
    """Whether a line goes through a box, in front of what it may stand on."""
    path = line.get_path().transformed(line.get_transform())
    drawn = line.get_linestyle() != "None" and len(path) > 1 and line.get_zorder() >= 2
    return drawn and path.intersects_bbox(box, filled=False)


def shows(ax, curves=(), marks=(), written=None, among=(), rtol=1e-7, atol=1e-12):
    """Hold an Axes against oracles: y of x by a curve's style, points by marker, its texts."""
    for style, y in dict(curves).items():
        x, drawn = curve(ax, style)
        np.testing.assert_allclose(drawn, y(x), rtol, atol)
    for marker, places in dict(marks).items():
        np.testing.assert_allclose(points(ax, marker), places, rtol, atol)
    assert written is None or texts(ax) == written
    assert set(among) <= set(texts(ax))


def texts(ax):
    return [text.get_text() for text in ax.texts]


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
