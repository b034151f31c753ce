"""Losses and likelihoods of probabilities, against mpmath, scikit-learn, scipy, exact fractions.

And the blocks that all losses of the package, those of logits too, are summed in.
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
from hypothesis import given
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
    negative_log_likelihood,
    one_hot,
    running_example,
    softmax_cross_entropy,
    true_class_probability,
)
from lessonlib._logs import NUMBERS, total

pytestmark = pytest.mark.filterwarnings("error")

BELOW_ONE = np.nextafter(1, 0)
HARD = st.tuples(st.sampled_from([0, 1]), st.floats(0, 1))
SOFT = st.tuples(st.floats(0, 1), st.floats(1e-12, 1 - 1e-12))


def exact_bce(y, yhat, base=2):
    """The formula at 50 digits, with the inputs taken as the exact numbers that they are."""
    with mpmath.workdps(50):
        total = mpmath.mpf(0)
        for label, guess in zip(np.ravel(y).tolist(), np.ravel(yhat).tolist(), strict=True):
            label, guess = mpmath.mpf(label), mpmath.mpf(guess)
            total -= label * mpmath.log(guess) if label else 0
            total -= (1 - label) * mpmath.log1p(-guess) if label != 1 else 0
        return total / np.size(y) / mpmath.log(base)


def random_samples(m, kind, seed):
    rng = np.random.default_rng(seed)
    yhat = rng.uniform(0.005, 0.995, m)
    y = rng.random(m) if kind == "soft" else (rng.random(m) < 0.3).astype(float)
    return y, yhat


def mean_nll(y, yhat, base=np.e):
    """The negative log-likelihood as a mean, in the unit of a base: the BCE of hard labels."""
    return negative_log_likelihood(y, yhat) / np.size(y) / math.log(base)


each_loss = pytest.mark.parametrize("loss", [BCE, mean_nll])
each_loss_and_kind = pytest.mark.parametrize(
    ("loss", "kind"), [(BCE, "hard"), (BCE, "soft"), (mean_nll, "hard")]
)


def test_the_lesson_to_its_last_digit():
    y, yhat = running_example()
    assert BCE(y, yhat) == BCE(y[:, np.newaxis], yhat[:, np.newaxis]) == 0.5220100086782713
    assert negative_log_likelihood(y, yhat) == pytest.approx(1.4473190629576653, rel=2e-16)
    assert true_class_probability(y, yhat).tolist() == [0.8, 0.7, 0.6, 0.7]
    assert likelihood(y, yhat) == pytest.approx(0.2352, rel=1e-15)
    for dtype in (bool, np.uint8, np.int8, int, np.float16, np.float32):
        assert BCE(y.astype(dtype), yhat) == BCE(y, yhat)
        assert negative_log_likelihood(y.astype(dtype), yhat) == negative_log_likelihood(y, yhat)
        assert true_class_probability(y.astype(dtype), yhat).tolist() == [0.8, 0.7, 0.6, 0.7]


def test_the_lesson_repeated_until_the_product_is_lost():
    y, yhat = (np.tile(a, 600) for a in running_example())
    expected = exact_bce(y, yhat, np.e) * 2400
    assert likelihood(y, yhat) <= 5e-324
    assert abs(negative_log_likelihood(y, yhat) - expected) <= 1e-14 * expected
    assert round(negative_log_likelihood(y, yhat), 1) == 868.4


@given(st.lists(HARD, min_size=1, max_size=20) | st.lists(SOFT, min_size=1, max_size=20))
def test_any_samples_as_50_digits_have_them(samples):
    y, yhat = np.array(samples).T
    if (0, 1) in samples or (1, 0) in samples:
        assert BCE(y, yhat) == math.inf
        return
    for base in (2, np.e, 1.01, 1e6):
        expected = exact_bce(y, yhat, base)
        room = 0 if set(y) <= {0, 1} else 4e-15 / math.log(base)  # 1 − y is rounded
        assert abs(BCE(y, yhat, base) - expected) <= 1e-14 * expected + room + 5e-324
    if set(y) <= {0, 1}:
        assert (BCE(y, yhat) == 0) == bool((y == yhat).all())
        assert log_likelihood(y, yhat) == -negative_log_likelihood(y, yhat)
        assert negative_log_likelihood(y, yhat) == pytest.approx(
            BCE(y, yhat, np.e) * len(y), rel=1e-14, abs=5e-324
        )


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
        "print([BCE(y, yhat), negative_log_likelihood(y, yhat),"
        " *(BCE([label], [guess]) for label, guess in zip(y, yhat))])"
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
    assert json.loads(run.stdout) == [0.5220100086782713, 1.4473190629576653, *bits]


@pytest.mark.parametrize(("loss", "base"), [(BCE, 2), (BCE, np.e), (mean_nll, np.e)])
@pytest.mark.parametrize("label", [0, 1])
def test_hard_labels_to_the_last_digits(label, loss, base):
    rng = np.random.default_rng(10)
    near_0 = [*10 ** rng.uniform(-320, -1, 150), *(np.arange(1, 25) * 2.0**-55), 5e-324]
    near_1 = [*(1 - 10 ** rng.uniform(-16, -1, 100)), *(1 - np.arange(1, 9) * 2.0**-53)]
    for guess in [*near_0, *near_1, *rng.random(150), *(0.5 + rng.uniform(-1e-3, 1e-3, 50))]:
        assert ulps(loss([label], [guess], base), exact_bce([label], [guess], base)) <= TWO


@pytest.mark.parametrize("label", [5e-324, 1e-300, 1e-20, 0.25, BELOW_ONE])
@pytest.mark.parametrize("guess", [5e-324, 1e-300, 1e-20, 0.3, 0.5 - 1e-9, 1 - 1e-9, BELOW_ONE])
def test_extreme_soft_labels_and_guesses(label, guess):
    # 1 − label is rounded to a double, which costs up to 2⁻⁵⁴ times the larger of the two logs
    error = 4e-16 if label == 0.25 else 1e-15
    for base in (2, np.e):
        expected = exact_bce([label], [guess], base)
        assert abs(BCE([label], [guess], base) - expected) <= error * max(1, expected)


@pytest.mark.parametrize(
    ("y", "yhat"),
    [([1], [1]), ([0], [0]), (1, 1), (0, -0.0), ([1, 0, 1], [1, 0, 1]), ([[0], [1]], [[0], [1]])],
)
@each_loss
@pytest.mark.parametrize("base", [2, np.e, 3])
def test_exactly_right_is_plain_zero(loss, y, yhat, base):
    assert repr(loss(y, yhat, base)) == "0.0"


@pytest.mark.parametrize(
    ("y", "yhat"),
    [
        ([1], [0]),
        ([0], [1]),
        ([1, 0, 0], [0.5, 0.5, 1]),
        ([0.5], [0]),
        ([0.5], [1]),
        ([5e-324], [0]),
        ([BELOW_ONE], [1]),
    ],
)
def test_a_certain_miss_is_inf(y, yhat):
    assert BCE(y, yhat) == math.inf
    if set(y) <= {0, 1}:
        assert likelihood(y, yhat) == 0
        assert negative_log_likelihood(y, yhat) == -log_likelihood(y, yhat) == math.inf


@pytest.mark.parametrize(
    "form",
    [
        list,
        tuple,
        lambda a: a[:, np.newaxis],
        lambda a: a[np.newaxis, :],
        lambda a: a[:, np.newaxis].tolist(),
        lambda a: np.asfortranarray(a[:, np.newaxis]),
        lambda a: np.repeat(a, 3)[::3],
        lambda a: a[::-1].copy()[::-1],
        lambda a: a.astype(">f8"),
        lambda a: a.astype(object),
    ],
)
@each_loss_and_kind
def test_every_way_to_hand_over_samples(loss, kind, form):
    y, yhat = random_samples(9, kind, seed=3)
    assert loss(form(y), form(yhat), 2) == pytest.approx(float(exact_bce(y, yhat)), rel=1e-15)
    if kind == "hard":
        right = np.where(y, yhat, 1 - yhat)
        assert true_class_probability(form(y), form(yhat)).tolist() == right.tolist()
        assert likelihood(form(y), form(yhat)) == pytest.approx(math.prod(right), rel=1e-15)


ROWS = [[0.5, 0.25, 0.25], [0, 1, 0]]


@pytest.mark.parametrize(
    ("y", "Q", "bits"),
    [
        ([0, 1], ROWS, 0.5),
        ([2, 0], ROWS, math.inf),
        ([[1, 0, 0], [0, 1, 0]], ROWS, 0.5),
        ([[0.5, 0.5, 0], [0, 1, 0]], ROWS, 0.75),
        ([[0, 0, 1], [0.5, 0.5, 0]], ROWS, math.inf),
        ([0], [[1]], 0.0),
        ([1.0], [[0.75, 0.25]], 2.0),
        (np.array([True, False]), [[0.5, 0.5], [0.125, 0.875]], 2.0),
        (np.array([3], dtype=np.uint8), [[0.25, 0.25, 0.25, 0.25]], 2.0),
    ],
)
def test_many_classes(y, Q, bits):
    assert repr(categorical_cross_entropy(y, Q)) == repr(bits)
    assert categorical_cross_entropy(y, Q, base=4) == bits / 2


@pytest.mark.parametrize("base", [2, np.e, 10])
@pytest.mark.parametrize("n", [2, 3, 10])
def test_many_classes_to_1e_14(n, base):
    rng = np.random.default_rng(n)
    Q, P, y = rng.dirichlet(np.ones(n), 40), rng.dirichlet(np.ones(n), 40), rng.integers(0, n, 40)
    with mpmath.workdps(50):
        logs = [[-mpmath.log(q) / mpmath.log(base) for q in row] for row in Q.tolist()]
        picked = mpmath.fsum(row[k] for row, k in zip(logs, y.tolist(), strict=True)) / 40
        mixed = mpmath.fsum(map(mpmath.fdot, P.tolist(), logs)) / 40
    assert abs(categorical_cross_entropy(y, Q, base) - picked) <= 1e-14 * picked
    for rows in (P, np.asfortranarray(P)):
        assert abs(categorical_cross_entropy(rows, Q, base) - mixed) <= 1e-14 * mixed


def test_scipy_and_scikit_learn_agree():
    y, yhat = random_samples(200, "hard", seed=6)
    assert BCE(y, yhat, np.e) == pytest.approx(log_loss(y, yhat), rel=1e-14)
    rng = np.random.default_rng(2)
    Q, y = rng.dirichlet(np.ones(4), 50), rng.integers(0, 4, 50)
    nats = categorical_cross_entropy(y, Q, base=np.e)
    assert nats == pytest.approx(log_loss(y, Q, labels=range(4)), rel=1e-14)
    assert categorical_cross_entropy(one_hot(y), Q, np.e) == pytest.approx(nats, rel=1e-14)


# A small pool of rows, repeated and shuffled: then the exact mean of many rows is soon computed.
POOL = 12


def many_rows(m, kind="hard", seed=0):
    """Return y, yhat and the exact sum of their costs in bits."""
    y, yhat = random_samples(POOL, kind, seed)
    picks = np.random.default_rng(seed).integers(0, POOL, m)
    count = np.bincount(picks, minlength=POOL).tolist()
    costs = [exact_bce([a], [b]) for a, b in zip(y, yhat, strict=True)]
    return y[picks], yhat[picks], mpmath.fdot(count, costs)


@pytest.mark.parametrize("kind", ["hard", "soft"])
@pytest.mark.parametrize("m", [NUMBERS - 1, NUMBERS, NUMBERS + 1, 2 * NUMBERS, 3 * NUMBERS + 7])
def test_every_row_counts_once_at_the_border_of_a_block(m, kind):
    y, yhat, bits = many_rows(m, kind, seed=m)
    loss = BCE(y, yhat)
    assert abs(loss - bits / m) <= 1e-15
    assert BCE(y[:, np.newaxis], yhat[:, np.newaxis]) == pytest.approx(loss, rel=1e-15)
    assert BCE(y[::-1], yhat[::-1]) == pytest.approx(loss, rel=1e-15)
    assert BCE([y], [yhat]) == pytest.approx(loss, rel=1e-15)
    assert BCE(np.repeat(y, 2)[::2], np.repeat(yhat, 2)[::2]) == loss
    if kind == "hard":
        assert BCE_from_logits(y, np.log(yhat / (1 - yhat))) == pytest.approx(loss, rel=1e-13)
        assert negative_log_likelihood(y, yhat) == pytest.approx(
            float(bits * mpmath.log(2)), rel=1e-15
        )


@pytest.mark.parametrize("n", [1, 3, 7, NUMBERS + 1])
def test_every_row_of_a_table_counts_once(n):
    m = 3 if n > NUMBERS else 2 * NUMBERS // n + 3
    rng = np.random.default_rng(n)
    Z, y = rng.normal(0, 3, (m, n)), rng.integers(0, n, m)
    bits = -special.log_softmax(Z, axis=1)[np.arange(m), y].mean() / math.log(2)
    P, Q = (y[:, np.newaxis] == np.arange(n)) * 1.0, special.softmax(Z, axis=1)
    for labels in (y, P):
        assert softmax_cross_entropy(labels, Z) == pytest.approx(bits, rel=1e-13)
        assert categorical_cross_entropy(labels, Q) == pytest.approx(bits, rel=1e-13)
    assert cross_entropy(P, Q) == pytest.approx(bits, rel=1e-13)


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


def test_hard_and_soft_blocks_in_one_array():
    y, yhat, bits = many_rows(2 * NUMBERS)
    soft, guess, more = many_rows(NUMBERS, "soft")
    loss = BCE(np.append(y, soft), np.append(yhat, guess))
    assert abs(loss - (bits + more) / (3 * NUMBERS)) <= 1e-15
    loss = BCE(np.append(soft, [0, 1]), np.append(guess, [0, 1]))  # two exactly right
    assert abs(loss - more / (NUMBERS + 2)) <= 1e-15


@each_loss_and_kind
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_ten_million_rows_do_not_drift(dtype, loss, kind):
    y, yhat = (a.astype(dtype) for a in random_samples(10, kind, seed=11))
    expected = exact_bce(y, yhat)
    y, yhat = np.tile(y, 1_000_000), np.tile(yhat, 1_000_000)
    assert abs(loss(y, yhat, 2) - expected) <= 1e-15 * expected


def test_the_last_of_many_rows_decides():
    y, right = np.zeros(2 * NUMBERS + 1), np.zeros(2 * NUMBERS + 1)
    assert repr(BCE(y, right)) == "0.0"
    assert repr(log_likelihood(y, right)) == "0.0"
    right[-1] = 1
    assert BCE(y, right) == math.inf
    assert log_likelihood(y, right) == -math.inf
    right[-1] = 1e-20
    assert BCE(y, right) == pytest.approx(1e-20 / math.log(2) / len(y), rel=1e-15, abs=0)


M = 123_457


def test_what_is_wrong_is_named_by_its_place_and_labels_are_judged_before_predictions():
    Q = np.full((M, 2), 0.5)
    Q[M - 1] = 0.25
    with pytest.raises(ValueError, match=rf"^Q must sum .* but Q\[{M - 1}\] sums to 0\.5\.$"):
        categorical_cross_entropy(np.zeros(M), Q)
    y, yhat = np.zeros(M), np.full(M, 0.5)
    y[-1], yhat[0] = 2, 2
    with pytest.raises(ValueError, match=rf"y\[{M - 1}\] is 2\.$"):
        BCE(y, yhat)


TABLES = [cross_entropy, categorical_cross_entropy, softmax_cross_entropy]


@pytest.mark.parametrize("loss", [BCE, BCE_from_logits, log_likelihood, *TABLES])
@pytest.mark.parametrize(
    "form", [np.asarray, np.float32, lambda a: np.repeat(a, 2, axis=0)[::2], lambda a: a[::-1]]
)
@pytest.mark.parametrize("kind", ["hard", "soft"])
def test_a_million_numbers_take_less_than_two_megabytes(loss, form, kind):
    y, yhat = random_samples(1_000_000, kind, seed=12)
    if loss is log_likelihood:
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
