"""Says in words what is known of an answer: its numbers, its edges, its error, its form."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import linecache
import math
import re
import textwrap
import traceback
from types import FrameType
from typing import Any

import numpy as np

from lessonlib.exercises.declaration import Exercise, parts
from lessonlib.exercises.reading import Results, same


def fill(sentence: str, exercise: Exercise, got: Results, right: Results, tolerance: dict) -> str:
    """Put the learner's own number into a sentence."""
    if isinstance(got[0], str):
        return sentence
    names = list(exercise.cases)
    telling = [i for i, g in enumerate(got) if not same(g, right[i], **tolerance)]
    short = [i for i in telling if np.isfinite(got[i]).all() and got[i].size <= 6]
    hidden = [i for i in short if np.isinf(right[i]).all()]  # where a price was made finite
    place = (hidden or short or telling or [0])[0]
    case = f" for {names[place]}" if exercise.is_function else ""
    return sentence.replace("{got}", figures(got[place]) + case).replace("{}", figures(got[0]))


def figures(array: np.ndarray) -> str:
    """A result as it is written in a sentence."""
    if array.ndim:
        flat = ", ".join(figures(x) for x in np.ravel(array)[:6])
        return f"[{flat}{', …' if array.size > 6 else ''}]"
    x = float(array) + 0.0
    if not math.isfinite(x):
        return str(x).replace("-", "−")
    text = f"{x:.4g}" if 0 < abs(x) < 5e-5 or abs(x) >= 1e6 else f"{x:.4f}"
    if float(text) == x:
        text = f"{x:.9g}"
    return text.replace("-", "−")


# --- an unknown wrong answer ---


def unknown(exercise: Exercise, got: Results, right: Results, tolerance: dict) -> tuple[str, str]:
    """The outcome, and what can honestly be said, of an answer that is no known slip."""
    fit = [same(a, b, **tolerance) for a, b in zip(got, right, strict=True)]
    bad = fit.index(False)
    mine, wanted = got[bad], right[bad]
    if exercise.choices:
        return "wrong", "it is another of the answers."
    what = _shape(exercise, bad, mine, wanted)
    if not exercise.is_function:
        if known := what or _out_of_range(exercise, mine):
            return "mistake", known
        if _exchanged(mine, wanted):
            return "mistake", "two digits are exchanged."
        if np.allclose(mine, wanted, rtol=1e-3, atol=3e-4):
            return "mistake", "very near, and not the same: carry all digits until the end."
        what = _not_finite(mine, wanted) or _entries(mine, wanted, tolerance)
        return "wrong", what or f"{_form(mine)}, as asked, but not this one."
    what = what or _not_finite(mine, wanted)
    names = list(exercise.cases)
    where = f"wrong on {names[bad]}"
    if any(fit):
        where = f"right on {names[fit.index(True)]}, but not on {names[bad]}"
    return "wrong", f"{where}{': ' + what if what else '.'}{_shown(exercise, bad, mine, wanted)}"


def _out_of_range(exercise: Exercise, mine: np.ndarray) -> str:
    if re.search("probability|probabilities", exercise.wanted) and np.any((mine < 0) | (mine > 1)):
        return "a probability lies between 0 and 1, and this does not."
    negative = "bits" in exercise.wanted and np.any(mine < 0)
    return "a cost in bits is never negative, and this is." if negative else ""


def _shape(exercise: Exercise, bad: int, mine: np.ndarray, right: np.ndarray) -> str:
    if mine.shape == right.shape:
        return ""
    if not exercise.is_function and mine.size == 2 * right.size and np.all(mine == np.floor(mine)):
        return "a comma parts two numbers in Python: decimals stand behind a point."
    sentence = f"{_form(right)} was expected, not {_form(mine)}."
    columns = [a for a in list(exercise.cases.values())[bad] if np.shape(a)[1:] == (1,)]
    if mine.ndim == 2 and any(mine.shape == (len(a), len(a)) for a in columns):
        sentence += " A square table appears when shapes (m,) and (m, 1) meet."
    return sentence


def _exchanged(mine: np.ndarray, right: np.ndarray) -> bool:
    """Whether a number has two digits of the right one, none of them 0, in each other's place."""
    one, other = (" ".join(f"{x:.4f}" for x in array.flat) for array in (mine, right))
    places = [i for i, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) == 2]
    digits = "".join(one[i] for i in places)
    swapped = "".join(other[i] for i in reversed(places))
    return len(one) == len(other) and digits == swapped and bool(re.fullmatch("[1-9]{2}", digits))


def _form(array: np.ndarray) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "one number"


