"""Exercises of lesson 07: softmax and many classes."""

from __future__ import annotations

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _largest(Z: np.ndarray) -> np.ndarray:
    return Z.max(axis=1, keepdims=True)


def _sums(e: np.ndarray) -> np.ndarray:
    return e.sum(axis=1, keepdims=True)


def _shifted(Z: np.ndarray) -> np.ndarray:
    return np.exp(Z - _largest(Z))


def _softmax(Z: np.ndarray) -> np.ndarray:
    return _shifted(Z) / _sums(_shifted(Z))


def _naive(Z: np.ndarray) -> np.ndarray:
    return np.exp(Z) / _sums(np.exp(Z))


def _sigmoid(Z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-Z))


def _picked(y: np.ndarray, Q: np.ndarray) -> np.ndarray:
    return Q[np.arange(len(y)), y]


def _costs(y: np.ndarray, Q: np.ndarray) -> np.ndarray:
    return -np.log2(_picked(y, Q))


def _one_hot(y: np.ndarray, Q: np.ndarray) -> np.ndarray:
    return np.eye(Q.shape[1])[y]


def _cells(y: np.ndarray, Q: np.ndarray) -> np.ndarray:
    """Element-wise BCE in bits of every cell, with 0 · log 0 = 0."""
    return -np.log2(np.where(_one_hot(y, Q) > 0, Q, 1 - Q))


# Without the largest taken away, and with it: most slips are made in both.
EXPONENTIALS = (np.exp, _shifted)
TINY = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)

_OVERFLOW = (
    "right for small scores. But e¹⁰⁰⁰ is inf and e⁻¹⁰⁰⁰ is 0, and inf/inf and 0/0 are nan. Take "
    "each row's largest score away first."
)
_WHOLE_SUM = (
    "the shares of the whole table add up to 1. Each row is a sample, and must add up to 1 by "
    "itself."
)
_COLUMN_SUM = (
    "each column adds up to 1: axis=0 runs down the columns, over the samples. The classes of a "
    "sample lie side by side: which axis is that?"
)
_WHOLE_LARGEST = (
    "the largest score of the whole table is taken away. A row far below it is left with "
    "exponentials of 0, and 0/0 is nan. Each row has its own largest."
)
_COLUMN_LARGEST = (
    "the largest score of each column is taken away: in one row, a different number from each "
    "score. That changes the differences. Take one number from a whole row."
)
_CUT_OFF = (
    "scores that are cut off lose their differences: 1000, 1001, 999 and 998 became alike. Take "
    "each row's largest away instead."
)
_LOGARITHMS = "these are the logarithms of the shares: none is above 0. The shares are asked for."
_COSTS = "these are the costs of the classes, −ln q. Their shares q are asked for."
_ONE_ROW = (
    "these are the shares of one row alone. In a loop, does return stand inside it, or does each "
    "row overwrite the one before?"
)
_CLIPPED = (
    "a small number stands in the place of 0. It hides the one case that matters: a true class "
    "with the share 0 costs inf. Leave it out."
)
_EVERY_ROW = (
    "Q[:, y] takes whole columns: every row meets every label, in a table of shape (m, m). In the "
    "place of the colon, list the rows: 0, 1, …, m − 1."
)
_AGAIN = "a softmax is applied to Q, and its rows are probabilities already. Use them as they are."
_ZERO_SHARE = (
    "right, until a share of Q is 0: 0 · log₂ 0 is nan. Pick the true class's share first, and "
    "take its logarithm then."
)

