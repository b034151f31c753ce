"""Every promise of an exercise, derived from its declaration."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import math
import re
import sys
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from lessonlib.exercises import engine
from lessonlib.exercises.comparison import Unreadable, call, kind, numbers, same, words
from lessonlib.exercises.declaration import Exercise, Mistake
from lessonlib.exercises.feedback import say
from lessonlib.exercises.judging import MISTAKE, OPEN, RAISED, RIGHT, WRONG, judge

EXERCISES = list(engine.EXERCISES.values())
FUNCTIONS = [e for e in EXERCISES if e.is_function]
CHOICES = [e for e in EXERCISES if e.choices]
VALUES = [e for e in EXERCISES if not e.is_function and not e.choices]


def by_id(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=lambda e: e.id)


def each(attribute):
    """Parametrise over every mistake, or every equivalent, of every exercise."""
    pairs = [(e, item) for e in EXERCISES for item in getattr(e, attribute)]
    counters: dict[str, int] = {}
    names = []
    for exercise, _ in pairs:
        counters[exercise.id] = counters.get(exercise.id, 0) + 1
        names.append(f"{exercise.id}-{counters[exercise.id]}")
    return pytest.mark.parametrize(("exercise", "item"), pairs, ids=names)


def printed(function, *arguments) -> str:
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen):
        function(*arguments)
    return screen.getvalue()


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    monkeypatch.setattr(engine, "_session", engine.Session())


# --- what is declared ---


@pytest.mark.parametrize("lesson", ["1", "2", "3", "4"])
def test_a_lesson_has_four_to_six_exercises_numbered_from_one(lesson):
    ids = [e.id for e in EXERCISES if e.lesson == lesson]
    assert ids == [f"{lesson}.{k + 1}" for k in range(len(ids))]
    assert 4 <= len(ids) <= 6


@by_id(EXERCISES)
def test_the_declaration_is_complete(exercise):
    assert exercise.wanted or exercise.choices
    assert exercise.why
    assert exercise.deepen
    assert len(exercise.hints) >= 2
    assert all(mistake.sentence.strip().endswith((".", "?")) for mistake in exercise.mistakes)
    assert len(exercise.mistakes) >= 2


@by_id(FUNCTIONS)
def test_a_function_is_tried_beyond_its_first_case(exercise):
    assert len(exercise.probes) >= 2
    assert ast.get_docstring(exercise._last), "the stub shows the docstring"
    sizes = [np.shape(arguments[0]) for arguments in exercise.probes.values()]
    assert np.ndim(exercise.cases[0][1][0]) == 0 or len(set(sizes)) > 1, "another m (or n)"


@by_id(CHOICES)
def test_every_wrong_choice_has_its_sentence(exercise):
    wrong = [choice for choice in exercise.choices if choice != exercise.reference]
    assert sorted(mistake.answer for mistake in exercise.mistakes) == sorted(wrong)


# --- the five outcomes ---


@by_id(EXERCISES)
def test_the_solution_is_right(exercise):
    assert judge(exercise, exercise.reference) == (RIGHT, exercise.deepen)


@each("equivalents")
def test_an_equivalent_is_right(exercise, item):
    assert judge(exercise, item).outcome == RIGHT


@each("mistakes")
def test_a_mistake_earns_its_own_sentence_and_no_other(exercise, item):
    assert judge(exercise, item.answer) == (MISTAKE, item.sentence)


@by_id(EXERCISES)
def test_the_stub_is_not_answered_yet(exercise):
    names = {"np": np, "check": engine.check}
    text = printed(exec, exercise.stub, names)
    assert text.startswith(f"{exercise.id}  not answered yet: ")
    assert " ".join(text.split()) == f"{exercise.id} not answered yet: {exercise.open_sentence}"


@by_id(EXERCISES)
def test_the_stub_with_the_solution_in_it_is_right(exercise):
    text = printed(exec, exercise.solved, {"np": np, "check": engine.check})
    assert text.startswith(f"{exercise.id}  right: ")
    assert engine._session.outcomes == {exercise.id: RIGHT}


@by_id(EXERCISES)
def test_solution_shows_the_code_that_was_tested(exercise):
    text = printed(engine.solution, exercise.id)
    assert f"\n{exercise.code.strip()}\n" in text
    assert exercise.code.strip() in exercise.solved


@pytest.mark.parametrize(
    "body",
    ["...", "pass", '"""Some words."""', "return ...", "return None", "# still\n    ...\n    pass"],
)
@by_id([e for e in FUNCTIONS if not e.given])
def test_an_empty_body_is_not_answered_yet(exercise, body):
    head = exercise.start.splitlines()[0].replace(exercise.name, "other_name")
    names: dict = {}
    exec(f"{head}\n    {body}\n", names)
    assert judge(exercise, names["other_name"]) == (OPEN, exercise.open_sentence)


@by_id(EXERCISES)
def test_three_dots_are_not_answered_yet(exercise):
    assert judge(exercise, ...) == (OPEN, exercise.open_sentence)


@by_id([e for e in VALUES if np.ndim(e.reference)])
def test_a_half_filled_list_is_not_answered_yet(exercise):
    assert judge(exercise, [*np.asarray(exercise.reference)[:-1], ...]).outcome == OPEN


@by_id([e for e in FUNCTIONS if e.given])
def test_a_given_function_with_other_names_is_still_not_answered(exercise):
    names = {"np": np}
    exec(exercise.given.replace(exercise.name, "f").replace("yhat", "q"), names)
    assert judge(exercise, names["f"]).outcome == OPEN


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
    for form in (right.upper(), f"  {right} ", right.replace(" ", "  "), f"{right}.", f'"{right}"'):
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


@by_id(FUNCTIONS)
def test_a_function_may_be_called_in_single_precision(exercise):
    def answer(*arguments):
        single = (a if np.asarray(a).dtype.kind == "i" else np.float32(a) for a in arguments)
        return exercise.reference(*single)

    assert judge(exercise, answer).outcome == RIGHT


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


# --- near misses are wrong ---


@by_id(VALUES)
@pytest.mark.parametrize("miss", [1e-3, -1e-3, 3e-4])
def test_a_value_that_is_nearly_right_is_wrong(exercise, miss):
    assert judge(exercise, np.asarray(exercise.reference) + miss).outcome in (WRONG, MISTAKE)


@by_id(FUNCTIONS)
@pytest.mark.parametrize("miss", [1e-3, -1e-3, 1e-4])
def test_a_function_that_is_nearly_right_is_wrong(exercise, miss):
    for near in (lambda r: r + miss, lambda r: r * (1 + miss)):
        outcome = judge(exercise, lambda *a, n=near: n(exercise.reference(*a))).outcome
        assert outcome in (WRONG, MISTAKE)


@by_id(FUNCTIONS)
def test_right_in_all_cases_but_one_is_wrong(exercise):
    for odd, (case, _) in enumerate(exercise.cases):
        calls = iter(range(len(exercise.cases)))

        def answer(*a, odd=odd, calls=calls):
            right = np.asarray(exercise.reference(*a))
            return np.where(np.isinf(right), 9.0, right + 0.25) if next(calls) == odd else right

        verdict = judge(exercise, answer)
        assert verdict.outcome == WRONG
        assert case in verdict.sentence


@by_id(FUNCTIONS)
def test_right_on_the_first_case_only_is_wrong_and_says_where(exercise):
    first = exercise.reference(*exercise.cases[0][1])
    verdict = judge(exercise, lambda *a: first)
    assert verdict.outcome == WRONG
    assert any(case in verdict.sentence for case, _ in exercise.cases[1:])


# --- the numbers that the sentences quote are true ---


def quoted(sentence):
    """The numbers that a sentence claims for the learner's own result."""
    patterns = [r"came out as ([−]?\d+\.\d+|inf)", r"([−]?\d+\.\d+) for the (?:four rows|four)\b"]
    found = [n for pattern in patterns for n in re.findall(pattern, sentence)]
    return [float(n.replace("−", "-")) for n in found]