ODD = [
    (np.isnan, "there is nan: 0 · log 0 gives it, 0/0, inf/inf and the log of a negative number."),
    (
        np.isinf,
        "there is inf: an exponential overflowed, or a 0 stood in a logarithm or below a line.",
    ),
]


def _not_finite(mine: np.ndarray, right: np.ndarray) -> str:
    return next((said for is_so, said in ODD if is_so(mine).any() and not is_so(right).any()), "")


def _entries(mine: np.ndarray, right: np.ndarray, tolerance: dict[str, float]) -> str:
    """Which numbers of a list, or which rows of a table, are right."""
    fits = np.isclose(mine, right, **tolerance)
    what, fits = ("row", fits.all(axis=1)) if fits.ndim == 2 else ("number", fits)
    if not fits.any():  # one number never is
        return ""
    wrong = [str(i + 1) for i in np.flatnonzero(~fits)]
    which = f"{what}{'s' * (len(wrong) > 1)} {', '.join(wrong)}"
    verb = "is" if fits.sum() == 1 else "are"
    return f"{fits.sum()} of {fits.size} {what}s {verb} right; look again at {which}."


def _shown(exercise: Exercise, index: int, mine: np.ndarray, right: np.ndarray) -> str:
    """What the answer gave and what is right, with the call to repeat where that is short."""
    if mine.size > 6 or right.size > 6:
        return ""
    arguments = list(exercise.cases.values())[index]
    gives = f"{_plain(mine)}, and should give {_plain(right)}."
    if sum(np.size(argument) for argument in arguments) > 12:
        return f"\nYour function gives {gives}"
    call = ", ".join(_literal(argument) for argument in arguments)
    return f"\nTry it: {exercise.name}({call}) gives {gives}"


def _plain(array: np.ndarray) -> str:
    shown = {"float_kind": lambda x: f"{x:.6g}"}
    return " ".join(np.array2string(array + 0.0, separator=", ", formatter=shown).split())


def _literal(argument: Any) -> str:
    """An argument as it was handed over: whole numbers stay whole, and others keep their point."""
    return f"np.array({argument.tolist()})" if isinstance(argument, np.ndarray) else repr(argument)


# --- an error ---

# What a beginner cannot read out of Python's or numpy's own words, found by a piece of them.
CAUSES = {piece: cause for pieces, cause in parts(r"""
truth value of an array  # An array holds many answers, and one True or False was needed: np.where
    takes a whole array, np.maximum the larger of two.
arrays can be converted to Python scalars  # math.log2, int and float take one number; np.log2 takes
    an array.
math range error  # math.exp raises where np.exp gives inf: the number was too large.
object is not iterable | (float|int)' object is not subscriptable | index to scalar
    Here it is one number, which has no parts.
has no len()  # Here it is one number, which has no length.
'float' object has no attribute  # Here it is one number, and no array.
'list' object has no attribute  # That belongs to arrays, and this is a list: np.array makes one of
    it.
'numpy.ndarray' object has no attribute  # An array has nothing of this name. Lists have .index,
    .count, .remove and .pop; arrays have .T, argmax, sum and np.delete.
math domain error  # The logarithm of 0: the functions of math raise, those of numpy give −inf.
with size 0  # What is looked for does not occur in every case: what is empty has no places.
axis .* out of bounds  # Axes count from 0: a table has the axes 0 and 1.
out of bounds  # Places count from 0, so the last of m is m − 1; sizes differ from case to case, so
    take them from the arguments.
indexing arrays could not be broadcast  # A place in each row needs as many rows as columns: sizes
    differ from case to case, so take them from the arguments.
must have the same shape  # The two must match number by number. np.full repeats a single one.
could not be broadcast  # The shapes do not fit, read from the right.
could not broadcast  # What is put in has another shape than the place that it is put into.
not aligned  # The shapes do not fit: the inner sizes must be the same.
matmul  # For @ the inner sizes must be the same.
interpreted as an integer  # A whole number is needed there, a size or a place.
indices must be | only integers, slices  # A place is a whole number. A loop over numbers gives
    numbers, range(len(…)) their places; argmax gives a place, and max a number.
is not callable  # Something stands before a parenthesis that is no function: is a * missing, or is
    [ ] meant?
(function|ufunc|method)' object is not subscriptable  # A function is called with ( ), not with [ ].
operand type.*(function|ufunc|method)  # A function stands there without its parentheses.
module 'numpy' has no attribute  # numpy has nothing of this name. Its logarithms are np.log and
    np.log2; np.linalg has solve and inv.
ufunc 'bitwise_xor' | for \^:  # A power is ** in Python, ^ is another operation.
unexpected keyword argument '(dim|keepdim)'
    numpy says axis and keepdims where torch says dim and keepdim.
invalid keyword argument for  # Python's own functions take no axis. Those of numpy do: np.max.
must sum to 1 in each row  # Each row of a table counts by itself: .ravel() makes one row of all.
maximum recursion depth  # The function calls itself, on and on.
values to unpack  # There are as many as the case has, and not always the same number.
boolean subtract  # True and False cannot be subtracted: multiply by 1.0 first.
is not in list  # What is looked for does not occur in every case.
division by zero  # Python's own numbers raise where numpy's give inf.
Cannot cast ufunc  # The array holds whole numbers and stays so: out= and -= put decimals into it.
negative integer powers  # Whole numbers have no negative powers here: write 1.0 * before the array.
float infinity to integer  # An array of whole numbers holds no inf.
no callable log  # A whole number beyond all floats stands in a logarithm.
Singular matrix  # This matrix has no inverse: rows or columns are alike, or all 0.
""") for piece in pieces}  # fmt: skip


