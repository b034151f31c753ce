"""The figures of lesson 10 show the right numbers, whatever the last digits of a fit are.

What is drawn is held against counts made here, scipy or values worked out by hand, never against
lessonlib.
"""

import math

import numpy as np
import pytest
from figures import broken_rules, curve, lines, points, shows, texts
from scipy import special, stats

from lessonlib import plots
from lessonlib.fingerprint import fingerprint

RNG = np.random.default_rng(10)
Z = RNG.normal(-1, 1, 248)
Y = RNG.binomial(1, special.expit(Z))
TRUE, BOLD = special.expit(Z), special.expit(3 * Z)


@pytest.mark.parametrize("truth", [0.05, 0.3, 0.5, 0.55, 0.7, 0.95])
def test_scoring_rules_marks_where_each_score_is_lowest(truth):
    proper, gamed = plots.scoring_rules(truth)

    def bits(r):
        return -(special.xlogy(truth, r) + special.xlog1py(1 - truth, -r)) / math.log(2)

    def brier(r):
        return truth * (r - 1) ** 2 + (1 - truth) * r**2

    charges = {"-": bits, "--": brier}
    shows(proper, charges, {"o": [(truth, bits(truth))], "s": [(truth, brier(truth))]}, rtol=1e-12)
    for style, charge in charges.items():
        r, drawn = curve(proper, style)
        assert (r[0], r[-1]) == pytest.approx((0, 1), abs=1e-14)
        assert (drawn >= charge(truth)).all()
    assert proper.get_title() == f"cannot be gamed: both\nare lowest at r = {truth}"
    assert gamed.get_title() == f"can be gamed: no need\nto say r = {truth}"
    windows = [(ax.get_xlim(), ax.get_ylim()) for ax in (proper, gamed)]
    assert windows == [((0, 1), (0, 2.5)), ((0, 1), (0, 1))]  # whatever the truth is

    def flat(colour):
        return sorted((*sorted(x), *charges) for x, charges in lines(gamed, colour))

    ((r, absolute),) = lines(gamed, "orange", "-.")
    np.testing.assert_allclose([r, absolute], [(0, 1), (truth, 1 - truth)])
    least, wrong = min(truth, 1 - truth), [(0, 0.5, truth, truth), (0.5, 1, 1 - truth, 1 - truth)]
    np.testing.assert_allclose(flat("ink"), wrong)
    np.testing.assert_allclose(flat("sky"), [half for half in wrong if half[-1] == least])
    if truth == 0.5:
        lowest, named, advice = [], ["the same\nat any r"] * 2, "anything"
    else:
        advice, side = ("1", "above") if truth > 0.5 else ("0", "below")
        lowest = [(float(advice), least)]
        named = [f"lowest at\nr = {advice}", f"lowest at\nany r\n{side} 0.5"]
    written = [f"absolute\nerror:\n{named[0]}", f"error:\n{named[1]}"]
    shows(gamed, marks={"D": np.reshape(lowest, (-1, 2))}, written=written)
    title = f"Probability {truth}: say {truth} on the left; on the right {advice} will do"
    assert proper.figure.get_suptitle() == title


def test_scoring_rules_takes_nearly_a_half_for_a_half():
    slid = plots.scoring_rules(0.05 + 9 * 0.05 - 1e-16)[0].figure
    assert fingerprint(slid) == fingerprint(plots.scoring_rules(0.5)[0].figure)


@pytest.mark.parametrize("bins", [2, 5, 10])
def test_reliability_diagram_counts_its_bins(bins):
    models = {"true": TRUE, "bold": BOLD}
    axes = plots.reliability_diagram(Y, models, bins)
    for ax, (name, yhat) in zip(axes, models.items(), strict=True):
        number = np.floor(bins * yhat)
        filled, n = np.unique(number, return_counts=True)
        p, share = (np.array([of[number == k].mean() for k in filled]) for of in (yhat, Y))
        reach = 1.96 * np.sqrt(p * (1 - p) / n)
        low, high = np.clip([p - reach, p + reach], 0, 1)
        np.testing.assert_allclose([text.xy for text in ax.texts], np.c_[p, share])
        bars = np.stack([np.c_[p, p], np.c_[low, high]], axis=1)
        np.testing.assert_allclose(lines(ax, "sky"), bars)
        out = (share < low) | (high < share)
        marks = {"D": np.c_[p, share][out], "o": np.c_[p, share][~out]}
        shows(ax, marks=marks, written=[f"{count}" for count in n])
        assert ax.get_title() == f"{name}:\n{out.sum()} of {len(n)} outside the bar"


def test_reliability_diagram_has_no_room_for_chance_at_0_and_1():
    (ax,) = plots.reliability_diagram([0, 0, 1, 1, 1, 0], {"sure": [0, 0, 1, 1, 0, 0.5]}, bins=10)
    marks = {"D": [(0, 1 / 3)], "o": [(0.5, 0), (1, 1)]}  # D: certain, and wrong
    shows(ax, marks=marks, written=["3", "1", "2"])
    bars = [[[0, 0], [0, 0]], [[0.5, 0.5], [0, 1]], [[1, 1], [1, 1]]]
    np.testing.assert_allclose(lines(ax, "sky"), bars)


