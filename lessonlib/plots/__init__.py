"""The figures of the lessons, one function each, in the module of the lesson that shows it first.

Every function draws a new figure and returns its Axes: one, or an array of its panels. Figures are
plain ``matplotlib.figure.Figure`` objects: pyplot is not involved, and no setting outlives the
call. Limits and ticks are set here rather than left to matplotlib, so that a figure says the same
thing with every release of it. What its parameters do not allow is refused as the maths does it:
with ValueError where a number or a shape is wrong, with TypeError where there is no number.
"""

from importlib import import_module
from pkgutil import iter_modules

from lessonlib.plots._drawing import FIGURES

for _module in iter_modules(__path__):
    if _module.name.startswith("lesson"):
        import_module(f"{__name__}.{_module.name}")

__all__ = [*FIGURES]
globals().update(FIGURES)
