"""Exercises of lesson 04: binary cross-entropy."""

from __future__ import annotations

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float).reshape(-1, 1)


def _true(y: np.ndarray, yhat: np.ndarray) -> np.ndarray:
    return y * yhat + (1 - y) * (1 - yhat)


def _bce(y: np.ndarray, yhat: np.ndarray) -> float:
    return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))


def _costs(y: np.ndarray, yhat: np.ndarray) -> np.ndarray:
    """The cost of each row in bits, with 0 · log 0 = 0."""
    ones = np.where(y > 0, y * np.log2(yhat), 0)
    zeros = np.where(y < 1, (1 - y) * np.log2(1 - yhat), 0)
    return -(ones + zeros)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


FOUR_ROWS = (_column(1, 0, 0, 1), _column(0.8, 0.3, 0.4, 0.7))
FIVE_ROWS = (_column(1, 1, 0, 1, 1), _column(0.6, 0.9, 0.25, 0.35, 0.45))
TWO_ROWS = (_column(0, 0), _column(0.2, 0.65))
HARD = {
    "the four rows of the lesson": FOUR_ROWS,
    "five rows, four of them with label 1": FIVE_ROWS,
    "two rows, both with label 0": TWO_ROWS,
}

_TINY = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
_CLIPS = [
    change
    for tiny in _TINY
    for change in (
        lambda p, tiny=tiny: np.clip(p, tiny, 1 - tiny),
        lambda p, tiny=tiny: np.clip(p, tiny, 1),
        lambda p, tiny=tiny: p + tiny,
    )
]

_SWAPPED = (
    "the arguments are exchanged: you take the logarithm of the labels, 0 and 1, and weigh with "
    "the predictions. Labels first, predictions second, and the logarithm belongs to the "
    "predictions."
)
_TABLE = (
    "somewhere a shape (m,) meets a shape (m, 1), and numpy makes an m × m table of it: every "
    "label with every prediction. The four rows came out as {}. Print the shapes on the way."
)
_TOTAL = "this is the total, 2.0880 for the four rows. The loss is the mean: divide by m = len(y)."
_SIGMOID = (
    "a sigmoid is applied to ŷ, and ŷ is a probability already: 0.8 became 0.69. Use ŷ as it is."
)
_SOFTMAX = "a softmax is applied to ŷ, and ŷ is a probability already. Use ŷ as it is."
_CLIPPED = (
    "a small number stands in the place of 0. That hides the one case that matters: certain and "
    "wrong costs inf. Leave out the term whose weight is 0 instead."
)

