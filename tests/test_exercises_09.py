"""Lesson 09's exercises: what learners write, and whether what they are told is true."""

from __future__ import annotations

import math
import textwrap

import numpy as np
import pytest
from scipy import optimize, special, stats

from lessonlib import BCE, datasets
from lessonlib.exercises import engine, lesson09
from lessonlib.exercises.judging import MISTAKE, RAISED, RIGHT, WRONG, judge

EXERCISES = engine.EXERCISES
ARGUMENTS = {"9.1": "y_train, y_test", "9.6": "wasted, missed"}


def written(exercise_id, body):
    """The verdict on a function as it stands in a learner's cell; lesson 09 has BCE at hand."""
    names = {"np": np, "BCE": BCE}
    exec(f"def answer({ARGUMENTS[exercise_id]}):\n{textwrap.indent(body, '    ')}", names)
    return judge(EXERCISES[exercise_id], names["answer"])


# --- right answers, as they are written ---

P = "p = y_train.mean()\n"
RIGHT_ANSWERS = [
    ("9.1", "return BCE(y_test, np.full(len(y_test), y_train.mean()))"),
    ("9.1", "return BCE(y_test, np.ones_like(y_test) * np.mean(y_train))"),
    ("9.1", P + "return -np.log2(np.where(y_test == 1, p, 1 - p)).mean()"),
    ("9.1", P + "return -np.log2(y_test * p + (1 - y_test) * (1 - p)).sum() / len(y_test)"),
    ("9.1", P + "return np.mean([-np.log2(p if t == 1 else 1 - p) for t in y_test])"),
    ("9.1", P + "total = 0\nfor t in y_test:\n    total -= np.log2(p if t else 1 - p)\n"
            "return total / len(y_test)"),
    ("9.1", P + "costs = -np.log2([1 - p, p])\nreturn costs[y_test.astype(int)].mean()"),
    ("9.1", P + "return [np.mean(np.log2(1 / np.abs(1 - y_test - p)))]"),
    ("9.1", "from scipy.special import xlogy\n" + P +
            "return -(xlogy(y_test, p) + xlogy(1 - y_test, 1 - p)).mean() / np.log(2)"),
    ("9.6", "return wasted / (missed + wasted)"),
    ("9.6", "return 1 / (1 + missed / wasted)"),
    ("9.6", "odds = wasted / missed\nreturn odds / (1 + odds)"),
    ("9.6", "return 1 - missed / (wasted + missed)"),
    ("9.6", "return np.divide(wasted, np.add(wasted, missed))"),
    ("9.6", "total = wasted + missed\nreturn (total - missed) / total"),
    ("9.6", "return (missed / wasted + 1) ** -1"),
    ("9.6", "return list(np.atleast_1d(wasted / (wasted + missed)))"),
]  # fmt: skip


@pytest.mark.parametrize(("exercise_id", "body"), RIGHT_ANSWERS)
def test_a_right_answer_may_be_written_in_many_ways(exercise_id, body):
    assert written(exercise_id, body).outcome == RIGHT


def test_the_baseline_costs_entropy_and_excess():
    rng = np.random.default_rng(9)
    for m_train, m_test in [(7, 12), (30, 11)]:
        y_train, y_test = (np.r_[0.0, 1.0, rng.integers(2, size=m)] for m in (m_train, m_test))
        q, p = ([1 - y.mean(), y.mean()] for y in (y_train, y_test))
        expected = stats.entropy(p, base=2) + stats.entropy(p, q, base=2)
        assert EXERCISES["9.1"].reference(y_train, y_test) == pytest.approx(expected, rel=1e-12)


# --- wrong answers, as they are written ---

