"""The figures of the lessons, one function each.

Every function draws on the Axes it is given, or on a new figure, and returns the Axes. New figures
are plain ``matplotlib.figure.Figure`` objects: pyplot is not involved, and no setting outlives the
call. Limits and ticks are set here rather than left to matplotlib, so that a figure says the same
thing with every release of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from lessonlib.information import cross_entropy, entropy, information_content
from lessonlib.likelihood import (
    likelihood,
    log_likelihood,
    negative_log_likelihood,
    true_class_probability,
)
from lessonlib.logistic import sigmoid
from lessonlib.losses import BCE
from lessonlib.style import COLOURS, STYLE, WIDTH

_STATIONS = (
    "one sample,\nin bits",
    "many samples:\nthe mean",
    "maximum\nlikelihood",
    "binary\ncross-entropy",
    "relative\nentropy",
    "fitting, and why\nnot least squares",
    "softmax,\nmany classes",
    "numerical\nreality",
    "capstone\non real data",
)


@rc_context(STYLE)
def road(written: int = 4, ax: Axes | None = None) -> Axes:
    """Draw the road through the lessons, from one bit to a calibrated logistic regression.

    Parameters
    ----------
    written : how many of the nine lessons exist; the others are marked as planned.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes.
    """
    ax = _new_axes(5.0) if ax is None else ax
    ax.set(xlim=(-0.6, 2.6), ylim=(-2.75, 0.3))
    ax.set_title("From one bit to a calibrated logistic regression")
    ax.axis("off")
    # Three rows of three: to the right, back to the left, to the right.
    row = np.arange(9) // 3
    x = np.where(row == 1, 2 - np.arange(9) % 3, np.arange(9) % 3)
    turn = np.linspace(-np.pi / 2, np.pi / 2, 40)
    for i in range(8):
        done = i + 1 < written
        stretch_x, stretch_y = x[i : i + 2], -row[i : i + 2]
        if row[i] != row[i + 1]:  # a bend, outwards, around the station's name
            stretch_x = x[i] + (x[i] - 1) * 0.55 * np.cos(turn) ** 0.6
            stretch_y = -row[i] - 0.5 - 0.5 * np.sin(turn)
        ax.plot(
            stretch_x,
            stretch_y,
            color=COLOURS["blue"] if done else COLOURS["grey"],
            linestyle="-" if done else ":",
            linewidth=6 if done else 3,
            zorder=1,
        )
    for i, name in enumerate(_STATIONS):
        done = i < written
        ax.plot(
            x[i],
            -row[i],
            marker="o",
            markersize=31,
            color=COLOURS["blue"] if done else COLOURS["paper"],
            markeredgecolor=COLOURS["blue"] if done else COLOURS["grey"],
            markeredgewidth=2,
            zorder=2,
        )
        ax.text(
            x[i],
            -row[i],
            f"{i + 1:02}",
            ha="center",
            va="center_baseline",
            fontsize=13,
            weight="bold",
            color=COLOURS["paper"] if done else COLOURS["grey"],
        )
        ax.text(
            x[i],
            -row[i] - 0.25,
            name if done else f"{name}\n(planned)",
            ha="center",
            va="top",
            linespacing=1.15,
            color=COLOURS["ink"] if done else COLOURS["grey"],
        )
    return ax


@rc_context(STYLE)
def information_curve(marked: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw the information content −log₂ p against p, with some probabilities marked.

    Parameters
    ----------
    marked : probabilities above 0 and up to 1, shape (k,); each is labelled with its bits.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes.

    Raises
    ------
    ValueError : where a probability is 0 (infinitely many bits) or outside [0, 1].
    """
    p = np.unique(marked)[::-1]
    bits = _finite_bits("marked", p)
    ax = _new_axes(4.2) if ax is None else ax
    # Each label flies like a flag from a pole at its point. Poles grow from right to left, so no
    # flag meets another one or the curve.
    flags = bits + 0.35
    for i in range(1, len(flags)):
        flags[i] = max(flags[i], flags[i - 1] + 0.6)
    top = max(7.0, np.ceil(np.max(flags, initial=0) + 0.4))
    _draw_information(ax, top)
    for p_i, bits_i, flag in zip(p, bits, flags, strict=True):
        ax.plot([p_i, p_i], [bits_i, flag], color=COLOURS["grey"], linewidth=1)
        ax.text(p_i + 0.012, flag, f"p = {p_i:.4g}: {_bits(bits_i)}", va="center")
    ax.plot(p, bits, color=COLOURS["orange"], marker="o", linestyle="none", clip_on=False)
    ax.set_title("The less likely, the more bits")
    return ax


