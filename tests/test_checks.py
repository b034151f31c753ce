"""Every sentence that bad input earns, word for word."""

import inspect
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import lessonlib
from lessonlib import BCE, calibration, entropy, information, information_content, logistic, sigmoid
from lessonlib._checks import are_hard, real_numbers
from lessonlib._logs import NUMBERS

pytestmark = pytest.mark.filterwarnings("error")

nan, inf = float("nan"), float("inf")
HALVES = [0.5, 0.5]
NAMES = {"Decimal": Decimal} | {
    name: value
    for module in (information, logistic, calibration, lessonlib)
    for name, value in vars(module).items()
}


def assert_refused(error, sentence, function, *arguments):
    """The arguments earn this sentence and no other; if it ends in …, one that begins so."""
    with pytest.raises(error) as caught:
        function(*arguments)
    assert type(caught.value) is error
    said, start = str(caught.value), sentence.removesuffix("…")
    assert said == start or (sentence != start and said.startswith(start))
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


# What an array must hold, one that does, and numbers that it must not hold.
PROBABILITIES = "probabilities between 0 and 1"
NO_PROBABILITIES = [1.3, -0.1, 2, 1.0000000000000002, -5e-324, nan, inf, -inf]
KINDS = {
    "probabilities": (PROBABILITIES, [0.5, 0.25], NO_PROBABILITIES),
    "rows": (PROBABILITIES, [[0.5, 0.5], [0.25, 0.75]], NO_PROBABILITIES),
    "joint": (PROBABILITIES, [[0.5, 0.25], [0, 0.25]], NO_PROBABILITIES),
    "soft": ("labels 0 or 1 (or soft labels between them)", [1, 0], [2, -1, nan, inf]),
    "labels": ("labels 0 or 1", [1, 0], [2, -1, 0.5, nan, inf]),
    "classes": ("class numbers, whole and from 0 to 1", [1, 0], [2, -1, 0.5, nan, inf]),
    "logits": ("numbers", [-1, 2], [nan]),
    "finite": ("finite numbers", [-1, 2], [nan, inf, -inf]),
    "table": ("finite numbers", [[1, 5], [1, 6]], [nan, inf, -inf]),
}

# What each function takes, in this order.
TAKES = {
    "information_content": "p probabilities",
    "entropy": "p rows",
    "cross_entropy": "p rows, q rows",
    "relative_entropy": "p rows, q rows",
    "jensen_shannon": "p rows, q rows",
    "joint_entropy": "joint joint",
    "conditional_entropy": "joint joint",
    "mutual_information": "joint joint",
    "true_class_probability": "y labels, yhat probabilities",
    "likelihood": "y labels, yhat probabilities",
    "log_likelihood": "y labels, yhat probabilities",
    "negative_log_likelihood": "y labels, yhat probabilities",
    "BCE": "y soft, yhat probabilities",
    "BCE_from_logits": "y soft, z logits",
    "categorical_cross_entropy": "y classes, Q rows",
    "softmax_cross_entropy": "y classes, Z table",
    "softmax": "Z table",
    "sigmoid": "z logits",
    "logit": "p probabilities",
    "with_intercept": "x finite",
    "gradient": "X table, y labels, weights finite",
    "hessian": "X table, weights finite",
    "newton": "X table, y labels",
    "gradient_descent": "X table, y labels",
    "reliability": "y labels, yhat probabilities",
    "temperature": "y labels, z finite",
}
TAKES = {
    name: dict(part.split() for part in arguments.split(", ")) for name, arguments in TAKES.items()
}
REST = {"gradient_descent": (1, 1)}  # a rate, and how many steps


def test_every_public_function_is_tried():
    functions = {name: f for name, f in NAMES.items() if inspect.isfunction(f) and name[0] != "_"}
    ours = {name for name, f in functions.items() if f.__module__.startswith("lessonlib.")}
    assert ours == {*TAKES, "one_hot", "running_example"}


