"""The figures of lesson 03 show the right numbers, by scipy and mpmath, never by lessonlib."""

import math
import operator
import sys
from itertools import accumulate

import mpmath
import numpy as np
from figures import curve, lines, points, shows, texts
from scipy import optimize, special, stats

from lessonlib import plots

Y, P_TRUE = np.array([1, 0, 0, 1]), np.array([0.8, 0.7, 0.6, 0.7])
LOGITS = special.logit([0.8, 0.3, 0.4, 0.7])
SHIFT = np.linspace(-1.5, 1.5, 301)


def test_four_rulers_agree_on_the_best_shift():
    axes = plots.four_rulers(SHIFT, Y, LOGITS)
    best = optimize.brentq(lambda b: (special.expit(LOGITS + b) - Y).sum(), -3, 3)
    ln = np.log(stats.bernoulli.pmf(Y, special.expit(LOGITS + SHIFT[:, None]))).sum(axis=1)
    rulers = (np.exp(ln), max), (ln, max), (-ln, min), (-ln / (4 * math.log(2)), min)
    for ax, (values, extreme) in zip(np.ravel(axes), rulers, strict=True):
        np.testing.assert_allclose(curve(ax), [SHIFT, values])
        ((b, at_best),) = points(ax, "o")
        assert abs(b - best) <= 0.005
        assert math.isclose(at_best, extreme(values))
        ((marked, _),) = lines(ax, "orange", "--")
        assert marked.tolist() == [b, b]
        word = "highest" if extreme is max else "lowest"
        assert texts(ax) == [f"{word}\n{extreme(values):.4f}".replace("-", "−")]


def test_running_product_freezes_where_float64_does():
    ax = plots.running_product(P_TRUE, 2400)
    exact = 600 * -mpmath.log(mpmath.mpf("0.2352"))
    assert math.isclose(curve(ax, "--")[1][-1], exact)
    assert math.isclose(curve(ax)[1][-1], -mpmath.log(mpmath.mpf(2) ** -1074))
    products = [*accumulate(600 * P_TRUE.tolist(), operator.mul)]
    subnormal = 1 + [product < sys.float_info.min for product in products].index(True)
    frozen = 1 + products.index(products[-1])
    assert (points(ax, "v")[0, 0], points(ax, "s")[0, 0]) == (subnormal, frozen) == (1959, 2056)
    ends = [f"sum of −ln q:\n{float(exact):.1f} nats", "−ln of the\nproduct:\n744.4 nats"]
    shows(ax, among=["fewer digits from\nsample 1,959", "frozen from\nsample 2,056", *ends])


def test_running_product_marks_nothing_where_nothing_freezes():
    ax = plots.running_product(P_TRUE, 100)
    np.testing.assert_allclose(curve(ax), curve(ax, "--"))
    assert not any("sample" in text for text in texts(ax))
