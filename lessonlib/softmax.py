"""The softmax: from n logits to n probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks


def softmax(Z: ArrayLike) -> NDArray[np.float64]:
    """Return the softmax e^z_k / Σ_j e^z_j of each row of logits.

    Only differences between the logits of a row count, so the largest is taken away first: then
    no exponential overflows. For two classes it is the sigmoid of the difference.

    Parameters
    ----------
    Z : logits (in nats), one row, shape (n,), or m rows, shape (m, n).

    Returns
    -------
    Array of the shape of Z: in each row, probabilities that sum to 1 (to rounding).

    Raises
    ------
    ValueError : where Z is empty, not finite, or has neither one axis nor two.
    TypeError : where Z does not hold numbers.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.62.

    >>> softmax([0, 0, np.log(2)])
    array([0.25, 0.25, 0.5 ])
    >>> softmax([[1000, 1000], [-1000, 1000]])
    array([[0.5, 0.5],
           [0. , 1. ]])
    """
    Z = _checks.finite("Z", Z)
    if Z.ndim not in (1, 2):
        raise ValueError(
            f"Z must be one row of logits, shape (n,), or m rows, shape (m, n), "
            f"but its shape is {Z.shape}."
        )
    with np.errstate(over="ignore", under="ignore"):  # a gap above 1.8e308 is inf
        e = np.exp(Z - Z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)
