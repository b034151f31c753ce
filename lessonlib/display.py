"""Show a figure in a notebook: its picture, what it shows in numbers, and its caption as text."""

from __future__ import annotations

import base64
import io
import re
import sys

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lessonlib.environment import in_notebook
from lessonlib.fingerprint import all_axes, fingerprint
from lessonlib.style import STYLE

DPI = 150
MIME = "application/vnd.lessonlib.figure+json"

# A number written in digits: 3, 0.32, −1.5, 2,400, 5e-324, 80%. Digits that belong to a name
# (log2, w1) do not count, nor do subscripts.
_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>(?<![)\]])[-−+])?"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.(?P<decimals>[0-9]+))?"
    r"(?:[eE](?P<exponent>[-−+]?[0-9]+))?(?P<percent>\s?%)?"
)
_FEW = 50  # a line of more points is a curve: it passes through every number on its way


def show(figure: Axes | Figure | np.ndarray, caption: str) -> None:
    """Display a figure and, below it, its caption.

    figure : Axes, an array of Axes, or a Figure; of Axes, the whole figure is shown.
    caption : what the figure shows, with its numbers and their units. It is also the picture's
        alternative text.
    Raises ValueError where the caption is empty, or holds a number that the figure does not show.
    Raises TypeError where figure is none of these.

    >>> from lessonlib import plots
    >>> show(plots.information_curve([0.5]), "A probability of 0.5 costs 1 bit.")
    Figure: A probability of 0.5 costs 1 bit.
    >>> show(plots.information_curve([0.5]), "A probability of 0.5 costs 7.5 bits.")
    Traceback (most recent call last):
        ...
    ValueError: caption says 7.5, but no number in the figure rounds to 7.5.
    """
    fig = _figure(figure)
    picture = png(fig)  # first: asking 3D axes for their ticks before they are drawn upsets them
    _check_caption(fig, caption)
    plain = f"Figure: {caption}"
    if not in_notebook():
        print(plain)
    else:
        from IPython.display import display

        data = {
            "image/png": base64.b64encode(picture).decode("ascii"),
            "text/plain": plain,
            MIME: fingerprint(fig),
        }
        width = round(100 * fig.get_figwidth())
        display(data, metadata={"image/png": {"alt": caption, "width": width}}, raw=True)
        markdown = re.sub(r"([\\`*_\[\]<>$~])", r"\\\1", caption)
        display({"text/markdown": f"**Figure.** {markdown}", "text/plain": caption}, raw=True)
    if "matplotlib.pyplot" in sys.modules:  # or the notebook would show a pyplot figure once more
        sys.modules["matplotlib.pyplot"].close(fig)


def png(fig: Figure) -> bytes:
    """Draw a figure as a PNG file: the same bytes each time, for one matplotlib.

    fig : the Figure.
    Returns the bytes of the file, at 150 pixels to the inch.

    >>> from matplotlib.figure import Figure
    >>> png(Figure()) == png(Figure())
    True
    """
    file = io.BytesIO()
    with matplotlib.rc_context(STYLE):
        fig.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
    return file.getvalue()


def _figure(shown) -> Figure:
    if isinstance(shown, Figure):
        return shown
    axes = np.asarray(shown, dtype=object).ravel()
    if not axes.size or not all(isinstance(ax, Axes) for ax in axes):
        raise TypeError(f"figure must be an Axes, an array of Axes or a Figure, not {shown!r}.")
    return axes[0].figure


def _check_caption(fig: Figure, caption: str) -> None:
    if not isinstance(caption, str) or not caption.strip():
        raise ValueError("caption must say what the figure shows, but it is empty.")
    shown = _numbers_shown(fig)
    for written, value, unit in _numbers_written(caption):
        if not np.any(np.abs(shown - value) <= unit / 2 * (1 + 1e-9)):
            sentence = f"caption says {written}, but no number in the figure rounds to {written}."
            raise ValueError(sentence)


def _numbers_written(text: str) -> list[tuple[str, float, float]]:
    """The numbers in a text: as written, their value, and the unit of their last digit."""
    found = []
    for match in _NUMBER.finditer(text):
        written = match.group().strip()
        decimals = match["decimals"] or ""
        exponent = int((match["exponent"] or "0").replace("−", "-")) - 2 * bool(match["percent"])
        sign = "-" if match["sign"] in ("-", "−") else ""
        digits = match["digits"].replace(",", "")
        value = float(f"{sign}{digits}.{decimals or 0}e{exponent}")
        found.append((written, value, float(f"1e{exponent - len(decimals)}")))
    return found


def _numbers_shown(fig: Figure) -> np.ndarray:
    """Every number that a reader of the figure can find in it."""
    numbers, texts = [], [text.get_text() for text in fig.texts]
    for ax in all_axes(fig):
        texts += [ax.get_title(loc) for loc in ("left", "center", "right")]
        texts += [ax.get_xlabel(), ax.get_ylabel()]
        written = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]
        written += ax.get_legend().get_texts() if ax.get_legend() else []
        texts += [text.get_text() for text in written]
        numbers += [*ax.get_xlim(), *ax.get_ylim(), *ax.get_xticks(), *ax.get_yticks()]
        for line in ax.lines:
            xy = np.asarray(line.get_xydata(), dtype=float)
            if len(xy) > _FEW and np.isfinite(xy).any():
                xy = xy[[0, -1, np.nanargmin(xy[:, 1]), np.nanargmax(xy[:, 1])]]
            numbers += [*xy.ravel()]
        for patch in ax.patches:
            corners = patch.get_patch_transform().transform(patch.get_path().vertices)
            numbers += [*corners.ravel(), *np.ptp(corners, axis=0)]
        for collection in ax.collections:
            numbers += [*np.ma.filled(collection.get_offsets(), np.nan).ravel()]
            for path in collection.get_paths():
                numbers += [*path.vertices.ravel()] if len(path.vertices) <= _FEW else []
    numbers += [value for text in texts for _, value, _ in _numbers_written(text)]
    return np.asarray(numbers, dtype=float)
