"""The figures of lesson 07 show the right numbers.

Numbers are held against scipy or a value worked out by hand, never against lessonlib. The rules
of every figure are checked in test_plots.
"""

import re

import numpy as np
import pytest
from scipy import special

from lessonlib import plots
from lessonlib.datasets import penguins
from lessonlib.display import show

DATA = penguins()
POINTS = np.column_stack([DATA.bill_length, DATA.flipper_length])
NAMES = ["Adelie", "Chinstrap", "Gentoo"]
NUMBER = np.array([NAMES.index(name) for name in DATA.species])


def fitted():
    """The weights after 1000 steps of gradient descent, as the lesson takes them."""
    rows = np.column_stack([np.ones(342), (POINTS - POINTS.mean(axis=0)) / POINTS.std(axis=0)])
    weights = np.zeros((3, 3))
    for _ in range(1000):
        weights -= rows.T @ (special.softmax(rows @ weights, axis=1) - np.eye(3)[NUMBER]) / 342
    return weights


WEIGHTS = fitted()


def logits(points):
    standard = (points - POINTS.mean(axis=0)) / POINTS.std(axis=0)
    return WEIGHTS[0] + standard @ WEIGHTS[1:]


def predict(points):
    return special.softmax(logits(points), axis=1)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def points(ax, marker):
    """The coordinates of the markers of one kind, those with a ring around them among them."""
    drawn = [line for line in ax.lines if line.get_marker() == marker]
    return np.concatenate([line.get_xydata() for line in drawn if not is_ring(line)])


def is_ring(line):
    return line.get_markerfacecolor() == "none"


def in_order(rows):
    return sorted(map(tuple, rows))


@pytest.mark.parametrize(
    ("drawing", "caption"),
    [
        (
            lambda: plots.softmax_steps([2, 1, 0]),
            "Scores 2, 1 and 0; exponentials 7.389, 2.718 and 1; shares 0.6652, 0.2447 and 0.0900.",
        ),
        (
            lambda: plots.softmax_temperature(1.0),
            "The scores 2, 1 and 0. At T = 1 they are 0.6652, 0.2447 and 0.0900; T ends at 5.",
        ),
        (
            lambda: plots.penguin_regions(predict),
            "342 penguins; 14 lie on the wrong side, 9 of them between Adelie and Chinstrap.",
        ),
    ],
)
def test_the_lessons_numbers_can_be_read_from_it(drawing, caption, capsys):
    show(drawing(), caption)
    assert caption in capsys.readouterr().out


@pytest.mark.filterwarnings("error")  # equal limits earn one from matplotlib
@pytest.mark.parametrize(
    ("z", "numbers", "sums"),
    [
        (
            [2, 1, 0],
            ["2 1 0", "7.389 2.718 1", "0.6652 0.2447 0.0900"],
            ["3", "11.107", "1"],
        ),
        (
            [-1.5, 0.25, -0.5],
            ["−1.5 0.25 −0.5", "0.2231 1.284 0.6065", "0.1056 0.6075 0.2870"],
            ["−1.75", "2.1137", "1"],
        ),
        ([0, 0], ["0 0", "1 1", "0.5000 0.5000"], ["0", "2", "1"]),
    ],
)
def test_softmax_steps_draws_scores_exponentials_and_shares(z, numbers, sums):
    axes = plots.softmax_steps(z)
    for ax, heights, written, total in zip(
        axes, (z, np.exp(z), special.softmax(z)), numbers, sums, strict=True
    ):
        np.testing.assert_allclose([bar.get_height() for bar in ax.patches], heights)
        assert texts(ax) == written.split()
        assert ax.get_xlabel() == f"class\nsum {total}"
        assert [tick.get_text() for tick in ax.get_xticklabels()] == list("ABC")[: len(z)]
        low, high = ax.get_ylim()
        assert low <= min(*heights, 0) < high
        assert max(heights) < high
    for text, height in zip(axes[0].texts, z, strict=True):
        assert text.get_verticalalignment() == ("top" if height < 0 else "bottom")
        assert (text.get_position()[1] < 0) == (height < 0)  # away from the bar


