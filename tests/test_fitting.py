"""Gradient, Hessian, descent, Newton, separation: against 60 digits, scikit-learn and scipy."""

from collections import Counter
from functools import cache
from itertools import combinations, pairwise

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.linear_model import LogisticRegression

from lessonlib import sigmoid
from lessonlib.datasets import shuttle, study_hours
from lessonlib.logistic import (
    SeparationError,
    gradient,
    gradient_descent,
    hessian,
    newton,
    with_intercept,
)

pytestmark = pytest.mark.filterwarnings("error")


def students():
    x, y = study_hours()
    return with_intercept(x), y


def flights():
    temperature, distress = shuttle()
    return with_intercept(temperature), distress


def three_columns():
    rng = np.random.default_rng(5)
    X = with_intercept(rng.normal(size=(40, 2)) * [1, 30] + [0, 50])
    return X, (rng.random(40) < sigmoid(X @ [-2, 1.5, 0.04])).astype(float)


TABLES = [students, flights, three_columns]
every_table = pytest.mark.parametrize("table", TABLES)


def columns(X, y, weights):
    """X, y and the weights as mpmath matrices, exact."""
    return (mpmath.matrix(np.asarray(a).tolist()) for a in (X, y, weights))


def exact_weights(X, y, start, steps):
    """The best weights at 60 digits, by steps of Newton's method on the normal equations."""
    with mpmath.workdps(60):
        X, y, w = columns(X, y, start)
        for _ in range(steps):
            p = [1 / (1 + mpmath.exp(-z)) for z in X * w]
            H = X.T * mpmath.diag([a * (1 - a) for a in p]) * X
            step = mpmath.lu_solve(H, X.T * (y - mpmath.matrix(p)))
            w += step
        assert max(abs(z) for z in X * step) < 1e-30
        return [*w]


def exact_loss(X, y, w):
    """The mean cross-entropy in nats, as the lessons define it."""
    p = [1 / (1 + mpmath.exp(-z)) for z in X * w]
    return -sum(mpmath.log(a if b else 1 - a) for a, b in zip(p, y, strict=True)) / len(p)


# gradient and Hessian


@every_table
def test_slopes_are_those_of_the_mean_cross_entropy_at_50_digits(table):
    X, y = table()
    weights = np.linspace(-0.3, 0.2, X.shape[1])
    k = len(weights)

    def partial(*orders):
        return mpmath.diff(lambda *w: exact_loss(A, b, mpmath.matrix(w)), tuple(c), orders)

    with mpmath.workdps(50):
        A, b, c = columns(X, y, weights)
        one = np.eye(k, dtype=int)
        slopes = [float(partial(*one[i])) for i in range(k)]
        bends = [[float(partial(*(one[i] + one[j]))) for j in range(k)] for i in range(k)]
    np.testing.assert_allclose(gradient(X, y, weights), slopes, rtol=1e-12)
    np.testing.assert_allclose(hessian(X, weights), bends, rtol=1e-12)


# Newton


@every_table
def test_newton_agrees_with_60_digits(table):
    X, y = table()
    fit = newton(X, y)
    assert fit.converged
    assert fit.steps == len(fit.path) - 1 == (7 if table is flights else 6)
    exact = exact_weights(X, y, np.zeros(X.shape[1]), 12)
    for weight, best in zip(fit.weights.tolist(), exact, strict=True):
        assert abs(weight - best) <= 1e-14 * abs(best)
    assert repr(fit.path[0].tolist()[0]) == "0.0"  # and not -0.0
    assert fit.path[-1].tolist() == fit.weights.tolist()
    fit.path[:] = 7
    assert (fit.weights != 7).all()


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=4, max_size=9),
    st.sampled_from([0, 1e3, 1e7, 1.7e9, 1.7e12]),
    st.integers(-12, 15),
)
def test_fits_far_from_zero_and_of_any_scale_agree_with_60_digits(rows, offset, exponent):
    steps, labels = np.array(rows).T
    zero, one = steps[labels == 0], steps[labels == 1]
    assume(zero.size and one.size and min(zero.max(), one.max()) > max(zero.min(), one.min()))
    scale = 10.0**exponent
    X = with_intercept(offset * scale + steps * scale)
    fit = newton(X, labels)
    assert fit.converged
    exact = exact_weights(X, labels, fit.weights, 5)
    with mpmath.workdps(60):
        z = [float(exact[0] + exact[1] * x) for x in X[:, 1].tolist()]
    slope = float(exact[1])
    assert fit.weights[1] == pytest.approx(slope, rel=1e-13, abs=1e-13 / scale)
    room = 1e-15 * (5 + 4 * offset * abs(slope) * scale)  # the weights are rounded
    assert X @ fit.weights == pytest.approx(z, rel=0, abs=room)


