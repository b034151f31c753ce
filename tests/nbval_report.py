"""A pytest plugin, named in pyproject.toml: what a failing run says about a notebook.

nbval runs each cell and compares its output with the stored one, but for the line that covers a
folded one. Here it also fails a cell that was never executed, and one whose expected error no
longer comes: nbval passes both. The report names the notebook and the cell, shows both outputs, and
gives the command that stores the new one.
"""

import difflib
import functools
import json
import os
import re

import derive
import nbval.kernel
import pytest
from gate import rerun_problem
from jupyter_client.manager import KernelManager
from nbval.plugin import IPyNbCell, NbCellError

from notebooks import kernel_manager

# A progress bar comes only when the machine is slow, so the kernels must not show one.
os.environ["TQDM_DISABLE"] = "1"
nbval.kernel.KernelManager = functools.partial(kernel_manager, KernelManager)

DIFFERS = "Cell outputs differ"  # nbval's words
COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")


def pytest_itemcollected(item):
    if isinstance(item, IPyNbCell):
        item.cell.outputs = [output for output in item.cell.outputs if output != derive.COVER]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if isinstance(item, IPyNbCell):
        if item.cell.execution_count is None:
            item.raise_cell_error("This cell was never executed: nothing is stored to compare with")
        errors = [out for out in item.test_outputs if out.output_type == "error"]
        if item.options["check_exception"] and not errors:
            item.raise_cell_error("This cell is tagged raises-exception, but raised none")
        if problem := rerun_problem(item.cell, item.test_outputs):
            item.raise_cell_error(problem)
    return result


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
