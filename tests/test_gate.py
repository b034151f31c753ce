"""The gate, tested: each fault, made in a copy of something good, is seen for what it is."""

import base64
import copy
import io
import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace
from xml.etree import ElementTree

import gate
import nbformat
import pytest
from gate import (
    FIGURE,
    IGNORE,
    RAISES,
    REPOSITORY_CHECKS,
    ROOT,
    Lesson,
    draws_like_the_lock,
    lessons,
    notebook_problems,
    notebooks_tool,
    picture,
    repository_problems,
)
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageOps

REAL = lessons()
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
SLIDER = "explore(draw, p=(0.1, 1, 0.1, 0.5))"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A lesson with one of everything, run and stored as `make notebooks` would."""
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# 01 · A small lesson\n\n**Time** 5 minutes", id="title"),
            new_code_cell(REAL[0].code[0].source, id="set-up"),
            new_code_cell(IMPORTS.strip(), id="imports"),
            new_code_cell('print(f"heads cost {-np.log2(0.5):.4f} bits")', id="coin"),
            new_code_cell(CURVE.strip(), id="curve"),
            new_code_cell(SLIDER, id="slider", metadata={"tags": [IGNORE]}),
            new_code_cell("1 / 0", id="mistake", metadata={"tags": [RAISES]}),
        ]
    )
    notebook.nbformat_minor = 5
    path = tmp_path_factory.mktemp("good") / "01_small.ipynb"
    notebooks_tool()["run"](path, notebook)
    notebooks_tool()["normalise"](notebook)
    return write(notebook, path)


@pytest.fixture(scope="module")
def all_good(good):
    """The small lesson and the real ones. Of one that is not good, test_notebooks.py tells."""
    return [good, *(lesson for lesson in REAL if not notebook_problems(lesson))]


def write(notebook, path):
    # Not nbformat.write, which would mend some of the faults.
    path.write_text(nbformat.v4.writes(notebook) + "\n", encoding="utf-8")
    return Lesson(path)


def parts(notebook):
    """What a fault can befall: the notebook, or its first cell of a kind, if it has one."""

    def first(wanted):
        return next((cell for cell in notebook.cells if wanted(cell)), None)

    def outputs(cell):
        return cell.get("outputs", [])

    return SimpleNamespace(
        notebook=notebook,
        title=notebook.cells[0],
        prints=first(lambda cell: any(out.output_type == "stream" for out in outputs(cell))),
        draws=first(lambda cell: any(FIGURE in out.get("data", {}) for out in outputs(cell))),
        slides=first(lambda cell: IGNORE in cell.metadata.get("tags", [])),
        raises=first(lambda cell: RAISES in cell.metadata.get("tags", [])),
    )


def puts_out(text):
    return lambda cell: cell.outputs[0].update(text=cell.outputs[0].text + f"{text}\n")


def strip(notebook, **nothing):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(nothing)


def has_picture(image):
    """A change of the stored picture that leaves all else as it was."""

    def change(cell):
        file = io.BytesIO()
        image(picture(cell.outputs[0].data["image/png"])).save(file, "png")
        cell.outputs[0].data["image/png"] = base64.b64encode(file.getvalue()).decode()

    return change


# Faults that a file shows: the part that is changed, how, and what the gate must say of it.
FILE_FAULTS = {
    "never executed": (
        "prints",
        lambda cell: cell.update(execution_count=None),
        r"was never executed: run `make notebooks LESSON=\d\d`",
    ),
    "counts not 1 to n": (
        "prints",
        lambda cell: cell.update(execution_count=99),
        r"has count 99 in place of \d+: run `make notebooks",
    ),
    "outputs stripped": (
        "notebook",
        lambda notebook: strip(notebook, execution_count=None, outputs=[]),
        r"stores no output at all: run `make notebooks",
    ),
    "outputs stripped, counts kept": (
        "notebook",
        lambda notebook: strip(notebook, outputs=[]),
        r"stores no output at all: run `make notebooks",
    ),
    "empty cell": (
        "prints",
        lambda cell: cell.update(source="\n"),
        r"is an empty code cell: fill it or delete it",
    ),
    "stored warning": (
        "prints",
        lambda cell: cell.outputs.append(new_output("stream", name="stderr", text="Warning\n")),
        r"stores a warning \(stderr\): mend its cause, then run `make notebooks",
    ),
    "stored error": (
        "prints",
        lambda cell: cell.outputs.append(new_output("error", ename="NameError", evalue="p")),
        r"stores an error, NameError: mend its code, then run `make notebooks",
    ),
    "expected error not stored": (
        "raises",
        lambda cell: cell.update(outputs=[]),
        r"is tagged raises-exception but stores no error: untag it, or run `make notebooks",
    ),
    "unknown tag": (
        "prints",
        lambda cell: cell.metadata.update(tags=["nbval-skip"]),
        r"has the unknown tag nbval-skip: remove it",
    ),
    "comparison switched off by a tag": (
        "prints",
        lambda cell: cell.metadata.update(tags=[IGNORE]),
        r"is more than a slider: keep imports and explore\(...\), or untag nbval-ignore-output",
    ),
    "comparison switched off by a comment": (
        "prints",
        lambda cell: cell.update(source=cell.source + "\n# NBVAL_IGNORE_OUTPUT"),
        r"has a comment that switches its comparison off: remove it",
    ),
    "more than a slider": (
        "slides",
        lambda cell: cell.update(source=cell.source + "\nprint(1)"),
        r"is more than a slider: keep imports and explore\(...\), or untag nbval-ignore-output",
    ),
    "output that nothing compares": (
        "slides",
        lambda cell: cell.outputs.append(new_output("stream", text="1\n")),
        r"stores an output that nothing compares: run `make notebooks",
    ),
    "object address": (
        "prints",
        puts_out("[<thing at 0x7f32c5a0>]"),
        r"puts out an object's address \(at 0x7f32c5a0\): print what the object holds",
    ),
    "object repr": (
        "prints",
        puts_out("<Figure size 640x480 with 1 Axes>"),
        r"puts out an object's name .*: print its value, or end the cell",
    ),
    "numpy scalar": (
        "prints",
        puts_out("[np.float64(0.5)]"),
        r"puts out a numpy scalar \(np.float64\(\): print it through an f-string",
    ),
    "path": (
        "prints",
        puts_out("read /usr/share/data.csv"),
        r"puts out a path of one machine \(/usr/share/data.csv\): leave it out",
    ),
    "Windows path": (
        "prints",
        puts_out(r"read C:\data.csv"),
        r"puts out a path of one machine \(C:\\data.csv\): leave it out",
    ),
    "path in the code": (
        "prints",
        lambda cell: cell.update(source='open("/data/x.csv")\n' + cell.source),
        r"names a path of one machine \(/data/x.csv\): leave it out",
    ),
    "timestamp": (
        "prints",
        puts_out("2026-03-01 12:30"),
        r"puts out a time \(2026-03-01 12:30\): leave it out",
    ),
    "colour codes": ("prints", puts_out("\x1b[31mred\x1b[0m"), r"puts out a colour code \(ESC\["),
    "negative zero": (
        "prints",
        puts_out("cost -0.0 bits"),
        r"puts out a negative zero \(-0.0\): add 0.0 before printing",
    ),
    "widget state": (
        "notebook",
        lambda notebook: notebook.metadata.update(widgets={"state": {}}),
        r"stores the state of widgets: run `make notebooks",
    ),
    "stored widget": (
        "slides",
        lambda cell: cell.outputs.append(
            new_output("display_data", {"application/vnd.jupyter.widget-view+json": {}})
        ),
        r"stores a widget, dead without its kernel: run `make notebooks",
    ),
    "foreign kernel": (
        "notebook",
        lambda notebook: notebook.metadata.kernelspec.update(name="my-env"),
        r"was saved with the kernel my-env, not python3: run `make notebooks",
    ),
    "Python version": (
        "notebook",
        lambda notebook: notebook.metadata.language_info.update(version="3.11.7"),
        r"stores metadata of one machine, .*3\.11\.7.*: run `make notebooks",
    ),
    "timestamps of the run": (
        "prints",
        lambda cell: cell.metadata.update(execution={"iopub.execute_input": "2026-03-01T12:30"}),
        r"stores metadata of one run, execution: run `make notebooks",
    ),
    "missing id": ("title", lambda cell: cell.pop("id"), r"has no id: give it a readable one"),
    "duplicate id": (
        "notebook",
        lambda notebook: notebook.cells[1].update(id=notebook.cells[0].id),
        r"shares its id with 1 other: give each an id of its own",
    ),
    "random id": (
        "title",
        lambda cell: cell.update(id="3f2b61c0"),
        r"has an id that says nothing: use words and hyphens",
    ),
    "broken format": (
        "prints",
        lambda cell: cell.outputs[0].update(name=1),
        r"breaks the notebook format \(.*\): mend the file",
    ),
    "old format": (
        "notebook",
        lambda notebook: notebook.update(nbformat_minor=4),
        r"is in format 4\.4: save it in JupyterLab as 4\.5",
    ),
    "picture deleted": (
        "draws",
        lambda cell: cell.outputs[0].data.pop("image/png"),
        r"stores a figure without its picture: run `make notebooks",
    ),
    "picture blank": (
        "draws",
        has_picture(lambda old: Image.new("RGB", old.size, "white")),
        r"stores a picture that is blank: run `make notebooks",
    ),
    "picture broken": (
        "draws",
        lambda cell: cell.outputs[0].data.update({"image/png": "iVBORw0KGgo="}),
        r"stores a picture that no program can open: run `make notebooks",
    ),
    "picture without fingerprint": (
        "draws",
        lambda cell: cell.outputs[0].data.pop(FIGURE),
        r"stores a picture without a fingerprint: draw it with show\(figure, caption\)",
    ),
    "caption deleted": (
        "draws",
        lambda cell: cell.outputs.pop(1),
        r"stores a figure without its caption below it: run `make notebooks",
    ),
    "caption of another figure": (
        "draws",
        lambda cell: cell.outputs[1].data.update({"text/markdown": "**Figure.** Another."}),
        r"stores a figure without its caption below it: run `make notebooks",
    ),
    "no alternative text": (
        "draws",
        lambda cell: cell.outputs[0].metadata["image/png"].pop("alt"),
        r"stores a figure without alternative text: run `make notebooks",
    ),
    "picture in the prose without alternative text": (
        "title",
        lambda cell: cell.update(source=cell.source + "\n\n![](https://example.org/x.png)"),
        r"has a picture without alternative text: write !\[what it shows\]",
    ),
    "prose without end": (
        "title",
        lambda cell: cell.update(source=cell.source + " word" * 200),
        r"has \d+ words, over 160: split it",
    ),
    "stored in another form": (
        "notebook",
        lambda notebook: parts(notebook).prints.outputs.append(new_output("stream", text="1\n")),
        r"is not stored as `make notebooks` stores it: run `make notebooks",
    ),
}


def test_the_untouched_copy_passes(good):
    assert notebook_problems(good) == []
    assert None not in vars(parts(good.notebook)).values()


@pytest.mark.parametrize("name", FILE_FAULTS)
def test_a_fault_in_a_file_is_seen(name, all_good, tmp_path):
    part, change, says = FILE_FAULTS[name]
    for lesson in all_good:
        notebook = copy.deepcopy(lesson.notebook)
        befallen = vars(parts(notebook))[part]
        if befallen is None:
            continue  # this lesson has no such cell; the small one has them all
        change(befallen)
        found = notebook_problems(write(notebook, tmp_path / lesson.name))
        place = lesson.name + (f", cell {befallen.id}" if befallen.get("id") else "")
        assert any(re.match(f"{place}.* {says}", text) for text in found), found


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/usr/data and 1/2 or and/or, y/ŷ, <b>a</b>",
        "-0.05, 1-0.0, -0.001 and 0.0",
        "the ratio 12:30, the year 2026, the date 1986-01-28",
        "np.log2(x), 0x7f, np.array([1.0])",
    ],
)
def test_what_is_stable_may_be_put_out(text, good, tmp_path):
    notebook = copy.deepcopy(good.notebook)
    puts_out(text)(parts(notebook).prints)
    assert notebook_problems(write(notebook, tmp_path / good.name)) == []


# Faults that only a run shows: the cell that is changed, how, and what the report must say of it.
def replaces(old, new):
    def change(cell):
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def stores(old, new):
    """A change of the fingerprint in the file."""

    def change(cell):
        line = cell.outputs[0].data[FIGURE]["axes"][0]["lines"][0]
        assert old in line
        line.update(new)

    return change


PLOT = 'ax.plot(p, -np.log2(p), label="the cost")'
RUN_FAULTS = {
    "stored-output-changed": (
        "coin",
        lambda cell: cell.outputs[0].update(text="heads cost 2.0000 bits\n"),
        r"-heads cost 2\.0000 bits\n\+heads cost 1\.0000 bits",
    ),
    "stored-output-missing": ("coin", lambda cell: cell.update(outputs=[]), r"\n\+heads cost 1"),
    "stored-output-extra": ("coin", puts_out("and tails"), r"\n-and tails"),
    "output-changed": ("coin", replaces("0.5", "0.25"), r"\n-heads cost 1.*\n\+heads cost 2"),
    "output-lost": ("coin", replaces("print", "str"), r"\n-heads cost 1"),
    "output-added": ("coin", replaces("print", "print('and');print"), r"\n\+and"),
    "warning": ("coin", replaces("0.5", "0.0"), r"\n\+.*RuntimeWarning: divide by zero"),
    "error": ("coin", replaces("0.5", "none"), r"caused an exception"),
    "never-executed": (
        "coin",
        lambda cell: cell.update(execution_count=None, outputs=[]),
        r"This cell was never executed",
    ),
    "stored-curve-flipped": ("curve", stores("points", {"points": "(0.1, 0)"}), r'\n-.*"points"'),
    "stored-curve-relabelled": ("curve", stores("label", {"label": "it"}), r'\n-.*"label": "it"'),
    "stored-curve-deleted": (
        "curve",
        lambda cell: cell.outputs[0].data[FIGURE]["axes"][0].pop("lines"),
        r'\n\+.*"label": "the cost"',
    ),
    "stored-picture-deleted": (
        "curve",
        lambda cell: cell.outputs[0].data.pop("image/png"),
        r"The outputs come in another order, or as another kind, than they are stored",
    ),
    "stored-as-another-kind": (
        "curve",
        lambda cell: cell.outputs[1].update(output_type="execute_result", execution_count=5),
        r"The outputs come in another order, or as another kind, than they are stored",
    ),
    "stored-figure-lost": ("curve", lambda cell: cell.update(outputs=[]), r"\n\+\[image/png\]"),
    "stored-caption-changed": (
        "curve",
        lambda cell: cell.outputs[1].data.update({"text/plain": "The cost falls to 2 bits."}),
        r"\n-The cost falls to 2 bits\.",
    ),
    "curve-flipped": ("curve", replaces("-np.log2(p)", "np.log2(p)"), r'\n\+.*"points"'),
    "curve-shifted": ("curve", replaces("ax.plot(p,", "ax.plot(p - 0.05,"), r'\n\+.*"points"'),
    "curve-deleted": ("curve", replaces(PLOT, ""), r'\n-.*"label": "the cost"'),
    "curve-relabelled": ("curve", replaces("the cost", "the gain"), r'\n\+.*"the gain"'),
    "axis-relabelled": ("curve", replaces('"bits"', '"nats"'), r'\n\+.*"nats"'),
    "figure-lost": ("curve", replaces("show(ax", "_ = (ax"), r"\n-\[image/png\]"),
    "caption-with-another-number": (
        "curve",
        replaces("0 bits", "7.5 bits"),
        r"ValueError: caption says 7\.5, but no number in the figure rounds to 7\.5",
    ),
    "caption-lost": ("curve", replaces("show(ax, ", "show(ax, '' and "), r"ValueError: caption"),
    "error-gone": ("mistake", replaces("1 / 0", "pass"), r"\n-ZeroDivisionError"),
    "error-gone-and-not-stored": (
        "mistake",
        lambda cell: cell.update(source="pass", outputs=[]),
        r"This cell is tagged raises-exception, but raised none",
    ),
    "another-error": ("mistake", replaces("1 / 0", "float('x')"), r"\n\+ValueError"),
    "slider-with-warning": (
        "slider",
        replaces("explore", "np.log2(0.0)\nexplore"),
        r"This cell wrote to stderr",
    ),
    "slider-with-error": ("slider", replaces("draw", "drawn"), r"NameError"),
}
if draws_like_the_lock():
    SAYS = r"The stored picture is not what this cell draws"
    RUN_FAULTS |= {
        "stored-picture-flipped": ("curve", has_picture(ImageOps.flip), SAYS),
        "stored-picture-shifted": ("curve", has_picture(lambda old: old.rotate(1)), SAYS),
        "curve-too-thin-to-see": ("curve", replaces('label="the', 'lw=0, label="the'), SAYS),
    }


@pytest.fixture(scope="module")
def broken_cells(good, tmp_path_factory):
    """What one run with the project's own options says: {notebook: {cell: report}}.

    A kernel takes its time to start, so the faulty copies of cells stand in one notebook, each
    between untouched cells, under the name of its fault.
    """
    folder = tmp_path_factory.mktemp("run")
    notebook = copy.deepcopy(good.notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    for name, (cell_id, change, _) in RUN_FAULTS.items():
        faulty = copy.deepcopy(cells[cell_id])
        change(faulty)
        faulty.id = name
        untouched = copy.deepcopy(cells["coin"])
        untouched.id = f"after-{name}"
        notebook.cells += [faulty, untouched]
    write(notebook, folder / "02_faulty.ipynb")
    shutil.copy(good.path, folder)
    command = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", folder]
    command += ["-q", "-p", "no:cacheprovider", f"--junitxml={folder / 'report.xml'}"]
    env = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    env["PYTHONUTF8"] = "1"
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8")
    assert run.returncode == 1, run.stdout + run.stderr
    found = {}
    for failure in ElementTree.parse(folder / "report.xml").iter("failure"):
        notebook_name, cell_id = re.match(r"(\S+), cell (\S+) ", failure.text).groups()
        found.setdefault(notebook_name, {})[cell_id] = failure.text
    return found


def test_an_untouched_cell_passes_when_it_is_run(broken_cells):
    assert set(broken_cells) == {"02_faulty.ipynb"}
    assert set(broken_cells["02_faulty.ipynb"]) == set(RUN_FAULTS)


@pytest.mark.parametrize("name", RUN_FAULTS)
def test_a_fault_that_a_run_shows_is_seen(name, broken_cells):
    assert re.search(RUN_FAULTS[name][2], broken_cells["02_faulty.ipynb"][name])


# Faults between files: in which of them, what is put in the place of what, what the gate must say.
FIRST, SECOND, THIRD = (f"notebooks/{lesson.name}" for lesson in REAL[:3])
REPOSITORY_FAULTS = {
    "set-up of its own": (
        "set_up",
        THIRD,
        "import importlib.util",
        "import importlib.util, os",
        rf"{REAL[2].name}, cell set-up differs from the other lessons' set-up cell: copy theirs",
    ),
    "set-up with another address": (
        "set_up",
        "pyproject.toml",
        r"github\.com/[^\"]+",
        "github.com/someone/else",
        r"the set-up cells do not name https://github.com/someone/else: run `make address`",
    ),
    "set-up that reads a file of its folder": (
        "set_up_anywhere",
        FIRST,
        "import importlib.util",
        "import importlib.util; open('../README.md')",
        r"cell set-up is not silent in an empty folder \(FileNotFoundError.*\): it must not depend",
    ),
    "set-up that imports from a folder": (
        "set_up_anywhere",
        FIRST,
        "import importlib.util",
        "import importlib.util, sys; sys.path.insert(0, '..')",
        r"in an empty folder \(it changes the working directory or sys\.path\): it must not depend",
    ),
    "link to a lesson that is not there": (
        "links",
        THIRD,
        rf"\]\({REAL[1].name}\)",
        "](01_lost.ipynb)",
        rf"{REAL[2].name}, cell title links to 01_lost.ipynb, which is not there: mend the link",
    ),
    "link to a heading that is not there": (
        "links",
        THIRD,
        rf"\]\({REAL[1].name}\)",
        f"]({REAL[1].name}#Nowhere)",
        rf"links to {REAL[1].name}#Nowhere, but there is no such heading: mend the link",
    ),
    "link to another lesson than it says": (
        "links",
        THIRD,
        rf"lesson 01\]\({REAL[1].name}\)",
        f"lesson 01]({REAL[0].name})",
        rf"says 'lesson 01' but links to {REAL[0].name}: mend one of the two",
    ),
    "dead link in the README": (
        "links",
        "README.md",
        r"\(LICENSE\)",
        "(COPYING)",
        r"README.md links to COPYING, which is not there: mend the link",
    ),
    "launch link to another lesson": (
        "launch_links",
        SECOND,
        rf"blob/main/notebooks/{REAL[1].name}",
        f"blob/main/notebooks/{REAL[0].name}",
        rf"{REAL[1].name}, cell title has the wrong launch link .*{REAL[0].name}: run",
    ),
    "launch link to another repository": (
        "launch_links",
        "README.md",
        r"(\n\| 00 .*)mybinder\.org/v2/gh/[^/]+/",
        r"\1mybinder.org/v2/gh/someone/",
        r"README.md, row 00 has the wrong launch link .*/someone/.*: run `make address`",
    ),
    "badge of another repository": (
        "launch_links",
        "README.md",
        r"mybinder\.org/v2/gh/[^/]+/",
        "mybinder.org/v2/gh/someone/",
        r"README.md, above its table, has the wrong launch link .*/someone/.*: run `make address`",
    ),
    "launch link lost": (
        "launch_links",
        SECOND,
        r" · \[Open in Binder\]\([^)]*\)",
        "",
        rf"{REAL[1].name}, cell title lacks the launch link https://mybinder.org/.*{REAL[1].name}",
    ),
    "launch link in the midst of a lesson": (
        "launch_links",
        SECOND,
        r"\*\*Next:\*\*",
        "[Run](https://mybinder.org/v2/gh/a/b) **Next:**",
        rf"{REAL[1].name}, cell recap has a launch link: keep them in the title cell",
    ),
    "lesson without its time": (
        "listed",
        SECOND,
        r"\*\*Time\*\* \d+ minutes",
        "It takes a while",
        rf"{REAL[1].name}, cell title must begin with '# ' and its title, and say '\*\*Time",
    ),
}
# And in both tables of lessons, in the row of the second lesson.
ROW = rf"(\| {REAL[1].number} \| \[)([^\]]+)(\]\([^)]+\) \| )([^|]+)( \| )(\d+)(?= \|)"
for file, table in (("README.md", "README.md"), (FIRST, REAL[0].name)):
    for fault, new, says in (
        ("lesson lost", "| ", f"{table} lists {REAL[1].name} 0 times: it must have one row"),
        (
            "title",
            r"\1No title\3\4\5\6",
            f"{table} says of {REAL[1].name} the title 'No title', itself",
        ),
        (
            "minutes",
            r"\1\2\3\4\g<5>99",
            f"{table} says of {REAL[1].name} 99 minutes, its title cell",
        ),
        ("number", r"| 07 | [\2\3\4\5\6", f"{table} says of {REAL[1].name} that it is number 07"),
        ("order", r"| 07 | [\2\3\4\5\6", f"{table} lists the lessons in the order 00 07 02"),
        ("skill", r"\1\2\3juggle\5\6", f"README.md and {REAL[0].name} differ about {REAL[1].name}"),
    ):
        REPOSITORY_FAULTS[f"{fault} in {table}"] = ("listed", file, ROW, new, says)
    REPOSITORY_FAULTS[f"lesson twice in {table}"] = (
        "listed",
        file,
        rf"(\| {REAL[2].number} \|.*?){REAL[2].name}",
        rf"\g<1>{REAL[1].name}",
        f"{table} lists {REAL[1].name} 2 times: it must have one row",
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of the files, without what tools keep in folders of their own."""

    def hidden(folder, names):
        return {name for name in names if name.startswith(".") and name != ".github"}

    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "copy", ignore=hidden)


