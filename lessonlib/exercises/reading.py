"""Reads answers: calls the learner's function, and turns what it gives into numbers or words."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from numbers import Number, Real
from typing import Any

import numpy as np

from lessonlib.exercises.declaration import Exercise

Results = list[Any]  # an answer's result in each case, as an array or, for a choice, as text
near = partial(np.isclose, equal_nan=True)
LARGE = 100_000  # numbers in an answer; no exercise asks for so many


class Unreadable(Exception):
    """The answer has not the form that was asked for. The message says what it is instead."""


class LearnersError(Exception):
    """The learner's own code raised; ``error`` is what it raised, on the case ``case``."""

    def __init__(self, case: str, error: BaseException) -> None:
        super().__init__(case)
        self.case, self.error = case, error


_NUMPY = [(m, name, value) for m in (np, np.linalg) for name, value in vars(m).items()]


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Nothing is shown or warned of, and numpy is as it came, whatever a notebook made of it."""
    screen = io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(screen))
        stack.enter_context(contextlib.redirect_stderr(screen))
        stack.enter_context(np.errstate(all="ignore"))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        for module, name, original in _NUMPY:
            now = vars(module).get(name, original)
            if now is not original:
                stack.callback(setattr, module, name, now)
                setattr(module, name, original)
        yield


def call(function: Callable, arguments: tuple) -> Any:
    """What a function gives; its arguments are copies, so it can harm nothing."""
    value = function(*(a.copy() if isinstance(a, np.ndarray) else a for a in arguments))
    if inspect.iscoroutine(value):
        value.close()  # or Python warns later, in some other cell, that it never ran
    return value


def read(exercise: Exercise, answer: Any) -> list[Any] | None:
    """The answer in every case, ready to compare; None where a case still gives ``...``.

    Raises Unreadable where it has not the form that was asked for, and LearnersError where the
    learner's own code raises.
    """
    if not exercise.is_function:
        if callable(answer):
            raise Unreadable(
                "this is a function, and its result was asked for: call it, with parentheses."
            )
        return [_value(exercise, answer, "this is")]
    refuse_arguments(exercise, answer)
    read = []
    for case, arguments in exercise.cases.items():
        with contextlib.redirect_stdout(io.StringIO()) as screen:
            try:
                value = call(answer, arguments)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                value = _refused(exercise, len(read), error)
                if value is None:
                    raise LearnersError(case, error) from None
        if value is ...:
            return None
        refuse_nothing(exercise, value, "" if screen.closed else screen.getvalue())
        read.append(_value(exercise, value, f"{exercise.name} returned"))
    return read


def _refused(exercise: Exercise, case: int, error: BaseException) -> Any:
    """What costs inf, where math refuses log 0 or 1/0 and the text does not ask for inf."""
    said = next(iter(error.args), "")
    log_0 = type(said) is str and re.match("math domain error|expected a positive input", said)
    asked = not case or re.search(r"\binf\b|zeros", exercise.asks)
    if asked or not (log_0 or isinstance(error, ZeroDivisionError)):
        return None
    right = call(exercise.reference, list(exercise.cases.values())[case])
    return right if np.isposinf(right).any() else None


def _value(exercise: Exercise, raw: Any, subject: str) -> Any:
    try:
        return chosen(exercise, raw) if exercise.choices else numbers(raw)
    except Unreadable as problem:
        raise Unreadable(f"{subject} {problem}") from None


def refuse_arguments(exercise: Exercise, answer: Any) -> None:
    """Raise Unreadable where a function was asked for, with these arguments, and is not there."""
    name, arguments = exercise.name, exercise.arguments
    if not callable(answer):
        raise Unreadable(
            f"a function was expected, not {kind(answer)}: "
            f'hand it over without calling it, check("{exercise.id}", {name}).'
        )
    order = f"{name}({', '.join(arguments)})"
    try:
        signature = inspect.signature(answer)
    except Exception:  # some built-in functions have none
        return
    own = list(signature.parameters)
    if own != arguments and sorted(own) == sorted(arguments):
        raise Unreadable(f"the arguments come in the order {order}; yours is {name}{signature}.")
    try:
        signature.bind(*arguments)
    except TypeError:
        raise Unreadable(
            f"the function must accept {len(arguments)} argument{'s' * (len(arguments) > 1)}, "
            f"{order}; yours is {name}{signature}."
        ) from None


def refuse_nothing(exercise: Exercise, value: Any, printed: str) -> None:
    """Raise Unreadable if a function returned nothing, or something still to be called."""
    name = exercise.name
    if value is None and printed.strip():
        raise Unreadable(f"{name} printed something but returned nothing: return it instead.")
    if value is None:
        raise Unreadable(
            f"{name} returned nothing (None): each way through it must end in a `return` with "
            "the result behind it."
        )
    if callable(value):
        raise Unreadable(f"{name} returned a function: did you forget the parentheses after it?")


def chosen(exercise: Exercise, raw: Any) -> str:
    """The choice that is meant, in its letters and figures."""
    choices, given = {words(choice): choice for choice in exercise.choices}, ""
    if (type(raw) in (int, float) or issubclass(type(raw), np.number)) and -1e9 < raw < 1e9:
        for choice in filter(re.compile(r"-?\d+(\.\d+)?").fullmatch, exercise.choices):
            if round(float(raw), len(choice.partition(".")[2])) == float(choice):
                return words(choice)
            given = "another number"
    given = given or words(raw)
    if given in map(words, exercise.also_right):
        return words(exercise.reference)
    for choice in choices:  # "B and A" for "A and B", where two things are named
        both = "and" in choices[choice].split() and sorted(choice.split()) == sorted(given.split())
        if choice == given or both:
            return choice
    raise Unreadable(f"none of the answers to choose from: {exercise.replacement}.")


def words(raw: Any) -> str:
    """Reduce a chosen answer to its letters and figures.

    >>> words('  "A by both!" ')
    'a by both'
    >>> words((4, 4)), words("4 x 4"), words(("A", "B")), words("A and B")
    ('4 4', '4 4', 'a b', 'a b')
    """
    if type(raw) in (tuple, list) and all(type(part) in (int, str) for part in raw):
        raw = str(raw)
    if not issubclass(type(raw), str):
        raise Unreadable(f"{kind(raw)}, and a word in quotes was expected.")
    found = re.findall(r"[a-z]+|[0-9]+", str.lower(raw))
    return " ".join(word for word in found if word not in ("and", "x"))


def numbers(raw: Any) -> np.ndarray:
    """Turn a number, list, tuple or array into an array of floats.

    One number is 0-d, whether it came as 3, [3] or [[3]]; a column (m, 1) is (m,).

    >>> numbers([[1], [0]])
    array([1., 0.])
    >>> numbers("0.5")
    Traceback (most recent call last):
    lessonlib.exercises.reading.Unreadable: text, not a number: leave out quotes and units.
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


