"""Every sentence that bad input earns, word for word."""

from fractions import Fraction

import numpy as np
import pytest

from lessonlib import (
    BCE,
    BCE_from_logits,
    categorical_cross_entropy,
    cross_entropy,
    entropy,
    information_content,
    likelihood,
    log_likelihood,
    logit,
    negative_log_likelihood,
    one_hot,
    relative_entropy,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    true_class_probability,
)
from lessonlib._checks import are_hard, real_numbers
from lessonlib.calibration import reliability, temperature
from lessonlib.information import (
    conditional_entropy,
    jensen_shannon,
    joint_entropy,
    mutual_information,
)
from lessonlib.logistic import gradient, gradient_descent, hessian, newton, with_intercept

pytestmark = pytest.mark.filterwarnings("error")

NAN, INF = float("nan"), float("inf")
HALVES = [0.5, 0.5]
TWO_ROWS = [[1, 0], [0, 1]]

# How the commonest sentences go on after the name of the argument.
PROBABILITIES = "must hold probabilities between 0 and 1, but"
LABELS = "must hold labels 0 or 1, but"
SOFT_LABELS = "must hold labels 0 or 1 (or soft labels between them), but"
NUMBERS = "must hold real numbers, but"
SUM_TO_ONE = "must sum to 1 in each row, but"
RAGGED = "must be a regular array: its rows differ in length."
ROWS = "must be one row of probabilities, shape (n,), or m rows, shape (m, n), but its shape is"
ONE_NUMBER = "must hold one number a sample, shape (m,) or (m, 1), but its shape is"
USE_ROWS = "for rows of probabilities use cross_entropy."
CLASSES = "y must hold class numbers, whole and from 0 to 2, but"
LABELS_OR_ROWS = (
    "y must hold a class number or a distribution for each row of {}, shape (2,) or (2, 3), "
    "but its shape is"
)
ONE_A_SAMPLE = (
    "must be a table with a row a sample and a column a class, shape (m, n), but its shape is"
)
LOGITS = "must be one row of logits, shape (n,), or m rows, shape (m, n), but its shape is"
TOWARDS = "z must point towards the labels on the whole, but"
BINS = "bins must be a whole number from 1 to a million, but it is"
BASE = "base must be one number above 1, such as 2 or np.e, but it is"
FINITE = "must hold finite numbers, but"
TABLE = "X must be a table, shape (m, k), but its shape is"
DEPENDENT = "X must have linearly independent columns, but"
BEFORE = "beyond rounding to the columns before it."
COUNT = "must be a whole number, 0 or more, but it is"

Q = [[0.5, 0.25, 0.25], [0, 1, 0]]
X, Y = [[1, 5], [1, 6], [1, 7]], [0, 1, 0]  # three samples, two columns