@pytest.mark.parametrize(
    ("function", "name"), [(function, name) for function in TAKES for name in TAKES[function]]
)
def test_what_an_argument_must_not_hold(function, name):
    good = {other: KINDS[held][1] for other, held in TAKES[function].items()}
    kind = TAKES[function][name]
    wanted, _, bad_numbers = KINDS[kind]
    place = f"{name}[1]" if np.ndim(good[name]) == 1 else f"{name}[1, 1]"

    def earns(error, sentence, value):
        given = *(good | {name: value}).values(), *REST.get(function, ())
        assert_refused(error, f"{name} {sentence}", NAMES[function], *given)

    for bad in [*bad_numbers, "low", None, 1j]:
        holds = np.array(good[name], dtype=object)
        holds.flat[-1] = bad
        if bad in bad_numbers:
            number = repr(float(bad)).removesuffix(".0")
            earns(ValueError, f"must hold {wanted}, but {place} is {number}.", holds)
            earns(ValueError, f"must hold {wanted}, but {place} is {number}.", holds.tolist())
        else:
            earns(TypeError, f"must hold real numbers, but {place} is {bad!r}.", holds.tolist())
    earns(TypeError, f"must hold real numbers, but {name} is None.", None)
    earns(ValueError, "is empty: at least one value is expected.", [])
    sums = {
        "rows": f"must sum to 1 in each row, but {name}[1] sums to 0.5.",
        "joint": "must sum to 1 over the whole table, but it sums to 0.875.",
    }
    if kind in sums:
        earns(ValueError, sums[kind], np.array(good[name]) * [[1], [0.5]])
    ragged = "must be a regular array: its rows differ in length."
    earns(ValueError, ragged, [[1], [0, 1]])
    masked = "must be a plain array, but it is masked: leave out what is hidden."
    earns(TypeError, masked, np.ma.array(good[name], mask=True))
    days = np.full(np.shape(good[name]), np.datetime64("2020-01-01", "ns"))
    first = place.replace("1", "0")
    earns(TypeError, f"must hold real numbers, but {first} is …", days)


SUMS = ["cross_entropy", "log_likelihood", "negative_log_likelihood", "BCE", "BCE_from_logits"]
SUMS += ["categorical_cross_entropy", "softmax_cross_entropy"]


@pytest.mark.parametrize("row", [NUMBERS - 1, NUMBERS, 123_455])
@pytest.mark.parametrize(("function", "name"), [(f, name) for f in SUMS for name in TAKES[f]])
def test_the_place_of_a_value_is_that_in_the_whole_array(function, name, row):
    good = {other: np.array(KINDS[kind][1]) for other, kind in TAKES[function].items()}
    arrays = {k: np.resize(a, (123_457, *a.shape[1:])).astype(float) for k, a in good.items()}
    wanted, _, bad = KINDS[TAKES[function][name]]
    arrays[name][row:] = bad[0]  # the first of several is named
    index = f"{row}, 0" if arrays[name].ndim == 2 else row
    number = repr(float(bad[0])).removesuffix(".0")
    sentence = f"{name} must hold {wanted}, but {name}[{index}] is {number}."
    assert_refused(ValueError, sentence, NAMES[function], *arrays.values())


@pytest.mark.parametrize(
    "function", [f for f in TAKES if "base" in inspect.signature(NAMES[f]).parameters]
)
def test_bases(function):
    good = [KINDS[kind][1] for kind in TAKES[function].values()]
    sentence = "base must be one number above 1, such as 2 or np.e, but it is"
    almost = Fraction(10**20 + 1, 10**20)
    for base in [1, 1.0, 0, -2, nan, inf, np.float64(0.5), Fraction(1, 2), almost]:
        number = repr(float(base)).removesuffix(".0")
        assert_refused(ValueError, f"{sentence} {number}.", NAMES[function], *good, base)
    assert_refused(ValueError, f"{sentence} 1000000…", NAMES[function], *good, 10**400)
    for base in ["e", None, [2, 3], 2j, "x" * 99]:
        assert_refused(TypeError, f"{sentence} {base!r:.60}.", NAMES[function], *good, base)


