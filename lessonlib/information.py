"""Information content, entropy, cross-entropy, relative entropy, and one-hot labels.

Distributions are rows of probabilities: one row, shape (n,), or m rows, shape (m, n).
Logarithms are base 2, so results are in bits, unless ``base`` says otherwise.

Every function raises ValueError where an array is empty, a number is nan or outside [0, 1], a row
(or a joint table) does not sum to 1, shapes differ or base is not above 1, and TypeError where an
argument does not hold numbers; the sentence names the argument, the place and the value.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lessonlib import _checks, _logs


def information_content(p: ArrayLike, base: float = 2) -> float | NDArray[np.floating]:
    """Return the information content −log p of events that have probability p.

    p : probabilities in [0, 1], any shape.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float for a single p, otherwise an array of the shape of p, in bits (or the unit of
    ``base``). An impossible event, p = 0, would carry ``inf``.
    Source: MacKay, Information Theory, Inference, and Learning Algorithms (2003), §2.4.

    >>> information_content(0.25)
    2.0
    >>> information_content([1, 0.5, 0])
    array([ 0.,  1., inf])
    """
    base = _checks.logarithm_base(base)
    p = _checks.probabilities("p", p)
    with np.errstate(divide="ignore"):
        content = 0.0 - _logs.log(p, base)  # 0 − 0 is 0, where −(0) would print as −0.0
    return float(content) if content.ndim == 0 else content


def cross_entropy(p: ArrayLike, q: ArrayLike, base: float = 2) -> float:
    """Return the cross-entropy of predictions q under the true distributions p.

    For one sample it is −Σ p log q, summed over the n classes; for m samples, the mean of
    that over the samples.

    p : true distributions, shape (n,) or (m, n); a label is a one-hot row.
    q : predicted distributions, same shape.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0: bits (or the unit of ``base``) a sample. ``inf`` where q gives probability
    0 to something that p holds possible; a class with p = 0 costs nothing, whatever q is.
    Source: Murphy, Probabilistic Machine Learning: An Introduction (2022), §6.1.2.

    >>> cross_entropy([1, 0], [0.8, 0.2])
    0.3219280948873623
    >>> cross_entropy([[1, 0], [0, 1]], [[0.5, 0.5], [0.75, 0.25]])
    1.5
    """
    base = _checks.logarithm_base(base)
    p, q = _checks.numbers("p", p), _checks.numbers("q", q)
    _checks.same_shape("p", p, "q", q)

    def logs(p: NDArray, q: NDArray) -> float:  # of a block of rows, summed
        p, q = _pair_of_distributions(p, q)
        return _logs.weighted_sum(p, _logs.log(q, base))

    if q.ndim == 1:  # one row, which is checked as a whole, however long
        with np.errstate(all="ignore"):
            return 0.0 - float(logs(p, q))
    return 0.0 - _logs.total(logs, p, q) / len(q)


def entropy(p: ArrayLike, base: float = 2) -> float:
    """Return the entropy −Σ p log p: the cross-entropy of p with itself.

    p : distributions, shape (n,) or (m, n).
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float in [0, log n]: bits (or the unit of ``base``), the mean over the rows.
    Source: Cover & Thomas, Elements of Information Theory, 2nd ed. (2006), §2.1.

    >>> entropy([0.5, 0.5])
    1.0
    >>> entropy([1, 0])
    0.0
    """
    return cross_entropy(p, p, base)


def relative_entropy(p: ArrayLike, q: ArrayLike, base: float = 2) -> float:
    """Return the relative entropy (Kullback–Leibler divergence) Σ p log(p / q).

    p : true distributions, shape (n,) or (m, n).
    q : predicted distributions, same shape.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float: the extra bits (or the unit of ``base``) a sample that q costs over p itself,
    as a mean over the rows. 0 when q = p; ``inf`` where q rules out what p holds possible.
    Source: Cover & Thomas, Elements of Information Theory, 2nd ed. (2006), §2.3.

    >>> relative_entropy([0.5, 0.25, 0.25], [0.25, 0.25, 0.5])
    0.25
    >>> relative_entropy([0.5, 0.5], [1, 0])
    inf
    """
    base = _checks.logarithm_base(base)
    p, q = _pair_of_distributions(p, q)
    with np.errstate(all="ignore"):
        logs = _logs.log_of_ratio(p, q, base)
        return max(0.0, _logs.relative_sum(p, q, (p - q,), logs, base) / len(p))


def jensen_shannon(p: ArrayLike, q: ArrayLike, base: float = 2) -> float:
    """Return the Jensen–Shannon divergence ½ KL(p‖m) + ½ KL(q‖m), with m = ½(p + q).

    p, q : distributions, both of shape (n,) or (m, n).
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float between 0 and 1 bit (to rounding; or the unit of ``base``), the mean over the
    rows; the same for (p, q) and (q, p).
    Source: Lin, IEEE Transactions on Information Theory 37 (1991), eq. 4.1.

    >>> jensen_shannon([1, 0], [0, 1])
    1.0
    >>> jensen_shannon([0.5, 0.5], [0.5, 0.5])
    0.0
    """
    base = _checks.logarithm_base(base)
    p, q = _pair_of_distributions(p, q)
    both, total = p + q, 0.0  # 2p and p + q are p and m doubled, and no half vanishes
    with np.errstate(all="ignore"):
        for row, gap in ((p, p - q), (q, q - p)):
            logs = _logs.log_of_ratio(2 * row, both, base)
            total += _logs.relative_sum(2 * row, both, (gap,), logs, base)
    return max(0.0, total / (4 * len(p)))


def joint_entropy(joint: ArrayLike, base: float = 2) -> float:
    """Return the joint entropy −Σ p(a, b) log p(a, b) of two variables.

    joint : table of probabilities that sums to 1; a runs over the rows, b over the columns.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0, in bits (or the unit of ``base``).
    Source: Cover & Thomas, Elements of Information Theory, 2nd ed. (2006), §2.2.

    >>> joint_entropy([[0.25, 0.25], [0.25, 0.25]])
    2.0
    """
    return entropy(_checks.joint_distribution("joint", joint).ravel(), base)


def conditional_entropy(joint: ArrayLike, base: float = 2) -> float:
    """Return the conditional entropy H(b | a) = H(a, b) − H(a): what is left of b, given a.

    joint : table of probabilities that sums to 1; a runs over the rows, b over the columns.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0, in bits (or the unit of ``base``).
    Source: Cover & Thomas, Elements of Information Theory, 2nd ed. (2006), §2.2.

    >>> conditional_entropy([[0.5, 0], [0.25, 0.25]])
    0.5
    """
    base = _checks.logarithm_base(base)
    joint = _checks.joint_distribution("joint", joint)
    rows, top = np.arange(len(joint)), joint.argmax(axis=1)
    others = joint.copy()
    others[rows, top] = 0
    rest = others.sum(axis=1)
    largest = joint[rows, top]
    with np.errstate(all="ignore"):
        logs = _logs.log_of_ratio((largest + rest)[:, None], others, base)
        doubt = np.log1p(rest / largest) / np.log(base)  # −log of the largest cell's share
        return float(_logs.weighted(others, logs).sum() + _logs.weighted(largest, doubt).sum())


def mutual_information(joint: ArrayLike, base: float = 2) -> float:
    """Return the mutual information KL(p(a, b) ‖ p(a) p(b)) of two variables.

    joint : table of probabilities that sums to 1; a runs over the rows, b over the columns.
    base : base of the logarithm: 2 gives bits, ``np.e`` gives nats.
    Returns a float ≥ 0 (to rounding), in bits (or the unit of ``base``): what one variable tells
    about the other. 0 where they are independent.
    Source: Cover & Thomas, Elements of Information Theory, 2nd ed. (2006), §2.3.

    >>> mutual_information([[0.5, 0], [0, 0.5]])
    1.0
    """
    base = _checks.logarithm_base(base)
    joint = _checks.joint_distribution("joint", joint)
    row, row_rest = (a[:, None] for a in _logs.exact_sums(joint))
    column, column_rest = _logs.exact_sums(joint.T)
    with np.errstate(all="ignore"):
        logs = _logs.log_of_ratio(joint / row, np.broadcast_to(column, joint.shape), base)
        product, lost = _logs.exact_product(row, column)
        gap = joint - product, -(lost + row_rest * column + row * column_rest)
        return max(0.0, _logs.relative_sum(joint, product, gap, logs, base))


def one_hot(labels: Sequence | NDArray, classes: Sequence | NDArray | None = None) -> NDArray:
    """Return each label as a distribution: a 1 in the column of its class, 0 elsewhere.

    labels : m labels of any kind, shape (m,).
    classes : the n classes in the order of the columns; by default the distinct labels, sorted.
    Returns an array of floats, shape (m, n).
    Source: Bishop, Pattern Recognition and Machine Learning (2006), §4.1 (1-of-K coding).

    >>> one_hot(["A", "B", "B"])
    array([[1., 0.],
           [0., 1.],
           [0., 1.]])
    >>> one_hot([1, 0], classes=[1, 0])
    array([[1., 0.],
           [0., 1.]])
    """
    labels = _flat_list("labels", labels)
    columns = _sorted_classes(labels) if classes is None else _flat_list("classes", classes)
    if len(set(columns)) < len(columns):
        raise ValueError(f"classes must differ from one another, but they are {columns}.")
    column = {name: k for k, name in enumerate(columns)}
    for i, label in enumerate(labels):
        if label not in column:
            raise ValueError(
                f"labels must be among the classes {', '.join(map(repr, columns))}, "
                f"but labels[{i}] is {label!r}."
            )
    rows = np.zeros((len(labels), len(columns)))
    rows[np.arange(len(labels)), [column[label] for label in labels]] = 1
    return rows


def _flat_list(name: str, values: Sequence | NDArray) -> list:
    array = _checks.regular_array(name, values)
    _checks.shape(name, array, array.ndim == 1 and array.size > 0, "be a flat, non-empty list")
    # as they are: an array of numbers and text would hold text alone
    flat = [v.item() if isinstance(v, np.generic) else v for v in np.asarray(values, dtype=object)]
    for i, value in enumerate(flat):
        if value != value:
            raise ValueError(f"{name} must equal themselves, as nan does not: {name}[{i}] is nan.")
    return flat


def _sorted_classes(labels: list) -> list:
    try:
        return sorted(set(labels))
    except TypeError:
        raise TypeError(
            "labels must be all numbers or all text, unless classes names them."
        ) from None


def _pair_of_distributions(p: ArrayLike, q: ArrayLike) -> tuple[NDArray, NDArray]:
    p, q = _checks.real_numbers("p", p), _checks.real_numbers("q", q)
    _checks.same_shape("p", p, "q", q)
    return _checks.distributions("p", p), _checks.distributions("q", q)
