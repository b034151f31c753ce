"""Lesson 07's exercises: what learners write, and whether what they are told is true."""

from __future__ import annotations

import math
import re
import textwrap

import numpy as np
import pytest
from scipy import special

from lessonlib.exercises import engine
from lessonlib.exercises.comparison import COMPUTED, call, numbers, same
from lessonlib.exercises.judging import MISTAKE, RAISED, RIGHT, WRONG, judge

EXERCISES = engine.EXERCISES
ARGUMENTS = {"7.1": "Z", "7.3": "y, Q"}


def written(exercise_id, body):
    """The verdict on a function as it stands in a learner's cell, with nothing but np."""
    names = {"np": np}
    exec(f"def answer({ARGUMENTS[exercise_id]}):\n{textwrap.indent(body, '    ')}", names)
    return judge(EXERCISES[exercise_id], names["answer"])


def mistake(exercise_id, words):
    """The answers whose sentence holds these words; at least one."""
    found = [m for m in EXERCISES[exercise_id].mistakes if words in m.sentence]
    assert found, words
    return [m.answer for m in found]


def results(exercise, answer):
    with np.errstate(all="ignore"):
        return [numbers(call(answer, arguments).value) for _, arguments in exercise.cases]


# --- right answers, as they are written ---

RIGHT_7_1 = [
    "e = np.exp(Z - Z.max(axis=1)[:, None])\nreturn e / e.sum(axis=1)[:, None]",
    "e = np.exp(Z - Z.max(1, keepdims=True))\nreturn e / np.sum(e, axis=-1, keepdims=True)",
    "e = np.exp(Z.T - Z.max(axis=1))\nreturn (e / e.sum(axis=0)).T",
    "Z -= Z.max(axis=1).reshape(-1, 1)\nnp.exp(Z, out=Z)\nreturn Z / Z.sum(axis=1).reshape(-1, 1)",
    "out = np.zeros_like(Z)\nfor i, z in enumerate(Z):\n    e = np.exp(z - z.max())\n"
    "    out[i] = e / e.sum()\nreturn out",
    "return [[1 / sum(np.exp(other - x) for other in z) for x in z] for z in Z]",
    "e = [np.exp(z - max(z)) for z in Z]\nreturn tuple(x / sum(x) for x in e)",
    "from scipy.special import softmax\nreturn softmax(Z, axis=1)",
    "top = Z.max(axis=1, keepdims=True)\n"
    "return np.exp(Z - top - np.log(np.exp(Z - top).sum(axis=1, keepdims=True)))",
    "e = np.e ** (Z - Z.max(axis=1, keepdims=True))\nreturn np.einsum('ij,i->ij', e, 1 / e.sum(1))",
]
RIGHT_7_3 = [
    "return -np.mean(np.log2(Q[range(len(y)), y]))",
    "total = 0\nfor i in range(len(y)):\n    total -= np.log2(Q[i, y[i]])\nreturn total / len(y)",
    "return np.mean([-np.log2(row[k]) for row, k in zip(Q, y)])",
    "m, n = Q.shape\nY = np.eye(n)[y]\nreturn -np.log2((Y * Q).sum(axis=1)).sum() / m",
    "Y = y[:, None] == np.arange(Q.shape[1])\nreturn -np.log2(Q[Y]).mean()",
    "return [np.log2(1 / np.take_along_axis(Q, y.reshape(-1, 1), axis=1)).mean()]",
    "return -np.log(Q[np.arange(len(Q)), y]).mean() / np.log(2)",
    "return -np.log2(Q)[np.arange(y.size), y].sum() / y.size",
    "return np.mean(-np.log2(np.diagonal(Q[:, y])))",
    "return float(-np.log2(Q.ravel()[np.arange(len(y)) * Q.shape[1] + y]).mean())",
]


@pytest.mark.parametrize("body", RIGHT_7_1)
def test_a_softmax_may_be_written_in_many_ways(body):
    assert written("7.1", body).outcome == RIGHT


