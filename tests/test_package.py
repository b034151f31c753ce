"""What importing lessonlib costs, what it offers, and the manners of its functions."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lessonlib

pytestmark = pytest.mark.filterwarnings("error")

COLUMN = np.array([[1.0], [0.0], [1.0]])
GUESS = np.array([[0.9], [0.2], [0.5]])
ROWS = np.array([[1.0, 0.0], [0.25, 0.75]])
GUESSED_ROWS = np.array([[0.5, 0.5], [0.125, 0.875]])

TO_FLOAT = {
    "information_content": [(0.5,), (np.array(0.5),), (np.float32(0.5),)],
    "entropy": [(ROWS,), ([1, 0],), (ROWS.astype(np.float32),)],
    "cross_entropy": [(ROWS, GUESSED_ROWS), ([1, 0], [0, 1]), ([1, 0], [1, 0])],
    "relative_entropy": [(ROWS, GUESSED_ROWS), ([1, 0], [0, 1]), ([1, 0], [1, 0])],
    "likelihood": [(COLUMN, GUESS), (1, 0), ([1], [np.float32(0.5)])],
    "log_likelihood": [(COLUMN, GUESS), (1, 0), ([1], [np.float32(0.5)])],
    "negative_log_likelihood": [(COLUMN, GUESS), (1, 0), ([1], [np.float32(0.5)])],
    "BCE": [(COLUMN, GUESS), (1, 0), ([1], [np.float32(0.5)]), (COLUMN, GUESS, np.e)],
    "BCE_from_logits": [(COLUMN, GUESS), (1, 0), ([1], [np.float32(0.5)]), (1, float("inf"))],
    "categorical_cross_entropy": [(ROWS, GUESSED_ROWS), ([1, 0], GUESSED_ROWS), ([0], [[1]])],
    "softmax_cross_entropy": [(ROWS, GUESSED_ROWS), ([1, 0], np.float32(ROWS)), ([0], [[1]])],
    "sigmoid": [(0,), (np.float32(1),), (np.array(1),), (float("inf"),)],
    "logit": [(0,), (0.5,), (np.float32(0.25),), (np.array(1),)],
}

TO_ARRAY = [
    ("information_content", (GUESS,), (3, 1)),
    ("information_content", ([0.5],), (1,)),
    ("information_content", (np.float32([[[0.5, 1]]]),), (1, 1, 2)),
    ("sigmoid", (GUESS.T,), (1, 3)),
    ("sigmoid", (np.float32([0, 1]),), (2,)),
    ("logit", (ROWS,), (2, 2)),
    ("logit", ([0],), (1,)),
    ("softmax", (GUESSED_ROWS,), (2, 2)),
    ("softmax", (np.float32([0, 1, 2]),), (3,)),
    ("true_class_probability", (COLUMN, GUESS), (3,)),
    ("true_class_probability", (COLUMN.T, GUESS.T), (3,)),
    ("true_class_probability", (1, 0.5), (1,)),
    ("true_class_probability", (np.float32([1]), np.float32([0.5])), (1,)),
    ("one_hot", (["A", "B", "A"],), (3, 2)),
    ("one_hot", (np.array([2, 0]), range(4)), (2, 4)),
]

# What the modules of a layer may import, beside each other. CONTRIBUTING says why.
SHOWING = dict.fromkeys(("display", "fingerprint", "style", "widgets"), "showing")
LAYERS = {
    "maths": {"numpy"},
    "showing": {"numpy", "matplotlib", "IPython", "ipywidgets", "maths"},
    "plots": {"numpy", "matplotlib", "maths", "showing"},
    "exercises": {"numpy", "maths", "IPython"},
}
SOURCE = Path(lessonlib.__file__).parent


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE))
)
def test_a_module_imports_from_below_only(path):
    def layer(module):
        top, *below = module.split(".")
        if top != "lessonlib" or not below:
            return "maths" if top == "lessonlib" else top
        return below[0] if below[0] in LAYERS else SHOWING.get(below[0], "maths")

    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {layer(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported |= {layer(f"{node.module}.{alias.name}") for alias in node.names}
    own = layer(".".join(("lessonlib", *path.relative_to(SOURCE).with_suffix("").parts)))
    assert imported - sys.stdlib_module_names - {own} <= LAYERS[own]


def test_import_loads_numpy_and_nothing_else():
    script = (
        "import json, sys, numpy; before = set(sys.modules); import lessonlib; "
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(lessonlib.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = json.loads(run.stdout)
    assert "lessonlib.losses" in loaded
    strangers = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert strangers <= {"lessonlib", "numpy"}  # so no matplotlib, pyplot, IPython, ipywidgets
    assert not {"lessonlib.plots", "lessonlib.display", "lessonlib.exercises"} & set(loaded)
    assert not {"importlib.resources", "pathlib", "tempfile"} & set(loaded)  # slow to import


def test_every_function_that_lessons_import_is_held_to_these_manners():
    held = {*TO_FLOAT, *(name for name, *_ in TO_ARRAY), "running_example"}
    assert sorted(lessonlib.__all__) == sorted(held)
    assert {getattr(lessonlib, name).__name__ for name in held} == held


@pytest.mark.parametrize(
    ("name", "arguments"), [(name, case) for name, cases in TO_FLOAT.items() for case in cases]
)
def test_single_numbers_are_python_floats(name, arguments):
    assert type(getattr(lessonlib, name)(*arguments)) is float


@pytest.mark.parametrize(("name", "arguments", "shape"), TO_ARRAY)
def test_arrays_are_float64_of_the_promised_shape(name, arguments, shape):
    result = getattr(lessonlib, name)(*arguments)
    assert type(result) is np.ndarray
    assert (result.shape, result.dtype) == (shape, np.float64)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [(name, cases[0]) for name, cases in TO_FLOAT.items()] + [row[:2] for row in TO_ARRAY],
)
def test_inputs_are_never_modified_nor_handed_back(name, arguments):
    given = [np.array(argument) for argument in arguments]
    for array in given:
        array.flags.writeable = False
    result = getattr(lessonlib, name)(*given)
    for array, original in zip(given, arguments, strict=True):
        np.testing.assert_array_equal(array, original)
        assert not np.shares_memory(np.asarray(result), array)
