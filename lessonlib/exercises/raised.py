"""Tells of an error in the learner's own code: what it says, its line, and nothing of ours."""

from __future__ import annotations

import linecache
import textwrap
import traceback

# What a beginner cannot read out of Python's or numpy's own words.
TIPS = {
    "_or_method'": "Are parentheses missing, as in .mean()?",
    "truth value of an array": "An if takes one True or False; np.where takes a whole array.",
    "arrays can be converted to Python scalars": "math.log2, int and float take one number; "
    "np.log2 takes an array.",
    "could not be broadcast": "numpy lines shapes up from the right, so (m,) is laid along a row. "
    "A column is (m, 1): keepdims=True in a sum or a maximum makes one, and so does [:, None].",
    "out of bounds": "Rows and columns count from 0, and sizes differ from call to call: take "
    "them from the arguments, not from a cell above. In Q[row, column] the row comes first.",
    "math range error": "math.exp raises where np.exp gives inf: the number was too large.",
    "matmul": "@ multiplies matrices; * multiplies row by row.",
    "'float' object is not iterable": "Here it was given one number, which has no parts to loop "
    "over.",
    "math domain error": "The logarithm of 0: the functions of math raise, those of numpy give "
    "−inf.",
    "must be of ArrayType": "np.log takes no base: divide by np.log(2), or use np.log2.",
}


class LearnersError(Exception):
    """The learner's own code raised. The message names the error, its line and the case."""

    def __init__(self, case: str, error: BaseException) -> None:
        said = _error(error)
        tips = [tip for words, tip in TIPS.items() if words in said]
        lines = [f"your code raised {said}", _line(error), f"It was tried on {case}.", *tips]
        super().__init__("\n".join(line for line in lines if line))


def _error(error: BaseException) -> str:
    try:
        message = str(error).strip()
    except Exception:
        message = ""
    first = message.splitlines()[0] if message else "(it says no more)"
    return f"{type(error).__name__}: {textwrap.shorten(first, 200)}"


def _line(error: BaseException) -> str:
    """The last line of the learner's own code that ran: theirs, not lessonlib's or numpy's."""
    frames = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if str(frame.f_globals.get("__name__")).split(".")[0] not in ("lessonlib", "numpy")
    ]
    own = [(f, line) for f, line in frames if f.f_globals is frames[0][0].f_globals]
    if not own:
        return ""
    frame, line = own[-1]
    text = linecache.getline(frame.f_code.co_filename, line).strip()
    return f"in line {line}: {text}" if text else f"in line {line} of your code."