@each("mistakes")
def test_a_sentence_quotes_what_the_mistake_gives(exercise, item):
    if exercise.choices:
        return
    if not exercise.is_function:
        own = re.match(r"([−]?\d+\.\d+) (?:is|comes|bits)", item.sentence)
        if own:
            assert float(own[1]) == item.answer
        return
    results = [call(item.answer, arguments).value for _, arguments in exercise.cases]
    flat = np.concatenate([np.ravel(result) for result in results])
    for number in quoted(item.sentence.replace("0.5220 is right", "")):
        assert np.any(np.isclose(flat, number, rtol=0, atol=6e-5)), number


# What learners get on the four rows when they slip, to six decimals.
SLIPS = [
    0.361830, 2.088040, 1.447319, 0.157141, 0.628563, -0.522010, -0.361830, 0.209125, 0.312885,
    0.973849, 1.536733, -0.103759, -1.805598, np.inf, 6.976049, 14.948821, 4.602914, 1.150728,
    0.261005, 1.044020, 0.514573, 1.779447, 0.916709, 0.635414, 0.743586, 0.515414, 0.863865,
    0.095, 0.30, 0, 0.070171, 0.168251, 0.2352, 0.696401, 1.435954, 0.696013, 0.250801, 0.753101,
    -2.133206,
]  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_writing_bce_meets_every_known_slip(slip):
    exercise = engine.EXERCISES["4.1"]
    four_rows = exercise.probes["the four rows of the lesson"]
    with np.errstate(all="ignore"):
        results = [np.asarray(mistake.answer(*four_rows)) for mistake in exercise.mistakes]
    assert any(r.size == 1 and np.isclose(r, slip, rtol=0, atol=6e-7) for r in results)


