"""Newton's search for the weights of a logistic regression, and whether there are any to find.

A table may hold columns far from 0, rows far longer than others, and classes that overlap by
1e-12. Three things keep the answer right: columns are combined without rounding, a direction
that separates the classes is proved in whole numbers, and ŷ − y is never a difference.
"""

import itertools
import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lessonlib import _logs
from lessonlib.losses import BCE_from_logits, sigmoid

EPS = 2.0**-52  # beside 1, half of it is rounding
ARRIVED = 1e-9  # beside a logit, a change that does not count
MAX_HALVINGS = 50  # a step halved so often is 1e-15 of what it was


def residual(y: NDArray, z: NDArray) -> NDArray:
    """Return ŷ − y without rounding 1 − ŷ to 0: σ(z) where y is 0, −σ(−z) where it is 1."""
    side = 1 - 2 * y
    return side * sigmoid(side * z)


def search(A: NDArray, y: NDArray, T: NDArray) -> Iterator[tuple]:
    """Yield each step of Newton's method as (Q, T, step, u, arrived): Q = A·T, the weights T·u.

    The rows of A beyond those of y are a penalty: half their squared products with the weights
    are added to the summed loss. Where the curvature differs much between directions, T is chosen
    anew, so that no row loses its digits to a longer one.
    """
    m, u, arrived = len(y), np.zeros(len(T)), False
    Q = _product(A, T)

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
                Q = _product(A, T)
                R = root_of_curvature()
            S = np.linalg.inv(R)
        except np.linalg.LinAlgError:  # every ŷ that could show the way is rounded to 0 or 1
            return
        if not (np.isfinite(T).all() and np.isfinite(S).all()):
            return
        z = Q[:m] @ u
        inner = abs(z) < 1  # there ŷ − y is 1/2 − y, whose sum may be 0, and a little more
        halves = (Q[:m] * np.where(inner, 0.5 - y, 0)[:, None]).T.tolist()
        rest = np.where(inner, np.tanh(z / 2) / 2, residual(y, z))
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


def orthogonalised(A: NDArray) -> tuple[NDArray, NDArray, NDArray, NDArray]:
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
    S = np.linalg.qr(_product(A, T), mode="r")
    added = abs(S.diagonal()) > 16 * EPS * (size @ abs(T))  # beside what is added up for it
    if added.all():
        T = T @ np.linalg.inv(S)
    return A, T, exponents, added


def _product(A: NDArray, B: NDArray) -> NDArray:
    """Return A·B as if computed with twice the digits, and rounded then.

    Source: Ogita, Rump & Oishi, SIAM Journal on Scientific Computing 26 (2005), Dot2.
    """
    total, lost = 0.0, 0.0
    for column, row in zip(A.T[:, :, None], B, strict=True):
        product, error = _logs.exact_product(column, row)
        before, total = total, total + product
        part = total - before
        lost = lost + (error + ((before - (total - part)) + (product - part)))
    return total + lost


def rows_on_border(X: NDArray, y: NDArray) -> NDArray[np.int_] | None:
    """Return which rows no direction can separate if some can separate others; None if none can.

    A direction d separates if (2y − 1)·(X d) is above 0 in some rows and 0 in the others, the
    border: then the loss only falls along d. How long the rows are plays no part, so they are
    made equally long, and Newton's steps on them point the way; whole numbers prove it.
    """
    A, T, _, _ = orthogonalised(X)
    length = np.linalg.norm(_product(A, T), axis=1)
    A, T, _, _ = orthogonalised(np.ldexp(A, -np.frexp(length)[1][:, None]))
    for Q, basis, step, u, _ in itertools.islice(search(A, y, T), 100):
        for direction in (step, u):
            sides = (2 * y - 1) * (Q @ direction)
            against = sides < -1e-9 * abs(sides).max()
            if np.linalg.matrix_rank(Q[against], 1e-6) == len(T):
                continue  # whatever is taken out of the direction, nothing is left
            rows = _whole(A) @ _whole(basis.reshape(1, -1)).reshape(T.shape)
            rows = (2 * y - 1).astype(int).astype(object)[:, None] * rows
            border = _border(rows, _whole(direction), sides)
            if not border.all():
                return _smallest_border(X, y, np.flatnonzero(border))
    return None


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
    columns = list(range(X.shape[1]))  # of which the rows of a border need not all
    while columns:
        table = X[np.ix_(rows, columns)]
        added = orthogonalised(np.vstack([table, np.zeros((len(columns),) * 2)]))[-1]
        if added.all():
            fewer = rows_on_border(table, y[rows])
            return rows if fewer is None else rows[fewer]
        del columns[added.argmin()]
    return rows
