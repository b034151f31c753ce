"""How fast, how exact and how large the losses are, beside the functions that others use.

`make bench` runs this, which takes some minutes, and writes results.md and time_per_row.png.
PyTorch is measured where it can be imported, the loop in C where there is a compiler.
"""

import ctypes
import datetime
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

import mpmath
import numpy as np
import scipy
import sklearn
from matplotlib.figure import Figure
from peers import NAIVE, RIVALS, in_bits, of_guess, of_lead, ten_classes, torch, two_classes

HERE = Path(__file__).parent
SIZES = {23: (60, 100), 100_000: (40, 1), 10_000_000: (3, 1)}  # rows: rounds, calls in each
GUESSES, LEADS = [0.3, 1e-3, 1e-9, 1e-20, 1.0], [-1e3, 1.0, 20.0, 40.0, 100.0, 600.0]
DRAWN = [NAIVE, "lessonlib BCE", "scikit-learn log_loss", "PyTorch binary_cross_entropy"]
# The instructions on 512 bits are called so by numpy up to 2.3, by numpy from 2.4 on, and by cc.
NARROW = {
    "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL "
    "AVX512_SPR X86_V4",
    "ATEN_CPU_CAPABILITY": "avx2",
    "LOOP_FLAGS": "-mno-avx512f",
}


def medians(calls, rounds, repeats):
    """Return the median seconds of each call; the rounds are interleaved."""
    seconds = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            start = time.perf_counter()
            for _ in range(repeats):
                call()
            seconds[name].append((time.perf_counter() - start) / repeats)
    return {name: statistics.median(values) for name, values in seconds.items()}


def times():
    """Return the median nanoseconds a row, by heading and name."""
    found = {f"{m:,} rows": (m, medians(two_classes(m), *counts)) for m, counts in SIZES.items()}
    found["100,000 rows, ten classes"] = (100_000, medians(ten_classes(100_000), 5, 1))
    return {
        heading: {name: value / m * 1e9 for name, value in values.items()}
        for heading, (m, values) in found.items()
    }


def times_with(settings):
    """Return the median times of seven more Pythons under these settings of the environment.

    How long a call waits for its memory depends on what else a Python has there.
    """
    command = [sys.executable, __file__, "times"]
    environment = os.environ | settings
    runs = [json.loads(subprocess.check_output(command, env=environment)) for _ in range(7)]
    return {
        heading: {name: statistics.median(run[heading][name] for run in runs) for name in values}
        for heading, values in runs[0].items()
    }