_SEVERAL = "{} things in a tuple, (…, …): hand over the one that was asked for."


def _array(raw: Any) -> np.ndarray:
    if isinstance(raw, (str, bytes)):
        raise Unreadable(_text(raw, "text, not a number"))
    if type(raw) is dict and list(raw) == list(range(len(raw))) != []:
        raw = list(raw.values())  # a number for each class, by the class's number
    if raw is None:
        raise Unreadable("None: print shows a number, and hands nothing over.")
    plain = (Number, Decimal, np.ndarray, list, tuple, range)
    if not isinstance(raw, plain) and not hasattr(raw, "__array__"):
        raise Unreadable(f"{kind(raw)}, not a number or an array.")
    if type(raw) is tuple and any(isinstance(part, str) for part in raw):
        raise Unreadable(_SEVERAL.format(len(raw)))
    if isinstance(raw, np.ndarray) and raw.size > LARGE:
        raise Unreadable(f"an array of shape {raw.shape}, {raw.size:,} numbers: far too many.")
    try:
        array = np.array(raw, subok=False)
    except ValueError:
        if type(raw) is tuple:
            raise Unreadable(_SEVERAL.format(len(raw))) from None
        raise Unreadable(
            "a list whose rows differ in length: no array can be made of it."
        ) from None
    if array.dtype.kind == "b" and not array.ndim:
        raise Unreadable("True or False, not a number: ==, > and < compare.")
    if array.dtype.kind == "b":
        raise Unreadable("True and False, not numbers: multiply by 1.0 to get 1 and 0.")
    if array.dtype.kind in "US":
        raise Unreadable(_text(array.flat[0], "text, not numbers"))
    few = array.dtype.kind == "O" and array.size <= 1000
    if few and all(isinstance(x, (Real, Decimal)) for x in array.flat):
        return array.astype(float)
    if array.dtype.kind not in "iuf":
        raise Unreadable(f"{kind(raw)} that does not hold real numbers only.")
    return array.astype(float)


def _text(first: Any, what: str) -> str:
    """What a text is, and what to do about it if a number stands in it."""
    number = re.match(r"\s*[-+−]?\.?\d", first if isinstance(first, str) else "")
    return f"{what}: leave out quotes and units." if number else f"{what}."


def same(left: Any, right: Any, rtol: float, atol: float) -> bool:
    """Whether two results that were read mean the same."""
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    return left.shape == right.shape and bool(near(left, right, rtol=rtol, atol=atol).all())


def kind(raw: Any) -> str:
    """Name what someone handed in, in a beginner's words.

    >>> kind(print), kind({}), kind(3)
    ('a function', 'a dict', 'a number')
    """
    known = next((name for types, name in _KINDS if issubclass(type(raw), types)), "")
    if known or callable(raw):
        return known or "a function"
    name = type(raw).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


_KINDS = [
    (type(None), "None"),
    (bool, "True or False"),
    ((complex, np.complexfloating), "a complex number"),
    ((int, float, np.number), "a number"),
    ((str, bytes), "text"),
    (np.ndarray, "an array"),
]