VALUE_ERRORS = [
    # probabilities outside [0, 1]
    (BCE, ([1, 0, 0], [0.8, 0.3, 1.3]), f"yhat {PROBABILITIES} yhat[2] is 1.3."),
    (BCE, ([1, 0], [-0.1, 1.3]), f"yhat {PROBABILITIES} yhat[0] is -0.1."),
    (BCE, ([1, 0], [0.5, NAN]), f"yhat {PROBABILITIES} yhat[1] is nan."),
    (BCE, ([1, 0], [0.5, INF]), f"yhat {PROBABILITIES} yhat[1] is inf."),
    (BCE, ([1, 0], [0.5, -INF]), f"yhat {PROBABILITIES} yhat[1] is -inf."),
    (BCE, ([[1], [0]], [[0.5], [2]]), f"yhat {PROBABILITIES} yhat[1, 0] is 2."),
    (BCE, (1, 2), f"yhat {PROBABILITIES} yhat is 2."),
    (BCE, ([1], [np.nextafter(1, 2)]), f"yhat {PROBABILITIES} yhat[0] is 1.0000000000000002."),
    (BCE, ([1], [-5e-324]), f"yhat {PROBABILITIES} yhat[0] is -5e-324."),
    (BCE, ([0.5, 1], [0.5, 1.3]), f"yhat {PROBABILITIES} yhat[1] is 1.3."),
    (information_content, ([[0.1, 0.2], [0.3, -1]],), f"p {PROBABILITIES} p[1, 1] is -1."),
    (information_content, (1.3,), f"p {PROBABILITIES} p is 1.3."),
    (logit, ([0.5, 1.3],), f"p {PROBABILITIES} p[1] is 1.3."),
    (logit, (-0.1,), f"p {PROBABILITIES} p is -0.1."),
    (logit, (NAN,), f"p {PROBABILITIES} p is nan."),
    (entropy, ([1.3, -0.3],), f"p {PROBABILITIES} p[0] is 1.3."),
    (entropy, ([NAN, 1],), f"p {PROBABILITIES} p[0] is nan."),
    (cross_entropy, (HALVES, [1.3, -0.3]), f"q {PROBABILITIES} q[0] is 1.3."),
    (cross_entropy, (TWO_ROWS, [[1, 0], [2, -1]]), f"q {PROBABILITIES} q[1, 0] is 2."),
    (relative_entropy, ([INF, 0], HALVES), f"p {PROBABILITIES} p[0] is inf."),
    (negative_log_likelihood, ([1, 0], [1.3, 0]), f"yhat {PROBABILITIES} yhat[0] is 1.3."),
    (true_class_probability, ([0, 1], [0, NAN]), f"yhat {PROBABILITIES} yhat[1] is nan."),
    # labels
    (BCE, ([1, 2], HALVES), f"y {SOFT_LABELS} y[1] is 2."),
    (BCE, ([-1, 1], HALVES), f"y {SOFT_LABELS} y[0] is -1."),
    (BCE, ([NAN, 1], HALVES), f"y {SOFT_LABELS} y[0] is nan."),
    (likelihood, ([1, 2], HALVES), f"y {LABELS} y[1] is 2."),
    (log_likelihood, ([-1, 1], HALVES), f"y {LABELS} y[0] is -1."),
    (negative_log_likelihood, ([1, 0.5], HALVES), f"y {LABELS} y[1] is 0.5."),
    (negative_log_likelihood, ([1, NAN], HALVES), f"y {LABELS} y[1] is nan."),
    (true_class_probability, ([[1], [INF]], [[0], [0]]), f"y {LABELS} y[1, 0] is inf."),
    # logits may be infinite, but not nan
    (sigmoid, ([0, NAN],), "z must hold numbers, but z[1] is nan."),
    (sigmoid, (NAN,), "z must hold numbers, but z is nan."),
    # nothing there
    (BCE, ([], []), "y is empty: at least one value is expected."),
    (BCE, ([1], []), "yhat is empty: at least one value is expected."),
    (likelihood, ([], []), "y is empty: at least one value is expected."),
    (information_content, ([],), "p is empty: at least one value is expected."),
    (entropy, ([[], []],), "p is empty: at least one value is expected."),
    (cross_entropy, (HALVES, []), "q is empty: at least one value is expected."),
    (sigmoid, ([],), "z is empty: at least one value is expected."),
    # ragged
    (BCE, ([[1], [0, 1]], [[0.5], [0.5]]), "y " + RAGGED),
    (BCE, ([1, 0], [0.5, [0.5]]), "yhat " + RAGGED),
    (cross_entropy, ([[1, 0], [1]], TWO_ROWS), "p " + RAGGED),
    (cross_entropy, (TWO_ROWS, [[1, 0], [1]]), "q " + RAGGED),
    (one_hot, ([["A"], ["B", "C"]],), "labels " + RAGGED),
    # rows that do not sum to one
    (entropy, ([0.33, 0.33, 0.33],), f"p {SUM_TO_ONE} p sums to 0.99."),
    (entropy, ([0.3, 0.3, 0.3],), f"p {SUM_TO_ONE} p sums to 0.9."),
    (entropy, ([0, 0],), f"p {SUM_TO_ONE} p sums to 0."),
    (entropy, ([0.5, 0.500002],), f"p {SUM_TO_ONE} p sums to 1.000002."),
    (cross_entropy, (TWO_ROWS, [[1, 0], [1, 1]]), f"q {SUM_TO_ONE} q[1] sums to 2."),
    (cross_entropy, ([0.8, 0.3], [0.8, 0.3]), f"p {SUM_TO_ONE} p sums to 1.1."),
    (relative_entropy, (HALVES, [0.8, 0.3]), f"q {SUM_TO_ONE} q sums to 1.1."),
    (entropy, ([[0.5], [1]],), f"p {SUM_TO_ONE} p[0] sums to 0.5."),
    (entropy, ([[0, 1], [0, 0.5], [0, 0]],), f"p {SUM_TO_ONE} p[1] sums to 0.5."),
    # not rows at all
    (entropy, (1.0,), f"p {ROWS} ()."),
    (cross_entropy, ([TWO_ROWS], [TWO_ROWS]), f"p {ROWS} (1, 2, 2)."),
    # shapes that differ
    (
        BCE,
        ([1, 0, 0, 1], [[0.8], [0.3], [0.4], [0.7]]),
        "y and yhat must have the same shape, but y has (4,) and yhat has (4, 1): "
        "numpy would spread them into a table of shape (4, 4).",
    ),
    (
        BCE,
        ([1, 0, 1], 0.5),
        "y and yhat must have the same shape, but y has (3,) and yhat has (): "
        "numpy would spread them into a table of shape (3,).",
    ),
    (
        BCE,
        ([1, 0, 1], HALVES),
        "y and yhat must have the same shape, but y has (3,) and yhat has (2,).",
    ),
    (
        log_likelihood,
        ([[1], [0]], HALVES),
        "y and yhat must have the same shape, but y has (2, 1) and yhat has (2,): "
        "numpy would spread them into a table of shape (2, 2).",
    ),
    (
        cross_entropy,
        ([1, 0], [HALVES, HALVES, HALVES]),
        "p and q must have the same shape, but p has (2,) and q has (3, 2): "
        "numpy would spread them into a table of shape (3, 2).",
    ),
    (
        relative_entropy,
        ([1, 0], [0.5, 0.25, 0.25]),
        "p and q must have the same shape, but p has (2,) and q has (3,).",
    ),
    # tables where one number a sample is meant
    (
        BCE,
        (TWO_ROWS, TWO_ROWS),
        f"y {ONE_NUMBER} (2, 2); {USE_ROWS}",
    ),
    (
        negative_log_likelihood,
        ([[[1]], [[0]]], [[[1]], [[0]]]),
        f"y {ONE_NUMBER} (2, 1, 1); {USE_ROWS}",
    ),
    # bases
    (information_content, (0.5, 1), f"{BASE} 1."),
    (entropy, (HALVES, 0), f"{BASE} 0."),
    (cross_entropy, (HALVES, HALVES, -2), f"{BASE} -2."),
    (relative_entropy, (HALVES, HALVES, NAN), f"{BASE} nan."),
    (BCE, ([1], [0.5], np.float64(0.5)), f"{BASE} 0.5."),
    (BCE, ([1], [0.5], INF), f"{BASE} inf."),
    (BCE, ([1], [0.5], 1.0), f"{BASE} 1."),
    (BCE, ([1], [0.5], Fraction(1, 2)), f"{BASE} 0.5."),
    (BCE, ([1], [0.5], Fraction(10**20 + 1, 10**20)), f"{BASE} 1."),
    # one-hot labels
    (one_hot, ([],), "labels must be a flat, non-empty list, but its shape is (0,)."),
    (one_hot, ("A",), "labels must be a flat, non-empty list, but its shape is ()."),
    (one_hot, ([["A"], ["B"]],), "labels must be a flat, non-empty list, but its shape is (2, 1)."),
    (one_hot, ([0, 1], []), "classes must be a flat, non-empty list, but its shape is (0,)."),
    (one_hot, ([0, 1], 2), "classes must be a flat, non-empty list, but its shape is ()."),
    (
        one_hot,
        ([0, 1], np.array([0, 1, 1])),
        "classes must differ from one another, but they are [0, 1, 1].",
    ),
    (
        one_hot,
        (["A", "b"], ["A", "B"]),
        "labels must be among the classes 'A', 'B', but labels[1] is 'b'.",
    ),
    (one_hot, ([0, 3, 4], [0, 1]), "labels must be among the classes 0, 1, but labels[1] is 3."),
    (
        one_hot,
        ([0, 1], ["0", "1"]),
        "labels must be among the classes '0', '1', but labels[0] is 0.",
    ),
    (
        one_hot,
        ([None, "A"], ["A", "B"]),
        "labels must be among the classes 'A', 'B', but labels[0] is None.",
    ),
    (
        one_hot,
        ([1.0, NAN],),
        "labels must equal themselves, as nan does not: labels[1] is nan.",
    ),
    # two distributions, and a joint one
    (jensen_shannon, (HALVES, [1.3, -0.3]), f"q {PROBABILITIES} q[0] is 1.3."),
    (jensen_shannon, ([0.8, 0.3], HALVES), f"p {SUM_TO_ONE} p sums to 1.1."),
    (jensen_shannon, (HALVES, HALVES, 1), f"{BASE} 1."),
    (
        jensen_shannon,
        ([1, 0], [0.5, 0.25, 0.25]),
        "p and q must have the same shape, but p has (2,) and q has (3,).",
    ),
    (joint_entropy, ([[122, 203]],), f"joint {PROBABILITIES} joint[0, 0] is 122."),
    (mutual_information, ([[0.5, NAN]],), f"joint {PROBABILITIES} joint[0, 1] is nan."),
    (mutual_information, ([[0.5], [0.5, 0]],), "joint " + RAGGED),
    (conditional_entropy, ([[]],), "joint is empty: at least one value is expected."),
    (
        conditional_entropy,
        (HALVES,),
        "joint must be a table, shape (k, n), but its shape is (2,).",
    ),
    (
        joint_entropy,
        ([HALVES, HALVES],),
        "joint must sum to 1 over the whole table, but it sums to 2.",
    ),
    (
        mutual_information,
        ([[0.5, 0.500002]],),
        "joint must sum to 1 over the whole table, but it sums to 1.000002.",
    ),
    (conditional_entropy, ([HALVES], 1), f"{BASE} 1."),
    (mutual_information, ([HALVES], NAN), f"{BASE} nan."),
    (joint_entropy, ([HALVES], 0), f"{BASE} 0."),
    # a class number or a row for each row of a table
    (categorical_cross_entropy, ([0, 3], Q), f"{CLASSES} y[1] is 3."),
    (categorical_cross_entropy, ([-1, 3], Q), f"{CLASSES} y[0] is -1."),
    (categorical_cross_entropy, ([0, 0.5], Q), f"{CLASSES} y[1] is 0.5."),
    (categorical_cross_entropy, ([0, NAN], Q), f"{CLASSES} y[1] is nan."),
    (categorical_cross_entropy, ([0, INF], Q), f"{CLASSES} y[1] is inf."),
    (softmax_cross_entropy, ([0, 3], Q), f"{CLASSES} y[1] is 3."),
    (categorical_cross_entropy, ([0, 1, 2], Q), f"{LABELS_OR_ROWS.format('Q')} (3,)."),
    (categorical_cross_entropy, ([[0], [1]], Q), f"{LABELS_OR_ROWS.format('Q')} (2, 1)."),
    (categorical_cross_entropy, (1, Q), f"{LABELS_OR_ROWS.format('Q')} ()."),
    (softmax_cross_entropy, ([0, 1, 2], Q), f"{LABELS_OR_ROWS.format('Z')} (3,)."),
    (categorical_cross_entropy, ([[1, 0, 0], [1, 1, 0]], Q), f"y {SUM_TO_ONE} y[1] sums to 2."),
    (softmax_cross_entropy, ([[0.5, 0.4]], [[0, 1]]), f"y {SUM_TO_ONE} y[0] sums to 0.9."),
    (categorical_cross_entropy, ([[1, 0, 0], [2, -1, 0]], Q), f"y {PROBABILITIES} y[1, 0] is 2."),
    (
        categorical_cross_entropy,
        (Y[:2], [HALVES, [0.5, 0.4]]),
        f"Q {SUM_TO_ONE} Q[1] sums to 0.9.",
    ),
    (
        categorical_cross_entropy,
        (Y[:2], [HALVES, [1.5, -0.5]]),
        f"Q {PROBABILITIES} Q[1, 0] is 1.5.",
    ),
    (categorical_cross_entropy, (Y[:2], HALVES), f"Q {ONE_A_SAMPLE} (2,)."),
    (softmax_cross_entropy, ([0, 1], [0, 1]), f"Z {ONE_A_SAMPLE} (2,)."),
    (categorical_cross_entropy, ([], Q), "y is empty: at least one value is expected."),
    (categorical_cross_entropy, ([0], [[]]), "Q is empty: at least one value is expected."),
    # logits
    (BCE_from_logits, ([1, 0], [0, NAN]), "z must hold numbers, but z[1] is nan."),
    (BCE_from_logits, ([1, 2], [0, 0]), f"y {SOFT_LABELS} y[1] is 2."),
    (BCE_from_logits, ([], []), "y is empty: at least one value is expected."),
    (
        BCE_from_logits,
        ([1, 0], [[0], [0]]),
        "y and z must have the same shape, but y has (2,) and z has (2, 1): "
        "numpy would spread them into a table of shape (2, 2).",
    ),
    (BCE_from_logits, ([1], [0.5], 1), f"{BASE} 1."),
    (softmax_cross_entropy, ([0], [[0, INF]]), f"Z {FINITE} Z[0, 1] is inf."),
    (softmax_cross_entropy, ([0], [[0, NAN]]), f"Z {FINITE} Z[0, 1] is nan."),
    (softmax_cross_entropy, ([1], [[0.5, 0]], 1), f"{BASE} 1."),
    (softmax, ([],), "Z is empty: at least one value is expected."),
    (softmax, ([1, NAN],), f"Z {FINITE} Z[1] is nan."),
    (softmax, ([[1, 2], [INF, 0]],), f"Z {FINITE} Z[1, 0] is inf."),
    (softmax, (3.0,), f"Z {LOGITS} ()."),
    (softmax, (np.zeros((2, 2, 2)),), f"Z {LOGITS} (2, 2, 2)."),
    # calibration
    (temperature, ([1, 0, 0], [1, 1, 2]), f"{TOWARDS} the best 1/T is -0.7563."),
    (temperature, ([1, 0], [0, 0]), "z must hold a logit other than 0, but all are 0."),
    (temperature, ([1, 0], [INF, 0]), f"z {FINITE} z[0] is inf."),
    (temperature, ([1, 0.5], [1, 1]), f"y {LABELS} y[1] is 0.5."),
    (
        temperature,
        ([1, 0], [1, 2, 3]),
        "y and z must have the same shape, but y has (2,) and z has (3,).",
    ),
    (temperature, (np.eye(2), np.eye(2)), f"y {ONE_NUMBER} (2, 2); {USE_ROWS}"),
    (reliability, ([1, 0], [0.5, 1.5]), f"yhat {PROBABILITIES} yhat[1] is 1.5."),
    (reliability, ([1, 2], HALVES), f"y {LABELS} y[1] is 2."),
    (
        reliability,
        ([1, 0], [0.5]),
        "y and yhat must have the same shape, but y has (2,) and yhat has (1,): "
        "numpy would spread them into a table of shape (2,).",
    ),
    (reliability, (np.eye(2), np.eye(2)), f"y {ONE_NUMBER} (2, 2); {USE_ROWS}"),
    (reliability, ([1, 0], HALVES, 0), f"{BINS} 0."),
    # tables of samples
    (with_intercept, ([1, INF],), f"x {FINITE} x[1] is inf."),
    (with_intercept, (5,), "x must have shape (m,) or (m, k), but its shape is ()."),
    (with_intercept, ([[[1]]],), "x must have shape (m,) or (m, k), but its shape is (1, 1, 1)."),
    (gradient, ([5, 6, 7], Y, [0]), f"{TABLE} (3,)."),
    (hessian, (5, [0]), f"{TABLE} ()."),
    (newton, ([[1, NAN]], [1]), f"X {FINITE} X[0, 1] is nan."),
    (newton, ([[], []], [0, 1]), "X is empty: at least one value is expected."),
    (newton, ([[1, 2], [1]], [0, 1]), "X " + RAGGED),
    (gradient, (X, [0, 1, 0.5], [0, 0]), f"y {LABELS} y[2] is 0.5."),
    (newton, (X, [1, 2, 2]), f"y {LABELS} y[1] is 2."),
    (gradient_descent, (X, [-1, 1, 1], 1, 1), f"y {LABELS} y[0] is -1."),
    (
        newton,
        (X, [0, 1]),
        "y must hold one label a row of X, shape (3,) or (3, 1), but its shape is (2,).",
    ),
    (
        gradient,
        (X, [[0, 1, 0]], [0, 0]),
        "y must hold one label a row of X, shape (3,) or (3, 1), but its shape is (1, 3).",
    ),
    (
        gradient,
        (X, Y, [[0], [0]]),
        "weights must have shape (2,), one weight a column of X, but its shape is (2, 1).",
    ),
    (
        hessian,
        (X, [0, 0, 0]),
        "weights must have shape (2,), one weight a column of X, but its shape is (3,).",
    ),
    (hessian, (X, [0, -INF]), f"weights {FINITE} weights[1] is -inf."),
    # columns that repeat others
    (
        newton,
        ([[1, 2, 2], [1, 5, 5], [1, 7, 7]], Y),
        f"{DEPENDENT} X[:, 2] adds nothing {BEFORE}",
    ),
    (newton, ([[0, 1], [0, 2], [0, 5]], Y), f"{DEPENDENT} X[:, 0] adds nothing {BEFORE}"),
    (newton, ([[1, 2, 3], [1, 3, 5]], [0, 1]), f"{DEPENDENT} X[:, 2] adds nothing {BEFORE}"),
    # how far to walk
    (gradient_descent, (X, Y, 0, 1), "rate must be a number above 0, but it is 0."),
    (gradient_descent, (X, Y, NAN, 1), "rate must be a number above 0, but it is nan."),
    (gradient_descent, (X, Y, INF, 1), "rate must be a number above 0, but it is inf."),
    (gradient_descent, (X, Y, 1, -1), f"steps {COUNT} -1."),
    (newton, (X, Y, -1), "ridge must be a number, 0 or more, but it is -1."),
    (newton, (X, Y, NAN), "ridge must be a number, 0 or more, but it is nan."),
    (newton, (X, Y, INF), "ridge must be a number, 0 or more, but it is inf."),
    (
        gradient_descent,
        (X, Y, 1, 1, 4),
        "batch must be a whole number from 1 to the 3 samples, but it is 4.",
    ),
    (
        gradient_descent,
        (X, Y, 1, 1, 0),
        "batch must be a whole number from 1 to the 3 samples, but it is 0.",
    ),
    (
        gradient_descent,
        (X, Y, 1, 1, None, 0, -1e-9),
        "tolerance must be a number, 0 or more, but it is -1e-09.",
    ),
]

