"""Logistic regression: the sigmoid and its inverse, the gradient, and two ways to fit.

X is a table of m samples and k columns, one weight a column; a column of ones makes its weight
the intercept. Slopes are those of the mean loss in nats, where they are simple: the loss in bits
is smallest at the same weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _logs

TINY = 1e-11  # beside 1, what is smaller is rounding
MAX_HALVINGS = 50  # a step halved so often is 1e-15 of what it was


class SeparationError(ValueError):
    """The classes can be separated, so there are no best weights.

    ``tied`` holds the numbers of the rows on the border: none if the separation is perfect.
    """

    def __init__(self, tied: NDArray[np.int_]) -> None:
        self.tied = tied
        kind, border = "perfectly ", ""
        if tied.size:
            kind, border = "quasi-", f", but for {tied.size} on the border (row {tied[0]} first)"
        super().__init__(
            f"the classes are {kind}separated: a combination of the columns of X has every label "
            f"on its right side{border}. The loss falls for ever, and no weights are best."
        )


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


def with_intercept(x: ArrayLike) -> NDArray[np.float64]:
    """Return the table X: a column of ones, whose weight is the intercept, beside the columns x.

    Parameters
    ----------
    x : one column, shape (m,), or several, shape (m, k).

    Returns
    -------
    Array, shape (m, k + 1).

    Raises
    ------
    ValueError : where x is nan, infinite or empty, or has more than two axes.
    TypeError : where x does not hold numbers.

    >>> with_intercept([5, 7])
    array([[1., 5.],
           [1., 7.]])
    """
    x = _checks.finite("x", x)
    if x.ndim not in (1, 2):
        raise ValueError(f"x must have shape (m,) or (m, k), but its shape is {x.shape}.")
    return np.column_stack([np.ones(len(x)), x])


def gradient(X: ArrayLike, y: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return the gradient Xᵀ(ŷ − y)/m of the mean cross-entropy, with ŷ = σ(X·weights).

    Parameters
    ----------
    X : table of m samples, shape (m, k).
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    weights : shape (k,).

    Returns
    -------
    Array of slopes, shape (k,), in nats per unit of each weight.

    Raises
    ------
    ValueError : where shapes do not fit, a label is not 0 or 1, or a number is not finite.
    TypeError : where an argument does not hold numbers.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.91 (there a sum).

    >>> gradient([[1, 2], [1, 4]], [0, 1], [0, 0])
    array([ 0. , -0.5])
    """
    X, y = _table(X, y)
    return _gradient(X, y, _weights(weights, X))


