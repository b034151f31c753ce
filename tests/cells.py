"""For tests of the exercises: code that can be read again, a made-up exercise, what is shown."""

import contextlib
import io
import linecache
import textwrap

import numpy as np
import pytest

from lessonlib.exercises.declaration import Exercise


def by_id(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=lambda e: e.id)


def cell(code, **names):
    """The names that a cell leaves behind."""
    name = f"<cell {len(linecache.cache)}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    names = {"np": np} | names
    exec(compile(code, name, "exec"), names)
    return names


def made_up(code, **more):
    """An exercise with this solution."""
    texts = {"why": "", "deepen": "", "hints": ["Look.", "Look again."], "wanted": "the answer"}
    return Exercise(id="99.1", code=textwrap.dedent(code), **texts | more)


def printed(function, *arguments) -> str:
    """What a call shows."""
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen):
        function(*arguments)
    return screen.getvalue()
