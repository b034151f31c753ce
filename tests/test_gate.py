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

import gate
import nbformat
import pytest
from gate import FIGURE, IGNORE, RAISES, ROOT, draws_like_the_lock, notebook_problems, picture
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageOps

import notebooks as tool

README = """See [LICENSE](LICENSE); for Python 3.10 or newer, `make lab`.
<https://a.github.io/lite/> <https://colab.research.google.com/> <https://mybinder.org/v2/>

| no. | lesson |
"""
TITLE = "# 01 · A small lesson\n\n**After this lesson you can** price a coin:\n\n- by hand;\n\n"
TEXT = """
## 1 · A coin

**Predict**: $-\\log_2 \\frac{1}{2}$ bits. See [lesson 00](00_start.ipynb), and [again](#2-·-Again).

| side | p |
|---|---|
| heads | 0.5 |
"""
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
EXPLAINED = "<details>\n\nHeads of a **coin** cost 1.0000 bits.\n\n</details>"
SLIDER = "explore(draw, p=(0.1, 1, 0.1, 0.5))"
CELLS = {
    "00_start.ipynb": [
        new_markdown_cell("# Start\n\n**After this page you can** go.\n\n**Time**", id="title"),
        new_code_cell("...", id="set-up"),
        new_markdown_cell("| no. | lesson |", id="lessons"),
        new_markdown_cell("| lesson | terms, and their sections |\n| 00 | coin (0) |", id="terms"),
    ],
    "01_small.ipynb": [
        new_markdown_cell(TITLE + "**Time** · **Builds on** nothing", id="title"),
        new_code_cell("...", id="set-up"),
        new_code_cell(IMPORTS.strip(), id="imports"),
        new_markdown_cell(TEXT.strip(), id="coin-predict"),
        new_code_cell('print(f"heads cost {-np.log2(0.5):.4f} bits")', id="coin-run"),
        new_markdown_cell(f"## 2 · Again\n\n{EXPLAINED}", id="coin-explain"),
        new_code_cell(CURVE.strip(), id="curve"),
        new_code_cell(SLIDER, id="slider", metadata={"tags": [IGNORE]}),
        new_code_cell("1 / 0", id="mistake", metadata={"tags": [RAISES]}),
    ],
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A repository of two lessons, one with one of everything, stored as `make notebooks` would."""
    root = tmp_path_factory.mktemp("small")
    (root / "notebooks").mkdir()
    for name in ("LICENSE", "Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    (root / "README.md").write_text(README, encoding="utf-8")
    books = {name: new_notebook(cells=copy.deepcopy(cells)) for name, cells in CELLS.items()}
    tool.rewrite(books, root)
    tool.run(root / "notebooks" / "01_small.ipynb", books["01_small.ipynb"])
    for notebook in books.values():
        tool.normalise(notebook)
    for path, text in tool.rewrite(books, root).items():
        tool.write(path, text)
    for name, notebook in books.items():
        write(notebook, root / "notebooks" / name)
    return root


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A copy of the files, without what tools keep in folders of their own."""
    own = shutil.ignore_patterns(".[!g]*", ".git", "build", "mutants")
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "copy", ignore=own)


def write(notebook, path):
    # Not nbformat.write, which would mend some of the faults.
    path.write_text(nbformat.v4.writes(notebook) + "\n", encoding="utf-8")


def problems(root, paths):
    for path in paths:
        yield from notebook_problems(path)
    for one in gate.REPOSITORY_CHECKS:
        yield from gate.repository_problems(one, root)


def read(root, name):
    return nbformat.read(root / "notebooks" / name, as_version=4)


def parts(notebook):
    """What a fault can befall: the notebook, or its first cell of a kind, if it has one."""

    def first(wanted):
        return next((cell for cell in notebook.cells if wanted(cell)), None)

    def outputs(cell):
        return cell.get("outputs", [])

    ids = {cell.id for cell in notebook.cells}
    guessed = [one[:-7] for one in ids if one.endswith("predict")]
    return {
        "notebook": notebook,
        "steps": any({f"{one}run", f"{one}explain"} <= ids for one in guessed) and notebook,
        "title": notebook.cells[0],
        "section": first(lambda cell: re.match(r"## \d", cell.source)),
        "formula": first(lambda cell: "{" in cell.source and "$" in cell.source.split("{")[0]),
        "table": first(lambda cell: re.search(r"\|---\|\n\|.*\|$", cell.source, re.M)),
        "folded": first(lambda cell: cell.metadata.get("jupyter", {}).get("outputs_hidden")),
        "explains": first(lambda cell: cell.id.endswith("-explain")),
        "prints": first(lambda cell: any(out.output_type == "stream" for out in outputs(cell))),
        "draws": first(lambda cell: any(FIGURE in out.get("data", {}) for out in outputs(cell))),
        "slides": first(lambda cell: IGNORE in cell.metadata.get("tags", [])),
    }


@functools.cache
def having(part):
    """The real lessons that have such a part."""
    return [path.name for path in gate.paths() if parts(read(ROOT, path.name))[part]]


NAMES = {"FIGURE": FIGURE, "Image": Image, "ImageOps": ImageOps, "WIDGET": tool.WIDGET}


