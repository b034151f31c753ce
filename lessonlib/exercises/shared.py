"""Slips that every exercise knows: what is done before the formula, after it, or left undone.

A wrong answer is compared with each of these done to the solution, and to each declared slip.
Their sentences hold no number but the learner's own: ``{got}`` is that number and its case,
``{x}`` the first argument's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np

LN2 = np.log(2)
CAPPED = 9  # a cost above this shows whether something limits it


class After(NamedTuple):
    """What was done to the result r of m rows and n classes, in exercises that have its tags."""

    tags: str
    change: Callable
    sentence: str

    @property
    def on_top(self) -> bool:
        """Whether it may be told as the second of two slips."""
        return not {"any", "alone"} & set(self.tags.split())


AFTERS = [
    After("bits log2", lambda r, m, n: r * LN2,
          "right idea, in nats: {got}. np.log counts in them; bits need np.log2, or a division by "
          "ln 2."),
    After("bits", lambda r, m, n: r * LN2,
          "right idea, in nats: {got}. Bits need a division by ln 2."),
    After("bits", lambda r, m, n: r * np.log10(2), "this is base 10: {got}. Bits need np.log2."),
    After("bits", lambda r, m, n: r / np.log2(n),
          "the base of this logarithm is the number of classes: {got}. Bits have base 2."),
    After("bits", lambda r, m, n: r * LN2**2,
          "the unit was changed the wrong way: {got}. From nats to bits, divide by ln 2."),
    After("bits", lambda r, m, n: r / LN2,
          "divided by ln 2 once too often: {got}. np.log2 is in bits already."),
    After("nats", lambda r, m, n: r / LN2,
          "right idea, in bits: {got}. Nats need the natural logarithm, np.log."),
    After("nats", lambda r, m, n: r * LN2,
          "multiplied by ln 2 once too often: {got}. np.log is in nats already."),
    After("nats", lambda r, m, n: r / np.log(10), "this is base 10: {got}. Nats need np.log."),
    After("mean", lambda r, m, n: r * m,
          "this is the total: {got}. The mean is asked for: divide by the number of rows."),
    After("sum", lambda r, m, n: r / m,
          "this is the mean: {got}. The total is asked for: do not divide."),
    After("minus", lambda r, m, n: -r,
          "the minus is missing, or one is too many: {got}. A cost is never negative."),
    After("cost", lambda r, m, n: -r,
          "the sign is turned: {got}. A cost is never negative. Is there a minus too many, or is "
          "a difference or a quotient turned round?"),
    After("any", lambda r, m, n: -r, "the sign is reversed: {got}. Look for the minus sign."),
    After("mean", lambda r, m, n: r * m / (m - 1),
          "you divide by m − 1: {got}. That is for estimating a variance; a mean divides by m."),
    After("mean", lambda r, m, n: r / m, "divided by the number of rows once too often: {got}."),
    After("mean", lambda r, m, n: r / n,
          "the mean is taken over all the cells: {got}. Divide by the number of rows alone."),
    After("mean", lambda r, m, n: r * m / n,
          "you divide by the number of columns: {got}. The mean is over the rows."),
    After("any", lambda r, m, n: r / 2, "half of what is right: {got}."),
    After("any", lambda r, m, n: 2 * r, "twice what is right: {got}."),
    After("bits alone", lambda r, m, n: 2.0**r,
          "2 to the power of what is asked for: {got}. Is a logarithm missing, or a power too "
          "many?"),
    After("bits alone", lambda r, m, n: 2.0**-r,
          "this is a probability, {got}: the logarithm is missing, or was undone by a power."),
    After("bits alone", lambda r, m, n: -(2.0**-r),
          "the logarithm is missing: {got}. Once it is there, the minus is right."),
    After("nats alone", lambda r, m, n: np.exp(-r),
          "this is a probability, {got}: the logarithm is missing, or was undone by a power."),
    After("nats alone", lambda r, m, n: -np.exp(-r),
          "the logarithm is missing: {got}. Once it is there, the minus is right."),
    After("share", lambda r, m, n: 100 * r,
          "a percentage: {got}. A number from 0 to 1 was meant."),
    After("share alone", lambda r, m, n: r / (1 - r),
          "these are the odds: {got}. The probability p was meant, not p/(1 − p)."),
    After("cost", lambda r, m, n: 100 * r, "100 times too large: {got}. Is it in percent?"),
    After("any", lambda r, m, n: r / m, "divided by the number of rows, {got}: do not divide."),
    After("any", lambda r, m, n: r * m,
          "multiplied by the number of rows: {got}. Is a division missing?"),
    After("any", lambda r, m, n: 1 - r, "this is 1 minus what is asked for: {got}."),
    After("any", lambda r, m, n: 1 + r, "1 is added to what is asked for: {got}."),
    After("any", lambda r, m, n: 1 / r, "this is upside down, 1 over what is asked for: {got}."),
    After("any", lambda r, m, n: np.abs(r), "the sign is taken off: {got}."),
    *(
        After("any", lambda r, m, n, k=k: np.round(r, k),
              "rounded too early: {got}. Return all digits, and round what you print.")
        for k in (4, 3, 2, 1)
    ),
    After("tiny", lambda r, m, n: np.where(np.abs(r) < 1.2e-16, 0.0, r),
          "what is tiny came out as 0: where it meets a 1 it is rounded away. np.log1p(x) is "
          "ln(1 + x), and keeps its digits."),
    After("any", lambda r, m, n: np.floor(r),
          "the decimals are cut off: {got}. `//` and int() do that; a division is `/`."),
]  # fmt: skip

WEIGHT = "was taken for {}: every class counts with its weight."

# What was done first: to the labels or probabilities that come first, or (False) to all arrays.
BEFORES = [
    (True, lambda x: 1 - x, "{x} and 1 − {x} are exchanged."),
    *(
        (True, rounded, "soft labels in {x} were rounded to 0 or 1. Every class counts with its "
                        "weight, however small.")
        for rounded in (lambda x: (x >= 0.5) * 1.0, lambda x: (x > 0.5) * 1.0)
    ),
    (True, lambda x: (x == 1) * 1.0,
     "right where {x} is 0 or 1. A soft label, 0.9 say, is not 1, and " + WEIGHT.format(0)),
    (True, lambda x: (x != 0) * 1.0,
     "right where {x} is 0 or 1. A soft label, 0.2 say, is not 0, and " + WEIGHT.format(1)),
    (False, lambda x: x[:1],
     "only what comes first is in it. Does `return` stand inside the loop?"),
    (False, lambda x: x[-1:],
     "only what comes last is in it. In a loop, total = … starts anew each time; total += … adds."),
    (False, lambda x: x[1:],
     "what comes first is missing: Python counts from 0, so range(1, m) leaves it out."),
    (False, lambda x: x[:-1],
     "what comes last is missing: range(m) ends at m − 1 already, range(m - 1) too early."),
]  # fmt: skip

# What an array was made to where it should have been left as it is.
REDUCED = [
    (lambda r: r[0], "only the first is there: {got}. Does `return` stand inside the loop?"),
    (lambda r: r[-1], "only the last is there: {got}. Was it overwritten at each turn?"),
    (np.sum, "one number came back, the sum: {got}. Each has its own: do not add them up."),
    (np.mean, "one number came back, the mean: {got}. Each has its own: do not average them."),
    (lambda r: r[::-1], "these are the right numbers in the opposite order: {got}."),
    (lambda r: np.sort(r, axis=0), "these are the right numbers, sorted: {got}. Keep their order."),
    (np.transpose, "rows and columns are exchanged."),
    (np.ravel, "the numbers are right, in one long row. The rows have to stay rows."),
    (np.cumsum, "each number has those before it added to it: {got}."),
]


def slips(exercise: Any) -> Iterator[tuple[Any, str]]:
    """Wrong answers to an exercise, each with its sentence: the solution with a slip around it."""
    right, first = exercise.reference, (exercise.arguments or [""])[0]
    labels = first.lower().split("_")[0] in ("y", "p")

    def on_changed(alone: bool, change: Callable, *arguments: Any) -> Any:
        parts = [(np.ndim(a) and not (alone and i), a) for i, a in enumerate(arguments)]
        return right(*(change(a) if changed else a for changed, a in parts))

    def reduced(change: Callable, *arguments: Any) -> Any:
        result = np.asarray(right(*arguments) if arguments else right)
        return change(result) if result.ndim else result

    if exercise.is_function:
        for alone, change, sentence in BEFORES:
            if labels or not alone:
                yield partial(on_changed, alone, change), sentence.replace("{x}", first)
        yield from ((partial(reduced, change), sentence) for change, sentence in REDUCED)
    elif not exercise.choices:
        for change, sentence in REDUCED:
            if "?" in sentence:  # there was no loop to ask about
                sentence = f"{sentence.split('. ')[0]}. Asked for are {exercise.wanted}."
            yield reduced(change), sentence


# What was left undone at the end, as what remains to be done to the learner's result.
UNDONE = [
    (np.squeeze, "there is an axis too many. Are there brackets too many somewhere?"),
    (np.mean, "this returns a number for each row. Right so far; their mean is asked for."),
    (np.sum, "this returns several numbers. Right so far; their sum is asked for."),
    (lambda r: r.sum(axis=-1).mean(), "this returns a table of cells. Right so far; the mean over "
                                      "the rows of their sums is asked for."),
    (lambda r: r.mean(axis=0), "this returns a row for each sample. Right so far; the mean over "
                               "the rows, axis 0, is asked for."),
    (lambda r: r[0], "several things are handed over, the first of them right: return it alone."),
    (lambda r: r[-1], "several things are handed over, the last of them right: return it alone."),
]  # fmt: skip

# How a result goes wrong that is right wherever nothing is 0 or huge: its numbers there are like
# this where the right ones are like that.
EDGES = [
    (lambda mine, right: np.isnan(mine),
     "right on ordinary numbers, and nan at the edge: {got}. 0 · log 0, 0/0 and inf/inf have no "
     "value: which of them arises here?"),
    (lambda mine, right: np.isinf(right) & (np.abs(mine) > 1e300) & np.isfinite(mine),
     "np.nan_to_num repairs nan, and makes a large number of inf as well. Certain and wrong must "
     "stay inf."),
    (lambda mine, right: np.isinf(right) & (mine == 0),
     "what the model gave 0 and happened all the same costs nothing here: {got}."),
    (lambda mine, right: np.isinf(right) & np.isfinite(mine),
     "a small number stands in the place of 0, or the 0 is passed over: {got}. That hides the one "
     "case that matters: certain and wrong costs inf."),
    (lambda mine, right: np.isinf(mine) & np.isfinite(right),
     "right on ordinary numbers, and inf at the edge: {got}. Something overflowed, a number "
     "became 0 on the way, or a 0 without weight was not left out."),
    (lambda mine, right: np.isfinite(right) & (right > CAPPED) & (mine < right) & (mine > 0),
     "no cost is above a certain height here: {got}. Is a small number put in the place of a "
     "probability, or are numbers cut off? The surer a miss, the more it must cost."),
]  # fmt: skip


def tags(exercise: Any, expected: list[np.ndarray]) -> set[str]:
    """What the afters ask of an exercise: its unit, whether it is a mean, a cost, a share."""
    asks = exercise.asks
    flat = np.concatenate([np.ravel(r) for r in expected])
    unit = {unit for unit in ("bits", "nats") if unit in asks}
    found = unit | {"any", "alone"} | ({"mean"} if "mean" in asks else set())
    found |= {"log2"} if "log2" in exercise.code or not exercise.is_function else set()
    found |= {"sum"} if re.search("sum|total|likelihood", asks) else set()
    if np.all(flat >= 0):
        found |= {"cost"} if unit else set()
        found |= {"minus"} if unit and re.search(r"(return |= |mean\()-", exercise.code) else set()
        found |= {"share"} if not unit and np.all(flat <= 1) else set()
    return found | ({"tiny"} if np.any((flat > 0) & (flat < 1e-16)) else set())
