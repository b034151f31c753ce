"""The figures of lesson 01 show the right numbers, by math and scipy, never by lessonlib."""

import math

import numpy as np
import pytest
from figures import curve, hatches, points, texts, ticks
from scipy import stats

from lessonlib import plots


def test_information_curve_holds_bits():
    ax = plots.information_curve([0.8, 0.5, 0.01, 1])
    p, bits = curve(ax)
    np.testing.assert_allclose(bits, [-math.log(p_i) / math.log(2) for p_i in p], atol=1e-12)
    expected = [(1, 0), (0.8, 0.3219280948873623), (0.5, 1), (0.01, 6.643856189774724)]
    np.testing.assert_allclose(points(ax, "o"), expected)
    labels = ["p = 1: 0 bits", "p = 0.8: 0.3219 bits", "p = 0.5: 1 bit", "p = 0.01: 6.6439 bits"]
    assert texts(ax) == labels
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("probability p", "−log₂ p, bits")


@pytest.mark.parametrize(
    ("p", "bits"), [(0.8, "0.3219 bits"), (0.5, "1 bit"), (0.001, "9.9658 bits")]
)
def test_one_sample_cost_marks_its_point(p, bits):
    ax = plots.one_sample_cost(p)
    np.testing.assert_allclose(points(ax, "o"), [(p, -math.log(p) / math.log(2))])
    np.testing.assert_allclose(curve(ax)[1], -np.log2(curve(ax)[0]), atol=1e-12)
    assert texts(ax) == [bits]
    assert ax.get_title() == f"What was given {p} costs {bits}"
    assert points(ax, "o")[0, 1] < ax.get_ylim()[1]
    assert ax.get_xlabel() == "p, the probability given to what happened"


def test_code_lengths_gives_each_codeword_its_share():
    ax = plots.code_lengths([1 / 8, 1 / 2, 1 / 8, 1 / 4], ["c", "a", "d", "b"])
    boxes = [patch.get_bbox().bounds for patch in ax.patches]
    assert boxes == [(0, 0, 0.5, 3), (0.5, 1, 0.25, 2), (0.75, 2, 0.125, 1), (0.875, 2, 0.125, 1)]
    written = ["a (1/2) 0 1 digit", "b (1/4) 10 2 digits"]
    written += ["c (1/8) 110 3 digits", "d (1/8) 111 3 digits"]
    assert [text.replace("\n", " ") for text in texts(ax)] == written
    assert len(set(hatches(ax))) == 4  # told apart without colour
    assert ticks(ax.xaxis) == ["0", "1/2", "3/4", "7/8", "1"]
    assert ax.get_title() == "Average length 1.75 digits, or bits"


def test_code_lengths_rounds_up_where_no_power_of_two_fits():
    ax = plots.code_lengths([0.4, 0.3, 0.3], "abc")
    assert [text.split("\n")[:2] for text in texts(ax)] == [
        ["a (0.4)", "00"],
        ["b (0.3)", "01"],
        ["c (0.3)", "10"],
    ]
    assert ax.get_title() == "Average length 2 digits, or bits"


def test_entropy_curve_is_scipys():
    ax = plots.entropy_curve([0.5, 0.8, 1])
    p, bits = curve(ax)
    np.testing.assert_allclose(bits, [stats.entropy([q, 1 - q], base=2) for q in p], atol=1e-12)
    assert (p[bits.argmax()], bits.max()) == (0.5, 1)
    np.testing.assert_allclose(points(ax, "o"), [(0.5, 1), (0.8, 0.721928), (1, 0)], atol=1e-6)
    assert texts(ax) == ["p = 0.5: 1 bit", "p = 0.8: 0.7219 bits", "p = 1: 0 bits"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("p, the probability of heads", "entropy, bits")


def test_the_line_touches_the_natural_logarithm_at_1_and_lies_above_it():
    ax = plots.log_and_tangent()
    curve, line = (np.transpose(line.get_xydata()) for line in ax.lines[:2])
    np.testing.assert_allclose(np.exp(curve[1]), curve[0])
    np.testing.assert_allclose(line[1], line[0] - 1)
    assert (line[1] >= curve[1]).all()
    np.testing.assert_array_equal(points(ax, "o"), [(1, 0)])
