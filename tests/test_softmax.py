"""The softmax, against scipy, mpmath and the sigmoid."""

import mpmath
import numpy as np
import pytest
from scipy import special

from lessonlib import sigmoid, softmax

pytestmark = pytest.mark.filterwarnings("error")

ROWS = np.random.default_rng(7).normal(0, 5, (40, 6))


def exact_softmax(row):
    with mpmath.workdps(50):
        e = [mpmath.exp(mpmath.mpf(float(z))) for z in row]
        return [float(x / mpmath.fsum(e)) for x in e]


def test_as_scipy_has_it():
    assert softmax(ROWS) == pytest.approx(special.softmax(ROWS, axis=1), rel=1e-14)


def test_as_50_digits_have_it():
    exact = np.array([exact_softmax(row) for row in ROWS])
    assert softmax(ROWS) == pytest.approx(exact, rel=1e-14, abs=0)


def test_each_row_sums_to_one():
    assert softmax(ROWS).sum(axis=1) == pytest.approx(np.ones(40), abs=1e-15)


def test_a_constant_in_a_row_changes_nothing():
    shift = np.array([-600.0, 0.0, 7.5, 1e6] * 10)[:, None]
    whole = np.round(ROWS)  # so that adding the constant rounds nothing away
    assert (softmax(whole + shift) == softmax(whole)).all()


def test_two_classes_are_the_sigmoid():
    z = np.linspace(-30, 30, 61)
    two = softmax(np.column_stack([z, np.zeros_like(z)]))
    assert two[:, 0] == pytest.approx(sigmoid(z), rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("Z", "shares"),
    [
        ([1000, 0], [1, 0]),
        ([-1000, -1000, -2000], [0.5, 0.5, 0]),
        ([1e308, -1e308], [1, 0]),
        ([[3.0]], [[1]]),
        ([5], [1]),
    ],
)
def test_far_out(Z, shares):
    assert softmax(Z).tolist() == shares


def test_one_row_is_as_a_table_of_one_row():
    assert softmax(ROWS[0]).shape == (6,)
    assert (softmax(ROWS[:1])[0] == softmax(ROWS[0])).all()


def test_the_argument_is_not_changed():
    Z = ROWS.copy()
    softmax(Z)
    assert (Z == ROWS).all()


@pytest.mark.parametrize(
    ("Z", "error", "sentence"),
    [
        ([], ValueError, "Z is empty: at least one value is expected."),
        ([1, np.nan], ValueError, r"Z must hold finite numbers, but Z\[1\] is nan."),
        ([[1, 2], [np.inf, 0]], ValueError, r"Z must hold finite numbers, but Z\[1, 0\] is inf."),
        (3.0, ValueError, r"Z must be one row of logits, .* but its shape is \(\)."),
        (np.zeros((2, 2, 2)), ValueError, r"Z must be one row .* its shape is \(2, 2, 2\)."),
        (["a", "b"], TypeError, r"Z must hold real numbers, but Z\[0\] is 'a'."),
    ],
)
def test_bad_input(Z, error, sentence):
    with pytest.raises(error, match=sentence):
        softmax(Z)
