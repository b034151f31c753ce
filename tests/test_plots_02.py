"""The figures of lesson 02 show the right numbers, by mpmath, never by lessonlib."""

import math
import re

import mpmath
import numpy as np
import pytest
from figures import lines, shows, texts

from lessonlib import plots

P_TRUE = np.array([0.8, 0.7, 0.6, 0.7])
BITS = [float(-mpmath.log(p, 2)) for p in P_TRUE]


@pytest.mark.parametrize(
    ("costs", "mean", "hatched"),
    [(BITS, "0.5220 bits", 0), ([0.0145, 0.1, 6.6439], "2.2528 bits", 1), ([1, 1], "1 bit", 0)],
)
def test_bit_receipt_adds_up(costs, mean, hatched):
    ax = plots.bit_receipt(costs)
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], costs)
    assert [bar.get_hatch() for bar in ax.patches].count("//") == hatched
    ((at, _),) = lines(ax, "orange", "--")
    np.testing.assert_allclose(at, math.fsum(costs) / len(costs))
    written = [text for text in texts(ax) if re.fullmatch(r"[\d.]+", text)]
    assert written == [f"{c:.4f}" for c in costs]
    shows(ax, among=[f"mean {mean}", "a coin: 1 bit" + "; hatched: above it" * hatched])
    assert ax.get_xlim()[1] > max(costs)


def test_jensen_gap_has_the_mean_of_costs_above_the_cost_of_the_mean():
    ax = plots.jensen_gap(P_TRUE)
    marks = {"s": [(0.7, 0.5145731728297583)], "D": [(0.7, 0.5220100086782713)]}
    marks["o"] = np.column_stack([P_TRUE, BITS])
    written = ["chord", "mean of the costs:\n0.5220 bits", "cost of the mean:\n0.5146 bits"]
    shows(ax, {"-": lambda q: -np.log(q) / np.log(2)}, marks, written)
    ((p, costs),) = lines(ax, "green", "-.")
    ends = [(0.6, max(BITS)), (0.8, min(BITS))]
    np.testing.assert_allclose(sorted(zip(p, costs, strict=True)), ends)
