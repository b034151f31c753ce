"""The gate, tested: each fault, made in a copy of something good, is seen for what it is."""

import base64
import copy
import functools
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import derive
import gate
import nbformat
import numpy as np
import pytest
from gate import FIGURE, ROOT, notebook_problems
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbval_report import draws_like_the_lock, pixels
from PIL import Image

import notebooks as tool

IMPORTS = """
import numpy as np
from matplotlib.figure import Figure

from lessonlib.display import show
from lessonlib.widgets import explore


def draw(p):
    return Figure(figsize=(4, 3)).add_subplot(title=f"a probability of {p}")
"""
CURVE = """
p = np.linspace(0.1, 1, 100)
ax = Figure(figsize=(4, 3)).add_subplot(xlabel="probability p", ylabel="bits")
ax.plot(p, -np.log2(p), label="the cost")
show(ax, "The cost falls to 0 bits at a probability of 1.")
"""
CELLS = {  # of a notebook that is run
    "imports": IMPORTS,
    "coin": 'print(f"heads cost {-np.log2(0.5):.4f} bits")',
    "curve": CURVE,
    "slider": "explore(draw, p=(0.1, 1, 0.1, 0.5))",
}
PARTS = {  # of a lesson: a fault befalls the first such cell
    "title": lambda cell: cell.id == "title",
    "section": lambda cell: re.match(r"## \d", cell.source),
    "formula": lambda cell: "{" in cell.source and "$" in cell.source.split("{")[0],
    "table": lambda cell: re.search(r"\|---\|\n\|.*\|$", cell.source, re.M),
    "folded": lambda cell: cell.metadata.get("jupyter", {}).get("outputs_hidden"),
    "explains": lambda cell: cell.id.endswith("-explain"),
    "prints": lambda cell: "'stream'" in str(cell.get("outputs")),
    "draws": lambda cell: FIGURE in str(cell.get("outputs")),
    "slides": lambda cell: cell.source.startswith("explore("),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A copy of the files, without what tools keep in folders of their own."""
    own = shutil.ignore_patterns(".[!g]*", ".git", "build", "mutants")
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "copy", ignore=own)


def write(notebook, path):
    # Not nbformat.write, which would mend some of the faults.
    path.write_text(nbformat.v4.writes(notebook) + "\n", encoding="utf-8")


def find(part, notebook):
    """The notebook itself, or that part of it, if it has one."""
    return notebook if part == "notebook" else next(filter(PARTS[part], notebook.cells), None)


@functools.cache
def having(part):
    """The lessons that have such a part."""
    read = functools.partial(nbformat.read, as_version=4)
    return [path for path in gate.paths() if find(part, read(path))]


def spoil(it, fault, number=""):
    """Do to a notebook, to a cell, or to a file's text what a line of code says."""

    def says(text):
        it.source += f"\n\n{text}"

    def adds(*kind, **fields):
        it.outputs.append(new_output(*kind, **fields))

    def prints(text):
        adds("stream", text=f"{text}\n")

    def sub(old, new):
        it.source, times = re.subn(old, new, it.source, count=1)
        assert times

    def redraw(change):
        file = io.BytesIO()
        picture = change(pixels(it.outputs[0].data["image/png"]))
        Image.fromarray(picture).save(file, "png")
        it.outputs[0].data["image/png"] = base64.b64encode(file.getvalue()).decode()

    exec(fault, {"FIGURE": FIGURE, "WIDGET": tool.WIDGET, "np": np} | locals())


ANEW = "is not what `make notebooks` writes"
DRAWS = "The stored picture is not what this cell draws"
WORDS = {
    "ANEW": ANEW,
    "KIND": "The outputs come in another order, or as another kind, than they are stored",
    "DRAWS": DRAWS,
}


def faults():
    """[(part, fault, sentence)] of faults.txt.

    Below the name of a file, or of a part of a lesson, stands what is done to it, and what the gate
    must say of it; below `run` and the id of a cell, what the report of a run must say.
    """
    text = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8")
    for words, sentence in WORDS.items():
        text = text.replace(words, sentence)
    parted = [part.splitlines() for part in f"\n{text}".split("\n# ")[1:]]
    return [(part, *line.split(" → ")) for part, *lines in parted for line in lines]


FILE_FAULTS = [one for one in faults() if not one[0].startswith("run ")]
RUN_FAULTS = [
    one for one in faults() if one not in FILE_FAULTS and (draws_like_the_lock() or one[2] != DRAWS)
]


def problems(root, *notebooks):
    """Everything that the gate says."""
    for path in notebooks:
        yield from notebook_problems(path)
    for check in gate.REPOSITORY_CHECKS:
        yield from gate.repository_problems(check, root)


@pytest.mark.parametrize(("part", "fault", "sentence"), FILE_FAULTS)
def test_a_fault_in_a_file_is_seen(part, fault, sentence, copied):
    path, of_a_lesson = copied / part, not (copied / part).exists()
    if of_a_lesson:  # each fault in another lesson
        lessons = having(part)
        name = lessons[FILE_FAULTS.index((part, fault, sentence)) % len(lessons)].name
        path, sentence = copied / "notebooks" / name, rf"^{name}.* {sentence}"
    good = path.read_bytes()
    try:
        if of_a_lesson:
            notebook = nbformat.read(path, as_version=4)
            spoil(find(part, notebook), fault, path.name[:2])
            write(notebook, path)
        else:
            text = SimpleNamespace(source=path.read_text(encoding="utf-8"))
            spoil(text, fault)
            path.write_text(text.source, encoding="utf-8")
        assert path.read_bytes() != good
        said, found = [], problems(copied, *[path] * (path.suffix == ".ipynb"))
        assert any(re.search(sentence, text) or said.append(text) for text in found), said
    finally:
        path.write_bytes(good)


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/usr/data and 1/2 or and/or, y/ŷ, <b>a</b>",
        "-0.05, 1-0.0, -0.001 and 0.0",
        "the ratio 12:30, the year 2026, the date 1986-01-28",
        "np.log2(x), 0x7f, np.array([1.0])",
    ],
)
def test_what_is_stable_may_be_put_out(text, tmp_path):
    path = having("prints")[0]
    notebook = nbformat.read(path, as_version=4)
    spoil(find("prints", notebook), f"prints({text!r})")
    write(notebook, tmp_path / path.name)
    assert notebook_problems(tmp_path / path.name) == []


