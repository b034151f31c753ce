"""Exercises of lesson 02: many samples and their mean."""

from __future__ import annotations

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake

EXERCISES = [
    Exercise(
        id="2.1",
        wanted="the four costs in bits, a list or an array",
        code="costs = -np.log2([0.8, 0.7, 0.6, 0.7])",
        why="Each row costs −log₂ of what was given to its true class: ŷ where y is 1, and 1 − ŷ "
        "where y is 0.",
        deepen="row 3 costs most, since its true class was given least. Halve 0.6, and it costs "
        "one bit more.",
        mistakes=[
            Mistake(
                -np.log2([0.8, 0.3, 0.4, 0.7]),
                "rows 2 and 3 cost more than 1 bit here, so their true class would have less than "
                "½. ŷ is the probability of class 1, and they are of class 0: they were given 1 − "
                "ŷ.",
            ),
            Mistake(
                -np.log2([0.2, 0.7, 0.6, 0.3]),
                "rows 1 and 4 cost more than 1 bit here: ŷ was read as the probability of class 0.",
            ),
            Mistake(
                -np.log2([0.2, 0.3, 0.4, 0.3]),
                "these are the costs of the classes that were not true. Take the true ones.",
            ),
            Mistake(
                -np.log([0.8, 0.7, 0.6, 0.7]),
                "right rows, in nats: row 1 is 0.2231. The lesson counts bits, so use np.log2.",
            ),
            Mistake(
                -np.log10([0.8, 0.7, 0.6, 0.7]),
                "right rows, in base 10: row 1 is 0.0969. Bits need np.log2.",
            ),
            Mistake(
                np.log2([0.8, 0.7, 0.6, 0.7]),
                "right size, and negative: a cost is −log₂ of a probability.",
            ),
            Mistake(
                [0.8, 0.7, 0.6, 0.7],
                "these are the probabilities of the true classes. What does each of them cost?",
            ),
            Mistake(
                [0.2, 0.3, 0.4, 0.3],
                "these are the distances from the label. The cost in bits is a logarithm.",
            ),
            Mistake(
                [0.04, 0.09, 0.16, 0.09],
                "these are squared errors. The cost in bits is a logarithm.",
            ),
            Mistake(
                0.5220,
                "this is the mean of the four. Here each row's own cost is asked for.",
            ),
            Mistake(
                2.0880,
                "this is the total of the four. Here each row's own cost is asked for.",
            ),
            Mistake(
                [0.3219, -0.5146, -0.7370, 0.5146],
                "rows 2 and 3 came out negative: no row earns bits. Is there a minus before the "
                "first term only?",
            ),
            Mistake(
                [0.3219, 0.5146, 0.7370],
                "three costs, and there are four rows. Rows 2 and 4 cost the same, and both are "
                "paid.",
            ),
            Mistake(
                [0.7219, 0.8813, 0.9710, 0.8813],
                "these are the entropies of the predictions: the labels are not used. Each row "
                "pays for its true class alone.",
            ),
            Mistake(
                [[0.3219, 2.3219], [1.7370, 0.5146], [1.3219, 0.7370], [0.5146, 1.7370]],
                "these are the costs of both classes in each row. Only the true class is paid for.",
            ),
            Mistake(
                [[0.3219, 0], [0, 0.5146], [0, 0.7370], [0.5146, 0]],
                "the right costs, a column for each class. Add along each row: one cost a row.",
            ),
            Mistake(
                [0.3219, 0, 0, 0.5146],
                "rows 2 and 3 cost nothing here. They are of class 0, and it was given 0.7 and "
                "0.6.",
            ),
        ],
        hints=[
            "Which probability did each row give to the class that was true?",
            "Where y is 1 the true class was given ŷ, where y is 0 it was given 1 − ŷ.",
            "The four probabilities are 0.8, 0.7, 0.6 and 0.7. Take −log₂ of each.",
        ],
        equivalents=[
            [0.3219, 0.5146, 0.7370, 0.5146],
            -np.log([0.8, 0.7, 0.6, 0.7]) / np.log(2),
            np.log2([[1.25], [1 / 0.7], [1 / 0.6], [1 / 0.7]]),
        ],
    ),
    Exercise(
        id="2.2",
        wanted="code that returns the mean cross-entropy of the rows of P and Q, in bits",
        code='''
def mean_cross_entropy(P, Q):
    """Return the mean cross-entropy in bits of m rows: P is true, Q is predicted."""
    costs = -np.sum(P * np.log2(Q), axis=1)
    return costs.mean()
''',
        why="axis=1 adds along each row, over the classes: one cost a sample. The mean then "
        "divides by m, the number of samples, and not by m · n.",
        deepen="sum over classes, mean over samples: P is one-hot here or soft, the code is the "
        "same.",
        probes={
            "the four rows of the lesson": (
                np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]),
                np.array([[0.8, 0.2], [0.3, 0.7], [0.4, 0.6], [0.7, 0.3]]),
            ),
            "two rows of three classes (m = 2, n = 3)": (
                np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]),
                np.array([[0.2, 0.7, 0.1], [0.9, 0.04, 0.06]]),
            ),
            "five rows of three classes, one of them soft": (
                np.array([[1.0, 0, 0], [0, 1.0, 0], [0, 1.0, 0], [0, 1.0, 0], [0.5, 0.3, 0.2]]),
                np.array(
                    [
                        [0.6, 0.3, 0.1],
                        [0.1, 0.8, 0.1],
                        [0.5, 0.25, 0.25],
                        [0.3, 0.6, 0.1],
                        [0.2, 0.2, 0.6],
                    ]
                ),
            ),
        },
        mistakes=[
            Mistake(
                lambda P, Q: -np.mean(P * np.log2(Q)),
                "this is the mean over all m · n cells: the four rows came out as 0.2610, n times "
                "too small. Add up over the classes first, then take the mean over the rows.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q)),
                "this is the total of all rows, 2.0880 for the four. Divide by their number m.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q), axis=1),
                "this returns a cost for each row. Right so far; their mean is wanted.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q), axis=0),
                "axis=0 runs down the columns and adds over the samples: a number for each class "
                "came back. The classes lie side by side: which axis is that?",
            ),
            Mistake(
                lambda P, Q: -np.mean(P * np.log2(Q), axis=0),
                "axis=0 runs down the columns: a number for each class came back. Add along each "
                "row first, then take the mean.",
            ),
            Mistake(
                lambda P, Q: -np.mean(P * np.log2(Q), axis=1),
                "this divides by the number of classes, and returns a number for each row. Add "
                "over the classes, then take the mean over the rows.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q), axis=0).mean(),
                "you divide by the number of classes n (a mean after a sum over axis=0 does that). "
                "It is the samples that are averaged.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log(Q)) / len(P),
                "right idea, in nats: the four rows came out as 0.3618. Bits need np.log2.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log10(Q)) / len(P),
                "this is base 10: the four rows came out as 0.1571. Bits need np.log2.",
            ),
            Mistake(
                lambda P, Q: np.sum(P * np.log2(Q)) / len(P),
                "the minus is missing: a mean cost cannot be negative.",
            ),
            Mistake(
                lambda P, Q: -np.sum(Q * np.log2(P)) / len(P),
                "this gives inf: the logarithm of a 0 was taken, and only P holds any. Are P and Q "
                "exchanged, or does P stand inside the logarithm? It belongs to the prediction "
                "alone.",
            ),
            Mistake(
                lambda P, Q: -np.sum(Q * np.log2(Q)) / len(P),
                "this is the mean entropy of the predictions: what was true is ignored.",
            ),
            Mistake(
                lambda P, Q: -np.log2(np.sum(P * Q, axis=1).mean()),
                "you averaged the probabilities and took one logarithm: 0.5146 for the four rows. "
                "The mean of the logs is wanted, not the log of the mean.",
            ),
            Mistake(
                lambda P, Q: -np.log2(np.sum(P * Q, axis=1)).mean(),
                "the sum over the classes stands inside the logarithm. A one-hot row does not "
                "mind, a soft row does: first the logarithm, then the weighted sum.",
            ),
            Mistake(
                lambda P, Q: -np.log2(Q[np.arange(len(P)), P.argmax(axis=1)]).mean(),
                "right for one-hot rows: you take the largest class of each. A soft row has "
                "several classes, and each one counts with its weight.",
            ),
            Mistake(
                lambda P, Q: -np.sum(np.log2(Q), axis=1).mean(),
                "every class pays in full. Weigh each cost with its own cell of P.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P[:, 0] * np.log2(Q[:, 0])) / len(P),
                "only the first class is counted: the other rows never pay.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q) + (1 - P) * np.log2(1 - Q)) / len(P),
                "the binary formula was used on each cell: the four rows came out as 1.0440, since "
                "each is counted once for each class. P · log₂ Q is enough.",
            ),
            Mistake(
                lambda P, Q: -np.mean(P * np.log2(Q) + (1 - P) * np.log2(1 - Q)),
                "the binary formula was used on each cell. For two classes the mean of it agrees, "
                "for three it does not: P · log₂ Q is enough.",
            ),
            *[
                Mistake(
                    lambda P, Q, divisor=divisor: -np.sum(P @ np.log2(Q).T) / divisor(P),
                    "@ pairs every row of P with every row of Q: an m × m table. Row 1 belongs to "
                    "row 1 alone: multiply with *.",
                )
                for divisor in (len, lambda P: len(P) ** 2)
            ],
            *[
                Mistake(
                    lambda P, Q, divisor=divisor: -np.sum(P[-1] * np.log2(Q[-1])) / divisor(P),
                    "only the last row is in it. In a loop, total = … starts anew each time; total "
                    "+= … adds.",
                )
                for divisor in (len, lambda P: 1)
            ],
            *[
                Mistake(
                    lambda P, Q, divisor=divisor: -np.sum(P[0] * np.log2(Q[0])) / divisor(P),
                    "only the first row is in it. Does return stand inside the loop?",
                )
                for divisor in (len, lambda P: 1)
            ],
            Mistake(
                lambda P, Q: np.mean((P - Q) ** 2),
                "this is a mean of squared differences. The cost in bits is a logarithm.",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q)) / 2,
                "you divide by 2, which is the number of rows in one case only. Divide by m = "
                "len(P).",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q)) / 4,
                "you divide by 4, the number of rows in the lesson. Other data have other numbers "
                "of rows: divide by m = len(P).",
            ),
            Mistake(
                lambda P, Q: -np.sum(P * np.log2(Q)) / (len(P) - 1),
                "you divide by m − 1. That is for estimating a variance; a mean divides by m.",
            ),
        ],
        hints=[
            "Two steps: one cost for each row, and then the mean of the costs.",
            "The shape is (m, n): axis 0 runs over the samples, axis 1 over the classes.",
            "np.sum(P * np.log2(Q), axis=1) adds along each row. Mind the sign, then take the "
            "mean.",
        ],
        equivalents=[
            lambda P, Q: -np.sum(P * np.log2(Q)) / len(P),
            lambda P, Q: -np.mean(P * np.log2(Q)) * P.shape[1],
            lambda P, Q: np.mean([-(p @ np.log2(q)) for p, q in zip(P, Q, strict=True)]),
            lambda P, Q: -np.einsum("ij,ij->", P, np.log2(Q)) / P.shape[0],
            lambda P, Q: -np.trace(P @ np.log2(Q).T) / len(P),
        ],
    ),
    Exercise(
        id="2.3",
        choices=("equal", "below", "above"),
        code='guess = "below"',
        why="−log₂ p sags: the cost of the mean lies on the curve, the mean of the costs on the "
        "chord above it. 0.5146 bits against 0.5220 bits.",
        deepen="the gap opens as the probabilities spread, and closes only when all are equal.",
        mistakes=[
            Mistake(
                "equal",
                "that would be so if −log₂ were a straight line. Look at its shape between 0.6 and "
                "0.8.",
            ),
            Mistake(
                "above",
                "you have the gap right, and its direction reversed: think of a chord between two "
                "points of a curve that sags. Which of the two lies higher?",
            ),
        ],
        hints=[
            "Try two numbers, 0.9 and 0.1: their average is 0.5. What do the three cost?",
            "Sketch −log₂ p. Join two of its points with a straight line, and look at the middle.",
        ],
    ),
    Exercise(
        id="2.4",
        wanted="the better model by probability, by bits",
        choices=("C, C", "C, D", "D, C", "D, D"),
        code='better = "C, D"',
        why="C's mean probability is 0.745, D's 0.6. C pays (3 · 0.0145 + 6.6439)/4 = 1.6718 bits "
        "a row, D pays 0.7370 bits.",
        deepen="one confident miss costs 6.6439 bits, as much as nine rows of D. The mean "
        "probability hardly shows it.",
        mistakes=[
            Mistake(
                "C, C",
                "C has the higher mean probability, that is right. Now add up its four costs: what "
                "does the row with 0.01 cost?",
            ),
            Mistake(
                "D, D",
                "D pays fewer bits, that is right. Now take the mean of C's four probabilities.",
            ),
            Mistake(
                "D, C",
                "the two measures are exchanged. A high probability is good, a high cost is bad.",
            ),
        ],
        hints=[
            "Compute both measures for both models: .mean() of the probabilities, and of −log₂.",
            "The row with 0.01 costs −log₂(0.01) = 6.6439 bits. What is a fourth of that?",
        ],
    ),
    Exercise(
        id="2.5",
        wanted="two numbers of bits, [sum, mean]",
        code="eight = [4.1760, 0.5220]  # the sum doubles, the mean stays",
        why="Every row is there twice, so the sum is 2 · 2.0880. The mean divides by 8 where it "
        "divided by 4, and stays.",
        deepen="so only the mean compares data sets of different sizes: it is a price per row.",
        mistakes=[
            Mistake(
                [2.0880, 0.5220], "the sum is as before, but there are twice as many bills now."
            ),
            Mistake(
                [4.1760, 1.0440], "the mean doubled with the sum. It is now divided by 8, not 4."
            ),
            Mistake([4.1760, 0.2610], "the mean is halved: the sum doubled as well as the count."),
            Mistake(
                [2.0880, 0.2610], "this is the old sum, over 4 and over 8. The sum has new rows."
            ),
            Mistake([0.5220, 4.1760], "right numbers, in the other order: first the sum."),
            Mistake([2.0880, 1.0440], "sum and mean seem exchanged: which one counts the rows?"),
            Mistake([2.8946, 0.3618], "right idea, in nats. The lesson counts bits."),
            Mistake(
                [8.3521, 0.5220], "the sum is four times the old one; each row is there twice."
            ),
        ],
        hints=[
            "Write the receipt of eight rows: which amounts stand on it?",
            "The sum of the four rows was 2.0880 bits, and their mean 0.5220 bits.",
            "Divide the new sum by the new number of rows.",
        ],
    ),
    Exercise(
        id="2.6",
        choices=("natural logarithm", "mean over all cells", "rows dropped"),
        code='bug = "natural logarithm"',
        why="0.3618 / 0.5220 = 0.6931 = ln 2. Every logarithm is ln 2 times as large in base e as "
        "in base 2, and so is their mean: 0.3618 nats are 0.5220 bits.",
        deepen="nothing is wrong with 0.3618 nats but its unit. Say the unit, and it is right.",
        mistakes=[
            Mistake(
                "mean over all cells",
                "with n = 2 classes that halves the result: it would print 0.2610. Divide 0.3618 "
                "by 0.5220 and see.",
            ),
            Mistake(
                "rows dropped",
                "rows that are dropped take whole costs with them, and no choice of rows leaves "
                "0.3618. Divide 0.3618 by 0.5220 and see.",
            ),
        ],
        hints=[
            "Divide 0.3618 by 0.5220. Do you know this number?",
            "ln 2 = 0.6931. Where could a factor ln 2 come from?",
        ],
    ),
]
