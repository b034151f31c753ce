"""Exercises of lesson 09: the capstone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lessonlib.exercises.declaration import Exercise, Mistake


def _picked(share: float, y: np.ndarray) -> np.ndarray:
    return np.where(y == 1, share, 1 - share)


def _costs(share: float, y: np.ndarray) -> np.ndarray:
    """What each row pays for ŷ = share, in bits, with 0 · log 0 = 0."""
    return -np.log2(_picked(share, y))


def _written_out(share: float, y: np.ndarray) -> np.ndarray:
    """The same, but nan for 0 · log 0."""
    return -(y * np.log2(share) + (1 - y) * np.log2(1 - share))


def _entropy(share: float) -> float:
    """The entropy of a coin, in bits, with 0 · log 0 = 0."""
    return -sum(p * np.log2(p) for p in (share, 1 - share) if p > 0)


def _in_both_forms(answer: Callable, sentence: str) -> list[Mistake]:
    """The same slip with 0 · log 0 = 0, as BCE has it, and with the formula written out."""
    return [
        Mistake(lambda y_train, y_test, costs=costs: answer(costs, y_train, y_test), sentence)
        for costs in (_costs, _written_out)
    ]


TINY = (1e-16, 2.0**-52, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)
# Counts of the lesson's own rows, which a learner's function may use by accident.
CAME_TRAIN, TRAIN = 80, 300
CAME_TEST, TEST = 57, 248
CAME, ALL = 178, 748

_BOTH_ZERO = (
    "right, until the training share and the test labels are all 0: there 0 · log₂ 0 is nan. Each "
    "test row pays −log₂ of one number, what its own label got: pick that first, or use BCE."
)
_EXCHANGED = "the arguments are exchanged: the share of the test rows predicts the training rows."
_CERTAIN = (
    "nobody's ŷ is the share: everybody gets a 0 or a 1. A certain prediction costs inf as soon as "
    "one row differs. Predict the share itself."
)
_CLIPPED = (
    "a small number keeps the share away from 0 and 1. That hides the one case that matters: "
    "whoever says 'never' and is wrong pays inf. Leave it out."
)
_OWN_ROWS = (
    "the share of the lesson's own rows, {:.4f}, is in it, whatever y_train is. Inside the "
    "function, compute it from y_train."
)

EXERCISES = [
    Exercise(
        id="9.1",
        wanted="code that returns the mean bits on the test rows",
        code='''
def baseline_bits(y_train, y_test):
    """Return the mean bits on y_test, if everybody's yhat is the share of 1s in y_train."""
    share = np.mean(y_train)
    given = np.where(y_test == 1, share, 1 - share)  # what each row's own label got
    return np.mean(-np.log2(given))
