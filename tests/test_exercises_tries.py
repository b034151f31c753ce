"""What learners typed is told what it was told when its sentences were last read by eye.

tries.txt holds some of a corpus of 1,620: public mistakes, and what a new learner would type.
variants.json holds every wrong answer that was declared before slips were shared, as code, with the
sentence it earned; reworded.md says why some of them are told something else now.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from cells import cell

from lessonlib.exercises import engine, shared
from lessonlib.exercises.judging import MISTAKE, judge

HERE = Path(__file__).parent
TRIES = [
    re.match(r"([\d.]+) (\w+) \| (.*)\n((?s:.*))", part).groups()
    for part in (HERE / "tries.txt").read_text(encoding="utf-8").split("\n@ ")[1:]
]
OLD = json.loads((HERE / "variants.json").read_text(encoding="utf-8"))
NOW = json.loads((HERE / "ids.json").read_text(encoding="utf-8"))  # the number an exercise has now
REWORDED = (HERE / "reworded.md").read_text(encoding="utf-8")


PRELUDE = """
from lessonlib import *
from lessonlib import calibration, information, logistic
from lessonlib.information import *
y, yhat = running_example()
p_true = q_true = np.where(y == 1, yhat, 1 - yhat)
"""


def typed(code):
    """What a cell hands to check: a value, or the function or name that it makes last."""
    last = ast.parse(code).body[-1]
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        names = cell(code, **cell(PRELUDE) | {"math": math, "check": lambda *_: None})
        if isinstance(last, ast.Expr):
            call = isinstance(last.value, ast.Call) and ast.unparse(last.value.func) == "check"
            return eval(ast.unparse(last.value.args[1] if call else last.value), names)
    return names[last.name if isinstance(last, ast.FunctionDef) else ast.unparse(last.targets[0])]


@pytest.mark.parametrize("exercise_id", sorted({try_[0] for try_ in TRIES}))
def test_what_learners_typed_is_told_what_it_was(exercise_id):
    for _, outcome, words, code in (try_ for try_ in TRIES if try_[0] == exercise_id):
        screen = io.StringIO()
        answer = typed(code)
        with contextlib.redirect_stdout(screen):
            engine.check(exercise_id, answer)
        said = " ".join(screen.getvalue().split())
        assert words in said, code
        assert said.endswith(f'hint("{exercise_id}") helps.') == (outcome == "generic"), code


def plain(sentence):
    """A sentence without the numbers in it."""
    return re.sub(r"[−-]?\d[\d,.]*\d|\d|\{\w*\}|inf\b", "#", sentence)


SHARED = [
    plain(re.split(r"[:,]? \{got\}|\{x\}|Right so far", sentence)[0])
    for table in (shared.AFTER, shared.BEFORE, shared.REDUCED, shared.UNDONE, shared.EDGES)
    for _, sentence, _ in table
]


@pytest.mark.parametrize("exercise_id", sorted({v["ex"] for v in OLD["mistakes"]}))
def test_every_sentence_of_old_is_kept_or_said_by_a_shared_one(exercise_id):
    exercise = engine.EXERCISES[NOW.get(exercise_id, exercise_id)]
    names = {"np": np, "math": math}
    exec(
        OLD["prelude"][exercise.lesson if exercise_id not in NOW else exercise_id.split(".")[0]],
        names,
    )
    lost = []
    for variant in (v for v in OLD["mistakes"] if v["ex"] == exercise_id):
        with np.errstate(all="ignore"):
            verdict = judge(exercise, eval(variant["code"], names))
        now = plain(verdict.sentence)
        said = plain(variant["said"]) in now or any(now.startswith(s) for s in SHARED if s)
        if (verdict.outcome != MISTAKE or not said) and variant["said"] not in REWORDED:
            lost.append((variant["said"], verdict.sentence))
    assert not lost
