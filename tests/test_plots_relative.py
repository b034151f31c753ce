"""The figures of lesson 05 show the right numbers, and keep the rules of every figure.

Numbers are held against scipy or a value worked out by hand, never against lessonlib.
"""

import math
import re
import sys

import matplotlib
import numpy as np
import pytest
from scipy import integrate, optimize, stats
from scipy.spatial import distance

from lessonlib import plots
from lessonlib.display import png, show
from lessonlib.fingerprint import fingerprint

P, Q = [0.8, 0.2], [0.6, 0.4]
RAIN = [0.5, 0.6, 0.7, 0.8, 0.9]
TITANIC = np.array([[122, 203], [167, 118], [528, 178], [673, 212]]) / 2201

# name: how the lesson draws it, how many panels, and what its caption may say
FIGURES = {
    "entropy_plus_kl": (
        lambda **k: plots.entropy_plus_kl(P, RAIN, **k),
        None,
        "p = 0.8: H is 0.7219 bits; for 0.6, KL is 0.1320 and cross-entropy 0.8540; for 0.8, 0.",
    ),
    "forward_reverse_fit": (
        lambda **k: plots.forward_reverse_fit(**k),
        2,
        "Centre 0.00 and width 2.06; centre 2.00 and width 0.50.",
    ),
    "jensen_shannon_curve": (
        lambda **k: plots.jensen_shannon_curve(0.8, **k),
        None,
        "0 bits at q = 0.8. At q = 0, KL(q‖p) is 2.3219 and Jensen–Shannon 0.6100, below 1.",
    ),
    "information_bars": (
        lambda **k: plots.information_bars(TITANIC, "class", "survival", **k),
        None,
        "Together 2.6924 bits, 1.8441 and 0.9077 alone, 0.0593 shared; 1.7848 and 0.8484 remain.",
    ),
    "kin_map": (lambda **k: plots.kin_map(**k), None, "Seven relatives."),
}
every_figure = pytest.mark.parametrize("name", FIGURES)


def draw(name):
    return np.ravel(np.asarray(FIGURES[name][0](), dtype=object))


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def curves(ax):
    """The long lines of an Axes, by their line style."""
    return {
        line.get_linestyle(): line.get_xydata().T
        for line in ax.lines
        if len(line.get_xydata()) > 50
    }


@every_figure
def test_leaves_settings_and_pyplot_alone_and_ignores_the_readers_style(name):
    ours = fingerprint(draw(name)[0].figure)
    with matplotlib.rc_context({"text.color": "white", "lines.linestyle": ":"}):
        before = dict(matplotlib.rcParams)
        assert fingerprint(draw(name)[0].figure) == ours
        assert dict(matplotlib.rcParams) == before
    manager = sys.modules.get("matplotlib.pyplot")
    assert manager is None or not manager.get_fignums()


@every_figure
def test_the_picture_has_the_same_bytes_each_time_and_legible_text(name):
    axes = draw(name)
    figure = axes[0].figure
    before = fingerprint(figure)
    assert png(figure) == png(draw(name)[0].figure)
    assert fingerprint(figure) == before
    assert all(text.get_fontsize() >= 11 for ax in axes for text in ax.texts)
    assert all(ax.get_title() and (ax.get_xlabel() or not ax.axison) for ax in axes)


@every_figure
def test_the_lessons_numbers_can_be_read_from_it(name, capsys):
    show(draw(name), FIGURES[name][2])
    assert FIGURES[name][2] in capsys.readouterr().out


# What each figure shows


