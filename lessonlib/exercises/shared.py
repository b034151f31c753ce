"""Slips that every exercise knows: what is done before the formula, after it, or left undone.

A wrong answer is compared with each of these done to the solution, and to each declared slip.
They are written as slips are declared: a line of code, and the sentence that it earns, in which
``{got}`` is the learner's own number and its case, ``{x}`` the first argument's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from lessonlib.exercises.declaration import parts

CAPPED = 9  # a cost above this shows whether something limits it
Slip = tuple[Callable, str, str]  # what is done, the sentence, and the word in front of the code


def _table(arguments: str, text: str) -> list[Slip]:
    made = []
    for codes, sentence in parts(text):
        for code in codes:
            tags, _, change = code.rpartition(": ")
            function = eval(f"lambda {arguments}: {change}", {"np": np, "CAPPED": CAPPED})
            made.append((function, sentence, tags))
    return made


# Done to the result r of m rows and n classes, in exercises that have the tags in front.
AFTER = _table(
    "r, m, n",
    """
bits log2: r * np.log(2)
    right idea, in nats: {got}. np.log counts in them; bits need np.log2, or a division by ln 2.
bits: r * np.log(2)  # right idea, in nats: {got}. Bits need a division by ln 2.
bits log2: r * np.log10(2)  # this is base 10: {got}. Bits need np.log2.
bits: r * np.log10(2)  # this is base 10: {got}. Bits need a division by ln 2.
bits: r / np.log2(n)
    the base of this logarithm is the number of classes: {got}. Bits have base 2.
bits: r * np.log(2)**2
    the unit was changed the wrong way: {got}. From nats to bits, divide by ln 2.
bits log2: r / np.log(2)  # divided by ln 2 once too often: {got}. np.log2 is in bits already.
nats: r / np.log(2)  # right idea, in bits: {got}. Nats need the natural logarithm, np.log.
nats: r * np.log(2)  # multiplied by ln 2 once too often: {got}. np.log is in nats already.
nats: r / np.log(10)  # this is base 10: {got}. Nats need np.log.
mean: r * m  # this is the total: {got}. The mean is asked for: divide by the number of rows.
sum: r / m  # this is the mean: {got}. The total is asked for: do not divide.
minus: -r  # the minus is missing, or one is too many: {got}. A cost is never negative.
cost: -r  # the sign is turned: {got}. A cost is never negative. Is there a minus too many, or is a
    difference or a quotient turned round?
signed: -r  # the sign is reversed: {got}. Look for the minus sign.
mean: r * m / (m - 1)
    you divide by m − 1: {got}. That is for estimating a variance; a mean divides by m.
mean: r / m  # divided by the number of rows once too often: {got}.
mean: r / n  # the mean is taken over all the cells: {got}. Divide by the number of rows alone.
mean: r * m / n  # you divide by the number of columns: {got}. The mean is over the rows.
any: r / 2  # half of what is right: {got}.
any: 2 * r  # twice what is right: {got}.
bits alone: 2.0**r
    2 to the power of what is asked for: {got}. Is a logarithm missing, or a power too many?
bits alone: 2.0**-r | nats alone: np.exp(-r)
    this is a probability, {got}: the logarithm is missing, or was undone by a power.
bits alone: -(2.0**-r) | nats alone: -np.exp(-r)
    the logarithm is missing: {got}. Once it is there, the minus is right.
share: 100 * r  # a percentage: {got}. A number from 0 to 1 was meant.
share alone: r / (1 - r)  # these are the odds: {got}. The probability p was meant, not p/(1 − p).
cost: 100 * r  # 100 times too large: {got}. Is it in percent?
any: r / m  # divided by how many there are, {got}: do not divide.
any: r * m  # multiplied by how many there are: {got}. Is a division missing?
any: 1 - r  # this is 1 minus what is asked for: {got}.
any: 1 + r  # 1 is added to what is asked for: {got}.
any: 1 / r  # this is upside down, 1 over what is asked for: {got}.
any: np.abs(r)  # the sign is taken off: {got}.
any: np.round(r, 4) | any: np.round(r, 3) | any: np.round(r, 2) | any: np.round(r, 1)
    rounded too early: {got}. Return all digits, and round what you print.
tiny: np.where(np.abs(r) < 1.2e-16, 0.0, r)  # what is tiny came out as 0: where it meets a 1 it is
    rounded away. np.log1p(x) is ln(1 + x), and keeps its digits.
any: np.floor(r)  # the decimals are cut off: {got}. `//` and int() do that; a division is `/`.
""",
)

# Done first: to the labels or probabilities that come first, to what comes last, or to all arrays.
BEFORE = _table(
    "x",
    """
labels: 1 - x  # {x} and 1 − {x} are exchanged.
labels: (x >= 0.5) * 1.0 | labels: (x > 0.5) * 1.0
    soft labels in {x} were rounded to 0 or 1. Every class counts with its weight, however small.
labels: (x == 1) * 1.0  # right where {x} is 0 or 1. A soft label, 0.9 say, is not 1, and was taken
    for 0: every class counts with its weight.
labels: (x != 0) * 1.0  # right where {x} is 0 or 1. A soft label, 0.2 say, is not 0, and was taken
    for 1: every class counts with its weight.
last: 1 / (1 + np.exp(-x))  # a sigmoid is applied to {x}. Use {x} as it is.
last: np.exp(x) / np.exp(x).sum(-1, keepdims=True)
    a softmax is applied to {x}. Use {x} as it is.