@pytest.mark.parametrize("body", RIGHT_7_3)
def test_a_cross_entropy_may_be_written_in_many_ways(body):
    assert written("7.3", body).outcome == RIGHT


def test_the_solutions_agree_with_scipy():
    rng = np.random.default_rng(7)
    for m, n in [(1, 2), (2, 5), (6, 3), (4, 4)]:
        Z = rng.normal(scale=300, size=(m, n))
        Q = special.softmax(rng.normal(size=(m, n)), axis=1)
        y = rng.integers(n, size=m)
        np.testing.assert_allclose(
            EXERCISES["7.1"].reference(Z), special.softmax(Z, axis=1), rtol=1e-12
        )
        one_hot = (y[:, None] == np.arange(n)) * 1.0
        expected = special.rel_entr(one_hot, Q).sum() / m / math.log(2)  # H of one-hot rows is 0
        assert EXERCISES["7.3"].reference(y, Q) == pytest.approx(expected, rel=1e-13)


# --- wrong answers, as they are written ---

LARGEST = "e = np.exp(Z - Z.max(axis=1, keepdims=True))\n"
ONE_HOT = "Y = np.eye(Q.shape[1])[y]\n"
WRONG_7_1 = [
    ("e = np.exp(Z)\nreturn e / e.sum(axis=1)[:, None]", "e¹⁰⁰⁰ is inf"),
    ("return [np.exp(z) / sum(np.exp(z)) for z in Z]", "e¹⁰⁰⁰ is inf"),
    (LARGEST + "return e / e.sum()", "of the whole table add up to 1"),
    ("from scipy.special import softmax\nreturn softmax(Z)", "of the whole table add up to 1"),
    (LARGEST + "return e / sum(e)", "each column adds up to 1"),
    ("e = np.exp(Z - Z.max(0))\nreturn e / e.sum(0)", "each column adds up to 1"),
    (
        "e = np.exp(Z - np.max(Z))\nreturn e / e.sum(axis=1, keepdims=True)",
        "the largest score of the whole table",
    ),
    (
        "q = []\nfor z in Z:\n    e = np.exp(z - Z.max())\n    q.append(e / e.sum())\nreturn q",
        "the largest score of the whole table",
    ),
    (
        "e = np.exp(Z - abs(Z).max(axis=1, keepdims=True))\nreturn e / e.sum(1, keepdims=True)",
        "without its sign",
    ),
    (
        "e = np.exp(Z - np.median(Z, axis=1, keepdims=True))\nreturn e / e.sum(1, keepdims=True)",
        "the middle of a row",
    ),
    ("e = np.exp(np.clip(Z, -100, 100))\nreturn e / e.sum(1, keepdims=True)", "cut off"),
    ("e = np.exp(np.minimum(Z, 500))\nreturn e / e.sum(1, keepdims=True)", "cut off"),
    ("e = np.exp(Z)\nreturn e / (e.sum(1, keepdims=True) + 1e-9)", "mends 0/0, and not inf/inf"),
    ("return Z / Z.sum(axis=1, keepdims=True)", "the exponential is missing"),
    (
        "e = 2 ** (Z - Z.max(1)[:, None])\nreturn e / e.sum(1)[:, None]",
        "the share is 2 times as large",
    ),
    ("return 1 / (1 + np.exp(-Z))", "the sigmoid of each cell"),
    ("return np.exp(Z)", "these are the exponentials"),
    (LARGEST + "return e", "so the row adds up to more"),
    (LARGEST + "return np.log(e / e.sum(axis=1, keepdims=True))", "logarithms of the shares"),
    (
        "e = np.exp(Z) - Z.max(axis=1, keepdims=True)\nreturn e / e.sum(axis=1, keepdims=True)",
        "away from the exponentials",
    ),
    (LARGEST + "return e / np.exp(Z).sum(axis=1, keepdims=True)", "above the line only"),
    (LARGEST + "return e / Z.shape[1]", "divide by n, the number of classes"),
    ("for z in Z:\n    e = np.exp(z - z.max())\n    return e / e.sum()", "one row alone"),
    ("for z in Z:\n    q = np.exp(z - z.max())\n    q /= q.sum()\nreturn q", "one row alone"),
]
WRONG_7_3 = [
    ("return -np.log2(Q[:, y]).mean()", "every row meets every label"),
    ("return -np.log2(np.take(Q, y, axis=1)).sum() / len(y)", "every row meets every label"),
    ("return -np.log2(Q[y]).mean()", "takes whole rows"),
    ("return -np.log2(np.take(Q, y)).mean()", "from the first row alone"),
    ("return -np.mean(np.log(Q[range(len(y)), y]))", "in nats"),
    ("return -np.sum(np.log2(Q[range(len(y)), y]))", "this is the total"),
    ("return np.mean(np.log2(Q[range(len(y)), y]))", "the minus is missing"),
    ("return -np.log2(Q[range(len(y)), y])", "a cost for each row"),
    ("return -np.log2(Q.max(axis=1)).mean()", "the labels play no part"),
    ("return -np.log2(np.mean(Q[range(len(y)), y]))", "log of the mean share"),
    ("return -np.log2(Q[range(len(y)), y]).sum() / Q.size", "all m · n cells"),
    (ONE_HOT + "return -(Y * np.log2(Q)).mean()", "all m · n cells"),
    (ONE_HOT + "return -(Y * np.log2(Q)).sum(axis=1).mean()", "right, until a share of Q is 0"),
    (ONE_HOT + "return -(Y * np.log2(Q)).sum(axis=0).mean()", "divided by n"),
    (
        ONE_HOT + "return -(Y * np.log2(Q) + (1 - Y) * np.log2(1 - Q)).mean()",
        "binary cross-entropy in every cell, and the mean",
    ),
    (
        ONE_HOT + "return -(Y * np.log(Q) + (1 - Y) * np.log(1 - Q)).sum(axis=1).mean()",
        "added up along each row",
    ),
    ("return -np.log2(Q[range(len(y)), y - 1]).mean()", "taken to start at 1"),
    ("return -np.log2(Q[:, 0]).mean()", "every row pays for the first class"),
    ("return -np.log2(Q[range(len(y)), y] + 1e-12).mean()", "stands in the place of 0"),
    (
        "return -np.log2(np.clip(Q, 1e-7, 1 - 1e-7)[range(len(y)), y]).mean()",
        "stands in the place of 0",
    ),
    ("return -np.log2(Q[range(len(y)), y]).sum() / len(Q[0])", "divided by n"),
    (
        "e = np.exp(Q)\ne /= e.sum(1, keepdims=True)\nreturn -np.log2(e[range(len(y)), y]).mean()",
        "a softmax is applied to Q",
    ),
    (
        "for i in range(len(y)):\n    total = -np.log2(Q[i, y[i]])\nreturn total / len(y)",
        "only the last row",
    ),
]


