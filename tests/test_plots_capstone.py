"""The figures of lesson 09 show the right numbers, whatever the last digits of a fit are.

The donors' models are fitted by statsmodels, and what is drawn is held against counts made here,
scipy or values worked out by hand, never against lessonlib. The rules of every figure are checked
in test_plots.
"""

import math
import re
from itertools import combinations_with_replacement

import numpy as np
import pytest
from scipy import optimize, special, stats
from statsmodels.discrete.discrete_model import Logit

from lessonlib import plots
from lessonlib.datasets import blood_donors
from lessonlib.display import show
from lessonlib.fingerprint import fingerprint
from lessonlib.style import COLOURS

DONORS = blood_donors()
TRAIN, _, TEST = np.split(np.random.default_rng(0).permutation(748), [300, 500])
LOGS = np.log2(np.column_stack([DONORS.recency + 1, DONORS.donations, DONORS.since_first]))
SCALED = (LOGS - LOGS[TRAIN].mean(axis=0)) / LOGS[TRAIN].std(axis=0)
Y = DONORS.donated[TEST]
TRUTHS = [0.05, 0.3, 0.5, 0.55, 0.7, 0.95]


def predictions(degree):
    """ŷ of the test donors, from all products of up to ``degree`` columns."""
    choices = [c for k in range(degree + 1) for c in combinations_with_replacement(range(3), k)]
    X = np.column_stack([SCALED[:, list(choice)].prod(axis=1) for choice in choices])
    weights = Logit(DONORS.donated[TRAIN], X[TRAIN]).fit(disp=False, maxiter=100, tol=1e-12).params
    return special.expit(X[TEST] @ weights)


THREE, TWENTY = predictions(1), predictions(3)
MODELS = {"three columns": THREE, "twenty columns": TWENTY}


def texts(ax):
    return [text.get_text() for text in ax.texts]


def points(ax, marker):
    """The coordinates of the lines of an Axes that have a given marker."""
    drawn = [line.get_xydata() for line in ax.lines if line.get_marker() == marker]
    return np.concatenate(drawn) if drawn else np.empty((0, 2))


def lines(ax, colour, style="-"):
    """The lines of an Axes, without markers, that have a given colour and style."""
    return [
        line.get_xydata().T
        for line in ax.lines
        if (line.get_color(), line.get_linestyle(), line.get_marker())
        == (COLOURS[colour], style, "None")
    ]


@pytest.mark.parametrize(
    ("drawing", "caption"),
    [
        (
            lambda: plots.scoring_rules(truth=0.7),
            "The expected charge against the reported r, if the event has probability 0.7. "
            "Cross-entropy and the Brier score are lowest at r = 0.7. Absolute error is lowest at "
            "r = 1, and the error is lowest, and the same, at every r above 0.5.",
        ),
        (
            lambda: plots.reliability_diagram(Y, MODELS, bins=5),
            "The share of test donors who came, against the mean prediction, in 5 bins; the "
            "number of donors stands at each point. A bar shows where 95 of 100 shares would fall "
            "by chance if the predictions were right. Of the three columns 1 of 5 shares is "
            "outside its bar: 0.35 came of 55 donors where 0.49 was said. Of the twenty columns "
            "4 of 5 are, furthest 0.33 of 18 where 0.67 was said.",
        ),
        (
            lambda: plots.cost_curve(Y, THREE, wasted=1, missed=4),
            "Total cost on the 248 test donors, against the threshold. Expecting everybody costs "
            "191, nobody 228, a threshold of 0.5 costs 168. The formula's threshold, 0.2, costs "
            "149.",
        ),
    ],
)
def test_the_lessons_numbers_can_be_read_from_it(drawing, caption, capsys):
    show(drawing(), caption)
    assert caption in capsys.readouterr().out


# Parts of a loss


def test_loss_parts_adds_each_forecasters_kl_to_the_entropy_of_the_world():
    ax = plots.loss_parts([0.5, 0.25, 0], {"even": [0.5] * 3, "true": [0.5, 0.25, 0]})
    floor, even = (stats.entropy([0.25, 0.75], base=2) + 1) / 3, 1
    parts = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    wanted = [(0, floor), (floor, even - floor), (0, floor), (floor, 0)]
    assert np.array(parts) == pytest.approx(np.array(wanted))
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True] * 2
    assert texts(ax)[1] == f"+ KL {even - floor:.4f}\n= {even:.4f}"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["even", "true"]


