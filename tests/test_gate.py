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
from gate import FIGURE, IGNORE, RAISES, ROOT, draws_like_the_lock, notebook_problems, picture
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageOps

import notebooks as tool

REAL = gate.paths()
README = """
See [LICENSE](LICENSE); for Python 3.10 or newer, `make lab`.

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
        new_markdown_cell(
            "# The lessons\n\n**After this page you can** start.\n\n**Time**", id="title"
        ),
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
    for name, notebook in books.items():
        tool.run(root / "notebooks" / name, notebook)
        tool.normalise(notebook)
    for path, text in tool.rewrite(books, root).items():
        tool.write(path, text)
    for name, notebook in books.items():
        write(notebook, root / "notebooks" / name)
    return root


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A copy of the files, without what tools keep in folders of their own."""

    def hidden(folder, names):
        return {name for name in names if name.startswith(".") and name != ".github"} | {"build"}

    return shutil.copytree(ROOT, tmp_path_factory.mktemp("copy") / "copy", ignore=hidden)


def write(notebook, path):
    # Not nbformat.write, which would mend some of the faults.
    path.write_text(nbformat.v4.writes(notebook) + "\n", encoding="utf-8")


def problems(root, paths, checks=(gate.stored, gate.links, gate.told, gate.numbered)):
    for path in paths:
        yield from notebook_problems(path)
    for one in checks:
        yield from gate.repository_problems(one, root)


def guessed(cells, cell):
    """Whether a cell asks for a guess at what another runs, and a third explains."""
    name, step = cell.id.rsplit("-", 1) if "-" in cell.id else (cell.id, "")
    return step == "predict" and {f"{name}-run", f"{name}-explain"} <= {one.id for one in cells}


def parts(notebook):
    """What a fault can befall: the notebook, or its first cell of a kind, if it has one."""

    def first(wanted):
        return next((cell for cell in notebook.cells if wanted(cell)), None)

    def outputs(cell):
        return cell.get("outputs", [])

    return SimpleNamespace(
        notebook=notebook,
        steps=any(guessed(notebook.cells, cell) for cell in notebook.cells) and notebook.cells,
        title=notebook.cells[0],
        section=first(lambda cell: re.match(r"## \d", cell.source)),
        formula=first(lambda cell: "{" in cell.source and "$" in cell.source.split("{")[0]),
        table=first(lambda cell: re.search(r"\|---\|\n\|.*\|$", cell.source, re.M)),
        folded=first(lambda cell: cell.metadata.get("jupyter", {}).get("outputs_hidden")),
        explains=first(lambda cell: cell.id.endswith("-explain")),
        prints=first(lambda cell: any(out.output_type == "stream" for out in outputs(cell))),
        draws=first(lambda cell: any(FIGURE in out.get("data", {}) for out in outputs(cell))),
        slides=first(lambda cell: IGNORE in cell.metadata.get("tags", [])),
    )


def puts_out(text):
    return lambda cell: cell.outputs[-1].update(text=cell.outputs[-1].get("text", "") + f"{text}\n")


def says(text):
    return lambda cell: cell.update(source=f"{cell.source}\n\n{text}")


def replaces(old, new):
    def change(cell):
        changed = re.sub(old, new, cell.source, count=1)
        assert changed != cell.source
        cell.source = changed

    return change


def literally(old, new):
    return replaces(re.escape(old), lambda _: new)


def has(**new):
    return lambda it: it.update(new)


def has_metadata(**new):
    return lambda it: it.metadata.update(new)


def adds(kind, data=None, **fields):
    return lambda cell: cell.outputs.append(new_output(kind, data, **fields))


def figure_has(**new):
    """A change of the fingerprint in the file, of its first curve."""
    return lambda cell: cell.outputs[0].data[FIGURE]["axes"][0]["lines"][0].update(new)


def caption_has(**new):
    return lambda cell: cell.outputs[1].data.update({f"text/{kind}": new[kind] for kind in new})


