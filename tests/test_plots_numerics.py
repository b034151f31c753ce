"""The figures of lesson 08 show the right numbers, whatever the last bits of exp and log are.

Losses are held against mpmath, and the floats against Python's math, never against lessonlib. What
every figure must keep is tested in test_plots.py.
"""

import decimal
import math
import re

import mpmath
import numpy as np
import pytest
from matplotlib.text import Text
from scipy import special

from lessonlib import plots
from lessonlib.display import show
from lessonlib.fingerprint import fingerprint
from lessonlib.plots import _drawing, lesson08

CAPTIONS = {
    "digits_kept": "How many digits of the loss are right, for label 1, against z. The naive way "
    "keeps 15 for misses and loses them one by one for hits, until none is left at z = 37. Below "
    "z = −709.78 it says inf. The form from logits keeps 15 at every z shown.",
    "clipped_loss": "The loss of label 1 against z, true and clipped at ε = 10⁻⁷. Left of "
    "z = −16.12 the clipped loss is flat, at 16.12 nats: the slope is 0, and a walk downhill "
    "stands still where the model is most wrong.",
}


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
    (line,) = (line for line in ax.lines if line.get_color() == lesson08.COLOURS[colour])
    return dict(line.get_xydata().tolist())


@pytest.mark.parametrize("name", CAPTIONS)
def test_the_lessons_caption_can_be_read_from_it(name, capsys):
    show(plots.digits_kept() if name == "digits_kept" else plots.clipped_loss(7), CAPTIONS[name])
    assert CAPTIONS[name] in capsys.readouterr().out


@pytest.mark.parametrize("panel", [0, 1])
def test_digits_kept_are_those_of_exact_arithmetic(panel):
    ax = plots.digits_kept()[panel]
    for colour, way in (("orange", naive), ("green", difference)):
        drawn = digits(ax, colour)
        assert drawn == {z: right_digits(way(z), z) for z in drawn}
    assert set(digits(ax, "sky").values()) == {15}
    assert digits(ax, "sky").keys() == digits(ax, "green").keys() == digits(ax, "orange").keys()
    assert len({(line.get_linestyle(), line.get_linewidth()) for line in ax.lines}) == 3


def test_digits_kept_shows_where_the_naive_way_ends():
    left, right = plots.digits_kept()
    misses, hits = digits(left, "orange"), digits(right, "orange")
    assert math.isclose(math.log(np.finfo(float).max), 709.78, abs_tol=0.005)
    assert [misses[z] for z in (-800, -710, -709, -1)] == [0, 0, 15, 15]
    assert [hits[z] for z in (1, 5, 21, 35, 37, 59)] == [15, 13, 6, 1, 0, 0]
    subtracted = digits(right, "green")
    assert [subtracted[z] for z in (3, 21, 31, 33)] == [15, 6, 1, 0]
    assert set(digits(left, "green").values()) == {15}
    words = [text.get_text() for ax in (left, right) for text in ax.texts]
    assert "naive:\ninf below\nz = −709.78" in words
    assert "naive: 0 digits\nfrom z = 37 on" in words


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


@pytest.mark.parametrize("exp", [-1, 0, 1])
@pytest.mark.parametrize("log", [-1, 0, 1])
def test_the_last_bits_of_exp_and_log_do_not_show(exp, log, monkeypatch):
    figures = plots.digits_kept()[0].figure, plots.clipped_loss(7).figure
    expected = [fingerprint(figure) for figure in figures]
    drawn = [line.get_xydata().tolist() for ax in figures[0].axes for line in ax.lines]
    ulps = {"exp": exp, "log": log, "log1p": log}
    for module in (lesson08, _drawing):
        monkeypatch.setattr(module, "np", OtherProcessor(ulps))
    figures = plots.digits_kept()[0].figure, plots.clipped_loss(7).figure
    assert [fingerprint(figure) for figure in figures] == expected
    assert [line.get_xydata().tolist() for ax in figures[0].axes for line in ax.lines] == drawn


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
    curves = {line.get_linestyle(): line for line in ax.lines if len(line.get_xdata()) > 50}
    clipped, true = curves["-"], curves["--"]
    z, losses = clipped.get_xydata().T
    assert (z.min(), z.max()) == (-40, 5)
    np.testing.assert_allclose(true.get_ydata(), -special.log_expit(z))
    epsilon = 10.0**-exponent
    kept = np.clip(special.expit(z), epsilon, 1 - epsilon)
    np.testing.assert_allclose(losses, -np.log(kept), rtol=1e-9, atol=2e-16)
    edge = float(special.logit(epsilon))
    assert set(np.diff(losses[z < edge])) == {0}
    assert (np.diff(losses[(z > edge) & (z < 0)]) < 0).all()
    (point,) = (line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o")
    np.testing.assert_allclose(point, (edge, -math.log(epsilon)))
    (hatched,) = ax.patches
    assert hatched.get_hatch() == "//"
    assert hatched.get_bbox().x1 == pytest.approx(edge)
    assert ax.get_title() == f"Clipped at ε = 10{raised}, the loss is flat left of z = −{border}"
    assert f"clipped: {nats} nats\nand slope 0, left of here" in [t.get_text() for t in ax.texts]


@pytest.mark.parametrize("exponent", range(2, 17))
def test_clipped_loss_has_room_for_every_stop_of_its_slider(exponent):
    ax = plots.clipped_loss(exponent=exponent)
    ax.figure.draw_without_rendering()
    name, note = (Text.get_window_extent(text) for text in ax.texts)  # a note without its arrow
    assert not name.overlaps(note)
    for box in (name, note):
        assert all(ax.bbox.contains(*corner) for corner in box.corners())
        for line in ax.lines:
            path = line.get_transform().transform(line.get_xydata())
            assert not any(box.contains(*point) for point in path)


@pytest.mark.parametrize("exponent", [1, 17, 7.5, math.nan])
def test_an_exponent_that_has_no_figure_is_refused_in_a_sentence(exponent):
    message = f"exponent must be a whole number from 2 to 16, but it is {exponent}."
    with pytest.raises(ValueError, match=re.escape(message)):
        plots.clipped_loss(exponent=exponent)
