"""Binary cross-entropy, the loss of logistic regression."""

from __future__ import annotations

from numpy.typing import ArrayLike

from lessonlib import _checks, _logs


def BCE(y: ArrayLike, yhat: ArrayLike, base: float = 2) -> float:
    """Return the binary cross-entropy −(1/m) Σ [y log ŷ + (1 − y) log(1 − ŷ)].

    Parameters
    ----------
    y : labels, each 0 or 1 (or a soft label between them), shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.

    Returns
    -------
    A float ≥ 0: the mean over the samples, in bits (or the unit of ``base``). 0.0 where every
    prediction is exactly right, ``inf`` where one is certain and wrong. Nothing is clipped.

    Raises
    ------
    ValueError : where y or yhat is outside [0, 1], nan or empty, or their shapes differ.
    TypeError : where y or yhat does not hold numbers.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.90 (there a sum, in
    nats).

    >>> BCE([[1], [0], [0], [1]], [[0.8], [0.3], [0.4], [0.7]])
    0.5220100086782713
    >>> BCE([1, 0.5], [1, 0.5])
    0.5
    >>> BCE([1, 0], [0, 0.5])
    inf
    """
    base = _checks.logarithm_base(base)
    y = _checks.probabilities("y", y, wanted="labels 0 or 1 (or soft labels between them)")
    yhat = _checks.probabilities("yhat", yhat)
    _checks.same_shape("y", y, "yhat", yhat)
    _checks.one_column("y", y)
    label_is_1 = _logs.weighted(y, _logs.log(yhat, base))
    label_is_0 = _logs.weighted(1 - y, _logs.log_of_complement(yhat, base))
    return 0.0 - float((label_is_1 + label_is_0).mean())