def separable():
    return with_intercept([-2.0, -1, 1, 2]), np.array([0.0, 0, 1, 1])


def too_many_columns():
    rng = np.random.default_rng(9)
    return rng.normal(size=(6, 9)), np.array([0.0, 1, 1, 0, 1, 1])


def one_class():
    return np.array([[1.0, 2], [3, -1], [2, 2]]), np.ones(3)


@pytest.mark.parametrize("ridge", [1e-4, 0.01, 1, 50])
@pytest.mark.parametrize("table", [*TABLES, separable, too_many_columns, one_class])
def test_a_ridge_is_that_of_scikit_learn(table, ridge):
    X, y = table()
    m, flat = len(y), np.ptp(X, axis=0) == 0
    fit = newton(X, y, ridge=ridge)
    assert fit.converged
    free = gradient(X, y, fit.weights) + ridge * np.where(flat, 0, fit.weights)
    assert abs(free / abs(X).max(axis=0)).max() < 1e-14
    if table is one_class:
        return  # which scikit-learn refuses
    model = LogisticRegression(C=1 / (m * ridge), fit_intercept=bool(flat.any()), max_iter=10**5)
    model.set_params(solver="newton-cholesky" if flat.any() else "lbfgs", tol=1e-10).fit(X, y)
    np.testing.assert_allclose(fit.weights[~flat], model.coef_[0][~flat], rtol=1e-5, atol=1e-7)
    if flat.any():
        np.testing.assert_allclose(fit.weights[flat], model.intercept_, rtol=1e-5, atol=1e-9)


@every_table
def test_each_step_is_a_weighted_least_squares_fit(table):
    X, y = table()
    path = newton(X, y).path
    for before, after in pairwise(path):
        yhat = sigmoid(X @ before)
        root = np.sqrt(yhat * (1 - yhat))
        step = np.linalg.lstsq(root[:, None] * X, (y - yhat) / root, rcond=None)[0]
        np.testing.assert_allclose(after - before, step, rtol=1e-6, atol=1e-9)


def test_the_search_ends_when_no_logit_moves_by_more_than_1e_9():
    path = newton(np.ones((3, 1)), [1, 0, 0]).path[:, 0]
    moves = abs(np.diff(path)) / (1 + abs(path[1:]))
    assert moves[-1] <= 1e-9 < moves[-2] < 1.3e-9


def test_a_search_without_end_says_so(monkeypatch):
    # Separated classes have no best weight: if they were not refused, the search would not end.
    monkeypatch.setattr("lessonlib._newton.rows_on_border", lambda *_: None)
    fit = newton([[-1], [1]], [0, 1])
    assert fit.converged is False
    assert 700 < fit.weights[0] < 800  # until every ŷ that could show the way is rounded
    monkeypatch.setattr("lessonlib.logistic.MOST_STEPS", 60)
    fit = newton([[-1], [1]], [0, 1])
    assert (fit.steps, fit.converged) == (60, False)


def loss(X, y, weights):
    return np.mean(np.logaddexp(0, (1 - 2 * y) * (X @ weights)))


