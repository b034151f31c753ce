"""The figures of lesson 06 show the right numbers, by scipy or literals, never by lessonlib."""

import math
import re

import numpy as np
import pytest
from figures import points, shows
from scipy import optimize, special

from lessonlib import plots

X, Y = np.arange(1, 9) / 2, np.array([0, 0, 1, 0, 1, 0, 1, 1])
ROWS = np.column_stack([np.ones(8), X])
BEST = optimize.root(lambda v: ROWS.T @ (special.expit(ROWS @ v) - Y), [-2.7, 1.2], tol=1e-14).x


def bits(b, w):
    """The loss of the eight students."""
    return -special.log_expit((2 * Y - 1) * (b + w * X)).mean() / math.log(2)


def walk(rate, steps):
    path = [np.zeros(2)]
    for _ in range(steps):
        path.append(path[-1] - rate * ROWS.T @ (special.expit(ROWS @ path[-1]) - Y) / 8)
    return np.array(path)


def test_loss_surface_is_the_loss_and_marks_its_minimum():
    solid, flat = plots.loss_surface(X, Y)
    (mark,) = solid.lines
    assert np.ravel(mark.get_data_3d()) == pytest.approx([-2.673380, 1.188169, 0.761886], abs=1e-6)
    shows(flat, marks={"D": [BEST]}, among=["b = −2.673\nw = 1.188\n0.7619 bits"])
    (surface,) = solid.collections
    corners = (np.linspace(*limits, 37) for limits in (solid.get_xlim(), solid.get_ylim()))
    loss = np.vectorize(bits)(*np.meshgrid(*corners))
    middles = (loss[1:, 1:] + loss[1:, :-1] + loss[:-1, 1:] + loss[:-1, :-1]) / 4
    np.testing.assert_allclose(surface.get_array(), middles.ravel())

    labels = [text for text in flat.texts if re.fullmatch(r"[\d.]+", text.get_text())]
    assert [label.get_text() for label in labels] == ["0.8", "0.9", "1", "1.5", "2", "3"]
    for label in labels:
        assert bits(*label.get_position()) == pytest.approx(float(label.get_text()), abs=1e-3)
    (contours,) = flat.collections
    for level, path in zip(contours.levels, contours.get_paths(), strict=True):
        found = [bits(*vertex) for vertex in path.vertices[::7]]
        assert found == pytest.approx([level] * len(found), rel=3e-3)


def test_descent_paths_are_walks_and_say_where_they_end():
    axes = plots.descent_paths(X, Y, (0.1, 0.5, 2), 100)
    for ax, rate, marker in zip(axes, (0.1, 0.5, 2), "os^", strict=True):
        expected = walk(rate, 100)
        shows(ax, marks={marker: expected, "X": expected[-1:], "D": [BEST]}, atol=1e-6)
        assert ax.get_xlabel().endswith(f"{bits(*expected[-1]):.4f} bits")


def test_batch_paths_have_a_panel_each_and_the_full_batch_is_plain_descent():
    axes = plots.batch_paths(X, Y, (8, 4, 1), 0.3, 200)
    shows(axes[0], marks={"o": walk(0.3, 200)}, atol=1e-9)
    # The smaller the batch, the longer the way that the trembling makes.
    paths = [points(ax, marker) for ax, marker in zip(axes, "os^", strict=True)]
    ways = [np.abs(np.diff(path, axis=0)).sum() for path in paths]
    assert ways[0] * 3 < ways[1] < ways[2]
    first = paths[2][1] / 0.3  # a step along one row, from ŷ = ½
    assert any(first == pytest.approx(step) for step in ROWS * (Y - 0.5)[:, None])
    for ax, path in zip(axes, paths, strict=True):
        np.testing.assert_array_equal(points(ax, "X"), path[-1:])
        assert ax.get_xlabel().endswith(f"{bits(*path[-1]):.4f} bits")


@pytest.mark.parametrize("rate", [0.1, 0.5, 1, 2])
def test_descent_walk_says_where_it_ends(rate):
    ax, path = plots.descent_walk(rate), walk(rate, 100)
    shows(ax, marks={"o": path, "X": path[-1:], "D": [BEST]}, atol=1e-6)
    assert ax.get_title() == f"Rate {rate}: 100 steps end at × with {bits(*path[-1]):.4f} bits"


def test_squared_error_bends_downwards_exactly_where_it_is_hatched():
    ax = plots.squared_error_bend()
    losses = {"--": lambda z: special.expit(-z) ** 2}
    losses["-"] = lambda z: -special.log_expit(z) / math.log(2)
    shows(ax, losses, {"o": [(-math.log(2), 4 / 9)]})
    (hatched,) = ax.patches
    assert special.expit(hatched.get_bbox().x1) == pytest.approx(1 / 3)
