"""The figures of lesson 06, fitting logistic regression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lessonlib.datasets import study_hours
from lessonlib.logistic import gradient_descent, newton, sigmoid, with_intercept
from lessonlib.plots._drawing import (
    MINIMUM,
    bits_lost,
    figure,
    hatched,
    minus,
    note,
    paper,
    round_step,
)
from lessonlib.style import COLOURS

_LEVELS = (0.8, 0.9, 1, 1.5, 2, 3, 4, 6, 8)  # bits, of the contours
_LOOKS = (("blue", "o"), ("green", "s"), ("orange", "^"), ("ink", "v"))


@figure(4.1, panels=None)
def loss_surface(fig: Figure, x: ArrayLike, y: ArrayLike) -> None:
    """Draw the cross-entropy of a logistic regression over its two weights, in bits.

    The panels: a surface, and its contours. The minimum is marked.

    x : the samples' one feature, shape (m,).
    y : labels 0 or 1, shape (m,), which x does not separate.
    """
    best = newton(with_intercept(x), y).weights
    lowest = float(_bits_lost(x, y, *best))
    grid = fig.add_gridspec(1, 2, width_ratios=(1.25, 1))
    solid, flat = fig.add_subplot(grid[0], projection="3d"), fig.add_subplot(grid[1])
    # A window around the minimum that holds the origin, where descents start.
    (b_low, b_high), (w_low, w_high) = ((v - 1.2 * abs(v), v + 1.2 * abs(v)) for v in best)
    b, w = np.meshgrid(np.linspace(b_low, b_high, 37), np.linspace(w_low, w_high, 37))
    bits = _bits_lost(x, y, b, w)
    top = float(np.ceil(bits.max()))
    look = {"rcount": 37, "ccount": 37, "edgecolor": COLOURS["paper"], "linewidth": 0.25}
    surface = solid.plot_surface(b, w, bits, **look)
    # Coloured by height, the low ground drawn out: there the valley is.
    corners = bits[1:, 1:], bits[1:, :-1], bits[:-1, 1:], bits[:-1, :-1]
    surface.set(array=np.mean(corners, axis=0).ravel(), cmap="cividis")
    surface.set_norm(PowerNorm(0.4, lowest, top))
    solid.plot([best[0]], [best[1]], [lowest], zorder=10, **MINIMUM)
    solid.set(xlim=(b_low, b_high), ylim=(w_low, w_high), zlim=(0, top))
    solid.set(xticks=_ticks(b_low, b_high, 4), yticks=_ticks(w_low, w_high, 4))
    solid.set_zticks(_ticks(0, top, 5))
    solid.set_xlabel("b", labelpad=-2)
    solid.set_ylabel("w", labelpad=-2)
    solid.tick_params(pad=-1)
    solid.text2D(0.99, 0.83, "bits", transform=solid.transAxes, ha="right")
    solid.view_init(elev=34, azim=-60)
    solid.set_box_aspect((1, 1, 0.8), zoom=1.02)
    solid.set_title("the surface")

    _contours(flat, x, y, best, (b_low, b_high), (w_low, w_high), labels=True)
    text = minus(f"b = {best[0]:.3f}\nw = {best[1]:.3f}\n{lowest:.4f} bits")
    look = {"color": COLOURS["orange"], "linespacing": 1.3, "bbox": paper(2)}
    flat.text(0.03, 0.03, text, transform=flat.transAxes, va="bottom", **look)
    flat.set(ylabel="w", title="its contours, bits")
    fig.suptitle("One valley, with one lowest point")


@figure(3.9, panels=None)
def descent_paths(
    fig: Figure, x: ArrayLike, y: ArrayLike, rates: Sequence[float], steps: int
) -> None:
    """Draw walks of gradient descent on the contours of the loss, one panel a learning rate.

    A diamond marks the minimum, a cross where the walk ends.

    x : the samples' one feature, shape (m,).
    y : labels 0 or 1, shape (m,), which x does not separate.
    rates : k learning rates.
    steps : how many steps each walk has.
    """
    _walks(fig, x, y, {f"rate {rate:g}": {"rate": rate} for rate in rates}, steps)


@figure(4.4)
def descent_walk(ax: Axes, rate: float) -> None:
    """Draw 100 steps of gradient descent on the students' data, for a slider.

    The window does not move with the rate.

    rate : the learning rate, above 0.
    """
    x, y = study_hours()
    X = with_intercept(x)
    path = gradient_descent(X, y, rate=rate, steps=100).path
    _contours(ax, x, y, newton(X, y).weights, (-5.5, 0.7), (-0.7, 3))
    ax.plot(*path.T, color=COLOURS["blue"], marker="o", markersize=3, linewidth=0.8)
    ax.plot(*path[-1], color=COLOURS["ink"], marker="X", markersize=11, zorder=5)
    ax.set_ylabel("w")
    end = _bits_lost(x, y, *path[-1])
    ax.set_title(f"Rate {rate:.4g}: 100 steps end at × with {end:.4f} bits")


@figure(3.9, panels=None)
def batch_paths(
    fig: Figure, x: ArrayLike, y: ArrayLike, batches: Sequence[int], rate: float, steps: int
) -> None:
    """Draw walks of gradient descent on the contours of the loss, one panel a batch size.

    A diamond marks the minimum, a cross where the walk ends.

    x : the samples' one feature, shape (m,).
    y : labels 0 or 1, shape (m,), which x does not separate.
    batches : k batch sizes, each from 1 to m.
    rate : the learning rate.
    steps : how many steps each walk has.
    """
    names = [f"{n} row{'s' if n > 1 else ''} a step" for n in batches]
    options = [{"rate": rate, "batch": n} for n in batches]
    _walks(fig, x, y, dict(zip(names, options, strict=True)), steps)


def _walks(fig, x, y, named: dict[str, dict], steps) -> None:
    """Walks from the origin, a panel each, all in one window, on the contours of the loss."""
    X = with_intercept(x)
    walks = [gradient_descent(X, y, steps=steps, **options).path for options in named.values()]
    best = newton(X, y).weights
    axes = np.atleast_1d(fig.subplots(1, len(walks), sharey=True))
    every = np.vstack([*walks, best[None], 1.15 * best[None]])
    low, high = every.min(axis=0), every.max(axis=0)
    pad = 0.12 * (high - low)
    (b_low, w_low), (b_high, w_high) = low - pad, high + pad
    for i, (ax, path, name) in enumerate(zip(axes, walks, named, strict=True)):
        _contours(ax, x, y, best, (b_low, b_high), (w_low, w_high))
        colour, marker = _LOOKS[i % len(_LOOKS)]
        ax.plot(*path.T, color=COLOURS[colour], marker=marker, markersize=3, linewidth=0.8)
        end = {"color": COLOURS["ink"], "marker": "X", "markeredgecolor": COLOURS["paper"]}
        ax.plot(*path[-1], markersize=11, zorder=5, **end)
        b, w = path[-1]
        text = f"b\n×: b = {b:.2f},\nw = {w:.2f},\n{_bits_lost(x, y, b, w):.4f} bits"
        ax.set_title(name)
        ax.set_xlabel(minus(text), linespacing=1.3)
    axes[0].set_ylabel("w")
    fig.suptitle(f"{steps} steps from 0 to ×; ◇ is the minimum")


@figure(4.2)
def squared_error_bend(ax: Axes) -> None:
    """Draw the squared error (1 − σ(z))² of a sample with y = 1 beside its cross-entropy.

    Where ŷ = σ(z) is below 1/3 the squared error bends downwards; that is hatched.
    """
    z = np.linspace(-6, 4, 401)
    bend = -np.log(2)  # the logit of 1/3
    orange = {"color": COLOURS["orange"]}
    hatched(ax, -6, bend, 3)
    ax.plot(z, bits_lost(1, z), color=COLOURS["blue"])
    ax.plot(z, (1 - sigmoid(z)) ** 2, linestyle="--", **orange)
    ax.plot(bend, 4 / 9, marker="o", **orange)
    ax.text(-5.8, 1.06, "squared error, at most 1", bbox=paper(2), **orange)
    ax.text(-5.8, 0.45, "ŷ < 1/3: it bends\nthe wrong way", va="center", bbox=paper(2))
    ax.text(-1, 2.1, "cross-entropy, bits", color=COLOURS["blue"])
    note(ax, "ŷ = 1/3", (bend, 4 / 9), (10, 4), **orange)
    ax.set(xlim=(-6, 4), ylim=(0, 3), ylabel="cost of a sample with y = 1")
    ticks = np.arange(-6, 5, 2)
    ax.set_xticks(ticks, [minus(f"{t}\n{sigmoid(t):.3f}") for t in ticks])
    ax.set(yticks=[0, 1, 2, 3], xlabel="z, and below it ŷ = σ(z)")
    ax.set_title("Squared error flattens where the model is wrong")


def _bits_lost(x: ArrayLike, y: ArrayLike, b: ArrayLike, w: ArrayLike) -> NDArray:
    """The mean cross-entropy in bits for each b and w."""
    z = np.asarray(b)[..., None] + np.asarray(w)[..., None] * np.ravel(x)
    return bits_lost(np.ravel(y), z).mean(axis=-1)


def _contours(ax: Axes, x, y, best, b_limits, w_limits, labels=False) -> None:
    """Contours of the loss, and its minimum, on axes whose limits are set here."""
    # 118, so that no point of the grid falls on the origin, where the loss is a level, 1 bit: a
    # contour through a point of the grid takes this side or that, as rounding has it.
    b, w = np.meshgrid(np.linspace(*b_limits, 118), np.linspace(*w_limits, 118))
    bits = _bits_lost(x, y, b, w)
    levels = [level for level in _LEVELS if bits.min() < level < bits.max()]
    ax.contour(b, w, bits, levels=levels, colors=COLOURS["grey"], linewidths=0.9)
    if labels:
        # On a straight way out from the minimum the loss only rises, so it meets a level once:
        # along the floor of the valley, and then up to a corner.
        look = {"ha": "center", "va": "center", "fontsize": 11, "bbox": paper(0.8)}
        for level in levels:
            way = np.linspace(best, 0 * best if level <= 1 else (b_limits[1], w_limits[1]), 200).T
            rising = _bits_lost(x, y, *way)
            if rising[0] < level <= rising[-1] + 1e-9:
                at = [np.interp(level, rising, coordinate) for coordinate in way]
                ax.text(*at, f"{level:g}", **look)
    ax.plot(*best, zorder=4, **MINIMUM)
    ax.set(xlim=b_limits, ylim=w_limits, xlabel="b", xticks=_ticks(*b_limits, 4))
    ax.set_yticks(_ticks(*w_limits, 5))
    ax.spines[:].set_visible(True)


def _ticks(low: float, high: float, most: int) -> NDArray:
    """Round numbers from low to high."""
    step = round_step(high - low)
    while (high - low) / step > most:
        step *= 2
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
