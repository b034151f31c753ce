"""The figures of lesson 05, relative entropy and its kin."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lessonlib import information
from lessonlib.information import entropy, jensen_shannon, relative_entropy
from lessonlib.plots._drawing import bits_text, figure, note, rectangle
from lessonlib.style import COLOURS

_HUMPS = (-2, 2)  # the centres of the two humps, of equal weight
_HUMP_WIDTH = 0.5  # from 0.72 on the humps overlap so much that KL(q‖p) covers both, too


@figure(4.2)
def entropy_plus_kl(ax: Axes, p: ArrayLike, forecasts: ArrayLike) -> None:
    """Draw the cross-entropy of forecasts of rain as bars: the entropy, and KL on top, hatched.

    p : how often it rains and how often not, shape (2,), summing to 1.
    forecasts : the probabilities of rain that k models say, shape (k,), above 0 and below 1, for
        no bar is infinitely long.
    """
    p, rain = np.ravel(p).astype(float), np.ravel(forecasts).astype(float)
    floor = entropy(p)
    # KL is never below 0, but for rounding.
    extra = np.maximum([relative_entropy(p, [q, 1 - q]) for q in rain], 0)
    if np.isinf(extra).any():
        q = rain[np.isinf(extra)][0]
        raise ValueError(f"forecasts must not rule out what happens, but {q:g} does: KL is ∞.")
    total = floor + extra
    k = len(rain)
    drawn = {"width": 0.78, "edgecolor": COLOURS["ink"]}
    ax.bar(np.arange(k), np.full(k, floor), color=COLOURS["sky"], **drawn)
    ax.bar(np.arange(k), extra, bottom=floor, color=COLOURS["sand"], hatch="//", **drawn)
    line = 0.075 * total.max()
    for i in range(k):
        above = {"ha": "center", "va": "bottom"}
        ax.text(i, floor / 2, f"H(p)\n{floor:.4f}", ha="center", va="center", linespacing=1.4)
        ax.text(i, total[i] + 0.2 * line, f"KL {extra[i]:.4f}", **above)
        ax.text(i, total[i] + 1.2 * line, f"{total[i]:.4f}", weight="bold", **above)
    ax.set(xlim=(-0.55, k - 0.45), ylim=(0, total.max() + 2.6 * line))
    ax.set(xlabel="the forecast of rain", ylabel="cross-entropy H(p, q), bits")
    ax.set_xticks(np.arange(k), [f"{q:.4g}" for q in rain])
    ax.tick_params(axis="x", length=0)
    ax.set_title(f"p = ({p[0]:.4g}, {p[1]:.4g}): cross-entropy = H(p) + KL")


@figure(3.9, panels=(1, 2), sharey=True)
def forward_reverse_fit(axes: NDArray) -> None:
    """Draw the bell curves that have the least KL(p‖q) and the least KL(q‖p) to p, two humps."""
    x = np.linspace(-5, 5, 501)
    p = _humps(x)
    # KL(p‖q) is least where q has the mean and the variance of p.
    covering = (float(np.mean(_HUMPS)), float(np.sqrt(np.var(_HUMPS) + _HUMP_WIDTH**2)))
    panels = (
        ("KL(p ‖ q) is least:\nq covers both humps", covering, (0, 0.21, "center")),
        ("KL(q ‖ p) is least:\nq picks one hump", _least_reverse_kl(), (2.5, 0.55, "left")),
    )
    for ax, (title, (centre, width), (at, height, side)) in zip(axes, panels, strict=True):
        ax.fill_between(x, p, facecolor=COLOURS["pale"], edgecolor=COLOURS["grey"], linewidth=0.8)
        ax.plot(x, p, color=COLOURS["grey"], linestyle="--")
        ax.plot(x, _bell(x, centre, width), color=COLOURS["blue"])
        ax.text(-2, 0.42, "p", ha="center", va="bottom", color=COLOURS["grey"])
        ax.text(at, height, "q", ha=side, va="bottom", color=COLOURS["blue"])
        found = f"q: centre {centre:.2f}, width {width:.2f}"
        ax.text(0, 0.98, found, ha="center", va="top", color=COLOURS["blue"], fontsize=11)
        ax.set(xlim=(-5, 5), ylim=(0, 1), xlabel="x")
        ax.set_xticks([-4, -2, 0, 2, 4], ["−4", "−2", "0", "2", "4"])
        ax.set(yticks=[0, 0.2, 0.4, 0.6, 0.8], title=title)
    axes[0].set_ylabel("density")


def _bell(x: ArrayLike, centre: ArrayLike, width: ArrayLike) -> NDArray:
    """The density of a normal distribution."""
    return np.exp(-(((x - centre) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))


def _humps(x: NDArray) -> NDArray:
    """The density of two bells of equal weight."""
    return sum(_bell(x, centre, _HUMP_WIDTH) for centre in _HUMPS) / 2


def _least_reverse_kl() -> tuple[float, float]:
    """Centre and width of the bell q with the least KL(q‖p), from a grid made finer three times.

    Only centres from 0 upwards are tried: on the left hump the fit is as good.
    """
    x = np.linspace(-12, 12, 961)
    ln_p = np.log(_humps(x))
    centre, width, reach = 1.5, 1.6, 1.5
    for _ in range(4):
        centres = np.linspace(max(centre - reach, 0), centre + reach, 31)[:, None, None]
        widths = np.linspace(max(width - reach, 0.1), width + reach, 31)[None, :, None]
        # ln q written out, since q itself may round to 0.
        ln_q = -(((x - centres) / widths) ** 2) / 2 - np.log(widths * np.sqrt(2 * np.pi))
        kl = (np.exp(ln_q) * (ln_q - ln_p)).sum(axis=2) * (x[1] - x[0])
        i, j = np.unravel_index(kl.argmin(), kl.shape)
        centre, width, reach = float(centres[i, 0, 0]), float(widths[0, j, 0]), reach / 8
    return centre, width


@figure(4.3)
def jensen_shannon_curve(ax: Axes, p: float) -> None:
    """Draw Jensen–Shannon and both KL between (p, 1 − p) and (x, 1 − x), for x from 0 to 1.

    p : the probability that stays, above 0 and below 1, where both directions of KL are finite.
    """
    if not 0 < p < 1:
        raise ValueError(f"p must be above 0 and below 1, but it is {p:g}.")
    # Closer points near 1, where KL(p‖q) climbs so late that it would seem to end.
    x = np.sort(np.r_[np.linspace(0, 1, 401), 1 - np.logspace(-12, -3, 100)])
    fixed, moving = [p, 1 - p], np.column_stack([x, 1 - x])
    top = 2.6
    # Names stand on the longer side of p, where the curves are furthest apart.
    far, side, end = (x < p, 1, 0) if p >= 0.5 else (x > p, -1, 1)
    ha = "left" if side == 1 else "right"
    curves = (
        ("KL(p ‖ q)", 1.85, "orange", "--", relative_entropy),
        ("KL(q ‖ p)", 0.62, "green", "-.", lambda a, b: relative_entropy(b, a)),
    )
    for name, height, colour, style, measure in curves:
        bits = np.array([measure(fixed, row) for row in moving])
        shown = np.isfinite(bits)
        ax.plot(x[shown], bits[shown], color=COLOURS[colour], linestyle=style)
        at = x[shown & far][np.argmin(abs(bits[shown & far] - height))]
        ax.text(at + 0.025 * side, height + 0.02, name, ha=ha, color=COLOURS[colour])
    ax.plot(x, [jensen_shannon(fixed, row) for row in moving], color=COLOURS["blue"])
    ax.text(end + 0.02 * side, 0.09, "Jensen–Shannon", ha=ha, color=COLOURS["blue"])
    ax.plot([0, 1], [1, 1], color=COLOURS["ink"], linestyle=":", linewidth=1.4)
    ax.text(end + 0.6 * side, 1.03, "1 bit: Jensen–Shannon's limit", ha="center", va="bottom")
    ax.plot(p, 0, color=COLOURS["ink"], marker="o", clip_on=False, zorder=3)
    note(ax, f"x = {p:.4g}", (p, 0), (0, 9), ha="center")
    ax.set(xlim=(0, 1), ylim=(0, top), xlabel="x", ylabel="bits", xticks=np.linspace(0, 1, 6))
    ax.set_yticks(np.arange(0, top, 0.5))
    ax.set_title(f"From ({p:.4g}, {1 - p:.4g}) to (x, 1 − x): three measures")


@figure(4.4)
def information_bars(ax: Axes, joint: ArrayLike, first: str, second: str) -> None:
    """Draw the entropies of two variables as bars that overlap by their mutual information.

    What the two variables share is hatched in every bar.

    joint : table of probabilities that sums to 1; the first variable runs over the rows.
    first, second : what the two variables are called.
    """
    joint = np.asarray(joint, dtype=float)
    both, shared = information.joint_entropy(joint), information.mutual_information(joint)
    left = information.conditional_entropy(joint.T)
    ends = {"left": (0, left), "shared": (left, left + shared), "right": (left + shared, both)}
    rows = (
        (f"H({first}, {second})", ("left", "shared", "right")),
        (f"H({first})", ("left", "shared")),
        (f"H({second})", ("shared", "right")),
        (f"H({first} | {second})", ("left",)),
        (f"I({first}; {second})", ("shared",)),
        (f"H({second} | {first})", ("right",)),
    )
    for edge in ends["shared"]:
        ax.plot([edge, edge], [-0.5, 5.5], color=COLOURS["grey"], linestyle=":", linewidth=1)
    for i, (_, parts) in enumerate(rows):
        for part in parts:
            start, end = ends[part]
            fill, hatch = ("orange", "//") if part == "shared" else ("sky", None)
            rectangle(ax, (start, i - 0.3), end - start, 0.6, fill, hatch=hatch)
        length = sum(ends[part][1] - ends[part][0] for part in parts)
        weight = "bold" if parts == ("shared",) else "normal"
        ax.text(both * 1.3, i, f"{length:.4f}", ha="right", va="center", weight=weight)
    ax.text(both * 1.3, -0.62, "bits", ha="right", va="bottom")
    ax.set(xlim=(0, both * 1.3), ylim=(5.6, -0.95), xlabel="bits")
    ax.set_yticks(range(6), [name for name, _ in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xticks(np.arange(0, both, 0.5 if both < 4 else 1))
    ax.spines["bottom"].set_bounds(0, both)
    ax.spines["left"].set_visible(False)
    ax.set_title(f"What {first} and {second} share: {bits_text(shared)}")


@figure(5.6)
def kin_map(ax: Axes) -> None:
    """Draw how entropy, relative entropy and their kin are made from one another."""
    boxes = (
        (1, 0, "cross-entropy", "H(p, q)"),
        (0, 1, "entropy", "H(p)"),
        (2, 1, "relative entropy", "KL(p ‖ q)"),
        (0, 2, "joint entropy", "H(C, S)"),
        (2, 2, "Jensen–Shannon", "JS(p, q)"),
        (0, 3, "conditional\nentropy", "H(S | C)"),
        (1.3, 3, "mutual information", "I(C; S)"),
    )
    for x, y, name, formula in boxes:
        measure = name in ("relative entropy", "Jensen–Shannon", "mutual information")
        fill, edge = ("sand", 2.6) if measure else ("sky", 1)
        rectangle(ax, (x - 0.43, y - 0.27), 0.86, 0.54, fill, linewidth=edge)
        ax.text(x, y, f"{name}\n{formula}", ha="center", va="center", linespacing=1.2)
    # from, to, the words, their place and side
    arrows = (
        ((0, 0.73), (0.65, 0.27), "the world's\npart", (0.12, 0.4), "right"),
        ((2, 0.73), (1.35, 0.27), "the model's\npart", (1.88, 0.4), "left"),
        ((0, 1.27), (0, 1.73), "of a pair", (0.06, 1.5), "left"),
        ((0, 2.27), (0, 2.73), "less H(C)", (0.06, 2.5), "left"),
        ((2, 1.27), (2, 1.73), "both ways,\nto the middle", (2.05, 1.5), "left"),
        ((1.6, 1.27), (1.36, 2.73), "joint against\nproduct of\nmargins", (1.4, 1.9), "right"),
        ((0.43, 3), (0.87, 3), "H(S)\nless this", (0.64, 2.92), "center"),
    )
    for start, end, words, (x, y), side in arrows:
        arrow = {"arrowstyle": "-|>", "color": COLOURS["ink"], "lw": 1.6, "shrinkA": 0}
        ax.annotate("", end, start, arrowprops=arrow | {"shrinkB": 0, "mutation_scale": 15})
        bottom = "bottom" if side == "center" else "center"
        ax.text(x, y, words, ha=side, va=bottom, color=COLOURS["grey"], linespacing=1.15)
    ax.set(xlim=(-0.46, 2.62), ylim=(3.32, -0.32))
    ax.axis("off")
    ax.set_title("Entropy and its kin")