def raised(exercise: Exercise, case: str, error: BaseException, mended: str) -> tuple[str, str]:
    """The cause if it is known, and all that is said: the error, its line, its shapes, the case."""
    where, shapes = _line(error)
    if isinstance(error, KeyboardInterrupt):
        return "", f"your code was interrupted\n{where}\nDoes a loop there never end?"
    said = _error(error)
    cause = mended or next((c for part, c in CAUSES.items() if re.search(part, said)), "")
    if isinstance(error, NameError) and not cause:
        arguments = _arguments(error) or exercise.arguments
        unknown = next(iter(re.findall(r"'(\w+)'", said)), "")
        alike = [name for name in arguments if name.lower() == unknown.lower()]
        cause = f"It is no argument ({', '.join(arguments)}), and nothing above has made it."
        if alike:
            cause = f"Capital letters are letters of their own: `{unknown}` is not `{alike[0]}`."
        elif isinstance(error, UnboundLocalError):
            cause = f"`{unknown}` is made in this function, and has no value yet at this line."
        elif f"{unknown}." in where and importlib.util.find_spec(unknown):
            cause = f"`{unknown}` was not imported. numpy was, as np, and is all that is needed."
    if not (cause and where):
        said = f"your code raised {said}"
    lines = [said, where, shapes, f"It was tried on {case}.", cause]
    return cause if where else "", "\n".join(line for line in lines if line)


def _error(error: BaseException) -> str:
    try:
        message = str(error).strip()
    except Exception:
        message = ""
    first = re.sub(r" at 0x\w+", "", message.splitlines()[0]) if message else "(it says no more)"
    return f"{type(error).__name__}: {textwrap.shorten(first, 200)}"


def _frames(error: BaseException) -> list[tuple[FrameType, int]]:
    """The calls in the learner's own code that led to an error, and the line in each."""
    ours = ("lessonlib", "numpy")
    return [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if str(frame.f_globals.get("__name__")).split(".")[0] not in ours
    ]


def _arguments(error: BaseException) -> list[str]:
    """The arguments of the learner's function, by the names that they have there."""
    code = next((frame.f_code for frame, _ in _frames(error)), None)
    return list(code.co_varnames[: code.co_argcount]) if code else []


def _line(error: BaseException) -> tuple[str, str]:
    """The last line of the learner's own code that ran, and the shapes of what met on it."""
    frames = _frames(error)
    if not frames:
        return "", ""
    frame, line = [place for place in frames if place[0].f_globals is frames[0][0].f_globals][-1]
    text = linecache.getline(frame.f_code.co_filename, line).strip()
    where = f"in line {line}: {text}" if text else f"in line {line} of your code."
    return where, _shapes(text, frame.f_globals | frame.f_locals)


def _shapes(text: str, names: dict[str, Any]) -> str:
    """The two parts of a line that do not fit together, with their shapes."""
    try:
        tree = ast.parse(re.sub(r"^(for|if|while|elif) (.*):$", r"\2", text))
    except SyntaxError:
        return ""
    for node in reversed([n for n in ast.walk(tree) if isinstance(n, ast.BinOp)]):
        sides = node.left, node.right
        try:
            left, right = (np.shape(_eval(side, names)) for side in sides)
        except Exception:  # it needs what is no longer there
            continue
        with contextlib.suppress(Exception):
            _eval(node, names)
            continue
        if left and right:
            shown = (
                f"There {ast.unparse(sides[0])} is {left} and {ast.unparse(sides[1])} is {right}"
            )
            inner = f": {left[-1]} meets {right[:2][0]}" * isinstance(node.op, ast.MatMult)
            return f"{shown}{inner}."
    return ""


def _eval(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<part>", "eval"), dict(names))
