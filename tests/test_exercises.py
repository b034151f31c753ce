"""Every promise of an exercise, derived from its declaration."""

from __future__ import annotations

import ast
import contextlib
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from cells import by_id, cell, made_up, printed

from lessonlib.exercises import engine
from lessonlib.exercises.judging import MISTAKE, OPEN, RAISED, RIGHT, WRONG, judge
from lessonlib.exercises.reading import numbers

EXERCISES = list(engine.EXERCISES.values())
FUNCTIONS = [e for e in EXERCISES if e.is_function]
CHOICES = [e for e in EXERCISES if e.choices]
VALUES = [e for e in EXERCISES if not e.is_function and not e.choices]


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    monkeypatch.setattr(engine, "_session", engine.Session())


# --- what is declared ---


@by_id(EXERCISES)
def test_the_declaration_is_complete(exercise):
    assert exercise.wanted or exercise.choices
    assert exercise.why
    assert exercise.deepen
    assert len(exercise.hints) >= 2
    prose = [exercise.wanted, exercise.why, exercise.deepen, *exercise.hints]
    assert "\n" not in "".join(prose), "a field is misspelt below it"
    sentences = [sentence for _, sentence in exercise.known]
    assert len(sentences) >= 2
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    assert "#" not in exercise.slips.replace("  # ", ""), "two blanks, # and a blank part the two"


def test_exercises_are_numbered_from_one_in_every_lesson():
    for lesson in {e.lesson for e in EXERCISES}:
        ids = [e.id for e in EXERCISES if e.lesson == lesson]
        assert ids == [f"{lesson}.{k + 1}" for k in range(len(ids))]


@by_id(FUNCTIONS)
def test_a_function_is_tried_beyond_its_first_case(exercise):
    assert len(exercise.cases) >= 2
    assert ast.get_docstring(exercise._last), "the stub shows the docstring"
    sizes = [np.shape(arguments[0]) for arguments in exercise.cases.values()]
    assert sizes[0] == () or len(set(sizes)) > 1, "another m (or n)"


@by_id(FUNCTIONS)
def test_what_may_be_whole_numbers_is_tried_as_whole_numbers(exercise):
    columns = zip(*exercise.cases.values(), strict=True)
    for name, values in zip(exercise.arguments, columns, strict=True):
        arrays = [np.asarray(value) for value in values]
        if name in ("y", "P") and any(array.ndim for array in arrays):
            assert any(array.dtype.kind == "i" for array in arrays)


@by_id(CHOICES)
def test_every_wrong_choice_has_its_sentence(exercise):
    wrong = [choice for choice in exercise.choices if choice != exercise.reference]
    assert sorted(answer for answer, _ in exercise.known) == sorted(wrong)


# --- the five outcomes ---


@by_id(EXERCISES)
def test_the_solution_and_its_equivalents_are_right(exercise):
    assert judge(exercise, exercise.reference) == (RIGHT, exercise.deepen)
    for number, answer in enumerate(exercise.also_right):
        assert judge(exercise, answer).outcome == RIGHT, number


@by_id(EXERCISES)
def test_a_slip_earns_its_own_sentence_with_the_learners_own_number(exercise):
    for answer, sentence in exercise.known:
        verdict = judge(exercise, answer)
        pattern = re.escape(sentence).replace(r"\{\}", r"(.+)")
        assert verdict.outcome == MISTAKE
        found = re.fullmatch(pattern, verdict.sentence)
        assert found, (sentence, verdict.sentence)
        for number in found.groups():
            first = exercise.cases[next(iter(exercise.cases))]
            with np.errstate(all="ignore"):
                own = numbers(answer(*first) if exercise.is_function else answer)
            shown = [float(x.replace("−", "-")) for x in re.findall(r"−?[\d.]+(?:e−?\d+)?|inf|nan",
                                                                    number)]  # fmt: skip
            assert np.allclose(shown, np.ravel(own)[: len(shown)], atol=6e-5, equal_nan=True)


def test_a_declared_sentence_quotes_no_result_but_the_learners():
    for exercise in FUNCTIONS:
        for _, sentence in exercise.known:
            assert not re.search(
                r"came out as −?\d+(\.\d|\d)|\d for the (four|three) rows", sentence
            )