@rc_context(STYLE)
def one_sample_cost(p: float, ax: Axes | None = None) -> Axes:
    """Draw what one sample costs, by the probability that was given to its true class.

    Parameters
    ----------
    p : the probability given to the true class, above 0 and up to 1.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes.

    Raises
    ------
    ValueError : where p is 0 (infinitely many bits) or outside [0, 1].
    """
    bits = float(_finite_bits("p", p))
    ax = _new_axes(4.0) if ax is None else ax
    _draw_information(ax, max(8.0, np.ceil(bits + 0.4)))
    ax.plot([p, p, 0], [0, bits, bits], color=COLOURS["orange"], linestyle="--", linewidth=1.4)
    ax.plot(p, bits, color=COLOURS["orange"], marker="o", markersize=10, clip_on=False)
    ax.annotate(
        _bits(bits),
        (p, bits),
        (10, 8),
        textcoords="offset points",
        weight="bold",
        va="bottom",
        ha="left" if p < 0.8 else "center" if p < 0.93 else "right",
    )
    ax.set_xlabel("p, the probability given to the true class")
    ax.set_title(f"{p:.4g} given to the true class costs {_bits(bits)}")
    return ax


@rc_context(STYLE)
def code_lengths(p: ArrayLike, names: Sequence[str], ax: Axes | None = None) -> Axes:
    """Draw a prefix code in which a message of probability p has a string of −log₂ p digits.

    Each string takes the share 2^−length of the unit width (Kraft): nothing longer may begin
    with it. Lengths are rounded up to whole digits.

    Parameters
    ----------
    p : the probabilities of the messages, shape (n,), summing to 1.
    names : what the messages are called, n names.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes.

    Raises
    ------
    ValueError : where p does not sum to 1 or holds a 0, which no string fits.
    """
    p = np.ravel(p).astype(float)
    entropy(p)  # refuses what is not a distribution
    order = np.argsort(-p, kind="stable")
    p, names = p[order], [names[i] for i in order]
    lengths = np.maximum(np.ceil(_finite_bits("p", p) - 1e-9), 1).astype(int)
    shares = 2.0**-lengths
    starts = np.cumsum(shares) - shares
    deepest = lengths.max()
    ax = _new_axes(3.9) if ax is None else ax
    looks = [("sky", ""), ("sand", "//"), ("paper", ".."), ("pale", "\\\\")]
    for i, (start, share, length) in enumerate(zip(starts, shares, lengths, strict=True)):
        colour, hatch = looks[i % len(looks)]
        # From its own depth down: all longer strings below it are taken.
        ax.add_patch(
            Rectangle(
                (start, length - 1),
                share,
                deepest - length + 1,
                facecolor=COLOURS[colour],
                edgecolor=COLOURS["ink"],
                hatch=hatch,
            )
        )
        word = f"{int(start * 2**length):0{length}b}"
        size = f"{length} digit{'s' if length > 1 else ''}"
        text = f"{names[i]} ({_fraction(p[i])})\n{word}\n{size}"
        boxed = {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 2.5}
        x, y = start + share / 2, (length - 1 + deepest) / 2
        ax.text(x, y, text, ha="center", va="center", linespacing=1.25, bbox=boxed)
    ax.set(xlim=(0, 1), ylim=(deepest, 0), ylabel="length, digits")
    ax.set_xlabel("message (its probability), string, length;\nits share of the width: 2^(−length)")
    edges = np.unique([*starts, starts[-1] + shares[-1], 1])
    ax.set_xticks(edges, [_fraction(edge) for edge in edges])
    ax.set_yticks(np.arange(deepest) + 0.5, [str(n + 1) for n in range(deepest)])
    ax.tick_params(axis="y", length=0)
    mean_length = float(p @ lengths)
    ax.set_title(f"Average length {mean_length:.4g} digits, or bits")
    return ax


