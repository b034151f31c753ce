"""The figures of lesson 07 show the right numbers, by scipy and statsmodels, never by lessonlib."""

import math

import numpy as np
import pytest
from figures import curve, lines, points, shows, texts
from scipy import special
from statsmodels.discrete.discrete_model import Logit
from test_plots_06 import BEST, X, Y, walk

from lessonlib import plots
from lessonlib.datasets import shuttle

FAHRENHEIT, DISTRESS = shuttle()
FIT = Logit(DISTRESS, np.column_stack([np.ones(23), FAHRENHEIT])).fit(disp=False, tol=1e-12)
WEIGHTS, COVARIANCE = FIT.params, FIT.cov_params()


def interval(degrees):
    row = np.array([1, degrees])
    half = 1.96 * math.sqrt(row @ COVARIANCE @ row)
    return special.expit(row @ WEIGHTS + np.array([-half, half]))


def chance(degrees):
    return special.expit(WEIGHTS[0] + WEIGHTS[1] * degrees)


def band_holds(ax):
    band = np.concatenate([c.get_paths()[0].vertices for c in ax.collections])
    for degrees in (28, 84):
        found = band[band[:, 0] == degrees, 1]
        assert (found.min(), found.max()) == pytest.approx(tuple(interval(degrees)))


def test_newton_steps_are_few():
    ax = plots.newton_steps(X, Y, 1, 1000)
    newton, slow = (line.get_xydata() for line in ax.lines)
    errors = np.abs(walk(1, 1000) - BEST).max(axis=1)
    np.testing.assert_allclose(slow[:-1, 1], errors[1:959], rtol=1e-3)
    np.testing.assert_array_equal(slow[:, 0], np.arange(1, 960))
    assert np.flatnonzero(errors <= 1e-10)[0] == 959
    np.testing.assert_array_equal(newton[:, 0], [1, 2, 3, 4, 5])
    assert newton[-1, 1] == slow[-1, 1] == ax.get_ylim()[0] == 1e-10  # there, drawn on the edge
    assert (newton[1:-1, 1] < newton[:-2, 1] ** 2 * 3).all()  # the number of right digits doubles
    slowly = "gradient descent,\nrate 1\nthere after 959 steps"
    assert texts(ax) == ["Newton's method\nthere after 5 steps", slowly]


def test_shuttle_fit_shows_the_flights_the_band_and_where_it_guesses():
    ax = plots.shuttle_fit(FAHRENHEIT, DISTRESS, WEIGHTS, COVARIANCE)
    for marker, label in (("o", 0), ("D", 1)):
        drawn = points(ax, marker)
        assert sorted(drawn[:, 0]) == sorted(FAHRENHEIT[label == DISTRESS])
        assert (np.abs(drawn[:, 1] - label) < 0.2).all()
        assert len({tuple(point) for point in drawn.round(6)}) == len(drawn)  # ties are stacked
    marks = {"_": [(31, end) for end in interval(31)], "s": [(31, chance(31))]}
    marked = "31 °F: P = 0.9996,\n95 % interval\n0.482 to 1.000"
    shows(ax, {"--": chance, "-": chance}, marks, [marked, "no flights", "23 flights"])
    assert curve(ax, "--")[0].max() == curve(ax)[0].min() == 53
    assert curve(ax, "--")[0].min() < 31
    assert [band.get_hatch() for band in ax.collections] == ["//", None]
    band_holds(ax)


def test_shuttle_at_marks_the_temperature_it_is_given():
    ax = plots.shuttle_at(70)
    assert ax.get_title() == "70 °F: P = 0.2300, 95 % interval 0.085 to 0.490"
    shows(ax, {"-": chance}, {"s": [(70, chance(70))]})
    (bar,) = lines(ax, "orange")
    np.testing.assert_allclose(bar, [[70, 70], interval(70)])
    band_holds(ax)


@pytest.mark.parametrize("share", [0.6, 0.9])
def test_newtons_first_jump_goes_to_the_bottom_of_the_parabola(share):
    ax = plots.newton_parabola(share)

    def loss(b):
        return -share * special.log_expit(b) - (1 - share) * special.log_expit(-b)

    def parabola(b):  # of the loss's value, slope and curvature at b = 0
        return math.log(2) + (0.5 - share) * b + b**2 / 8

    landing, best = 4 * share - 2, special.logit(share)
    marks = {"o": [(0, math.log(2))], "s": [(landing, parabola(landing))]}
    shows(ax, {"-": loss, "--": parabola}, marks | {"D": [(best, loss(best))]})
