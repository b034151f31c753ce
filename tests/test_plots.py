"""The figures show the right numbers, say their units, and leave no trace outside themselves.

Every number is held against scipy, mpmath or a value worked out by hand, never against lessonlib.
"""

import math
import re
import subprocess
import sys

import matplotlib
import mpmath
import numpy as np
import pytest
from scipy import optimize, special, stats

from lessonlib import plots
from lessonlib.display import png
from lessonlib.fingerprint import fingerprint

Y, YHAT = np.array([1, 0, 0, 1]), np.array([0.8, 0.3, 0.4, 0.7])
P_TRUE = np.array([0.8, 0.7, 0.6, 0.7])
BITS = [float(-mpmath.log(p, 2)) for p in (0.8, 0.7, 0.6, 0.7)]
LOGITS = special.logit(YHAT)
SHIFT = np.linspace(-1.5, 1.5, 301)
X5, Y5 = np.array([1, 10, -1, -0.5, 0.5]), np.array([1, 0, 0, 1, 1])
W = np.linspace(-3, 4, 1401)


def species_shares(points):
    """Shares of three species for each bill and flipper length, in mm."""
    per_mm = [[-0.518, 0.807, 0], [-0.448, -0.605, 0]]
    return special.softmax(points @ per_mm + [114.1, 86.3, 0], axis=1)


# name: how the lessons draw it, and the words that its title and labels must hold
FIGURES = {
    "road": (lambda **k: plots.road(**k), ["one bit", "report on real data"]),
    "information_curve": (
        lambda **k: plots.information_curve([0.8, 0.5, 0.01, 1], **k),
        ["probability p", "−log₂ p, bits"],
    ),
    "one_sample_cost": (
        lambda **k: plots.one_sample_cost(0.8, **k),
        ["0.3219 bits", "true class", "−log₂ p, bits"],
    ),
    "code_lengths": (
        lambda **k: plots.code_lengths([1 / 2, 1 / 4, 1 / 8, 1 / 8], "WXYZ", **k),
        ["1.75 digits", "share", "digit no."],
    ),
    "entropy_curve": (
        lambda **k: plots.entropy_curve([0.5, 0.1, 0.8, 1], **k),
        ["1 bit", "heads", "entropy, bits"],
    ),
    "log_and_tangent": (lambda **k: plots.log_and_tangent(**k), ["nowhere below it", "nats"]),
    "one_hot_row": (
        lambda **k: plots.one_hot_row([1, 0], [0.8, 0.2], ["A", "B"], **k),
        ["0.3219 bits"],
    ),
    "bit_receipt": (lambda **k: plots.bit_receipt(BITS, **k), ["receipt", "cost, bits"]),
    "jensen_gap": (
        lambda **k: plots.jensen_gap(P_TRUE, **k),
        ["mean of the costs", "true class", "cost, −log₂ p, bits"],
    ),
    "four_rulers": (
        lambda **k: plots.four_rulers(SHIFT, Y, LOGITS, **k),
        ["likelihood", "log-likelihood, nats", "negative log-likelihood, nats", "entropy, bits"],
    ),
    "freezing_product": (
        lambda **k: plots.freezing_product(P_TRUE, 2400, **k),
        ["product", "samples", "nats"],
    ),
    "bce_curves": (lambda **k: plots.bce_curves(**k), ["label y = 1", "label y = 0", "ŷ", "cost"]),
    "broadcast_table": (
        lambda **k: plots.broadcast_table(Y, YHAT, **k),
        ["(4,)", "(4, 1)", "bits"],
    ),
    "loss_shape": (
        lambda **k: plots.loss_shape(X5, Y5, W, **k),
        ["entropy, bits:\none minimum", "squared error:\ntwo minima", "weight w"],
    ),
    "softmax_steps": (
        lambda **k: plots.softmax_steps([2, 1, 0], **k),
        ["scores z", "take eᶻ", "divide by\nthe sum", "class"],
    ),
    "softmax_temperature": (
        lambda **k: plots.softmax_temperature(1.0, **k),
        ["T = 1: shares 0.6652, 0.2447 and 0.0900", "temperature T", "share"],
    ),
    "penguin_regions": (
        lambda **k: plots.penguin_regions(species_shares, **k),
        ["342 penguins", "bill length, mm", "flipper length, mm"],
    ),
    "digits_kept": (
        lambda **k: plots.digits_kept(**k),
        ["misses, z < 0", "hits, z > 0", "right digits of the loss of label 1"],
    ),
    "clipped_loss": (
        lambda **k: plots.clipped_loss(7, **k),
        ["ε = 10⁻⁷", "z = −16.12", "loss of label 1, nats"],
    ),
    "loss_parts": (
        lambda **k: plots.loss_parts([0.45, 0.05], {"flat": [0.25] * 2, "bold": [0.7, 0.01]}, **k),
        ["the world's part", "expected loss, bits"],
    ),
    "scoring_rules": (
        lambda **k: plots.scoring_rules(0.7, **k),
        ["lowest at r = 0.7", "no need\nto say r = 0.7", "probability r", "expected charge"],
    ),
    "reliability_diagram": (
        lambda **k: plots.reliability_diagram(Y, {"a": YHAT, "b": 1 - YHAT}, **k),
        ["a:\n0 of 4 outside", "b:\n1 of 2 outside", "mean prediction ŷ", "share with label 1"],
    ),
    "cost_curve": (
        lambda **k: plots.cost_curve(Y, YHAT, **k),
        ["4 rows", "threshold", "total cost (wasted 1, missed 4)"],
    ),
}
PANELS = {
    "four_rulers": (2, 2),
    "bce_curves": (1, 2),
    "loss_shape": (1, 2),
    "softmax_steps": (1, 3),
    "digits_kept": (1, 2),
    "scoring_rules": (1, 2),
    "reliability_diagram": (1, 2),
}
every_figure = pytest.mark.parametrize("name", FIGURES)