def test_a_count_stands_where_the_diagonal_is_not():
    y, yhat = [1, 1, 1, 0, 0, 1, 0], [0.1, 0.3, 0.5, 0.5, 0.7, 0.9, 0.9]
    (ax,) = plots.reliability_diagram(y, {"a": yhat})
    assert [text.get_ha() for text in ax.texts] == ["left", "right", "left", "left", "left"]


def cost(threshold, wasted, missed):
    """The cost of expecting the rows above a threshold."""
    expected = threshold < TRUE
    return wasted * (expected & (Y == 0)).sum() + missed * (~expected & (Y == 1)).sum()


@pytest.mark.parametrize(("wasted", "missed"), [(1, 4), (1, 1), (9, 1), (2.5, 3.5)])
def test_cost_curve_is_the_cost_at_every_threshold(wasted, missed):
    ax = plots.cost_curve(Y, TRUE, wasted, missed)
    ((x, height),) = lines(ax, "blue")
    assert (x[0], x[-1]) == (0, 1)
    assert (np.diff(x) >= 0).all()
    for threshold in np.random.default_rng(1).random(200):
        after = np.searchsorted(x, threshold)
        expected = cost(threshold, wasted, missed)
        assert height[after] == height[after - 1] == pytest.approx(expected)  # flat between steps
    everybody, nobody = (Y == 0).sum() * wasted, (Y == 1).sum() * missed
    levels = sorted(level[0] for _, level in lines(ax, "grey", ":"))
    assert levels == pytest.approx(sorted([everybody, nobody]))
    assert (height[0], height[-1]) == pytest.approx((everybody, nobody))
    rule = wasted / (wasted + missed)
    marked = [("o", rule, f"formula, {rule:.4g}"), ("s", 0.5, "½")][: 1 if rule == 0.5 else 2]
    paid = {"everybody": everybody, "nobody": nobody}
    for marker, threshold, name in marked:
        paid[name] = cost(threshold, wasted, missed)
        shows(ax, marks={marker: [(threshold, paid[name])]})
    assert sorted(texts(ax)) == sorted(f"{name}: {bill:g}" for name, bill in paid.items())
    assert ax.get_ylabel() == f"total cost (wasted {wasted}, missed {missed})"


@pytest.mark.parametrize("missed", [0.1, 0.5, 0.8, 1, 1.5, 3.4, 4, 20])
def test_cost_curve_names_do_not_meet_the_curve_or_each_other(missed):
    assert not list(broken_rules(plots.cost_curve(Y, TRUE, 1, missed).figure))


def shaken(values, by):
    """Values moved by a few units of their last digit, as another processor might."""
    return np.clip(values + np.resize(by, len(values)) * np.spacing(values), 0, 1)


BORDERS = np.array([0, 0.2, 0.2, 0.2, 0.4, 0.4, 0.5, 0.5, 0.6, 0.6, 0.8, 0.8, 1, 1, 0.37, 0.37])
LABELS = np.array([0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1])


def test_the_last_digits_of_a_fit_and_the_shape_of_columns_change_nothing():
    def drawn(yhat, shape):
        y, yhat = LABELS.reshape(shape), yhat.reshape(shape)
        figures = plots.cost_curve(y, yhat, 1, 4), *plots.reliability_diagram(y, {"a": yhat})
        return [fingerprint(ax.figure) for ax in figures]

    for by, shape in ((-8, (-1, 1)), (8, (1, -1)), ([5, -8, -3], -1)):
        assert drawn(shaken(BORDERS, by), shape) == drawn(BORDERS, -1)


@pytest.mark.parametrize("by", [-8, 0, 8])
def test_what_is_on_a_border_whatever_its_last_digits(by):
    y = np.arange(625) < 337  # 1.96 √(½ ½ / 625) = 0.0392 = 337/625 − ½
    (ax,) = plots.reliability_diagram(y, {"a": shaken(np.full(625, 0.5), by)})
    assert len(points(ax, "o")) == 1  # a share on the end of its bar is inside
    (ax,) = plots.reliability_diagram(np.arange(10) < 3, {"a": shaken(np.full(10, 0.3), by)})
    assert [text.get_ha() for text in ax.texts] == ["left"]  # a share on the diagonal
    ax = plots.cost_curve(Y, TRUE, wasted=3 * 0.1, missed=0.3)
    paid = f"{cost(0.5, 0.3, 0.3):.6g}"
    assert texts(ax)[2:] == [f"formula, 0.5: {paid}"]  # equal costs have one threshold
    ax = plots.cost_curve([0, 1], shaken(np.full(2, 0.2), by), 1, 4)
    assert "formula, 0.2: 4" in texts(ax)  # not above 0.2, so neither is expected
    (ax,) = plots.reliability_diagram([0, 1, 1], {"a": shaken(np.array([0.6, 0.6, 0.5]), by)})
    np.testing.assert_allclose([text.xy for text in ax.texts], [(0.5, 1), (0.6, 0.5)])


def test_loss_parts_adds_each_forecasters_kl_to_the_entropy_of_the_world():
    ax = plots.loss_parts([0.5, 0.25, 0], {"even": [0.5] * 3, "true": [0.5, 0.25, 0]})
    floor, even = (stats.entropy([0.25, 0.75], base=2) + 1) / 3, 1
    parts = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    wanted = [(0, floor), (floor, even - floor), (0, floor), (floor, 0)]
    assert np.array(parts) == pytest.approx(np.array(wanted))
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True] * 2
    assert texts(ax)[1] == f"+ KL {even - floor:.4f}\n= {even:.4f}"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["even", "true"]