def test_loss_parts_refuses_a_bar_without_end():
    with pytest.raises(ValueError, match="rule out what happens, but 'sure' does"):
        plots.loss_parts([0.5], {"sure": [1]})
    with pytest.raises(ValueError, match=r"truth and forecasts\['short'\]"):
        plots.loss_parts([0.5, 0.5], {"short": [0.5]})


# Scoring rules


@pytest.mark.parametrize("truth", TRUTHS)
def test_scoring_rules_marks_the_lowest_points_of_the_proper_scores(truth):
    proper, _ = plots.scoring_rules(truth)

    def bits(r):
        return -(special.xlogy(truth, r) + special.xlog1py(1 - truth, -r)) / math.log(2)

    def brier(r):
        return truth * (r - 1) ** 2 + (1 - truth) * r**2

    for charge, colour, style, marker in ((bits, "blue", "-", "o"), (brier, "green", "--", "s")):
        lowest = optimize.minimize_scalar(charge, bounds=(0, 1), options={"xatol": 1e-9})
        assert lowest.x == pytest.approx(truth, abs=1e-6)
        np.testing.assert_allclose(points(proper, marker), [(truth, lowest.fun)], rtol=1e-12)
        (curve,) = lines(proper, colour, style)
        np.testing.assert_allclose(curve[1], charge(curve[0]), rtol=1e-12)
        assert (curve[0][0], curve[0][-1]) == pytest.approx((0, 1), abs=1e-14)
    assert proper.get_title() == f"cannot be gamed: both\nare lowest at r = {truth}"


@pytest.mark.parametrize("truth", TRUTHS)
def test_scoring_rules_marks_where_the_others_are_lowest(truth):
    _, gamed = plots.scoring_rules(truth)
    r = np.linspace(0, 1, 101)
    absolute = truth * (1 - r) + (1 - truth) * r
    ((ends, charges),) = lines(gamed, "orange", "-.")
    np.testing.assert_allclose(np.interp(r, ends, charges), absolute)
    error = np.where(r > 0.5, 1 - truth, truth)
    for x, height in lines(gamed, "ink"):
        inside = (min(x) < r) & (r < max(x)) & (r != 0.5)
        assert inside.sum() == 49
        np.testing.assert_allclose(error[inside], height[0])
    lowest = [(min(x), max(x)) for x, _ in lines(gamed, "sky")]  # the broad line
    if truth == 0.5:
        assert np.ptp(absolute) == np.ptp(error) == 0
        assert sorted(lowest) == [(0, 0.5), (0.5, 1)]
        assert [text.split(":\n")[1] for text in texts(gamed)] == ["the same\nat any r"] * 2
        assert len(points(gamed, "D")) == 0
    else:
        best = r[absolute.argmin()]
        np.testing.assert_allclose(points(gamed, "D"), [(best, absolute.min())])
        assert lowest == [(0.5, 1) if error[-1] < error[0] else (0, 0.5)]
        side = "above" if error[-1] < error[0] else "below"
        assert texts(gamed) == [
            f"absolute\nerror:\nlowest at\nr = {best:g}",
            f"error:\nlowest at\nany r\n{side} 0.5",
        ]


@pytest.mark.parametrize("truth", [k / 20 for k in range(1, 20)])  # where the slider can stand
def test_scoring_rules_names_stand_where_no_score_passes(truth):
    axes = plots.scoring_rules(truth)
    figure = axes[0].figure
    figure.draw_without_rendering()
    for ax in axes:
        for text in ax.texts:
            box = text.get_window_extent().transformed(ax.transData.inverted())
            assert 0 < box.x0 < box.x1 < 1
            for line in ax.lines:
                x, y = line.get_xydata().T
                if line.get_marker() == "None" and line.get_linestyle() != ":":
                    dense = np.linspace(box.x0, box.x1, 50)
                    dense = dense[(min(x) <= dense) & (dense <= max(x))]
                    height = np.interp(dense, x[np.argsort(x)], y[np.argsort(x)])
                    assert not ((box.y0 < height) & (height < box.y1)).any()