''',
        why="Everybody's ŷ is the share in the training rows. A test row with label 1 pays −log₂ "
        "of it, a row with label 0 −log₂ of the rest; then the mean over the test rows. "
        "BCE(y_test, np.full(len(y_test), np.mean(y_train))) does the same.",
        deepen="this is the entropy of the test labels plus KL(test share ‖ training share): "
        "lesson 05's KL, paid because the training rows are not the test rows.",
        probes={
            "5 training rows with two 1s, 4 test rows with one 1": (
                np.array([1.0, 0.0, 0.0, 1.0, 0.0]),
                np.array([0.0, 0.0, 1.0, 0.0]),
            ),
            "training share 0.75, 3 test rows, all 1": (
                np.array([1.0, 1.0, 0.0, 1.0]),
                np.array([1.0, 1.0, 1.0]),
            ),
            "training share 0.2, 6 test rows with four 1s": (
                np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]),
                np.array([1.0, 1.0, 0.0, 1.0, 0.0, 1.0]),
            ),
            "a training share of 0 and a 1 in the test (inf)": (
                np.zeros(3),
                np.array([0.0, 1.0, 0.0, 0.0]),
            ),
            "a training share of 0 and no 1 in the test (0 bits)": (np.zeros(4), np.zeros(2)),
            "a training share of 1 and two 0s in the test (inf)": (
                np.ones(2),
                np.array([1.0, 0.0, 1.0, 1.0, 0.0]),
            ),
        },
        mistakes=[
            Mistake(
                lambda y_train, y_test: _written_out(np.mean(y_train), y_test).mean(),
                "right, until the training share is 0 or 1: then 0 · log₂ 0 is nan. Each test row "
                "pays −log₂ of one number, what its own label got: pick that first, or use BCE.",
            ),
            *[
                Mistake(answer, _BOTH_ZERO)
                for answer in (
                    lambda y_train, y_test: np.nanmean(_written_out(np.mean(y_train), y_test)),
                    lambda y_train, y_test: _written_out(np.mean(y_train), np.mean(y_test)),
                )
            ],
            Mistake(
                lambda y_train, y_test: np.nan_to_num(
                    _written_out(np.mean(y_train), y_test)
                ).mean(),
                "right, until a row costs inf: np.nan_to_num mends nan, and makes a huge number of "
                "inf as well.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_test), y_test).mean(),
                "the share is taken from the test rows: that is peeking. Whoever predicts knows "
                "the training rows alone.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_train), y_train).mean(),
                "this is what the baseline costs on the training rows, their entropy: the first "
                "case came out as 0.9710. Keep the share, and let the test rows pay.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_test), y_train).mean(),
                _EXCHANGED,
            ),
            Mistake(
                lambda y_train, y_test: _written_out(np.mean(y_test), np.mean(y_train)), _EXCHANGED
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(
                    np.mean(np.concatenate([y_train, y_test])), y_test
                ).mean(),
                "the share is taken from all rows, training and test: that is half a peek. Whoever "
                "predicts knows the training rows alone.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_train), y_test).mean() * np.log(2),
                "right idea, in nats: the first case came out as 0.6122. The lesson counts bits: "
                "use np.log2.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_train), y_test).sum(),
                "this is the total over the test rows. The mean is asked for: divide by "
                "len(y_test).",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_train), y_test).sum() / len(y_train),
                "divided by the number of training rows. The test rows pay: divide by len(y_test).",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: -costs(np.mean(y_train), y_test).mean(),
                "the minus is missing: the first case came out as −0.8832. A cost in bits is never "
                "negative.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.mean(y_train), y_test),
                "this is a cost for each test row. Right so far; their mean is asked for.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(1 - np.mean(y_train), y_test).mean(),
                "the labels changed places: a test row with label 1 pays for the share of 0s. It "
                "pays −log₂ of the share of 1s.",
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(np.round(np.mean(y_train)), y_test).mean(),
                _CERTAIN,
            ),
            *_in_both_forms(
                lambda costs, y_train, y_test: costs(0.0, y_test).mean(),
                "a 0 or a 1 stands where the share belongs, and costs inf as soon as one row "
                "differs. Does everybody get the same answer, or are the arguments of BCE "
                "exchanged? Labels first.",
            ),
            Mistake(
                lambda y_train, y_test: _written_out(y_test, np.mean(y_train)).mean(),
                "the logarithm is taken of the labels, 0 and 1. It belongs to ŷ, the share; the "
                "labels are the weights.",
            ),
            Mistake(
                lambda y_train, y_test: _costs(1 / (1 + np.exp(-np.mean(y_train))), y_test).mean(),
                "a sigmoid is applied to the share, and that is a probability already.",
            ),
            *[
                Mistake(
                    lambda y_train, y_test, tiny=tiny, change=change: _costs(
                        change(np.mean(y_train), tiny), y_test
                    ).mean(),
                    _CLIPPED,
                )
                for tiny in TINY
                for change in (
                    lambda share, tiny: np.clip(share, tiny, 1 - tiny),
                    lambda share, tiny: max(share, tiny),
                )
            ],
            *[
                Mistake(
                    lambda y_train, y_test, tiny=tiny: (
                        -np.log2(_picked(np.mean(y_train), y_test) + tiny).mean()
                    ),
                    _CLIPPED,
                )
                for tiny in TINY
            ],
            Mistake(
                lambda y_train, y_test: _costs(
                    (np.sum(y_train) + 1) / (len(y_train) + 2), y_test
                ).mean(),
                "a 1 and a 0 were added to the training rows. That is a sound way never to be "
                "certain (Laplace's), and another baseline. Here the share itself is asked for.",
            ),
            *[
                mistake
                for rate in (CAME_TRAIN / TRAIN, CAME_TEST / TEST, CAME / ALL)
                for mistake in _in_both_forms(
                    lambda costs, y_train, y_test, rate=rate: costs(rate, y_test).mean(),
                    _OWN_ROWS.format(rate),
                )
            ],
            Mistake(
                lambda y_train, y_test: _written_out(CAME_TRAIN / TRAIN, CAME_TEST / TEST),
                "0.7829 whatever comes in: this uses the lesson's own rows. Inside the function, "
                "use its arguments, y_train and y_test.",
            ),
            Mistake(
                lambda y_train, y_test: -np.mean(y_test * np.log2(np.mean(y_train))),
                "only test rows with label 1 pay. A row with label 0 pays −log₂ of the share of "
                "0s.",
            ),
            Mistake(
                lambda y_train, y_test: np.mean(y_test * _costs(np.mean(y_train), y_test)),
                "only test rows with label 1 pay. A row with label 0 pays −log₂ of the share of "
                "0s.",
            ),
            Mistake(
                lambda y_train, y_test: -np.mean((1 - y_test) * np.log2(1 - np.mean(y_train))),
                "only test rows with label 0 pay. A row with label 1 pays −log₂ of the share of "
                "1s.",
            ),
            Mistake(
                lambda y_train, y_test: -np.log2(np.mean(y_train)),
                "every row pays −log₂ of the share of 1s, as if all had come. A row with label 0 "
                "pays for the share of 0s.",
            ),
            Mistake(
                lambda y_train, y_test: -np.log2(1 - np.mean(y_train)),
                "every row pays −log₂ of the share of 0s, as if nobody had come. A row with label "
                "1 pays for the share of 1s.",
            ),
            Mistake(
                lambda y_train, y_test: -np.log2(np.mean(_picked(np.mean(y_train), y_test))),
                "this is the log of the mean. Each row pays by itself: take the logarithm first, "
                "then the mean.",
            ),
            Mistake(
                lambda y_train, y_test: (
                    _costs(np.mean(y_train), y_test).mean() - _entropy(np.mean(y_test))
                ),
                "this is the excess over the entropy of the test labels, a KL. The baseline pays "
                "the entropy too.",
            ),
            Mistake(
                lambda y_train, y_test: 1,
                "1 bit a row is the price of ŷ = ½. The training rows say more than that.",
            ),
            Mistake(
                lambda y_train, y_test: np.mean((y_test - np.mean(y_train)) ** 2),
                "this is the Brier score, a mean of squares. The cost in bits is a logarithm.",
            ),
            Mistake(
                lambda y_train, y_test: np.mean(np.abs(y_test - np.mean(y_train))),
                "this is the mean absolute error. The cost in bits is a logarithm.",
            ),
            *[
                Mistake(
                    answer,
                    "this is an accuracy: the share of test rows that one answer for all gets "
                    "right. Bits ask what each row's label was given.",
                )
                for answer in (
                    lambda y_train, y_test: np.mean(y_test == np.round(np.mean(y_train))),
                    lambda y_train, y_test: np.mean(y_test == 0),
                )
            ],
            Mistake(
                lambda y_train, y_test: np.mean(y_test != np.round(np.mean(y_train))),
                "this is the error of one answer for all. Bits ask what each row's label was "
                "given.",
            ),
            Mistake(
                lambda y_train, y_test: np.mean(y_train),
                "this is the training share: everybody's ŷ. What do the test rows pay for it?",
            ),
            Mistake(
                lambda y_train, y_test: np.full(len(y_test), np.mean(y_train)),
                "this is everybody's ŷ. What do the test rows pay for it?",
            ),
            Mistake(
                lambda y_train, y_test: np.mean(y_test),
                "this is the share of 1s in the test rows. What do they pay, in bits, for a ŷ that "
                "comes from the training rows?",
            ),
            *[
                Mistake(
                    lambda y_train, y_test, row=row, divisor=divisor: (
                        _costs(np.mean(y_train), y_test)[row] / divisor(y_test)
                    ),
                    sentence,
                )
                for row, sentence in (
                    (0, "only the first test row is in it. Does return stand inside the loop?"),
                    (
                        -1,
                        "only the last test row is in it. In a loop, total = … starts anew each "
                        "time; total += … adds.",
                    ),
                )
                for divisor in (len, lambda y: 1)
            ],
        ],
        hints=[
            "Two steps: everybody's ŷ, from the training rows; then what the test rows pay for it.",
            "A row with label 1 pays −log₂ ŷ, a row with label 0 −log₂(1 − ŷ). np.where picks.",
            "BCE wants a ŷ for each row: np.full(len(y_test), np.mean(y_train)).",
        ],
        equivalents=[
            lambda y_train, y_test: np.mean(-np.log2(np.abs(1 - y_test - np.mean(y_train)))),
            lambda y_train, y_test: np.nansum(_written_out(np.mean(y_train), y_test)) / len(y_test),
            lambda y_train, y_test: (
                sum(_costs(sum(y_train) / len(y_train), y) for y in y_test) / len(y_test)
            ),
        ],
    ),
    Exercise(
        id="9.2",
        wanted="a probability, to 4 decimals",
        code="odds = 0.20 / 0.80 * 2.15\nother = odds / (1 + odds)",
        why="0.20 is odds of 0.20/0.80 = 0.25. Times 2.15 that is 0.5375, and odds of 0.5375 are "
        "the probability 0.5375/1.5375.",
        deepen="the factor is the same for everybody; what it does to ŷ is not. The same 2.15 "
        "takes 0.95 only to 0.976.",
        mistakes=[
            Mistake(
                0.43,
                "0.43 is 2.15 times the probability. The factor belongs to the odds, ŷ/(1 − ŷ).",
            ),
            *[
                Mistake(odds, "right, for the odds. Turn them back into a probability.")
                for odds in (0.5375, 0.538, 0.54)
            ],
            Mistake(0.25, "these are the odds of the first donor. Multiply them by 2.15."),
            Mistake(
                0.2,
                "that is the first donor's. Twice as many donations multiply the odds by 2.15.",
            ),
            Mistake(
                0.43 / 1.43,
                "0.20 was taken for the odds. It is the probability; the odds are ŷ/(1 − ŷ).",
            ),
            Mistake(
                0.6059,
                "a sigmoid of 0.43, which is 2.15 times the probability. The factor belongs to the "
                "odds; a sigmoid takes a logit.",
            ),
            Mistake(
                0.6312,
                "a sigmoid of 0.5375. Those are the odds; a sigmoid takes a logit, the logarithm "
                "of the odds.",
            ),
            Mistake(
                0.89569,
                "a sigmoid of 2.15. That is a factor of the odds, not a logit; and the first "
                "donor's 0.20 plays no part.",
            ),
            Mistake(
                0.6825,
                "2.15 was taken for the odds. It is their factor: multiply the odds of the first "
                "donor by it.",
            ),
            Mistake(
                0.6822,
                "2.15 was added to the logit. What is added to a logit is w, and 2.15 is the "
                "factor of the odds, eʷ.",
            ),
            Mistake(
                0.7059,
                "2.15 was added to the odds. It is a factor: multiply.",
            ),
            Mistake(2.15, "that is the factor. It multiplies the odds of the first donor."),
            Mistake(2.35, "a probability is at most 1. The factor 2.15 multiplies the odds."),
            Mistake(2.4, "a probability is at most 1. The factor 2.15 multiplies: 0.25 · 2.15."),
            Mistake(
                0.1606,
                "the odds were multiplied by ln 2.15, the weight. Their factor is eʷ = 2.15 "
                "itself.",
            ),
            Mistake(
                0.1042,
                "this is lower than 0.20, and more donations raise ŷ. Were the odds divided by "
                "2.15, or turned upside down? They are ŷ/(1 − ŷ).",
            ),
            Mistake(0.1163, "the odds were divided by 2.15. More donations raise them: multiply."),
            Mistake(0.0930, "0.20 divided by 2.15. More donations raise the odds: multiply them."),
            Mistake(
                0.89583,
                "the odds are upside down: 0.80/0.20 are the odds of staying away. For coming they "
                "are ŷ/(1 − ŷ).",
            ),
            Mistake(
                8.6,
                "the odds are upside down: 0.80/0.20 are the odds of staying away. For coming they "
                "are ŷ/(1 − ŷ).",
            ),
            Mistake(0.6504, "that is the probability of staying away. Coming is the rest of it."),
            Mistake(-0.6208, "right, for the logit. The sigmoid turns it into a probability."),
            Mistake(
                1.1622,
                "odds/(1 − odds) goes from a probability to odds, once more. Back it is odds/(1 + "
                "odds).",
            ),
            Mistake(
                0.4,
                "the probability was doubled. Twice the donations multiply the odds, by 2.15.",
            ),
            Mistake(
                0.3333,
                "the odds were doubled. Twice the donations multiply them by 2.15.",
            ),
            Mistake(
                0.5181,
                "the odds were multiplied by 2.15, and then by 2. The factor 2.15 is for twice the "
                "donations already.",
            ),
            Mistake(
                0.5361,
                "the factor was used twice. Twice as many donations are one doubling: one factor.",
            ),
            Mistake(34.96, "as a percentage, yes. A probability is a number up to 1."),
        ],
        hints=[
            "Three steps: from the probability to odds, times 2.15, and back.",
            "The odds of 0.20 are 0.20/0.80. Back again it is odds/(1 + odds).",
        ],
        equivalents=[0.3496, 0.43 / (0.43 + 0.8), 1 / (1 + np.exp(-np.log(0.25 * 2.15)))],
    ),
    Exercise(
        id="9.3",
        wanted="a number of rows",
        code="most = 300",
        why="All rows together pay 0.3 · 1,000 = 300 bits, and each wrong one at least 1 of them. "
        "So there are at most 300.",
        deepen="it holds in one direction only: with not a single row wrong, a model can still pay "
        "nearly 1 bit a row.",
        mistakes=[
            Mistake(
                700,
                "700 is how many are right at least. How many can be wrong at most?",
            ),
            Mistake(0.3, "0.3 is right, as a share. How many of the 1,000 rows is that?"),
            Mistake(30, "as a percentage, yes. How many of the 1,000 rows is that?"),
            Mistake(
                1000,
                "if all 1,000 were wrong, each would pay at least 1 bit. How many bits are there "
                "to pay with?",
            ),
            *[
                Mistake(
                    wrong,
                    "2 to the power of −0.3 is what the right labels got, as a geometric mean. "
                    "Count bits instead: how many are paid in all, and how many by a wrong row?",
                )
                for wrong in (812, 812.2524)
            ],
            *[
                Mistake(
                    wrong,
                    "1 − 2 to the power of −0.3 is no share of wrong rows. Count bits: how many "
                    "are paid in all, and how many at least by a wrong row?",
                )
                for wrong in (187.7476, 188)
            ],
            Mistake(
                230,
                "the share of wrong rows in the lesson's test is 0.230. This model pays 0.3 bits a "
                "row: count its bits.",
            ),
            Mistake(3, "0.3 of 1,000 is not 3. How many bits do all the rows pay together?"),
            Mistake(
                0,
                "that is how few. A wrong row costs 1 bit or little more, if ŷ is near ½. How many "
                "can be paid for?",
            ),
            Mistake(
                299,
                "nearly. A row exactly at ½ pays exactly 1 bit, and can be wrong.",
            ),
            Mistake(301, "nearly. 301 wrong rows pay at least 301 bits. Are there as many?"),
            Mistake(
                500,
                "½ is the threshold. How many bits do all the rows pay together, and how many at "
                "least does a wrong one pay?",
            ),
            Mistake(
                600,
                "a wrong row pays 1 bit at least, not ½: ½ is what its label got at most.",
            ),
            Mistake(
                150,
                "½ is what a wrong row's label got at most. How many bits does it pay for that?",
            ),
            *[
                Mistake(
                    wrong,
                    "in nats a wrong row pays at least ln 2. But the 0.3 are bits, and in bits it "
                    "pays at least 1.",
                )
                for wrong in (432, 432.8085, 433)
            ],
            *[
                Mistake(
                    wrong,
                    "1,000/0.3 is more than there are rows. How many bits do all the rows pay "
                    "together?",
                )
                for wrong in (3333, 3333.3333)
            ],
            Mistake(
                53,
                "53 in 1,000 is about the share whose entropy is 0.3 bits. A baseline says the "
                "same to all; a model may differ from row to row.",
            ),
        ],
        hints=[
            "How many bits do the 1,000 rows pay together?",
            "A wrong row pays at least 1 bit, and a right one may pay 0.",
        ],
        equivalents=[1000 * 0.3, 300.0],
    ),
    Exercise(
        id="9.4",
        choices=(
            "cross-entropy",
            "Brier",
            "cross-entropy and Brier",
            "all but error",
            "all four",
        ),
        code='charges = "cross-entropy and Brier"',
        why="Expected cross-entropy is H(p) + KL(p ‖ r), and expected Brier p(1 − p) + (r − p)²: "
        "both grow as soon as r leaves 0.7. Absolute error is lowest at r = 1, and error is 0.3 "
        "for every r above ½.",
        deepen="at r = 0.7 cross-entropy expects to pay the entropy, 0.8813 bits, and Brier p(1 − "
        "p) = 0.21. That is what cannot be saved.",
        mistakes=[
            Mistake(
                "cross-entropy",
                "it is one. Work out the expected squares, 0.7(1 − r)² + 0.3r², for r = 0.6, 0.7 "
                "and 0.8.",
            ),
            Mistake(
                "Brier",
                "it is one. And where is cross-entropy lowest? Think of lesson 05: H(p) + "
                "KL(p ‖ r).",
            ),
            Mistake(
                "all but error",
                "work out the expected absolute error, 0.7(1 − r) + 0.3r, for r = 0.7 and for "
                "r = 1.",
            ),
            Mistake(
                "all four",
                "what is the expected error for r = 0.6, and for r = 0.9? It must be lowest at 0.7 "
                "alone. Then look at absolute error again, too.",
            ),
        ],
        hints=[
            "Write down each expected charge: 0.7 times the charge if the donor comes, plus 0.3 "
            "times the charge if not.",
            "Put r = 0.7 and r = 1 into the absolute error; r = 0.6 and r = 0.9 into the error; r "
            "= 0.6, 0.7 and 0.8 into the squares.",
            "Absolute error is 0.7 − 0.4r, a falling line. The error is 0.3 for every r above ½.",
        ],
    ),
    Exercise(
        id="9.5",
        wanted="a probability",
        code="odds = 0.50 / 0.50 / 3\nhonest = odds / (1 + odds)",
        why="0.50 is odds of 1. Tripling the rows with label 1 tripled the odds, so the honest "
        "ones are ⅓, and that is the probability (1/3)/(4/3) = ¼.",
        deepen="so the tripled model's ½ is an honest ¼: the weight moved the threshold, unsaid. "
        "The next section asks where it should stand.",
        mistakes=[
            *[
                Mistake(third, "a third of the probability. It is the odds that were tripled.")
                for third in (0.1667, 0.167, 0.17)
            ],
            Mistake(
                0.75,
                "the odds were tripled once more. The tripled model says too much: divide.",
            ),
            Mistake(0.5, "that is what the tripled model says. Its odds are three times too high."),
            *[
                Mistake(odds, "right, for the odds. Turn them back into a probability.")
                for odds in (0.3333, 0.333, 0.33)
            ],
            Mistake(3, "a probability is at most 1. The odds were tripled: divide them by 3."),
            Mistake(1.5, "a probability is at most 1. The odds were tripled: divide them by 3."),
            Mistake(
                0.0474,
                "3 was taken off the logit. A factor of 3 in the odds is ln 3 in the logit.",
            ),
            Mistake(-1.0986, "right, for the logit. The sigmoid turns it into a probability."),
            Mistake(
                0.5826,
                "a sigmoid of ⅓. Those are the odds; a sigmoid takes a logit, the logarithm of the "
                "odds.",
            ),
            Mistake(0, "0 is the logit of 0.50. Take ln 3 off it, and turn it back."),
            Mistake(
                0.125,
                "divided by 4. The odds were tripled, so divide them by 3, and turn them back.",
            ),
            Mistake(
                0.2,
                "odds of ¼: the 1 was divided by 4. Each row with label 1 is there three times, "
                "not three times more.",
            ),
            Mistake(0.1, "odds of 1/9: the 3 was used twice."),
            *[
                Mistake(
                    share,
                    "that is the share who came, of many donors. This one has odds of its own: "
                    "those of 0.50, divided by 3.",
                )
                for share in (0.23, CAME_TEST / TEST, CAME_TRAIN / TRAIN, CAME / ALL)
            ],
            Mistake(25, "as a percentage, yes. A probability is a number up to 1."),
        ],
        hints=[
            "Tripling the rows of one class triples its odds. What are the odds of 0.50?",
            "Odds of 1, divided by 3, and back: odds/(1 + odds).",
        ],
        equivalents=[0.25, 1 / 4, 1 / (1 + np.exp(np.log(3)))],
    ),
    Exercise(
        id="9.6",
        wanted="code that returns the threshold for yhat",
        code='''
