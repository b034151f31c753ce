"""Logistic regression: the gradient and the Hessian of its loss, and two ways to fit.

X is a table of m samples and k columns, one weight a column; a column of ones makes its weight
the intercept. Slopes are those of the mean loss in nats, where they are simple: the loss in bits
is smallest at the same weights.

Every function raises ValueError where a label is not 0 or 1, a number is not finite or out of range
or shapes do not fit, and TypeError where an argument does not hold numbers; the sentence names the
argument, the place and the value.
"""

import itertools
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _newton
from lessonlib.losses import sigmoid

MOST_STEPS = 1000  # of Newton's method, which takes fewer than ten as a rule


class SeparationError(ValueError):
    """The classes can be separated, so there are no best weights.

    ``tied`` holds the numbers of the rows on the border: none if the separation is perfect.
    """

    def __init__(self, sentence: str, tied: NDArray[np.int_]) -> None:
        super().__init__(sentence)
        self.tied = tied


class Fit(NamedTuple):
    """Where a search for weights ended, and how it got there.

    ``weights`` has shape (k,), ``path`` shape (steps + 1, k), from the start to the end, and
    ``converged`` says whether the search arrived, or was ended by its limit or by rounding.
    """

    weights: NDArray[np.float64]
    path: NDArray[np.float64]
    converged: bool

    @property
    def steps(self) -> int:
        """The number of steps taken."""
        return len(self.path) - 1


def with_intercept(x: ArrayLike) -> NDArray[np.float64]:
    """Return the table X: a column of ones, whose weight is the intercept, beside the columns x.

    x : one column, shape (m,), or several, shape (m, k).
    Returns an array, shape (m, k + 1).

    >>> with_intercept([5, 7])
    array([[1., 5.],
           [1., 7.]])
    """
    x = _checks.finite("x", x)
    _checks.shape("x", x, x.ndim in (1, 2), "have shape (m,) or (m, k)")
    return np.column_stack([np.ones(len(x)), x])


