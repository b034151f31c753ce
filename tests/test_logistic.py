"""Sigmoid and logit, against mpmath at 50 digits and scipy."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from lessonlib import logit, sigmoid

pytestmark = pytest.mark.filterwarnings("error")
steadily = settings(deadline=None, derandomize=True, max_examples=100)

EPS = np.finfo(float).eps
LOGITS = [0.0, 5e-324, 1e-300, 1e-10, 0.1, 0.5, 1.0, math.log(3), 5.0, 16.64, 36.74, 100.0, 700.0]
INNER = st.floats(0, 1, exclude_min=True, exclude_max=True)


def exact_sigmoid(z):
    with mpmath.workdps(50):
        return 1 / (1 + mpmath.exp(-mpmath.mpf(z)))


def exact_logit(p):
    with mpmath.workdps(50):
        p = mpmath.mpf(p)
        return mpmath.log(p) - mpmath.log1p(-p)


@pytest.mark.parametrize("z", LOGITS + [-z for z in LOGITS])
def test_sigmoid_keeps_its_digits_on_both_sides_of_zero(z):
    expected = exact_sigmoid(z)
    assert abs(sigmoid(z) - expected) <= 2 * EPS * expected
    assert sigmoid([z, z]).tolist() == pytest.approx([float(expected)] * 2, rel=4 * EPS, abs=0)


def test_sigmoid_at_the_ends():
    assert sigmoid(0) == sigmoid(-0.0) == 0.5
    z = [-math.inf, -1e308, -1000, 1000, 1e308, math.inf]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert sigmoid(z).tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert sigmoid(-745) > 0
    assert sigmoid(36) < 1


def test_sigmoid_agrees_with_scipy():
    z = np.linspace(-50, 50, 1001).reshape(7, 11, 13)
    np.testing.assert_allclose(sigmoid(z), special.expit(z), rtol=4 * EPS, atol=0)


@pytest.mark.parametrize(
    "p", [5e-324, 1e-300, 1e-20, 1e-3, 0.3, 0.49, 0.5, 0.5 + 1e-9, 0.7, 0.999, 1 - EPS, 1 - EPS / 2]
)
def test_logit_keeps_its_digits(p):
    expected = exact_logit(p)
    assert abs(logit(p) - expected) <= 2 * EPS * max(1, abs(expected))


@steadily
@given(st.floats(-17, -0.5).map(lambda e: 10**e), st.sampled_from([-1, 1]))
def test_logit_keeps_its_digits_near_the_middle(gap, side):
    p = 0.5 + side * gap
    assert abs(logit(p) - exact_logit(p)) <= 4 * EPS * abs(exact_logit(p))


def test_logit_at_the_ends_and_in_the_middle():
    assert logit([0, 0.5, 1]).tolist() == [-math.inf, 0.0, math.inf]
    assert logit([[0.75, 0.25]]) == pytest.approx(np.array([[math.log(3), -math.log(3)]]))


def test_logit_agrees_with_scipy():
    p = np.linspace(0, 1, 1001)
    np.testing.assert_allclose(logit(p), special.logit(p), rtol=4 * EPS, atol=4 * EPS)


@steadily
@given(INNER)
def test_sigmoid_undoes_logit(p):
    z = logit(p)
    assert sigmoid(z) == pytest.approx(p, rel=2 * EPS * (2 + abs(z)), abs=5e-324)


@steadily
@given(st.floats(-30, 30))
def test_logit_undoes_sigmoid(z):
    p = sigmoid(z)
    assert logit(p) == pytest.approx(z, abs=4 * EPS * (1 + abs(z)) + EPS / (1 - p))


@steadily
@given(st.floats(allow_nan=False))
def test_the_two_sides_add_up_to_one(z):
    assert sigmoid(-z) == pytest.approx(1 - sigmoid(z), rel=0, abs=EPS)


@steadily
@given(INNER)
def test_logits_of_complements_are_opposite(p):
    q = 1 - p  # rounded, so q's own complement is what counts
    assert logit(1 - q) == pytest.approx(-logit(q), rel=4 * EPS, abs=4 * EPS)


@steadily
@given(st.lists(st.floats(-800, 800), min_size=2, max_size=20))
def test_sigmoid_never_falls(z):
    assert (np.diff(sigmoid(sorted(z))) >= -EPS).all()


def test_one_number_comes_back_as_a_python_float():
    assert type(sigmoid(0)) is type(sigmoid(np.array(1.0))) is float
    assert type(logit(0.5)) is type(logit(np.array(0.7))) is float
