"""The figures of lesson 07: Newton's steps, and how far a fit can be trusted."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lessonlib.datasets import shuttle
from lessonlib.logistic import gradient_descent, hessian, newton, sigmoid, with_intercept
from lessonlib.losses import BCE_from_logits
from lessonlib.plots._drawing import MINIMUM, figure, note
from lessonlib.style import COLOURS


@figure(4.2)
def newton_steps(ax: Axes, x: ArrayLike, y: ArrayLike, rate: float, steps: int) -> None:
    """Draw how far Newton's method and gradient descent are from the minimum, step by step.

    A walk ends at its first error below 1e-10, on the lower edge: rounding comes near.

    x : the samples' one feature, shape (m,).
    y : labels 0 or 1, shape (m,), which x does not separate.
    rate : the learning rate of gradient descent.
    steps : how many steps of gradient descent.
    """
    X = with_intercept(x)
    fit = newton(X, y)
    slow = gradient_descent(X, y, rate=rate, steps=steps).path
    reached = 1e-10
    walks = (
        (fit.path, "Newton's method", "blue", "-", "o", (12, 0), "left"),
        (slow, f"gradient descent,\nrate {rate:g}", "orange", "--", "", (-14, -8), "right"),
    )
    for path, name, colour, style, marker, where, side in walks:
        error = abs(path - fit.weights).max(axis=1)
        there = np.flatnonzero(error <= reached)
        seen = np.arange(1, there[0] + 1 if there.size else len(path))
        error = np.maximum(error, reached)
        look = {"color": COLOURS[colour], "linestyle": style, "marker": marker}
        ax.plot(seen, error[seen], clip_on=False, **look)
        middle = seen[np.argmin(abs(np.log10(error[seen]) + 4.5))]
        text = name + (f"\nthere after {there[0]} steps" if there.size else "")
        look = {"ha": side, "va": "center", "color": COLOURS[colour]}
        note(ax, text, (middle, error[middle]), where, **look)
    ax.set(xscale="log", yscale="log", xlim=(0.8, steps * 1.25), ylim=(reached, 10))
    ax.set(xlabel="step", ylabel="largest error of b and w")
    ax.set_title("Steps until the error is below 10⁻¹⁰")


@figure(4.0)
def newton_parabola(ax: Axes, share: float) -> None:
    """Draw the loss of a model with b alone, and the parabola that Newton's first step goes down.

    The start, b = 0, is a dot, the parabola's lowest point a square, and the loss's own lowest
    point, the logit of the share, a diamond.

    share : of the labels that are 1, in [0.55, 0.95], so that all of it stays in the window.
    """
    b = np.linspace(-1, 4.5, 221)
    slope, curvature = 0.5 - share, 0.25  # of the loss at b = 0
    landing, best = -slope / curvature, np.log(share / (1 - share))

    def parabola(at: ArrayLike) -> NDArray:
        return np.log(2) + slope * at + curvature * at**2 / 2

    loss = np.vectorize(lambda at: BCE_from_logits(share, at, np.e))
    ax.plot(b, loss(b), color=COLOURS["blue"])
    ax.plot(b, parabola(b), color=COLOURS["orange"], linestyle="--")
    ax.plot(0, np.log(2), color=COLOURS["ink"], marker="o", linestyle="none")
    ax.plot(landing, parabola(landing), color=COLOURS["orange"], marker="s", linestyle="none")
    ax.plot(best, loss(best), zorder=4, **MINIMUM)
    note(ax, "start, b = 0", (0, np.log(2)), (8, 20), va="top")
    text = f"the parabola's lowest\npoint, b = {landing:.4g}"
    note(ax, text, (landing, parabola(landing)), (-2, -10), ha="right", va="top")
    text = f"the loss's lowest\npoint, b = {best:.4f}"
    note(ax, text, (best, loss(best)), (4, -12), va="top")
    ax.set(xlim=(-1, 4.5), ylim=(0, 1.2), xlabel="b", ylabel="mean loss, nats")
    ax.set_title("Newton's first jump, to the bottom of the dashed parabola")


@figure(4.6)
def shuttle_fit(
    ax: Axes, temperature: ArrayLike, distress: ArrayLike, weights: ArrayLike, covariance: ArrayLike
) -> None:
    """Draw the flights of the shuttle, the fitted probability of distress and its 95 % band.

    Below the coldest flight the curve is dashed and the band hatched. Flights at one temperature
    are stacked. 31 °F, the forecast for Challenger, is marked.

    temperature : at launch, in °F, shape (m,).
    distress : 1 where a ring showed distress, otherwise 0, shape (m,).
    weights : the intercept and the weight of the fit, shape (2,).
    covariance : of the weights, shape (2, 2).
    """
    temperature, distress = np.ravel(temperature).astype(float), np.ravel(distress).astype(float)
    coldest = temperature.min()
    _band(ax, np.linspace(28, coldest, 120), weights, covariance, "--", "paper", "//")
    _band(ax, np.linspace(coldest, 84, 120), weights, covariance)
    for label, marker in ((0, "o"), (1, "D")):
        degrees = np.sort(temperature[distress == label])
        above = np.arange(len(degrees)) - np.searchsorted(degrees, degrees)  # those below it
        stacked = label + (0.045 if label == 0 else -0.045) * above
        look = {"color": COLOURS["ink"], "linestyle": "none", "markersize": 6}
        ax.plot(degrees, stacked, marker=marker, **look)
    (at31,), (low,), (high,) = _probability(31, weights, covariance)
    orange = {"color": COLOURS["orange"]}
    ax.plot([31, 31], [low, high], linewidth=2.5, marker="_", markersize=12, **orange)
    ax.plot(31, at31, marker="s", **orange)
    text = f"31 °F: P = {at31:.4f},\n95 % interval\n{low:.3f} to {high:.3f}"
    ax.text(29, low - 0.13, text, va="top", linespacing=1.3, **orange)
    ax.plot([coldest, coldest], [-0.06, 1.06], color=COLOURS["grey"], linestyle=":", linewidth=1.4)
    ax.text(coldest - 0.7, -0.04, "no flights", ha="right", color=COLOURS["grey"])
    ax.text(coldest + 0.7, 0.14, f"{len(temperature)} flights", color=COLOURS["grey"])
    ax.set(ylim=(-0.06, 1.06))
    ax.set(xticks=[31, 40, coldest, 60, 70, 80], yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.set_title("The fit, and its 95 % interval at each temperature")


@figure(3.9)
def shuttle_at(ax: Axes, degrees: float) -> None:
    """Draw the fit of the shuttle flights with one temperature marked, for a slider.

    degrees : temperature in °F.
    """
    temperature, distress = shuttle()
    X = with_intercept(temperature)
    weights = newton(X, distress).weights
    covariance = np.linalg.inv(len(X) * hessian(X, weights))
    _band(ax, np.linspace(28, 84, 225), weights, covariance)
    (p,), (least,), (most,) = _probability(degrees, weights, covariance)
    ax.plot([degrees, degrees], [least, most], color=COLOURS["orange"], linewidth=2.5)
    ax.plot(degrees, p, color=COLOURS["orange"], marker="s")
    ax.set(ylim=(-0.02, 1.02))
    ax.set_title(f"{degrees:.4g} °F: P = {p:.4f}, 95 % interval {least:.3f} to {most:.3f}")


def _band(ax, degrees, weights, covariance, style="-", fill="sky", hatch=None) -> None:
    """The fit, and its band."""
    fitted, low, high = _probability(degrees, weights, covariance)
    look = {"facecolor": COLOURS[fill], "edgecolor": COLOURS["grey"], "hatch": hatch}
    ax.fill_between(degrees, low, high, linewidth=0.8, **look)
    ax.plot(degrees, fitted, color=COLOURS["blue"], linestyle=style)
    ax.set(xlim=(28, 84), xlabel="temperature at launch, °F", ylabel="probability of distress")


def _probability(degrees: ArrayLike, weights: ArrayLike, covariance: ArrayLike) -> tuple:
    """P, and the ends of its 95 % interval, through the interval of the logit."""
    rows = with_intercept(np.atleast_1d(degrees))
    z = rows @ np.asarray(weights)
    error = 1.96 * np.sqrt(np.einsum("ij,jk,ik->i", rows, np.asarray(covariance), rows))
    return sigmoid(z), sigmoid(z - error), sigmoid(z + error)