@by_id(EXERCISES)
def test_the_stub_is_not_answered_yet_and_the_solution_in_it_is_right(exercise):
    text = printed(exec, exercise.stub, {"np": np, "check": engine.check})
    assert " ".join(text.split()) == f"○ {exercise.id} not answered yet: {exercise.open_sentence}"
    text = printed(exec, exercise.solved, {"np": np, "check": engine.check})
    assert text.startswith(f"✓ {exercise.id}  right: ")
    assert engine._session.outcomes == {exercise.id: RIGHT}
    assert f"\n{exercise.code.strip()}\n" in printed(engine.solution, exercise.id)


@pytest.mark.parametrize(
    "body",
    ["...", "pass", '"""Some words."""', "return ...", "return None", "# still\n    ...\n    pass"],
)
def test_an_empty_body_is_not_answered_yet(body):
    for exercise in FUNCTIONS:
        if not exercise.given:
            head = exercise.start.splitlines()[0].replace(exercise.name, "other_name")
            answer = cell(f"{head}\n    {body}\n")["other_name"]
            assert judge(exercise, answer) == (OPEN, exercise.open_sentence)


def test_what_still_holds_dots_is_not_answered_yet():
    for exercise in EXERCISES:
        assert judge(exercise, ...) == (OPEN, exercise.open_sentence)
    for exercise in VALUES:
        if np.ndim(exercise.reference):
            half = [*np.asarray(exercise.reference)[:-1], ...]
            assert judge(exercise, half).outcome == OPEN
    for exercise in FUNCTIONS:
        if exercise.given:
            other = exercise.given.replace(exercise.name, "f").replace("yhat", "q")
            assert judge(exercise, cell(other)["f"]).outcome == OPEN


# --- what means the same is accepted ---


@by_id(VALUES)
def test_a_value_may_come_in_any_form(exercise):
    right = np.asarray(exercise.reference, dtype=float)
    forms = [right, right.astype(np.float32), right.tolist(), np.round(right, 4)]
    forms.append(np.trunc(right * 1e4) / 1e4)  # cut off, not rounded
    if right.ndim == 0:
        number = right.item()
        forms += [np.float64(number), [number], (number,), np.array([number]), np.array([[number]])]
        forms += [Fraction(number), Decimal(number)]
    if right.ndim == 1:
        forms += [
            tuple(right),
            right[:, None],
            [[x] for x in right],
            [np.float64(x) for x in right],
        ]
    if np.all(right == np.round(right)):
        forms += [right.astype(int), right.astype(np.int16), right.astype(int).tolist()]
    for form in forms:
        assert judge(exercise, form).outcome == RIGHT, repr(form)


@by_id(CHOICES)
def test_a_choice_may_be_spelt_carelessly(exercise):
    right = exercise.reference
    forms = [right.upper(), f"  {right} ", right.replace(" ", "  "), f"{right}.", f'"{right}"']
    if ", " in right:
        forms += [tuple(right.split(", ")), right.split(", "), right.replace(", ", " and ")]
    with contextlib.suppress(ValueError):
        forms += [float(right), float(right) + 0.004]
    for form in forms:
        assert judge(exercise, form).outcome == RIGHT, repr(form)


@by_id(FUNCTIONS)
def test_a_result_may_come_in_any_form(exercise):
    reference = exercise.reference
    for change in (
        np.asarray,
        np.float32,
        np.float64,
        lambda r: np.asarray(r).tolist(),
        lambda r: tuple(r) if np.ndim(r) else (r,),
        lambda r: r if np.ndim(r) == 2 else np.reshape(r, (-1, 1)),
    ):
        assert judge(exercise, lambda *a, c=change: c(reference(*a))).outcome == RIGHT

    def single(*arguments):
        given = (a if np.asarray(a).dtype.kind == "i" else np.float32(a) for a in arguments)
        return reference(*given)

    verdict = judge(exercise, single)  # right, or told that float32 is what loses the digits
    assert verdict.outcome == RIGHT or "float32" in verdict.sentence