FORMULA = "y_test * np.log2(p) + (1 - y_test) * np.log2(1 - p)"
WRONG_ANSWERS = [
    ("9.1", P + f"return -({FORMULA}).mean()", "until the training share is 0 or 1"),
    ("9.1", P + f"return -np.nanmean({FORMULA})", "test labels are all 0"),
    ("9.1", P + "t = y_test.mean()\nreturn -t * np.log2(p) - (1 - t) * np.log2(1 - p)",
     "test labels are all 0"),
    ("9.1", P + f"return -np.nan_to_num({FORMULA}).mean()", "np.nan_to_num mends nan"),
    ("9.1", P + f"return ({FORMULA}).mean()", "the minus is missing"),
    ("9.1", P + f"return -({FORMULA}).sum()", "this is the total"),
    ("9.1", P + f"return -({FORMULA})", "a cost for each test row"),
    ("9.1", P + f"return -({FORMULA.replace('log2', 'log')}).mean()", "in nats"),
    ("9.1", P + "return -p * np.log2(p) - (1 - p) * np.log2(1 - p)", "on the training rows"),
    ("9.1", P + "return BCE(y_train, np.full(len(y_train), p))", "on the training rows"),
    ("9.1", "return BCE(y_test, np.full(len(y_test), y_test.mean()))", "that is peeking"),
    ("9.1", "return BCE(y_train, np.full(len(y_train), y_test.mean()))", "predicts the training"),
    ("9.1", P + "t = y_test.mean()\nreturn -p * np.log2(t) - (1 - p) * np.log2(1 - t)",
     "predicts the training rows"),
    ("9.1", "p = np.append(y_train, y_test).mean()\nreturn BCE(y_test, np.full(len(y_test), p))",
     "half a peek"),
    ("9.1", "return BCE(y_test, np.full(len(y_test), round(y_train.mean())))", "is the share: eve"),
    ("9.1", "return BCE(y_test, np.full(len(y_test), np.median(y_train)))", "is the share: every"),
    ("9.1", "return BCE(y_test, np.zeros(len(y_test)))", "everybody get the same answer"),
    ("9.1", P + "return BCE(np.full(len(y_test), p), y_test)", "arguments of BCE exchanged"),
    ("9.1", P + "return -np.mean(p * np.log2(y_test) + (1 - p) * np.log2(1 - y_test))",
     "the logarithm is taken of the labels"),
    ("9.1", "return BCE(y_test, np.full(len(y_test), 0.5))", "the price of ŷ = ½"),
    ("9.1", P + "p = min(max(p, 1e-12), 1 - 1e-12)\n" + f"return -({FORMULA}).mean()",
     "a small number"),
    ("9.1", P + "return -np.log2(np.where(y_test, p, 1 - p) + 1e-9).mean()", "a small number"),
    ("9.1", "return BCE(y_test, np.full(len(y_test), 80 / 300))", "own rows, 0.2667, is in it"),
    ("9.1", "d = __import__('lessonlib').datasets.blood_donors().donated\n"
            "i = np.random.default_rng(0).permutation(748)\n"
            "return BCE(d[i[500:]], np.full(248, d[i[:300]].mean()))", "0.7829 whatever comes in"),
    ("9.1", P + "return BCE(y_test, np.full(len(y_test), 1 - p))", "the labels changed places"),
    ("9.1", P + "return np.mean(y_test == (p > 0.5))", "this is an accuracy"),
    ("9.1", "return (y_test == 0).mean()", "this is an accuracy"),
    ("9.1", "return np.mean((y_test - np.mean(y_train)) ** 2)", "Brier"),
    ("9.1", P + "for t in y_test:\n    return -np.log2(p if t else 1 - p)", "first test row"),
    ("9.6", "return missed / (wasted + missed)", "the costs changed places"),
    ("9.6", "return wasted / missed", "the threshold for the odds"),
    ("9.6", "return wasted / wasted + missed", "parentheses are missing"),
    ("9.6", "return np.full_like(wasted, 0.5)", "whatever the costs"),
    ("9.6", "return np.log(wasted / missed)", "a threshold for the logit"),
    ("9.6", "return np.log(missed / wasted)", "a threshold for the logit"),
    ("9.6", "return 1 / (1 + missed)", "right where wasted is 1"),
    ("9.6", "return wasted / (missed - wasted)", "a sign got lost"),
    ("9.6", "r = 80 / 300\nreturn wasted * (1 - r) / (wasted * (1 - r) + missed * r)",
     "the share who came is in it"),
]  # fmt: skip