# --- an unknown wrong answer is told about its form ---


def told(exercise_id, answer):
    return judge(engine.EXERCISES[exercise_id], answer)


@pytest.mark.parametrize(
    ("exercise_id", "answer", "words"),
    [
        ("1.1", None, "None"),
        ("1.1", "3", "leave out quotes and units"),
        ("1.1", True, "multiply by 1.0"),
        ("1.1", len, "call it"),
        ("1.1", {3}, "this is a set"),
        ("1.1", 3j, "real numbers"),
        ("1.1", [3, 3], "one number was expected, not an array of shape (2,)"),
        ("1.1", float("nan"), "nan"),
        ("1.1", float("inf"), "logarithm of 0"),
        ("1.3", 0.72, "four decimals"),
        ("1.3", 0.9, "the value is not"),
        ("2.1", [0.5146, 0.7370, 0.5146, 0.3219], "another order"),
        ("2.1", [0.3219, 0.5146, 0.9, 0.9], "2 of 4 numbers are right; look again at numbers 3, 4"),
        ("2.1", [[1, 2], [3]], "rows differ in length"),
        ("2.1", [[0.3219, 0.5146, 0.7370, 0.5146]], "not an array of shape (1, 4)"),
        ("1.4", [[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0]], "2 of 4 rows are right"),
        ("1.4", [[0, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]], "look again at row 3"),
        ("2.3", "lower", "none of the answers"),
        ("2.3", 3, "in quotes"),
        ("3.1", 23.52, "percentage"),
        ("4.1", 0.522, "without calling it"),
        ("4.1", lambda y: 0.5, "must accept 2 arguments, BCE(y, yhat); yours is BCE(y)"),
        ("4.1", lambda yhat, y: 0.5, "in the order BCE(y, yhat); yours is BCE(yhat, y)"),
        ("4.1", lambda y, yhat: [].append(y), "did you forget `return`"),
        ("4.1", lambda y, yhat: print(0.5), "printed something but returned nothing"),
        ("4.1", lambda y, yhat: np.mean, "parentheses"),
        ("4.1", lambda y, yhat: "0.5", "text"),
        ("4.1", lambda y, yhat: np.nan, "0 · log 0"),
        ("1.2", lambda p: p * np.inf, "−inf"),
        ("4.1", lambda y, yhat: y @ yhat.T, "shapes (m,) and (m, 1)"),
        ("4.1", lambda y, yhat: 3 * judge_bce(y, yhat), "same factor, 3"),
        ("4.1", lambda y, yhat: 9.0, "Try it: BCE(np.array([[1], [0], [0], [1]]), "),
        ("4.1", lambda y, yhat: 0.5220100086782713, "right on the four rows of the lesson, but"),
    ],
)  # fmt: skip
def test_what_an_unknown_wrong_answer_is_told(exercise_id, answer, words):
    verdict = told(exercise_id, answer)
    assert verdict.outcome == WRONG
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("exercise_id", "answer", "tip"),
    [
        ("1.2", lambda p: -math.log2(p), "np.log2 takes an array"),
        ("1.2", lambda p: [-np.log2(x) for x in p], "no parts to loop over"),
        ("4.1", lambda y, yhat: -np.log2(yhat).mean + 0, "parentheses"),
        ("4.1", lambda y, yhat: 1 if y == 1 else 0, "np.where takes a whole array"),
        ("4.1", lambda y, yhat: y @ yhat, "row by row"),
        ("4.1", lambda y, yhat: np.log(yhat, 2), "np.log takes no base"),
        ("4.5", lambda y, yhat: sum(math.log2(p) for p in yhat.ravel()), "functions of math"),
    ],
)
def test_a_common_error_comes_with_a_tip(exercise_id, answer, tip):
    verdict = told(exercise_id, answer)
    assert verdict.outcome == RAISED
    assert tip in verdict.sentence