def threshold(wasted, missed):
    """Return the yhat above which it is cheaper to expect the donor."""
    return wasted / (wasted + missed)
''',
        why="Expect, if (1 − ŷ)·wasted < ŷ·missed. Bring ŷ to one side: wasted < ŷ·(wasted + "
        "missed).",
        deepen="only the ratio of the costs counts. And ½ is the threshold of those to whom both "
        "mistakes cost the same.",
        probes={
            "wasted = 1 and missed = 4": (1.0, 4.0),
            "wasted = 3 and missed = 2": (3.0, 2.0),
            "three costs of each": (np.array([1.0, 2.0, 7.0]), np.array([9.0, 2.5, 3.0])),
        },
        mistakes=[
            Mistake(
                lambda wasted, missed: missed / (wasted + missed),
                "the costs changed places: the first case came out as 0.8. The dearer a miss is, "
                "the sooner you expect the donor: the lower the threshold.",
            ),
            Mistake(
                lambda wasted, missed: wasted / missed,
                "this is the threshold for the odds, ŷ/(1 − ŷ): the first case came out as 0.25. "
                "Solve for ŷ itself.",
            ),
            Mistake(
                lambda wasted, missed: missed / wasted,
                "this is a ratio of the costs, upside down: the first case came out as 4.0, and no "
                "ŷ is above that. Solve (1 − ŷ)·wasted = ŷ·missed for ŷ.",
            ),
            Mistake(
                lambda wasted, missed: (wasted + missed) / wasted,
                "upside down: the first case came out as 5.0, and no ŷ is above that.",
            ),
            Mistake(
                lambda wasted, missed: (wasted + missed) / missed,
                "upside down, and the costs changed places: the first case came out as 1.25, and "
                "no ŷ is above that.",
            ),
            Mistake(
                lambda wasted, missed: wasted / wasted + missed,
                "parentheses are missing: / comes before +, so this is 1 + missed. Write wasted / "
                "(wasted + missed).",
            ),
            Mistake(
                lambda wasted, missed: missed / wasted + missed,
                "/ comes before +: parentheses are missing. And which of the two costs belongs on "
                "top?",
            ),
            Mistake(
                lambda wasted, missed: 0.5,
                "½, whatever the costs. That is right only where both mistakes cost the same.",
            ),
            Mistake(
                lambda wasted, missed: np.full(np.shape(wasted), 0.5),
                "½, whatever the costs. That is right only where both mistakes cost the same.",
            ),
            *[
                Mistake(
                    lambda wasted, missed, rate=rate: rate,
                    "this is the share who came. It is in every ŷ already; the threshold follows "
                    "from the costs alone.",
                )
                for rate in (CAME_TRAIN / TRAIN, CAME / ALL, CAME_TEST / TEST)
            ],
            *[
                Mistake(
                    lambda wasted, missed, log=log: log(wasted / missed),
                    "this is a logarithm of the odds: a threshold for the logit. Here one for ŷ is "
                    "asked for.",
                )
                for log in (np.log, np.log2)
            ],
            Mistake(
                lambda wasted, missed: 1 / (1 + missed),
                "right where wasted is 1, and only there. Any two costs may come in.",
            ),
            Mistake(
                lambda wasted, missed: 1 / (wasted + missed),
                "right where wasted is 1, and only there. Any two costs may come in.",
            ),
            *[
                Mistake(answer, "only one of the two costs is in it. Both matter.")
                for answer in (
                    lambda wasted, missed: 1 / missed,
                    lambda wasted, missed: 1 / wasted,
                )
            ],
            *[
                Mistake(
                    lambda wasted, missed, rate=rate: (
                        wasted * rate / (wasted * rate + missed * (1 - rate))
                    ),
                    "the share who came is in it. Every ŷ has it already: the threshold follows "
                    "from the costs alone.",
                )
                for came in (CAME_TRAIN / TRAIN, CAME / ALL)
                for rate in (came, 1 - came)
            ],
            Mistake(
                lambda wasted, missed: wasted / (missed - wasted),
                "a sign got lost: (1 − ŷ)·wasted = ŷ·missed. Bring −ŷ·wasted to the other side.",
            ),
            Mistake(
                lambda wasted, missed: wasted / (wasted - missed),
                "a sign got lost: (1 − ŷ)·wasted = ŷ·missed. Bring −ŷ·wasted to the other side.",
            ),
            Mistake(
                lambda wasted, missed: wasted / (1 + missed),
                "right where wasted is 1, and only there. Any two costs may come in.",
            ),
            Mistake(
                lambda wasted, missed: (missed - wasted) / (missed + wasted),
                "this is a difference over the sum. Solve (1 − ŷ)·wasted = ŷ·missed for ŷ.",
            ),
            Mistake(
                lambda wasted, missed: wasted * missed / (wasted + missed),
                "this is the expected cost at the threshold, where both choices cost the same. The "
                "ŷ of that place is asked for.",
            ),
            Mistake(
                lambda wasted, missed: 1 / (1 + np.exp(missed - wasted)),
                "a sigmoid of the costs' difference. There is no exponential in it: solve (1 − "
                "ŷ)·wasted = ŷ·missed for ŷ.",
            ),
            Mistake(
                lambda wasted, missed: wasted // (wasted + missed),
                "// rounds down, to 0. Divide with a single /.",
            ),
            Mistake(
                lambda wasted, missed: 1 / (1 + wasted / missed),
                "the costs changed places: the first case came out as 0.8. The dearer a miss is, "
                "the sooner you expect the donor: the lower the threshold.",
            ),
        ],
        hints=[
            "At the threshold both choices cost the same: (1 − ŷ)·wasted = ŷ·missed.",
            "Multiply out, and bring both terms with ŷ to one side.",
            "ŷ·(wasted + missed) = wasted.",
        ],
        equivalents=[
            lambda wasted, missed: 1 / (1 + missed / wasted),
            lambda wasted, missed: 1 - missed / (wasted + missed),
            lambda wasted, missed: (wasted / missed) / (1 + wasted / missed),
            lambda wasted, missed: 1 / (1 + np.exp(np.log(missed) - np.log(wasted))),
        ],
    ),
]