@pytest.mark.parametrize(
    "function", [f for f in TAKES if set(TAKES[f]) in ({"y", "yhat"}, {"y", "z"}, {"p", "q"})]
)
def test_arrays_that_numpy_would_spread_are_refused(function):
    first, second = TAKES[function]
    for a, b, table in [
        ((4,), (4, 1), (4, 4)),
        ((4, 1), (4,), (4, 4)),
        ((3,), (), (3,)),
        ((2,), (3, 2), (3, 2)),
        ((3,), (2,), None),
    ]:
        sentence = f"{first} and {second} must have the same shape, but {first} has {a} and "
        spread = f": numpy would spread them into a table of shape {table}." if table else "."
        arrays = np.ones(a), np.ones(b)
        assert_refused(ValueError, f"{sentence}{second} has {b}{spread}", NAMES[function], *arrays)
    if first == "y":
        one = "y must hold one number a sample, shape (m,) or (m, 1), but its shape is"
        for shape in [(2, 2), (2, 1, 1)]:
            sentence = f"{one} {shape}; for rows of probabilities use cross_entropy."
            assert_refused(ValueError, sentence, NAMES[function], np.ones(shape), np.ones(shape))


ROWS = [[0.5, 0.25, 0.25], [0, 1, 0]]
X, Y = [[1, 5], [1, 6], [1, 7]], [0, 1, 0]  # three samples, two columns
HEADS = np.r_[1.0, np.zeros(15_999), 1.0]  # sums to 2; each half sums to 1
FAR, RUNAWAY = [[1e200, 1e200]], [[1e200, 1e200], [-1e200, 1e200], [1e200, -1e200]]
LONG = np.array([1], dtype=np.longdouble) - np.array([1e-18], dtype=np.longdouble)
SPANS = np.array([1, 0], dtype="m8[ns]")

