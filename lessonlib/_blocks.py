"""Sums over many rows, in blocks that fit the processor's cache.

A formula on whole arrays writes each intermediate result to memory and reads it back, which
takes longer than the arithmetic. On blocks it stays in the cache, and takes no memory to speak of.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

NUMBERS = 16_000  # in a block: 128 KB of float64, and a formula keeps a handful of such arrays


def total(of_block: Callable[..., float], *arrays: NDArray) -> float:
    """Return the sum of ``of_block(*blocks)`` over all blocks of rows of the arrays.

    ``of_block`` checks its blocks before it computes. What it refuses it is given once more as
    a whole, so that the error names the place in the whole array.
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
