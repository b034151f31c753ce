"""Exercises of lesson 01: one sample, its surprise, its entropy and its cross-entropy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _naive(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return p * np.log2(q)


def _careful(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return np.where(p > 0, p * np.log2(q), 0)


def _either(wrong: Callable, sentence: str) -> list[Mistake]:
    """The same slip, made by someone who does and by someone who does not mind 0 · log 0."""
    return [Mistake(lambda p, q, log=log: wrong(p, q, log), sentence) for log in (_naive, _careful)]


_CLIPPED = (
    "a small number was put in the place of 0. It hides the one case that matters: a model that "
    "gave 0 to what happened. That costs inf. Leave out the classes with p = 0 instead."
)
_TINY = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)

EXERCISES = [
    Exercise(
        id="1.1",
        wanted="a number of bits",
        code="guess = 3",
        why="1/8 is ½ · ½ · ½: three halvings, and each halving costs one bit.",
        deepen="1/8 is three halvings, one bit each. That is why eight cases need 3 yes/no "
        "questions.",
        mistakes=[
            Mistake(8, "8 is the number of equally likely cases. Bits count how often you halve."),
            Mistake(0.125, "that is the probability itself. How often must 1 be halved to get it?"),
            Mistake(
                -3, "the size is right, the sign is not: log₂(1/8) is negative, hence the minus."
            ),
            Mistake(2.0794, "2.0794 is the natural logarithm of 8: nats. Here we count in bits."),
            Mistake(
                0.9031, "0.9031 is the base 10 logarithm of 8. Bits take the logarithm in base 2."
            ),
            Mistake(
                0.375, "0.375 is p · bits, a term of the entropy. Here the event has happened."
            ),
            Mistake(
                0.5436, "0.5436 is the entropy: both outcomes, weighted. One event is asked for."
            ),
            Mistake(0.1926, "0.1926 bits is the cost of the event not happening, p = 7/8."),
            Mistake(
                0.875, "0.875 is 1 − p. Surprise grows without end as p falls; count halvings."
            ),
            Mistake(
                7, "7 is how many of eight cases are the others. Bits count how often you halve."
            ),
            Mistake(
                12.5, "12.5 is the probability in percent. How often must 1 be halved to get 1/8?"
            ),
            Mistake(4, "one halving too many: ½ costs 1 bit, ¼ costs 2. Go on from there."),
            Mistake(2, "one halving too few: ½ costs 1 bit, ¼ costs 2. Go on from there."),
        ],
        hints=[
            "An event of probability ½ costs 1 bit. What does one of probability ¼ cost?",
            "Halve 1 until you reach 1/8, and count the halvings.",
            "−log₂(1/8) = log₂(8): which power of two is 8?",
        ],
        equivalents=[3.0],
    ),
    Exercise(
        id="1.2",
        wanted="code that returns the bits of p, for one number and for an array",
        code='''
def bits(p):
    """Return the information content of p, in bits."""
    return -np.log2(p)
''',
        why="np.log2 counts halvings, and the minus makes the count positive, since p is at most "
        "1. It works on each number of an array, so no loop is needed.",
        deepen="the minus costs nothing: −log₂ p is log₂(1/p), the halvings that lead from 1 to p.",
        probes={
            "one number, p = 1/8": (0.125,),
            "an array of three probabilities": (np.array([0.8, 0.5, 0.01]),),
            "p = 1, which costs 0 bits": (1.0,),
        },
        mistakes=[
            Mistake(
                lambda p: -np.log(p),
                "right idea, in nats: np.log is the natural logarithm, and 1/8 came out as 2.0794. "
                "Bits need base 2.",
            ),
            Mistake(
                lambda p: -np.log10(p),
                "this is base 10: 1/8 came out as 0.9031. Which base makes a halving cost 1?",
            ),
            Mistake(
                lambda p: np.log2(p),
                "the results are negative: the logarithm of a probability never exceeds 0. A cost "
                "is wanted: change its sign.",
            ),
            Mistake(
                lambda p: -np.log(p) * np.log(2),
                "the change of unit went the wrong way: 1/8 came out as 1.4414. A nat is more than "
                "a bit, so the same surprise is more bits than nats.",
            ),
            Mistake(
                lambda p: -p * np.log2(p),
                "this weighs the bits with p, and 1/8 came out as 0.375. That is one term of the "
                "entropy; the event that did happen costs its full price.",
            ),
            Mistake(
                lambda p: -np.log2(1 - p),
                "this is the cost of the event not happening: p = 1 came out as inf. Take the "
                "logarithm of p itself.",
            ),
            Mistake(
                lambda p: -np.sum(np.log2(p)),
                "an array came back as one number: its costs were added up. Each p has its own "
                "cost.",
            ),
            Mistake(
                lambda p: -np.mean(np.log2(p)),
                "an array came back as one number: the mean of its costs. Each p has its own cost.",
            ),
            Mistake(
                lambda p: 1 / p,
                "1/p counts equally likely cases, 8 for 1/8. How many halvings is that?",
            ),
            Mistake(
                lambda p: 1 - p,
                "1 − p is never more than 1. Surprise must add up for independent events, and must "
                "grow without end as p falls: only a logarithm does both.",
            ),
        ],
        hints=[
            "Halving p must cost exactly one bit more. Which function does that?",
            "numpy has np.log, np.log10 and np.log2. They differ in what costs 1, and they take "
            "whole arrays, which the functions of math do not.",
            "Take np.log2 of p and change the sign.",
        ],
        equivalents=[
            lambda p: np.log2(1 / p),
            lambda p: -np.log(p) / np.log(2),
            lambda p: np.abs(np.log2(p)),
            lambda p: [float(-np.log2(x)) for x in p] if np.ndim(p) else -np.log2(p),
        ],
    ),
    Exercise(
        id="1.3",
        wanted="a number of bits, to 4 decimals",
        code="surprise = -(0.8 * np.log2(0.8) + 0.2 * np.log2(0.2))",
        why="Each outcome's bits are weighted with how often it comes: 0.8 times 0.3219 plus 0.2 "
        "times 2.3219.",
        deepen="that is less than the fair coin's 1 bit: a coin that you can predict surprises "
        "less.",
        mistakes=[
            Mistake(0.5004, "0.5004 is in nats: natural logarithms. Here we count in bits."),
            Mistake(0.2173, "0.2173 comes from base 10 logarithms. Bits need base 2."),
            Mistake(0.2575, "0.2575 is the head's share alone. The tail costs something too."),
            Mistake(0.4644, "0.4644 is the tail's share alone. The head costs something too."),
            Mistake(0.3219, "0.3219 bits is the cost of a head. It comes only 8 times in 10."),
            Mistake(2.3219, "2.3219 bits is the cost of a tail. It comes only 2 times in 10."),
            Mistake(2.6439, "you added the two costs. They are weighted with their probabilities."),
            Mistake(1.3219, "you gave both outcomes the weight ½. A head comes 8 times in 10."),
            Mistake(-0.7219, "the size is right. A surprise is not negative: mind the minus."),
            Mistake(
                0.8, "0.8 is the probability of a head. What does a head cost, and what a tail?"
            ),
            Mistake(1.9219, "the weights are exchanged: 0.2 stands beside the cost of 0.8."),
            Mistake(1, "1 bit is the fair coin's. This one can be guessed more often."),
            Mistake(
                0.3610, "0.3610 is half of it: you divided by 2. The weights do the averaging."
            ),
        ],
        hints=[
            "First the two costs: −log₂(0.8) for a head and −log₂(0.2) for a tail.",
            "A head comes 8 times in 10, a tail 2 times in 10. What do you pay on average?",
            "0.8 times the first cost, plus 0.2 times the second.",
        ],
    ),
    Exercise(
        id="1.4",
        wanted="four rows of three numbers, one row a label",
        code="""
