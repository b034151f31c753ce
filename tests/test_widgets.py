"""The slider redraws its figure, and its absence is said in a sentence."""

import sys

import pytest

from lessonlib import plots
from lessonlib.widgets import explore


def test_moving_the_slider_redraws_the_figure(monkeypatch, capsys):
    pytest.importorskip("ipywidgets")
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *widgets: shown.extend(widgets))
    explore(plots.one_sample_cost, p=(0.01, 1, 0.01, 0.8))
    slider, _ = shown
    assert (slider.min, slider.max, slider.step, slider.value) == (0.01, 1, 0.01, 0.8)
    assert slider.description == "p"
    assert "Figure: What was given 0.8 costs 0.3219 bits" in capsys.readouterr().out
    slider.value = 0.5
    assert "Figure: What was given 0.5 costs 1 bit" in capsys.readouterr().out


def test_without_ipywidgets_it_says_so(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    explore(plots.one_sample_cost, p=(0.01, 1, 0.01, 0.8))
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert "ipywidgets" in printed


def test_a_figure_of_two_axes_has_the_figures_title_as_its_caption(monkeypatch, capsys):
    pytest.importorskip("ipywidgets")
    monkeypatch.setattr("IPython.display.display", lambda *widgets: None)
    explore(plots.scoring_rules, truth=(0.05, 0.95, 0.05, 0.7))
    assert "Figure: Probability 0.7: say 0.7 on the left" in capsys.readouterr().out