@by_id(FUNCTIONS)
def test_printing_and_changing_the_arguments_harms_nothing(exercise, capsys):
    def answer(*arguments):
        result = exercise.reference(*arguments)
        print("on my way")
        for argument in arguments:
            if np.ndim(argument):
                argument[:] = 7
        return result

    assert judge(exercise, answer).outcome == RIGHT
    assert judge(exercise, answer).outcome == RIGHT
    assert capsys.readouterr() == ("", "")


def test_what_a_notebook_made_of_numpy_changes_no_verdict(monkeypatch):
    mistakes = {e.id: next(iter(e.known)) for e in EXERCISES}
    monkeypatch.setattr(np, "log2", np.log)
    monkeypatch.setattr(np.linalg, "solve", None)
    broken = np.log2
    with np.errstate(all="raise"):
        for exercise in EXERCISES:
            assert judge(exercise, exercise.reference).outcome == RIGHT
            assert judge(exercise, mistakes[exercise.id][0]).outcome == MISTAKE
    assert np.log2 is broken, "and it is as the notebook left it"


# --- near misses are wrong ---


@by_id(VALUES)
def test_a_value_that_is_nearly_right_is_wrong(exercise):
    size = 1 if "decimals" in exercise.wanted else np.abs(exercise.reference).min() / 5
    for miss in np.multiply((1e-3, -1e-3, 3e-4), max(size, 1)):  # five figures, or four decimals
        assert judge(exercise, np.asarray(exercise.reference) + miss).outcome in (WRONG, MISTAKE)


@by_id(FUNCTIONS)
def test_a_function_that_is_nearly_right_is_wrong(exercise):
    for miss in (1e-3, -1e-3, 1e-4):
        for change in (lambda r, m=miss: r + m, lambda r, m=miss: r * (1 + m)):
            outcome = judge(exercise, lambda *a, c=change: c(exercise.reference(*a))).outcome
            assert outcome in (WRONG, MISTAKE)


CUT = {"p": (0.01, 1), "P": (0.01, 1), "yhat": (0, 0.999), "Q": (0, 0.999)}


@by_id([e for e in FUNCTIONS if CUT.keys() & set(e.arguments)])
def test_weights_left_out_and_probabilities_cut_off_are_seen(exercise):
    for place in (exercise.arguments.index(name) for name in exercise.arguments if name in CUT):
        limits = CUT[exercise.arguments[place]]

        def answer(*a, place=place, limits=limits):
            cut = np.where(np.asarray(a[place]) > 0, np.clip(a[place], *limits), 0)
            return exercise.reference(*a[:place], cut, *a[place + 1 :])

        assert judge(exercise, answer).outcome in (WRONG, MISTAKE), exercise.arguments[place]


@by_id(FUNCTIONS)
def test_right_in_all_cases_but_one_is_wrong_and_says_where(exercise):
    for odd, case in enumerate(exercise.cases):
        calls = iter(range(len(exercise.cases)))

        def answer(*a, odd=odd, calls=calls):
            right = np.asarray(exercise.reference(*a), dtype=float)
            wrong = np.where(np.isinf(right), -9.0, right + 0.25)
            return wrong if next(calls) == odd else right

        verdict = judge(exercise, answer)
        assert verdict.outcome in (WRONG, MISTAKE)
        assert verdict.outcome == MISTAKE or case in verdict.sentence


# --- word for word, on exercises that are made up for it ---


ONE = made_up("one = 3.0", why="It is.")
PAIR = made_up("pair = [1.0, 2.0]")
THREE = made_up("three = [1.0, 2.0, 0.0]")
TABLE = made_up("table = [[1, 0], [0, 1], [1, 0]]")
GUESS = made_up('guess = "below"', choices=("below", "above"), wanted="")
CHOICE = made_up('choice = "one bit"', choices=("one bit", "two bits", "none"), wanted="a guess")
PROBABILITY = made_up("p = 0.25", wanted="a probability")
TWICE = made_up(
    'def twice(x):\n    """Twice x."""\n    return 2 * x',
    cases={"one": (3.0,), "a pair": (np.array([1.0, 2.5]),), "inf": (np.array([np.inf]),)},
)
COLUMN = made_up(
    'def column(x):\n    """The mean."""\n    return x.mean()',
    cases={"two": (np.array([[1.0], [4.0]]),), "three": (np.array([[1.0], [2.0], [6.0]]),)},
)
REPAIRED = made_up(
    "def half(x):\n    return x / 2",
    given="def half(x):\n    return x * 2\n",
    cases={"one": (3.0,)},
    wanted="halves x",
)


