"""Exercises of lesson 06: fitting a logistic regression."""

from __future__ import annotations

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _table(*x: float) -> np.ndarray:
    return np.column_stack([np.ones(len(x)), x])


def _error(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(X @ w))) - y


def _slope(X: np.ndarray, w: np.ndarray) -> np.ndarray:
    p = 1 / (1 + np.exp(-(X @ w)))
    return p * (1 - p)


def _gradient(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    return X.T @ _error(X, y, w) / len(y)


def _hessian(X: np.ndarray, w: np.ndarray) -> np.ndarray:
    return X.T @ (_slope(X, w)[:, None] * X) / len(X)


TABLES = {
    "three rows, two columns": (
        _table(1.0, 2.0, 4.0),
        np.array([0.0, 1.0, 1.0]),
        np.array([0.3, -0.2]),
    ),
    "five rows, three columns, four labels 1": (
        np.column_stack([_table(0.5, -1.0, 2.0, 3.0, -2.0), [1.0, 0.0, 2.0, -1.0, 1.5]]),
        np.array([1.0, 1.0, 0.0, 1.0, 1.0]),
        np.array([0.1, 0.4, -0.6]),
    ),
}
_UPHILL = "the sign is turned: label minus prediction points uphill. The gradient has ŷ − y."

EXERCISES = [
    Exercise(
        id="6.1",
        wanted="two slopes, [against b, against w]",
        code="slopes = [0, -0.3125]",
        why="Every ŷ is ½. Against b: the mean of ½ − y, and half of the labels are 1, so 0. "
        "Against w: the mean of (½ − y)·x = (9 − 11.5)/8, where 9 is half the sum of all "
        "hours, and 11.5 the sum of the hours of those who passed.",
        deepen="the slope against w is negative: a larger w makes the loss smaller, as you "
        "predicted.",
        mistakes=[
            Mistake([0, 0.3125], "the size is right. It is prediction minus label, ½ − y."),
            Mistake(
                [0, -2.5], "this is the sum over the students. The loss is a mean: divide by 8."
            ),
            Mistake(
                [0, 2.5], "this is a sum, and label minus prediction. Divide by 8, turn the sign."
            ),
            Mistake([-0.3125, 0], "right numbers, in the other order: first b, then w."),
            Mistake(
                [0, -0.1563], "the factor ŷ(1 − ŷ) of squared error slipped in, or an extra ½."
            ),
            Mistake([0, -0.0781], "the factor ŷ(1 − ŷ) = ¼ belongs to squared error, not here."),
            Mistake([-0.5, -1.4375], "this is −mean(y·x): the prediction ½ is missing."),
            Mistake([0.5, 1.125], "this is the mean of ŷ·x: the labels are missing."),
        ],
        hints=[
            "σ(0) = ½ for everybody. What is ŷ − y for label 1, and for label 0?",
            "Against b: the mean of ŷ − y. How many of the eight passed?",
            "Against w: np.mean((0.5 - y) * x).",
        ],
    ),
    Exercise(
        id="6.2",
        wanted="code that returns the gradient of the mean loss, one slope a column of X",
        code='''
def gradient(X, y, w):
    """Return the gradient of the mean cross-entropy in nats; X has shape (m, k)."""
    yhat = 1 / (1 + np.exp(-(X @ w)))
    return X.T @ (yhat - y) / len(y)
''',
        why="X @ w is the logit of each row, the sigmoid makes it a probability, and Xᵀ adds up (ŷ "
        "− y) times each column. The mean divides by m.",
        deepen="the same three lines fit a model with a thousand columns.",
        probes=TABLES,
        mistakes=[
            Mistake(lambda X, y, w: -X.T @ _error(X, y, w) / len(y), _UPHILL),
            Mistake(lambda X, y, w: -X.T @ _error(X, y, w), _UPHILL),
            Mistake(
                lambda X, y, w: X.T @ _error(X, y, w),
                "this is the gradient of the total. The loss is a mean: divide by m = len(y).",
            ),
            Mistake(
                lambda X, y, w: X.T @ _error(X, y, w) / X.shape[1],
                "you divide by the number of columns. The mean is over the rows: len(y).",
            ),
            Mistake(
                lambda X, y, w: X.T @ _error(X, y, w) / X.size,
                "you divide by all the cells of X. The mean is over the rows: len(y).",
            ),
            Mistake(
                lambda X, y, w: X.T @ (X @ w - y) / len(y),
                "the sigmoid is missing: this is the gradient of least squares with a straight "
                "line, up to a factor.",
            ),
            Mistake(
                lambda X, y, w: X.T @ (_error(X, y, w) * _slope(X, w)) / len(y),
                "the factor ŷ(1 − ŷ) belongs to squared error. For cross-entropy it cancels.",
            ),
            Mistake(
                lambda X, y, w: 2 * X.T @ (_error(X, y, w) * _slope(X, w)) / len(y),
                "this is the gradient of the squared error. For cross-entropy no factor ŷ(1 − ŷ) "
                "is left.",
            ),
            Mistake(
                lambda X, y, w: X.T @ _error(X, y, w) / len(y) / np.log(2),
                "this is the gradient in bits. It is right, in another unit: here nats are asked "
                "for.",
            ),
            Mistake(
                lambda X, y, w: np.mean(_error(X, y, w)),
                "this is the slope against the intercept alone. Each column of X has its own.",
            ),
            Mistake(
                lambda X, y, w: X.T @ (1 / (1 + np.exp(-1 / (1 + np.exp(-(X @ w))))) - y) / len(y),
                "the sigmoid is applied twice: its result is a probability already.",
            ),
            Mistake(
                lambda X, y, w: X.T @ (1 / (1 + np.exp(-(X[:, 1:] @ w[1:]))) - y) / len(y),
                "the intercept is left out of the logit: X has a column of ones for it, so X @ w "
                "is enough.",
            ),
            Mistake(
                lambda X, y, w: X * _error(X, y, w)[:, None],
                "these are the slopes of each row. Take their mean over the rows, axis 0.",
            ),
        ],
        hints=[
            "Three steps: logits X @ w, probabilities, and the mean of (ŷ − y) times each column.",
            "X.T @ v adds up v times each column of X.",
        ],
        equivalents=[
            lambda X, y, w: np.mean((_error(X, y, w))[:, None] * X, axis=0),
            lambda X, y, w: _error(X, y, w) @ X / len(y),
            lambda X, y, w: [float(np.mean(_error(X, y, w) * column)) for column in X.T],
        ],
    ),
    Exercise(
        id="6.3",
        wanted="a probability, to 4 decimals",
        code="border = 1 / 3",
        why="2, p and (1 − p)² are not negative, so the sign is that of 3p − 1: negative for p < "
        "⅓.",
        deepen="p < ⅓ with label 1 is a miss: squared error bends the wrong way where "
        "the model is badly wrong.",
        mistakes=[
            Mistake(3, "at 3p − 1 = 0, p is not 3 but its inverse."),
            Mistake(0.5, "½ is where the model changes its mind. Solve 3p − 1 = 0."),
            Mistake(0.6667, "that is 1 − p. The formula has p itself: solve 3p − 1 = 0."),
            Mistake(1, "at 1 the second derivative is 0, but does it change its sign there?"),
            Mistake(0, "at 0 the second derivative is 0, but where does it change its sign?"),
        ],
        hints=[
            "The factors p and (1 − p)² are never negative. Which factor can be?",
            "Solve 3p − 1 = 0 for p.",
        ],
        equivalents=[0.3333],
    ),
    Exercise(
        id="6.4",
        wanted="code that returns the weights after one Newton step from w",
        code='''
def newton_step(X, y, w):
    """Return the weights after one Newton step from w."""
    yhat = 1 / (1 + np.exp(-(X @ w)))
    H = X.T @ ((yhat * (1 - yhat))[:, None] * X) / len(y)
    return w - np.linalg.solve(H, X.T @ (yhat - y) / len(y))
''',
        why="np.linalg.solve(H, g) is H⁻¹g without forming the inverse. [:, None] turns the "
        "weights ŷ(1 − ŷ) into a column, so that each row of X is multiplied by its own.",
        deepen="leave out 1/m in both places, and the step is the same: it cancels.",
        probes=TABLES,
        mistakes=[
            Mistake(
                lambda X, y, w: w - np.linalg.solve(X.T @ X / len(y), _gradient(X, y, w)),
                "XᵀX lacks the weights ŷ(1 − ŷ): that is the curvature of least squares with a "
                "straight line.",
            ),
            Mistake(
                lambda X, y, w: w + np.linalg.solve(_hessian(X, w), _gradient(X, y, w)),
                "the step goes uphill: it is w minus H⁻¹ times the gradient.",
            ),
            Mistake(
                lambda X, y, w: w - _gradient(X, y, w),
                "this is a step of gradient descent with rate 1. Newton divides by the curvature: "
                "solve with H.",
            ),
            Mistake(
                lambda X, y, w: w - np.linalg.solve(_hessian(X, w) * len(y), _gradient(X, y, w)),
                "the step is m times too short: H lacks its 1/m, and the gradient has it.",
            ),
            Mistake(
                lambda X, y, w: w - np.linalg.solve(_hessian(X, w), _gradient(X, y, w)) * len(y),
                "the step is m times too long: the gradient lacks its 1/m, and H has it.",
            ),
            Mistake(
                lambda X, y, w: -np.linalg.solve(_hessian(X, w), _gradient(X, y, w)),
                "this is the step alone. Add it to the weights w.",
            ),
            Mistake(
                lambda X, y, w: w - _hessian(X, w) @ _gradient(X, y, w),
                "you multiply by H. A sharp curve needs a short step: divide, with "
                "np.linalg.solve(H, gradient).",
            ),
            Mistake(
                lambda X, y, w: np.linalg.solve(X.T @ X, X.T @ y),
                "this is linear regression: the sigmoid and the weights ŷ(1 − ŷ) are missing.",
            ),
        ],
        hints=[
            "You have the gradient from 6.2. What is missing is H, and a linear system.",
            "H = X.T @ (s[:, None] * X) / m, with s = yhat * (1 - yhat).",
            "np.linalg.solve(H, gradient) gives H⁻¹ times the gradient; take it from w.",
        ],
        equivalents=[
            lambda X, y, w: w - np.linalg.inv(_hessian(X, w)) @ _gradient(X, y, w),
            lambda X, y, w: np.linalg.solve(
                X.T @ (_slope(X, w)[:, None] * X),
                X.T @ (_slope(X, w) * (X @ w) - _error(X, y, w)),
            ),
        ],
    ),
    Exercise(
        id="6.5",
        choices=("rate too small", "classes separated", "wrong gradient"),
        code='cause = "classes separated"',
        why="The loss is nearly 0 and the weight grows by a fixed amount for each tenfold of "
        "steps: ln 10 = 2.30. There is no minimum to arrive at.",
        deepen="a larger rate would only walk faster towards a place that does not exist.",
        mistakes=[
            Mistake(
                "rate too small",
                "with a small rate and a minimum, the walk slows down as it comes near. This one "
                "gains 2.30 for each tenfold of steps, without end.",
            ),
            Mistake(
                "wrong gradient",
                "a wrong gradient would hardly bring the loss down to 0.0001.",
            ),
        ],
        hints=[
            "What is 6.91 − 4.59, and what is 9.21 − 6.91?",
            "A walk towards a minimum gains less and less. How small is the loss already?",
        ],
    ),
    Exercise(
        id="6.6",
        choices=("2.3", "10.2", "12.6", "0.1"),
        code='factor = "10.2"',
        why="Ten degrees colder raise the logit by 10 · 0.2322 = 2.322. The logit is the logarithm "
        "of the odds, so the odds are multiplied by e to the power of 2.322.",
        deepen="it multiplies the odds, wherever you start. What that does to the probability "
        "depends on where you are: the sigmoid is flat near 0 and 1.",
        mistakes=[
            Mistake("2.3", "2.3 is added to the logit. The odds are e to the power of the logit."),
            Mistake("12.6", "factors are multiplied, not added: 1.26 to the power of 10."),
            Mistake("0.1", "that is for ten degrees warmer. Colder makes distress more likely."),
        ],
        hints=[
            "One degree colder multiplies the odds by 1.26. What do two degrees do?",
            "It is 1.26 to the power of 10.",
        ],
    ),
]
