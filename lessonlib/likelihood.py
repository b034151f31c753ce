"""Likelihood of 0/1 labels, its logarithm, and its negative logarithm (nats, sums).

Every function raises ValueError where an array is empty, a label is not 0 or 1, a prediction is
nan or outside [0, 1] or shapes differ, and TypeError where an argument does not hold numbers; the
sentence names the argument, the place and the value.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _logs


def true_class_probability(y: ArrayLike, yhat: ArrayLike) -> NDArray[np.floating]:
    """Return the probability that each prediction gives to the class that was true.

    It is ŷ where y is 1, and 1 − ŷ where y is 0.

    y : labels, each 0 or 1, shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    Returns an array of probabilities, shape (m,).

    >>> true_class_probability([1, 0], [0.75, 0.25])
    array([0.75, 0.75])
    """
    y, yhat = _checks.two_columns("y", y, "yhat", yhat)
    y, yhat = _checks.hard_labels("y", y).ravel(), _checks.probabilities("yhat", yhat).ravel()
    return np.where(y == 1, yhat, 1 - yhat)


def likelihood(y: ArrayLike, yhat: ArrayLike) -> float:
    """Return the likelihood ∏ ŷ^y (1 − ŷ)^(1 − y): the probability of all labels together.

    y : labels, each 0 or 1, shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    Returns a float in [0, 1], no unit. For many samples it underflows to 0: use ``log_likelihood``.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.89.

    >>> likelihood([1, 0], [0.5, 0.75])
    0.125
    """
    with np.errstate(under="ignore"):
        return float(true_class_probability(y, yhat).prod())


def log_likelihood(y: ArrayLike, yhat: ArrayLike) -> float:
    """Return the log-likelihood Σ [y ln ŷ + (1 − y) ln(1 − ŷ)].

    y : labels, each 0 or 1, shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    Returns a float ≤ 0, in nats, a sum over the samples; −inf where a prediction rules out its
    label.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), §4.3.2.

    >>> log_likelihood([1, 0], [0.5, 0.5])
    -1.3862943611198906
    """
    y, yhat = _checks.two_columns("y", y, "yhat", yhat)

    def nats(y: NDArray, yhat: NDArray) -> float:  # of a block of rows, summed
        y, yhat = _checks.hard_labels("y", y), _checks.probabilities("yhat", yhat)
        return _logs.sum_of_logs_of_true(y, yhat, np.e)

    return _logs.total(nats, y, yhat)


def negative_log_likelihood(y: ArrayLike, yhat: ArrayLike) -> float:
    """Return the negative log-likelihood −Σ [y ln ŷ + (1 − y) ln(1 − ŷ)].

    y : labels, each 0 or 1, shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    Returns a float ≥ 0, in nats, a sum over the samples; ``inf`` where a prediction rules out its
    label.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.90.

    >>> negative_log_likelihood([1, 0], [0.5, 0.5])
    1.3862943611198906
    """
    return 0.0 - log_likelihood(y, yhat)
