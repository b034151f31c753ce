"""The figures of lesson 10: parts of a loss, scores, calibration, and a threshold by cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks
from lessonlib.calibration import reliability
from lessonlib.information import entropy, information_content, relative_entropy
from lessonlib.plots._drawing import broad, figure, note, paper, round_step
from lessonlib.style import COLOURS

# The last digits of a fitted ŷ differ between processors: what is nearer than this is the same.
_SAME = 1e-9


@figure(4.3, panels=(1, 2))
def scoring_rules(axes: NDArray, truth: float) -> None:
    """Draw what four scores charge in expectation for a report r of an event's probability.

    The panels: cross-entropy (in bits) and the Brier score, lowest at r = truth; absolute error
    and error, lowest elsewhere. The windows do not move.

    truth : the probability of the event, above 0 and below 1.
    """
    _checks.one_number("truth", truth, "one number above 0 and below 1", lambda p: 0 < p < 1)
    truth = 0.5 if abs(truth - 0.5) < _SAME else truth  # as a slider may come by it
    _proper_scores(axes[0], truth)
    best = _gamed_scores(axes[1], truth)
    for ax in axes:
        ax.set(xlim=(0, 1), xlabel="reported probability r")
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
    axes[0].set_ylabel("expected charge")
    title = f"Probability {truth:.4g}: say {truth:.4g} on the left; on the right {best} will do"
    axes[0].figure.suptitle(title)


def _proper_scores(ax: Axes, truth: float) -> None:
    """The expected cross-entropy and Brier score of reporting r, lowest at the truth."""

    def bits(r):
        return truth * information_content(r) + (1 - truth) * information_content(1 - r)

    def brier(r):
        return truth * (1 - r) ** 2 + (1 - truth) * r**2

    # Closer points near 0 and 1, where cross-entropy climbs so late that it would seem to end.
    near = np.logspace(-15, -3, 60)
    r = np.sort(np.r_[near, np.linspace(0.002, 0.998, 499), 1 - near])
    blue, green = {"color": COLOURS["blue"]}, {"color": COLOURS["green"]}
    ax.plot([truth, truth], [0, 2.5], color=COLOURS["grey"], linestyle=":", linewidth=1.4)
    ax.plot(r, bits(r), **blue)
    ax.plot(r, brier(r), linestyle="--", **green)
    ax.plot(truth, bits(truth), marker="o", zorder=3, **blue)
    ax.plot(truth, brier(truth), marker="s", zorder=3, **green)
    # Names stand on the longer side of the truth, above their curve.
    far, side, ha = (r < truth, 1, "left") if truth >= 0.5 else (r > truth, -1, "right")
    at = r[far][np.argmin(abs(bits(r[far]) - 1.5))] + 0.04 * side
    ax.text(at, 1.5, "cross-\nentropy,\nbits", ha=ha, va="bottom", **blue)
    at = 0.5 - 0.46 * side
    ax.text(at, brier(at) + 0.04, "Brier score", ha=ha, va="bottom", **green)
    ax.set(ylim=(0, 2.5), yticks=[0, 0.5, 1, 1.5, 2, 2.5])
    ax.set_title(f"cannot be gamed: both\nare lowest at r = {truth:.4g}")


def _gamed_scores(ax: Axes, truth: float) -> str:
    """The expected absolute error and error of reporting r, and what it pays to say."""
    even, high = truth == 0.5, truth >= 0.5
    best, least = (1, 1 - truth) if high else (0, truth)
    halves = ((least, best), (1 - least, 1 - best))  # the charge, and where its half of r ends
    ink, orange = {"color": COLOURS["ink"]}, {"color": COLOURS["orange"]}
    for charge, end in halves[: 2 if even else 1]:
        ax.plot((0.5, end), (charge, charge), **broad(8))
    for charge, end in halves:
        ax.plot((0.5, end), (charge, charge), **ink)
    ax.plot((0, 1), (truth, 1 - truth), linestyle="-.", **orange)
    if even:
        named = ("the same\nat any r", "the same\nat any r")
    else:
        ends = {"marker": "o", "markerfacecolor": COLOURS["paper"], "linestyle": "none"}
        ax.plot((0.5, 0.5), (least, 1 - least), markersize=7, **ends, **ink)
        ax.plot(best, least, marker="D", clip_on=False, zorder=3, **orange)
        side = "above" if high else "below"
        named = (f"lowest at\nr = {best}", f"lowest at\nany r\n{side} 0.5")
    # Neither score passes through these two quarters of the panel, whatever the truth is.
    upper, lower = (0.55, 0.04) if high else (0.04, 0.55)
    ax.text(upper, 0.82, f"absolute\nerror:\n{named[0]}", va="center", **orange)
    ax.text(lower, 0.19, f"error:\n{named[1]}", va="center", **ink)
    ax.set(ylim=(0, 1), yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.set_title(f"can be gamed: no need\nto say r = {truth:.4g}")
    return "anything" if even else f"{best}"


@figure(3.1)
def loss_parts(ax: Axes, truth: ArrayLike, forecasts: Mapping[str, ArrayLike]) -> None:
    """Draw the expected loss of forecasters as bars: what the world keeps, and their KL beyond it.

    The lower part of a bar is H(Y | X), the same for all; the part that is KL is hatched.

    truth : the probability of label 1 in each of k groups of the same size, shape (k,).
    forecasts : for each forecaster's name what it says of the groups, shape (k,); none rules out
        what happens, for no bar is infinitely long.
    """
    truth = _checks.probabilities("truth", truth)
    floor = np.mean([entropy([p, 1 - p]) for p in truth])
    ax.axvline(floor, color=COLOURS["grey"], linestyle=":", linewidth=1.4)
    drawn, longest = {"height": 0.62, "edgecolor": COLOURS["ink"]}, floor
    for row, (name, said) in enumerate(forecasts.items()):
        said = _checks.probabilities(f"forecasts[{name!r}]", said)
        _checks.same_shape("truth", truth, f"forecasts[{name!r}]", said)
        pairs = zip(truth, said, strict=True)
        kl = max(0, np.mean([relative_entropy([p, 1 - p], [q, 1 - q]) for p, q in pairs]))
        if np.isinf(kl):
            raise ValueError(f"forecasts must not rule out what happens, but {name!r} does.")
        ax.barh(row, floor, color=COLOURS["sky"], **drawn)
        ax.barh(row, kl, left=floor, color=COLOURS["sand"], hatch="//", **drawn)
        ax.text(floor / 2, row, f"H(Y | X) {floor:.4f}", ha="center", va="center")
        ax.text(floor + kl + 0.01, row, f"+ KL {kl:.4f}\n= {floor + kl:.4f}", va="center")
        longest = max(longest, floor + kl)
    ax.set(xlim=(0, 1.25 * longest), ylim=(len(forecasts) - 0.4, -0.6))
    ax.set_xlabel("expected loss, bits")
    ax.set_yticks(range(len(forecasts)), [*forecasts])
    ax.tick_params(axis="y", length=0)
    ax.set_title("Expected loss = the world's part + the model's")


@figure(4.4, panels=None)
def reliability_diagram(
    fig: Figure, y: ArrayLike, predictions: Mapping[str, ArrayLike], bins: int = 5
) -> None:
    """Draw the share of label 1 against the mean prediction, in bins, one panel a model.

    Beside each point stands how many rows are in its bin; empty bins are left out. A bar shows
    where 95 of 100 shares would fall by chance if the mean prediction p of the n rows were right:
    p ± 1.96 √(p (1 − p) / n), cut to [0, 1], which is rough where n is small. A share outside
    its bar is a diamond.

    y : labels, each 0 or 1, shape (m,).
    predictions : k models, each a name and its predicted probabilities of label 1, shape (m,).
    bins : the number of bins, of equal width. A prediction within 1e-9 of an edge counts as on it.
    """
    if not isinstance(predictions, Mapping):
        raise TypeError(f"predictions must be a dict of names, but it is {predictions!r:.60}.")
    if not predictions:
        raise ValueError("predictions is empty: at least one name is expected.")
    y = _checks.hard_labels("y", y)
    axes = np.atleast_1d(fig.subplots(1, len(predictions), sharey=True))
    for ax, (name, yhat) in zip(axes, predictions.items(), strict=True):
        yhat = _checks.probabilities(f"predictions[{name!r}]", yhat)
        _checks.same_shape("y", y, f"predictions[{name!r}]", yhat)
        edges = reliability(y, yhat, bins).edges
        _, *found = reliability(y, _snapped(yhat, edges), bins)
        ax.plot((0, 1), (0, 1), color=COLOURS["grey"], linestyle=":", linewidth=1.4)
        outside = []
        for n, p, share in zip(*(column[found[0] > 0] for column in found), strict=True):
            reach = 1.96 * np.sqrt(p * (1 - p) / n)
            ends = max(p - reach, 0), min(p + reach, 1)
            ax.plot((p, p), ends, **broad(7))
            outside.append(abs(share - p) > reach + _SAME)
            colour, marker = ("orange", "D") if outside[-1] else ("blue", "o")
            ax.plot(p, share, color=COLOURS[colour], marker=marker, markersize=7, zorder=3)
            # On the side of the point where the diagonal is not, if there is room.
            left = share > p + _SAME and p > 0.15
            away, ha = (-8, "right") if left else (8, "left")
            note(ax, f"{n}", (p, share), (away, 0), ha=ha, va="center", bbox=paper(0.5))
        ax.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="mean prediction ŷ in a bin")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        ax.set_title(f"{name}:\n{sum(outside)} of {len(outside)} outside the bar")
    axes[0].set_ylabel("share with label 1")
    key = "number: rows in the bin; bar: 95 of 100 shares, if ŷ is right"
    fig.supxlabel(key, fontsize=12)
    fig.suptitle("On the dotted line, what was said is what happened")


@figure(4.4)
def cost_curve(ax: Axes, y: ArrayLike, yhat: ArrayLike, wasted: float, missed: float) -> None:
    """Draw the total cost of expecting label 1 where ŷ is above a threshold, for each threshold.

    Marked are the costs of expecting everybody and nobody, and those of two thresholds: ½, and
    wasted / (wasted + missed), which is best if the probabilities are right.

    y : labels, each 0 or 1, shape (m,).
    yhat : predicted probabilities that the label is 1, same shape. A ŷ within 1e-9 of 0,
        1 or a threshold that is marked counts as equal to it.
    wasted : the cost of a row that was expected and has label 0, above 0.
    missed : the cost of a row that was not expected and has label 1, above 0.
    """
    y, yhat = _checks.two_columns("y", y, "yhat", yhat)
    y, yhat = _checks.hard_labels("y", y), _checks.probabilities("yhat", yhat)
    for name, cost in (("wasted", wasted), ("missed", missed)):
        _checks.one_number(name, cost, "one number above 0", lambda c: 0 < c < np.inf)
    rule = wasted / (wasted + missed)
    rule = 0.5 if abs(rule - 0.5) < _SAME else rule
    yhat = _snapped(yhat, (0, rule, 0.5, 1))
    came, stayed = np.sort(yhat[y == 1]), np.sort(yhat[y == 0])

    def total(threshold):
        not_expected = np.searchsorted(came, threshold, side="right")
        expected = len(stayed) - np.searchsorted(stayed, threshold, side="right")
        return expected * wasted + not_expected * missed

    everybody, nobody = len(stayed) * wasted, len(came) * missed
    # The cost changes only at a ŷ. Of those that are the same, all are passed at the last one.
    steps = np.unique(yhat)
    steps = np.unique(np.r_[0, steps[np.diff(steps, append=2) > _SAME], 1])
    costs = total(steps[:-1])
    highest = max(costs.max(), everybody, nobody)
    levels = sorted([(everybody, "everybody"), (nobody, "nobody")])
    close = levels[1][0] - levels[0][0] < 0.09 * highest
    for (level, who), away in zip(levels, ("top", "bottom"), strict=True):
        ax.plot((0, 1), (level, level), color=COLOURS["grey"], linestyle=":", linewidth=1.4)
        va = away if close else "center"
        ax.text(1.02, level, f"{who}: {level:.6g}", va=va, color=COLOURS["grey"])
    ax.plot(np.repeat(steps, 2)[1:-1], np.repeat(costs, 2), color=COLOURS["blue"], linewidth=1.6)
    # The names stand above every curve, in two rows, and not across each other's line.
    marks = [(rule, f"formula, {rule:.4g}", "green", "o", 1.3, rule > 0.45)]
    if rule != 0.5:
        marks.append((0.5, "½", "orange", "s", 1.15, rule > 0.5))
    for at, name, colour, marker, height, left in marks:
        cost, ink = total(at), {"color": COLOURS[colour]}
        ax.plot((at, at), (0, height * highest), linestyle="--", linewidth=1.4, **ink)
        ax.plot(at, cost, marker=marker, zorder=3, **ink)
        away, ha = (-6, "right") if left else (6, "left")
        look = {"ha": ha, "va": "top", "weight": "bold", **ink}
        note(ax, f"{name}: {cost:.6g}", (at, height * highest), (away, 0), **look)
    ax.set(xlim=(0, 1), ylim=(0, 1.32 * highest))
    ax.set_xlabel("threshold: rows with a larger ŷ are expected")
    ax.set_ylabel(f"total cost (wasted {wasted:.4g}, missed {missed:.4g})")
    ax.set(xticks=np.arange(11) / 10, yticks=np.arange(0, 1.1 * highest, round_step(highest)))
    ax.set_title(f"What the decisions on {y.size} rows cost, by threshold")


def _snapped(yhat: NDArray, borders: Iterable[float]) -> NDArray:
    """Predictions, of which those that are the same as a border are set on it."""
    yhat = yhat.copy()
    for border in borders:
        yhat[abs(yhat - border) < _SAME] = border
    return yhat
