"""The figures of lesson 03 show the right numbers, by scipy and mpmath, never by lessonlib."""

import math
import sys

import mpmath
import numpy as np
from figures import curve, points, texts, upright
from scipy import optimize, special, stats

from lessonlib import plots

Y, P_TRUE = np.array([1, 0, 0, 1]), np.array([0.8, 0.7, 0.6, 0.7])
LOGITS = special.logit([0.8, 0.3, 0.4, 0.7])
SHIFT = np.linspace(-1.5, 1.5, 301)


def test_four_rulers_agree_on_the_best_shift():
    axes = plots.four_rulers(SHIFT, Y, LOGITS)
    assert axes.shape == (2, 2)
    best = optimize.brentq(lambda b: (special.expit(LOGITS + b) - Y).sum(), -3, 3)
    given = stats.bernoulli.pmf(Y, special.expit(LOGITS + SHIFT[:, None]))
    ln = np.log(given).sum(axis=1)
    rulers = (
        ("likelihood", np.exp(ln), max),
        ("log-likelihood, nats", ln, max),
        ("negative log-likelihood, nats", -ln, min),
        ("mean cross-entropy, bits", -ln / (4 * math.log(2)), min),
    )
    for ax, (name, values, extreme) in zip(axes.flat, rulers, strict=True):
        np.testing.assert_allclose(curve(ax), [SHIFT, values])
        ((b, at_best),) = points(ax, "o")
        assert abs(b - best) <= 0.005
        assert math.isclose(at_best, extreme(values))
        assert upright(ax, "--") == b
        word = "highest" if extreme is max else "lowest"
        assert texts(ax) == [f"{word}\n{extreme(values):.4f}".replace("-", "−")]
        assert ax.get_title() == name
    assert axes[0, 0].figure.get_suptitle() == "Four rulers, one best b = −0.24"


def test_freezing_product_freezes_where_float64_does():
    ax = plots.freezing_product(P_TRUE, 2400)
    exact = 600 * -mpmath.log(mpmath.mpf("0.2352"))
    assert math.isclose(curve(ax, "--")[1][-1], exact)
    assert math.isclose(curve(ax)[1][-1], -mpmath.log(mpmath.mpf(2) ** -1074))
    assert f"sum of −ln q:\n{float(exact):.1f} nats" == "sum of −ln q:\n868.4 nats" in texts(ax)
    assert "−ln of the\nproduct:\n744.4 nats" in texts(ax)
    # By multiplying Python floats, one after the other.
    running, subnormal, frozen = 1.0, None, None
    for sample in range(1, 2401):
        previous, running = running, running * float(P_TRUE[(sample - 1) % 4])
        subnormal = subnormal or (sample if running < sys.float_info.min else None)
        frozen = sample if running != previous else frozen
    assert (subnormal, frozen) == (1959, 2056)
    assert points(ax, "v")[0, 0] == subnormal
    assert points(ax, "s")[0, 0] == frozen
    assert {"fewer digits from\nsample 1,959", "frozen from\nsample 2,056"} <= set(texts(ax))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("samples", "nats")


def test_freezing_product_marks_nothing_where_nothing_freezes():
    ax = plots.freezing_product(P_TRUE, 100)
    np.testing.assert_allclose(curve(ax), curve(ax, "--"))
    assert not any("sample" in text for text in texts(ax))
