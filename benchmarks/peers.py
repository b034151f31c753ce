"""The losses that are measured: lessonlib's, and the functions that others use."""

import ctypes
import math
import os
import shutil
import subprocess
import tempfile
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


def two_classes(m):
    """Return, by name, calls that take the loss of m rows."""
    rng = np.random.default_rng(m)
    y, yhat, soft = (rng.random(m) < 0.5) * 1.0, rng.uniform(0.005, 0.995, m), rng.random(m)
    y4, yhat4, z = np.float32(y), np.float32(yhat), logit(yhat)
    calls = {
        NAIVE: lambda: naive(y, yhat),
        "lessonlib BCE": lambda: BCE(y, yhat),
        "lessonlib BCE, soft labels": lambda: BCE(soft, yhat),
        "lessonlib BCE, float32": lambda: BCE(y4, yhat4),
        "lessonlib BCE, column": lambda: BCE(y[:, None], yhat[:, None]),
        "scipy xlogy, xlog1py": lambda: (
            -(special.xlogy(y, yhat) + special.xlog1py(1 - y, -yhat)).mean()
        ),
        "scipy rel_entr": lambda: (
            special.rel_entr(y, yhat) + special.rel_entr(1 - y, 1 - yhat)
        ).mean(),
        "scikit-learn log_loss": lambda: log_loss(y, yhat),
        "lessonlib BCE_from_logits": lambda: BCE_from_logits(y, z),
        "scipy log_expit": lambda: -special.log_expit((2 * y - 1) * z).mean(),
    }
    if torch:
        t_y, t_yhat, t_z = map(torch.from_numpy, (y, yhat, z))
        with_logits = functional.binary_cross_entropy_with_logits
        calls["PyTorch binary_cross_entropy"] = lambda: functional.binary_cross_entropy(t_yhat, t_y)
        calls["PyTorch …_with_logits"] = lambda: with_logits(t_z, t_y)
    if loop := compiled_loop():
        calls["a loop in C, unchecked"] = lambda: loop(y, yhat, m)
    return calls


def ten_classes(m):
    """Return, by name, calls that take the loss of m rows."""
    rng = np.random.default_rng(m)
    Z, y, rows = rng.normal(0, 3, (m, 10)), rng.integers(0, 10, m), np.arange(m)
    Q = softmax(Z)
    calls = {
        "lessonlib softmax_cross_entropy": lambda: softmax_cross_entropy(y, Z),
        "scipy log_softmax": lambda: -special.log_softmax(Z, axis=1)[rows, y].mean(),
        "lessonlib categorical_cross_entropy": lambda: categorical_cross_entropy(y, Q),
        "numpy, the true class's log, unchecked": lambda: -np.log2(Q[rows, y]).mean(),
        "scikit-learn log_loss": lambda: log_loss(y, Q, labels=range(10)),
    }
    if torch:
        t_Z, t_y = torch.from_numpy(Z), torch.from_numpy(y)
        calls["PyTorch cross_entropy"] = lambda: functional.cross_entropy(t_Z, t_y)
    return calls


# Which functions take the same loss.
RIVALS = {
    "lessonlib BCE": [
        NAIVE,
        "scipy xlogy, xlog1py",
        "scipy rel_entr",
        "scikit-learn log_loss",
        "PyTorch binary_cross_entropy",
        "a loop in C, unchecked",
    ],
    "lessonlib BCE_from_logits": ["scipy log_expit", "PyTorch …_with_logits"],
    "lessonlib softmax_cross_entropy": ["scipy log_softmax", "PyTorch cross_entropy"],
    "lessonlib categorical_cross_entropy": [
        "numpy, the true class's log, unchecked",
        "scikit-learn log_loss",
    ],
}


def from_probability(yhat):
    """Return the exact loss of a row with label 0, and what each makes of it, in nats."""
    y, guess = np.zeros(1), np.array([yhat])
    losses = {
        "lessonlib BCE": BCE(y, guess, np.e),
        NAIVE: naive(y, guess) * math.log(2),
        "scipy xlogy, xlog1py": -special.xlog1py(1, -yhat),
        "scipy rel_entr": special.rel_entr(1, 1 - yhat),
        "scikit-learn log_loss": log_loss(y, guess, labels=[0, 1]),
    }
    if torch:
        pair = torch.from_numpy(guess), torch.from_numpy(y)
        losses["PyTorch binary_cross_entropy"] = functional.binary_cross_entropy(*pair)
    return -mpmath.log(1 - mpmath.mpf(yhat)) if yhat < 1 else mpmath.inf, losses


def from_logits(lead):
    """Return the exact loss of a row whose true class leads by so many nats, and the losses."""
    z, Z = np.array([lead]), np.array([[0, lead]])
    Q = special.softmax(Z, axis=1)
    losses = {
        "lessonlib BCE_from_logits": BCE_from_logits([1], z, np.e),
        "lessonlib softmax_cross_entropy": softmax_cross_entropy([1], Z, np.e),
        "scipy log_expit": -special.log_expit(lead),
        "scipy log_softmax": -special.log_softmax(Z, axis=1)[0, 1],
        "scipy softmax, scikit-learn log_loss": log_loss([1], Q, labels=[0, 1]),
    }
    if torch:
        t_z, t_Z = torch.from_numpy(z), torch.from_numpy(Z)
        with_logits = functional.binary_cross_entropy_with_logits
        losses["PyTorch …_with_logits"] = with_logits(t_z, torch.ones_like(t_z))
        losses["PyTorch cross_entropy"] = functional.cross_entropy(t_Z, torch.tensor([1]))
    return mpmath.log(1 + mpmath.exp(-mpmath.mpf(lead))), losses