def test_steps_are_halved_where_whole_ones_overshoot():
    # Two outliers: here whole steps of Newton's method overshoot, and never come back.
    X = np.array([[2, 1], [1000, 100], [1, -5], [100, 0], [-10, -1000], [-1, 0]])
    y = np.array([0, 1, 1, 1, 1, 1])
    fit = newton(X, y)
    assert fit.converged
    assert abs(gradient(X, y, fit.weights)).max() < 1e-12
    losses = [loss(X, y, weights) for weights in fit.path]
    assert (np.diff(losses) <= 1e-12).all()

    shares = set()
    for before, after in pairwise(fit.path[:12]):
        whole = -np.linalg.solve(hessian(X, before), gradient(X, y, before))
        shares.update(((after - before) / whole).round(6).tolist())
    assert shares == {1, 1 / 2, 1 / 4}


def test_rows_far_on_the_wrong_side_do_not_spoil_the_digits():
    x = np.linspace(-1000, 1000, 2001)
    y = x > 0
    y[0] = True
    X = with_intercept(x)
    fit = newton(X, y)
    assert fit.converged
    assert (X @ fit.weights)[0] < -40
    assert abs(gradient(X, y, fit.weights)).max() < 1e-12


@pytest.mark.parametrize("outlier", 10.0 ** np.arange(4, 19, 2))
def test_an_outlier_on_its_own_side_changes_nothing(outlier):
    true = newton(with_intercept([0, 1, 2, 3, 1e3]), [0, 1, 0, 1, 1]).weights
    fit = newton(with_intercept([0, 1, 2, 3, outlier]), [0, 1, 0, 1, 1])
    assert fit.converged
    np.testing.assert_allclose(fit.weights, true, rtol=1e-14)


# gradient descent


def test_descent_walks_against_the_gradient():
    X, y = students()
    fit = gradient_descent(X, y, rate=0.3, steps=50)
    assert (fit.steps, fit.converged, fit.path.shape) == (50, False, (51, 2))
    assert fit.path[0].tolist() == [0, 0]
    assert fit.path[-1].tolist() == fit.weights.tolist()
    for before, after in pairwise(fit.path):
        assert after.tolist() == (before - 0.3 * gradient(X, y, before)).tolist()
    assert (np.diff([loss(X, y, weights) for weights in fit.path]) < 0).all()


def test_descent_comes_to_where_newton_does_after_hundreds_of_steps():
    X, y = students()
    path, best = gradient_descent(X, y, rate=1, steps=1000).path, newton(X, y).weights
    np.testing.assert_allclose(path[-1], best, rtol=1e-7)
    assert abs(path[300] - best).max() > 1e-4


def test_batches_are_the_same_in_each_walk_and_all_samples_are_no_batch():
    X, y = students()
    batches = [gradient_descent(X, y, 0.1, 30, batch=n).path.tolist() for n in (3, 3, 8, None)]
    assert batches[0] == batches[1] != batches[2] == batches[3]


@pytest.mark.parametrize("batch", [1, 3])
def test_each_step_follows_the_gradient_of_a_batch_drawn_anew(batch):
    X, y = with_intercept(2.0 ** np.arange(8) / 50), study_hours().y  # no two batches are alike
    path = gradient_descent(X, y, 0.1, 60, batch=batch).path
    drawn = set()
    for before, after in pairwise(path):
        possible = {
            rows: before - 0.1 * gradient(X[list(rows)], y[list(rows)], before)
            for rows in combinations(range(8), batch)
        }
        fitting = [rows for rows, place in possible.items() if abs(place - after).max() < 1e-14]
        assert len(fitting) == 1
        drawn.update(fitting)
    assert len(drawn) > 7
    assert set().union(*drawn) == set(range(8))


# separation


