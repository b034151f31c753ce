"""Judges an answer: one of five outcomes, and the sentence that goes with it."""

from __future__ import annotations

import dis
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from lessonlib.exercises import feedback, forms
from lessonlib.exercises.comparison import (
    COMPUTED,
    TINY,
    TYPED,
    Returned,
    Unreadable,
    call,
    numbers,
    same,
    words,
)
from lessonlib.exercises.declaration import Exercise
from lessonlib.exercises.raised import LearnersError

OPEN, RIGHT, MISTAKE, WRONG, RAISED = "open", "right", "mistake", "wrong", "raised"


class Verdict(NamedTuple):
    """One of the five outcomes, and what the learner is told."""

    outcome: str
    sentence: str


@np.errstate(all="ignore")
def judge(exercise: Exercise, answer: Any) -> Verdict:
    """Compare an answer with the reference, then with every mistake, on every case.

    Parameters
    ----------
    exercise : Exercise
        The declaration.
    answer : object
        Whatever the learner handed in.

    Returns
    -------
    Verdict
        ``open``, ``right``, ``mistake``, ``wrong`` or ``raised``, and the sentence.
    """
    if _untouched(exercise, answer):
        return Verdict(OPEN, exercise.open_sentence)
    try:
        got = _results(exercise, answer)
    except Unreadable as problem:
        return Verdict(WRONG, str(problem))
    except LearnersError as error:
        return Verdict(RAISED, str(error))
    if got is None:
        return Verdict(OPEN, exercise.open_sentence)
    expected = _results(exercise, exercise.reference)
    if _all_same(exercise, got, expected):
        return Verdict(RIGHT, exercise.deepen)
    known = [(_results(exercise, mistake.answer), mistake) for mistake in exercise.mistakes]
    for results, mistake in known:
        if _all_same(exercise, got, results):
            return Verdict(MISTAKE, mistake.sentence)
    factor = feedback.telling_factor(got, expected, tolerance(exercise))
    if factor:
        return Verdict(WRONG, factor)
    return _two_slips(exercise, got, known) or Verdict(
        WRONG, feedback.explain(exercise, got, expected, tolerance(exercise))
    )


def tolerance(exercise: Exercise) -> dict[str, float]:
    """How near is near enough: computed results are held to more than typed ones."""
    if exercise.relative:
        return TINY
    return COMPUTED if exercise.is_function else TYPED


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


def _results(exercise: Exercise, answer: Any) -> list[Any] | None:
    """The answer in every case, ready to compare; None where a case still gives ``...``."""
    forms.refuse_other_form(exercise, answer)
    returned = []
    for case, arguments in exercise.cases:
        try:
            returned.append(
                call(answer, arguments) if exercise.is_function else Returned(answer, False)
            )
        except (Exception, SystemExit) as error:  # KeyboardInterrupt is the learner's own
            raise LearnersError(case, error) from None
    if any(each.value is ... for each in returned):
        return None
    return [_read(exercise, each) for each in returned]


def _read(exercise: Exercise, returned: Returned) -> np.ndarray | str:
    if exercise.is_function:
        forms.refuse_nothing(exercise, returned)
    try:
        if exercise.choices:
            return forms.chosen(exercise, words(returned.value))
        return numbers(returned.value)
    except Unreadable as problem:
        subject = f"{exercise.name} returned" if exercise.is_function else "this is"
        raise Unreadable(f"{subject} {problem}") from None


def _all_same(exercise: Exercise, left: list[Any], right: list[Any]) -> bool:
    return all(same(a, b, **tolerance(exercise)) for a, b in zip(left, right, strict=True))


def _two_slips(exercise: Exercise, got: list[Any], known: list[tuple]) -> Verdict | None:
    """A mistake and, on top of it, a telling factor: a minus sign or a unit."""
    finite = sum(np.isfinite(result).sum() for result in got)
    if finite < 2:  # one number times a factor proves nothing, and inf times a factor is inf
        return None
    for factor, meaning in feedback.TELLING:
        for results, mistake in known:
            if _all_same(exercise, got, [factor * each for each in results]):
                return Verdict(MISTAKE, f"{mistake.sentence} And a second thing: {meaning}")
    return None
