"""Binary cross-entropy, against mpmath at 50 digits, scikit-learn, scipy and exact fractions."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from sklearn.metrics import log_loss

from lessonlib import BCE, cross_entropy, entropy, running_example

pytestmark = pytest.mark.filterwarnings("error")
steadily = settings(deadline=None, derandomize=True, max_examples=100)

BELOW_ONE = np.nextafter(1, 0)
UNIT = st.floats(0, 1)
INNER = st.floats(1e-12, 1 - 1e-12)
HARD_SAMPLES = st.lists(st.tuples(st.sampled_from([0, 1]), UNIT), min_size=1, max_size=20)
SOFT_SAMPLES = st.lists(st.tuples(UNIT, INNER), min_size=1, max_size=20)


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


def test_the_lesson_to_its_last_digit():
    y, yhat = running_example()
    assert BCE(y, yhat) == 0.5220100086782713
    assert BCE(y[:, np.newaxis], yhat[:, np.newaxis]) == 0.5220100086782713
    assert 4 * BCE(y, yhat, base=np.e) == pytest.approx(1.4473190629576653, rel=1e-15)


@pytest.mark.parametrize(
    ("y", "yhat", "bits"),
    [
        (1, 0.8, 0.3219280948873623),
        (0, 0.3, 0.5145731728297583),
        (0, 0.4, 0.7369655941662062),
        (1, 0.7, 0.5145731728297583),
    ],
)
def test_each_sample_of_the_lesson(y, yhat, bits):
    assert BCE([y], [yhat]) == pytest.approx(bits, rel=4e-16)


@pytest.mark.parametrize(
    ("y", "yhat", "bits", "digits"),
    [
        ([1, 1, 0, 0], [0.51, 0.51, 0.49, 0.49], 0.9714, 4),
        ([1, 1, 0, 0], [0.99, 0.99, 0.01, 0.55], 0.2989, 4),
        ([0.8, 0.3, 0.4, 0.7], [0.8, 0.3, 0.4, 0.7], 0.863865, 6),
    ],
)
def test_other_values_of_the_lessons(y, yhat, bits, digits):
    assert round(BCE(y, yhat), digits) == bits


@pytest.mark.parametrize("base", [2, np.e, 10])
@pytest.mark.parametrize("kind", ["hard", "soft"])
@pytest.mark.parametrize("m", [1, 2, 23, 1001])
def test_ordinary_samples_to_1e_15(m, kind, base):
    y, yhat = random_samples(m, kind, seed=m)
    expected = exact_bce(y, yhat, base)
    error = abs(BCE(y, yhat, base) - expected)
    assert error <= 1e-14 * expected
    assert error <= 1e-15


@pytest.mark.parametrize("kind", ["hard", "soft"])
@pytest.mark.parametrize("types", [("f4", "f4"), ("f4", "f8"), ("f8", "f4")])
def test_float32_input_loses_nothing_of_its_own(kind, types):
    y, yhat = (a.astype(t) for a, t in zip(random_samples(500, kind, seed=1), types, strict=True))
    expected = exact_bce(y, yhat)
    assert abs(BCE(y, yhat) - expected) <= 1e-14 * expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_million_rows_do_not_drift(dtype):
    y, yhat = (a.astype(dtype) for a in running_example())
    expected = exact_bce(y, yhat)
    loss = BCE(np.tile(y, 250_000), np.tile(yhat, 250_000))
    assert abs(loss - expected) <= 1e-14 * expected


@pytest.mark.parametrize("label", [0, 1, 0.25])
@pytest.mark.parametrize(
    "guess", [5e-324, 1e-300, 1e-20, 1e-9, 0.5 - 1e-9, 0.5 + 1e-9, 1 - 1e-9, BELOW_ONE]
)
def test_extreme_guesses_keep_their_digits(label, guess):
    expected = exact_bce([label], [guess])
    assert abs(BCE([label], [guess]) - expected) <= 4e-16 * expected + 5e-324


@pytest.mark.parametrize("label", [5e-324, 1e-300, 1e-20, BELOW_ONE])
@pytest.mark.parametrize("guess", [1e-300, 0.3, BELOW_ONE])
def test_extreme_soft_labels(label, guess):
    # 1 − label is rounded to a double, which costs up to 2⁻⁵⁴ times the larger of the two logs
    expected = exact_bce([label], [guess])
    assert abs(BCE([label], [guess]) - expected) <= 1e-15 * max(1, expected)


@pytest.mark.parametrize(
    ("y", "yhat", "bits"),
    [
        ([1], [5e-324], 1074.0),
        ([0], [BELOW_ONE], 53.0),
        ([1, 0, 1], [0.5, 0.5, 0.5], 1.0),
        ([0.5, 0.5], [0.25, 0.5], (0.5 * math.log2(16 / 3) + 1) / 2),
        ([1, 1], [0.25, 0.125], 2.5),
    ],
)
def test_powers_of_two(y, yhat, bits):
    assert BCE(y, yhat) == pytest.approx(bits, rel=2e-16)


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.integers(1, 50)), min_size=1, max_size=20))
@steadily
def test_hard_labels_at_powers_of_two_are_exact(samples):
    y = [label for label, _ in samples]
    yhat = [2.0**-k if label else 1 - 2.0**-k for label, k in samples]
    mean = Fraction(sum(k for _, k in samples), len(samples))
    assert BCE(y, yhat) == pytest.approx(float(mean), rel=4e-16)


@pytest.mark.parametrize(
    ("y", "yhat"),
    [([1], [1]), ([0], [0]), (1, 1), (0, -0.0), ([1, 0, 1], [1, 0, 1]), ([[0], [1]], [[0], [1]])],
)
@pytest.mark.parametrize("base", [2, np.e, 3])
def test_exactly_right_is_plain_zero(y, yhat, base):
    assert repr(BCE(y, yhat, base)) == "0.0"


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


@pytest.mark.parametrize(("y", "yhat"), [(1, 5e-324), (0, BELOW_ONE), (0.5, 5e-324)])
def test_an_almost_certain_miss_is_not(y, yhat):
    assert 26 < BCE(y, yhat) < 1075


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
def test_every_way_to_hand_over_samples(form):
    y, yhat = random_samples(9, "soft", seed=3)
    assert BCE(form(y), form(yhat)) == pytest.approx(float(exact_bce(y, yhat)), rel=1e-15)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int8, int, np.float16, np.float32])
def test_labels_of_every_type(dtype):
    y, yhat = running_example()
    assert BCE(y.astype(dtype), yhat) == 0.5220100086782713


@pytest.mark.parametrize("kind", ["hard", "soft"])
def test_scipy_agrees(kind):
    y, yhat = random_samples(200, kind, seed=5)
    nats = -(special.xlogy(y, yhat) + special.xlog1py(1 - y, -yhat)).mean()
    assert BCE(y, yhat, base=np.e) == pytest.approx(nats, rel=1e-14)


def test_scikit_learn_agrees():
    y, yhat = random_samples(200, "hard", seed=6)
    assert BCE(y, yhat) == pytest.approx(log_loss(y, yhat) / math.log(2), rel=1e-14)


@steadily
@given(SOFT_SAMPLES)
def test_it_is_the_two_class_cross_entropy(samples):
    y, yhat = np.array(samples).T
    p, q = np.column_stack([y, 1 - y]), np.column_stack([yhat, 1 - yhat])
    assert BCE(y, yhat) == pytest.approx(cross_entropy(p, q), rel=1e-9, abs=1e-12)


@steadily
@given(HARD_SAMPLES)
def test_it_is_never_negative_and_zero_only_if_exactly_right(samples):
    y, yhat = np.array(samples).T
    loss = BCE(y, yhat)
    assert loss >= 0
    assert (loss == 0) == bool((y == yhat).all())
    assert (loss == math.inf) == any(pair in [(0, 1), (1, 0)] for pair in samples)


@steadily
@given(SOFT_SAMPLES)
def test_no_guess_beats_the_label_itself(samples):
    y, yhat = np.array(samples).T
    assert BCE(y, yhat) >= BCE(y, y) - 1e-15
    assert BCE(y, y) == pytest.approx(entropy(np.column_stack([y, 1 - y])), abs=1e-14)


@steadily
@given(SOFT_SAMPLES, st.floats(1.01, 1e6))
def test_change_of_base(samples, base):
    y, yhat = np.array(samples).T
    assert BCE(y, yhat, base) * math.log2(base) == pytest.approx(BCE(y, yhat), rel=1e-13)


@steadily
@given(SOFT_SAMPLES, st.randoms())
def test_the_order_of_the_rows_does_not_matter(samples, random):
    shuffled = random.sample(samples, len(samples))
    assert BCE(*np.array(shuffled).T) == pytest.approx(BCE(*np.array(samples).T), rel=1e-14)


@steadily
@given(SOFT_SAMPLES)
def test_exchanging_the_classes_changes_nothing(samples):
    y, yhat = np.array(samples).T
    # 1 − (1 − yhat) is yhat only to rounding, so start from the rounded complement
    other = 1 - yhat
    assert BCE(1 - y, other) == pytest.approx(BCE(1 - (1 - y), 1 - other), rel=1e-13)


@steadily
@given(SOFT_SAMPLES, st.integers(2, 5))
def test_duplicated_data_have_the_same_mean(samples, times):
    y, yhat = np.array(samples).T
    assert BCE(np.tile(y, times), np.tile(yhat, times)) == pytest.approx(BCE(y, yhat), rel=1e-14)
