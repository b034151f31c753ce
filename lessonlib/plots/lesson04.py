"""The figures of lesson 04: the two curves of BCE, a broadcast accident, two losses."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks
from lessonlib.information import information_content
from lessonlib.likelihood import true_class_probability
from lessonlib.logistic import sigmoid
from lessonlib.plots._drawing import bits_lost, bits_text, cost_text, figure, minus, note, rectangle
from lessonlib.style import COLOURS


@figure(4.0, panels=(1, 2), sharey=True)
def bce_curves(axes: NDArray) -> None:
    """Draw binary cross-entropy against the prediction, for label 1 and 0, with squared error."""
    p = np.linspace(0.005, 1, 200)  # given to the true class
    for ax, label in zip(axes, (1, 0), strict=True):
        yhat = p if label == 1 else 1 - p
        # From left to right in both panels.
        order = np.argsort(yhat)
        ax.plot(yhat[order], information_content(p)[order], color=COLOURS["blue"])
        ax.plot(yhat[order], ((label - yhat) ** 2)[order], color=COLOURS["orange"], linestyle="--")
        ax.set(xlim=(0, 1), ylim=(0, 8), xlabel="ŷ, probability of label 1")
        ax.set_title(f"label y = {label}")
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.set_yticks(np.arange(0, 9))
        # The panel of label 0 is that of label 1 in a mirror.
        near, far, end = (0.13, 0.42, 0.12) if label == 1 else (0.87, 0.58, 0.88)
        look = {"ha": "left" if label == 1 else "right", "va": "center"}
        ax.text(near, 4, "cross-entropy,\nbits", color=COLOURS["blue"], **look)
        line = {"arrowstyle": "-", "color": COLOURS["orange"]}
        look |= {"color": COLOURS["orange"], "arrowprops": line}
        ax.annotate("squared error,\nat most 1", (end, 0.77), (far, 2.3), **look)
    axes[0].set_ylabel("cost of one sample")


@figure()
def broadcast_table(ax: Axes, y: ArrayLike, yhat: ArrayLike) -> None:
    """Draw the m × m table of costs that labels (m,) make with predictions (m, 1).

    The diagonal, the m costs that were wanted, is outlined and bold.

    y : labels 0 or 1, shape (m,).
    yhat : predicted probabilities that the label is 1, shape (m,).
    """
    y, yhat = np.ravel(y).astype(float), np.ravel(yhat).astype(float)
    wanted = information_content(true_class_probability(y, yhat))
    m = len(y)
    table = np.array([information_content(true_class_probability(y, np.full(m, q))) for q in yhat])
    ax.figure.set_figheight(2.2 + 0.58 * m)
    for i in range(m):
        ax.text(i + 0.5, -0.3, f"y = {y[i]:g}", ha="center", va="center", weight="bold")
        ax.text(-0.1, i + 0.5, f"ŷ = {yhat[i]:.4g}", ha="right", va="center", weight="bold")
        for j in range(m):
            rectangle(ax, (j, i), 1, 1, "paper", edgecolor=COLOURS["grey"])
            weight, ink = ("bold", "ink") if i == j else ("normal", "grey")
            look = {"ha": "center", "va": "center", "weight": weight, "color": COLOURS[ink]}
            ax.text(j + 0.5, i + 0.5, cost_text(table[i, j]), **look)
    for i in range(m):
        rectangle(ax, (i, i), 1, 1, edgecolor=COLOURS["orange"], lw=3.2)
    by_m, mean = bits_text(table.sum() / m), bits_text(table.mean())
    below = f"all {m * m} cells: sum ÷ {m} = {by_m}, mean {mean}\n"
    below += f"the {m} outlined cells: mean {bits_text(wanted.mean())}"
    ax.text(m / 2, m + 0.15, below, ha="center", va="top", linespacing=1.5)
    ax.set(xlim=(-0.3 * m, m + 0.05), ylim=(m + 1.15, -0.6))
    ax.axis("off")
    ax.set_title(f"y of shape ({m},) against ŷ of shape ({m}, 1): {m}×{m} costs, in bits")


@figure(4.0, panels=(1, 2))
def loss_shape(axes: NDArray, x: ArrayLike, y: ArrayLike, w: ArrayLike) -> None:
    """Draw two losses of a model with one weight, sigmoid(w·x), against that weight.

    The panels: mean cross-entropy (bits) and mean squared error. The minima that are found among
    the weights are marked.

    x : the samples' one feature, shape (m,).
    y : labels 0 or 1, shape (m,).
    w : the weights to try, shape (k,), increasing.
    """
    x, y = _checks.two_columns("x", x, "y", _checks.hard_labels("y", y))
    z = np.outer(w, x)
    losses = (
        ("mean cross-entropy, bits", bits_lost(y, z)),
        ("mean squared error", (y - sigmoid(z)) ** 2),
    )
    for ax, (name, costs) in zip(axes, losses, strict=True):
        v = costs.mean(axis=1)
        lowest = np.flatnonzero((v[1:-1] < v[:-2]) & (v[1:-1] < v[2:])) + 1
        pad = 0.2 * (v.max() - v.min())
        ax.set(xlim=(w[0], w[-1]), ylim=(v.min() - pad, v.max() + pad / 2), xlabel="weight w")
        ax.plot(w, v, color=COLOURS["blue"])
        for i in lowest:
            ax.plot(w[i], v[i], color=COLOURS["orange"], marker="o")
            note(ax, minus(f"w = {w[i]:.4g}"), (w[i], v[i]), (0, -10), ha="center", va="top")
        minima = {1: "one minimum", 2: "two minima"}.get(len(lowest), f"{len(lowest)} minima")
        ax.set_title(f"{name}:\n{minima}")
        ax.locator_params(nbins=6)