def test_softmax_temperature_divides_the_scores():
    ax = plots.softmax_temperature(0.5)
    curves = {
        line.get_linestyle(): line.get_xydata().T
        for line in ax.lines
        if len(line.get_xydata()) > 50
    }
    for k, style in enumerate(("-", "--", "-.")):
        T, share = curves[style]
        assert (T[0], T[-1]) == pytest.approx((0.1, 5))
        expected = [special.softmax(np.array([2, 1, 0]) / t)[k] for t in T]
        np.testing.assert_allclose(share, expected, atol=1e-12)
        (name,) = (text for text in ax.texts if text.get_text() == f" score {2 - k}")
        assert name.get_position()[1] == pytest.approx(share[-1])  # where its curve ends
    (third,) = (line for line in ax.lines if line.get_linestyle() == ":")
    assert list(third.get_ydata()) == [1 / 3, 1 / 3]
    assert ax.get_xscale() == "log"
    assert ax.get_xlim() == pytest.approx((0.1, 5))


@pytest.mark.parametrize(
    ("temperature", "numbers"),
    [
        (0.1, ["1.0000", "0.0000", "0.0000"]),
        (0.5, ["0.8668", "0.1173", "0.0159"]),
        (1, ["0.6652", "0.2447", "0.0900"]),
        (5, ["0.4018", "0.3289", "0.2693"]),
    ],
)
def test_softmax_temperature_marks_its_temperature(temperature, numbers):
    ax = plots.softmax_temperature(temperature)
    exact = special.softmax(np.array([2, 1, 0]) / temperature)
    for marker, share in zip("o^s", exact, strict=True):
        np.testing.assert_allclose(points(ax, marker), [(temperature, share)], atol=1e-12)
    assert [text for text in texts(ax) if text[0].isdigit()] == numbers
    first, second, third = numbers
    assert ax.get_title() == f"T = {temperature}: shares {first}, {second} and {third}"
    (upright,) = (
        line
        for line in ax.lines
        if set(line.get_xdata()) == {temperature} and len(line.get_xdata()) == 2
    )
    assert list(upright.get_ydata()) == [0, 1]
    other = plots.softmax_temperature(2)
    assert (ax.get_xlim(), ax.get_ylim()) == (other.get_xlim(), other.get_ylim())


def test_penguin_regions_has_every_penguin_and_a_marker_for_each_species():
    ax = plots.penguin_regions(predict)
    for k, marker in enumerate("o^s"):
        assert in_order(points(ax, marker)) == in_order(POINTS[np.equal(NUMBER, k)])
    low, high = np.transpose([ax.get_xlim(), ax.get_ylim()])
    assert (low < POINTS.min(axis=0)).all()
    assert (POINTS.max(axis=0) < high).all()
    assert {"● Adelie", "▲ Chinstrap", "■ Gentoo"} <= set(texts(ax))


def test_penguin_regions_rings_whom_the_model_takes_for_another_species():
    ax = plots.penguin_regions(predict)
    taken_for = logits(POINTS).argmax(axis=1)
    wrong = taken_for != NUMBER
    assert wrong.sum() == 14
    (ring,) = filter(is_ring, ax.lines)
    assert in_order(ring.get_xydata()) == sorted(set(map(tuple, POINTS[wrong])))
    front = [line for line in ax.lines if line.zorder > 2]  # or the crowd would hide them
    assert in_order(np.concatenate([line.get_xydata() for line in front])) == in_order(
        POINTS[wrong]
    )
    # Two Chinstraps of the same measures, both wrong: one ring.
    (here,) = (text for text in ax.texts if text.get_text().endswith(" here"))
    assert here.get_text() == "2 here"
    assert here.xy == pytest.approx((42.5, 187))
    assert (wrong & (POINTS == [42.5, 187]).all(axis=1)).sum() == 2
    pairs = [tuple(sorted(pair)) for pair in zip(NUMBER[wrong], taken_for[wrong], strict=True)]
    assert [pairs.count(pair) for pair in ((0, 1), (0, 2), (1, 2))] == [9, 2, 3]
    assert texts(ax)[-1].splitlines() == [
        "○ taken for another species:",
        "9 Adelie / Chinstrap",
        "2 Adelie / Gentoo",
        "3 Chinstrap / Gentoo",
    ]
    assert ax.get_title() == "342 penguins, 14 on the wrong side of a border"