@pytest.mark.parametrize(
    ("exercise", "answer", "outcome", "sentence"),
    [
        (ONE, 4, WRONG, "one number, as asked, but not this one."),
        (ONE, [4.5, 4], MISTAKE, "one number was expected, not an array of shape (2,)."),
        (ONE, "3", MISTAKE, "this is text, not a number: leave out quotes and units."),
        (ONE, ["3"], MISTAKE, "this is text, not numbers: leave out quotes and units."),
        (ONE, ["A", "B"], MISTAKE, "this is text, not numbers."),
        (ONE, True, MISTAKE, "this is True or False, not a number: ==, > and < compare."),
        (THREE, [True, False, True], MISTAKE,
         "this is True and False, not numbers: multiply by 1.0 to get 1 and 0."),
        (ONE, {}, MISTAKE, "this is a dict, not a number or an array."),
        (ONE, [{}], MISTAKE, "this is a list that does not hold real numbers only."),
        (ONE, [[1], [2, 3]], MISTAKE,
         "this is a list whose rows differ in length: no array can be made of it."),
        (ONE, None, MISTAKE, "this is None: print shows a number, and hands nothing over."),
        (ONE, (3, 5), MISTAKE,
         "a comma parts two numbers in Python: decimals stand behind a point."),
        (ONE, 3.005, WRONG, "one number, as asked, but not this one."),
        (made_up("x = 0.7219"), 0.7291, MISTAKE, "two digits are exchanged."),
        (made_up("x = 7.219"), 7.2215, MISTAKE,
         "very near, and not the same: carry all digits until the end."),
        (ONE, len, MISTAKE,
         "this is a function, and its result was asked for: call it, with parentheses."),
        (ONE, np.zeros((400, 400)), MISTAKE,
         "this is an array of shape (400, 400), 160,000 numbers: far too many."),
        (PROBABILITY, 1.5, MISTAKE, "a probability lies between 0 and 1, and this does not."),
        (PROBABILITY, 25, MISTAKE, "a percentage: 25. A number from 0 to 1 was meant."),
        (PAIR, [9, 7], WRONG, "an array of shape (2,), as asked, but not this one."),
        (PAIR, [2, 1], MISTAKE, "these are the right numbers in the opposite order: [2, 1]."),
        (THREE, [1, 5, 0], WRONG, "2 of 3 numbers are right; look again at number 2."),
        (THREE, [9, 5, 0], WRONG, "1 of 3 numbers is right; look again at numbers 1, 2."),
        (THREE, [np.nan, 2, 0], WRONG,
         "there is nan: 0 · log 0 gives it, 0/0, inf/inf and the log of a negative number."),
        (THREE, 5, MISTAKE, "an array of shape (3,) was expected, not one number."),
        (THREE, 3, MISTAKE,
         "one number came back, the sum: 3. Each has its own: do not add them up."),
        (THREE, {0: 1, 1: 2, 2: 0}, RIGHT, ""),
        (THREE, {"a": 1, "b": 2, "c": 0}, MISTAKE, "this is a dict, not a number or an array."),
        (TABLE, [[1, 0], [0, 1], [0, 1]], WRONG, "2 of 3 rows are right; look again at row 3."),
        (TABLE, [[1, 0, 1], [0, 1, 0]], MISTAKE, "rows and columns are exchanged."),
        (made_up('f = "10.2"', choices=("10.2", "12.6"), wanted=""), 22, MISTAKE,
         'this is none of the answers to choose from: "10.2" or "12.6".'),
        (CHOICE, 3, MISTAKE, "this is a number, and a word in quotes was expected."),
        (CHOICE, "3 bits", MISTAKE,
         'this is none of the answers to choose from: a guess: "one bit", "two bits" or "none".'),
        (TWICE, 6, MISTAKE,
         "a function was expected, not a number: "
         'hand it over without calling it, check("99.1", twice).'),
        (TWICE, lambda: 6, MISTAKE,
         "the function must accept 1 argument, twice(x); yours is twice()."),
        (TWICE, lambda x: print(2 * x), MISTAKE,
         "twice printed something but returned nothing: return it instead."),
        (TWICE, lambda x: np.mean, MISTAKE,
         "twice returned a function: did you forget the parentheses after it?"),
        (TWICE, lambda x: (2 * x, "bits"), MISTAKE,
         "twice returned 2 things in a tuple, (…, …): hand over the one that was asked for."),
        (TWICE, lambda x: x + 3, WRONG,
         "right on one, but not on a pair.\n"
         "Try it: twice(np.array([1.0, 2.5])) gives [4, 5.5], and should give [2, 5]."),
        (TWICE, lambda x: 0 * x + 7, WRONG,
         "wrong on one.\nTry it: twice(3.0) gives 7, and should give 6."),
        (COLUMN, lambda x: x @ x.T, WRONG,
         "wrong on two: one number was expected, not an array of shape (2, 2). "
         "A square table appears when shapes (m,) and (m, 1) meet.\n"
         "Try it: column(np.array([[1.0], [4.0]])) gives [[1, 4], [4, 16]], and should give 2.5."),
        (COLUMN, lambda x: 2.5, MISTAKE,
         "the result is the same in every case, 2.5. Does it depend on the arguments?"),
    ],
)  # fmt: skip
def test_what_a_wrong_answer_is_told_word_for_word(exercise, answer, outcome, sentence):
    assert judge(exercise, answer) == (outcome, sentence)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('raise ValueError("a\\nb")', "ValueError: a"),
        ("raise KeyError", "KeyError: (it says no more)"),
        ("raise Mute", "Mute: (it says no more)"),
        ('raise ValueError("a " * 101)', f"ValueError: {' '.join('a' * 97)} [...]"),
    ],
)
def test_an_error_is_told_word_for_word(line, told):
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    names = {"Mute": Mute}
    exec(f"def twice(x):\n    {line}", names)
    sentence = f"your code raised {told}\nin line 2 of your code.\nIt was tried on one."
    assert judge(TWICE, names["twice"]) == (RAISED, sentence)


