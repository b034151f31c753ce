"""Inputs on which other libraries were caught out in public, and lessonlib once was.

Each row has the thread that reported the kind of fault, or none where lessonlib was alone, and the
right answer: from mpmath at 60 digits, or worked out by hand.
"""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from lessonlib import (
    BCE,
    BCE_from_logits,
    categorical_cross_entropy,
    cross_entropy,
    entropy,
    likelihood,
    logit,
    one_hot,
    relative_entropy,
    sigmoid,
    softmax,
    softmax_cross_entropy,
)
from lessonlib.calibration import reliability, temperature
from lessonlib.information import conditional_entropy, jensen_shannon, mutual_information
from lessonlib.logistic import gradient, gradient_descent, hessian, newton, with_intercept

pytestmark = pytest.mark.filterwarnings("error")

E, INF = math.e, math.inf
NEAR_HALF = np.nextafter(0.5, 0)
ROUNDED_THIRDS = [0.33333333334124865, 0.2857142861861845, 0.3809523804725671]
TWO, FOUR = [0, 1], [0, 1, 0, 1]


def slope(X, y, **options):
    """The last weight of a fit that has arrived."""
    fit = newton(X, y, **options)
    assert fit.converged
    return fit.weights[-1]


VALUES = [
    # losses (pytorch 51906, tensorflow 2327)
    (lambda: BCE_from_logits([1, 1], [-1.7e308, -1.7e308], E), 1.7e308, 1e-15),
    (lambda: BCE_from_logits(np.zeros(30_001), np.full(30_001, 1e304), E), 1e304, 1e-15),
    (lambda: softmax_cross_entropy(np.zeros(30_001), [[0, 1e304]] * 30_001, E), 1e304, 0),
    (lambda: softmax_cross_entropy([[0.5, 0.5]] * 2, [[-9e307, 9e307], [0, 0]], E), 4.5e307, 1e-15),
    (lambda: softmax_cross_entropy([0, 1], [[-1e308, 1e308], [-1e308, 1e308]], E), 1e308, 1e-15),
    (lambda: softmax_cross_entropy([[0.5, 0.5000009]], [[0.0, 0]]), 1.0000009, 1e-15),
    (lambda: categorical_cross_entropy([[0.5, 0.5000009]], [[0.5, 0.5]]), 1.0000009, 1e-15),
    # the kin of relative entropy (scipy 19436, 20779, 20083, 20710; pytorch 80488; sklearn 16355)
    (lambda: jensen_shannon([0, 1], [5e-324, 1]), 0.0, 0),
    (lambda: jensen_shannon([1, 5e-324], [1, 5e-324]), 0.0, 0),
    (lambda: jensen_shannon([NEAR_HALF, 1 - NEAR_HALF], [1 - NEAR_HALF, NEAR_HALF]), 2.22e-33, 1),
    (lambda: relative_entropy([0.5, 0.5], [0.5000004, 0.5000004]), 0.0, 0),
    (lambda: relative_entropy([1 / 3, 2 / 7, 8 / 21], ROUNDED_THIRDS) >= 0, True, 0),
    (lambda: mutual_information(np.outer([6, 6, 5], [6, 1, 6]) / 221) >= 0, True, 0),
    (lambda: conditional_entropy([[0.5, 1e-17], [0.5, 0]]), 5.6915472653974127e-16, 1e-15),
    # logits (scipy 21388)
    (lambda: logit(0.5000000040209233), 1.608369304406665e-08, 1e-15),
    (lambda: gradient([[1.0]], [1], [40.0])[0], -4.248354255291589e-18, 1e-15),
    (lambda: gradient([[1.0]], [0], [-40.0])[0], 4.248354255291589e-18, 1e-15),
    (lambda: gradient([[700.0], [-700]], [0, 1], [1])[0], 700, 0),
    (lambda: gradient([[700.0], [-700]], [1, 0], [1])[0], -700 * math.exp(-700), 1e-12),
    (lambda: gradient([[700e6], [-700e6]], [0, 1], [1])[0], 700e6, 0),
    (lambda: hessian([[700.0], [-700]], [1])[0, 0], 700**2 * math.exp(-700), 1e-12),
    (lambda: hessian([[700e6], [-700e6]], [1])[0, 0], 0, 0),
    # numbers of other kinds (scikit-learn 4057)
    (lambda: BCE(np.array([np.True_, np.False_], object), [0.5, 0.25]), 0.707518749639422, 1e-15),
    (lambda: BCE([1, Fraction(0)], [Decimal("0.5"), Decimal("0.5")]), 1.0, 0),
    (lambda: entropy([0.5, 0.5], Decimal(4)), 0.5, 0),
    (lambda: sigmoid(2**80), 1.0, 0),
    # fits (statsmodels 2282, 4782, 4738; JuliaStats/GLM.jl 426)
    (lambda: slope([[-1], [-1e-10], [1e-10], [1]], FOUR), 23.71899810926445, 1e-15),
    (lambda: slope([[-1], [-1e-12], [1e-12], [1]], FOUR), math.log(2e12), 1e-12),
    (lambda: slope(with_intercept([-1, -1e-12, 1e-12, 1]), FOUR), math.log(2e12), 1e-12),
    (lambda: slope([[1], [2], [-1], [1e6]], [0, 1, 1, 1]), 2.404560382137581e-05, 1e-14),
    (lambda: slope([[1], [2], [-1], [1e12]], [0, 1, 1, 1]), 5.0926199605593556e-11, 1e-14),
    (lambda: slope([[8e307], [8e307], [-8e307], [8e307]], FOUR), 1.3732653608e-308, 1e-10),
    (
        lambda: slope(with_intercept(1.7e12 + np.arange(8)), [0, 0, 1, 0, 1, 0, 1, 1]),
        0.594084360198578,
        1e-12,
    ),
    # temperatures (autogluon 4396)
    (lambda: temperature([1, 0, 1, 1], [1e9, 1, 2, -1]), 26724469.281387168, 1e-14),
    (lambda: temperature([1, 0, 1, 1], [1e11, 1, 2, -1]), 2154531167.0086075, 1e-14),
    (lambda: temperature([1, 1, 0], [1e308] * 3), 1e308 / math.log(2), 1e-15),
    (lambda: temperature([0] * 6 + [1] * 3, [-1e308] * 8 + [1]), 1e308 / math.log(3), 1e-15),
    (lambda: temperature([1, 1, 0], [1e-310] * 3), 1e-310 / math.log(2), 1e-12),
    # bins (numpy 8332)
    (lambda: len(reliability(TWO, [0.2, 0.8], bins=np.uint8(255)).edges), 256, 0),
    (lambda: len(reliability(TWO, [0.2, 0.8], bins=np.int8(127)).count), 127, 0),
    (lambda: reliability(np.ones(10**6), np.full(10**6, 0.7)).predicted[7], 0.7, 0),
    (lambda: reliability(np.ones(10**6), np.full(10**6, 1e-9)).predicted[0], 1e-9, 1e-15),
    # one-hot rows of mixed classes (scikit-learn 10495)
    (lambda: one_hot([1, 2], classes=[1, 2, "other"]).tolist(), [[1, 0, 0], [0, 1, 0]], 0),
]


