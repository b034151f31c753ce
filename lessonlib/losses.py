"""Cross-entropy losses of classifiers, from probabilities or from logits, and what joins the two.

Every function raises ValueError where an array is empty, a number is nan or out of range, a row of
probabilities does not sum to 1, shapes do not fit or base is not above 1, and TypeError where an
argument does not hold numbers; the sentence names the argument, the place and the value.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _logs

SOFT_LABELS = "labels 0 or 1 (or soft labels between them)"


def BCE(y: ArrayLike, yhat: ArrayLike, base: float = 2) -> float:
    """Return the binary cross-entropy −(1/m) Σ [y log ŷ + (1 − y) log(1 − ŷ)].

    y : labels, each 0 or 1 (or a soft label between them), shape (m,) or (m, 1).
    yhat : predicted probabilities that the label is 1, same shape.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0: the mean over the samples, in bits (or the unit of ``base``). 0.0 where
    every prediction is exactly right, ``inf`` where one is certain and wrong. Nothing is clipped.
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
    y, yhat = _checks.two_columns("y", y, "yhat", yhat)

    def logs(y: NDArray, yhat: NDArray) -> float:  # of a block of rows, summed
        hard = _checks.are_hard(y)
        y = y if hard else _checks.probabilities("y", y, wanted=SOFT_LABELS)
        yhat = _checks.probabilities("yhat", yhat)
        if hard:  # one of the two terms is 0
            return _logs.sum_of_logs_of_true(y, yhat, base)
        label_is_1 = _logs.weighted_sum(y, _logs.log(yhat, base))
        return label_is_1 + _logs.weighted_sum(1 - y, np.log1p(-yhat) / math.log(base))

    return 0.0 - _logs.total(logs, y, yhat) / y.size


def BCE_from_logits(y: ArrayLike, z: ArrayLike, base: float = 2) -> float:
    """Return the binary cross-entropy of ŷ = σ(z): the mean of ln(1 + e^−|z|) + |z|·|y − (z > 0)|.

    The first term is the price of doubt, never above ln 2; the second is the price of leaning
    to the wrong side. No z overflows, and no ŷ is rounded to 0 or 1 on the way.

    y : labels, each 0 or 1 (or a soft label between them), shape (m,) or (m, 1).
    z : logits of the probability that the label is 1 (nats, whatever ``base`` is), same shape;
        −inf and inf are allowed.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0: the mean over the samples, in bits (or the unit of ``base``). ``inf`` where
    a logit is infinite and its label is on the other side, or between.
    Source: Murphy, Probabilistic Machine Learning: An Introduction (2022), §10.2.3.1 (there with
    labels −1 and 1).

    >>> BCE_from_logits([1, 0], [0, 0])
    1.0
    >>> BCE_from_logits([1], [-1000], base=np.e)
    1000.0
    >>> BCE_from_logits([1], [np.inf])
    0.0
    """
    base = _checks.logarithm_base(base)
    y, z = _checks.two_columns("y", y, "z", z)

    def nats(y: NDArray, z: NDArray) -> float:  # of a block of rows, summed
        y = _checks.probabilities("y", y, wanted=SOFT_LABELS)
        z = _checks.logits("z", z)
        doubt = np.log1p(np.exp(-abs(z)))
        return doubt.sum() + _logs.weighted_sum(abs(y - (z > 0)), abs(z))

    mean = _logs.total(nats, y, z) / y.size / math.log(base)
    if mean == np.inf and np.isfinite(z).all():  # a sum above 1.8e308, but is the mean?
        return 2.0**64 * BCE_from_logits(y, z / 2.0**64, base)  # so far out, it is linear in z
    return mean


def categorical_cross_entropy(y: ArrayLike, Q: ArrayLike, base: float = 2) -> float:
    """Return the cross-entropy of m predictions over n classes: the mean of −Σ p log q.

    With class numbers that is the mean of −log of the probability given to the true class.

    y : class numbers, each a whole number from 0 to n − 1, shape (m,); or the true
        distributions (one-hot or soft), shape (m, n).
    Q : predicted distributions, shape (m, n).
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0: bits (or the unit of ``base``) a sample. ``inf`` where Q gives probability
    0 to a class that is possible.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.108 (there a sum, in
    nats).

    >>> categorical_cross_entropy([0, 2], [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]])
    1.5
    >>> categorical_cross_entropy([[0.5, 0.5]], [[0.5, 0.5]])
    1.0
    """
    base = _checks.logarithm_base(base)
    y, Q = _checks.labels_and_table("y", y, "Q", Q)

    def logs(y: NDArray, Q: NDArray) -> float:  # of a block of rows, summed
        y = _checks.classes_or_distributions("y", y, Q.shape[1])
        Q = _checks.distributions("Q", Q)
        if y.ndim == 1:
            return _logs.log(Q[np.arange(len(Q)), y], base).sum()
        return _logs.weighted_sum(y, _logs.log(Q, base))

    return 0.0 - _logs.total(logs, y, Q) / len(Q)


