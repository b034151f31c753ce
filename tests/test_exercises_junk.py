"""Whatever is handed in, check says one of five things: no traceback of ours, never "right"."""

from __future__ import annotations

import contextlib
import functools
import io
import re
import sys
import warnings

import numpy as np
from cells import by_id
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from lessonlib.exercises import engine
from lessonlib.exercises.judging import MISTAKE, OPEN, RAISED, RIGHT, WRONG
from lessonlib.exercises.reading import words

EXERCISES = list(engine.EXERCISES.values())
OUTCOMES = {OPEN, RIGHT, MISTAKE, WRONG, RAISED}


def outcome(exercise, answer) -> str:
    """Call check itself, with every warning an error, and look at what it printed."""
    out, err = io.StringIO(), io.StringIO()
    engine._session.outcomes.pop(exercise.id, None)  # what was solved once stays solved
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error")
        assert engine.check(exercise.id, answer) is None
    text = out.getvalue()
    assert err.getvalue() == ""
    assert re.match(rf"[✓✗○!] {re.escape(exercise.id)}  ", text)
    assert "Traceback" not in text
    text.encode("utf-8")
    return engine._session.outcomes[exercise.id]


# --- objects that resist being looked at ---


class Boom(Exception):
    def __str__(self):
        raise RuntimeError("not even a message")


def _boom(*_args, **_kwargs):
    raise Boom


HOSTILE = [
    "__eq__", "__ne__", "__lt__", "__hash__", "__bool__", "__len__", "__iter__", "__getitem__",
    "__contains__", "__float__", "__int__", "__index__", "__array__", "__repr__", "__str__",
    "__format__", "__getattr__", "__deepcopy__", "__add__",
]  # fmt: skip
Hostile = type("Hostile", (), {name: _boom for name in HOSTILE})
Disguised = type("Disguised", (), {"__class__": property(_boom)})
HostileFloat = type("HostileFloat", (float,), {name: _boom for name in HOSTILE})
HostileText = type("HostileText", (str,), {"lower": _boom, "__eq__": _boom, "__hash__": _boom})
HostileList = type("HostileList", (list,), {"__iter__": _boom, "__len__": _boom})
HostileCall = type("HostileCall", (), {"__call__": _boom, "__signature__": property(_boom)})


class AnswersWithItself:
    def __call__(self, *arguments):
        return self


async def _coroutine(*arguments):
    return 0.5


def _endless_recursion(*arguments):
    return _endless_recursion(*arguments)


def _mutates(*arguments):
    for argument in arguments:
        if np.ndim(argument):
            argument *= 0
    return arguments[0]


def _warns(*arguments):
    warnings.warn("careful", stacklevel=2)
    return np.log(np.zeros(3)) / 0


def _raises_odd_text(*arguments):
    raise ValueError("\ud800 odd\nlines \x00")


itself: list = []
itself.append(itself)

OBJECTS = [
    None, True, False, np.True_, NotImplemented, object(), object, Hostile(), Disguised(), itself,
    HostileFloat(77.0),
    HostileText("x"), HostileList([1, 2]), [Hostile()] * 4, {}, {1: 2}, {1, 2},
    b"3", bytearray(b"3"), range(0), range(99), iter([]), slice(1), 3j, np.datetime64("2020-01-01"),
    10**400, [10**400] * 2, np.zeros((2000, 2000)), np.zeros(10**6), [[1, 2], [3]], [], (), [[]],
    "",
    np.array([]), np.array(None), np.array(["a", "b"]), np.array([True, False]),
    np.ma.array([1, 2]),
    np.zeros(4, dtype=[("a", float)]), np.array([1j, 2]), [None] * 4, [np.nan] * 4, float("nan"),
    -float("inf"), memoryview(b"abcd"), np, Boom(), Ellipsis, [...], [[..., 1]], lambda: 3,
]  # fmt: skip
FUNCTIONS = [
    len, print, abs, max, type, dict, np.log2, np.sum, np.where, exec, Boom, HostileCall(),
    AnswersWithItself(), functools.partial(max, 3), lambda *a: (yield 0.5), _coroutine,
    _endless_recursion, _mutates, sys.exit, _warns, _boom, _raises_odd_text,
    lambda *a: sys.stdout.close(), np.zeros,
    lambda: 1, lambda a: a, lambda a, b: a, lambda a, b: b, lambda a, b, c: a, lambda *a: a,
    lambda *a: (lambda: a), lambda *a: Hostile(), lambda *a: Disguised(), lambda *a: itself,
    lambda **k: k, lambda *a, k: a, lambda *a: ..., lambda *a: [...], lambda *a: print("3") or 3,
    lambda *a: np.zeros((500, 500)), lambda *a: a[0].nonsense, lambda *a: {}["no such key"],
]  # fmt: skip


@by_id(EXERCISES)
def test_an_odd_object_or_function_is_never_right(exercise):
    for place, junk in enumerate(OBJECTS + FUNCTIONS):
        assert outcome(exercise, junk) in OUTCOMES - {RIGHT}, f"(OBJECTS + FUNCTIONS)[{place}]"


@by_id([e for e in EXERCISES if e.is_function])
def test_a_function_that_returns_an_odd_object_is_never_right(exercise):
    for place, junk in enumerate(OBJECTS):
        assert outcome(exercise, lambda *a, j=junk: j) in OUTCOMES - {RIGHT}, f"OBJECTS[{place}]"


# --- and whatever hypothesis thinks of ---

numbers = st.one_of(
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.fractions(),
    st.decimals(),
    npst.arrays(npst.scalar_dtypes(), npst.array_shapes(min_dims=0, max_dims=3, max_side=5)),
    npst.arrays(np.float64, st.sampled_from([(), (1,), (2,), (4,), (4, 1), (1, 4), (4, 3)])),
)
simple = st.one_of(numbers, st.text(), st.binary(), st.none(), st.booleans(), st.dates())
junk = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(st.text(), inner, max_size=3),
    ),
    max_leaves=12,
)
functions = st.one_of(
    junk.map(lambda value: lambda *arguments: value),
    st.tuples(st.text(), st.sampled_from([ValueError, KeyError, SystemExit, MemoryError])).map(
        lambda pair: lambda *arguments: (_ for _ in ()).throw(pair[1](pair[0]))
    ),
    st.integers(0, 3).map(lambda n: [lambda: 1, lambda a: a, lambda a, b: a, lambda a, b, c: c][n]),
)
exercises = st.sampled_from(EXERCISES)
thorough = settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@thorough
@given(exercises, junk)
def test_junk_is_never_right(exercise, answer):
    if not _says_the_same(exercise, answer):
        assert outcome(exercise, answer) in OUTCOMES - {RIGHT}


@thorough
@given(st.sampled_from([e for e in EXERCISES if e.is_function]), functions)
def test_a_junk_function_is_never_right(exercise, answer):
    assert outcome(exercise, answer) in OUTCOMES - {RIGHT}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.one_of(st.text(), junk))
def test_a_junk_number_of_an_exercise_is_told_so(exercise_id):
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen):
        assert engine.check(exercise_id, 3) is None
    screen.getvalue().encode("utf-8")
    assert screen.getvalue()


def _says_the_same(exercise, answer) -> bool:
    """Whether junk happens to be the right answer: 3 is a fine guess for a value of 3."""
    if exercise.is_function:
        return False
    if exercise.choices:
        return isinstance(answer, str | tuple) and words(exercise.reference) in str(answer).lower()
    try:
        near = np.ravel(np.array(answer, dtype=float)) - np.ravel(exercise.reference)
    except Exception:
        return False
    return bool(np.all(np.abs(near) < 1e-3))
