"""Functions, figures and exercises of the cross-entropy lessons.

The maths is imported here and needs numpy only; ``lessonlib.plots``, ``lessonlib.display``,
``lessonlib.widgets`` and ``lessonlib.exercises`` are imported by name where they are used.
"""

import logging

from lessonlib.datasets import running_example
from lessonlib.information import (
    cross_entropy,
    entropy,
    information_content,
    one_hot,
    relative_entropy,
)
from lessonlib.likelihood import (
    likelihood,
    log_likelihood,
    negative_log_likelihood,
    true_class_probability,
)
from lessonlib.losses import (
    BCE,
    BCE_from_logits,
    categorical_cross_entropy,
    logit,
    sigmoid,
    softmax,
    softmax_cross_entropy,
)

__all__ = [
    "BCE",
    "BCE_from_logits",
    "categorical_cross_entropy",
    "cross_entropy",
    "entropy",
    "information_content",
    "likelihood",
    "log_likelihood",
    "logit",
    "negative_log_likelihood",
    "one_hot",
    "relative_entropy",
    "running_example",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "true_class_probability",
]

# On a new machine matplotlib says on stderr that it lists the fonts: no lesson shows that.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
