"""The lessons and the declarations belong together, and every lesson can be solved."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

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


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_with_its_solutions_runs_all_right(number):
    notebook = lesson(number)
    # nbclient's imitation of a slider's output can stall; sliders are tried in a real JupyterLab.
    notebook.cells = [cell for cell in notebook.cells if "explore(" not in cell.source]
    solved = {e.stub: e.solved for e in EXERCISES if e.lesson == number}
    for cell in code_cells(notebook):
        cell.source = solved.get(cell.source, cell.source)
    run = NotebookClient(notebook, timeout=60, kernel_name="python3", resources=_in_notebooks())
    run.execute()
    outputs = [out for cell in code_cells(notebook) for out in cell.outputs]
    text = "".join(out.text for out in outputs if out.output_type == "stream")
    for exercise in EXERCISES:
        if exercise.lesson == number:
            assert f"{exercise.id}  right: " in text
    assert "not answered yet" not in text
    assert not [out for out in outputs if out.get("name") == "stderr"]


def _in_notebooks():
    return {"metadata": {"path": str(FOLDER)}}