def draw(name):
    return np.ravel(np.asarray(FIGURES[name][0](), dtype=object))


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def points(ax, marker):
    """The coordinates of the lines of an Axes that have a given marker."""
    return np.concatenate([line.get_xydata() for line in ax.lines if line.get_marker() == marker])


def curves(ax):
    """The long lines of an Axes."""
    return [line.get_xydata().T for line in ax.lines if len(line.get_xydata()) > 50]


@every_figure
def test_title_and_labels_say_what_is_drawn_with_its_unit(name):
    axes = draw(name)
    words = [ax.get_title() for ax in axes]
    words += [label for ax in axes for label in (ax.get_xlabel(), ax.get_ylabel())]
    assert all(ax.get_title() for ax in axes)
    assert all(ax.get_xlabel() for ax in axes[-1:] if ax.axison)
    for wanted in FIGURES[name][1]:
        assert any(wanted in word for word in words), wanted


@every_figure
def test_leaves_settings_and_pyplot_alone_and_ignores_the_readers_style(name):
    ours = fingerprint(draw(name)[0].figure)
    dark = {"text.color": "white", "axes.facecolor": "black", "lines.linestyle": ":"}
    with matplotlib.rc_context(dark):
        before = dict(matplotlib.rcParams)
        figure = draw(name)[0].figure
        assert dict(matplotlib.rcParams) == before
    assert fingerprint(figure) == ours
    assert figure.axes[0].get_facecolor() == (1, 1, 1, 1)
    manager = sys.modules.get("matplotlib.pyplot")
    assert manager is None or not manager.get_fignums()


@every_figure
def test_the_picture_has_the_same_bytes_each_time_and_legible_text(name):
    figure = draw(name)[0].figure
    before = fingerprint(figure)
    assert png(figure) == png(draw(name)[0].figure)
    assert fingerprint(figure) == before  # though drawing has laid it out
    assert all(text.get_fontsize() >= 11 for ax in figure.axes for text in ax.texts)