TYPE_ERRORS = [
    (BCE, (["1", 0], HALVES), f"y {NUMBERS} y[0] is '1'."),
    (BCE, ([1, 0], [0.5, "low"]), f"yhat {NUMBERS} yhat[1] is 'low'."),
    (BCE, ([[1], [0]], [[0.5], [None]]), f"yhat {NUMBERS} yhat[1, 0] is None."),
    (BCE, ([1, 0], None), f"yhat {NUMBERS} yhat is None."),
    (BCE, ([1, 0], np.array([0.5, 1j])), f"yhat {NUMBERS} yhat[0] is (0.5+0j)."),
    (BCE, ([1, 0], [0.5, 1j]), f"yhat {NUMBERS} yhat[1] is 1j."),
    (information_content, ({0.5},), f"p {NUMBERS} p is {{0.5}}."),
    (information_content, ("x" * 99,), f"p {NUMBERS} p is '{'x' * 59}."),
    (cross_entropy, (None, HALVES), f"p {NUMBERS} p is None."),
    (cross_entropy, (HALVES, ["a", "b"]), f"q {NUMBERS} q[0] is 'a'."),
    (entropy, (["a"],), f"p {NUMBERS} p[0] is 'a'."),
    (likelihood, ([True, "no"], HALVES), f"y {NUMBERS} y[1] is 'no'."),
    (likelihood, ([1, 0], [0.5, "low"]), f"yhat {NUMBERS} yhat[1] is 'low'."),
    (sigmoid, ("0",), f"z {NUMBERS} z is '0'."),
    (logit, (None,), f"p {NUMBERS} p is None."),
    (entropy, (HALVES, "e"), f"{BASE} 'e'."),
    (entropy, (HALVES, None), f"{BASE} None."),
    (BCE, ([1], [0.5], [2, 3]), f"{BASE} [2, 3]."),
    (BCE, ([1], [0.5], "x" * 99), f"{BASE} '{'x' * 59}."),
    (BCE, ([1], [0.5], 2j), f"{BASE} 2j."),
    (one_hot, ([None, "A"],), "labels must be all numbers or all text, unless classes names them."),
    (BCE_from_logits, (["a"], [0.5]), f"y {NUMBERS} y[0] is 'a'."),
    (softmax_cross_entropy, (["a"], [[0.5, 0]]), f"y {NUMBERS} y[0] is 'a'."),
    (softmax, (["a", "b"],), f"Z {NUMBERS} Z[0] is 'a'."),
    (reliability, ([1, 0], HALVES, 2.5), f"{BINS} 2.5."),
    (jensen_shannon, (HALVES, "q"), f"q {NUMBERS} q is 'q'."),
    (mutual_information, ([["a", "b"]],), f"joint {NUMBERS} joint[0, 0] is 'a'."),
    (conditional_entropy, ([HALVES], "e"), f"{BASE} 'e'."),
    (with_intercept, (None,), f"x {NUMBERS} x is None."),
    (newton, (X, [0, "1", 1]), f"y {NUMBERS} y[1] is '1'."),
    (hessian, ([["a"]], [0]), f"X {NUMBERS} X[0, 0] is 'a'."),
    (gradient, (X, Y, [0, None]), f"weights {NUMBERS} weights[1] is None."),
    (newton, (X, Y, "1"), "ridge must be a number, 0 or more, but it is '1'."),
    (gradient_descent, (X, Y, 1, 1e3), f"steps {COUNT} 1000.0."),
    (gradient_descent, (X, Y, "fast", 1), "rate must be a number above 0, but it is 'fast'."),
    (gradient_descent, (X, Y, [1, 2], 1), "rate must be a number above 0, but it is [1, 2]."),
    (
        gradient_descent,
        (X, Y, 1, 1, 2.0),
        "batch must be a whole number from 1 to the 3 samples, but it is 2.0.",
    ),
    (
        gradient_descent,
        (X, Y, 1, 1, None, 0, None),
        "tolerance must be a number, 0 or more, but it is None.",
    ),
]