def test_one_factor_is_not_taken_for_two_slips():
    right = engine.EXERCISES["3.2"].reference
    verdict = told("3.2", lambda y, yhat: right(y, yhat) * np.log(2))
    assert verdict == (WRONG, "the size is off by ln 2 = 0.6931, the step from bits to nats: "
                              "natural logarithms.")  # fmt: skip


def test_one_number_times_a_factor_is_not_taken_for_two_slips():
    assert told("1.1", 0.125 * np.log(2)).outcome == WRONG
    with np.errstate(all="ignore"):
        verdict = told("4.1", lambda y, yhat: np.mean(np.log2(y) - np.log2(yhat)))
    assert "there is inf" in verdict.sentence  # −inf is no inf with its sign reversed


def test_the_first_case_that_fails_is_the_one_told_about():
    def two_classes_only(p, q):
        return -sum(p[i] * np.log2(q[i]) for i in range(2))  # nan further down

    sentence = told("1.6", two_classes_only).sentence
    assert "right on p = (1, 0) and q = (0.8, 0.2), but not on a soft p" in sentence
    assert "nan" not in sentence


def judge_bce(y, yhat):
    return engine.EXERCISES["4.1"].reference(y, yhat)


def test_two_slips_at_once_are_both_named():
    verdict = told("4.1", lambda y, yhat: np.mean(y * np.log(yhat)))
    assert verdict.outcome == MISTAKE
    assert "only the rows with label 1 pay" in verdict.sentence
    assert "sign is reversed" in verdict.sentence
    assert "nats" in verdict.sentence


def test_an_error_is_told_with_its_line_and_without_ours():
    def broken(y, yhat):
        return y / 0 + undefined  # noqa: F821

    verdict = told("4.1", broken)
    assert verdict.outcome == RAISED
    assert "your code raised NameError: name 'undefined' is not defined" in verdict.sentence
    assert "return y / 0 + undefined" in verdict.sentence
    assert "the four rows of the lesson" in verdict.sentence
    assert "lessonlib" not in verdict.sentence


def test_an_error_in_a_helper_shows_the_learners_line_not_numpys():
    def helper(p):
        return np.concatenate(p, axis=9)

    verdict = told("1.2", lambda p: helper([[p]]))
    assert "return np.concatenate(p, axis=9)" in verdict.sentence


def test_an_error_in_a_numpy_function_shows_no_line():
    verdict = told("4.1", np.stack)
    assert verdict.outcome == RAISED
    assert "in line" not in verdict.sentence
    assert verdict.sentence.splitlines()[1:] == ["It was tried on the four rows of the lesson."]


def test_exit_is_told_and_an_interrupt_passes():
    assert told("1.2", lambda p: exit()).outcome == RAISED
    with pytest.raises(KeyboardInterrupt):
        told("1.2", _interrupted)


def _interrupted(p):
    raise KeyboardInterrupt


# --- what the cells call ---


def test_hints_grow_more_telling_and_the_last_one_stays():
    exercise = engine.EXERCISES["1.1"]
    texts = [printed(engine.hint, "1.1") for _ in range(4)]
    for number, text in enumerate(texts[:3]):
        assert text.startswith(f"1.1  hint {number + 1} of 3: ")
        assert exercise.hints[number].split()[-1] in text
    assert texts[3] == texts[2]
    assert 'solution("1.1")' in texts[2]


