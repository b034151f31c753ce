"""The lessons and the declarations belong together, and every lesson can be solved."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import numpy as np
import prose
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from lessonlib.exercises import engine

FOLDER = Path(__file__).parent.parent / "notebooks"
EXERCISES = list(engine.EXERCISES.values())
LESSONS = sorted({exercise.lesson for exercise in EXERCISES})
CALL = re.compile(r"\b(check|hint|solution)\(\s*[\"']([^\"']*)[\"']")


def lesson(number):
    """The notebook of a lesson. One that is missing fails: no test here is ever skipped."""
    (path,) = FOLDER.glob(f"{int(number):02d}_*.ipynb")
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_checks_exactly_the_exercises_that_are_declared(number):
    calls = [call for cell in code_cells(lesson(number)) for call in CALL.findall(cell.source)]
    checked = [exercise_id for name, exercise_id in calls if name == "check"]
    assert sorted(checked) == [e.id for e in EXERCISES if e.lesson == number]
    assert {exercise_id for _, exercise_id in calls} <= set(engine.EXERCISES)


def test_no_other_notebook_checks_an_exercise():
    for path in FOLDER.glob("*.ipynb"):
        if str(int(path.name[:2])) not in LESSONS:
            cells = code_cells(nbformat.read(path, as_version=4))
            assert not [call for cell in cells for call in CALL.findall(cell.source)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_a_cell_holds_the_stub(exercise):
    cells = [cell.source for cell in code_cells(lesson(exercise.lesson))]
    assert exercise.stub in cells


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_the_next_two_cells_do_not_answer_an_exercise(exercise):
    cells = lesson(exercise.lesson).cells
    place = [cell.source for cell in cells].index(exercise.stub)
    near = "\n".join(prose.unfolded(cell) for cell in cells[place + 1 : place + 3])
    answers = prose.longer(exercise.code)
    if exercise.is_function:
        own = set(exercise.code.splitlines()) - set(exercise.stub.splitlines())
        answers |= {line.strip().removeprefix("return ") for line in own}
    elif not exercise.choices:
        answers |= prose.longer(" ".join(f"{x:.4f}" for x in np.ravel(exercise.reference)))
    assert not [answer for answer in answers if answer and answer in near]


@pytest.fixture
def shell(monkeypatch):
    """A new IPython in this process: a kernel for each lesson takes longer than its cells."""
    monkeypatch.setattr("lessonlib.display.DPI", 20)  # nbval compares the pictures
    monkeypatch.setattr(engine, "_session", engine.Session())
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.reset()
    yield shell
    InteractiveShell.clear_instance()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_with_its_solutions_runs_all_right(number, shell):
    solved = {e.stub: e.solved for e in EXERCISES if e.lesson == number}
    text = ""
    for cell in code_cells(lesson(number)):
        with capture_output() as shown:
            result = shell.run_cell(solved.get(cell.source, cell.source))
        if "raises-exception" not in cell.metadata.get("tags", []):
            result.raise_error()
        assert not shown.stderr
        text += shown.stdout + "".join(str(out.data.get("text/plain")) for out in shown.outputs)
    for exercise in EXERCISES:
        if exercise.lesson == number:
            assert f"✓ {exercise.id}  right: " in text
    assert "not answered yet" not in text
