"""What a figure shows, as a small dictionary that a test can compare.

A picture's bytes change with every release of matplotlib; what it shows should not. The fingerprint
holds that: titles, labels, limits, and a few numbers of every curve, bar, point and text, each to
four significant digits, so that it is the same on every machine and changes with the figure.
"""

from __future__ import annotations

import functools
import math

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.category import StrCategoryFormatter, StrCategoryLocator
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

SAMPLES = 9  # how many points of a curve are kept
_colour = functools.partial(to_hex, keep_alpha=True)


def fingerprint(fig: Figure) -> dict:
    """Describe what a figure shows.

    fig : the Figure.
    Returns a dict of dicts, lists and text, which JSON can store. Numbers have four significant
    digits and stand in text, points as ``(x, y)``.

    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot(xlim=(0, 1), ylim=(0, 2), title="A line")
    >>> _ = ax.plot([0, 1], [2, 0], linestyle="--", color="black")
    >>> shown = fingerprint(ax.figure)["axes"][0]
    >>> shown["title"], shown["limits"], shown["lines"][0]["points"]
    ('A line', '(0, 1) (0, 2)', '(0, 2) (1, 0)')
    """
    shown = {"axes": [_axes(ax) for ax in all_axes(fig)]}
    # The figure's own title is among its texts; the layout decides where they stand.
    if fig.texts:
        shown["texts"] = [text.get_text() for text in _visible(fig.texts)]
    return shown


def all_axes(fig: Figure) -> list[Axes]:
    """List a figure's axes, each followed by its insets.

    fig : the Figure.
    Returns a list of Axes in the order in which they were made; hidden ones are left out.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure()
    >>> inset = fig.add_subplot().inset_axes([0.5, 0.5, 0.4, 0.4])
    >>> len(all_axes(fig))
    2
    """
    found = []
    for ax in _visible(fig.axes):
        found += [a for a in (ax, *_visible(ax.child_axes)) if a not in found]
    return found


def _axes(ax: Axes) -> dict:
    noise = [
        np.ptp(axis.get_view_interval()) * 1e-9 if axis.get_scale() == "linear" else 0
        for axis in (ax.xaxis, ax.yaxis)
    ]
    titles = (ax.get_title(loc) for loc in ("left", "center", "right"))
    legend = ax.get_legend()
    shown = {
        "title": " | ".join(filter(None, titles)),
        "labels": [ax.get_xlabel(), ax.get_ylabel()],
        "limits": f"{_pair(ax.get_xlim())} {_pair(ax.get_ylim())}",
        "scales": f"{ax.get_xscale()} {ax.get_yscale()}",
        "frame": ax.axison,
        "ticks": [_ticks(ax.xaxis, noise[0]), _ticks(ax.yaxis, noise[1])],
        "lines": [_line(line, noise) for line in _visible(ax.lines)],
        "patches": [_patch(patch, noise) for patch in _visible(ax.patches)],
        "collections": [_collection(c, noise) for c in _visible(ax.collections)],
        "texts": [_text(text, noise) for text in _visible(ax.texts)],
        "images": [_array(image.get_array()) for image in _visible(ax.images)],
        "legend": [text.get_text() for text in legend.get_texts()] if legend else [],
    }
    if hasattr(ax, "get_zlim"):
        shown["z"] = [ax.get_zlabel(), _pair(ax.get_zlim()), _ticks(ax.zaxis, 0)]
    return {name: value for name, value in shown.items() if value not in ([], "", ["", ""])}


def _line(line, noise) -> dict:
    look = f"{line.get_linestyle()} {line.get_marker()} {_colour(line.get_color())}{_alpha(line)}"
    shown = _named(line) | {"look": look}
    if hasattr(line, "get_data_3d"):  # once drawn, its xydata are where it stands on the page
        x, y, z = line.get_data_3d()
        return shown | _points(np.column_stack([x, y]), noise) | {"z": _array(z)}
    return shown | _points(line.get_xydata(), noise)


