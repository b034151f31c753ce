"""What check reads: answers of any form, a learner's code, what is done around a formula."""

from __future__ import annotations

import ast
import itertools
import textwrap
from decimal import Decimal

import numpy as np
import pytest
from cells import by_id, cell, made_up

from lessonlib import sigmoid
from lessonlib.exercises import mending, rules, shared
from lessonlib.exercises.engine import EXERCISES
from lessonlib.exercises.judging import MISTAKE, RIGHT, judge
from lessonlib.exercises.known import Known
from lessonlib.exercises.reading import Unreadable, kind, numbers, same, words

COST = made_up(
    '''
    def cost(y, yhat):
        """Return the mean cost in bits."""
        return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))
    ''',
    cases={
        "three rows": (np.array([1.0, 0.0, 1.0]), np.array([0.8, 0.3, 0.6])),
        "five rows": (np.array([1, 0, 0, 0, 1]), np.array([0.9, 0.2, 0.4, 0.75, 0.3])),
        "a sure miss": (np.array([1.0, 0.0]), np.array([0.0, 0.5])),
    },
    slips="-np.mean(y * np.log2(yhat))\n    only label 1 pays: {}.\n",
)
LINE = made_up(
    '''
    def line(X, w):
        """Return a number for each row."""
        return X @ w
    ''',
    cases={
        "two columns": (np.array([[1.0, 2.0], [3.0, 5.0], [4.0, 0.5]]), np.array([0.5, -1.0])),
        "three columns": (np.arange(12.0).reshape(4, 3) ** 2, np.array([0.2, 0.7, -0.4])),
    },
)


def written(exercise, body, **names):
    """The verdict on a function with this body, as it stands in a learner's cell."""
    head = f"def {exercise.name}({', '.join(exercise.arguments)}):"
    code = f"{head}\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
    return judge(exercise, cell(code, **names)[exercise.name])


LOOP = """
    total = 0
    for i in range(len(y)):
        total -= y[i] * np.log2(yhat[i]) + (1 - y[i]) * np.log2(1 - yhat[i])
    return total / len(y)
"""


@pytest.mark.parametrize("body", [
    LOOP,
    "return -np.log2(np.where(y == 1, yhat, 1 - yhat)).mean()",
    "import math\nreturn sum(-math.log2(p if a else 1 - p) for a, p in zip(y, yhat)) / len(y)",
    "yhat = yhat.tolist()\nimport math\n"  # 1/0 raises, and the text does not ask for inf
    "return sum(math.log2(1 / (p if a else 1 - p)) for a, p in zip(y, yhat)) / len(y)",
])  # fmt: skip
def test_what_is_right_is_called_right(body):
    assert written(COST, body).outcome == RIGHT