@pytest.mark.parametrize(
    ("x", "y", "tied"),
    [
        ([-1, 1, 1e6], [0, 1, 1], []),  # an outlier dwarfs the rows that matter
        ([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 2, 1e9 + 3], [0, 0, 0, 1, 1], [2, 3]),
        ([1e6, 1e6, 1e6 + 1], [0, 1, 0], [0, 1]),
        ([2451545, 2451545, 2451546], [1, 0, 0], [0, 1]),
        (np.c_[[2001.0, 2001, 2004, 2002, 2000]] ** [1, 2], [0, 1, 0, 0, 1], [0, 1]),
        ([1.7e12, 1.7e12 + 1, 1.7e12 + 1, 1.7e12 + 2], [0, 0, 1, 1], [1, 2]),
        ([-1, -1e-13, 1e-13, 1], [0, 0, 1, 1], []),  # parted by very little
    ],
)
def test_separation_far_from_0_or_by_a_hair_is_seen(x, y, tied):
    assert_separated(with_intercept(x), np.array(y), tied)


def assert_separated(X, y, tied):
    with pytest.raises(SeparationError) as caught:
        newton(X, y)
    assert caught.value.tied.tolist() == tied, (X, y)


def rows_on_every_border(X, y):
    """An oracle: of all directions that separate, the linear program finds the one with fewest
    ties; without any, every row is tied."""
    m, k = X.shape
    side = (2 * y - 1)[:, None] * X
    found = linprog(
        np.r_[np.zeros(k), -np.ones(m)],
        A_ub=np.c_[-side, np.eye(m)],
        b_ub=np.zeros(m),
        bounds=[(None, None)] * k + [(0, 1)] * m,
    )
    return np.flatnonzero(found.x[k:] < 0.5).tolist()


@cache
def small_tables():
    """300 tables, and which rows the oracle ties; None where columns are dependent."""
    tables, rng = [], np.random.default_rng(6)
    for lowest, highest in [(-2, 2), (0, 1)] * 150:
        m, k = rng.integers(3, 15), rng.integers(1, 4)
        X = rng.integers(lowest, highest + 1, size=(m, k)).astype(float)
        X = with_intercept(X) if rng.random() < 0.8 else X
        y = (rng.random(m) < rng.choice([0.2, 0.5])).astype(float)
        if rng.random() < 0.5:
            y = (X @ rng.normal(size=X.shape[1]) + rng.integers(2) * rng.normal(size=m) > 0) * 1.0
        full = np.linalg.matrix_rank(X) == X.shape[1]
        tables.append((X, y, rows_on_every_border(X, y) if full else None))
    return tables


@pytest.mark.parametrize(("offset", "powers"), [(0, 1), (1e3, 1), (1e7, 1), (0, 5)])
def test_a_linear_program_finds_the_same_separations(offset, powers):
    seen = Counter()
    rng = np.random.default_rng(8)
    for X, y, tied in small_tables():
        shift = np.rint(rng.uniform(-offset, offset, X.shape[1]))
        shift[0] = 0
        if not (X[:, 0] == 1).all():
            shift[:] = 0
        length = 10.0 ** rng.integers(0, powers, (len(y), 1))  # which plays no part
        moved = (X + shift) * length  # a column of ones makes the shift good
        if tied is None and powers == 1:
            with pytest.raises(ValueError, match=r"^X must have linearly independent columns"):
                newton(moved, y)
            seen["dependent"] += 1
        elif tied is not None and len(tied) == len(y):
            fit = newton(moved, y)
            assert fit.converged, (moved, y)
            best = fit.weights + (shift @ fit.weights) * (np.arange(X.shape[1]) == 0)
            room = 1e-12 * max(1, offset / 10, length.max())
            assert abs(gradient(X * length, y, best)).max() < room, (moved, y)
            seen["fitted"] += 1
        elif tied is not None:
            assert_separated(moved, y, tied)
            seen["quasi" if tied else "perfect"] += 1
    assert len(seen) == 4 - (powers > 1)
    assert min(seen.values()) >= 15, seen