@pytest.mark.parametrize(("body", "words"), WRONG_7_1)
def test_a_wrong_softmax_is_told_its_mistake(body, words):
    verdict = written("7.1", body)
    assert verdict.outcome == MISTAKE
    assert words in verdict.sentence


@pytest.mark.parametrize(("body", "words"), WRONG_7_3)
def test_a_wrong_cross_entropy_is_told_its_mistake(body, words):
    verdict = written("7.3", body)
    assert verdict.outcome == MISTAKE
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("exercise_id", "body", "words"),
    [
        ("7.1", "e = np.exp(Z)\nreturn e / e.sum(axis=1)", "(2,3) (2,)"),
        ("7.1", LARGEST + "return e / e.sum(axis=1)", "a table of shape (2, 3)"),
        ("7.1", "return np.exp(Z - Z.max(axis=1))", "(2,3) (2,)"),
        ("7.3", "return -np.log2(Q[y, range(len(y))]).mean()", "out of bounds"),
        ("7.3", "return -np.log2(Q[range(len(y)), y + 1]).mean()", "out of bounds"),
        ("7.3", "return -np.mean(y * np.log2(Q))", "could not be broadcast"),
        ("7.3", "return -np.log2(Q[range(3), y]).mean()", "five rows of four classes"),
    ],
)
def test_shapes_and_places_that_do_not_fit_raise(exercise_id, body, words):
    verdict = written(exercise_id, body)
    assert verdict.outcome == RAISED
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("exercise_id", "body", "words"),
    [
        ("7.1", LARGEST + "return e / e.sum(axis=1, keepdims=True) * 100", "percentage"),
        ("7.1", LARGEST + "return np.round(e / e.sum(1, keepdims=True), 3)", "rounded"),
        ("7.1", LARGEST + "return (e / e.sum(1, keepdims=True)).ravel()", "of shape (2, 3) was"),
        ("7.3", "return round(-np.log2(Q[range(len(y)), y]).mean(), 2)", "rounded"),
    ],
)
def test_what_else_is_wrong_is_told_about_its_form(exercise_id, body, words):
    verdict = written(exercise_id, body)
    assert verdict.outcome == WRONG
    assert words in verdict.sentence