rows = np.array(
    [
        [0, 1, 0],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ]
)
""",
        why="A row a label, a column a class. The classes keep their order A, B, C in every row, "
        "and the 1 stands in the column of the label.",
        deepen="each row sums to 1: it is a distribution that is certain, so its entropy is 0 "
        "bits.",
        mistakes=[
            Mistake(
                np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]]),
                "your columns are in the order in which the labels appear: B, A, C. The columns "
                "are the classes A, B, C, in this order.",
            ),
            Mistake(
                np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1]]),
                "you have three rows of four: a row a class. It is the other way round here: a row "
                "a label, a column a class.",
            ),
            Mistake(
                [1, 0, 1, 2],
                "these are numbers that stand for classes. C would be twice B, and A would be "
                "nothing: a nominal variable has no order. Give each label a row of 0 and 1.",
            ),
            Mistake(
                [2, 1, 2, 3],
                "these are numbers that stand for classes. C would be three times A: a nominal "
                "variable has no order. Give each label a row of 0 and 1.",
            ),
            Mistake(
                np.array([[0, 1, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]]),
                "your columns run C, B, A. They are the classes A, B, C, in this order.",
            ),
            Mistake(
                np.array([[1, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]),
                "0 and 1 are exchanged: your rows sum to 2. The 1 stands at the class that is "
                "true.",
            ),
            Mistake(
                [0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1],
                "the twelve numbers are right, in one long row. Make four rows of three: a list of "
                "lists.",
            ),
            Mistake(
                [[0, 1], [1, 0], [0, 1], [0, 0]],
                "C has no column: it is what remains. That is dummy coding; one-hot rows have a "
                "column for every class, and sum to 1.",
            ),
            Mistake(
                [[0, 1, 0], [1, 0, 0], [0, 0, 1]],
                "the second B is missing: a row for each of the four labels, also for one that has "
                "been there before.",
            ),
            Mistake(
                np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
                "these are the three classes, one row each. The labels are B, A, B, C: one row "
                "each.",
            ),
        ],
        hints=[
            "How many labels are there, and how many classes? That is the shape, (m, n).",
            "The columns are A, B, C. In which column does the first label, B, have its 1?",
            "The first row is [0, 1, 0]. Write the others in the same way.",
        ],
        equivalents=[
            [(0, 1, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)],
            np.eye(3)[[1, 0, 1, 2]],
        ],
    ),
    Exercise(
        id="1.5",
        choices=("log2(0)", "0 * log2(0)", "1 * log2(1)"),
        code='culprit = "0 * log2(0)"',
        why="log2(0) is −inf. Multiplied by 0 it has no value, and numpy says nan. One nan makes "
        "the whole sum nan.",
        deepen="a class that cannot happen costs nothing: 0 · log 0 counts as 0, the limit of x "
        "log x.",
        mistakes=[
            Mistake(
                "log2(0)",
                "log2(0) is −inf: large beyond bound, but a value. Something is then done with it.",
            ),
            Mistake(
                "1 * log2(1)",
                "log2(1) is 0, so this product is 0, as it should be. Look at the other class.",
            ),
        ],
        hints=[
            "Run np.log2(1.0) and np.log2(0.0) in a cell of your own.",
            "inf is a value, nan is the lack of one. Which operation here has no value?",
        ],
    ),
    Exercise(
        id="1.6",
        wanted="code that returns the cross-entropy of one sample in bits, a sum over the classes",
        code='''
def cross_entropy_one(p, q):
    """Return the cross-entropy of one sample in bits: p is true, q is predicted."""
    happens = p > 0
    return -np.sum(p[happens] * np.log2(q[happens]))
''',
        why="The sum runs over the classes, each cost −log₂ q weighted with p. The classes with p "
        "= 0 are left out before the logarithm, so 0 · log 0 never arises.",
        deepen="with a one-hot p a single term survives, −log₂ of the probability of the true "
        "class.",
        probes={
            "p = (1, 0) and q = (0.8, 0.2)": (np.array([1.0, 0.0]), np.array([0.8, 0.2])),
            "three classes, the middle one true": (
                np.array([0.0, 1.0, 0.0]),
                np.array([0.2, 0.5, 0.3]),
            ),
            "a soft p, in which no class is certain": (
                np.array([0.7, 0.2, 0.1]),
                np.array([0.5, 0.2, 0.3]),
            ),
            "a class with p = 0 and q = 0": (np.array([0.4, 0.6, 0.0]), np.array([0.7, 0.3, 0.0])),
            "a q that is certain and right": (np.array([1.0, 0.0]), np.array([1.0, 0.0])),
            "a true class with q = 0, which costs inf": (
                np.array([0.0, 1.0]),
                np.array([1.0, 0.0]),
            ),
        },
        mistakes=[
            Mistake(
                lambda p, q: -np.sum(_naive(p, q)),
                "the formula is right, and where p and q are both 0 it gives nan: 0 · log 0 again. "
                "Leave out the classes with p = 0 before you take the logarithm.",
            ),
            *_either(
                lambda p, q, log: -np.sum(log(q, p)),
                "p and q are exchanged: the logarithm belongs to the prediction q, and p weighs "
                "it. It shows where p has a 0 and the result is inf.",
            ),
            *_either(
                lambda p, q, log: -np.sum(log(p, q)) * np.log(2),
                "right idea, in nats: the first case came out as 0.2231. Bits need np.log2.",
            ),
            *_either(
                lambda p, q, log: -np.sum(log(p, q)) * np.log10(2),
                "this is base 10: the first case came out as 0.0969. Bits need np.log2.",
            ),
            *_either(
                lambda p, q, log: np.sum(log(p, q)),
                "the minus is missing: a cost in bits cannot be negative.",
            ),
            *_either(
                lambda p, q, log: -np.mean(log(p, q)),
                "you divide by the number of classes. p already holds the weights: add the terms "
                "up.",
            ),
            *_either(
                lambda p, q, log: -log(p, q),
                "this returns a term for each class. One sample has one cost: add them up.",
            ),
            *_either(
                lambda p, q, log: -np.sum(log(p, p)),
                "this is the entropy of p, the prediction is ignored: every one-hot p gives 0.",
            ),
            *_either(
                lambda p, q, log: -np.sum(log(q, q)),
                "this is the entropy of q: what was true is ignored. Weigh with p.",
            ),
            Mistake(
                lambda p, q: np.sum(_careful(p, p)) - np.sum(_careful(p, q)),
                "this is cross-entropy minus entropy (lesson 05 names it). With a one-hot p they "
                "agree, with a soft p they do not.",
            ),
            Mistake(
                lambda p, q: -np.log2(q[np.argmax(p)]),
                "right for a one-hot p. A soft p has more than one class that can happen, and each "
                "one counts with its weight.",
            ),
            Mistake(
                lambda p, q: -np.log2(np.sum(p * q)),
                "the sum stands inside the logarithm. With a one-hot p that makes no difference, "
                "with a soft p it does: first the logarithm, then the weighted sum.",
            ),
            Mistake(
                lambda p, q: -np.sum(np.log2(q[p > 0])),
                "the classes that can happen all count in full. That is right for a one-hot p "
                "only: each cost is weighted with its p.",
            ),
            Mistake(
                lambda p, q: np.sum(_naive(p, p / q)),
                "the logarithm is of p/q: that is cross-entropy minus entropy (lesson 05 names "
                "it). The logarithm belongs to q alone.",
            ),
            *[
                Mistake(
                    lambda p, q, total=total: total(-np.log2(q[p == 1])),
                    "right for a one-hot p. A soft p has no class with p = 1, so nothing is left "
                    "to pay: weigh every class that can happen with its p.",
                )
                for total in (np.sum, np.squeeze)
            ],
            Mistake(
                lambda p, q: -np.sum(np.log2(q)),
                "every class pays in full. Weigh each cost with its p.",
            ),
            Mistake(
                lambda p, q: -np.log2(q),
                "this is the cost of each class, not yet of the sample: weigh with p, and add up.",
            ),
            Mistake(
                lambda p, q: -np.sum(p[q > 0] * np.log2(q[q > 0])),
                "the classes with q = 0 are left out. If such a class is true, its price is inf, "
                "and must count. Leave out the classes with p = 0.",
            ),
            Mistake(
                lambda p, q: np.nan_to_num(-np.sum(_naive(p, q)), nan=0, posinf=np.inf),
                "where the sum is nan you return 0, but the other classes had their costs. Leave "
                "out the classes with p = 0, one by one.",
            ),
            Mistake(
                lambda p, q: np.sum((p - q) ** 2),
                "this is a sum of squared differences. The cost in bits is a logarithm.",
            ),
            *_either(
                lambda p, q, log: -log(p, q)[0],
                "only the first class is counted: where it is not the true one, you return 0.",
            ),
            *_either(
                lambda p, q, log: -(log(p, q)[0] + log(1 - p, 1 - q)[0]),
                "this is the formula for two classes. With three, the second and the third are "
                "thrown together: sum over all the classes.",
            ),
            Mistake(
                lambda p, q: -np.sum(np.nan_to_num(_naive(p, q))),
                "np.nan_to_num repairs nan, and turns inf into a large number as well. A true "
                "class with q = 0 must cost inf. Leave out the classes with p = 0 instead.",
            ),
            *[
                Mistake(lambda p, q, log=log, tiny=tiny: -np.sum(p * log(q, tiny)), _CLIPPED)
                for tiny in _TINY
                for log in (
                    lambda q, tiny: np.log2(q + tiny),
                    lambda q, tiny: np.log2(np.clip(q, tiny, 1)),
                    lambda q, tiny: np.log2(np.clip(q, tiny, 1 - tiny)),
                )
            ],
        ],
        hints=[
            "Weigh each class's cost, −log₂ q, with its p, and add up over the classes.",
            "Which classes need a logarithm at all? A class with p = 0 costs nothing, whatever q "
            "is.",
            "p > 0 is an array of True and False; q[p > 0] keeps the classes that can happen.",
        ],
        equivalents=[
            lambda p, q: -np.nansum(p * np.log2(q)),
            lambda p, q: sum(-a * np.log2(b) for a, b in zip(p, q, strict=True) if a > 0),
            lambda p, q: -np.sum(_careful(p, q)),
            lambda p, q: np.log(1 / q[p > 0]) @ p[p > 0] / np.log(2),
            lambda p, q: -np.sum(p * np.log2(np.where(p > 0, q, 1))),
            lambda p, q: -np.log2(np.prod(q**p)),
        ],
    ),
]
