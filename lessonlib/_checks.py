"""Input checks shared by the formulas: what is wrong, where, and what is expected instead."""

import math
from collections.abc import Callable
from decimal import Decimal
from numbers import Integral, Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

NUMBER = (Real, Decimal, np.bool_)
ROW_SUM_TOLERANCE = 1e-6  # room for float32 rows, none for rows typed as .33, .33, .33


def place(name: str, index: tuple[int, ...]) -> str:
    """Name an element the way the learner would index it: ``yhat[2]``, ``q[0, 1]``, ``p``."""
    return f"{name}[{', '.join(map(str, index))}]" if index else name


def shown(value: float) -> str:
    """Write a number in full, so that 1.0000000000000002 is never shown as 1; 2.0 becomes 2."""
    number = nearest_float(value)
    beyond = math.isinf(number) and number != value
    return written(value) if beyond else str(number).removesuffix(".0")


def written(value: object) -> str:
    """Write anything as Python does, but not without end."""
    try:
        return f"{value!r:.60}"
    except ValueError:
        return "a number of thousands of digits"  # Python writes no more than 4300


def nearest_float(value: float) -> float:
    """Return a number as a float; what is beyond 1.8e308 is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def refuse_where(bad: NDArray[np.bool_], name: str, values: NDArray, wanted: str) -> None:
    """Raise a ValueError that shows the first value for which ``bad`` holds."""
    if np.count_nonzero(bad):
        index = tuple(np.argwhere(bad)[0])
        value = shown(values[index])
        raise ValueError(f"{name} must hold {wanted}, but {place(name, index)} is {value}.")


def regular_array(name: str, values: ArrayLike) -> NDArray:
    """Return ``values`` as an array of whatever they are; rows must not differ in length."""
    parts = values if isinstance(values, (list, tuple)) else [values]
    if any(isinstance(part, np.ma.MaskedArray) for part in parts):
        raise TypeError(
            f"{name} must be a plain array, but it is masked: leave out what is hidden."
        )
    try:
        return np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be a regular array: its rows differ in length.") from None


def numbers(name: str, values: ArrayLike) -> NDArray:
    """Return ``values`` as a non-empty array of numbers that float64 holds, in their own type."""
    array = values if type(values) is np.ndarray else regular_array(name, values)
    if array.size == 0:
        raise ValueError(f"{name} is empty: at least one value is expected.")
    kind = array.dtype.kind
    if kind in "biuf" and array.dtype.itemsize <= 8:
        return array
    floats = np.empty(array.shape)
    for index, value in np.ndenumerate(array if kind in "mM" else np.asarray(values, dtype=object)):
        if kind in "mM" or not isinstance(value, NUMBER):
            raise TypeError(
                f"{name} must hold real numbers, but {place(name, index)} is {written(value)}."
            )
        floats[index] = number = nearest_float(value)
        counted = isinstance(value, (Integral, np.longdouble))  # has digits that a float may lack
        if (counted or math.isinf(number)) and number != value == value:
            raise ValueError(
                f"{name} must hold numbers that fit in a float with all their digits, "
                f"but {place(name, index)} is {written(value)}."
            )
    return floats


def real_numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as a non-empty array of float64: sums in float32 would drift."""
    return numbers(name, values).astype(np.float64, copy=False)


def probabilities(
    name: str, values: ArrayLike, wanted: str = "probabilities between 0 and 1"
) -> NDArray[np.float64]:
    """Return ``values`` as floats, all of them in [0, 1]."""
    array = real_numbers(name, values)
    if not (array.min() >= 0 and array.max() <= 1):  # quick, and a nan passes neither
        refuse_where(~((array >= 0) & (array <= 1)), name, array, wanted)
    return array


def exact_numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as floats; whole numbers must not lose digits by it."""
    array = numbers(name, values)
    if array.dtype.kind in "iu" and max(array.max(), -int(array.min())) > 2**53:
        array = numbers(name, array.astype(object))
    return array.astype(np.float64, copy=False)


def logits(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as floats, none of them nan; they may be infinite."""
    array = exact_numbers(name, values)
    refuse_where(np.isnan(array), name, array, "numbers")
    return array