def softmax_cross_entropy(y: ArrayLike, Z: ArrayLike, base: float = 2) -> float:
    """Return the cross-entropy of q = softmax(z), a row of logits: the mean of −Σ p log q.

    A row with the true class t costs (z_top − z_t) + ln(1 + Σ e^(z_j − z_top)), where the sum
    goes over all classes but the top one: nothing overflows, and a confident right row keeps
    its digits. With a distribution p the first term is Σ p_k (z_top − z_k).

    y : class numbers, each a whole number from 0 to n − 1, shape (m,); or the true
        distributions (one-hot or soft), shape (m, n).
    Z : logits, finite numbers (nats, whatever ``base`` is), shape (m, n).
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0: bits (or the unit of ``base``) a sample.
    Source: Murphy, Probabilistic Machine Learning: An Introduction (2022), §2.5.4 (log-sum-exp).

    >>> softmax_cross_entropy([0, 3], [[7, 7, 7, 7], [1, 1, 1, 1]])
    2.0
    >>> softmax_cross_entropy([0], [[0, 1000]], base=np.e)
    1000.0
    """
    base = _checks.logarithm_base(base)
    y, Z = _checks.labels_and_table("y", y, "Z", Z)

    def nats(y: NDArray, Z: NDArray) -> float:  # of a block of rows, summed
        y = _checks.classes_or_distributions("y", y, Z.shape[1])
        Z = _checks.finite("Z", Z)
        rows, top = np.arange(len(Z)), Z.argmax(axis=1)
        gap = Z[rows, top, None] - Z
        others = np.exp(-gap)
        others[rows, top] = 0
        doubt = np.log1p(others.sum(axis=1))
        if y.ndim == 1:
            return doubt.sum() + gap[rows, y].sum()
        return y.sum(axis=1) @ doubt + _logs.weighted_sum(y, gap)

    mean = _logs.total(nats, y, Z) / len(Z) / math.log(base)
    if mean == np.inf:  # a gap or a sum above 1.8e308, but is the mean?
        return 2.0**64 * softmax_cross_entropy(y, Z / 2.0**64, base)  # so far out, linear in Z
    return mean


def softmax(Z: ArrayLike) -> NDArray[np.float64]:
    """Return the softmax e^z_k / Σ_j e^z_j of each row of logits.

    Only differences between the logits of a row count, so the largest is taken away first: then
    no exponential overflows. For two classes it is the sigmoid of the difference.

    Z : logits (in nats), one row, shape (n,), or m rows, shape (m, n).
    Returns an array of the shape of Z: in each row, probabilities that sum to 1 (to rounding).
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.62.

    >>> softmax([0, 0, np.log(2)])
    array([0.25, 0.25, 0.5 ])
    >>> softmax([[1000, 1000], [-1000, 1000]])
    array([[0.5, 0.5],
           [0. , 1. ]])
    """
    Z = _checks.finite("Z", Z)
    wanted = "be one row of scores, shape (n,), or m rows, shape (m, n)"
    _checks.shape("Z", Z, Z.ndim in (1, 2), wanted)
    with np.errstate(over="ignore", under="ignore"):  # a gap above 1.8e308 is inf
        e = np.exp(Z - Z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


def sigmoid(z: ArrayLike) -> float | NDArray[np.floating]:
    """Return σ(z) = 1 / (1 + e^−z): the probability that has the logit z.

    z : logits (log-odds, in nats), any shape.
    Returns a float for a single z, otherwise an array of the shape of z, in [0, 1]. No z overflows.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.59.

    >>> sigmoid(0)
    0.5
    >>> sigmoid([-1000, 1000])
    array([0., 1.])
    """
    z = _checks.logits("z", z)
    with np.errstate(under="ignore"):
        e = np.exp(-abs(z))  # in (0, 1], so it cannot overflow
        sigma = np.where(z >= 0, 1, e) / (1 + e)
    return float(sigma) if sigma.ndim == 0 else sigma


def logit(p: ArrayLike) -> float | NDArray[np.floating]:
    """Return the logit ln(p / (1 − p)): the inverse of the sigmoid.

    p : probabilities in [0, 1], any shape.
    Returns a float for a single p, otherwise an array of the shape of p, in nats; −inf at p = 0 and
    ``inf`` at p = 1.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.61.

    >>> logit(0.5)
    0.0
    >>> logit([0, 1])
    array([-inf,  inf])
    """
    p = _checks.probabilities("p", p)
    with np.errstate(divide="ignore"):
        middle = abs(p - 0.5) < 0.25  # where the two logarithms nearly cancel
        z = np.where(middle, np.log1p((2 * p - 1) / (1 - p)), np.log(p) - np.log1p(-p))
    return float(z) if z.ndim == 0 else z
