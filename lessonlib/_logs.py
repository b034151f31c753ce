"""Logarithms in any base, 0 · log 0 = 0, and sums: of many rows in blocks, or without rounding."""

import contextlib
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

NUMBERS = 16_000  # in a block: 128 KB of float64, and a formula keeps a handful of such arrays


def total(of_block: Callable[..., float], *arrays: NDArray) -> float:
    """Return the sum of ``of_block(*blocks)`` over all blocks of rows of the arrays.

    On whole arrays a formula writes each intermediate result to memory and reads it back, which
    takes longer than the arithmetic; a block stays in the processor's cache. ``of_block`` checks
    its blocks before it computes. What it refuses it is given once more as a whole, so that the
    error names the place in the whole array.
    """
    with np.errstate(all="ignore"):  # whatever the caller has set: each formula knows its inf
        if arrays[-1].size > NUMBERS:
            m = len(arrays[-1])
            height = max(1, NUMBERS * m // arrays[-1].size)
            blocks = (tuple(a[top : top + height] for a in arrays) for top in range(0, m, height))
            # Ends early where a block is refused, or where fsum meets a sum above 1.8e308.
            with contextlib.suppress(ValueError, OverflowError):
                return math.fsum(of_block(*block) for block in blocks)
        return float(of_block(*arrays))


def log(x: NDArray, base: float) -> NDArray:
    """Return log_base x; −inf where x is 0."""
    if base == 2:
        return np.log2(x)  # exact at powers of two, where log(x) / log(2) is not
    return np.log(x) / math.log(base)


def log_of_ratio(p: NDArray, q: NDArray, base: float) -> NDArray:
    """Return log_base(p / q), also where p / q is beyond 1.8e308."""
    ratio = p / q
    return np.where(np.isinf(ratio), log(p, base) - log(q, base), log(ratio, base))


def relative_sum(p: NDArray, q: NDArray, gap: tuple, logs: NDArray, base: float) -> float:
    """Return Σ p log_base(p / q) from gap = p − q and logs = log_base(p / q).

    Where p and q are near one another, p ln(p/q) is nearly p − q: a sum of such terms of both
    signs loses its digits. So p − q, given as parts to be added up, is summed without rounding,
    and what is above it apart: with v = (p − q)/(p + q), p ln(p/q) − (p − q) =
    (p + q)(v² + (1 + v)(atanh v − v)).
    """
    v = sum(gap) / (p + q)
    near = abs(v) < 1 / 16
    v, both = v[near], (p + q)[near]
    tail = v**3 * np.polyval([1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3], v * v)  # atanh v − v
    first = math.fsum(np.concatenate([part[near] for part in gap]).tolist())
    nats = first + (both * (v * v + (1 + v) * tail)).sum()
    return float(weighted(p[~near], logs[~near]).sum() + nats / math.log(base))


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
    return np.where(weight == 0, 0.0, weight * logs)


def weighted_sum(weight: NDArray, logs: NDArray) -> float:
    """Return the sum of ``weighted``, by a shorter way unless that meets 0 · (−inf) = nan."""
    total = (weight * logs).sum()
    return weighted(weight, logs).sum() if math.isnan(total) else total


def exact_sums(table: NDArray) -> tuple[NDArray, NDArray]:
    """Return the sum of each row, rounded, and what the rounding took away."""
    rows = table.tolist()
    sums = [math.fsum(row) for row in rows]
    lost = [math.fsum([*row, -total]) for row, total in zip(rows, sums, strict=True)]
    return np.array(sums), np.array(lost)


def exact_product(a: NDArray, b: NDArray) -> tuple[NDArray, NDArray]:
    """Return a·b rounded, and what the rounding took away (Dekker's product)."""
    (high_a, low_a), (high_b, low_b) = _halves(a), _halves(b)
    product = a * b
    return product, low_a * low_b - (
        ((product - high_a * high_b) - low_a * high_b) - high_a * low_b
    )


def _halves(a: NDArray) -> tuple[NDArray, NDArray]:
    """Split each number in two of half its digits, whose products are exact."""
    shifted = (2.0**27 + 1) * a
    high = shifted - (shifted - a)
    return high, a - high