def peak():
    """Return the most memory that this process has held since the last reset, in bytes (Linux)."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def peaks(m):
    """Return the megabytes that each call takes beside its input."""
    for call in two_classes(100).values():
        call()  # the code that a first call loads is not counted
    ctypes.CDLL(None).prctl(41, 1, 0, 0, 0)  # no pages of 2 MB, which count whole
    megabytes = {}
    for name, call in two_classes(m).items():
        ctypes.CDLL(None).malloc_trim(0)  # gives back what the call before has left
        Path("/proc/self/clear_refs").write_text("5")  # resets the peak
        before = peak()
        call()
        megabytes[name] = f"{(peak() - before) / 1e6:.3g}"
    return megabytes


def import_ratio():
    """Return the median time of `import lessonlib`, in times of `import numpy`."""
    script = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
    seconds = {"lessonlib": [], "numpy": []}
    for _ in range(21):
        for module, values in seconds.items():
            command = [sys.executable, "-c", script.format(module)]
            values.append(float(subprocess.check_output(command, cwd=HERE.parent)))
    return statistics.median(seconds["lessonlib"]) / statistics.median(seconds["numpy"])


def right_digits(case, value):
    """Return how many digits of each loss are right, 16 at most; the loss, if it should be inf."""
    with mpmath.workdps(500), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        exact, calls = case(value)
        nats = {
            name: float(call()) * (mpmath.log(2) if in_bits(name) else 1)
            for name, call in calls.items()
        }
        if exact == mpmath.inf:
            return {name: f"{float(loss):.4g}" for name, loss in nats.items()}
        errors = {name: abs(loss / exact - 1) for name, loss in nats.items()}
        return {
            name: str(min(16, max(0, math.floor(-mpmath.log10(error + 1e-17)))))
            for name, error in errors.items()
        }


def draw():
    """Draw the time of a row against the number of rows."""
    sizes = [10**k for k in range(1, 8)]
    lines = {}
    for m in sizes:
        calls = {name: call for name, call in two_classes(m).items() if name in DRAWN}
        for name, seconds in medians(calls, 9, max(1, 10_000 // m)).items():
            lines.setdefault(name, []).append(seconds / m * 1e9)
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    ax = figure.subplots()
    for (name, nanoseconds), marker in zip(lines.items(), "osDv", strict=False):
        ax.loglog(sizes, nanoseconds, marker=marker, label=name)
    ax.set(xlabel="rows", ylabel="nanoseconds a row", title="Binary cross-entropy, one thread")
    ax.grid(alpha=0.3)
    ax.legend()
    figure.savefig(HERE / "time_per_row.png", dpi=120)


def table(columns):
    """Return columns of cells, by heading and name, in Markdown."""
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name in dict.fromkeys(name for cells in columns.values() for name in cells):
        lines.append(f"| {name} | " + " | ".join(c.get(name, "") for c in columns.values()) + " |")
    return "\n".join(lines)


def time_table(found):
    """Return nanoseconds a row and, in brackets, times of the article's line."""
    columns = {}
    for heading, values in found.items():
        columns[heading] = {
            name: f"{value:.3g}" + (f" ({value / values[NAIVE]:.2f})" if NAIVE in values else "")
            for name, value in values.items()
        }
    return table(columns)


def faster(found, setting):
    """Return a line for each function that takes less time than lessonlib's for the same loss."""
    return "".join(
        f"- {heading}, {setting}: {peer} takes {values[peer] / values[ours]:.2f} × {ours}.\n"
        for heading, values in found.items()
        for ours, peers in RIVALS.items()
        for peer in peers
        if ours in values and values.get(peer, math.inf) < values[ours]
    )


def machine():
    """Return what was measured on and with, in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if sys.platform == "linux" else []
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    versions = [f"{p.__name__} {p.__version__}" for p in (np, scipy, sklearn, torch) if p]
    return (
        f"{models[0] if models else platform.processor()}, {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}, {', '.join(versions)}"
    )


def main():
    wide, narrow = times_with({}), times_with(NARROW)
    guesses = {f"ŷ = {v:g}": right_digits(of_guess, v) for v in GUESSES}
    leads = {f"by {v:g}": right_digits(of_lead, v) for v in LEADS}
    draw()
    page = f"""# One run of `make bench`, {datetime.date.today()}

{machine()}.

Medians of interleaved rounds in seven processes, one thread; every check of lessonlib's included.
This page is written anew by each run. The article's line asks for 32 bytes of memory a row; what
the system takes for those differs between runs: compare nanoseconds before ratios.

## Nanoseconds a row; in brackets, times of the article's line

{time_table(wide)}

Without instructions on 512 bits:

{time_table(narrow)}

![Time of a row against the number of rows](time_per_row.png)

## Where another function is faster

{faster(wide, "512 bits")}{faster(narrow, "256 bits")}
## Memory beside the input at 10,000,000 rows, MB

{table({"MB": peaks(10_000_000) if sys.platform == "linux" else {}})}

## Right digits of the loss, against mpmath

One row with label 0; at ŷ = 1, a certain miss, what comes out instead of inf.

{table(guesses)}

One row of logits whose true class leads.

{table(leads)}

## Import

`import lessonlib` takes {import_ratio():.2f} × `import numpy`.
"""
    (HERE / "results.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["times"]:
        print(json.dumps(times()))
    else:
        main()
