"""Logistic regression: the sigmoid and its inverse, the gradient, and two ways to fit.

X is a table of m samples and k columns, one weight a column; a column of ones makes its weight
the intercept. Slopes are those of the mean loss in nats, where they are simple: the loss in bits
is smallest at the same weights.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _logs
from lessonlib.losses import BCE_from_logits

EPS = 2.0**-52  # beside 1, half of it is rounding
ARRIVED = 1e-9  # beside a logit, a change that does not count
MAX_HALVINGS = 50  # a step halved so often is 1e-15 of what it was


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
    with np.errstate(under="ignore"):
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
    with np.errstate(divide="ignore"):
        middle = abs(p - 0.5) < 0.25  # where the two logarithms nearly cancel
        z = np.where(middle, np.log1p((2 * p - 1) / (1 - p)), np.log(p) - np.log1p(-p))
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
    weights = _weights(weights, X)
    with np.errstate(all="ignore"):
        return _gradient(X, y, weights)


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
    weights = _weights(weights, X)
    with np.errstate(all="ignore"):
        z = _logits(X, weights)
        s = sigmoid(z) * sigmoid(-z)  # ŷ(1 − ŷ), without rounding 1 − ŷ to 0
        return X.T @ (s[:, None] * X) / len(X)


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
    m, whole = len(y), "a whole number, 0 or more"
    rate = _checks.one_number("rate", rate, "a number above 0", lambda r: 0 < r < np.inf)
    steps = _checks.one_number("steps", steps, whole, lambda n: n >= 0, int)
    wanted = f"a whole number from 1 to the {m} samples"
    batch = m if batch is None else batch
    batch = _checks.one_number("batch", batch, wanted, lambda n: 1 <= n <= m, int)
    seed = _checks.one_number("seed", seed, whole, lambda n: n >= 0, int)
    tolerance = _checks.one_number("tolerance", tolerance, "a number, 0 or more", lambda t: t >= 0)
    rng = np.random.default_rng(seed)
    path = [np.zeros(X.shape[1])]

    def arrived(weights: NDArray) -> bool:
        return tolerance > 0 and bool(abs(_gradient(X, y, weights)).max() <= tolerance)

    with np.errstate(all="ignore"):
        for _ in _with_progress(range(steps)):
            if arrived(path[-1]):
                break
            rows = slice(None) if batch == m else rng.choice(m, size=batch, replace=False)
            path.append(path[-1] - rate * _gradient(X[rows], y[rows], path[-1]))
            if not np.isfinite(path[-1]).all():
                raise ValueError(
                    f"rate must be smaller: step {len(path) - 1} leads beyond 1.8e308."
                )
        return Fit(path[-1], np.array(path), arrived(path[-1]))


def newton(X: ArrayLike, y: ArrayLike, steps: int = 1000, ridge: float = 0.0) -> Fit:
    """Fit by Newton's method, which here is iteratively reweighted least squares (IRLS).

    From weights 0, each step adds the solution d of XᵀSX d = Xᵀ(y − ŷ), halved until the loss
    falls: d is the least-squares fit of (y − ŷ)/s to X, weighted by s = ŷ(1 − ŷ). The search
    ends when d changes no logit z by more than 1e-9 (1 + |z|).

    Parameters
    ----------
    X : table of m samples, shape (m, k), with linearly independent columns; with a ridge, only
        the constant ones must be.
    y : labels, each 0 or 1, shape (m,) or (m, 1).
    steps : how many steps at most.
    ridge : adds ridge/2 · Σ w² to the mean loss in nats, over the weights of all columns but the
        constant ones; then separated classes have best weights too.

    Returns
    -------
    A ``Fit``; its path has the weights after each step.

    Raises
    ------
    SeparationError : where a combination of columns separates the classes, perfectly or but for
        ties: the loss then has no lowest point.
    ValueError : where the columns of X are linearly dependent, or a weight is above 1.8e308.

    Source: Hastie, Tibshirani & Friedman, The Elements of Statistical Learning, 2nd ed. (2009),
    §4.4.1; separation: Albert & Anderson, Biometrika 71 (1984).

    >>> fit = newton([[1, -1], [1, 0], [1, 1], [1, 2]], [0, 1, 0, 1])
    >>> fit.weights.round(4), fit.converged
    (array([-0.4541,  0.9082]), True)
    """
    X, y = _table(X, y)
    steps = _checks.one_number("steps", steps, "a whole number, 0 or more", lambda n: n >= 0, int)
    ridge = _checks.one_number("ridge", ridge, "a number, 0 or more", lambda r: 0 <= r < np.inf)
    _checks.not_too_far_apart("X", X)
    m, varying = len(y), np.ptp(X, axis=0) > 0
    with np.errstate(all="ignore"):
        pull = np.diag(np.sqrt(m) * np.sqrt(ridge) * varying)  # rows whose squares are the penalty
        A, T, exponents, added = _orthogonalised(np.vstack([X, pull]))
        if not added.all():
            raise ValueError(
                f"X must have linearly independent columns, but X[:, {added.argmin()}] adds "
                "nothing beyond rounding to the columns before it."
            )
        if ridge == 0:
            _refuse_separation(X, y)
        elif not varying.all() and (y == y[0]).all():  # nothing holds the intercept back
            raise _separation(y, np.array([], dtype=int))
        search = [*itertools.islice(_search(A, y, T), steps)]
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


def _residual(y: NDArray, z: NDArray) -> NDArray:
    """Return ŷ − y without rounding 1 − ŷ to 0: σ(z) where y is 0, −σ(−z) where it is 1."""
    side = 1 - 2 * y
    return side * sigmoid(side * z)


def _search(A: NDArray, y: NDArray, T: NDArray) -> Iterator[tuple]:
    """Yield each step of Newton's method as (Q, T, step, u, arrived): Q = A·T, the weights T·u.

    The rows of A beyond those of y are a penalty: half their squared products with the weights
    are added to the summed loss. Where the curvature differs much between directions, T is chosen
    anew, so that no row loses its digits to a longer one.
    """
    m, u, arrived = len(y), np.zeros(len(T)), False
    Q = _exact_product(A, T)

    def loss(u: NDArray) -> float:
        return BCE_from_logits(y, Q[:m] @ u, np.e) + ((Q[m:] @ u) ** 2).sum() / (2 * m)

    def root_of_curvature() -> NDArray:
        z = Q[:m] @ u
        root = np.sqrt(sigmoid(z) * sigmoid(-z))  # of ŷ(1 − ŷ), without rounding 1 − ŷ to 0
        return np.linalg.qr(np.vstack([root[:, None] * Q[:m], Q[m:]]), mode="r")

    while not arrived:
        R = root_of_curvature()
        try:
            if np.linalg.cond(R) > 100:
                T, u = T @ np.linalg.inv(R), R @ u
                Q = _exact_product(A, T)
                R = root_of_curvature()
            S = np.linalg.inv(R)
        except np.linalg.LinAlgError:  # every ŷ that could show the way is rounded to 0 or 1
            return
        if not (np.isfinite(T).all() and np.isfinite(S).all()):
            return
        z = Q[:m] @ u
        inner = abs(z) < 1  # there ŷ − y is 1/2 − y, whose sum may be 0, and a little more
        halves = (Q[:m] * np.where(inner, 0.5 - y, 0)[:, None]).T.tolist()
        rest = np.where(inner, np.tanh(z / 2) / 2, _residual(y, z))
        slopes = [*map(math.fsum, halves)] + Q[:m].T @ rest + Q[m:].T @ (Q[m:] @ u)
        whole = step = -S @ (S.T @ slopes)
        arrived = bool((abs(Q @ step) <= ARRIVED * (1 + abs(Q @ (u + step)))).all())
        before = loss(u)
        for _ in range(MAX_HALVINGS):  # far away, the parabola is a poor likeness
            if loss(u + step) <= before * (1 + 1e-12):
                break
            step = step / 2
        u = u + step
        yield Q[:m], T, whole, u, arrived


def _orthogonalised(A: NDArray) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Return A with columns times 2^−exponents, T that makes its columns orthonormal, exponents.

    A·T is exact to its last digits, whatever T: so a column far from 0, such as a year, loses
    none of them to the intercept. The last of the four tells whether each column adds more than
    rounding to those before it: only then is there such a T.
    """
    exponents = np.frexp(abs(A).max(axis=0))[1]
    A = np.ldexp(A, -exponents)  # no column is much longer than another; rounds nothing
    size = np.linalg.norm(A, axis=0)
    R = np.linalg.qr(A, mode="r")
    least = EPS * size + (size == 0)
    np.fill_diagonal(R, np.where(abs(R.diagonal()) > least, R.diagonal(), least))
    T = np.linalg.inv(R)
    S = np.linalg.qr(_exact_product(A, T), mode="r")
    added = abs(S.diagonal()) > 16 * EPS * (size @ abs(T))  # beside what is added up for it
    if added.all():
        T = T @ np.linalg.inv(S)
    return A, T, exponents, added


