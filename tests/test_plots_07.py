"""The figures of lesson 07 show the right numbers, by scipy or literals, never by lessonlib."""

import math

import numpy as np
import pytest
from figures import curve, points, shows, texts
from scipy import optimize, special
from test_plots_06 import BEST, X, Y, walk

from lessonlib import plots
from lessonlib.datasets import shuttle

FAHRENHEIT, DISTRESS = shuttle()


def fitted_shuttle():
    """Weights and their covariance, by a general root finder and differences of the gradient."""
    rows = np.column_stack([np.ones(23), FAHRENHEIT - 70])

    def slope(v):
        return rows.T @ (special.expit(rows @ v) - DISTRESS)

    at_70 = optimize.root(slope, [0, 0], tol=1e-12).x
    curvature = np.array([(slope(at_70 + e) - slope(at_70 - e)) / 2e-5 for e in 1e-5 * np.eye(2)])
    shift = np.array([[1, -70], [0, 1]])  # back to degrees from 0
    return shift @ at_70, shift @ np.linalg.inv(curvature) @ shift.T


WEIGHTS, COVARIANCE = fitted_shuttle()


def interval(degrees):
    row = np.array([1, degrees])
    half = 1.96 * math.sqrt(row @ COVARIANCE @ row)
    return special.expit(row @ WEIGHTS + np.array([-half, half]))


def chance(degrees):
    return special.expit(WEIGHTS[0] + WEIGHTS[1] * degrees)


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
    named = ["Newton's method\nthere after 5 steps"]
    named += ["gradient descent,\nrate 1\nthere after 959 steps"]
    assert texts(ax) == named


def test_shuttle_fit_shows_the_flights_the_band_and_where_it_guesses():
    ax = plots.shuttle_fit(FAHRENHEIT, DISTRESS, WEIGHTS, COVARIANCE)
    assert pytest.approx((15.0429, -0.2322), abs=5e-5) == WEIGHTS
    for marker, label in (("o", 0), ("D", 1)):
        drawn = points(ax, marker)
        assert sorted(drawn[:, 0]) == sorted(FAHRENHEIT[label == DISTRESS])
        assert (np.abs(drawn[:, 1] - label) < 0.2).all()
        assert len({tuple(point) for point in drawn.round(6)}) == len(drawn)  # ties are stacked
    low, high = interval(31)
    assert (low, high) == pytest.approx((0.48157, 1), abs=5e-5)
    marks = {"_": [(31, low), (31, high)], "s": [(31, 0.9996)]}
    marked = "31 °F: P = 0.9996,\n95 % interval\n0.482 to 1.000"
    written = [marked, "no flights", "23 flights"]
    shows(ax, {"--": chance, "-": chance}, marks, written, rtol=5e-5)
    assert curve(ax, "--")[0].max() == curve(ax)[0].min() == 53
    assert curve(ax, "--")[0].min() < 31
    assert [band.get_hatch() for band in ax.collections] == ["//", None]
    band_holds(ax, 28, 84)


def band_holds(ax, *temperatures):
    band = np.concatenate([c.get_paths()[0].vertices for c in ax.collections])
    for degrees in temperatures:
        found = band[band[:, 0] == degrees, 1]
        assert (found.min(), found.max()) == pytest.approx(tuple(interval(degrees)), rel=1e-5)


def test_shuttle_at_marks_the_temperature_it_is_given():
    ax = plots.shuttle_at(70)
    assert ax.get_title() == "70 °F: P = 0.2300, 95 % interval 0.085 to 0.490"
    shows(ax, {"-": chance}, {"s": [[70, 0.22997]]}, rtol=1e-5)
    (bar,) = (line for line in ax.lines if len(line.get_xdata()) == 2)
    np.testing.assert_allclose(bar.get_xydata().T, [[70, 70], interval(70)], rtol=1e-5)
    band_holds(ax, 28, 84)


@pytest.mark.parametrize("share", [0.6, 0.9])
def test_newtons_first_jump_goes_to_the_bottom_of_the_parabola(share):
    ax = plots.newton_parabola(share)

    def loss(b):
        return -share * special.log_expit(b) - (1 - share) * special.log_expit(-b)

    shows(ax, {"-": loss}, {"o": [(0, math.log(2))]})
    b, parabola = curve(ax, "--")
    near = abs(b) < 0.1
    # they meet at b = 0, slope and curvature too
    assert abs(parabola - loss(b))[near].max() < 1e-5
    np.testing.assert_allclose(np.diff(parabola, n=3), 0, atol=1e-12)
    (landing,) = points(ax, "s")
    assert landing == pytest.approx([4 * share - 2, parabola.min()], abs=1e-4)
    best = special.logit(share)
    shows(ax, marks={"D": [(best, loss(best))]})