@pytest.mark.parametrize(
    ("body", "told"),
    [
        # what is done after the formula
        ("return -np.mean(y * np.log(yhat) + (1 - y) * np.log(1 - yhat))",
         "right idea, in nats: 0.3635 for three rows."),
        ("return np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))",
         "the minus is missing, or one is too many: −0.5245 for three rows."),
        ("return -np.sum(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))",
         "this is the total: 1.5735 for three rows."),
        ("return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)).round(2)",
         "rounded too early: 0.52 for three rows."),
        # before it
        ("return -np.log2(np.where(y == 1, yhat, 1 - yhat))[0]",
         "only what comes first is in it. Does `return` stand inside the loop?"),
        ("return -np.mean((1 - y) * np.log2(yhat) + y * np.log2(1 - yhat)) * np.log(2)",
         "y and 1 − y are exchanged. And a second thing: right idea, in nats."),
        ("e = np.exp(yhat)\np = e / e.sum()\n"
         "return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))",
         "a softmax is applied to yhat. Use yhat as it is."),
        # left undone
        ("return -(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))",
         "this returns a number for each row. Right so far; their mean is asked for."),
        # two at once: the declared slip speaks first, and the number is the learner's
        ("return -np.sum(y * np.log2(yhat))",
         "only label 1 pays: 1.0589. And a second thing: this is the total. The mean"),
        # read from the code
        ("y = 2 * y - 1\nreturn -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))",
         "in line 2, `2 * y - 1` should be `y`"),
        ("return -math.log2(yhat[0])", "`math` was not imported. numpy was, as np"),
        (LOOP.replace("range(len(y))", "range(1, len(y))"), "range(1, m) leaves row 0 out"),
        (LOOP.replace("range(len(y))", "range(len(y) + 1)"), "All m rows are range(m)"),
        (LOOP.replace("    return total", "        return total"), "stands inside the loop"),
        (LOOP.replace("-=", "= -1 *").replace("+ (1", "- (1"), "`=` starts anew"),
        (LOOP.replace("total = 0\n", ""), "`total` starts before the loop, with total = 0."),
        (LOOP.replace("len(y)\n", "3\n"), "a size is written as a number"),
        ("return -np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat))",
         "parentheses are missing"),
        ("return -np.mean(y * np.log2(yhat) + (1 - y) * (1 - np.log2(yhat)))",
         "1 − log2 of something is not log2 of 1 − something"),
        ("return -np.mean(y * np.log2(yhat) + ~y * np.log2(1 - yhat))", "~ is not 1 − y"),
        ("return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - y))",
         "belongs: in line 2, `np.log2(1 - y)` should be `np.log2(1 - yhat)`."),
        ("return -np.mean(y * np.log2(q) + (1 - y) * np.log2(1 - q))", "name 'q' is not defined"),
        ("return -np.mean(y * log2(yhat) + (1 - y) * np.log2(1 - yhat))", "numpy's is np.log2"),
        ("costs = -(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))\nreturn costs.mean",
         "it needs ()"),
        ("costs = -(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))\ncosts.mean()",
         "The `return` is missing: what line 3 has computed is not handed over."),
        ("c = np.zeros_like(y)\nfor i in range(len(y)):\n"
         "    c[i] = -np.log2(yhat[i] if y[i] else 1 - yhat[i])\nreturn c.mean()",
         "holds whole numbers only"),
        ("p = np.clip(yhat, 0.25, 0.75)\n"
         "return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))",
         "it changes numbers that should stay as they are"),
        ("q = np.where(y == 1, yhat, 1 - yhat)\nreturn np.log2(np.mean(1 / q))",
         "the two functions are in the other order: in line 3, `np.log2(np.mean(1 / q))` should"),
        ("return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1) - yhat)",
         "parentheses are missing, or stand elsewhere than is meant: in line 2"),
        ("m = y == 1\n"
         "return -(np.sum(np.log2(yhat[m])) + np.sum((1 - y)[~m] * np.log2(1 - yhat))) / len(y)",
         "What is left out here must be left out there too, or the two do not meet: in line 3, "
         "`(1 - y)[~m] * np.log2(1 - yhat)` should be `(1 - y)[~m] * np.log2(1 - yhat)[~m]`."),
        (LOOP.replace("    return total /", "        total = total /") + "    return total",
         "line 5 stands inside the loop. Move it to the left, below it."),
        ("return -np.log2(yhat).mean()", "`y` is used nowhere, and the result hangs on it."),
        ("return -(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)).mean(dim=0)",
         "Numpy says axis where torch says dim: in line 2"),
        ("q = -np.log2(np.where(y == 1, yhat, 1 - yhat))\nreturn q.mean() + 0 * q.min",
         "It is the function min and not its result: it needs ()"),
        (LOOP.replace("range(len(y))", "y"),
         "The loop runs over numbers, and not over their places: in line 3, `y` should be "
         "`range(len(y))`."),
        ("return -np.Log2(yhat).mean()", "numpy has nothing of this name"),
        ("return -np.log2", "A function stands there without its parentheses."),
        # edges
        ("p = np.clip(yhat, 1e-9, 1)\nreturn -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))",
         "a small number stands in the place of 0"),
        ("return np.nan_to_num(-np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)))",
         "np.nan_to_num repairs nan"),
        ("return np.nan_to_num(np.sum(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat)) / len(y))",
         "And once that is changed: the minus is missing"),
        ("return 0.5", "the result is the same in every case, 0.5."),
    ],
)  # fmt: skip
def test_a_slip_is_named_that_no_declaration_holds(body, told):
    verdict = written(COST, body)
    assert verdict.outcome == MISTAKE
    assert told in verdict.sentence