@rc_context(STYLE)
def entropy_curve(marked: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw the entropy of a coin against its probability of heads, with some coins marked.

    Parameters
    ----------
    marked : probabilities of heads in [0, 1], shape (k,); each is labelled with its entropy.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes.

    Raises
    ------
    ValueError : where a probability is outside [0, 1].
    """
    p = np.linspace(0, 1, 201)
    ax = _new_axes(4.0) if ax is None else ax
    ax.plot(p, [entropy([p_i, 1 - p_i]) for p_i in p], color=COLOURS["blue"])
    ax.set(xlim=(0, 1), ylim=(0, 1.2), xlabel="p, the probability of heads", ylabel="entropy, bits")
    ax.set_xticks(np.linspace(0, 1, 6))
    ax.set_yticks(np.linspace(0, 1, 6))
    for p_i in np.ravel(marked).astype(float):
        bits = entropy([p_i, 1 - p_i])
        ax.plot(p_i, bits, color=COLOURS["orange"], marker="o", clip_on=False, zorder=3)
        # Labels stand inside the arch, except at its top.
        where, ha = ((0, 10), "center") if abs(p_i - 0.5) < 0.06 else ((12, -14), "left")
        if p_i >= 0.56:
            where, ha = (-12, -14), "right"
        if bits < 0.15:
            where = (where[0], 12)
        ax.annotate(
            f"p = {p_i:.4g}: {_bits(bits)}", (p_i, bits), where, textcoords="offset points", ha=ha
        )
    ax.set_title("A coin's entropy: at most 1 bit, when it is fair")
    return ax


@rc_context(STYLE)
def one_hot_row(p: ArrayLike, q: ArrayLike, classes: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw the cross-entropy of one sample as a table: its label times −log₂ of its prediction.

    Parameters
    ----------
    p : the label as a distribution, shape (n,); usually one-hot.
    q : the predicted distribution, shape (n,).
    classes : the names of the n classes.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes. Cells that a zero in p makes vanish are grey and hatched.

    Raises
    ------
    ValueError : where p or q does not sum to 1, or their shapes differ.
    """
    p, q = np.ravel(p).astype(float), np.ravel(q).astype(float)
    total = cross_entropy(p, q)
    surprise = information_content(q)
    with np.errstate(invalid="ignore"):
        product = np.where(p == 0, 0, p * surprise)
    n = len(p)
    ax = _new_axes(3.6) if ax is None else ax
    rows = (
        ("label p", [f"{v:.4g}" for v in p], "1"),
        ("prediction q", [f"{v:.4g}" for v in q], "1"),
        ("−log₂ q, bits", [_cost(v) for v in surprise], ""),
        ("product, bits", [_cost(v) for v in product], _cost(total)),
    )
    for column, name in enumerate([*map(str, np.ravel(classes)), "sum"]):
        ax.text(column + 0.5, -0.28, name, ha="center", va="center", weight="bold")
    for i, (name, cells, summed) in enumerate(rows):
        ax.text(-0.08, i + 0.5, name, ha="right", va="center")
        for column, cell in enumerate(cells):
            _cell(ax, column, i, cell, dead=p[column] == 0 and i != 1, bold=i == 3)
        ax.text(n + 0.5, i + 0.5, summed, ha="center", va="center", weight="bold")
    ax.add_patch(
        Rectangle((n + 0.02, 3.03), 0.96, 0.94, facecolor="none", edgecolor=COLOURS["orange"], lw=3)
    )
    ax.set(xlim=(-0.45 * (n + 1), n + 1.02), ylim=(4.05, -0.6))
    ax.axis("off")
    ax.set_title(f"Only the true class pays: {_bits(total)}" if p.max() == 1 else _bits(total))
    return ax


@rc_context(STYLE)
def bit_receipt(costs: ArrayLike, ax: Axes | None = None, labels: list[str] | None = None) -> Axes:
    """Draw the cost of each sample as a bar, like the lines of a receipt, with their mean.

    Parameters
    ----------
    costs : what each sample costs in bits, shape (m,), finite.
    ax : Axes to draw on; a new figure by default.
    labels : m names for the samples; "sample 1", "sample 2", … by default.

    Returns
    -------
    The Axes. Bars above the 1 bit of a coin are hatched.

    Raises
    ------
    ValueError : where a cost is not finite, for which no bar is long enough.
    """
    costs = np.ravel(costs).astype(float)
    if not np.isfinite(costs).all():
        i = int(np.flatnonzero(~np.isfinite(costs))[0])
        raise ValueError(f"costs must hold finite bits, but costs[{i}] is {costs[i]}.")
    m, mean = len(costs), float(costs.mean())
    labels = [f"sample {i + 1}" for i in range(m)] if labels is None else list(labels)
    ax = _new_axes(1.9 + 0.42 * m) if ax is None else ax
    worse = costs > 1
    bars = ax.barh(np.arange(m), costs, height=0.62, color=COLOURS["sky"], edgecolor=COLOURS["ink"])
    for i in np.flatnonzero(worse):
        bars[i].set(hatch="//", facecolor=COLOURS["sand"])
    end = max(1.2, costs.max() * 1.05)
    ax.plot([mean, mean], [-0.6, m - 0.4], color=COLOURS["orange"], linestyle="--")
    ax.plot([1, 1], [-0.6, m - 0.4], color=COLOURS["ink"], linestyle=":")
    # Above and below the bars, so that the two texts never meet.
    side = "left" if mean < end * 0.6 else "right"
    ax.text(mean, -0.7, f"mean {_bits(mean)}", ha=side, va="bottom", color=COLOURS["orange"])
    side = "left" if end > 2 else "right"
    coin = "a coin: 1 bit" + ("; hatched: above it" if worse.any() else "")
    ax.text(1, m - 0.35, coin, ha=side, va="top")
    for i, cost in enumerate(costs):
        ax.text(end * 1.2, i, _cost(cost), ha="right", va="center")
    ax.text(end * 1.2, -0.7, "bits", ha="right", va="bottom")
    ax.set(xlim=(0, end * 1.2), ylim=(m + 0.25, -1.25), xlabel="cost, bits")
    ax.set_xticks(np.arange(0, end, 0.2) if end < 2 else np.arange(0, end))
    ax.set_yticks(np.arange(m), labels)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_bounds(-0.5, m - 0.5)
    ax.spines["bottom"].set_bounds(0, end)
    ax.set_title("The receipt: what each sample costs, in bits")
    return ax


@rc_context(STYLE)
def jensen_gap(p_true: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw Jensen's gap: the mean of the costs lies above the cost of the mean probability.

    Parameters
    ----------
    p_true : the probabilities given to the true classes, shape (m,), above 0.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes. Where the gap is too small to be seen, an inset enlarges it.

    Raises
    ------
    ValueError : where a probability is 0 (infinitely many bits) or outside [0, 1].
    """
    p = np.ravel(p_true).astype(float)
    costs = _finite_bits("p_true", p)
    mean_p, mean_cost = float(p.mean()), float(costs.mean())
    cost_of_mean = information_content(mean_p)
    gap = mean_cost - cost_of_mean
    spread = float(np.ptp(costs))
    ax = _new_axes(4.6) if ax is None else ax
    low, high = max(p.min() - 0.12, p.min() / 2), min(p.max() + 0.12, 1.0)
    top = information_content(low)
    bottom = information_content(high) - 0.12 * top
    small = gap < 0.06 * (top - bottom)
    # A close-up, where there is one, needs the upper half of the figure.
    ax.set(xlim=(low, high), ylim=(bottom, top + (top - bottom) * (0.9 if small else 0.05)))
    ax.set(xlabel="p, the probability given to the true class", ylabel="cost, −log₂ p, bits")
    ax.set_title("The mean of the costs lies above the cost of the mean")
    _draw_gap(ax, p, costs)
    ax.plot(p, costs, color=COLOURS["ink"], marker="o", linestyle="none", clip_on=False)

    detail = ax
    if small:
        detail = ax.inset_axes([0.16, 0.56, 0.84, 0.43])
        half_height = 1.4 * max(gap, 0.002 * (top - bottom))
        half_width = 4 * half_height * mean_p * np.log(2)  # so that the curve falls steeply
        middle = (mean_cost + cost_of_mean) / 2
        detail.set(xlim=(mean_p - half_width, mean_p + half_width), xticks=[], yticks=[])
        detail.set_ylim(middle - half_height, middle + half_height)
        detail.spines[:].set_visible(True)
        _draw_gap(detail, p, costs)
        detail.text(0.02, 0.95, "close-up", transform=detail.transAxes, va="top")
        ax.annotate(
            "",
            (mean_p, mean_cost),
            (0.58, 0.56),
            textcoords="axes fraction",
            arrowprops={"arrowstyle": "-", "color": COLOURS["grey"], "shrinkB": 8},
        )
    shift = 0.03 * np.ptp(detail.get_xlim())

    def right_of_chord(cost):
        return np.interp(cost, [costs.min(), costs.max()], [p.max(), p.min()]) + shift

    foot, head = detail.get_ylim()
    at = foot + 0.15 * (head - foot) if small else costs.min() + 0.8 * spread
    if spread:
        detail.text(right_of_chord(at), at, "chord", va="bottom", color=COLOURS["green"])
    detail.text(
        right_of_chord(mean_cost),
        mean_cost,
        f"mean of the costs:\n{_bits(mean_cost)}",
        va="center" if small else "bottom",
        color=COLOURS["orange"],
    )
    detail.text(
        mean_p - shift,
        cost_of_mean,
        f"cost of the mean:\n{_bits(cost_of_mean)}",
        va="center" if small else "top",
        ha="right",
        color=COLOURS["blue"],
    )
    return ax


def _draw_gap(ax: Axes, p: NDArray, costs: NDArray) -> None:
    """The curve, the chord above it, and the gap at the mean, on axes whose limits are set."""
    low, high = ax.get_xlim()
    mean_p, mean_cost = float(p.mean()), float(costs.mean())
    curve = np.linspace(low, min(high, 1), 200)
    ax.plot(curve, information_content(curve), color=COLOURS["blue"])
    ends = [p.argmin(), p.argmax()]
    ax.plot(p[ends], costs[ends], color=COLOURS["green"], linestyle="-.", linewidth=1.6)
    ax.plot(
        [mean_p, mean_p],
        [information_content(mean_p), mean_cost],
        color=COLOURS["orange"],
        linewidth=3,
    )
    ax.plot(mean_p, information_content(mean_p), color=COLOURS["blue"], marker="s", markersize=7)
    ax.plot(mean_p, mean_cost, color=COLOURS["orange"], marker="D", markersize=7)


@rc_context(STYLE)
def four_rulers(
    shift: ArrayLike, y: ArrayLike, z: ArrayLike, axes: NDArray | None = None
) -> NDArray:
    """Draw four measures of one model against a number b added to all its logits.

    Parameters
    ----------
    shift : the values of b to try, shape (k,), increasing, in nats as logits are.
    y : labels 0 or 1, shape (m,).
    z : the model's logits, shape (m,); its predictions are sigmoid(z + b).
    axes : array of four Axes to draw on; a new figure by default.

    Returns
    -------
    Array of four Axes, shape (2, 2) in a new figure: likelihood, log-likelihood, negative
    log-likelihood (nats), mean cross-entropy (bits). A line marks the one b best for all.

    Raises
    ------
    ValueError : where axes does not hold four Axes, or a label is not 0 or 1.
    """
    b, z = np.ravel(shift).astype(float), np.ravel(z).astype(float)
    axes = _panels(axes, 2, 2, 5.4)
    rulers = (
        ("likelihood", "highest", likelihood),
        ("log-likelihood, nats", "highest", log_likelihood),
        ("negative log-likelihood, nats", "lowest", negative_log_likelihood),
        ("mean cross-entropy, bits", "lowest", BCE),
    )
    best = b[np.argmin([BCE(y, sigmoid(z + b_i)) for b_i in b])]
    for i, (ax, (name, extreme, measure)) in enumerate(zip(axes.flat, rulers, strict=True)):
        values = np.array([measure(y, sigmoid(z + b_i)) for b_i in b])
        at_best = measure(y, sigmoid(z + best))
        low, high = values.min(), values.max()
        pad = 0.16 * (high - low)
        ax.set(xlim=(b[0], b[-1]), ylim=(low - pad, high + pad))
        ax.plot([best, best], [low - pad, high + pad], color=COLOURS["orange"], linestyle="--")
        ax.plot(b, values, color=COLOURS["blue"])
        ax.plot(best, at_best, color=COLOURS["orange"], marker="o")
        # At the foot of a peak and above a trough, where the curve leaves room.
        up = extreme == "lowest"
        ax.text(
            best,
            0.97 if up else 0.05,
            f"{extreme}\n{at_best:.4f}".replace("-", "−"),
            transform=ax.get_xaxis_transform(),
            ha="center",
            va="top" if up else "bottom",
            bbox={"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1},
        )
        ax.set_title(name, fontsize=11.5)
        ax.locator_params(nbins=5)
        if i >= 2:
            ax.set_xlabel("b, added to every logit")
    axes.flat[0].figure.suptitle(f"Four rulers, one best b = {best:.4g}".replace("-", "−"))
    return axes


@rc_context(STYLE)
def freezing_product(p_true: ArrayLike, samples: int, ax: Axes | None = None) -> Axes:
    """Draw −ln of a running product of probabilities against the running sum of −ln.

    The probabilities are repeated again and again. In float64 the product freezes at the
    smallest number there is, and its logarithm with it.

    Parameters
    ----------
    p_true : the probabilities to repeat, shape (m,), above 0.
    samples : how many samples to go through.
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes.

    Raises
    ------
    ValueError : where a probability is 0 or outside [0, 1].
    """
    _finite_bits("p_true", p_true)
    p = np.resize(np.ravel(p_true).astype(float), samples)
    count = np.arange(1, samples + 1)
    product = np.cumprod(p)
    with np.errstate(divide="ignore"):
        of_product = information_content(product, base=np.e)
    of_sum = np.cumsum(information_content(p, base=np.e))
    ax = _new_axes(4.4) if ax is None else ax
    top = of_sum[-1] * 1.12
    ax.plot(count, of_sum, color=COLOURS["blue"], linestyle="--")
    ax.plot(count, of_product, color=COLOURS["orange"])
    ax.set(xlim=(0, samples * 1.02), ylim=(0, top), xlabel="samples", ylabel="nats")
    ax.set_xticks(np.arange(0, samples + 1, _round_step(samples)))
    ax.set_yticks(np.arange(0, top, _round_step(top)))
    ax.text(
        samples * 1.03,
        of_sum[-1],
        f"sum of −ln p:\n{of_sum[-1]:.1f} nats",
        va="bottom",
        color=COLOURS["blue"],
    )
    ax.text(
        samples * 1.03,
        of_product[-1],
        f"−ln of the\nproduct:\n{of_product[-1]:.1f} nats",
        va="top",
        color=COLOURS["orange"],
    )
    subnormal = np.flatnonzero(product < np.finfo(float).tiny)
    if subnormal.size:
        marks = (
            (count[subnormal[0]], "subnormal from", 0.42, "v"),
            (count[product == product[-1]][0], "frozen from", 0.2, "s"),
        )
        for sample, what, height, marker in marks:
            value = of_product[sample - 1]
            ax.plot(
                [sample, sample], [height * top, value], color=COLOURS["grey"], lw=1, linestyle=":"
            )
            ax.plot(sample, value, color=COLOURS["ink"], marker=marker)
            text = f"{what}\nsample {sample:,}"
            ax.text(sample - samples / 80, height * top, text, ha="right", va="top")
    ax.set_title("The product freezes, the sum of logarithms goes on")
    return ax


@rc_context(STYLE)
def bce_curves(axes: NDArray | None = None) -> NDArray:
    """Draw binary cross-entropy against the prediction, for each label, with squared error.

    Parameters
    ----------
    axes : array of two Axes to draw on; a new figure by default.

    Returns
    -------
    Array of two Axes, shape (2,): y = 1 and y = 0.

    Raises
    ------
    ValueError : where axes does not hold two Axes.
    """
    axes = _panels(axes, 1, 2, 4.0, sharey=True)
    p = np.linspace(0.005, 1, 200)  # given to the true class
    for ax, label in zip(axes.flat, (1, 0), strict=True):
        yhat = p if label == 1 else 1 - p
        # From left to right in both panels.
        order = np.argsort(yhat)
        ax.plot(yhat[order], information_content(p)[order], color=COLOURS["blue"])
        ax.plot(yhat[order], ((label - yhat) ** 2)[order], color=COLOURS["orange"], linestyle="--")
        ax.set(xlim=(0, 1), ylim=(0, 8), xlabel="ŷ, predicted P(y = 1)")
        ax.set_title(f"label y = {label}")
        ax.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        ax.set_yticks(np.arange(0, 9))
        near, ha = (0.13, "left") if label == 1 else (0.87, "right")
        ax.text(near, 4, "cross-entropy,\nbits", ha=ha, va="center", color=COLOURS["blue"])
        near, ha = (0.42, "left") if label == 1 else (0.58, "right")
        ax.annotate(
            "squared error,\nat most 1",
            (0.12 if label == 1 else 0.88, 0.77),
            (near, 2.3),
            ha=ha,
            va="center",
            color=COLOURS["orange"],
            arrowprops={"arrowstyle": "-", "color": COLOURS["orange"]},
        )
    axes.flat[0].set_ylabel("cost of one sample")
    return axes


@rc_context(STYLE)
def broadcast_table(y: ArrayLike, yhat: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw the m × m table of costs that labels (m,) make with predictions (m, 1).

    Parameters
    ----------
    y : labels 0 or 1, shape (m,).
    yhat : predicted probabilities that the label is 1, shape (m,).
    ax : Axes to draw on; a new figure by default.

    Returns
    -------
    The Axes. The diagonal, the m costs that were wanted, is outlined and bold.

    Raises
    ------
    ValueError : where a label is not 0 or 1, or the shapes differ.
    """
    y, yhat = np.ravel(y).astype(float), np.ravel(yhat).astype(float)
    wanted = information_content(true_class_probability(y, yhat))
    m = len(y)
    table = np.array([information_content(true_class_probability(y, np.full(m, q))) for q in yhat])
    ax = _new_axes(2.2 + 0.58 * m) if ax is None else ax
    for i in range(m):
        ax.text(i + 0.5, -0.3, f"y = {y[i]:g}", ha="center", va="center", weight="bold")
        ax.text(-0.1, i + 0.5, f"ŷ = {yhat[i]:.4g}", ha="right", va="center", weight="bold")
        for j in range(m):
            _cell(ax, j, i, _cost(table[i, j]), bold=i == j, faint=i != j)
    for i in range(m):
        box = Rectangle((i, i), 1, 1, facecolor="none", edgecolor=COLOURS["orange"], lw=3.2)
        ax.add_patch(box)
    ax.text(
        m / 2,
        m + 0.15,
        f"all {m * m} cells: sum ÷ {m} = {_bits(table.sum() / m)}, mean {_bits(table.mean())}\n"
        f"the {m} outlined cells: mean {_bits(wanted.mean())}",
        ha="center",
        va="top",
        linespacing=1.5,
    )
    ax.set(xlim=(-0.3 * m, m + 0.05), ylim=(m + 1.15, -0.6))
    ax.axis("off")
    ax.set_title(f"y of shape ({m},) against ŷ of shape ({m}, 1): {m}×{m} costs, in bits")
    return ax


@rc_context(STYLE)
def loss_shape(x: ArrayLike, y: ArrayLike, w: ArrayLike, axes: NDArray | None = None) -> NDArray:
    """Draw two losses of a model with one weight, sigmoid(w·x), against that weight.

    Parameters
    ----------
    x : the samples' one feature, shape (m,).
    y : labels 0 or 1, shape (m,).
    w : the weights to try, shape (k,), increasing.
    axes : array of two Axes to draw on; a new figure by default.

    Returns
    -------
    Array of two Axes, shape (2,): mean cross-entropy (bits) and mean squared error, with the
    minima found on the grid marked.

    Raises
    ------
    ValueError : where axes does not hold two Axes, or a label is not 0 or 1.
    """
    x, y, w = (np.ravel(v).astype(float) for v in (x, y, w))
    axes = _panels(axes, 1, 2, 4.0)
    z = np.outer(w, x)
    losses = (
        # From the logits, ln(1 + e^−z) or ln(1 + e^z): BCE of a rounded sigmoid can be inf.
        ("mean cross-entropy, bits", np.logaddexp(0, np.where(y == 1, -z, z)) / np.log(2)),
        ("mean squared error", (y - sigmoid(z)) ** 2),
    )
    for ax, (name, costs) in zip(axes.flat, losses, strict=True):
        v = costs.mean(axis=1)
        lowest = np.flatnonzero((v[1:-1] < v[:-2]) & (v[1:-1] < v[2:])) + 1
        pad = 0.2 * (v.max() - v.min())
        ax.set(xlim=(w[0], w[-1]), ylim=(v.min() - pad, v.max() + pad / 2), xlabel="weight w")
        ax.plot(w, v, color=COLOURS["blue"])
        for i in lowest:
            ax.plot(w[i], v[i], color=COLOURS["orange"], marker="o")
            ax.annotate(
                f"w = {w[i]:.4g}".replace("-", "−"),
                (w[i], v[i]),
                (0, -10),
                textcoords="offset points",
                ha="center",
                va="top",
            )
        minima = {1: "one minimum", 2: "two minima"}.get(len(lowest), f"{len(lowest)} minima")
        ax.set_title(f"{name}:\n{minima}")
        ax.locator_params(nbins=6)
    return axes


def _new_axes(height: float) -> Axes:
    return Figure(figsize=(WIDTH, height), layout="constrained").add_subplot()


def _panels(axes, rows: int, columns: int, height: float, **shared) -> NDArray:
    if axes is None:
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        return figure.subplots(rows, columns, **shared)
    axes = np.asarray(axes, dtype=object)
    if axes.size != rows * columns:
        raise ValueError(f"axes must hold {rows * columns} Axes, but it holds {axes.size}.")
    return axes


def _finite_bits(name: str, p: ArrayLike) -> float | NDArray:
    """Information content, refusing the p = 0 that no axis has room for."""
    bits = information_content(p)
    if np.any(np.isinf(bits)):
        raise ValueError(f"{name} must hold probabilities above 0: a 0 costs infinitely many bits.")
    return bits


def _draw_information(ax: Axes, top: float) -> None:
    p = np.linspace(2.0**-top, 1, 400)
    ax.plot(p, information_content(p), color=COLOURS["blue"])
    ax.set(xlim=(0, 1.02), ylim=(0, top), xlabel="probability p", ylabel="−log₂ p, bits")
    ax.set_xticks(np.linspace(0, 1, 6))
    ax.set_yticks(np.arange(0, top + 1))


def _cell(ax, column, row, text, dead=False, bold=False, faint=False) -> None:
    """One cell of a drawn table; a dead one is grey and hatched."""
    ax.add_patch(
        Rectangle(
            (column, row),
            1,
            1,
            facecolor=COLOURS["pale"] if dead else COLOURS["paper"],
            edgecolor=COLOURS["grey"],
            hatch="//" if dead else None,
        )
    )
    ax.text(
        column + 0.5,
        row + 0.5,
        text,
        ha="center",
        va="center",
        weight="bold" if bold and not dead else "normal",
        color=COLOURS["grey"] if dead or faint else COLOURS["ink"],
        bbox={"facecolor": COLOURS["pale"], "edgecolor": "none", "pad": 2} if dead else None,
    )


def _cost(bits: float) -> str:
    if np.isinf(bits):
        return "∞"
    return f"{bits:.4f}" if bits else "0"


def _bits(bits: float) -> str:
    if np.isinf(bits):
        return "∞ bits"
    if bits == round(bits):
        return f"{bits:.0f} bit{'' if bits == 1 else 's'}"
    return f"{bits:.4f} bits"


def _fraction(value: float) -> str:
    """A dyadic fraction as 3/8, anything else in decimals."""
    if value in (0, 1):
        return str(int(value))
    top, bottom = float(value).as_integer_ratio()
    return f"{top}/{bottom}" if bottom <= 64 else f"{value:.3g}"


def _round_step(length: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides ``length`` into four to ten parts."""
    power = 10.0 ** np.floor(np.log10(length / 4))
    return float(max(step * power for step in (1, 2, 5) if step * power <= length / 4))
