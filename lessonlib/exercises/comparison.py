"""Reads answers: calls the learner's function, turns what it gives into something comparable."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import re
import warnings
from collections.abc import Callable
from decimal import Decimal
from numbers import Number, Real
from typing import Any, NamedTuple

import numpy as np

# Typed by hand to four decimals, rounded or cut off. What a function computes has no such excuse.
TYPED = {"rtol": 0.0, "atol": 1.001e-4}
COMPUTED = {"rtol": 1e-5, "atol": 1e-8}
TINY = {"rtol": 1e-5, "atol": 0.0}


class Unreadable(Exception):
    """The answer has not the form that was asked for. The message says what it is instead."""


class Returned(NamedTuple):
    """What a call gave, and whether it printed anything on its way."""

    value: Any
    printed: bool


def call(function: Callable, arguments: tuple) -> Returned:
    """Call a learner's function on copies, so that it harms nothing, and keep it quiet.

    >>> call(lambda p: print(p) or p, (0.5,))
    Returned(value=0.5, printed=True)
    """
    screen = io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(screen))
        stack.enter_context(contextlib.redirect_stderr(screen))
        stack.enter_context(np.errstate(all="ignore"))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        value = function(*copy.deepcopy(arguments))
        if inspect.iscoroutine(value):
            value.close()  # or Python warns later, in some other cell, that it never ran
    return Returned(value, bool(screen.getvalue().strip()))


def numbers(raw: Any) -> np.ndarray:
    """Turn a number, list, tuple or array into an array of floats.

    One number is 0-d, whether it came as 3, [3] or [[3]]; a column (m, 1) is (m,).

    >>> numbers([[1], [0]])
    array([1., 0.])
    >>> numbers("0.5")
    Traceback (most recent call last):
    lessonlib.exercises.comparison.Unreadable: text, not a number: leave out quotes and units.
    """
    try:
        array = _array(raw)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(f"{kind(raw)} that cannot be read as numbers.") from None
    if array.size == 1:
        return array.reshape(())
    if array.ndim == 2 and array.shape[1] == 1:
        return array.ravel()
    return array


def _array(raw: Any) -> np.ndarray:
    plain = (Number, Decimal, np.ndarray, list, tuple, range)
    if isinstance(raw, (str, bytes)):
        raise Unreadable("text, not a number: leave out quotes and units.")
    if not isinstance(raw, plain) and not hasattr(raw, "__array__"):
        raise Unreadable(f"{kind(raw)}, not a number or an array.")
    try:
        array = np.array(raw, subok=False)
    except ValueError:
        raise Unreadable(
            "a list whose rows differ in length: no array can be made of it."
        ) from None
    if array.dtype.kind == "b":
        raise Unreadable("True and False, not numbers: multiply by 1.0 to get 1 and 0.")
    if array.dtype.kind in "US":
        raise Unreadable("text, not numbers: leave out quotes and units.")
    few = array.dtype.kind == "O" and array.size <= 1000
    if few and all(isinstance(x, (Real, Decimal)) for x in array.flat):
        return array.astype(float)
    if array.dtype.kind not in "iuf":
        raise Unreadable(f"{kind(raw)} that does not hold real numbers only.")
    return array.astype(float)


def words(raw: Any) -> str:
    """Reduce a chosen answer to its letters and figures.

    >>> words('  "A by both!" ')
    'a by both'
    >>> words((4, 4)), words("(4, 4)"), words(("A", "B"))
    ('4 4', '4 4', 'a b')
    """
    if type(raw) in (tuple, list) and all(type(part) in (int, str) for part in raw):
        raw = str(raw)
    if not issubclass(type(raw), str):
        raise Unreadable(f"{kind(raw)}, and a word in quotes was expected.")
    return re.sub(r"[^a-z0-9]+", " ", str.lower(raw)).strip()


def same(left: Any, right: Any, rtol: float, atol: float) -> bool:
    """Whether two answers that were read mean the same."""
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    if left.shape != right.shape:
        return False
    return bool(np.allclose(left, right, rtol=rtol, atol=atol, equal_nan=True))


def kind(raw: Any) -> str:
    """Name what someone handed in, in a beginner's words.

    >>> kind(print), kind({}), kind(3)
    ('a function', 'a dict', 'a number')
    """
    plain = type(raw)
    for types, name in _KINDS:
        if issubclass(plain, types):
            return name
    if callable(raw):
        return "a function"
    article = "an" if plain.__name__[:1].lower() in "aeiou" else "a"
    return f"{article} {plain.__name__}"


_KINDS = [
    (type(None), "None"),
    (bool, "True or False"),
    ((complex, np.complexfloating), "a complex number"),
    ((int, float, np.number), "a number"),
    ((str, bytes), "text"),
    (np.ndarray, "an array"),
]
