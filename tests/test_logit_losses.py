"""Losses of logits, softmax, sigmoid and logit: against mpmath, scipy and scikit-learn."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from last_digits import TWO, ulps
from scipy import special
from sklearn.metrics import log_loss

from lessonlib import (
    BCE_from_logits,
    logit,
    one_hot,
    sigmoid,
    softmax,
    softmax_cross_entropy,
)

pytestmark = pytest.mark.filterwarnings("error")

BELOW_ONE = np.nextafter(1, 0)
LABELS = [0, 1, 1e-20, 1e-3, 0.25, 0.5, 0.9, BELOW_ONE]
EPS = np.finfo(float).eps
LOGITS = [0.0, 5e-324, 1e-300, 1e-10, 0.1, 0.5, 1.0, math.log(3), 5.0, 16.64, 36.74, 100.0, 700.0]


def exact_costs(z):
    """−ln of what row z of logits gives each class; −ln(e^z_k / Σ e^z_j), as the words say it."""
    with mpmath.workdps(400):  # a probability of 1 − e^−744 keeps its digits
        e = [mpmath.exp(logit) for logit in z]
        return [-mpmath.log(part / mpmath.fsum(e)) for part in e]


def some_logits(count):
    """Magnitudes from 1e-300 to 1e4, more of them where the loss turns, with both signs."""
    rng = np.random.default_rng(7)
    turning = [rng.uniform(0, 1, count), rng.uniform(0, 40, count), rng.uniform(700, 750, count)]
    sizes = [*10 ** rng.uniform(-300, 4, count), *np.concatenate(turning), 1e-300, 1e4, 36.74]
    return [float(sign * size) for size in sizes for sign in (-1, 1)]


def test_binary_to_two_ulps():
    exact, logits = {label: [] for label in LABELS}, some_logits(60)
    for z in logits:
        cost_of_0, cost_of_1 = exact_costs([0.0, z])
        for label in LABELS:
            with mpmath.workdps(400):
                nats = mpmath.mpf(label) * cost_of_1 + (1 - mpmath.mpf(label)) * cost_of_0
            assert ulps(BCE_from_logits([label], [z], base=np.e), nats) <= TWO
            assert ulps(BCE_from_logits([label], [z]), nats / mpmath.log(2)) <= TWO + 1
            exact[label].append(nats)
    for label, nats in exact.items():
        mean = float(mpmath.fsum(nats) / len(nats))
        given = BCE_from_logits([label] * len(nats), logits, base=np.e)
        assert given == pytest.approx(mean, rel=1e-15)


@pytest.mark.parametrize(
    ("y", "z", "nats"),
    [
        ([1], [math.inf], 0.0),
        ([0], [-math.inf], 0.0),
        ([1], [-math.inf], math.inf),
        ([0], [math.inf], math.inf),
        ([0.5], [math.inf], math.inf),
        ([5e-324], [math.inf], math.inf),
        ([BELOW_ONE], [-math.inf], math.inf),
        ([0, 1, 1], [-math.inf, math.inf, 1e4], 0.0),
        ([1], [1e308], 0.0),
        ([0], [1e308], 1e308),
        ([1], [-1e4], 1e4),
        ([0], [1000], 1000.0),
        (1, -1000, 1000.0),
        ([[1], [0]], [[-800], [900]], 850.0),
        ([True, False], [False, False], math.log(2)),
    ],
)
def test_binary_at_the_ends(y, z, nats):
    assert repr(BCE_from_logits(y, z, base=np.e)) == repr(nats)
    assert BCE_from_logits(y, z) == nats / math.log(2)


def test_a_mean_out_of_range_is_inf():
    assert BCE_from_logits([0, 0], [1.7e308, 1.7e308]) == math.inf  # in bits
    assert softmax_cross_entropy([0], [[-1e308, 1e308]]) == math.inf
    assert softmax_cross_entropy(np.zeros(30_001), np.tile([0, 1e304], (30_001, 1)), np.e) == 1e304


@pytest.mark.parametrize("n", [2, 3, 10])
def test_confident_right_rows_keep_thirteen_digits(n):
    rng = np.random.default_rng(n)
    for lead in [0, 1e-9, 0.1, 1, 10, 36, 37, 100, 300, 600, 680]:
        z = rng.normal(0, 2, n)
        z[-1] = z[:-1].max() + lead
        exact = exact_costs(z.tolist())[-1]
        assert abs(softmax_cross_entropy([n - 1], [z], base=np.e) - exact) <= 1e-13 * exact
        exact /= mpmath.log(2)
        assert abs(softmax_cross_entropy([n - 1], [z]) - exact) <= 1e-13 * exact
        assert abs(softmax_cross_entropy([[0] * (n - 1) + [1]], [z]) - exact) <= 1e-13 * exact


@pytest.mark.parametrize("spread", [1e-6, 1, 30, 300])
@pytest.mark.parametrize("n", [2, 3, 10])
def test_any_rows_keep_thirteen_digits(n, spread):
    rng = np.random.default_rng(n)
    for z, p in zip(rng.normal(0, spread, (8, n)), rng.dirichlet(np.ones(n), 8), strict=True):
        costs = exact_costs(z.tolist())
        for k, exact in enumerate(costs):
            assert abs(softmax_cross_entropy([k], [z], base=np.e) - exact) <= 1e-13 * exact + 5e-324
        mixed = mpmath.fdot(p.tolist(), costs)
        assert abs(softmax_cross_entropy([p], [z], base=np.e) - mixed) <= 1e-13 * mixed


@pytest.mark.parametrize(
    ("y", "Z", "nats"),
    [
        ([0], [[5]], 0.0),
        ([[1]], [[-5]], 0.0),
        ([0], [[1000, 0, 0]], 0.0),
        ([1], [[1000, 0, 0]], 1000.0),
        ([[0, 1, 0]], [[1000, 0, 0]], 1000.0),
        ([[0, 0.5, 0.5]], [[1000, 0, -1000]], 1500.0),
        ([[1, 0]], [[1e308, -1e308]], 0.0),
        (np.array([True]), [[900, 0]], 900.0),
        (np.float32([1]), np.float32([[900, 0]]), 900.0),
    ],
)
def test_softmax_at_the_ends(y, Z, nats):
    assert repr(softmax_cross_entropy(y, Z, base=np.e)) == repr(nats)
    assert softmax_cross_entropy(y, Z) == pytest.approx(nats / math.log(2), rel=2e-16)


def test_as_scipy_and_scikit_learn_see_it():
    rng = np.random.default_rng(3)
    Z, y, P = rng.normal(0, 2, (60, 4)), rng.integers(0, 4, 60), rng.dirichlet(np.ones(4), 60)
    loss = softmax_cross_entropy(y, Z, base=np.e)
    assert loss == pytest.approx(log_loss(y, special.softmax(Z, axis=1)), rel=1e-13)
    assert softmax_cross_entropy(one_hot(y, range(4)), Z, np.e) == pytest.approx(loss, rel=1e-14)
    nats = -(P * special.log_softmax(Z, axis=1)).sum() / 60
    for logits in (Z, np.asfortranarray(Z)):
        assert softmax_cross_entropy(P, logits, np.e) == pytest.approx(nats, rel=1e-13)


# the softmax itself

TABLE = np.random.default_rng(7).normal(0, 5, (40, 6))


def test_softmax_as_scipy_and_400_digits_have_it():
    assert softmax(TABLE) == pytest.approx(special.softmax(TABLE, axis=1), rel=1e-14)
    exact = [[float(mpmath.exp(-cost)) for cost in exact_costs(row)] for row in TABLE.tolist()]
    assert softmax(TABLE) == pytest.approx(np.array(exact), rel=1e-14, abs=0)
    assert softmax(TABLE).sum(axis=1) == pytest.approx(np.ones(40), abs=1e-15)


@pytest.mark.parametrize(
    ("Z", "shares"),
    [
        ([1000, 0], [1, 0]),
        ([-1000, -1000, -2000], [0.5, 0.5, 0]),
        ([1e308, -1e308], [1, 0]),
        ([[3.0]], [[1]]),
        ([5], [1]),
        (TABLE[0], softmax(TABLE)[0].tolist()),
    ],
)
def test_softmax_far_out_and_of_one_row(Z, shares):
    assert softmax(Z).tolist() == shares


# sigmoid and logit


@mpmath.workdps(50)
def exact_sigmoid(z):
    return 1 / (1 + mpmath.exp(-mpmath.mpf(z)))


@mpmath.workdps(50)
def exact_logit(p):
    return mpmath.log(p) - mpmath.log1p(-mpmath.mpf(p))


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


@given(st.floats(-740, 740))
def test_sigmoid_of_any_logit_as_50_digits_have_it(z):
    assert abs(sigmoid(z) - exact_sigmoid(z)) <= 4 * EPS * exact_sigmoid(z) + 5e-324


@pytest.mark.parametrize(
    "p", [5e-324, 1e-300, 1e-20, 1e-3, 0.3, 0.49, 0.5, 0.5 + 1e-9, 0.7, 0.999, 1 - EPS, 1 - EPS / 2]
)
def test_logit_keeps_its_digits(p):
    expected = exact_logit(p)
    assert abs(logit(p) - expected) <= 2 * EPS * max(1, abs(expected))


@given(
    st.floats(0, 1, exclude_min=True, exclude_max=True)
    | st.builds(lambda e, side: 0.5 + side * 10**e, st.floats(-17, -0.5), st.sampled_from([-1, 1]))
)
def test_logit_of_any_probability_as_50_digits_have_it(p):
    assert abs(logit(p) - exact_logit(p)) <= 4 * EPS * abs(exact_logit(p))


def test_logit_at_the_ends_and_in_the_middle():
    assert logit([0, 0.5, 1]).tolist() == [-math.inf, 0.0, math.inf]