all: x[:1]  # only what comes first is in it. Does `return` stand inside the loop?
all: x[-1:]
    only what comes last is in it. In a loop, total = … starts anew each time; total += … adds.
all: x[1:]  # what comes first is missing: Python counts from 0, so range(1, m) leaves it out.
all: x[:-1]  # what comes last is missing: range(m) ends at m − 1 already, range(m - 1) too early.
""",
)

# What an array was made to where it should have been left as it is.
REDUCED = _table(
    "r",
    """
r[0]  # only the first is there: {got}. Does `return` stand inside the loop?
r[-1]  # only the last is there: {got}. Was it overwritten at each turn?
np.sum(r)  # one number came back, the sum: {got}. Each has its own: do not add them up.
np.mean(r)  # one number came back, the mean: {got}. Each has its own: do not average them.
r[::-1]  # these are the right numbers in the opposite order: {got}.
np.sort(r, axis=0)  # these are the right numbers, sorted: {got}. Keep their order.
r.T  # rows and columns are exchanged.
r.ravel()  # the numbers are right, in one long row. The rows have to stay rows.
r.cumsum()  # each number has those before it added to it: {got}.
""",
)

# What was left undone at the end, as what remains to be done to the learner's result.
UNDONE = _table(
    "r",
    """
np.squeeze(r)  # there is an axis too many. Are there brackets too many somewhere?
np.mean(r)  # this returns a number for each row. Right so far; their mean is asked for.
np.sum(r)  # this returns several numbers. Right so far; their sum is asked for.
r.sum(axis=-1).mean()  # this returns a table of cells. Right so far; the mean over the rows of
    their sums is asked for.
r.mean(axis=0)  # this returns a row for each sample. Right so far; the mean over the rows, axis 0,
    is asked for.
r[0]  # several things are handed over, the first of them right: return it alone.
r[-1]  # several things are handed over, the last of them right: return it alone.
""",
)

# How a result goes wrong that is right wherever nothing is 0 or huge: its numbers there are like
# this where the right ones are like that.
EDGES = _table(
    "mine, right",
    """
np.isnan(mine)  # right on ordinary numbers, and nan at the edge: {got}. 0 · log 0, 0/0 and inf/inf
    have no value: which of them arises here?
np.isinf(right) & (np.abs(mine) > 1e300) & np.isfinite(mine)  # np.nan_to_num repairs nan, and
    makes a large number of inf as well. Certain and wrong must stay inf.
np.isinf(right) & (mine == 0)
    what the model gave 0 and happened all the same costs nothing here: {got}.
np.isinf(right) & np.isfinite(mine)  # a small number stands in the place of 0, or the 0 is passed
    over: {got}. That hides the one case that matters: certain and wrong costs inf.
np.isinf(mine) & np.isfinite(right)  # right on ordinary numbers, and inf at the edge: {got}.
    Something overflowed, a number became 0 on the way, a 0 without weight was not left out, or it
    is written there.
np.isfinite(right) & (right > CAPPED) & (mine < right) & (mine > 0)
    no cost is above a certain height here: {got}. Is a small number put in the place of a
    probability, or are numbers cut off? The surer a miss, the more it must cost.
""",
)


def slips(exercise: Any) -> Iterator[tuple[Any, str]]:
    """Wrong answers to an exercise, each with its sentence: the solution with a slip around it."""
    right, names = exercise.reference, exercise.arguments
    arrays = [i for i, a in enumerate(next(iter(exercise.cases.values()))) if np.ndim(a)]
    labels = arrays[:1] if names and names[0].lower().split("_")[0] in ("y", "p") else []
    places = {"labels": labels, "last": arrays[-1:], "all": arrays}

    def on_changed(where: list[int], change: Callable, *arguments: Any) -> Any:
        return right(*(change(a) if i in where else a for i, a in enumerate(arguments)))

    def reduced(change: Callable, *arguments: Any) -> Any:
        result = np.asarray(right(*arguments) if arguments else right)
        return change(result) if result.ndim else result

    if exercise.is_function:
        for change, sentence, which in BEFORE:
            for place in places[which][:1]:
                own = sentence.replace("{x}", names[place])
                yield partial(on_changed, places[which], change), own
        yield from ((partial(reduced, change), sentence) for change, sentence, _ in REDUCED)
    elif not exercise.choices:
        for change, sentence, _ in REDUCED:
            if "?" in sentence:  # there was no loop to ask about
                sentence = f"{sentence.split('. ')[0]}. Asked for are {exercise.wanted}."
            yield reduced(change), sentence


def tags(exercise: Any, expected: list[np.ndarray]) -> set[str]:
    """What the afters ask of an exercise: its unit, whether it is a mean, a cost, a share."""
    asks = exercise.asks
    flat = np.concatenate([np.ravel(r) for r in expected])
    unit = set(re.findall("bits|nats", asks)[:1])
    found = unit | {"any", "alone", "signed"} | ({"mean"} if "mean" in asks else set())
    found |= {"log2"} if "log2" in exercise.code or not exercise.is_function else set()
    found |= {"sum"} if re.search("sum|total|likelihood", asks) else set()
    if np.all(flat >= 0):
        found |= {"cost"} if unit else set()
        found |= {"minus"} if unit and re.search(r"(return |= |mean\()-", exercise.code) else set()
        found |= {"share"} if not unit and np.all(flat <= 1) else set()
    return found | ({"tiny"} if np.any((flat > 0) & (flat < 1e-16)) else set())
