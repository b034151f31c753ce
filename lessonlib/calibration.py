"""Calibration: whether events predicted with 30 % happen in 30 % of the cases, and one repair.

Both functions raise ValueError and TypeError as those of ``lessonlib.logistic`` do.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks
from lessonlib.logistic import SeparationError, newton


class Reliability(NamedTuple):
    """Predictions in bins: the edges, how many, what was predicted, what happened.

    ``edges`` has shape (bins + 1,), the others shape (bins,). ``predicted`` is the mean
    prediction of a bin, ``observed`` the share of label 1 in it; both are nan in an empty bin.
    """

    edges: NDArray[np.float64]
    count: NDArray[np.int_]
    predicted: NDArray[np.float64]
    observed: NDArray[np.float64]


def reliability(y: ArrayLike, yhat: ArrayLike, bins: int = 10) -> Reliability:
    """Sort predictions into bins of equal width, and compare each bin with its labels.

    Bin i holds i/bins ≤ ŷ < (i + 1)/bins; the last one holds ŷ = 1 too.

    y : labels, each 0 or 1, shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    bins : the number of bins.
    Returns a ``Reliability``.
    Source: Murphy & Winkler, Applied Statistics 26 (1977).

    >>> reliability([0, 1, 1, 1], [0.2, 0.4, 0.6, 0.8], bins=2).observed
    array([0.5, 1. ])
    """
    y, yhat = _checks.two_columns("y", y, "yhat", yhat)
    y, yhat = _checks.hard_labels("y", y), _checks.probabilities("yhat", yhat)
    wanted = "a whole number from 1 to a million"
    bins = _checks.one_number("bins", bins, wanted, lambda n: 1 <= n <= 1_000_000, int)
    order = np.argsort(yhat, axis=None)
    y, yhat, edges = y.ravel()[order], yhat.ravel()[order], np.arange(bins + 1) / bins
    ends = [0, *np.searchsorted(yhat, edges[1:-1]), len(y)]
    count = np.diff(ends)
    predicted, observed = np.full(bins, np.nan), np.full(bins, np.nan)
    with np.errstate(under="ignore"):
        for i in np.flatnonzero(count):
            inside = slice(ends[i], ends[i + 1])
            mean = yhat[inside].mean()  # rounded, it may leave the predictions that it is of
            predicted[i] = np.clip(mean, yhat[inside][0], yhat[inside][-1])
            observed[i] = y[inside].mean()
    return Reliability(edges, count, predicted, observed)


def temperature(y: ArrayLike, z: ArrayLike) -> float:
    """Return the T > 0 for which the predictions σ(z/T) have the smallest cross-entropy.

    1/T is the one weight of a logistic regression on the logits, without an intercept. Fit it
    to samples that did not help to fit z.

    y : labels, each 0 or 1, shape (m,) or (m, 1).
    z : predicted logits (in nats), same shape.
    Returns a float, no unit: above 1 where the predictions were too bold, below 1 where too shy.
    Raises SeparationError where every logit is on its label's side (a ``ValueError``): then the
    colder, the better, and no T is best; ValueError where z does not point towards the labels.
    Source: Guo, Pleiss, Sun & Weinberger, On Calibration of Modern Neural Networks, ICML (2017),
    §4.2.

    >>> round(temperature([1, 1, 0, 1], [2, 2, 2, 2]), 4)
    1.8205
    """
    y, z = _checks.two_columns("y", y, "z", z)
    y, z = _checks.hard_labels("y", y), _checks.finite("z", z)
    if not z.any():
        raise ValueError("z must hold a logit other than 0, but all are 0.")
    right = ((2 * y - 1) * z).ravel()  # above 0 where a logit is on its label's side
    if right.min() >= 0:
        ties = np.flatnonzero(right == 0)
        border = f" or at 0 ({ties.size} of them)" if ties.size else ""
        raise SeparationError(
            f"z has every logit on its label's side{border}: the colder, the better, "
            "and no T is best.",
            ties,
        )
    _checks.not_too_far_apart("z", z.reshape(-1, 1))
    exponent = np.frexp(abs(z).max())[1]
    with np.errstate(all="ignore"):
        towards = math.fsum(np.ldexp(right, -exponent))
        if towards <= 0:  # then no 1/T above 0 is better than 0
            raise ValueError(
                "z must point towards the labels on the whole, but its sum where y is 1, less that "
                f"where y is 0, is {np.ldexp(towards, exponent):.4g}."
            )
        (weight,), _, converged = newton(np.ldexp(z, -exponent).reshape(-1, 1), y.ravel())
        if not converged:
            raise ValueError(
                "z must hold logits nearer to one another: the search for the best T did not "
                "arrive."
            )
        return float(np.ldexp(1 / weight, exponent))