# --- the values that are declared are what their sentences say ---

Q, Y = np.array([0.7, 0.2, 0.1]), np.array([0, 1, 0])
A, B = 3, 1
VALUES = [
    ("7.2", "is σ(3), A", special.expit(A)),
    ("7.2", "is σ(1)", special.expit(1)),
    ("7.2", "is σ(4)", special.expit(A + B)),
    ("7.2", "probability of B", special.expit(B - A)),
    ("7.2", "is 1 − σ(3)", 1 - special.expit(3)),
    ("7.2", "is σ(−1)", special.expit(-1)),
    ("7.2", "is 3/4", A / (A + B)),
    ("7.2", "powers of 2", 2**A / (2**A + 2**B)),
    ("7.2", "powers of 10", 10**A / (10**A + 10**B)),
    ("7.2", "this is e²", math.exp(A - B)),
    ("7.2", "this is e³", math.exp(A)),
    ("7.2", "the logit", A - B),
    ("7.2", "is e⁻²", math.exp(B - A)),
    ("7.2", "is 1 + e⁻²", 1 + math.exp(B - A)),
    ("7.2", "cost in bits", -math.log2(special.expit(A - B))),
    ("7.2", "cost in nats", -math.log(special.expit(A - B))),
    ("7.5", "label minus prediction", Y - Q),
    ("7.5", "against the shares", -Y / Q),
    ("7.5", "a factor q(1 − q)", (Q - Y) * Q * (1 - Q)),
    ("7.5", "the share q₂ itself", Q[1] * (Y - Q)),
    ("7.5", "twice too large", 2 * (Q - Y)),
    ("7.5", "slopes in bits", (Q - Y) / math.log(2)),
    ("7.5", "times ln 2", (Q - Y) * math.log(2)),
    ("7.5", "divided by 3", (Q - Y) / 3),
    ("7.5", "first class is taken", Q - [1, 0, 0]),
    ("7.5", "third class is taken", Q - [0, 0, 1]),
    ("7.5", "this is the prediction", Q),
    ("7.5", "prediction plus label", Q + Y),
    ("7.5", "this is 1 − q", 1 - Q),
    ("7.5", "this is the label", Y),
    ("7.5", "the slope of −z₂", -Y),
    ("7.5", "the softmax is applied", special.softmax(Q) - Y),
    ("7.5", "these are −ln q", -np.log(Q)),
    ("7.5", "the loss itself", -Y * np.log(Q)),
]


@pytest.mark.parametrize(("exercise_id", "words", "value"), VALUES)
def test_a_declared_value_is_what_its_sentence_says(exercise_id, words, value):
    (answer,) = mistake(exercise_id, words)
    np.testing.assert_allclose(np.asarray(answer, dtype=float), value, rtol=0, atol=5.001e-5)


def test_the_right_values():
    assert EXERCISES["7.2"].reference == pytest.approx(special.softmax([3, 1])[0], rel=1e-15)
    assert special.softmax([103, 101])[0] == pytest.approx(special.softmax([2, 0])[0], rel=1e-13)
    z, h = np.log(Q), 1e-6
    slopes = [
        (special.logsumexp(z + nudge) - special.logsumexp(z - nudge)) / (2 * h) - nudge[1] / h
        for nudge in h * np.eye(3)
    ]
    np.testing.assert_allclose(EXERCISES["7.5"].reference, slopes, atol=1e-8)


