"""The figures of lesson 09: the digits that floats keep of a loss, and what clipping does to it."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lessonlib import _checks
from lessonlib.losses import BCE_from_logits
from lessonlib.plots._drawing import broad, figure, hatched, paper
from lessonlib.style import COLOURS

_nats_of_label_1 = np.vectorize(lambda z: BCE_from_logits(1, z, np.e))
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@figure(4.4, panels=(1, 2), sharey=True, width_ratios=(2, 3))
def digits_kept(axes: NDArray) -> None:
    """Draw how many digits of the loss of label 1, ln(1 + e^−z), three ways of computing it keep.

    The panels: misses (z < 0) and hits (z > 0). Digits are counted in whole numbers, to 15.
    """
    overflow = np.log(np.finfo(float).max)
    # exp and log differ in their last bits from one processor to another. At these z no count of
    # digits is so near to the next that this could change it; at z = 2 one is.
    misses = np.array([*range(-800, -710, 10), -710, -709, *range(-700, 0, 20), -1], dtype=float)
    hits = np.arange(1, 60, 2, dtype=float)
    looks = (
        broad(9),
        {"color": COLOURS["green"], "linestyle": "--", "marker": "s", "markersize": 4},
        {"color": COLOURS["orange"], "marker": "o", "markersize": 4.5},
    )
    for ax, z in zip(axes, (misses, hits), strict=True):
        with np.errstate(over="ignore", divide="ignore"):
            naive = 0 - np.log(1 / (1 + np.exp(-z)))
        difference = np.logaddexp(0, z) - z
        with localcontext(Context(prec=60)):  # whatever precision the reader has set
            exact = [(1 + (-Decimal(z_i)).exp()).ln() for z_i in z]
            for losses, look in zip((_nats_of_label_1(z), difference, naive), looks, strict=True):
                digits = [*map(_right_digits, losses, exact)]
                ax.plot(z, digits, **look | ({"marker": ""} if z is misses else {}))
        ax.set(ylim=(-0.6, 17.4), xlabel="z", yticks=[0, 5, 10, 15])
    left, right = axes
    left.set(xlim=(-820, 0), ylabel="right digits of the loss of label 1")
    left.set_xticks([-800, -400, 0], ["−800", "−400", "0"])
    left.set_title("misses, z < 0")
    right.set(xlim=(0, 60), xticks=[0, 10, 20, 30, 40, 50, 60], title="hits, z > 0")
    left.text(-690, 13.6, "all three: 15", va="center")
    end = f"naive:\ninf below\nz = −{overflow:.2f}"
    left.text(-690, 0.2, end, color=COLOURS["orange"], linespacing=1.3)
    right.text(2, 16.4, "from the logits: always 15", va="center", color=COLOURS["blue"])
    right.text(27, 7, "naive: 0 digits\nfrom z = 37 on", color=COLOURS["orange"], linespacing=1.3)
    right.text(2.5, 2, "logaddexp\n(0, z) − z", color=COLOURS["green"], linespacing=1.3)
    left.figure.suptitle("A sure hit loses its digits, unless the loss starts from z")


def _right_digits(loss: float, exact: Decimal) -> int:
    """How many leading digits of a computed loss are right, 15 at most."""
    error = abs(Decimal(loss) - exact) / exact
    return 15 if error < Decimal("1e-15") else int(max(0, -error.log10()))


@figure(4.4)
def clipped_loss(ax: Axes, exponent: float) -> None:
    """Draw the loss of label 1, ln(1 + e^−z), and the same with ŷ clipped at ε = 10^−exponent.

    Where z is too low for ŷ = σ(z) ≥ ε the clipped loss is flat; that is hatched.

    exponent : of ε, a whole number from 2 to 16.
    """
    wanted = "a whole number from 2 to 16"
    _checks.one_number("exponent", exponent, wanted, lambda e: 2 <= e <= 16 and e == int(e))
    epsilon = 10.0**-exponent
    highest = exponent * np.log(10)
    border = -highest - np.log1p(-epsilon)  # the logit of ε
    z = np.linspace(-40, 5, 901)
    true = _nats_of_label_1(z)
    hatched(ax, -40, border, 42)
    clipped = np.clip(true, -np.log1p(-epsilon), highest)
    ax.plot(z, clipped, color=COLOURS["orange"], linewidth=4.4)
    ax.plot(z, true, color=COLOURS["blue"], linestyle="--")
    ax.plot(border, highest, color=COLOURS["orange"], marker="o", markersize=10)
    look = {"va": "center", "linespacing": 1.3, "bbox": paper(2)}
    ax.text(-36.5, 39, "true loss", color=COLOURS["blue"], **look)
    text = f"clipped: {highest:.2f} nats\nand slope 0, left of here"
    line = {"arrowstyle": "-", "color": COLOURS["orange"]}
    ax.annotate(text, (border, highest), (-16, 32), color=line["color"], arrowprops=line, **look)
    ax.set(xlim=(-40, 5), ylim=(0, 42), xlabel="z", ylabel="loss of label 1, nats")
    ax.set_xticks([-40, -30, -20, -10, 0], ["−40", "−30", "−20", "−10", "0"])
    ax.set_yticks([0, 10, 20, 30, 40])
    raised = f"{-exponent:g}".translate(_RAISED)
    ax.set_title(f"Clipped at ε = 10{raised}, the loss is flat left of z = −{-border:.2f}")
