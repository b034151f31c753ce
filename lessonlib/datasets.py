"""The data of the lessons."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class RunningExample(NamedTuple):
    """Four labels and a model's predicted probabilities that each label is 1."""

    y: NDArray[np.float64]
    yhat: NDArray[np.float64]


def running_example() -> RunningExample:
    """Return the four labelled samples that every lesson works with.

    Returns
    -------
    A named tuple (y, yhat) of two arrays, shape (4,): labels 0 or 1, and predicted
    probabilities that the label is 1.

    >>> y, yhat = running_example()
    >>> yhat
    array([0.8, 0.3, 0.4, 0.7])
    """
    return RunningExample(y=np.array([1.0, 0.0, 0.0, 1.0]), yhat=np.array([0.8, 0.3, 0.4, 0.7]))