# A call, and what it earns; or how a sentence begins, and below it calls with the ends they earn.
# Some faults were met in public first, in the threads named.
SENTENCES = """
# one value
ValueError: yhat must hold probabilities between 0 and 1, but …
  BCE(1, 2) → yhat is 2.
  BCE([[1], [0]], [[0.5], [2]]) → yhat[1, 0] is 2.
  BCE([0.5, 1], [0.5, 1.3]) → yhat[1] is 1.3.
sigmoid(nan) → ValueError: z must hold numbers, but z is nan.
sigmoid("0") → TypeError: z must hold real numbers, but z is '0'.
BCE([1, 0], np.array([0.5, 1j])) → TypeError: yhat must hold real numbers, but yhat[0] is (0.5+0j).
TypeError: p must hold real numbers, but p is …
  information_content({0.5}) → {0.5}.
  information_content("x" * 99) → 'xxxxxxxxxxx…
# what is no number (scipy 6160, scikit-learn 10590)
BCE([0, np.ma.masked], [0, 1])
    → TypeError: y must be a plain array, but it is masked: leave out what is hidden.
one_hot(np.ma.array([1, 0, 0], mask=[0, 0, 1]))
    → TypeError: labels must be a plain array, but it is masked: leave out what is hidden.
BCE(SPANS, [0.5, 0.5]) → TypeError: y must hold real numbers, but y[0] is …
sigmoid(SPANS[0]) → TypeError: z must hold real numbers, but z is …
# digits that a float has no room for (numpy 9006, scipy 9339)
ValueError: Z must hold numbers that fit in a float with all their digits, but Z[1] is …
  softmax([2**53, 2**53 + 1]) → 9007199254740993.
  softmax(np.uint64([0, 2**64 - 1])) → 18446744073709551615.
BCE([0], LONG)
    → ValueError: yhat must hold numbers that fit in a float with all their digits, but yhat[0] is …
ValueError: z must hold numbers that fit in a float with all their digits, but …
  sigmoid(10**400) → z is 1000000…
  sigmoid(-(10**5000)) → z is a number of thousands of digits.
  sigmoid([0, Decimal("1e999")]) → z[1] is Decimal('1E+999').
# rows that do not sum to one (scipy 4080), or are none
ValueError: p must sum to 1 in each row, but …
  entropy([0.33, 0.33, 0.33]) → p sums to 0.99.
  entropy([0.5, 0.500002]) → p sums to 1.000002.
  entropy([[0, 1], [0, 0.5], [0, 0]]) → p[1] sums to 0.5.
  entropy(HEADS) → p sums to 2.
  cross_entropy(HEADS, HEADS) → p sums to 2.
ValueError: y must sum to 1 in each row, but …
  categorical_cross_entropy([[1, 0, 0], [1, 1, 0]], ROWS) → y[1] sums to 2.
  softmax_cross_entropy([[0.5, 0.4]], [[0, 1]]) → y[0] sums to 0.9.
ValueError: joint must sum to 1 over the whole table, but it sums to …
  mutual_information([[0.5, 0.500002]]) → 1.000002.
  mutual_information([[0.5, 0.499998]]) → 0.999998.
ValueError: p must be one row of probabilities, shape (n,), or m rows, shape (m, n), but its shape
    is …
  entropy(1.0) → ().
  cross_entropy([[HALVES]], [[HALVES]]) → (1, 1, 2).
ValueError: Z must be one row of scores, shape (n,), or m rows, shape (m, n), but its shape is …
  softmax(3.0) → ().
  softmax(np.zeros((2, 2, 2))) → (2, 2, 2).
conditional_entropy(HALVES)
    → ValueError: joint must be a table, shape (k, n), but its shape is (2,).
# a class number or a row for each row of a table
softmax_cross_entropy([0, 3], ROWS)
    → ValueError: y must hold class numbers, whole and from 0 to 2, but y[1] is 3.
categorical_cross_entropy([[1, 0, 0], [2, -1, 0]], ROWS)
    → ValueError: y must hold probabilities between 0 and 1, but y[1, 0] is 2.
ValueError: y must hold a class number or a distribution for each row of …
  categorical_cross_entropy([0, 1, 2], ROWS) → Q, shape (2,) or (2, 3), but its shape is (3,).
  categorical_cross_entropy([[0], [1]], ROWS) → Q, shape (2,) or (2, 3), but its shape is (2, 1).
  softmax_cross_entropy(1, ROWS) → Z, shape (2,) or (2, 3), but its shape is ().
categorical_cross_entropy([0, 1], HALVES) → ValueError: Q must be a table with a row a sample and a
    column a class, shape (m, n), but its shape is (2,).
softmax_cross_entropy([0, 1], [0, 1]) → ValueError: Z must be a table with a row a sample and a
    column a class, shape (m, n), but its shape is (2,).
# one-hot labels (RDT 120)
ValueError: labels must be a flat, non-empty list, but its shape is …
  one_hot([]) → (0,).
  one_hot("A") → ().
  one_hot([["A"], ["B"]]) → (2, 1).
one_hot([["A"], ["B", "C"]])
    → ValueError: labels must be a regular array: its rows differ in length.
ValueError: classes must be a flat, non-empty list, but its shape is …
  one_hot([0, 1], []) → (0,).
  one_hot([0, 1], 2) → ().
one_hot([0, 1], np.array([0, 1, 1]))
    → ValueError: classes must differ from one another, but they are [0, 1, 1].
ValueError: labels must be among the classes …
  one_hot(["A", "b"], ["A", "B"]) → 'A', 'B', but labels[1] is 'b'.
  one_hot([0, 3, 4], [0, 1]) → 0, 1, but labels[1] is 3.
  one_hot([0, 1], ["0", "1"]) → '0', '1', but labels[0] is 0.
  one_hot([None, "A"], ["A", "B"]) → 'A', 'B', but labels[0] is None.
one_hot([1.0, nan]) → ValueError: labels must equal themselves, as nan does not: labels[1] is nan.
one_hot([1], [1, nan])
    → ValueError: classes must equal themselves, as nan does not: classes[1] is nan.
one_hot([None, "A"]) → TypeError: labels must be all numbers or all text, unless classes names them.
# tables of samples
ValueError: x must have shape (m,) or (m, k), but its shape is …
  with_intercept(5) → ().
  with_intercept([[[1]]]) → (1, 1, 1).
ValueError: X must be a table, shape (m, k), but its shape is …
  gradient([5, 6, 7], Y, [0]) → (3,).
  hessian(5, [0]) → ().
ValueError: y must hold one label a row of X, shape (3,) or (3, 1), but its shape is …
  newton(X, [0, 1]) → (2,).
  gradient(X, [[0, 1, 0]], [0, 0]) → (1, 3).
ValueError: weights must have shape (2,), one weight a column of X, but its shape is …
  gradient(X, Y, [[0], [0]]) → (2, 1).
  hessian(X, [0, 0, 0]) → (3,).
ValueError: X must have linearly independent columns, but …
  newton([[1, 2, 2], [1, 5, 5], [1, 7, 7]], Y)
    → X[:, 2] adds nothing beyond rounding to the columns before it.
  newton([[0, 1], [0, 2], [0, 5]], Y)
    → X[:, 0] adds nothing beyond rounding to the columns before it.
  newton([[1, 2, 3], [1, 3, 5]], [0, 1])
    → X[:, 2] adds nothing beyond rounding to the columns before it.
# numbers out of range
ValueError: X and weights must have products below 1.8e308, but that of row 0 of X is …
  gradient(FAR, [1], [1e200, -1e200]) → inf.
  hessian(FAR, [1e200, -1e200]) → inf.
ValueError: rate must be smaller: step …
  gradient_descent(RUNAWAY, [0, 1, 1], 1e150, 5) → 1 leads beyond 1.8e308.
  gradient_descent(RUNAWAY, [0, 1, 1], 1e308, 1) → 1 leads beyond 1.8e308.
newton([[1e-310], [1e-310], [-1e-310]], [0, 1, 0]) → ValueError: X must hold larger numbers in
    X[:, 0]: the weight of that column is beyond 1.8e308.
newton([[1e300], [1e-300]], [0, 1]) → ValueError: X must hold numbers less than 1e320 times as large
    as one another, but X[1] vanishes beside the largest.
# how far to walk
ValueError: rate must be a number above 0, but it is …
  gradient_descent(X, Y, 0, 1) → 0.
  gradient_descent(X, Y, nan, 1) → nan.
  gradient_descent(X, Y, inf, 1) → inf.
TypeError: rate must be a number above 0, but it is …
  gradient_descent(X, Y, "fast", 1) → 'fast'.
  gradient_descent(X, Y, [1, 2], 1) → [1, 2].
gradient_descent(X, Y, 1, -1) → ValueError: steps must be a whole number, 0 or more, but it is -1.
gradient_descent(X, Y, 1, 1e3)
    → TypeError: steps must be a whole number, 0 or more, but it is 1000.0.
ValueError: batch must be a whole number from 1 to the 3 samples, but it is …
  gradient_descent(X, Y, 1, 1, 4) → 4.
  gradient_descent(X, Y, 1, 1, 0) → 0.
gradient_descent(X, Y, 1, 1, 2.0)
    → TypeError: batch must be a whole number from 1 to the 3 samples, but it is 2.0.
gradient_descent(X, Y, 1, 1, 1, -1)
    → ValueError: seed must be a whole number, 0 or more, but it is -1.
gradient_descent(X, Y, 1, 1, 1, "a")
    → TypeError: seed must be a whole number, 0 or more, but it is 'a'.
gradient_descent(X, Y, 1, 1, None, 0, -1e-9)
    → ValueError: tolerance must be a number, 0 or more, but it is -1e-09.
gradient_descent(X, Y, 1, 1, None, 0, None)
    → TypeError: tolerance must be a number, 0 or more, but it is None.
ValueError: ridge must be a number, 0 or more, but it is …
  newton(X, Y, -1) → -1.
  newton(X, Y, nan) → nan.
  newton(X, Y, inf) → inf.
newton(X, Y, "1") → TypeError: ridge must be a number, 0 or more, but it is '1'.
# separation (statsmodels 1705, 4839)
newton([[-1], [1]], [0, 1]) → SeparationError: the classes are perfectly separated: a combination of
    the columns of X has every label on its right side. The loss falls for ever, and no weights are
    best.
newton(with_intercept([1, 2, 3, 3, 4]), [0, 0, 0, 1, 1]) → SeparationError: the classes are
    quasi-separated: a combination of the columns of X has every label on its right side, but for 2
    on the border (row 2 first). The loss falls for ever, and no weights are best.
newton(with_intercept([0, 1]), [1, 1]) → SeparationError: every label of y is 1: a combination of
    the columns of X has every label on its right side. The loss falls for ever, and no weights are
    best.
newton([[1], [0]], [0, 0]) → SeparationError: every label of y is 0: a combination of the columns of
    X has every label on its right side, but for 1 on the border (row 1 first). The loss falls for
    ever, and no weights are best.
newton(with_intercept([0, 1]), [1, 1], ridge=1) → SeparationError: every label of y is 1: …
# calibration (autogluon 4396, temperature_scaling 20)
ValueError: bins must be a whole number from 1 to a million, but it is …
  reliability([1, 0], HALVES, 0) → 0.
  reliability([1, 0], HALVES, 1_000_001) → 1000001.
  reliability([1, 0], HALVES, 10**30) → 1e+30.
reliability([1, 0], HALVES, 2.5)
    → TypeError: bins must be a whole number from 1 to a million, but it is 2.5.
temperature([1, 0], [0, 0]) → ValueError: z must hold a logit other than 0, but all are 0.
ValueError: z must point towards the labels on the whole, but its sum where y is 1, less that where
    y is 0, is …
  temperature([1, 0, 0], [1, 1, 2]) → -2.
  temperature([1, 0], [2, 2]) → 0.
  temperature([1, 0], [-2, 0]) → -2.
  temperature([1, 0], [-1e308, 1e308]) → -inf.
temperature([1, 0], [2, -3]) → SeparationError: z has every logit on its label's side:
    the colder, the better, and no T is best.
temperature([1, 0], [2, 0]) → SeparationError: z has every logit on its label's side or at 0
    (1 of them): the colder, the better, and no T is best.
temperature([1, 0], [1e300, 1e-300]) → ValueError: z must hold numbers less than 1e320 times as
    large as one another, but z[1] vanishes beside the largest.
"""


