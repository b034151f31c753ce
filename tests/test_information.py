"""Information measures, against exact fractions, mpmath at 50 digits, scipy, scikit-learn."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import special, stats
from sklearn.metrics import log_loss

from lessonlib import (
    cross_entropy,
    entropy,
    information_content,
    one_hot,
    relative_entropy,
    running_example,
)

pytestmark = pytest.mark.filterwarnings("error")

BELOW_ONE = np.nextafter(1, 0)


def normalised(weights):
    weights = np.array(weights, dtype=float)
    return weights / weights.sum(axis=-1, keepdims=True)


@st.composite
def distributions(draw):
    """Two tables (m, n) of rows of probabilities, zeros among them."""
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    row = st.lists(st.integers(0, 1000), min_size=n, max_size=n).filter(any)
    table = st.lists(row, min_size=m, max_size=m).map(normalised)
    return draw(table), draw(table)


def exact(p, q, base=2, kind="cross"):
    """Σ −p log q (or Σ p log p/q), a mean over the rows, at 50 digits."""
    with mpmath.workdps(50):
        total = mpmath.mpf(0)
        for a, b in zip(np.ravel(p).tolist(), np.ravel(q).tolist(), strict=True):
            if a:
                a, b = mpmath.mpf(a), mpmath.mpf(b)
                if not b:
                    return mpmath.inf
                total += a * (-mpmath.log(b) if kind == "cross" else mpmath.log(a / b))
        return total / len(np.atleast_2d(p)) / mpmath.log(base)


# information content


@pytest.mark.parametrize(
    ("p", "bits"),
    [
        (0.8, 0.3219280948873623),
        (0.7, 0.5145731728297583),
        (0.6, 0.7369655941662062),
        (0.01, 6.643856189774724),
    ],
)
def test_costs_of_the_lesson(p, bits):
    assert information_content(p) == pytest.approx(bits, rel=2e-16)
    assert information_content([p, 1])[0] == pytest.approx(bits, rel=4e-16)


def test_every_power_of_two_is_exact():
    k = np.arange(1075)
    assert information_content(2.0**-k).tolist() == k.tolist()
    assert all(information_content(2.0**-i) == i for i in k.tolist())


@pytest.mark.parametrize("base", [2, np.e, 3, 10])
def test_the_ends_of_the_scale(base):
    assert repr(information_content(1, base)) == "0.0"
    assert information_content(0, base) == math.inf
    assert repr(information_content([1, 0], base).tolist()) == "[0.0, inf]"


@pytest.mark.parametrize("base", [2, np.e, 1.5, 3, 10, 1e300])
@example(5e-324)
@example(BELOW_ONE)
@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_information_content_keeps_its_digits(base, p):
    with mpmath.workdps(50):
        expected = -mpmath.log(mpmath.mpf(p)) / mpmath.log(mpmath.mpf(base))
    assert abs(information_content(p, base) - expected) <= 5e-16 * expected


# entropy, cross-entropy, relative entropy


def test_mean_of_the_lesson():
    y, yhat = running_example()
    labels = np.where(y == 1, "A", "B")
    q = np.column_stack([yhat, 1 - yhat])
    assert cross_entropy(one_hot(labels), q) == 0.5220100086782713
    assert cross_entropy(one_hot(labels)[0], q[0]) == 0.3219280948873623


@pytest.mark.parametrize(
    ("function", "arguments", "bits"),
    [
        (entropy, ([0.8, 0.2],), 0.7219),
        (relative_entropy, ([0.8, 0.2], [0.6, 0.4]), 0.1320),
        (cross_entropy, ([0.8, 0.2], [0.6, 0.4]), 0.8540),
        (relative_entropy, ([0.6, 0.4], [0.8, 0.2]), 0.1510),
    ],
)
def test_values_of_the_lessons(function, arguments, bits):
    assert round(function(*arguments), 4) == bits


@st.composite
def complete_codes(draw):
    """Code lengths whose probabilities 2^−length sum to exactly one: split a leaf, repeat."""
    lengths = [0]
    for pick in draw(st.lists(st.integers(0, 10**6), max_size=12)):
        leaf = lengths.pop(pick % len(lengths))
        lengths += [leaf + 1, leaf + 1]
    return draw(st.permutations(lengths))


@given(complete_codes())
def test_entropy_is_the_mean_length_of_a_perfect_code(lengths):
    p = [2.0**-k for k in lengths]
    assert entropy(p) == sum(Fraction(k, 2**k) for k in lengths)
    assert entropy([p, p]) == entropy(p)


@given(complete_codes(), st.randoms())
def test_the_wrong_code_costs_its_own_lengths(lengths, random):
    others = random.sample(lengths, len(lengths))
    p, q = [2.0**-k for k in lengths], [2.0**-k for k in others]
    cost = sum(Fraction(j, 2**k) for k, j in zip(lengths, others, strict=True))
    assert cross_entropy(p, q) == cost
    assert relative_entropy(p, q) == cost - sum(Fraction(k, 2**k) for k in lengths)


def beside_50_digits(p, q, base):
    """Each measure of the rows as lessonlib has it, and as it is."""
    return [
        (entropy(p, base), exact(p, p, base)),
        (cross_entropy(p, q, base), exact(p, q, base)),
        (relative_entropy(p, q, base), exact(p, q, base, "relative")),
    ]


@pytest.mark.parametrize("base", [2, np.e, 10])
@pytest.mark.parametrize("shape", [(2,), (5,), (1, 3), (4, 2), (7, 10), (300, 4)])
def test_against_50_digits(shape, base):
    rng = np.random.default_rng(shape[-1])
    p, q = normalised(rng.exponential(size=shape)), normalised(rng.exponential(size=shape))
    for value, expected in beside_50_digits(p, q, base):
        assert abs(value - expected) <= min(1e-14 * expected, 2e-15)


@given(distributions(), st.sampled_from([1.01, 2, np.e, 1e6]))
def test_any_rows_as_50_digits_have_them(tables, base):
    p, q = tables
    unit = 1 / math.log(base)
    for value, expected in beside_50_digits(p, q, base) + beside_50_digits(p[0], q[0], base):
        assert value == expected or abs(value - expected) <= 1e-14 * unit
    assert 0 <= entropy(p, base) <= math.log(p.shape[1]) * unit * (1 + 1e-15)
    assert repr(relative_entropy(p, p, base)) == "0.0"


def test_float32_rows_lose_nothing_of_their_own():
    rng = np.random.default_rng(4)
    p, q = (normalised(rng.random((50, 3))).astype(np.float32) for _ in range(2))
    assert abs(cross_entropy(p, q) - exact(p, q)) <= 1e-15
    assert abs(relative_entropy(p, q) - exact(p, q, kind="relative")) <= 1e-15


@pytest.mark.parametrize("q", [1e-300, 1e-20, BELOW_ONE])
def test_extreme_predictions(q):
    p, row = [0.75, 0.25], [q, 1 - q]
    assert abs(cross_entropy(p, row) - exact(p, row)) <= 4e-16 * exact(p, row)


@pytest.mark.parametrize("base", [2, math.e, 10])
def test_scipy_agrees(base):
    rng = np.random.default_rng(2)
    p, q = normalised(rng.random((20, 4))), normalised(rng.random((20, 4)))
    p[0] = [1, 0, 0, 0]
    assert entropy(p, base) == pytest.approx(stats.entropy(p, base=base, axis=1).mean(), rel=1e-14)
    kl = stats.entropy(p, q, base=base, axis=1).mean()
    assert relative_entropy(p, q, base) == pytest.approx(kl, rel=1e-13)
    assert entropy(p, np.e) == pytest.approx(special.entr(p).sum() / 20, rel=1e-14)
    assert relative_entropy(p, q, np.e) == pytest.approx(special.rel_entr(p, q).sum() / 20)
    assert cross_entropy(p, q, np.e) == pytest.approx(-special.xlogy(p, q).sum() / 20, rel=1e-14)


def test_scikit_learn_agrees():
    rng = np.random.default_rng(3)
    labels, q = rng.integers(0, 3, 100), normalised(rng.random((100, 3)))
    nats = log_loss(labels, q)
    assert cross_entropy(one_hot(labels), q, base=np.e) == pytest.approx(nats, rel=1e-14)


@pytest.mark.parametrize("base", [2, np.e])
def test_what_never_happens_costs_nothing(base):
    assert repr(entropy([1, 0], base)) == "0.0"
    assert repr(entropy([[0, 1], [1, 0]], base)) == "0.0"
    assert repr(cross_entropy([1, 0], [1, 0], base)) == "0.0"
    assert repr(relative_entropy([1, 0], [1, 0], base)) == "0.0"
    assert repr(relative_entropy([0.3, 0.7], [0.3, 0.7], base)) == "0.0"
    assert repr(entropy([1], base)) == "0.0"


def test_missing_support_is_inf_and_only_missing_support():
    assert cross_entropy([0.5, 0.5], [1, 0]) == math.inf
    assert relative_entropy([0.5, 0.5], [1, 0]) == math.inf
    assert cross_entropy([[1, 0], [1, 0]], [[1, 0], [0, 1]]) == math.inf
    assert relative_entropy([[1, 0], [1, 0]], [[1, 0], [0, 1]]) == math.inf
    assert cross_entropy([1, 0], [0.5, 0.5]) == 1.0
    assert relative_entropy([1, 0, 0], [0.5, 0.5, 0]) == 1.0
    assert cross_entropy([0, 1], [1, 5e-324]) == 1074.0
    assert relative_entropy([0, 1], [1, 5e-324]) == 1074.0


@pytest.mark.parametrize("form", [np.asfortranarray, np.ndarray.tolist, lambda a: a[::-1][::-1]])
def test_every_way_to_hand_over_rows(form):
    p = np.array([[0.5, 0.25, 0.25], [0, 1, 0]])
    q = np.array([[0.25, 0.25, 0.5], [0.25, 0.5, 0.25]])
    assert entropy(form(p)) == 0.75
    assert cross_entropy(form(p), form(q)) == 1.375
    assert relative_entropy(form(p), form(q)) == 0.625


# one-hot labels


@pytest.mark.parametrize(
    ("labels", "classes", "expected"),
    [
        (["A", "B", "B"], None, [[1, 0], [0, 1], [0, 1]]),
        (["b", "a"], None, [[0, 1], [1, 0]]),
        ([1, 0, 0], [1, 0], [[1, 0], [0, 1], [0, 1]]),
        ([10, -3, 2.5], None, [[0, 0, 1], [1, 0, 0], [0, 1, 0]]),
        ([True, False], None, [[0, 1], [1, 0]]),
        (np.array(["x"]), ("x", "y", "z"), [[1, 0, 0]]),
        (np.array([1.0, 0.0]), range(3), [[0, 1, 0], [1, 0, 0]]),
        ([None, "A"], ["A", None], [[0, 1], [1, 0]]),
    ],
)
def test_one_hot_rows(labels, classes, expected):
    rows = one_hot(labels, classes)
    assert rows.tolist() == expected
    assert rows.dtype == np.float64


def test_one_hot_of_every_class_in_turn_is_the_identity():
    assert one_hot(range(300)).tolist() == np.eye(300).tolist()


@given(st.lists(st.integers(-50, 50) | st.integers(), min_size=1, max_size=30))
def test_one_hot_can_be_read_back(labels):
    assume(all(abs(label) < 2**63 for label in labels))
    rows = one_hot(labels)
    classes = sorted(set(labels))
    assert rows.shape == (len(labels), len(classes))
    assert rows.sum(axis=1).tolist() == [1] * len(labels)
    assert [classes[k] for k in rows.argmax(axis=1)] == labels
    assert set(rows.ravel().tolist()) <= {0.0, 1.0}


@given(st.lists(st.text("abcxyz", max_size=4), min_size=1, max_size=10), st.randoms())
def test_columns_follow_the_classes_given(labels, random):
    distinct = sorted(set(labels))
    classes = random.sample(distinct, len(distinct))
    rows = one_hot(labels, classes)
    assert [classes[k] for k in rows.argmax(axis=1)] == labels
    assert entropy(rows) == 0
