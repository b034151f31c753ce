"""The figures of lesson 09 show the right numbers, whatever the last bits of exp and log are.

Losses are held against mpmath, and the floats against Python's math, never against lessonlib.
"""

import decimal
import math

import mpmath
import numpy as np
import pytest
from figures import curve, points, texts
from scipy import special

from lessonlib import plots
from lessonlib.fingerprint import fingerprint
from lessonlib.plots import _drawing, lesson09
from lessonlib.style import COLOURS


def right_digits(loss, z):
    """Whole right digits of ln(1 + e^−z), 15 at most."""
    if math.isinf(loss):
        return 0
    with mpmath.workdps(60):
        exact = mpmath.log1p(mpmath.exp(-mpmath.mpf(z)))
        error = abs(mpmath.mpf(loss) - exact) / exact
        return 15 if error < 1e-15 else max(0, int(mpmath.floor(-mpmath.log10(error))))


def naive(z):
    try:
        return -math.log(1 / (1 + math.exp(-z)))
    except OverflowError:
        return math.inf


def difference(z):
    """ln(e^0 + e^z) − z, as logaddexp(0, z) − z has it."""
    return max(0, z) + math.log1p(math.exp(-abs(z))) - z


def digits(ax, colour):
    """The curve of a colour, z: digits."""
    (line,) = (line for line in ax.lines if line.get_color() == COLOURS[colour])
    return dict(line.get_xydata().tolist())


def test_digits_kept_are_those_of_exact_arithmetic():
    left, right = plots.digits_kept()
    for ax in (left, right):
        for colour, way in (("orange", naive), ("green", difference)):
            drawn = digits(ax, colour)
            assert drawn == {z: right_digits(way(z), z) for z in drawn}
        assert set(digits(ax, "sky").values()) == {15}
        assert digits(ax, "sky").keys() == digits(ax, "green").keys() == digits(ax, "orange").keys()
    misses, hits = digits(left, "orange"), digits(right, "orange")
    assert math.isclose(math.log(np.finfo(float).max), 709.78, abs_tol=0.005)
    assert [misses[z] for z in (-800, -710, -709, -1)] == [0, 0, 15, 15]
    assert [hits[z] for z in (1, 5, 21, 35, 37, 59)] == [15, 13, 6, 1, 0, 0]
    subtracted = digits(right, "green")
    assert [subtracted[z] for z in (3, 21, 31, 33)] == [15, 6, 1, 0]
    assert set(digits(left, "green").values()) == {15}
    ends = {"naive:\ninf below\nz = −709.78", "naive: 0 digits\nfrom z = 37 on"}
    assert ends <= set(texts(left, right))
    assert [ax.get_title() for ax in (left, right)] == ["misses, z < 0", "hits, z > 0"]
    assert left.get_ylabel() == "right digits of the loss of label 1"


def test_the_precision_that_a_reader_sets_does_not_show():
    expected = fingerprint(plots.digits_kept()[0].figure)
    with decimal.localcontext() as context:
        context.prec = 5
        assert fingerprint(plots.digits_kept()[0].figure) == expected
        assert decimal.getcontext().prec == 5


class OtherProcessor:
    """numpy, with exp, log and log1p off by some units in the last place."""

    def __init__(self, ulps):
        self.ulps = ulps

    def __getattr__(self, name):
        if name == "logaddexp":
            return lambda a, b: np.maximum(a, b) + self.log1p(self.exp(-abs(a - b)))
        function = getattr(np, name)
        if name not in ("exp", "log", "log1p"):
            return function

        def nudged(*arguments):
            value = function(*arguments)
            with np.errstate(invalid="ignore"):
                moved = value + self.ulps.get(name, 0) * np.spacing(value)
            return np.where((value == 0) | np.isinf(value), value, moved)  # those are exact

        return nudged


def test_the_last_bits_of_exp_and_log_do_not_show(monkeypatch):
    def drawn():
        figures = plots.digits_kept()[0].figure, plots.clipped_loss(7).figure
        counts = [line.get_xydata().tolist() for ax in figures[0].axes for line in ax.lines]
        return [fingerprint(figure) for figure in figures], counts

    expected = drawn()
    for exp, log in [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)]:
        for module in (lesson09, _drawing):
            other = OtherProcessor({"exp": exp, "log": log, "log1p": log})
            monkeypatch.setattr(module, "np", other)
        assert drawn() == expected, (exp, log)


@pytest.mark.parametrize(
    ("exponent", "border", "nats", "raised"),
    [
        (7, "16.12", "16.12", "⁻⁷"),
        (2, "4.60", "4.61", "⁻²"),  # ln 99 and ln 100
        (16, "36.84", "36.84", "⁻¹⁶"),
        (10.0, "23.03", "23.03", "⁻¹⁰"),  # a slider's numbers are floats
    ],
)
def test_clipped_loss_is_flat_left_of_its_border(exponent, border, nats, raised):
    ax = plots.clipped_loss(exponent=exponent)
    z, losses = curve(ax)
    assert (z.min(), z.max()) == (-40, 5)
    np.testing.assert_allclose(curve(ax, "--"), [z, -special.log_expit(z)])
    epsilon = 10.0**-exponent
    kept = np.clip(special.expit(z), epsilon, 1 - epsilon)
    np.testing.assert_allclose(losses, -np.log(kept), rtol=1e-9, atol=2e-16)
    edge = float(special.logit(epsilon))
    assert set(np.diff(losses[z < edge])) == {0}
    assert (np.diff(losses[(z > edge) & (z < 0)]) < 0).all()
    np.testing.assert_allclose(points(ax, "o"), [(edge, -math.log(epsilon))])
    (hatched,) = ax.patches
    assert hatched.get_hatch() == "//"
    assert hatched.get_bbox().x1 == pytest.approx(edge)
    assert ax.get_title() == f"Clipped at ε = 10{raised}, the loss is flat left of z = −{border}"
    assert texts(ax) == ["true loss", f"clipped: {nats} nats\nand slope 0, left of here"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("z", "loss of label 1, nats")
