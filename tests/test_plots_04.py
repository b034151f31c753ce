"""The figures of lesson 04 show the right numbers, by scipy, never by lessonlib."""

import math
import re

import numpy as np
from figures import curve, points, shows, texts
from scipy import optimize, special, stats

from lessonlib import plots

Y, YHAT = np.array([1, 0, 0, 1]), np.array([0.8, 0.3, 0.4, 0.7])


def test_bce_curves_are_the_costs_of_a_label():
    ones, zeros = plots.bce_curves()
    shows(ones, {"-": lambda q: -np.log(q) / math.log(2), "--": lambda q: (1 - q) ** 2})
    shows(zeros, {"-": lambda q: -np.log1p(-q) / math.log(2), "--": lambda q: q**2})


def test_broadcast_table_shows_every_pair_and_outlines_the_diagonal():
    ax = plots.broadcast_table(Y, YHAT)
    expected = [-stats.bernoulli.logpmf(Y, prediction) / math.log(2) for prediction in YHAT]
    cells = [text for text in texts(ax) if re.fullmatch(r"[\d.]+", text)]
    assert cells == [f"{cost:.4f}" for row in expected for cost in row]
    outlined = [patch.get_bbox().bounds for patch in ax.patches if patch.get_linewidth() > 3]
    assert outlined == [(i, i, 1, 1) for i in range(4)]
    sums = "all 16 cells: sum ÷ 4 = 4.6029 bits, mean 1.1507 bits\n"
    assert texts(ax)[-1] == sums + "the 4 outlined cells: mean 0.5220 bits"


def test_loss_shape_has_one_minimum_against_two():
    x, y, w = np.array([1, 10, -1, -0.5, 0.5]), np.array([1, 0, 0, 1, 1]), np.linspace(-3, 4, 1401)

    def bits(w):
        return -special.log_expit((2 * y - 1) * x * w).mean(axis=-1) / math.log(2)

    def squared(w):
        return ((special.expit(w * x) - y) ** 2).mean(axis=-1)

    troughs = {"w = −0.205": (-1, 1)}, {"w = −0.15": (-1, 0.3), "w = 1.675": (0.6, 3)}
    panels = zip((bits, squared), troughs, strict=True)
    for ax, (loss, minima) in zip(plots.loss_shape(x, y, w), panels, strict=True):
        np.testing.assert_allclose(curve(ax), [w, loss(w[:, None])])
        least = [optimize.minimize_scalar(loss, bounds=b).x for b in minima.values()]
        np.testing.assert_allclose(points(ax, "o")[:, 0], least, atol=0.003)
        assert texts(ax) == list(minima)


def test_the_loss_is_drawn_where_a_sigmoid_is_0():
    ax, _ = plots.loss_shape([1000.0, 1], [1, 0], np.linspace(-2, 2, 61))
    nats = {"-": lambda w: np.logaddexp(0, np.outer(w, [-1000, 1])).mean(axis=1) / math.log(2)}
    shows(ax, nats)
