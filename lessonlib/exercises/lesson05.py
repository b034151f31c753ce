"""Exercises of lesson 05: relative entropy."""

from __future__ import annotations

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _terms(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return np.where(p > 0, p * np.log2(np.where(p > 0, p, 1) / q), 0)


def _entropy(p: np.ndarray) -> float:
    return -np.sum(np.where(p > 0, p * np.log2(np.where(p > 0, p, 1)), 0))


def _cross_entropy(p: np.ndarray, q: np.ndarray) -> float:
    return -np.sum(np.where(p > 0, p * np.log2(np.where(p > 0, q, 1)), 0))


def _product(joint: np.ndarray) -> np.ndarray:
    return np.outer(joint.sum(axis=1), joint.sum(axis=0))


def _mutual(joint: np.ndarray) -> float:
    return np.sum(_terms(joint, _product(joint)))


EXERCISES = [
    Exercise(
        id="5.1",
        wanted="a number of bits, to 4 decimals",
        code="extra = 0.8 * np.log2(0.8 / 0.6) + 0.2 * np.log2(0.2 / 0.4)",
        why="It is what she pays beyond the weather's entropy, 0.8540 − 0.7219. Directly: on 8 "
        "days in 10 she pays log₂(0.8/0.6) too much, on 2 in 10 log₂(0.2/0.4), which is a "
        "saving.",
        deepen="0.1320 bits a day is what believing the wrong probability costs: the relative "
        "entropy.",
        equivalents=[0.1320, 0.1321],
        mistakes=[
            Mistake(0.1510, "0.1510 is the other direction, KL(q ‖ p). Here p is what happens."),
            Mistake(0.0915, "0.0915 is in nats: natural logarithms. Here we count in bits."),
            Mistake(-0.1320, "the size is right. She pays more than the weather costs, not less."),
            Mistake(0.8540, "0.8540 is her whole bill. A part of it is the weather's."),
            Mistake(0.7219, "0.7219 is the weather's part. What is left of the bill is hers."),
            Mistake(0.2, "0.2 is how far her probability is off. The bill is in bits."),
            Mistake(0.3320, "0.3320 is the term for rain alone. On dry days her price is better."),
        ],
        hints=[
            "The bill is 0.8540 bits a day. How much of it would the best forecaster pay?",
            "The best forecaster says 0.8, and pays the entropy, 0.7219 bits.",
        ],
    ),
    Exercise(
        id="5.2",
        wanted="code that returns the relative entropy KL(p ‖ q) in bits",
        code='''
def kl(p, q):
    """Return the relative entropy in bits: p is true, q is believed; p may hold zeros."""
    happens = p > 0
    return np.sum(p[happens] * np.log2(p[happens] / q[happens]))
''',
        why="Each outcome that can happen costs log₂(p/q) bits more than it should; weigh with how "
        "often it happens. Outcomes with p = 0 are left out: 0 · log 0 = 0.",
        deepen="a term is negative where q is larger than p, and yet the sum never is.",
        probes={
            "two outcomes, p = (0.8, 0.2), q = (0.6, 0.4)": (
                np.array([0.8, 0.2]),
                np.array([0.6, 0.4]),
            ),
            "three outcomes, far apart": (np.array([0.1, 0.6, 0.3]), np.array([0.5, 0.2, 0.3])),
            "an outcome with p = 0": (np.array([0.0, 0.25, 0.75]), np.array([0.5, 0.25, 0.25])),
            "q rules out what happens: inf": (np.array([0.5, 0.5]), np.array([1.0, 0.0])),
        },
        mistakes=[
            Mistake(
                lambda p, q: np.sum(p * np.log2(p / q)),
                "right, until p holds a 0: then 0 · log₂ 0 is nan. Leave out the outcomes with "
                "p = 0.",
            ),
            Mistake(
                lambda p, q: np.sum(_terms(p, q)) * np.log(2),
                "right idea, in nats: the first case came out as 0.0915. The lesson counts bits.",
            ),
            Mistake(
                lambda p, q: np.sum(p * np.log(p / q)),
                "this is in nats, and an outcome with p = 0 makes it nan. Use np.log2, and leave "
                "that outcome out.",
            ),
            Mistake(
                lambda p, q: np.sum(_terms(q, p)),
                "the arguments are exchanged: this is KL(q ‖ p). The expectation is over p, what "
                "is true.",
            ),
            Mistake(
                lambda p, q: np.sum(q * np.log2(q / p)),
                "the arguments are exchanged: this is KL(q ‖ p). The expectation is over p, what "
                "is true.",
            ),
            Mistake(
                lambda p, q: -np.sum(_terms(p, q)),
                "the sign is turned: KL is never negative. Is it p/q in the logarithm, or q/p?",
            ),
            Mistake(
                lambda p, q: np.sum(p * np.log2(q / p)),
                "the sign is turned: KL is never negative. Is it p/q in the logarithm, or q/p?",
            ),
            Mistake(
                _cross_entropy,
                "this is the whole cross-entropy: the first case came out as 0.8540. Take off the "
                "entropy of p.",
            ),
            Mistake(
                lambda p, q: _entropy(q) - _entropy(p),
                "this is a difference of two entropies. Both parts must be weighed with p: "
                "H(p, q) − H(p).",
            ),
            Mistake(
                lambda p, q: np.mean(_terms(p, q)),
                "this is a mean over the outcomes. The weights p do the averaging: sum.",
            ),
            Mistake(
                lambda p, q: np.mean(_terms(p, q)[p > 0]),
                "this is a mean over the outcomes that happen. The weights p do the averaging: "
                "sum.",
            ),
            Mistake(
                lambda p, q: np.sum(_terms(p, q)[(p > 0) & (q > 0)]),
                "outcomes with q = 0 are left out. Where such an outcome happens, the price is "
                "inf.",
            ),
            Mistake(
                lambda p, q: np.sum(np.abs(_terms(p, q))),
                "the terms lost their signs. What q saves on one outcome counts against what it "
                "loses on another.",
            ),
            Mistake(
                lambda p, q: np.sum(np.where(p > 0, np.log2(np.where(p > 0, p, 1) / q), 0)),
                "the weights are missing: each outcome counts as often as it happens, p.",
            ),
        ],
        hints=[
            "When an outcome happens, how many bits more than −log₂ p does −log₂ q cost?",
            "It is log₂(p/q). Weigh it with p, and sum.",
            "For the zeros: happens = p > 0 picks the outcomes that count.",
        ],
        equivalents=[
            lambda p, q: _cross_entropy(p, q) - _entropy(p),
            lambda p, q: np.sum(_terms(p, q)),
            lambda p, q: sum(a * np.log2(a / b) for a, b in zip(p, q, strict=True) if a > 0),
            lambda p, q: np.nansum(p * np.log2(p / q)),
        ],
    ),
    Exercise(
        id="5.3",
        choices=("arguments swapped", "q does not sum to 1", "nats"),
        code='cause = "q does not sum to 1"',
        why="For two distributions KL is never negative, in either direction and in any unit. So "
        "one of the rows is not a distribution: here q sums to 1.2.",
        deepen="that is why the library checks the sums of its rows before it computes anything.",
        mistakes=[
            Mistake(
                "arguments swapped",
                "the other direction is another number, and it is not negative either: the proof "
                "holds for any two distributions.",
            ),
            Mistake(
                "nats",
                "nats are bits times 0.6931, and a positive factor changes no sign.",
            ),
        ],
        hints=[
            "Which of the three could make a KL negative? Look at the proof: where does it use "
            "that something sums to 1?",
            "Add up p, and add up q.",
        ],
    ),
    Exercise(
        id="5.4",
        wanted="a number of bits, to 4 decimals",
        code="floor = -(0.9 * np.log2(0.9) + 0.1 * np.log2(0.1))",
        why="The best that a model can say is the label's own (0.9, 0.1). Then KL is 0, and the "
        "loss is the entropy of the label.",
        deepen="so a loss of 0.469 bits can be perfection: compare a loss with its floor.",
        mistakes=[
            Mistake(0, "0 would need a certain label. This one is not: somebody pays for the 0.1."),
            Mistake(
                0.1520, "0.1520 is −log₂(0.9), the price of one outcome. The other weighs 0.1."
            ),
            Mistake(0.1368, "0.1368 is the first term alone. The other outcome has 0.1."),
            Mistake(0.3322, "0.3322 is the second term alone. The first outcome has 0.9."),
            Mistake(0.3251, "0.3251 is in nats: natural logarithms. Here we count in bits."),
            Mistake(1, "1 bit is a coin's entropy. This label can be guessed better."),
            Mistake(1.8760, "1.8760 is for all four rows. The loss is a mean."),
        ],
        hints=[
            "Which prediction is the best for a label (0.9, 0.1)?",
            "q = (0.9, 0.1). What does it pay, on average?",
        ],
    ),
    Exercise(
        id="5.5",
        choices=("covers both", "picks one", "narrow, between"),
        code='bell = "covers both"',
        why="Cross-entropy is the entropy of the data plus KL(data ‖ model), and the entropy of "
        "the data does not depend on the model. So the data come first: it covers.",
        deepen="a model of two kinds of images, trained so, may draw blends of both: it would "
        "rather bet on the middle than miss a hump.",
        mistakes=[
            Mistake(
                "picks one",
                "that is KL(model ‖ data). In cross-entropy the expectation is over the data, so "
                "no hump of theirs may be missed.",
            ),
            Mistake(
                "narrow, between",
                "its centre does lie between. But a narrow bell there would miss both humps, and "
                "that is what costs most.",
            ),
        ],
        hints=[
            "Is cross-entropy H(data, model) or H(model, data)?",
            "The data come first, as in KL(p ‖ q) with p the two humps. Look at its panel.",
        ],
    ),
    Exercise(
        id="5.6",
        wanted="code that returns the mutual information of a joint table, in bits",
        code='''
def mutual_bits(joint):
    """Return the mutual information in bits of a joint table that sums to 1."""
    independent = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    happens = joint > 0
    return np.sum(joint[happens] * np.log2(joint[happens] / independent[happens]))
''',
        why="The row sums and the column sums are the margins, np.outer multiplies each with each, "
        "and the rest is KL. Cells that never happen are left out.",
        deepen="the roles are alike: the transposed table has the same mutual information.",
        probes={
            "two by two": (np.array([[0.4, 0.1], [0.2, 0.3]]),),
            "two by three, with a 0": (np.array([[0.3, 0.0, 0.2], [0.1, 0.25, 0.15]]),),
            "independent: 0 bits": (np.outer([0.25, 0.75], [0.5, 0.25, 0.25]),),
        },
        mistakes=[
            Mistake(
                lambda joint: np.sum(joint * np.log2(joint / _product(joint))),
                "right, until the table holds a 0: then 0 · log₂ 0 is nan. Leave such cells out.",
            ),
            Mistake(
                lambda joint: _mutual(joint) * np.log(2),
                "right idea, in nats. The lesson counts bits.",
            ),
            Mistake(
                lambda joint: -_mutual(joint),
                "the sign is turned. Is it joint/product in the logarithm, or product/joint?",
            ),
            Mistake(
                lambda joint: np.sum(_terms(joint, np.full(joint.shape, 1 / joint.size))),
                "you compare with a uniform table, all cells alike. Compare with the product of "
                "the margins.",
            ),
            Mistake(
                lambda joint: np.sum(_terms(joint, joint.sum(axis=0) * np.ones(joint.shape))),
                "only one margin is in it: divide by the product of both margins.",
            ),
            Mistake(
                lambda joint: np.sum(
                    _terms(joint, joint.sum(axis=1, keepdims=True) * np.ones(joint.shape))
                ),
                "only one margin is in it: divide by the product of both margins.",
            ),
            Mistake(
                _entropy,
                "this is the joint entropy, what both cost together. What do they share?",
            ),
            Mistake(
                lambda joint: _entropy(joint) - _entropy(joint.sum(axis=1)),
                "this is a conditional entropy: what is left. Mutual information is what it gains.",
            ),
            Mistake(
                lambda joint: np.mean(_terms(joint, _product(joint))),
                "this is a mean over the cells. The joint probabilities do the averaging: sum.",
            ),
            Mistake(
                lambda joint: np.sum(_terms(_product(joint), joint)),
                "the arguments of KL are exchanged: the truth, the joint table, comes first.",
            ),
        ],
        hints=[
            "Which table would you expect, if the two had nothing to do with each other?",
            "np.outer(joint.sum(axis=1), joint.sum(axis=0)) is that table.",
            "Then it is the KL of 5.2, from the joint table to that one.",
        ],
        equivalents=[
            lambda joint: (
                _entropy(joint.sum(axis=0)) + _entropy(joint.sum(axis=1)) - _entropy(joint)
            ),
            lambda joint: np.nansum(joint * np.log2(joint / _product(joint))),
        ],
    ),
]