def finite(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as floats, none of them nan or infinite."""
    array = exact_numbers(name, values)
    refuse_where(~np.isfinite(array), name, array, "finite numbers")
    return array


def not_too_far_apart(name: str, table: NDArray) -> None:
    """Refuse a table in which a row, but for zeros, vanishes beside the largest numbers."""
    with np.errstate(under="ignore"):
        seen = np.ldexp(table, -np.frexp(abs(table).max(axis=0))[1])
    lost = np.flatnonzero(table.any(axis=1) & ~seen.any(axis=1))
    if lost.size:
        raise ValueError(
            f"{name} must hold numbers less than 1e320 times as large as one another, but "
            f"{name}[{lost[0]}] vanishes beside the largest."
        )


def hard_labels(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as floats, all of them exactly 0 or 1."""
    array = real_numbers(name, values)
    refuse_where((array != 0) & (array != 1), name, array, "labels 0 or 1")
    return array


def distributions(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as rows of probabilities, shape (m, n), each row summing to one."""
    array = probabilities(name, values)
    wanted = "be one row of probabilities, shape (n,), or m rows, shape (m, n)"
    shape(name, array, array.ndim in (1, 2), wanted)
    rows = np.atleast_2d(array)
    sums = rows.sum(axis=1)
    wrong = np.flatnonzero(abs(sums - 1) > ROW_SUM_TOLERANCE)
    if wrong.size:
        which = place(name, (wrong[0],) if array.ndim == 2 else ())
        raise ValueError(
            f"{name} must sum to 1 in each row, but {which} sums to {sums[wrong[0]]:.9g}."
        )
    return rows


def joint_distribution(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return ``values`` as a table of probabilities that sums to 1 as a whole."""
    array = probabilities(name, values)
    shape(name, array, array.ndim == 2, "be a table, shape (k, n)")
    if abs(array.sum() - 1) > ROW_SUM_TOLERANCE:
        raise ValueError(
            f"{name} must sum to 1 over the whole table, but it sums to {array.sum():.9g}."
        )
    return array


def are_hard(labels: NDArray) -> bool:
    """Tell whether all labels are exactly 0 or 1."""
    if labels.item(0) not in (0, 1):  # soft labels are mostly told by the first one
        return False
    return np.count_nonzero((labels == 0) | (labels == 1)) == labels.size


def classes_or_distributions(name: str, values: NDArray, n: int) -> NDArray:
    """Return class numbers, shape (m,), as integers, or distributions, shape (m, n), as floats."""
    if values.ndim == 2:
        return distributions(name, values)
    array = real_numbers(name, values)
    fits = (array >= 0) & (array < n) & (array == np.floor(array))
    refuse_where(~fits, name, array, f"class numbers, whole and from 0 to {n - 1}")
    return array.astype(np.intp)


def shape(name: str, array: NDArray, fits: bool, wanted: str) -> None:
    """Refuse an array unless its shape fits."""
    if not fits:
        raise ValueError(f"{name} must {wanted}, but its shape is {array.shape}.")


def same_shape(first: str, a: NDArray, second: str, b: NDArray) -> None:
    """Refuse two arrays that numpy would broadcast, or could not combine at all."""
    if a.shape == b.shape:
        return
    message = (
        f"{first} and {second} must have the same shape, "
        f"but {first} has {a.shape} and {second} has {b.shape}"
    )
    try:
        spread = np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        raise ValueError(f"{message}.") from None
    what = first if b.shape == spread else second if a.shape == spread else "them"
    kind = "a table" if len(spread) == 2 and 1 not in spread else "an array"
    raise ValueError(f"{message}: numpy would spread {what} into {kind} of shape {spread}.")


def two_columns(first: str, a: ArrayLike, second: str, b: ArrayLike) -> tuple[NDArray, NDArray]:
    """Return two arrays of the same shape that hold one number a sample; values go unchecked."""
    a, b = numbers(first, a), numbers(second, b)
    same_shape(first, a, second, b)
    if a.ndim > 2 or (a.ndim == 2 and 1 not in a.shape):
        raise ValueError(
            f"{first} must hold one number a sample, shape (m,) or (m, 1), "
            f"but its shape is {a.shape}; for rows of probabilities use cross_entropy."
        )
    return a, b


def labels_and_table(
    labels: str, y: ArrayLike, table: str, Q: ArrayLike
) -> tuple[NDArray, NDArray]:
    """Return a table, and a class number or a row for each of its rows; values go unchecked."""
    y, Q = numbers(labels, y), numbers(table, Q)
    wanted = "be a table with a row a sample and a column a class, shape (m, n)"
    shape(table, Q, Q.ndim == 2, wanted)
    m, n = Q.shape
    wanted = f"hold a class number or a distribution for each row of {table}, shape "
    shape(labels, y, y.shape in ((m,), (m, n)), f"{wanted}({m},) or ({m}, {n})")
    return y, Q


def one_number(
    name: str, value: float, wanted: str, fits: Callable[[float], bool], kind: type = float
) -> float:
    """Return one number that fits, as a Python number of this kind, float or int."""
    if not isinstance(value, NUMBER if kind is float else Integral):
        raise TypeError(f"{name} must be {wanted}, but it is {written(value)}.")
    number = nearest_float(value) if kind is float else int(value)
    if not fits(number):
        raise ValueError(f"{name} must be {wanted}, but it is {shown(value)}.")
    return number


def logarithm_base(base: float) -> float:
    """Return ``base`` as a float; it must be finite and above 1."""
    wanted = "one number above 1, such as 2 or np.e"
    return one_number("base", base, wanted, lambda b: 1 < b < np.inf)