def test_progress_shows_the_lessons_met():
    assert printed(engine.progress) == "No exercise has been checked in this kernel yet.\n"
    for exercise_id, answer in [
        ("2.3", "below"),
        ("2.4", ...),
        ("2.1", 9),
        ("2.2", lambda P, Q: 1 / 0),
    ]:
        printed(engine.check, exercise_id, answer)
    lines = printed(engine.progress).splitlines()
    assert lines[0] == "Lesson 02: 1 of 6 right"
    assert [line.split("  ")[-1] for line in lines[1:]] == [
        "not yet", "raised an error", "right", "not answered yet", "not met yet", "not met yet",
    ]  # fmt: skip


@pytest.mark.parametrize("function", [lambda i: engine.check(i, 3), engine.hint, engine.solution])
@pytest.mark.parametrize(
    ("exercise_id", "words"),
    [
        ("1.9", "There is no exercise '1.9'. There are 1.1, 1.2, "),
        ("nonsense", "There is no exercise 'nonsense'."),
        (1.2, 'The exercise\'s number comes first, in quotes, for example "1.2".'),
        (None, "in quotes"),
    ],
)
def test_an_unknown_exercise_is_told_which_there_are(function, exercise_id, words):
    assert words in printed(function, exercise_id)
    assert engine._session.outcomes == {}


@each("mistakes")
def test_feedback_fits_the_width_of_a_cell(exercise, item):
    text = printed(engine.check, exercise.id, item.answer)
    assert text.startswith(f"{exercise.id}  not yet: ")
    assert max(map(len, text.splitlines())) <= 90
    assert "\0" not in text


def test_reading_and_comparing_agree_on_columns():
    assert same(numbers([[1], [2]]), numbers((1.0, 2.0)), rtol=0, atol=0)
    assert not same(numbers([[1, 2]]), numbers([1, 2]), rtol=0, atol=0)


def test_a_large_typed_value_has_no_more_room_than_a_small_one():
    assert same(numbers(1000.0001), numbers(1000), rtol=0.0, atol=1.001e-4)
    assert not same(numbers(1000.001), numbers(1000), rtol=0.0, atol=1.001e-4)


def test_up_to_a_thousand_numbers_of_other_kinds_are_read():
    assert numbers([Decimal("0.5")] * 1000).tolist() == [0.5] * 1000
    with pytest.raises(Unreadable, match=r"^a list that does not hold real numbers only\.$"):
        numbers([Decimal("0.5")] * 1001)


# --- word for word, on exercises that are made up for it ---


def declared(code, **more):
    texts = {"why": "", "deepen": "", "hints": ["Look.", "Look again."], "wanted": "the answer"}
    return Exercise(id="9.1", code=code, mistakes=[], **texts | more)


ONE = declared("one = 3.0", why="It is.")
PAIR = declared("pair = [1.0, 2.0]")
THREE = declared("three = [1.0, 2.0, 0.0]")
TABLE = declared("table = [[1, 0], [0, 1], [1, 0]]")
GUESS = declared('guess = "below"', choices=("below", "above"), wanted="")
CHOICE = declared('choice = "one bit"', choices=("one bit", "two bits", "none"), wanted="a guess")
TWICE = declared(
    'def twice(x):\n    """Twice x."""\n    return 2 * x',
    probes={"one": (3.0,), "a pair": (np.array([1.0, 2.5]),), "inf": (np.array([np.inf]),)},
)
REPAIRED = declared(
    "def half(x):\n    return x / 2",
    given="def half(x):\n    return x * 2\n",
    probes={"one": (3.0,)},
    wanted="halves x",
)


def head(length, n):
    """An exercise for the first n of the numbers from 1 to length."""
    code = 'def head(x, n):\n    """The first n."""\n    return x[:n]'
    return declared(code, probes={"some numbers": (np.arange(1.0, length + 1), n)})