def _patch(patch, noise) -> dict:
    corners = patch.get_patch_transform().transform(patch.get_path().vertices)
    look = f"{_colour(patch.get_facecolor())} {patch.get_linestyle()}{_alpha(patch)}"
    look += f" hatch {patch.get_hatch()}" if patch.get_hatch() else ""
    return _named(patch) | {"look": look} | _points(corners, noise)


def _collection(collection, noise) -> dict:
    if hasattr(collection, "do_3d_projection"):  # its paths depend on whether it has been drawn
        shown = _named(collection) | {"look": collection.get_cmap().name}
        return shown | {"values": _array(collection.get_array())}
    if isinstance(collection, PathCollection):  # a scatter plot: its points are offsets
        xy = np.asarray(collection.get_offsets(), dtype=float)
    else:
        xy = np.concatenate([np.empty((0, 2)), *(path.vertices for path in collection.get_paths())])
    colours = {_colour(c) for c in (*collection.get_facecolor(), *collection.get_edgecolor())}
    shown = _named(collection)
    shown |= {"look": " ".join(sorted(colours)) + _alpha(collection)} | _points(xy, noise)
    if collection.get_array() is not None:
        shown["values"] = _array(collection.get_array())
    return shown


def _text(text: Text, noise) -> str:
    to = f"{_pair(text.xy, noise)} from " if isinstance(text, Annotation) else ""
    return f"{text.get_text()} @ {to}{_pair(text.get_position(), noise)}"


def _ticks(axis, noise) -> str:
    # Only ticks that the figure sets itself: automatic ones are matplotlib's choice.
    if not isinstance(axis.get_major_locator(), FixedLocator | StrCategoryLocator):
        return ""
    ticks = axis.get_major_locator()()
    shown = " ".join(_number(tick, noise) for tick in ticks)
    formatter = axis.get_major_formatter()
    if isinstance(formatter, FixedFormatter | FuncFormatter | StrCategoryFormatter):
        shown += " as " + " | ".join(formatter.format_ticks(ticks))
    return shown


def _points(xy, noise) -> dict:
    xy = np.asarray(np.ma.filled(np.ma.asarray(xy, dtype=float), np.nan)).reshape(-1, 2)
    n = len(xy)
    if n <= SAMPLES:
        return {"count": n, "points": " ".join(_pair(point, noise) for point in xy)}
    finite = [column[np.isfinite(column)] for column in xy.T]
    return {
        "count": n,
        "points": " ".join(_pair(xy[i], noise) for i in _sample(n)),
        "min": _pair([min(column, default=math.nan) for column in finite], noise),
        "max": _pair([max(column, default=math.nan) for column in finite], noise),
        # fsum, because numpy's own sum differs in the last bits from one release to the next
        "mean": _pair([math.fsum(c) / len(c) if len(c) else math.nan for c in finite], noise),
    }


def _array(values) -> str:
    values = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    kept = " ".join(_number(values.flat[i]) for i in _sample(values.size))
    return f"{'x'.join(map(str, values.shape))}: {kept}"


def _sample(n: int) -> list[int]:
    """Which of n points are kept: the first, the last, and others between."""
    return [round(i * (n - 1) / (SAMPLES - 1)) for i in range(SAMPLES if n else 0)]


def _number(value, noise: float = 0) -> str:
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    # Rounded twice, so that a value on the border between two four-digit numbers falls on the
    # same side whatever its last bits are.
    value = 0.0 if abs(value) <= noise else float(f"{value:.12g}")
    return f"{value + 0.0:.4g}"


def _pair(xy, noise=(0, 0)) -> str:
    return f"({_number(xy[0], noise[0])}, {_number(xy[1], noise[1])})"


def _alpha(artist: Artist) -> str:
    return "" if artist.get_alpha() is None else f" alpha {_number(artist.get_alpha())}"


def _named(artist: Artist) -> dict:
    label = str(artist.get_label())
    return {} if label.startswith("_") else {"label": label}


def _visible(artists) -> list:
    return [artist for artist in artists if artist.get_visible()]