def test_an_endless_loop_that_is_interrupted_ends_in_a_sentence():
    code = "def twice(x):\n    while True:\n        raise KeyboardInterrupt"
    verdict = judge(TWICE, cell(code)["twice"])
    assert verdict == (
        RAISED,
        "your code was interrupted\nin line 3: raise KeyboardInterrupt\n"
        "Does a loop there never end?",
    )


@pytest.mark.parametrize(
    ("exercise", "stub", "solved", "question"),
    [
        (ONE, "one = ...  # the answer", "one = 3.0", "replace the ... with the answer."),
        (CHOICE,
         'choice = ...  # a guess: "one bit", "two bits" or "none"', 'choice = "one bit"',
         'replace the ... with a guess: "one bit", "two bits" or "none".'),
        (GUESS,
         'guess = ...  # "below" or "above"', 'guess = "below"',
         'replace the ... with "below" or "above".'),
        (TWICE,
         'def twice(x):\n    """Twice x."""\n    ...\n\n',
         'def twice(x):\n    """Twice x."""\n    return 2 * x\n\n',
         "replace the ... with the answer."),
        (REPAIRED,
         "def half(x):\n    return x * 2\n\n", "def half(x):\n    return x / 2\n\n",
         "the function still does what it did. Change it so that it halves x."),
    ],
)  # fmt: skip
def test_the_cell_of_an_exercise(exercise, stub, solved, question):
    last = f'\ncheck("99.1", {exercise.name})'
    assert exercise.stub == stub + last
    assert exercise.solved == solved + last
    assert judge(exercise, exercise.unanswered) == (OPEN, question)
    assert judge(exercise, exercise.reference).outcome == RIGHT
