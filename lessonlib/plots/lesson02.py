"""The figures of lesson 02: the receipt, and the mean of the logs."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

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

    q_true : the probabilities given to the true classes, shape (m,), above 0.
    """
    p = np.ravel(q_true).astype(float)
    costs = finite_bits("q_true", p)
    mean_p, mean_cost = float(p.mean()), float(costs.mean())
    cost_of_mean = information_content(mean_p)
    low, high = max(p.min() - 0.12, p.min() / 2), min(p.max() + 0.12, 1.0)
    top = information_content(low)
    bottom = information_content(high) - 0.12 * top
    blue, orange, green = ({"color": COLOURS[name]} for name in ("blue", "orange", "green"))
    q, ends = np.linspace(low, high, 200), [p.argmin(), p.argmax()]
    ax.plot(q, information_content(q), **blue)
    ax.plot(p[ends], costs[ends], linestyle="-.", linewidth=1.6, **green)
    ax.plot([mean_p, mean_p], [cost_of_mean, mean_cost], linewidth=3, **orange)
    ax.plot(mean_p, cost_of_mean, marker="s", markersize=7, **blue)
    ax.plot(mean_p, mean_cost, marker="D", markersize=7, **orange)
    ax.plot(p, costs, color=COLOURS["ink"], marker="o", linestyle="none", clip_on=False)
    shift = 0.03 * (high - low)

    def right_of_chord(cost):
        return np.interp(cost, [costs.min(), costs.max()], [p.max(), p.min()]) + shift

    at = costs.min() + 0.8 * np.ptp(costs)
    if at > costs.min():
        ax.text(right_of_chord(at), at, "chord", va="bottom", **green)
    text = f"mean of the costs:\n{bits_text(mean_cost)}"
    ax.text(right_of_chord(mean_cost), mean_cost, text, va="bottom", **orange)
    text = f"cost of the mean:\n{bits_text(cost_of_mean)}"
    ax.text(mean_p - shift, cost_of_mean, text, ha="right", va="top", **blue)
    ax.set(xlim=(low, high), ylim=(bottom, top + (top - bottom) * 0.05))
    ax.set(xlabel="q, the probability given to the true class", ylabel="cost, −log₂ q, bits")
    ax.set_title("The mean of the costs lies above the cost of the mean")