EXERCISES = [
    Exercise(
        id="4.1",
        wanted="code that returns the mean binary cross-entropy in bits",
        code='''
def BCE(y, yhat):
    """Return the mean binary cross-entropy in bits; y and yhat have shape (m, 1)."""
    return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))
''',
        why="y switches on log₂ ŷ where the label is 1, and 1 − y switches on log₂(1 − ŷ) where it "
        "is 0. One term of each row survives; the mean divides by m.",
        deepen="it is the two-class cross-entropy of lesson 02, with the second class written as 1 "
        "− ŷ.",
        probes=HARD,
        mistakes=[
            Mistake(
                lambda y, yhat: _bce(y, yhat) * np.log(2),
                "right idea, in nats: the four rows came out as 0.3618. The lesson counts bits: "
                "use np.log2, or divide by ln 2.",
            ),
            Mistake(lambda y, yhat: _bce(y, yhat) * len(y), _TOTAL),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * len(y) * np.log(2),
                "this is the negative log-likelihood: a total, in nats, 1.4473 for the four rows. "
                "The mean in bits is asked for.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * np.log10(2),
                "this is base 10: the four rows came out as 0.1571. Bits need np.log2.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * len(y) * np.log10(2),
                "this is a total, in base 10: the four rows came out as 0.6286. Bits need np.log2, "
                "and the loss is a mean.",
            ),
            Mistake(
                lambda y, yhat: -_bce(y, yhat),
                "the minus is missing: the four rows came out as −0.5220. A cost in bits is never "
                "negative.",
            ),
            Mistake(
                lambda y, yhat: -_bce(y, yhat) * np.log(2),
                "two slips: the minus is missing, and natural logarithms give nats. The four rows "
                "came out as −0.3618.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat)),
                "only the rows with label 1 pay; two rows with label 0 came out as 0. Add the term "
                "for the other class.",
            ),
            Mistake(
                lambda y, yhat: -np.mean((1 - y) * np.log2(1 - yhat)),
                "only the rows with label 0 pay. Add the term for the other class.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(np.log2(yhat)),
                "every row takes log₂ ŷ: the four rows came out as 0.9738. Rows with y = 0 must "
                "use 1 − ŷ, the probability of the TRUE class.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(np.log2(1 - yhat)),
                "every row takes log₂(1 − ŷ). Rows with y = 1 must use ŷ, the probability of the "
                "TRUE class.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + np.log2(1 - yhat)),
                "the weight 1 − y is missing from the second term: every row pays for 1 − ŷ. The "
                "four rows came out as 1.5367.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(np.log2(yhat) + (1 - y) * np.log2(1 - yhat)),
                "the weight y is missing from the first term: every row pays for ŷ.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(np.log2(yhat) + np.log2(1 - yhat)),
                "both weights are missing, y and 1 − y: every row pays for both classes.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) - (1 - y) * np.log2(1 - yhat)),
                "a minus stands between the two terms: rows with label 0 earn what they should "
                "pay, and the four rows came out as −0.1038. Is your minus in front of the first "
                "term alone?",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) * (1 - y) * np.log2(1 - yhat)),
                "the two terms are multiplied. One of them is always 0, so the result is. Add "
                "them.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat)),
                "parentheses are missing: 1 - y * log… computes the product first. Write (1 - y) * "
                "log…. The four rows came out as −1.8056.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + (1 - y) * (1 - np.log2(yhat))),
                "the second term has 1 − log₂ ŷ. The other class has the probability 1 − ŷ, and "
                "its logarithm is log₂(1 − ŷ).",
            ),
            Mistake(
                lambda y, yhat: _bce(yhat, y),
                "this gives inf: the logarithm of a 0 was taken, and only the labels hold any. Are "
                "the arguments exchanged, or do labels stand inside the logarithm? It belongs to "
                "the predictions alone.",
            ),
            *[Mistake(lambda y, yhat, c=clip: _bce(yhat, c(y)), _SWAPPED) for clip in _CLIPS],
            Mistake(
                lambda y, yhat: _bce(y.ravel(), yhat) * len(y),
                _TABLE.format("4.6029, the table's total over m"),
            ),
            Mistake(
                lambda y, yhat: _bce(y.ravel(), yhat),
                _TABLE.format("1.1507, the table's mean"),
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) / 2,
                "half of what is right: 0.2610 for the four rows. Divide by m, not by 2m. A mean "
                "over the one-hot cells does the same.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * 2,
                "twice what is right: 1.0440 for the four rows. Each row is counted once for each "
                "of its two classes; one formula with y and 1 − y covers both.",
            ),
            Mistake(
                lambda y, yhat: -np.log2(np.mean(_true(y, yhat))),
                "this is the log of the mean probability, 0.5146 for the four rows. Take the "
                "logarithm of each row first, then the mean.",
            ),
            Mistake(
                lambda y, yhat: _bce(1 - y, yhat),
                "ŷ is read as the probability of label 0: the four rows came out as 1.7794. ŷ is "
                "P(y = 1), so y stands beside log₂ ŷ.",
            ),
            Mistake(lambda y, yhat: _bce(y, _sigmoid(yhat)), _SIGMOID),
            Mistake(
                lambda y, yhat: _bce(y, _sigmoid(yhat)) * np.log(2), _SIGMOID + " And use np.log2."
            ),
            Mistake(lambda y, yhat: _bce(y, _sigmoid(2 * yhat - 1)), _SOFTMAX),
            Mistake(
                lambda y, yhat: _bce(y, _sigmoid(2 * yhat - 1)) * np.log(2),
                _SOFTMAX + " And use np.log2.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, np.exp(yhat) / np.sum(np.exp(yhat))),
                "a softmax over the samples is applied to ŷ. The samples do not share one "
                "probability; use each ŷ as it is.",
            ),
            Mistake(
                lambda y, yhat: _bce(yhat, yhat),
                "this is the entropy of ŷ: the labels are not used. y and 1 − y are the weights.",
            ),
            Mistake(
                lambda y, yhat: np.mean((y - yhat) ** 2),
                "this is the mean squared error (Brier score), 0.095 for the four rows. The cost "
                "in bits is a logarithm.",
            ),
            Mistake(
                lambda y, yhat: np.sqrt(np.mean((y - yhat) ** 2)),
                "this is the root mean squared error. The cost in bits is a logarithm.",
            ),
            Mistake(
                lambda y, yhat: np.mean(np.abs(y - yhat)),
                "this is the mean absolute error, 0.30 for the four rows. The cost in bits is a "
                "logarithm.",
            ),
            Mistake(
                lambda y, yhat: np.mean((yhat > 0.5) != (y > 0.5)),
                "this is the error rate, 0 for the four rows: it asks which side of ½ only. Bits "
                "ask how sure the model was.",
            ),
            Mistake(
                lambda y, yhat: np.mean((yhat > 0.5) == (y > 0.5)),
                "this is the accuracy: it asks which side of ½ only. Bits ask how sure the model "
                "was.",
            ),
            Mistake(
                lambda y, yhat: _bce(2 * y - 1, yhat),
                "the labels were turned into −1 and 1: then 1 − y is 2 for the label 0. The "
                "formula needs 0 and 1, as they are.",
            ),
            Mistake(
                lambda y, yhat: _bce(y + 1, yhat),
                "the labels were turned into 1 and 2: then 1 − y is 0 or −1. The formula needs 0 "
                "and 1, as they are.",
            ),
            Mistake(
                lambda y, yhat: np.prod(_true(y, yhat)),
                "this is the likelihood, 0.2352 for the four rows: a product, without logarithm.",
            ),
            Mistake(
                lambda y, yhat: 2 ** -_bce(y, yhat),
                "this is the geometric mean of the probabilities, 0.6964 for the four rows. Take "
                "−log₂ of it, or leave the power out.",
            ),
            Mistake(
                lambda y, yhat: np.mean(_true(y, yhat)),
                "this is the mean probability of the true classes, 0.7 for the four rows. The "
                "logarithm is missing.",
            ),
            Mistake(
                lambda y, yhat: 2 ** _bce(y, yhat),
                "this is the perplexity, 1.4360 for the four rows: 2 to the power of the loss. "
                "Leave the power out.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * len(y) / (len(y) - 1),
                "you divide by m − 1: 0.6960 for the four rows. That is for estimating a variance; "
                "a mean divides by m.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * np.log(2) ** 2,
                "the unit was changed the wrong way: 0.2508 for the four rows. From nats to bits, "
                "divide by ln 2.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) / np.log(2),
                "divided by ln 2 once too often: 0.7531 for the four rows. np.log2 is in bits "
                "already.",
            ),
            Mistake(
                lambda y, yhat: (
                    -np.mean(
                        y * np.log2(yhat) + ~y.astype(int) * np.log2(1 - yhat),
                    )
                ),
                "~y is not 1 − y for numbers: it is −1 − y, so it gives −1 and −2, and the four "
                "rows came out as −2.1332. Write 1 - y.",
            ),
            Mistake(
                _costs,
                "this returns a cost for each row. Right so far; their mean is asked for.",
            ),
            *[
                Mistake(
                    lambda y, yhat, divisor=divisor: _costs(y, yhat)[0] / divisor(y),
                    "only the first row is in it. Does return stand inside the loop?",
                )
                for divisor in (len, lambda y: 1)
            ],
            *[
                Mistake(
                    lambda y, yhat, divisor=divisor: _costs(y, yhat)[-1] / divisor(y),
                    "only the last row is in it. In a loop, total = … starts anew each time; total "
                    "+= … adds.",
                )
                for divisor in (len, lambda y: 1)
            ],
            Mistake(
                lambda y, yhat: np.sum(_costs(y, yhat)[1:]) / len(y),
                "the first row is missing: Python counts from 0, so range(1, m) leaves row 0 out.",
            ),
            Mistake(
                lambda y, yhat: np.sum(_costs(y, yhat)[:-1]) / len(y),
                "the last row is missing: range(m) ends at m − 1 already, range(m - 1) too early.",
            ),
            Mistake(
                lambda y, yhat: (
                    -np.mean(np.log2(yhat[y == 1])) / 2 - np.mean(np.log2(1 - yhat[y == 0])) / 2
                ),
                "each class was averaged by itself, and then the two means. That weighs the rows "
                "of the smaller class more; here every row counts the same.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * len(y) / 4,
                "you divide by 4, the number of rows in the lesson. Divide by m, whatever it is.",
            ),
        ],
        hints=[
            "Which logarithm does a row with y = 1 pay, and which a row with y = 0?",
            "y * (…) + (1 - y) * (…): for each row, one of the two weights is 1, the other 0.",
            "The first bracket is np.log2(yhat), the second np.log2(1 - yhat). Mean, then minus.",
        ],
        equivalents=[
            lambda y, yhat: -(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)).sum() / len(y),
            lambda y, yhat: -(y.T @ np.log2(yhat) + (1 - y).T @ np.log2(1 - yhat)) / len(y),
            lambda y, yhat: -np.mean(np.log2(np.where(y == 1, yhat, 1 - yhat))),
            lambda y, yhat: -np.log2(_true(y, yhat)).mean(axis=0),
            lambda y, yhat: np.mean(np.logaddexp2(0, (1 - 2 * y) * np.log2(yhat / (1 - yhat)))),
            lambda y, yhat: -np.log2(1 - np.abs(y - yhat)).mean(),
            lambda y, yhat: (
                sum(
                    -np.log2(p) if label == 1 else -np.log2(1 - p)
                    for label, p in zip(y, yhat, strict=True)
                )
                / len(y)
            ),
            lambda y, yhat: _bce(y.astype(int), np.clip(yhat, 1e-15, 1 - 1e-15)),
        ],
    ),
    Exercise(
        id="4.2",
        choices=("(4,)", "(4, 1)", "(4, 4)", "error"),
        code='shape = "(4, 4)"',
        why="numpy reads (4,) as one row, (1, 4). It repeats that row for each of the four rows of "
        "(4, 1), and the column for each of its four columns: a 4 × 4 table.",
        deepen="no error, no warning, a plausible number at the end: every label met every "
        "prediction.",
        mistakes=[
            Mistake(
                "(4,)",
                "that would need the column to be flattened, and numpy does not flatten. It lines "
                "shapes up from the right: 4 meets 1.",
            ),
            Mistake(
                "(4, 1)",
                "that would need (4,) to stand up as a column, and numpy makes a row of it: (1, "
                "4). What do (1, 4) and (4, 1) make?",
            ),
            Mistake(
                "error",
                "an error would be kind. numpy stretches every axis of length 1 to fit: (1, 4) and "
                "(4, 1) do fit.",
            ),
        ],
        hints=[
            "numpy lines shapes up from the right, and puts 1 where one is missing: (4,) is (1, "
            "4).",
            "An axis of length 1 is repeated until it is as long as the other's. Do both axes.",
        ],
        equivalents=[(4, 4)],
    ),
    Exercise(
        id="4.3",
        choices=("nats", "a sum", "yhat in every row", "weight missing", "arguments swapped"),
        code='slip = "weight missing"',
        why="1.5367 − 0.5220 = 1.0147, and that is (2.3219 + 1.7370)/4: rows 1 and 4 paid −log₂(1 "
        "− ŷ) as well. The weight 1 − y, which is 0 in these rows, was not there.",
        deepen="each surplus has its place: a receipt, row by row, shows which rows paid twice.",
        mistakes=[
            Mistake(
                "nats",
                "natural logarithms make it ln 2 = 0.6931 times as large, 0.3618. 1.5367 is more "
                "than 0.5220.",
            ),
            Mistake(
                "a sum",
                "the sum of the four rows is 4 · 0.5220 = 2.0880. 1.5367 is not four times as "
                "much.",
            ),
            Mistake(
                "yhat in every row",
                "then rows 2 and 3 would pay for 0.3 and 0.4, and the mean would be 0.9738.",
            ),
            Mistake(
                "arguments swapped",
                "then the logarithm of a label 0 would be taken, and the result would be inf.",
            ),
        ],
        hints=[
            "Work out what each of the slips would print. Two of them are in the text above.",
            "1.5367 − 0.5220 = 1.0147 bits a row, 4.0589 bits in all. Which rows could have paid "
            "that on top?",
        ],
    ),
    Exercise(
        id="4.4",
        wanted="returns the mean binary cross-entropy in bits",
        given='''
def loss(y, yhat):
    """Return the mean binary cross-entropy in bits."""
    return -np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat))
''',
        code='''
def loss(y, yhat):
    """Return the mean binary cross-entropy in bits."""
    return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))
''',
        why="Products come before sums, so 1 - y * log… is 1 minus a product. The weight of the "
        "second term is 1 − y, and needs its parentheses.",
        deepen="what gave it away was the sign: −1.8056 bits, and a cost cannot be negative.",
        probes=HARD,
        mistakes=[
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + (1 - y * np.log2(1 - yhat))),
                "it still computes the same numbers, −1.8056 for the four rows. Which is computed "
                "first in 1 - y * log…, the minus or the product?",
            ),
            Mistake(
                lambda y, yhat: np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat)),
                "the sign is changed and the bug is still there: 1.8056 for the four rows. Nothing "
                "was wrong with the sign: a term is wrong.",
            ),
            Mistake(
                lambda y, yhat: max(0, -np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat))),
                "cutting off at 0 hides the sign, and the bug is still there.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) - y * np.log2(1 - yhat)),
                "the 1 is gone, and with it the weight of label 0: both terms now have y. The "
                "second needs 1 − y.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + y * np.log2(1 - yhat)),
                "both terms now have the weight y. The second needs 1 − y.",
            ),
            Mistake(
                lambda y, yhat: -np.mean((y * np.log2(yhat) + 1 - y) * np.log2(1 - yhat)),
                "the parentheses hold too much: only 1 − y belongs in them.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + np.log2(1 - yhat)),
                "now every row pays for 1 − ŷ. The second term needs its weight, 1 − y.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat)),
                "the second term is gone: rows with label 0 pay nothing. Keep it, and mend its "
                "weight.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) - (1 - y) * np.log2(1 - yhat)),
                "the weight is right now, and a minus stands before it: the two terms are added.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(yhat)),
                "the weight is right now, and its logarithm is not: label 0 has 1 − ŷ.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * len(y),
                "the bug is found, and the mean became a sum: 2.0880 for the four rows.",
            ),
            Mistake(
                lambda y, yhat: _bce(y, yhat) * np.log(2),
                "the bug is found, and the logarithms became natural: nats. Keep np.log2.",
            ),
        ],
        hints=[
            "Call it on one row with y = 1, and on one with y = 0. Which one goes wrong?",
            "Take y = 0: the row should give log₂(1 − ŷ). What does 1 - 0 * log₂(1 − ŷ) give?",
            "A pair of parentheses is missing.",
        ],
        equivalents=[
            lambda y, yhat: -np.mean(np.log2(np.where(y == 1, yhat, 1 - yhat))),
            lambda y, yhat: -np.mean(y * np.log2(yhat) + np.log2(1 - yhat) - y * np.log2(1 - yhat)),
        ],
    ),
    Exercise(
        id="4.5",
        wanted="code that gives 0 where yhat is exactly right, and inf where it is certain and "
        "wrong",
        code='''
def safe_bce(y, yhat):
    """Return BCE in bits: 0 where exactly right, inf where certain and wrong; y may be soft."""
    with np.errstate(divide="ignore"):
        ones = y * np.log2(np.where(y > 0, yhat, 1))
        zeros = (1 - y) * np.log2(np.where(y < 1, 1 - yhat, 1))
    return -np.mean(ones + zeros)
''',
        why="A term whose weight is 0 gets log₂(1) = 0, so 0 · log 0 never arises. Where the "
        "weight is not 0 the logarithm is untouched, and certain and wrong stays inf.",
        deepen="no clip, so no made-up number: an inf in a loss is a true report about the model.",
        probes={
            "the four rows of the lesson": FOUR_ROWS,
            "three rows with soft labels, 0.9, 0.2 and 0.5": (
                _column(0.9, 0.2, 0.5),
                _column(0.8, 0.3, 0.5),
            ),
            "a row with y = 1 and yhat = 1": (_column(1, 0, 1), _column(1, 0.25, 0.5)),
            "two rows with y = 0 and yhat = 0": (_column(0, 0, 1, 0), _column(0, 0, 0.5, 0.6)),
            "predictions that are all exactly right": (_column(1, 0), _column(1, 0)),
            "a row with y = 1 and yhat = 0 (certain and wrong, inf)": (
                _column(1, 1, 0),
                _column(0.5, 0, 0.5),
            ),
            "a row with y = 0 and yhat = 1 (certain and wrong, inf)": (
                _column(0, 1),
                _column(1, 0.5),
            ),
            "a soft label and a certain yhat (inf)": (_column(0.5, 1), _column(1, 0.5)),
        },
        mistakes=[
            Mistake(
                _bce,
                "right where 0 < ŷ < 1, and nan where ŷ is exactly right: 0 · log 0. The term with "
                "weight 0 must not take part.",
            ),
            *[Mistake(lambda y, yhat, c=clip: _bce(y, c(yhat)), _CLIPPED) for clip in _CLIPS],
            *[
                Mistake(
                    lambda y, yhat, tiny=tiny: (
                        -np.mean(y * np.log2(yhat + tiny) + (1 - y) * np.log2(1 - yhat + tiny))
                    ),
                    _CLIPPED,
                )
                for tiny in _TINY
            ],
            Mistake(
                lambda y, yhat: -np.mean(np.log2(np.where(y == 1, yhat, 1 - yhat))),
                "right for labels 0 and 1. A soft label, 0.9 say, is not 1, and was taken for 0: "
                "it needs both terms, each with its weight.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(np.log2(np.where(y == 0, 1 - yhat, yhat))),
                "right for labels 0 and 1. A soft label, 0.2 say, is not 0, and was taken for 1: "
                "it needs both terms, each with its weight.",
            ),
            *[
                Mistake(
                    lambda y, yhat, one=one: -np.mean(np.log2(np.where(one(y), yhat, 1 - yhat))),
                    "soft labels were rounded to 0 or 1. A label of 0.9 needs both terms, each "
                    "with its weight.",
                )
                for one in (lambda y: y > 0.5, lambda y: y >= 0.5)
            ],
            Mistake(
                lambda y, yhat: -np.mean(np.log2(_true(y, yhat))),
                "the weights stand inside the logarithm. For labels 0 and 1 that is the same, for "
                "soft labels it is not: first the logarithms, then the weights.",
            ),
            Mistake(
                lambda y, yhat: (
                    -np.mean(np.nan_to_num(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)))
                ),
                "np.nan_to_num repairs nan, and makes a large number of inf as well. Certain and "
                "wrong must stay inf.",
            ),
            Mistake(
                lambda y, yhat: (
                    -np.mean(
                        np.nan_to_num(y * np.log2(yhat))
                        + np.nan_to_num((1 - y) * np.log2(1 - yhat))
                    )
                ),
                "np.nan_to_num repairs nan, and makes a large number of inf as well. Certain and "
                "wrong must stay inf.",
            ),
            Mistake(
                lambda y, yhat: -np.nanmean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)),
                "np.nanmean leaves out the rows that are exactly right, and divides by the number "
                "of the others. Those rows cost 0, and count.",
            ),
            Mistake(
                lambda y, yhat: np.nan_to_num(_bce(y, yhat), nan=0, posinf=np.inf),
                "one row that is exactly right makes the whole result 0. Mend the row, not the "
                "mean.",
            ),
            Mistake(
                lambda y, yhat: np.mean(_costs(y, yhat)[(yhat > 0) & (yhat < 1)]),
                "the rows with ŷ = 0 or 1 are dropped. The right ones cost 0 and the wrong ones "
                "inf: both count.",
            ),
            Mistake(
                lambda y, yhat: np.mean(np.where((yhat > 0) & (yhat < 1), _costs(y, yhat), 0)),
                "every ŷ of 0 or 1 costs nothing here. That is so if it is right; if it is wrong, "
                "it costs inf.",
            ),
            Mistake(
                lambda y, yhat: np.mean(np.where(y == yhat, 0, _costs(y, yhat))),
                "every row with ŷ equal to y costs nothing here. For labels 0 and 1 that is so; a "
                "soft label costs its entropy even then.",
            ),
            Mistake(
                lambda y, yhat: np.mean(_costs(y, yhat)) * np.log(2),
                "right idea, in nats: the four rows came out as 0.3618. Bits need np.log2.",
            ),
            Mistake(
                lambda y, yhat: np.sum(_costs(y, yhat)),
                "this is the total, 2.0880 for the four rows. Divide by the number of rows.",
            ),
            Mistake(
                lambda y, yhat: -np.mean(_costs(y, yhat)),
                "the minus is missing: the four rows came out as −0.5220.",
            ),
            Mistake(
                _costs,
                "this returns a cost for each row. Right so far; their mean is asked for.",
            ),
        ],
        hints=[
            "Where is nan born? In a term whose weight is 0 and whose logarithm is −inf.",
            "Give the logarithm something harmless where its weight is 0: np.where(y > 0, yhat, "
            "1).",
            "Do the same for the second term: its weight is 1 − y, so ask where y < 1.",
        ],
        equivalents=[
            lambda y, yhat: np.mean(_costs(y, yhat)),
            lambda y, yhat: -np.nansum(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)) / len(y),
            lambda y, yhat: (
                -(np.nansum(y * np.log2(yhat)) + np.nansum((1 - y) * np.log2(1 - yhat))) / len(y)
            ),
            lambda y, yhat: -np.mean(np.log2(yhat**y * (1 - yhat) ** (1 - y))),
        ],
    ),
    Exercise(
        id="4.6",
        wanted="the model for decisions, for probabilities",
        choices=("A, A", "A, B", "B, A", "B, B"),
        code='choice = "A, B"',
        why="A is on the right side of ½ in all four rows, accuracy 1, and pays 0.9714 bits a row. "
        "B is wrong once, accuracy 0.75, and pays 0.2989 bits.",
        deepen="a mistake at threshold ½ costs at least 1 bit, so the error rate is at most the "
        "mean bits: 0.25 against 0.2989.",
        mistakes=[
            Mistake(
                "A, A",
                "A is right in every row, and says little more than ½ each time: 0.9714 bits, "
                "nearly a coin's. Look at the loss again.",
            ),
            Mistake(
                "B, B",
                "B has the lower loss. But if only the side of ½ counts, it is wrong in one row of "
                "four, and A in none.",
            ),
            Mistake(
                "B, A",
                "the two are exchanged: which one is right in every row, and which one has the "
                "lower loss?",
            ),
        ],
        hints=[
            "Write down both for both models: the rows on the right side of ½, and the mean bits.",
            "A decision only asks for the side of ½. A probability is used as the number it is.",
        ],
    ),
]