def test_entropy_plus_kl_stacks_to_the_cross_entropy():
    ax = plots.entropy_plus_kl(P, RAIN)
    heights = np.array([bar.get_height() for bar in ax.patches]).reshape(2, 5)
    floor = stats.entropy(P, base=2)
    expected = [stats.entropy(P, [q, 1 - q], base=2) for q in RAIN]
    np.testing.assert_allclose(heights[0], [floor] * 5)
    np.testing.assert_allclose(heights[1], expected, atol=1e-15)
    assert [bar.get_y() for bar in ax.patches[5:]] == pytest.approx([floor] * 5)
    assert {bar.get_hatch() for bar in ax.patches[5:]} == {"//"}
    assert texts(ax).count("H(p)\n0.7219") == 5
    assert [text for text in texts(ax) if text.startswith("KL")] == [
        "KL 0.2781",
        "KL 0.1320",
        "KL 0.0371",
        "KL 0.0000",
        "KL 0.0641",
    ]
    totals = [text for text in texts(ax) if re.fullmatch(r"[\d.]+", text)]
    assert totals == ["1.0000", "0.8540", "0.7591", "0.7219", "0.7860"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == [str(q) for q in RAIN]


def two_humps(x):
    return (stats.norm.pdf(x, -2, 0.5) + stats.norm.pdf(x, 2, 0.5)) / 2


NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(150)


def reverse_kl(centre, width):
    """KL(q‖p), the mean under q of ln q − ln p, by Gauss–Hermite quadrature."""
    x = centre + width * NODES
    ln_p = np.logaddexp(stats.norm.logpdf(x, -2, 0.5), stats.norm.logpdf(x, 2, 0.5)) - math.log(2)
    excess = stats.norm.logpdf(x, centre, width) - ln_p
    return NODE_WEIGHTS @ excess / NODE_WEIGHTS.sum()


def test_forward_fit_has_the_mean_and_variance_of_the_humps():
    forward, _ = plots.forward_reverse_fit()
    drawn = curves(forward)
    np.testing.assert_allclose(drawn["--"][1], two_humps(drawn["--"][0]), atol=1e-12)
    variance = integrate.quad(lambda x: x**2 * two_humps(x), -12, 12, points=[-2, 2])[0]
    assert math.isclose(variance, 4.25)
    x, q = drawn["-"]
    np.testing.assert_allclose(q, stats.norm.pdf(x, 0, math.sqrt(variance)), atol=1e-12)
    assert "q: centre 0.00, width 2.06" in texts(forward)


def test_reverse_fit_is_the_least_of_all_and_picks_one_hump():
    _, reverse = plots.forward_reverse_fit()
    starts = (2, 0.5), (0, 2), (1, 1)
    found = [optimize.minimize(lambda v: reverse_kl(*v), s, method="Nelder-Mead") for s in starts]
    centre, width = min(found, key=lambda result: result.fun).x
    assert (centre, width) == pytest.approx((2, 0.5), abs=0.001)
    assert reverse_kl(centre, width) < 0.4 * reverse_kl(0, 1.736)
    x, q = curves(reverse)["-"]
    np.testing.assert_allclose(q, stats.norm.pdf(x, centre, width), atol=0.01)
    assert "q: centre 2.00, width 0.50" in texts(reverse)


@pytest.mark.parametrize("p", [0.8, 0.2])
def test_jensen_shannon_curve_is_scipys(p):
    ax = plots.jensen_shannon_curve(p)
    drawn = curves(ax)
    pairs = {style: [([p, 1 - p], [q, 1 - q]) for q in drawn[style][0]] for style in drawn}
    forward = [stats.entropy(a, b, base=2) for a, b in pairs["--"]]
    reverse = [stats.entropy(b, a, base=2) for a, b in pairs["-."]]
    middle = [distance.jensenshannon(a, b, base=2) ** 2 for a, b in pairs["-"]]
    np.testing.assert_allclose(drawn["--"][1], forward, atol=1e-12)
    np.testing.assert_allclose(drawn["-."][1], reverse, atol=1e-12)
    np.testing.assert_allclose(drawn["-"][1], middle, atol=1e-7)  # scipy squares a square root
    assert (drawn["-"][1] < 1).all()
    (limit,) = (line for line in ax.lines if line.get_linestyle() == ":")
    assert list(limit.get_ydata()) == [1, 1]
    assert {"KL(p ‖ q)", "KL(q ‖ p)", "Jensen–Shannon", f"q = p = {p}"} <= set(texts(ax))


@pytest.mark.parametrize(
    ("joint", "numbers"),
    [
        (TITANIC, "2.6924 1.8441 0.9077 1.7848 0.0593 0.8484"),
        ([[0.5, 0], [0.25, 0.25]], "1.5000 1.0000 0.8113 0.6887 0.3113 0.5000"),
        ([[0.25, 0.25], [0.25, 0.25]], "2.0000 1.0000 1.0000 1.0000 0.0000 1.0000"),
    ],
)
def test_information_bars_overlap_by_what_is_shared(joint, numbers):
    ax = plots.information_bars(joint, "a", "b")
    joint = np.asarray(joint)
    both = stats.entropy(joint.ravel(), base=2)
    first, second = (stats.entropy(joint.sum(axis=axis), base=2) for axis in (1, 0))
    rows = {}
    for bar in ax.patches:
        start, row = bar.get_xy()
        low, high = rows.get(round(row + 0.3), (start, start))
        rows[round(row + 0.3)] = (low, max(high, start + bar.get_width()))
    expected = [
        (0, both),
        (0, first),
        (both - second, both),
        (0, both - second),
        (both - second, first),
        (first, both),
    ]
    np.testing.assert_allclose([rows[i] for i in range(6)], expected, atol=1e-12)
    assert sum(bar.get_hatch() == "//" for bar in ax.patches) == 4
    assert [text for text in texts(ax) if text != "bits"] == numbers.split()
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "H(a, b)",
        "H(a)",
        "H(b)",
        "H(a | b)",
        "I(a; b)",
        "H(b | a)",
    ]


def test_kin_map_joins_boxes_by_arrows_that_end_at_them():
    ax = plots.kin_map()
    boxes = [patch.get_bbox() for patch in ax.patches]
    names = [text.split("\n")[-1] for text in texts(ax) if "(" in text.split("\n")[-1]]
    for formula in ("H(p, q)", "H(p)", "KL(p ‖ q)", "JS(p, q)", "H(C, S)", "H(S | C)", "I(C; S)"):
        assert formula in names
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    assert len(arrows) == 7
    for arrow in arrows:
        for x, y in (arrow.xy, arrow.get_position()):
            assert any(
                box.x0 - 1e-9 <= x <= box.x1 + 1e-9 and box.y0 - 1e-9 <= y <= box.y1 + 1e-9
                for box in boxes
            )


@pytest.mark.parametrize(
    ("drawing", "message"),
    [
        (lambda: plots.entropy_plus_kl(P, [0.5, 1]), "forecasts must not rule out what happens"),
        (lambda: plots.entropy_plus_kl([0.8, 0.1], RAIN), "sum"),
        (lambda: plots.jensen_shannon_curve(1), "p must be above 0 and below 1, but it is 1."),
        (lambda: plots.information_bars([[1, 1]], "a", "b"), "joint"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(drawing, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        drawing()