@pytest.mark.parametrize(
    ("exercise", "answer", "sentence"),
    [
        (ONE, 4, "the form is right, the value is not."),
        (ONE, [4, 4], "one number was expected, not an array of shape (2,)."),
        (ONE, 3.02, "close, and not the same to four decimals. Was it rounded too early?"),
        (ONE, "3", "this is text, not a number: leave out quotes and units."),
        (ONE, ["3"], "this is text, not numbers: leave out quotes and units."),
        (ONE, True, "this is True and False, not numbers: multiply by 1.0 to get 1 and 0."),
        (ONE, {}, "this is a dict, not a number or an array."),
        (ONE, [{}], "this is a list that does not hold real numbers only."),
        (ONE, [[1], [2, 3]],
         "this is a list whose rows differ in length: no array can be made of it."),
        (ONE, len, "this is a function, and its result was asked for: call it, with parentheses."),
        (PAIR, [3, 6], "every number is off by the same factor, 3."),
        (PAIR, [-1, -2], "the sign is reversed: look for the minus sign."),
        (PAIR, [0, 0], "the form is right, the value is not."),
        (THREE, [1, 5, 0], "2 of 3 numbers are right; look again at number 2."),
        (THREE, [9, 5, 0], "1 of 3 numbers is right; look again at numbers 1, 2."),
        (THREE, [2, 0, 1], "these are the right numbers, in another order."),
        (THREE, [7, 8, 9], "the form is right, the value is not."),
        (THREE, [3, 6, 0], "every number is off by the same factor, 3."),
        (THREE, [3, 6, 1], "the form is right, the value is not."),
        (THREE, [1, 2.01, 5e-4],
         "close, and not the same to four decimals. Was it rounded too early?"),
        (THREE, [np.nan, 2, 0],
         "there is nan. 0 · log 0 gives nan, as do 0/0, inf/inf and the log of a negative "
         "number."),
        (THREE, [np.inf, 2, 0], "there is inf. The logarithm of 0 is −inf, and 1/0 is inf."),
        (THREE, 5, "an array of shape (3,) was expected, not one number."),
        (THREE, [[1, 2, 0]], "an array of shape (3,) was expected, not an array of shape (1, 3)."),
        (THREE, np.ones((3, 3)),
         "an array of shape (3,) was expected, not an array of shape (3, 3). "
         "A square table appears when shapes (m,) and (m, 1) meet."),
        (TABLE, np.ones((3, 3)),
         "an array of shape (3, 2) was expected, not an array of shape (3, 3)."),
        (TABLE, [[0, 1], [1, 0], [0, 1]], "the form is right, the value is not."),
        (TABLE, [[1, 0], [0, 1], [0, 1]], "2 of 3 rows are right; look again at row 3."),
        (CHOICE, 3, "this is a number, and a word in quotes was expected."),
        (CHOICE, "3 bits",
         'this is none of the answers to choose from: a guess: "one bit", "two bits" or "none".'),
        (TWICE, 6,
         "a function was expected, not a number: "
         'hand it over without calling it, check("9.1", twice).'),
        (TWICE, lambda: 6,
         "the function must accept 1 argument, twice(x); yours is twice()."),
        (TWICE, lambda x: [].append(x), "twice returned nothing (None): did you forget `return`?"),
        (TWICE, lambda x: print(2 * x), "twice printed something but returned nothing: "
                                        "return it instead."),
        (TWICE, lambda x: np.mean,
         "twice returned a function: did you forget the parentheses after it?"),
        (TWICE, lambda x: "6", "twice returned text, not a number: leave out quotes and units."),
        (TWICE, lambda x: x + 3,
         "right on one, but not on a pair.\n"
         "Try it: twice(np.array([1.0, 2.5])) gives [4, 5.5]."),
        (TWICE, lambda x: 0 * x + 7, "wrong on one.\nTry it: twice(3) gives 7."),
        (TWICE, lambda x: -0.0, "wrong on one.\nTry it: twice(3) gives 0."),
        (TWICE, lambda x: 6 * x,
         "right on inf, but not on one: every number is off by the same factor, 3.\n"
         "Try it: twice(3) gives 18."),
        (TWICE, lambda x: np.minimum(6 * x, 99), "wrong on one.\nTry it: twice(3) gives 18."),
        (TWICE, lambda x: 2 * x + 1e-3,
         "right on inf, but not on one: close, and not the same. "
         "Is something rounded too early, or a small number added?\n"
         "Try it: twice(3) gives 6.001."),
        (head(6, 6), lambda x, n: x[:n] + 4,
         "wrong on some numbers.\n"
         "Try it: head(np.array([1, 2, 3, 4, 5, 6]), 6) gives [5, 6, 7, 8, 9, 10]."),
        (head(7, 7), lambda x, n: x[:n] + 4, "wrong on some numbers."),
        (head(11, 1), lambda x, n: 9,
         "wrong on some numbers.\n"
         "Try it: head(np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), 1) gives 9."),
        (head(12, 1), lambda x, n: 9, "wrong on some numbers.\nYour result there: 9."),
        (head(2, 2), lambda n, x: 9,
         "the arguments come in the order head(x, n); yours is head(n, x)."),
        (head(2, 2), lambda x: 9,
         "the function must accept 2 arguments, head(x, n); yours is head(x)."),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_word_for_word(exercise, answer, sentence):
    assert judge(exercise, answer) == (WRONG, sentence)


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


def test_two_slips_show_in_two_numbers():
    exercise = declared("pair = [1.0, 2.0]")
    exercise.mistakes.append(Mistake([2.0, 1.0], "Reversed."))
    assert judge(exercise, [-2, -1]) == (
        MISTAKE, "Reversed. And a second thing: the sign is reversed: look for the minus sign."
    )  # fmt: skip


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
         "the function is still as it was given. Change it so that it halves x."),
    ],
)  # fmt: skip
def test_the_cell_of_an_exercise(exercise, stub, solved, question):
    last = f'\ncheck("9.1", {exercise.name})'
    assert exercise.stub == stub + last
    assert exercise.solved == solved + last
    assert judge(exercise, exercise.unanswered) == (OPEN, question)
    assert judge(exercise, exercise.reference).outcome == RIGHT


