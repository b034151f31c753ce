"""The figures of lesson 04 show the right numbers, by scipy, never by lessonlib."""

import math
import re

import numpy as np
import pytest
from figures import curve, points, texts
from scipy import optimize, special, stats

from lessonlib import plots

Y, YHAT = np.array([1, 0, 0, 1]), np.array([0.8, 0.3, 0.4, 0.7])


@pytest.mark.parametrize("label", [1, 0])
def test_bce_curves_are_the_costs_of_a_label(label):
    axes = plots.bce_curves()
    ax = axes[1 - label]
    (yhat, bits), (q, squared) = curve(ax), curve(ax, "--")
    given = yhat if label else 1 - yhat
    np.testing.assert_allclose(bits, -special.xlogy(1, given) / math.log(2), atol=1e-12)
    np.testing.assert_allclose(squared, (q - label) ** 2, atol=1e-12)
    assert (np.diff(q) > 0).all()
    assert texts(ax) == ["cross-entropy,\nbits", "squared error,\nat most 1"]
    assert (ax.get_title(), ax.get_xlabel()) == (f"label y = {label}", "ŷ, probability of label 1")
    assert axes[0].get_ylabel() == "cost of one sample"


def test_broadcast_table_shows_every_pair_and_outlines_the_diagonal():
    ax = plots.broadcast_table(Y, YHAT)
    expected = [-stats.bernoulli.logpmf(Y, prediction) / math.log(2) for prediction in YHAT]
    cells = [text for text in texts(ax) if re.fullmatch(r"[\d.]+", text)]
    assert cells == [f"{cost:.4f}" for row in expected for cost in row]
    outlined = [patch.get_bbox().bounds for patch in ax.patches if patch.get_linewidth() > 3]
    assert outlined == [(i, i, 1, 1) for i in range(4)]
    assert [text for text in texts(ax) if text.startswith("y")] == [f"y = {label}" for label in Y]
    assert [text for text in texts(ax) if text.startswith("ŷ")] == [f"ŷ = {p}" for p in YHAT]
    assert any("4.6029 bits, mean 1.1507 bits" in text for text in texts(ax))
    assert any("mean 0.5220 bits" in text for text in texts(ax))
    assert ax.get_title() == "y of shape (4,) against ŷ of shape (4, 1): 4×4 costs, in bits"


def test_loss_shape_has_one_minimum_against_two():
    x, y, w = np.array([1, 10, -1, -0.5, 0.5]), np.array([1, 0, 0, 1, 1]), np.linspace(-3, 4, 1401)
    panels = (
        (
            "mean cross-entropy, bits:\none minimum",
            lambda w: -special.log_expit((2 * y - 1) * x * w).mean(axis=-1) / math.log(2),
            {"w = −0.205": (-1, 1)},
        ),
        (
            "mean squared error:\ntwo minima",
            lambda w: ((special.expit(w * x) - y) ** 2).mean(axis=-1),
            {"w = −0.15": (-1, 0.3), "w = 1.675": (0.6, 3)},
        ),
    )
    for ax, (title, loss, minima) in zip(plots.loss_shape(x, y, w), panels, strict=True):
        np.testing.assert_allclose(curve(ax), [w, loss(w[:, None])])
        least = [
            optimize.minimize_scalar(loss, bounds=b, method="bounded").x for b in minima.values()
        ]
        np.testing.assert_allclose(points(ax, "o")[:, 0], least, atol=0.003)
        assert texts(ax) == list(minima)
        assert (ax.get_title(), ax.get_xlabel()) == (title, "weight w")


def test_the_loss_is_drawn_where_a_sigmoid_is_0():
    w = np.linspace(-2, 2, 61)
    ax, _ = plots.loss_shape([1000.0, 1], [1, 0], w)
    bits = np.logaddexp(0, np.outer(w, [-1000, 1])).mean(axis=1) / math.log(2)
    np.testing.assert_allclose(curve(ax)[1], bits)
