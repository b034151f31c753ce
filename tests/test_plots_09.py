"""The figures of lesson 09 show the right numbers, whatever the last bits of exp and log are.

Losses are held against mpmath, and the floats against Python's math, never against lessonlib.
"""

import decimal
import math
from itertools import product

import mpmath
import numpy as np
import pytest
from figures import curve, shows, texts
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


def test_digits_kept_are_those_of_exact_arithmetic():
    axes = plots.digits_kept()
    for ax, some in zip(
        axes,
        (
            {"orange": {-800: 0, -710: 0, -709: 15, -1: 15}, "green": {}},
            {"orange": {1: 15, 5: 13, 21: 6, 35: 1, 37: 0, 59: 0}, "green": {3: 15, 21: 6, 33: 0}},
        ),
        strict=True,
    ):
        drawn = {line.get_color(): dict(line.get_xydata().tolist()) for line in ax.lines}
        for colour, way in (("orange", naive), ("green", difference)):
            digits = drawn[COLOURS[colour]]
            assert digits == {z: right_digits(way(z), z) for z in drawn[COLOURS["sky"]]}
            assert some[colour].items() <= digits.items()
        assert set(drawn[COLOURS["sky"]].values()) == {15}
    assert math.isclose(math.log(np.finfo(float).max), 709.78, abs_tol=0.005)
    ends = {"naive:\ninf below\nz = −709.78", "naive: 0 digits\nfrom z = 37 on"}
    assert ends <= set(texts(*axes))


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
    for exp, log in product((-1, 0, 1), repeat=2):
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
    ax, epsilon = plots.clipped_loss(exponent=exponent), 10.0**-exponent

    def clipped(z):
        return -np.log(np.clip(special.expit(z), epsilon, 1 - epsilon))

    edge = float(special.logit(epsilon))
    written = ["true loss", f"clipped: {nats} nats\nand slope 0, left of here"]
    shows(ax, {"--": lambda z: -special.log_expit(z)}, {"o": [(edge, exponent * math.log(10))]})
    shows(ax, {"-": clipped}, written=written, rtol=1e-9, atol=2e-16)
    z, losses = curve(ax)
    assert set(np.diff(losses[z < edge])) == {0}
    assert (np.diff(losses[(z > edge) & (z < 0)]) < 0).all()
    (hatched,) = ax.patches
    assert hatched.get_hatch() == "//"
    assert hatched.get_bbox().x1 == pytest.approx(edge)
    assert ax.get_title() == f"Clipped at ε = 10{raised}, the loss is flat left of z = −{border}"
