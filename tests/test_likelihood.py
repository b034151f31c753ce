"""Likelihood and its logarithms, against exact fractions, mpmath at 50 digits, and scikit-learn."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessonlib import (
    cross_entropy,
    likelihood,
    log_likelihood,
    negative_log_likelihood,
    one_hot,
    running_example,
    true_class_probability,
)

pytestmark = pytest.mark.filterwarnings("error")
steadily = settings(deadline=None, derandomize=True, max_examples=100)

SAMPLES = st.lists(
    st.tuples(st.sampled_from([0, 1]), st.floats(1e-9, 1 - 1e-9)), min_size=1, max_size=20
)


def exact_nll(y, yhat):
    with mpmath.workdps(50):
        true = [
            g if label else 1 - g
            for label, g in zip(y, map(mpmath.mpf, np.float64(yhat)), strict=True)
        ]
        return -mpmath.fsum(map(mpmath.log, true))


def test_the_lesson():
    y, yhat = running_example()
    assert true_class_probability(y, yhat).tolist() == [0.8, 0.7, 0.6, 0.7]
    assert likelihood(y, yhat) == pytest.approx(0.2352, rel=1e-15)
    assert negative_log_likelihood(y, yhat) == pytest.approx(1.4473190629576653, rel=2e-16)
    assert log_likelihood(y, yhat) == -negative_log_likelihood(y, yhat)


def test_the_lesson_repeated_until_the_product_is_lost():
    y, yhat = (np.tile(a, 600) for a in running_example())
    expected = exact_nll(y, yhat)
    assert likelihood(y, yhat) <= 5e-324
    assert abs(negative_log_likelihood(y, yhat) - expected) <= 1e-14 * expected
    assert round(negative_log_likelihood(y, yhat), 1) == 868.4


@steadily
@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.integers(0, 16)), min_size=1, max_size=12))
def test_products_of_sixteenths_are_exact(samples):
    y = [label for label, _ in samples]
    yhat = [Fraction(k, 16) for _, k in samples]
    true = [g if label else 1 - g for label, g in zip(y, yhat, strict=True)]
    guesses = [float(g) for g in yhat]
    assert true_class_probability(y, guesses).tolist() == [float(g) for g in true]
    assert likelihood(y, guesses) == math.prod(true)
    assert (negative_log_likelihood(y, guesses) == math.inf) == (0 in true)


@pytest.mark.parametrize(
    "form",
    [
        list,
        lambda a: a[:, np.newaxis],
        lambda a: a[np.newaxis, :],
        lambda a: a[:, np.newaxis].tolist(),
        lambda a: np.repeat(a, 2)[::2],
        lambda a: a.astype(object),
    ],
)
def test_every_way_to_hand_over_samples(form):
    y, yhat = np.array([1.0, 0.0, 0.0]), np.array([0.25, 0.125, 0.5])
    assert true_class_probability(form(y), form(yhat)).tolist() == [0.25, 0.875, 0.5]
    assert likelihood(form(y), form(yhat)) == 0.109375
    assert log_likelihood(form(y), form(yhat)) == pytest.approx(math.log(0.109375), rel=4e-16)
    assert negative_log_likelihood(form(y), form(yhat)) == -log_likelihood(y, yhat)


@steadily
@given(SAMPLES)
def test_nll_is_m_ln_2_times_the_cross_entropy(samples):
    y, yhat = np.array(samples).T
    rows = np.column_stack([yhat, 1 - yhat])
    bits = cross_entropy(one_hot(y, classes=[1, 0]), rows)
    assert negative_log_likelihood(y, yhat) == pytest.approx(
        len(samples) * math.log(2) * bits, rel=1e-7
    )


@steadily
@given(SAMPLES)
def test_logarithm_of_the_product(samples):
    y, yhat = np.array(samples).T
    assert math.exp(log_likelihood(y, yhat)) == pytest.approx(
        math.prod(true_class_probability(y, yhat).tolist()), rel=1e-11
    )
    assert likelihood(y, yhat) == pytest.approx(math.exp(log_likelihood(y, yhat)), rel=1e-11)
    assert 0 <= likelihood(y, yhat) <= 1


@steadily
@given(SAMPLES, SAMPLES)
def test_samples_add_up(some, more):
    parts = [negative_log_likelihood(*np.array(rows).T) for rows in (some, more)]
    whole = negative_log_likelihood(*np.array(some + more).T)
    assert whole == pytest.approx(sum(parts), rel=1e-14)


@steadily
@given(SAMPLES, st.randoms())
def test_the_order_of_the_rows_does_not_matter(samples, random):
    rows, shuffled = np.array(samples), np.array(random.sample(samples, len(samples)))
    nll = negative_log_likelihood(*rows.T)
    assert negative_log_likelihood(*shuffled.T) == pytest.approx(nll, rel=1e-14)
    assert likelihood(*shuffled.T) == pytest.approx(likelihood(*rows.T), rel=1e-14)
