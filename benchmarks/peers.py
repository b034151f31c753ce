"""The losses that are measured: lessonlib's, and the functions that others use."""

import ctypes
import os
import shutil
import subprocess
import tempfile
from functools import partial
from pathlib import Path

import mpmath
import numpy as np
from scipy import special
from sklearn.metrics import log_loss

from lessonlib import (
    BCE,
    BCE_from_logits,
    categorical_cross_entropy,
    logit,
    softmax,
    softmax_cross_entropy,
)

try:
    import torch
    from torch.nn import functional
except ImportError:
    torch = None
else:
    torch.set_num_threads(1)

NAIVE = "the article's line, unchecked"
LOOP = """
#include <math.h>
double loop(const double *y, const double *yhat, long m) {
    double sum = 0;
    for (long i = 0; i < m; i++) sum += y[i] * log2(yhat[i]) + (1 - y[i]) * log2(1 - yhat[i]);
    return -sum / m;
}
"""


def naive(y, yhat):
    return -(1 / len(y)) * np.sum(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))


def compiled_loop():
    """Return the same formula as one loop in C, or None without a compiler."""
    flags = ["-O3", "-march=native", "-ffast-math", *os.environ.get("LOOP_FLAGS", "").split()]
    with tempfile.TemporaryDirectory() as folder:
        source, part, library = (Path(folder, f"loop.{end}") for end in ("c", "o", "so"))
        source.write_text(LOOP, encoding="utf-8")
        compiler = shutil.which("cc") or "false"
        for command in (
            [compiler, *flags, "-fPIC", "-c", source, "-o", part],
            # Linked with -ffast-math, it would round every number below 2.2e-308 to 0, ours too.
            [compiler, "-shared", part, "-o", library, "-lm"],
        ):
            if subprocess.run(command, capture_output=True).returncode:
                return None
        loop = ctypes.CDLL(str(library)).loop
    vector = np.ctypeslib.ndpointer(np.float64)
    loop.argtypes, loop.restype = [vector, vector, ctypes.c_long], ctypes.c_double
    return loop


# By the loss that they take: functions of the labels, and of probabilities, logits or rows of them.
# lessonlib's and those that check nothing answer in bits, the others in nats.
TWO_CLASSES = {
    NAIVE: naive,
    "lessonlib BCE": BCE,
    "scipy xlogy, xlog1py": lambda y, yhat: (
        -(special.xlogy(y, yhat) + special.xlog1py(1 - y, -yhat)).mean()
    ),
    "scipy rel_entr": lambda y, yhat: (
        special.rel_entr(y, yhat) + special.rel_entr(1 - y, 1 - yhat)
    ).mean(),
    "scikit-learn log_loss": lambda y, yhat: log_loss(y, yhat, labels=[0, 1]),
}
TWO_LOGITS = {
    "lessonlib BCE_from_logits": BCE_from_logits,
    "scipy log_expit": lambda y, z: -special.log_expit((2 * y - 1) * z).mean(),
}
ROWS = {
    "lessonlib categorical_cross_entropy": categorical_cross_entropy,
    "numpy, the true class's log, unchecked": lambda y, Q: -np.log2(Q[np.arange(len(y)), y]).mean(),
    "scikit-learn log_loss": lambda y, Q: log_loss(y, Q, labels=range(Q.shape[1])),
}
ROWS_OF_LOGITS = {
    "lessonlib softmax_cross_entropy": softmax_cross_entropy,
    "scipy log_softmax": lambda y, Z: -special.log_softmax(Z, axis=1)[np.arange(len(y)), y].mean(),
}
if torch:
    with_logits = functional.binary_cross_entropy_with_logits
    TWO_CLASSES["PyTorch binary_cross_entropy"] = lambda y, q: functional.binary_cross_entropy(q, y)
    TWO_LOGITS["PyTorch …_with_logits"] = lambda y, z: with_logits(z, y)
    ROWS_OF_LOGITS["PyTorch cross_entropy"] = lambda y, Z: functional.cross_entropy(Z, y)
if loop := compiled_loop():
    TWO_CLASSES["a loop in C, unchecked"] = lambda y, yhat: loop(y, yhat, len(y))
RIVALS = {
    "lessonlib BCE": TWO_CLASSES,
    "lessonlib BCE_from_logits": TWO_LOGITS,
    "lessonlib categorical_cross_entropy": ROWS,
    "lessonlib softmax_cross_entropy": ROWS_OF_LOGITS,
}


def in_bits(name):
    return name.startswith("lessonlib") or name.endswith("unchecked")


def calls(losses, *arrays):
    """Return, by name, calls that take these losses of labels and predictions."""
    tensors = [*map(torch.from_numpy, arrays)] if torch else None
    return {
        name: partial(loss, *(tensors if name.startswith("PyTorch") else arrays))
        for name, loss in losses.items()
    }


def two_classes(m):
    """Return, by name, calls that take the loss of m rows."""
    rng = np.random.default_rng(m)
    y, yhat, soft = (rng.random(m) < 0.5) * 1.0, rng.uniform(0.005, 0.995, m), rng.random(m)
    ways = {
        "lessonlib BCE, soft labels": partial(BCE, soft, yhat),
        "lessonlib BCE, float32": partial(BCE, np.float32(y), np.float32(yhat)),
        "lessonlib BCE, column": partial(BCE, y[:, None], yhat[:, None]),
    }
    return calls(TWO_CLASSES, y, yhat) | ways | calls(TWO_LOGITS, y, logit(yhat))


def ten_classes(m):
    """Return, by name, calls that take the loss of m rows."""
    rng = np.random.default_rng(m)
    Z, y = rng.normal(0, 3, (m, 10)), rng.integers(0, 10, m)
    return calls(ROWS_OF_LOGITS, y, Z) | calls(ROWS, y, softmax(Z))


def of_guess(yhat):
    """Return the exact loss of a row with label 0, in nats, and calls that take it."""
    exact = -mpmath.log(1 - mpmath.mpf(yhat)) if yhat < 1 else mpmath.inf
    return exact, calls(TWO_CLASSES, np.zeros(1), np.array([yhat]))


def of_lead(lead):
    """Return the exact loss of a row whose true class leads by so many nats, and the calls."""
    Z = np.array([[0, lead]])
    by_hand = {"scipy softmax, scikit-learn log_loss": ROWS["scikit-learn log_loss"]}
    return mpmath.log(1 + mpmath.exp(-mpmath.mpf(lead))), (
        calls(TWO_LOGITS, np.ones(1), Z[0, 1:])
        | calls(ROWS_OF_LOGITS, np.ones(1, int), Z)
        | calls(by_hand, np.ones(1, int), special.softmax(Z, axis=1))
    )