@pytest.mark.parametrize(
    ("truth", "advice"),
    [
        (0.05, "say 0.05 on the left; on the right 0 will do"),
        (0.45, "say 0.45 on the left; on the right 0 will do"),
        (0.5, "say 0.5 on the left; on the right anything will do"),
        (0.7, "say 0.7 on the left; on the right 1 will do"),
    ],
)
def test_scoring_rules_says_in_its_title_what_pays(truth, advice, capsys):
    axes = plots.scoring_rules(truth)
    title = f"Probability {truth}: {advice}"
    assert axes[0].figure.get_suptitle() == title
    show(axes, title)
    assert title in capsys.readouterr().out


def test_scoring_rules_has_one_window_and_takes_nearly_a_half_for_a_half():
    windows = {
        str([(ax.get_xlim(), ax.get_ylim()) for ax in plots.scoring_rules(truth)])
        for truth in (0.05, 0.5, 0.7)
    }
    assert len(windows) == 1
    slid = plots.scoring_rules(0.05 + 9 * 0.05 - 1e-16)[0].figure
    assert fingerprint(slid) == fingerprint(plots.scoring_rules(0.5)[0].figure)


# Reliability


@pytest.mark.parametrize("bins", [2, 5, 10])
def test_reliability_diagram_counts_its_bins(bins):
    axes = plots.reliability_diagram(Y, MODELS, bins=bins)
    for ax, yhat in zip(axes, MODELS.values(), strict=True):
        found = []
        for k in range(bins):
            inside = (k / bins <= yhat) & (yhat < (k + 1) / bins)
            if not inside.any():
                continue
            n, p, share = inside.sum(), yhat[inside].mean(), Y[inside].mean()
            reach = 1.96 * math.sqrt(p * (1 - p) / n)
            found.append((n, p, share, max(p - reach, 0), min(p + reach, 1)))
        n, p, share, low, high = np.transpose(found)
        assert texts(ax) == [f"{count:.0f}" for count in n]
        np.testing.assert_allclose([text.xy for text in ax.texts], np.c_[p, share])
        bars = np.array(lines(ax, "sky"))
        np.testing.assert_allclose(bars, np.stack([np.c_[p, p], np.c_[low, high]], axis=1))
        out = (share < low) | (high < share)
        np.testing.assert_allclose(points(ax, "D"), np.c_[p, share][out])
        np.testing.assert_allclose(points(ax, "o"), np.c_[p, share][~out])
        assert ax.get_title().endswith(f":\n{out.sum()} of {len(n)} outside the bar")
        (diagonal,) = lines(ax, "grey", ":")
        assert diagonal.tolist() == [[0, 1], [0, 1]]


def test_reliability_diagram_of_the_lesson():
    three, twenty = plots.reliability_diagram(Y, MODELS)
    assert three.get_title() == "three columns:\n1 of 5 outside the bar"
    assert twenty.get_title() == "twenty columns:\n4 of 5 outside the bar"
    assert texts(three) == ["102", "75", "55", "13", "3"]
    assert texts(twenty) == ["107", "85", "33", "18", "5"]
    assert points(three, "D") == pytest.approx(np.array([[0.4864, 19 / 55]]), abs=5e-5)
    assert points(twenty, "D")[2] == pytest.approx((0.6707, 6 / 18), abs=5e-5)


def test_reliability_diagram_leaves_out_empty_bins_and_has_no_room_for_chance_at_0_and_1():
    y = [0, 0, 1, 1, 1, 0]
    (ax,) = plots.reliability_diagram(y, {"sure": [0, 0, 1, 1, 0, 0.5]}, bins=3)
    assert texts(ax) == ["3", "1", "2"]
    np.testing.assert_allclose(points(ax, "D"), [(0, 1 / 3)])  # certain, and wrong
    np.testing.assert_allclose(points(ax, "o"), [(0.5, 0), (1, 1)])
    np.testing.assert_allclose(
        lines(ax, "sky"), [[[0] * 2] * 2, [[0.5] * 2, [0, 1]], [[1] * 2] * 2]
    )
    (ax,) = plots.reliability_diagram(y, {"sure": [0, 0, 1, 1, 0, 1]}, bins=3)
    assert texts(ax) == ["3", "3"]
    assert ax.get_title() == "sure:\n2 of 2 outside the bar"


