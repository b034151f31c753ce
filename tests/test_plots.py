"""Every figure that a lesson shows keeps the rules, and what it cannot draw it refuses.

What each figure shows is tested by the number of its lesson, in test_plots_01.py and so on.
"""

import json
import re
import sys

import nbformat
import numpy as np
import pytest
from figures import NOTEBOOKS, broken_rules, shown
from matplotlib.figure import Figure
from matplotlib.text import Text

from lessonlib import plots
from lessonlib.display import MIME
from lessonlib.fingerprint import fingerprint
from lessonlib.plots import _drawing

every_lesson = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem[:2])
Y, SAME = [1, 0, 0, 1], np.full(4, 0.5)


@every_lesson
def test_every_figure_that_is_shown_keeps_the_rules(path):
    figures, _ = shown(path)
    found = {cell: list(broken_rules(fig)) for cell, fig in figures.items()}
    assert not {cell: broken for cell, broken in found.items() if broken}


@every_lesson
def test_a_figure_is_as_it_is_stored_whatever_a_reader_has_set(path):
    figures, looks = shown(path)
    cells = nbformat.read(path, as_version=4).cells
    outputs = [(cell.id, out) for cell in cells for out in cell.get("outputs", [])]
    stored = {cell: out.data[MIME] for cell, out in outputs if MIME in out.get("data", {})}
    assert looks.keys() == stored.keys()
    for cell, (dark, plain) in looks.items():
        assert dark == plain
        assert json.loads(json.dumps(plain[0])) == stored[cell]
        assert fingerprint(figures[cell]) == plain[0]  # though the picture has laid it out
    manager = sys.modules.get("matplotlib.pyplot")
    assert manager is None or not manager.get_fignums()


def test_every_figure_is_shown_by_the_lesson_whose_number_it_bears():
    lessons = {path.stem[:2]: path.read_text() for path in NOTEBOOKS}
    for name in plots.__all__:
        number = getattr(plots, name).__module__[-2:]
        showing = [lesson for lesson, text in lessons.items() if f"plots.{name}" in text]
        assert showing[:1] == [number], name


@pytest.mark.parametrize(
    ("wrong", "broken"),
    [
        (lambda ax: ax.set_title(""), "no title"),
        (lambda ax: ax.set_xlabel(""), "nothing says what x is"),
        (lambda ax: ax.texts[0].set_fontsize(9), "small: a curve"),
        (lambda ax: ax.texts[0].set_y(0.5), "crossed by a line: a curve"),
        (lambda ax: ax.texts[0].set(y=1.2, in_layout=False), "cut off: a curve"),
        (lambda ax: ax.text(0.52, 0.8, "note"), "on another text: note"),
        (lambda ax: ax.plot(2, 0.5, "o"), "point (2, 0.5) outside the window"),
        (lambda ax: ax.plot([0, 1], [0, 0], "-r"), "told apart by colour alone"),
        (lambda ax: ax.plot([0, 1], [0, 0], color="#9fd3f2"), "pale without an edge: a line"),
        (lambda ax: ax.fill_between([0, 1], [0, 1], color="#9fd3f2", lw=0), "pale without an edge"),
        (lambda ax: ax.patches[0].set_hatch(None), "told apart by colour alone"),
    ],
)
def test_a_broken_rule_is_seen(wrong, broken):
    fig = Figure(layout="constrained")
    ax = fig.add_subplot(title="A line", xlabel="x", xlim=(0, 1), ylim=(0, 1))
    ax.plot([0, 1], [0.5, 0.5])
    ax.text(0.5, 0.8, "a curve", fontsize=12)
    ax.bar([0.1, 0.2], [0.1, 0.1], color=["red", "blue"], hatch=["/", None], width=0.05)
    for text in ax.figure.findobj(Text):
        text.set_fontsize(12)
    assert not list(broken_rules(ax.figure))
    wrong(ax)
    assert [rule for rule in broken_rules(ax.figure) if rule.startswith(broken)]


def test_a_figure_takes_its_name_once():
    def road(ax):
        """Draw another."""

    with pytest.raises(ValueError, match="two lessons have a figure road: give one another name"):
        _drawing.figure()(road)
    assert plots.road is _drawing.FIGURES["road"]