def test_the_numbers_of_the_three_rows_come_from_the_three_rows():
    exercise = EXERCISES["7.3"]
    assert exercise.cases[0][0] == "the three rows of section 3"
    seen = 0
    for item in exercise.mistakes:
        for quoted in re.findall(r"the three rows came out as ([−]?\d\.\d{4})", item.sentence):
            own = float(results(exercise, item.answer)[0])
            assert f"{own:.4f}".replace("-", "−") == quoted
            seen += 1
    assert seen >= 8
    (first,) = EXERCISES["7.1"].cases[0][1]
    with_largest = mistake("7.1", "the largest of each row came out as 1.0000")[0](first)
    assert with_largest.max(axis=1).tolist() == [1, 1]


def right_cases(exercise, answer):
    pairs = zip(results(exercise, answer), results(exercise, exercise.reference), strict=True)
    return [same(own, right, **COMPUTED) for own, right in pairs]


@pytest.mark.parametrize(
    ("exercise_id", "words", "right_in"),
    [
        ("7.1", "right for small scores", [True, True, False]),
        ("7.1", "largest. np.nan_to_num only hides that.", [True, True, False]),
        ("7.1", "largest. A small number below the line", [True, False, False]),
        ("7.1", "the middle of a row", [True, True, False]),
        ("7.1", "without its sign", [True, False, False]),
        ("7.3", "right, until a share of Q is 0", [True, True, True, False, True]),
        ("7.3", "It only looks right where", [False, False, False, False, False]),
        ("7.3", "stands in the place of 0. It hides", [True, True, True, True, False]),
        ("7.3", "the row that costs inf", [True, True, True, True, False]),
    ],
)
def test_a_mistake_that_is_partly_right_is_right_where_it_is_said_to_be(
    exercise_id, words, right_in
):
    for answer in mistake(exercise_id, words):
        assert right_cases(EXERCISES[exercise_id], answer) == right_in


# --- what the choices claim ---


def every_cell(k, q):
    """Element-wise BCE in bits of each cell of a row whose true class is k."""
    return [-math.log2(share if j == k else 1 - share) for j, share in enumerate(q)]


@pytest.mark.parametrize("n", [2, 3, 5])
def test_every_cell_against_cross_entropy(n):
    right = EXERCISES["7.4"].reference.split(", ")[n > 2]
    for q in np.random.default_rng(n).dirichlet(np.ones(n), size=50):
        cells, cost = every_cell(0, q), -math.log2(q[0])
        mean = math.fsum(cells) / n
        if right == "equal":
            assert mean == pytest.approx(cost, rel=1e-9)
        else:
            assert right == "smaller"
            assert mean < cost
        assert cost <= math.fsum(cells) <= n * cost * (1 + 1e-9)


def test_the_rows_that_the_hints_name():
    cells = [2.0**-cost for cost in every_cell(0, (0.7, 0.2, 0.1))]
    assert cells == pytest.approx([0.7, 0.8, 0.9], rel=1e-12)
    cells = [2.0**-cost for cost in every_cell(0, (0.8, 0.2))]
    assert cells == pytest.approx([0.8, 0.8], rel=1e-12)


def test_the_colleagues_floor():
    exercise = EXERCISES["7.6"]
    floor = -special.log_softmax([1, 0])[0]
    assert f"{special.softmax([1, 0])[0]:.4f}" in exercise.why
    assert f"{floor:.4f} nats" in exercise.why
    ten = -special.log_softmax([1] + [0] * 9)[0]
    assert f"{ten:.4f} nats" in exercise.deepen
    assert ten == pytest.approx(-math.log(math.e / (math.e + 9)), rel=1e-14)
    (bits,) = [m.sentence for m in exercise.mistakes if m.answer == "bits, not nats"]
    assert f"{1 / math.log(2):.4f}" in bits