@pytest.mark.parametrize(
    ("error", "function", "arguments", "sentence"),
    [(ValueError, *row) for row in VALUE_ERRORS] + [(TypeError, *row) for row in TYPE_ERRORS],
)
def test_bad_input_earns_its_sentence(error, function, arguments, sentence):
    with pytest.raises(error) as caught:
        function(*arguments)
    assert type(caught.value) is error
    assert str(caught.value) == sentence
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize(
    "function", [likelihood, log_likelihood, negative_log_likelihood, true_class_probability, BCE]
)
@pytest.mark.parametrize("flat_one", ["y", "yhat"])
def test_flat_against_column_is_refused(function, flat_one):
    flat, column = np.ones(4), np.ones((4, 1))
    y, yhat = (flat, column) if flat_one == "y" else (column, flat)
    with pytest.raises(
        ValueError, match=r"numpy would spread them into a table of shape \(4, 4\)\.$"
    ):
        function(y, yhat)


@pytest.mark.parametrize("off", [-2e-6, 2e-6])
@pytest.mark.parametrize("function", [cross_entropy, relative_entropy])
def test_row_sums_have_room_for_rounding_and_no_more(function, off):
    near, far = [0.5, 0.5 + off / 4], [0.5, 0.5 + off]
    assert function(near, near) == pytest.approx(function(HALVES, HALVES), abs=2e-6)
    with pytest.raises(ValueError, match=r"^q must sum to 1 in each row, but q sums to "):
        function(HALVES, far)