@pytest.mark.parametrize(("exercise_id", "body", "words"), WRONG_ANSWERS)
def test_a_wrong_answer_is_told_its_mistake(exercise_id, body, words):
    verdict = written(exercise_id, body)
    assert verdict.outcome == MISTAKE
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("exercise_id", "body", "outcome", "words"),
    [
        ("9.1", "return BCE(y_test, y_train)", RAISED, "y has (4,) and yhat has (5,)"),
        ("9.1", "return BCE(y_test, y_train.mean())", RAISED, "yhat has ()"),
        ("9.1", P + "return 0.0 if p in (0, 1) else BCE(y_test, np.full(len(y_test), p))",
         WRONG, "but not on a training share of 0 and a 1 in the test (inf)"),
        ("9.1", P + "return np.inf if p in (0, 1) else BCE(y_test, np.full(len(y_test), p))",
         WRONG, "but not on a training share of 0 and no 1 in the test (0 bits)"),
        ("9.6", "return 0.2", WRONG, "right on wasted = 1 and missed = 4, but not on wasted = 3"),
        ("9.6", "return wasted / np.sum([wasted, missed])", WRONG, "but not on three costs"),
        ("9.6", "return 100 * wasted / (wasted + missed)", WRONG, "a percentage"),
        ("9.6", "return 1 if wasted > missed else 0", RAISED, "three costs"),
    ],
)  # fmt: skip
def test_what_else_is_wrong_is_told(exercise_id, body, outcome, words):
    verdict = written(exercise_id, body)
    assert verdict.outcome == outcome
    assert words in verdict.sentence


# --- what the declarations claim ---


def test_the_counts_are_those_of_the_lessons_rows():
    y = datasets.blood_donors().donated
    order = np.random.default_rng(0).permutation(len(y))
    train, _, test = np.split(order, [300, 500])
    assert (y[train].sum(), len(train)) == (lesson09.CAME_TRAIN, lesson09.TRAIN)
    assert (y[test].sum(), len(test)) == (lesson09.CAME_TEST, lesson09.TEST)
    assert (y.sum(), len(y)) == (lesson09.CAME, lesson09.ALL)
    assert f"{BCE(y[test], np.full(len(test), y[train].mean())):.4f}" == "0.7829"


def of_odds(odds):
    return odds / (1 + odds)


LOGIT = special.logit(0.2)
VALUES = [
    ("9.2", "0.43 is 2.15 times", 0.2 * 2.15),
    ("9.2", "odds of the first donor. Mul", 0.2 / 0.8),
    ("9.2", "0.20 was taken for the odds", of_odds(0.2 * 2.15)),
    ("9.2", "a sigmoid of 0.43", special.expit(0.2 * 2.15)),
    ("9.2", "a sigmoid of 0.5375", special.expit(0.25 * 2.15)),
    ("9.2", "a sigmoid of 2.15", special.expit(2.15)),
    ("9.2", "2.15 was taken for the odds", of_odds(2.15)),
    ("9.2", "added to the logit. What", special.expit(LOGIT + 2.15)),
    ("9.2", "added to the odds", of_odds(0.25 + 2.15)),
    ("9.2", "multiplied by ln 2.15", of_odds(0.25 * math.log(2.15))),
    ("9.2", "divided by 2.15, or", of_odds(0.25 / 2.15)),
    ("9.2", "divided by 2.15, or", 1 - of_odds(4 * 2.15)),
    ("9.2", "the odds were divided by 2.15. More", 0.25 / 2.15),
    ("9.2", "0.20 divided by 2.15", 0.2 / 2.15),
    ("9.2", "staying away. Coming", 1 - of_odds(0.25 * 2.15)),
    ("9.2", "right, for the logit", LOGIT + math.log(2.15)),
    ("9.2", "once more. Back", 0.25 * 2.15 / (1 - 0.25 * 2.15)),
    ("9.2", "the odds were doubled", of_odds(0.25 * 2)),
    ("9.2", "by 2.15, and then by 2", of_odds(0.25 * 2.15 * 2)),
    ("9.2", "used twice", of_odds(0.25 * 2.15**2)),
    ("9.5", "3 was taken off the logit", special.expit(special.logit(0.5) - 3)),
    ("9.5", "right, for the logit", special.logit(0.5) - math.log(3)),
    ("9.5", "a sigmoid of ⅓", special.expit(1 / 3)),
    ("9.5", "once more", of_odds(1 * 3)),
    ("9.5", "odds of ¼", of_odds(1 / 4)),
    ("9.5", "odds of 1/9", of_odds(1 / 9)),
]


