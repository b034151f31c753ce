"""check, hint, solution, progress and overview: what a lesson's cells call."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessonlib import exercises
from lessonlib.exercises import feedback
from lessonlib.exercises.declaration import Exercise
from lessonlib.exercises.feedback import say
from lessonlib.exercises.judging import MISTAKE, OPEN, RAISED, RIGHT, WRONG, judge


def _declared() -> Iterator[Exercise]:
    """The exercises of every lesson: the modules named lessonNN, in their order."""
    for module in sorted(found.name for found in pkgutil.iter_modules(exercises.__path__)):
        if module.startswith("lesson"):
            yield from importlib.import_module(f"lessonlib.exercises.{module}").EXERCISES


EXERCISES: dict[str, Exercise] = {exercise.id: exercise for exercise in _declared()}

# Of each outcome: its sign, what a message then opens with, and the word for it in a list.
_SHOWN = {
    OPEN: (feedback.OPEN, "not answered yet:", "not answered yet"),
    RIGHT: (feedback.RIGHT, "right:", "right"),
    MISTAKE: (feedback.WRONG, "not yet:", "not yet"),
    WRONG: (feedback.WRONG, "not yet:", "not yet"),
    RAISED: (feedback.RAISED, "", "raised an error"),
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

    exercise_id : the number of the exercise, in quotes.
    answer : a number, an array, a word in quotes or a function (without calling it).

    >>> check("2.3", ...)
    ○ 2.3  not answered yet: replace the ... with "equal", "below" or "above".
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    verdict = judge(exercise, answer)
    if _session.outcomes.get(exercise.id) != RIGHT:  # what was solved once stays solved
        _session.outcomes[exercise.id] = verdict.outcome
    more = f'\nTyped below check, hint("{exercise.id}") helps.' * (verdict.outcome == WRONG)
    say(exercise.id, *_SHOWN[verdict.outcome][:2], verdict.sentence + more)


def hint(exercise_id: str) -> None:
    """Give a hint; asked again, the next and more telling one.

    exercise_id : the number of the exercise, in quotes.
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    total = len(exercise.hints)
    number = min(_session.hints.get(exercise.id, 0) + 1, total)
    _session.hints[exercise.id] = number
    last = f' That is the last hint; solution("{exercise.id}") shows the code.'
    text = exercise.hints[number - 1] + last * (number == total)
    say(exercise.id, feedback.TOLD, f"hint {number} of {total}:", text)


def solution(exercise_id: str) -> None:
    """Show the code of a solution, and why it works.

    exercise_id : the number of the exercise, in quotes.
    """
    exercise = _find(exercise_id)
    if exercise is None:
        return
    say(exercise.id, feedback.TOLD, "a solution:")
    print(f"\n{exercise.code.strip()}\n")
    say(exercise.id, feedback.TOLD, "why:", exercise.why)


def progress() -> None:
    """Show which exercises are right, open or wrong, for each lesson met in this kernel."""
    lessons = sorted({exercise_id.split(".")[0] for exercise_id in _session.outcomes}, key=int)
    if not lessons:
        print(
            "No exercise has been checked since this kernel started. Your answers are still in "
            "their cells: Run › Run All Cells checks them again."
        )
        return
    signs = {number: _SHOWN[outcome][0] for number, outcome in _session.outcomes.items()}
    lines = []
    for lesson in lessons:
        numbers = [number for number in EXERCISES if number.split(".")[0] == lesson]
        right = sum(signs.get(number) == feedback.RIGHT for number in numbers)
        lines += [[f"Lesson {int(lesson):02d}: {right} of {len(numbers)} right"]]
        lines += [_signed(numbers, signs)]
    _tell(lines)


def overview() -> None:
    """Show what is answered in every lesson in this folder, as it was last saved.

    It reads the notebooks, and writes nothing.
    """
    signs: dict[str, str] = {}
    files = sorted(Path().glob("[0-9][0-9]_*.ipynb"))
    for file in files:
        try:
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
            outputs = [output for cell in cells for output in cell.get("outputs", [])]
            texts = ["".join(output.get("data", {}).get("text/plain", "")) for output in outputs]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            print(f"{file.name} cannot be read.")
            continue
        for sign, number in re.findall(r"^(\S) (\d+\.\d+)  \S", "\n".join(texts), re.MULTILINE):
            if signs.get(number) != feedback.RIGHT and sign != feedback.TOLD:
                signs[number] = sign
    if len(files) < 2:
        print("The other lessons do not lie beside this one, so nothing can be read from them.")
        return
    lines = [["As the lessons were last saved:"]]
    for lesson in (file.name[:2] for file in files):
        numbers = [number for number in EXERCISES if number.split(".")[0] == str(int(lesson))]
        lines += [[f"lesson {lesson}", *_signed(numbers, signs)]]
    _tell(lines)


def _signed(numbers: list[str], signs: dict[str, str]) -> list[str]:
    return [f"{signs.get(number, feedback.OPEN)} {number}" for number in numbers]


def _tell(lines: list[list[str]]) -> None:
    """The lines, and below them what the signs in them mean."""
    seen = {item[0] for line in lines for item in line}
    words = {sign: f"{sign} {word}" for sign, _, word in _SHOWN.values() if sign in seen}
    feedback.tell([*lines, list(words.values())])


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
    return set(re.findall(r"^(\d+\.\d+):", text, re.MULTILINE))