def _exact_product(A: NDArray, B: NDArray) -> NDArray:
    """Return A·B as if computed with twice the digits, and rounded then.

    Source: Ogita, Rump & Oishi, SIAM Journal on Scientific Computing 26 (2005), Dot2.
    """
    total, lost = 0.0, 0.0
    for column, row in zip(A.T[:, :, None], B, strict=True):
        product, error = _logs.exact_product(column, row)
        total, rounded = _logs.exact_sum(total, product)
        lost = lost + (error + rounded)
    return total + lost


def _refuse_separation(X: NDArray, y: NDArray) -> None:
    """Raise if a direction separates the classes: then no weights are best.

    A direction d separates if (2y − 1)·(X d) is above 0 in some rows and 0 in the others, the
    border: then the loss only falls along d. How long the rows are plays no part, so they are
    made equally long, and Newton's steps on them point the way; whole numbers prove it.
    """
    A, T, _, _ = _orthogonalised(X)
    length = np.linalg.norm(_exact_product(A, T), axis=1)
    A, T, _, _ = _orthogonalised(np.ldexp(A, -np.frexp(length)[1][:, None]))
    for Q, basis, step, u, _ in itertools.islice(_search(A, y, T), 100):
        for direction in (step, u):
            sides = (2 * y - 1) * (Q @ direction)
            against = sides < -1e-9 * abs(sides).max()
            if np.linalg.matrix_rank(Q[against], 1e-6) == len(T):
                continue  # whatever is taken out of the direction, nothing is left
            rows = _whole(A) @ _whole(basis.reshape(1, -1)).reshape(T.shape)
            rows = (2 * y - 1).astype(int).astype(object)[:, None] * rows
            border = _border(rows, _whole(direction), sides)
            if not border.all():
                raise _separation(y, _smallest_border(X, y, np.flatnonzero(border)))