def test_importing_plots_does_not_import_pyplot():
    code = (
        "import sys, lessonlib.plots, lessonlib.display; print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# What each figure shows


def test_road_has_nine_stations_in_a_row():
    ax = plots.road()
    assert [text for text in texts(ax) if text.isdigit()] == [f"{i:02}" for i in range(1, 10)]
    stations = [line for line in ax.lines if line.get_marker() == "o"]
    roads = [line.get_xydata() for line in ax.lines if line.get_marker() == "None"]
    at = np.array([line.get_xydata()[0] for line in stations])
    assert len(np.unique(at, axis=0)) == 9
    assert np.array([road[0] for road in roads]) == pytest.approx(at[:-1], abs=1e-6)
    assert np.array([road[-1] for road in roads]) == pytest.approx(at[1:], abs=1e-6)


def test_information_curve_holds_bits():
    ax = plots.information_curve([0.8, 0.5, 0.01, 1])
    (curve,) = curves(ax)
    np.testing.assert_allclose(curve[1], [-math.log(p) / math.log(2) for p in curve[0]], atol=1e-12)
    expected = [(1, 0), (0.8, 0.3219280948873623), (0.5, 1), (0.01, 6.643856189774724)]
    np.testing.assert_allclose(points(ax, "o"), expected)
    labels = ["p = 1: 0 bits", "p = 0.8: 0.3219 bits", "p = 0.5: 1 bit", "p = 0.01: 6.6439 bits"]
    assert texts(ax) == labels


@pytest.mark.parametrize(
    ("p", "bits"), [(0.8, "0.3219 bits"), (0.5, "1 bit"), (0.001, "9.9658 bits")]
)
def test_one_sample_cost_marks_its_point(p, bits):
    ax = plots.one_sample_cost(p)
    np.testing.assert_allclose(points(ax, "o"), [(p, -math.log(p) / math.log(2))])
    assert texts(ax) == [bits]
    assert ax.get_title() == f"{p} given to the true class costs {bits}"
    assert points(ax, "o")[0, 1] < ax.get_ylim()[1]


def test_code_lengths_gives_each_codeword_its_share():
    ax = plots.code_lengths([1 / 8, 1 / 2, 1 / 8, 1 / 4], ["c", "a", "d", "b"])
    boxes = [patch.get_bbox().bounds for patch in ax.patches]
    assert boxes == [(0, 0, 0.5, 3), (0.5, 1, 0.25, 2), (0.75, 2, 0.125, 1), (0.875, 2, 0.125, 1)]
    assert [text.split("\n")[:2] for text in texts(ax)] == [
        ["a (1/2)", "0"],
        ["b (1/4)", "10"],
        ["c (1/8)", "110"],
        ["d (1/8)", "111"],
    ]
    assert len({patch.get_hatch() for patch in ax.patches}) == 4  # told apart without colour
    assert ax.get_title() == "Average length 1.75 digits, or bits"


def test_code_lengths_rounds_up_where_no_power_of_two_fits():
    ax = plots.code_lengths([0.4, 0.3, 0.3], "abc")
    assert [text.split("\n")[1] for text in texts(ax)] == ["00", "01", "10"]
    assert ax.get_title() == "Average length 2 digits, or bits"


def test_entropy_curve_is_scipys():
    ax = plots.entropy_curve([0.5, 0.8, 1])
    (curve,) = curves(ax)
    expected = [stats.entropy([p, 1 - p], base=2) for p in curve[0]]
    np.testing.assert_allclose(curve[1], expected, atol=1e-12)
    assert curve[0][curve[1].argmax()] == 0.5
    assert curve[1].max() == 1
    assert texts(ax) == ["p = 0.5: 1 bit", "p = 0.8: 0.7219 bits", "p = 1: 0 bits"]


@pytest.mark.parametrize(
    ("p", "q", "cells", "dead"),
    [
        ([1, 0], [0.8, 0.2], "1 0 1 0.8 0.2 1 0.3219 2.3219 0.3219 0 0.3219", 3),
        ([0, 1, 0], [0.2, 0.5, 0.3], None, 6),
        ([1, 0], [1, 0], "1 0 1 1 0 1 0 ∞ 0 0 0", 3),
        ([0.5, 0.5], [0.5, 0.5], "0.5 0.5 1 0.5 0.5 1 1.0000 1.0000 0.5000 0.5000 1.0000", 0),
    ],
)
def test_one_hot_row_multiplies_and_greys_what_vanishes(p, q, cells, dead):
    ax = plots.one_hot_row(p, q, [f"class {i}" for i in range(len(p))])
    numbers = [text for text in texts(ax) if re.fullmatch(r"[\d.]+|∞", text)]
    assert cells is None or numbers == cells.split()
    assert sum(patch.get_hatch() == "//" for patch in ax.patches) == dead
    words = [text for text in texts(ax) if text and text not in numbers]
    assert words[: len(p) + 1] == [*(f"class {i}" for i in range(len(p))), "sum"]
    assert words[len(p) + 1 :] == ["label p", "prediction q", "−log₂ q, bits", "product, bits"]


@pytest.mark.parametrize(
    ("costs", "mean", "hatched"),
    [(BITS, "0.5220", 0), ([0.0145, 0.1, 6.6439], "2.2528", 1), ([1, 1], None, 0)],
)
def test_bit_receipt_adds_up(costs, mean, hatched):
    ax = plots.bit_receipt(costs)
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], costs)
    assert sum(bar.get_hatch() == "//" for bar in ax.patches) == hatched
    lines = {line.get_linestyle(): line.get_xdata() for line in ax.lines}
    np.testing.assert_allclose(lines["--"], [math.fsum(costs) / len(costs)] * 2)
    assert list(lines[":"]) == [1, 1]
    assert [text for text in texts(ax) if re.fullmatch(r"[\d.]+", text)] == [
        f"{c:.4f}" for c in costs
    ]
    assert f"mean {mean} bits" in texts(ax) or mean is None
    assert any(text.startswith("a coin: 1 bit") for text in texts(ax))
    assert ax.get_yticklabels()[0].get_text() == "sample 1"
    assert ax.get_xlim()[1] > max(costs)


