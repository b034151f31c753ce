"""Exercises of lesson 08: numerical reality."""

from __future__ import annotations

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def _paid(y: np.ndarray, ones: np.ndarray, zeros: np.ndarray) -> float:
    """The mean over the rows, where label 1 pays ones and label 0 pays zeros."""
    return np.mean(y * ones + (1 - y) * zeros)


def _log_with_1(x: np.ndarray) -> np.ndarray:
    return np.log(1 + x)


def _doubt(z: np.ndarray, log=np.log1p) -> np.ndarray:
    return log(np.exp(-abs(z)))


def _wrong_side(y: np.ndarray, z: np.ndarray) -> np.ndarray:
    return abs(z) * abs(y - (z > 0))


def _rows(y: np.ndarray, z: np.ndarray, log=np.log1p) -> np.ndarray:
    return _doubt(z, log) + _wrong_side(y, z)


def _others(z: np.ndarray) -> np.ndarray:
    """e to the power of each logit but the top one, measured from the top."""
    return np.exp(np.delete(z, z.argmax()) - z.max())


def _class_loss(z: np.ndarray, r: int, log=np.log1p) -> float:
    return z.max() - z[r] + log(_others(z).sum())


def _naive_shares(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum()


def _shares(z: np.ndarray) -> np.ndarray:
    return _naive_shares(z - z.max())


# Most slips are made with log1p(x), and with log(1 + x): a sure hit tells the two apart.
LOGS = (np.log1p, _log_with_1)
TINY = (1e-16, 2.0**-52, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
KEPT_FROM_0 = (
    lambda p, tiny: np.clip(p, tiny, 1 - tiny),
    lambda p, tiny: np.maximum(p, tiny),
    lambda p, tiny: p + tiny,
)

_HALF_A_GAP = "Half of a gap is exactly 2⁻⁵³, and e asks for the natural logarithm."
_WHICH_ONE = "Which of the two goes into the logarithm at z = −20, ŷ or ε?"
_WHICH_NUMBER = "Which number has 16.118 as its −ln?"
_CLIPPED = (
    "a small number ε keeps the logarithm away from 0. No miss can then cost more than −ln ε, "
    "16.12 nats for 10⁻⁷, and the pull is gone there. Do not write the probability down: stay with "
    "z."
)
_POSITIVE = (
    "the exponent of the doubt must be −|z|, which is never positive. With another one the doubt "
    "is too large, and e¹⁰⁰⁰ is inf."
)
_SOFT = (
    "a label may lie between 0 and 1. Such a row pays as label 1 with the weight y, and as label 0 "
    "with the weight 1 − y."
)
_SOFT_AND_INF = f"two slips. The exponential overflows: e¹⁰⁰⁰ is inf. And {_SOFT}"
_OVERFLOW = (
    "right for small logits. But e¹⁰⁰⁰ is inf, and e⁻¹⁰⁰⁰ is 0. Measure the logits from the top "
    "one."
)
_CANCELLED = (
    "nothing overflows. But the loss of a sure hit is here the difference of two numbers that are "
    "nearly equal, and its digits are lost: cancellation."
)
_FROM_THE_TOP = f"{_CANCELLED} Take z_r from the top logit first, and add the doubt then."
_WITHOUT_1 = (
    "nothing overflows. But a sure hit came out as 0. Is 1 + e⁻⁴⁰ written down on the way? It is "
    "rounded to 1. np.log1p(x) is ln(1 + x), and keeps the digits of a small x."
)
_TIES = (
    "right, until two classes share the top logit. Only one of them is the 1 in log1p, and you "
    "left out both."
)

# What is paid by each row (8.3): slips in the form that keeps all digits.
_BCE_SLIPS = [
    (
        lambda y, z, log: y * log(np.exp(-z)) + (1 - y) * log(np.exp(z)),
        "right until an exponential overflows: e¹⁰⁰⁰ is inf, and 0 · inf is nan. Take the "
        "dangerous one out: which sign must its exponent have?",
    ),
    *[
        (
            form,
            "right until the exponential overflows: e¹⁰⁰⁰ is inf. Take it out, so that its "
            "exponent is never positive.",
        )
        for form in (
            lambda y, z, log: log(np.exp(z)) - y * z,
            lambda y, z, log: log(np.exp(-z)) + (1 - y) * z,
        )
    ],
    (
        lambda y, z, log: _doubt(z, log),
        "this is the doubt alone. A row on the wrong side also pays |z|.",
    ),
    (
        lambda y, z, log: abs(y - (z > 0)) * (_doubt(z, log) + abs(z)),
        "a hit is free: the doubt is multiplied away as well. Every row pays its doubt.",
    ),
    (
        lambda y, z, log: _doubt(z, log) + abs(z),
        "every row pays |z|. Only a row on the wrong side should: |z| needs a factor.",
    ),
    (
        lambda y, z, log: _rows(1 - y, z, log),
        "the sides are exchanged: hits pay |z|, and misses do not. z above 0 leans to label 1.",
    ),
    (
        lambda y, z, log: _doubt(z, log) - _wrong_side(y, z),
        "a miss earns what it should pay: |z| is subtracted, or a pair of bars is missing.",
    ),
    (
        lambda y, z, log: _doubt(z, log) + abs(z) * (y - (z > 0)),
        "bars are missing around y − (z > 0): misses with label 0 earn what they should pay.",
    ),
    (
        lambda y, z, log: _doubt(z, log) + z * abs(y - (z > 0)),
        "z lost its bars: a miss with z below 0 earns what it should pay.",
    ),
    (
        lambda y, z, log: _doubt(z, log) + abs(z) * (y - z > 0),
        "y - z > 0 is read as (y - z) > 0. Put parentheses around z > 0.",
    ),
    *[
        (
            lambda y, z, log, label=label: _doubt(z, log) + abs(z) * abs(label - (1 - y)),
            f"each row with label {label} pays |z|, on whichever side z is. Compare the label with "
            f"z > 0.",
        )
        for label in (0, 1)
    ],
    *[
        (
            lambda y, z, log, label=label: _rows(np.full(y.shape, label), z, log),
            f"the labels are not used: every row pays as if its label were {label}.",
        )
        for label in (0, 1)
    ],
    (lambda y, z, log: log(np.exp(z)) + _wrong_side(y, z), _POSITIVE),
    (lambda y, z, log: log(np.exp(-z)) + _wrong_side(y, z), _POSITIVE),
    (lambda y, z, log: log(np.exp(abs(z))) + _wrong_side(y, z), _POSITIVE),
    (
        lambda y, z, log: log(1 + np.exp(-abs(z))) + _wrong_side(y, z),
        "a 1 too many: np.log1p(x) is ln(1 + x) already.",
    ),
    (
        lambda y, z, log: _doubt(z, log) / np.log(2) + _wrong_side(y, z),
        "two units are mixed: the doubt is in bits, and |z| in nats. Keep to nats.",
    ),
    (
        lambda y, z, log: _rows(y, z, log) / np.log(2),
        "this is in bits, a fair unit. Here nats are asked for: natural logarithms.",
    ),
    (
        lambda y, z, log: _rows(y, z, log) * len(y),
        "this is the total. The loss is the mean over the rows.",
    ),
    (lambda y, z, log: _doubt(z, log) + abs(z) * (y != (z > 0)), _SOFT),
    (lambda y, z, log: _rows(np.round(y), z, log), _SOFT),
    (lambda y, z, log: np.where(y == 1, log(np.exp(-z)), log(np.exp(z))), _SOFT_AND_INF),
    (lambda y, z, log: log(np.exp((1 - 2 * y) * z)), _SOFT_AND_INF),
]

# The loss of one row of logits (8.4): slips in the form that keeps all digits.
_CLASS_SLIPS = [
    (
        lambda z, r, log: z.max() - z[r] + log(np.exp(z - z.max()).sum()),
        "the 1 of the top is in it twice: its own e⁰ is in the sum, and ln(1 + …) adds another. "
        "Leave the top out of the sum.",
    ),
    (
        lambda z, r, log: z.max() - z[r] + log(np.exp(np.delete(z, r) - z.max()).sum()),
        "the true class is left out of the sum. It is the top one whose 1 stands before the sum.",
    ),
    (
        lambda z, r, log: z[r] - z.max() + log(_others(z).sum()),
        "the wrong side has its sign turned: a class behind the top earns what it should pay.",
    ),
    (
        lambda z, r, log: -_class_loss(z, r, log),
        "this is the logarithm of the share, never above 0. The loss is −ln of it.",
    ),
    (
        lambda z, r, log: _class_loss(z, r, log) / len(z),
        "this is a mean over the classes. One row has one loss: do not divide by n.",
    ),
    (
        lambda z, r, log: z.max() - z[r] + log(_others(z).mean()),
        "the exponentials are averaged. The formula has their sum.",
    ),
    (
        lambda z, r, log: z.max() - z[r] + log(_others(z)).sum(),
        "each class has a logarithm of its own. Add up the exponentials first; one logarithm "
        "follows.",
    ),
    (
        lambda z, r, log: _class_loss(z, r, log) / np.log(2),
        "this is in bits, a fair unit. Here nats are asked for: natural logarithms.",
    ),
    (
        lambda z, r, log: _class_loss(z, r - 1, log),
        "this is the loss of the class before r: r is counted from 0, as Python counts.",
    ),
    (lambda z, r, log: z.max() - z[r] + log(np.exp(z[z < z.max()] - z.max()).sum()), _TIES),
    (
        lambda z, r, log: log(_others(z).sum()),
        "this is the doubt alone. A class behind the top also pays for the distance.",
    ),
    (
        lambda z, r, log: z.max() - z[r] + log(np.exp(np.delete(z, z.argmax())).sum()),
        "the logits in the sum are not measured from the top: e to the power of z_j − z_top.",
    ),
    (
        lambda z, r, log: z.max() - z[r] + log(_others(z).prod()),
        "the exponentials are multiplied: that is what e to the power of a sum does. Add them up: "
        "np.exp first, np.sum then.",
    ),
    *[
        (
            lambda z, r, log, down=down: _class_loss(down * np.sort(down * z), r, log),
            "after sorting, z[r] is the logit of another class. Leave z in its order.",
        )
        for down in (1, -1)
    ],
    (
        lambda z, r, log: z.max() - z[r] + log((1 / _others(z)).sum()),
        "the exponents have their sign turned: z_j − z_top is never positive.",
    ),
    (
        lambda z, r, log: (
            z.argmax() - z[r] + log(np.exp(np.delete(z, z.argmax()) - z.argmax()).sum())
        ),
        "np.argmax gives the place of the top logit, not the logit: z[top].",
    ),
]

EXERCISES = [
    Exercise(
        id="8.1",
        wanted="a number, to 4 decimals",
        code="border = 53 * np.log(2)",
        why="e⁻ᶻ = 2⁻⁵³ means z = 53 ln 2. From there on e⁻ᶻ is at most half of the gap above 1, "
        "and 1 + e⁻ᶻ is rounded back to 1.",
        deepen="the mirror image has no such border. At z = −36.74 ŷ is 1.1·10⁻¹⁶, with all its 53 "
        "binary digits.",
        mistakes=[
            *[
                Mistake(number, "right as far as it goes. Give it to four decimals.")
                for number in (36.74, 36.737, 36.73, 36.7, 37)
            ],
            *[
                Mistake(
                    number,
                    "here e⁻ᶻ is a whole gap, 2⁻⁵², and not lost yet. How much of a gap is rounded "
                    "away?",
                )
                for number in (36.0437, 36.04, 36.0529, 36.05)
            ],
            *[
                Mistake(
                    number,
                    "here e⁻ᶻ is a quarter of a gap, 2⁻⁵⁴. It is rounded away before.",
                )
                for number in (37.4299, 37.43)
            ],
            *[
                Mistake(
                    number,
                    "this takes a rounded number for 2⁻⁵³, and it shows in the decimals. Take "
                    "2⁻⁵³ itself.",
                )
                for number in (36.7461, 36.75, 36.8414, 36.84)
            ],
            *[
                Mistake(number, "the exponent of 2 is not the answer: σ has e to the power of −z.")
                for number in (53, 52)
            ],
            *[
                Mistake(
                    number,
                    f"this is a number of decimal digits: a logarithm to base 10. {_HALF_A_GAP}",
                )
                for number in (15.9546, 15.95, 15.6536, 15.65)
            ],
            *[
                Mistake(
                    number,
                    "the size is right. With this sign e⁻ᶻ is huge: 2⁻⁵³ is small, so z is "
                    "positive.",
                )
                for number in (-36.7368, -36.74)
            ],
            *[
                Mistake(
                    number,
                    "from here on eᶻ overflows. That is the second fact, the ends. Look at the "
                    "first, the gaps: 1 + e⁻ᶻ is rounded long before.",
                )
                for number in (709.7827, 709.78)
            ],
            *[
                Mistake(
                    number,
                    "from here on e⁻ᶻ itself is 0. That is the second fact, the ends. Look at the "
                    "first, the gaps: 1 + e⁻ᶻ is rounded long before.",
                )
                for number in (745.1332, 745.13)
            ],
            *[
                Mistake(
                    number,
                    "this is the border of float32, with 24 binary digits. float64 has 53.",
                )
                for number in (16.6355, 16.64)
            ],
            Mistake(2.0**53, "this is eᶻ at the border. Take its natural logarithm."),
            Mistake(
                2.0**-53,
                "with a z so near 0, 1 + e⁻ᶻ is about 2. If this is e⁻ᶻ at the border: which z "
                "gives it?",
            ),
        ],
        hints=[
            "At the border e⁻ᶻ = 2⁻⁵³. Take the logarithm of both sides.",
            "ln 2⁻⁵³ = −53 ln 2, and np.log is the natural logarithm.",
        ],
        equivalents=[-np.log(2.0**-53), np.log(2**53), 36.7368],
    ),
    Exercise(
        id="8.2",
        wanted="a number: the slope against z of the loss clipped at 1e-7",
        relative=True,
        code="slope = 0",
        why="At z = −20, ŷ = 2·10⁻⁹ is below ε = 10⁻⁷, so ε goes into the logarithm, whatever z "
        "is. A little to the left or right the loss has the same height, −ln 10⁻⁷.",
        deepen="exactly 0, not merely small. The true loss has the slope ŷ − 1 there, nearly −1: "
        "as steep as it gets.",
        mistakes=[
            Mistake(-1, f"this is the slope of the true loss, ŷ − 1. {_WHICH_ONE}"),
            *[
                Mistake(number, f"small, but is it not 0? {_WHICH_ONE}")
                for number in (1e-7, -1e-7, _sigmoid(-20), -_sigmoid(-20), 2e-9, -2e-9)
            ],
            Mistake(
                1, f"this is the size of the slope of the true loss, turned uphill. {_WHICH_ONE}"
            ),
            *[
                Mistake(
                    number,
                    "this is the height of the clipped loss, −ln 10⁻⁷. How much does the height "
                    "change from z = −20 to z = −21?",
                )
                for number in (16.1181, 16.12, 16.1, -16.1181)
            ],
            *[
                Mistake(
                    number,
                    "this divides a height by a distance from 0. The slope at a point compares it "
                    "with its neighbours: what is the height at z = −19, and at z = −21?",
                )
                for number in (0.8059, -0.8059)
            ],
            Mistake(20, f"this is the height of the true loss. {_WHICH_ONE}"),
            Mistake(-20, "this is z. How does the clipped loss change, if z changes a little?"),
            *[
                Mistake(
                    number,
                    "this is −1/ŷ or 1/ŷ at ŷ = ε, a slope against ŷ. Here z moves. Does the "
                    "clipped ŷ move with it?",
                )
                for number in (-1e7, 1e7)
            ],
        ],
        hints=[
            "What is ŷ at z = −20? Clipping to [10⁻⁷, 1 − 10⁻⁷] makes which number of it?",
            "And at z = −21? Compare the two heights.",
        ],
    ),
    Exercise(
        id="8.3",
        wanted="code that returns the mean loss in nats, for labels from 0 to 1",
        relative=True,
        code='''
def bce_from_logits(y, z):
    """Return the mean BCE in nats: y holds labels from 0 to 1, z logits, both of shape (m,)."""
    doubt = np.log1p(np.exp(-abs(z)))
    wrong_side = abs(z) * abs(y - (z > 0))
    return np.mean(doubt + wrong_side)
''',
        why="exp(−|z|) is never above 1, so nothing overflows, and log1p keeps the digits of a "
        "tiny one. |y − (z > 0)| is how far the label is from the side that z leans to: 0 for a "
        "hit, 1 for a miss, something between for a soft label.",
        deepen="the slope against z is σ(z) − y for each row. At z = −1000 a label 1 still pulls "
        "with −1, where the clipped loss has 0.",
        probes={
            "five ordinary rows": (
                np.array([1.0, 0.0, 1.0, 1.0, 0.0]),
                np.array([2.0, -1.0, -0.5, 0.25, 3.0]),
            ),
            "three soft labels": (np.array([0.9, 0.25, 0.6]), np.array([1.5, -2.0, -0.7])),
            "a miss at z = 50": (np.array([0.0, 1.0]), np.array([50.0, 2.0])),
            "misses at z = 1000 and z = −800": (
                np.array([0.0, 1.0, 1.0, 0.0]),
                np.array([1000.0, -800.0, 900.0, 3.0]),
            ),
            "a sure hit, label 1 and z = 40": (np.array([1.0]), np.array([40.0])),
            "sure hits with label 0": (np.array([0.0, 0.0]), np.array([-38.0, -45.0])),
        },
        mistakes=[
            *[
                Mistake(
                    lambda y, z, log=log: _paid(y, -np.log(_sigmoid(z)), -log(_sigmoid(z))),
                    "right until ŷ is rounded to 1 or to 0: ln 0 is −inf, and 0 · ln 0 is nan. Do "
                    "not write ŷ down: stay with z.",
                )
                for log in (lambda s: np.log(1 - s), lambda s: np.log1p(-s))
            ],
            Mistake(
                lambda y, z: np.mean(-np.log(np.where(y == 1, _sigmoid(z), 1 - _sigmoid(z)))),
                f"two slips. ŷ is rounded to 1 or to 0 on the way, and a sure miss is inf. And "
                f"{_SOFT}",
            ),
            *[
                Mistake(
                    lambda y, z, tiny=tiny, kept=kept: _paid(
                        y,
                        -np.log(kept(_sigmoid(z), tiny)),
                        -np.log(kept(1 - _sigmoid(z), tiny)),
                    ),
                    _CLIPPED,
                )
                for tiny in TINY
                for kept in KEPT_FROM_0
            ],
            *[
                Mistake(
                    lambda y, z, tiny=tiny: _paid(
                        y,
                        -np.log(np.clip(_sigmoid(z), tiny, 1 - tiny)),
                        -np.log(1 - np.clip(_sigmoid(z), tiny, 1 - tiny)),
                    ),
                    _CLIPPED,
                )
                for tiny in TINY
            ],
            Mistake(
                lambda y, z: _paid(
                    y,
                    np.minimum(-np.log(_sigmoid(z)), 100),
                    np.minimum(-np.log(1 - _sigmoid(z)), 100),
                ),
                "the logarithm is cut at −100. Then a miss at z = 1000 costs 100 nats, and so does "
                "one at z = 50, where ŷ is rounded to 1. Do not write ŷ down: stay with z.",
            ),
            *[
                Mistake(
                    lambda y, z, c=c, form=form: np.mean(form(y, np.clip(z, -c, c))),
                    "the logits are cut off. A miss at z = 1000 must cost 1000 nats.",
                )
                for c in (10, 15, 20, 30, 36, 50, 88, 100, 500, 700, 709, 710)
                for form in (_rows, lambda y, z: np.logaddexp(0, z) - y * z)
            ],
            *[
                Mistake(
                    lambda y, z, c=c: _paid(
                        y,
                        -np.log(_sigmoid(np.clip(z, -c, c))),
                        -np.log(1 - _sigmoid(np.clip(z, -c, c))),
                    ),
                    "the logits are cut off. A miss at z = 1000 must cost 1000 nats.",
                )
                for c in (10, 15, 20, 30, 36)
            ],
            *[
                Mistake(
                    lambda y, z, form=form: np.mean(form(y, z)),
                    f"{_CANCELLED} A hit must cost its doubt, with nothing subtracted.",
                )
                for form in (
                    lambda y, z: np.logaddexp(0, z) - y * z,
                    lambda y, z: np.logaddexp(0, -z) + (1 - y) * z,
                )
            ],
            Mistake(lambda y, z: np.mean(_rows(y, z, _log_with_1)), _WITHOUT_1),
            *[
                Mistake(lambda y, z, log=log, form=form: np.mean(form(y, z, log)), sentence)
                for log in LOGS
                for form, sentence in _BCE_SLIPS
            ],
            *[
                Mistake(lambda y, z, form=form: np.mean(form(y, z)), _SOFT)
                for form in (
                    lambda y, z: np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)),
                    lambda y, z: np.where(y == 0, np.logaddexp(0, z), np.logaddexp(0, -z)),
                    lambda y, z: np.logaddexp(0, (1 - 2 * y) * z),
                )
            ],
            *[
                Mistake(
                    lambda y, z, form=form: np.mean(form(-y * z)),
                    "this form is for labels −1 and 1. Here they are 0 and 1, and each label 0 "
                    "costs ln 2, whatever its z.",
                )
                for form in (
                    lambda x: np.logaddexp(0, x),
                    lambda x: np.log1p(np.exp(x)),
                    lambda x: np.log(1 + np.exp(x)),
                )
            ],
            Mistake(
                lambda y, z: np.mean(_wrong_side(y, z)),
                "this is the wrong side alone, and hits are free. Every row also pays for its "
                "doubt.",
            ),
            Mistake(
                lambda y, z: np.mean(_rows(y, _sigmoid(z))),
                "the sigmoid is too much: ŷ stands where the logit belongs. Use z as it is.",
            ),
            Mistake(
                lambda y, z: _paid(y, -np.log(z), -np.log(1 - z)),
                "every result is nan, the logarithm of a negative number. Is z taken for a "
                "probability? It is a logit. Or is the exponential of −|z| missing?",
            ),
            Mistake(
                lambda y, z: _rows(y, z),
                "this returns a loss for each row. Right so far; their mean is asked for.",
            ),
            *[
                Mistake(
                    lambda y, z, divisor=divisor: _rows(y, z)[0] / divisor(y),
                    "only the first row is in it. Does return stand inside the loop?",
                )
                for divisor in (len, lambda y: 1)
            ],
        ],
        hints=[
            "Every row pays its doubt, ln(1 + exp(−|z|)). A row on the wrong side also pays |z|.",
            "(z > 0) counts as 1 or 0, so abs(y - (z > 0)) is the share of |z| that a row pays.",
            "The doubt is np.log1p(np.exp(-abs(z))). Add the wrong side, and take the mean.",
        ],
        equivalents=[
            lambda y, z: np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-abs(z)))),
            lambda y, z: np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)),
            lambda y, z: np.mean(np.where(z > 0, (1 - y) * z, -y * z) + _doubt(z)),
            lambda y, z: _rows(y, z).sum() / len(y),
            lambda y, z: np.mean(_doubt(z) + abs(z) * abs(y - (z >= 0))),
            lambda y, z: (
                sum(
                    np.log1p(np.exp(-abs(b))) + abs(b) * (1 - a if b > 0 else a)
                    for a, b in zip(y.tolist(), z.tolist(), strict=True)
                )
                / len(y)
            ),
        ],
    ),
    Exercise(
        id="8.4",
        wanted="code that returns the loss of one row of logits, in nats",
        relative=True,
        code='''
def softmax_loss(z, r):
    """Return the loss in nats of one row of logits, shape (n,); r is the true class, from 0."""
    top = np.argmax(z)
    others = np.delete(z, top)
    return (z[top] - z[r]) + np.log1p(np.sum(np.exp(others - z[top])))
''',
        why="Measured from the top, no exponential is above 1. np.argmax names one top class, and "
        "np.delete takes out that one: another at the same height stays in the sum. If r is on "
        "top, the first part is exactly 0.",
        deepen="the doubt is never above ln n, what a guess among n classes costs. What a row pays "
        "beyond that, it pays for the wrong side.",
        probes={
            "three classes, r = 1": (np.array([0.5, -1.0, 2.0]), 1),
            "four classes, r = 1 on top": (np.array([1.0, 3.0, -0.5, 0.25]), 1),
            "three of five classes tied at the top": (np.array([0.0, 1.5, -1.0, 1.5, 1.5]), 3),
            "a row with r = 1 on top, at 1000": (np.array([0.0, 1000.0, 998.0]), 1),
            "a row with r = 0, 1000 behind the top": (np.array([0.0, 1000.0, 998.0]), 0),
            "logits near −1000": (np.array([-1001.0, -1000.0, -1002.5]), 2),
            "a sure hit among logits near 100000": (np.array([100000.0, 99980.0, 99978.0]), 0),
            "a sure hit, logits 40, 0 and 0": (np.array([40.0, 0.0, 0.0]), 0),
        },
        mistakes=[
            Mistake(lambda z, r: -np.log(_naive_shares(z)[r]), _OVERFLOW),
            Mistake(lambda z, r: np.log(np.exp(z).sum()) - z[r], _OVERFLOW),
            Mistake(
                lambda z, r: -np.log(_shares(z)[r]),
                "r is 1000 behind the top, and the loss comes out as inf, not as 1000 nats: a "
                "share was rounded to 0, or e¹⁰⁰⁰ overflowed. Measure from the top, and take the "
                "logarithm of the share on paper.",
            ),
            *[
                Mistake(
                    lambda z, r, shares=shares: (
                        -((np.arange(len(z)) == r) * np.log(shares(z))).sum()
                    ),
                    "right until a share is rounded to 0: its logarithm is −inf, and 0 · −inf is "
                    "nan. Do not write the shares down: take their logarithm on paper.",
                )
                for shares in (_shares, _naive_shares)
            ],
            Mistake(
                lambda z, r: np.log1p(np.exp(np.delete(z, r) - z[r]).sum()),
                "right until another class is far ahead of r: e¹⁰⁰⁰ is inf. Measure from the top, "
                "not from the true class.",
            ),
            Mistake(
                lambda z, r: abs(z).max() + np.log(np.exp(z - abs(z).max()).sum()) - z[r],
                "measured from the largest |z|, logits near −1000 are all near −2000, and their "
                "exponentials 0. The top is the largest z.",
            ),
            *[
                Mistake(
                    lambda z, r, c=c: _class_loss(np.clip(z, -c, c), r),
                    "the logits are cut off, and lose their differences. A class that is 1000 "
                    "behind must cost 1000 nats.",
                )
                for c in (20, 30, 50, 100, 500, 700, 709)
            ],
            Mistake(
                lambda z, r: z[0] - z[r] + np.log1p(np.exp(z[1:] - z[0]).sum()),
                "right until another class is far ahead of the first one: e¹⁰⁰⁰ is inf. The top "
                "is where the largest logit stands, np.argmax(z).",
            ),
            *[
                Mistake(
                    lambda z, r, tiny=tiny, kept=kept: -np.log(kept(_shares(z)[r], tiny)), _CLIPPED
                )
                for tiny in TINY
                for kept in KEPT_FROM_0
            ],
            *[
                Mistake(lambda z, r, form=form: form(z) - z[r], _FROM_THE_TOP)
                for form in (
                    lambda z: z.max() + np.log(np.exp(z - z.max()).sum()),
                    lambda z: np.logaddexp.reduce(z),
                    lambda z: z.max() + np.log1p(_others(z).sum()),
                )
            ],
            Mistake(lambda z, r: _class_loss(z, r, _log_with_1), _WITHOUT_1),
            *[
                Mistake(lambda z, r, log=log, form=form: form(z, r, log), sentence)
                for log in LOGS
                for form, sentence in _CLASS_SLIPS
            ],
            Mistake(
                lambda z, r: z.max() - z[r] + np.log(_others(z).sum()),
                "the top's own e⁰ = 1 is missing from the sum. np.log1p adds it, np.log does not.",
            ),
            Mistake(
                lambda z, r: np.log(np.exp(z - z.max()).sum()) - z[r],
                "z_r is not measured from the top, and the others are. Write z_r − z_top.",
            ),
            Mistake(
                lambda z, r: z.max() - z[r],
                "this is the wrong side alone, and a class on top is free. The doubt is missing.",
            ),
            *[
                Mistake(
                    lambda z, r, shares=shares: shares(z)[r],
                    "this is the share of the true class. The loss is its −ln, and is to be "
                    "computed without the share.",
                )
                for shares in (_shares, _naive_shares)
            ],
            *[
                Mistake(
                    lambda z, r, costs=costs: costs(z),
                    "this is a loss for each class, as if each were right. Only r is.",
                )
                for costs in (
                    lambda z: z.max() - z + np.log1p(_others(z).sum()),
                    lambda z: -np.log(_shares(z)),
                    lambda z: -np.log(_naive_shares(z)),
                )
            ],
            *[
                Mistake(
                    lambda z, r, cells=cells: cells(z).sum() - z[r],
                    "each class is judged by itself, with a sigmoid: that is n questions. Here the "
                    "classes share one probability: a softmax.",
                )
                for cells in (
                    lambda z: np.logaddexp(0, z),
                    lambda z: np.maximum(z, 0) + _doubt(z),
                )
            ],
            *[
                Mistake(
                    lambda z, r, cost=cost: cost(z[r]),
                    "only z_r is used, as if there were two classes. All logits of the row count: "
                    "a softmax, not a sigmoid.",
                )
                for cost in (lambda z: np.logaddexp(0, -z), lambda z: -np.log(_sigmoid(z)))
            ],
        ],
        hints=[
            "Two parts again: how far r is behind the top, and the doubt, a logarithm.",
            "np.argmax(z) is the place of the top logit; np.delete(z, top) are the others.",
            "The doubt is np.log1p of the sum of np.exp(others - z[top]). Add z[top] - z[r].",
        ],
        equivalents=[
            lambda z, r: z.max() - z[r] + np.log1p(np.exp(np.sort(z)[:-1] - z.max()).sum()),
            lambda z, r: (
                z.max()
                - z[r]
                + np.log1p(np.exp(z - z.max())[np.arange(len(z)) != z.argmax()].sum())
            ),
            lambda z, r: np.logaddexp(0, np.logaddexp.reduce(np.delete(z, r) - z[r])),
            lambda z, r: np.logaddexp.reduce([0, *(np.delete(z, r) - z[r])]),
            lambda z, r: (
                (z.max() - z)[r]
                + np.log1p(sum(np.exp(x - max(z)) for x in sorted(z.tolist())[:-1]))
            ),
        ],
    ),
    Exercise(
        id="8.5",
        wanted="a number: the smallest safe p is 2**exponent",
        code="exponent = -1022 / 8",
        why="p⁸ must not be below 2⁻¹⁰²², so p must not be below 2 to the power of −1022/8 = "
        "−127.75. That is 3.5·10⁻³⁹: 10⁻³⁰ is safe, and 10⁻⁵⁰ is not.",
        deepen="float32 keeps its 24 binary digits down to 2⁻¹²⁶, which is larger. So any eight "
        "such float32 probabilities may be multiplied in float64.",
        mistakes=[
            Mistake(127.75, "the size is right. With this sign p = 2**exponent is far above 1."),
            Mistake(
                2.0**-127.75,
                "as an exponent this is nearly 0, and 2**0 is 1. If it is p itself, its exponent "
                "is np.log2(p).",
            ),
            Mistake(-1022, "this is for the product. Each of the eight has a part of it."),
            *[
                Mistake(
                    number,
                    "the product 2⁻¹⁰²² was divided by 8, or multiplied. It is p⁸, eight factors "
                    "p: take the root.",
                )
                for number in (-1025, -1019)
            ],
            Mistake(
                -8176,
                "this is the exponent of the product, times 8. The product has 8 times the "
                "exponent of p: then p has which part of it?",
            ),
            *[
                Mistake(
                    number,
                    "this starts from the smallest float above 0, 5·10⁻³²⁴. Down there most digits "
                    "are lost: all 53 are kept down to 2⁻¹⁰²² only.",
                )
                for number in (-134.25, -134.375, -1074)
            ],
            *[
                Mistake(
                    number,
                    "at this p the product is still safe. Is it the smallest p? The exponent need "
                    "not be a whole number.",
                )
                for number in (-127, -127.5, -127.625)
            ],
            *[
                Mistake(
                    number,
                    "at this p the product is below 2⁻¹⁰²² already. The exponent need not be a "
                    "whole number.",
                )
                for number in (-128, -127.875)
            ],
            *[
                Mistake(number, "the size of p is right, as a power of 10. Here p = 2**exponent.")
                for number in (-38.4566, -38.46, -38.5, -38)
            ],
            *[
                Mistake(number, "the size of p is right, as a power of e. Here p = 2**exponent.")
                for number in (-88.5496, -88.55)
            ],
            *[
                Mistake(
                    number,
                    "this is the p = 10⁻³⁰ of the cell above: safe, but p may be much smaller.",
                )
                for number in (-99.6578, -99.66)
            ],
            *[
                Mistake(
                    number,
                    "this is the p = 10⁻⁵⁰ of the cell above, and its product was 0.",
                )
                for number in (-166.0964, -166.1)
            ],
            Mistake(
                -511, "this is for two probabilities, a square root. Here eight are multiplied."
            ),
            Mistake(
                -6.625,
                "this shares out the 53 digits. A product keeps its digits; it is the range down "
                "to 2⁻¹⁰²² that eight must share.",
            ),
        ],
        hints=[
            "All eight are equal to p, so their product is p⁸. It must be at least 2⁻¹⁰²².",
            "With p = 2ˣ the product is 2⁸ˣ: solve 8x = −1022.",
        ],
        equivalents=[-127.75, np.log2((2.0**-1022) ** (1 / 8))],
    ),
    Exercise(
        id="8.6",
        choices=("equally wrong", "clipped at 1e-7", "float32", "in nats"),
        code='cause = "clipped at 1e-7"',
        why="16.118 is −ln 10⁻⁷, the cap of that clip, and three rows hardly meet there by chance. "
        "How wrong each of them is, the log does not say.",
        deepen="in float32 the same clip has a second cap: 1 − 10⁻⁷ is rounded to 1 − 1.19·10⁻⁷, "
        "and a miss with label 0 costs 15.942 nats.",
        mistakes=[
            Mistake(
                "equally wrong",
                f"so says the log, to three decimals. Would three rows meet there by chance? "
                f"{_WHICH_NUMBER}",
            ),
            Mistake(
                "float32",
                "float32 keeps seven decimal digits of 16.3, and of 20: it has no cap at 16.118. "
                f"{_WHICH_NUMBER}",
            ),
            Mistake(
                "in nats",
                f"true, and the log says so. It does not tell why three rows cost the same. "
                f"{_WHICH_NUMBER}",
            ),
        ],
        hints=[
            "Why should three different rows cost the same, to three decimals?",
            "Compute np.exp(-16.118).",
        ],
    ),
]