def hessian(X: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return the second derivatives XᵀSX/m of the mean cross-entropy, S = diag(ŷ(1 − ŷ)).

    Parameters
    ----------
    X : table of m samples, shape (m, k).
    weights : shape (k,).

    Returns
    -------
    Array, shape (k, k), in nats per unit of each pair of weights; the labels play no part.

    Raises
    ------
    ValueError : where shapes do not fit or a number is not finite.
    TypeError : where an argument does not hold numbers.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), eq. 4.97 (there a sum).

    >>> hessian([[1, 2], [1, 4]], [0, 0])
    array([[0.25, 0.75],
           [0.75, 2.5 ]])
    """
    X = _two_axes(X)
    return _hessian(X, _weights(weights, X))


def gradient_descent(
    X: ArrayLike,
    y: ArrayLike,
    rate: float,
    steps: int,
    batch: int | None = None,
    seed: int = 0,
    tolerance: float = 0.0,
) -> Fit:
    """Walk against the gradient from weights 0: weights ← weights − rate · gradient.

    Parameters
    ----------
    X : table of m samples, shape (m, k).
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    rate : length of a step for a gradient of length 1; above 0.
    steps : how many steps at most.
    batch : how many samples, drawn anew for each step, the gradient is taken over; by default
        all of them.
    seed : of the random draws.
    tolerance : the walk stops when no slope of the mean over all samples is above it, up or
        down; 0 walks all steps.

    Returns
    -------
    A ``Fit``; its path has the weights after each step.

    Raises
    ------
    ValueError : where shapes do not fit, a label is not 0 or 1, a number is not finite, rate is
        not above 0, batch is not between 1 and m, or steps or tolerance is below 0.
    TypeError : where an argument does not hold numbers, or steps or batch is no whole number.

    Source: Goodfellow, Bengio & Courville, Deep Learning (2016), §4.3 and §8.1.3.

    >>> gradient_descent([[1, 2], [1, 4]], [0, 1], rate=0.5, steps=1).weights
    array([0.  , 0.25])
    """
    X, y = _table(X, y)
    m = len(y)
    batch = m if batch is None else batch
    _checks.one_number("rate", rate, "a number above 0", lambda r: 0 < r < np.inf)
    _checks.one_number("steps", steps, "a whole number, 0 or more", lambda n: n >= 0, Integral)
    wanted = f"a whole number from 1 to the {m} samples"
    _checks.one_number("batch", batch, wanted, lambda n: 1 <= n <= m, Integral)
    _checks.one_number("tolerance", tolerance, "a number, 0 or more", lambda t: t >= 0)
    rng = np.random.default_rng(seed)
    path = [np.zeros(X.shape[1])]
    for _ in _with_progress(range(steps)):
        weights = path[-1]
        if tolerance and abs(_gradient(X, y, weights)).max() <= tolerance:
            return Fit(weights, np.array(path), converged=True)
        rows = slice(None) if batch == m else rng.choice(m, size=batch, replace=False)
        path.append(weights - rate * _gradient(X[rows], y[rows], weights))
    return Fit(path[-1], np.array(path), converged=False)


def newton(X: ArrayLike, y: ArrayLike, steps: int = 50) -> Fit:
    """Fit by Newton's method, which here is iteratively reweighted least squares (IRLS).

    From weights 0, each step adds the solution d of XᵀSX d = Xᵀ(y − ŷ), halved until the loss
    falls: d is the least-squares fit of (y − ŷ)/s to X, weighted by s = ŷ(1 − ŷ). The search
    ends when d changes no logit z by more than 1e-9 (1 + |z|).

    Parameters
    ----------
    X : table of m samples, shape (m, k), with linearly independent columns.
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    steps : how many steps at most.

    Returns
    -------
    A ``Fit``; its path has the weights after each step.

    Raises
    ------
    SeparationError : where a combination of columns separates the classes, perfectly or but for
        ties: the loss then has no lowest point.
    ValueError : where shapes do not fit, a label is not 0 or 1, a number is not finite, or the
        columns of X are linearly dependent, or steps is below 0.
    TypeError : where an argument does not hold numbers, or steps is no whole number.

    Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed. (2009),
    §4.4.1; separation: Albert & Anderson, Biometrika 71 (1984).

    >>> fit = newton([[1, -1], [1, 0], [1, 1], [1, 2]], [0, 1, 0, 1])
    >>> fit.weights.round(4), fit.converged
    (array([-0.4541,  0.9082]), True)
    """
    X, y = _table(X, y)
    _checks.one_number("steps", steps, "a whole number, 0 or more", lambda n: n >= 0, Integral)
    m, k = X.shape
    Q, R = np.linalg.qr(X)  # in the columns of Q, digits are not lost to their correlation
    new = abs(R.diagonal()) > TINY * abs(R).max(axis=0)[:m]  # what each column adds
    dependent = [*np.flatnonzero(~new), *range(m, k)]
    if dependent:
        raise ValueError(
            "X must have linearly independent columns, "
            f"but X[:, {dependent[0]}] adds nothing to the columns before it."
        )
    u = np.zeros(k)
    path = [u]
    for _ in range(steps):
        try:
            step = -np.linalg.solve(_hessian(Q, u), _gradient(Q, y, u))
        except np.linalg.LinAlgError:  # every ŷ that could show the way is rounded to 0 or 1
            break
        _refuse_separation(Q, y, step)
        u = u + _downhill(Q, y, u, step)
        path.append(np.linalg.solve(R, u))
        if (abs(Q @ step) <= 1e-9 * (1 + abs(Q @ u))).all():
            return Fit(path[-1], np.array(path), converged=True)
    return Fit(path[-1], np.array(path), converged=False)


def _gradient(X: NDArray, y: NDArray, weights: NDArray) -> NDArray:
    return X.T @ (sigmoid(X @ weights) - y) / len(y)


def _hessian(X: NDArray, weights: NDArray) -> NDArray:
    z = X @ weights
    s = sigmoid(z) * sigmoid(-z)  # ŷ(1 − ŷ), without rounding 1 − ŷ to 0
    return X.T @ (s[:, None] * X) / len(X)


def _downhill(X: NDArray, y: NDArray, weights: NDArray, step: NDArray) -> NDArray:
    """Halve the step until the loss does not rise: far away, the parabola is a poor likeness."""
    before = _loss(X, y, weights)
    for _ in range(MAX_HALVINGS):
        if _loss(X, y, weights + step) <= before + 1e-12:
            return step
        step = step / 2
    return step


def _loss(X: NDArray, y: NDArray, weights: NDArray) -> float:
    z = X @ weights
    return float(np.mean(np.logaddexp(0, z) - y * z))  # ln(1 + e^z) − yz: BCE in nats


def _refuse_separation(X: NDArray, y: NDArray, direction: NDArray) -> None:
    """Raise if the direction, or what is left of it, separates the classes.

    A direction d separates if (2y − 1)·(X d) is above 0 in some rows and 0 in the others: then
    the loss only falls along d. Rows that object are tied: their share is taken out of d.
    """
    sides = (2 * y - 1)[:, None] * X
    tied = np.zeros(len(y), dtype=bool)
    objecting = ~tied
    while objecting.any():
        U, size, V = np.linalg.svd(X[tied], full_matrices=False)
        U, V = U[:, size > TINY], V[size > TINY]
        rest = direction - (V @ direction) @ V
        objecting = ~tied & (sides @ rest <= TINY * abs(direction).max())
        tied |= objecting
    if tied.all():
        return
    rows = np.flatnonzero(tied)
    if U.size:
        try:
            newton(U, y[rows])
        except SeparationError as error:  # a lot of this direction, a little of that one
            rows = rows[error.tied]
    raise SeparationError(rows)


def _with_progress(steps: range) -> Iterable[int]:
    """Show a bar, if tqdm is installed, when the steps take longer than a second."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return steps
    return tqdm(steps, desc="gradient descent", delay=1, leave=False)


def _two_axes(X: ArrayLike) -> NDArray[np.float64]:
    X = _checks.finite("X", X)
    if X.ndim != 2:
        raise ValueError(f"X must be a table, shape (m, k), but its shape is {X.shape}.")
    return X


def _table(X: ArrayLike, y: ArrayLike) -> tuple[NDArray, NDArray]:
    X, y = _two_axes(X), _checks.hard_labels("y", y)
    m = len(X)
    if y.shape not in ((m,), (m, 1)):
        raise ValueError(
            f"y must hold one label a row of X, shape ({m},) or ({m}, 1), "
            f"but its shape is {y.shape}."
        )
    return X, y.ravel()


def _weights(weights: ArrayLike, X: NDArray) -> NDArray[np.float64]:
    weights = _checks.finite("weights", weights)
    if weights.shape != (X.shape[1],):
        raise ValueError(
            f"weights must have shape ({X.shape[1]},), one weight a column of X, "
            f"but their shape is {weights.shape}."
        )
    return weights