def test_the_line_touches_the_natural_logarithm_at_1_and_lies_above_it():
    ax = plots.log_and_tangent()
    curve, line = (np.transpose(line.get_xydata()) for line in ax.lines[:2])
    np.testing.assert_allclose(np.exp(curve[1]), curve[0])
    np.testing.assert_allclose(line[1], line[0] - 1)
    assert (line[1] >= curve[1]).all()
    np.testing.assert_array_equal(points(ax, "o"), [(1, 0)])


def test_jensen_gap_has_the_mean_of_costs_above_the_cost_of_the_mean():
    ax = plots.jensen_gap(P_TRUE)
    (inset,) = ax.child_axes  # the gap is too small to be seen without
    for axes in (ax, inset):
        (curve,) = curves(axes)
        np.testing.assert_allclose(curve[1], -np.log(curve[0]) / np.log(2))
        np.testing.assert_allclose(points(axes, "s"), [(0.7, 0.5145731728297583)])
        np.testing.assert_allclose(points(axes, "D"), [(0.7, 0.5220100086782713)])
        (chord,) = (line for line in axes.lines if line.get_linestyle() == "-.")
        np.testing.assert_allclose(
            sorted(map(tuple, chord.get_xydata())), [(0.6, max(BITS)), (0.8, min(BITS))]
        )
    np.testing.assert_allclose(points(ax, "o"), np.column_stack([P_TRUE, BITS]))
    assert "mean of the costs:\n0.5220 bits" in texts(inset)
    assert "cost of the mean:\n0.5146 bits" in texts(inset)


def test_jensen_gap_needs_no_close_up_for_a_wide_gap():
    ax = plots.jensen_gap([0.99, 0.99, 0.99, 0.01])
    assert not ax.child_axes
    assert {"mean of the costs:\n1.6718 bits", "cost of the mean:\n0.4247 bits"} <= set(texts(ax))


def test_four_rulers_agree_on_the_best_shift():
    axes = plots.four_rulers(SHIFT, Y, LOGITS).ravel()
    best = optimize.brentq(lambda b: (special.expit(LOGITS + b) - Y).sum(), -3, 3)
    given = stats.bernoulli.pmf(Y, special.expit(LOGITS + SHIFT[:, None]))
    log_likelihood = np.log(given).sum(axis=1)
    expected = (
        np.exp(log_likelihood),
        log_likelihood,
        -log_likelihood,
        -log_likelihood / (4 * math.log(2)),
    )
    for ax, values, extreme in zip(axes, expected, (max, max, min, min), strict=True):
        (curve,) = curves(ax)
        np.testing.assert_allclose(curve, [SHIFT, values])
        ((b, at_best),) = points(ax, "o")
        assert abs(b - best) <= 0.005
        assert math.isclose(at_best, extreme(values))
        (line,) = (line for line in ax.lines if line.get_linestyle() == "--")
        assert list(line.get_xdata()) == [b, b]
        word = "highest" if extreme is max else "lowest"
        assert texts(ax) == [f"{word}\n{extreme(values):.4f}".replace("-", "−")]
    assert axes[0].figure.get_suptitle() == "Four rulers, one best b = −0.24"