# What the figures themselves refuse; what the maths under them refuse stands in test_checks.
HIGH = "z must hold scores up to 709: no bar is infinitely long, but z[1] is 1002."
WINDOW = "temperature must be one number from 0.1 to 5, the window of the figure, but it is "
ROWS = "predict(points) must have a row of three shares a point, shape (342, 3), but its shape is "
ABOVE = "predictions['b'] must hold probabilities between 0 and 1, but predictions['b'][1] is 1.2."
REFUSED = [
    ("information_curve", ([0.5, 0],), "marked must hold probabilities above 0"),
    ("one_sample_cost", (0,), "p must hold probabilities above 0"),
    ("code_lengths", ([1, 0], "ab"), "p must hold probabilities above 0"),
    ("code_lengths", ([0.5, 0.4], "ab"), "sum"),
    ("bit_receipt", ([1, np.inf],), "costs must hold finite bits, but costs[1] is inf."),
    ("jensen_gap", ([0.5, 0],), "q_true must hold probabilities above 0"),
    ("running_product", ([0, 1], 10), "q_true must hold probabilities above 0"),
    ("loss_shape", ([1, 2], [0, 2], [0, 1]), "y must hold labels 0 or 1, but y[1] is 2."),
    ("loss_shape", ([1, 2], [0], [0, 1]), "x and y must have the same shape"),
    ("entropy_plus_kl", ([0.8, 0.2], [0.5, 1]), "forecasts must not rule out what happens"),
    ("jensen_shannon_curve", (1,), "p must be above 0 and below 1, but it is 1."),
    ("softmax_steps", ([[2, 1, 0]],), "z must be one row of scores, shape (n,)"),
    ("softmax_steps", ([2, np.nan],), "z must hold finite numbers, but z[1] is nan."),
    ("softmax_steps", ([1, 1002],), HIGH),
    ("softmax_temperature", (0,), WINDOW + "0."),
    ("softmax_temperature", (5.1,), WINDOW + "5.1."),
    ("penguin_regions", (lambda rows: np.full((342, 2), 0.5),), ROWS + "(342, 2)."),
    ("penguin_regions", (lambda rows: rows,), "predict(points) must hold probabilities"),
    *(
        ("clipped_loss", (e,), f"exponent must be a whole number from 2 to 16, but it is {e}.")
        for e in (1, 17, 7.5, np.nan)
    ),
    ("scoring_rules", (1,), "truth must be one number above 0 and below 1, but it is 1."),
    ("loss_parts", ([0.5], {"sure": [1]}), "rule out what happens, but 'sure' does"),
    ("loss_parts", ([0.5] * 2, {"short": [0.5]}), "truth and forecasts['short']"),
    ("reliability_diagram", (Y, {}), "predictions is empty"),
    ("reliability_diagram", (Y, {"a": Y, "b": [0, 1.2]}), ABOVE),
    ("reliability_diagram", (Y, {"a": [0.5]}), "y and predictions['a'] must have the same shape"),
    ("reliability_diagram", ([0, 2], {"a": [0, 1]}), "labels 0 or 1, but y[1] is 2."),
    ("cost_curve", ([0, 2], [0, 1], 1, 4), "y[1] is 2."),
    ("cost_curve", ([0, 1], [0, 1.5], 1, 4), "yhat[1] is 1.5."),
    ("cost_curve", (np.eye(2), np.eye(2), 1, 4), "y must hold one number a sample"),
    ("cost_curve", (Y, SAME, 0, 4), "wasted must be one number above 0, but it is 0."),
    ("cost_curve", (Y, SAME, 1, np.inf), "missed must be one number above 0, but it is inf."),
]


@pytest.mark.parametrize(("name", "arguments", "sentence"), REFUSED)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(name, arguments, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        getattr(plots, name)(*arguments)


def test_predictions_without_a_name_are_refused():
    with pytest.raises(TypeError, match=r"^predictions must be a dict of names, but it is \[0.5\]"):
        plots.reliability_diagram([1], [0.5])
