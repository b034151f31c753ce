"""The figures of lesson 03: four rulers, and the product that freezes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from lessonlib.information import information_content
from lessonlib.likelihood import likelihood, log_likelihood, negative_log_likelihood
from lessonlib.logistic import sigmoid
from lessonlib.losses import BCE
from lessonlib.plots._drawing import figure, finite_bits, minus, paper, round_step
from lessonlib.style import COLOURS


@figure(5.4, panels=(2, 2))
def four_rulers(axes: NDArray, shift: ArrayLike, y: ArrayLike, z: ArrayLike) -> None:
    """Draw four measures of one model against a number b added to all its logits.

    The panels, shape (2, 2): likelihood, log-likelihood, negative log-likelihood (nats) and mean
    cross-entropy (bits). A line marks the one b best for all.

    shift : the values of b to try, shape (k,), increasing, in nats as logits are.
    y : labels 0 or 1, shape (m,).
    z : the model's logits, shape (m,); its predictions are sigmoid(z + b).
    """
    b, z = np.ravel(shift).astype(float), np.ravel(z).astype(float)
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
        height, va = (0.97, "top") if up else (0.05, "bottom")
        look = {"transform": ax.get_xaxis_transform(), "ha": "center", "va": va, "bbox": paper(1)}
        ax.text(best, height, minus(f"{extreme}\n{at_best:.4f}"), **look)
        ax.set_title(name, fontsize=11.5)
        ax.locator_params(nbins=5)
        if i >= 2:
            ax.set_xlabel("b, added to every logit")
    axes[0, 0].figure.suptitle(minus(f"Four rulers, one best b = {best:.4g}"))


@figure(4.4)
def running_product(ax: Axes, q_true: ArrayLike, samples: int) -> None:
    """Draw −ln of a running product of probabilities against the running sum of −ln.

    The probabilities are repeated again and again. In float64 the product freezes at the
    smallest number there is, and its logarithm with it.

    q_true : the probabilities to repeat, shape (m,), above 0.
    samples : how many samples to go through.
    """
    finite_bits("q_true", q_true)
    p = np.resize(np.ravel(q_true).astype(float), samples)
    count = np.arange(1, samples + 1)
    product = np.cumprod(p)
    with np.errstate(divide="ignore"):
        of_product = information_content(product, base=np.e)
    of_sum = np.cumsum(information_content(p, base=np.e))
    top = of_sum[-1] * 1.12
    ax.plot(count, of_sum, color=COLOURS["blue"], linestyle="--")
    ax.plot(count, of_product, color=COLOURS["orange"])
    ax.set(xlim=(0, samples * 1.02), ylim=(0, top), xlabel="samples", ylabel="nats")
    ax.set_xticks(np.arange(0, samples + 1, round_step(samples)))
    ax.set_yticks(np.arange(0, top, round_step(top)))
    for values, name, va, colour in (
        (of_sum, "sum of −ln q", "bottom", "blue"),
        (of_product, "−ln of the\nproduct", "top", "orange"),
    ):
        text = f"{name}:\n{values[-1]:.1f} nats"
        ax.text(samples * 1.03, values[-1], text, va=va, color=COLOURS[colour])
    subnormal = np.flatnonzero(product < np.finfo(float).tiny)
    if subnormal.size:
        marks = (
            (count[subnormal[0]], "fewer digits from", 0.42, "v"),
            (count[product == product[-1]][0], "frozen from", 0.2, "s"),
        )
        for sample, what, height, marker in marks:
            value, grey = of_product[sample - 1], {"color": COLOURS["grey"], "linestyle": ":"}
            ax.plot([sample, sample], [height * top, value], linewidth=1, **grey)
            ax.plot(sample, value, color=COLOURS["ink"], marker=marker)
            text = f"{what}\nsample {sample:,}"
            ax.text(sample - samples / 80, height * top, text, ha="right", va="top")
    ax.set_title("The product freezes, the sum of logarithms goes on")
