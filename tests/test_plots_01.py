"""The figures of lesson 01 show the right numbers, by math and scipy, never by lessonlib."""

import math

import pytest
from figures import points, shows, texts
from scipy import stats

from lessonlib import plots


def bits(p):
    return [-math.log(p_i) / math.log(2) for p_i in p]


def test_information_curve_holds_bits():
    marked = [(1, 0), (0.8, 0.3219280948873623), (0.5, 1), (0.01, 6.643856189774724)]
    labels = ["p = 1: 0 bits", "p = 0.8: 0.3219 bits", "p = 0.5: 1 bit", "p = 0.01: 6.6439 bits"]
    shows(plots.information_curve([0.8, 0.5, 0.01, 1]), {"-": bits}, {"o": marked}, labels)


@pytest.mark.parametrize(
    ("p", "cost"), [(0.8, "0.3219 bits"), (0.5, "1 bit"), (0.001, "9.9658 bits")]
)
def test_one_sample_cost_marks_its_point(p, cost):
    ax = plots.one_sample_cost(p)
    shows(ax, {"-": bits}, {"o": [(p, *bits([p]))]}, [cost])
    assert ax.get_title() == f"What was given {p} costs {cost}"
    assert points(ax, "o")[0, 1] < ax.get_ylim()[1]
    assert ax.get_xlabel() == "p, the probability given to what happened"


def test_code_lengths_gives_each_codeword_its_share():
    ax = plots.code_lengths([1 / 8, 1 / 2, 1 / 8, 1 / 4], ["c", "a", "d", "b"])
    boxes = [patch.get_bbox().bounds for patch in ax.patches]
    assert boxes == [(0, 0, 0.5, 3), (0.5, 1, 0.25, 2), (0.75, 2, 0.125, 1), (0.875, 2, 0.125, 1)]
    written = ["a (1/2) 0 1 digit", "b (1/4) 10 2 digits"]
    written += ["c (1/8) 110 3 digits", "d (1/8) 111 3 digits"]
    assert [text.replace("\n", " ") for text in texts(ax)] == written


def test_code_lengths_rounds_up_where_no_power_of_two_fits():
    ax = plots.code_lengths([0.4, 0.3, 0.3], "abc")
    written = ["a (0.4) 00", "b (0.3) 01", "c (0.3) 10"]
    assert [" ".join(text.split()[:3]) for text in texts(ax)] == written
    assert ax.get_title() == "Average length 2 digits, or bits"


def test_entropy_curve_is_scipys():
    ax = plots.entropy_curve([0.5, 0.8, 1])
    entropies = {"-": lambda p: [stats.entropy([q, 1 - q], base=2) for q in p]}
    marked = [(0.5, 1), (0.8, 0.721928), (1, 0)]
    labels = ["p = 0.5: 1 bit", "p = 0.8: 0.7219 bits", "p = 1: 0 bits"]
    shows(ax, entropies, {"o": marked}, labels, rtol=1e-6)


def test_the_line_touches_the_natural_logarithm_at_1():
    ax = plots.log_and_tangent()
    shows(ax, {"-": lambda x: [*map(math.log, x)], "--": lambda x: x - 1}, {"o": [(1, 0)]})