def rows():
    """(call, error, sentence) of each call."""
    error = start = ""
    for line in SENTENCES.strip().replace("\n    ", " ").splitlines():
        call, _, said = line.partition(" → ")
        if line.startswith("  "):
            yield call.strip(), error, f"{start} {said}"
        elif said:
            yield call, *said.split(": ", 1)
        elif not line.startswith("#"):
            error, start = line.removesuffix(" …").split(": ", 1)


@pytest.mark.parametrize(("call", "error", "sentence"), [*rows()])
def test_bad_input_earns_its_sentence(call, error, sentence):
    assert_refused(eval(error, NAMES), sentence, eval, call, NAMES | globals())


@pytest.mark.parametrize("off", [-2e-6, 2e-6])
@pytest.mark.parametrize("function", [lessonlib.cross_entropy, lessonlib.relative_entropy])
def test_row_sums_have_room_for_rounding_and_no_more(function, off):
    near, far = [0.5, 0.5 + off / 4], [0.5, 0.5 + off]
    assert function(near, near) == pytest.approx(function(HALVES, HALVES), abs=2e-6)
    with pytest.raises(ValueError, match=r"^q must sum to 1 in each row, but q sums to "):
        function(HALVES, far)


def test_long_float32_rows_sum_to_one():
    # summed in float32, column after column, these miss the tolerance
    row = np.random.default_rng(1).random(200_000, dtype=np.float32)
    rows = np.asfortranarray(np.tile(row / row.sum(dtype=float), (2, 1)), dtype=np.float32)
    naive = np.float32(0) + np.add.accumulate(rows[0])[-1]
    assert abs(naive - 1) > 1e-6
    assert entropy(rows) == pytest.approx(entropy(rows[0]), rel=1e-12)