def test_a_count_stands_where_the_diagonal_is_not():
    y, yhat = [1, 1, 1, 0, 0, 1, 0], [0.1, 0.3, 0.5, 0.5, 0.7, 0.9, 0.9]
    (ax,) = plots.reliability_diagram(y, {"a": yhat})
    assert [text.get_ha() for text in ax.texts] == ["left", "right", "left", "left", "left"]


# Cost


def cost(threshold, y, yhat, wasted, missed):
    """The cost of expecting the rows above a threshold, counted one by one."""
    total = 0
    for label, p in zip(y, yhat, strict=True):
        if p > threshold and label == 0:
            total += wasted
        if p <= threshold and label == 1:
            total += missed
    return total


@pytest.mark.parametrize(("wasted", "missed"), [(1, 4), (1, 1), (9, 1), (2.5, 3.5)])
def test_cost_curve_is_the_cost_at_every_threshold(wasted, missed):
    ax = plots.cost_curve(Y, THREE, wasted, missed)
    ((x, height),) = lines(ax, "blue")
    assert (x[0], x[-1]) == (0, 1)
    assert (np.diff(x) >= 0).all()
    for threshold in np.random.default_rng(1).random(200):
        after = np.searchsorted(x, threshold)
        expected = cost(threshold, Y, THREE, wasted, missed)
        assert height[after] == height[after - 1] == pytest.approx(expected)  # flat between steps
    everybody, nobody = 191 * wasted, 57 * missed
    levels = sorted(level[0] for _, level in lines(ax, "grey", ":"))
    assert levels == pytest.approx(sorted([everybody, nobody]))
    assert {f"everybody: {everybody:g}", f"nobody: {nobody:g}"} <= set(texts(ax))
    assert height[0] == pytest.approx(everybody)
    assert height[-1] == pytest.approx(nobody)
    rule = wasted / (wasted + missed)
    at_rule, at_half = (cost(t, Y, THREE, wasted, missed) for t in (rule, 0.5))
    np.testing.assert_allclose(points(ax, "o"), [(rule, at_rule)])
    assert f"formula, {rule:.4g}: {at_rule:g}" in texts(ax)
    if rule == 0.5:
        assert len(points(ax, "s")) == 0
        assert not any("½" in text for text in texts(ax))
    else:
        np.testing.assert_allclose(points(ax, "s"), [(0.5, at_half)])
        assert f"½: {at_half:g}" in texts(ax)


def test_cost_curve_of_the_lesson():
    ax = plots.cost_curve(Y, THREE)
    assert set(texts(ax)) == {"formula, 0.2: 149", "½: 168", "everybody: 191", "nobody: 228"}
    assert ax.get_title() == "What the decisions on 248 rows cost, by threshold"
    assert ax.get_ylabel() == "total cost (wasted 1, missed 4)"


@pytest.mark.parametrize("missed", [0.1, 0.5, 0.8, 1, 1.5, 3.4, 4, 20])
def test_cost_curve_names_do_not_meet_the_curve_or_each_other(missed):
    ax = plots.cost_curve(Y, THREE, 1, missed)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    for i, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:i])
        data = box.transformed(ax.transData.inverted())
        ((_, height),) = lines(ax, "blue")
        assert data.x0 > 1 or (data.x1 < 1 and data.y0 > height.max())
        for style in ("green", "orange"):
            for x, (_, end) in lines(ax, style, "--"):
                assert not (data.x0 < x[0] < data.x1 and data.y0 < end)


# Last digits


def shaken(values, by):
    """Values moved by a few units of their last digit, as another processor might."""
    return np.clip(values + np.resize(by, len(values)) * np.spacing(values), 0, 1)


BORDERS = np.array([0, 0.2, 0.2, 0.2, 0.4, 0.4, 0.5, 0.5, 0.6, 0.6, 0.8, 0.8, 1, 1, 0.37, 0.37])
LABELS = np.array([0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1])


@pytest.mark.parametrize("by", [[-8], [8], [5, -8, -3]])
@pytest.mark.parametrize(("y", "yhat"), [(Y, THREE), (Y, TWENTY), (LABELS, BORDERS)])
def test_the_last_digits_of_a_fit_change_nothing(y, yhat, by):
    moved = shaken(yhat, by)
    assert (moved != yhat).any()
    ours = plots.cost_curve(y, yhat).figure, plots.reliability_diagram(y, {"a": yhat})[0].figure
    theirs = plots.cost_curve(y, moved).figure, plots.reliability_diagram(y, {"a": moved})[0].figure
    for one, other in zip(ours, theirs, strict=True):
        assert fingerprint(one) == fingerprint(other)