def test_a_lesson_that_was_only_copied_is_seen(copied):
    new = copied / "notebooks" / "99_new.ipynb"
    shutil.copy(gate.paths()[-1], new)
    try:
        found = list(problems(copied, new))
    finally:
        new.unlink()
    for file in ("README.md", "00_start_here.ipynb, cell lessons", "99_new.ipynb, cell title"):
        assert any(text.startswith(f"{file} {ANEW}") for text in found), found


def test_a_heading_can_be_linked_as_jupyterlab_does(tmp_path):
    notebook = nbformat.read(gate.paths()[0], as_version=4)
    notebook.cells[0].source += "\n\n# 1 · *One* `p`\n\n## A [link](x)?"
    write(notebook, tmp_path / "01.ipynb")
    assert {"1-·-One-p", "A-link?"} <= gate.anchors(tmp_path / "01.ipynb")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """What one run with the project's own options says of faulty copies of cells: {cell: report}.

    Each stands between untouched cells, under the number of its fault.
    """
    path = tmp_path_factory.mktemp("run") / "02_faulty.ipynb"
    good = {name: new_code_cell(source.strip(), id=name) for name, source in CELLS.items()}
    notebook = new_notebook(cells=list(good.values()))
    tool.run(path, notebook)
    tool.normalise(notebook)
    derive.tag(notebook.cells)
    spoil(good["curve"], "redraw(lambda old: np.minimum(old, 250))")  # which no eye sees
    for number, (part, fault, _) in enumerate(RUN_FAULTS):
        faulty, untouched = map(copy.deepcopy, (good[part.removeprefix("run ")], good["coin"]))
        spoil(faulty, fault)
        faulty.id, untouched.id = f"fault-{number}", f"after-{number}"
        notebook.cells += [faulty, untouched]
    write(notebook, path)
    told = path.with_name("report.xml")
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", path]
    command += ["-q", "-p", "no:cacheprovider", f"--junitxml={told}"]
    env = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    env |= {"PYTHONUTF8": "1"}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8")
    assert run.returncode == 1, run.stdout + run.stderr
    failures = [one.text for one in ElementTree.parse(told).iter("failure")]
    return {re.match(r"02_faulty\.ipynb, cell (\S+) ", text)[1]: text for text in failures}


def test_an_untouched_cell_passes_when_it_is_run(reports):
    assert set(reports) == {f"fault-{number}" for number in range(len(RUN_FAULTS))}


@pytest.mark.parametrize(("part", "fault", "sentence"), RUN_FAULTS)
def test_a_fault_that_a_run_shows_is_seen(part, fault, sentence, reports):
    assert re.search(sentence, reports[f"fault-{RUN_FAULTS.index((part, fault, sentence))}"])
