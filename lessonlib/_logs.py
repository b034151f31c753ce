"""Logarithms in any base, and the convention 0 · log 0 = 0."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def log(x: NDArray, base: float) -> NDArray:
    """Return log_base x; −inf where x is 0, without a warning."""
    with np.errstate(divide="ignore"):
        if base == 2:
            return np.log2(x)  # exact at powers of two, where log(x) / log(2) is not
        return np.log(x) / math.log(base)


def log_of_complement(x: NDArray, base: float) -> NDArray:
    """Return log_base(1 − x), accurate for small x; −inf where x is 1, without a warning."""
    with np.errstate(divide="ignore"):
        return np.log1p(-x) / math.log(base)


def sum_of_logs_of_true(y: NDArray, yhat: NDArray, base: float) -> float:
    """Return Σ log_base of the probability given to a label 0 or 1: ŷ where y is 1, else 1 − ŷ.

    One logarithm a row, where the sum over both classes takes two. What 1 − ŷ loses to rounding
    is put back, so that a ŷ of 1e-20 keeps its digits; −inf where a probability is 0.
    """
    label_is_0 = 1 - y
    true = label_is_0 - yhat  # 1 − ŷ, or −ŷ
    lost = label_is_0 - true - yhat  # ln(x + lost) ≈ ln x + lost where it counts: near x = 1
    return log(abs(true), base).sum() + lost.sum() / math.log(base)


def weighted(weight: NDArray, logs: NDArray) -> NDArray:
    """Return weight · logs, with 0 · (−inf) = 0: what never happens costs nothing."""
    with np.errstate(invalid="ignore"):
        return np.where(weight == 0, 0.0, weight * logs)


def weighted_sum(weight: NDArray, logs: NDArray) -> float:
    """Return the sum of ``weighted``, by a shorter way unless that meets 0 · (−inf) = nan."""
    with np.errstate(invalid="ignore"):
        total = (weight * logs).sum()
    return weighted(weight, logs).sum() if math.isnan(total) else total
