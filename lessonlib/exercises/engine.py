"""check, hint, solution and progress: what a lesson's cells call."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessonlib import exercises
from lessonlib.exercises.declaration import Exercise
from lessonlib.exercises.judging import MISTAKE, OPEN, RAISED, RIGHT, WRONG, judge
from lessonlib.exercises.words import say


def _declared() -> Iterator[Exercise]:
    """The exercises of every lesson: the modules named lessonNN, in their order."""
    for module in sorted(found.name for found in pkgutil.iter_modules(exercises.__path__)):
        if module.startswith("lesson"):
            yield from importlib.import_module(f"lessonlib.exercises.{module}").EXERCISES


EXERCISES: dict[str, Exercise] = {exercise.id: exercise for exercise in _declared()}

_OPENING = {
    OPEN: "not answered yet: ",
    RIGHT: "right: ",
    MISTAKE: "not yet: ",
    WRONG: "not yet: ",
    RAISED: "",
}
_STATE = {
    OPEN: "not answered yet",
    RIGHT: "right",
    MISTAKE: "not yet",
    WRONG: "not yet",
    RAISED: "raised an error",
}


class Session:
    """What happened in this kernel so far: the last outcome and the hints given, by exercise."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.hints: dict[str, int] = {}


# The one thing that outlives a call. hint() must know which hint comes next, and progress() what
# was answered; neither writes to a file, and a restarted kernel starts afresh.
_session = Session()


def check(exercise_id: str, answer: Any) -> None:
    """Say whether an answer is right, and if not, what is known about why.

    Parameters
    ----------
    exercise_id : str
        The number of the exercise, in quotes.
    answer : object
        A number, an array, a word in quotes or a function (without calling it).

    Examples
    --------
    >>> check("2.3", ...)
    2.3  not answered yet: replace the ... with "equal", "below" or "above".
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    verdict = judge(exercise, answer)
    if _session.outcomes.get(exercise.id) != RIGHT:  # what was solved once stays solved
        _session.outcomes[exercise.id] = verdict.outcome
    more = f'\nhint("{exercise.id}") helps.' if verdict.outcome == WRONG else ""
    say(exercise.id, _OPENING[verdict.outcome] + verdict.sentence + more)


def hint(exercise_id: str) -> None:
    """Give a hint; asked again, the next and more telling one.

    Parameters
    ----------
    exercise_id : str
        The number of the exercise, in quotes.
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    total = len(exercise.hints)
    number = min(_session.hints.get(exercise.id, 0) + 1, total)
    _session.hints[exercise.id] = number
    last = f' That is the last hint; solution("{exercise.id}") shows the code.'
    text = f"hint {number} of {total}: {exercise.hints[number - 1]}"
    say(exercise.id, text + last * (number == total))


def solution(exercise_id: str) -> None:
    """Show the code of a solution, and why it works.

    Parameters
    ----------
    exercise_id : str
        The number of the exercise, in quotes.
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    say(exercise.id, "a solution:")
    print(f"\n{exercise.code.strip()}\n")
    say(exercise.id, f"why: {exercise.why}")


def progress() -> None:
    """Show which exercises are right, open or wrong, for each lesson met in this kernel."""
    lessons = sorted({exercise_id.split(".")[0] for exercise_id in _session.outcomes})
    if not lessons:
        print("No exercise has been checked in this kernel yet.")
    for lesson in lessons:
        exercises = [e.id for e in EXERCISES.values() if e.lesson == lesson]
        right = sum(_session.outcomes.get(e) == RIGHT for e in exercises)
        print(f"Lesson {int(lesson):02d}: {right} of {len(exercises)} right")
        for e in exercises:
            outcome = _session.outcomes.get(e)
            print(f"{e:>5}  {_STATE[outcome] if outcome else 'not met yet'}")


def _find(exercise_id: str) -> Exercise | None:
    """The exercise; without one, say in a sentence which there are."""
    if type(exercise_id) is not str:
        print('The exercise\'s number comes first, in quotes, for example "1.2".')
        return None
    if exercise_id in EXERCISES:
        return EXERCISES[exercise_id]
    if exercise_id in _on_disk():
        print("lessonlib is newer than this kernel. Restart the kernel, and run the cells again.")
        return None
    lesson = [e.id for e in EXERCISES.values() if e.lesson == exercise_id.split(".")[0]]
    print(f"There is no exercise {exercise_id!r:.40}. There are {', '.join(lesson or EXERCISES)}.")
    return None


def _on_disk() -> set[str]:
    """The exercises in lessonlib's files as they are now, which a kernel may have read long ago."""
    files = Path(__file__).parent.glob("lesson*.py")
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r'\bid="([^"]+)"', text))
