"""The lessons and the declarations belong together, and every lesson can be solved."""

from __future__ import annotations

import ast
import dis
import functools
import re

import gate
import numpy as np
import prose
import pytest
from IPython.utils.capture import capture_output

from lessonlib.exercises import engine

EXERCISES = list(engine.EXERCISES.values())
CALL = re.compile(r"\b(check|hint|solution)\(\s*[\"']([^\"']*)[\"']")

every_lesson = pytest.mark.parametrize("number", [str(int(path.name[:2])) for path in gate.paths()])


@functools.cache
def lesson(number):
    """The notebook of a lesson. One that is missing fails: no test here is ever skipped."""
    (path,) = (gate.ROOT / "notebooks").glob(f"{int(number):02d}_*.ipynb")
    return gate.Lesson(path)


@every_lesson
def test_a_lesson_checks_exactly_the_exercises_that_are_declared(number):
    calls = [call for cell in lesson(number).code for call in CALL.findall(cell.source)]
    checked = [exercise_id for name, exercise_id in calls if name == "check"]
    assert sorted(checked) == [e.id for e in EXERCISES if e.lesson == number]
    assert {exercise_id for _, exercise_id in calls} <= set(engine.EXERCISES)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_a_cell_holds_the_stub_and_the_next_two_do_not_answer_it(exercise):
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


def needed(cells):
    """The cells that ask for an answer, and those that make a name which these use.

    The others do not use an answer, for a lesson runs unanswered too: nbval runs it.
    """
    kept, wanted = [], set()
    for cell in reversed(cells):
        tree = ast.parse(cell.source)
        code = dis.get_instructions(compile(tree, "", "exec"))
        makes = {step.argval for step in code if step.opname == "STORE_NAME"}
        if makes & wanted or re.search(r"^(check|progress)\(", cell.source, re.MULTILINE):
            names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
            own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
            wanted |= {node.id for node in names} - own
            kept.insert(0, cell)
    return kept


@pytest.mark.filterwarnings("error")
@every_lesson
def test_a_lesson_with_its_solutions_runs_all_right(number, shell, monkeypatch):
    monkeypatch.setattr(engine, "_session", engine.Session())
    solved = {e.stub: e.solved for e in EXERCISES if e.lesson == number}
    text = ""
    for cell in needed(lesson(number).code[1:]):  # the first is the set-up
        with capture_output() as shown:
            shell.run_cell(solved.get(cell.source, cell.source)).raise_error()
        assert not shown.stderr
        text += shown.stdout + "".join(str(out.data.get("text/plain")) for out in shown.outputs)
    for exercise in EXERCISES:
        if exercise.lesson == number:
            assert f"✓ {exercise.id}  right: " in text
    assert "not answered yet" not in text
