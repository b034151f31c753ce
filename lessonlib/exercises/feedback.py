"""Says in words what can honestly be said about an answer that is no known mistake.

Everything here speaks about the form of an answer. The value stays the learner's to find.
"""

from __future__ import annotations

import math
import re
import textwrap
from functools import partial
from typing import Any

import numpy as np

from lessonlib.exercises.comparison import same
from lessonlib.exercises.declaration import Exercise

WIDTH = 90

# Factors that give away what happened, and what they say.
TELLING = [
    (-1.0, "the sign is reversed: look for the minus sign."),
    (
        math.log(2),
        "the size is off by ln 2 = 0.6931, the step from bits to nats: natural logarithms.",
    ),
    (-math.log(2), "the sign is reversed, and the size is off by ln 2 = 0.6931 (nats for bits)."),
    (1 / math.log(2), "the size is off by 1/ln 2 = 1.4427, the step from nats to bits."),
    (math.log10(2), "the size is off by 0.3010, the base 10 logarithm of 2: check the base."),
    (100.0, "it is 100 times too large: a percentage, where a number up to 1 was meant."),
]


def telling_factor(got: list, expected: list, tolerance: dict[str, float]) -> str:
    """What the one factor says by which every result is off, if it is one that says something."""
    for factor, meaning in TELLING:
        if all(same(a, factor * b, **tolerance) for a, b in zip(got, expected, strict=True)):
            return meaning
    return ""


def explain(exercise: Exercise, got: list, expected: list, tolerance: dict[str, float]) -> str:
    """Say what is wrong with the form of an answer that could be read."""
    fits = [same(a, b, **tolerance) for a, b in zip(got, expected, strict=True)]
    bad = fits.index(False)
    mine, right = got[bad], expected[bad]
    what = _shape(mine, right) or _not_finite(mine, right) or _close(exercise, mine, right)
    if not what:
        what = _factor(got, expected)
    if not exercise.is_function:
        return what or _entries(mine, right, tolerance) or "the form is right, the value is not."
    names = [case for case, _ in exercise.cases]
    where = f"wrong on {names[bad]}"
    if any(fits):
        where = f"right on {names[fits.index(True)]}, but not on {names[bad]}"
    return f"{where}{': ' + what if what else '.'}{_shown(exercise, bad, mine)}"


def _factor(got: list, expected: list) -> str:
    mine, right = (np.concatenate([np.ravel(a) for a in arrays]) for arrays in (got, expected))
    if mine.shape != right.shape or not np.array_equal(np.isfinite(mine), np.isfinite(right)):
        return ""
    usable = np.isfinite(right) & (right != 0)
    ratios = mine[usable] / right[usable]
    if len(ratios) < 2 or not ratios[0] or np.any(mine[right == 0]):
        return ""
    if np.allclose(ratios, ratios[0], rtol=1e-5):
        return f"every number is off by the same factor, {ratios[0]:.4g}."
    return ""


def _shape(mine: np.ndarray, right: np.ndarray) -> str:
    if mine.shape == right.shape:
        return ""
    sentence = f"{_form(right)} was expected, not {_form(mine)}."
    if mine.ndim == 2 and right.ndim < 2 and mine.shape[0] == mine.shape[1]:
        sentence += " A square table appears when shapes (m,) and (m, 1) meet."
    return sentence


def _form(array: np.ndarray) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "one number"


def _not_finite(mine: np.ndarray, right: np.ndarray) -> str:
    if np.isnan(mine).any():
        return (
            "there is nan. 0 · log 0 gives nan, as do 0/0, inf/inf and the log of a negative "
            "number."
        )
    if np.isinf(mine).any() and not np.isinf(right).any():
        return "there is inf. The logarithm of 0 is −inf, and 1/0 is inf."
    return ""


def _close(exercise: Exercise, mine: np.ndarray, right: np.ndarray) -> str:
    if not np.allclose(mine, right, rtol=0.01, atol=0.001):
        return ""
    if exercise.is_function:
        return "close, and not the same. Is something rounded too early, or a small number added?"
    return "close, and not the same to four decimals. Was it rounded too early?"


def _entries(mine: np.ndarray, right: np.ndarray, tolerance: dict[str, float]) -> str:
    """Which numbers of a list, or which rows of a table, are right."""
    if mine.ndim == 0:
        return ""
    fits = np.isclose(mine, right, **tolerance)
    what, fits = ("row", fits.all(axis=1)) if fits.ndim == 2 else ("number", fits)
    if fits.any():
        wrong = [str(i + 1) for i in np.flatnonzero(~fits)]
        which = f"{what}{'s' * (len(wrong) > 1)} {', '.join(wrong)}"
        verb = "is" if fits.sum() == 1 else "are"
        return f"{fits.sum()} of {fits.size} {what}s {verb} right; look again at {which}."
    if mine.ndim == 1 and same(np.sort(mine), np.sort(right), **tolerance):
        return "these are the right numbers, in another order."
    return ""


def _shown(exercise: Exercise, index: int, mine: np.ndarray) -> str:
    """What the answer gave, and the call to repeat where that fits on two lines."""
    if mine.size > 6:
        return ""
    numbers = ", ".join(f"{x:.6g}" for x in np.ravel(mine) + 0.0)  # no −0
    result = f"[{numbers}]" if mine.ndim else numbers
    _, arguments = exercise.cases[index]
    if sum(np.size(argument) for argument in arguments) > 12:
        return f"\nYour result there: {result}."
    call = ", ".join(_literal(argument) for argument in arguments)
    return f"\nTry it: {exercise.name}({call}) gives {result}."


def _literal(argument: Any) -> str:
    plain = np.asarray(argument)
    if np.all(plain == np.round(plain)):
        plain = plain.astype(int)
    return f"np.array({plain.tolist()})" if plain.ndim else str(plain)


def say(exercise_id: str, text: str) -> None:
    """Print a message under its exercise's number, wrapped, each line on a line of its own.

    >>> say("1.2", "right.\\nA second line.")
    1.2  right.
         A second line.
    """
    indent = " " * (len(exercise_id) + 2)
    text = text.encode("utf-8", "replace").decode()  # an error's message can hold anything
    text = re.sub(r'"[^"\n]{1,40}"', lambda quoted: quoted[0].replace(" ", "\0"), text)
    for number, line in enumerate(text.splitlines()):
        first = indent if number else f"{exercise_id}  "
        print(_wrap(line, initial_indent=first, subsequent_indent=indent).replace("\0", " "))


_wrap = partial(textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
