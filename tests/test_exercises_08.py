"""Lesson 08's exercises: what learners write, and the numbers that the sentences claim."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import mpmath
import numpy as np
import pytest

from lessonlib import BCE_from_logits, softmax_cross_entropy
from lessonlib.exercises import engine
from lessonlib.exercises.judging import MISTAKE, RIGHT, judge

TOLD = {exercise_id: e for exercise_id, e in engine.EXERCISES.items() if exercise_id[:2] == "8."}


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def shares(z):
    e = np.exp(z - z.max())
    return e / e.sum()


# the solutions, against 60 digits


def exact_bce(y, z):
    rows = zip(map(mpmath.mpf, y), map(mpmath.mpf, z), strict=True)
    costs = [a * mpmath.log(1 + mpmath.exp(-b)) + (1 - a) * mpmath.log(1 + mpmath.exp(b))
             for a, b in rows]  # fmt: skip
    return sum(costs) / len(costs)


def exact_softmax_loss(z, r):
    return mpmath.log(sum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(z[r])) for x in z))


@pytest.mark.parametrize(
    ("exercise_id", "exact"), [("8.3", exact_bce), ("8.4", exact_softmax_loss)]
)
def test_a_solution_keeps_all_digits_on_every_case(exercise_id, exact):
    exercise = TOLD[exercise_id]
    for case, arguments in exercise.cases:
        with mpmath.workdps(1000):
            right = exact(*arguments)
            error = abs(mpmath.mpf(float(exercise.reference(*arguments))) - right) / right
        assert error < 2e-15, case


@pytest.mark.parametrize(
    ("exercise_id", "case", "loss"),
    [
        ("8.3", "a sure hit, label 1 and z = 40", 4.248354e-18),
        ("8.4", "a sure hit, logits 40, 0 and 0", 8.496709e-18),
    ],
)
def test_a_sure_hit_that_comes_out_as_0_is_not_right(exercise_id, case, loss):
    exercise = TOLD[exercise_id]
    hit = exercise.probes[case]
    assert exercise.reference(*hit) == pytest.approx(loss, rel=1e-6, abs=0)

    def answer(*arguments):
        return 0.0 if np.array_equal(arguments[0], hit[0]) else exercise.reference(*arguments)

    assert judge(exercise, answer).outcome == MISTAKE


# what learners write: wrong


def naive(y, z):
    yhat = sigmoid(z)
    return -np.mean(y * np.log(yhat) + (1 - y) * np.log(1 - yhat))


def clipped(y, z):
    yhat = np.clip(sigmoid(z), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(yhat) + (1 - y) * np.log(1 - yhat))


def clipped_at_a_gap(y, z):
    gap = np.finfo(float).eps
    yhat = np.clip(sigmoid(z), gap, 1 - gap)
    return -np.mean(y * np.log(yhat) + (1 - y) * np.log(1 - yhat))


def added(y, z):
    yhat = sigmoid(z)
    return -np.mean(y * np.log(yhat + 1e-12) + (1 - y) * np.log(1 - yhat + 1e-12))


def logs_cut(y, z):
    yhat = sigmoid(z)
    logs = np.maximum(np.log(yhat), -100), np.maximum(np.log(1 - yhat), -100)
    return -np.mean(y * logs[0] + (1 - y) * logs[1])


def logits_cut(y, z):
    z = np.clip(z, -500, 500)
    return np.mean(np.logaddexp(0, z) - y * z)


def two_branches(y, z):
    yhat = np.where(z > 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
    return np.mean(-(y * np.log(yhat) + (1 - y) * np.log1p(-yhat)))


def log1p(x):
    return np.log1p(np.exp(-np.abs(x)))


WRONG_BCE = [
    (naive, "ŷ is rounded to 1 or to 0"),
    (two_branches, "ŷ is rounded to 1 or to 0"),
    (clipped, "a small number ε"),
    (clipped_at_a_gap, "a small number ε"),
    (added, "a small number ε"),
    (logs_cut, "cut at −100"),
    (logits_cut, "the logits are cut off"),
    (lambda y, z: np.mean(np.logaddexp(0, z) - z * y), "cancellation"),
    (lambda y, z: np.logaddexp(0, -z).mean() + np.mean((1 - y) * z), "cancellation"),
    (
        lambda y, z: np.mean(np.log(1 + np.exp(-abs(z))) + abs(z) * abs(y - (z > 0))),
        "np.log1p(x)",
    ),
    (lambda y, z: np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-abs(z)))), "np.log1p(x)"),
    (lambda y, z: np.mean(np.log(1 + np.exp(z)) - y * z), "the exponential overflows"),
    (
        lambda y, z: np.mean(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z))),
        "an exponential overflows",
    ),
    (lambda y, z: np.mean(log1p(z)), "the doubt alone"),
    (lambda y, z: np.mean(np.maximum(z, 0) - z * y), "the wrong side alone"),
    (lambda y, z: np.mean(log1p(z) + np.abs(z)), "every row pays |z|"),
    (lambda y, z: np.mean(log1p(z) + abs(z) * abs(y - (z < 0))), "the sides are exchanged"),
    (lambda y, z: np.mean(log1p(z) + z * (y - (z > 0))), "a pair of bars is missing"),
    (lambda y, z: np.mean(log1p(z) + z * abs(y - (z > 0))), "z lost its bars"),
    (lambda y, z: np.mean(log1p(z) + abs(z) * abs(y - z > 0)), "parentheses"),
    (lambda y, z: np.mean(log1p(z) + np.maximum(z, 0)), "as if its label were 0"),
    (lambda y, z: np.mean(np.logaddexp(0, -z)), "as if its label were 1"),
    (lambda y, z: np.mean(np.log1p(np.exp(z)) + abs(z) * abs(y - (z > 0))), "must be −|z|"),
    (lambda y, z: np.mean(np.log1p(1 + np.exp(-abs(z))) + abs(z) * abs(y - (z > 0))), "a 1 too"),
    (lambda y, z: np.mean(np.log2(1 + np.exp(-abs(z))) + abs(z) * abs(y - (z > 0))), "two units"),
    (BCE_from_logits, "in bits"),
    (lambda y, z: np.sum(log1p(z) + abs(z) * abs(y - (z > 0))), "the total"),
    (lambda y, z: log1p(z) + abs(z) * abs(y - (z > 0)), "a loss for each row"),
    (lambda y, z: np.mean(log1p(z) + abs(z) * (y != (z > 0))), "may lie between 0 and 1"),
    (lambda y, z: np.mean(np.logaddexp(0, np.where(y == 1, -z, z))), "may lie between 0 and 1"),
    (lambda y, z: np.mean(np.logaddexp(0, -y * z)), "labels −1 and 1"),
    (lambda y, z: BCE_from_logits(y, sigmoid(z), np.e), "the sigmoid is too much"),
    (lambda y, z: -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z)), "every result is nan"),
]


def no_ties(z, r):
    top = max(z)
    return top - z[r] + np.log1p(sum(np.exp(x - top) for x in z if x != top))


def from_the_largest_size(z, r):
    M = np.max(np.abs(z))
    return M + np.log(np.sum(np.exp(z - M))) - z[r]


def top_index(z, r):
    top = np.argmax(z)
    return top - z[r] + np.log1p(np.sum(np.exp(np.delete(z, top) - top)))


def sorted_down(z, r):
    z = np.sort(z)[::-1]
    return z[0] - z[r] + np.log1p(np.exp(z[1:] - z[0]).sum())


def one_hot(z, r):
    y = np.zeros(len(z))
    y[r] = 1
    return -np.sum(y * np.log(shares(z)))


WRONG_SOFTMAX = [
    (lambda z, r: -np.log((np.exp(z) / np.exp(z).sum())[r]), "e¹⁰⁰⁰ is inf, and e⁻¹⁰⁰⁰ is 0"),
    (lambda z, r: -z[r] + np.log(sum(np.exp(z))), "e¹⁰⁰⁰ is inf, and e⁻¹⁰⁰⁰ is 0"),
    (lambda z, r: -np.log(shares(z))[r], "comes out as inf, not as 1000 nats"),
    (lambda z, r: np.log(np.exp(z - z[r]).sum()), "comes out as inf, not as 1000 nats"),
    (one_hot, "a share is rounded to 0"),
    (lambda z, r: np.log1p(np.exp(np.delete(z, r) - z[r]).sum()), "not from the true class"),
    (lambda z, r: -np.log(np.clip(shares(z), 1e-15, 1 - 1e-15)[r]), "a small number ε"),
    (lambda z, r: -np.log(shares(z)[r] + 1e-9), "a small number ε"),
    (lambda z, r: z.max() + np.log(np.exp(z - z.max()).sum()) - z[r], "cancellation"),
    (lambda z, r: np.logaddexp.reduce(z) - z[r], "cancellation"),
    (lambda z, r: z.max() - z[r] + np.log(np.exp(z - z.max()).sum()), "np.log1p(x)"),
    (lambda z, r: z.max() - z[r] + np.log1p(np.exp(z - z.max()).sum() - 1), "np.log1p(x)"),
    (lambda z, r: -(z - z.max() - np.log(np.exp(z - z.max()).sum()))[r], "np.log1p(x)"),
    (lambda z, r: z.max() - z[r] + np.log1p(np.exp(z - z.max()).sum()), "in it twice"),
    (lambda z, r: z[r] - z.max() + np.log1p(np.exp(z - z.max()).sum() - 1), "sign turned"),
    (lambda z, r: np.log(np.exp(z - z.max()).sum()) - z[r], "z_r is not measured"),
    (lambda z, r: softmax_cross_entropy([r], [z], np.e) / len(z), "a mean over the classes"),
    (lambda z, r: softmax_cross_entropy([r], [z]), "in bits"),
    (lambda z, r: softmax_cross_entropy([r - 1 if r else len(z) - 1], [z], np.e), "from 0"),
    (lambda z, r: softmax_cross_entropy([r], [np.clip(z, -30, 30)], np.e), "are cut off"),
    (from_the_largest_size, "the largest |z|"),
    (no_ties, "share the top logit"),
    (top_index, "the place of the top logit"),
    (sorted_down, "after sorting"),
    (lambda z, r: z.max() - z[r], "the wrong side alone"),
    (lambda z, r: shares(z)[r], "this is the share"),
    (lambda z, r: np.logaddexp(0, -z[r]), "a softmax, not a sigmoid"),
]


def cases(exercise_id, answers):
    return [(exercise_id, *answer) for answer in answers]


@pytest.mark.parametrize(
    ("exercise_id", "answer", "words"), cases("8.3", WRONG_BCE) + cases("8.4", WRONG_SOFTMAX)
)
def test_a_slip_that_learners_make_is_named(exercise_id, answer, words):
    verdict = judge(TOLD[exercise_id], answer)
    assert verdict.outcome == MISTAKE, verdict.sentence
    assert words in verdict.sentence


# what learners write: right


def loop(y, z):
    total = 0
    for label, logit in zip(y, z, strict=True):
        total += math.log1p(math.exp(-abs(logit)))
        if logit > 0:
            total += (1 - label) * logit
        else:
            total -= label * logit
    return total / len(y)


def decimals(y, z):
    total = Decimal(0)
    for a, b in zip(map(Decimal, y.tolist()), map(Decimal, z.tolist()), strict=True):
        total += a * (1 + (-b).exp()).ln() + (1 - a) * (1 + b.exp()).ln()
    return total / len(y)


def column(y, z):
    y, z = y.reshape(-1, 1), z.reshape(-1, 1)
    return (log1p(z) + np.abs(z) * np.abs(y - (z > 0))).mean(axis=0)


def zeroed(z, r):
    gaps = z - max(z)
    e = np.exp(gaps)
    e[np.argmax(z)] = 0
    return -gaps[r] + np.log1p(np.sum(e))


def counted(z, r):
    top, tied = z.max(), np.sum(z == z.max())
    return top - z[r] + np.log1p(tied - 1 + np.exp(z[z < top] - top).sum())


def plain_python(z, r):
    z = z.tolist()
    top = z.index(max(z))
    doubt = math.log1p(sum(math.exp(x - z[top]) for j, x in enumerate(z) if j != top))
    return z[top] - z[r] + doubt


RIGHT_BCE = [
    loop,
    decimals,
    column,
    lambda y, z: BCE_from_logits(y, z, np.e),
    lambda y, z: [np.mean(np.log1p(np.e ** -abs(z)) + np.where(z > 0, 1 - y, y) * abs(z))],
    lambda y, z: np.average(np.maximum(-z, 0) + (1 - y) * z + log1p(z)),
    lambda y, z: y @ np.logaddexp(0, -z) / len(y) + (1 - y) @ np.logaddexp(0, z) / len(y),
    lambda y, z: np.mean(log1p(z) + abs(z) * abs(y - np.heaviside(z, 1))),
]
RIGHT_SOFTMAX = [
    zeroed,
    counted,
    plain_python,
    lambda z, r: softmax_cross_entropy([r], [z], np.e),
    lambda z, r: np.logaddexp.reduce(np.append(0, np.delete(z, r) - z[r])),
    lambda z, r: max(z) - z[r] + np.log1p(np.exp(np.sort(z - max(z))[:-1]).sum()),
    lambda z, r: [(max(z) - z)[r] + np.log1p(sum(np.exp(sorted(z - max(z))[:-1])))],
    lambda z, r: (
        (z.max() - z)[r] + np.log1p(np.exp((z - z.max())[np.arange(len(z)) != z.argmax()]).sum())
    ),
]


@pytest.mark.parametrize(
    ("exercise_id", "answer"),
    [("8.3", answer) for answer in RIGHT_BCE] + [("8.4", answer) for answer in RIGHT_SOFTMAX],
)
def test_a_right_answer_in_other_words_is_right(exercise_id, answer):
    assert judge(TOLD[exercise_id], answer).outcome == RIGHT


# the numbers that are told


def sentence(exercise_id, answer):
    verdict = judge(TOLD[exercise_id], answer)
    assert verdict.outcome == MISTAKE, verdict.sentence
    return verdict.sentence


def test_the_border_is_the_first_z_whose_complement_is_0():
    border = TOLD["8.1"].reference
    below, above = (1 - sigmoid(border + step) for step in (-1e-9, 1e-9))
    assert (below > 0, above) == (True, 0)
    yhat = sigmoid(-border)
    assert float(yhat) == pytest.approx(2.0**-53, rel=1e-14)
    assert "−36.74 ŷ is 1.1·10⁻¹⁶" in TOLD["8.1"].deepen


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (52 * math.log(2), "a whole gap, 2⁻⁵²"),
        (-math.log(2.2e-16), "a whole gap, 2⁻⁵²"),
        (54 * math.log(2), "a quarter of a gap"),
        (-math.log(1.1e-16), "a rounded number for 2⁻⁵³"),
        (-math.log(1e-16), "a rounded number for 2⁻⁵³"),
        (53 * math.log10(2), "base 10"),
        (52 * math.log10(2), "base 10"),
        (53, "the exponent of 2"),
        (-53 * math.log(2), "the size is right"),
        (math.log(np.finfo(float).max), "eᶻ overflows"),
        (1075 * math.log(2), "e⁻ᶻ itself is 0"),
        (24 * math.log(2), "float32"),
        (1.1e-16, "about 2"),
        (36.74, "four decimals"),
        (37, "four decimals"),
    ],
)
def test_a_border_that_learners_find_is_named(number, words):
    assert words in sentence("8.1", number)
    if abs(number) < 1000 and number not in (36.74, 37, 1.1e-16):
        assert words in sentence("8.1", round(number, 2))


def test_the_slopes_at_minus_20():
    def loss(z, epsilon=0.0):
        return -np.log(np.clip(sigmoid(z), epsilon, 1 - epsilon))

    def slope(f):
        return (f(-20 + 1e-6) - f(-20 - 1e-6)) / 2e-6

    assert slope(lambda z: loss(z, 1e-7)) == TOLD["8.2"].reference == 0
    true = slope(loss)
    assert true == pytest.approx(-1, abs=1e-6)
    assert "the slope of the true loss" in sentence("8.2", true)
    assert "the height of the clipped loss" in sentence("8.2", round(loss(-20, 1e-7), 3))
    assert "the height of the true loss" in sentence("8.2", round(loss(-20), 4))
    assert "a distance from 0" in sentence("8.2", loss(-20, 1e-7) / 20)
    assert "a slope against ŷ" in sentence("8.2", -1 / 1e-7)


def test_the_exponent_is_the_last_that_is_safe():
    exponent = TOLD["8.5"].reference
    smallest = np.finfo(float).smallest_normal
    assert 8 * exponent == math.log2(smallest) == -1022
    assert "3.5·10⁻³⁹" in TOLD["8.5"].why
    assert 2.0**exponent == pytest.approx(3.5e-39, rel=0.01)
    single = np.finfo(np.float32).smallest_normal
    assert single == 2.0**-126
    assert "2⁻¹²⁶" in TOLD["8.5"].deepen
    assert float(single) ** 8 >= smallest


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (-1022 / 8 * math.log(2), "a power of e"),
        (-1022 / 8 * math.log10(2), "a power of 10"),
        (math.log2(1e-30), "p = 10⁻³⁰"),
        (math.log2(1e-50), "p = 10⁻⁵⁰"),
        (math.log2(5e-324) / 8, "5·10⁻³²⁴"),
        (math.log2(2.0**-1022 / 8), "divided by 8"),
        (-1022 / 2, "two probabilities"),
        (-53 / 8, "the 53 digits"),
        (3.5e-39, "np.log2(p)"),
        (127.75, "far above 1"),
        (-127, "still safe"),
        (-128, "below 2⁻¹⁰²² already"),
    ],
)
def test_an_exponent_that_learners_find_is_named(number, words):
    assert words in sentence("8.5", number)


@pytest.mark.parametrize(
    "answer", [m.answer for m in TOLD["8.5"].mistakes if -130 < m.answer < -90]
)
def test_safe_and_unsafe_exponents_are_told_apart(answer):
    safe = 8 * answer >= -1022
    assert ("safe" in sentence("8.5", answer)) == safe


def test_what_a_clip_charges():
    assert -math.log(1e-7) == pytest.approx(16.118, abs=5e-4)
    assert "16.12 nats for 10⁻⁷" in sentence("8.3", clipped)
    one, tiny = np.float32(1), np.float32(1e-7)
    second = -np.log(one - np.clip(one, tiny, one - tiny))
    assert re.search("1.19·10⁻⁷.* 15.942 nats", TOLD["8.6"].deepen)
    assert float(one - (one - tiny)) == pytest.approx(1.19e-7, rel=2e-3)
    assert float(second) == pytest.approx(15.942, abs=5e-4)


def test_the_doubt_is_at_most_what_a_guess_costs():
    assert "ln n" in TOLD["8.4"].deepen
    for z in np.random.default_rng(8).normal(size=(50, 4)) * 3:
        doubt = TOLD["8.4"].reference(z, int(z.argmax()))
        assert doubt < math.log(4)
    assert TOLD["8.4"].reference(np.zeros(4), 2) == pytest.approx(math.log(4), rel=1e-15)
