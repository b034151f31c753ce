"""The figures of lesson 01: bits, entropy, code lengths, ln x and its tangent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from lessonlib.information import entropy, information_content
from lessonlib.plots._drawing import bits_text, figure, finite_bits, note, paper, rectangle
from lessonlib.style import COLOURS


@figure(4.2)
def information_curve(ax: Axes, marked: ArrayLike) -> None:
    """Draw the information content −log₂ p against p, with some probabilities marked.

    marked : probabilities above 0 and up to 1, shape (k,); each is labelled with its bits.
    """
    p = np.unique(marked)[::-1]
    bits = finite_bits("marked", p)
    # Each label flies like a flag from a pole at its point. Poles grow from right to left, so no
    # flag meets another one or the curve.
    flags = bits + 0.35
    for i in range(1, len(flags)):
        flags[i] = max(flags[i], flags[i - 1] + 0.6)
    top = max(7.0, np.ceil(np.max(flags, initial=0) + 0.4))
    _draw_information(ax, top)
    for p_i, bits_i, flag in zip(p, bits, flags, strict=True):
        ax.plot([p_i, p_i], [bits_i, flag], color=COLOURS["grey"], linewidth=1)
        ax.text(p_i + 0.012, flag, f"p = {p_i:.4g}: {bits_text(bits_i)}", va="center")
    ax.plot(p, bits, color=COLOURS["orange"], marker="o", linestyle="none", clip_on=False)
    ax.set_title("The less likely, the more bits")


@figure(4.0)
def one_sample_cost(ax: Axes, p: float) -> None:
    """Draw the information content −log₂ p against p, with one probability marked.

    p : the probability that was given to what happened, above 0 and up to 1.
    """
    bits = float(finite_bits("p", p))
    _draw_information(ax, max(8.0, np.ceil(bits + 0.4)))
    ax.plot([p, p, 0], [0, bits, bits], color=COLOURS["orange"], linestyle="--", linewidth=1.4)
    ax.plot(p, bits, color=COLOURS["orange"], marker="o", markersize=10, clip_on=False)
    side = "left" if p < 0.8 else "center" if p < 0.93 else "right"
    note(ax, bits_text(bits), (p, bits), (10, 8), weight="bold", va="bottom", ha=side)
    ax.set_xlabel("p, the probability given to what happened")
    ax.set_title(f"What was given {p:.4g} costs {bits_text(bits)}")


def _draw_information(ax: Axes, top: float) -> None:
    p = np.linspace(2.0**-top, 1, 400)
    ax.plot(p, information_content(p), color=COLOURS["blue"])
    ax.set(xlim=(0, 1.02), ylim=(0, top), xlabel="probability p", ylabel="−log₂ p, bits")
    ax.set(xticks=np.linspace(0, 1, 6), yticks=np.arange(0, top + 1))


@figure(3.9)
def code_lengths(ax: Axes, p: ArrayLike, names: Sequence[str]) -> None:
    """Draw a prefix code in which a message of probability p has a string of −log₂ p digits.

    Each string takes the share 2^−length of the unit width (Kraft): nothing longer may begin
    with it. Lengths are rounded up to whole digits.

    p : the probabilities of the messages, shape (n,), above 0 and summing to 1.
    names : what the messages are called, n names.
    """
    p = np.ravel(p).astype(float)
    entropy(p)  # refuses what is not a distribution
    order = np.argsort(-p, kind="stable")
    p, names = p[order], [names[i] for i in order]
    lengths = np.maximum(np.ceil(finite_bits("p", p) - 1e-9), 1).astype(int)
    shares = 2.0**-lengths
    starts = np.cumsum(shares) - shares
    deepest = lengths.max()
    looks = [("sky", ""), ("sand", "//"), ("paper", ".."), ("pale", "\\\\")]
    for i, (start, share, length) in enumerate(zip(starts, shares, lengths, strict=True)):
        colour, hatch = looks[i % len(looks)]
        # From its own depth down: all longer strings below it are taken.
        rectangle(ax, (start, length - 1), share, deepest - length + 1, colour, hatch=hatch)
        word = f"{int(start * 2**length):0{length}b}"
        size = f"{length} digit{'s' if length > 1 else ''}"
        text = f"{names[i]} ({_fraction_text(p[i])})\n{word}\n{size}"
        x, y = start + share / 2, (length - 1 + deepest) / 2
        ax.text(x, y, text, ha="center", va="center", linespacing=1.25, bbox=paper(2.5))
    ax.set(xlim=(0, 1), ylim=(deepest, 0), ylabel="digit no.")
    ax.set_xlabel("message (its probability), string, length;\nits share of the width: 2^(−length)")
    edges = np.unique([*starts, starts[-1] + shares[-1], 1])
    ax.set_xticks(edges, [_fraction_text(edge) for edge in edges])
    ax.set_yticks(np.arange(deepest) + 0.5, [str(n + 1) for n in range(deepest)])
    ax.tick_params(axis="y", length=0)
    ax.set_title(f"Average length {p @ lengths:.4g} digits, or bits")


def _fraction_text(value: float) -> str:
    """A dyadic fraction as 3/8, anything else in decimals."""
    top, bottom = float(value).as_integer_ratio()
    if bottom == 1:
        return str(top)
    return f"{top}/{bottom}" if bottom <= 64 else f"{value:.3g}"


@figure(4.0)
def entropy_curve(ax: Axes, marked: ArrayLike) -> None:
    """Draw the entropy of a coin against its probability of heads, with some coins marked.

    marked : probabilities of heads in [0, 1], shape (k,); each is labelled with its entropy.
    """
    p = np.linspace(0, 1, 201)
    ax.plot(p, [entropy([p_i, 1 - p_i]) for p_i in p], color=COLOURS["blue"])
    ax.set(xlim=(0, 1), ylim=(0, 1.2), xlabel="p, the probability of heads", ylabel="entropy, bits")
    ax.set(xticks=np.linspace(0, 1, 6), yticks=np.linspace(0, 1, 6))
    for p_i in np.ravel(marked).astype(float):
        bits = entropy([p_i, 1 - p_i])
        ax.plot(p_i, bits, color=COLOURS["orange"], marker="o", clip_on=False, zorder=3)
        # Labels stand inside the arch, except at its top.
        where, ha = ((0, 10), "center") if abs(p_i - 0.5) < 0.06 else ((12, -14), "left")
        if p_i >= 0.56:
            where, ha = (-12, -14), "right"
        if bits < 0.15:
            where = (where[0], 12)
        note(ax, f"p = {p_i:.4g}: {bits_text(bits)}", (p_i, bits), where, ha=ha)
    ax.set_title("A coin's entropy: at most 1 bit, when it is fair")


@figure(3.6)
def log_and_tangent(ax: Axes) -> None:
    """Draw ln x and the line x − 1, which touches it at x = 1 and lies above it elsewhere."""
    x = np.geomspace(0.1, 3, 200)
    line, curve = COLOURS["orange"], COLOURS["blue"]
    ax.plot(x, np.log(x), color=curve)
    ax.plot(x, x - 1, color=line, linestyle="--")
    ax.plot(1, 0, color=COLOURS["ink"], marker="o")
    note(ax, "both 0 at x = 1", (1, 0), (10, -14))
    ax.text(2.35, 1.5, "x − 1", color=line, ha="right", va="bottom")
    ax.text(2.6, 0.85, "ln x", color=curve, va="top")
    ax.set(xlim=(0, 3), ylim=(-2.5, 2), xlabel="x", ylabel="nats")
    ax.set_title("The line touches the curve, and is nowhere below it")