EXERCISES = [
    Exercise(
        id="7.1",
        wanted="code that returns the softmax of each row of Z, for large scores too",
        code='''
def softmax(Z):
    """Return the softmax of each row of Z, shape (m, n); large scores must not overflow."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
''',
        why="axis=1 goes along each row, and keepdims=True leaves the m results in a column, (m, "
        "1), that numpy lays beside each column of Z. After the shift the largest exponential of a "
        "row is 1: nothing overflows, and no sum is 0.",
        deepen="a score 2000 below the largest gets the share 0.0. On paper it is more than 0: "
        "lesson 08 asks what that does to a logarithm.",
        probes={
            "a table of shape (2, 3)": (np.array([[2.0, 1.0, 0.0], [-1.0, 0.5, 3.0]]),),
            "a table of shape (4, 2)": (
                np.array([[0.0, 3.0], [-1.0, -1.0], [5.0, 4.5], [-400.0, -401.0]]),
            ),
            "scores near 1000 and near −1000, a table of shape (3, 4)": (
                np.array(
                    [
                        [1000.0, 1001.0, 999.0, 998.0],
                        [-1000.0, -1001.0, -998.5, -999.0],
                        [1000.0, -1000.0, 0.0, -999.0],
                    ]
                ),
            ),
        },
        mistakes=[
            Mistake(_naive, _OVERFLOW),
            *[Mistake(lambda Z, f=f: f(Z) / f(Z).sum(), _WHOLE_SUM) for f in EXPONENTIALS],
            Mistake(lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(), _WHOLE_SUM),
            *[Mistake(lambda Z, f=f: f(Z) / f(Z).sum(axis=0), _COLUMN_SUM) for f in EXPONENTIALS],
            Mistake(
                lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=0),
                _COLUMN_SUM,
            ),
            Mistake(
                lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=0),
                _COLUMN_SUM,
            ),
            Mistake(lambda Z: _naive(Z - Z.max()), _WHOLE_LARGEST),
            Mistake(
                lambda Z: np.nan_to_num(_naive(Z - Z.max())),
                _WHOLE_LARGEST + " np.nan_to_num only hides that.",
            ),
            Mistake(
                lambda Z: np.exp(Z - Z.max()) / (_sums(np.exp(Z - Z.max())) + 1e-12),
                _WHOLE_LARGEST + " A small number below the line only hides that.",
            ),
            Mistake(lambda Z: _naive(Z - Z.max(axis=0)), _COLUMN_LARGEST),
            Mistake(
                lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(),
                _COLUMN_LARGEST + " And each row needs a sum of its own.",
            ),
            Mistake(
                lambda Z: _naive(Z - _largest(np.abs(Z))),
                "the largest score without its sign is taken away: the row (−400, −401) went down "
                "to −800 and below, and 0/0 is nan. Take the largest itself, −400.",
            ),
            Mistake(
                lambda Z: _naive(Z - 1000),
                "a fixed number is taken away: scores near 0 are left with exponentials of 0, and "
                "0/0 is nan. Take each row's own largest away.",
            ),
            Mistake(
                lambda Z: _naive(Z - Z.min(axis=1, keepdims=True)),
                "the smallest score of a row is taken away, and the largest can still be 2000 "
                "above it: e²⁰⁰⁰ is inf. Take the largest away.",
            ),
            *[
                Mistake(
                    lambda Z, middle=middle: _naive(Z - middle(Z, axis=1, keepdims=True)),
                    "the middle of a row is taken away, and its largest score can still be 1000 "
                    "above that: e¹⁰⁰⁰ is inf. Take the largest away.",
                )
                for middle in (np.mean, np.median)
            ],
            *[
                Mistake(lambda Z, low=low, high=high: _naive(np.clip(Z, low, high)), _CUT_OFF)
                for high in (30, 700, 709)
                for low in (-high, None)
            ],
            Mistake(
                lambda Z: np.exp(Z) / (_sums(np.exp(Z)) + 1e-12),
                "a small number below the line mends 0/0, and not inf/inf; and the row near −1000 "
                "came out as zeros. Take each row's largest score away instead.",
            ),
            Mistake(
                lambda Z: np.nan_to_num(_naive(Z)),
                "np.nan_to_num makes 0 of nan, and rows of zeros are no shares. Mend the cause: "
                "e¹⁰⁰⁰ is inf. Take each row's largest score away first.",
            ),
            Mistake(
                lambda Z: Z / _sums(Z),
                "the exponential is missing: the scores themselves are divided by their sum, and a "
                "share came out negative.",
            ),
            Mistake(
                lambda Z: Z / Z.sum(),
                "the exponential is missing, and the sum is over the whole table. Exponentials "
                "first, then a sum for each row.",
            ),
            Mistake(
                lambda Z: (Z - _largest(Z)) / _sums(Z - _largest(Z)),
                "the exponential is missing: the largest score of each row got the share 0.",
            ),
            Mistake(
                lambda Z: np.exp(Z / _sums(Z)),
                "the exponential comes too late: the scores are divided by their sum before it. "
                "First the exponentials, then their sum.",
            ),
            *[
                Mistake(
                    lambda Z, base=base: _softmax(Z * np.log(base)),
                    f"where a score is larger by 1, the share is {base} times as large: powers of "
                    f"{base}. The softmax takes powers of e: np.exp.",
                )
                for base in (2, 10)
            ],
            Mistake(
                _sigmoid,
                "this is the sigmoid of each cell by itself: the rows do not add up to 1. In a "
                "softmax the classes of a row share one sum.",
            ),
            Mistake(
                lambda Z: _sigmoid(Z) / _sums(_sigmoid(Z)),
                "these are sigmoids, divided by their sum. The softmax divides exponentials.",
            ),
            Mistake(np.exp, "these are the exponentials. Divide each by the sum of its row."),
            Mistake(
                _shifted,
                "the largest of each row came out as 1.0000, so the row adds up to more. Divide by "
                "the sum of the row.",
            ),
            Mistake(
                lambda Z: np.exp(Z) / _largest(np.exp(Z)),
                "the exponentials are divided by the largest of their row. Divide by their sum.",
            ),
            *[
                Mistake(lambda Z, f=f: np.log(f(Z) / _sums(f(Z))), _LOGARITHMS)
                for f in EXPONENTIALS
            ],
            Mistake(lambda Z: Z - np.log(_sums(np.exp(Z))), _LOGARITHMS),
            Mistake(
                lambda Z: Z - np.logaddexp.reduce(Z, axis=1, keepdims=True),
                _LOGARITHMS + " One np.exp is missing.",
            ),
            *[Mistake(lambda Z, f=f: -np.log(f(Z) / _sums(f(Z))), _COSTS) for f in EXPONENTIALS],
            *[
                Mistake(
                    lambda Z, away=away: (np.exp(Z) - away(Z)) / _sums(np.exp(Z) - away(Z)),
                    "the largest is taken away from the exponentials, and they have overflowed by "
                    "then. Take it away from the scores: np.exp(Z - …).",
                )
                for away in (_largest, lambda Z: _largest(np.exp(Z)))
            ],
            Mistake(
                lambda Z: np.exp(Z) / _largest(np.exp(Z)) / _sums(np.exp(Z) / _largest(np.exp(Z))),
                "the exponentials are divided by their largest, and they have overflowed by then. "
                "Do it before np.exp, where dividing is subtracting: np.exp(Z - …).",
            ),
            Mistake(
                lambda Z: (np.exp(Z) - _largest(Z)) / _sums(np.exp(Z)),
                "the largest is taken away outside the exponential, and above the line only. It "
                "belongs inside: np.exp(Z - …).",
            ),
            Mistake(
                lambda Z: _naive(Z) - _largest(Z),
                "the largest score is taken away from the shares. Take it away from the scores, "
                "inside np.exp.",
            ),
            Mistake(
                lambda Z: _shifted(Z) / _sums(np.exp(Z)),
                "the shift is above the line only. Below it the same exponentials are added up: "
                "give np.exp(Z - …) a name, and use it twice.",
            ),
            Mistake(
                lambda Z: np.exp(Z) / _sums(_shifted(Z)),
                "the shift is below the line only. Above it stand the same exponentials: give "
                "np.exp(Z - …) a name, and use it twice.",
            ),
            *[
                Mistake(
                    lambda Z, shift=shift: np.exp(shift(Z)) / np.exp(_sums(shift(Z))),
                    "you divide by the exponential of the sum. It is the sum of the exponentials.",
                )
                for shift in (lambda Z: Z, lambda Z: Z - _largest(Z))
            ],
            *[
                Mistake(
                    lambda Z, f=f: f(Z) / f(Z).mean(axis=1, keepdims=True),
                    "you divide by the mean of each row, so a row adds up to n. Divide by its sum.",
                )
                for f in EXPONENTIALS
            ],
            *[
                Mistake(
                    lambda Z, f=f: f(Z) / Z.shape[1],
                    "you divide by n, the number of classes. Divide by the sum of the row's "
                    "exponentials.",
                )
                for f in EXPONENTIALS
            ],
            *[
                Mistake(
                    lambda Z, f=f: f(Z) / len(Z),
                    "you divide by m, the number of rows. Divide by the sum of the row's "
                    "exponentials.",
                )
                for f in EXPONENTIALS
            ],
            *[
                Mistake(
                    lambda Z, axis=axis: _softmax(Z) / Z.shape[axis],
                    f"right shares, and divided by {name} once more: a row adds up to 1/{name}.",
                )
                for axis, name in ((0, "m"), (1, "n"))
            ],
            *[
                Mistake(
                    lambda Z, f=f: f(Z) / np.linalg.norm(f(Z), axis=1, keepdims=True),
                    "the squares of a row add up to 1 here: it is divided by its length. Divide by "
                    "the sum.",
                )
                for f in EXPONENTIALS
            ],
            *[
                Mistake(
                    soft_minimum,
                    "the smallest score of a row got the largest share: a sign in the exponent is "
                    "turned.",
                )
                for soft_minimum in (lambda Z: _softmax(-Z), lambda Z: _naive(_largest(Z) - Z))
            ],
            *[
                Mistake(
                    hard,
                    "the largest score of a row took everything. That is the maximum; softly, each "
                    "class gets a share.",
                )
                for hard in (
                    lambda Z: 1.0 * (_largest(Z) == Z),
                    lambda Z: np.eye(Z.shape[1])[Z.argmax(axis=1)],
                )
            ],
            *[
                Mistake(
                    lambda Z, f=f: f(f(Z)),
                    "the softmax is applied twice: the second one takes the shares for scores.",
                )
                for f in (_softmax, _naive)
            ],
            Mistake(
                lambda Z: _softmax(Z / _largest(Z)),
                "you divide by the largest score, and that changes the differences. Subtract it.",
            ),
            Mistake(
                lambda Z: _softmax((Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1)[:, None]),
                "each row is brought to standard deviation 1, and that changes the differences. "
                "Only subtracting is free.",
            ),
            Mistake(
                lambda Z: _softmax(Z).T,
                "right shares, and the table is turned over: rows became columns. Turn it back "
                "with .T.",
            ),
            Mistake(lambda Z: _softmax(Z)[0], _ONE_ROW),
            Mistake(lambda Z: _softmax(Z)[-1], _ONE_ROW),
            Mistake(lambda Z: _naive(Z)[0], _ONE_ROW),
            Mistake(lambda Z: _naive(Z)[-1], _ONE_ROW),
        ],
        hints=[
            "Three steps for each row: take its largest score away, exponentials, divide by their "
            "sum.",
            "Z.max(axis=1) has shape (m,), and numpy lays it along the columns. With "
            "keepdims=True it stays a column, (m, 1), and meets the rows.",
            "e = np.exp(Z - Z.max(axis=1, keepdims=True)). Divide e by its sum in the same way.",
        ],
        equivalents=[
            lambda Z: (_shifted(Z).T / _shifted(Z).sum(axis=1)).T,
            lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)),
            lambda Z: 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2),
            lambda Z: [np.exp(z - max(z)) / sum(np.exp(z - max(z))) for z in Z],
            lambda Z: [(np.exp(z - z.max()) / np.exp(z - z.max()).sum()).tolist() for z in Z],
            lambda Z: np.apply_along_axis(lambda z: _softmax(z[None])[0], 1, Z),
            lambda Z: _shifted(Z) / (_sums(_shifted(Z)) + 1e-12),
            lambda Z: _naive(Z - Z.max(axis=-1)[:, np.newaxis] + 1),
        ],
    ),
    Exercise(
        id="7.2",
        wanted="a probability, to 4 decimals",
        code="prob = 1 / (1 + np.exp(-(3 - 1)))",
        why="Only the difference counts: z = 3 − 1 = 2, and σ(2) = 1/(1 + e⁻²). The softmax gives "
        "the same, e³/(e³ + e¹).",
        deepen="scores 103 and 101 give the same probability, and so do 2 and 0.",
        mistakes=[
            Mistake(0.9526, "0.9526 is σ(3), A against a score of 0. B has the score 1."),
            Mistake(0.7311, "0.7311 is σ(1), for scores that differ by 1. By how much do these?"),
            Mistake(0.9820, "0.9820 is σ(4): the scores are added. Take their difference."),
            Mistake(0.1192, "0.1192 is the probability of B. A has the higher score."),
            Mistake(0.0474, "0.0474 is 1 − σ(3): the share of B, if B had the score 0."),
            Mistake(0.2689, "0.2689 is σ(−1). A has the higher score, so its share is above ½."),
            Mistake(
                0.75,
                "0.75 is 3/4, the scores over their sum. Where is the exponential? With scores 103 "
                "and 101 you would get nearly ½.",
            ),
            Mistake(0.8, "0.8 comes from powers of 2: 8/(8 + 2). The softmax has powers of e."),
            Mistake(0.9901, "0.9901 comes from powers of 10. The softmax has powers of e."),
            Mistake(
                7.3891, "this is e², the odds of A to B. A probability is odds/(1 + odds), below 1."
            ),
            Mistake(20.0855, "this is e³, A's exponential. Divide it by the sum of both."),
            Mistake(2, "this is the logit, the difference of the scores. Now the sigmoid of it."),
            Mistake(0.1353, "0.1353 is e⁻², the odds of B to A. The sigmoid divides 1 by 1 + e⁻²."),
            Mistake(1.1353, "1.1353 is 1 + e⁻². The sigmoid is 1 divided by it."),
            Mistake(0.1831, "0.1831 is a cost in bits, −log₂ of the probability asked for."),
            Mistake(0.1269, "0.1269 is a cost in nats, −ln of the probability asked for."),
            *[
                Mistake(percent, "this is a percentage. A probability lies between 0 and 1.")
                for percent in (88, 88.1, 88.08)
            ],
        ],
        hints=[
            "Take B's score away from both. What is left of A's?",
            "It is σ(2) = 1/(1 + e⁻²): np.exp(-2) is e⁻².",
        ],
        equivalents=[0.8808, np.exp(3) / (np.exp(3) + np.exp(1)), 1 - 0.1192],
    ),
    Exercise(
        id="7.3",
        wanted="code that returns the mean cost of the true classes, in bits",
        code='''
def categorical_cross_entropy(y, Q):
    """Return the mean cost in bits: y holds m class numbers (from 0), Q has shape (m, n)."""
    rows = np.arange(len(y))
    return -np.log2(Q[rows, y]).mean()
''',
        why="rows and y are two lists of m numbers, and numpy takes them in pairs: row 0 with the "
        "first label, row 1 with the second. That is one share a row; then −log₂, and the mean.",
        deepen="the other shares are not even looked at: a model pays for what it gave to the "
        "true class, however it spread the rest.",
        probes={
            "the three rows of section 3": (
                np.array([0, 2, 1]),
                np.array([[0.7, 0.2, 0.1], [0.5, 0.1, 0.4], [0.1, 0.8, 0.1]]),
            ),
            "five rows of four classes, three of them with label 3": (
                np.array([3, 0, 3, 1, 3]),
                np.array(
                    [
                        [0.1, 0.2, 0.3, 0.4],
                        [0.25, 0.15, 0.5, 0.1],
                        [0.05, 0.6, 0.15, 0.2],
                        [0.3, 0.35, 0.15, 0.2],
                        [0.02, 0.03, 0.05, 0.9],
                    ]
                ),
            ),
            "four rows of two classes": (
                np.array([1, 1, 0, 1]),
                np.array([[0.45, 0.55], [0.8, 0.2], [0.65, 0.35], [0.1, 0.9]]),
            ),
            "shares of 0 for classes that are wrong": (
                np.array([2, 0, 2, 1]),
                np.array([[0.4, 0.0, 0.6], [0.5, 0.3, 0.2], [0.0, 0.75, 0.25], [0.0, 1.0, 0.0]]),
            ),
            "a share of 0 for the true class: inf": (
                np.array([1, 0, 1]),
                np.array([[0.3, 0.7], [0.0, 1.0], [0.4, 0.6]]),
            ),
        },
        mistakes=[
            Mistake(lambda y, Q: (_one_hot(y, Q) * -np.log2(Q)).sum(axis=1).mean(), _ZERO_SHARE),
            Mistake(
                lambda y, Q: (_one_hot(y, Q) * -np.log2(Q)).sum(),
                "this is the total, and a share of 0 makes it nan. Divide by the number of rows, "
                "and pick the true class's share before the logarithm.",
            ),
            Mistake(lambda y, Q: -np.log2(Q[:, y]).mean(), _EVERY_ROW),
            Mistake(lambda y, Q: -np.log2(Q[:, y]).sum() / len(y), _EVERY_ROW),
            Mistake(lambda y, Q: -np.log2(Q[:, y]).sum(), _EVERY_ROW),
            Mistake(lambda y, Q: -np.log2(Q[:, y]).mean(axis=0), _EVERY_ROW),
            Mistake(
                lambda y, Q: -np.log2(Q[y]).mean(),
                "Q[y] takes whole rows, as if the labels were row numbers. A label is a column: "
                "Q[rows, y].",
            ),
            Mistake(
                lambda y, Q: _costs(y, Q).mean() * np.log(2),
                "right idea, in nats: the three rows came out as 0.4987. Bits need np.log2.",
            ),
            Mistake(
                lambda y, Q: _costs(y, Q).mean() * np.log10(2),
                "this is base 10: the three rows came out as 0.2166. Bits need np.log2.",
            ),
            Mistake(
                lambda y, Q: _costs(y, Q).sum(),
                "this is the total: the three rows came out as 2.1584. Divide by their number.",
            ),
            Mistake(
                lambda y, Q: _costs(y, Q).sum() * np.log(2),
                "this is the negative log-likelihood, a total in nats. The mean in bits is asked "
                "for.",
            ),
            Mistake(
                lambda y, Q: -_costs(y, Q).mean(),
                "the minus is missing: the three rows came out as −0.7195. A cost is never "
                "negative.",
            ),
            Mistake(
                lambda y, Q: -_costs(y, Q).mean() * np.log(2),
                "two slips: the minus is missing, and natural logarithms give nats.",
            ),
            Mistake(_costs, "this is a cost for each row. Right so far; their mean is asked for."),
            Mistake(_picked, "these are the shares of the true classes. What do they cost?"),
            Mistake(
                lambda y, Q: _picked(y, Q).mean(),
                "this is the mean share of the true classes. The logarithm is missing.",
            ),
            Mistake(
                lambda y, Q: -np.log2(_picked(y, Q).mean()),
                "this is the log of the mean share: the three rows came out as 0.6590. Take the "
                "logarithm of each row first, then the mean.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q.max(axis=1)).mean(),
                "each row pays for its largest share: the labels play no part. It only looks right "
                "where the largest share is the true class's.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q.min(axis=1)).mean(),
                "each row pays for its smallest share: the labels play no part.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q).mean(),
                "this is the mean over every cell of Q: the labels play no part. One share of each "
                "row is paid for.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q).sum() / len(y),
                "every class of a row is paid for: the labels play no part. Pay for one share of "
                "each row.",
            ),
            *[
                Mistake(
                    lambda y, Q, total=total: total(y, Q) / Q.size,
                    "the total is divided by all m · n cells. It is a mean over the m rows.",
                )
                for total in (
                    lambda y, Q: _costs(y, Q).sum(),
                    lambda y, Q: (_one_hot(y, Q) * -np.log2(Q)).sum(),
                )
            ],
            *[
                Mistake(
                    lambda y, Q, total=total: total(y, Q) / Q.shape[1],
                    "the total is divided by n, the number of classes. A mean after "
                    "a sum over axis=0 does that. Divide by m = len(y).",
                )
                for total in (
                    lambda y, Q: _costs(y, Q).sum(),
                    lambda y, Q: (_one_hot(y, Q) * -np.log2(Q)).sum(),
                )
            ],
            Mistake(
                lambda y, Q: -(Q * np.log2(_one_hot(y, Q))).sum(axis=1).mean(),
                "the logarithm of the labels is taken, and one-hot labels are mostly zeros. It "
                "belongs to Q.",
            ),
            Mistake(
                lambda y, Q: np.nan_to_num(_costs(y, Q)).mean(),
                "np.nan_to_num makes a large number of inf as well. Where the true class has the "
                "share 0, the cost is inf, and stays so.",
            ),
            Mistake(
                lambda y, Q: _costs(y, Q)[_picked(y, Q) > 0].mean(),
                "the row that costs inf is left out, and nobody pays for it. Leave it in: the mean "
                "is inf then.",
            ),
            Mistake(
                lambda y, Q: -np.log2(_picked(y, Q).sum()),
                "the shares are added up before the logarithm. Take the logarithm of each row "
                "first, then the mean.",
            ),
            Mistake(
                lambda y, Q: _costs(y, Q).sum() / (len(y) - 1),
                "you divide by m − 1. That is for estimating a variance; a mean divides by m.",
            ),
            *[
                Mistake(
                    lambda y, Q, cells=cells: cells(y, Q).mean(),
                    "this is binary cross-entropy in every cell, and the mean over the cells: the "
                    "three rows came out as 0.4543. That is another loss: only the true class "
                    "pays here.",
                )
                for cells in (
                    _cells,
                    lambda y, Q: (
                        -_one_hot(y, Q) * np.log2(Q) - (1 - _one_hot(y, Q)) * np.log2(1 - Q)
                    ),
                )
            ],
            *[
                Mistake(
                    lambda y, Q, cells=cells: cells(y, Q).sum() / len(y),
                    "this is binary cross-entropy in every cell, added up along each row: the "
                    "three rows came out as 1.3628. Only the true class pays here.",
                )
                for cells in (
                    _cells,
                    lambda y, Q: (
                        -_one_hot(y, Q) * np.log2(Q) - (1 - _one_hot(y, Q)) * np.log2(1 - Q)
                    ),
                )
            ],
            *[
                Mistake(
                    lambda y, Q, tiny=tiny: (
                        -np.log2(np.where(_one_hot(y, Q) > 0, Q, 1 - Q) + tiny).mean()
                    ),
                    "this is binary cross-entropy in every cell, with a small number in the place "
                    "of 0. That is another loss: only the true class pays here.",
                )
                for tiny in TINY
            ],
            Mistake(
                lambda y, Q: -np.log2(1 - _picked(y, Q)).mean(),
                "this is −log₂(1 − q): what the wrong classes got together. Pay for the right one.",
            ),
            Mistake(
                lambda y, Q: _costs(y - 1, Q).mean(),
                "the labels are taken to start at 1, and label 0 picked the last column. Class "
                "numbers start at 0, as Python's columns do.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q[:, 0]).mean(),
                "every row pays for the first class. Each has a true class of its own, its label.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q[:, 1]).mean(),
                "every row pays for class 1. Each has a true class of its own, its label.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q[:, -1]).mean(),
                "every row pays for the last class. Each has a true class of its own, its label.",
            ),
            Mistake(
                lambda y, Q: -np.log2(Q[:, y[0]]).mean(),
                "every row pays for the first row's class. Each has a label of its own.",
            ),
            *[
                Mistake(
                    lambda y, Q, row=row: -np.log2(Q[row, y]).mean(),
                    f"the labels pick from the {name} row alone. Each label has its own row.",
                )
                for row, name in ((0, "first"), (-1, "last"))
            ],
            Mistake(
                lambda y, Q: -(y @ np.log2(Q)).mean(),
                "y @ … multiplies with the class numbers and adds up. They are names, not weights: "
                "2 is not twice as much as 1. Use them to pick a column.",
            ),
            Mistake(
                lambda y, Q: -(y[:, None] * np.log2(Q)).sum(axis=1).mean(),
                "the class numbers are used as weights. They are names: 2 is not twice as much as "
                "1. Use them to pick a column.",
            ),
            Mistake(
                lambda y, Q: -(y * np.log2(_picked(y, Q))).mean(),
                "the right shares are picked, and then weighed with the class number: class 0 pays "
                "nothing. The label picks; leave out y * ….",
            ),
            Mistake(
                lambda y, Q: (_picked(y, Q) * _costs(y, Q)).mean(),
                "each cost is weighed with q, the model's own share. What happened has the weight "
                "1: leave it out.",
            ),
            Mistake(
                lambda y, Q: -(Q * np.log2(Q)).sum(axis=1).mean(),
                "this is the mean entropy of the predictions: the labels play no part.",
            ),
            Mistake(
                lambda y, Q: ((_one_hot(y, Q) - Q) ** 2).sum(axis=1).mean(),
                "this is the mean squared error (Brier score). The cost in bits is a logarithm.",
            ),
            Mistake(
                lambda y, Q: ((_one_hot(y, Q) - Q) ** 2).mean(),
                "this is a mean squared error. The cost in bits is a logarithm.",
            ),
            Mistake(
                lambda y, Q: (1 - _picked(y, Q)).mean(),
                "this is the mean of 1 − q. The cost in bits is a logarithm, −log₂ q.",
            ),
            Mistake(
                lambda y, Q: (Q.argmax(axis=1) == y).mean(),
                "this is the accuracy: it asks which share is the largest. Bits ask how large the "
                "right one is.",
            ),
            Mistake(
                lambda y, Q: (Q.argmax(axis=1) != y).mean(),
                "this is the error rate: it asks which share is the largest. Bits ask how large "
                "the right one is.",
            ),
            Mistake(
                lambda y, Q: _picked(y, Q).prod(),
                "this is the likelihood, a product of shares. The mean of −log₂ is asked for.",
            ),
            Mistake(
                lambda y, Q: 2 ** _costs(y, Q).mean(),
                "this is the perplexity, 2 to the power of the loss. Leave the power out.",
            ),
            Mistake(lambda y, Q: _costs(y, _softmax(Q)).mean(), _AGAIN),
            Mistake(
                lambda y, Q: _costs(y, _softmax(Q)).mean() * np.log(2), _AGAIN + " And use np.log2."
            ),
            *[
                Mistake(
                    lambda y, Q, tiny=tiny, change=change: _costs(y, change(Q, tiny)).mean(),
                    _CLIPPED,
                )
                for tiny in TINY
                for change in (
                    lambda Q, tiny: Q + tiny,
                    lambda Q, tiny: np.clip(Q, tiny, 1 - tiny),
                )
            ],
            *[
                Mistake(
                    lambda y, Q, row=row, divisor=divisor: _costs(y, Q)[row] / divisor(y),
                    sentence,
                )
                for row, sentence in (
                    (0, "only the first row is in it. Does return stand inside the loop?"),
                    (
                        -1,
                        "only the last row is in it. In a loop, total = … starts anew each time; "
                        "total += … adds.",
                    ),
                )
                for divisor in (len, lambda y: 1)
            ],
        ],
        hints=[
            "Each row pays −log₂ of one share: the one in the column that its label names.",
            "Q[rows, y] picks one cell of each row. rows must name every row once: 0, 1, …, m − 1.",
            "rows = np.arange(len(y)). Then −log₂ of the picked shares, and their mean.",
        ],
        equivalents=[
            lambda y, Q: sum(-np.log2(Q[i, y[i]]) for i in range(len(y))) / len(y),
            lambda y, Q: np.mean([-np.log2(row[k]) for row, k in zip(Q, y, strict=True)]),
            lambda y, Q: -np.log2(np.take_along_axis(Q, y[:, None], axis=1)).mean(axis=0),
            lambda y, Q: -np.log2((_one_hot(y, Q) * Q).sum(axis=1)).mean(),
            lambda y, Q: -np.log2(Q[_one_hot(y, Q) == 1]).mean(),
            lambda y, Q: np.where(_one_hot(y, Q) == 1, -np.log2(Q), 0).sum() / len(y),
            lambda y, Q: -np.nansum(_one_hot(y, Q) * np.log2(Q)) / len(Q),
            lambda y, Q: -np.log(_picked(y, Q)).mean() / np.log(2),
            lambda y, Q: -np.log2(np.diag(Q[:, y])).mean(),
            lambda y, Q: -np.log2(np.prod(_picked(y, Q))) / len(y),
            lambda y, Q: np.log2(1 / np.choose(y, Q.T)).mean(),
        ],
    ),
    Exercise(
        id="7.4",
        choices=("equal, equal", "equal, smaller", "equal, larger", "smaller, smaller"),
        code='size = "equal, smaller"',
        why="A wrong class j costs −log₂(1 − q_j). With two classes 1 − q_j is the true class's "
        "share: all cells of a row cost the same, and so does their mean. With three, 1 − q_j is "
        "the true class's share plus the third one's, so it costs less.",
        deepen="added up instead of averaged, the cells of a row cost at least the cross-entropy, "
        "and at most n times that.",
        mistakes=[
            Mistake(
                "equal, equal",
                "for two classes, yes. With three, take a row (0.7, 0.2, 0.1) where the first "
                "class is right: what do the second and the third cell pay?",
            ),
            Mistake(
                "equal, larger",
                "for two classes, yes. With three there are more cells to pay, and more to divide "
                "by. Does a wrong class with the share 0.1 pay more than the right one with 0.7?",
            ),
            Mistake(
                "smaller, smaller",
                "right for three. With two, take a row (0.8, 0.2) where the first class is right: "
                "what does each of its two cells pay?",
            ),
        ],
        hints=[
            "The true class's cell pays −log₂ q, as in the cross-entropy. The others pay −log₂(1 "
            "− q_j): more than that, or less?",
            "Two classes, (0.8, 0.2): both cells pay −log₂ 0.8. Three, (0.7, 0.2, 0.1): they pay "
            "−log₂ of 0.7, 0.8 and 0.9.",
        ],
        equivalents=[("equal", "smaller")],
    ),
    Exercise(
        id="7.5",
        wanted="three slopes, one a class",
        code="slopes = [0.7, -0.8, 0.1]",
        why="Prediction minus label: (0.7, 0.2, 0.1) − (0, 1, 0).",
        deepen="no slope is ever above 1 or below −1: one sample pulls at a score only so hard, "
        "however wrong the model is.",
        mistakes=[
            Mistake(
                [-0.7, 0.8, -0.1],
                "the sizes are right. This is label minus prediction: a raised score of the true "
                "class would raise the loss.",
            ),
            Mistake(
                [0, -5, 0],
                "these are the slopes of −ln q₂ against the shares, −1/0.2. The slopes against the "
                "scores are asked for: each score moves all three shares.",
            ),
            Mistake(
                [0.147, -0.128, 0.009],
                "a factor q(1 − q) slipped in. In cross-entropy the logarithm undoes the "
                "exponential, and no such factor is left.",
            ),
            Mistake(
                [-0.14, 0.16, -0.02],
                "these are the slopes of the share q₂ itself. The loss is −ln q₂: divide by −0.2.",
            ),
            Mistake(
                [1.4, -1.6, 0.2],
                "twice too large: a 2 comes from a square, and nothing is squared here.",
            ),
            Mistake(
                [1.0099, -1.1542, 0.1443],
                "these are the slopes in bits. Right, in another unit: the loss here is in nats.",
            ),
            Mistake(
                [0.4852, -0.5545, 0.0693],
                "times ln 2: that step leads from bits to nats, and we are in nats already.",
            ),
            Mistake(
                [0.2333, -0.2667, 0.0333],
                "divided by 3, the number of classes. It is one sample, and its loss is no mean.",
            ),
            Mistake(
                [-0.3, 0.2, 0.1],
                "here the first class is taken as the true one. The label is (0, 1, 0).",
            ),
            Mistake(
                [0.7, 0.2, -0.9],
                "here the third class is taken as the true one. The second one has the number "
                "1, and the label is (0, 1, 0).",
            ),
            Mistake(
                [-0.3, -0.8, -0.9],
                "this is q − 1 for each class. Only the true class has the label 1; the others "
                "have 0.",
            ),
            Mistake(
                [0.7, 0.2, 0.1],
                "this is the prediction. The label (0, 1, 0) is missing: prediction minus label.",
            ),
            Mistake(
                [0.7, 0.8, 0.1],
                "the sizes are right. If the score of the true class rises, does the loss rise or "
                "fall?",
            ),
            Mistake(
                [-0.7, -0.8, -0.1],
                "the sizes are right, and so is the true class's slope. If the score of a wrong "
                "class rises, does the loss rise or fall?",
            ),
            Mistake(
                [0.7, -0.2, 0.1],
                "the true class has 0.2 minus its label, 1.",
            ),
            Mistake(
                [0.7, 1.2, 0.1],
                "prediction plus label. It is prediction minus label.",
            ),
            Mistake(
                [0.3, -0.8, 0.9],
                "a wrong class is pushed by what it has too much, q − 0, not by 1 − q.",
            ),
            Mistake(
                [0.3, 0.8, 0.9],
                "this is 1 − q for each class. Only the true class has the label 1, and it is "
                "prediction minus label.",
            ),
            Mistake([0, 1, 0], "this is the label. The slopes are prediction minus label."),
            Mistake(
                [0, -1, 0],
                "this is the slope of −z₂ alone. ln Σ e^z has slopes too: the shares.",
            ),
            Mistake(
                [0, -0.8, 0],
                "the slope of the true class is right. The scores of the others stand in the sum "
                "as well: if one of them rises, the true class loses share.",
            ),
            Mistake(
                [0.464, -0.7186, 0.2546],
                "the softmax is applied to (0.7, 0.2, 0.1), which are shares already.",
            ),
            Mistake(
                [0.3567, 1.6094, 2.3026],
                "these are −ln q, what each class would cost. Slopes are asked for: how does the "
                "cost of the second change with each score?",
            ),
            Mistake(
                [0, 1.6094, 0],
                "this is the loss itself, −ln 0.2 = 1.6094. Its slopes are asked for.",
            ),
            Mistake(
                [0.7, -0.8],
                "two slopes, and there are three scores, so three slopes.",
            ),
            Mistake(-0.8, "this is the slope of the true class. There are two more."),
        ],
        hints=[
            "The label is the one-hot row of the second class.",
            "Prediction minus label, class by class: 0.7 − 0, 0.2 − 1, 0.1 − 0.",
        ],
        equivalents=[np.array([0.7, 0.2, 0.1]) - np.eye(3)[1]],
    ),
    Exercise(
        id="7.6",
        choices=("bits, not nats", "mean over all cells", "softmax twice", "wrong labels"),
        code='cause = "softmax twice"',
        why="The network's softmax gives at best (1, 0). The loss applies its own to that, and "
        "gets (0.7311, 0.2689): −ln 0.7311 = 0.3133 nats, however long it trains.",
        deepen="with more classes the floor rises: the right one gets at most e/(e + n − 1), and "
        "with ten classes that costs 1.4612 nats.",
        mistakes=[
            Mistake(
                "bits, not nats",
                "another unit multiplies the loss by a factor, 1.4427, and 0 stays 0. This loss "
                "cannot come near 0 in any unit.",
            ),
            Mistake(
                "mean over all cells",
                "with two classes that halves the loss, and half of 0 is 0. Something keeps this "
                "loss away from 0.",
            ),
            Mistake(
                "wrong labels",
                "the network agrees with every label, and is certain. However wrong the labels "
                "are, −ln of a share near 1 is near 0; this loss is not.",
            ),
        ],
        hints=[
            "The network is certain and right: its shares are (1, 0). What does a loss do with "
            "them, if it takes them for logits?",
            "Work out σ(1 − 0), and −ln of it.",
        ],
    ),
]
