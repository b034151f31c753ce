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


def weighted(weight: NDArray, logs: NDArray) -> NDArray:
    """Return weight · logs, with 0 · (−inf) = 0: what never happens costs nothing."""
    with np.errstate(invalid="ignore"):
        return np.where(weight == 0, 0.0, weight * logs)