def test_the_first_bad_value_is_named_in_reading_order():
    with pytest.raises(ValueError, match=r"yhat\[0, 1\] is 7\.$"):
        BCE([[1, 1, 1]], np.asfortranarray([[0.5, 7, -1]]))
    with pytest.raises(ValueError, match=r"p\[0, 1\] is 7\.$"):
        information_content(np.asfortranarray([[0.5, 7], [-1, 0]]))


def test_numbers_of_other_kinds_are_welcome():
    assert BCE([Fraction(1), True], [Fraction(1, 2), 0.5]) == 1.0
    assert information_content(np.array([1, 0.25], dtype=object)).tolist() == [0.0, 2.0]
    assert information_content(np.float16(0.25)) == 2.0
    assert sigmoid(2**70) == 1.0
    assert entropy(HALVES, base=Fraction(4)) == 0.5


def test_an_array_of_float64_is_not_copied():
    array = np.array([0.5, 0.25])
    assert real_numbers("p", array) is array


@pytest.mark.parametrize("labels", [[0.0], [1.0], [0, 0], [1, 0, 1], [[0], [1]]])
def test_labels_are_hard_if_each_is_0_or_1(labels):
    assert are_hard(np.array(labels))


@pytest.mark.parametrize("labels", [[0.5, 1], [1, 0.5], [0, 0.5], [2, 1], [1, nan]])
def test_labels_are_soft_if_one_is_not(labels):
    assert not are_hard(np.array(labels))