def test_a_share_on_the_end_of_its_bar_is_inside():
    y = np.arange(625) < 337  # 1.96 √(½ ½ / 625) = 0.0392 = 337/625 − ½
    for by in (-8, 0, 8):
        (ax,) = plots.reliability_diagram(y, {"a": shaken(np.full(625, 0.5), by)})
        assert len(points(ax, "o")) == 1


def test_a_share_on_the_diagonal_has_its_count_on_the_right():
    for by in (-8, 0, 8):
        (ax,) = plots.reliability_diagram(np.arange(10) < 3, {"a": shaken(np.full(10, 0.3), by)})
        assert [text.get_ha() for text in ax.texts] == ["left"]


def test_equal_costs_have_one_threshold():
    ax = plots.cost_curve(Y, THREE, wasted=3 * 0.1, missed=0.3)
    assert texts(ax)[2:] == ["formula, 0.5: 17.1"]


def test_what_is_on_a_border_belongs_where_the_docstrings_say():
    ax = plots.cost_curve([0, 1], [0.2, 0.2])  # not above 0.2, so neither is expected
    assert "formula, 0.2: 4" in texts(ax)
    (ax,) = plots.reliability_diagram([0, 1, 1], {"a": [0.6, 0.6, 0.5]})
    np.testing.assert_allclose([text.xy for text in ax.texts], [(0.5, 1), (0.6, 0.5)])


@pytest.mark.parametrize("shape", [(-1, 1), (1, -1)])
def test_columns_are_as_good_as_flat_arrays(shape):
    y, yhat = Y.reshape(shape), THREE.reshape(shape)
    assert fingerprint(plots.cost_curve(y, yhat).figure) == fingerprint(
        plots.cost_curve(Y, THREE).figure
    )
    assert fingerprint(plots.reliability_diagram(y, {"a": yhat})[0].figure) == fingerprint(
        plots.reliability_diagram(Y, {"a": THREE})[0].figure
    )


@pytest.mark.parametrize(
    ("drawing", "error", "message"),
    [
        (
            lambda: plots.scoring_rules(1),
            ValueError,
            "truth must be one number above 0 and below 1, but it is 1.",
        ),
        (lambda: plots.scoring_rules("0.7"), TypeError, "truth must be one number"),
        (lambda: plots.reliability_diagram(Y, {}), ValueError, "predictions is empty"),
        (lambda: plots.reliability_diagram(Y, THREE), TypeError, "predictions must be a dict"),
        (
            lambda: plots.reliability_diagram([0, 1], {"a": [0, 1], "b": [0.5, 1.2]}),
            ValueError,
            "predictions['b'] must hold probabilities between 0 and 1, but predictions['b'][1] "
            "is 1.2.",
        ),
        (
            lambda: plots.reliability_diagram([0, 1], {"a": [0.5]}),
            ValueError,
            "y and predictions['a'] must have the same shape",
        ),
        (lambda: plots.reliability_diagram(Y, MODELS, 0), ValueError, "bins must be"),
        (
            lambda: plots.reliability_diagram([0, 2], {"a": [0, 1]}),
            ValueError,
            "y must hold labels 0 or 1, but y[1] is 2.",
        ),
        (lambda: plots.cost_curve([0, 2], [0, 1]), ValueError, "y[1] is 2."),
        (lambda: plots.cost_curve([0, 1], [0, 1.5]), ValueError, "yhat[1] is 1.5."),
        (lambda: plots.cost_curve([0, 1], [0.5]), ValueError, "must have the same shape"),
        (
            lambda: plots.cost_curve(np.eye(2), np.eye(2)),
            ValueError,
            "y must hold one number a sample",
        ),
        (
            lambda: plots.cost_curve(Y, THREE, wasted=0),
            ValueError,
            "wasted must be one number above 0, but it is 0.",
        ),
        (
            lambda: plots.cost_curve(Y, THREE, missed=math.inf),
            ValueError,
            "missed must be one number above 0, but it is inf.",
        ),
        (lambda: plots.cost_curve(Y, THREE, missed=[4]), TypeError, "missed must be one number"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(drawing, error, message):
    with pytest.raises(error, match=re.escape(message)):
        drawing()
