"""The figures of lesson 05 show the right numbers, by scipy or by hand, never by lessonlib."""

import math

import numpy as np
import pytest
from figures import shows, texts
from scipy import optimize, stats
from scipy.spatial import distance

from lessonlib import plots

TITANIC = np.array([[122, 203], [167, 118], [528, 178], [673, 212]]) / 2201
NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(150)


def test_entropy_plus_kl_stacks_to_the_cross_entropy():
    p, rain = [0.8, 0.2], [0.5, 0.6, 0.7, 0.8, 0.9]
    ax = plots.entropy_plus_kl(p, rain)
    floor = stats.entropy(p, base=2)
    extra = [stats.entropy(p, [q, 1 - q], base=2) for q in rain]
    drawn = [(bar.get_y(), bar.get_height()) for bar in ax.patches]
    expected = [(0, floor)] * 5 + [(floor, kl) for kl in extra]
    np.testing.assert_allclose(drawn, expected, atol=1e-15)
    assert [bar.get_hatch() for bar in ax.patches] == [None] * 5 + ["//"] * 5
    columns = [("H(p)\n0.7219", f"KL {kl:.4f}", f"{floor + kl:.4f}") for kl in extra]
    assert texts(ax) == [text for column in columns for text in column]


def two_humps(x):
    return (stats.norm.pdf(x, -2, 0.5) + stats.norm.pdf(x, 2, 0.5)) / 2


def reverse_kl(bell):
    """KL(q‖p), the mean under q of ln q − ln p, by Gauss–Hermite quadrature."""
    centre, width = bell
    x = centre + width * NODES
    ln_p = np.logaddexp(stats.norm.logpdf(x, -2, 0.5), stats.norm.logpdf(x, 2, 0.5)) - math.log(2)
    excess = stats.norm.logpdf(x, centre, width) - ln_p
    return NODE_WEIGHTS @ excess / NODE_WEIGHTS.sum()


def test_fits_have_the_variance_of_the_humps_or_pick_one():
    forward, reverse = plots.forward_reverse_fit()
    covering = stats.norm(0, math.sqrt(2**2 + 0.5**2)).pdf
    shows(forward, {"--": two_humps, "-": covering}, among=["q: centre 0.00, width 2.06"])
    picking = optimize.brute(reverse_kl, ((0, 3), (0.2, 3)))
    shows(reverse, {"--": two_humps}, among=["q: centre {:.2f}, width {:.2f}".format(*picking)])
    shows(reverse, {"-": stats.norm(*picking).pdf}, atol=1e-4)


@pytest.mark.parametrize("p", [0.8, 0.2])
def test_jensen_shannon_curve_is_scipys(p):
    ax = plots.jensen_shannon_curve(p)
    fixed = [[p], [1 - p]]
    kl = {"--": lambda x: stats.entropy(fixed, [x, 1 - x], base=2)}
    kl["-."] = lambda x: stats.entropy([x, 1 - x], fixed, base=2)
    shows(ax, kl, {"o": [(p, 0)]}, among=[f"x = {p}"])
    squared = {"-": lambda x: distance.jensenshannon(fixed, [x, 1 - x], base=2) ** 2}
    shows(ax, squared, atol=1e-7)  # of a square root


@pytest.mark.parametrize("joint", [TITANIC, [[0.5, 0], [0.25, 0.25]], [[0.25] * 2] * 2])
def test_information_bars_overlap_by_what_is_shared(joint):
    ax = plots.information_bars(joint, "a", "b")
    joint = np.asarray(joint)
    both = stats.entropy(joint.ravel(), base=2)
    first, second = (stats.entropy(joint.sum(axis=axis), base=2) for axis in (1, 0))
    alone = both - second
    bars = {}
    for box in (bar.get_bbox() for bar in ax.patches):
        bars.setdefault(round(box.y0 + 0.3), []).extend([box.x0, box.x1])
    expected = [(0, both), (0, first), (alone, both), (0, alone), (alone, first), (first, both)]
    drawn = [(min(bars[i]), max(bars[i])) for i in range(6)]
    np.testing.assert_allclose(drawn, expected, atol=1e-12)
    assert [bar.get_hatch() for bar in ax.patches].count("//") == 4
    assert texts(ax) == [*(f"{abs(end - start):.4f}" for start, end in expected), "bits"]
    named = ["H(a, b)", "H(a)", "H(b)", "H(a | b)", "I(a; b)", "H(b | a)"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == named


def test_kin_map_joins_boxes_by_arrows_that_end_at_them():
    ax = plots.kin_map()
    boxes = [patch.get_bbox().padded(1e-9) for patch in ax.patches]
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == len(boxes) == 7
    for end in [place for arrow in arrows for place in (arrow.xy, arrow.get_position())]:
        assert any(box.contains(*end) for box in boxes)