def test_freezing_product_freezes_where_float64_does():
    ax = plots.freezing_product(P_TRUE, 2400)
    total, product = curves(ax)
    exact = 600 * -mpmath.log(mpmath.mpf("0.2352"))
    assert math.isclose(total[1][-1], exact)
    assert math.isclose(product[1][-1], -mpmath.log(mpmath.mpf(2) ** -1074))
    assert f"sum of −ln q:\n{float(exact):.1f} nats" == "sum of −ln q:\n868.4 nats" in texts(ax)
    assert "−ln of the\nproduct:\n744.4 nats" in texts(ax)
    # By multiplying Python floats, one after the other.
    running, subnormal, frozen = 1.0, None, None
    for sample in range(1, 2401):
        previous, running = running, running * float(P_TRUE[(sample - 1) % 4])
        subnormal = subnormal or (sample if running < sys.float_info.min else None)
        frozen = sample if running != previous else frozen
    assert (subnormal, frozen) == (1959, 2056)
    assert points(ax, "v")[0, 0] == subnormal
    assert points(ax, "s")[0, 0] == frozen
    assert {"fewer digits from\nsample 1,959", "frozen from\nsample 2,056"} <= set(texts(ax))


def test_freezing_product_marks_nothing_where_nothing_freezes():
    ax = plots.freezing_product(P_TRUE, 100)
    total, product = curves(ax)
    np.testing.assert_allclose(total, product)
    assert not any("sample" in text for text in texts(ax))


@pytest.mark.parametrize("label", [1, 0])
def test_bce_curves_are_the_costs_of_a_label(label):
    ax = plots.bce_curves()[1 - label]
    cross_entropy, squared = curves(ax)
    given = cross_entropy[0] if label else 1 - cross_entropy[0]
    np.testing.assert_allclose(cross_entropy[1], -special.xlogy(1, given) / math.log(2), atol=1e-12)
    np.testing.assert_allclose(squared[1], (squared[0] - label) ** 2, atol=1e-12)
    assert (np.diff(squared[0]) > 0).all()
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]
    assert texts(ax) == ["cross-entropy,\nbits", "squared error,\nat most 1"]


def test_broadcast_table_shows_every_pair_and_outlines_the_diagonal():
    ax = plots.broadcast_table(Y, YHAT)
    expected = [
        [-stats.bernoulli.logpmf(label, prediction) / math.log(2) for label in Y]
        for prediction in YHAT
    ]
    cells = [text for text in texts(ax) if re.fullmatch(r"[\d.]+", text)]
    assert cells == [f"{cost:.4f}" for row in expected for cost in row]
    outlined = [patch.get_xy() for patch in ax.patches if patch.get_linewidth() > 3]
    assert outlined == [(i, i) for i in range(4)]
    assert [text for text in texts(ax) if text.startswith("y")] == [f"y = {label}" for label in Y]
    assert [text for text in texts(ax) if text.startswith("ŷ")] == [f"ŷ = {p}" for p in YHAT]
    assert any("4.6029 bits, mean 1.1507 bits" in text for text in texts(ax))
    assert any("mean 0.5220 bits" in text for text in texts(ax))


def test_loss_shape_has_one_minimum_against_two():
    cross_entropy, squared = plots.loss_shape(X5, Y5, W)
    signs = 2 * Y5 - 1
    losses = (
        lambda w: -special.log_expit(signs * X5 * w).mean(axis=-1) / math.log(2),
        lambda w: ((special.expit(w * X5) - Y5) ** 2).mean(axis=-1),
    )
    for ax, loss, brackets in (
        (cross_entropy, losses[0], [(-1, 1)]),
        (squared, losses[1], [(-1, 0.3), (0.6, 3)]),
    ):
        (curve,) = curves(ax)
        np.testing.assert_allclose(curve, [W, loss(W[:, None])])
        expected = [optimize.minimize_scalar(loss, bounds=b, method="bounded").x for b in brackets]
        np.testing.assert_allclose(points(ax, "o")[:, 0], expected, atol=0.003)
    assert texts(cross_entropy) == ["w = −0.205"]
    assert texts(squared) == ["w = −0.15", "w = 1.675"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.information_curve([0.5, 0]), "marked must hold probabilities above 0"),
        (lambda: plots.information_curve([1.5]), "must hold probabilities between 0 and 1"),
        (lambda: plots.one_sample_cost(0), "p must hold probabilities above 0"),
        (lambda: plots.jensen_gap([0.5, 0]), "p_true must hold probabilities above 0"),
        (lambda: plots.freezing_product([0, 1], 10), "q_true must hold probabilities above 0"),
        (lambda: plots.code_lengths([1, 0], "ab"), "p must hold probabilities above 0"),
        (lambda: plots.code_lengths([0.5, 0.4], "ab"), "sum"),
        (
            lambda: plots.bit_receipt([1, np.inf]),
            "costs must hold finite bits, but costs[1] is inf.",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(draw, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
