"""The figures of lesson 08: scores to shares, their temperature, and three species of penguins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks
from lessonlib.datasets import penguins
from lessonlib.losses import softmax
from lessonlib.plots._drawing import figure, minus, note, paper
from lessonlib.style import COLOURS

_SCORES = (2, 1, 0)  # of the figure with a temperature
_COLDEST, _HOTTEST = 0.1, 5
_SPECIES = (  # marker, as a character of text too, its colour, that of the region, and its label
    ("Adelie", "o", "●", "orange", "sand", (33.2, 203.5)),
    ("Chinstrap", "^", "▲", "green", "pale", (54.2, 176)),
    ("Gentoo", "s", "■", "blue", "sky", (54.5, 224.6)),
)


@figure(3.7, panels=(1, 3))
def softmax_steps(axes: NDArray, z: ArrayLike) -> None:
    """Draw the two steps of the softmax: exponentials of the scores, and their shares of the sum.

    The panels, each with its own scale: scores, exponentials and shares.

    z : scores, shape (n,), finite and up to 709, where e to the power of a score is finite too;
        the numbers on the bars have room for three classes.
    """
    z = _checks.finite("z", z)
    _checks.shape("z", z, z.ndim == 1, "be one row of scores, shape (n,)")
    with np.errstate(over="ignore"):
        e = np.exp(z)
    _checks.refuse_where(np.isinf(e), "z", z, "scores up to 709: no bar is infinitely long")
    panels = (
        ("start with\nscores z", z, ".4g", "sky"),
        ("→ take eᶻ:\nexponentials", e, ".4g", "sky"),
        ("→ divide by\nthe sum: shares", softmax(z), ".4f", "sand"),
    )
    for ax, (title, heights, form, colour) in zip(axes, panels, strict=True):
        n = np.arange(len(z))
        ax.bar(n, heights, width=0.72, color=COLOURS[colour], edgecolor=COLOURS["ink"])
        for j, height in enumerate(heights):
            away, va = (-3, "top") if height < 0 else (3, "bottom")
            note(ax, minus(f"{height:{form}}"), (j, height), (0, away), ha="center", va=va)
        low, high = min(heights.min(), 0), max(heights.max(), 0)
        pad = 0.12 * (high - low) or 1  # all scores may be 0
        ax.plot([-0.5, len(z) - 0.5], [0, 0], color=COLOURS["ink"], linewidth=1)
        ax.set(xlim=(-0.5, len(z) - 0.5), ylim=(low - (low < 0) * pad, high + pad))
        ax.set_xticks(n, [chr(ord("A") + j) for j in n])
        ax.set_yticks([])  # the numbers stand on the bars
        ax.tick_params(axis="x", length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_xlabel(minus(f"class\nsum {heights.sum():.5g}"), linespacing=1.4)
        ax.set_title(title)


@figure(4.4)
def softmax_temperature(ax: Axes, temperature: float) -> None:
    """Draw the shares of the scores 2, 1 and 0 against the temperature that divides them.

    The scale of temperature is logarithmic, and the window does not move.

    temperature : the one to mark, from 0.1 to 5.
    """
    wanted = f"one number from {_COLDEST} to {_HOTTEST}, the window of the figure"
    _checks.one_number("temperature", temperature, wanted, lambda T: _COLDEST <= T <= _HOTTEST)
    scores = np.array(_SCORES)
    T = np.geomspace(_COLDEST, _HOTTEST, 201)
    shares, ends, marked = (softmax(scores / t) for t in (T[:, None], _HOTTEST, temperature))
    ax.plot([_COLDEST, _HOTTEST], [1 / 3, 1 / 3], color=COLOURS["grey"], linestyle=":", lw=1.4)
    ax.text(0.105, 0.355, "one third each", color=COLOURS["grey"], va="bottom", bbox=paper(0))
    ax.plot([temperature, temperature], [0, 1], color=COLOURS["ink"], linewidth=1)
    # The numbers stand where no curve passes, and at either end inside the window.
    hot, cold = temperature > 2.5, temperature < 0.18
    looks = (
        ("orange", "-", "o", "bottom", "right" if hot else "left", (-6, 14) if hot else (8, 2)),
        ("green", "--", "^", "bottom", "left" if cold else "right", (8, 2) if cold else (-8, 2)),
        ("blue", "-.", "s", "top", "right" if hot else "left", (-6, -14) if hot else (8, -2)),
    )
    for k, (colour, line, marker, rise, side, where) in enumerate(looks):
        ink = COLOURS[colour]
        ax.plot(T, shares[:, k], color=ink, linestyle=line)
        ax.plot(temperature, marked[k], color=ink, marker=marker, zorder=4, clip_on=False)
        ax.text(1.05 * _HOTTEST, ends[k], f" score {scores[k]}", color=ink, va="center")
        look = {"ha": side, "va": rise, "color": ink, "weight": "bold", "bbox": paper(0)}
        note(ax, f"{marked[k]:.4f}", (temperature, marked[k]), where, **look)
    ax.set(xscale="log", xlim=(_COLDEST, _HOTTEST), ylim=(-0.09, 1.09))
    ticks = [0.1, 0.2, 0.5, 1, 2, 5]
    ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
    ax.set_xticks([], minor=True)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    ax.set(xlabel="← cold: one takes all      temperature T      hot: more equal →", ylabel="share")
    first, second, third = (f"{share:.4f}" for share in marked)
    ax.set_title(f"T = {temperature:.4g}: shares {first}, {second} and {third}")


@figure(5.2)
def penguin_regions(ax: Axes, predict: Callable[[NDArray], NDArray]) -> None:
    """Draw the penguins, and which species a model finds likeliest for each bill and flipper.

    Penguins for which another species is likeliest are ringed.

    predict : maps k points (bill length, flipper length) in mm, shape (k, 2), to shares of
        Adelie, Chinstrap and Gentoo, shape (k, 3), each row summing to 1.
    """
    data = penguins()
    x = np.column_stack([data.bill_length, data.flipper_length])
    names = [name for name, *_ in _SPECIES]
    species = np.array([names.index(name) for name in data.species])
    taken_for = _shares(predict, x).argmax(axis=1)
    wrong = taken_for != species

    bill, flipper = np.meshgrid(np.linspace(31, 61, 301), np.linspace(169, 234, 326))
    shares = _shares(predict, np.column_stack([bill.ravel(), flipper.ravel()]))
    for k, (name, marker, sign, colour, pale, at) in enumerate(_SPECIES):
        # How far a species leads the best of the others; at the border it is 0.
        lead = shares[:, k] - np.delete(shares, k, axis=1).max(axis=1)
        lead = lead.reshape(bill.shape)
        if lead.max() > 0:
            ax.contourf(bill, flipper, lead, levels=[0, 2], colors=[COLOURS[pale]], alpha=0.5)
        if lead.min() < 0 < lead.max():
            ax.contour(bill, flipper, lead, levels=[0], colors=COLOURS["ink"], linewidths=1.4)
        look = {"color": COLOURS[colour], "marker": marker, "linestyle": "none"}
        look |= {"markeredgecolor": COLOURS["paper"], "markeredgewidth": 0.6}
        for ringed in (False, True):  # in front, or others of the crowd would hide them
            points = x[(species == k) & (wrong == ringed)]
            ax.plot(*points.T, markersize=6.5, zorder=3 if ringed else 2, **look)
        ax.text(*at, f"{sign} {name}", color=COLOURS[colour], weight="bold", fontsize=13)
    places, counts = np.unique(x[wrong], axis=0, return_counts=True)
    ring = {"marker": "o", "markersize": 12, "markerfacecolor": "none", "markeredgewidth": 1.6}
    ax.plot(*places.T, color=COLOURS["ink"], linestyle="none", **ring)
    for place, count in zip(places[counts > 1], counts[counts > 1], strict=True):
        line = {"arrowstyle": "-", "relpos": (0, 1), "shrinkB": 6}
        note(ax, f"{count} here", place, (15, -38), arrowprops=line)
    lines = ["○ taken for another species:"]
    for a, b in ((0, 1), (0, 2), (1, 2)):
        mixed = wrong & np.isin(species, (a, b)) & np.isin(taken_for, (a, b))
        lines.append(f"{mixed.sum()} {names[a]} / {names[b]}")
    ax.text(31.7, 232.5, "\n".join(lines), va="top", linespacing=1.35)
    ax.set(xlim=(31, 61), ylim=(169, 234), xlabel="bill length, mm", ylabel="flipper length, mm")
    ax.set(xticks=[35, 40, 45, 50, 55, 60], yticks=[170, 180, 190, 200, 210, 220, 230])
    ax.set_title(f"{len(x)} penguins, {wrong.sum()} on the wrong side of a border")


def _shares(predict: Callable[[NDArray], NDArray], points: NDArray) -> NDArray:
    """What ``predict`` makes of points, refused where it is not a row of shares for each."""
    shares = _checks.distributions("predict(points)", predict(points))
    wanted = f"have a row of three shares a point, shape ({len(points)}, 3)"
    _checks.shape("predict(points)", shares, shares.shape == (len(points), 3), wanted)
    return shares
