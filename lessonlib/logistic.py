"""The sigmoid, which turns a logit into a probability, and its inverse."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _logs


def sigmoid(z: ArrayLike) -> float | NDArray[np.floating]:
    """Return σ(z) = 1 / (1 + e^−z): the probability that has the logit z.

    Parameters
    ----------
    z : logits (log-odds, in nats), any shape.

    Returns
    -------
    A float for a single z, otherwise an array of the shape of z, in [0, 1]. No z overflows.

    Raises
    ------
    ValueError : where z is nan or empty.
    TypeError : where z does not hold numbers.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.59.

    >>> sigmoid(0)
    0.5
    >>> sigmoid([-1000, 1000])
    array([0., 1.])
    """
    z = _checks.real_numbers("z", z)
    _checks.refuse_where(np.isnan(z), "z", z, "numbers")
    e = np.exp(-abs(z))  # in (0, 1], so it cannot overflow
    sigma = np.where(z >= 0, 1, e) / (1 + e)
    return float(sigma) if sigma.ndim == 0 else sigma


def logit(p: ArrayLike) -> float | NDArray[np.floating]:
    """Return the logit ln(p / (1 − p)): the inverse of the sigmoid.

    Parameters
    ----------
    p : probabilities in [0, 1], any shape.

    Returns
    -------
    A float for a single p, otherwise an array of the shape of p, in nats; −inf at p = 0 and
    ``inf`` at p = 1.

    Raises
    ------
    ValueError : where p is outside [0, 1], nan or empty.
    TypeError : where p does not hold numbers.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.60.

    >>> logit(0.5)
    0.0
    >>> logit([0, 1])
    array([-inf,  inf])
    """
    p = _checks.probabilities("p", p)
    z = _logs.log(p, np.e) - _logs.log_of_complement(p, np.e)
    return float(z) if z.ndim == 0 else z
