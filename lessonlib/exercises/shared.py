"""Slips that every exercise knows: what is done before the formula, after it, or left undone.

A wrong answer is compared with after(solution(before(arguments))), singly and in pairs, and with
each declared slip with one of these on top. Their sentences hold no number but the learner's own:
``{got}`` is that number and its case, ``{x}`` an argument's name.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable, Iterator
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
    After("bits", lambda r, m, n: r * LN2,
          "right idea, in nats: {got}. np.log counts in them; bits need np.log2, or a division by "
          "ln 2."),
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


TABLE = (
    "somewhere a shape (m,) meets a shape (m, 1), and numpy makes an m × m table of it: every row "
    "with every other. Print the shapes on the way."
)

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
ROWS = [
    (slice(1, None), "the first {row} is missing: Python counts from 0, so range(1, m) leaves "
                     "it out."),
    (slice(None, -1), "the last {row} is missing: range(m) ends at m − 1 already, range(m - 1) "
                      "too early."),
    (slice(0, 1), "only the first {row} is in it. Does `return` stand inside the loop?"),
    (slice(-1, None), "only the last {row} is in it. In a loop, total = … starts anew each "
                      "time; total += … adds."),
]  # fmt: skip


def tags(exercise: Any, expected: list[np.ndarray]) -> set[str]:
    """What the afters ask of an exercise: its unit, whether it is a mean, a cost, a share."""
    asks = exercise.asks
    flat = np.concatenate([np.ravel(r) for r in expected])
    unit = {unit for unit in ("bits", "nats") if unit in asks}
    found = unit | {"any", "alone"} | ({"mean"} if "mean" in asks else set())
    found |= {"sum"} if re.search("sum|total|likelihood", asks) else set()
    if np.all(flat >= 0):
        found |= {"cost"} if unit else set()
        found |= {"minus"} if unit and re.search(r"(return |= |mean\()-", exercise.code) else set()
        found |= {"share"} if not unit and np.all(flat <= 1) else set()
    return found | ({"tiny"} if np.any((flat > 0) & (flat < 1e-16)) else set())


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _softmax(x: np.ndarray, axis: int | None) -> np.ndarray:
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


ALONE = [  # what was done to one argument: to which kind, what, its sentence
    ("label share", lambda x: 1 - x, "{x} and 1 − {x} are exchanged."),
    ("share", _sigmoid,
     "a sigmoid is applied to {x}, and {x} is a probability already. Use {x} as it is."),
    ("score", _sigmoid, "a sigmoid is applied to {x} before the formula. Use {x} as it is."),
    ("share", lambda x: _softmax(x, -1) if x.ndim == 1 or x.shape[-1] > 1 else
     _sigmoid(2 * x - 1),
     "a softmax is applied to {x}, and {x} is a probability already. Use {x} as it is."),
    ("share", lambda x: _softmax(x, 0),
     "a softmax over the samples is applied to {x}. The samples do not share one probability; use "
     "{x} as it is."),
    ("score", lambda x: _softmax(x, -1), "a softmax is applied to {x}. Use {x} as it is."),
    ("label", lambda x: 2.0 * x - 1,
     "the labels were turned into −1 and 1. The formula needs 0 and 1, as they are."),
    ("label", lambda x: x + 1.0,
     "the labels were turned into 1 and 2. The formula needs 0 and 1, as they are."),
    *(
        ("soft", rounded,
         "soft labels in {x} were rounded to 0 or 1. Every class counts with its weight, however "
         "small.")
        for rounded in (lambda x: (x >= 0.5) * 1.0, lambda x: (x > 0.5) * 1.0)
    ),
    ("soft", lambda x: (x == 1) * 1.0,
     "right where {x} is 0 or 1. A soft label, 0.9 say, is not 1, and was taken for 0: every class "
     "counts with its weight."),
    ("soft", lambda x: (x != 0) * 1.0,
     "right where {x} is 0 or 1. A soft label, 0.2 say, is not 0, and was taken for 1: every class "
     "counts with its weight."),
    ("score", lambda x: -x, "the sign of {x} is turned. Use {x} as it is."),
]  # fmt: skip


def kinds(name: str, values: list[Any]) -> set[str]:
    """What an argument is, from its values in all cases: labels, soft ones, shares or scores.

    >>> kinds("y_test", [[0, 1]]), kinds("yhat", [[0, 1]])
    ({'label'}, {'share'})
    """
    flat = np.concatenate([np.ravel(value).astype(float) for value in values])
    if np.any((flat < 0) | (flat > 1)):
        return {"score"}
    if name.lower().split("_")[0] in ("y", "p") and 0 in flat and 1 in flat:
        return {"label" if np.all((flat == 0) | (flat == 1)) else "soft"}
    return {"share"}


def preparations(exercise: Any, pairs: bool = False) -> Iterator[tuple[Callable, Callable, str]]:
    """(new arguments of a case, factor of its result, sentence) of each that fits.

    With ``pairs``, only what often comes together with another slip.
    """
    names, cases = exercise.arguments, list(exercise.cases.values())
    arrays = [i for i, _ in enumerate(names) if any(np.ndim(case[i]) for case in cases)]
    shapes = {i: [np.shape(case[i]) for case in cases] for i in arrays}
    for i, j in itertools.permutations(arrays, 2):
        x, other = names[i], names[j]
        if shapes[i] == shapes[j] and i < j:
            yield (lambda c, i=i, j=j: {i: c[j], j: c[i]}, _whole,
                   f"{x} and {other} are exchanged: mind what belongs where.")  # fmt: skip
        if shapes[i] == shapes[j]:
            yield (lambda c, i=i, j=j: {i: c[j]}, _whole,
                   f"the result hangs on {other} alone: {x} is not used.")  # fmt: skip
    for i in arrays:
        for wanted, change, sentence in ALONE[: 4 if pairs else None]:
            if kinds(names[i], [case[i] for case in cases]) & set(wanted.split()):
                yield (lambda c, i=i, f=change: {i: f(np.asarray(c[i], float))}, _whole,
                       sentence.replace("{x}", names[i]))  # fmt: skip
        if all(shape[1:] == (1,) for shape in shapes[i]):
            yield lambda c, i=i: {i: c[i].ravel()}, _whole, TABLE
    lengths = {i: [shape[0] for shape in shapes[i]] for i in arrays if all(shapes[i])}
    for one in {tuple(rows): i for i, rows in lengths.items() if min(rows) > 1}.values():
        alike = [i for i in lengths if lengths[i] == lengths[one]]
        flat = all(len(shape) == 1 for i in alike for shape in shapes[i])
        single = len(arrays) == 1 or np.allclose([np.sum(case[one]) for case in cases], 1)
        for part, sentence in ROWS:
            sentence = sentence.replace("{row}", "class" if flat and single else "row")

            def cut(c: tuple, part: slice = part, alike: list = alike) -> dict:
                return {i: c[i][part] for i in alike}

            yield cut, _whole, sentence
            yield cut, lambda c, p=part, i=one: len(c[i][p]) / len(c[i]), sentence


def _whole(case: tuple) -> float:
    return 1.0


# --- what a single number is made of ---

MADE = [
    "{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "{0}**{1}", "{0} * np.log2({1})",
    "{0} * np.log({1})", "1 - {0}", "1 / {0}", "{0}**2", "np.sqrt({0})", "np.log2({0})",
    "-np.log2({0})", "np.log({0})", "-np.log({0})", "np.exp({0})", "2**{0}", "{0} * (1 - {0})",
    "{0} / (1 - {0})", "-{0} * np.log2({0})", "1 / (1 + np.exp(-{0}))", "{0}",
]  # fmt: skip


def made_of(value: float, given: list[float]) -> str:
    """How a number can be had from the numbers of the question; "" where it says too little.

    >>> made_of(0.24, [0.8, 0.3]), made_of(1e-7, [0.0]), made_of(0.48, [0.4, 0.8])
    ('0.8 * 0.3', '', '')
    """
    if not np.isfinite(value) or value == round(value):
        return ""  # a whole number is made of others in too many ways
    decimals = next((k for k in (2, 3, 4) if round(value, k) == value), 5)
    if abs(value) < 9 * 10.0**-decimals:
        return ""  # too few figures to tell
    for form in reversed(MADE):
        for numbers in itertools.permutations(given, 2 if "{1}" in form else 1):
            with contextlib.suppress(ArithmeticError):
                made = eval(form.format(*numbers), {"np": np})
                if abs(made - value) < (0.51 * 10.0**-decimals if decimals > 2 else 1e-9):
                    return form.format(*(f"{number:.4g}" for number in numbers))
    return ""
