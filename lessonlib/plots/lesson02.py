"""The figures of lesson 02: the receipt, and the mean of the logs."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lessonlib._checks import refuse_where
from lessonlib.information import information_content
from lessonlib.plots._drawing import bits_text, cost_text, figure, finite_bits
from lessonlib.style import COLOURS


@figure()
def bit_receipt(ax: Axes, costs: ArrayLike) -> None:
    """Draw the cost of each sample as a bar, like the lines of a receipt, with their mean.

    Bars above the 1 bit of a coin are hatched.

    costs : what each sample costs in bits, shape (m,), finite.
    """
    costs = np.ravel(costs).astype(float)
    refuse_where(~np.isfinite(costs), "costs", costs, "finite bits")
    m, mean = len(costs), float(costs.mean())
    ax.figure.set_figheight(1.9 + 0.42 * m)
    worse = costs > 1
    bars = ax.barh(np.arange(m), costs, height=0.62, color=COLOURS["sky"], edgecolor=COLOURS["ink"])
    for i in np.flatnonzero(worse):
        bars[i].set(hatch="//", facecolor=COLOURS["sand"])
    end = max(1.2, costs.max() * 1.05)
    ax.plot([mean, mean], [-0.6, m - 0.4], color=COLOURS["orange"], linestyle="--")
    ax.plot([1, 1], [-0.6, m - 0.4], color=COLOURS["ink"], linestyle=":")
    # Above and below the bars, so that the two texts never meet.
    side = "left" if mean < end * 0.6 else "right"
    ax.text(mean, -0.7, f"mean {bits_text(mean)}", ha=side, va="bottom", color=COLOURS["orange"])
    side = "left" if end > 2 else "right"
    coin = "a coin: 1 bit" + ("; hatched: above it" if worse.any() else "")
    ax.text(1, m - 0.35, coin, ha=side, va="top")
    for i, cost in enumerate(costs):
        ax.text(end * 1.2, i, cost_text(cost), ha="right", va="center")
    ax.text(end * 1.2, -0.7, "bits", ha="right", va="bottom")
    ax.set(xlim=(0, end * 1.2), ylim=(m + 0.25, -1.25), xlabel="cost, bits")
    ax.set_xticks(np.arange(0, end, 0.2) if end < 2 else np.arange(0, end))
    ax.set_yticks(np.arange(m), [f"sample {i + 1}" for i in range(m)])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_bounds(-0.5, m - 0.5)
    ax.spines["bottom"].set_bounds(0, end)
    ax.set_title("The receipt: what each sample costs, in bits")


@figure(4.6)
def jensen_gap(ax: Axes, q_true: ArrayLike) -> None:
    """Draw Jensen's gap: the mean of the costs lies above the cost of the mean probability.

    Where the gap is too small to be seen, an inset enlarges it.

    q_true : the probabilities given to the true classes, shape (m,), above 0.
    """
    p = np.ravel(q_true).astype(float)
    costs = finite_bits("q_true", p)
    mean_p, mean_cost = float(p.mean()), float(costs.mean())
    cost_of_mean = information_content(mean_p)
    gap = mean_cost - cost_of_mean
    spread = float(np.ptp(costs))
    low, high = max(p.min() - 0.12, p.min() / 2), min(p.max() + 0.12, 1.0)
    top = information_content(low)
    bottom = information_content(high) - 0.12 * top
    small = gap < 0.06 * (top - bottom)
    # A close-up, where there is one, needs the upper half of the figure.
    ax.set(xlim=(low, high), ylim=(bottom, top + (top - bottom) * (0.9 if small else 0.05)))
    ax.set(xlabel="q, the probability given to the true class", ylabel="cost, −log₂ q, bits")
    ax.set_title("The mean of the costs lies above the cost of the mean")
    _draw_gap(ax, p, costs)
    ax.plot(p, costs, color=COLOURS["ink"], marker="o", linestyle="none", clip_on=False)

    detail = ax
    if small:
        detail = ax.inset_axes([0.16, 0.56, 0.84, 0.43])
        half_height = 1.4 * max(gap, 0.002 * (top - bottom))
        half_width = 4 * half_height * mean_p * np.log(2)  # so that the curve falls steeply
        middle = (mean_cost + cost_of_mean) / 2
        detail.set(xlim=(mean_p - half_width, mean_p + half_width), xticks=[], yticks=[])
        detail.set_ylim(middle - half_height, middle + half_height)
        detail.spines[:].set_visible(True)
        _draw_gap(detail, p, costs)
        detail.text(0.02, 0.95, "close-up", transform=detail.transAxes, va="top")
        line = {"arrowstyle": "-", "color": COLOURS["grey"], "shrinkB": 8}
        at = {"textcoords": "axes fraction", "arrowprops": line}
        ax.annotate("", (mean_p, mean_cost), (0.58, 0.56), **at)
    shift = 0.03 * np.ptp(detail.get_xlim())

    def right_of_chord(cost):
        return np.interp(cost, [costs.min(), costs.max()], [p.max(), p.min()]) + shift

    foot, head = detail.get_ylim()
    at = foot + 0.15 * (head - foot) if small else costs.min() + 0.8 * spread
    if spread:
        detail.text(right_of_chord(at), at, "chord", va="bottom", color=COLOURS["green"])
    text = f"mean of the costs:\n{bits_text(mean_cost)}"
    look = {"va": "center" if small else "bottom", "color": COLOURS["orange"]}
    detail.text(right_of_chord(mean_cost), mean_cost, text, **look)
    text = f"cost of the mean:\n{bits_text(cost_of_mean)}"
    look = {"ha": "right", "va": "center" if small else "top", "color": COLOURS["blue"]}
    detail.text(mean_p - shift, cost_of_mean, text, **look)


def _draw_gap(ax: Axes, p: NDArray, costs: NDArray) -> None:
    """The curve, the chord above it, and the gap at the mean, on axes whose limits are set."""
    low, high = ax.get_xlim()
    mean_p, mean_cost = float(p.mean()), float(costs.mean())
    curve = np.linspace(low, min(high, 1), 200)
    ax.plot(curve, information_content(curve), color=COLOURS["blue"])
    ends = [p.argmin(), p.argmax()]
    ax.plot(p[ends], costs[ends], color=COLOURS["green"], linestyle="-.", linewidth=1.6)
    cost_of_mean = information_content(mean_p)
    ax.plot([mean_p, mean_p], [cost_of_mean, mean_cost], color=COLOURS["orange"], linewidth=3)
    ax.plot(mean_p, cost_of_mean, color=COLOURS["blue"], marker="s", markersize=7)
    ax.plot(mean_p, mean_cost, color=COLOURS["orange"], marker="D", markersize=7)
