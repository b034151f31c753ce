"""Judges an answer: one of five outcomes, and the sentence that goes with it."""

from __future__ import annotations

import dis
import re
from collections.abc import Iterator
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from lessonlib.exercises import words
from lessonlib.exercises.declaration import Exercise
from lessonlib.exercises.known import ROUGH, Known, both
from lessonlib.exercises.reading import LearnersError, Unreadable, quiet, read

THEN = "And once that is changed"
NO_CHANGE = "", ""
OPEN, RIGHT, MISTAKE, WRONG, RAISED = "open", "right", "mistake", "wrong", "raised"


class Verdict(NamedTuple):
    """One of the five outcomes, and what the learner is told."""

    outcome: str
    sentence: str


def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Compare an answer with the solution, then with every known slip, on every case."""
    if _untouched(exercise, answer):
        return Verdict(OPEN, exercise.open_sentence)
    with quiet():
        known = Known(exercise)
        try:
            got = read(exercise, answer)
        except Unreadable as problem:
            mended = _mended(known.mended(answer)) if " returned " in str(problem) else ""
            return Verdict(MISTAKE, f"{problem} {_sentence(mended)}".strip())
        except LearnersError as raised:
            mended = _sentence(_mended(known.mended(answer)))
            if isinstance(raised.error, NameError) and not mended.startswith("`"):
                mended = ""  # it would speak of another name
            cause, sentence = words.raised(exercise, raised.case, raised.error, mended)
            return Verdict(MISTAKE if cause else RAISED, sentence)
        if got is None:
            return Verdict(OPEN, exercise.open_sentence)
        if known.fits(got):
            return Verdict(RIGHT, exercise.deepen)
        sentence = _named(known, answer, got)
        if sentence:
            sentence = words.fill(sentence, exercise, got, known.right, known.near)
            return Verdict(MISTAKE, sentence)
        return Verdict(*words.unknown(exercise, got, known.right, known.near))


def _named(known: Known, answer: Any, got: list) -> str:
    """What is known of a wrong answer. What is surest speaks first."""
    if known.exercise.choices:
        return known.slip(got)
    some = any(np.isfinite(g).any() for g in got)  # inf everywhere says little
    if found := (some and known.slip(got)) or known.constant(got, answer) or known.edges(got):
        return found
    mended = known.mended(answer)
    change, left = once = next(mended, NO_CHANGE)
    if change and not left:
        return change
    return (
        ("" if some else known.slip(got))
        or known.two(got)
        or known.undone(got)
        or known.edges(got, ROUGH)
        or _mended(mended, once)
        or known.from_outside(answer)
        or known.unused(answer)
    )


def _mended(changes: Iterator[tuple[str, str]], *found: tuple[str, str]) -> str:
    """The change that mends most of the code, and what is left to change then."""
    found += (*changes, NO_CHANGE)
    change, left = min(found, key=lambda told: (not told[0], told[1] != ""))
    return both(change, left, THEN) if left else change


def _sentence(text: str) -> str:
    return text if re.match(r"[a-z]+[(.]", text) else text[:1].upper() + text[1:]


def _untouched(exercise: Exercise, answer: Any) -> bool:
    """Whether the learner has not written anything yet, or not everything."""
    if answer is ...:
        return True
    if type(answer) in (list, tuple):
        return any(part is ... for part in answer)
    return exercise.is_function and _instructions(answer) == _instructions(exercise.unanswered)


def _instructions(function: Any) -> list[tuple] | None:
    """What a function does, without its docstring and the names of its variables."""
    if type(function) is not FunctionType:
        return None
    return [
        (step.opname, step.arg if "FAST" in step.opname else step.argrepr)
        for step in dis.get_instructions(function)
        if step.opname != "NOP"
    ]