@pytest.mark.parametrize(("exercise_id", "words", "value"), VALUES)
def test_a_declared_value_is_what_its_sentence_says(exercise_id, words, value):
    answers = [m.answer for m in EXERCISES[exercise_id].mistakes if words in m.sentence]
    assert answers == [pytest.approx(value, rel=0, abs=5.001e-5)]


def test_the_odds_are_upside_down_in_both_its_values():
    answers = [m.answer for m in EXERCISES["9.2"].mistakes if "are upside down" in m.sentence]
    assert answers == [pytest.approx(of_odds(4 * 2.15), abs=5e-6), pytest.approx(4 * 2.15)]


def test_the_right_values():
    assert EXERCISES["9.2"].reference == pytest.approx(special.expit(LOGIT + math.log(2.15)))
    raised = special.expit(special.logit(0.95) + math.log(2.15))
    assert f"0.95 only to {raised:.3f}." in EXERCISES["9.2"].deepen
    assert EXERCISES["9.5"].reference == pytest.approx(special.expit(-math.log(3)))
    # 300 rows exactly at ½ and wrong, 700 certain and right: the bound of 9.3 is reached.
    assert EXERCISES["9.3"].reference == 300
    assert BCE(np.ones(1000), np.repeat([0.5, 1.0], [300, 700])) == pytest.approx(0.3)
    bits = {m.answer for m in EXERCISES["9.3"].mistakes}
    assert {round(2**-0.3 * 1000, 4), round((1 - 2**-0.3) * 1000, 4)} <= bits
    assert round(300 / math.log(2), 4) in bits
    share = optimize.brentq(lambda p: stats.entropy([p, 1 - p], base=2) - 0.3, 0.001, 0.5)
    (sentence,) = [m.sentence for m in EXERCISES["9.3"].mistakes if m.answer == 53]
    assert sentence.startswith(f"{1000 * share:.0f} in 1,000 is about the share")


def test_the_four_charges():
    def expected(charge, r):
        return 0.7 * charge(1, r) + 0.3 * charge(0, r)

    charges = {
        "cross-entropy": lambda y, r: -math.log2(r if y else 1 - r),
        "Brier": lambda y, r: (y - r) ** 2,
        "absolute error": lambda y, r: abs(y - r),
        "error": lambda y, r: float((r > 0.5) != y),
    }
    reports = np.linspace(0.01, 0.99, 99)
    only_there = []
    for name, charge in charges.items():
        paid = np.array([expected(charge, r) for r in reports])
        if np.flatnonzero(paid <= paid.min() + 1e-12).tolist() == [69]:  # r = 0.7
            only_there.append(name)
    assert " and ".join(only_there) == EXERCISES["9.4"].reference
    assert f"{expected(charges['cross-entropy'], 0.7):.4f}" in EXERCISES["9.4"].deepen
    assert expected(charges["Brier"], 0.7) == pytest.approx(0.21)
    assert {expected(charges["error"], r) for r in (0.6, 0.7, 0.9)} == {0.3}
    lines = [expected(charges["absolute error"], r) for r in (0.2, 0.7, 1.0)]
    assert lines == pytest.approx([0.7 - 0.4 * r for r in (0.2, 0.7, 1.0)])


@pytest.mark.parametrize(("wasted", "missed"), [(1.0, 4.0), (3.0, 2.0), (0.3, 8.0)])
def test_at_the_threshold_both_choices_cost_the_same(wasted, missed):
    border = optimize.brentq(lambda yhat: (1 - yhat) * wasted - yhat * missed, 0, 1)
    assert EXERCISES["9.6"].reference(wasted, missed) == pytest.approx(border, rel=1e-9)