def test_what_is_wrong_on_the_first_case_is_not_called_right_on_ordinary_numbers():
    cost = "-np.mean(np.log2(np.where(y == 1, yhat, 1 - yhat)))"
    body = f"return np.inf if len(y) == 3 else {cost}"
    assert "ordinary" not in written(COST, body).sentence


def test_a_minus_is_called_missing_only_where_the_formula_has_one():
    told = [judge(e, lambda *a, e=e: -e.reference(*a)).sentence for e in (COST, EXERCISES["5.2"])]
    assert told[0].startswith("the minus is missing")
    assert told[1].startswith("the sign is turned")


def test_a_name_from_a_cell_above_is_told():
    verdict = written(COST, "return -np.log2(q_true).mean()", q_true=np.array([0.8, 0.7, 0.6]))
    assert "`q_true` comes from a cell above" in verdict.sentence
    assert "It has y and yhat to work with." in verdict.sentence


@pytest.mark.parametrize(
    ("body", "shapes", "cure"),
    [
        ("return X.T @ w", "There X.T is (2, 3) and w is (2,): 3 meets 2.", "`X.T` should be `X`"),
        ("return w @ X", "There w is (2,) and X is (3, 2): 2 meets 3.",
         "`w @ X` should be `X @ w`"),
        ("return (X * w[:, None]).sum(axis=1)", "There X is (3, 2) and w[:, None] is (2, 1).",
         "`w[:, None]` should be `w`"),
    ],
)  # fmt: skip
def test_shapes_that_do_not_meet_are_shown_with_the_change_that_mends_them(body, shapes, cure):
    verdict = written(LINE, body)
    assert verdict.outcome == MISTAKE
    assert shapes in verdict.sentence
    assert cure in verdict.sentence


def test_one_slip_in_two_places_is_one_slip():
    body = "e = np.exp(Z - Z.max(axis=1))\nreturn e / e.sum(axis=1)"
    sentence = written(EXERCISES["8.1"], body).sentence
    assert sentence.endswith(
        "Without keepdims=True the column becomes a row, and no longer fits: in line 2, "
        "`Z.max(axis=1)` should be `Z.max(axis=1, keepdims=True)`, and in line 3, "
        "`e.sum(axis=1)` should be `e.sum(axis=1, keepdims=True)`."
    )


def test_an_operation_that_does_nothing_is_not_proposed():
    body = "return np.nansum(p * np.log2(p / q) + (1 - p) * np.log2((1 - p) / (1 - q)))"
    assert "(1 - q) / (1 - q)" not in written(EXERCISES["5.2"], body).sentence
    body = "return -X.T @ (y * (1 - sigmoid(X @ weights))) / len(y)"
    assert "y * 1" not in written(EXERCISES["6.2"], body, sigmoid=sigmoid).sentence


def test_of_several_things_one_that_is_wrong_is_not_called_right():
    exercise = EXERCISES["7.2"]
    verdict = judge(exercise, lambda X, y, weights: (weights, 0 * weights))
    assert "of them right" not in verdict.sentence


def test_where_two_units_are_named_the_first_is_asked_for():
    exercise = EXERCISES["3.3"]
    assert {"bits", "nats"} <= set(exercise.asks.replace(".", "").split())
    assert {"bits", "nats"} & shared.tags(exercise, Known(exercise).right) == {"bits"}


def test_what_is_said_of_the_code_is_tried_before_it_is_said():
    sentence = written(LINE, "return X * w").sentence
    old, new = sentence.split("`")[1::2]
    assert (old, new) == ("X * w", "X @ w")
    assert written(LINE, f"return {new}").outcome == RIGHT