def _separation(y: NDArray, tied: NDArray[np.int_]) -> SeparationError:
    kind, border = "perfectly ", ""
    if tied.size:
        kind, border = "quasi-", f", but for {tied.size} on the border (row {tied[0]} first)"
    fact = f"the classes are {kind}separated"
    if (y == y[0]).all():
        fact = f"every label of y is {y[0]:.0f}"
    return SeparationError(
        f"{fact}: a combination of the columns of X has every label on its right side{border}. "
        "The loss falls for ever, and no weights are best.",
        tied,
    )


def _border(rows: NDArray, direction: NDArray, sides: NDArray) -> NDArray[np.bool_]:
    """Tell which rows have product 0 with what is left of the direction, and none one below 0.

    All are whole numbers, so nothing is rounded. While a row objects, having a product below 0,
    the direction gives up its share in it.
    """
    given_up = []
    while True:
        products = rows @ direction
        objecting = np.flatnonzero(products < 0)
        if not objecting.size:
            return products == 0
        row = rows[objecting[sides[objecting].argmin()]]
        for other in given_up:
            row = _without(row, other)
        given_up.append(row)
        direction = _without(direction, row)


def _without(vector: NDArray, other: NDArray) -> NDArray:
    """Return a multiple, above 0, of the vector without its share in the other one."""
    rest = (other @ other) * vector - (vector @ other) * other
    return rest // (np.gcd.reduce(rest) or 1)


def _whole(A: NDArray) -> NDArray:
    """Return the rows of A as whole numbers of Python, each row times a power of two."""
    mantissa, exponent = np.frexp(A)
    shift = exponent - exponent.min(axis=-1, keepdims=True)
    return (mantissa * 2.0**53).astype(np.int64).astype(object) << shift.astype(object)


def _smallest_border(X: NDArray, y: NDArray, rows: NDArray[np.int_]) -> NDArray[np.int_]:
    """Return those rows of a border that no other direction, a little of it, can separate."""
    columns = list(range(X.shape[1]))
    while columns:
        table = X[np.ix_(rows, columns)]
        added = _orthogonalised(np.vstack([table, np.zeros((len(columns),) * 2)]))[-1]
        if added.all():
            try:
                _refuse_separation(table, y[rows])
            except SeparationError as error:
                return rows[error.tied]
            return rows
        del columns[added.argmin()]
    return rows


def _with_progress(steps: range) -> Iterable[int]:
    """Show a bar, if tqdm is installed, when the steps take longer than a second."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return steps
    return tqdm(steps, desc="gradient descent", delay=1, leave=False)


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
    return X.T @ (_residual(y, _logits(X, weights)) / len(y))


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