def test_long_float32_rows_sum_to_one():
    # summed in float32, column after column, these miss the tolerance
    row = np.random.default_rng(1).random(200_000, dtype=np.float32)
    rows = np.asfortranarray(np.tile(row / row.sum(dtype=float), (2, 1)), dtype=np.float32)
    naive = np.float32(0) + np.add.accumulate(rows[0])[-1]
    assert abs(naive - 1) > 1e-6
    assert entropy(rows) == pytest.approx(entropy(rows[0]), rel=1e-12)


def test_the_first_bad_value_is_named_in_reading_order():
    with pytest.raises(ValueError, match=r"yhat\[0, 1\] is 7\.$"):
        BCE([[1, 1, 1]], np.asfortranarray([[0.5, 7, -1]]))
    with pytest.raises(ValueError, match=r"p\[0, 1\] is 7\.$"):
        information_content(np.asfortranarray([[0.5, 7], [-1, 0]]))


def test_numbers_of_other_kinds_are_welcome():
    assert BCE([Fraction(1), True], [Fraction(1, 2), 0.5]) == 1.0
    assert information_content(np.array([1, 0.25], dtype=object)).tolist() == [0.0, 2.0]
    assert information_content(np.float16(0.25)) == 2.0
    assert sigmoid(2**70) == 1.0
    assert entropy(HALVES, base=Fraction(4)) == 0.5


def test_an_array_of_float64_is_not_copied():
    array = np.array([0.5, 0.25])
    assert real_numbers("p", array) is array


@pytest.mark.parametrize(
    ("labels", "hard"),
    [
        ([0.0], True),
        ([1.0], True),
        ([0, 0], True),
        ([1, 0, 1], True),
        ([[0], [1]], True),
        ([0.5, 1], False),
        ([1, 0.5], False),
        ([0, 0.5], False),
        ([2, 1], False),
        ([1, NAN], False),
    ],
)
def test_labels_are_hard_if_each_is_0_or_1(labels, hard):
    assert are_hard(np.array(labels)) == hard
