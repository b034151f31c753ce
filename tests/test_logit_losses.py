"""Losses of logits, softmax, sigmoid and logit, against mpmath and scipy."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from last_digits import TWO, ulps
from scipy import special

from lessonlib import BCE_from_logits, logit, sigmoid, softmax, softmax_cross_entropy

pytestmark = pytest.mark.filterwarnings("error")

BELOW_ONE = np.nextafter(1, 0)
LABELS = [0, 1, 1e-20, 1e-3, 0.25, 0.5, 0.9, BELOW_ONE]
EPS = np.finfo(float).eps


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
        ([0, 0], [1.7e308, 1.7e308], 1.7e308),  # in bits a mean out of range, which is inf
        (1, -1000, 1000.0),
        ([[1], [0]], [[-800], [900]], 850.0),
    ],
)
def test_binary_at_the_ends(y, z, nats):
    assert repr(BCE_from_logits(y, z, base=np.e)) == repr(nats)
    assert BCE_from_logits(y, z) == nats / math.log(2)


@pytest.mark.parametrize("n", [2, 3, 10])
def test_any_rows_keep_thirteen_digits(n):
    rng = np.random.default_rng(n)
    rows = [rng.normal(0, spread, n) for spread in (1e-6, 1, 30, 300) for _ in range(8)]
    for lead in [0, 1e-9, 0.1, 1, 10, 36, 37, 100, 300, 600, 680]:  # of a confident right row
        rows.append(rng.normal(0, 2, n))
        rows[-1][-1] = rows[-1][:-1].max() + lead
    for z in rows:
        costs, p = exact_costs(z.tolist()), rng.dirichlet(np.ones(n))
        labels = [*range(n), *np.eye(n), p]
        for label, nats in zip(
            labels, [*costs, *costs, mpmath.fdot(p.tolist(), costs)], strict=True
        ):
            for base, exact in ((np.e, nats), (2, nats / mpmath.log(2))):
                loss = softmax_cross_entropy([label], [z], base)
                assert abs(loss - exact) <= 1e-13 * exact + 5e-324


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
        ([0], [[-1e308, 1e308]], math.inf),
    ],
)
def test_softmax_at_the_ends(y, Z, nats):
    assert repr(softmax_cross_entropy(y, Z, base=np.e)) == repr(nats)
    assert softmax_cross_entropy(y, Z) == pytest.approx(nats / math.log(2), rel=2e-16)


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


@given(
    st.floats(allow_nan=False)
    | st.floats(-740, 740)
    | st.builds(lambda e, side: side * 10**e, st.floats(-320, 3), st.sampled_from([-1, 1]))
)
@example(-math.inf)
@example(math.inf)
def test_sigmoid_of_any_logit_as_50_digits_have_it(z):
    for sigma in (sigmoid(z), *sigmoid([z, z])):
        assert abs(sigma - exact_sigmoid(z)) <= TWO * EPS * exact_sigmoid(z) + 5e-324


def test_sigmoid_is_0_or_1_no_sooner_than_it_must():
    assert sigmoid(-745) > 0
    assert sigmoid(36) < 1


@given(
    st.floats(0, 1)
    | st.floats(0.4, 0.6)
    | st.builds(lambda e, side: 0.5 + side * 10**e, st.floats(-17, -0.5), st.sampled_from([-1, 1]))
)
@example(0.0)
@example(5e-324)
@example(BELOW_ONE)
@example(1.0)
def test_logit_of_any_probability_as_50_digits_have_it(p):
    exact, room = exact_logit(p), 2 * TWO if 0.25 < p < 0.75 else TWO
    for z in (logit(p), *logit([p, p])):
        assert z == exact or abs(z - exact) <= room * EPS * abs(exact)