def test_what_the_cells_print_word_for_word(monkeypatch):
    monkeypatch.setitem(engine.EXERCISES, "9.1", ONE)
    assert printed(engine.check, "9.1", 4) == (
        '9.1  not yet: the form is right, the value is not.\n     hint("9.1") helps.\n'
    )
    assert printed(engine.hint, "9.1") == "9.1  hint 1 of 2: Look.\n"
    assert printed(engine.hint, "9.1") == (
        '9.1  hint 2 of 2: Look again. That is the last hint; solution("9.1") shows the code.\n'
    )
    assert printed(engine.solution, "9.1") == (
        "9.1  a solution:\n\none = 3.0\n\n9.1  why: It is.\n"
    )
    assert printed(engine.hint, 9.1) == (
        'The exercise\'s number comes first, in quotes, for example "1.2".\n'
    )


def test_a_long_message_hangs_under_its_number_and_keeps_quotations_whole():
    text = printed(say, "9.1", "word " * 16 + '"a quoted one" and more.\nA second line.')
    assert text.splitlines() == [
        "9.1  " + " ".join(["word"] * 16),
        '     "a quoted one" and more.',
        "     A second line.",
    ]


def test_half_a_letter_is_shown_as_a_question_mark():
    assert printed(say, "9.1", "odd \ud800 text") == "9.1  odd ? text\n"


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


@pytest.mark.parametrize(
    ("choice", "read"),
    [("(4, 4)", "4 4"), ((4, 4), "4 4"), (["A", 1], "a 1"), ("A—b!", "a b")],
)
def test_a_choice_is_read_without_its_brackets_and_capitals(choice, read):
    assert words(choice) == read


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
    assert judge(PAIR, Unruly()) == (WRONG, "this is an Unruly that cannot be read as numbers.")
    assert type(numbers(np.ma.array([1.0, 2.0]))) is np.ndarray


def test_a_call_is_quiet_and_leaves_nothing_behind():
    def answer(x):
        print("a", file=sys.stdout)
        sys.stderr.write("b")
        warnings.warn("c", stacklevel=1)
        return 2 * x

    async def never_run(x):
        return x

    with np.errstate(all="raise"), warnings.catch_warnings(record=True) as caught:
        assert judge(TWICE, answer).outcome == RIGHT
        assert call(np.log, (0.0,)).value == -np.inf
        assert inspect.getcoroutinestate(call(never_run, (3,)).value) == inspect.CORO_CLOSED
    assert caught == []
