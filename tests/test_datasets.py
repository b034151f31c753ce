"""The running example, which never changes."""

import numpy as np

from lessonlib import running_example


def test_the_four_samples():
    example = running_example()
    y, yhat = example
    assert y.tolist() == example.y.tolist() == [1.0, 0.0, 0.0, 1.0]
    assert yhat.tolist() == example.yhat.tolist() == [0.8, 0.3, 0.4, 0.7]
    assert (y.dtype, yhat.dtype) == (np.float64, np.float64)
    assert (y.shape, yhat.shape) == ((4,), (4,))


def test_each_call_returns_fresh_arrays():
    spoilt = running_example()
    spoilt.y[:] = 7
    spoilt.yhat[:] = 7
    assert running_example().y.tolist() == [1.0, 0.0, 0.0, 1.0]
    assert running_example().yhat.tolist() == [0.8, 0.3, 0.4, 0.7]