def test_a_slow_function_is_not_tried_for_long(monkeypatch):
    assert written(LINE, "return X * w").outcome == MISTAKE
    monkeypatch.setattr(mending, "PATIENCE", -1.0)
    assert written(LINE, "return X * w").outcome == "wrong"


def test_code_that_cannot_be_read_is_judged_by_its_results():
    assert mending.source(np.log2) is None
    assert mending.source(lambda p: p) is None
    names: dict = {"np": np}
    exec("def line(X, w):\n    return X * w", names)
    assert mending.source(names["line"]) is None
    assert judge(LINE, names["line"]).outcome == "wrong"


def test_a_change_leaves_the_learners_code_as_it_was():
    body = (
        "total = 0 * X[:, 0]\nfor k in range(X.shape[1]):\n    total = X[:, k] * w[k]\nreturn total"
    )
    first, second = written(LINE, body), written(LINE, body)
    assert first == second
    assert "+=" in first.sentence


def test_each_rule_changes_the_code_that_it_describes():
    for _, why, pattern, meant in itertools.chain(*rules._rules().values()):
        found: dict = {}
        assert rules._matches(pattern, pattern, found), why
        assert ast.dump(rules._filled(meant, found)) == ast.dump(meant)


# --- an epsilon is one slip, whatever its size ---

HIDDEN = [
    e
    for e in EXERCISES.values()
    if e.is_function and not e.relative and any(np.isinf(r).all() for r in Known(e).right)
]
PAIR = made_up("pair = [1.0, 2.0]")


@by_id(HIDDEN)
@pytest.mark.parametrize("tiny", [10.0**-k for k in (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 20,
                                                     50, 100, 300)])  # fmt: skip
def test_a_small_number_in_the_place_of_0_is_named(exercise, tiny):
    def answer(*arguments):
        right = np.asarray(exercise.reference(*arguments), dtype=float)
        return np.where(np.isinf(right), -np.log2(tiny), right)

    verdict = judge(exercise, answer)
    assert verdict.outcome == MISTAKE
    assert "small number" in verdict.sentence


# --- reading ---


def test_columns_are_read_as_rows_of_one_and_values_have_one_tolerance():
    assert same(numbers([[1], [2]]), numbers((1.0, 2.0)), rtol=0, atol=0)
    assert not same(numbers([[1, 2]]), numbers([1, 2]), rtol=0, atol=0)
    assert same(numbers(1000.0001), numbers(1000), rtol=0.0, atol=1.001e-4)
    assert not same(numbers(1000.001), numbers(1000), rtol=0.0, atol=1.001e-4)
    assert numbers([Decimal("0.5")] * 1000).tolist() == [0.5] * 1000
    with pytest.raises(Unreadable, match=r"^a list that does not hold real numbers only\.$"):
        numbers([Decimal("0.5")] * 1001)


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (None, "None"), (False, "True or False"), (1j, "a complex number"), (3, "a number"),
        (np.float32(3), "a number"), ("3", "text"), (b"3", "text"), (np.ones(2), "an array"),
        (print, "a function"), ([], "a list"), ({}, "a dict"), (object(), "an object"),
        (OSError(), "an OSError"),
    ],
)  # fmt: skip
def test_a_thing_is_named_in_plain_words(thing, name):
    assert kind(thing) == name


@pytest.mark.parametrize("choice", [(4.0, 4), ["a", None], [np.int64(4)]])
def test_a_list_of_anything_but_words_and_whole_numbers_is_no_choice(choice):
    with pytest.raises(Unreadable, match=rf"^{kind(choice)}, and a word in quotes was expected\.$"):
        words(choice)


class Column:
    """Like a column of a pandas table: no array, and quickly made one."""

    def __array__(self, dtype=None, copy=None):
        return np.array([1.0, 2.0], dtype=dtype)


class Unruly:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError


def test_what_can_be_made_an_array_is_read_as_one():
    assert judge(PAIR, Column()).outcome == RIGHT
    assert judge(PAIR, Unruly()) == (MISTAKE, "this is an Unruly that cannot be read as numbers.")
    assert type(numbers(np.ma.array([1.0, 2.0]))) is np.ndarray
