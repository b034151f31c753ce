"""The figures of lesson 09 show the right numbers, whatever the last bits of exp and log are.

Losses are held against mpmath, and the floats against Python's math, never against lessonlib.
"""

import decimal
import math
import sys
from itertools import product
from types import SimpleNamespace

import mpmath
import numpy as np
import pytest
from figures import shows
from scipy import special

from lessonlib import plots
from lessonlib.fingerprint import fingerprint
from lessonlib.plots import lesson09
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
    with decimal.localcontext(decimal.Context(prec=5)):  # as a reader may have set it
        misses, hits = plots.digits_kept()
        assert decimal.getcontext().prec == 5
    for ax in (misses, hits):
        drawn = {line.get_color(): dict(line.get_xydata().tolist()) for line in ax.lines}
        for colour, way in (("orange", naive), ("green", difference)):
            digits = drawn[COLOURS[colour]]
            assert digits == {z: right_digits(way(z), z) for z in drawn[COLOURS["sky"]]}
        assert set(drawn[COLOURS["sky"]].values()) == {15}
    assert max(z for z, digits in drawn[COLOURS["orange"]].items() if digits) == 35
    shows(hits, among=["naive: 0 digits\nfrom z = 37 on"])
    overflow = math.log(sys.float_info.max)
    shows(misses, among=[f"naive:\ninf below\nz = −{overflow:.2f}"])


def off(function, ulps):
    """A function that is off by some units in the last place, but for 0 and ∞."""

    def nudged(*arguments):
        value = function(*arguments)
        with np.errstate(invalid="ignore"):
            moved = value + ulps * np.spacing(value)
        return np.where((value == 0) | np.isinf(value), value, moved)

    return nudged


def test_the_last_bits_of_exp_and_log_do_not_show(monkeypatch):
    def drawn():
        figures = plots.digits_kept()[0].figure, plots.clipped_loss(7).figure
        counts = [line.get_xydata().tolist() for ax in figures[0].axes for line in ax.lines]
        return [fingerprint(figure) for figure in figures], counts

    expected = drawn()
    for exp, log in product((-1, 0, 1), repeat=2):
        other = SimpleNamespace(**vars(np))  # as another processor has it
        other.exp, other.log, other.log1p = off(np.exp, exp), off(np.log, log), off(np.log1p, log)
        other.logaddexp = lambda a, b, np=other: np.maximum(a, b) + np.log1p(np.exp(-abs(a - b)))
        monkeypatch.setattr(lesson09, "np", other)
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
    (hatched,) = ax.patches
    assert hatched.get_bbox().x1 == pytest.approx(edge)
    assert ax.get_title() == f"Clipped at ε = 10{raised}, the loss is flat left of z = −{border}"