@pytest.mark.parametrize("check", REPOSITORY_CHECKS)
def test_the_untouched_repository_passes(check, repository):
    assert repository_problems(check, repository) == []


@pytest.mark.parametrize("name", REPOSITORY_FAULTS)
def test_a_fault_between_files_is_seen(name, repository):
    check, file, old, new, says = REPOSITORY_FAULTS[name]
    path = repository / file
    good = path.read_text(encoding="utf-8")
    bad = re.sub(old, new, good, count=1)
    assert bad != good
    path.write_text(bad, encoding="utf-8")
    try:
        found = repository_problems(vars(gate)[check], repository)
    finally:
        path.write_text(good, encoding="utf-8")
    assert any(re.search(says, text) for text in found), found


def test_a_lesson_that_no_table_lists_is_seen(repository):
    new = repository / "notebooks" / "99_new.ipynb"
    shutil.copy(REAL[-1].path, new)
    try:
        found = repository_problems(gate.listed, repository)
    finally:
        new.unlink()
    for table in ("README.md", REAL[0].name):
        assert any(text.startswith(f"{table} lists 99_new.ipynb 0 times") for text in found), found


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("# 1 · *One* `p`", "1-·-One-p"), ("## A [link](x)?", "A-link?"), ('<a id="here">', "here")],
)
def test_a_heading_can_be_linked_as_jupyterlab_does(text, anchor, good, tmp_path):
    notebook = copy.deepcopy(good.notebook)
    notebook.cells[0].source += f"\n\n{text}"
    assert anchor in gate.anchors(write(notebook, tmp_path / "01.ipynb").path)
