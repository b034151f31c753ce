"""The figures of lesson 08 show the right numbers, by scipy or by hand, never by lessonlib."""

from itertools import product

import numpy as np
import pytest
from figures import lines, points, shows, texts
from scipy import special

from lessonlib import plots
from lessonlib.datasets import penguins

DATA = penguins()
POINTS = np.column_stack([DATA.bill_length, DATA.flipper_length])
NUMBER = np.unique(DATA.species, return_inverse=True)[1]
MIDDLES = np.array([POINTS[np.equal(NUMBER, k)].mean(axis=0) for k in range(3)])


def logits(rows):
    """Of a model that knows how near each species' middle is; so its borders are straight."""
    return -(((rows[:, None] - MIDDLES) / POINTS.std(axis=0)) ** 2).sum(axis=2)


def predict(rows):
    return special.softmax(logits(rows), axis=1)


def in_order(*rows):
    return sorted(map(tuple, np.concatenate(rows)))


@pytest.mark.filterwarnings("error")  # equal limits earn one from matplotlib
@pytest.mark.parametrize("z", [[2, 1, 0], [-1.5, 0.25, -0.5], [0, 0]])
def test_softmax_steps_draws_scores_exponentials_and_shares(z):
    axes = plots.softmax_steps(z)
    panels = (z, ".4g"), (np.exp(z), ".4g"), (special.softmax(z), ".4f")
    for ax, (heights, form) in zip(axes, panels, strict=True):
        np.testing.assert_allclose([bar.get_height() for bar in ax.patches], heights)
        assert texts(ax) == [f"{height:{form}}".replace("-", "−") for height in heights]
        assert ax.get_xlabel() == f"class\nsum {sum(heights):.5g}".replace("-", "−")
        low, high = ax.get_ylim()
        assert low <= min(*heights, 0) <= max(heights) < high
    for text, height in zip(axes[0].texts, z, strict=True):
        assert text.get_verticalalignment() == ("top" if height < 0 else "bottom")
        assert (text.get_position()[1] < 0) == (height < 0)  # away from the bar


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1, 5])
def test_softmax_temperature_divides_the_scores_and_marks_its_temperature(temperature):
    ax = plots.softmax_temperature(temperature)

    def share(k):
        return lambda T: special.softmax(np.divide.outer([2, 1, 0], T), axis=0)[k]

    styles = {style: share(k) for k, style in enumerate(("-", "--", "-."))}
    marks = {marker: [(temperature, share(k)(temperature))] for k, marker in enumerate("o^s")}
    shows(ax, styles, marks)
    for k in range(3):  # a name stands where its curve ends
        (name,) = (text for text in ax.texts if text.get_text() == f" score {2 - k}")
        assert name.get_position()[1] == pytest.approx(share(k)(5))
    first, second, third = (f"{share(k)(temperature):.4f}" for k in range(3))
    assert [text for text in texts(ax) if text[0].isdigit()] == [first, second, third]
    assert ax.get_title() == f"T = {temperature}: shares {first}, {second} and {third}"
    ((at, _),) = lines(ax, "ink")
    assert at.tolist() == [temperature, temperature]
    assert ax.get_xscale() == "log"
    assert (ax.get_xlim(), ax.get_ylim()) == (pytest.approx((0.1, 5)), (-0.09, 1.09))


def test_penguin_regions_rings_whom_the_model_takes_for_another_species():
    ax = plots.penguin_regions(predict)
    (ring,) = (line for line in ax.lines if line.get_markerfacecolor() == "none")
    species = [line for line in ax.lines if line is not ring]
    for k, marker in enumerate("o^s"):
        drawn = [line.get_xydata() for line in species if line.get_marker() == marker]
        assert in_order(*drawn) == in_order(POINTS[np.equal(NUMBER, k)])
    wrong = POINTS[logits(POINTS).argmax(axis=1) != NUMBER]
    assert in_order(ring.get_xydata()) == sorted(set(map(tuple, wrong)))
    front = [line.get_xydata() for line in ax.lines if line.zorder > 2]  # or the crowd hides them
    assert in_order(*front) == in_order(wrong)
    # Two Chinstraps of the same measures, both wrong: one ring.
    (here,) = (text for text in ax.texts if text.get_text().endswith(" here"))
    assert (here.get_text(), here.xy) == ("2 here", pytest.approx((42.5, 187)))
    assert (wrong == [42.5, 187]).all(axis=1).sum() == 2
    assert ax.get_title() == "342 penguins, 15 on the wrong side of a border"
    mixed = ["9 Adelie / Chinstrap", "1 Adelie / Gentoo", "5 Chinstrap / Gentoo"]
    assert texts(ax)[-1].splitlines()[1:] == mixed


def test_penguin_regions_are_where_a_species_is_likeliest():
    ax = plots.penguin_regions(predict)
    grid = np.array([*product(np.linspace(32, 60, 25), np.linspace(170, 233, 25))])
    first, second = np.sort(logits(grid), axis=1).T[[2, 1]]
    clear = grid[first - second > 0.1]
    assert len(clear) > 600
    regions, borders = ax.collections[::2], ax.collections[1::2]
    for k, (region, border) in enumerate(zip(regions, borders, strict=True)):
        inside = region.get_paths()[0].contains_points(clear)
        np.testing.assert_array_equal(inside, logits(clear).argmax(axis=1) == k)
        scores = logits(np.concatenate([path.vertices for path in border.get_paths()]))
        # On a border two scores are equal, and the third is below them.
        assert abs(scores[:, k] - np.delete(scores, k, axis=1).max(axis=1)).max() < 0.01


def always_right(rows):
    return np.eye(3)[NUMBER] if len(rows) == 342 else np.full((len(rows), 3), 1 / 3)


@pytest.mark.parametrize(
    ("model", "wrong", "regions"),
    [
        (lambda rows: np.eye(3)[np.full(len(rows), 0)], 191, 1),
        (lambda rows: np.eye(3)[np.full(len(rows), 2)], 219, 1),
        (always_right, 0, 0),
    ],
)
def test_penguin_regions_of_a_model_that_knows_one_species_or_all(model, wrong, regions):
    ax = plots.penguin_regions(model)
    assert ax.get_title() == f"342 penguins, {wrong} on the wrong side of a border"
    assert len(ax.collections) == regions
    for region in ax.collections:
        assert region.get_paths()[0].contains_points(POINTS).all()
    ringed = np.unique(POINTS[model(POINTS).argmax(axis=1) != NUMBER], axis=0)
    assert len(points(ax, "o")) == 151 + len(ringed)  # those of Adelie, and rings
