"""A pytest plugin, named in pyproject.toml: what a failing run says about a notebook.

nbval runs each cell and compares its output with the stored one, but for the line that covers a
folded one. Here it also fails a cell that was never executed, one that writes to stderr, outputs of
another kind or order, and another picture: nbval passes these. The report names the notebook and
the cell, shows both outputs, and gives the command that stores the new one.
"""

import base64
import difflib
import functools
import io
import json
import os
import re
import sys
from importlib import metadata

import derive
import nbval.kernel
import numpy as np
import pytest
from gate import ROOT
from jupyter_client.manager import KernelManager
from nbval.plugin import IPyNbCell, NbCellError

from notebooks import COLOUR_CODES, kernel_manager

# A progress bar comes only when the machine is slow, so the kernels must not show one.
os.environ["TQDM_DISABLE"] = "1"
nbval.kernel.KernelManager = functools.partial(kernel_manager, KernelManager)

DIFFERS = "Cell outputs differ"  # nbval's words


def pytest_itemcollected(item):
    if isinstance(item, IPyNbCell):
        item.cell.outputs = [output for output in item.cell.outputs if output != derive.COVER]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if isinstance(item, IPyNbCell) and (problem := unseen_by_nbval(item.cell, item.test_outputs)):
        item.raise_cell_error(problem)
    return result


def unseen_by_nbval(cell, now):
    """What is wrong with a cell, and its outputs of now, that nbval has passed."""
    if cell.execution_count is None:
        return "This cell was never executed: nothing is stored to compare with"
    if any(output.get("name") == "stderr" for output in now):
        return "This cell wrote to stderr"  # a slider: nbval compares none of its outputs
    if derive.IGNORE in cell.metadata.get("tags", []):
        return None
    if kinds(cell.outputs) != kinds(now):
        return "The outputs come in another order, or as another kind, than they are stored"
    if draws_like_the_lock() and not all(map(alike, pictures(cell.outputs), pictures(now))):
        return "The stored picture is not what this cell draws"
    return None


def kinds(outputs):
    """What sorts of output there are, with their metadata, in the order in which each comes."""
    sorts = []
    for out in outputs:
        described = json.dumps(out.get("metadata", {}), sort_keys=True)
        sorts.append((out.output_type, out.get("name"), *sorted(out.get("data", {})), described))
    return list(dict.fromkeys(sorts))


@functools.cache
def draws_like_the_lock():
    """Other releases of matplotlib set letters otherwise; other systems may."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^matplotlib==([\w.]+)", lock, re.MULTILINE)
    return sys.platform == "linux" and [metadata.version("matplotlib")] == locked


def pictures(outputs):
    return [out.data["image/png"] for out in outputs if "image/png" in out.get("data", {})]


def pixels(png):
    from PIL import Image  # matplotlib brings it

    return np.array(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"))


def alike(stored, drawn):
    """Is there no pixel in which two pictures visibly differ?"""
    try:
        one, other = pixels(stored).astype(int), pixels(drawn).astype(int)
    except (OSError, ValueError):
        return False  # one that no program can open
    return one.shape == other.shape and abs(one - other).max() <= 16


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and isinstance(item, IPyNbCell) and call.excinfo.errisinstance(NbCellError):
        error = call.excinfo.value
        place = f"{item.path.name}, cell {item.cell.get('id', 'without an id')}"
        remedy = f"If what comes now is right, store it: make notebooks LESSON={item.path.name[:2]}"
        report.longrepr = f"{place} ({item.name})\n{explain(item, error)}\n{remedy}"
    return report


def explain(item, error):
    if str(error) != DIFFERS:
        trace = COLOUR_CODES.sub("", str(error.inner_traceback or ""))
        return f"{error}.\n\n{item.cell.source}\n{trace}"
    stored, now = as_lines(item.cell.outputs), as_lines(item.test_outputs)
    lines = difflib.unified_diff(stored, now, "stored", "now", n=3, lineterm="")
    return "\n".join(lines) or COLOUR_CODES.sub("", error.inner_traceback)


def as_lines(outputs):
    """The outputs as a reader would list them, pictures by name only."""
    lines = []
    for output in outputs:
        kind = output.output_type
        if kind == "stream":
            lines += [f"[{output.name}]", *output.text.splitlines()]
        elif kind == "error":
            lines += ["[error]", f"{output.ename}: {output.evalue}"]
        for mime, value in sorted(output.get("data", {}).items()):
            lines.append(f"[{mime}]")
            if not isinstance(value, str):
                value = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
            if not mime.startswith("image/"):
                lines += value.splitlines()
    return lines
