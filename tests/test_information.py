"""Information measures, against exact fractions, mpmath at 50 digits, scipy, scikit-learn."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn.metrics import mutual_info_score

from lessonlib import (
    categorical_cross_entropy,
    cross_entropy,
    entropy,
    information_content,
    one_hot,
    relative_entropy,
)
from lessonlib.information import (
    conditional_entropy,
    jensen_shannon,
    joint_entropy,
    mutual_information,
)

pytestmark = pytest.mark.filterwarnings("error")

BELOW_ONE = np.nextafter(1, 0)
OF_A_TABLE = [joint_entropy, conditional_entropy, mutual_information]


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


@mpmath.workdps(50)
def exact(p, q, base=2):
    """The mean over the rows of −Σ p log q, at 50 digits."""
    pairs = zip(*(map(mpmath.mpf, np.ravel(a).tolist()) for a in (p, q)), strict=True)
    costs = [-a * mpmath.log(b) for a, b in pairs if a]
    return mpmath.fsum(costs) / len(np.atleast_2d(p)) / mpmath.log(base)


def assert_beside(value, expected, room):
    """At most so far from the exact value, and where that is 0, plain 0."""
    assert value == expected or abs(value - expected) <= (room if expected else 0)
    assert not str(value).startswith("-")


# information content


def test_every_power_of_two_is_exact():
    k = np.arange(1075)
    assert information_content(2.0**-k).tolist() == k.tolist()
    assert all(information_content(2.0**-i) == i for i in k.tolist())


@pytest.mark.parametrize("base", [2, np.e, 1.5, 3, 10, 1e300])
@example(0)
@example(5e-324)
@example(BELOW_ONE)
@example(1)
@given(st.floats(0, 1))
def test_information_content_keeps_its_digits(base, p):
    for content in (information_content(p, base), information_content([p, 1], base)[0]):
        exact_content = exact([1], [p], base)
        assert_beside(content, exact_content, 5e-16 * exact_content)


# entropy, cross-entropy, relative entropy


@st.composite
def complete_codes(draw):
    """Code lengths whose probabilities 2^−length sum to exactly one: split a leaf, repeat."""
    lengths = [0]
    for pick in draw(st.lists(st.integers(0, 10**6), max_size=12)):
        leaf = lengths.pop(pick % len(lengths))
        lengths += [leaf + 1, leaf + 1]
    return draw(st.permutations(lengths))


@given(complete_codes(), st.randoms())
def test_the_wrong_code_costs_its_own_lengths(lengths, random):
    others = random.sample(lengths, len(lengths))
    p, q = [2.0**-k for k in lengths], [2.0**-k for k in others]
    least = sum(Fraction(k, 2**k) for k in lengths)
    cost = sum(Fraction(j, 2**k) for k, j in zip(lengths, others, strict=True))
    assert entropy(p) == entropy([p, p]) == least
    assert cross_entropy(p, q) == cost
    assert relative_entropy(p, q) == cost - least


@mpmath.workdps(50)
def rows_beside_50_digits(p, q, base):
    """Each measure of the rows as lessonlib has it, and as it is."""
    P, Q = np.atleast_2d(p, q)
    y = P.argmax(axis=1)
    least, cost = exact(p, p, base), exact(p, q, base)
    return [
        (entropy(p, base), least),
        (cross_entropy(p, q, base), cost),
        (relative_entropy(p, q, base), cost - least),
        (categorical_cross_entropy(P, Q, base), cost),
        (categorical_cross_entropy(y, Q, base), exact(np.eye(P.shape[1])[y], Q, base)),
    ]


@pytest.mark.parametrize("base", [2, np.e, 10])
@pytest.mark.parametrize("shape", [(2,), (5,), (1, 3), (4, 2), (7, 10), (300, 4)])
def test_rows_against_50_digits_and_scipy(shape, base):
    rng = np.random.default_rng(shape[-1])
    p, q = normalised(rng.exponential(size=shape)), normalised(rng.exponential(size=shape))
    for value, expected in rows_beside_50_digits(p, q, base):
        assert abs(value - expected) <= min(1e-14 * expected, 2e-15)
    bits = stats.entropy(p, base=base, axis=-1).mean()
    assert entropy(p, base) == pytest.approx(bits, rel=1e-14)
    bits = stats.entropy(p, q, base=base, axis=-1).mean()
    assert relative_entropy(p, q, base) == pytest.approx(bits, rel=1e-13)


@given(distributions(), st.sampled_from([1.01, 2, np.e, 1e6]))
@example((np.array([[1.0, 0], [0, 1]]), np.array([[1.0, 0], [1, 5e-324]])), 2)
def test_any_rows_as_50_digits_have_them(tables, base):
    p, q = tables
    unit = 1 / math.log(base)
    for rows in ((p, q), (p, p), (p[0], q[0])):
        for value, expected in rows_beside_50_digits(*rows, base):
            assert_beside(value, expected, 1e-14 * unit)
    assert entropy(p, base) <= math.log(p.shape[1]) * unit * (1 + 1e-15)


# one-hot labels


@pytest.mark.parametrize(
    ("labels", "classes", "expected"),
    [
        (["b", "a"], None, [[0, 1], [1, 0]]),
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


@given(
    st.lists(st.integers(-50, 50) | st.integers(-(2**63) + 1, 2**63 - 1), min_size=1, max_size=30)
    | st.lists(st.text("abcxyz", max_size=4), min_size=1, max_size=10),
    st.randoms(),
)
def test_one_hot_can_be_read_back(labels, random):
    distinct = sorted(set(labels))
    classes = random.sample(distinct, len(distinct))
    for rows, columns in [(one_hot(labels), distinct), (one_hot(labels, classes), classes)]:
        assert rows.shape == (len(labels), len(columns))
        assert rows.sum(axis=1).tolist() == [1] * len(labels)
        assert [columns[k] for k in rows.argmax(axis=1)] == labels
        assert set(rows.ravel().tolist()) <= {0.0, 1.0}


# Jensen–Shannon


@given(distributions())
def test_jensen_shannon_is_symmetric_and_the_square_of_scipys_distance(tables):
    p, q = tables
    divergence = jensen_shannon(p, q)
    squares = jensenshannon(p, q, axis=1, base=2) ** 2
    assert divergence == pytest.approx(squares.mean(), rel=1e-12, abs=1e-15)
    assert divergence == jensen_shannon(q, p)
    assert divergence <= 1 + 1e-15
    assert repr(jensen_shannon(p, p)) == "0.0"


# a table of two variables


@st.composite
def counts(draw):
    """A table (k, n) of counts; whole rows and columns may be zero."""
    k, n = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cell = st.just(0) | st.integers(0, 100)
    cells = draw(st.lists(cell, min_size=k * n, max_size=k * n).filter(any))
    return np.array(cells).reshape(k, n)


def exact_of_a_table(joint, base=2):
    """H(a, b), H(b | a) and the mutual information at 50 digits, by their definitions."""
    with mpmath.workdps(50):
        p = [[mpmath.mpf(v) for v in row] for row in np.asarray(joint).tolist()]
        row, column = [sum(r) for r in p], [sum(c) for c in zip(*p, strict=True)]
        cells = [(v, row[i], column[j]) for i, r in enumerate(p) for j, v in enumerate(r) if v]
        terms = [
            [-v * mpmath.log(v), -v * mpmath.log(v / a), v * mpmath.log(v / (a * b))]
            for v, a, b in cells
        ]
        return [sum(term) / mpmath.log(base) for term in zip(*terms, strict=True)]


@given(counts(), st.sampled_from([2, np.e, 10]))
def test_a_table_against_50_digits_and_other_programs(table, base):
    joint = table / table.sum()
    for function, expected in zip(OF_A_TABLE, exact_of_a_table(joint, base), strict=True):
        assert_beside(function(joint, base), expected, 4e-15)
    expected = stats.entropy(joint, base=base, axis=None)
    assert joint_entropy(joint, base) == pytest.approx(expected, rel=1e-13, abs=1e-14)
    nats = mutual_info_score(None, None, contingency=table)
    assert mutual_information(joint, np.e) == pytest.approx(nats, abs=1e-14)


@given(distributions(), st.randoms())
def test_what_is_settled_by_the_other_has_no_entropy_left(tables, random):
    p = tables[0][0]
    joint = np.diag(p)[:, random.sample(range(len(p)), len(p))]
    assert repr(conditional_entropy(joint)) == repr(conditional_entropy(joint.T)) == "0.0"


@pytest.mark.parametrize(
    "joint",
    [
        [[1, 0], [0, 1e-200]],  # the product of the margins, 1e-400, is not 0
        [[0.3, 0.2], [0.1, 0.4 + 9e-7]],  # 0.9e-6 too much is let pass
        np.float32([[0.3, 0.2], [0.1, 0.4]]),
    ],
)
def test_tables_of_tiny_and_of_rounded_cells(joint):
    for function, expected in zip(OF_A_TABLE, exact_of_a_table(joint), strict=True):
        assert function(joint) == pytest.approx(float(expected), rel=1e-12, abs=1e-300)


# near one another, where the terms of a sum nearly cancel


def near_ones():
    """Two tables of rows as near one another as may be, equal or 1e-17 to 1 apart; and a table of
    two variables as near independence."""
    rng = np.random.default_rng(13)
    for _ in range(400):
        shape = m, n = rng.integers(1, 4), rng.integers(1, 6)
        sizes = rng.random(shape), 10 ** rng.uniform(-300, 0, shape), rng.choice([0, 1], shape)
        p = np.choose(rng.integers(0, 3, shape), sizes)
        push = 10 ** rng.uniform(-17, 0) * rng.uniform(-1, 1, (m + n, n))
        q = p * (1 + push[:m])
        if p.any(axis=1).all():
            p, q = (np.minimum(1, a / a.sum(axis=1, keepdims=True)) for a in (p, q))
            joint = np.outer(p[0], q[-1]) * (1 + push[m:])
            yield p, q, np.minimum(1, joint / joint.sum())


def holds_13_digits(value, exact):
    """At most 1e-13 beside an exact value above 1e-12, and never below 0."""
    assert type(value) is float
    assert value >= 0
    assert abs(value - max(exact, 0)) <= 1e-13 * max(exact, 1e-12)


@pytest.mark.parametrize("base", [2, np.e])
def test_near_rows_and_tables_keep_thirteen_digits(base):
    for p, q, joint in near_ones():
        with mpmath.workdps(60):
            pairs = [*zip(*(map(mpmath.mpf, t.ravel().tolist()) for t in (p, q)), strict=True)]
            kl = mpmath.fsum(a * mpmath.log(a / b) for a, b in pairs if a)
            both = [(a, (a + b) / 2) for pair in pairs for a, b in (pair, pair[::-1]) if a]
            js = mpmath.fsum(a * mpmath.log(a / middle) for a, middle in both) / 2
            unit = len(p) * mpmath.log(base)
        holds_13_digits(relative_entropy(p, q, base), kl / unit)
        holds_13_digits(jensen_shannon(p, q, base), js / unit)
        for function, expected in zip(OF_A_TABLE, exact_of_a_table(joint, base), strict=True):
            holds_13_digits(function(joint, base), expected)