@pytest.mark.parametrize(("call", "right", "error"), VALUES)
def test_the_right_value(call, right, error):
    value = call()
    assert value == right if error == 0 else value == pytest.approx(right, rel=error, abs=0)


def test_a_search_that_does_not_arrive_is_no_temperature(monkeypatch):
    monkeypatch.setattr("lessonlib.logistic.MOST_STEPS", 3)
    with pytest.raises(ValueError, match=r"^z must hold logits nearer .* did not arrive\.$"):
        temperature([1, 0, 1], [1e9, 1, 2])


FRAGILE = [
    lambda: sigmoid([800.0, -800]),
    lambda: softmax([0, 1000]),
    lambda: logit([0, 1e-310, 1]),
    lambda: BCE([1, 0], [0.5, 1e-310]),
    lambda: BCE([0.5, 1e-310], [0, 1e-310]),
    lambda: BCE_from_logits([1, 0], [800, -INF]),
    lambda: softmax_cross_entropy([[0, 1]], [[-1e308, 1e308]]),
    lambda: categorical_cross_entropy([0], [[1e-310, 1]]),
    lambda: cross_entropy([1e-310, 1], [1e-310, 1]),
    lambda: relative_entropy([1e-310, 1], [1, 0]),
    lambda: jensen_shannon([1e-310, 1], [1, 0]),
    lambda: conditional_entropy([[0, 0], [1e-310, 1]]),
    lambda: mutual_information([[0, 0], [1e-310, 1]]),
    lambda: likelihood([1, 1], [1e-200, 1e-200]),
    lambda: gradient([[800.0]], [1], [1]),
    lambda: hessian([[800.0]], [1]),
    lambda: newton([[800.0], [-800], [1e-300], [1]], [1, 1, 0, 1]).weights,
    lambda: gradient_descent([[800.0], [1]], TWO, 1, 5).path,
    lambda: reliability([0, 1], [1e-310, 1]).predicted,
    lambda: temperature([1, 0, 1], [800, 800, 1e-300]),
    lambda: temperature([1, 0, 1], [1e-310, 1e-310, 3e-310]),
    lambda: newton([[1.0], [2], [1e-320], [-1]], [1, 0, 1, 1]).weights,
]


@pytest.mark.parametrize("call", FRAGILE)
def test_a_learners_settings_for_floats_change_nothing(call):
    expected = call()
    with np.errstate(all="raise"):
        np.testing.assert_array_equal(call(), expected)
