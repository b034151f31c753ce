"""Every way to hand over an array, and every sentence that bad input earns, word for word."""

import inspect
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import lessonlib
from lessonlib import BCE, calibration, entropy, information, information_content, logistic
from lessonlib._checks import are_hard
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
    "finite": ("finite numbers", [-1, -2], [nan, inf, -inf]),
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
REST = {"gradient_descent": (1, 1), "newton": (1,)}  # a rate and how many steps; a ridge


def test_every_public_function_is_tried():
    functions = {name: f for name, f in NAMES.items() if inspect.isfunction(f) and name[0] != "_"}
    ours = {name for name, f in functions.items() if f.__module__.startswith("lessonlib.")}
    assert ours == {*TAKES, "one_hot", "running_example"}


def of_type(dtype):
    """Put an array into another type, unless that has no room for its numbers."""

    def form(a):
        with np.errstate(invalid="ignore"):  # some processors object to a −1 in uint8
            other = a.astype(dtype)
        return other if (other == a).all() else a

    return form


FORMS = {
    "lists": np.ndarray.tolist,
    "tuples": lambda a: tuple(map(tuple, a)) if a.ndim == 2 else tuple(a),
    "column after column": np.asfortranarray,
    "every second": lambda a: np.repeat(a, 2, axis=0)[::2],
    "backwards": lambda a: a[::-1].copy()[::-1],
    "fractions": np.vectorize(Fraction, otypes=[object]),
}
TYPES = [bool, np.uint8, np.int8, int, np.float16, np.float32, ">f8", np.longdouble, object]


@pytest.mark.parametrize("function", TAKES)
def test_every_way_to_hand_over_arrays(function):
    takes = TAKES[function]
    arrays = {name: np.array(KINDS[kind][1], float) for name, kind in takes.items()}
    for array in arrays.values():
        array.flags.writeable = False
    ways = FORMS | {str(dtype): of_type(dtype) for dtype in TYPES}
    given = {way: map(form, arrays.values()) for way, form in ways.items()}
    if takes.get("y") in ("soft", "labels"):
        samples = {name: a[:, None] for name, a in arrays.items() if name in ("y", "yhat", "z")}
        given["columns"] = (arrays | samples).values()

    def numbers(values):
        result = NAMES[function](*values, *REST.get(function, ()))
        assert not isinstance(result, np.generic)  # but a number of Python
        return np.hstack([*map(np.ravel, result if isinstance(result, tuple) else [result])])

    right = numbers(arrays.values())
    for way, values in given.items():
        np.testing.assert_allclose(numbers(values), right, rtol=1e-15, err_msg=way)


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
    for later in reversed(arrays):  # what is named is the first bad value of the first bad array
        if later == name:
            break
        arrays[later][:] = KINDS[TAKES[function][later]][2][0]
    arrays[name][row:] = bad[0]
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
    for a, b, spread in [
        ((4,), (4, 1), "them into a table of shape (4, 4)"),
        ((4, 1), (4,), "them into a table of shape (4, 4)"),
        ((2, 1, 1), (2, 1), "them into an array of shape (2, 2, 1)"),
        ((3,), (), f"{second} into an array of shape (3,)"),
        ((1,), (4,), f"{first} into an array of shape (4,)"),
        ((), (3, 1), f"{first} into an array of shape (3, 1)"),
        ((1, 3), (3,), f"{second} into an array of shape (1, 3)"),
        ((2,), (3, 2), f"{first} into a table of shape (3, 2)"),
        ((3,), (2,), None),
    ]:
        sentence = f"{first} and {second} must have the same shape, but {first} has {a} and "
        sentence += f"{second} has {b}" + (f": numpy would spread {spread}." if spread else ".")
        assert_refused(ValueError, sentence, NAMES[function], np.ones(a), np.ones(b))
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


def rows():
    """(call, error, sentence) of each call in sentences.txt.

    A line holds a call and what it earns; or how a sentence begins, and below it stand calls with
    the ends they earn. Some faults were met in public first, in the threads that a comment names.
    """
    error = start = ""
    text = Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8")
    for line in text.replace("\n    ", " ").splitlines():
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


def test_labels_are_hard_if_each_is_0_or_1():
    hard, soft = [[0.0], [1.0], [1, 0, 1], [[0], [1]]], [[0.5, 1], [1, 0.5], [2, 1], [1, nan]]
    assert [are_hard(np.array(labels)) for labels in hard + soft] == [True] * 4 + [False] * 4
