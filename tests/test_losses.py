"""Losses and likelihoods of probabilities, against mpmath, scikit-learn, scipy, exact fractions.

And the blocks that all losses of the package, those of logits too, are summed in. The digits of
``categorical_cross_entropy`` are in test_information, beside those of ``cross_entropy``.
"""

import json
import math
import os
import subprocess
import sys
import tracemalloc
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from last_digits import TWO, ulps
from scipy import special
from sklearn.metrics import log_loss

import lessonlib
from lessonlib import (
    BCE,
    BCE_from_logits,
    categorical_cross_entropy,
    cross_entropy,
    likelihood,
    log_likelihood,
    logit,
    negative_log_likelihood,
    one_hot,
    softmax_cross_entropy,
    true_class_probability,
)
from lessonlib._logs import NUMBERS, total

pytestmark = pytest.mark.filterwarnings("error")

BELOW_ONE = np.nextafter(1, 0)
PROBABILITIES = st.floats(0, 1) | st.sampled_from([5e-324, 1e-300, 1e-20, BELOW_ONE])
LABELS = st.sampled_from([0, 1]), st.sampled_from([0, 1]) | PROBABILITIES  # hard, hard or soft


def exact_bce(y, yhat, base=2):
    """The formula at 50 digits, with the inputs taken as the exact numbers that they are."""
    with mpmath.workdps(50):
        total = mpmath.mpf(0)
        for label, guess in zip(np.ravel(y).tolist(), np.ravel(yhat).tolist(), strict=True):
            label, guess = mpmath.mpf(label), mpmath.mpf(guess)
            total -= label * mpmath.log(guess) if label else 0
            total -= (1 - label) * mpmath.log1p(-guess) if label != 1 else 0
        return total / np.size(y) / mpmath.log(base)


@given(
    st.one_of([st.lists(st.tuples(y, PROBABILITIES), min_size=1, max_size=20) for y in LABELS]),
    st.sampled_from([1.01, 2, np.e, 3, 1e6]),
)
@example([(1, 1), (0, 0), (0, -0.0)], 2)  # exactly right
@example([(0.5, 0.5), (1, 1), (0, 0)], 2)
@example([(5e-324, 0)], 2)
@example([(BELOW_ONE, 1)], 2)
def test_any_samples_as_50_digits_have_them(samples, base):
    y, yhat = np.array(samples).T
    loss, expected = BCE(y, yhat, base), exact_bce(y, yhat, base)
    assert loss == expected or abs(loss - expected) <= TWO * 1e-15 * expected + 5e-324
    assert repr(loss) != "-0.0"
    if set(y) <= {0, 1}:
        nats = negative_log_likelihood(y, yhat)
        assert nats == pytest.approx(BCE(y, yhat, np.e) * len(y), rel=1e-14, abs=5e-324)
        assert nats == -log_likelihood(y, yhat)
        assert repr(nats) != "-0.0"


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.integers(0, 16)), min_size=1, max_size=12))
def test_products_of_sixteenths_are_exact(samples):
    y = [label for label, _ in samples]
    yhat = [Fraction(k, 16) for _, k in samples]
    true = [g if label else 1 - g for label, g in zip(y, yhat, strict=True)]
    guesses = [float(g) for g in yhat]
    assert true_class_probability(y, guesses).tolist() == [float(g) for g in true]
    assert likelihood(y, guesses) == math.prod(true)
    assert (negative_log_likelihood(y, guesses) == math.inf) == (0 in true)


@pytest.mark.parametrize("instructions", ["all", "up to 256 bits", "the oldest"])
def test_the_lessons_digits_are_the_same_on_every_processor(instructions):
    # Without its widest instructions numpy takes other logarithms, whose last bits may differ.
    found = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
    wide = [name for name in found if "512" in name or name == "X86_V4"]
    disabled = {"all": [], "up to 256 bits": wide, "the oldest": found}[instructions]
    script = (
        "from lessonlib import *; y, yhat = running_example(); "
        "A_B = one_hot([*'ABBA']), [[g, 1 - g] for g in yhat]; "
        "print([BCE(y, yhat), cross_entropy(*A_B), negative_log_likelihood(y, yhat),"
        " likelihood(y, yhat), *(BCE([a], [b]) for a, b in zip(y, yhat))])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(lessonlib.__file__).parents[1],
        env=os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(disabled)},
        capture_output=True,
        text=True,
        check=True,
    )
    bits = [0.3219280948873623, 0.5145731728297582, 0.7369655941662062, 0.5145731728297583]
    whole = [0.5220100086782713, 0.5220100086782713, 1.4473190629576653, 0.23519999999999996]
    assert json.loads(run.stdout) == [*whole, *bits]


@pytest.mark.parametrize("label", [0, 1])
def test_hard_labels_to_the_last_digits(label):
    rng = np.random.default_rng(10)
    near_0 = [*10 ** rng.uniform(-320, -1, 150), *(np.arange(1, 25) * 2.0**-55), 5e-324]
    near_1 = [*(1 - 10 ** rng.uniform(-16, -1, 100)), *(1 - np.arange(1, 9) * 2.0**-53)]
    for guess in [*near_0, *near_1, *rng.random(150), *(0.5 + rng.uniform(-1e-3, 1e-3, 50))]:
        for base in (2, np.e):
            assert ulps(BCE([label], [guess], base), exact_bce([label], [guess], base)) <= TWO
        assert negative_log_likelihood([label], [guess]) == BCE([label], [guess], np.e)