def gradient(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return the gradient Xᵀ(ŷ − y)/m of the mean cross-entropy, with ŷ = σ(X·weights).

    X : table of m samples, shape (m, k).
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    weights : shape (k,).
    Returns an array of slopes, shape (k,), in nats per unit of each weight.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.91 (there a sum).

    >>> gradient([[1, 2], [1, 4]], [0, 1], [0, 0])
    array([ 0. , -0.5])
    """
    X, y = _table(X, y)
    weights = _weights(weights, X)
    with np.errstate(all="ignore"):
        return _gradient(X, y, weights)


def hessian(X: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return the second derivatives XᵀSX/m of the mean cross-entropy, S = diag(ŷ(1 − ŷ)).

    X : table of m samples, shape (m, k).
    weights : shape (k,).
    Returns an array, shape (k, k), in nats per unit of each pair of weights; the labels play no
    part.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.97 (there a sum).

    >>> hessian([[1, 2], [1, 4]], [0, 0])
    array([[0.25, 0.75],
           [0.75, 2.5 ]])
    """
    X = _two_axes(X)
    weights = _weights(weights, X)
    with np.errstate(all="ignore"):
        z = _logits(X, weights)
        s = sigmoid(z) * sigmoid(-z)  # ŷ(1 − ŷ), without rounding 1 − ŷ to 0
        return X.T @ (s[:, None] * X) / len(X)


def gradient_descent(
    X: ArrayLike, y: ArrayLike, rate: float, steps: int, batch: int | None = None
) -> Fit:
    """Walk against the gradient from weights 0: weights ← weights − rate · gradient.

    X : table of m samples, shape (m, k).
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    rate : length of a step for a gradient of length 1; above 0.
    steps : how many steps.
    batch : how many samples the gradient is taken over, drawn anew for each step, and alike in each
        walk; by default all of them.
    Returns a ``Fit``; its path has the weights after each step.
    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), §4.3 and §8.1.3.

    >>> gradient_descent([[1, 2], [1, 4]], [0, 1], rate=0.5, steps=1).weights
    array([0.  , 0.25])
    """
    X, y = _table(X, y)
    m = len(y)
    rate = _checks.one_number("rate", rate, "a number above 0", lambda r: 0 < r < np.inf)
    wanted = "a whole number, 0 or more"
    steps = _checks.one_number("steps", steps, wanted, lambda n: n >= 0, int)
    wanted = f"a whole number from 1 to the {m} samples"
    batch = m if batch is None else batch
    batch = _checks.one_number("batch", batch, wanted, lambda n: 1 <= n <= m, int)
    rng, path = np.random.default_rng(0), [np.zeros(X.shape[1])]
    with np.errstate(all="ignore"):
        for step in range(steps):
            rows = slice(None) if batch == m else rng.choice(m, size=batch, replace=False)
            path.append(path[-1] - rate * _gradient(X[rows], y[rows], path[-1]))
            if not np.isfinite(path[-1]).all():
                raise ValueError(f"rate must be smaller: step {step + 1} leads beyond 1.8e308.")
    return Fit(path[-1], np.array(path), converged=False)


def newton(X: ArrayLike, y: ArrayLike, ridge: float = 0.0) -> Fit:
    """Fit by Newton's method, which here is iteratively reweighted least squares (IRLS).

    From weights 0, each step adds the solution d of XᵀSX d = Xᵀ(y − ŷ), halved until the loss
    falls: d is the least-squares fit of (y − ŷ)/s to X, weighted by s = ŷ(1 − ŷ). The search
    ends when d changes no logit z by more than 1e-9 (1 + |z|).

    X : table of m samples, shape (m, k), with linearly independent columns; with a ridge, only
        the constant ones must be.
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    ridge : adds ridge/2 · Σ w² to the mean loss in nats, over the weights of all columns but the
        constant ones; then separated classes have best weights too.
    Returns a ``Fit``; its path has the weights after each step.
    Raises SeparationError where a combination of columns separates the classes, perfectly or but
    for ties: the loss then has no lowest point. A ``ValueError``, as where columns are dependent.
    Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed. (2009),
    §4.4.1; separation: Albert & Anderson, Biometrika 71 (1984).

    >>> fit = newton([[1, -1], [1, 0], [1, 1], [1, 2]], [0, 1, 0, 1])
    >>> fit.weights.round(4), fit.converged
    (array([-0.4541,  0.9082]), True)
    """
    X, y = _table(X, y)
    ridge = _checks.one_number("ridge", ridge, "a number, 0 or more", lambda r: 0 <= r < np.inf)
    _checks.not_too_far_apart("X", X)
    m, varying = len(y), np.ptp(X, axis=0) > 0
    with np.errstate(all="ignore"):
        pull = np.diag(np.sqrt(m) * np.sqrt(ridge) * varying)  # rows whose squares are the penalty
        A, T, exponents, added = _newton.orthogonalised(np.vstack([X, pull]))
        if not added.all():
            raise ValueError(
                f"X must have linearly independent columns, but X[:, {added.argmin()}] adds "
                "nothing beyond rounding to the columns before it."
            )
        held = varying.all() or (y != y[0]).any()  # only an intercept is not held by a ridge
        tied = np.array([], dtype=int) if ridge else _newton.rows_on_border(X, y)
        if tied is not None and not (ridge and held):
            raise SeparationError(_separation(y, tied), tied)
        search = [*itertools.islice(_newton.search(A, y, T), MOST_STEPS)]
        converged = bool(search) and search[-1][-1]
        path = [np.zeros(len(T)), *(T @ u for _, T, _, u, _ in search)]
        path = np.ldexp(path, -exponents)
    beyond = np.argwhere(~np.isfinite(path))
    if beyond.size:
        raise ValueError(
            f"X must hold larger numbers in X[:, {beyond[0, 1]}]: "
            "the weight of that column is beyond 1.8e308."
        )
    return Fit(path[-1].copy(), path, converged)


def _separation(y: NDArray, tied: NDArray[np.int_]) -> str:
    kind, border = "perfectly ", ""
    if tied.size:
        kind, border = "quasi-", f", but for {tied.size} on the border (row {tied[0]} first)"
    same = (y == y[0]).all()
    fact = f"every label of y is {y[0]:.0f}" if same else f"the classes are {kind}separated"
    return (
        f"{fact}: a combination of the columns of X has every label on its right side{border}. "
        "The loss falls for ever, and no weights are best."
    )


def _logits(X: NDArray, weights: NDArray) -> NDArray:
    z = X @ weights
    overflown = np.flatnonzero(~np.isfinite(z))
    if overflown.size:
        raise ValueError(
            "X and weights must have products below 1.8e308, but that of row "
            f"{overflown[0]} of X is {z[overflown[0]]}."
        )
    return z


def _gradient(X: NDArray, y: NDArray, weights: NDArray) -> NDArray:
    return X.T @ (_newton.residual(y, _logits(X, weights)) / len(y))


def _two_axes(X: ArrayLike) -> NDArray[np.float64]:
    X = _checks.finite("X", X)
    _checks.shape("X", X, X.ndim == 2, "be a table, shape (m, k)")
    return X


def _table(X: ArrayLike, y: ArrayLike) -> tuple[NDArray, NDArray]:
    X, y = _two_axes(X), _checks.hard_labels("y", y)
    m = len(X)
    wanted = f"hold one label a row of X, shape ({m},) or ({m}, 1)"
    _checks.shape("y", y, y.shape in ((m,), (m, 1)), wanted)
    return X, y.ravel()


def _weights(weights: ArrayLike, X: NDArray) -> NDArray[np.float64]:
    weights = _checks.finite("weights", weights)
    k = X.shape[1]
    wanted = f"have shape ({k},), one weight a column of X"
    _checks.shape("weights", weights, weights.shape == (k,), wanted)
    return weights
