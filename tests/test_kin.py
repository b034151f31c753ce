"""The kin of relative entropy: Jensen–Shannon, joint and conditional entropy, mutual information.

Against mpmath at 50 digits, scipy and scikit-learn.
"""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon
from sklearn.metrics import mutual_info_score

from lessonlib import entropy, relative_entropy
from lessonlib.datasets import titanic
from lessonlib.information import (
    conditional_entropy,
    jensen_shannon,
    joint_entropy,
    mutual_information,
)

pytestmark = pytest.mark.filterwarnings("error")

OF_A_TABLE = [joint_entropy, conditional_entropy, mutual_information]
NEAR = {"rel": 1e-13, "abs": 1e-14}


@st.composite
def pairs(draw):
    """Two tables (m, n) of rows of probabilities, zeros among them."""
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 100), min_size=n, max_size=n).filter(any)
    rows = st.lists(row, min_size=m, max_size=m)
    p, q = (np.array(draw(rows), dtype=float) for _ in range(2))
    return p / p.sum(axis=1, keepdims=True), q / q.sum(axis=1, keepdims=True)


@st.composite
def counts(draw):
    """A table (k, n) of counts; whole rows and columns may be zero."""
    k, n = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cell = st.just(0) | st.integers(0, 100)
    cells = draw(st.lists(cell, min_size=k * n, max_size=k * n).filter(any))
    return np.array(cells).reshape(k, n)


def joints():
    return counts().map(lambda table: table / table.sum())


def exact(joint, base=2):
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


# near one another, where the terms of a sum nearly cancel


@st.composite
def near_ones(draw):
    """Two tables of rows as near one another as may be, equal or 1e-17 to 1 apart; and a table of
    two variables as near independence."""
    m, n = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    size = st.floats(0, 1) | st.floats(-300, 0).map(lambda e: 10**e)
    row = st.lists(size, min_size=n, max_size=n).filter(lambda a: sum(a) > 0)
    p = np.array(draw(st.lists(row, min_size=m, max_size=m)))
    push = np.random.default_rng(draw(st.integers(0, 999))).uniform(-1, 1, (m + n, n))
    push *= 10 ** draw(st.floats(-17, 0))
    q = p * (1 + push[:m])
    q = np.where(q.sum(axis=1, keepdims=True) > 0, q, p)
    p, q = (np.minimum(1, a / a.sum(axis=1, keepdims=True)) for a in (p, q))
    joint = np.outer(p[0], q[-1]) * (1 + push[m:])
    return p, q, np.minimum(1, joint / joint.sum())


def holds_13_digits(value, exact):
    """At most 1e-13 beside an exact value above 1e-12, and never below 0."""
    assert type(value) is float
    assert value >= 0
    assert abs(value - max(exact, 0)) <= 1e-13 * max(exact, 1e-12)


@settings(max_examples=300)
@given(near_ones(), st.sampled_from([2, np.e]))
def test_near_rows_and_tables_keep_thirteen_digits(tables, base):
    p, q, joint = tables
    with mpmath.workdps(60):
        pairs = [*zip(*(map(mpmath.mpf, t.ravel().tolist()) for t in (p, q)), strict=True)]
        kl = mpmath.fsum(a * mpmath.log(a / b) if b else mpmath.inf for a, b in pairs if a)
        js = mpmath.fsum(
            a * mpmath.log(2 * a / (a + b)) for pair in pairs for a, b in (pair, pair[::-1]) if a
        )
        unit = len(p) * mpmath.log(base)
        kl, js = kl / unit, js / unit / 2
    if kl == mpmath.inf:
        assert relative_entropy(p, q, base) == mpmath.inf
    else:
        holds_13_digits(relative_entropy(p, q, base), kl)
    holds_13_digits(jensen_shannon(p, q, base), js)
    for function, expected in zip(OF_A_TABLE, exact(joint, base), strict=True):
        holds_13_digits(function(joint, base), expected)


# Jensen–Shannon


@given(pairs())
def test_jensen_shannon_is_symmetric_and_the_square_of_scipys_distance(tables):
    p, q = tables
    divergence = jensen_shannon(p, q)
    squares = jensenshannon(p, q, axis=1, base=2) ** 2
    assert divergence == pytest.approx(squares.mean(), rel=1e-12, abs=1e-15)
    assert divergence == jensen_shannon(q, p)
    assert divergence <= 1 + 1e-15
    assert repr(jensen_shannon(p, p)) == "0.0"


def test_jensen_shannon_where_relative_entropy_is_infinite():
    p, q = [0.5, 0.5, 0], [0, 0.5, 0.5]
    assert relative_entropy(p, q) == relative_entropy(q, p) == math.inf
    assert jensen_shannon(p, q) == 0.5
    assert jensen_shannon([1, 0], [0, 1]) == 1.0
    assert jensen_shannon([1, 0], [0, 1], base=np.e) == pytest.approx(math.log(2), rel=1e-15)
    assert jensen_shannon([[1, 0], [1, 0]], [[0, 1], [1, 0]]) == 0.5
    assert type(jensen_shannon(p, q)) is float


# a table of two variables


@given(joints(), st.sampled_from([2, np.e, 10]))
def test_a_table_against_50_digits(joint, base):
    for function, expected in zip(OF_A_TABLE, exact(joint, base), strict=True):
        value = function(joint, base)
        assert type(value) is float
        assert abs(value - expected) <= 4e-15
        assert function(np.asfortranarray(joint), base) == pytest.approx(value, abs=4e-15)
        assert function(joint.tolist(), base) == value


@given(counts())
def test_other_programs_agree_about_a_table(table):
    joint = table / table.sum()
    assert joint_entropy(joint) == pytest.approx(stats.entropy(joint, base=2, axis=None), **NEAR)
    nats = mutual_info_score(None, None, contingency=table)
    assert mutual_information(joint, np.e) == pytest.approx(nats, abs=1e-14)


@given(pairs(), st.randoms())
def test_what_is_settled_by_the_other_has_no_entropy_left(tables, random):
    p = tables[0][0]
    joint = np.diag(p)[:, random.sample(range(len(p)), len(p))]
    assert repr(conditional_entropy(joint)) == repr(conditional_entropy(joint.T)) == "0.0"


def test_one_certain_cell():
    for function in OF_A_TABLE:
        assert repr(function([[0, 0], [1, 0]])) == "0.0"
        assert repr(function([[1]])) == "0.0"


def test_cells_too_small_for_their_product():
    # the product of the margins, 1e-400, is not 0
    joint = [[1, 0], [0, 1e-200]]
    for function, expected in zip(OF_A_TABLE, exact(joint), strict=True):
        assert function(joint) == pytest.approx(float(expected), rel=1e-13, abs=1e-300)


def test_a_table_of_rounded_cells_suits_all_three():
    # 0.9e-6 too much is let pass; the product of the margins is off by twice that
    joint = np.array([[0.3, 0.2], [0.1, 0.4 + 9e-7]])
    for function, expected in zip(OF_A_TABLE, exact(joint), strict=True):
        assert function(joint) == pytest.approx(float(expected), rel=1e-12)
        assert function(joint.astype(np.float32)) == pytest.approx(float(expected), abs=1e-6)


def test_what_the_class_told_about_surviving_the_titanic():
    joint = titanic() / 2201
    assert round(mutual_information(joint), 4) == 0.0593
    assert round(joint_entropy(joint), 4) == 2.6924
    assert round(entropy(joint.sum(axis=0)), 4) == 0.9077
    nats = mutual_info_score(None, None, contingency=titanic())
    assert mutual_information(joint, np.e) == pytest.approx(nats, rel=1e-12)