def test_penguin_regions_are_where_a_species_is_likeliest_and_their_borders_are_straight():
    ax = plots.penguin_regions(predict)
    regions, borders = ax.collections[::2], ax.collections[1::2]
    assert len({tuple(region.get_facecolor()[0]) for region in regions}) == 3
    grid = np.stack(np.meshgrid(np.linspace(32, 60, 25), np.linspace(170, 233, 25)), -1)
    grid = grid.reshape(-1, 2)
    first, second = np.sort(logits(grid), axis=1).T[[2, 1]]
    clear = grid[first - second > 0.2]
    assert len(clear) > 550
    for k, (region, border) in enumerate(zip(regions, borders, strict=True)):
        (path,) = region.get_paths()
        np.testing.assert_array_equal(
            path.contains_points(clear), logits(clear).argmax(axis=1) == k
        )
        corners = np.concatenate([path.vertices for path in border.get_paths()])
        scores = logits(corners)
        # On a border two scores are equal, and the third is below them. A step of 0.1 mm is 0.13.
        assert abs(scores[:, k] - np.delete(scores, k, axis=1).max(axis=1)).max() < 0.05
        # Straight: where two species meet, every corner is on the line through the two ends.
        for j in {0, 1, 2} - {k}:
            third = 3 - k - j
            between = corners[scores[:, third] < scores[:, [k, j]].min(axis=1) - 0.5]
            a, b = between[0], between[-1]
            across = np.array([b[1] - a[1], a[0] - b[0]]) / np.hypot(*(b - a))
            assert abs((between - a) @ across).max() < 0.02  # mm


@pytest.mark.parametrize(("winner", "wrong"), [(0, 191), (2, 219)])
def test_penguin_regions_of_a_model_that_knows_one_species_has_one_region(winner, wrong):
    ax = plots.penguin_regions(lambda points: np.eye(3)[np.full(len(points), winner)])
    assert ax.get_title() == f"342 penguins, {wrong} on the wrong side of a border"
    (region,) = ax.collections
    assert region.get_paths()[0].contains_points(POINTS).all()


def test_penguin_regions_of_a_model_that_is_always_right_has_no_ring():
    def right(points):
        return np.eye(3)[NUMBER] if len(points) == 342 else np.full((len(points), 3), 1 / 3)

    ax = plots.penguin_regions(right)
    assert ax.get_title() == "342 penguins, 0 on the wrong side of a border"
    (ring,) = filter(is_ring, ax.lines)
    assert len(ring.get_xydata()) == 0


@pytest.mark.parametrize(
    ("drawing", "message"),
    [
        (lambda: plots.softmax_steps([[2, 1, 0]]), "z must be one row of scores, shape (n,)"),
        (lambda: plots.softmax_steps([2, np.nan]), "z must hold finite numbers, but z[1] is nan."),
        (
            lambda: plots.softmax_steps([1, 1002]),
            "z must hold scores up to 709: no bar is infinitely long, but z[1] is 1002.",
        ),
        (
            lambda: plots.softmax_temperature(0),
            "temperature must be one number from 0.1 to 5, the window of the figure, but it is 0.",
        ),
        (lambda: plots.softmax_temperature(5.1), "but it is 5.1."),
        (
            lambda: plots.penguin_regions(lambda points: np.full((len(points), 2), 0.5)),
            "predict(points) must have a row of three shares a point, shape (342, 3), "
            "but its shape is (342, 2).",
        ),
        (lambda: plots.penguin_regions(logits), "predict(points) must hold probabilities"),
        (
            lambda: plots.penguin_regions(lambda points: np.eye(3)),
            "shape (342, 3), but its shape is (3, 3).",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(drawing, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        drawing()