def spoil(it, fault):
    """Do to a notebook, or to a cell, what a line of code says."""

    def says(text):
        it.source += f"\n\n{text}"

    def prints(text):
        it.outputs[-1].text = it.outputs[-1].get("text", "") + f"{text}\n"

    def adds(*kind, **fields):
        it.outputs.append(new_output(*kind, **fields))

    def sub(old, new):
        it.source, times = re.subn(old, new, it.source, count=1)
        assert times

    def redraw(change):
        file = io.BytesIO()
        change(picture(it.outputs[0].data["image/png"])).save(file, "png")
        it.outputs[0].data["image/png"] = base64.b64encode(file.getvalue()).decode()

    exec(fault, NAMES | locals())


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


def test_the_untouched_copy_passes(small):
    assert list(problems(small, gate.paths(small))) == []
    assert all(parts(read(small, "01_small.ipynb")).values())


def assert_seen(sentence, root, name, change):
    """The gate says the sentence while a file is changed."""
    path, said, good = root / name, [], (root / name).read_bytes()
    change(path)
    assert path.read_bytes() != good
    try:
        found = problems(root, [path] * (path.suffix == ".ipynb"))
        assert any(re.search(sentence, text) or said.append(text) for text in found), said
    finally:
        path.write_bytes(good)


@pytest.mark.parametrize(("part", "fault", "sentence"), FILE_FAULTS)
def test_a_fault_in_a_file_is_seen(part, fault, sentence, small, real):
    def change(path):
        if path == small / part:
            text = SimpleNamespace(source=path.read_text(encoding="utf-8"))
            spoil(text, fault)
            path.write_text(text.source, encoding="utf-8")
        else:
            notebook = nbformat.read(path, as_version=4)
            spoil(parts(notebook)[part], fault)
            write(notebook, path)

    if (small / part).exists():
        assert_seen(sentence, small, part, change)
        return
    # In the small lesson, which has all parts, and in a real one: each fault in another.
    names = having(part)
    own = names[FILE_FAULTS.index((part, fault, sentence)) % len(names)]
    for root, lesson in ((small, "01_small.ipynb"), (real, own)):
        assert_seen(rf"^{lesson}.* {sentence}", root, f"notebooks/{lesson}", change)


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/usr/data and 1/2 or and/or, y/ŷ, <b>a</b>",
        "-0.05, 1-0.0, -0.001 and 0.0",
        "the ratio 12:30, the year 2026, the date 1986-01-28",
        "np.log2(x), 0x7f, np.array([1.0])",
    ],
)
def test_what_is_stable_may_be_put_out(text, small, tmp_path):
    notebook = read(small, "01_small.ipynb")
    spoil(parts(notebook)["prints"], f"prints({text!r})")
    write(notebook, tmp_path / "01_small.ipynb")
    assert notebook_problems(tmp_path / "01_small.ipynb") == []


@pytest.fixture(scope="module")
def broken_cells(small, tmp_path_factory):
    """What one run with the project's own options says of faulty copies of cells: {cell: report}.

    Each stands between untouched cells, under the number of its fault.
    """
    folder = tmp_path_factory.mktemp("run")
    notebook = read(small, "01_small.ipynb")
    cells = {cell.id: cell for cell in notebook.cells}
    for number, (part, fault, _) in enumerate(RUN_FAULTS):
        faulty, untouched = (
            copy.deepcopy(cells[part.removeprefix("run ")]),
            copy.deepcopy(cells["coin-run"]),
        )
        spoil(faulty, fault)
        faulty.id, untouched.id = f"fault-{number}", f"after-{number}"
        notebook.cells += [faulty, untouched]
    write(notebook, folder / "02_faulty.ipynb")
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", folder]
    command += ["-q", "-p", "no:cacheprovider", f"--junitxml={folder / 'report.xml'}"]
    env = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    env |= {"PYTHONUTF8": "1"}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8")
    assert run.returncode == 1, run.stdout + run.stderr
    failures = [one.text for one in ElementTree.parse(folder / "report.xml").iter("failure")]
    return {re.match(r"02_faulty\.ipynb, cell (\S+) ", text)[1]: text for text in failures}


def test_an_untouched_cell_passes_when_it_is_run(broken_cells):
    assert set(broken_cells) == {f"fault-{number}" for number in range(len(RUN_FAULTS))}


@pytest.mark.parametrize(("part", "fault", "sentence"), RUN_FAULTS)
def test_a_fault_that_a_run_shows_is_seen(part, fault, sentence, broken_cells):
    assert re.search(sentence, broken_cells[f"fault-{RUN_FAULTS.index((part, fault, sentence))}"])


def test_a_lesson_that_was_only_copied_is_seen(small):
    new = small / "notebooks" / "02_new.ipynb"
    shutil.copy(small / "notebooks" / "01_small.ipynb", new)
    try:
        found = list(problems(small, [new]))
    finally:
        new.unlink()
    for file in ("README.md", "00_start.ipynb, cell lessons", "02_new.ipynb, cell title"):
        assert any(text.startswith(f"{file} {ANEW}") for text in found), found


def test_a_heading_can_be_linked_as_jupyterlab_does(small, tmp_path):
    notebook = read(small, "01_small.ipynb")
    notebook.cells[0].source += "\n\n# 1 · *One* `p`\n\n## A [link](x)?"
    write(notebook, tmp_path / "01.ipynb")
    assert {"1-·-One-p", "A-link?"} <= gate.anchors(tmp_path / "01.ipynb")
