"""What several figures need: new Axes, boxes, notes, and numbers as they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike, NDArray

from lessonlib.information import information_content
from lessonlib.style import COLOURS, STYLE, WIDTH

FIGURES: dict[str, Callable] = {}  # every figure of the lessons, by its name


# How a broad line is drawn: it is pale, so that points show on it, and has an edge.
def broad(width: float) -> dict:
    edge = withStroke(linewidth=width + 1.6, foreground=COLOURS["grey"])
    look = {"color": COLOURS["sky"], "linewidth": width, "solid_capstyle": "butt"}
    return look | {"path_effects": [edge]}


# How the lowest point of a loss is marked.
MINIMUM = {
    "color": COLOURS["paper"],
    "marker": "D",
    "markeredgecolor": COLOURS["ink"],
    "markeredgewidth": 1.5,
    "linestyle": "none",
}


def figure(
    height: float = 4.0, panels: tuple[int, int] | None = (1, 1), **shared
) -> Callable[[Callable], Callable]:
    """Make a function that draws on given Axes into one that makes, draws and returns them.

    height : of the new figure, in inches.
    panels : rows and columns of Axes; the function is given one Axes, or their array. With None
        it is given the empty Figure, and adds its Axes itself.
    shared : what else ``Figure.subplots`` takes, like ``sharey``.
    Returns a decorator. What it makes draws in the style of the lessons, and joins
    ``lessonlib.plots``.

    >>> @figure(3.2)
    ... def sloping_line(ax, slope):
    ...     ax.set_title(f"slope {slope}")
    >>> sloping_line(2).get_title()
    'slope 2'
    >>> _ = FIGURES.pop("sloping_line")
    """

    def decorate(draw: Callable) -> Callable:
        @wraps(draw)
        def drawn(*args, **kwargs):
            with rc_context(STYLE):
                fig = Figure(figsize=(WIDTH, height), layout="constrained")
                axes = fig.subplots(*panels, **shared) if panels else fig
                draw(axes, *args, **kwargs)
            return axes if panels else np.array(fig.axes)

        _, *asked = signature(draw).parameters.values()
        returned = "Axes" if panels == (1, 1) else "NDArray"
        drawn.__signature__ = signature(draw).replace(parameters=asked, return_annotation=returned)
        if FIGURES.setdefault(draw.__name__, drawn).__module__ != draw.__module__:
            raise ValueError(f"two lessons have a figure {draw.__name__}: give one another name.")
        FIGURES[draw.__name__] = drawn
        return drawn

    return decorate


def finite_bits(name: str, p: ArrayLike) -> float | NDArray:
    """Information content, refusing the p = 0 that no axis has room for."""
    bits = information_content(p)
    if np.any(np.isinf(bits)):
        raise ValueError(f"{name} must hold probabilities above 0: a 0 costs infinitely many bits.")
    return bits


def bits_lost(y: ArrayLike, z: ArrayLike) -> NDArray:
    """The cross-entropy log₂(1 + e^∓z) of each label and logit."""
    towards = np.where(np.equal(y, 1), z, np.negative(z))
    return np.logaddexp(0, -towards) / np.log(2)


def rectangle(ax: Axes, corner, width: float, height: float, fill: str | None = None, **look):
    """A rectangle, by one of its corners, with a colour of the style in it and an inked edge."""
    look = {"edgecolor": COLOURS["ink"], "facecolor": COLOURS.get(fill, "none")} | look
    ax.add_patch(Rectangle(corner, width, height, **look))


def hatched(ax: Axes, start: float, end: float, top: float) -> None:
    """Hatching from 0 to the top of the figure, behind what is drawn."""
    look = {"edgecolor": COLOURS["pale"], "hatch": "//", "linewidth": 0}
    rectangle(ax, (start, 0), end - start, top, **look)


def paper(pad: float) -> dict:
    """What a text needs to stand in front of lines: its ``bbox``, with a margin in points."""
    return {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": pad}


def note(ax: Axes, text: str, point, points_away, **look) -> None:
    """A text so many points to the right of a point, and above it."""
    ax.annotate(text, point, points_away, textcoords="offset points", **look)


def cost_text(bits: float) -> str:
    if np.isinf(bits):
        return "∞"
    return f"{bits:.4f}" if bits else "0"


def bits_text(bits: float) -> str:
    if np.isfinite(bits) and bits == round(bits):
        return f"{bits:.0f} bit{'' if bits == 1 else 's'}"
    return f"{cost_text(bits)} bits"


def minus(text: str) -> str:
    """A text in which hyphens are minus signs."""
    return text.replace("-", "−")


def round_step(length: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides ``length`` into four to ten parts."""
    power = 10.0 ** np.floor(np.log10(length / 4))
    return float(max(step * power for step in (1, 2, 5) if step * power <= length / 4))
