"""A slider over a figure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lessonlib.display import show


def explore(plot: Callable, **ranges: tuple[float, float, float, float]) -> None:
    """Put sliders under a figure's parameters and redraw it when they move.

    plot : a function of ``lessonlib.plots`` that returns Axes; the title of the figure, or of
        its only Axes, becomes the caption.
    ranges : for each parameter a tuple (start, stop, step, value), in the parameter's unit.

    >>> from lessonlib import plots
    >>> explore(plots.one_sample_cost, p=(0.01, 1, 0.01, 0.8))  # doctest: +SKIP
    """
    try:
        import ipywidgets
        from IPython.display import display
    except ImportError:
        print("The slider needs the package ipywidgets; the figure beside it shows the same.")
        return
    sliders = {
        name: ipywidgets.FloatSlider(
            description=name.replace("_", " "),
            min=start,
            max=stop,
            step=step,
            value=value,
            style={"description_width": "initial"},
        )
        for name, (start, stop, step, value) in ranges.items()
    }

    def redraw(**values):
        drawn = plot(**values)
        first = np.ravel(drawn)[0]
        show(drawn, first.figure.get_suptitle() or first.get_title())

    display(*sliders.values(), ipywidgets.interactive_output(redraw, sliders))
