"""The figures of the lessons, one function each.

Every function draws on the Axes it is given, or on a new figure, and returns the Axes. New figures
are plain ``matplotlib.figure.Figure`` objects: pyplot is not involved, and no setting outlives the
call. Limits and ticks are set here rather than left to matplotlib, so that a figure says the same
thing with every release of it.
"""

from lessonlib.plots.capstone import cost_curve, reliability_diagram, scoring_rules
from lessonlib.plots.fitting import (
    batch_paths,
    descent_paths,
    descent_walk,
    loss_surface,
    newton_steps,
    shuttle_at,
    shuttle_fit,
    squared_error_bend,
)
from lessonlib.plots.information import (
    code_lengths,
    entropy_curve,
    information_curve,
    one_hot_row,
    one_sample_cost,
)
from lessonlib.plots.likelihood import four_rulers, freezing_product
from lessonlib.plots.losses import bce_curves, broadcast_table, loss_shape
from lessonlib.plots.means import bit_receipt, jensen_gap
from lessonlib.plots.numerics import clipped_loss, digits_kept
from lessonlib.plots.relative import (
    asymmetry,
    entropy_plus_kl,
    forward_reverse_fit,
    information_bars,
    jensen_shannon_curve,
    kin_map,
)
from lessonlib.plots.road import road
from lessonlib.plots.softmax import penguin_regions, softmax_steps, softmax_temperature

__all__ = [
    "asymmetry",
    "batch_paths",
    "bce_curves",
    "bit_receipt",
    "broadcast_table",
    "clipped_loss",
    "code_lengths",
    "cost_curve",
    "descent_paths",
    "descent_walk",
    "digits_kept",
    "entropy_curve",
    "entropy_plus_kl",
    "forward_reverse_fit",
    "four_rulers",
    "freezing_product",
    "information_bars",
    "information_curve",
    "jensen_gap",
    "jensen_shannon_curve",
    "kin_map",
    "loss_shape",
    "loss_surface",
    "newton_steps",
    "one_hot_row",
    "one_sample_cost",
    "penguin_regions",
    "reliability_diagram",
    "road",
    "scoring_rules",
    "shuttle_at",
    "shuttle_fit",
    "softmax_steps",
    "softmax_temperature",
    "squared_error_bend",
]