def strip(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(execution_count=None, outputs=[])


def has_picture(image):
    """A change of the stored picture that leaves all else as it was."""

    def change(cell):
        file = io.BytesIO()
        image(picture(cell.outputs[0].data["image/png"])).save(file, "png")
        cell.outputs[0].data["image/png"] = base64.b64encode(file.getvalue()).decode()

    return change


def moves(cells):
    """Put the run below its prediction above it."""
    place = next(n for n, cell in enumerate(cells) if guessed(cells, cell))
    run = cells[place].id.replace("-predict", "-run")
    cells.insert(place, cells.pop([cell.id for cell in cells].index(run)))


def table(faults):
    """{name: (part, change, sentence)} of {part: {name: (change, sentence)}}."""
    return {name: (part, *fault) for part in faults for name, fault in faults[part].items()}


# Faults that a file shows: the part that is changed, how, and what the gate must say of it.
ANEW = "is not what `make notebooks` writes"
FAULTS = {
    "notebook": {
        "outputs stripped": (strip, ANEW),
        "widget state": (has_metadata(widgets={"state": {}}), ANEW),
        "foreign kernel": (has_metadata(kernelspec={"name": "my-env"}), ANEW),
        "Python version": (has_metadata(language_info={"version": "3.11.7"}), ANEW),
        "old format": (has(nbformat_minor=4), r"is in format 4\.4, not in 4\.5"),
        "id twice": (lambda it: it.cells[1].update(id=it.cells[0].id), "shares its id with"),
    },
    "steps": {"run above its prediction": (moves, r".* is not above \S+-run and \S+-explain")},
    "title": {
        "other minutes": (replaces(r"(?<=\*\*Time\*\* )\d+", "99"), ANEW),
        "launch link lost": (replaces(r" · \[Open in Binder\]\([^)]*\)", ""), ANEW),
        "launch link to another lesson": (replaces(r"notebooks/\d\d_", "notebooks/07_"), ANEW),
        "no time": (literally("**Time**", "Time"), "has no place for what is derived"),
        "no skill": (literally("you can**", "can**"), r"must begin with '# NN · title' and say '"),
        "missing id": (lambda cell: cell.pop("id"), r"cell number 1: has no id\. Give it"),
        "random id": (has(id="3f2b61c0"), "has an id that says nothing: use words and hyphens"),
        "no alternative text": (says("![](https://a.org/x.png)"), "has a picture without"),
        "prose without end": (says("word " * 200), r"has \d+ words, over 160: split it"),
        "unseen character": (says("a\u200bb"), r"nobody sees \(U\+200B\): remove it"),
        "merge not finished": (says("<<<<<<< HEAD\na\n\n=======\nb"), "holds the marks of a merge"),
        "number from nowhere": (says("It costs 0.55201 bits."), r"says 0\.55201, which no cell"),
        "target that make lacks": (says("`make coffee`"), "names make coffee, which the Makefile"),
        "other Python": (says("Python 3.9 or newer"), r"says Python 3\.9 or newer, pyproject"),
    },
    "section": {
        "two of one number": (says("## 1 · More"), r"has a section 1 where section \d+ comes"),
        "launch link": (says("[Run](https://mybinder.org/v2/gh/a/b)"), "has a launch link: keep"),
    },
    "formula": {
        "formula without end": (says("$p$ and $q"), r"has a \$ without its partner"),
        "formula block without end": (says("$$p"), r"has a \$ without its partner"),
        "brace lost": (replaces("(?<=[^}])}", ""), "has a brace without its partner"),
    },
    "table": {
        "cell lost": (replaces(r"(?m)(?<=---\|\n)\|.*?(?=\|)", ""), r"has a row of \d+ cells, not"),
        "corner empty": (replaces(r"\|[^|]+(?=.*\|\n\|---)", "| "), "has a column without a name"),
    },
    "folded": {
        "unfolded answer": (lambda cell: cell.metadata.pop("jupyter"), ANEW),
        "answer in its first line": (lambda cell: cell.outputs.pop(0), ANEW),
        "answer in its code": (
            lambda cell: (puts_out("7.12345")(cell), says("# 7.12345")(cell)),
            r"prints 7\.12345, which can be read before it is run: fold or move it",
        ),
    },
    "explains": {
        "answer below a fold": (
            lambda cell: cell.update(source=f"Yes.\n\n{cell.source}"),
            r"stands open below a folded output: fold what answers the Predict \('Yes\.'\)",
        ),
    },
    "slides": {
        "output that nothing compares": (adds("stream", text="1\n"), ANEW),
        "more than a slider": (says("print(1)"), "is more than a slider: keep imports and explore"),
    },
    "draws": {
        "fold for nothing": (has_metadata(jupyter={"outputs_hidden": None}), ANEW),
        "no fingerprint": (
            lambda cell: [out.data.pop(FIGURE, None) for out in cell.outputs if "data" in out],
            r"stores a picture without a fingerprint: draw it with show\(\.\.\.\)",
        ),
    },
    "prints": {
        "never executed": (has(execution_count=None), ANEW),
        "counts not 1 to n": (has(execution_count=99), ANEW),
        "stored widget": (adds("display_data", {tool.WIDGET: {}}), ANEW),
        "timestamps of the run": (has_metadata(execution={"iopub": "2026-03-01"}), ANEW),
        "two streams where one comes": (adds("stream", text="1\n"), ANEW),
        "broken format": (lambda cell: cell.outputs[-1].update(name=1), "breaks the notebook"),
        "empty cell": (has(source="\n"), r"is an empty code cell\. Fill it or delete it"),
        "unknown tag": (has_metadata(tags=["nbval-skip"]), "has the unknown tag nbval-skip"),
        "switched off by a tag": (has_metadata(tags=[IGNORE]), f"explore.*, or untag {IGNORE}"),
        "switched off by a comment": (says("# NBVAL_SKIP"), "switches its comparison off: remove"),
        "object address": (puts_out("<it at 0x7f32c5a0>"), r"address \(at 0x7f32c5a0\): print"),
        "object name": (puts_out("<Figure size 9x9>"), r"puts out an object's name \(<Figure size"),
        "numpy scalar": (puts_out("[np.float64(0.5)]"), r"puts out a numpy scalar \(np.float64\("),
        "path": (puts_out("read /usr/share/data.csv"), r"puts out a path .* \(/usr/share/data.csv"),
        "Windows path": (puts_out(r"read C:\data.csv"), r"puts out a path .* \(C:\\data.csv\)"),
        "timestamp": (puts_out("2026-03-01 12:30"), r"puts out a time \(2026-03-01 12:30\): leave"),
        "colour codes": (puts_out("\x1b[31mred\x1b[0m"), r"puts out a colour code \(ESC\["),
        "negative zero": (puts_out("cost -0.0 bits"), r"puts out a negative zero \(-0.0\): add"),
        "output without end": (puts_out("1\n" * 300), r"puts out \d+ lines, over 200: print what"),
        "path in the code": (says('open("/data/x.csv")'), r"names a path .* \(/data/x.csv\):"),
        "path beside it": (says('np.loadtxt("../x.csv")'), r"reads a file beside .*\.\./x.csv\):"),
        "date in the code": (says('np.datetime64("today")'), r'asks for the time \("today"\):'),
    },
}
FILE_FAULTS = table(FAULTS)


@pytest.mark.parametrize("where", ["small", "real"])
def test_the_untouched_copy_passes(where, request):
    root = request.getfixturevalue(where)
    assert list(problems(root, gate.paths(root), gate.REPOSITORY_CHECKS)) == []
    assert where == "real" or None not in vars(parts(read(root, "01_small.ipynb"))).values()


def read(root, name):
    return nbformat.read(root / "notebooks" / name, as_version=4)


def unseen(root, path, change, sentence):
    """What the gate says when a file is changed, if that is not the sentence; else nothing."""
    good, said = path.read_bytes(), []
    change(path)
    assert path.read_bytes() != good
    try:
        for text in problems(root, [path] * (path.suffix == ".ipynb")):
            if re.search(sentence, text):
                return None
            said.append(text)
    finally:
        path.write_bytes(good)
    return f"{sentence!r} is not in {said}"


@pytest.mark.parametrize("name", FILE_FAULTS)
def test_a_fault_in_a_file_is_seen(name, small, real):
    part, change, sentence = FILE_FAULTS[name]
    # In the small lesson, which has all parts, and in a real one: each fault in another.
    turn = list(FILE_FAULTS).index(name) % len(REAL)
    names = [path.name for path in REAL[turn:] + REAL[:turn]]
    own = next(one for one in names if vars(parts(read(real, one)))[part])
    for root, lesson in ((small, "01_small.ipynb"), (real, own)):

        def spoil(path):
            notebook = nbformat.read(path, as_version=4)
            change(vars(parts(notebook))[part])
            write(notebook, path)

        assert not unseen(root, root / "notebooks" / lesson, spoil, rf"^{lesson}.* {sentence}")


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
    puts_out(text)(parts(notebook).prints)
    write(notebook, tmp_path / "01_small.ipynb")
    assert notebook_problems(tmp_path / "01_small.ipynb") == []


# Faults that only a run shows: the cell that is changed, how, and what the report must say of it.
KIND = "The outputs come in another order, or as another kind, than they are stored"
PLOT = 'ax.plot(p, -np.log2(p), label="the cost")'
FAULTS = {
    "coin-run": {
        "stored-output-changed": (
            lambda cell: cell.outputs[-1].update(text="heads cost 2.0000 bits\n"),
            r"-heads cost 2\.0000 bits\n\+heads cost 1\.0000 bits",
        ),
        "stored-output-missing": (has(outputs=[]), r"\n\+heads cost 1"),
        "stored-output-extra": (puts_out("and tails"), r"\n-and tails"),
        "stored-warning": (adds("stream", name="stderr", text="Warning\n"), r"\n-\[stderr\]"),
        "stored-error": (adds("error", ename="NameError", evalue="p"), r"\n-NameError: p"),
        "output-changed": (literally("0.5", "0.25"), r"\n-heads cost 1.*\n\+heads cost 2"),
        "output-lost": (literally("print", "str"), r"\n-heads cost 1"),
        "output-added": (literally("print", "print('and');print"), r"\n\+and"),
        "warning": (literally("0.5", "0.0"), r"\n\+.*RuntimeWarning: divide by zero"),
        "error": (literally("0.5", "none"), "caused an exception"),
        "never-executed": (has(execution_count=None, outputs=[]), "This cell was never executed"),
    },
    "curve": {
        "stored-curve-flipped": (figure_has(points="(0.1, 0)"), r'\n-.*"points"'),
        "stored-curve-relabelled": (figure_has(label="it"), r'\n-.*"label": "it"'),
        "stored-curve-deleted": (
            lambda cell: cell.outputs[0].data[FIGURE]["axes"][0].pop("lines"),
            r'\n\+.*"label": "the cost"',
        ),
        "stored-picture-deleted": (lambda cell: cell.outputs[0].data.pop("image/png"), KIND),
        "stored-without-fingerprint": (lambda cell: cell.outputs[0].data.pop(FIGURE), r"\n\+\["),
        "stored-without-alt": (lambda cell: cell.outputs[0].metadata["image/png"].pop("alt"), KIND),
        "stored-caption-deleted": (lambda cell: cell.outputs.pop(1), r"\n\+\[text/markdown"),
        "stored-caption-changed": (caption_has(plain="It falls to 2 bits."), r"\n-It falls to 2"),
        "stored-caption-of-another": (caption_has(markdown="**Figure.** No."), r"\n-\*\*Figure.*"),
        "stored-as-another-kind": (
            lambda cell: cell.outputs[1].update(output_type="execute_result", execution_count=5),
            KIND,
        ),
        "stored-figure-lost": (has(outputs=[]), r"\n\+\[image/png\]"),
        "curve-flipped": (literally("-np.log2(p)", "np.log2(p)"), r'\n\+.*"points"'),
        "curve-shifted": (literally("ax.plot(p,", "ax.plot(p - 0.05,"), r'\n\+.*"points"'),
        "curve-deleted": (literally(PLOT, ""), r'\n-.*"label": "the cost"'),
        "curve-relabelled": (literally("the cost", "the gain"), r'\n\+.*"the gain"'),
        "axis-relabelled": (literally('"bits"', '"nats"'), r'\n\+.*"nats"'),
        "figure-lost": (literally("show(ax", "_ = (ax"), r"\n-\[image/png\]"),
        "caption-with-another-number": (literally("0 bits", "7.5 bits"), r"caption says 7\.5, but"),
        "caption-lost": (literally("show(ax, ", "show(ax, '' and "), "ValueError: caption"),
    },
    "mistake": {
        "error-not-stored": (has(outputs=[]), r"\n\+ZeroDivisionError"),
        "error-gone": (literally("1 / 0", "pass"), r"\n-ZeroDivisionError"),
        "error-gone-and-not-stored": (has(source="pass", outputs=[]), "raises-exception, but"),
        "another-error": (literally("1 / 0", "float('x')"), r"\n\+ValueError"),
    },
    "slider": {
        "slider-with-warning": (literally("expl", "np.log2(0.0)\nexpl"), "This cell wrote to"),
        "slider-with-error": (literally("draw", "drawn"), "NameError"),
    },
}
DRAWS = "The stored picture is not what this cell draws"
if draws_like_the_lock():
    FAULTS["curve"] |= {
        "stored-picture-flipped": (has_picture(ImageOps.flip), DRAWS),
        "stored-picture-blank": (has_picture(lambda it: Image.new("RGB", it.size, "white")), DRAWS),
        "stored-picture-broken": (
            lambda cell: cell.outputs[0].data.update({"image/png": "iVBORw0KGgo="}),
            DRAWS,
        ),
        "stored-picture-shifted": (has_picture(lambda old: old.rotate(1)), DRAWS),
        "curve-too-thin-to-see": (literally('label="the', 'lw=0, label="the'), DRAWS),
    }
RUN_FAULTS = table(FAULTS)


@pytest.fixture(scope="module")
def broken_cells(small, tmp_path_factory):
    """What one run with the project's own options says: {notebook: {cell: report}}.

    A kernel takes its time to start, so the faulty copies of cells stand in one notebook, each
    between untouched cells, under the name of its fault.
    """
    folder = tmp_path_factory.mktemp("run")
    notebook = read(small, "01_small.ipynb")
    cells = {cell.id: cell for cell in notebook.cells}
    for name, (cell_id, change, _) in RUN_FAULTS.items():
        faulty = copy.deepcopy(cells[cell_id])
        change(faulty)
        faulty.id = name
        untouched = copy.deepcopy(cells["coin-run"])
        untouched.id = f"after-{name}"
        notebook.cells += [faulty, untouched]
    write(notebook, folder / "02_faulty.ipynb")
    shutil.copy(small / "notebooks" / "01_small.ipynb", folder)
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
PAGE, START, LESSON = "README.md", "notebooks/00_start.ipynb", "notebooks/01_small.ipynb"
REPOSITORY_FAULTS = {
    "set-up of its own": (LESSON, "import importlib", "import os, importlib", ANEW),
    "another address": ("pyproject.toml", r"github\.com/[^\"]+", "github.com/some/one", ANEW),
    "row lost": (PAGE, r"\n\| 01 .*", "", ANEW),
    "row of another lesson": (PAGE, "01_small", "00_start", ANEW),
    "row of the first page lost": (START, r'"\| 01 [^"]*"', '"| 09 |"', ANEW),
    "badge of another repository": (PAGE, r"v2/gh/[^/]+/", "v2/gh/someone/", ANEW),
    "badge lost": (PAGE, r"https://mybinder\S+", "", "README.md has no place for what"),
    "no table": (PAGE, r"\| lesson \|", "| page |", "README.md has no place for what"),
    "no table at the start": (START, r"\| lesson \|", "| page |", "has no table of lessons: write"),
    "no set-up": (LESSON, '"set-up"', '"start"', "has no code cell with the id set-up: put one"),
    "not a notebook": (LESSON, r"\A.", "<<<<<<<", r"01_small\.ipynb cannot be read \("),
    "link to no lesson": (LESSON, r"(See.*)00_start", r"\g<1>01_lost", "links to 01_lost.* not"),
    "link to no heading": (LESSON, "#2-·-Again", "#No", "links to #No, but there is no such"),
    "link to another lesson": (LESSON, "See .lesson 00", "See [lesson 07", "says 'lesson 07' but"),
    "itself by its number": (LESSON, "a ..coin", "lesson 01 **coin", "lesson 01, and this is it"),
    "a lesson that is not there": (LESSON, "a ..coin", "lesson 07 **coin", "and there is none"),
    "a term of another lesson": (
        LESSON, "a ..coin", "coin (lesson 00), **coin", r"says 'coin \(lesson 00', and les",
    ),
    "dead link in the README": (PAGE, r"\(LICENSE", "(COPY", "links to COPY, which is not there"),
    "target renamed": ("Makefile", "lab:", "labor:", "README.md names make lab, which the"),
    "Python raised": ("pyproject.toml", ">=3.10", ">=3.12", r"README.md says Python 3\.10 or"),
}  # fmt: skip


@pytest.mark.parametrize("name", REPOSITORY_FAULTS)
def test_a_fault_between_files_is_seen(name, small):
    file, old, new, sentence = REPOSITORY_FAULTS[name]

    def spoil(path):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    assert not unseen(small, small / file, spoil, sentence)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("open('../README.md')", r"not silent in an empty folder \(FileNotFoundError.*\): it must"),
        ("import importlib.util, sys; sys.path[:0] = ['..']", r"\(it changes the working"),
    ],
)
def test_a_set_up_that_needs_its_folder_is_seen(code, sentence, small):
    path = small / "notebooks" / "00_start.ipynb"
    good = path.read_text(encoding="utf-8")
    path.write_text(good.replace("import importlib.util", code, 1), encoding="utf-8")
    try:
        (found,) = gate.repository_problems(gate.set_up_anywhere, small)
    finally:
        path.write_text(good, encoding="utf-8")
    assert re.search(sentence, found)


def test_a_lesson_that_was_only_copied_is_seen(small):
    new = small / "notebooks" / "02_new.ipynb"
    shutil.copy(small / "notebooks" / "01_small.ipynb", new)
    try:
        found = list(problems(small, [new]))
    finally:
        new.unlink()
    for file in ("README.md", "00_start.ipynb, cell lessons", "02_new.ipynb, cell title"):
        assert any(text.startswith(f"{file} {ANEW}") for text in found), found


@pytest.mark.parametrize(
    ("text", "anchor"), [("# 1 · *One* `p`", "1-·-One-p"), ("## A [link](x)?", "A-link?")]
)
def test_a_heading_can_be_linked_as_jupyterlab_does(text, anchor, small, tmp_path):
    notebook = read(small, "01_small.ipynb")
    notebook.cells[0].source += f"\n\n{text}"
    write(notebook, tmp_path / "01.ipynb")
    assert anchor in gate.anchors(tmp_path / "01.ipynb")