def test_scikit_learn_agrees():
    rng = np.random.default_rng(2)
    Q, y = rng.dirichlet(np.ones(4), 50), rng.integers(0, 4, 50)
    assert BCE(y == 0, Q[:, 0], np.e) == pytest.approx(log_loss(y == 0, Q[:, 0]), rel=1e-14)
    nats = pytest.approx(log_loss(y, Q), rel=1e-14)
    for labels in (y, one_hot(y)):
        assert categorical_cross_entropy(labels, Q, np.e) == nats
        assert softmax_cross_entropy(labels, np.log(Q), np.e) == nats


def many_rows(m, kind):
    """Return y, yhat and the exact sum of their costs in bits.

    Few rows are repeated, so that it is soon computed; of "both" labels the hard ones come first.
    """
    rng = np.random.default_rng(m)
    y, yhat = np.append(rng.integers(0, 2, 12), rng.random(12)), rng.uniform(0.005, 0.995, 24)
    picks = np.sort(rng.integers(*{"hard": (0, 12), "soft": (12, 24), "both": (0, 24)}[kind], m))
    costs = [exact_bce(label, guess) for label, guess in zip(y, yhat, strict=True)]
    return y[picks], yhat[picks], mpmath.fdot(np.bincount(picks, minlength=24).tolist(), costs)


@pytest.mark.parametrize("kind", ["hard", "soft", "both"])
@pytest.mark.parametrize("m", [NUMBERS - 1, NUMBERS, NUMBERS + 1, 2 * NUMBERS, 3 * NUMBERS + 7])
def test_every_row_counts_once_at_the_border_of_a_block(m, kind):
    y, yhat, bits = many_rows(m, kind)
    loss = pytest.approx(float(bits / m), rel=1e-15)
    for form in (np.asarray, lambda a: a[:, None], lambda a: a[None], lambda a: a[::-1]):
        assert BCE(form(y), form(yhat)) == loss
    assert BCE(np.repeat(y, 2)[::2], np.repeat(yhat, 2)[::2]) == loss
    assert BCE_from_logits(y, logit(yhat)) == pytest.approx(loss.expected, rel=1e-13)
    if kind == "hard":
        nats = float(bits * mpmath.log(2))
        assert negative_log_likelihood(y, yhat) == pytest.approx(nats, rel=1e-15)


@pytest.mark.parametrize("n", [1, 3, 7, NUMBERS + 1])
def test_every_row_of_a_table_counts_once(n):
    m = 3 if n > NUMBERS else 2 * NUMBERS // n + 3
    rng = np.random.default_rng(n)
    Z, y, P = rng.normal(0, 3, (m, n)), rng.integers(0, n, m), rng.dirichlet(np.ones(n), m)
    costs, hard = -special.log_softmax(Z, axis=1) / math.log(2), one_hot(y, range(n))
    Q = special.softmax(Z, axis=1)
    for labels, weights in ((y, hard), (hard, hard), (P, P)):
        bits = pytest.approx((weights * costs).sum() / m, rel=1e-13)
        assert softmax_cross_entropy(labels, Z) == bits
        assert categorical_cross_entropy(labels, Q) == bits
        assert cross_entropy(weights, Q) == bits


@pytest.mark.parametrize(
    ("shapes", "heights"),
    [
        ([(10,), (10, 1000)], [10]),
        ([(25,), (25, 1000)], [10, 10, 5]),
        ([(25, 1000)], [10, 10, 5]),
        ([(3,), (3, 10_001)], [1, 1, 1]),
    ],
)
def test_a_block_is_as_many_whole_rows_as_hold_so_many_numbers(shapes, heights, monkeypatch):
    monkeypatch.setattr("lessonlib._logs.NUMBERS", 10_000)
    seen = []

    def count(*blocks):
        [height] = {len(block) for block in blocks}
        seen.append(height)
        return height

    assert total(count, *map(np.ones, shapes)) == shapes[0][0]
    assert seen == heights


@pytest.mark.parametrize("kind", ["hard", "soft"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_ten_million_rows_do_not_drift(dtype, kind):
    y, yhat = (a.astype(dtype) for a in many_rows(10, kind)[:2])
    expected = exact_bce(y, yhat)
    y, yhat = np.tile(y, 1_000_000), np.tile(yhat, 1_000_000)
    assert abs(BCE(y, yhat) - expected) <= 1e-15 * expected


def test_the_last_of_many_rows_decides():
    y, right = np.zeros(2 * NUMBERS + 1), np.zeros(2 * NUMBERS + 1)
    assert repr(BCE(y, right)) == "0.0"
    assert repr(log_likelihood(y, right)) == "0.0"
    right[-1] = 1
    assert BCE(y, right) == math.inf
    assert log_likelihood(y, right) == -math.inf
    right[-1] = 1e-20
    assert BCE(y, right) == pytest.approx(1e-20 / math.log(2) / len(y), rel=1e-15, abs=0)


TABLES = [cross_entropy, categorical_cross_entropy, softmax_cross_entropy]


@pytest.mark.parametrize("loss", [BCE, BCE_from_logits, log_likelihood, *TABLES])
@pytest.mark.parametrize(
    "form", [np.asarray, np.float32, lambda a: np.repeat(a, 2, axis=0)[::2], lambda a: a[::-1]]
)
@pytest.mark.parametrize("kind", ["hard", "soft"])
def test_a_million_numbers_take_less_than_two_megabytes(loss, form, kind):
    y, yhat = np.random.default_rng(12).uniform(0.005, 0.995, (2, 1_000_000))
    if kind == "hard" or loss is log_likelihood:
        y = np.rint(y)
    if loss in TABLES:
        yhat = np.full((50_000, 20), 0.05)
        y = np.zeros(50_000) if kind == "hard" and loss is not cross_entropy else yhat
    y, yhat = form(y), form(yhat)
    tracemalloc.start()
    loss(y, yhat)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2e6
